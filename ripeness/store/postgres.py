"""A team's store on a PostgreSQL server: what ``case.db`` holds, in the schema that the address names.

Writers queue for one advisory lock, as they do for an SQLite file: so the numbers of rows are in the order in which
transactions were kept, and who looks and then writes sees what he or she looked at. A write takes milliseconds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ripeness.errors import ReadOnlyStoreError, StoreError
from ripeness.store.database import LIBRARY, put_in

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

# Connections of one server process: PostgreSQL allows 100 in all, so that four processes fit.
KEPT_OPEN, AT_MOST = 5, 20
WAIT_FOR_ONE = 30.0  # seconds until a request that finds all of them busy is told so
SECRET = ("password", "sslpassword", "passfile")  # what may stand in the query of an address and is not shown
LOCK = "ripeness"  # with the schema's name, what writers queue for

_READ_ONLY = ("permission denied", "read-only transaction", "must be owner")
_FIXES = (
    ("all connections are busy", "Wait and try again; start another server process, or allow more connections."),
    ("password authentication", "Check the name and the password, for example in ~/.pgpass."),
    ("does not exist", "Make it first: createdb NAME."),
    ("NUL", "Take the sign out: in a text PostgreSQL keeps all but this one."),
    ("lock timeout", "Another program keeps the store from being written. Wait, and try again."),
    ("permission denied", "Grant the role what it needs, or come as another (see docs/team.md)."),
    ("read-only transaction", "This server is a copy that cannot be written to. Name the one that it is a copy of."),
    ("No space", "Make room on the server's disk and try again."),
    ("connection", "See whether the server runs and can be reached, and check the address."),
)
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")  # accents may stand as signs of their own
AROUND = 24  # words shown around what was found
# Bounds of PostgreSQL's tsvector, with room: positions, the bytes of one word, the bytes of all.
POSITIONS_MOST, WORD_BYTES, ROW_BYTES = 16_000, 400, 500_000


class Postgres:
    """The database at ``address``, one case in each schema. Raises StoreError where the driver or the address is not.

    Nothing is asked of the server yet.
    """

    kind = "a PostgreSQL database (14 or newer, UTF-8) that this role may write to"
    writing: Mapping[str, Any] = MappingProxyType({"isolation_level": "READ COMMITTED"})  # sees all up to the lock
    glancing: Mapping[str, Any] = MappingProxyType({"isolation_level": "AUTOCOMMIT"})

    def __init__(self, address: str, wait: float) -> None:
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError

        try:
            url = make_url(address).set(drivername="postgresql+psycopg")
        except (ArgumentError, ValueError) as error:
            raise StoreError(
                "The address of the store cannot be read. It has a host and a database. Write it as "
                "postgresql://user@host:5432/database."
            ) from error
        shown = url.set(drivername="postgresql").difference_update_query(SECRET)
        self.where = shown.render_as_string(hide_password=True)
        try:
            self.engine = _engine(url, wait)
        except ModuleNotFoundError as error:
            raise StoreError(f"{self.where}: the package {error.name} is missing. {LIBRARY}") from error

    def begin_write(self, connection: Connection) -> None:
        """Queue for the lock of this schema; the end of the transaction gives it up."""
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock(hashtext('{LOCK} ' || current_schema()))")

    def settle(self) -> None:
        """Nothing: the server has its settings."""

    def explained(self, seen: str) -> StoreError:
        """What the server reports, with the fix."""
        kind = ReadOnlyStoreError if any(sign in seen for sign in _READ_ONLY) else StoreError
        fix = next((fix for sign, fix in _FIXES if sign in seen), "See what the log of the server says.")
        return kind(f"{self.where}: {seen}. The store must be {self.kind}. {fix}")

    @staticmethod
    def only_added(table: str, rule: str, taken: str) -> Sequence[str]:
        """Triggers, against TRUNCATE too. The owner of the tables could drop them: see docs/team.md on roles."""
        refuse = f"EXECUTE FUNCTION ripeness_refuse('{rule}')"
        return (
            "CREATE OR REPLACE FUNCTION ripeness_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation'; END $$",
            f"CREATE OR REPLACE TRIGGER {table}_stay BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {refuse}",
            f"CREATE OR REPLACE TRIGGER {table}_are_kept BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
        )

    def upsert(
        self,
        connection: Connection,
        table: Table,
        rows: Sequence[Mapping[str, Any]],
        found_by: Sequence[str],
        put: bool = True,
    ) -> None:
        """See ``Database``."""
        from sqlalchemy.dialects.postgresql import insert

        put_in(connection, insert(table), table, rows, found_by, put)

    @staticmethod
    def search_tables() -> Sequence[str]:
        """Words with their tsvector. Words are split and folded here, and not by the server's locale.

        For Latin letters that is what FTS5 does, but for some ten rare ones. In other scripts accents do not matter
        here and do there (Cyrillic 'ё', Greek 'ά'), and FTS5 takes some newer signs for letters.
        """
        return (
            "CREATE TABLE IF NOT EXISTS search (kind TEXT NOT NULL, id TEXT NOT NULL, words TEXT NOT NULL, "
            "index TSVECTOR NOT NULL, PRIMARY KEY (kind, id))",
            "CREATE INDEX IF NOT EXISTS search_index ON search USING gin (index)",
        )

    def indexed(self, connection: Connection) -> Mapping[tuple[str, str], str]:
        """See ``Database``."""
        rows = connection.exec_driver_sql("SELECT kind, id, words FROM search")
        return {(row.kind, row.id): row.words for row in rows}

    def unindex(self, connection: Connection, rows: Sequence[tuple[str, str]]) -> None:
        """See ``Database``."""
        if rows:
            connection.exec_driver_sql("DELETE FROM search WHERE kind = %s AND id = %s", list(rows))

    def index(self, connection: Connection, rows: Sequence[tuple[str, str, str]]) -> None:
        """See ``Database``."""
        plain = [(kind, id, words, _vector(words)) for kind, id, words in rows]
        if plain:
            connection.exec_driver_sql(
                "INSERT INTO search (kind, id, words, index) VALUES (%s, %s, %s, %s::tsvector) "
                "ON CONFLICT (kind, id) DO UPDATE SET words = EXCLUDED.words, index = EXCLUDED.index",
                plain,
            )

    def found(
        self, connection: Connection, asked: Sequence[Sequence[str]], beginning: bool, kinds: Sequence[str], most: int
    ) -> Sequence[tuple[str, str, Sequence[tuple[str, bool]]]]:
        """See ``Database``."""
        groups = [[word for words in group for word in _words(words)] for group in asked]
        if not all(groups):  # nothing but underscores was asked for together: no text has it
            return []
        last = len(groups) - 1
        match = " & ".join(_phrase(group, beginning and at == last) for at, group in enumerate(groups))
        of_kind = "AND kind = ANY(%(kinds)s)" if kinds else ""
        statement = (
            f"SELECT kind, id, words FROM search WHERE index @@ %(match)s::tsquery {of_kind} "  # noqa: S608  ours
            "ORDER BY ts_rank_cd(index, %(match)s::tsquery, 1) DESC, kind, id LIMIT %(most)s"
        )
        values = {"match": match, "kinds": list(kinds), "most": most}
        rows = connection.exec_driver_sql(statement, values)
        return [(row.kind, row.id, _around(row.words, groups, beginning)) for row in rows]


def _engine(url: Any, wait: float) -> Engine:
    from sqlalchemy import create_engine, event

    engine = create_engine(
        url,
        pool_size=KEPT_OPEN,
        max_overflow=AT_MOST - KEPT_OPEN,
        pool_timeout=WAIT_FOR_ONE,
        pool_pre_ping=True,  # a server that was started again is met by a new connection, not by an error
        isolation_level="REPEATABLE READ",  # what is read together is of one moment
        connect_args={"connect_timeout": max(2, round(wait))},
    )

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {round(1000 * wait)}")
        connection.commit()

    return engine


def _words(text: str) -> list[str]:
    return [word for _, _, word in _spans(text)]


def _spans(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of a text, folded (no case, no accents; 'ß' stays, as in FTS5), each with its place."""
    for match in _WORD.finditer(text):
        plain = unicodedata.normalize("NFD", match[0].lower())
        folded = "".join(sign for sign in plain if sign.isalnum())
        while len(folded.encode("utf-8", "replace")) > WORD_BYTES:
            folded = folded[: len(folded) // 2]
        if folded:
            yield match.start(), match.end(), folded


def _vector(text: str) -> str:
    """The words of a text as a tsvector is written."""
    at: dict[str, list[int]] = {}
    size = 0
    for place, word in enumerate(_words(text)[:POSITIONS_MOST], start=1):
        if word not in at:
            size += len(word.encode())
            if size > ROW_BYTES:
                break
        if len(at.setdefault(word, [])) < 250:  # of a word PostgreSQL keeps 255 places
            at[word].append(place)
    return " ".join(f"'{word}':{','.join(map(str, places))}" for word, places in at.items())


def _phrase(words: Sequence[str], beginning: bool) -> str:
    """Words that stand together as a tsquery is written; ``beginning``: the last one goes on."""
    return "(" + " <-> ".join(f"'{word}'" for word in words) + (":*" if beginning else "") + ")"


def _around(text: str, groups: Sequence[Sequence[str]], beginning: bool) -> Sequence[tuple[str, bool]]:
    """The words around what was found, in runs: text, and whether it was asked for."""
    spans = list(_spans(text))
    marked: dict[int, int] = {}  # by its first word the last word of what was found
    for number, group in enumerate(groups):
        open_end = beginning and number == len(groups) - 1
        for at in range(len(spans) - len(group) + 1):
            here = [word for _, _, word in spans[at : at + len(group)]]
            ends = here[-1].startswith(group[-1]) if open_end else here[-1] == group[-1]
            if ends and here[:-1] == list(group[:-1]):
                marked[at] = max(marked.get(at, 0), at + len(group) - 1)
    first = min(marked, default=0)
    start = max(0, min(first - AROUND // 3, len(spans) - AROUND))
    stop = min(len(spans), start + AROUND)
    low = spans[start][0] if start else 0
    high = spans[stop - 1][1] if stop < len(spans) else len(text)
    runs: list[tuple[str, bool]] = [("… ", False)] if start else []
    place = low
    for at, last in sorted(marked.items()):
        begin, end = spans[at][0], spans[last][1]
        if begin < place or end > high:
            continue
        runs += [(text[place:begin], False), (text[begin:end], True)]
        place = end
    runs.append((text[place:high], False))
    if stop < len(spans):
        runs.append((" …", False))
    return [run for run in runs if run[0]]
