"""Deals, and what they are worth: issues with options, factors per party, forbidden combinations.

Worth is kept exact. Each party's table entries are read to the nearest point of a decimal grid between
1e-13 and 1e-12 of its swing, and stored as integers: sums of them have no rounding, so two deals tie, or
one dominates, whatever the order of adding. Decimals and whole numbers that users write lie on the grid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.bargaining.deal import Deal
from ripeness.bargaining.elimination import (
    NEVER,
    Bucket,
    Scoped,
    best_below,
    count_deals,
    make_buckets,
)
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.forbidden import Combination, rule_tables
from ripeness.bargaining.grid import coarse_places, fine_places, held, off_grid, on_grid, sum_by_scope

if TYPE_CHECKING:
    from ripeness.bargaining.frontier import Frontier, OnBudget

Where = Mapping[str, "str | Iterable[str]"]  # issue -> the option, or the options, that it may take
Method = Literal["elimination", "integer"]


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
    of one mapping in ``forbidden`` (issue -> option or options) is not allowed, nor one that matches the
    first mapping of a pair in ``required`` and not the second (if ... then ...; an empty first one is always
    matched). Raises BargainingError where names or shapes do not fit, no deal is allowed, or a party does not
    care which deal is made.

    ``method="integer"`` is for spaces whose issues are tied together too widely for elimination: ``worst``
    and ``best`` come from integer programs (each optimal to about 1e-9 of the party's largest value), and so
    do frontiers; deals cannot be counted then. ``seconds`` limits the search for worst and best (None: no limit).
    """

    parties: tuple[str, ...]
    issues: tuple[Issue, ...]
    factors: tuple[Factor, ...]
    forbidden: tuple[Where, ...] = ()
    required: tuple[tuple[Where, Where], ...] = ()
    method: Method = "elimination"
    seconds: float | None = None
    worst: NDArray[np.float64] = field(init=False)
    best: NDArray[np.float64] = field(init=False)
    span: NDArray[np.float64] = field(init=False)
    _values: tuple[Scoped, ...] = field(init=False, repr=False)  # grid integers, [*scope, party]
    _combinations: tuple[Combination, ...] = field(init=False, repr=False)
    _rule: tuple[int, ...] = field(init=False, repr=False)  # of each combination: the rule that it comes from
    _least: NDArray[np.int64] = field(init=False, repr=False)  # worst and span on the grid
    _swing: NDArray[np.int64] = field(init=False, repr=False)

    def __init__(
        self,
        parties: Sequence[str],
        issues: Sequence[Issue],
        factors: Sequence[Factor],
        forbidden: Sequence[Where] = (),
        required: Sequence[tuple[Where, Where]] = (),
        method: Method = "elimination",
        seconds: float | None = None,
    ) -> None:
        if method not in get_args(Method):
            raise BargainingError(f"method is {method!r}: give one of {', '.join(get_args(Method))}.")
        self._set(parties=tuple(parties), issues=tuple(issues), factors=tuple(factors), method=method, seconds=seconds)
        self._set(forbidden=tuple(_listed(entry) for entry in forbidden))
        self._set(required=tuple((_listed(premise), _listed(then)) for premise, then in required))
        _check_names(self.parties, "party")
        _check_names([issue.name for issue in self.issues], "issue")
        raw = sum_by_scope(self.parties, self.issues, self.factors)
        rules = [(number, each) for number in range(len(self.forbidden)) for each in [self._combination(number)]]
        rules += [(len(self.forbidden) + n, each) for n in range(len(self.required)) for each in self._breaches(n)]
        self._set(_rule=tuple(number for number, _ in rules), _combinations=tuple(each for _, each in rules))
        # Two passes: the swing, in whose terms the grid is fine enough, is not known before the first.
        rough = coarse_places(self.parties, raw)
        worst, best = self._extremes(on_grid(raw, rough))
        places = fine_places(self.parties, raw, off_grid(best - worst, rough))
        self._set(_values=on_grid(raw, places))
        worst, best = self._extremes(self._values)
        self._set(_least=worst, _swing=best - worst)
        self._set(worst=off_grid(worst, places), best=off_grid(best, places), span=off_grid(best - worst, places))

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
        """Tell whether the deal contains no forbidden combination and all that is required of it."""
        return not self.broken(deal)

    def broken(self, deal: Mapping[str, str]) -> tuple[int, ...]:
        """Numbers of the rules that the deal breaks: positions in ``forbidden``, then on through ``required``.

        ``rule(number)`` says each in words.
        """
        setting = self._setting(deal)
        found = [rule for rule, each in zip(self._rule, self._combinations, strict=True) if each.contains(setting)]
        return tuple(dict.fromkeys(found))

    def rule(self, number: int) -> str:
        """Say a rule in words, by the numbers of ``broken``."""
        if not 0 <= number < len(self.forbidden) + len(self.required):
            raise BargainingError(f"there is no rule {number}: the space has {self._rules_in_words()}.")
        if number < len(self.forbidden):
            return f"forbidden[{number}]: {_in_words(self.forbidden[number])}"
        premise, then = self.required[number - len(self.forbidden)]
        condition = f"if {_in_words(premise)} then " if premise else ""
        return f"required[{number - len(self.forbidden)}]: {condition}{_in_words(then)}"

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
        tolerance: float | None = None,
        on_budget: OnBudget = "error",
        method: Method | None = None,
        seconds: float | None = None,
    ) -> Frontier:
        """Find the undominated deals: see :func:`ripeness.bargaining.frontier.frontier`."""
        from ripeness.bargaining.frontier import frontier

        return frontier(self, parties, where, floor, budget, tolerance, on_budget, method, seconds)

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
        values = self.tables(settings, parties)
        return self._make_buckets(values, settings, max(len(parties), 1))

    def tables(self, settings: Sequence[NDArray[np.intp]], parties: Sequence[int] | range) -> list[Scoped]:
        """Worths on the grid of some parties (by position), ``[*scope, party]``; those of nothing but 0 left out."""
        columns = list(parties)
        tables = [(scope, cells[..., columns]) for scope, cells in self._values]
        return [(scope, held(cells, scope, settings)) for scope, cells in tables if cells.any()]

    @property
    def combinations(self) -> tuple[Combination, ...]:
        """All that must not come together: what is forbidden, and what breaks a requirement."""
        return self._combinations

    def swing_on_grid(self, parties: Sequence[int]) -> NDArray[np.int64]:
        """One swing of some parties, as sums on the grid."""
        return self._swing[list(parties)]

    def best_on_grid(self, parties: Sequence[int]) -> NDArray[np.int64]:
        """The best allowed deal of some parties, as sums on the grid."""
        return (self._least + self._swing)[list(parties)]

    def named(self, choice: NDArray[np.intp]) -> tuple[Deal, ...]:
        """Name deals given as positions of options, ``choice[deal, issue]``."""
        names = [issue.name for issue in self.issues]
        options = [issue.options for issue in self.issues]
        return tuple(
            Deal(zip(names, (of[at] for of, at in zip(options, row, strict=True)), strict=True))
            for row in choice.tolist()
        )

    def total(self, choice: NDArray[np.intp], parties: Sequence[int]) -> NDArray[np.int64]:
        """Add up deals, ``choice[deal, issue]`` positions of options, on the grid: ``[deal, party]``."""
        columns = list(parties)
        sums = np.zeros((len(choice), len(columns)), dtype=np.int64)
        for scope, cells in self._values:
            sums += cells[tuple(choice[:, k] for k in scope)][:, columns]
        return sums

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
        for name in (*names, *deal) if len(deal) != len(names) or any(name not in deal for name in names) else ():
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

    def _breaches(self, number: int) -> Iterator[Combination]:
        """What breaks a requirement: its condition, with an issue of what it asks for settled otherwise."""
        premise, then = self.required[number]
        place = f"required[{number}]"
        held_to = {k: np.isin(np.arange(len(self.issues[k].options)), o) for k, o in self._positions(premise, place)}
        asked = list(self._positions(then, place))
        if not asked:
            raise BargainingError(f"{place} asks for nothing. Name an issue and its option after the condition.")
        for k, options in asked:
            otherwise = ~np.isin(np.arange(len(self.issues[k].options)), options)
            hits = held_to | {k: otherwise & held_to.get(k, np.True_)}
            if hits[k].any():
                yield Combination(tuple(hits.items()))

    def _extremes(self, values: Sequence[Scoped]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        both = [(scope, np.concatenate((cells, -cells), axis=-1)) for scope, cells in values]
        columns = 2 * len(self.parties)
        if self.method == "elimination":
            total = best_below(self._make_buckets(both, self.settings(None), columns)).total
            self._check_any(not (total == NEVER).any())
        else:
            total = np.zeros(columns, dtype=np.int64)
            for scope, cells in both:
                total += cells[(*(self._extreme[:, k] for k in scope), np.arange(columns))]
        best, worst = np.split(total, 2)
        return -worst, best

    @cached_property
    def _extreme(self) -> NDArray[np.intp]:
        """The best deal of each party, then the worst of each, ``[2 * party, issue]``, by integer programs."""
        from ripeness.bargaining.program import best_deals

        raw = sum_by_scope(self.parties, self.issues, self.factors)
        values = on_grid(raw, coarse_places(self.parties, raw))
        both = [(scope, np.concatenate((cells, -cells), axis=-1)) for scope, cells in values]
        found = best_deals(both, self._combinations, self.settings(None), 2 * len(self.parties), self.seconds)
        self._check_any(found is not None)
        return found if found is not None else np.zeros((0, len(self.issues)), dtype=np.intp)

    def _check_any(self, found: bool) -> None:
        if not found:
            raise BargainingError(f"no deal is allowed: the {self._rules_in_words()} leave none. Take one out.")

    def _rules_in_words(self) -> str:
        required = f" and {len(self.required)} requirements" if self.required else ""
        return f"{len(self.forbidden)} forbidden combinations{required}"

    def _make_buckets(
        self, values: Sequence[Scoped], settings: Sequence[NDArray[np.intp]], parties: int
    ) -> tuple[Bucket, ...]:
        rules, added = rule_tables(self._combinations, settings)
        sizes = [*(len(options) for options in settings), *added]
        names = [*(issue.name for issue in self.issues), *("(a wide forbidden combination)" for _ in added)]
        return make_buckets(sizes, values, rules, parties, names)


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


def _in_words(entries: Where) -> str:
    said = {name: [options] if isinstance(options, str) else list(options) for name, options in entries.items()}
    return " with ".join(f"{name}={' or '.join(options)}" for name, options in said.items())


def _listed(where: Where) -> dict[str, str | tuple[str, ...]]:
    """The same with options as tuples: what can be read only once would be empty when it is read again."""
    return {issue: options if isinstance(options, str) else tuple(options) for issue, options in where.items()}
