"""The loops of lineage, compiled on first use: aligning pairs of reports, counting what reports share.

Nothing here checks its arguments: arrays are C-ordered, writable and always of the same types, so that each loop is
compiled once. The loops hold no lock of Python's, so that threads run them at the same time. Importing this module
loads numba; it is imported where reports are first compared, not with the package. Arrays are filled item by item:
whole slices and numpy's own functions would take longer to compile than all the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numba import njit


def compiled(loop: Callable[..., Any]) -> Any:
    """Compile a loop when it is first called, and keep the machine code on disk where that is possible.

    As in ``ripeness.bargaining.kernels``, which knows nothing of the project; here without Python's lock.
    """
    try:
        return njit(cache=True, nogil=True)(loop)
    except RuntimeError as refusal:
        if "no locator available" not in str(refusal):
            raise
        return njit(nogil=True)(loop)


class Side(NamedTuple):
    """One report of a pair: the arrays of ``Prose`` by the same names, and its number of sentences."""

    sentences: Any
    length: Any
    word: Any
    key: Any
    base: Any
    weight: Any
    count: Any
    place: Any
    runs: Any


class Flat(NamedTuple):
    """Many reports: the arrays of ``Side`` one report after another, and where each report begins in them."""

    sentence_begin: Any  # int64[report + 1]
    word_begin: Any
    term_begin: Any
    place_begin: Any
    run_begin: Any
    length: Any
    word: Any
    key: Any
    base: Any
    weight: Any
    count: Any
    place: Any
    runs: Any


class Limits(NamedTuple):
    """The thresholds of ``align`` and ``edges`` that the loops need; float64."""

    rarity: float
    bead_least: float
    mass_least: float
    mass_most: float
    merge_discount: float
    share_score: float
    name_weight: float
    runs_least: float
    solid_score: float
    solid_weight: float
    solid_mass: float
    solid_telling: float
    keep_contained: float
    keep_solid: float
    keep_coverage: float


# What a comparison gives for a pair, in this order.
COVERAGE, UNORDERED, SHARE, TOTAL, CONTAINED, SOLID, BEADS = range(7)


@compiled
def side_of(flat: Any, report: int) -> Any:
    """One report out of many; nothing is copied."""
    words = slice(flat.word_begin[report], flat.word_begin[report + 1])
    terms = slice(flat.term_begin[report], flat.term_begin[report + 1])
    sentences = slice(flat.sentence_begin[report], flat.sentence_begin[report + 1])
    return Side(
        flat.sentence_begin[report + 1] - flat.sentence_begin[report],
        flat.length[sentences],
        flat.word[words],
        flat.key[terms],
        flat.base[terms],
        flat.weight[terms],
        flat.count[terms],
        flat.place[flat.place_begin[report] : flat.place_begin[report + 1]],
        flat.runs[flat.run_begin[report] : flat.run_begin[report + 1]],
    )


@compiled
def compare_all(flat: Any, pairs: Any, always: Any, limits: Any) -> Any:
    """Compare ``pairs[pair, 2]``, the shorter report first: ``(figure[pair, 7], bead[bead, 4], merit[bead, 2])``.

    ``figure`` is as ``compare_two`` gives it. The beads of one pair stand after those of the pair before; they are kept
    only for pairs that may make an edge by the limits, and for those that are ``always[pair]`` wanted: for others
    ``figure[pair, BEADS]`` is negative, their number less 1.
    """
    figure = np.empty((len(pairs), 7))
    bead, merit, kept = np.empty((1024, 4), dtype=np.int32), np.empty((1024, 2)), 0
    for pair in range(len(pairs)):
        own, what, how = compare_two(side_of(flat, pairs[pair, 0]), side_of(flat, pairs[pair, 1]), limits)
        for at in range(7):
            figure[pair, at] = own[at]
        aligned = own[SOLID] >= limits.keep_solid and own[COVERAGE] >= limits.keep_coverage
        if not (aligned or own[CONTAINED] >= limits.keep_contained or always[pair]):
            figure[pair, BEADS] = -1.0 - own[BEADS]
            continue
        if kept + len(what) > len(bead):
            bead, merit = _longer(bead, kept + len(what)), _longer(merit, kept + len(what))
        for step in range(len(what)):
            for at in range(4):
                bead[kept, at] = what[step, at]
            merit[kept, 0], merit[kept, 1] = how[step, 0], how[step, 1]
            kept += 1
    return figure, bead[:kept], merit[:kept]


@compiled
def _longer(rows: Any, least: int) -> Any:
    longer = np.empty((max(2 * len(rows), least), rows.shape[1]), dtype=rows.dtype)
    for row in range(len(rows)):
        for at in range(rows.shape[1]):
            longer[row, at] = rows[row, at]
    return longer


@compiled
def compare_two(a: Any, b: Any, limits: Any) -> Any:
    """Compare two reports, ``a`` the shorter: ``(figure[7], bead[bead, 4], merit[bead, 2])``.

    ``bead`` holds the first and the end sentence in ``a``, then in ``b``; ``merit`` its score and mass.
    """
    figure = np.zeros(7)
    figure[CONTAINED] = _contained(a, b, limits)
    begin_a, begin_b = _begins(a.count), _begins(b.count)
    weight_a, weight_b = _rarer(a, limits.rarity), _rarer(b, limits.rarity)
    mate = _mates(a, b, weight_a, weight_b, limits.rarity)
    if len(mate) == 0:
        return figure, np.empty((0, 4), dtype=np.int32), np.empty((0, 2))
    mass_a, mass_a2 = _masses(a.sentences, a.place, begin_a, weight_a)
    mass_b, mass_b2 = _masses(b.sentences, b.place, begin_b, weight_b)
    one_one, one_two, two_one = _overlaps(a, b, begin_a, begin_b, weight_a, mate)
    floor_a, floor_a2 = _floored(mass_a, limits.mass_least), _floored(mass_a2, limits.mass_least)
    floor_b, floor_b2 = _floored(mass_b, limits.mass_least), _floored(mass_b2, limits.mass_least)
    _score(one_one, floor_a, floor_b, limits.bead_least, 1.0)
    _score(one_two, floor_a, floor_b2, limits.bead_least, limits.merge_discount)
    _score(two_one, floor_a2, floor_b, limits.bead_least, limits.merge_discount)
    _cap(mass_a, mass_a2, limits.mass_most)
    bead, merit = _best_path(one_one, one_two, two_one, mass_a, mass_a2)
    total, covered, shared, free = 0.0, 0.0, 0.0, 0.0
    for step in range(len(bead)):
        covered += merit[step, 0] * merit[step, 1]
        if merit[step, 0] >= limits.share_score:
            shared += merit[step, 1]
    for row in range(a.sentences):
        best = 0.0
        for column in range(b.sentences):
            best = max(best, one_one[row, column])
            if column:
                best = max(best, one_two[row, column - 1])
        total += mass_a[row]
        free += best * mass_a[row]
    figure[COVERAGE], figure[UNORDERED], figure[SHARE] = covered / total, free / total, shared / total
    figure[TOTAL], figure[BEADS] = total, len(bead)
    figure[SOLID] = _solid(a, b, begin_a, begin_b, mate, bead, merit, total / a.sentences, limits)
    return figure, bead, merit


@compiled
def _begins(count: Any) -> Any:
    """Where each term's places begin, and their end."""
    begin = np.zeros(len(count) + 1, dtype=np.int64)
    for term in range(len(count)):
        begin[term + 1] = begin[term] + count[term]
    return begin


