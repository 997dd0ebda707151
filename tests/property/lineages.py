"""Random lineages, small ones: reports with and without dates and outlets, edges of every kind, rings and desks too."""

from __future__ import annotations

from hypothesis import strategies as st

from ripeness.lineage import Aligned, Desk, Edge, Lineage
from ripeness.lineage.graph import lineage_of
from ripeness.reports import Report
from ripeness.reports.model import Found

KINDS = ("copy", "abridged", "spun", "paraphrase", "cites")
HERE = ("Aldmere Chronicle", "Weir Post", "CNA")
ABSENT = ("Norhaven Gazette", "Sarn Wire")
DATES = (None, "2031-02-01", "2031-02-01T09:30:00+00:00", "2031-02-03", "2031-11-20", "2031-02")


def report(id: str, outlet: str | None = None, date: str | None = None, text: str = "", title: str = "") -> Report:
    found = {
        key: Found(value, "test") for key, value in (("outlet", outlet), ("published", date), ("title", title)) if value
    }
    return Report(id, f"{id}.txt", "0" * 64, text or f"What {id} has to say of the talks.", **found)


def edge(
    source: Report,
    target: Report,
    kind: str = "paraphrase",
    strength: str = "strong",
    score: float = 0.5,
    directed: bool = True,
) -> Edge:
    pair = Aligned(source.passage(0, len(source.text)), target.passage(0, len(target.text)), score)
    return Edge(source.id, target.id, kind, strength, score, directed, "By hand.", (pair,))  # type: ignore[arg-type]


def desk(outlet: str, naming: list[Report], own: list[Report] | None = None) -> Desk:
    passages = tuple(each.passage(0, 4) for each in naming)
    return Desk(outlet, tuple(each.id for each in (*naming, *(own or []))), "cited in the text", passages)


def linked(reports: list[Report], edges: list[Edge], desks: list[Desk] | None = None) -> Lineage:
    none = [False] * len(reports)
    return lineage_of(reports, edges, desks or [], none, none, None)


@st.composite
def lineages(draw: st.DrawFn, most: int = 12) -> tuple[list[Report], Lineage]:
    """Reports and a lineage of them; directed edges may go in rings."""
    count = draw(st.integers(1, most))
    reports = [
        report(
            f"r{place}",
            draw(st.sampled_from([None, *HERE])),
            draw(st.sampled_from(DATES)),
            "Words. " * draw(st.integers(1, 4)),
        )
        for place in range(count)
    ]
    pairs = [(a, b) for a in range(count) for b in range(a)]
    edges = []
    for a, b in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=2 * count)) if pairs else ():
        if draw(st.booleans()):
            a, b = b, a
        edges.append(
            edge(
                reports[a],
                reports[b],
                draw(st.sampled_from(KINDS)),
                draw(st.sampled_from(["strong", "review"])),
                draw(st.sampled_from([0.2, 0.5, 1.0])),
                draw(st.booleans()),
            )
        )
    desks = []
    for outlet in draw(st.lists(st.sampled_from([*ABSENT, "CNA"]), unique=True)):
        naming = draw(st.lists(st.sampled_from(reports), unique_by=lambda each: each.id, min_size=1, max_size=4))
        own = [each for each in reports if each.outlet and each.outlet.value == outlet and each not in naming]
        desks.append(desk(outlet, naming, own))
    return reports, linked(reports, edges, desks)
