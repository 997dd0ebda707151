"""Fighting to the finish and absorption against plain iteration, on random small situations."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from ripeness.bargaining import Situation, absorption, discounted_absorption, fight_to_finish
from tests.property.strategies import situations

many = settings(max_examples=60, deadline=None)


def worth_by_iteration(situation: Situation, drift: np.ndarray, party: int) -> np.ndarray:
    worth = np.zeros(len(situation.states))
    for _ in range(1200):  # the largest discount drawn is .97: .97 ** 1200 < 1e-15
        going = situation.flow[:, party] + situation.discount[party] * drift @ worth
        worth = np.where(situation.ends, situation.end_value[:, party], going)
    return worth


@many
@given(situations())
def test_fighting_to_the_finish_equals_iteration(situation: Situation) -> None:
    own = fight_to_finish(situation)
    shared = fight_to_finish(situation, beliefs="reference")
    for party, belief in enumerate(situation.drift):
        np.testing.assert_allclose(own[:, party], worth_by_iteration(situation, belief.toarray(), party), atol=1e-10)
        reference = worth_by_iteration(situation, situation.reference.toarray(), party)
        np.testing.assert_allclose(shared[:, party], reference, atol=1e-10)


@many
@given(situations())
def test_absorption_obeys_one_step_and_adds_up_to_reaching_an_end(situation: Situation) -> None:
    drift, ends = situation.reference.toarray(), situation.ends
    found = absorption(situation.reference, ends)
    assert found.ends == tuple(np.flatnonzero(ends))
    step = drift @ found.chance
    np.testing.assert_allclose(found.chance[~ends], step[~ends], atol=1e-9)
    reach = ends.copy()
    for _ in range(len(ends)):
        reach |= (drift > 0) @ reach
    assert (found.chance.sum(axis=1) > 0).tolist() == reach.tolist()
    sure = np.isfinite(found.length)
    np.testing.assert_allclose(found.chance[sure].sum(axis=1), 1.0, atol=1e-9)
    assert (found.chance[~sure].sum(axis=1) < 1).all()
    going = sure & ~ends
    np.testing.assert_allclose(found.length[going], 1 + drift[going][:, sure] @ found.length[sure], rtol=1e-9)


@many
@given(situations())
def test_discounted_absorption_prices_the_ends(situation: Situation) -> None:
    """Without flows, fighting on is worth the ends, each at its discounted chance."""
    quiet = Situation(
        situation.states,
        situation.drift,
        situation.reference,
        np.zeros_like(situation.flow),
        situation.discount,
        situation.end_value,
        situation.ends,
    )
    worth = fight_to_finish(quiet)
    for party, belief in enumerate(situation.drift):
        chance = discounted_absorption(belief, situation.ends, float(situation.discount[party]))
        np.testing.assert_allclose(chance @ situation.end_value[situation.ends, party], worth[:, party], atol=1e-10)
