"""Full-text search: an index of words that can be computed again, by SQLite's FTS5.

Whoever asks gives what is to be found and a key that changes with it; the index is made anew where its key is another.
A question is words, and words in quotation marks that stand together: it is never an expression, so that nothing that
somebody types is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ripeness.store.database import Store

HITS_MOST = 200
WORDS_MOST = 32  # of a question; nobody types more, and each is looked up
_TABLES = (
    "CREATE TABLE IF NOT EXISTS search_key (key TEXT NOT NULL)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5("
    "kind UNINDEXED, id UNINDEXED, words, tokenize = 'unicode61 remove_diacritics 2')",
)
_PART = re.compile(r'"([^"]*)"?|(\S+)')
_MARKS = "\x01\x02"  # stand around what was found; text that has them itself loses them


@dataclass(frozen=True, slots=True)
class Indexed:
    """Something to be found: what it is, under which id, and its words."""

    kind: str
    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found, with the words around it: runs of text, and whether each was asked for."""

    kind: str
    id: str
    around: tuple[tuple[str, bool], ...]


def expression(question: str) -> str | None:
    """What FTS5 is asked: every word, the last as the start of one; what stands in quotation marks together.

    None where the question has no word.
    """
    asked: list[str] = []
    for together, single in _PART.findall(question):
        words = re.findall(r"\w+", together or single)
        if words:
            asked.append('"' + " ".join(words) + '"')
    asked = asked[:WORDS_MOST]
    if asked and question[-1:].isalnum():
        asked[-1] += "*"
    return " AND ".join(asked) or None


def find(
    store: Store, key: str, rows: Callable[[], Iterable[Indexed]], question: str, kinds: Iterable[str] = ()
) -> list[Hit]:
    """What has all that is asked for, best first, at most ``HITS_MOST``; ``kinds`` names what is looked for, or all.

    The index is made of ``rows()`` where it has not this ``key``. Raises StoreError.
    """
    asked = expression(question)
    if asked is None:
        return []
    _made(store, key, rows)
    wanted = tuple(kinds)
    of_kind = f"AND kind IN ({', '.join(f':k{n}' for n in range(len(wanted)))})" if wanted else ""
    statement = "SELECT kind, id, snippet(search, 2, :opens, :closes, ' … ', 24) AS around FROM search "
    statement += f"WHERE search MATCH :asked {of_kind} ORDER BY rank LIMIT :most"
    values = {"asked": asked, "most": HITS_MOST, "opens": _MARKS[0], "closes": _MARKS[1]}
    with store.read() as connection:
        from sqlalchemy import text

        found = connection.execute(text(statement), values | {f"k{n}": kind for n, kind in enumerate(wanted)})
        return [Hit(row.kind, row.id, _runs(row.around)) for row in found]


def _made(store: Store, key: str, rows: Callable[[], Iterable[Indexed]]) -> None:
    """Make the index anew where it is of another key."""
    from sqlalchemy import inspect, text

    with store.read() as connection:
        known = inspect(connection).has_table("search_key")
        if known and connection.exec_driver_sql("SELECT key FROM search_key").scalar() == key:
            return
    fresh = [{"kind": row.kind, "id": row.id, "words": _plain(row.words)} for row in rows()]
    with store.write() as connection:
        for statement in _TABLES:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("DELETE FROM search")
        connection.exec_driver_sql("DELETE FROM search_key")
        if fresh:
            connection.execute(text("INSERT INTO search (kind, id, words) VALUES (:kind, :id, :words)"), fresh)
        connection.execute(text("INSERT INTO search_key VALUES (:key)"), {"key": key})


def _plain(words: str) -> str:
    return words.translate(dict.fromkeys(map(ord, _MARKS))).encode("utf-8", "replace").decode()


def _runs(around: str) -> tuple[tuple[str, bool], ...]:
    runs: list[tuple[str, bool]] = []
    for piece in re.split(f"({_MARKS[0]}[^{_MARKS[1]}]*{_MARKS[1]})", around):
        found = piece.startswith(_MARKS[0])
        if text := piece.strip(_MARKS) if found else piece:
            runs.append((text, found))
    return tuple(runs)
