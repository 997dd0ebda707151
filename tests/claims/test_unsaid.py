"""Words that are only asked about or denied are nobody's, and what looks alike is somebody's. Everybody is invented."""

from __future__ import annotations

import pytest

from ripeness.claims import read_statements
from ripeness.reports.model import Report


def speakers(text: str) -> list[str | None]:
    return [s.speaker.name if s.speaker else None for s in read_statements([Report("r", "r.txt", "", text)])]


@pytest.mark.parametrize(
    "text",
    [
        'Dana Orsel came. The envoy was asked whether Orsel had called it "a dead map". He denied it.',
        'Dana Orsel came. The defence minister, Karl Ruud, asked if the navy had promised "a wall", denied it.',
        'Karl Ruud denied that his ministry had threatened "a winter without bread".',
        'Did Dana Orsel say "we will take the mill", as a paper wrote?',
        'Dana Orsel has never said "we will take the mill".',
        'Dana Orsel denied calling the envoy "a wet cat".',
        'Karl Ruud inquired if Dana Orsel had written "a long no".',
    ],
)
def test_questions_and_denials_are_no_statements(text: str) -> None:
    assert all(name is None for name in speakers(text))


@pytest.mark.parametrize(
    "text",
    [
        'Asked whether the navy had promised a wall, Dana Orsel replied: "We promised a fence."',
        'Dana Orsel denied the report, calling it "a wet cat".',
        'Dana Orsel did not hesitate, but said the plan was "a wet cat".',
        'Dana Orsel said the navy would not be "a wall of ships".',
        'Asked about the mill, Dana Orsel said it was "not a fortress".',
        'Dana Orsel asked: "Whether we stay or go, who pays?"',
        '"Did they say that?" asked Dana Orsel.',
        'Dana Orsel denied that the mill was "a fortress of liars".',
    ],
)
def test_answers_are_statements(text: str) -> None:
    assert speakers(text) == ["Dana Orsel"]


def test_a_source_that_vouches_for_a_text_is_not_its_speaker() -> None:
    text = (
        'Dana Orsel read a letter. Its last line, according to two guests, was that "the mill is a right and no gift".'
    )
    assert speakers(text) == [None]
    assert speakers('The mill, according to Dana Orsel, is "a right and no gift".') == ["Dana Orsel"]
