"""The published models side by side: a known number, the closed form's, and the general solver's on two cuts of a pie.

``python -m ripeness.bargaining.classics`` prints the table. Solutions are those of long finite games, which are
unique. A cut of a pie may move the solver's number by a few parts; ``spread`` says by how many at most, so that
``spread / parts`` goes to 0 as the pie is cut finer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.bargaining.classics import (
    attrition,
    baron_ferejohn,
    challenge,
    fearon,
    line,
    mediation,
    merlo_wilson,
    optimism,
    pressure,
    random_proposer,
    rubinstein,
    ruin,
    shifting_power,
    spatial,
    truce,
)
from ripeness.bargaining.situation import absorption
from ripeness.bargaining.talks import NOTHING, Talks

Floats = NDArray[np.float64]
LONG = 400  # periods of a finite game: by then, at a discount of .95, 1e-9 is left of a swing


@dataclass(frozen=True, slots=True)
class Known:
    """A number of a published model, and where it comes from again.

    ``solved(parts)`` gives it by the general solver on a pie in so many parts, within ``spread / parts``; where that
    is None, ``why`` says why the game is outside the solver's class. ``parts``: two cuts, coarse and fine; None where
    there is no pie to cut and the general code is exact.
    """

    model: str
    paper: str
    number: str
    published: float
    closed: Callable[[], float]
    solved: Callable[[int], float] | None = None
    parts: tuple[int, int] | None = (100, 1000)
    spread: float = 0.0
    why: str = ""


def table() -> str:
    """All of it, as a table in Markdown."""
    head = ["model", "paper", "number", "published", "closed form", "solver, coarse", "solver, fine"]
    rows = [head, ["---"] * len(head)] + [
        [f"`{each.model}`", each.paper, each.number, f"{each.published:.6f}", f"{each.closed():.6f}", *_solved(each)]
        for each in KNOWN
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _solved(known: Known) -> list[str]:
    if known.solved is None:
        return [known.why, ""]
    if known.parts is None:
        return [f"{known.solved(0):.6f}", "no pie to cut"]
    return [f"{known.solved(parts):.4f} ({parts} parts)" for parts in known.parts]


# --- numbers by the general solver ---------------------------------------------------------------------


def value(talks: Talks, state: int, party: int) -> float:
    """What a party expects in a state, at the start of a long game."""
    return float(talks.finite(LONG).value[0, state, party])


def first_without_a_deal(talks: Callable[[int], Talks], most: int) -> int:
    """The least of the steps 0, 1, .. ``most`` at which no deal is made in the first state of the game that it sets."""
    low, high = -1, most
    while high - low > 1:
        middle = (low + high) // 2
        game = talks(middle)
        named = game.recognition[0] > 0
        if (game.finite(LONG).offer[0, 0, named] == NOTHING).all():
            high = middle
        else:
            low = middle
    return high


def price_of_a_truce(parts: int, settling: bool) -> float:
    """The least transfer, on a grid of so many, for which the side with momentum takes a truce."""
    grid = np.arange(parts + 1) / parts
    talks = truce.talks(parts, *TRUCE, transfers=grid.tolist(), settling=settling)
    return float(grid[talks.finite(LONG).accepts(0, 0)[talks.finals :, 0].argmax()])


def shares_of(parts: int, pie: list[float], drift: list[list[float]], named: ArrayLike, quorum: int = 2) -> Floats:
    """What each expects of a pie that changes size before the proposer is drawn, ``[pie size, party]``."""
    found = merlo_wilson.talks(parts, quorum, 0.9, pie, drift, named).finite(LONG).value[0]
    return merlo_wilson.before_recognition(found, named)


def shift(parts: int, a_proposes: float) -> float:
    """By how much d p2 must exceed p1 for war, p2 on a grid."""

    def after(step: int) -> Talks:
        return shifting_power.talks(parts, 0.4, (0.4 + step / parts) / 0.9, 0.9, 0.3, 0.4, a_proposes)

    return first_without_a_deal(after, most=parts // 2) / parts


def taken(talks: Talks) -> float:
    """What A's own offer gives it in the first state."""
    solved = talks.finite(1)
    return float(talks.value[solved.offer[0, 0, 0], 0])


