"""A pie cut into equal parts: every way to share it out, as final items of the general solver.

The published models share a pie that can be cut anywhere; on a grid of parts their shares come out up to
some parts, fewer the less patient the parties are.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.errors import BargainingError


def splits(parties: int, parts: int) -> NDArray[np.float64]:
    """All ways to give ``parts`` equal parts of a pie of 1 to the parties, ``[split, party]``.

    In descending order: whoever stands first gets most in the first split.
    """
    if parties < 2 or parts < 1:
        raise BargainingError(f"{parties} parties, {parts} parts: give at least 2 parties and 1 part.")
    if parties == 2:
        first = np.arange(parts, -1, -1)
        return np.column_stack((first, parts - first)) / parts
    bars = np.array(list(combinations(range(parts + parties - 1), parties - 1)))[::-1]
    edges = np.column_stack((np.full(len(bars), -1), bars, np.full(len(bars), parts + parties - 1)))
    return (np.diff(edges, axis=1) - 1) / parts


def even_pay(parties: int, paid: int, parts: int) -> NDArray[np.float64]:
    """Splits in which the first party pays the next ``paid`` ones alike and keeps the rest, ``[split, party]``.

    Enough of a menu where all partners cost the same.
    """
    if not 0 < paid < parties:
        raise BargainingError(f"{paid} of {parties} parties are to be paid: give at least 1 and leave out the payer.")
    pay = np.arange(parts // paid + 1) / parts
    share = np.zeros((len(pay), parties))
    share[:, 1 : paid + 1] = pay[:, None]
    share[:, 0] = 1 - paid * pay
    return share
