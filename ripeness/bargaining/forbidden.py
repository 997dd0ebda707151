"""Forbidden combinations, as tables that elimination can carry.

A combination over few issues is one table. One over many (a whole draft that is off the table, say) would tie
all its issues together; it is told instead along a chain of yes-or-no issues of our own, 'matches so far', each
settled by the one before. Every deal has exactly one setting of them, so counts and frontiers are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.elimination import Scoped

WHOLE = 3  # issues up to which a combination is one table: a link of the chain is over three as well


@dataclass(frozen=True, slots=True)
class Combination:
    """What must not come together: per issue (by position) which of its options match."""

    hits: tuple[tuple[int, NDArray[np.bool_]], ...]

    def contains(self, setting: Sequence[int]) -> bool:
        """Tell whether a deal, given by the positions of its options, matches on every issue."""
        return all(bool(hit[setting[issue]]) for issue, hit in self.hits)


def rule_tables(
    combinations: Sequence[Combination], settings: Sequence[NDArray[np.intp]]
) -> tuple[list[Scoped], list[int]]:
    """Build the tables, true where allowed, with each issue held to its ``settings``.

    Returns them with the number of options of each issue that was added; these come after the real ones.
    """
    tables: list[Scoped] = []
    added = 0
    for combination in combinations:
        hits = [(issue, hit[settings[issue]]) for issue, hit in combination.hits]
        so_far, rest = hits[:1], hits[1:]
        while len(so_far) + len(rest) > WHOLE:
            bit = len(settings) + added
            added += 1
            joined = [*so_far, rest.pop(0)]
            matching = _all_match(joined)
            tables.append(((*(issue for issue, _ in joined), bit), np.stack([~matching, matching], axis=-1)))
            so_far = [(bit, np.array([False, True]))]
        left = so_far + rest
        tables.append((tuple(issue for issue, _ in left), ~_all_match(left)))
    return tables, [2] * added


def _all_match(hits: Sequence[tuple[int, NDArray[np.bool_]]]) -> NDArray[np.bool_]:
    matching = np.ones((), dtype=np.bool_)
    for _, hit in hits:
        matching = matching[..., None] & hit
    return np.asarray(matching)
