from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.store import Store, open_store
from ripeness.store.search import Indexed, expression, find

ROWS = [
    Indexed("statement", "s-1", "President Mira Tallec of Kestria: the far bank is not for sale"),
    Indexed("move", "m-1", "Aldova said yes to a truce in the river valley"),
    Indexed("paragraph", "wire/0-9", "Señor Ramírez spoke of the truce, and of the river"),
]


@pytest.fixture
def store(tmp_path: Path):
    with open_store(tmp_path / "case.db") as opened:
        yield opened


def ids(store: Store, question: str, *kinds: str) -> set[str]:
    return {hit.id for hit in find(store, "one", lambda: ROWS, question, kinds)}


def test_all_words_must_be_there_and_the_last_may_be_a_beginning(store: Store) -> None:
    assert ids(store, "truce river") == {"m-1", "wire/0-9"}
    assert ids(store, "riv") == {"m-1", "wire/0-9"}
    assert ids(store, "riv truce") == set()
    assert ids(store, '"truce in the river"') == {"m-1"}
    assert ids(store, "ramirez") == {"wire/0-9"}
    assert ids(store, "truce", "move") == {"m-1"}
    assert ids(store, "") == ids(store, "?! *") == set()


def test_what_was_found_is_marked(store: Store) -> None:
    (hit,) = find(store, "one", lambda: ROWS, "far bank")
    assert [text for text, found in hit.around if found] == ["far", "bank"]
    assert "".join(text for text, _ in hit.around) == ROWS[0].words


def test_the_index_is_made_anew_where_its_key_is_another(store: Store) -> None:
    def never() -> list[Indexed]:
        raise AssertionError("made again")

    assert ids(store, "truce")
    assert find(store, "one", never, "truce")
    assert find(store, "two", lambda: ROWS[:1], "truce") == []


@given(st.text(max_size=60))
def test_nothing_that_is_typed_is_an_error(question: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "case.db") as opened:
        find(opened, "one", lambda: ROWS, question)
        asked = expression(question)
        assert asked is None or asked.count('"') % 2 == 0
