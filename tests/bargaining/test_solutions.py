from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining import (
    BargainingError,
    DealSpace,
    Factor,
    Issue,
    egalitarian,
    kalai_smorodinsky,
    nash,
    utilitarian,
)
from ripeness.bargaining.lotteries import upper_hull


def listed(*rows: tuple[float, ...]) -> DealSpace:
    """One issue, one option per row: what each party has of it. Rows of the best and worst make swings of 1."""
    parties = ["Aldova", "Norrland", "Kestria"][: len(rows[0])]
    issue = Issue("terms", tuple(f"draft {k}" for k in range(len(rows))))
    return DealSpace(parties, [issue], [Factor(p, ["terms"], column) for p, column in zip(parties, zip(*rows))])  # noqa: B905


# Worths in swings as written: each party has a 0 and a 1.
FIVE = listed((1, 0), (0.9, 0.4), (0.6, 0.7), (0.3, 0.9), (0, 1))


def drafts(solution) -> list[str]:
    return [deal["terms"] for deal in solution.deals]


def test_the_four_points_from_their_definitions() -> None:
    """Products .36 .42 .27, sums 1.3 1.3 1.2, minima .4 .6 .3: worked by hand."""
    fair = nash(FIVE, [0, 0])
    assert drafts(fair) == ["draft 2"]
    assert fair.objective == pytest.approx(0.42)
    assert drafts(kalai_smorodinsky(FIVE, [0, 0])) == ["draft 2"]
    assert drafts(egalitarian(FIVE, [0, 0])) == ["draft 2"]
    most = utilitarian(FIVE, {"Norrland": 0, "Aldova": 0})
    assert drafts(most) == ["draft 1", "draft 2"]
    assert most.objective == pytest.approx(1.3)
    assert "2 points have the largest value" in most.narration


def test_disagreement_below_every_deal_is_not_moved_up() -> None:
    """From (-2, 0): gains 2.9 x .4, 2.6 x .7, 2.3 x .9 = 2.07, 2 x 1. Clamped to (0, 0) it would be draft 2."""
    fair = nash(FIVE, [-2, 0])
    assert drafts(fair) == ["draft 3"]
    assert fair.objective == pytest.approx(2.3 * 0.9)
    # Ideal gains 3 and 1: the shares at draft 3 are 2.3/3 and .9, at draft 4 2/3 and 1, at draft 2 2.6/3 and .7.
    shared = kalai_smorodinsky(FIVE, [-2, 0])
    assert drafts(shared) == ["draft 3"]
    assert shared.objective == pytest.approx(2.3 / 3)


def test_the_ideal_point_looks_at_rational_deals_only() -> None:
    """From (.3, .4) drafts 1 to 3 count, ideals .6 and .5: shares (1, 0), (.5, .6), (0, 1)."""
    shared = kalai_smorodinsky(FIVE, [0.3, 0.4])
    assert drafts(shared) == ["draft 2"]
    assert shared.objective == pytest.approx(0.5)


def test_an_empty_zone_is_an_answer() -> None:
    for solve in (nash, kalai_smorodinsky, egalitarian, utilitarian):
        none = solve(FIVE, [0.95, 0.95], lottery=True)
        assert none.points == none.deals == ()
        assert none.value.shape == (0, 2)
        assert none.objective is None
        assert none.lottery is None
        assert none.narration == "No single deal gives every party its disagreement value."
    assert "Even the best of all deals would not do so for Norrland." in nash(FIVE, [0, 1.5]).narration


def test_weights_are_powers() -> None:
    """Squared for Aldova: .9^2 x .4 = .324 beats .6^2 x .7 = .252."""
    heavy = nash(FIVE, [0, 0], weights={"Aldova": 2, "Norrland": 1})
    assert drafts(heavy) == ["draft 1"]
    assert heavy.objective == pytest.approx(0.324)
    assert drafts(utilitarian(FIVE, [0, 0], weights=[1, 3])) == ["draft 3", "draft 4"]


