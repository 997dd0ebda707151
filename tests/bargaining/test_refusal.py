from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.bargaining import BargainingError, Deal, DealSpace, Factor, Issue, acceptable
from ripeness.bargaining.nearest import Nearest, nearest_deals
from ripeness.bargaining.refusal import Change, Cost, why_not
from tests.property.strategies import deal_spaces, enumerated, restrictions

TERRITORY = Issue("territory", ("line of contact", "province", "all"))
ALLIANCE = Issue("alliance", ("excluded", "open"))
OBSERVERS = Issue("observers", ("none", "neutral"))


def aldova_and_kestria() -> DealSpace:
    """Kestria wants Aldova out of the alliance unless observers are neutral: a joint factor."""
    return DealSpace(
        ["Aldova", "Kestria"],
        [TERRITORY, ALLIANCE, OBSERVERS],
        [
            Factor("Aldova", ["territory"], [60, 30, 0]),
            Factor("Aldova", ["alliance"], [0, 30]),
            Factor("Aldova", ["observers"], [0, 10]),
            Factor("Kestria", ["territory"], [0, 30, 50]),
            Factor("Kestria", ["alliance", "observers"], [[50, 50], [0, 40]]),
        ],
        [{"territory": "all", "alliance": "open"}],
    )


def as_deal(*options: str) -> Deal:
    return Deal(zip(("territory", "alliance", "observers"), options, strict=True))


def test_who_refuses_by_how_much_what_costs_it_most_and_what_would_do() -> None:
    space = aldova_and_kestria()
    refusal = why_not(space, as_deal("line of contact", "open", "none"), {"Aldova": 0.5, "Kestria": 0.3})
    assert refusal.refused
    assert refusal.gain == pytest.approx((0.4, -0.3))
    (objection,) = refusal.objections
    assert (objection.party, objection.shortfall) == ("Kestria", pytest.approx(0.3))
    assert objection.costs == (
        Cost("alliance", "open", "excluded", 0.5),
        Cost("observers", "none", "neutral", 0.4),
        Cost("territory", "line of contact", "province", 0.3),  # 'all' is forbidden beside an open alliance
    )
    assert refusal.distance == 1
    assert refusal.complete
    assert [near.changes for near in refusal.nearest] == [
        (Change("observers", "none", "neutral"),),
        (Change("alliance", "open", "excluded"),),
        (Change("territory", "line of contact", "province"),),
    ]
    assert refusal.nearest[0].gain == pytest.approx((0.5, 0.1))
    assert refusal.narration == (
        "Kestria would refuse it: it falls 0.3 swings short of its reservation value. 'alliance' costs it most: "
        "'excluded' instead of 'open' would be worth 0.5 swings to it. It would be taken by Aldova (0.4 above). "
        "Everybody would take it with 1 option changed, in 3 ways; the one that leaves most to the party that gains "
        "least: 'observers' to 'neutral'."
    )


def test_nobody_refuses_even_far_below_the_worst_deal() -> None:
    refusal = why_not(aldova_and_kestria(), as_deal("all", "excluded", "none"), [-3.0, -np.inf])
    assert not refusal.refused
    assert (refusal.distance, refusal.complete) == (0, True)
    assert refusal.nearest[0].deal == refusal.deal
    assert refusal.nearest[0].changes == ()
    assert refusal.narration == "Nobody would refuse it: Aldova (3 above), Kestria (it takes anything)."


def test_no_deal_is_taken_by_everybody() -> None:
    refusal = why_not(aldova_and_kestria(), as_deal("province", "excluded", "none"), [0.9, 0.9])
    assert (refusal.distance, refusal.nearest, refusal.complete) == (None, (), True)
    assert [objection.party for objection in refusal.objections] == ["Aldova", "Kestria"]
    assert refusal.narration.endswith("There is no deal that everybody would take, whatever is changed.")
    assert why_not(aldova_and_kestria(), refusal.deal, [-1, 7.5]).distance is None


