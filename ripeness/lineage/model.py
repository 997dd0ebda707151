"""What lineage finds: which reports retell which, and how many originals stand behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ripeness.reports.model import Passage
from ripeness.shown import Shown

EdgeKind = Literal["copy", "abridged", "spun", "paraphrase", "cites", "same-desk-hint"]
STRENGTHS = ("strong", "review")


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two passages that tell the same thing, one in each report of an edge."""

    a: Passage  # in Edge.source
    b: Passage  # in Edge.target
    score: float  # 0..1


@dataclass(frozen=True, slots=True)
class Edge:
    """One report retells another.

    ``source`` is the retelling and ``target`` what it retells, where ``directed`` is true; else
    ``source`` is only the shorter of the two. A 'strong' edge merges two reports into one story; a 'review'
    edge is shown to the analyst and merges nothing in the strict count. For kind 'cites' the target
    is a report of the cited desk that is in the pile. A 'same-desk-hint' says only that both may come from one
    newsroom: it is never strong, has no direction, and stands in `Lineage.desk_hints`, apart from the edges.

    ``score`` is an index of how much speaks for the edge, to sort and compare edges of one kind by, and no
    probability. Of runs and of alignment it is the part of the shorter report that is shared. Of a paraphrase found
    by meaning it is 1 / (1 + exp(-evidence)), after a fit in which pairs of different events count a fifth.
    """

    source: str
    target: str
    kind: EdgeKind
    strength: Literal["strong", "review"]
    score: float  # 0..1
    directed: bool
    rule: str  # plain words: why this edge, with the figures that decided
    aligned: tuple[Aligned, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """An outlet that reports name as their source, whether or not its own report is in the pile."""

    outlet: str
    reports: tuple[str, ...]  # reports that rest on it
    how: str  # 'cited in the text', 'source line', 'published by it', ...
    passages: tuple[Passage, ...]  # the words that say so


@dataclass(frozen=True, slots=True)
class Independent:
    """How many independent originals: an interval. ``all`` <= ``strict``."""

    strict: int  # merging on strong edges only
    all: int  # merging on every edge and on shared desks
    why: str


@dataclass(frozen=True, slots=True)
class Lineage(Shown):
    """Edges, stories (a partition of the reports: each retells one original), desks and counts."""

    edges: tuple[Edge, ...]
    stories: tuple[tuple[str, ...], ...]
    origins: tuple[tuple[str, ...], ...]  # coarser partition: all edges and shared desks
    desks: tuple[Desk, ...]
    independent: Independent
    notes: tuple[str, ...]  # what the method cannot see, in plain words
    desk_hints: tuple[Edge, ...] = ()  # by house style; they join nothing and are not counted

    def story_of(self, report: str) -> int:
        """The index in ``stories`` of the story that ``report`` belongs to."""
        for index, story in enumerate(self.stories):
            if report in story:
                return index
        raise KeyError(report)