def chance_of_victory(held: int) -> float:
    """That A takes all forts from so many, by the general code for where a drift ends."""
    war = ruin.situation(*WAR)
    return float(absorption(war.reference, war.ends).chance[held, 1])


TRUCE = ((0.3, 0.05), (0.1, 0.1), 0.02, 0.9)
PRESSURE = ((0.5, 0.5), 0.9, (-0.02, -0.05), (0.03, 0.01), 0.25)
CHANCES, PATIENCE, FLOWS = (0.5, 0.3, 0.2), (0.9, 0.8, 0.95), (0.01, -0.02, 0.005)
WAR = (4, 0.6, 0.9, 0.05, 0.08)
NAMED = [[0.0, 1.0], [0.7, 0.3]]
EVEN, STICKY = [[0.5, 0.5], [0.5, 0.5]], [[0.8, 0.2], [0.3, 0.7]]
ACTORS = np.array([actor[1:] for actor in spatial.EMISSION_STANDARDS]).T
HIDDEN = "outside: what a side knows of itself is hidden from the other"

KNOWN = (
    Known(
        "rubinstein",
        "Rubinstein 1982",
        "share of the first proposer; d = .9, .8",
        0.714285714,
        lambda: rubinstein.proposer_shares((0.9, 0.8))[0],
        lambda parts: value(rubinstein.talks(parts, (0.9, 0.8)), 0, 0),
        spread=1 / (1 - 0.72),
    ),
    Known(
        "rubinstein",
        "Rubinstein 1982",
        "the same with flows .02 and -.01 while bargaining",
        0.807142857,
        lambda: rubinstein.proposer_shares((0.9, 0.8), (0.02, -0.01))[0],
        lambda parts: value(rubinstein.talks(parts, (0.9, 0.8), (0.02, -0.01)), 0, 0),
        spread=1 / (1 - 0.72),
    ),
    Known(
        "rubinstein",
        "Binmore, Shaked, Sutton 1989",
        "share of the proposer; d = .9, the other may leave for .45",
        0.526315789,
        lambda: rubinstein.outside_option(0.9, 0.45),
        lambda parts: value(rubinstein.talks(parts, (0.9, 0.9), exits=(np.nan, 0.45)), 0, 0),
        spread=1 / (1 - 0.81),
    ),
    Known(
        "rubinstein",
        "Binmore, Shaked, Sutton 1989",
        "the same, the other may leave for .6",
        0.4,
        lambda: rubinstein.outside_option(0.9, 0.6),
        lambda parts: value(rubinstein.talks(parts, (0.9, 0.9), exits=(np.nan, 0.6)), 0, 0),
        spread=1 / (1 - 0.81),
    ),
    Known(
        "rubinstein",
        "Binmore, Rubinstein, Wolinsky 1986",
        "share of the proposer; talks break down with chance .1, then .2 and .1",
        0.568421053,
        lambda: rubinstein.breakdown(0.1, (0.2, 0.1)),
        lambda parts: value(rubinstein.talks_that_may_break_down(parts, 0.1, (0.2, 0.1)), 0, 0),
        spread=1 / (1 - 0.81),
    ),
    Known(
        "random_proposer",
        "Binmore 1987",
        "the first of three, by unanimity; chances .5, .3, .2; d = .9, .8, .95",
        0.476190476,
        lambda: float(random_proposer.values(CHANCES, PATIENCE)[0]),
        lambda parts: value(random_proposer.talks(parts, CHANCES, PATIENCE), 0, 0),
        parts=(50, 400),
        spread=1 / (1 - 0.95),
    ),
    Known(
        "random_proposer",
        "Binmore 1987",
        "the same with flows .01, -.02, .005 while bargaining",
        0.528571429,
        lambda: float(random_proposer.values(CHANCES, PATIENCE, FLOWS)[0]),
        lambda parts: value(random_proposer.talks(parts, CHANCES, PATIENCE, FLOWS), 0, 0),
        parts=(50, 400),
        spread=1 / (1 - 0.95),
    ),
    Known(
        "baron_ferejohn",
        "Baron, Ferejohn 1989",
        "the proposer keeps; 3 of 5 must agree, d = .9",
        0.64,
        lambda: baron_ferejohn.proposer_share(5, 3, 0.9),
        lambda parts: value(baron_ferejohn.talks(parts, 5, 3, 0.9), 0, 0),
        parts=(110, 1010),
        spread=4.0,
    ),
    Known(
        "baron_ferejohn",
        "Eraslan 2002",
        "the first of three; chances .1, .2, .7, 2 must agree, d = .9",
        0.218978102,
        lambda: float(baron_ferejohn.values((0.1, 0.2, 0.7), 2, 0.9)[0]),
        why="outside: the proposer chooses its partner by lot, offers of the solver are sure",
    ),
    Known(
        "merlo_wilson",
        "Merlo, Wilson 1995",
        "all together while they wait; pie 1 or 2, sticky, d = .9",
        1.285714286,
        lambda: float(merlo_wilson.efficient_delay([1, 2], STICKY, 0.9).total[0]),
        lambda parts: float(shares_of(parts, [1, 2], STICKY, EVEN)[0].sum()),
        spread=1e-4,
    ),
    Known(
        "merlo_wilson",
        "Merlo, Wilson 1995",
        "the first of two while they wait, who proposes with .7 once the pie is large; pie 1 or 2 by lot",
        1.145454545,
        lambda: float(merlo_wilson.while_waiting([1, 2], EVEN, 0.9, NAMED)[0, 0]),
        lambda parts: float(shares_of(parts, [1, 2], EVEN, NAMED)[0, 0]),
        spread=10.0,
    ),
    Known(
        "merlo_wilson",
        "Eraslan, Merlo 2002",
        "all three together, who agree too soon by majority; pie 1.2 or 2, d = .9",
        1.6,
        lambda: float(merlo_wilson.symmetric([1.2, 2], EVEN, 0.9, 3, 2)[0].total.mean()),
        lambda parts: float(shares_of(parts, [1.2, 2], EVEN, np.full((2, 3), 1 / 3)).sum(axis=1).mean()),
        parts=(20, 60),
        spread=1e-4,
    ),
    Known(
        "fearon",
        "Fearon 1995",
        "most that A can get without war; p = .5, costs .1 and .1234",
        0.6234,
        lambda: fearon.bargaining_range(0.5, 0.1, 0.1234).high,
        lambda parts: taken(fearon.talks(parts, 0.5, 0.1, 0.1234)),
        spread=1.0,
    ),
    Known(
        "fearon",
        "Fearon 1995",
        "A's demand where it knows of B's cost that it is between 0 and .4; p = .5, c_A = .1",
        0.65,
        lambda: fearon.best_demand(0.5, 0.1, 0.0, 0.4).share,
        why=HIDDEN,
    ),
    Known(
        "fearon",
        "Fearon 1995",
        "chance of war after it",
        0.375,
        lambda: fearon.best_demand(0.5, 0.1, 0.0, 0.4).war,
        why=HIDDEN,
    ),
    Known(
        "shifting_power",
        "Fearon 1995",
        "war iff d p2 - p1 exceeds; d = .9, costs .3 and .4, A proposes",
        0.004,
        lambda: shifting_power.threshold(0.9, 0.3, 0.4, 1.0),
        lambda parts: shift(parts, 1.0),
        spread=2.0,
    ),
    Known(
        "shifting_power",
        "Powell 2006",
        "the same, either side proposes half the time",
        0.0355,
        lambda: shifting_power.threshold(0.9, 0.3, 0.4, 0.5),
        lambda parts: shift(parts, 0.5),
        spread=2.0,
    ),
    Known(
        "ruin",
        "Smith, Stam 2004",
        "chance that A wins the war; 2 of 4 forts, p = .6",
        0.692307692,
        lambda: float(ruin.win_chance(4, 0.6)[2]),
        lambda _: chance_of_victory(2),
        parts=None,
        spread=1e-9,
    ),
    Known(
        "line",
        "Smith, Stam 2004",
        "A's value of talks meanwhile, random proposer; d = .9, costs .05 and .08",
        0.679155759,
        lambda: float(line.random_proposer(*WAR, 0.5)[2]),
        lambda parts: value(line.talks(parts, *WAR, 0.5), 2, 0),
        spread=10.0,
    ),
    Known(
        "line",
        "Smith, Stam 2004",
        "the same where they take turns and A proposes",
        0.697971204,
        lambda: float(line.alternating(*WAR)[0][2]),
        lambda parts: value(line.talks(parts, *WAR, None), 2, 0),
        spread=10.0,
    ),
    Known(
        "optimism",
        "Fearon 1995, Yildiz 2003",
        "p_A at which the zone closes; p_B = .4, costs .1 and .2",
        0.7,
        lambda: optimism.closes_at(0.4, 0.1, 0.2),
        lambda parts: first_without_a_deal(lambda k: optimism.talks(parts, k / parts, 0.4, 0.1, 0.2), parts) / parts,
        spread=2.0,
    ),
    Known(
        "truce",
        "Powell 2004 (the war)",
        "price of a truce for the side with momentum, no settlement",
        0.377409639,
        lambda: truce.price(*TRUCE, settling=False),
        lambda parts: price_of_a_truce(parts, settling=False),
        spread=1.0,
    ),
    Known(
        "truce",
        "Powell 2004 (the war)",
        "the same where talks could settle the war",
        0.251084337,
        lambda: truce.price(*TRUCE),
        lambda parts: price_of_a_truce(parts, settling=True),
        spread=10.0,
    ),
    Known(
        "pressure",
        "value equations of this package",
        "A's value under a stick that is put away with chance .25",
        0.619230769,
        lambda: float(pressure.values(*PRESSURE)[1][0]),
        lambda parts: value(pressure.talks(parts, *PRESSURE), 1, 0),
        spread=10.0,
    ),
    Known(
        "spatial",
        "Bueno de Mesquita 1994",
        "weighted mean of the emission standards, years",
        7.389955687,
        lambda: spatial.weighted_mean(*ACTORS),
        why="outside: not a game",
    ),
    Known(
        "challenge",
        "Bueno de Mesquita 1994",
        "weighted median after a round of challenges, years",
        9.529952168,
        lambda: float(challenge.challenge(*ACTORS, rounds=1).median[1]),
        why="outside: all move at once, by rules of their own",
    ),
    Known(
        "mediation",
        "Kydd 2003",
        "least bias of an honest mediator; costs .05 or .3, .2; chances .3 and .7",
        0.375,
        lambda: mediation.honest_bias(0.05, 0.3, 0.2, 0.3, 0.7).low,
        why=HIDDEN,
    ),
    Known(
        "mediation",
        "Hoerner, Morelli, Squintani 2015",
        "chance of a strong opponent at which half keeps the peace; .8 remains, the strong wins with .9",
        0.6875,
        lambda: mediation.pooling_peace(0.8, 0.9).chance,
        why=HIDDEN,
    ),
    Known(
        "attrition",
        "Hendricks, Weiss, Wilson 1988",
        "expected rounds; prizes 1 and 2, costs .1 and .3",
        3.773584906,
        lambda: attrition.attrition(1, 2, 0.1, 0.3).costly_rounds,
        why="outside: both move at once, and mix",
    ),
)
