"""How two deals or drafts differ, issue by issue, and what each change is worth to each party.

With joint factors the worth of a change depends on what else has changed, so two readings are given: each change
taken alone, with the joint remainder that no single change accounts for, and all of them one after
another. Differences are taken between sums on the grid of ``deals``, so either reading adds up to the total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.deals import Deal, DealSpace
from ripeness.bargaining.errors import BargainingError

NO_MATTER = 5e-4  # swings below which a sentence does not mention a difference: three digits are told


@dataclass(frozen=True, slots=True)
class Difference:
    """One issue on which the deals differ.

    ``alone[party]`` is what the change is worth to each party if it is the only one made to the first deal,
    ``in_turn[party]`` if it is made after the changes of the rows before it, both in swings.
    ``allowed_alone`` tells whether the first deal with this change only is an allowed one.
    """

    issue: str
    before: str
    after: str
    alone: tuple[float, ...]
    in_turn: tuple[float, ...]
    allowed_alone: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The way from deal ``before`` to deal ``after``, all worths ``[party]`` in swings.

    ``total`` is what the second deal is worth more than the first: the sum of ``in_turn`` over the rows, and that of
    ``alone`` plus ``joint`` (0 for every party without joint factors). ``allowed`` tells it of both deals.
    """

    parties: tuple[str, ...]
    before: Deal
    after: Deal
    rows: tuple[Difference, ...]
    joint: tuple[float, ...]
    total: tuple[float, ...]
    gainers: tuple[str, ...]
    losers: tuple[str, ...]
    allowed: tuple[bool, bool]
    narration: str


def compare(
    space: DealSpace,
    before: Mapping[str, str],
    after: Mapping[str, str],
    parties: Sequence[str] | None = None,
    order: Sequence[str] | None = None,
) -> Comparison:
    """Compare two deals issue by issue, for ``parties`` (default: all).

    Changes are taken in the order of the space's issues, or with those of ``order`` first. The deals may be forbidden
    ones. Raises BargainingError where a deal leaves an issue open, and for unknown names.
    """
    chosen = list(space.party_positions(parties))
    names = tuple(space.parties[k] for k in chosen)
    allowed = (space.allowed(before), space.allowed(after))
    first, second = (Deal((issue.name, deal[issue.name]) for issue in space.issues) for deal in (before, after))
    changed = [name for name in _in_order(space, order) if first[name] != second[name]]
    alone = [Deal({**first, name: second[name]}) for name in changed]
    path = [Deal({**first, **{name: second[name] for name in changed[:done]}}) for done in range(len(changed) + 1)]
    by_one = _grid_sums(space, alone) - _grid_sums(space, [first])
    in_turn = np.diff(_grid_sums(space, path), axis=0)
    rows = tuple(
        Difference(name, first[name], second[name], worth, turn, space.allowed(deal))
        for name, deal, worth, turn in zip(
            changed, alone, _swings(space, by_one, chosen), _swings(space, in_turn, chosen), strict=True
        )
    )
    whole = in_turn.sum(axis=0)
    joint, total = _swings(space, np.array([whole - by_one.sum(axis=0), whole]), chosen)
    gainers = tuple(name for name, more in zip(names, total, strict=True) if more > 0)
    losers = tuple(name for name, more in zip(names, total, strict=True) if more < 0)
    said = _narrate(names, rows, joint, total, allowed)
    return Comparison(names, first, second, rows, joint, total, gainers, losers, allowed, said)


def _in_order(space: DealSpace, order: Sequence[str] | None) -> list[str]:
    names = [issue.name for issue in space.issues]
    first = list(order or ())
    for name in first:
        if name not in names or first.count(name) > 1:
            raise BargainingError(f"order: {name!r} is no issue, or named twice. Issues: {', '.join(names)}.")
    return first + [name for name in names if name not in first]


def _grid_sums(space: DealSpace, deals: Sequence[Deal]) -> NDArray[np.int64]:
    """Worths in whole grid steps, ``[deal, party]``: their differences have no rounding."""
    choice = [[issue.options.index(deal[issue.name]) for issue in space.issues] for deal in deals]
    return space.total(np.array(choice, dtype=np.intp).reshape(-1, len(space.issues)), range(len(space.parties)))


def _swings(space: DealSpace, difference: NDArray[np.int64], chosen: Sequence[int]) -> list[tuple[float, ...]]:
    """Scale ``difference[row, party]`` in grid steps, one tuple per row."""
    return [tuple(row) for row in (difference[:, chosen] / space.swing_on_grid(chosen)).tolist()]


# --- in words ------------------------------------------------------------------------------------------


def _narrate(
    names: Sequence[str],
    rows: Sequence[Difference],
    joint: Sequence[float],
    total: Sequence[float],
    allowed: tuple[bool, bool],
) -> str:
    if not rows:
        return "The deals are the same."
    sentences = [
        f"The {which} deal is not an allowed one."
        for which, fine in zip(("first", "second"), allowed, strict=True)
        if not fine
    ]
    sentences.append(f"{len(rows)} issue{'s differ' if len(rows) > 1 else ' differs'}.")
    sentences += [_row(names, row) for row in rows]
    if any(abs(amount) >= NO_MATTER for amount in joint):
        sentences.append(f"What the changes are worth only together: {_amounts(names, joint)}.")
    sentences.append(f"In all: {_amounts(names, total)}.")
    return " ".join(sentences)


def _row(names: Sequence[str], row: Difference) -> str:
    alone = "" if row.allowed_alone else " (not allowed on its own)"
    return f"'{row.issue}' from '{row.before}' to '{row.after}'{alone}: {_amounts(names, row.alone)}."


def _amounts(names: Sequence[str], amounts: Sequence[float]) -> str:
    told = [
        f"{name} {'gains' if amount > 0 else 'loses'} {abs(amount):.3f} swings"
        for name, amount in zip(names, amounts, strict=True)
        if abs(amount) >= NO_MATTER
    ]
    return ", ".join(told) or "no party gains or loses"