def test_a_deal_may_be_forbidden_or_ruled_out_though_nobody_minds_it() -> None:
    space = aldova_and_kestria()
    forbidden = why_not(space, as_deal("all", "open", "neutral"), [0.0, 0.0])
    assert (forbidden.broken, forbidden.objections, forbidden.distance) == ((0,), (), 1)
    assert forbidden.narration.startswith(f"It is not allowed, by {space.rule(0)}. Nobody would refuse it: Aldova")
    firm = why_not(space, as_deal("province", "open", "none"), [0.0, 0.0], where={"alliance": "excluded"})
    assert (firm.excluded, firm.distance) == (("alliance",), 1)
    assert "'open' on 'alliance' is not to be had." in firm.narration
    assert firm.narration.endswith("with 1 option changed, in one way only: 'alliance' to 'excluded'.")


def test_a_requirement_that_is_not_met_is_told_in_words() -> None:
    space = aldova_and_kestria()
    strict = DealSpace(
        space.parties, space.issues, space.factors, space.forbidden, [({"alliance": "open"}, {"observers": "neutral"})]
    )
    refusal = why_not(strict, as_deal("province", "open", "none"), [0.0, 0.0])
    assert refusal.broken == (1,)
    assert refusal.narration.startswith(f"It is not allowed, by {strict.rule(1)}.")
    assert refusal.distance == 1
    assert {near.changes[0].issue for near in refusal.nearest} == {"alliance", "observers"}


def test_only_the_parties_asked_about_count() -> None:
    alone = why_not(aldova_and_kestria(), as_deal("province", "excluded", "none"), [0.95], parties=["Aldova"])
    assert alone.parties == ("Aldova",)
    assert alone.distance == 3
    assert [near.deal for near in alone.nearest] == [as_deal("line of contact", "open", "neutral")]


def test_a_list_cut_short_says_so() -> None:
    cut = why_not(aldova_and_kestria(), as_deal("line of contact", "open", "none"), [0.5, 0.3], limit=2)
    assert (len(cut.nearest), cut.complete) == (2, False)
    assert "in more than 2 ways; the one of those listed" in cut.narration


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda s: why_not(s, {"territory": "all"}, [0, 0]), "leaves open 'alliance'"),
        (lambda s: why_not(s, as_deal("all", "open", "none"), [0]), "one number for each of Aldova, Kestria"),
        (lambda s: why_not(s, as_deal("all", "open", "none"), {"Aldova": 0}), "Give one for each and no others"),
        (lambda s: why_not(s, as_deal("all", "open", "none"), {"Norrland": 0}), "given for Norrland"),
        (lambda s: why_not(s, as_deal("all", "open", "none"), [0, np.inf]), "of Kestria is inf"),
        (lambda s: why_not(s, as_deal("all", "open", "none"), [0, np.nan]), "one number for each"),
        (lambda s: why_not(s, as_deal("all", "open", "none"), [0, 0], limit=0), "limit is 0"),
        (lambda s: why_not(s, as_deal("all", "open", "none"), [0, 0], budget=1), "its budget of 1 sums"),
    ],
)
def test_errors_say_what_was_seen(build: Callable[[DealSpace], object], said: str) -> None:
    with pytest.raises(BargainingError, match=said):
        build(aldova_and_kestria())


# --- against the slow obvious way --------------------------------------------------------------------


def nearest_by_enumerating(deals: list[Deal], value: np.ndarray, deal: Deal, reservation: np.ndarray) -> Nearest:
    taken = [other for other, fits in zip(deals, acceptable(value, reservation), strict=True) if fits]
    changes = [sum(other[issue] != deal[issue] for issue in deal) for other in taken]
    if not taken:
        return Nearest(None, (), True)
    return Nearest(min(changes), tuple(d for d, n in zip(taken, changes, strict=True) if n == min(changes)), True)


