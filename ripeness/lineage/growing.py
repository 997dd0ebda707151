"""The lineage of a pile that grows: a report is placed among thousands without comparing those with each other again.

What a pair of reports comes to depends on the two, on the level of background of their terms (``prose.in_pile``), and
on whether one cites the other, and on nothing else. So the edges that were found are kept, and a pair is judged again
only when a level changed of a term that one of its reports holds. Levels go by doublings; each new report moves a few.

Which pairs are judged at all, the copy groups that background is counted by, and the caps of the index depend on the
whole pile; they are kept up as it grows, and `Growing` gives the same lineage however its reports came in batches.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from typing import TypeVar

import numpy as np

from ripeness.lineage.align import is_shorter
from ripeness.lineage.background import Background
from ripeness.lineage.cites import Citation, OutletNames, citations, find_desks
from ripeness.lineage.citing import Citing, with_citation
from ripeness.lineage.components import components
from ripeness.lineage.edges import VERBATIM_STRONG, compared, judge, limits
from ripeness.lineage.graph import lineage_of
from ripeness.lineage.house_style import Style, desk_hints, style_of
from ripeness.lineage.meaning import SentenceModel
from ripeness.lineage.meaning_pass import with_meaning
from ripeness.lineage.model import Edge, Lineage
from ripeness.lineage.pile import Pile
from ripeness.lineage.reading import cores, read_all
from ripeness.lineage.sharing import (
    ALL_PAIRS_REPORTS,
    RUN_REPORTS_MOST,
    TERM_REPORTS_MOST,
    SharedKeys,
    codes_of,
    pairs_of,
    stands_in,
    united,
)
from ripeness.lineage.shingles import VERBATIM_LEAST
from ripeness.lineage.words import NAME_WEIGHT
from ripeness.reports.model import Report

Progress = Callable[[int, int], None]  # pairs done, pairs in all

# Candidates share this many runs, or this many telling words.
RUNS_LEAST = 8
TERMS_LEAST = 8

Chunk = TypeVar("Chunk")
Done = TypeVar("Done")

INDEX_REPORTS = 10_000  # reports that are put into the index at once: bounds the memory that sorting takes
PAIRS_AT_ONCE = 2_000  # pairs that a thread compares before it hands them over


def find_lineage(
    reports: Sequence[Report], progress: Progress | None = None, model: SentenceModel | None = None
) -> Lineage:
    """Find which of ``reports`` retell which, and how many independent originals stand behind them.

    With a ``model`` (``ripeness.models.Embedder``) paraphrases are found by the meaning of their sentences as well,
    without it by words alone. Neither the order of the reports nor their ids change the stories. ``progress``
    is called now and then with the number of pairs compared and their total. Raises ``ValueError`` if two reports
    have the same id, and what the model raises.
    """
    pile = Growing()
    pile.add(reports)
    return pile.lineage(progress, model)


class Growing:
    """A pile of reports and what was found of its lineage by words. Reports come; none goes."""

    def __init__(self) -> None:
        self._pile = Pile()
        self._citations: list[tuple[Citation, ...]] = []
        self._ids: set[str] = set()
        self._runs = SharedKeys(RUN_REPORTS_MOST, RUNS_LEAST, stars=True)
        self._terms = SharedKeys(TERM_REPORTS_MOST, TERMS_LEAST)
        self._same = SharedKeys(most=1, least=1, stars=True)  # reports of one text, with the first that has it
        self._indexed = 0
        self._copies = np.empty(0, dtype=np.int64)  # pairs of which one stands in the other for the most part
        self._citing = Citing()
        self._outlets = OutletNames()
        self._stale: set[int] = set()  # reports that changed since their pairs were judged: terms, outlets they cite
        self._background = Background()
        self._judged = np.empty(0, dtype=np.int64)  # pairs, rising, that are judged as things stand
        self._edges: dict[int, Edge] = {}  # by pair
        self._styles: dict[int, Style] = {}  # of the reports that were asked for

    def __len__(self) -> int:
        return len(self._pile)

    def add(self, reports: Sequence[Report]) -> None:
        """Put reports at the end of the pile. Raises ``ValueError``, and adds none, if an id would stand twice.

        If reading is broken off, those that were read by then are in the pile.
        """
        seen = set(self._ids)
        twice = {report.id for report in reports if report.id in seen or seen.add(report.id)}
        if twice:
            raise ValueError(f"report ids must differ: {sorted(twice)} stand twice in the pile")
        before = len(self._pile)
        try:
            for batch, read in read_all(reports):
                self._ids.update(report.id for report in batch)
                self._pile.extend(batch, read.arrays)
                self._citations.extend(read.citations)
                self._citing.add(batch, read.citations)
                if len(self._pile) - self._indexed >= INDEX_REPORTS:
                    self._index()
        finally:
            self._index()
            self._cite(0 if self._outlets.add(self._pile.reports[before:]) else before)

    def _cite(self, first: int) -> None:
        """Look for citations of the pile's own outlets in the reports from ``first`` on."""
        reports = self._pile.reports
        for place in range(first, len(reports)):
            if names := self._outlets.in_text(reports[place].text):
                self._citations[place] = citations(reports[place], names)
                if self._citing.name(place, self._citations[place]):
                    self._stale.add(place)

    def lineage(self, progress: Progress | None = None, model: SentenceModel | None = None) -> Lineage:
        """The lineage of the pile as it is; as `find_lineage` over all its reports in their order."""
        self._weigh()
        self._judge(self._candidates(), progress)
        edges = list(self._edges.values())
        desks = find_desks(self._pile.reports, self._citations)
        if model is not None:
            pile = [self._pile.prose(report) for report in range(len(self._pile))]
            edges = with_meaning(pile, edges, model, desks)
        bare = np.diff(self._pile.begin("sentences")) == 0
        reports = self._pile.reports
        found = lineage_of(reports, edges, desks, self._pile.cut, bare.tolist(), model)
        return replace(found, desk_hints=desk_hints(reports, found, self._style))

    def _style(self, at: int) -> Style:
        if at not in self._styles:
            self._styles[at] = style_of(self._pile.reports[at])
        return self._styles[at]

    def _index(self) -> None:
        """Find which pairs the reports since the last call make by runs and by telling words, and which are copies."""
        pile, first = self._pile, self._indexed
        begin = pile.begin("runs")[first:]
        close = self._runs.add(pile["runs"][begin[0] :], np.diff(begin))
        begin = pile.begin("terms")[first:]
        telling = pile["base"][begin[0] :] > np.float32(NAME_WEIGHT)
        before = np.concatenate(([0], np.cumsum(telling)))
        self._terms.add(pile["key"][begin[0] :][telling], np.diff(before[begin - begin[0]]))
        whole = pile["same"][first:]
        self._same.add(whole[whole > 0], (whole > 0).astype(np.int64))
        self._indexed = len(pile)
        self._copies = united(self._copies, close[self._verbatim(close) >= VERBATIM_STRONG])

    def _verbatim(self, codes: np.ndarray) -> np.ndarray:
        """`edges.verbatim` of many pairs."""
        from ripeness.lineage.kernels import common_of_all

        pairs, begin = pairs_of(codes), self._pile.begin("runs")
        shared = common_of_all(self._pile["runs"], begin, pairs)
        smaller = np.diff(begin)[pairs].min(axis=1)
        return np.where(smaller >= VERBATIM_LEAST, shared / np.maximum(smaller, 1), 0.0)

    def _weigh(self) -> None:
        """Weigh the terms anew; reports that hold one whose level changed are stale."""
        copies = self._copies[stands_in(self._copies, self._runs.codes)]
        copies = np.concatenate([copies, self._same.codes])
        moved = self._background.update(self._pile, components(len(self._pile), pairs_of(copies)))
        self._stale.update(np.flatnonzero(moved).tolist())

    def _candidates(self) -> np.ndarray:
        """The pairs that are worth a comparison, as rising codes."""
        count = len(self._pile)
        if count <= ALL_PAIRS_REPORTS:
            return codes_of(np.stack(np.triu_indices(count, 1), axis=1))
        return united(self._runs.codes, self._same.codes, self._terms.codes, self._citing.codes())

    def _judge(self, wanted: np.ndarray, progress: Progress | None) -> None:
        """Judge the pairs that were not judged as things stand, and forget the edges of pairs that are not wanted.

        If it is broken off, the pairs that were judged by then need not be judged again.
        """
        stale = np.zeros(len(self._pile), dtype=np.bool_)
        stale[list(self._stale)] = True
        self._judged = self._judged[stands_in(self._judged, wanted) & ~stale[pairs_of(self._judged)].any(axis=1)]
        self._stale.clear()
        found = np.fromiter(self._edges, dtype=np.int64)
        for code in found[~stands_in(found, self._judged)].tolist():
            del self._edges[code]
        missing = wanted[~stands_in(wanted, self._judged)]
        chunks = [missing[at : at + PAIRS_AT_ONCE] for at in range(0, len(missing), PAIRS_AT_ONCE)]
        done = 0
        try:
            for chunk, figures in zip(chunks, _ahead(self._compare, chunks), strict=True):
                self._edges.update(self._found(chunk, *figures))
                done += len(chunk)
                if progress is not None:
                    progress(done, len(missing))
        finally:
            self._judged = united(self._judged, missing[:done])

    def _compare(self, codes: np.ndarray) -> tuple[np.ndarray, ...]:
        """Compare pairs: ``pairs[pair, 2]``, the shorter report first, and what ``kernels.compare_all`` gives."""
        from ripeness.lineage.kernels import compare_all

        pairs = pairs_of(codes)
        words = np.diff(self._pile.begin("words"))[pairs]
        for row in np.flatnonzero(words[:, 0] >= words[:, 1]):
            texts = (self._pile.reports[report].text for report in pairs[row])
            if not is_shorter(int(words[row, 0]), next(texts), int(words[row, 1]), next(texts)):
                pairs[row] = pairs[row, ::-1]
        always = np.array([self._citing.direction(*pair) is not None for pair in pairs.tolist()], dtype=np.bool_)
        whole = self._pile["same"][pairs]
        always |= (whole[:, 0] == whole[:, 1]) & (whole[:, 0] > 0)
        return pairs, *compare_all(self._pile.flat(), pairs, always, limits())

    def _found(
        self, codes: np.ndarray, pairs: np.ndarray, figure: np.ndarray, bead: np.ndarray, merit: np.ndarray
    ) -> dict[int, Edge]:
        """The edges among compared pairs."""
        from ripeness.lineage.kernels import BEADS

        pile, edges, at = self._pile, {}, 0
        for row in np.flatnonzero(figure[:, BEADS] >= 0).tolist():
            rows = slice(at, at + int(figure[row, BEADS]))
            at = rows.stop
            first, second = pairs[row].tolist()
            pair = compared(pile.prose(first), pile.prose(second), figure[row], bead[rows], merit[rows])
            edge = judge(pair)
            if (direction := self._citing.direction(first, second)) is not None:
                edge = with_citation(pair, edge, *(pile.reports[report] for report in direction))
            if edge is not None:
                edges[int(codes[row])] = edge
        return edges


def _ahead(work: Callable[[Chunk], Done], chunks: Sequence[Chunk]) -> Iterator[Done]:
    """``work`` on each chunk, in order; by as many threads as there are cores, a few chunks ahead of who takes them."""
    if len(chunks) < 2:
        yield from map(work, chunks)
        return
    with ThreadPoolExecutor(cores()) as threads:
        rest = iter(chunks)
        ahead = deque(threads.submit(work, chunk) for chunk in islice(rest, 2 * cores()))
        while ahead:
            done = ahead.popleft().result()
            ahead.extend(threads.submit(work, chunk) for chunk in islice(rest, 1))
            yield done
