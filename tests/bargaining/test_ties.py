from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining import BargainingError, DealSpace, Factor, Issue


def two_sided(issues: int) -> DealSpace:
    worlds = [Issue(f"i{k}", ("mine", "yours")) for k in range(issues)]
    factors = [Factor("A", [w.name], [1, 0]) for w in worlds] + [Factor("B", [w.name], [0, 1]) for w in worlds]
    return DealSpace("AB", worlds, factors)


def test_some_of_astronomically_many_deals_are_listed() -> None:
    frontier = two_sided(70).frontier()
    some = frontier.ties(35, limit=40)
    assert len(set(some)) == 40
    assert all(list(deal.values()).count("mine") == 35 for deal in some)
    assert frontier.ties(35, limit=40) == some
    assert len(frontier.ties(1, limit=None)) == frontier.count[1] == 70
    assert frontier.ties(-1) == frontier.ties(70)
    with pytest.raises(BargainingError, match="no point 71: the frontier has 71"):
        frontier.ties(71)


def test_a_hub_with_many_spokes_lists_without_dead_ends() -> None:
    """Every spoke is tied to the hub: one bucket with 24 children; 24 choose 12 deals at the middle."""
    spokes = [Issue(f"s{k}", ("mine", "yours")) for k in range(24)]
    hub = Issue("hub", ("on", "off"))
    factors = [Factor("A", ["hub", s.name], [[1, 0], [0, 0]]) for s in spokes]
    factors += [Factor("B", ["hub", s.name], [[0, 1], [0, 0]]) for s in spokes]
    frontier = DealSpace("AB", [*spokes, hub], factors).frontier()
    assert frontier.count[12] == 2_704_156
    some = frontier.ties(12, limit=30)
    assert len(set(some)) == 30
    assert all(deal["hub"] == "on" and list(deal.values()).count("mine") == 12 for deal in some)


def test_ties_keep_to_where_and_to_what_is_forbidden() -> None:
    space = two_sided(6)
    wide = {f"i{k}": "mine" for k in range(3)} | {f"i{k}": "yours" for k in range(3, 6)}
    held = DealSpace(space.parties, space.issues, space.factors, [wide])
    frontier = held.frontier(where={"i0": iter(["mine"])})
    middle = frontier.value[:, 0].tolist().index(0.5)
    listed = frontier.ties(middle)
    assert len(listed) == frontier.count[middle] == 9
    assert all(deal["i0"] == "mine" and held.allowed(deal) for deal in listed)


def test_a_frontier_goes_to_a_table() -> None:
    rows = two_sided(2).frontier().to_table()
    assert rows[0] == {"i0": "mine", "i1": "mine", "A (swings)": 1.0, "B (swings)": 0.0, "count": 1}
    assert [row["count"] for row in rows] == [1, 2, 1]
    named = DealSpace(
        "AB", [Issue("count", ("x", "y"))], [Factor(p, ["count"], np.eye(2)[k]) for k, p in enumerate("AB")]
    )
    with pytest.raises(BargainingError, match="rename it"):
        named.frontier().to_table()
