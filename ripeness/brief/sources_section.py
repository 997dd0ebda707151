"""The section of a brief on its sources: origins drawn and listed, edges with their passages, desks, garbled names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ripeness.brief import lanes
from ripeness.brief.differing import differing
from ripeness.brief.material import Material, label
from ripeness.brief.passages import Shelf
from ripeness.brief.resolved import phrases
from ripeness.lineage import Aligned, Desk, Edge
from ripeness.lineage.tree import Origin, Place, origins_of
from ripeness.reports import Passage

ALIGNED_SHOWN = 4  # aligned passages that an edge shows, those that agree best
EDGES_SHOWN = 150  # edges with their passages; first those that reports hang on, then the strongest


@dataclass(frozen=True, slots=True)
class Sources:
    """Lays out what the reports go back to. Passages that it shows are taken in by ``shelf``."""

    material: Material
    shelf: Shelf

    def section(self) -> dict[str, Any]:
        """What the template shows."""
        lineage = self.material.lineage
        origins = origins_of(lineage, self.material.reports)
        shown = self.edges_shown(origins)
        pictures = self.pictures(origins)
        return {
            "said": lanes.said(origins),
            "pictures": pictures,
            "key": lanes.kinds(pictures[0][1]) if pictures else [],
            "lines": lanes.lines(pictures[0][1]) if pictures else set(),
            "outlines": lanes.SHAPES,
            "origins": [self.origin(number, origin) for number, origin in enumerate(origins, start=1)],
            "edges": [self.edge(edge) for edge in shown],
            "edges_left": len(lineage.edges) - len(shown),
            "desk_hints": [self.edge(hint) for hint in lineage.desk_hints],
            "desks": [self.desk(desk) for desk in lineage.desks],
            "garbled": list(self.garbled()),
        }

    def report_line(self, id: str) -> dict[str, Any]:
        """How a report is named wherever it stands in the brief."""
        report = self.material.report(id)
        return {
            "id": id,
            "anchor": self.shelf.report_anchor(id),
            "title": label(report),
            "outlet": report.outlet.value if report.outlet else None,
            "published": report.published.value[:10] if report.published else None,
        }

    def words(self, passage: Passage) -> dict[str, str]:
        """A passage with the anchor of its place."""
        return {"text": passage.exact, "href": self.shelf.cite(passage)}

    # --- origins -----------------------------------------------------------------------------------------------------

    def pictures(self, origins: Sequence[Origin]) -> list[tuple[str, lanes.Lanes]]:
        """The origins over time for a desk and for a phone; none where there is no report."""
        made = [("wide", lanes.WIDE), ("narrow", lanes.NARROW)] if origins else []
        return [(name, lanes.lanes(origins, self.material.by_id, form)) for name, form in made]

    def origin(self, number: int, origin: Origin) -> dict[str, Any]:
        """The rows of an origin in the table."""
        return {
            "number": number,
            "unseen": None if origin.seen else origin.outlet,
            "rows": [self.place(origin, place) for place in origin.places],
        }

    def place(self, origin: Origin, place: Place) -> dict[str, Any]:
        """A row of the table: a report, what it retells and how."""
        edge = place.edge
        return {
            "report": self.report_line(place.report),
            "story": self.material.lineage.story_of(place.report) + 1,
            "parent": self.report_line(place.parent) if place.parent else None,
            "edge": edge,
            "rests_unseen": origin.rests_unseen(place),
            "linked": edge is None and place.report != origin.head and not origin.rests_unseen(place),
            "names": [outlet for outlet in place.names if outlet != origin.outlet],
        }

    # --- edges -------------------------------------------------------------------------------------------------------

    def edges_shown(self, origins: Sequence[Origin]) -> list[Edge]:
        """The edges that are shown with their passages, in the order of the lineage."""
        hung = {id(place.edge) for origin in origins for place in origin.places}
        edges = self.material.lineage.edges
        first = sorted(edges, key=lambda edge: (id(edge) not in hung, edge.strength == "review", -edge.score))
        kept = {id(edge) for edge in first[:EDGES_SHOWN]}
        return [edge for edge in edges if id(edge) in kept]

    def edge(self, edge: Edge) -> dict[str, Any]:
        """One edge with the passages that agree best, what is retold on the left."""
        best = sorted(range(len(edge.aligned)), key=lambda place: (-edge.aligned[place].score, place))[:ALIGNED_SHOWN]
        return {
            "source": self.report_line(edge.source),
            "target": self.report_line(edge.target),
            "kind": edge.kind,
            "strength": edge.strength,
            "directed": edge.directed,
            "score": edge.score,
            "rule": edge.rule,
            "aligned": [self.aligned(edge.aligned[place]) for place in sorted(best)],
            "more": len(edge.aligned) - len(best),
        }

    def aligned(self, pair: Aligned) -> dict[str, Any]:
        """Two passages, with the words that differ."""
        told, retelling = differing(pair.b.exact, pair.a.exact)
        return {
            "score": pair.score,
            "told": {"runs": told, "href": self.shelf.cite(pair.b)},
            "retelling": {"runs": retelling, "href": self.shelf.cite(pair.a)},
        }

    # --- desks and names ---------------------------------------------------------------------------------------------

    def desk(self, desk: Desk) -> dict[str, Any]:
        """An outlet that reports name as their source, and the words that say so."""
        return {
            "outlet": desk.outlet,
            "how": desk.how,
            "reports": [self.report_line(id) for id in desk.reports],
            "passages": [self.words(passage) for passage in desk.passages],
        }

    def garbled(self) -> Iterator[dict[str, Any]]:
        """For each report with any: its garbled names with the true ones, and its tortured phrases, each once."""
        odd = phrases(self.material.hints, self.material.repairs)
        for report in self.material.reports:
            repairs = _by_words(
                (r.surface, r.resolved, r.passage, r.rule)
                for r in self.material.repairs
                if r.passage.report == report.id
            )
            hints = _by_words((h.surface, h.expected, h.passage, "") for h in odd if h.passage.report == report.id)
            if repairs or hints:
                yield {
                    "report": self.report_line(report.id),
                    "names": [self.swap(words, places) for words, places in repairs.items()],
                    "phrases": [self.swap(words, places) for words, places in hints.items()],
                }

    def swap(self, words: tuple[str, str], places: Sequence[tuple[Passage, str]]) -> dict[str, Any]:
        """What stands in a report beside what is meant: its first place, and how many there are."""
        passage, rule = places[0]
        return {"words": self.words(passage), "true": words[1], "places": len(places), "rule": rule}


def _by_words(
    rows: Iterable[tuple[str, str, Passage, str]],
) -> dict[tuple[str, str], list[tuple[Passage, str]]]:
    """Places and rules by what stands there and what is true, in the order of the text."""
    found: dict[tuple[str, str], list[tuple[Passage, str]]] = {}
    for surface, true, passage, rule in rows:
        found.setdefault((surface, true), []).append((passage, rule))
    return found
