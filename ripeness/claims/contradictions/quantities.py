"""The numbers of a line that count something, in digits or in words, as ranges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ripeness.claims.contradictions.page import Line, Word
from ripeness.claims.lexicon import word_set

_ONES = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
""".split()
_UNITS = {name: value for value, name in enumerate(_ONES)}
_TENS = {
    name: 10 * value for value, name in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "bn": 1e9, "m": 1e6}
# Words for a number that is not said: from, to.
_VAGUE = {
    "dozens": (24, 99),
    "scores": (40, 99),
    "hundreds": (200, 999),
    "thousands": (2_000, 9_999),
    "dozen": (12, 12),
}
_ABOUT = word_set("about some around roughly approximately estimated circa perhaps")
_ABOVE = ("more than", "over", "at least", "no fewer than", "not less than", "upwards of", "above")
_BELOW = ("nearly", "almost", "up to", "fewer than", "less than", "under", "at most", "no more than", "not quite")
# How far a figure with 'about' may be off; how far up 'more than' reaches, and how far down 'nearly'.
ROUND = 0.05
UPWARDS = 2.0
DOWNWARDS = 0.7
# Figures further apart than this are of different things.
FACTOR = 15
# In how many words behind a number that stands may be which is counted, and how many of them are its unit.
COUNTED_WITHIN = 7
UNIT_WORDS = 2

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_CLOCK = re.compile(r"\d\d?[.:]\d\d")
_MONTHS = word_set("january february march april may june july august september october november december")
_BEFORE_NAMES = word_set(
    "day phase item point article number no page gate compound hill chapter paragraph round a.m p.m"
)
_MEASURES = word_set(
    """
    a.m p.m a.m. p.m. o'clock per percent % st nd rd th day days week weeks month months year years hour hours minutes
    kilometres kilometers miles metres meters
    """
)
# Behind a number, what is counted stands before these.
_ENDS = word_set(
    """
    had has have were was are is been will would could may might did do in at on by to from for since after before and
    or but who which that
    """
)
# A bare number may stand before these.
_BARE_BEFORE = word_set("because as and while but of according which who with without only")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a line: anything from ``low`` to ``high``.

    ``unit`` are the keys of what is counted, none where the number is ``bare``; ``counted`` the keys of the next words.
    """

    line: Line
    start: int
    end: int
    low: float
    high: float
    unit: frozenset[str]
    counted: frozenset[str]
    bare: bool

    def agrees(self, other: Quantity) -> bool:
        """Whether both can be one number."""
        return self.low <= other.high and other.low <= self.high

    def comparable(self, other: Quantity) -> bool:
        """Whether the two are near enough to be counts of one thing."""
        return max(self.high, other.high) <= FACTOR * max(1.0, min(self.low, other.low))


def quantities(line: Line) -> list[Quantity]:
    """The numbers of a line that count something; dates, times, ages, shares and numbers in names are left out."""
    found: list[Quantity] = []
    at = 0
    while at < len(line.words):
        size, low, high = number_at(line.words, at)
        more, _, most = (
            number_at(line.words, at + size + 1) if size and _ranges(line.words, at, at + size) else (0, 0, 0)
        )
        size, high = (size + 1 + more, max(high, most)) if more else (size, high)
        row = _quantity(line, at, at + size, low, high) if size else None
        if row is not None:
            found.append(row)
        at += max(1, size)
    return found


def _ranges(words: Sequence[Word], at: int, last: int) -> bool:
    """Whether a number is the first of two: 'between 20 and 30', '20 to 30'."""
    before = words[at - 1].lower if at else ""
    join = words[last].lower if last + 1 < len(words) else ""
    return (join == "and" and before == "between") or join in ("to", "–")


def number_at(words: Sequence[Word], at: int) -> tuple[int, float, float]:
    """How many words make a number at ``at`` (nought if none do), and its range."""
    word = words[at].lower
    following = words[at + 1].lower if at + 1 < len(words) else ""
    if word in _VAGUE:
        return 1, *_VAGUE[word]
    if word == "several" and following in _SCALES:
        return 2, 2 * _SCALES[following], 9 * _SCALES[following]
    if word == "a" and following in ("hundred", "thousand"):
        return _sized(*_and_more(words, at, 2, _SCALES[following]))
    tens, _, ones = word.partition("-")
    if _DIGITS.fullmatch(word):
        value = float(word.replace(",", ""))
    elif tens in _TENS and (not ones or ones in _UNITS):
        value = float(_TENS[tens] + _UNITS.get(ones, 0))
    elif word in _UNITS and (word not in ("zero", "one") or (word == "one" and following in _SCALES)):
        value = float(_UNITS[word])
    else:
        return 0, 0.0, 0.0
    size = 1
    if word not in _SCALES and following in ("hundred", "thousand") and value < 100:
        value *= _SCALES[following]
        size, value = _and_more(words, at, 2, value)
    while at + size < len(words) and words[at + size].lower in _SCALES:
        value *= _SCALES[words[at + size].lower]
        size += 1
    return size, value, value


def _and_more(words: Sequence[Word], at: int, size: int, value: float) -> tuple[int, float]:
    """'one hundred |and twenty|'."""
    rest = [w.lower for w in words[at + size : at + size + 2]]
    more = rest[1:] if rest[:1] == ["and"] else rest[:1]
    if more:
        tens, _, ones = more[0].partition("-")
        if tens in _TENS or tens in _UNITS:
            return size + 1 + (rest[0] == "and"), value + _TENS.get(tens, _UNITS.get(tens, 0)) + _UNITS.get(ones, 0)
    return size, value


def _sized(size: int, value: float) -> tuple[int, float, float]:
    return size, value, value


def _quantity(line: Line, at: int, last: int, low: float, high: float) -> Quantity | None:
    words = line.words
    word, before = words[at].lower, words[at - 1].lower if at else ""
    after = words[last].lower if last < len(words) else ""
    if _named(words, at, last, low) or before in _MONTHS or after in _MONTHS or after in _MEASURES:
        return None
    if (at == 0 and _CLOCK.fullmatch(word)) or (before == after == ",") or (before == "the" and word == "two"):
        return None
    two = " ".join(w.lower for w in words[max(0, at - 2) : at])
    if before in _ABOUT:
        low, high = low * (1 - ROUND), high * (1 + ROUND)
    elif two.endswith(_BELOW):
        low *= DOWNWARDS
    elif two.endswith(_ABOVE):
        high *= UPWARDS
    unit: list[str] = []
    for k in range(last, min(len(words), last + COUNTED_WITHIN)):
        if words[k].lower in _ENDS or not words[k].lower[0].isalnum() or len(unit) == UNIT_WORDS:
            break
        if words[k].key and not number_at(words, k)[0]:
            unit.append(words[k].key)
    counted = frozenset(w.key for w in words[last : last + COUNTED_WITHIN] if w.key)
    bare = not after or not after[0].isalnum() or after in _ENDS or after in _BARE_BEFORE
    return Quantity(line, words[at].start, words[last - 1].end, low, high, frozenset(unit), counted, bare)


def _named(words: Sequence[Word], at: int, last: int, value: float) -> bool:
    """Whether the number is a year or part of a name: 'in 1998', 'Gate 4', 'day 22'."""
    word = words[at].lower
    year = last == at + 1 and word.isdigit() and len(word) == 4 and 1400 <= value <= 2199
    before = words[at - 1].lower if at else ""
    label = at > 1 and words[at - 1].cap and word.isdigit() and value < 200 and before not in _ABOUT
    return year or label or before in _BEFORE_NAMES or (at > 0 and words[at].cap and words[at - 1].cap)
