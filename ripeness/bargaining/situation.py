"""The situation and its drift: what fighting on to the finish is worth, and where it leads.

Without a deal the situation moves from state to state by a row-stochastic drift, each period of fighting
pays every party a flow, and some states are ends (victory, defeat, collapse). Each party may hold its own
drift; the analyst's is the reference. Drifts may be dense or sparse; all solves are sparse.

Source for absorption: Kemeny and Snell 1960, "Finite Markov Chains", chapter 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.bargaining.errors import BargainingError

if TYPE_CHECKING:
    from scipy.sparse import csr_array

ROW_TOLERANCE = 1e-9  # how far a row of chances may be from a sum of 1, or below 0: rounding, not a typing error


@dataclass(frozen=True, eq=False)
class Situation:
    """States, how each party believes they move, and what fighting pays in each.

    ``drift[party][state, next_state]`` holds each party's own belief and ``reference[state, next_state]``
    the analyst's (dense arrays or scipy sparse matrices); ``flow[state, party]`` in swings per period of
    fighting; ``discount[party]`` per period, in [0, 1); ``ends[state]`` marks the states where fighting is
    over, ``end_value[state, party]`` what each end is worth, in swings, paid once on arrival. At an end
    neither the flow nor the row of the drift is read. Raises BargainingError naming state, party and sum
    where a row is no distribution, and where shapes do not fit.
    """

    states: tuple[str, ...]
    drift: tuple[csr_array, ...]
    reference: csr_array
    flow: NDArray[np.float64]
    discount: NDArray[np.float64]
    end_value: NDArray[np.float64]
    ends: NDArray[np.bool_]
    parties: tuple[str, ...] = field(default=())

    def __init__(
        self,
        states: Sequence[str],
        drift: ArrayLike | Sequence[Any],
        reference: ArrayLike | Any,
        flow: ArrayLike,
        discount: ArrayLike,
        end_value: ArrayLike,
        ends: ArrayLike,
        parties: Sequence[str] | None = None,
    ) -> None:
        factor = read_numbers("discount", discount, None)
        if factor.ndim != 1 or not ((factor >= 0) & (factor < 1)).all():
            raise BargainingError(f"discount is {factor.tolist()}: give one number in [0, 1) per party.")
        names = tuple(parties) if parties is not None else tuple(f"party {k}" for k in range(len(factor)))
        labels = tuple(states)
        if not labels or len(set(labels)) < len(labels):
            raise BargainingError(f"{len(labels)} states, {len(set(labels))} of them different: name each state once.")
        shape = (len(labels), len(names))
        if len(names) != len(factor):
            raise BargainingError(f"{len(names)} parties and {len(factor)} discount factors: give one for each.")
        stop = _ends(ends, len(labels))
        beliefs = list(drift)  # type: ignore[arg-type]
        if len(beliefs) != len(names):
            raise BargainingError(f"drift holds {len(beliefs)} beliefs for {len(names)} parties: give one for each.")
        read: dict[int, csr_array] = {}  # several parties may hold the very same belief
        for belief, name in zip((*beliefs, reference), (*(f"drift of {n}" for n in names), "reference"), strict=True):
            if id(belief) not in read:
                read[id(belief)] = read_chances(belief, stop, labels, name)
        values: dict[str, object] = {
            "states": labels,
            "drift": tuple(read[id(belief)] for belief in beliefs),
            "reference": read[id(reference)],
            "flow": read_numbers("flow", flow, shape),
            "discount": factor,
            "end_value": read_numbers("end_value", end_value, shape),
            "ends": stop,
            "parties": names,
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)


@dataclass(frozen=True, eq=False)
class Absorption:
    """Where a drift ends: ``chance[state, end]`` of each end, and ``length[state]`` the expected periods to an end.

    ``ends`` are the positions of the end states. ``length`` is inf where it is not sure that an end comes.
    """

    ends: tuple[int, ...]
    chance: NDArray[np.float64]
    length: NDArray[np.float64]


def fight_to_finish(situation: Situation, beliefs: Literal["own", "reference"] = "own") -> NDArray[np.float64]:
    """What fighting on is worth if no deal ever comes, ``W[state, party]`` in swings.

    W = flow + discount * drift W where fighting goes on, W = end_value at an end (a lump on arrival, so it
    is discounted by the periods until then). Under each party's own drift, or all under the reference.
    """
    going = np.flatnonzero(~situation.ends)
    worth = np.where(situation.ends[:, None], situation.end_value, 0.0)
    for party, discount in enumerate(situation.discount):
        drift = situation.reference if beliefs == "reference" else situation.drift[party]
        arriving = discount * (drift @ worth[:, party])
        worth[going, party] = _solve(drift, going, float(discount), (situation.flow[:, party] + arriving)[going])
    return worth


def absorption(drift: ArrayLike | Any, ends: ArrayLike) -> Absorption:
    """Find the chance of each end and the expected number of periods until one, from every state.

    ``drift[state, next_state]``, ``ends[state]`` true where fighting is over. States from which no end can
    be reached have chance 0; states that may wander into such a state have the length inf.
    """
    chances, stop = _plain(drift, ends)
    at = np.flatnonzero(stop)
    reaching = _can_reach(chances, stop)
    sure = ~_can_reach(_without_rows(chances, stop), ~reaching)
    chance = np.zeros((len(stop), len(at)))
    chance[at, np.arange(len(at))] = 1.0
    moving = np.flatnonzero(reaching & ~stop)
    chance[moving] = _solve(chances, moving, 1.0, (chances @ chance)[moving])
    length = np.where(stop, 0.0, np.inf)
    ending = np.flatnonzero(sure & ~stop)
    length[ending] = _solve(chances, ending, 1.0, np.ones(len(ending)))
    return Absorption(tuple(at.tolist()), chance, length)


def discounted_absorption(drift: ArrayLike | Any, ends: ArrayLike, discount: float) -> NDArray[np.float64]:
    """Expect discount ** (periods until the end) over the paths to each end, ``[state, end]``.

    It is what one swing, paid on arrival at that end, is worth now. ``discount`` in [0, 1).
    """
    if not 0 <= discount < 1:
        raise BargainingError(f"discount is {discount}: give a number in [0, 1); for 1 ask absorption().")
    chances, stop = _plain(drift, ends)
    at, going = np.flatnonzero(stop), np.flatnonzero(~stop)
    worth = np.zeros((len(stop), len(at)))
    worth[at, np.arange(len(at))] = 1.0
    worth[going] = _solve(chances, going, discount, np.asarray(discount * (chances @ worth))[going])
    return worth


def _solve(drift: csr_array, states: NDArray[np.intp], discount: float, right: NDArray[np.float64]) -> np.ndarray:
    """Solve (1 - discount * drift) x = right on the given states only."""
    from scipy.sparse import csc_array, eye_array
    from scipy.sparse.linalg import splu

    if not len(states):
        return right
    moves: Any = drift  # scipy ships no types for indexing
    inner = csc_array(eye_array(len(states)) - discount * moves[states][:, states])
    return splu(inner).solve(right)


def _can_reach(drift: csr_array, targets: NDArray[np.bool_]) -> NDArray[np.bool_]:
    reached = targets.copy()
    while True:
        more = reached | (drift @ reached.astype(np.float64) > 0)
        if (more == reached).all():
            return reached
        reached = more


def _without_rows(drift: csr_array, rows: NDArray[np.bool_]) -> csr_array:
    """A copy with nothing in these rows, and without zeros."""
    from scipy.sparse import csr_array

    many = np.diff(drift.indptr)
    kept = (drift.data != 0) & ~np.repeat(rows, many)
    begin = np.concatenate(([0], np.cumsum(kept)))[drift.indptr]
    return csr_array((drift.data[kept], drift.indices[kept], begin), shape=drift.shape)


def _plain(drift: ArrayLike | Any, ends: ArrayLike) -> tuple[csr_array, NDArray[np.bool_]]:
    stop = _ends(ends, None)
    return read_chances(drift, stop, tuple(f"state {k}" for k in range(len(stop))), "drift"), stop


def _ends(ends: ArrayLike, states: int | None) -> NDArray[np.bool_]:
    stop = np.asarray(ends)
    if stop.dtype != np.bool_ or stop.ndim != 1 or (states is not None and len(stop) != states):
        raise BargainingError(f"ends is a {stop.dtype} array of shape {stop.shape}: give one true or false per state.")
    return stop.copy()


def read_numbers(name: str, given: ArrayLike, shape: tuple[int, ...] | None) -> NDArray[np.float64]:
    """Check an array of finite numbers of a shape (None: any) and make it read-only. Raises BargainingError."""
    numbers = np.array(given, dtype=np.float64)
    if shape is not None and numbers.shape != shape:
        raise BargainingError(f"{name} has the shape {numbers.shape}: expected {shape} (states, parties).")
    if not np.isfinite(numbers).all():
        raise BargainingError(f"{name} holds a value that is not a finite number.")
    numbers.setflags(write=False)
    return numbers


def read_chances(given: ArrayLike | Any, ends: NDArray[np.bool_], labels: Sequence[str], name: str) -> csr_array:
    """Check a drift and make it sparse, with the rows of ends left out (they are never read)."""
    from scipy.sparse import csr_array

    drift = csr_array(given, dtype=np.float64)
    if drift.shape != (len(labels), len(labels)):
        raise BargainingError(f"{name} has the shape {drift.shape}: expected {len(labels)} states by {len(labels)}.")
    drift = _without_rows(drift, ends)
    drift.sum_duplicates()
    if not np.isfinite(drift.data).all() or (drift.data < -ROW_TOLERANCE).any():
        row = int(np.flatnonzero(~(np.isfinite(drift.data) & (drift.data >= -ROW_TOLERANCE)))[0])
        state = int(np.searchsorted(drift.indptr, row, side="right")) - 1
        raise BargainingError(
            f"{name}: from {labels[state]!r} to {labels[drift.indices[row]]!r} the chance is {drift.data[row]:g}. "
            "Chances lie between 0 and 1."
        )
    total = np.asarray(drift.sum(axis=1)).ravel()
    wrong = np.flatnonzero(~ends & (np.abs(total - 1) > ROW_TOLERANCE))
    if len(wrong):
        raise BargainingError(
            f"{name}: the chances from {labels[wrong[0]]!r} (row {wrong[0]}) sum to {total[wrong[0]]:.12g}, not 1"
            + (f"; {len(wrong) - 1} more rows likewise" if len(wrong) > 1 else "")
            + ". What is left over may be staying where one is: say so in the row."
        )
    return drift