@st.composite
def questions(draw: st.DrawFn) -> tuple[DealSpace, Deal, list[str], np.ndarray, dict]:
    space = draw(deal_spaces(max_parties=4))
    deal = Deal({issue.name: draw(st.sampled_from(issue.options)) for issue in space.issues})  # perhaps forbidden
    names = draw(st.lists(st.sampled_from(space.parties), min_size=1, unique=True))
    _, value = enumerated(space)
    like = value[draw(st.integers(0, len(value) - 1))][[space.parties.index(name) for name in names]]
    offset = draw(st.lists(st.sampled_from([0.0, 0.0, 0.2, 1e-12, -0.1, -9.0, -np.inf]), min_size=4, max_size=4))
    where = draw(st.just({}) | restrictions(space))
    return space, deal, names, like + np.array(offset[: len(names)]), where


@settings(max_examples=150, deadline=None)
@given(questions())
def test_nearest_deals_equal_enumeration(question) -> None:
    space, deal, names, reservation, where = question
    deals, value = enumerated(space)
    inside = [
        k
        for k, each in enumerate(deals)
        if all(each[i] == o if isinstance(o, str) else each[i] in o for i, o in where.items())
    ]
    columns = [space.parties.index(name) for name in names]
    expected = nearest_by_enumerating([deals[k] for k in inside], value[inside][:, columns], deal, reservation)
    found = nearest_deals(space, deal, reservation, names, where, limit=1000)
    assert (found.distance, found.complete) == (expected.distance, True)
    assert len(found.deals) == len(set(found.deals))
    assert set(found.deals) == set(expected.deals)
    cut = nearest_deals(space, deal, reservation, names, where, limit=1)
    assert cut.distance == expected.distance
    assert cut.complete == (len(expected.deals) <= 1)
    assert set(cut.deals) <= set(expected.deals)


@settings(max_examples=60, deadline=None)
@given(questions())
def test_refusers_and_costs_equal_their_definition(question) -> None:
    space, deal, names, reservation, where = question
    columns = [space.parties.index(name) for name in names]
    here = space.value(deal)[columns]
    refusal = why_not(space, deal, reservation, names, where)
    expected = [name for name, short in zip(names, reservation - here, strict=True) if short > 1e-9]
    assert [objection.party for objection in refusal.objections] == expected
    for objection in refusal.objections:
        at = columns[names.index(objection.party)]
        best = {}
        for other, worth in zip(*enumerated(space), strict=True):
            changed = [issue for issue in deal if other[issue] != deal[issue]]
            fits = all(other[i] == o if isinstance(o, str) else other[i] in o for i, o in where.items() if i in changed)
            if len(changed) == 1 and fits and worth[at] > space.value(deal)[at]:
                best[changed[0]] = max(best.get(changed[0], 0.0), worth[at] - space.value(deal)[at])
        assert {cost.issue: cost.amount for cost in objection.costs} == pytest.approx(best)
        amounts = [cost.amount for cost in objection.costs]
        assert amounts == sorted(amounts, reverse=True)
    for near in refusal.nearest:
        assert space.allowed(near.deal)
        assert min(near.gain) >= -1e-9
        assert len(near.changes) == refusal.distance


def test_ten_to_the_thirty_deals_are_not_listed() -> None:
    rng = np.random.default_rng(1)
    issues = [Issue(f"i{k}", tuple("abcdefghij")) for k in range(30)]
    factors = [Factor(party, [issue.name], rng.random(10)) for party in "AB" for issue in issues]
    space = DealSpace("AB", issues, factors, [{"i0": "a", "i1": "b"}, {"i1": ["c", "d"], "i2": "a"}])
    deal = dict.fromkeys((issue.name for issue in issues), "a")
    refusal = why_not(space, deal, [0.75, 0.75], limit=3)
    assert refusal.distance is not None
    assert refusal.distance > 3
    closer = nearest_deals(space, refusal.nearest[0].deal, [0.75, 0.75])
    assert closer.distance == 0
