from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining import BargainingError
from ripeness.bargaining.talks import NOTHING, Talks
from tests.bargaining.test_talks import cycling, war


def pie(parts: int = 20, **changes) -> Talks:
    deals = [[x / parts, 1 - x / parts] for x in range(parts + 1)]
    return Talks(war([[-0.05, -0.1]], [0.9, 0.8]), deals, recognition=[0.5, 0.4], **changes)


def test_one_offer_by_hand() -> None:
    """Kestria weighs .3 against 0 with precision 5; Aldova offers what is worth most to it by that chance."""
    talks = Talks(war([[0.0, 0.0]], [0.0, 0.0]), [[0.7, 0.3], [0.2, 0.8]], recognition=[1.0, 0.0])
    solved = talks.quantal([1.0, 5.0]).equilibrium
    accept = 1 / (1 + np.exp(-5 * 0.3))
    assert solved.offer[0, 0] == 0
    assert solved.chance[0, 0] == pytest.approx(accept)
    assert solved.value[0] == pytest.approx([0.7 * accept, 0.3 * accept])
    assert solved.precision is not None


def test_without_precision_every_answer_is_a_coin() -> None:
    solved = pie().quantal(0.0).equilibrium
    assert solved.chance[0] == pytest.approx([0.5, 0.5])
    assert solved.offer[0].tolist() == [20, 0]


def test_sharp_answers_come_to_exact_ones_up_to_a_part_of_the_pie() -> None:
    exact = pie().stationary(starts=1).value
    apart = [np.abs(pie().quantal(precision).value - exact).max() for precision in (20.0, 200.0, 20_000.0)]
    assert apart[2] < 0.1
    assert apart[2] < apart[0]


def test_answers_that_err_settle_where_exact_ones_cycle() -> None:
    assert not cycling().stationary().converged
    solved = cycling().quantal(5.0)
    assert solved.converged
    assert solved.equilibrium.residual <= 1e-9


def test_a_refusal_may_be_a_departure() -> None:
    """Kestria can leave for .4, more than going on: refused offers end the talks, and Aldova is left with the war."""
    talks = pie(exits=[[np.nan, 0.4]])
    solved = talks.quantal(4.0).equilibrium
    assert solved.leave is not None
    assert solved.leave[0, 0, 1] == pytest.approx(1 - solved.chance[0, 0])
    assert solved.leave[0, 1].sum() == 0  # Aldova has no exit
    outlook = solved.outlook(0, 50)
    assert outlook.left[:, 1].sum() > 0
    np.testing.assert_allclose(
        outlook.deal_by() + outlook.left.sum(axis=1).cumsum() + outlook.going.sum(axis=1), 1.0, atol=1e-12
    )
    endings = [solved.play(seed, 0, 50).ending for seed in range(400)]
    assert endings.count("left") / 400 == pytest.approx(outlook.left.sum(), abs=0.08)


def test_an_offer_that_helps_nobody_is_not_made() -> None:
    talks = Talks(war([[0.5, 0.5]]), [[0.1, 0.9]], recognition=[1.0, 0.0])
    assert talks.quantal(3.0).offer.tolist() == [[NOTHING, NOTHING]]


def test_precision_and_quorums_are_checked() -> None:
    with pytest.raises(BargainingError, match="finite numbers per swing"):
        pie().quantal(-1.0)
    with pytest.raises(BargainingError, match="only a quorum"):
        pie(exits=[[np.nan, 0.4]], quorum=[1] * 21).quantal(1.0)