@compiled
def _rarer(side: Any, rarity: float) -> Any:
    """Each term's weight, less the more sentences of its report hold it."""
    weight = np.empty(len(side.key))
    for term in range(len(side.key)):
        weight[term] = side.weight[term]
        if side.count[term] > 1:
            weight[term] *= float(side.count[term]) ** -rarity
    return weight


@compiled
def _mates(a: Any, b: Any, weight_a: Any, weight_b: Any, rarity: float) -> Any:
    """``mate[shared, 2]``: the terms that both have; their weights become the same on both sides."""
    mate = np.empty((min(len(a.key), len(b.key)), 2), dtype=np.int64)
    i = j = found = 0
    while i < len(a.key) and j < len(b.key):
        if a.key[i] < b.key[j]:
            i += 1
        elif a.key[i] > b.key[j]:
            j += 1
        else:
            often = max(a.count[i], b.count[j])
            weight = float(min(a.weight[i], b.weight[j]))
            if often > 1:
                weight *= float(often) ** -rarity
            weight_a[i], weight_b[j] = weight, weight
            mate[found, 0], mate[found, 1] = i, j
            found += 1
            i += 1
            j += 1
    return mate[:found]


@compiled
def _masses(sentences: int, place: Any, begin: Any, weight: Any) -> Any:
    """Weight of each sentence and of each two neighbours together."""
    single, double = np.zeros(sentences), np.zeros(max(sentences - 1, 0))
    for term in range(len(weight)):
        done = -1  # the last couple that has the term already
        for at in range(begin[term], begin[term + 1]):
            row = place[at]
            single[row] += weight[term]
            for couple in range(max(row - 1, done + 1), min(row + 1, sentences - 1)):
                double[couple] += weight[term]
                done = couple
    return single, double


