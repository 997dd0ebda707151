"""Every row of the table of checked values comes out of a closed form; the tests by paper hold the solver to them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from ripeness.bargaining.classics import (
    attrition,
    baron_ferejohn,
    fearon,
    line,
    mediation,
    merlo_wilson,
    pressure,
    random_proposer,
    rubinstein,
    ruin,
    shifting_power,
    spatial,
    truce,
)
from tests.reference.vectors import numbers, table

FLOW = (0.02, -0.01)
CHANCES, PATIENCE, FLOWS = (0.5, 0.3, 0.2), (0.9, 0.8, 0.95), (0.01, -0.02, 0.005)
WAR = (4, 0.6, 0.9, 0.05, 0.08)
EVEN, STICKY = [[0.5, 0.5], [0.5, 0.5]], [[0.8, 0.2], [0.3, 0.7]]
TRUCE = ((0.3, 0.05), (0.1, 0.1), 0.02, 0.9)
ACTORS = [list(each) for each in zip(*(actor[1:] for actor in spatial.EMISSION_STANDARDS), strict=True)]

CLOSED: dict[tuple[str, str], list[Callable[[], ArrayLike]]] = {
    ("rubinstein", "d1=.9;d2=.8"): [
        lambda: rubinstein.proposer_shares((0.9, 0.8))[0],
        lambda: rubinstein.proposer_shares((0.9, 0.8))[1],
    ],
    ("rubinstein_inside_option", "d1=.9;d2=.8;f1=.02;f2=-.01"): [
        lambda: rubinstein.proposer_shares((0.9, 0.8), FLOW)[0],
        lambda: rubinstein.proposer_shares((0.9, 0.8), FLOW)[1],
    ],
    ("outside_option_deal_me_out", "d=.9;b2=.45"): [lambda: rubinstein.outside_option(0.9, 0.45)],
    ("outside_option_deal_me_out", "d=.9;b2=.6"): [lambda: rubinstein.outside_option(0.9, 0.6)],
    ("breakdown_risk", "q=.1;b1=.2;b2=.1;no discount"): [lambda: rubinstein.breakdown(0.1, (0.2, 0.1))],
    ("random_proposer_unanimity", "pi=.5,.3,.2;d=.9,.8,.95"): [lambda: random_proposer.values(CHANCES, PATIENCE)],
    ("random_proposer_unanimity_fight_flow", "pi=.5,.3,.2;d=.9,.8,.95;f=.01,-.02,.005"): [
        lambda: random_proposer.values(CHANCES, PATIENCE, FLOWS)
    ],
    ("baron_ferejohn_majority", "n=3;d=1"): [lambda: baron_ferejohn.proposer_share(3, 2, 1.0)],
    ("baron_ferejohn_majority", "n=3;d=.8"): [lambda: baron_ferejohn.proposer_share(3, 2, 0.8)],
    ("baron_ferejohn_majority", "n=5;d=.9"): [lambda: baron_ferejohn.proposer_share(5, 3, 0.9)],
    ("baron_ferejohn_unanimity", "n=5;d=.9"): [lambda: baron_ferejohn.proposer_share(5, 5, 0.9)],
    ("baron_ferejohn_unequal", "n=3;q=2;p=.2,.3,.5;d=.9"): [lambda: baron_ferejohn.values((0.2, 0.3, 0.5), 2, 0.9)],
    ("baron_ferejohn_unequal", "n=3;q=2;p=.1,.2,.7;d=.9"): [lambda: baron_ferejohn.values((0.1, 0.2, 0.7), 2, 0.9)],
    ("merlo_wilson_iid", "cL=1;cH=2;pH=.5;d=.9"): [lambda: merlo_wilson.efficient_delay([1, 2], EVEN, 0.9).total[0]],
    ("merlo_wilson_markov", "P=[[.8,.2],[.3,.7]];c=1,2;d=.9"): [
        lambda: merlo_wilson.efficient_delay([1, 2], STICKY, 0.9).total[0]
    ],
    ("merlo_wilson_recognition", "pi(L)=(0,1);pi(H)=(.7,.3);iid;d=.9"): [
        lambda: merlo_wilson.while_waiting([1, 2], EVEN, 0.9, [[0, 1], [0.7, 0.3]])[0]
    ],
    ("eraslan_merlo", "n=3;cL=1.2;cH=2;d=.9;unanimity"): [
        lambda: merlo_wilson.symmetric([1.2, 2], EVEN, 0.9, 3, 3)[0].total.mean()
    ],
    ("eraslan_merlo", "n=3;cL=1.2;cH=2;d=.9;majority"): [
        lambda: merlo_wilson.symmetric([1.2, 2], EVEN, 0.9, 3, 2)[0].total.mean()
    ],
    ("fearon_tili_uniform", "p=.5;cA=.1;c~U[0,.4]"): [lambda: fearon.best_demand(0.5, 0.1, 0.0, 0.4)],
    ("fearon_tili_uniform", "p=.5;cA=.1;c~U[.1,.4]"): [lambda: fearon.best_demand(0.5, 0.1, 0.1, 0.4)[:2]],
    ("fearon_two_type", "cL=.05;cH=.3;cA=.1"): [lambda: fearon.risk_threshold(0.1, 0.05, 0.3)],
    ("powell_shift_TILI_A", "d=.9;cA=.3;cB=.4"): [lambda: shifting_power.threshold(0.9, 0.3, 0.4, 1.0)],
    ("powell_shift_TILI_B", "d=.9;cA=.3;cB=.4"): [lambda: shifting_power.threshold(0.9, 0.3, 0.4, 0.0)],
    ("powell_shift_random_half", "d=.9;cA=.3;cB=.4"): [lambda: shifting_power.threshold(0.9, 0.3, 0.4, 0.5)],
    ("gambler_ruin", "N=4;p=.6"): [
        lambda: ruin.win_chance(4, 0.6)[1:4],
        lambda: ruin.expected_length(4, 0.6)[1:4],
    ],
    ("gambler_ruin_discounted", "N=4;p=.6;d=.9"): [
        lambda: ruin.discounted_win(4, 0.6, 0.9)[1:4],
        lambda: ruin.discounted_loss(4, 0.6, 0.9)[1:4],
    ],
    ("bargain_while_fighting_random", "N=4;p=.6;d=.9;cA=.05;cB=.08;piA=.5"): [
        lambda: line.random_proposer(*WAR, 0.5)[1:4]
    ],
    ("bargain_while_fighting_alternating", "N=4;p=.6;d=.9;cA=.05;cB=.08"): [
        lambda: line.alternating(*WAR)[0][1:4],
        lambda: line.alternating(*WAR)[1][1:4],
    ],
    ("war_to_finish", "N=4;p=.6;d=.9;cA=.05"): [lambda: ruin.war_value(4, 0.6, 0.9, 0.05)[1:4]],
    ("memoryless_war", "w=.1;l=.05;c=.02;d=.95"): [lambda: truce.war_value((0.1, 0.05), 0.02, 0.95)[0]],
    ("pressure_state", "d=.9;f=-.02,-.05;m=.03,.01;pi=.5;h=.25"): [
        lambda: np.concatenate(pressure.values((0.5, 0.5), 0.9, (-0.02, -0.05), (0.03, 0.01), 0.25))
    ],
    ("kydd_type_bias_interval", "cL=.05;cH=.3;k=.2;qw=.3;qt=.7"): [
        lambda: mediation.honest_bias(0.05, 0.3, 0.2, 0.3, 0.7)
    ],
    ("war_of_attrition_simult", "V=1,2;c=.1,.3"): [lambda: attrition.attrition(1, 2, 0.1, 0.3)],
    ("truce_momentum", "d=.9;c=.02;M:(w,l)=(.3,.05);N:(.1,.1)"): [
        lambda: [
            *truce.war_value(TRUCE[0], *TRUCE[2:]),
            *truce.talks_value(TRUCE[0], *TRUCE[2:]),
            truce.price(*TRUCE, settling=False),
            truce.price(*TRUCE),
        ]
    ],
    ("hms_pooling_peace", "theta=.8;p=.9"): [lambda: mediation.pooling_peace(0.8, 0.9)],
    ("compromise_model", "emission standards"): [lambda: spatial.weighted_mean(*ACTORS)],
    ("weighted_median", "emission standards"): [lambda: spatial.weighted_median(*ACTORS)],
}


def test_every_row_comes_out() -> None:
    """In the order of the table: rows of one game with several quantities stand one after another."""
    rows: dict[tuple[str, str], list[np.ndarray]] = {}
    for row in table("test_vectors.csv"):
        rows.setdefault((row["model"], row["parameters"]), []).append(numbers(row))
    assert rows.keys() == CLOSED.keys()
    for game, closed in CLOSED.items():
        assert len(closed) == len(rows[game]), game
        for each, checked in zip(closed, rows[game], strict=True):
            np.testing.assert_allclose(np.ravel(each()), checked, atol=1e-6, rtol=0, err_msg=str(game))
