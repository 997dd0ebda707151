"""Talks without a last period: stationary Markov-perfect strategies, by damped iteration that knows when it cycles.

With deals that cannot be divided the iteration need not settle, and several equilibria may exist. So it is
run from several starts; as soon as offers repeat, with period 1 or more, what repeating them for ever is worth
is solved for exactly and played again: that proves an equilibrium (period 1) or a cycle. A cycle is met by
more damping; nothing unproved is handed out as a solution.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count, islice

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.bargaining.equilibrium import Equilibrium, Run, Stationary
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.evaluation import lasting_values
from ripeness.bargaining.rounds import Round, best_first, hold_round, prepared
from ripeness.bargaining.situation import read_numbers
from ripeness.bargaining.talks import Talks

Floats = NDArray[np.float64]
Step = Callable[[Floats], Round]

DAMPING = (1.0, 0.5, 0.2)  # shares of each round's change that are taken, tried one after another
LONGEST = 64  # periods of a cycle that can be proved
FIRST_PROOF = 3  # turns of repeated offers before it is solved what they are worth for ever; doubled by each failure
MOVING = 0.5  # share of the states that move in a round where they take turns
KEPT_AT_MOST = 8  # rounds of a cycle whose offers are tried as lasting ones
SAME = 1e-6  # swings: equilibria whose values differ by less count as one


@dataclass(frozen=True, eq=False)
class Search:
    """One attempt: where it ended and what is known about it.

    ``around``: the values of a proved cycle in turn, ``turn``: its rounds.
    """

    held: Round
    residual: float
    sweeps: int
    around: tuple[Floats, ...] = ()
    turn: tuple[Round, ...] = ()
    converged: bool = False


class Memory:
    """The offers met so far, to see them come back.

    Looked for are turns of up to ``longest`` rounds. ``repeats[p - 1]``: how many rounds in a row made the offers of p
    rounds before; ``patience`` says how many turns of p rounds it takes until a proof is tried.
    """

    def __init__(self, longest: int = LONGEST) -> None:
        self.numbers: dict[bytes, int] = {}
        self.turns = np.arange(1, longest + 1)
        self.lately = np.full(longest, -1)  # numbers of the offers made 1, 2, ... rounds before
        self.repeats = np.zeros(longest, dtype=np.intp)
        self.patience = np.full(longest, FIRST_PROOF)
        self.rounds: deque[Round] = deque(maxlen=longest)
        self.nearest = np.inf  # least residual that a leap ahead has led to

    def note(self, held: Round) -> None:
        """Add a round."""
        number = self.numbers.setdefault(held.offer.tobytes(), len(self.numbers))
        self.repeats = np.where(self.lately == number, self.repeats + 1, 0)
        self.lately[1:] = self.lately[:-1]
        self.lately[0] = number
        self.rounds.append(held)

    def turn(self) -> list[Round]:
        """The rounds of the shortest turn that repeats, once it has done so often enough; else none."""
        turns = self.repeats // self.turns
        repeating = turns >= FIRST_PROOF
        shortest = int(repeating.argmax())
        if not repeating[shortest] or turns[shortest] < self.patience[shortest]:
            return []
        self.patience[shortest] *= 2
        return list(self.rounds)[-(shortest + 1) :]

    def leapt(self, residual: float) -> None:
        """Note a leap ahead; while leaps halve the residual, the next one need not wait longer."""
        if residual < self.nearest / 2:
            self.patience[0] = FIRST_PROOF
            self.nearest = residual


def stationary(
    talks: Talks,
    starts: int = 5,
    seed: int = 0,
    tolerance: float = 1e-9,
    sweeps: int = 500,
    damping: Sequence[float] = DAMPING,
    start: ArrayLike | None = None,
    cycles: int = LONGEST,
) -> Stationary:
    """Search for stationary equilibria from several starts.

    The first start is fighting to the finish; then come some final deals for ever (the fairest over the war, the
    favourite of each party), then random values between war and everybody's dream. ``tolerance``: the residual, in
    swings, at which it has converged. ``sweeps``: rounds at most per damping; ``damping``: shares tried one after
    another until one converges. ``start[state, party]``: values to try before all others, counted among ``starts``,
    such as those of a game that differs little (its rows at ends are not read). ``cycles``: the longest that is looked
    for and proved; with 1 a search that goes round ends unsettled, which is quicker.
    """
    board = prepared(talks)

    def step(value: Floats) -> Round:
        return hold_round(board, value)

    return search_from(talks, step, starts, seed, tolerance, sweeps, damping, start, cycles=cycles)


def search_from(
    talks: Talks,
    step: Step,
    starts: int,
    seed: int,
    tolerance: float,
    sweeps: int,
    damping: Sequence[float],
    start: ArrayLike | None,
    precision: Floats | None = None,
    cycles: int = LONGEST,
) -> Stationary:
    """Search from each start and keep the different equilibria, in the order in which they were found."""
    shares = all(0 < share <= 1 for share in damping)
    if starts < 1 or sweeps < 1 or cycles < 1 or not tolerance > 0 or not damping or not shares:
        raise BargainingError(
            f"starts={starts}, sweeps={sweeps}, tolerance={tolerance}, damping={list(damping)}, cycles={cycles}: give "
            "at least one start, sweep and cycle, a tolerance above 0, and shares above 0 and up to 1."
        )
    found: list[Equilibrium] = []
    runs: list[Run] = []
    given = _given_values(talks, start)
    for label, value in islice(chain(given, _starting_values(talks, seed)), starts):
        search, run = _run(talks, step, label, value, tolerance, sweeps, damping, seed, cycles)
        runs.append(run)
        held = search.held
        if search.converged and all(np.abs(held.value - other.value).max() > SAME for other in found):
            found.append(
                Equilibrium(
                    talks, held.value, held.continuation, held.offer, held.chance, held.leave, run.residual, precision
                )
            )
    return Stationary(talks, tuple(found), tuple(runs), seed)


def _given_values(talks: Talks, start: ArrayLike | None) -> list[tuple[str, Floats]]:
    """The values to start from that were given, if any. Raises BargainingError where they are none of this game."""
    if start is None:
        return []
    situation = talks.situation
    value = read_numbers("start", start, situation.flow.shape)
    return [("a given start", np.where(situation.ends[:, None], situation.end_value, value))]


def _starting_values(talks: Talks, seed: int) -> Iterator[tuple[str, Floats]]:
    """Values to start from, without end: telling ones first, then random ones."""
    going = ~talks.situation.ends
    lumps = talks.value[going].mean(axis=0) if talks.value.ndim == 3 and going.any() else talks.value
    lumps = lumps if lumps.ndim == 2 else lumps[0]
    dream = np.maximum(talks.war, lumps.max(axis=0, initial=-np.inf))
    chance = np.random.default_rng(seed)
    for label, value in _telling_values(talks, lumps):
        yield label, np.where(going[:, None], value, talks.war)
    for number in count(2 + lumps.shape[1] if len(lumps) else 1):
        mixed = talks.war + chance.random(dream.shape) * (dream - talks.war)
        yield f"random start {number}", np.where(going[:, None], mixed, talks.war)


def _telling_values(talks: Talks, lumps: Floats) -> Iterator[tuple[str, Floats]]:
    """War, and what it is worth to have certain deals for ever; ``lumps[item, party]``, one per final item."""
    yield "fighting to the finish", talks.war
    if not len(lumps):
        return
    fairest = int((lumps - talks.war.mean(axis=0)).min(axis=1).argmax())
    yield f"{talks.items[fairest]} for ever", np.broadcast_to(lumps[fairest], talks.war.shape)
    for party in range(lumps.shape[1]):
        favourite = int(best_first(lumps, party)[0])
        yield f"{talks.items[favourite]} for ever", np.broadcast_to(lumps[favourite], talks.war.shape)


def _run(
    talks: Talks,
    step: Step,
    label: str,
    value: Floats,
    tolerance: float,
    sweeps: int,
    damping: Sequence[float],
    seed: int,
    cycles: int,
) -> tuple[Search, Run]:
    """Search from one start; a cycle is met by its own offers for ever, by states in turn, then by more damping."""
    tried: list[tuple[Search, float]] = []
    for share in damping:
        search = settle(talks, step, value, share, sweeps, tolerance, cycles=cycles)
        tried.append((search, share))
        if search.around:
            kept = _kept_for_ever(talks, step, search, tolerance)
            if kept is None:
                chance = np.random.default_rng(seed)
                kept = settle(talks, step, search.around[0], MOVING, sweeps // 4, tolerance, chance)
            tried.append((kept, share))
        if tried[-1][0].converged:
            break
        value = np.mean(search.around, axis=0) if search.around else search.held.value
    telling, share = max(tried, key=lambda each: (each[0].converged, bool(each[0].around)))
    return telling, _report(telling, label, sum(each.sweeps for each, _ in tried), share)


def _kept_for_ever(talks: Talks, step: Step, search: Search, tolerance: float) -> Search | None:
    """An equilibrium in which the offers of one round of the cycle are made for ever, if that is one.

    Such an equilibrium may repel the iteration, so that only a start on it finds it.
    """
    for held in search.turn[:KEPT_AT_MOST]:
        (value,) = lasting_values(talks, [held])
        again = step(value)
        if _distance(again.value, value) <= tolerance:
            return _arrived(step, again, 1)
    return None


def _report(search: Search, label: str, sweeps: int, damping: float) -> Run:
    if search.converged:
        return Run(label, "converged", sweeps, damping, 1, search.residual, np.zeros(len(search.held.value), bool), 0.0)
    path = np.array(search.around) if search.around else search.held.value[None]
    range_of = np.ptp(path, axis=0).max(axis=1)
    status = "cycled" if search.around else "unsettled"
    return Run(
        label, status, sweeps, damping, len(search.around), search.residual, range_of > SAME, float(range_of.max())
    )


def settle(
    talks: Talks,
    step: Step,
    value: Floats,
    damping: float,
    sweeps: int,
    tolerance: float,
    chance: np.random.Generator | None = None,
    cycles: int = LONGEST,
) -> Search:
    """Iterate value <- value + damping (round(value) - value) until a fixed point or a cycle is proved.

    With ``chance`` it is not every change that is damped: only such a share of the states, drawn anew for every round,
    moves at all. That breaks cycles of states that wait for each other; a cycle cannot be proved then.
    """
    memory = Memory(cycles)
    sweep = 0
    while True:
        sweep += 1
        held = step(value)
        residual = _distance(held.value, value)
        if residual <= tolerance:
            return _arrived(step, held, sweep)
        memory.note(held)
        share = damping if chance is None else chance.random((len(value), 1)) < damping
        value = value + share * (held.value - value)
        turn = memory.turn()
        if turn and (len(turn) == 1 or chance is None):
            lasting = lasting_values(talks, turn, damping)
            again = step(lasting[0])
            left_over = _distance(again.value, lasting[0])
            if left_over <= tolerance:
                return _arrived(step, again, sweep)
            if len(turn) == 1 and left_over < residual:
                value = again.value  # as long as these offers last it leads there anyway: leap to its end
                memory.leapt(left_over)
            elif len(turn) > 1 and _goes_around(step, turn, lasting, damping, tolerance):
                return Search(held, residual, sweep, tuple(lasting), tuple(turn))
        if sweep == sweeps:
            return Search(held, residual, sweep)


def _arrived(step: Step, held: Round, sweep: int) -> Search:
    """The fixed point, with everything computed from its own value."""
    final = step(held.value)
    return Search(
        Round(held.value, final.continuation, final.offer, final.chance, final.leave),
        _distance(final.value, held.value),
        sweep,
        converged=True,
    )


def _goes_around(
    step: Step, turn: Sequence[Round], lasting: Sequence[Floats], damping: float, tolerance: float
) -> bool:
    """Replay one turn of a supposed cycle: every round makes the same offers and leads to the next value."""
    for position, (was, value) in enumerate(zip(turn, lasting, strict=True)):
        held = step(value)
        following = value + damping * (held.value - value)
        if not (held.offer == was.offer).all():
            return False
        if _distance(following, lasting[(position + 1) % len(lasting)]) > tolerance:
            return False
    return True


def _distance(one: Floats, other: Floats) -> float:
    return float(np.abs(one - other).max())
