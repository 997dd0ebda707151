"""Indirect speech: which words are somebody's, and whose. The sentences and the people in them are invented."""

from __future__ import annotations

import pytest

from ripeness.claims import read_record
from ripeness.reports.model import Report


def told(sentence: str) -> list[tuple[str, str | None]]:
    """(words, surface words of the speaker) of the indirect statements, in order of the text."""
    record = read_record([Report("r", "r.txt", "", sentence)]).record
    return [(s.text, s.speaker.surface.exact if s.speaker else None) for s in record.statements if s.kind == "indirect"]


@pytest.mark.parametrize(
    ("sentence", "words", "speaker"),
    [
        # subjects that only the parse knows
        (
            "Critics of the canal scheme, among them two former ministers, say that the locks will never be built.",
            "that the locks will never be built",
            "Critics of the canal scheme",
        ),
        ("Officials fear that the bridge will be next.", "that the bridge will be next", "Officials"),
        # verbs and adjectives that report only with a clause
        ("The inquiry found that the gates had been opened.", "that the gates had been opened", "The inquiry"),
        (
            "Many villagers are convinced that the army will come back.",
            "that the army will come back",
            "Many villagers",
        ),
        # a verb that the parse may take for a noun
        ("A new survey shows that most farmers want the truce.", "that most farmers want the truce", "A new survey"),
        # thrown in, at the end, after 'as'
        (
            "The harbour, the mayor said, would stay closed.",
            "The harbour, the mayor said, would stay closed",
            "the mayor",
        ),
        (
            "The harbour would stay closed until spring, the mayor said on Tuesday.",
            "The harbour would stay closed until spring",
            "the mayor",
        ),
        (
            "The harbour would stay closed until spring, said Ilona Brask, the mayor of the town.",
            "The harbour would stay closed until spring",
            "Ilona Brask",
        ),
        # no article, and no end of the source but the comma
        (
            "According to official data, 40 ships left the port in May.",
            "40 ships left the port in May",
            "official data",
        ),
        # an infinitive that is said to somebody
        ("The union called on the company to open the gates.", "to open the gates", "The union"),
        # done, not only to be done
        (
            "The minister continued to insist, as she had done in May, that the dam was safe.",
            "that the dam was safe",
            "The minister",
        ),
        # a noun of speech
        ("Ilona Brask repeated her claim that the vote was rigged.", "that the vote was rigged", "Ilona Brask"),
    ],
)
def test_words_and_speaker(sentence: str, words: str, speaker: str) -> None:
    assert (words, speaker) in told(sentence)


def test_who_stands_for_the_noun_before_it() -> None:
    rows = told("The change may calm the farmers of the valley, who have argued that the water is theirs.")
    assert rows == [("that the water is theirs", "the farmers of the valley")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The bakers agreed to open at six.",
        "The bakers refused to open at six.",
        "The baker, who had run the shop for years, said nothing.",
        "The mayor spoke in a hall that overlooks the sea.",
        "The mayor rejected that offer in a letter.",
    ],
)
def test_deeds_and_descriptions_are_no_words(sentence: str) -> None:
    assert told(sentence) == []


def test_when_it_was_said_is_not_what_was_said() -> None:
    rows = told("The mayor said the harbour would stay closed when she was asked about it, adding that it was hers.")
    assert rows[0][0].startswith("the harbour would stay closed")
    assert rows[0][0] != rows[-1][0] == "that it was hers"


def test_the_words_end_where_the_speaker_goes_on() -> None:
    rows = told("The mayor said the harbour would stay closed, warning that storms were near.")
    assert [words for words, _ in rows] == ["the harbour would stay closed", "that storms were near"]
