"""The loops of the parser, compiled on first use: the recurrence of the network and the best tree.

Nothing here checks its arguments: arrays are C-ordered and always of the same types, so that each loop is compiled
once. Importing this module loads numba; it is imported when the first sentence is parsed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit


def compiled(loop: Callable[..., Any]) -> Any:
    """Compile a loop when it is first called, and keep the machine code on disk where that is possible."""
    try:
        return njit(cache=True, nogil=True)(loop)
    except RuntimeError as refusal:
        if "no locator available" not in str(refusal):
            raise
        return njit(nogil=True)(loop)


@compiled
def mix(own: Any, ends: Any, before: Any, after: Any, out: Any) -> None:
    """Each word with some of the words beside it in its sentence: ``own[t] + before * own[t-1] + after * own[t+1]``.

    ``own`` and ``out`` are float32[word, width], ``before`` and ``after`` float32[width]; ``ends`` is int64[sentence].
    """
    width = own.shape[1]
    start = 0
    for sentence in range(len(ends)):
        end = ends[sentence]
        for at in range(start, end):
            for column in range(width):
                out[at, column] = own[at, column]
            if at > start:
                for column in range(width):
                    out[at, column] += before[column] * own[at - 1, column]
            if at + 1 < end:
                for column in range(width):
                    out[at, column] += after[column] * own[at + 1, column]
        start = end


@compiled
def recur(gates: Any, ends: Any, out: Any) -> None:
    """``out[t] = keep[t] * out[t - 1] + (1 - keep[t]) * new[t]`` within each sentence.

    ``gates`` is float32[word, 3 * width]: new, keep, and what is not used here. The left half of the columns of
    ``out``, float32[word, width], goes from the first word of a sentence on, the right half from the last one back.
    ``ends`` is int64[sentence]; ``out`` comes as noughts.
    """
    width = out.shape[1]
    half = width // 2
    start = 0
    for sentence in range(len(ends)):
        end = ends[sentence]
        for column in range(half):
            out[start, column] = (np.float32(1.0) - gates[start, width + column]) * gates[start, column]
        for at in range(start + 1, end):
            for column in range(half):
                new = gates[at, column]
                out[at, column] = new + gates[at, width + column] * (out[at - 1, column] - new)
        for column in range(half, width):
            out[end - 1, column] = (np.float32(1.0) - gates[end - 1, width + column]) * gates[end - 1, column]
        for at in range(end - 2, start - 1, -1):
            for column in range(half, width):
                new = gates[at, column]
                out[at, column] = new + gates[at, width + column] * (out[at + 1, column] - new)
        start = end


@compiled
def best_tree(scores: Any, start: int, heads: Any) -> None:
    """The projective tree with one root whose arcs score most (Eisner's algorithm).

    ``scores[word, head]`` is float32[n, n + 1], head 0 being the root and head ``i + 1`` word ``i``. The tree is
    written to ``heads[start : start + n]``, int64, with ``start`` added to each head; -1 stands for the root. Work is
    n³/3 steps.
    """
    n = len(scores)
    # complete[d, i, j]: best half-tree over i..j headed at i (d = 1) or at j (d = 0); arc[d, i, j]: with an arc i-j.
    complete = np.zeros((2, n, n), dtype=np.float32)
    arc = np.zeros((2, n, n), dtype=np.float32)
    complete_cut = np.zeros((2, n, n), dtype=np.int32)
    arc_cut = np.zeros((n, n), dtype=np.int32)
    for width in range(1, n):
        for left in range(n - width):
            right = left + width
            most, cut = np.float32(-1e30), left
            for middle in range(left, right):
                value = complete[1, left, middle] + complete[0, middle + 1, right]
                if value > most:
                    most, cut = value, middle
            arc[0, left, right] = most + scores[left, right + 1]
            arc[1, left, right] = most + scores[right, left + 1]
            arc_cut[left, right] = cut
            most, cut = np.float32(-1e30), left
            for middle in range(left, right):
                value = complete[0, left, middle] + arc[0, middle, right]
                if value > most:
                    most, cut = value, middle
            complete[0, left, right], complete_cut[0, left, right] = most, cut
            most, cut = np.float32(-1e30), right
            for middle in range(left + 1, right + 1):
                value = arc[1, left, middle] + complete[1, middle, right]
                if value > most:
                    most, cut = value, middle
            complete[1, left, right], complete_cut[1, left, right] = most, cut
    most, root = np.float32(-1e30), 0
    for word in range(n):
        value = scores[word, 0] + complete[0, 0, word] + complete[1, word, n - 1]
        if value > most:
            most, root = value, word
    heads[start + root] = -1
    # Spans still to be read back: kind (0, 1: complete, 2, 3: with an arc), left, right.
    waiting = np.empty((2 * n + 4, 3), dtype=np.int64)
    waiting[0, 0], waiting[0, 1], waiting[0, 2] = 0, 0, root
    waiting[1, 0], waiting[1, 1], waiting[1, 2] = 1, root, n - 1
    size = 2
    while size:
        size -= 1
        kind, left, right = waiting[size, 0], waiting[size, 1], waiting[size, 2]
        if left == right:
            continue
        if kind == 0:
            cut = complete_cut[0, left, right]
            waiting[size, 0], waiting[size, 1], waiting[size, 2] = 0, left, cut
            waiting[size + 1, 0], waiting[size + 1, 1], waiting[size + 1, 2] = 2, cut, right
        elif kind == 1:
            cut = complete_cut[1, left, right]
            waiting[size, 0], waiting[size, 1], waiting[size, 2] = 3, left, cut
            waiting[size + 1, 0], waiting[size + 1, 1], waiting[size + 1, 2] = 1, cut, right
        else:
            if kind == 2:
                heads[start + left] = start + right
            else:
                heads[start + right] = start + left
            cut = arc_cut[left, right]
            waiting[size, 0], waiting[size, 1], waiting[size, 2] = 1, left, cut
            waiting[size + 1, 0], waiting[size + 1, 1], waiting[size + 1, 2] = 0, cut + 1, right
        size += 2
