"""Known names that stand in a text with words swapped or misspelt: 'White Home', 'the New York Instances'.

A match keeps the order of the words and the pattern of capitals, leaves at least one word of the name as it was (and
at least as many as it changes), and is no part of a longer name. A name that is itself known is never one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from ripeness.lineage.gazetteer import (
    WORD,
    Name,
    contrast,
    folded,
    known_keys,
    names,
    near,
    states,
    swapped,
    swaps,
    word_set,
)
from ripeness.lineage.words import common_words, stem_of

LONGEST_TEXT = 200_000  # code points that are searched
# A word of a known name may be misspelt by one letter if it has this many, by two if it has twice as many.
MISSPELT_LEAST = 5
# Words kept for each that is close in meaning: a Defence Committee is no garbled Defence Council, but an Institute for
# Strategic Research of so many other words is no other. On 2,051 ordinary texts 3 names are repaired, all 3 misspelt.
KEPT_BESIDE_NEAR = 3
# A line with this part of its words capitalised is a headline: there 'Safety Council' need not be a name.
HEADLINE = 0.8
HEADLINE_WORDS = 4

CONNECTORS = word_set("of for the a an in on to de la du and without at")
# Words that may stand before a name and are no part of it, and words that may follow one.
_BEFORE = word_set("former ex then us uk un eu nato mr mrs ms dr president senator sen rep gen col")
_FOLLOWERS = word_set(
    "press chief secretary spokesman spokeswoman spokesperson correspondent host anchor director president senior"
    " deputy adviser advisor counsel envoy official officials minister reporter briefing"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text. ``initial``: it begins a sentence, a line or a quotation, so its capital tells nothing."""

    text: str
    start: int
    end: int
    cap: bool
    initial: bool
    joined: bool  # nothing but blanks stand between the word before and this one


@dataclass(frozen=True, slots=True)
class Garbled:
    """A known name that stands garbled at ``start``..``end``; ``changed`` are (seen, true) words."""

    start: int
    end: int
    name: Name
    changed: tuple[tuple[str, str], ...]
    kept: int

    @property
    def score(self) -> float:
        """Part of the name's words that stand as they were: .5 up to, not with, 1."""
        return self.kept / (self.kept + len(self.changed))


_OPENS = re.compile(r"(?:^|[.!?:;…][\"'”’)]*\s+|\n\s*|[\"“‘(\[]\s*|[-–—•*]\s+)$")


def tokens_of(text: str) -> list[Token]:
    """The words of a text, with what stands around them; a possessive is left out of its word."""
    found: list[Token] = []
    last = 0
    for match in WORD.finditer(text):
        word, start = match[0], match.start()
        if word.endswith(("'s", "’s")):
            word = word[:-2]
        between = text[last:start]
        plain = between == " "
        joined = plain or (between != "" and not between.strip(" \t\u00a0"))
        joined = joined and bool(found) and found[-1].end == last
        initial = not plain and (start == 0 or _OPENS.search(text, max(0, start - 6), start) is not None)
        found.append(Token(word, start, start + len(word), word[0].isupper() or word[0].isdigit(), initial, joined))
        last = match.end()
    return found


