"""Read many reports, on all cores where there are enough of them.

The readers are processes of their own that load this module and nothing of the caller's: no main program is run
again, and nothing is forked from a process with threads. They are started for large piles only and end with the pass.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import IO, NamedTuple, cast

import ripeness
from ripeness.lineage.cites import Citation, citations
from ripeness.lineage.pile import Packed, packed
from ripeness.lineage.prose import prose
from ripeness.reports.model import Report

# Fewer reports are read here: a reader takes half a second to start, in which a core reads some 600 reports.
READERS_REPORTS = 2_000
BATCH = 250  # reports that are read at once


class Read(NamedTuple):
    """What was read of several reports."""

    arrays: Packed
    citations: list[tuple[Citation, ...]]


def read(reports: Sequence[Report]) -> Read:
    """Read reports here: each by ``prose`` and ``citations`` alone."""
    return Read(packed([prose(report) for report in reports]), [citations(report) for report in reports])


def read_all(reports: Sequence[Report]) -> Iterator[tuple[Sequence[Report], Read]]:
    """The reports in batches, in their order, each with what was read of it.

    Raises ``RuntimeError`` if a reader ends before its time.
    """
    batches = [reports[at : at + BATCH] for at in range(0, len(reports), BATCH)]
    if len(reports) < READERS_REPORTS or cores() == 1:
        yield from ((batch, read(batch)) for batch in batches)
    else:
        yield from zip(batches, _read_by_readers(batches, cores()), strict=True)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read_by_readers(batches: Sequence[Sequence[Report]], count: int) -> Iterator[Read]:
    readers = [_start() for _ in range(count)]
    idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
    for reader in readers:
        idle.put(reader)

    def ask(batch: Sequence[Report]) -> Read:
        reader = idle.get()
        try:
            pickle.dump(batch, _pipe(reader.stdin), protocol=5)
            _pipe(reader.stdin).flush()
            return pickle.load(_pipe(reader.stdout))  # noqa: S301  (from a process of our own)
        except (EOFError, OSError, pickle.UnpicklingError) as fault:
            raise RuntimeError(f"a process that reads reports ended before its time ({fault!r})") from fault
        finally:
            idle.put(reader)

    threads = ThreadPoolExecutor(count)
    try:
        yield from threads.map(ask, batches)
    finally:
        threads.shutdown(cancel_futures=True)
        for reader in readers:
            with suppress(OSError):  # one that ended before its time leaves a broken pipe
                _pipe(reader.stdin).close()
            _pipe(reader.stdout).close()
            reader.wait()


def _start() -> subprocess.Popen[bytes]:
    """Start a reader, which imports nothing from the working folder: that may be anybody's.

    ``-P`` keeps the folder off its path, and so does leaving out the empty entries of PYTHONPATH, which mean it.
    """
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    path = [str(Path(ripeness.__file__).parents[1]), *filter(None, given)]
    return subprocess.Popen(  # noqa: S603  (this interpreter, this module)
        [sys.executable, "-P", "-c", f"from {__name__} import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
    )


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    return cast(IO[bytes], pipe)


def serve() -> None:
    """Be a reader: answer each batch on the standard input with what was read of it, until the input ends."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    while True:
        try:
            batch = pickle.load(sys.stdin.buffer)  # noqa: S301  (from the process that started this one)
        except (EOFError, KeyboardInterrupt):
            return
        pickle.dump(read(batch), answers, protocol=5)
        answers.flush()
