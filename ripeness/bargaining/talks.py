"""Talks held while the fighting goes on: who proposes, what is on the menu, who must agree, who may walk out.

Each period, in a state where fighting goes on, chance names a proposer (or nobody). It offers one item of the
menu or nothing. If all whose consent the item needs accept, a final item ends the talks with a lump for each
party; an interim item pays a flow for the period and moves the situation by its own transition. Otherwise
the period is one of fighting: the flow and the drift of the situation. With discount d, own beliefs T:

    continuation   c[state, party] = flow + d T V
    agreement      a[state, item, party] = value (final), or flow of the item + d Q V (interim)
                   kept * value + resumed * V[after the break] (final that may break: see ``breaking``)
    value          V[state, party] = expectation over proposers j of a(item that j offers), or c where it offers nothing

A track that closes while others go on is an interim item: what it leaves behind is part of the situation.
Three solutions: ``finite`` (backward induction), ``stationary`` (Markov perfect), ``quantal`` (logit acceptance).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.bargaining.breaking import Breaking, Durability, classes, durability
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.situation import ROW_TOLERANCE, Situation, fight_to_finish, read_chances, read_numbers

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from ripeness.bargaining.equilibrium import Stationary
    from ripeness.bargaining.talks_horizon import FiniteTalks

NOTHING = -1  # in an array of offers: the proposer offers nothing
TOLERANCE = 1e-9  # swings by which an offer may fall short and still be accepted: indifference accepts
DECIMALS = 12  # values of items are compared to so many decimals of a swing, so that sums in another order tie


@dataclass(frozen=True, eq=False)
class Interim:
    """A deal for the time being: a flow in place of that of fighting, and its own move of the situation.

    ``flow``: what each party gets in the period, ``[party]`` or ``[state, party]``, swings. ``transition``:
    ``[state, next_state]``, dense or sparse, common to all, or one per party (its own belief); then
    ``reference`` is the analyst's. Rows of states in which the item is not on the menu are not read.
    """

    flow: ArrayLike
    transition: Any
    reference: Any = None
    name: str | None = None


class Chains(NamedTuple):
    """Moves row by row: those of row r of a party stand at ``begin[party, r]`` to ``begin[party, r + 1]``.

    ``to[place]``: the next state, ``chance[place]``: how likely it is. Rows are those of ``Talks.moves``.
    """

    begin: NDArray[np.int64]
    to: NDArray[np.int64]
    chance: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Talks:
    """The game of talks on arrays. Final items come first in every array over items, then the interim ones.

    ``value``: lump of each final item if it holds for ever, ``[item, party]``, or ``[state, item, party]`` where it
    depends on when it is made. ``recognition[state, party]`` (or ``[party]``): chance of
    proposing; what is left of 1 is a period without talks. ``menu[state, item]``: what may be offered, all
    by default. ``consent[item, party]``: who must accept, all by default; ``quorum[item]``: how many of them
    do. ``proposers[item, party]``: who may offer it (a seat at that table), all by default.
    ``exits[state, party]``: what leaving for good is worth to a party that answers an offer, nan where it
    cannot; it accepts no less than that. The others are then left to fight to the finish. ``tolerance`` in
    swings: an offer that falls short by no more is accepted. Arrays at ends are not read. ``breaking``: ways in
    which final items break and talks resume, and ``breaks[item]``, one per final item, the position of its way,
    or -1 (NOTHING, the default) where it holds for ever.

    Among offers as good for the proposer (to 1e-12 of a swing) it makes the one with the largest sum for
    the others, then the first. Raises BargainingError where shapes do not fit or chances are none.
    """

    situation: Situation
    items: tuple[str, ...]
    value: NDArray[np.float64]
    interim: tuple[Interim, ...]
    recognition: NDArray[np.float64]
    menu: NDArray[np.bool_]
    consent: NDArray[np.bool_]
    quorum: NDArray[np.intp]
    proposers: NDArray[np.bool_]
    exits: NDArray[np.float64]
    tolerance: float
    breaking: tuple[Breaking, ...]
    breaks: NDArray[np.intp]
    durability: Durability = field(repr=False)
    flow: NDArray[np.float64] = field(repr=False)  # [interim, state, party]
    moves: tuple[csr_array, ...] = field(repr=False)  # of each party: drift, then interim transitions, stacked
    reference: csr_array = field(repr=False)  # the same for the analyst

    def __init__(
        self,
        situation: Situation,
        value: ArrayLike,
        recognition: ArrayLike,
        interim: Sequence[Interim] = (),
        menu: ArrayLike | None = None,
        consent: ArrayLike | None = None,
        quorum: ArrayLike | None = None,
        proposers: ArrayLike | None = None,
        exits: ArrayLike | None = None,
        items: Sequence[str] | None = None,
        tolerance: float = TOLERANCE,
        breaking: Sequence[Breaking] = (),
        breaks: ArrayLike | None = None,
    ) -> None:
        states, parties = len(situation.states), len(situation.parties)
        lump = _lumps(value, states, parties)
        count = lump.shape[-2] + len(interim)
        shape = (count, parties)
        listed = _marks("menu", menu, (states, count)) & ~situation.ends[:, None]
        agreeing = _marks("consent", consent, shape)
        flow, moves, reference = _moves(situation, interim, listed[:, lump.shape[-2] :])
        if not 0 <= tolerance < 1:
            raise BargainingError(f"tolerance is {tolerance}: give swings, small and not negative.")
        values: dict[str, object] = {
            "situation": situation,
            "items": _names(items, interim, count),
            "value": lump,
            "interim": tuple(interim),
            "recognition": _recognition(recognition, situation),
            "menu": listed,
            "consent": agreeing,
            "quorum": _quorum(quorum, agreeing),
            "proposers": _marks("proposers", proposers, shape),
            "exits": _exits(exits, (states, parties)),
            "tolerance": float(tolerance),
            "breaking": tuple(breaking),
            "breaks": classes(breaks, breaking, lump.shape[-2]),
            "durability": durability(situation, breaking),
            "flow": flow,
            "moves": moves,
            "reference": reference,
        }
        for name, given in values.items():
            object.__setattr__(self, name, given)

    @property
    def finals(self) -> int:
        """How many of the items are final: they come first."""
        return self.value.shape[-2]

    @cached_property
    def war(self) -> NDArray[np.float64]:
        """Fighting to the finish, no deal ever, ``[state, party]`` in swings."""
        return fight_to_finish(self.situation)

    @cached_property
    def chains(self) -> Chains:
        """The moves of all parties in three arrays, for the compiled loops."""
        parts = [matrix.nnz for matrix in self.moves]
        begin = [matrix.indptr + before for matrix, before in zip(self.moves, np.cumsum([0, *parts]), strict=False)]
        return Chains(
            np.array(begin, dtype=np.int64),
            np.concatenate([matrix.indices for matrix in self.moves]).astype(np.int64),
            np.concatenate([matrix.data for matrix in self.moves]).astype(np.float64),
        )

    def coming(self, value: NDArray[np.float64]) -> NDArray[np.float64]:
        """Discounted worth of what comes next, ``[move, state, party]``: move 0 is fighting on, then the interim items.

        ``value[state, party]`` is that of the next period; each party expects it under its own beliefs.
        """
        from ripeness.bargaining.kernels import what_comes

        return what_comes(self.chains, np.array(self.situation.discount), np.array(value, dtype=np.float64, order="C"))

    def finite(self, horizon: int, final_value: ArrayLike | None = None) -> FiniteTalks:
        """Solve talks that last ``horizon`` periods: see :func:`ripeness.bargaining.talks_horizon.finite`."""
        from ripeness.bargaining.talks_horizon import finite

        return finite(self, horizon, final_value)

    def stationary(self, **options: Any) -> Stationary:
        """Solve talks without a last period: see :func:`ripeness.bargaining.talks_stationary.stationary`."""
        from ripeness.bargaining.talks_stationary import stationary

        return stationary(self, **options)

    def quantal(self, precision: ArrayLike, **options: Any) -> Stationary:
        """Solve talks whose responders err: see :func:`ripeness.bargaining.talks_quantal.quantal`."""
        from ripeness.bargaining.talks_quantal import quantal

        return quantal(self, precision, **options)


def _lumps(given: ArrayLike, states: int, parties: int) -> NDArray[np.float64]:
    value = np.array(given, dtype=np.float64)
    if value.size == 0 and value.ndim < 2:
        value = np.zeros((0, parties))
    fits = (value.ndim == 2 or (value.ndim == 3 and len(value) == states)) and value.shape[-1] == parties
    if not fits:
        raise BargainingError(
            f"value has the shape {value.shape}: expected (items, {parties}) or ({states}, items, {parties})."
        )
    if not np.isfinite(value).all():
        raise BargainingError("value holds a number that is not finite. Take excluded items off the menu.")
    value = value.round(DECIMALS)
    value.setflags(write=False)
    return value


def _marks(name: str, given: ArrayLike | None, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    if given is None:
        return np.ones(shape, dtype=np.bool_)
    marks = np.array(given)
    if marks.dtype != np.bool_ or marks.shape != shape:
        raise BargainingError(f"{name} is a {marks.dtype} array of shape {marks.shape}: expected booleans {shape}.")
    return marks


def _names(given: Sequence[str] | None, interim: Sequence[Interim], count: int) -> tuple[str, ...]:
    finals = count - len(interim)
    if given is not None:
        if len(given) != count:
            raise BargainingError(f"{len(given)} names for {count} items: name the final ones, then the interim ones.")
        return tuple(given)
    unnamed = [f"deal {item}" for item in range(finals)]
    return (*unnamed, *(each.name or f"interim deal {number}" for number, each in enumerate(interim)))


def _recognition(given: ArrayLike, situation: Situation) -> NDArray[np.float64]:
    chance = np.array(given, dtype=np.float64)
    shape = (len(situation.states), len(situation.parties))
    if chance.shape not in (shape, shape[1:]):
        raise BargainingError(f"recognition has the shape {chance.shape}: expected {shape} or {shape[1:]}.")
    chance = np.broadcast_to(chance, shape) * ~situation.ends[:, None]
    total = chance.sum(axis=1)
    wrong = ~((chance >= 0).all(axis=1) & (total <= 1 + ROW_TOLERANCE))
    if wrong.any():
        state = int(np.flatnonzero(wrong)[0])
        raise BargainingError(
            f"recognition in {situation.states[state]!r} is {chance[state].tolist()}, in all {total[state]:.12g}: "
            "chances of proposing are not negative and sum to at most 1."
        )
    return chance


def _quorum(given: ArrayLike | None, consent: NDArray[np.bool_]) -> NDArray[np.intp]:
    most = consent.sum(axis=1)
    if given is None:
        return most
    quorum = np.array(given)
    if quorum.shape != most.shape or not np.issubdtype(quorum.dtype, np.integer):
        raise BargainingError(f"quorum is a {quorum.dtype} array of shape {quorum.shape}: one whole number per item.")
    if ((quorum < np.minimum(most, 1)) | (quorum > most)).any():
        item = int(np.flatnonzero((quorum < np.minimum(most, 1)) | (quorum > most))[0])
        raise BargainingError(f"the quorum of item {item} is {quorum[item]}, {most[item]} parties may consent to it.")
    return quorum.astype(np.intp)


def _exits(given: ArrayLike | None, shape: tuple[int, int]) -> NDArray[np.float64]:
    if given is None:
        return np.full(shape, np.nan)
    exits = np.array(given, dtype=np.float64)
    if exits.shape != shape or np.isinf(exits).any():
        raise BargainingError(f"exits has the shape {exits.shape}: give {shape}, nan where there is no exit.")
    return exits


def _moves(
    situation: Situation, interim: Sequence[Interim], listed: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], tuple[csr_array, ...], csr_array]:
    """Stack the drift and the transitions of the interim items, ``[move and state, next_state]``, per party."""
    from scipy.sparse import csr_array, vstack

    states, parties = len(situation.states), len(situation.parties)
    flow = np.zeros((len(interim), states, parties))
    stacks: list[list[csr_array]] = [[drift] for drift in (*situation.drift, situation.reference)]
    checked: dict[tuple[int, bytes], csr_array] = {}  # many items may share one transition
    for number, each in enumerate(interim):
        paid = np.asarray(each.flow, dtype=np.float64)
        called = f"interim item {each.name or number}"
        flow[number] = read_numbers(f"flow of {called}", np.broadcast_to(paid, (states, parties)), (states, parties))
        for stack, matrix in zip(stacks, _beliefs(each, parties, called), strict=True):
            stack.append(matrix)
        absent = ~listed[:, number]
        for stack in stacks:
            key = (id(stack[-1]), absent.tobytes())
            if key not in checked:
                checked[key] = read_chances(stack[-1], absent, situation.states, f"transition of {called}")
            stack[-1] = checked[key]
    joined: list[csr_array] = [csr_array(vstack(stack, format="csr")) if interim else stack[0] for stack in stacks]
    return flow, tuple(joined[:-1]), joined[-1]


def _beliefs(each: Interim, parties: int, called: str) -> list[Any]:
    """The transition as each party sees it, and as the analyst does."""
    own = isinstance(each.transition, (list, tuple)) and np.ndim(each.transition[0]) == 2
    own = own or getattr(each.transition, "ndim", 2) == 3
    if not own:
        common = each.transition
        return [common] * parties + [common if each.reference is None else each.reference]
    if len(each.transition) != parties or each.reference is None:
        raise BargainingError(
            f"{called} gives {len(each.transition)} beliefs for {parties} parties"
            f"{' and no reference' if each.reference is None else ''}: give one transition per party and the analyst's."
        )
    return [*each.transition, each.reference]