def find_garbled(text: str, tokens: Sequence[Token] | None = None) -> tuple[Garbled, ...]:
    """Every place where a known name stands garbled, in the order of the text, none overlapping another."""
    tokens = tokens_of(text[:LONGEST_TEXT]) if tokens is None else tokens
    lower = frozenset(token.text for token in tokens if not token.cap)
    heads = _headlines(text, tokens)
    matches: list[Garbled] = []
    known: list[tuple[int, int]] | None = None
    for at, token in enumerate(tokens):
        if not token.cap or at in heads:
            continue
        for name, position in _index().get(folded(token.text), ()):
            for first, end, changed in _stretches(tokens, at, name, position, lower):
                if known is None:
                    known = _known_spans(tokens)
                if changed and _stands(tokens, first, end, name, changed, known):
                    start, stop = tokens[first].start, tokens[end - 1].end
                    matches.append(Garbled(start, stop, name, tuple(changed), len(_content(name)) - len(changed)))
    meant: dict[tuple[int, int], set[tuple[str, ...]]] = defaultdict(set)
    for match in matches:
        meant[match.start, match.end].add(tuple(folded(word) for word in match.name.words))
    best: list[Garbled] = []  # by start; as none overlaps another, their ends rise as well
    for match in sorted(set(matches), key=lambda m: (m.start - m.end, -m.score, m.start, m.name.text)):
        at = bisect_left(best, match.end, key=lambda m: m.start)
        if at == 0 or best[at - 1].end <= match.start:
            best.insert(at, match)
    best = [match for match in best if len(meant[match.start, match.end]) == 1]  # else two names fit
    return tuple(best)


def is_known(words: Sequence[str]) -> bool:
    """Whether these words, in this order, are a known name."""
    key = tuple(folded(word) for word in words)
    return key in known_keys() or (key[:1] == ("the",) and key[1:] in known_keys())


def misspelt(true: str, seen: str) -> bool:
    """Whether ``seen`` is the word ``true`` with a letter or two wrong."""
    a, b = folded(true), folded(seen)
    if len(a) < MISSPELT_LEAST or a == b or stem_of(a) == stem_of(b) or "-" in seen:
        return False
    return _edits(a, b, 1 if len(a) < 2 * MISSPELT_LEAST else 2)


def likeness(true: str, seen: str) -> float:
    """How alike two words are written, 0..1."""
    return SequenceMatcher(None, folded(true), folded(seen), autojunk=False).ratio()


def _edits(a: str, b: str, most: int) -> bool:
    """Whether at most ``most`` letters changed, left out or added make ``a`` into ``b``."""
    if abs(len(a) - len(b)) > most:
        return False
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1] <= most


def _content(name: Name) -> list[str]:
    return [word for word in name.words if word.casefold() not in CONNECTORS]


@cache
def _index() -> dict[str, tuple[tuple[Name, int], ...]]:
    """Folded content word -> the names of two words and more in which it stands, and where."""
    found: dict[str, list[tuple[Name, int]]] = defaultdict(list)
    for name in names():
        if len(_content(name)) < 2 or not any(_can_change(word) for word in _content(name)):
            continue
        for position, word in enumerate(name.words):
            if word.casefold() not in CONNECTORS:
                found[folded(word)].append((name, position))
    return {word: tuple(rows) for word, rows in found.items()}


def _can_change(word: str) -> bool:
    return stem_of(word.casefold()) in swaps() or len(word) >= MISSPELT_LEAST


@cache
def _name_words() -> frozenset[str]:
    """Every folded word of every known name: none of them is a misspelling."""
    return frozenset(folded(word) for name in names() for word in name.words)


_Changed = list[tuple[str, str]]


def _stretches(
    tokens: Sequence[Token], at: int, name: Name, position: int, lower: frozenset[str]
) -> Iterator[tuple[int, int, _Changed]]:
    """Where ``name`` can stand with its word at ``position`` on token ``at``: first token, end token, what changed."""
    for end, after in _walk(tokens, at, name.words[position + 1 :], 1, lower):
        for first, before in _walk(tokens, at, name.words[:position][::-1], -1, lower):
            yield first, end + 1, [*before[::-1], *after]


