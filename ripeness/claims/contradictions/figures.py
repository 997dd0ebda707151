"""Unequal figures for one thing, told by two sides.

A figure is looked for that somebody sets against another: 'the police spoke of 2,500', 'puts the total at 27,000', 'the
government's figure is 21', '83,000, not 70,000'. The figure that it is set against is the nearest one before it that another
side tells, of the same thing or, where the second figure stands bare, of anything that can be counted. Figures that can be
one ('more than 20' and 23, 'some 500' and 512) do not contradict each other, nor do counts of what the other side did wrong.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ripeness.claims.contradictions.page import Found, Line, Pages, Teller, Word, key, lower, side
from ripeness.claims.lexicon import word_set
from ripeness.reports.model import Passage

_UNITS = {
    name: value
    for value, name in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {
    name: 10 * value for value, name in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
    "m": 1_000_000,
}
# Words for a number that is not said: from, to.
_VAGUE = {"dozens": (24, 99), "scores": (40, 99), "hundreds": (200, 999), "thousands": (2_000, 9_999)}
_ABOUT = word_set("about some around roughly approximately estimated circa perhaps")
_ABOVE = ("more than", "over", "at least", "no fewer than", "not less than", "upwards of", "above")
_BELOW = ("nearly", "almost", "up to", "fewer than", "less than", "under", "at most", "no more than", "not quite")
# How far a figure with 'about' may be off; how far up 'more than' reaches, how far down 'nearly'.
ROUND = 0.05
UPWARDS = 2.0
DOWNWARDS = 0.7
# Figures further apart than this are of different things.
FACTOR = 15
# How many lines back the other figure is sought.
BACK = 3
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_MONTHS = word_set("january february march april may june july august september october november december")
_NO_FIGURE_BEFORE = word_set(
    "day phase item point article number no page gate compound hill chapter paragraph round a.m p.m"
)
_NO_FIGURE_AFTER = word_set(
    "a.m p.m a.m. p.m. o'clock per percent % st nd rd th days weeks months years hours minutes kilometres kilometers miles day week month year hour"
)
_AUXILIARIES = word_set(
    "had has have were was are is been will would could may might did do in at on by to from for since after before"
)
_COUNTING = word_set(
    "count counts counted tally tallied estimate estimates estimated number numbered numbers reckon reckons reckoned record recorded records"
)
_SUMS = word_set("damage loss losses cost costs crowd price bill value size")
_FIGURE_NOUNS = word_set("figure total number toll count tally estimate sum")
_HARM = frozenset(("dead*", "hurt*"))
_PRONOUNS = word_set("it he she they we")
_SAYING = word_set("said says say claimed claims reported reports announced confirmed insisted")
_OTHERS_FAULTS = frozenset(("breach*", "attack*", "incid", "provoc"))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a line: anything from ``low`` to ``high``. ``unit`` are the keys of what is counted, none where it is bare."""

    line: Line
    start: int
    end: int
    low: float
    high: float
    unit: frozenset[str]
    counted: frozenset[str]  # the keys of the next words, in which may stand what is counted

    def agrees(self, other: Quantity) -> bool:
        """Whether both can be one number."""
        return self.low <= other.high and other.low <= self.high

    def of_one_kind(self, other: Quantity) -> bool:
        """Whether the two are near enough to be counts of one thing."""
        return max(self.high, other.high) <= FACTOR * max(1.0, min(self.low, other.low))


Of = Callable[[Line], list[Quantity]]


def quantities(line: Line) -> list[Quantity]:
    """The numbers of a line that count something; dates, times, ages, shares and numbers in names are left out."""
    found: list[Quantity] = []
    words = line.words
    at = 0
    while at < len(words):
        size, value = _number(words, at)
        if not size:
            at += 1
            continue
        last = at + size
        row = _quantity(line, at, last, value)
        if row is not None:
            found.append(row)
        at = last
    return found


