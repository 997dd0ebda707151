"""Groups of reports that pairs join."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np


def ordered(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """The pairs, each with the smaller number first."""
    return {(min(pair), max(pair)) for pair in pairs}


def components(count: int, pairs: np.ndarray | Sequence[tuple[int, int]]) -> np.ndarray:
    """The component of each of ``count`` nodes, int64[node]; numbered in the order of their first node."""
    if count == 0 or len(pairs) == 0:
        return np.arange(count)
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    rows, columns = np.asarray(pairs).T
    graph = coo_matrix((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(count, count))
    labels = connected_components(graph, directed=False)[1]
    _, first, label = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[label]
