"""Round-ups: reports that hold several unrelated stories and must not make one of them."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from ripeness.lineage.components import components
from ripeness.lineage.model import Edge


def without_roundups(edges: Sequence[Edge]) -> list[Edge]:
    """The edges, those into a round-up of unrelated stories sent to review."""
    linked = {frozenset((edge.source, edge.target)) for edge in edges}
    into: dict[str, list[Edge]] = {}
    for edge in edges:
        if edge.kind == "abridged" and edge.strength == "strong":
            into.setdefault(edge.target, []).append(edge)
    roundups = {target for target, short in into.items() if is_roundup(short, linked)}
    return [
        replace(edge, strength="review", rule=roundup_rule(edge.rule, edge.target))
        if edge.strength == "strong" and edge.kind == "abridged" and edge.target in roundups
        else edge
        for edge in edges
    ]


def roundup_rule(rule: str, target: str) -> str:
    """Why an edge into a round-up goes to review."""
    return f"{rule} {target} holds other, unrelated stories as well: a round-up."


def is_roundup(short: Sequence[Edge], linked: Container[frozenset[str]]) -> bool:
    """Whether ``short``, the strong abridgements of one report, are of stories that have nothing to do with each other.

    ``linked`` has the pairs of ids that any edge joins.
    """
    return _groups(short, linked) > 1


def _groups(short: Sequence[Edge], linked: Container[frozenset[str]]) -> int:
    """How many groups the abridgements of one report form that stand apart in it and do not touch otherwise.

    A round-up tells one story after another; two abridgements whose sentences alternate are of one story.
    """
    if len(short) < 2:
        return len(short)
    touching = [
        (i, j)
        for i, one in enumerate(short)
        for j, two in enumerate(short[:i])
        if frozenset((one.source, two.source)) in linked or _overlap(one, two)
    ]
    return len(set(components(len(short), touching).tolist()))


def _overlap(one: Edge, two: Edge) -> bool:
    first, second = (
        (min(rows.b.start for rows in edge.aligned), max(rows.b.end for rows in edge.aligned)) for edge in (one, two)
    )
    return first[0] < second[1] and second[0] < first[1]
