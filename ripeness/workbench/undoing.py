"""What somebody can take back: the decisions that the audit log says he or she made, and what still stands of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ripeness.store import Entry, Log, Store, read_audit

LOOKS = 5000  # entries of the audit log in which what can be undone is looked for


@dataclass(frozen=True, slots=True)
class Deed:
    """Decisions that can be taken back: their entry in the audit log, their rows by reading, and what they are on.

    ``late`` are the readings about which somebody has decided since: then nothing of it is taken back.
    """

    entry: int
    rows: Mapping[str, int]
    late: tuple[str, ...]


def undoable(store: Store | None, log: Log, who: str, wanted: int | None = None) -> Deed | None:
    """The last deed of somebody that was not taken back, or the one of an entry that is ``wanted`` by number.

    Unless it is wanted, one is passed over that somebody has decided about again. Raises StoreError.
    """
    if store is None:
        return None
    entries = read_audit(store, LOOKS)
    undone = {entry.about.get("undone") for entry in entries if entry.what == "took back"}
    standing = _standing(log, entries, undone)
    for entry in entries:
        if entry.what != "decided" or entry.who != who or entry.number in undone:
            continue
        rows = {str(reading): int(number) for reading, number in entry.about["decisions"].items()}
        late = tuple(reading for reading, number in rows.items() if standing.get(reading) != number)
        if entry.number == wanted or (wanted is None and not late):
            return Deed(entry.number, rows, late)
    return None


def _standing(log: Log, entries: Sequence[Entry], undone: Iterable[object]) -> dict[str, int]:
    """By reading the row that holds, as if what was taken back and the taking back had never been."""
    gone = {
        number
        for entry in entries
        if entry.what == "took back" or entry.number in undone
        for number in entry.about.get("decisions", {}).values()
    }
    found: dict[str, int] = {}
    for number, decision in log.rows:
        if number not in gone:
            found[decision.reading] = max(number, found.get(decision.reading, 0))
    return found