def _number(words: Sequence[Word], at: int) -> tuple[int, tuple[float, float]]:
    """How many words make a number here, and its value."""
    word = words[at].lower
    if word in _VAGUE:
        return 1, _VAGUE[word]
    if word == "several" and at + 1 < len(words) and words[at + 1].lower in _SCALES:
        scale = _SCALES[words[at + 1].lower]
        return 2, (2.0 * scale, 9.0 * scale)
    parts = re.split(r"-", word)
    value: float
    if _DIGITS.fullmatch(word):
        value = float(word.replace(",", ""))
    elif len(parts) == 2 and parts[0] in _TENS and parts[1] in _UNITS:
        value = float(_TENS[parts[0]] + _UNITS[parts[1]])
    elif (
        word in _TENS
        or (word in _UNITS and word not in ("one", "zero"))
        or (word == "one" and _next(words, at) in _SCALES)
    ):
        value = float(_TENS.get(word, _UNITS.get(word, 0)))
    elif word == "dozen":
        return 1, (12.0, 12.0)
    else:
        return 0, (0.0, 0.0)
    size = 1
    while at + size < len(words) and words[at + size].lower in _SCALES:
        value *= _SCALES[words[at + size].lower]
        size += 1
    return size, (value, value)


def _next(words: Sequence[Word], at: int) -> str:
    return words[at + 1].lower if at + 1 < len(words) else ""


def _quantity(line: Line, at: int, last: int, value: tuple[float, float]) -> Quantity | None:
    words = line.words
    before = words[at - 1].lower if at else ""
    after = words[last].lower if last < len(words) else ""
    low, high = value
    if at == 0 and re.fullmatch(r"\d\d?[.:]\d\d", words[at].lower):
        return None
    year = last == at + 1 and words[at].lower.isdigit() and len(words[at].lower) == 4 and 1400 <= low <= 2199
    named = (
        at > 0
        and words[at - 1].cap
        and before not in ("about", "some", "the", "nearly", "only")
        and at > 1
        and words[at].lower.isdigit()
        and low < 200
    )
    if before in ("the", "these", "those") and high == 2:
        return None
    if (
        year
        or named
        or before in _MONTHS
        or after in _MONTHS
        or before in _NO_FIGURE_BEFORE
        or after in _NO_FIGURE_AFTER
    ):
        return None
    if before in (",",) and after == ",":
        return None
    two = " ".join(w.lower for w in words[max(0, at - 2) : at])
    if before in _ABOUT or two == "an estimated":
        low, high = low * (1 - ROUND), high * (1 + ROUND)
    elif any(two.endswith(each) for each in _BELOW):
        low = low * DOWNWARDS
    elif any(two.endswith(each) for each in _ABOVE):
        high = high * UPWARDS
    unit: list[str] = []
    for word in words[last : last + 6]:
        if word.lower in _AUXILIARIES or (not word.lower[0].isalnum() and word.lower not in "$€£"):
            break
        if word.key and _number(words, words.index(word))[0] == 0:
            unit.append(word.key)
        if len(unit) == 2:
            break
    around = frozenset(w.key for w in words[last : last + 7] if w.key)
    return Quantity(line, words[at].start, words[last - 1].end, low, high, frozenset(unit), around)


def figures(pages: Pages) -> Iterator[Found]:
    """Figures that are set against others."""
    known: dict[tuple[int, int], list[Quantity]] = {}

    def of(line: Line) -> list[Quantity]:
        place = (line.report, line.number)
        if place not in known:
            known[place] = quantities(line)
        return known[place]

    for line in pages.all():
        if line.headline:
            continue
        for quantity in of(line):
            cue = _cue(pages, line, quantity)
            if cue is not None:
                found = _against(pages, quantity, cue, of)
                if found is not None:
                    yield found
            correction = _corrected(pages, quantity, of)
            if correction is not None:
                yield correction


@dataclass(frozen=True, slots=True)
class Count:
    """Who sets a figure; ``noun`` are the keys of what is 'put at' it; ``plain``: it is only 'said'."""

    teller: Teller
    noun: frozenset[str] = frozenset()
    plain: bool = False