@compiled
def _overlaps(a: Any, b: Any, begin_a: Any, begin_b: Any, weight: Any, mate: Any) -> Any:
    """Shared weight of each sentence with each, of each with each two neighbours, and of each two with each."""
    rows, columns = a.sentences, b.sentences
    one_one = np.zeros((rows, columns))
    one_two = np.zeros((rows, max(columns - 1, 0)))
    two_one = np.zeros((max(rows - 1, 0), columns))
    for shared in range(len(mate)):
        i, j = mate[shared, 0], mate[shared, 1]
        done_a = -1
        for at_a in range(begin_a[i], begin_a[i + 1]):
            row = a.place[at_a]
            done_b = -1
            for at_b in range(begin_b[j], begin_b[j + 1]):
                column = b.place[at_b]
                one_one[row, column] += weight[i]
                for couple in range(max(column - 1, done_b + 1), min(column + 1, columns - 1)):
                    one_two[row, couple] += weight[i]
                    done_b = couple
            for couple in range(max(row - 1, done_a + 1), min(row + 1, rows - 1)):
                for at_b in range(begin_b[j], begin_b[j + 1]):
                    two_one[couple, b.place[at_b]] += weight[i]
                done_a = couple
    return one_one, one_two, two_one


@compiled
def _middle(mass: Any) -> float:
    """The median of what is above zero; 0 where nothing is."""
    some, count = np.empty(len(mass)), 0
    for row in range(len(mass)):
        if mass[row] > 0.0:
            some[count] = mass[row]
            count += 1
    if count == 0:
        return 0.0
    gap = count // 2
    while gap:  # Shell's way of sorting
        for at in range(gap, count):
            value, place = some[at], at
            while place >= gap and some[place - gap] > value:
                some[place] = some[place - gap]
                place -= gap
            some[place] = value
        gap //= 2
    half = count // 2
    return some[half] if count % 2 else 0.5 * (some[half - 1] + some[half])


@compiled
def _floored(mass: Any, least: float) -> Any:
    middle = _middle(mass)
    floor, floored = least * middle if middle > 0.0 else 1.0, np.empty(len(mass))
    for row in range(len(mass)):
        floored[row] = max(mass[row], floor)
    return floored


@compiled
def _score(overlap: Any, mass_a: Any, mass_b: Any, least: float, discount: float) -> None:
    """Turn shared weight into scores, in place."""
    for row in range(overlap.shape[0]):
        for column in range(overlap.shape[1]):
            if overlap[row, column] > 0.0:
                score = min(overlap[row, column] / np.sqrt(mass_a[row] * mass_b[column]), 1.0)
                overlap[row, column] = discount * score if score >= least else 0.0


@compiled
def _cap(single: Any, double: Any, most: float) -> None:
    """No sentence counts for more than ``most`` medians: one shared background line is no retelling. In place."""
    bound = most * _middle(single)
    for row in range(len(single)):
        single[row] = min(single[row], bound)
    for row in range(len(double)):
        double[row] = min(double[row], single[row] + single[row + 1])


