"""Who speaks, form by form. Everybody here is invented."""

from __future__ import annotations

import pytest

from ripeness.claims import Statement, read_statements
from ripeness.reports.model import Found, Report


def read(*bodies: str, published: str | None = None) -> tuple[Statement, ...]:
    when = Found(published, "test") if published else None
    return read_statements([Report(f"r{n}", f"r{n}.txt", "", body, published=when) for n, body in enumerate(bodies)])


def said(*bodies: str) -> list[tuple[str, str | None]]:
    return [(s.text, s.speaker.name if s.speaker else None) for s in read(*bodies)]


def speakers(*bodies: str) -> list[str | None]:
    return [name for _, name in said(*bodies)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"We stay," said Mira Tallec.', "Mira Tallec"),
        ('"We stay," is how Mira Tallec, the former envoy, sums it up.', "Mira Tallec"),
        ('Karl Ruud said no. The paper quotes Mira Tallec, a jurist. "We stay," she told the Gazette.', "Mira Tallec"),
        ('"We stay," Mira Tallec said on Monday.', "Mira Tallec"),
        ('"We stay," President Mira Tallec told reporters.', "Mira Tallec"),
        ('Mira Tallec said: "We stay."', "Mira Tallec"),
        ('According to Mira Tallec, the army is "quite ready".', "Mira Tallec"),
        ('The army is "quite ready", according to Mira Tallec, the president.', "Mira Tallec"),
        ('The army is "quite ready," Mira Tallec said.', "Mira Tallec"),
        ('In the words of Mira Tallec, it is "a long road".', "Mira Tallec"),
        ('Mira Tallec\'s warning that the road is "long and cold" was heard.', "Mira Tallec"),
        ('Mira Tallec, who flew in late, promised "a lasting peace".', "Mira Tallec"),
        ('Mira Tallec, 61, a farmer, poet and judge, called it "a trap".', "Mira Tallec"),
        ('Mira Tallec has expressed a wish to end the "winter war" for good.', "Mira Tallec"),
        ('The plan was described by Mira Tallec as "a trap".', "Mira Tallec"),
        ('Mira Tallec left early, calling the plan "a trap".', "Mira Tallec"),
        ('Mira Tallec rose and called the plan "a trap".', "Mira Tallec"),
        ('"We stay," mentioned Mira Tallec.', "Mira Tallec"),
        ('"We stay," Mira Tallec advised the interviewer.', "Mira Tallec"),
        ('"We stay and we wait." — Mira Tallec', "Mira Tallec"),
        ('Mira Tallec made it clear that the army would "stay put".', "Mira Tallec"),
        ('A poet named Mira Tallec has said the war is "a bad poem".', "Mira Tallec"),
        ('"We stay," said a spokesman for the port.', "a spokesman for the port"),
        ('"We stay," an official familiar with the plan said.', "an official familiar with the plan"),
        ('The Aldovan government said it was "not surprised".', "Aldovan government"),
        ('"We stay," the ministry said in a statement.', "ministry"),
        ('"We stay," wrote the Velm Herald.', "Velm Herald"),
    ],
)
def test_one_speaker(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        'The town is known as "the Gate" by sailors.',
        'They crossed the so-called "quiet zone" at night.',
        'According to "The Daily Ledger," the bridge fell.',
        'The film "Songs of the Harbour" was shown.',
        'He was nicknamed "the Wolf" at school.',
        'The "neutral zone" is empty.',
    ],
)
def test_names_and_scare_quotes_are_not_speech(text: str) -> None:
    assert said(text) == []


def test_an_attribution_in_the_middle_gives_both_halves_to_one_speaker() -> None:
    assert speakers('"The army leaves," said Ivo Orlo, "but not yet."') == ["Ivo Orlo", "Ivo Orlo"]


def test_pronouns_follow_gender() -> None:
    text = 'Ms. Dana Orsel met Mr. Karl Ruud. "It was cold," she said. "It was not," he said.'
    assert speakers(text) == ["Dana Orsel", "Karl Ruud"]


def test_a_pronoun_without_anybody_before_it_is_nobody() -> None:
    assert said('"It is over," she said.') == [("It is over,", None)]


def test_a_quotation_that_stands_alone_goes_on_with_the_speaker_of_its_paragraph() -> None:
    assert speakers('"We stay," said Ivo Orlo. "We have bread for a year."') == ["Ivo Orlo", "Ivo Orlo"]


def test_a_quotation_that_nobody_is_said_to_speak_has_no_speaker() -> None:
    text = 'Snow fell.\n\n"Nobody ever came back from that hill."\n\nSnow fell again.'
    assert said(text) == [("Nobody ever came back from that hill.", None)]


def test_a_cue_inside_a_closed_relative_clause_does_not_govern() -> None:
    text = 'Dana Orsel told reporters that the rebels, who claimed victory, were "finished".'
    assert speakers(text) == ["Dana Orsel"]


def test_surnames_become_full_names_across_the_pile() -> None:
    first, second = 'Dana V. Orsel, an analyst, said: "Wait."', '"Wait longer," Ms. Orsel said.'
    assert speakers(first, second) == ["Dana V. Orsel", "Dana V. Orsel"]


def test_two_people_of_one_surname_are_kept_apart() -> None:
    text = 'Mr. Ivo Brask and Ms. Lena Brask came. "I won," Ms. Brask said. "I lost," Mr. Brask said.'
    assert speakers(text) == ["Lena Brask", "Ivo Brask"]


def test_his_statement_is_his() -> None:
    text = 'President Ivo Brask spoke on Monday. His statement indicated that he wanted "a long peace".'
    assert speakers(text) == ["Ivo Brask"]


def test_joint_speakers_keep_both_names() -> None:
    assert speakers('"We agree," Dana Orsel and Karl Ruud said.') == ["Dana Orsel and Karl Ruud"]


def test_statement_ids_are_stable_and_distinct() -> None:
    text = '"We stay," said Ivo Orlo. "We stay," said Ivo Orlo.'
    once, again = read(text), read(text)
    assert [s.id for s in once] == [s.id for s in again]
    assert len({s.id for s in once}) == len(once) == 2
    assert all(s.id.startswith("s-") and len(s.id) == 12 for s in once)


def test_progress_is_told_for_every_report() -> None:
    calls: list[tuple[int, int]] = []
    reports = [Report(f"r{n}", "f", "", "Nothing was said.") for n in range(3)]
    assert read_statements(reports, lambda done, total: calls.append((done, total))) == ()
    assert calls == [(1, 3), (2, 3), (3, 3)]


def test_an_empty_pile_has_no_statements() -> None:
    assert read_statements([]) == ()
    assert read_statements([Report("r", "r.txt", "", "")]) == ()
