"""Deals, and what they are worth: issues with options, factors per party, forbidden combinations.

Worth is kept exact. Each party's table entries are read to the nearest point of a decimal grid between
1e-13 and 1e-12 of its swing, and stored as integers: sums of them have no rounding, so two deals tie, or
one dominates, whatever the order of adding. Decimals and whole numbers that users write lie on the grid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import floor, log10
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.bargaining.elimination import (
    NEVER,
    REACH,
    Bucket,
    Scope,
    Scoped,
    best_below,
    count_deals,
    make_buckets,
)
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.forbidden import Combination, rule_tables

if TYPE_CHECKING:
    from ripeness.bargaining.frontier import Frontier

Where = Mapping[str, "str | Iterable[str]"]  # issue -> the option, or the options, that it may take

GRID = 12  # decimal places of a swing that are told apart; further ones are noise of binary fractions
NO_SWING = 1e-12  # a party whose best and worst differ by less than this share of its values has no swing


class Deal(Mapping[str, str]):
    """One option for each issue: immutable, hashable, equal whatever the order of the issues.

    Prints as ``territory=line of contact, nato=excluded``.
    """

    __slots__ = ("_options",)
    _options: dict[str, str]

    def __init__(self, options: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        object.__setattr__(self, "_options", dict(options))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a deal does not change: build a new one instead of setting {name!r}")

    def __getitem__(self, issue: str) -> str:
        return self._options[issue]

    def __iter__(self) -> Iterator[str]:
        return iter(self._options)

    def __len__(self) -> int:
        return len(self._options)

    def __hash__(self) -> int:
        return hash(frozenset(self._options.items()))

    def __reduce__(self) -> tuple[type[Deal], tuple[tuple[tuple[str, str], ...]]]:
        return Deal, (tuple(self._options.items()),)

    def __str__(self) -> str:
        return ", ".join(f"{issue}={option}" for issue, option in self._options.items())

    def __repr__(self) -> str:
        return f"Deal({self._options!r})"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something to be settled, and the ways in which it can be."""

    name: str
    options: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", tuple(self.options))
        if not self.options:
            raise BargainingError(f"issue {self.name!r} has no option. Give it at least one.")
        if len(set(self.options)) < len(self.options):
            raise BargainingError(f"issue {self.name!r} names an option twice: {', '.join(self.options)}.")


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """What one party gains from how one or several issues are settled together.

    ``table`` has one axis per issue of ``issues``, in that order, as long as its options; any unit,
    the same for all factors of a party.
    """

    party: str
    issues: tuple[str, ...]
    table: NDArray[np.float64]

    def __init__(self, party: str, issues: Sequence[str], table: ArrayLike) -> None:
        cells = np.array(table, dtype=np.float64)
        cells.setflags(write=False)
        object.__setattr__(self, "party", party)
        object.__setattr__(self, "issues", (issues,) if isinstance(issues, str) else tuple(issues))
        object.__setattr__(self, "table", cells)
        where = f"factor of {party!r} over {', '.join(self.issues) or 'nothing'}"
        if not self.issues or len(set(self.issues)) < len(self.issues):
            raise BargainingError(f"{where}: a factor is over one or more different issues.")
        if not np.isfinite(cells).all():
            raise BargainingError(f"{where}: every value must be a finite number. List what is excluded as forbidden.")


