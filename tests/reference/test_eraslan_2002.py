"""Eraslan 2002, "Uniqueness of stationary equilibrium payoffs in the Baron-Ferejohn model", JET 103: unequal chances.

Outside the solver's class: the proposer draws lots between equally cheap partners, and offers of the solver are sure.
The closed form is tested by a game in which chance does that mixing, and by the definition of an equilibrium.
"""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining import Situation
from ripeness.bargaining.classics import baron_ferejohn
from ripeness.bargaining.classics.pie import splits
from ripeness.bargaining.talks import Talks
from tests.reference.vectors import vector


@pytest.mark.parametrize(
    ("chance", "parameters", "keyed"),
    [
        ((0.2, 0.3, 0.5), "n=3;q=2;p=.2,.3,.5;d=.9", (0.322580645, 0.322580645, 0.354838710)),
        ((0.1, 0.2, 0.7), "n=3;q=2;p=.1,.2,.7;d=.9", (0.218978102, 0.218978102, 0.562043796)),
    ],
)
def test_unequal_chances(chance: tuple[float, ...], parameters: str, keyed: tuple[float, ...]) -> None:
    value = baron_ferejohn.values(chance, 2, 0.9)
    np.testing.assert_allclose(value, keyed, atol=1e-9)
    np.testing.assert_allclose(solved_with_mixing_by_chance(chance, value, 0.9), value, atol=1 / 2000)
    np.testing.assert_allclose(value, vector("baron_ferejohn_unequal", parameters, "v"), atol=1e-6)


def solved_with_mixing_by_chance(chance: tuple[float, ...], value: np.ndarray, discount: float) -> np.ndarray:
    """Three parties, of which the third is dear: chance draws a proposer and the one partner that it may pay.

    The first two always pay each other; the third mixes so that both get their values. The menu of a state holds
    the splits between its two. Nobody gains by another partner, as the partners cost the same or more.
    """
    bought = [(value[k] - chance[k] * (1 - discount * value[1 - k])) / (discount * value[k]) for k in (0, 1)]
    pairs = [(0, 1, chance[0]), (1, 0, chance[1])]
    pairs += [(2, 0, bought[0] - chance[1]), (2, 1, bought[1] - chance[0])]
    assert sum(p for _, _, p in pairs) == pytest.approx(1.0)
    assert all(p >= 0 for _, _, p in pairs)
    draw = np.array([p for _, _, p in pairs])
    drift = np.tile(draw / draw.sum(), (4, 1))
    share = splits(2, 2000)
    worth = np.zeros((4, len(share), 3))
    for state, (proposer, partner, _) in enumerate(pairs):
        worth[state][:, [proposer, partner]] = share
    situation = Situation(
        states=[f"{j} pays {k}" for j, k, _ in pairs],
        drift=[drift] * 3,
        reference=drift,
        flow=np.zeros((4, 3)),
        discount=[discount] * 3,
        end_value=np.zeros((4, 3)),
        ends=[False] * 4,
    )
    named = np.zeros((4, 3))
    named[np.arange(4), [j for j, _, _ in pairs]] = 1.0
    return draw @ Talks(situation, worth, named, quorum=[2] * len(share)).finite(200).value[0]


def test_unequal_chances_by_their_definition() -> None:
    """n and q beyond the table: nothing is wasted, and each value is its own expectation with the cheapest bought."""
    for seed in range(200):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(2, 8))
        q, d, p = int(rng.integers(1, n + 1)), rng.uniform(0.2, 1.0), rng.dirichlet(np.ones(n))
        value = baron_ferejohn.values(p.tolist(), q, d)
        assert value.sum() == pytest.approx(1.0)
        price = np.array([d * np.sort(np.delete(value, k))[: q - 1].sum() for k in range(n)])
        bought = (value - p * (1 - price)) / (d * value)  # the chance of being bought that its value implies
        assert (bought > -1e-9).all()
        assert (bought < 1 - p + 1e-9).all()
        assert bought.sum() == pytest.approx(q - 1, abs=1e-6)
        cheap = value < np.sort(value)[max(q - 2, 0)] - 1e-9
        fewer = np.array([(value < each - 1e-9).sum() for each in value])
        assert bought[fewer >= q] == pytest.approx(0, abs=1e-7)  # q others are cheaper: nobody buys its vote
        if q > 1:
            assert bought[cheap] == pytest.approx((1 - p)[cheap], abs=1e-7)


def test_impossible_games_are_errors() -> None:
    with pytest.raises(ValueError, match="quorum"):
        baron_ferejohn.values((0.5, 0.5), 3, 0.9)