def _cue(pages: Pages, line: Line, quantity: Quantity) -> Count | None:
    """Who sets the figure, if the words before it say that somebody counts."""
    tokens = line.sentence.tokens
    at = next((k for k, t in enumerate(tokens) if t.start <= quantity.start < t.end), None)
    if at is None:
        return None
    for k in range(at - 1, max(-1, at - 9), -1):
        word = tokens[k].lower
        if tokens[k].kind == "mark" and word not in ("$", "€", "£"):
            return _elliptic(pages, line, quantity, tokens[k].end) if word in ",;" and at - k <= 6 else None
        following = {tokens[j].lower for j in range(k + 1, at)}
        counts = word in _COUNTING and at - k <= 4 and lower(tokens, k - 1) not in ("a", "an", "the", "of")
        puts = word in ("put", "puts", "putting") and "at" in following
        speaks = word in ("spoke", "speak", "speaks", "talks", "talked", "spoken") and lower(tokens, k + 1) == "of"
        if counts or puts or speaks:
            if lower(tokens, k - 1) in _PRONOUNS:
                return None
            told_by = pages.actor(line, k)
            between = (
                [tokens[j].lower for j in range(k + 1, at) if tokens[j].lower not in _FIGURE_NOUNS | _SUMS]
                if puts
                else []
            )
            return Count(told_by or Teller("?"), frozenset(key(w) for w in between if key(w)))
        if word in _FIGURE_NOUNS and following & {"is", "was", "of", "at", "stands", "stood"} and at - k <= 5:
            return Count(_owner(pages, line, tokens[k].start))
        if word in _SAYING:
            told_by = pages.actor(line, k)
            own = lower(tokens, k + 1) in ("it", "he", "she", "they", "we", "its")
            return Count(told_by, plain=True) if told_by is not None and quantity.unit and not own else None
    return None


def _elliptic(pages: Pages, line: Line, quantity: Quantity, start: int) -> Count | None:
    """'Kell put the dead at 40, |the Front at 12|': no verb, but somebody who counts, and a verb of counting before."""
    words = [
        w
        for w in line.within(start, quantity.start)
        if w.lower not in ("and", "but", "while", "the", "at", "only", "some", "about")
    ]
    before = {w.lower for w in line.words if w.end <= start}
    if (
        not words
        or len(words) > 3
        or not _elided(quantity)
        or not before & (_COUNTING | {"put", "puts", "spoke", "speaks", "says", "said"})
    ):
        return None
    if any(w.key in ("of",) or w.lower in _AUXILIARIES for w in words):
        return None
    named = pages.parties(line, start, quantity.start)
    return Count(Teller(" ".join(w.lower for w in words), named[-1] if named else None))


def _owner(pages: Pages, line: Line, before: int) -> Teller:
    """'the government's figure': who stands before the noun in its part of the line."""
    start = next((t.end for t in reversed(line.sentence.tokens) if t.end <= before and t.text in ";,:"), line.start)
    words = [w for w in line.within(start, before) if w.lower not in ("the", "a", "its", "their", "official", "own")]
    named = pages.parties(line, start, before)
    return Teller(" ".join(w.lower for w in words) or "?", named[-1] if named else None)


def _against(pages: Pages, b: Quantity, count: Count, of: Of) -> Found | None:
    """The figure that ``b`` is set against: in the nearest line before it, the one that comes closest."""
    for line in [b.line, *pages.before(b.line, 1 if count.plain else BACK)]:
        rows = [a for a in of(line) if a.end < b.start or line is not b.line]
        if any(a.unit & _OTHERS_FAULTS and a.of_one_kind(b) for a in rows):
            return None
        fit = [a for a in rows if _fits(pages, a, b, count)]
        if fit:
            a = min(fit, key=lambda q: abs(math.log(max(q.high, 1) / max(b.high, 1))))
            if any(each.agrees(b) for each in fit):
                return None
            return _found(pages, a, b, _teller(pages, a), count.teller, "a figure that another side sets against it")
    return None


