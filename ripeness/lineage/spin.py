"""Names that a spun or translated report garbled, repaired: the words that stand there are kept beside the true name.

Two witnesses: a **sibling**, a report of the same story whose aligned passage has the name in the same place, and the
**gazetteer** of known names. Either way the garbled name keeps the order and the capitals of the true one, and every
word that changed is a swap for the true word or a misspelling of it. Nothing is repaired towards a guess.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ripeness.lineage.garbled import (
    CONNECTORS,
    LONGEST_TEXT,
    Garbled,
    Token,
    find_garbled,
    is_known,
    likeness,
    tokens_of,
)
from ripeness.lineage.gazetteer import contrast, folded, known_words, swapped
from ripeness.lineage.model import Edge, Lineage
from ripeness.lineage.tortured import Hint, tortured
from ripeness.lineage.words import common_words, stem_of
from ripeness.reports.model import Passage, Report

How = Literal["sibling", "gazetteer"]

# Two words in one place of two aligned passages, beside a word of the name that both have, are one name spelt two
# ways if they are so alike (difflib's ratio; Vask and Flask have .67, Krey and Gray .50).
ALIKE = 0.6
# A name of one word has only its neighbours to tell: it must be more alike, and of so many letters or seen twice.
ALIKE_ALONE = 0.7
LETTERS_ALONE = 5
# Of the two words on either side, so many agree where a name has no word of its own that stayed.
NEIGHBOURS = 2
# A name that so many reports of other stories have is nobody's slip.
ELSEWHERE = 2
# Where dates do not tell which of two reports retells the other: so many signs in one of them, and none in the other.
SIGNS = 2
# What a score loses where a name is repaired because the report garbles it so elsewhere.
AGAIN = 0.05
# Longest stretch of words in which two passages are compared word by word.
WORDS_MOST = 160


@dataclass(frozen=True, slots=True)
class Repair:
    """One place where a name stands garbled. ``surface`` are the words that stand there, ``resolved`` the true name."""

    passage: Passage
    surface: str
    resolved: str
    how: How
    evidence: Passage | None  # the true name in a sibling, where there is one
    rule: str
    score: float  # 0..1: by the part of the name that stayed, and by its witness


def repairs(reports: Sequence[Report], lineage: Lineage) -> tuple[Repair, ...]:
    """Every garbled name of the pile whose true form is known, by report and place; none overlap.

    A sibling's word goes before the gazetteer's. A name that other stories use as it stands is left alone.
    """
    texts = {report.id: _Text(report) for report in reports}
    others = _Elsewhere(texts, lineage)
    found: dict[str, list[Repair]] = defaultdict(list)
    for edge in lineage.edges:
        if edge.strength == "strong" and edge.kind != "cites":
            for told, true, aligned, sure in _ways(edge):
                _take(found[told], _by_sibling(texts[told], texts[true], aligned, sure, others))
    for report in reports:
        own = found[report.id]
        _take(own, _again(texts[report.id], own))
        _take(own, _by_gazetteer(texts[report.id], others))
    return tuple(
        sorted(
            (repair for rows in found.values() for repair in rows),
            key=lambda repair: (others.place[repair.passage.report], repair.passage.start),
        )
    )


def resolved_name(passage: Passage, found: Iterable[Repair]) -> str | None:
    """The words of ``passage`` with every garbled name in it replaced by the true one; None where none is in it."""
    inside = [
        r
        for r in found
        if r.passage.report == passage.report and passage.start <= r.passage.start and r.passage.end <= passage.end
    ]
    text = passage.exact
    for repair in sorted(inside, key=lambda r: -r.passage.start):
        first, end = repair.passage.start - passage.start, repair.passage.end - passage.start
        text = text[:first] + repair.resolved + text[end:]
    return text if inside else None


def _take(into: list[Repair], fresh: Iterable[Repair]) -> None:
    """Add what overlaps nothing that was found before, the surest and longest first."""
    for repair in sorted(fresh, key=lambda r: (-r.score, r.passage.start - r.passage.end, r.passage.start)):
        a = repair.passage
        if not any(a.start < r.passage.end and r.passage.start < a.end for r in into):
            into.append(repair)


class _Text:
    """A report's words, made when asked."""

    def __init__(self, report: Report) -> None:
        self.report = report

    @cached_property
    def tokens(self) -> list[Token]:
        return tokens_of(self.report.text[:LONGEST_TEXT])

    @cached_property
    def names(self) -> frozenset[str]:
        """Folded words that stand with a capital anywhere."""
        return frozenset(folded(token.text) for token in self.tokens if token.cap)

    @cached_property
    def plain(self) -> frozenset[str]:
        """Folded words that stand without a capital anywhere."""
        return frozenset(folded(token.text) for token in self.tokens if not token.cap)

    @cached_property
    def hints(self) -> tuple[Hint, ...]:
        return tortured(self.report)

    def within(self, passage: Passage) -> tuple[int, int]:
        """The tokens of a passage: first and end."""
        first = bisect_left(self.tokens, passage.start, key=lambda token: token.start)
        return first, max(first, bisect_right(self.tokens, passage.end, key=lambda token: token.end))

    def says(self, words: Sequence[str]) -> bool:
        """Whether the report has these words in a row, the first with a capital."""
        keys = [folded(word) for word in words]
        return keys[0] in self.names and any(True for _ in self.places(keys))

    def places(self, keys: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where these folded words stand in a row, the first with a capital: first token and end token."""
        for at in self._at.get(keys[0], ()):
            stretch = self.tokens[at : at + len(keys)]
            if [folded(t.text) for t in stretch] == list(keys) and all(t.joined for t in stretch[1:]):
                yield at, at + len(keys)

    @cached_property
    def _at(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for index, token in enumerate(self.tokens):
            if token.cap:
                found[folded(token.text)].append(index)
        return found


class _Elsewhere:
    """What the rest of the pile says: who uses a name, and whether that is a witness."""

    def __init__(self, texts: Mapping[str, _Text], lineage: Lineage) -> None:
        self.texts = texts
        self.place = {id: index for index, id in enumerate(texts)}
        self._story = {id: number for number, story in enumerate(lineage.stories) for id in story}
        self._spun = {edge.source for edge in lineage.edges if edge.kind == "spun"}
        self._used: dict[tuple[str, ...], tuple[str, ...]] = {}

    def used(self, words: Sequence[str]) -> tuple[str, ...]:
        """The reports that have these words as a name."""
        key = tuple(folded(word) for word in words)
        if key not in self._used:
            self._used[key] = tuple(id for id, text in self.texts.items() if text.says(words))
        return self._used[key]

    def common(self, words: Sequence[str], report: str) -> bool:
        """Whether reports of other stories, which were not spun themselves, use this name as it stands."""
        own = self._story[report]
        key = [folded(word) for word in words]
        users = [id for id in self.used(words) if self._story[id] != own and not self._garbles(id, key)]
        return len({self._story[id] for id in users}) >= 1 and len(users) >= ELSEWHERE

    def outnumbered(self, resolved: str, surface: str, report: str) -> bool:
        """Whether more reports of the story have the name as it stands than as it is said to be."""
        own = self._story[report]
        here, there = (sum(self._story[id] == own for id in self.used(each.split())) for each in (surface, resolved))
        return here > there

    def vouched(self, words: Sequence[str], report: str) -> bool:
        """Whether the name is known: by the gazetteer, by another story or by two more reports of this one."""
        users = [id for id in self.used(words) if id != report]
        return is_known(words) or len(users) > ELSEWHERE or any(self._story[i] != self._story[report] for i in users)

    def _garbles(self, id: str, key: Sequence[str]) -> bool:
        """Whether a report shows elsewhere that it was spun: then its names are no witness."""
        if id in self._spun:
            return True
        text = self.texts[id]
        return any(key != [folded(word) for word in hint.surface.split()] for hint in text.hints)


# --- by a sibling ----------------------------------------------------------------------------------------------------


# Words that may stand inside a name; 'and' may as well stand between two.
_INSIDE = CONNECTORS - {"and", "to", "in", "on", "at", "without"}
_Way = tuple[str, str, list[tuple[Passage, Passage]], bool]


def _ways(edge: Edge) -> Iterator[_Way]:
    """The retelling, the told, their aligned passages, and whether it is sure which retells which."""
    yield edge.source, edge.target, [(row.a, row.b) for row in edge.aligned], edge.directed
    if not edge.directed:
        yield edge.target, edge.source, [(row.b, row.a) for row in edge.aligned], False


@dataclass(frozen=True, slots=True)
class _Pair:
    """A name in the retelling beside the name of the sibling: token indices."""

    first: int
    end: int
    true_first: int
    true_end: int
    changed: tuple[tuple[str, str], ...]  # seen, true
    kept: int
    swaps: bool  # every changed word is a swap, not a misspelling


def _by_sibling(
    told: _Text, true: _Text, aligned: Sequence[tuple[Passage, Passage]], sure: bool, others: _Elsewhere
) -> list[Repair]:
    """The names of ``told`` that stand in the place of other names of ``true``."""
    found = _beside(told, true, aligned)
    if found and not sure:
        back = _beside(true, told, [(b, a) for a, b in aligned])
        sure = _signs(told, found) >= SIGNS and not _signs(true, back)
    seen = Counter(change for pair in found for change in pair.changed)
    return [
        _sibling_repair(told, true, pair)
        for pair in found
        if _holds(told, true, pair, sure, others, max(seen[change] for change in pair.changed))
    ]


def _beside(told: _Text, true: _Text, aligned: Sequence[tuple[Passage, Passage]]) -> list[_Pair]:
    """The names of ``told`` that ``true`` has nowhere, beside those that it has in their place."""
    strange = {
        index
        for index, token in enumerate(told.tokens)
        if token.cap and folded(token.text) not in true.names and folded(token.text) not in common_words()[0]
    }
    found: dict[tuple[int, int], _Pair] = {}
    for a, b in aligned if strange else ():
        first, end = told.within(a)
        if strange & set(range(first, end)):
            for pair in _pairs(told, true, (first, end), true.within(b), strange):
                found.setdefault((pair.first, pair.end), pair)
    return list(found.values())


def _signs(text: _Text, pairs: Sequence[_Pair]) -> int:
    """How much shows that this report, and not its sibling, was spun: set phrases, and swaps that go one way only."""
    one_way = {
        change for pair in pairs for change in pair.changed if swapped(change[1], change[0]) and not swapped(*change)
    }
    return len(one_way) + len(text.hints)


def _holds(told: _Text, true: _Text, pair: _Pair, sure: bool, others: _Elsewhere, times: int) -> bool:
    """Whether the name of the sibling is the true one, and the other no name by itself."""
    surface = [token.text for token in told.tokens[pair.first : pair.end]]
    resolved = [token.text for token in true.tokens[pair.true_first : pair.true_end]]
    if is_known(surface) or true.says(surface) or others.common(surface, told.report.id):
        return False
    misspelt = [change for change in pair.changed if not swapped(change[1], change[0])]
    if any(others.outnumbered(was, seen, told.report.id) for seen, was in misspelt) or others.outnumbered(
        " ".join(resolved), " ".join(surface), told.report.id
    ):
        return False
    if not sure and not (others.vouched(resolved, told.report.id) and others.used(surface) == (told.report.id,)):
        return False
    if pair.kept == 0 and not pair.swaps:
        letters = max(len(seen) for seen, _ in pair.changed)
        return letters >= LETTERS_ALONE or times > 1
    return True


def _sibling_repair(told: _Text, true: _Text, pair: _Pair) -> Repair:
    start, end = told.tokens[pair.first].start, told.tokens[pair.end - 1].end
    passage = told.report.passage(start, end)
    evidence = true.report.passage(true.tokens[pair.true_first].start, true.tokens[pair.true_end - 1].end)
    words = "; ".join(f"'{seen}' stands for '{was}'" for seen, was in pair.changed)
    rule = f"{true.report.id} has the name in the same place of the same passage: {words}."
    score = 0.9 if pair.kept else 0.8
    return Repair(passage, passage.exact, " ".join(evidence.exact.split()), "sibling", evidence, rule, score)


def _pairs(
    told: _Text, true: _Text, here: tuple[int, int], there: tuple[int, int], strange: set[int]
) -> Iterator[_Pair]:
    """The names in two aligned passages that differ in words, one to one."""
    a, b = told.tokens[here[0] : here[1]][:WORDS_MOST], true.tokens[there[0] : there[1]][:WORDS_MOST]
    beside = {here[0] + i: there[0] + j for i, j in _in_step(a, b)}
    done = here[0]
    for at in sorted(strange & set(range(here[0], here[0] + len(a)))):
        if at < done or _changed(told, true, at, beside) is None:
            continue
        first, end = _grown(told, true, at, beside)
        done = end
        changed = [c for i in range(first, end) if (c := _changed(told, true, i, beside))]
        kept = sum(
            folded(told.tokens[i].text) == folded(true.tokens[beside[i]].text)
            for i in range(first, end)
            if told.tokens[i].text.casefold() not in CONNECTORS and not told.tokens[i].initial
        )
        if kept or _alone(told, true, first, end, beside):
            pure = all(swapped(was, seen) for seen, was in changed)
            yield _Pair(first, end, beside[first], beside[end - 1] + 1, tuple(dict.fromkeys(changed)), kept, pure)


def _changed(told: _Text, true: _Text, at: int, beside: Mapping[int, int]) -> tuple[str, str] | None:
    """The word at ``at`` and the word of the sibling that it garbles; None where it does not."""
    if at not in beside:
        return None
    seen, was = told.tokens[at], true.tokens[beside[at]]
    if not (seen.cap and was.cap) or folded(seen.text) == folded(was.text) or folded(seen.text) in known_words():
        return None
    if contrast(was.text, seen.text) or _gendered(was.text, seen.text):
        return None
    if swapped(was.text, seen.text):
        return (seen.text, was.text)
    if folded(seen.text).rstrip("s") == folded(was.text).rstrip("s") or folded(seen.text) in told.plain:
        return None
    return (seen.text, was.text) if likeness(was.text, seen.text) >= ALIKE else None


def _gendered(was: str, seen: str) -> bool:
    """Ivanov and Ivanova, Novotny and Novotna: two people."""
    a, b = sorted((folded(was), folded(seen)), key=len)
    return b in (f"{a}a", f"{a}na") or (a[:-1] == b[:-1] and {a[-1], b[-1]} in ({"y", "a"}, {"i", "a"}))


def _grown(told: _Text, true: _Text, at: int, beside: Mapping[int, int]) -> tuple[int, int]:
    """The name around the word at ``at``: the words of both reports go in step, with capitals or between such."""

    def goes_on(index: int, before: int, step: int) -> bool:
        if beside.get(index) != beside[before] + step:
            return False
        seen, was = told.tokens[index], true.tokens[beside[index]]
        right, true_right = told.tokens[max(index, before)], true.tokens[max(beside[index], beside[before])]
        if not (right.joined and true_right.joined):
            return False
        if seen.text in _INSIDE:
            return seen.text == was.text
        if not (seen.cap and was.cap) or seen.text[0].isdigit():
            return False
        if folded(seen.text) == folded(was.text):
            return not (seen.initial and folded(seen.text) in common_words()[0])
        return _changed(told, true, index, beside) is not None

    first, end = at, at + 1
    while goes_on(first - 1, first, -1):
        first -= 1
    while goes_on(end, end - 1, 1):
        end += 1
    while told.tokens[first].text in _INSIDE:
        first += 1
    while told.tokens[end - 1].text in _INSIDE:
        end -= 1
    return first, end


def _alone(told: _Text, true: _Text, first: int, end: int, beside: Mapping[int, int]) -> bool:
    """Whether a name without a kept word stands where the sibling's does, by the words around it."""
    if any(told.tokens[i].initial for i in range(first, end)):
        return False
    agree = 0
    for away in (-2, -1, 1, 2):
        i = first + away if away < 0 else end - 1 + away
        j = beside[first] + away if away < 0 else beside[end - 1] + away
        if 0 <= i < len(told.tokens) and beside.get(i) == j:
            agree += _same(told.tokens[i].text, true.tokens[j].text)
    if agree < NEIGHBOURS:
        return False
    for i in range(first, end):
        seen, was = told.tokens[i], true.tokens[beside[i]]
        if swapped(was.text, seen.text):
            if folded(was.text) in true.plain or was.initial:
                return False  # a word that the sibling uses as a common one: no name
        elif likeness(was.text, seen.text) < ALIKE_ALONE:
            return False
    return True


def _same(one: str, other: str) -> bool:
    a, b = one.casefold(), other.casefold()
    return stem_of(a) == stem_of(b) or swapped(one, other) or swapped(other, one)


def _in_step(a: Sequence[Token], b: Sequence[Token]) -> list[tuple[int, int]]:
    """The best way to lay the words of two passages beside each other in order (Needleman and Wunsch)."""
    gap = -0.7
    score = [[gap * j for j in range(len(b) + 1)]]
    for i, x in enumerate(a, start=1):
        row = [gap * i]
        above = score[-1]
        for j, y in enumerate(b, start=1):
            row.append(max(above[j - 1] + _fit(x, y), above[j] + gap, row[-1] + gap))
        score.append(row)
    rows: list[tuple[int, int]] = []
    i, j = len(a), len(b)
    while i and j:
        if score[i][j] == score[i - 1][j - 1] + _fit(a[i - 1], b[j - 1]):
            i, j = i - 1, j - 1
            rows.append((i, j))
        elif score[i][j] == score[i - 1][j] + gap:
            i -= 1
        else:
            j -= 1
    return rows[::-1]


def _fit(x: Token, y: Token) -> float:
    """How well two words fit in one place; below twice the gap they do not."""
    if x.text == y.text:
        return 3.0 if x.cap else 2.0
    a, b = x.text.casefold(), y.text.casefold()
    if a == b or stem_of(a) == stem_of(b):
        return 2.0
    if swapped(y.text, x.text):
        return 1.8
    if x.cap and y.cap:
        return 1.5 if a[0] == b[0] or a[-1] == b[-1] else 0.3
    return -1.0


# --- the same name again, and by the gazetteer -----------------------------------------------------------------------


def _again(text: _Text, found: Sequence[Repair]) -> Iterator[Repair]:
    """A name repaired in a report is repaired wherever it stands there, and so is its misspelt word alone.

    Unless the report has it for two names.
    """
    meant: dict[tuple[str, ...], dict[str, Repair]] = defaultdict(dict)
    for repair in found:
        surface = [token.text for token in tokens_of(repair.surface)]
        resolved = [token.text for token in tokens_of(repair.resolved)]
        meant[tuple(map(folded, surface))][repair.resolved] = repair
        for seen, was in zip(surface, resolved, strict=True) if len(surface) == len(resolved) else ():
            if folded(seen) != folded(was) and not swapped(was, seen) and folded(seen) not in text.plain:
                meant[(folded(seen),)][was] = repair
    for keys, names in meant.items():
        for first, end in text.places(keys) if len(names) == 1 else ():
            ((resolved, repair),) = names.items()
            passage = text.report.passage(text.tokens[first].start, text.tokens[end - 1].end)
            rule = f"{repair.rule} It is repaired so wherever this report has it."
            score = round(repair.score - AGAIN, 4)
            yield Repair(passage, passage.exact, resolved, repair.how, repair.evidence, rule, score)


def _by_gazetteer(text: _Text, others: _Elsewhere) -> Iterator[Repair]:
    for match in find_garbled(text.report.text, text.tokens):
        passage = text.report.passage(match.start, match.end)
        words = [token.text for token in tokens_of(passage.exact)]
        if not others.common(words, text.report.id):
            yield Repair(
                passage, passage.exact, match.name.text, "gazetteer", None, _rule(match), round(match.score, 4)
            )


def _rule(match: Garbled) -> str:
    words = "; ".join(f"'{seen}' stands for '{was}'" for seen, was in match.changed)
    return f"A known name with its words in order ({match.name.kind}): {words}."
