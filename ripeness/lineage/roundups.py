"""Round-ups: reports that may hold several stories and must not make one of them."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from ripeness.lineage.components import components
from ripeness.lineage.model import Edge


def without_roundups(edges: Sequence[Edge]) -> list[Edge]:
    """The edges, those into what may be a round-up sent to review."""
    linked = {frozenset((edge.source, edge.target)) for edge in edges}
    into: dict[str, list[Edge]] = {}
    for edge in edges:
        if edge.kind == "abridged" and edge.strength == "strong":
            into.setdefault(edge.target, []).append(edge)
    roundups = {target for target, short in into.items() if is_roundup([(e.source, extent(e)) for e in short], linked)}
    return [
        replace(edge, strength="review", rule=roundup_rule(edge.rule, edge.target))
        if edge.strength == "strong" and edge.kind == "abridged" and edge.target in roundups
        else edge
        for edge in edges
    ]


def roundup_rule(rule: str, target: str) -> str:
    """Why an edge into a round-up goes to review."""
    return f"{rule} {target} may hold several stories, as a round-up does: its abridgements share no part of it."


Extent = tuple[int, int]  # code points of a report, end exclusive


def extent(edge: Edge) -> Extent | None:
    """From where to where the target tells what the source tells; None where no passage is aligned."""
    if not edge.aligned:
        return None
    return min(rows.b.start for rows in edge.aligned), max(rows.b.end for rows in edge.aligned)


def is_roundup(short: Sequence[tuple[str, Extent | None]], linked: Container[frozenset[str]]) -> bool:
    """Whether the strong abridgements of one report fall into groups with no edge and no part of it between them.

    It may then hold several stories; two abridgements of the halves of one long story look the same.
    ``short`` has the id of each and its extent, ``linked`` the pairs of ids that any edge joins.
    A round-up tells one story after another; two abridgements whose sentences alternate are of one story.
    """
    touching = [
        (i, j)
        for i, (one, extent_one) in enumerate(short)
        for j, (two, extent_two) in enumerate(short[:i])
        if frozenset((one, two)) in linked or _overlap(extent_one, extent_two)
    ]
    return len(set(components(len(short), touching).tolist())) > 1


def _overlap(one: Extent | None, two: Extent | None) -> bool:
    return one is not None and two is not None and one[0] < two[1] and two[0] < one[1]
