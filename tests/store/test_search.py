from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ripeness.store import Store, open_store
from ripeness.store.search import Indexed, asked_for, find
from tests.postgres import Server

ROWS = [
    Indexed("statement", "s-1", "President Mira Tallec of Kestria: the far bank is not for sale"),
    Indexed("move", "m-1", "Aldova said yes to a truce in the river valley"),
    Indexed("paragraph", "wire/0-9", "Señor Ramírez spoke of the truce, and of the river"),
]


@pytest.fixture
def store(where: str | Path):
    with open_store(where) as opened:
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
    assert find(store, "three", lambda: [*ROWS[1:], Indexed("statement", "s-1", "a truce")], "far") == []
    assert {hit.id for hit in find(store, "three", never, "truce")} == {"s-1", "m-1", "wire/0-9"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.text(max_size=60))
def test_nothing_that_is_typed_is_an_error(store: Store, question: str) -> None:
    assert len(find(store, "one", lambda: ROWS, question)) <= len(ROWS)
    groups, _ = asked_for(question)
    assert all(word and '"' not in word for group in groups for word in group)


def test_how_a_letter_is_written_does_not_matter(store: Store) -> None:
    rows = [
        Indexed("move", "m-1", "le re\u0301sume\u0301 de Stra\u00dfe"),
        Indexed("move", "m-2", "r\u00e9sum\u00e9 et Strasse"),
    ]
    for question in ("resume de", "r\u00e9sum\u00e9 de", "re\u0301sume\u0301 de", '"RESUME\u0301 de"', "stra\u00df"):
        assert [hit.id for hit in find(store, "written", lambda: rows, question)] == ["m-1"], question
    assert [hit.id for hit in find(store, "written", lambda: rows, "strasse")] == ["m-2"]
    assert len(find(store, "written", lambda: rows, "re\u0301sum")) == 2


# The second has accents as signs of their own, and no letter that is rare with them (docs/decisions/0016).
WORDS = st.one_of(st.text("aábBøß çñ0_-.'", max_size=12), st.text("aábBñß\u0301 _-'", max_size=12))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(texts=st.lists(WORDS, min_size=1, max_size=5), question=WORDS, whole=st.booleans())
def test_both_databases_find_the_same(
    tmp_path_factory: pytest.TempPathFactory, postgres: Server, texts: list[str], question: str, whole: bool
) -> None:
    rows = [Indexed("move", f"m-{number}", text) for number, text in enumerate(texts)]
    asked = f'"{question}"' if whole else question
    key = repr(rows)
    with (
        open_store(tmp_path_factory.getbasetemp() / "both.db") as one,
        open_store(postgres.address("searched")) as other,
    ):
        here, there = find(one, key, lambda: rows, asked), find(other, key, lambda: rows, asked)
    assert {hit.id for hit in here} == {hit.id for hit in there}
    for hit in there:
        assert any(found for _, found in hit.around)
        assert "".join(text for text, _ in hit.around) == texts[int(hit.id[2:])]
