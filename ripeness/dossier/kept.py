"""What people decided about the readings of a case, as its store keeps it."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from pathlib import Path

from ripeness.errors import ReadOnlyStoreError
from ripeness.store import Imported, Log, open_store, read_imported, read_log


class Kept:
    """The log of decisions and the imported readings of a case; read once, until somebody adds to them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def log(self) -> Log:
        """The log of decisions with its version. A store that cannot be written to is not read: a note says so."""
        with suppress(ReadOnlyStoreError), open_store(self.path) as store:
            return read_log(store)
        return Log()

    @cached_property
    def imported(self) -> tuple[Imported, ...]:
        """Readings that were imported, which the reader of this case need not find."""
        with suppress(ReadOnlyStoreError), open_store(self.path) as store:
            return read_imported(store)
        return ()