@compiled
def _best_path(one_one: Any, one_two: Any, two_one: Any, mass: Any, double: Any) -> Any:
    """Dynamic programme over both sentence sequences; gains are score times mass."""
    rows, columns = one_one.shape
    best = np.zeros((rows + 1, columns + 1))
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            top = max(best[i - 1, j], best[i, j - 1], best[i - 1, j - 1] + one_one[i - 1, j - 1] * mass[i - 1])
            if j > 1:
                top = max(top, best[i - 1, j - 2] + one_two[i - 1, j - 2] * mass[i - 1])
            if i > 1:
                top = max(top, best[i - 2, j - 1] + two_one[i - 2, j - 1] * double[i - 2])
            best[i, j] = top
    bead, merit = np.empty((min(rows, columns), 4), dtype=np.int32), np.empty((min(rows, columns), 2))
    found, i, j = len(bead), rows, columns
    while i and j:
        here = best[i, j]
        if here == best[i - 1, j]:
            i -= 1
            continue
        if here == best[i, j - 1]:
            j -= 1
            continue
        found -= 1
        if here == best[i - 1, j - 1] + one_one[i - 1, j - 1] * mass[i - 1]:
            di, dj, score, own = 1, 1, one_one[i - 1, j - 1], mass[i - 1]
        elif j > 1 and here == best[i - 1, j - 2] + one_two[i - 1, j - 2] * mass[i - 1]:
            di, dj, score, own = 1, 2, one_two[i - 1, j - 2], mass[i - 1]
        else:
            di, dj, score, own = 2, 1, two_one[i - 2, j - 1], double[i - 2]
        bead[found, 0], bead[found, 1], bead[found, 2], bead[found, 3] = i - di, i, j - dj, j
        merit[found, 0], merit[found, 1] = score, own
        i, j = i - di, j - dj
    return bead[found:], merit[found:]


@compiled
def _solid(
    a: Any, b: Any, begin_a: Any, begin_b: Any, mate: Any, bead: Any, merit: Any, mean: float, limits: Any
) -> int:
    """How many beads carry the link: score, shared weight, mass and telling words are enough."""
    solid = 0
    for step in range(len(bead)):
        score, mass = merit[step, 0], merit[step, 1]
        enough = score >= limits.solid_score and score * mass >= limits.solid_weight
        if not enough or mass < limits.solid_mass * mean:
            continue
        telling = 0
        for shared in range(len(mate)):
            i, j = mate[shared, 0], mate[shared, 1]
            if a.base[i] <= limits.name_weight or b.base[j] <= limits.name_weight:
                continue
            here = _stands(a.place, begin_a[i], begin_a[i + 1], bead[step, 0], bead[step, 1])
            if here and _stands(b.place, begin_b[j], begin_b[j + 1], bead[step, 2], bead[step, 3]):
                telling += 1
        if telling >= limits.solid_telling:
            solid += 1
    return solid


@compiled
def _stands(place: Any, begin: int, end: int, first: int, last: int) -> bool:
    """Whether one of ``place[begin:end]`` lies in ``first:last``."""
    at = begin
    while at < end and not first <= place[at] < last:
        at += 1
    return at < end


@compiled
def _contained(a: Any, b: Any, limits: Any) -> float:
    """The part of a's runs that stands in b; 1 where both have the same sentences."""
    if len(a.word) == len(b.word) and a.sentences == b.sentences and a.sentences:
        same = True
        for row in range(len(a.length)):
            same = same and a.length[row] == b.length[row]
        at = 0
        while same and at < len(a.word):
            same = a.word[at] == b.word[at]
            at += 1
        if same:
            return 1.0
    if len(a.runs) < limits.runs_least:
        return 0.0
    return common(a.runs, b.runs) / len(a.runs)


@compiled
def common(one: Any, two: Any) -> int:
    """How many numbers two rising lists share."""
    i = j = found = 0
    while i < len(one) and j < len(two):
        if one[i] < two[j]:
            i += 1
        elif one[i] > two[j]:
            j += 1
        else:
            found += 1
            i += 1
            j += 1
    return found


@compiled
def common_of_all(values: Any, begin: Any, pairs: Any) -> Any:
    """``shared[pair]``: how many numbers the rising lists ``values[begin[i]:begin[i + 1]]`` of each pair share."""
    shared = np.empty(len(pairs), dtype=np.int64)
    for pair in range(len(pairs)):
        i, j = pairs[pair, 0], pairs[pair, 1]
        shared[pair] = common(values[begin[i] : begin[i + 1]], values[begin[j] : begin[j + 1]])
    return shared


