"""Full-text search: an index of words that can be computed again, by SQLite's FTS5 or PostgreSQL's tsvector.

Whoever asks gives what is to be found and a key that changes with it; where the key is another, what differs is put
right. A question is words, and words in quotation marks that stand together: it is never an expression, so that
nothing that somebody types is an error.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ripeness.store.database import Store

if TYPE_CHECKING:
    from sqlalchemy import Connection

HITS_MOST = 200
WORDS_MOST = 32  # of a question; nobody types more, and each is looked up
_ACCENTS = re.compile(r"[\u0300-\u036f]")  # that stand as signs of their own
_PART = re.compile(r'"([^"]*)"?|(\S+)')


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


def asked_for(question: str) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """The words that are asked for, those in quotation marks together; and whether the last is the start of one.

    Letters are composed, and accents that no letter takes in are left out: both indexes do without them.
    """
    question = _ACCENTS.sub("", unicodedata.normalize("NFC", question))
    groups: list[tuple[str, ...]] = []
    for together, single in _PART.findall(question):
        words = tuple(re.findall(r"\w+", together or single))
        if words:
            groups.append(words)
    return tuple(groups[:WORDS_MOST]), question[-1:].isalnum()


def find(
    store: Store, key: str, rows: Callable[[], Iterable[Indexed]], question: str, kinds: Iterable[str] = ()
) -> list[Hit]:
    """What has all that is asked for, best first, at most ``HITS_MOST``; ``kinds`` names what is looked for, or all.

    The index is made of ``rows()`` where it has not this ``key``. Raises StoreError.
    """
    groups, beginning = asked_for(question)
    if not groups:
        return []
    _made(store, key, rows)
    with store.read() as connection:
        found = store.database.found(connection, groups, beginning, tuple(kinds), HITS_MOST)
        return [Hit(kind, id, tuple(around)) for kind, id, around in found]


def _made(store: Store, key: str, rows: Callable[[], Iterable[Indexed]]) -> None:
    """Bring the index up to date where it is of another key."""
    from ripeness.store.schema import search_key

    with store.read() as connection:
        if _key(connection) == key:
            return
    fresh = {(row.kind, row.id): _plain(row.words) for row in rows()}
    with store.write() as connection:
        if _key(connection) == key:
            return
        known = store.database.indexed(connection)
        new = {place: words for place, words in fresh.items() if known.get(place) != words}
        store.database.unindex(connection, [place for place in known if place not in fresh or place in new])
        store.database.index(connection, [(*place, words) for place, words in new.items()])
        connection.execute(search_key.delete())
        connection.execute(search_key.insert().values(key=key))


def _key(connection: Connection) -> str | None:
    from sqlalchemy import select

    from ripeness.store.schema import search_key

    return connection.execute(select(search_key.c.key)).scalar()


def _plain(words: str) -> str:
    return words.translate({0: None}).encode("utf-8", "replace").decode()
