"""Passages in their report: text cut into runs, each with what covers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ripeness.reports import Passage, Report, paragraphs

AROUND = 320  # signs before and after a passage that a card shows of its paragraph


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text and the labels of the passages that cover it, the shortest of these first."""

    text: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Part of a report around a passage; ``before`` and ``after`` say whether the paragraph goes on there."""

    report: str
    start: int
    end: int
    runs: tuple[Run, ...]
    before: bool
    after: bool


def runs(text: str, start: int, end: int, spans: Sequence[tuple[int, int, str]]) -> tuple[Run, ...]:
    """``text[start:end]`` in runs. ``spans`` are (start, end, label) and may overlap and reach beyond."""
    inside = sorted((s for s in spans if s[0] < end and s[1] > start), key=lambda span: span[1] - span[0])
    bounds = {start, end}
    for s, e, _ in inside:
        bounds |= {max(start, s), min(end, e)}
    return tuple(
        Run(text[a:b], tuple(dict.fromkeys(label for s, e, label in inside if s < b and e > a)))
        for a, b in pairwise(sorted(bounds))
    )


def excerpt(report: Report, passage: Passage, others: Sequence[tuple[Passage, str]] = (), label: str = "it") -> Excerpt:
    """The passage, labelled ``label``, in what stands around it in its paragraphs; ``others`` of the report too."""
    touched = [(a, b) for a, b in paragraphs(report.text) if a < passage.end and b > passage.start]
    first = touched[0][0] if touched else passage.start
    last = touched[-1][1] if touched else passage.end
    start = first if passage.start - first <= AROUND else _word(report.text, passage.start - AROUND, 1)
    end = last if last - passage.end <= AROUND else _word(report.text, passage.end + AROUND, -1)
    spans = [(passage.start, passage.end, label)]
    spans += [(each.start, each.end, own) for each, own in others if each.report == report.id]
    return Excerpt(
        report.id, passage.start, passage.end, runs(report.text, start, end, spans), start > first, end < last
    )


def _word(text: str, at: int, step: int) -> int:
    """The nearest end of a word from ``at`` on (or back), so that none is cut."""
    while 0 < at < len(text) and not text[at - 1].isspace():
        at += step
    return at