def test_a_party_that_cannot_gain_does_not_make_all_points_equal() -> None:
    """Kestria has nothing to gain anywhere; of the rest the product decides. Alone, no one gains: all are listed."""
    space = listed((1, 0.1, 0.5), (0.6, 0.7, 0.5), (0.1, 1, 0.5), (0, 0, 0), (0, 0, 1))
    fair = nash(space, [0.1, 0.1, 0.5])
    assert drafts(fair) == ["draft 1"]
    assert fair.objective == pytest.approx(0.3)
    assert "2 of 3 parties" in fair.narration
    assert drafts(kalai_smorodinsky(space, [0.1, 0.1, 0.5])) == ["draft 1"]
    flat = nash(listed((1, 0), (0, 1), (0.5, 0.5)), [0.5, 0.5])
    assert drafts(flat) == ["draft 2"]
    assert flat.objective == 0
    assert kalai_smorodinsky(listed((1, 0), (0, 1), (0.5, 0.5)), [0.5, 0.5]).objective == 1


def test_leximin_looks_past_the_smallest() -> None:
    space = listed((0.4, 0.4, 0.9), (0.4, 0.6, 0.8), (1, 0, 0), (0, 1, 0), (0, 0, 1))
    assert drafts(egalitarian(space, [0, 0, 0])) == ["draft 0", "draft 1"] or drafts(egalitarian(space, [0, 0, 0])) == [
        "draft 1",
        "draft 0",
    ]
    assert drafts(egalitarian(space, [0, 0, 0], leximin=True)) == ["draft 1"]


def test_lotteries_over_two_neighbours() -> None:
    """Between (1, 0) and (0, 1) every mixture adds up to 1: an even chance is Nash, KS and egalitarian."""
    space = listed((1, 0), (0, 1))
    for solve in (nash, kalai_smorodinsky, egalitarian):
        lottery = solve(space, [0, 0], lottery=True).lottery
        assert lottery is not None
        assert lottery.chances == pytest.approx((0.5, 0.5))
        assert lottery.overall
        np.testing.assert_allclose(lottery.value, [0.5, 0.5])
    # From (.2, 0): the surplus of .8 is shared evenly, (.6, .4).
    fair = nash(space, [0.2, 0], lottery=True).lottery
    assert fair is not None
    np.testing.assert_allclose(fair.value, [0.6, 0.4])
    assert fair.objective == pytest.approx(0.16)
    assert "point 0 with chance 0.6" in fair.narration


def test_a_lottery_may_open_what_no_single_deal_does() -> None:
    split = egalitarian(listed((1, 0), (0, 1)), [0.4, 0.4], lottery=True)
    assert split.points == ()
    assert split.lottery is not None
    assert split.lottery.objective == pytest.approx(0.1)


def test_the_hull_leaves_out_what_mixtures_beat() -> None:
    assert upper_hull(np.array([[1, 0], [0.5, 0.4], [0.4, 0.7], [0, 1]])).tolist() == [0, 2, 3]
    assert upper_hull(np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])).tolist() == [0, 2]
    assert upper_hull(np.array([[1.0, 1.0]])).tolist() == [0]


def test_an_approximate_frontier_says_so_in_the_answer() -> None:
    rng = np.random.default_rng(2)
    issues = [Issue(f"i{k}", tuple("abcd")) for k in range(12)]
    factors = [Factor(p, [i.name], rng.random(4)) for p in ("Aldova", "Norrland") for i in issues]
    space = DealSpace(["Aldova", "Norrland"], issues, factors)
    rough = nash(space.frontier(budget=10, on_budget="approximate"), [0, 0])
    assert not rough.exact
    assert rough.tolerance == rough.frontier.tolerance > 0
    assert "approximate" in rough.narration


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: nash(FIVE, [0]), "one finite number for each of Aldova, Norrland"),
        (lambda: nash(FIVE, {"Aldova": 0}), "disagreement names Aldova"),
        (lambda: nash(FIVE, [0, -np.inf]), "finite"),
        (lambda: nash(FIVE, [0, 0], weights=[1, -1]), "none may be negative"),
        (lambda: utilitarian(FIVE, [0, 0], weights=[0, 0]), "one must be positive"),
        (lambda: nash(FIVE.frontier(floor=[0.5, 0.5]), [0, 0]), "disagreement .* is lower"),
        (lambda: nash(FIVE.frontier(floor=[0, 0]), [0, 0], lottery=True), "without floors"),
    ],
)
def test_errors_say_what_to_change(ask, said: str) -> None:
    with pytest.raises(BargainingError, match=said):
        ask()
