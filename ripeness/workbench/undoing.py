"""What somebody can take back: the decisions that the audit log says he or she made, and what still stands of them."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ripeness.store import Log, Store, read_on


@dataclass(frozen=True, slots=True)
class Deed:
    """Decisions that can be taken back: their entry in the audit log, their rows by reading, and what they are on.

    ``late`` are the readings about which somebody has decided since: then nothing of it is taken back.
    """

    entry: int
    rows: Mapping[str, int]
    late: tuple[str, ...]


class Deeds:
    """The deeds of everybody. The audit log is only added to, so of a long one only what is new is read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read = 0  # number of the last entry that is known
        self._rows: dict[int, Mapping[str, int]] = {}  # by entry: the rows by reading
        self._by: dict[str, list[int]] = defaultdict(list)  # by person: entries that decided, the first first
        self._undone: set[int] = set()  # entries
        self._gone: set[int] = set()  # rows that were taken back, and that took others back

    def undoable(self, store: Store | None, log: Log, who: str, wanted: int | None = None) -> Deed | None:
        """The last deed of somebody that was not taken back, or the one of an entry that is ``wanted`` by number.

        Unless it is wanted, one is passed over that somebody has decided about again. Raises StoreError.
        """
        if store is None:
            return None
        with self._lock:
            self._read_on(store)
            for entry in reversed(self._by.get(who, ())):
                if entry in self._undone or wanted not in (None, entry):
                    continue
                rows = self._rows[entry]
                late = tuple(reading for reading, number in rows.items() if self._standing(log, reading) != number)
                if wanted is not None or not late:
                    return Deed(entry, rows, late)
        return None

    def _read_on(self, store: Store) -> None:
        for entry in read_on(store, self._read, ("decided", "took back")):
            rows = {str(reading): int(number) for reading, number in entry.about.get("decisions", {}).items()}
            if entry.what == "decided":
                self._rows[entry.number] = rows
                self._by[entry.who].append(entry.number)
            else:
                undone = int(entry.about["undone"])
                self._undone.add(undone)
                self._gone |= {*rows.values(), *self._rows.get(undone, {}).values()}
            self._read = entry.number

    def _standing(self, log: Log, reading: str) -> int:
        """The row that holds, as if what was taken back and the taking back had never been."""
        return next((row for row in reversed(log.numbers.get(reading, ())) if row not in self._gone), 0)
