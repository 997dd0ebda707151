from __future__ import annotations

import pickle
from collections.abc import Callable

import numpy as np
import pytest

from ripeness.bargaining import BargainingError, Deal, DealSpace, Factor, Issue

TERRITORY = Issue("territory", ("line of contact", "province", "all"))
ALLIANCE = Issue("alliance", ("excluded", "open"))
BOTH = [TERRITORY, ALLIANCE]


def aldova_and_kestria(**changes) -> DealSpace:
    given = {
        "parties": ["Aldova", "Kestria"],
        "issues": BOTH,
        "factors": [
            Factor("Aldova", ["territory"], [60, 30, 0]),
            Factor("Aldova", ["alliance"], [0, 20]),
            Factor("Kestria", ["alliance", "territory"], [[10, 25, 40], [0, 5, 10]]),
        ],
        "forbidden": [{"territory": "all", "alliance": "open"}],
    }
    return DealSpace(**(given | changes))


def test_a_deal_prints_compares_hashes_and_does_not_change() -> None:
    deal = Deal({"territory": "line of contact", "alliance": "excluded"})
    other = Deal([("alliance", "excluded"), ("territory", "line of contact")])
    assert str(deal) == "territory=line of contact, alliance=excluded"
    assert deal == other == {"alliance": "excluded", "territory": "line of contact"}
    assert len({deal, other}) == 1
    assert deal != Deal({"territory": "all", "alliance": "excluded"})
    assert pickle.loads(pickle.dumps(deal)) == deal
    assert eval(repr(deal)) == deal
    with pytest.raises(AttributeError, match="does not change"):
        deal.territory = "all"  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        deal["territory"] = "all"  # type: ignore[index]


def test_swings_run_from_the_worst_to_the_best_allowed_deal() -> None:
    space = aldova_and_kestria()
    # Worth to Aldova: 60 30 0 for the territory, + 20 with the alliance open; (all, open) is not allowed.
    assert space.worst.tolist() == [0, 0]
    assert space.best.tolist() == [80, 40]
    assert space.span.tolist() == [80, 40]
    worth = space.value({"alliance": "open", "territory": "province"})
    assert worth.tolist() == [50 / 80, 5 / 40]


def test_the_worst_deal_does_not_count_if_it_is_forbidden() -> None:
    space = aldova_and_kestria(forbidden=[{"territory": "line of contact", "alliance": ("open", "excluded")}])
    assert space.best.tolist() == [50, 40]
    assert space.worst.tolist() == [0, 5]
    assert space.value({"territory": "line of contact", "alliance": "open"})[1] == pytest.approx(-5 / 35)


def test_a_forbidden_deal_is_told_by_the_combination_it_contains() -> None:
    space = aldova_and_kestria(forbidden=[{"territory": "all"}, {"alliance": "open", "territory": ["all", "province"]}])
    assert space.broken({"territory": "all", "alliance": "open"}) == (0, 1)
    assert space.broken({"territory": "province", "alliance": "open"}) == (1,)
    assert space.allowed({"territory": "province", "alliance": "excluded"})
    assert space.count() == 3
    assert [str(deal) for deal in space.deals()] == [
        "territory=line of contact, alliance=excluded",
        "territory=line of contact, alliance=open",
        "territory=province, alliance=excluded",
    ]


def test_counts_are_exact_beyond_64_bits() -> None:
    issues = [Issue(f"i{k}", tuple("abcdefghij")) for k in range(40)]
    factors = [Factor(party, ["i0"], np.arange(10)[::sign]) for party, sign in (("A", 1), ("B", -1))]
    assert DealSpace("AB", issues, factors).count() == 10**40
    chained = [{f"i{k}": "a", f"i{k + 1}": "a"} for k in range(39)]
    # Words over ten letters without 'aa': f(n) = 9 f(n-1) + 9 f(n-2).
    before, words = 1, 10
    for _ in range(39):
        before, words = words, 9 * words + 9 * before
    assert DealSpace("AB", issues, factors, chained).count() == words