@dataclass(frozen=True, eq=False)
class DealSpace:
    """All allowed deals and their worth to each party, in swings, without listing them.

    Per party the worst allowed deal is worth 0 and the best 1; ``worst`` and ``best`` [party] record
    both in the party's own units, ``span`` their difference: one swing. A deal that matches all entries
    of one mapping in ``forbidden`` (issue -> option or options) is not allowed. Raises BargainingError
    where names or shapes do not fit, no deal is allowed, or a party does not care which deal is made.
    """

    parties: tuple[str, ...]
    issues: tuple[Issue, ...]
    factors: tuple[Factor, ...]
    forbidden: tuple[Where, ...] = ()
    worst: NDArray[np.float64] = field(init=False)
    best: NDArray[np.float64] = field(init=False)
    span: NDArray[np.float64] = field(init=False)
    _values: tuple[Scoped, ...] = field(init=False, repr=False)  # grid integers, [*scope, party]
    _combinations: tuple[Combination, ...] = field(init=False, repr=False)
    _least: NDArray[np.int64] = field(init=False, repr=False)  # worst and span on the grid
    _swing: NDArray[np.int64] = field(init=False, repr=False)

    def __init__(
        self,
        parties: Sequence[str],
        issues: Sequence[Issue],
        factors: Sequence[Factor],
        forbidden: Sequence[Where] = (),
    ) -> None:
        self._set(parties=tuple(parties), issues=tuple(issues), factors=tuple(factors), forbidden=tuple(forbidden))
        _check_names(self.parties, "party")
        _check_names([issue.name for issue in self.issues], "issue")
        raw = _sum_by_scope(self)
        self._set(_combinations=tuple(self._combination(number) for number in range(len(self.forbidden))))
        places = self._scale(raw)
        self._set(_values=_on_grid(raw, places))
        worst, best = self._extremes(self._values)
        self._set(_least=worst, _swing=best - worst)
        self._set(worst=_off_grid(worst, places), best=_off_grid(best, places), span=_off_grid(best - worst, places))

    def _set(self, **values: object) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    # --- asking about a deal -------------------------------------------------------------------

    def value(self, deal: Mapping[str, str]) -> NDArray[np.float64]:
        """Worth of a deal in swings, ``[party]``; outside 0..1 only where the deal is forbidden."""
        setting = self._setting(deal)
        total = np.zeros(len(self.parties), dtype=np.int64)
        for scope, cells in self._values:
            total += cells[tuple(setting[k] for k in scope)]
        return self.in_swings(total)

    def allowed(self, deal: Mapping[str, str]) -> bool:
        """Tell whether no forbidden combination is in the deal."""
        return not self.broken(deal)

    def broken(self, deal: Mapping[str, str]) -> tuple[int, ...]:
        """Positions in ``forbidden`` of the combinations that the deal contains."""
        setting = self._setting(deal)
        return tuple(number for number, each in enumerate(self._combinations) if each.contains(setting))

    def count(self) -> int:
        """Count the allowed deals exactly, by elimination."""
        return count_deals(self.buckets(self.settings(None), range(0)))

    def deals(self) -> Iterator[Deal]:
        """List the allowed deals one by one: for small spaces, and as the plain twin of the rest."""
        names = [issue.name for issue in self.issues]
        for options in product(*(issue.options for issue in self.issues)):
            deal = Deal(zip(names, options, strict=True))
            if self.allowed(deal):
                yield deal

    def frontier(
        self,
        parties: Sequence[str] | None = None,
        where: Where | None = None,
        floor: Sequence[float] | Mapping[str, float] | NDArray[np.float64] | None = None,
        budget: int = 200_000,
    ) -> Frontier:
        """Find the undominated deals: see :func:`ripeness.bargaining.frontier.frontier`."""
        from ripeness.bargaining.frontier import frontier

        return frontier(self, parties=parties, where=where, floor=floor, budget=budget)

    # --- what elimination needs ----------------------------------------------------------------

    def settings(self, where: Where | None) -> tuple[NDArray[np.intp], ...]:
        """Positions of the options that each issue may take under ``where``, one array per issue."""
        allowed = [np.arange(len(issue.options)) for issue in self.issues]
        for position, options in self._positions(where or {}, "where"):
            allowed[position] = options
        return tuple(allowed)

    def buckets(self, settings: Sequence[NDArray[np.intp]], parties: Sequence[int] | range) -> tuple[Bucket, ...]:
        """Bucket the tables of some parties (by position), with each issue held to its ``settings``.

        Issues beyond the space's own may come after them: see ``forbidden``.
        """
        columns = list(parties)
        tables = [(scope, cells[..., columns]) for scope, cells in self._values]
        values = [(scope, _held(cells, scope, settings)) for scope, cells in tables if cells.any()]
        return self._make_buckets(values, settings, max(len(columns), 1))

    def in_swings(self, total: NDArray[np.int64], parties: Sequence[int] | None = None) -> NDArray[np.float64]:
        """Scale sums on the grid, ``[..., party]``, to swings; distinct sums stay distinct."""
        chosen = slice(None) if parties is None else list(parties)
        return (total - self._least[chosen]) / self._swing[chosen]

    def on_grid(self, swings: NDArray[np.float64], parties: Sequence[int]) -> NDArray[np.int64]:
        """Round worths in swings, ``[party]`` and near 0..1, down to sums on the grid."""
        chosen = list(parties)
        return np.floor(swings * self._swing[chosen]).astype(np.int64) + self._least[chosen]

    def party_positions(self, parties: Sequence[str] | None) -> tuple[int, ...]:
        """Look parties up by name, all of them for None. Raises BargainingError for an unknown or repeated one."""
        if parties is None:
            return tuple(range(len(self.parties)))
        _check_names(parties, "party")
        for party in parties:
            if party not in self.parties:
                raise BargainingError(f"{party!r} is no party of this space. Its parties: {', '.join(self.parties)}.")
        return tuple(self.parties.index(party) for party in parties)

    # --- building ------------------------------------------------------------------------------

    def _setting(self, deal: Mapping[str, str]) -> tuple[int, ...]:
        names = [issue.name for issue in self.issues]
        for name in (*names, *deal):
            if name not in deal or name not in names:
                said = "leaves open" if name not in deal else "speaks of"
                raise BargainingError(
                    f"the deal ({Deal(deal)}) {said} {name!r}. Its issues must be: {', '.join(names)}."
                )
        return tuple(_option_position(issue, deal[issue.name], "the deal") for issue in self.issues)

    def _positions(self, entries: Where, place: str) -> Iterator[tuple[int, NDArray[np.intp]]]:
        names = [issue.name for issue in self.issues]
        for name, options in entries.items():
            if name not in names:
                raise BargainingError(f"{place}: {name!r} is no issue. Issues: {', '.join(names)}.")
            issue = self.issues[names.index(name)]
            wanted = [options] if isinstance(options, str) else list(options)
            if not wanted:
                raise BargainingError(f"{place}: no option of {name!r} is named. Name one, or leave the issue out.")
            yield names.index(name), np.array(sorted({_option_position(issue, option, place) for option in wanted}))

    def _combination(self, number: int) -> Combination:
        place = f"forbidden[{number}]"
        entries = list(self._positions(self.forbidden[number], place))
        if not entries:
            raise BargainingError(f"{place} is empty: it would forbid every deal. Name at least one issue.")
        return Combination(
            tuple((k, np.isin(np.arange(len(self.issues[k].options)), options)) for k, options in entries)
        )

    def _scale(self, raw: Sequence[Scoped]) -> list[int]:
        """Choose decimal places per party: GRID places of its swing. Two passes, as the swing is not known before."""
        parties = len(self.parties)
        reach = sum((np.abs(cells).max(axis=tuple(range(len(scope)))) for scope, cells in raw), np.zeros(parties))
        for party, most in zip(self.parties, reach, strict=True):
            if most == 0:
                raise BargainingError(_no_swing(party))
        rough = [floor(log10(REACH)) - floor(log10(most)) - 1 for most in reach]
        worst, best = self._extremes(_on_grid(raw, rough))
        swing = _off_grid(best - worst, rough)
        for party, most, one in zip(self.parties, reach, swing, strict=True):
            if one <= NO_SWING * most:
                raise BargainingError(_no_swing(party))
        places = [GRID - floor(log10(one)) for one in swing]
        for party, most, one, digits in zip(self.parties, reach, swing, places, strict=True):
            if log10(most) + digits > log10(REACH):
                raise BargainingError(
                    f"the values of {party!r} reach {most:g}, its best and worst allowed deals differ by {one:g}: too "
                    "far apart to add exactly. Subtract constants from its tables, or list as forbidden what a huge "
                    "negative value stands for."
                )
        return places

    def _extremes(self, values: Sequence[Scoped]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        both = [(scope, np.concatenate((cells, -cells), axis=-1)) for scope, cells in values]
        total = best_below(self._make_buckets(both, self.settings(None), 2 * len(self.parties))).total
        if (total == NEVER).any():
            raise BargainingError(
                f"no deal is allowed: the {len(self.forbidden)} forbidden combinations leave none. Take one out."
            )
        best, worst = np.split(total, 2)
        return -worst, best

    def _make_buckets(
        self, values: Sequence[Scoped], settings: Sequence[NDArray[np.intp]], parties: int
    ) -> tuple[Bucket, ...]:
        rules, added = rule_tables(self._combinations, settings)
        sizes = [*(len(options) for options in settings), *added]
        names = [*(issue.name for issue in self.issues), *("(a wide forbidden combination)" for _ in added)]
        return make_buckets(sizes, values, rules, parties, names)


def _no_swing(party: str) -> str:
    return (
        f"all allowed deals are worth the same to {party!r}: it has no swing to measure in. "
        "Give it a factor that tells deals apart, or leave it out of the parties."
    )


def _check_names(names: Sequence[str], kind: str) -> None:
    if not names:
        raise BargainingError(f"there is no {kind}. Give at least one.")
    twice = {name for name in names if list(names).count(name) > 1}
    if twice:
        raise BargainingError(f"{kind} named twice: {', '.join(sorted(twice))}. Names must differ.")


def _option_position(issue: Issue, option: str, place: str) -> int:
    if option not in issue.options:
        raise BargainingError(
            f"{place}: {option!r} is no option of {issue.name!r}. Options: {', '.join(map(str, issue.options))}."
        )
    return issue.options.index(option)


def _sum_by_scope(space: DealSpace) -> list[Scoped]:
    """Add up the factors of all parties over the same issues: float tables ``[*scope, party]``."""
    names = [issue.name for issue in space.issues]
    tables: dict[Scope, np.ndarray] = {}
    for factor in space.factors:
        where = f"factor of {factor.party!r} over {', '.join(factor.issues)}"
        if factor.party not in space.parties:
            raise BargainingError(f"{where}: no such party. Parties: {', '.join(space.parties)}.")
        for name in factor.issues:
            if name not in names:
                raise BargainingError(f"{where}: {name!r} is no issue. Issues: {', '.join(names)}.")
        at = [names.index(name) for name in factor.issues]
        shape = tuple(len(space.issues[k].options) for k in at)
        if factor.table.shape != shape:
            raise BargainingError(
                f"{where}: the table is {factor.table.shape}, the options of its issues ask for {shape}."
            )
        scope = tuple(sorted(at))
        turned = factor.table.transpose([at.index(k) for k in scope])
        cells = tables.setdefault(scope, np.zeros((*turned.shape, len(space.parties))))
        cells[..., space.parties.index(factor.party)] += turned
    return list(tables.items())


def _on_grid(raw: Sequence[Scoped], places: Sequence[int]) -> tuple[Scoped, ...]:
    # A division by an exact power of ten is rounded once; a product with 1e-k would be rounded twice.
    up, down = 10.0 ** np.maximum(places, 0), 10.0 ** np.maximum(np.negative(places), 0)
    return tuple((scope, np.rint(cells * up / down).astype(np.int64)) for scope, cells in raw)


def _off_grid(total: NDArray[np.int64], places: Sequence[int]) -> NDArray[np.float64]:
    up, down = 10.0 ** np.maximum(places, 0), 10.0 ** np.maximum(np.negative(places), 0)
    return total / up * down


def _held(cells: np.ndarray, scope: Scope, settings: Sequence[NDArray[np.intp]]) -> np.ndarray:
    for axis, issue in enumerate(scope):
        if len(settings[issue]) < cells.shape[axis]:
            cells = cells.take(settings[issue], axis=axis)
    return cells
