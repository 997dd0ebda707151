"""Who is who in a war that is in no list: states that look like people, offices that others hold, sides and mediators.

Every state, movement and person is invented. Each text is a pile of its own, in the register of news agencies.
"""

from __future__ import annotations

import pytest

from ripeness.claims import Speaker, Statement, read_record
from ripeness.claims.model import Move
from ripeness.reports.model import Report

WAR = """
President Mira Tallec of Kestria met the foreign minister of Aldova, Jano Brask, on Monday. The Kestrian army and the
Aldovan army have fought over the salt hills since May. Kestria's foreign ministry called the meeting short. Aldova's
defence ministry called it long.
"""


def record(*texts: str) -> tuple[tuple[Statement, ...], tuple[Move, ...], set[str]]:
    reports = [Report(f"r{n}", f"r{n}.txt", "", " ".join(text.split())) for n, text in enumerate(texts)]
    read = read_record(reports)
    return read.record.statements, read.record.moves, {mention.party.id for mention in read.parties}


def speaker(words: str, *texts: str) -> Speaker | None:
    return next(s.speaker for s in record(*texts)[0] if s.text.startswith(words))


def actors(kind: str, *texts: str) -> list[tuple[str, ...]]:
    return [move.actors for move in record(*texts)[1] if move.kind == kind]


@pytest.mark.parametrize(
    "clause",
    [
        "It will not yield to Orlania, its prime minister said on Friday.",
        "The plan is being studied by Orlania, people close to the talks said.",
        "Nothing was heard from Orlania, the prime minister said.",
    ],
)
def test_a_state_before_whoever_reports_is_no_person(clause: str) -> None:
    text = (
        f"The government of Orlania rested. {clause} The Orlanian army withdrew its guns. Orlania rejected the truce."
    )
    assert record(text)[2] == {"orlania"}


def test_a_nation_whose_adjective_stands_before_offices_is_no_person() -> None:
    text = "Dorlan, political secretary of the league, slept. The Dorlani foreign minister accepted the truce."
    _, moves, parties = record(text)
    assert [move.actors for move in moves] == [("dorlan",)]
    assert parties == {"dorlan"}


def test_a_state_is_learned_from_its_minister_in_the_next_sentence() -> None:
    text = WAR + "Quorland welcomed the report. Its defence minister, Ivo Stam, rejected the truce."
    assert actors("reject", text) == [("quorland",)]


def test_upper_sarn_is_sarn() -> None:
    text = (
        WAR + "The leader of Upper Sarn, Edda Lorne, slept. Upper Sarn accepted the truce. Sarn released nine captives."
    )
    assert actors("accept", text) == [("upper-sarn",)]
    assert actors("implement", text) == [("upper-sarn",)]


def test_an_office_that_somebody_else_holds_is_not_given_twice() -> None:
    """The only president that the pile names with a state is Aldova's; so the other one is not Aldova's too."""
    text = "President Ivo Brask of Aldova hosted the talks. The Kestrian army rested, and so did the Kestrian navy."
    other = 'President Rune Dahl rose early. "We stay," President Dahl said.'
    found = speaker("We stay", text, other)
    assert found is not None
    assert found.party != "aldova"


def test_who_speaks_without_a_name_and_then_by_name_is_one() -> None:
    text = (
        WAR
        + 'Aldova will never sign, its finance minister said on Friday. "The hills are ours," Oda Renn told a paper.'
    )
    found = speaker("The hills", text)
    assert found is not None
    assert (found.name, found.party) == ("Oda Renn", "aldova")


def test_a_spokesman_of_somebody_and_then_the_spokesman_by_name_are_one() -> None:
    text = WAR + 'A spokesman for Kestria denied it. "There is no such plan," the spokesman, Brice Tallow, said.'
    found = speaker("There is no", text)
    assert found is not None
    assert (found.name, found.party) == ("Brice Tallow", "kestria")


@pytest.mark.parametrize(
    "described",
    [
        "Renske Olde, who studies truces at the Salt Institute",
        "Renske Olde of the Salt Institute",
        "Renske Olde, a nurse",
    ],
)
def test_a_described_stranger_does_not_take_the_office_before(described: str) -> None:
    text = WAR + f'Aldova will never sign, its finance minister said on Friday. "They will," said {described}.'
    found = speaker("They will", text)
    assert found is not None
    assert found.party is None


def test_both_sides_are_not_the_mediator() -> None:
    text = (
        WAR + "Talmaria's president, Hale Dessa, hosted the talks between Kestria and Aldova. Talmaria's president "
        "chaired the session. Talmaria's envoys mediated. Both sides accepted a truce, Talmaria's president said."
    )
    assert sorted(actors("accept", text)[0]) == ["aldova", "kestria"]


def test_a_mediator_named_with_the_two_is_neither() -> None:
    text = WAR + "The mediator in the talks between Kestria and Aldova has proposed a truce."
    assert actors("propose", text) in ([], [("talmaria",)])


def test_a_movement_keeps_its_place_in_its_name() -> None:
    text = "The Liberation Front of the Plateau said that it was suspending the talks."
    (statement,) = record(text)[0]
    assert statement.speaker is not None
    assert statement.speaker.party == "liberation-front"


def test_a_dateline_with_small_words_is_no_speaker() -> None:
    text = WAR + "\n\n" + "PORT SELM (Tribune of the Lakes) - Kestria on Thursday denied that it had shelled the port."
    report = Report("r", "r.txt", "", text)
    denied = next(s for s in read_record([report]).record.statements if s.negated)
    assert denied.speaker is not None
    assert denied.speaker.party == "kestria"


def test_he_and_she_in_reported_speech_can_be_two_people() -> None:
    text = WAR + (
        "The Aldovan prime minister, Ms. Katrin Oskal, said that she would not meet Mr. Ansel Rove of Kestria before "
        "he gave up his claim to the hills."
    )
    assert ("aldova",) not in actors("concede", text)


def test_the_letter_is_written_by_whom_the_sentence_before_is_about() -> None:
    text = WAR + (
        '"We stay," said Mira Tallec. Her foreign minister, Emil Brand, set out his terms in a letter. "No base on the '
        'river," the letter says.'
    )
    found = speaker("No base", text)
    assert found is not None
    assert found.name == "Emil Brand"