def test_decimals_tie_as_people_write_them() -> None:
    """0.1 + 0.2 and 0.3 + 0.0 differ in binary; here they are one point with two deals."""
    issues = [Issue("x", ("low", "high")), Issue("y", ("low", "high"))]
    factors = [
        Factor("A", ["x", "y"], [[0.0, 0.3], [0.1, 0.0]]),
        Factor("A", ["x"], [0.0, 0.2]),
        Factor("B", ["x"], [1, 0]),
    ]
    space = DealSpace("AB", issues, factors)
    assert (space.value({"x": "low", "y": "high"})[0], space.value({"x": "high", "y": "low"})[0]) == (1.0, 1.0)
    assert space.frontier().value.tolist() == [[1.0, 1.0]]


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda: aldova_and_kestria(parties=["Aldova", "Aldova"]), "party named twice: Aldova"),
        (lambda: aldova_and_kestria(parties=[]), "there is no party"),
        (lambda: aldova_and_kestria(issues=[TERRITORY, TERRITORY]), "issue named twice: territory"),
        (lambda: aldova_and_kestria(factors=[Factor("Norrland", ["territory"], [1, 2, 3])]), "no such party"),
        (lambda: aldova_and_kestria(factors=[Factor("Aldova", ["gas"], [1, 2])]), "'gas' is no issue"),
        (lambda: aldova_and_kestria(factors=[Factor("Aldova", ["alliance"], [1, 2, 3])]), r"\(3,\).*ask for \(2,\)"),
        (lambda: aldova_and_kestria(forbidden=[{"alliance": "later"}]), r"forbidden\[0\]: 'later' is no option"),
        (lambda: aldova_and_kestria(forbidden=[{}]), r"forbidden\[0\] is empty"),
        (lambda: aldova_and_kestria(forbidden=[{"territory": []}]), "no option of 'territory' is named"),
        (lambda: aldova_and_kestria(forbidden=[{"alliance": ["open", "excluded"]}]), "no deal is allowed: the 1"),
        (lambda: aldova_and_kestria(forbidden=[{"territory": ["province", "all"]}, {"alliance": "open"}]), "'Aldova'"),
        (lambda: aldova_and_kestria(factors=[Factor("Aldova", ["alliance"], [0, 1])]), "the same to 'Kestria'"),
        (lambda: aldova_and_kestria(factors=[Factor(p, ["alliance"], [0, 1]) for p in ("Aldova", "Kestria")]
                                    + [Factor("Aldova", ["territory"], [1e9, 1e9, 1e9])]), "too far apart"),
        (lambda: Factor("Aldova", ["territory"], [1, np.nan, 2]), "finite"),
        (lambda: Factor("Aldova", [], 3), "over nothing"),
        (lambda: Issue("territory", ()), "has no option"),
        (lambda: Issue("territory", ("all", "all")), "an option twice"),
        (lambda: aldova_and_kestria().value({"territory": "all"}), "leaves open 'alliance'"),
        (lambda: aldova_and_kestria().value({"territory": "all", "alliance": "open", "gas": "x"}), "speaks of 'gas'"),
        (lambda: aldova_and_kestria().value({"territory": "half", "alliance": "open"}), "'half' is no option"),
        (lambda: aldova_and_kestria().frontier(parties=["Norrland"]), "'Norrland' is no party"),
        (lambda: aldova_and_kestria().frontier(parties=["Aldova"], floor={"Kestria": 0.5}), "floor for Kestria"),
        (lambda: aldova_and_kestria().frontier(floor=[0.5]), "one number for each"),
    ],
)  # fmt: skip
def test_errors_say_what_was_seen_and_where(build: Callable[[], object], said: str) -> None:
    with pytest.raises(BargainingError, match=said):
        build()


def test_issues_tied_too_closely_are_an_error_that_names_them() -> None:
    issues = [Issue(f"i{k}", tuple("abcde")) for k in range(10)]
    factors = [Factor(party, ["i0"], np.arange(5)) for party in "AB"]
    factors += [Factor("A", [f"i{a}", f"i{b}"], np.eye(5)) for a in range(10) for b in range(a)]
    with pytest.raises(BargainingError, match=r"i1, .*tied together.*9765625 settings"):
        DealSpace("AB", issues, factors)


def test_a_whole_draft_may_be_forbidden() -> None:
    """Forbidding single deals over all of 40 issues ties nothing together: they are just missing."""
    issues = [Issue(f"i{k}", tuple("abcde")) for k in range(40)]
    factors = [Factor("A", [issue.name], np.arange(5)) for issue in issues]
    factors += [Factor("B", [issue.name], -np.arange(5)) for issue in issues]
    best, nearly = dict.fromkeys((i.name for i in issues), "e"), dict.fromkeys((i.name for i in issues), "e")
    nearly["i7"] = "d"
    space = DealSpace("AB", issues, factors, [best, nearly])
    assert space.count() == 5**40 - 2
    assert space.best.tolist() == [159, 0]
    assert space.broken(best) == (0,)
    assert space.broken(nearly) == (1,)
    frontier = space.frontier(floor=[1.0, 0.0])
    assert frontier.count == (39,)
    assert frontier.deals[0]["i7"] == "e"
