"""Origins as trees: heads, parents, originals that are not in the pile, and that nothing is lost or goes in a ring."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.lineage import Lineage
from ripeness.lineage.tree import Origin, day_of, origins_of
from ripeness.reports import Report
from tests.property.lineages import desk, edge, lineages, linked, report

A = report("a", "Weir Post", "2031-02-01")
B = report("b", "CNA", "2031-02-02")
C = report("c", "Aldmere Chronicle", "2031-02-03")
D = report("d", None, "2031-02-04")


def parents(origin: Origin) -> dict[str, str | None]:
    return {place.report: place.parent for place in origin.places}


@settings(deadline=None)
@given(lineages())
def test_every_report_stands_once_below_what_it_retells(pile: tuple[list[Report], Lineage]) -> None:
    reports, lineage = pile
    origins = origins_of(lineage, reports)
    placed = [place.report for origin in origins for place in origin.places]
    assert sorted(placed) == sorted(each.id for each in reports)
    assert lineage.independent.all <= len(origins) <= lineage.independent.strict
    assert [len(origin.places) for origin in origins] == sorted((len(o.places) for o in origins), reverse=True)
    for origin in origins:
        depth: dict[str, int] = {}
        assert origin.head == origin.places[0].report and origin.places[0].parent is None
        for place in origin.places:
            assert (place.parent is None) == (place.edge is None)
            if place.edge is not None and place.parent is not None:
                assert {place.edge.source, place.edge.target} == {place.report, place.parent}
                assert not place.edge.directed or place.edge.source == place.report
                assert place.depth == depth[place.parent] + 1
            else:
                assert place.depth == 0
            depth[place.report] = place.depth
    for one, other in ((e.source, e.target) for e in lineage.edges):
        assert sum({one, other} <= set(origin.reports) for origin in origins) == 1


@settings(deadline=None)
@given(lineages(), st.integers(0, 999))
def test_the_order_of_the_pile_changes_no_origin(pile: tuple[list[Report], Lineage], seed: int) -> None:
    reports, lineage = pile
    mixed = random.Random(seed).sample(reports, len(reports))
    again = linked(mixed, list(lineage.edges), list(lineage.desks))
    for one, other in ((lineage, reports), (again, mixed)):
        assert len(origins_of(one, other)) == len(origins_of(lineage, reports))
    alone = {frozenset(origin.reports) for origin in origins_of(lineage, reports) if origin.seen}
    assert alone == {frozenset(origin.reports) for origin in origins_of(again, mixed) if origin.seen}


def test_a_report_hangs_on_what_it_most_strongly_retells() -> None:
    weak_but_close = edge(D, C, strength="review", score=0.9)
    strong = [edge(B, A, score=0.4), edge(C, A, score=0.3), edge(C, B, score=0.6), edge(D, A, score=0.3)]
    (origin,) = origins_of(linked([D, C, B, A], [weak_but_close, *strong]), [D, C, B, A])
    assert parents(origin) == {"a": None, "b": "a", "c": "b", "d": "a"}
    assert origin.reports == ("a", "b", "c", "d")
    assert (origin.outlet, origin.seen, origin.head) == ("Weir Post", True, "a")


def test_where_the_order_is_unknown_the_earlier_is_retold() -> None:
    (origin,) = origins_of(linked([B, A], [edge(A, B, directed=False)]), [B, A])
    assert parents(origin) == {"a": None, "b": "a"}


def test_an_undated_report_that_is_known_to_be_retold_comes_first() -> None:
    undated = report("u")
    (origin,) = origins_of(linked([A, undated], [edge(A, undated, "abridged")]), [A, undated])
    assert parents(origin) == {"u": None, "a": "u"}


def test_edges_that_go_in_a_ring_make_a_tree() -> None:
    ring = [edge(A, B), edge(B, C), edge(C, A)]
    (origin,) = origins_of(linked([A, B, C], ring), [A, B, C])
    assert origin.head == "a" and set(parents(origin).values()) <= {None, "a", "b", "c"}
    assert sum(parent is None for parent in parents(origin).values()) == 1


def test_what_is_linked_only_through_its_retelling_stands_beside_the_head() -> None:
    (origin,) = origins_of(linked([A, B, C], [edge(C, A, score=0.8), edge(C, B, score=0.4)]), [A, B, C])
    assert parents(origin) == {"a": None, "b": None, "c": "a"}


def test_an_original_that_is_not_in_the_pile() -> None:
    named = desk("Norhaven Gazette", [A, D])
    found = origins_of(linked([A, B, C, D], [edge(B, A)], [named]), [A, B, C, D])
    assert [(origin.outlet, origin.seen, origin.reports) for origin in found] == [
        ("Norhaven Gazette", False, ("a", "b", "d")),
        ("Aldmere Chronicle", True, ("c",)),
    ]
    assert [place.report for place in found[0].places if found[0].rests_unseen(place)] == ["a", "d"]


def test_an_outlet_of_the_pile_is_no_unseen_original() -> None:
    origins = origins_of(linked([A, B], [], [desk("CNA", [A], [B])]), [A, B])
    assert all(origin.seen for origin in origins)
    assert origins[0].places[0].names == ("CNA",)


def test_what_few_retellings_name_is_not_the_origin_of_their_story() -> None:
    retellings = [report(f"x{k}", "CNA", "2031-03-01") for k in range(3)]
    edges = [edge(each, A) for each in retellings]
    pile = [A, *retellings]
    (seen,) = origins_of(linked(pile, edges, [desk("Sarn Wire", retellings[:1])]), pile)
    assert seen.seen and seen.outlet == "Weir Post"
    (unseen,) = origins_of(linked(pile, edges, [desk("Sarn Wire", retellings[:2])]), pile)
    assert not unseen.seen and unseen.head == "a" and not unseen.rests_unseen(unseen.places[0])


def test_of_two_unseen_outlets_the_one_that_more_of_the_story_names() -> None:
    desks = [desk("Norhaven Gazette", [A]), desk("Sarn Wire", [A, B])]
    (origin,) = origins_of(linked([A, B], [edge(B, A)], desks), [A, B])
    assert origin.outlet == "Sarn Wire"


def test_a_long_chain() -> None:
    chain = [report(f"c{k:04}", None, "2031-02-01") for k in range(2_000)]
    edges = [edge(b, a) for a, b in pairwise(chain)]
    (origin,) = origins_of(linked(chain, edges), chain)
    assert origin.places[-1].depth == 1_999


def test_a_date_that_is_none() -> None:
    assert day_of(report("x", None, "2031-02")) is None
    assert str(day_of(report("x", None, "2031-02-01T23:00:00-05:00"))) == "2031-02-01"


def test_no_report() -> None:
    assert origins_of(linked([], []), []) == ()
