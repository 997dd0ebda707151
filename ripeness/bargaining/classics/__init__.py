"""Published models, each ready to be set beside the general solver.

    >>> from ripeness.bargaining.classics import rubinstein
    >>> round(rubinstein.proposer_shares((0.9, 0.8))[0], 4)  # the closed form
    0.7143
    >>> game = rubinstein.talks(1000, (0.9, 0.8))  # the same game for the solver, on a pie in 1000 parts
    >>> round(float(game.finite(200).value[0, 0, 0]), 4)  # [period, state, party], the talks lasting 200 periods
    0.712

Every module is one model. Its functions in closed form give the published numbers; ``talks(parts, ...)`` sets up the
game as a ``Talks`` for the general solver, in ``parts`` equal parts where there is a pie to cut (its shares come out up
to some parts). Models that are outside the solver's class (something is hidden, or both move at once) have no
``talks`` and say why.

===============  ====================================  ==============================  =========================
module           paper                                 published number                solver
===============  ====================================  ==============================  =========================
rubinstein       Rubinstein 1982                       proposer_shares                 talks
..               Binmore, Shaked, Sutton 1989          outside_option                  talks(.., exits)
..               Binmore, Rubinstein, Wolinsky 1986    breakdown                       talks_that_may_break_down
random_proposer  Binmore 1987                          values                          talks
baron_ferejohn   Baron, Ferejohn 1989                  proposer_share                  talks
..               Eraslan 2002 (unequal chances)        values                          none: partners by lot
merlo_wilson     Merlo, Wilson 1995                    efficient_delay, while_waiting  talks
..               Eraslan, Merlo 2002 (majority)        symmetric                       talks
fearon           Fearon 1995 (range)                   bargaining_range                talks
..               Fearon 1995 (uncertainty)             best_demand, risk_threshold     none: hidden costs
shifting_power   Fearon 1995, Powell 2006              threshold                       talks
optimism         Fearon 1995, Yildiz 2003              zone, closes_at                 talks
ruin             Smith, Stam 2004 (the war)            win_chance, .., war_value       situation
line             Smith, Stam 2004 (with talks)         random_proposer, alternating    talks
truce            Powell 2004 (the war), own equations  war_value, talks_value, price   talks
pressure         own equations                         values                          talks
spatial          Bueno de Mesquita 1994 (compromise)   weighted_mean, weighted_median  none: not a game
challenge        Bueno de Mesquita 1994                challenge                       none: rules of its own
mediation        Kydd 2003                             honest_bias                     none: hidden types
..               Hoerner, Morelli, Squintani 2015      pooling_peace                   none: hidden types
attrition        Hendricks, Weiss, Wilson 1988         attrition                       none: both move at once
===============  ====================================  ==============================  =========================

``pie`` cuts pies. ``catalogue`` holds all of it with numbers: ``python -m ripeness.bargaining.classics`` prints them.
"""

from __future__ import annotations

from ripeness.bargaining.classics import (
    attrition,
    baron_ferejohn,
    challenge,
    fearon,
    line,
    mediation,
    merlo_wilson,
    optimism,
    pie,
    pressure,
    random_proposer,
    rubinstein,
    ruin,
    shifting_power,
    spatial,
    truce,
)

__all__ = [
    "attrition",
    "baron_ferejohn",
    "challenge",
    "fearon",
    "line",
    "mediation",
    "merlo_wilson",
    "optimism",
    "pie",
    "pressure",
    "random_proposer",
    "rubinstein",
    "ruin",
    "shifting_power",
    "spatial",
    "truce",
]
