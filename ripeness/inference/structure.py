"""What ties issues together in a case, laid out so that sums over all allowed deals can be taken inside jax.

A party's best and worst deal, the best deal with some option and the sum over deals that a logit choice needs are all
one computation: issues are eliminated one after another, taking the maximum or the log of the sum. Where nothing ties
issues together this is a sum over issues.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.scipy.special import logsumexp

from ripeness.bargaining import DealSpace
from ripeness.bargaining.elimination import Scope, elimination_order
from ripeness.bargaining.forbidden import rule_tables
from ripeness.case.model import CaseFile

NEVER = -1e9  # log chance of what is forbidden: finite, so that no gradient is undefined
Reduce = Callable[..., Array]


@dataclass(frozen=True, eq=False)
class Structure:
    """The joint factors and rules of a case over its issues. ``sizes`` are numbers of options.

    After the issues of the case come those of ``rule_tables``, of two options each. ``matches``: for each joint factor
    its issues and for each of them which options match. ``rules``: 0 where allowed, NEVER elsewhere.
    """

    sizes: tuple[int, ...] = ()
    matches: tuple[tuple[Scope, tuple[np.ndarray, ...]], ...] = ()
    rules: tuple[tuple[Scope, np.ndarray], ...] = ()
    order: tuple[int, ...] = ()

    @property
    def additive(self) -> bool:
        """Whether every deal is allowed and its worth is a sum over issues."""
        return not self.matches and not self.rules

    def joint(self, joint: Array, share: Array) -> Array:
        """Worth of a deal, given as shares ``[issue, option]``, beyond what its issues are worth one by one."""
        total = jnp.zeros(())
        for place, (scope, hits) in enumerate(self.matches):
            met = [share[k, : self.sizes[k]] @ hit for k, hit in zip(scope, hits, strict=True)]
            total = total + joint[place] * jnp.prod(jnp.stack(met))
        return total

    def most(self, table: Array, joint: Array, open_: Array) -> Array:
        """The largest worth of an allowed deal in ``open_``; ``table`` and ``open_`` are ``[issue, option]``."""
        return self._eliminated(table, joint, open_, jnp.max)

    def log_sum(self, table: Array, joint: Array, open_: Array) -> Array:
        """The log of the sum of exp(worth) over the allowed deals in ``open_``."""
        return self._eliminated(table, joint, open_, logsumexp)

    def _eliminated(self, table: Array, joint: Array, open_: Array, reduce: Reduce) -> Array:
        masked = jnp.where(open_, table, NEVER)
        if self.additive:
            return reduce(masked, axis=1).sum()
        live: list[tuple[Scope, Array]] = [
            ((k,), masked[k, :size] if k < len(table) else jnp.zeros(size)) for k, size in enumerate(self.sizes)
        ]
        live += [(scope, jnp.asarray(rule)) for scope, rule in self.rules]
        live += [(scope, joint[n] * _outer(hits)) for n, (scope, hits) in enumerate(self.matches)]
        total = jnp.zeros(())
        for issue in self.order:
            mine = [each for each in live if issue in each[0]]
            live = [each for each in live if issue not in each[0]]
            scope = tuple(sorted({k for own, _ in mine for k in own}))
            joined = sum((_spread(cells, own, scope) for own, cells in mine), jnp.zeros(()))
            left = tuple(k for k in scope if k != issue)
            reduced = reduce(joined, axis=scope.index(issue))
            if left:
                live.append((left, reduced))
            else:
                total = total + reduced
        return total


ADDITIVE = Structure()  # one object, so that all cases in which nothing is tied share a compiled program


def structure_of(case: CaseFile, space: DealSpace) -> Structure:
    """The structure of a case; ``space`` are its deals."""
    names = {name: k for k, name in enumerate(case.issues)}
    sizes = [len(issue.options) for issue in case.issues.values()]
    rules, added = rule_tables(space.combinations, [np.arange(size) for size in sizes])
    matches = []
    for preference in case.preferences.values():
        for joint in preference.joint:
            scope = tuple(sorted(names[name] for name in joint.when))
            met = {
                names[name]: np.array([condition.met(option) for option in case.issues[name].options], dtype=np.float64)
                for name, condition in joint.when.items()
            }
            matches.append((scope, tuple(met[k] for k in scope)))
    if not rules and not matches:
        return ADDITIVE
    sizes += added
    laid = [_sorted(scope, np.where(allowed, 0.0, NEVER)) for scope, allowed in rules]
    scopes = [*(scope for scope, _ in laid), *(scope for scope, _ in matches)]
    return Structure(tuple(sizes), tuple(matches), tuple(laid), tuple(elimination_order(sizes, scopes)))


def _sorted(scope: Scope, cells: np.ndarray) -> tuple[Scope, np.ndarray]:
    axes = sorted(range(len(scope)), key=lambda axis: scope[axis])
    return tuple(scope[axis] for axis in axes), cells.transpose(axes)


def _spread(cells: Array, own: Scope, scope: Scope) -> Array:
    return jnp.expand_dims(cells, tuple(axis for axis, k in enumerate(scope) if k not in own))


def _outer(hits: Sequence[np.ndarray]) -> Array:
    cells = np.ones(())
    for hit in hits:
        cells = cells[..., None] * hit
    return jnp.asarray(cells)
