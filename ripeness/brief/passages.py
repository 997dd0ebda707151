"""The passages of a brief in their context: each has an anchor, and stands marked in the paragraph around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ripeness.reports import Passage, Report, holds, paragraphs


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: plain, or marked because at least one passage covers it.

    ``anchors`` begin here; ``closed`` of those that are open end behind it. What is opened last is closed first.
    """

    text: str
    marked: bool
    anchors: tuple[str, ...]
    closed: int = 0


@dataclass(frozen=True, slots=True)
class Context:
    """One paragraph of a report that holds passages. ``gap`` tells that paragraphs before it were left out."""

    pieces: tuple[Piece, ...]
    gap: bool


class Shelf:
    """Collects the passages that a brief cites, gives each its anchor, and lays out their contexts.

    Anchors are made from the place of the report in the pile, never from what a document says.
    """

    def __init__(self, reports: Sequence[Report]) -> None:
        self._place = {report.id: place for place, report in enumerate(reports)}
        self._reports = {report.id: report for report in reports}
        self._cited: dict[str, set[Passage]] = defaultdict(set)

    def report_anchor(self, report: str) -> str:
        """The anchor of a report's entry among the passages."""
        return f"r-{self._place[report]}"

    def has(self, passage: Passage) -> bool:
        """Whether the words stand there in a report of the brief: not where reports were left out on purpose."""
        report = self._reports.get(passage.report)
        return report is not None and holds(report, passage)

    def cite(self, passage: Passage) -> str:
        """Take a passage in, and give the anchor of its place."""
        self._cited[passage.report].add(passage)
        return self._anchor(passage)

    def _anchor(self, passage: Passage) -> str:
        return f"p-{self._place[passage.report]}-{passage.start}-{passage.end}"

    def contexts(self, report: str) -> tuple[Context, ...]:
        """The paragraphs of a report that hold cited passages, in order."""
        text = self._reports[report].text
        cited = sorted(self._cited[report], key=lambda passage: (passage.start, passage.end))
        found: list[Context] = []
        placed: set[Passage] = set()  # those whose anchor stands: one may reach over several paragraphs
        last = -1
        for place, (start, end) in enumerate(paragraphs(text)):
            inside = [passage for passage in cited if passage.start < end and passage.end > start]
            if inside:
                found.append(Context(tuple(self._pieces(text, start, end, inside, placed)), gap=place != last + 1))
                last = place
        return tuple(found)

    def _pieces(
        self, text: str, start: int, end: int, inside: Sequence[Passage], placed: set[Passage]
    ) -> Iterable[Piece]:
        bounds = {start, end}
        for passage in inside:
            bounds |= {max(start, passage.start), min(end, passage.end)}
        longest_first = sorted(inside, key=lambda passage: -passage.end)
        ends: list[int] = []  # of the anchors that are open, the last one first to end
        for a, b in pairwise(sorted(bounds)):
            marked = any(passage.start < b and passage.end > a for passage in inside)
            begun = [each for each in longest_first if max(each.start, start) == a and each not in placed]
            placed |= set(begun)
            for passage in begun:  # one that crosses the end of another ends with it
                ends.append(min(passage.end, end, ends[-1] if ends else end))
            closed = sum(stop == b for stop in ends)
            ends = [stop for stop in ends if stop != b]
            yield Piece(text[a:b], marked, tuple(self._anchor(passage) for passage in begun), closed)
