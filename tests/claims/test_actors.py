"""Organisations, seats, bodies without a name and the roles of parties, learned from a pile. Everybody is invented."""

from __future__ import annotations

import pytest

from ripeness.claims import Move, Telling, read_statements
from ripeness.claims.party_roles import roles
from ripeness.claims.standing import person_standing
from ripeness.claims.statements import read_pile
from ripeness.reports.model import Passage, Report

STRIKE = " ".join(
    [
        "The Union of Dock and Rail Hands (UDRH) rejected the offer of Selwick Ports on Monday.",
        '"We want ten per cent," said Ivo Brask, the president of the UDRH. Selwick Ports offered four.',
        "Its spokeswoman, Dana Orsel, said that the company would wait.",
        "The Pilots' League accepted the terms. The League said its members would work.",
        "The labour minister, Karl Ruud, invited the union and Selwick.",
        "The government ruled out a law, and the minister said he would mediate.",
        "A freight analyst at Quayside Research, Petra Holm, said nobody would win.",
        "The rights group Open Gates accused Selwick of neglect.",
    ]
)
WAR = " ".join(
    [
        "Kestria and the Front for the Freedom of Sund met on Monday. The Kestrian army shelled the hills.",
        '"We stay," said Ines Faro of the Front. The Front, which holds the pass, refused to leave.',
        "The foreign ministry of Kestria protested. Orly accused the Front of bad faith.",
        "Kestria wants the pass. Orly has said so since May.",
        "In Orly, the Kestrian prime minister, Ivo Brask, promised to hold it.",
    ]
)
SIEGE = " ".join(
    [
        "Duke Berold of Hask demanded that Brenn open its gates. The town council of Brenn rejected the terms.",
        "The council of Brenn asked for ten days.",
        "Captain Jost Amrein, who commands the garrison, said there was powder.",
        '"Never," said Mayor Odo Varn. "Let them starve," the duke said.',
    ]
)


def pile_of(*texts: str):
    return read_pile([Report(f"r{n}", f"r{n}.txt", "", text) for n, text in enumerate(texts)])


def parties_of(*texts: str) -> set[str]:
    listed = read_pile([]).known.parties.keys()
    return {p for p in pile_of(*texts).known.parties if p not in listed}


@pytest.mark.parametrize(
    ("text", "party"),
    [
        (STRIKE, "union-of-dock-and-rail-hands"),
        (STRIKE, "pilots-league"),
        (STRIKE, "selwick-ports"),
        (WAR, "front-for-the-freedom-of-sund"),
        (SIEGE, "brenn"),
        (SIEGE, "hask"),
    ],
)
def test_who_acts_is_a_party(text: str, party: str) -> None:
    assert party in parties_of(text)


def test_who_only_watches_is_none() -> None:
    assert not {p for p in parties_of(STRIKE) if "quayside" in p or "open-gates" in p}


@pytest.mark.parametrize(
    ("text", "name", "party"),
    [
        (STRIKE, "Ivo Brask", "union-of-dock-and-rail-hands"),
        (STRIKE, "Dana Orsel", "selwick-ports"),
        (STRIKE, "Karl Ruud", "the-government"),
        (STRIKE, "Petra Holm", None),
        (WAR, "Ines Faro", "front-for-the-freedom-of-sund"),
        (WAR, "Ivo Brask", "kestria"),
        (SIEGE, "Berold", "hask"),
        (SIEGE, "Odo Varn", "brenn"),
        (SIEGE, "Jost Amrein", "brenn"),
    ],
)
def test_people_of_organisations_towns_and_lords(text: str, name: str, party: str | None) -> None:
    assert person_standing(pile_of(text), name, 0).party == party


def test_a_place_that_acts_is_the_seat_of_the_state_around_it() -> None:
    seats = {alias.words: alias.party for alias in pile_of(WAR).known.aliases if alias.kind == "seat"}
    assert seats[("Orly",)] == "kestria"


def test_a_seat_of_which_two_states_may_be_is_left_out() -> None:
    text = "The Kestrian army and the Aldovan army met. Kestria and Aldova paused. Orly refused. Nobody went to Orly."
    assert not [a for a in pile_of(text).known.aliases if a.words == ("Orly",)]


def test_spellings_of_one_name_are_one_person_unless_one_report_has_both() -> None:
    first = "Idris al-Mazrawi, the Kestrian minister, spoke. The Kestrian army slept. Minister Idris al-Mazrawi sat."
    second = '"We stay," said Edriss Mazrawy.'
    names = {
        s.speaker.name
        for s in read_statements([Report("a", "a", "", first), Report("b", "b", "", second)])
        if s.speaker
    }
    assert names == {"Idris al-Mazrawi"}
    both = f"{first} {second}"
    assert {s.speaker.name for s in read_statements([Report("a", "a", "", both)]) if s.speaker} == {"Edriss Mazrawy"}


@pytest.mark.parametrize(
    ("text", "speaker", "party"),
    [
        ('"No," said a senior Kestrian official. He left. "Never," the official said.', "official", "kestria"),
        ('The Kestrian president, Ivo Brask, met Karl Ruud. "No," said Mr. Brask\'s aides.', "aides", "kestria"),
        ('Kestria\'s envoy, Dana Orsel, slept. Karl Ruud left. "No," the Kestrian envoy said.', "Orsel", "kestria"),
        ('In the evening Mr. Brask went home. "No," he said.', "Brask", None),
    ],
)  # fmt: skip
def test_offices_and_owners_stand_for_people(text: str, speaker: str, party: str | None) -> None:
    found = read_statements([Report("r", "r.txt", "", f"The Republic of Kestria is large. {text}")])[-1].speaker
    assert found is not None
    assert found.name.endswith(speaker.split()[-1])
    assert found.party == party


def move(number: int, kind: str, actors: str, targets: str = "", words: str = "", issue: str | None = None) -> Move:
    telling = Telling(Passage("r", 0, len(words), words), None, None, "test")
    made = tuple(actors.split()), tuple(targets.split())
    return Move(f"m{number}", kind, *made, issue, None, "done", "did", None, "", None, (telling,))  # type: ignore[arg-type]


def test_roles_by_what_parties_do() -> None:
    rows = [
        move(1, "attack", "kestria", "front"),
        move(2, "attack", "front", "kestria"),
        move(3, "mediate", "sund", words="Sund carried messages between them"),
        move(4, "mediate", "sund", words="Sund brokered the truce"),
        move(5, "halt", "norland", words="Norland stopped its arms", issue="foreign-aid"),
        move(6, "mediate", "orlan", words="Orlan hosts the talks"),
    ]
    found = roles(rows)
    assert {party: role.role for party, role in found.items()} == {
        "kestria": "belligerent", "front": "belligerent", "sund": "mediator", "norland": "backer", "orlan": "host",
    }  # fmt: skip
    assert found["sund"].moves == ("m3", "m4")


def test_the_two_sides_of_a_dispute_in_which_nobody_shoots() -> None:
    rows = [move(n, kind, party) for n, (kind, party) in enumerate([("demand", "union"), ("reject", "company")] * 3)]
    found = roles([*rows, move(9, "demand", "shippers")])
    assert {party: role.role for party, role in found.items()} == {"union": "belligerent", "company": "belligerent"}