@compiled
def common_in_order(a: Any, b: Any) -> int:
    """The length of the longest common subsequence."""
    row = np.zeros(len(b) + 1, dtype=np.int64)
    for i in range(len(a)):
        corner = 0
        for j in range(len(b)):
            above = row[j + 1]
            row[j + 1] = corner + 1 if a[i] == b[j] else max(above, row[j])
            corner = above
    return row[len(b)]


@compiled
def merged(keys: Any, holders: Any, more_keys: Any, more_holders: Any) -> Any:
    """Two lists of (key, holder), rising by key, as one; of equal keys those of the first list come first."""
    size = len(keys) + len(more_keys)
    all_keys, all_holders = np.empty(size, dtype=keys.dtype), np.empty(size, dtype=holders.dtype)
    i = j = 0
    for at in range(size):
        if j == len(more_keys) or (i < len(keys) and keys[i] <= more_keys[j]):
            all_keys[at], all_holders[at] = keys[i], holders[i]
            i += 1
        else:
            all_keys[at], all_holders[at] = more_keys[j], more_holders[j]
            j += 1
    return all_keys, all_holders


@compiled
def gather(holders: Any, low: Any, high: Any, end: Any, into: Any) -> None:
    """For each key put ``holders[low:high]`` into ``into`` from ``end`` on, and move ``end`` behind them."""
    for key in range(len(low)):
        for at in range(low[key], high[key]):
            into[end[key]] = holders[at]
            end[key] += 1


@compiled
def sharing(begin: Any, holder: Any, own_begin: Any, own_key: Any, star: Any, first: int, least: int) -> Any:
    """Pairs with a report from ``first`` on that share ``least`` keys: an earlier report, the report, how many keys.

    ``holder[begin[key]:begin[key + 1]]`` has a key, rising; ``own_key[own_begin[r]:own_begin[r + 1]]`` are the keys
    of report ``first + r``; a ``star[key]`` counts for the pairs of its first holder alone. The pairs of one report
    with earlier ones, in no order, stand before those of the next.
    """
    reports = len(own_begin) - 1
    shared = np.zeros(first + reports, dtype=np.int32)
    touched = np.empty(first + reports, dtype=np.int32)
    found, pairs = np.empty((256, 3), dtype=np.int32), 0
    for r in range(reports):
        report, others = first + r, 0
        for at in range(own_begin[r], own_begin[r + 1]):
            for place in range(begin[own_key[at]], begin[own_key[at] + 1]):
                other = holder[place]
                if other >= report:
                    break
                if shared[other] == 0:
                    touched[others] = other
                    others += 1
                shared[other] += 1
                if star[own_key[at]]:
                    break
        for at in range(others):
            other = touched[at]
            if shared[other] >= least:
                if pairs == len(found):
                    found = _longer(found, pairs + 1)
                found[pairs, 0], found[pairs, 1], found[pairs, 2] = other, report, shared[other]
                pairs += 1
            shared[other] = 0
    return found[:pairs]


@compiled
def inverted(begin: Any, holder: Any, first: int, reports: int) -> Any:
    """The keys of each report from ``first`` on, rising: ``(own_begin[report + 1], own_key)``; see ``sharing``."""
    own_begin = np.zeros(reports + 1, dtype=np.int64)
    for place in range(len(holder)):
        if holder[place] >= first:
            own_begin[holder[place] - first + 1] += 1
    for r in range(reports):
        own_begin[r + 1] += own_begin[r]
    own_key, at = np.empty(own_begin[reports], dtype=np.int64), own_begin.copy()
    for key in range(len(begin) - 1):
        for place in range(begin[key], begin[key + 1]):
            r = holder[place] - first
            if r >= 0:
                own_key[at[r]] = key
                at[r] += 1
    return own_begin, own_key


@compiled
def any_of(flags: Any, terms: Any, begin: Any) -> Any:
    """Which reports hold a flagged term: report r holds ``terms[begin[r]:begin[r + 1]]``."""
    found = np.zeros(len(begin) - 1, dtype=np.bool_)
    for report in range(len(found)):
        at = begin[report]
        while at < begin[report + 1] and not flags[terms[at]]:
            at += 1
        found[report] = at < begin[report + 1]
    return found
