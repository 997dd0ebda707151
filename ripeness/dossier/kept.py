"""What people decided about the readings of a case, as its store keeps it."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path

from ripeness.errors import ReadOnlyStoreError
from ripeness.store import FILE, Imported, Log, Opening, marks, open_store, read_imported, read_log

Where = str | Path | Opening  # a file, an address, or what gives an open store


def opening(home: Path, where: Where | None = None) -> Opening:
    """How the store of a case folder is opened: its own file, where no other is named."""
    if callable(where):
        return where
    return partial(open_store, home / FILE if where is None else where)


class Kept:
    """The log of decisions and the imported readings of a case; read once, until somebody adds to them.

    ``before`` is what was kept when somebody looked last: of the log only what is new is read.
    """

    def __init__(self, opened: Opening, before: Log | None = None) -> None:
        self._opened = opened
        self._before = before

    @cached_property
    def _marks(self) -> tuple[int, int, str]:
        """Those of the store before anything of it was read: what is read later is newer, never older."""
        return self._present()

    def _present(self) -> tuple[int, int, str]:
        with suppress(ReadOnlyStoreError), self._opened() as store:
            return marks(store)
        return 0, 0, ""

    def changed(self) -> bool:
        """Whether somebody has decided, imported or added reports since this was read. Raises StoreError."""
        return "_marks" in self.__dict__ and self._present() != self._marks

    @cached_property
    def log(self) -> Log:
        """The log of decisions with its version. A store that cannot be written to is not read: a note says so."""
        _ = self._marks
        with suppress(ReadOnlyStoreError), self._opened() as store:
            return read_log(store, self._before)
        return Log()

    @cached_property
    def imported(self) -> tuple[Imported, ...]:
        """Readings that were imported, which the reader of this case need not find."""
        _ = self._marks
        with suppress(ReadOnlyStoreError), self._opened() as store:
            return read_imported(store)
        return ()