def _fits(pages: Pages, a: Quantity, b: Quantity, count: Count) -> bool:
    bare = not a.unit
    if (bare and not a.counted) or not a.of_one_kind(b):
        return False
    teller = _teller(pages, a)
    if not teller.apart(count.teller) or (count.plain and teller.name is None):
        return False
    if count.noun:
        return bool(a.counted & count.noun)
    if b.unit and not _elided(b):
        harm = count.plain and a.unit & b.counted & _HARM
        return bool(a.unit & b.unit or harm) and not b.unit & _OTHERS_FAULTS
    return True


def _elided(b: Quantity) -> bool:
    """Whether the figure stands bare: at the end, or before a word that cannot be what is counted."""
    words = b.line.words
    at = next(k for k, w in enumerate(words) if w.start >= b.end) if words[-1].end > b.end else len(words)
    return at >= len(words) or words[at].lower in _AUXILIARIES or not words[at].lower[0].isalnum() or words[at].lower in (
        "because", "as", "and", "while", "but", "of", "according", "which", "who", "with", "without", "only"
    )  # fmt: skip


def _teller(pages: Pages, a: Quantity) -> Teller:
    """Who tells the figure: who counts, or whose words it is in, or the report."""
    cue = _cue(pages, a.line, a)
    return cue.teller if cue is not None else pages.voice(a.line, a.start)


def _corrected(pages: Pages, b: Quantity, of: Of) -> Found | None:
    """'83,000 were willing to return, not 70,000': the figure that is taken back, as it was told elsewhere."""
    words = b.line.words
    at = next((k for k, w in enumerate(words) if w.start == b.start), 0)
    if not at or words[at - 1].lower != "not":
        return None
    right = [q for q in of(b.line) if q.end < b.start and not q.agrees(b) and q.unit]
    if not right:
        return None
    context = b.line.keys(b.line.start, b.line.end)
    passages = []
    first: Quantity | None = None
    for line in pages.near(right[-1].unit):
        if line is b.line:
            continue
        for a in of(line):
            shared = line.keys(line.start, line.end) & context
            if a.agrees(b) and a.low > 0 and shared & right[-1].unit and len(shared) >= 2:
                first = first or a
                passages.append(_passage(pages, a))
    for line in pages.near(context - right[-1].unit) if first is None else ():
        for a in of(line):
            shared = line.keys(line.start, line.end) & context
            if line is not b.line and a.agrees(b) and len(shared) >= 3:
                first = first or a
                passages.append(_passage(pages, a))
    if first is None:
        return None
    told_by = pages.voice(b.line, b.start)
    about = _about(right[-1], first)
    return Found(
        "numbers", about, side(_teller(pages, first), *passages), side(told_by, _passage(pages, right[-1], b.end)),
        "the text takes the other figure back",
    )  # fmt: skip


def _found(pages: Pages, a: Quantity, b: Quantity, first: Teller, second: Teller, rule: str) -> Found:
    return Found("numbers", _about(a, b), side(first, _passage(pages, a)), side(second, _passage(pages, b)), rule)


def _about(a: Quantity, b: Quantity) -> str:
    def shown(q: Quantity) -> str:
        words = [w for w in q.line.words if q.start <= w.start < q.end]
        return " ".join(w.lower for w in words)

    unit = [w.lower for w in a.line.words if w.start >= a.end and w.key in a.unit][:2]
    return f"how many {' '.join(unit)}: {shown(a)} or {shown(b)}"


def _passage(pages: Pages, q: Quantity, last: int = 0) -> Passage:
    """The part of the line between semicolons in which the figure stands, without a clause after a comma."""
    start, end = q.line.start, q.line.end
    text = pages.pile.readings[q.line.report].report.text
    for token in q.line.sentence.tokens:
        if token.kind == "mark" and token.text in ";:—–":
            if token.end <= q.start:
                start = token.end
            elif token.start >= max(q.end, last):
                end = token.start
                break
        elif token.text == "," and token.start >= max(q.end, last) and not text[token.end : token.end + 1].isdigit():
            end = token.start
            break
    return pages.passage(q.line, start, end)


__all__ = ["Quantity", "figures", "quantities"]
