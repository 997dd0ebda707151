"""Who 'he', 'she', 'it' and 'they' are. Everybody is invented; Tessik, Ruun and Olvar are in no list of given names."""

from __future__ import annotations

import pytest

from ripeness.claims import read_statements
from ripeness.reports.model import Report


def speakers(text: str) -> list[str | None]:
    return [s.speaker.name if s.speaker else None for s in read_statements([Report("r", "r.txt", "", text)])]


def test_it_is_never_a_person() -> None:
    text = (
        'President Tessik Harn rose. "We listen," Harn said. "It costs nothing."\n\nIt grew dark. "Go home," it said.'
    )
    assert speakers(text) == ["Tessik Harn", "Tessik Harn", None]


def test_it_is_the_outlet_or_body_that_the_sentence_before_is_about() -> None:
    text = '"We listen," Tessik Harn said. "It costs nothing." The harbour radio answered. "Hold the mole," it said.'
    assert speakers(text) == ["Tessik Harn", "Tessik Harn", "the harbour radio"]
    text = 'The Kestrian ministry was quick. "We regret it," it said.'
    assert speakers(text) == ["Kestrian ministry"]


def test_it_is_nobody_where_the_thing_before_has_no_name() -> None:
    assert speakers('The Kestrian army slept. Its radio answered. "Hold the mole," it said.') == [None]


def test_they_are_the_officials_of_the_same_sentence() -> None:
    assert speakers('Kestrian officials shrugged: the map, they said, was "a wet rag".') == ["Kestrian officials"]


def test_told_her_shows_that_she_is_the_other_one() -> None:
    text = (
        'Minister Tessik Harn met President Ruun Falk. "We never sign," Falk told her. She left. "They will," she said.'
    )
    assert speakers(text) == ["Ruun Falk", "Tessik Harn"]


def test_two_people_of_unknown_gender_are_nobody() -> None:
    text = 'Minister Tessik Harn met President Ruun Falk. "It is cold," she said.'
    assert speakers(text) == [None]


def test_one_person_of_unknown_gender_is_meant() -> None:
    assert speakers('Minister Tessik Harn came alone. "It is cold," she said.') == ["Tessik Harn"]
    assert speakers('Minister Tessik Harn met Mr. Ruun Falk. "It is cold," she said.') == ["Tessik Harn"]


@pytest.mark.parametrize(("word", "name"), [("she", "Dana Orsel"), ("he", "Karl Ruud")])
def test_a_known_gender_decides(word: str, name: str) -> None:
    text = f'Ms. Dana Orsel sat beside Mr. Karl Ruud. "It is cold," {word} said.'
    assert speakers(text) == [name]


def test_who_speaks_by_a_lone_name_has_a_full_one_elsewhere() -> None:
    assert speakers('Tessik Harn of Norrland saw Olvar Bly. "We stay," Harn told her.') == ["Tessik Harn"]


def test_one_of_the_officials_speaks() -> None:
    assert speakers('"One more week and it is over," one of the officials said.') == ["one of the officials"]
