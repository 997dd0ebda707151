"""Groups of reports that pairs join."""

from __future__ import annotations

from collections.abc import Iterable


def ordered(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """The pairs, each with the smaller number first."""
    return {(min(pair), max(pair)) for pair in pairs}


def components(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """The component of each of ``count`` nodes; numbered in the order of their first node."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    if count == 0:
        return []
    pairs = list(pairs)
    rows, columns = [p[0] for p in pairs], [p[1] for p in pairs]
    graph = coo_matrix(([1] * len(pairs), (rows, columns)), shape=(count, count))
    labels = connected_components(graph, directed=False)[1]
    order: dict[int, int] = {}
    return [order.setdefault(int(label), len(order)) for label in labels]
