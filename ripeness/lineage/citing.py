"""Pairs of which one names the other's outlet as its source, and what that adds to an edge."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from ripeness.lineage.cites import Citation
from ripeness.lineage.edges import Compared, published_later
from ripeness.lineage.model import Aligned, Edge
from ripeness.lineage.outlets import canonical
from ripeness.lineage.sharing import SIDE, codes_of, pairs_of
from ripeness.reports.model import Report

# A report that cites an outlet tells the story of that outlet's report in the pile if they agree so far:
# half of what merges two reports, for the citation is a second signal. Independent reports of the
# invented events reach .19 where one is very short, but seldom with two sentences.
CITES_COVERAGE = 0.12
CITES_BEADS = 2
# An outlet with more reports in the pile than this says too little by being named: the citation alone makes no pair
# worth a comparison, or as many would be compared as there are citing reports times reports of the outlet. Pairs that
# are compared anyway keep its direction.
CITED_REPORTS_MOST = 150


class Citing:
    """The pairs (i, j) of a growing pile: i names the outlet of j as a source, and did not come out before it."""

    def __init__(self) -> None:
        self._reports: list[Report] = []
        self._outlet: list[str | None] = []
        self._alone: list[frozenset[str]] = []  # outlets that each report names as its sources, the pile's not known
        self._named: list[frozenset[str]] = []  # those, and what it names where the pile's are known
        self._published: dict[str, list[int]] = {}  # by outlet
        self._naming: dict[str, list[int]] = {}
        self._codes: dict[str, array[int]] = {}  # by the outlet that is cited; each may cite the other's

    def add(self, reports: Iterable[Report], citations: Iterable[Sequence[Citation]]) -> None:
        """Add reports with their `citations`."""
        for report, own in zip(reports, citations, strict=True):
            at = len(self._reports)
            self._reports.append(report)
            self._outlet.append(canonical(report.outlet.value) if report.outlet is not None else None)
            self._alone.append(frozenset(citation.outlet for citation in own))
            self._named.append(self._alone[at])
            for outlet in self._named[at]:
                self._naming.setdefault(outlet, []).append(at)
                self._keep(outlet, ((at, j) for j in self._published.get(outlet, ())))
            if (outlet := self._outlet[at]) is not None:
                self._published.setdefault(outlet, []).append(at)
                self._keep(outlet, ((i, at) for i in self._naming.get(outlet, ())))

    def name(self, at: int, citations: Iterable[Citation]) -> bool:
        """Take the citations of report ``at`` as they are with the outlets of the pile known, for those taken before.

        Returns whether it names other outlets now. One that the pile makes longer ('Greater Norhaven Sun') is gone.
        """
        before, self._named[at] = self._named[at], self._alone[at].union(citation.outlet for citation in citations)
        for outlet in sorted(before - self._named[at]):
            self._naming[outlet].remove(at)
            if outlet in self._codes:
                self._codes[outlet] = array("q", (code for code in self._codes[outlet] if code >> SIDE != at))
        for outlet in sorted(self._named[at] - before):
            self._naming.setdefault(outlet, []).append(at)
            self._keep(outlet, ((at, j) for j in self._published.get(outlet, ())))
        return self._named[at] != before

    def _keep(self, outlet: str, pairs: Iterable[tuple[int, int]]) -> None:
        if len(self._published.get(outlet, ())) > CITED_REPORTS_MOST:
            self._codes.pop(outlet, None)
            return
        found = np.array([pair for pair in pairs if self._cites(*pair)], dtype=np.int64).reshape(-1, 2)
        self._codes.setdefault(outlet, array("q")).extend(codes_of(found).tolist())

    def codes(self) -> np.ndarray:
        """The pairs that are worth a comparison because one cites the other's outlet, as codes in no order."""
        pairs = pairs_of(np.concatenate([np.empty(0, dtype=np.int64), *map(np.array, self._codes.values())]))
        good = [not self._cites(j, i) for i, j in pairs.tolist()]
        return codes_of(np.sort(pairs[np.array(good, dtype=np.bool_)], axis=1))

    def direction(self, i: int, j: int) -> tuple[int, int] | None:
        """Which of two reports cites the other's outlet, and which is cited; None for neither and for both."""
        forth, back = self._cites(i, j), self._cites(j, i)
        return None if forth == back else (i, j) if forth else (j, i)

    def _cites(self, i: int, j: int) -> bool:
        outlet = self._outlet[j]
        if outlet is None or outlet not in self._named[i] or outlet == self._outlet[i]:
            return False
        return published_later(self._reports[i], self._reports[j]) is not False


def with_citation(pair: Compared, edge: Edge | None, citing: Report, cited: Report) -> Edge | None:
    """What a citation adds: a direction to an edge that is there, or an edge where the story is the same."""
    outlet = canonical(cited.outlet.value) if cited.outlet else cited.id
    if edge is not None:
        if edge.source != citing.id:
            flipped = tuple(Aligned(both.b, both.a, both.score) for both in edge.aligned)
            edge = replace(edge, source=citing.id, target=cited.id, aligned=flipped)
        rule = f"{edge.rule} {citing.id} names {outlet} as its source."
        if edge.strength == "review":
            return replace(edge, strength="strong", directed=True, rule=rule)
        return replace(edge, directed=True, rule=rule)
    found = pair.alignment
    if found.coverage < CITES_COVERAGE or len(found.beads) < CITES_BEADS:
        return None
    rule = (
        f"{citing.id} names {outlet} as its source, and {cited.id}, published by it, tells the same story "
        f"(mean agreement {found.coverage:.2f}, {len(found.beads)} aligned passages)."
    )
    rows = []
    for bead in found.beads:
        a, b = pair.a.passage(bead.a), pair.b.passage(bead.b)
        first, second = (a, b) if a.report == citing.id else (b, a)
        rows.append(Aligned(first, second, round(bead.score, 4)))
    return Edge(citing.id, cited.id, "cites", "review", round(found.coverage, 4), True, rule, tuple(rows))
