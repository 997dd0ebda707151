"""What a study has finished, kept on disk part by part, so that nothing of it is computed twice.

A study has a folder of its own, ``study-DIGEST``: the digest is of the case, the joint draws, the seed and the versions
of what computes, so that anything that could change an answer starts another folder. A part is one Parquet file,
written beside its place and then moved there: it is whole or it is not there. One that cannot be read is made anew.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ripeness
from ripeness.case.files import write_bytes, write_text
from ripeness.case.model import CaseFile
from ripeness.errors import StudyError
from ripeness.studies.draws import REPLICATES, Uncertain
from ripeness.studies.solving import Problem
from ripeness.studies.spreading import Tasks, Work, Workers, spread

if TYPE_CHECKING:
    import polars as pl

MANIFEST = "study.json"
ANSWER = "answer.json"
LIBRARIES = ("numpy", "scipy", "numba", "polars")
DIGITS = 16  # of a digest, in the names of folders
Count = Callable[[int, int], None]


@dataclass(frozen=True)
class Inputs:
    """All that the answer of a study depends on."""

    case: CaseFile
    uncertain: Uncertain
    seed: int
    periods: int

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The inputs by name and digest, JSON-ready; the same inputs give the same."""
        joint = hashlib.sha256(repr([each.loc for each in self.uncertain.together]).encode())
        joint.update(self.uncertain.joint.tobytes())
        return {
            "ripeness": ripeness.__version__,
            "versions": {name: version(name) for name in LIBRARIES},
            "machine": platform.machine(),
            "case": case_digest(self.case),
            "joint": joint.hexdigest() if self.uncertain.together else None,
            "seed": self.seed,
            "replicates": REPLICATES,
            "periods": self.periods,
        }

    @property
    def digest(self) -> str:
        """SHA-256 over the manifest."""
        return hashlib.sha256(json.dumps(self.manifest, sort_keys=True).encode()).hexdigest()


def case_digest(case: CaseFile) -> str:
    """SHA-256 over everything that a case says."""
    return hashlib.sha256(repr(case).encode()).hexdigest()


class Keeper:
    """The folder of a study; without one nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    @classmethod
    def of(cls, runs: Path | None, inputs: Inputs) -> Keeper:
        """The folder below ``runs`` of these inputs, made with its manifest where it is not there."""
        if runs is None:
            return cls(None)
        folder = runs / f"study-{inputs.digest[:DIGITS]}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not (folder / MANIFEST).exists():
                made = {**inputs.manifest, "made": datetime.now(UTC).isoformat(timespec="seconds")}
                write_text(folder / MANIFEST, json.dumps(made, indent=2) + "\n")
        except OSError as error:
            raise StudyError(
                f"{folder} cannot be written ({error.strerror})", "Make the folder of the case writable."
            ) from error
        return cls(folder)

    def beside(self, name: str) -> Keeper:
        """A folder inside this one, for a study that belongs to it."""
        return Keeper(None if self.folder is None else self.folder / name)

    def read(self, name: str) -> pl.DataFrame | None:
        """A part, if it is there and whole."""
        import polars as pl

        if self.folder is None:
            return None
        with suppress(OSError, pl.exceptions.PolarsError):
            return pl.read_parquet(self.folder / f"{name}.parquet")
        return None

    def write(self, name: str, part: pl.DataFrame) -> None:
        """Keep a part. Raises StudyError where it cannot be written."""
        if self.folder is None:
            return
        held = io.BytesIO()
        part.write_parquet(held)
        path = self.folder / f"{name}.parquet"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(path, held.getvalue())
        except OSError as error:
            raise StudyError(f"{path} cannot be written ({error.strerror})", "Make room there.") from error

    def remember(self, answer: dict[str, Any]) -> None:
        """Keep what the study says, and when it was asked, for a brief to show."""
        if self.folder is not None:
            asked = {**answer, "asked": datetime.now(UTC).isoformat()}
            write_text(self.folder / ANSWER, json.dumps(asked, indent=1, ensure_ascii=False) + "\n")

    def remembered(self) -> dict[str, Any] | None:
        """What the study said when it was last asked, if anything is kept of it that this version can read."""
        if self.folder is None:
            return None
        with suppress(OSError, ValueError):
            said = json.loads((self.folder / ANSWER).read_text(encoding="utf-8"))
            return said if {"asked", "main"} <= set(said) else None
        return None


def last_answer(runs: Path, case: CaseFile) -> dict[str, Any] | None:
    """What the study said that was asked last of exactly this case, by this version; None where there is none."""
    said = [each.said for each in kept_studies(runs, case) if each.same and each.said]
    return max(said, key=lambda each: each["asked"]) if said else None


@dataclass(frozen=True, slots=True)
class KeptStudy:
    """A study in a case's ``runs/``: since when, its seed, and what it said when it was last asked (None: not yet).

    ``parts`` are finished. ``same``: whether it is of exactly this case, by this version.
    """

    folder: Path
    made: str
    seed: int
    parts: int
    same: bool
    said: dict[str, Any] | None


def kept_studies(runs: Path, case: CaseFile) -> list[KeptStudy]:
    """Every study that is kept below ``runs``, the one begun last first."""
    found, this = [], (case_digest(case), ripeness.__version__)
    for path in runs.glob(f"study-*/{MANIFEST}"):
        with suppress(OSError, ValueError, KeyError):
            manifest = json.loads(path.read_text(encoding="utf-8"))
            same = (manifest["case"], manifest["ripeness"]) == this
            parts = sum(1 for _ in path.parent.glob("draws-*.parquet"))
            said = Keeper(path.parent).remembered()
            found.append(KeptStudy(path.parent, manifest["made"], manifest["seed"], parts, same, said))
    return sorted(found, key=lambda each: each.made, reverse=True)


def finished(
    keeper: Keeper,
    names: Sequence[str],
    work: Work,
    problem: Problem,
    tasks: Tasks,
    workers: Workers,
    count: Count | None = None,
) -> list[pl.DataFrame]:
    """The frames of ``work(problem, *tasks[k])``, in order: those that are kept read, the others made and kept.

    Each is kept as soon as it is there, under its name. ``count`` is told how many of how many are done.
    """
    parts: list[pl.DataFrame | None] = [keeper.read(name) for name in names]
    missing = [k for k, part in enumerate(parts) if part is None]
    done = len(parts) - len(missing)
    if count:
        count(done, len(parts))
    for k, part in spread(work, problem.pickled(), [tasks[k] for k in missing], workers):
        parts[missing[k]] = part
        keeper.write(names[missing[k]], part)
        done += 1
        if count:
            count(done, len(parts))
    return [part for part in parts if part is not None]
