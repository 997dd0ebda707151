"""One run of bulk lineage, from reports in Parquet to edges and stories in Parquet."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ripeness.errors import BulkError
from ripeness.lineage.bulk import runner
from ripeness.lineage.bulk.files import BATCH, Groups, Numbering, parquet_files, rows_of, write_stories
from ripeness.lineage.growing import RUNS_LEAST, TERMS_LEAST
from ripeness.lineage.sharing import ALL_PAIRS_REPORTS, RUN_REPORTS_MOST, TERM_REPORTS_MOST

Progress = Callable[[str, int, int], None]  # the step that begins, its number, and how many there are
STEPS = ("number", "read", "close", "copies", "background", "candidates", "compare", "stories")


@dataclass(frozen=True, slots=True)
class BulkLineage:
    """What a run found, in numbers; the rest stands in its folder."""

    reports: int
    pairs: int  # compared
    edges: int
    stories: int  # merging on strong edges only
    origins: int  # merging on every edge and on shared desks
    cut: int  # reports that are longer than what is compared of them


def run(
    reports: str | Path | Sequence[str | Path], out: Path, ray: str | None, at_once: int, progress: Progress | None
) -> BulkLineage:
    """See ``write_edges``."""
    if at_once < 1:
        raise ValueError(f"at_once must be at least 1, not {at_once}")
    files = parquet_files(reports)
    for name in ("edges", "stories.parquet"):
        if (out / name).exists():
            raise BulkError(f"{out / name} is there already", "Name an empty folder, or remove it.")
    runner.start(ray)
    from ripeness.lineage.bulk.steps import Steps, rows_in

    _make(out)
    work = Path(tempfile.mkdtemp(prefix=".bulk-", dir=out)).resolve()
    try:
        begin = _teller(progress)
        begin("number")
        part = min(BATCH, at_once)
        pile = Numbering()
        pile.write(files, work / "numbered", part)
        if not pile.count:
            raise BulkError("there is no report", "Name Parquet files that hold some.")
        steps = Steps(work, pile.count, at_once // part * part, ray is not None, runner.cores(ray) > 1)
        begin("read")
        steps.read(work / "numbered", pile.outlets())
        ready = sorted((work / "ready").rglob("*.parquet"))
        begin("close")
        close = steps.sharing("runs", RUN_REPORTS_MOST, RUNS_LEAST, stars=True)
        begin("copies")
        same = steps.sharing("same", most=1, least=1, stars=True)
        pairs_of_one_text = [file for block in same for file in block]
        copies = _groups(pile.count, [*steps.copies(close), *pairs_of_one_text], ("i", "j"))
        begin("background")
        levels = steps.background(copies.numbers(pile.count))
        begin("candidates")
        if pile.count <= ALL_PAIRS_REPORTS:
            candidates = [steps.every_pair()]
        else:
            candidates = [close, same, steps.sharing("telling", TERM_REPORTS_MOST, TERMS_LEAST), steps.citing()]
        begin("compare")
        pairs, compared = steps.compare(candidates, levels)
        begin("stories")
        edges = steps.finish(compared, steps.roundups(compared))
        stories, origins = _stories(pile.count, edges, ready)
        write_stories(sorted((work / "numbered").iterdir()), stories, origins, work / "stories.parquet")
        cut = sum(int(batch["cut"].sum()) for batch in rows_of(ready, ["cut"]))
        found = BulkLineage(pile.count, pairs, rows_in(edges), int(stories.max()) + 1, int(origins.max()) + 1, cut)
        (work / "edges").rename(out / "edges")
        (work / "stories.parquet").rename(out / "stories.parquet")
        return found
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BulkError(f"{out}: no folder can be made there ({error.strerror})", "Name another place.") from error


def _teller(progress: Progress | None) -> Callable[[str], None]:
    def begin(step: str) -> None:
        if progress is not None:
            progress(step, STEPS.index(step), len(STEPS))

    return begin


def _groups(count: int, pairs: Iterable[Path], ends: tuple[str, str]) -> Groups:
    groups = Groups(count)
    for batch in rows_of(pairs, ends):
        groups.join(batch[ends[0]], batch[ends[1]])
    return groups


def _stories(count: int, edges: Sequence[Path], ready: Sequence[Path]) -> tuple[np.ndarray, np.ndarray]:
    """The story of each place, by strong edges, and its origin, by all edges and shared desks."""
    desk = _desks(ready)
    stories, origins = Groups(count), Groups(count + len(desk))
    for batch in rows_of(edges, ("from_place", "to_place", "strength")):
        strong = batch["strength"] == "strong"
        stories.join(batch["from_place"][strong], batch["to_place"][strong])
        origins.join(batch["from_place"], batch["to_place"])
    for batch in rows_of(ready, ("place", "outlet", "cites"), rows=BATCH):
        rests = [
            (place, count + desk[outlet])
            for place, own, cites in zip(batch["place"], batch["outlet"], batch["cites"].to_pylist(), strict=True)
            for outlet in {own, *cites}
            if outlet in desk
        ]
        if rests:
            origins.join(*np.array(rests).T)
    return stories.numbers(count), origins.numbers(count)


def _desks(ready: Sequence[Path]) -> dict[str, int]:
    """The outlets that a report of another names as its source, numbered."""
    desk: dict[str, int] = {}
    for batch in rows_of(ready, ("outlet", "cites"), rows=BATCH):
        for own, cites in zip(batch["outlet"], batch["cites"].to_pylist(), strict=True):
            for outlet in cites:
                if outlet != own:
                    desk.setdefault(outlet, len(desk))
    return desk
