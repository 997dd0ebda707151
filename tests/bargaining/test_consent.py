from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.bargaining import BargainingError, acceptable, blockers, gains, slack
from ripeness.bargaining.consent import deciding, minimal_blockers


@st.composite
def offers(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Points and reservation values on a coarse grid, so that ties and exact indifference are common."""
    parties, points = draw(st.integers(1, 5)), draw(st.integers(0, 12))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return rng.integers(0, 11, (points, parties)) / 10, rng.integers(0, 13, parties) / 10


@settings(max_examples=150, deadline=None)
@given(offers())
def test_slack_and_acceptance_by_their_definitions(offer: tuple[np.ndarray, np.ndarray]) -> None:
    value, reservation = offer
    found = slack(value, reservation)
    gain = [[v - r for v, r in zip(row, reservation, strict=True)] for row in value]
    assert acceptable(value, reservation).tolist() == [all(g >= -1e-9 for g in row) for row in gain]
    if not gain:
        assert found == (-np.inf, None)
        return
    assert found.amount == max(min(row) for row in gain)
    tied = [k for k, row in enumerate(gain) if min(row) >= found.amount - 1e-12]
    assert found.point in tied
    assert sum(gain[found.point]) >= max(sum(gain[k]) for k in tied) - 1e-11
    assert acceptable(value, reservation).any() == (found.amount >= -1e-9)


@settings(max_examples=150, deadline=None)
@given(offers())
def test_blockers_equal_trying_all_sets(offer: tuple[np.ndarray, np.ndarray]) -> None:
    value, reservation = offer
    gain = value - reservation
    parties = range(gain.shape[1])
    opening: list[tuple[int, ...]] = []
    for size in range(len(parties) + 1):
        for members in combinations(parties, size):
            others = [k for k in parties if k not in members]
            opens = any(all(row[k] >= -1e-9 for k in others) for row in gain)
            if opens and not any(set(smaller) <= set(members) for smaller in opening):
                opening.append(members)
    found = blockers(value, reservation)
    if () in opening:
        assert found == ()
        return
    assert [blocker.parties for blocker in found] == opening
    for blocker in found:
        others = [k for k in parties if k not in blocker.parties]
        assert all(gain[blocker.point, k] >= -1e-9 for k in others)
        short = [[-row[k] for k in blocker.parties] for row in gain if all(row[k] >= -1e-9 for k in others)]
        least = min(max(row) for row in short)
        assert max(blocker.shortfall) == pytest.approx(least, abs=1e-11)
        assert sum(blocker.shortfall) <= min(sum(row) for row in short if max(row) <= least) + 1e-9
        np.testing.assert_allclose(blocker.shortfall, -gain[blocker.point, list(blocker.parties)])


def test_two_ways_to_open_a_zone_and_what_each_costs() -> None:
    names = ["Aldova", "Kestria", "Norrland"]
    value = np.array([[0.9, 0.2, 0.5], [0.3, 0.7, 0.5], [0.35, 0.6, 0.5]])
    reservation = np.array([0.5, 0.5, 0.4])
    assert slack(value, reservation).amount == pytest.approx(-0.15)
    first, second = blockers(value, reservation, names)
    assert (first.parties, first.point) == ((0,), 2)
    assert first.shortfall == pytest.approx([0.15])
    assert (second.parties, second.point) == ((1,), 0)
    assert second.shortfall == pytest.approx([0.3])
    assert "closed by Aldova" in first.narration
    assert "Aldova 0.15 swings" in first.narration


def test_two_who_block_only_together_are_named_together() -> None:
    (both,) = blockers([[0.1, 0.2, 0.9], [0.15, 0.05, 0.9]], [0.5, 0.5, 0.1], ["Aldova", "Kestria", "Norrland"])
    assert both.parties == (0, 1)
    assert both.point == 0
    assert "Aldova and Kestria together" in both.narration
    (all_of_them,) = blockers([[0.1, 0.2]], [0.5, 0.5], ["Aldova", "Kestria"])
    assert "all others" not in all_of_them.narration


def test_nothing_to_accept_is_an_answer() -> None:
    none = np.zeros((0, 2))
    assert slack(none, [0.1, 0.2]) == (-np.inf, None)
    assert blockers(none, [0.1, 0.2]) == ()
    assert acceptable(none, [0.1, 0.2]).shape == (0,)
    assert gains(none, [0.1, 0.2]).shape == (0, 2)


def test_reservation_values_may_lie_outside_every_deal() -> None:
    value = [[0.0, 1.0], [1.0, 0.0]]
    assert slack(value, [-2.0, -3.0]) == (3.0, 1)
    assert slack(value, [4.0, 0.0]).amount == pytest.approx(-3.0)
    assert [blocker.parties for blocker in blockers(value, [4.0, 0.0])] == [(0,)]


def test_errors_name_the_shapes() -> None:
    with pytest.raises(BargainingError, match=r"\(2, 2\), reservation \(3,\)"):
        gains(np.zeros((2, 2)), np.zeros(3))
    with pytest.raises(BargainingError, match="NaN"):
        slack([[0.0, np.nan]], [0.0, 0.0])
    with pytest.raises(BargainingError, match="finite reservation"):
        slack([[0.0, 1.0]], [0.0, -np.inf])
    with pytest.raises(BargainingError, match="1 names for 2 parties"):
        blockers([[0.0, 1.0]], [0.0, 0.0], ["Aldova"])


@given(
    gain=st.integers(1, 4).flatmap(
        lambda parties: st.lists(
            st.lists(st.sampled_from([-np.inf, -1.0, 0.0, 1.0]), min_size=parties, max_size=parties),
            min_size=1,
            max_size=6,
        )
    ),
    data=st.data(),
)
def test_minimal_blockers_with_a_quorum_equal_trying_every_set(gain: list[list[float]], data: st.DataObject) -> None:
    table = np.array(gain)
    parties = table.shape[1]
    quorum = data.draw(st.integers(1, parties))

    def opens(dropped: tuple[int, ...]) -> bool:
        return any(sum(row[k] >= 0 or k in dropped for k in range(parties)) >= quorum for row in table)

    sets = [members for size in range(parties + 1) for members in combinations(range(parties), size) if opens(members)]
    minimal = [members for members in sets if not any(set(other) < set(members) for other in sets)]
    expected = () if minimal == [()] else tuple(minimal)
    assert minimal_blockers(table, quorum=quorum) == expected
    assert (deciding(table, quorum).max() >= 0) == (minimal == [()])