def _walk(
    tokens: Sequence[Token], at: int, words: Sequence[str], step: int, lower: frozenset[str]
) -> Iterator[tuple[int, _Changed]]:
    """Match ``words`` to the tokens next to ``at`` in the direction ``step``: the last token used, and what changed."""
    if not words:
        yield at, []
        return
    here = at + step
    if not 0 <= here < len(tokens) or not tokens[max(here, at)].joined:
        return
    token, word = tokens[here], words[0]
    if word.casefold() in CONNECTORS:
        if token.text == word:
            yield from _walk(tokens, here, words[1:], step, lower)
        return
    if folded(token.text) == folded(word):
        if token.cap == (word[0].isupper() or word[0].isdigit()):
            yield from _walk(tokens, here, words[1:], step, lower)
        return
    if token.cap and word[0].isupper() and not contrast(word, token.text) and _stands_for(word, token.text, lower):
        for last, changed in _walk(tokens, here, words[1:], step, lower):
            yield last, [(token.text, word), *changed]
    for pair in _pairs(word):
        further = here + step
        if not 0 <= further < len(tokens) or not tokens[max(further, here)].joined:
            continue
        one, two = sorted((here, further))
        if tokens[one].cap and (stem_of(tokens[one].text.casefold()), stem_of(tokens[two].text.casefold())) == pair:
            for last, changed in _walk(tokens, further, words[1:], step, lower):
                yield last, [(f"{tokens[one].text} {tokens[two].text}", word), *changed]


@cache
def _pairs(word: str) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(each for each in swaps().get(stem_of(word.casefold()), ()) if len(each) == 2))


def _stands_for(true: str, seen: str, lower: frozenset[str]) -> bool:
    if swapped(true, seen):
        return True
    plain = folded(seen)
    return plain not in _name_words() and plain not in lower and misspelt(true, seen)


def _stands(
    tokens: Sequence[Token], first: int, end: int, name: Name, changed: _Changed, known: Sequence[tuple[int, int]]
) -> bool:
    """Whether the stretch can be that name: enough of it kept, not known itself, no part of another name."""
    kept = len(_content(name)) - len(changed)
    close = sum(near(true, seen) for seen, true in changed)
    if kept < max(1, len(changed), close * KEPT_BESIDE_NEAR) or is_known([token.text for token in tokens[first:end]]):
        return False
    if any(a < end and first < b and not (first <= a and b <= end and (a, b) != (first, end)) for a, b in known):
        return False
    if first and tokens[first].joined:
        before = tokens[first - 1]
        word = folded(before.text)
        plain = before.initial and word in common_words()[0] | _BEFORE
        if before.cap and not plain and word not in _BEFORE and before.text.casefold() not in _state_words():
            return False
    if first > 1 and tokens[first].joined and tokens[first - 1].joined and tokens[first - 1].text in ("of", "for"):
        before = tokens[first - 2]
        if before.cap and not before.initial:
            return False  # 'the School of International Affairs': the end of a longer name
    if end < len(tokens) and tokens[end].joined and tokens[end].cap:
        return name.kind == "office" or tokens[end].text.casefold() in _FOLLOWERS
    return True


@cache
def _state_words() -> frozenset[str]:
    return frozenset(word.casefold() for text in states()[0] for word in WORD.findall(text))


@cache
def _longest() -> int:
    return max(len(key) for key in known_keys())


def _known_spans(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Where known names of two words and more stand as they are."""
    spans = []
    for at, token in enumerate(tokens):
        if not token.cap:
            continue
        key = [folded(token.text)]
        for end in range(at + 1, min(at + _longest(), len(tokens))):
            if not tokens[end].joined:
                break
            key.append(folded(tokens[end].text))
            if tuple(key) in known_keys() and tokens[end].cap:
                spans.append((at, end + 1))
    return spans


def _headlines(text: str, tokens: Sequence[Token]) -> frozenset[int]:
    """The tokens of lines in which nearly every word has a capital."""
    lines: dict[int, list[int]] = defaultdict(list)
    breaks = [m.start() for m in re.finditer("\n", text)]
    line = 0
    for index, token in enumerate(tokens):
        while line < len(breaks) and breaks[line] < token.start:
            line += 1
        lines[line].append(index)
    found: set[int] = set()
    for members in lines.values():
        big = [i for i in members if tokens[i].text.casefold() not in common_words()[0]]
        if len(big) >= HEADLINE_WORDS and sum(tokens[i].cap for i in big) >= HEADLINE * len(big):
            found.update(members)
    return frozenset(found)
