"""Unequal figures for one thing, told by two sides.

A figure is looked for that somebody sets against another: 'the police spoke of 2,500', 'puts the total at 27,000', 'the
government's figure is 21', '83,000, not 70,000'. What it is set against is the nearest figure before it that another
side tells, of the same thing or, where the second figure stands bare, of anything that can be counted. Figures that can
be one ('more than 20' and 23, 'some 500' and 512) do not contradict each other, nor do counts of what the other side
did wrong.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ripeness.claims.contradictions.page import Found, Line, Pages, Teller, key, lower, side
from ripeness.claims.contradictions.quantities import Quantity, quantities
from ripeness.claims.lexicon import word_set
from ripeness.claims.roles import INSTITUTIONS, OFFICES
from ripeness.reports.model import Passage

_COUNTING = word_set(
    """
    count counts counted tally tallied estimate estimates estimated reckon reckons reckoned record
    recorded records registered verified
    """
)
_PUTTING = word_set("put puts putting")
_OWNING = word_set("admit admits admitted concedes conceded acknowledges acknowledged owns owned")
_SPEAKING = word_set("spoke speak speaks talk talks talked spoken write writes wrote tell tells told boasts boasted")
_FIGURE_NOUNS = word_set("figure total number toll count tally estimate sum")
# 'put the damage at': a sum, of which what is counted does not bear the name.
_SUMS = _FIGURE_NOUNS | word_set("damage loss losses cost costs crowd price bill value size")
_STANDING = word_set("is was at stands stood")
_SAYING = word_set("said says say claimed claims reported reports announced confirmed insisted")
_PRONOUNS = word_set("it he she they we its")
_BEING = word_set("is was are were be been")
_ARTICLES = word_set("a an the of that this its their his her")
_FILLERS = word_set("and but while the at only some about its their official own a")
_OTHERS_FAULTS = frozenset(("breach*", "attack*", "incid", "provoc"))
_HARM = frozenset(("dead*", "hurt*"))
# Who counts, without being a party.
_COUNTERS = (
    OFFICES | INSTITUTIONS | word_set("police organisers organizers hospitals hospital agency union company union's")
)

# How many lines back the other figure is sought; one that is only 'said' meets another in the line before at most.
BACK = 3
BACK_SAID = 1
# How far before a figure the words may stand that set it, and how far the verb of counting itself.
CUE_WITHIN = 8
VERB_WITHIN = 4
NOUN_WITHIN = 5
# How many words ', the Front at 12' may have before the figure.
ELLIPTIC_WORDS = 4

Of = Callable[[Line], list[Quantity]]


@dataclass(frozen=True, slots=True)
class Count:
    """Who sets a figure; ``noun`` are the keys of what is 'put at' it; ``plain``: it is only 'said'."""

    teller: Teller
    noun: frozenset[str] = frozenset()
    plain: bool = False


def figures(pages: Pages, line: Line) -> Iterator[Found]:
    """Figures of a line that are set against others."""

    def of(row: Line) -> list[Quantity]:
        place = (row.report, row.number)
        if place not in pages.quantities or pages.quantities[place][0] is not row:
            pages.quantities[place] = row, quantities(row)
        return pages.quantities[place][1]

    for figure in of(line) if not line.headline else ():
        count = _count(pages, figure)
        found = _against(pages, figure, count, of) if count is not None else None
        found = found or _corrected(pages, figure, of)
        if found is not None:
            yield found


# -- who sets a figure


def _count(pages: Pages, figure: Quantity) -> Count | None:
    """Who sets the figure, if the words before it say that somebody counts."""
    line, tokens = figure.line, figure.line.sentence.tokens
    at = next((k for k, token in enumerate(tokens) if token.start <= figure.start < token.end), 0)
    for k in range(at - 1, max(-1, at - 1 - CUE_WITHIN), -1):
        word, between = tokens[k].lower, [lower(tokens, j) for j in range(k + 1, at)]
        if tokens[k].kind == "mark" and word not in ("$", "€", "£"):
            return _elliptic(pages, figure, tokens[k].end) if word in ",;" else None
        near = at - k <= VERB_WITHIN
        counts = near and word in _COUNTING and lower(tokens, k - 1) not in _ARTICLES
        owns = near and word in _OWNING and bool({"to", "only", "just"}.intersection(between))
        puts = word in _PUTTING and "at" in between
        speaks = word in _SPEAKING and between[:1] == ["of"]
        if counts or owns or puts or speaks:
            if speaks and lower(tokens, k - 1) == "they" and lower(tokens, 0) == "in":
                return Count(Teller(" ".join(lower(tokens, j) for j in range(1, k - 1))))  # 'in the town they speak of'
            if lower(tokens, k - 1) in _PRONOUNS | _BEING or "own" in between or (counts and between[:1] == ["to"]):
                return None
            noun = frozenset(key(w) for w in between if puts and w not in _SUMS and key(w))
            return Count(pages.actor(line, k) or Teller("?"), noun)
        stands = _STANDING.intersection(between) or between[:1] == ["of"] == between[: len(between) or 2]
        if word in _FIGURE_NOUNS and stands and at - k <= NOUN_WITHIN:
            return Count(_owner(pages, line, tokens[k].start))
        if word in _SAYING:
            told_by = pages.actor(line, k)
            own = lower(tokens, k + 1) in _PRONOUNS
            return Count(told_by, plain=True) if told_by is not None and figure.unit and not own else None
    told_by = pages.voice(line, figure.start)
    return Count(told_by, plain=True) if told_by.name not in (None, "?") and figure.unit else None


def _elliptic(pages: Pages, figure: Quantity, start: int) -> Count | None:
    """'Kell put the dead at 40, |the Front at 12|': somebody who counts without a verb, behind one who has it."""
    line = figure.line
    words = [w for w in line.within(start, figure.start) if w.lower not in _FILLERS]
    if not figure.bare or not 0 < len(words) <= ELLIPTIC_WORDS:
        return None
    named = pages.parties(line, start, figure.start)
    counter = all(w.cap or w.lower in _COUNTERS for w in words)
    before = [q for q in quantities(line) if q.end <= start]
    first = _count(pages, before[-1]) if before and (named or counter) else None
    return Count(_called(words, named)) if first is not None else None


def _owner(pages: Pages, line: Line, before: int) -> Teller:
    """'the government's figure': who stands before the noun in its part of the line."""
    start = next((t.end for t in reversed(line.sentence.tokens) if t.end <= before and t.text in ";,:"), line.start)
    words = [w for w in line.within(start, before) if w.lower not in _FILLERS]
    return _called(words, pages.parties(line, start, before))


def _called(words: list, named: list[str]) -> Teller:
    return Teller(" ".join(w.lower for w in words) or "?", named[-1] if named else None)


def _teller(pages: Pages, figure: Quantity) -> Teller:
    """Who tells the figure: who counts, or whose words it is in, or the report."""
    count = _count(pages, figure)
    return count.teller if count is not None else pages.voice(figure.line, figure.start)


# -- what it is set against


def _against(pages: Pages, figure: Quantity, count: Count, of: Of) -> Found | None:
    """The figure that another is set against: in the nearest line before it, the one that comes closest."""
    line = figure.line
    for row in (line, *pages.before(line, BACK_SAID if count.plain else BACK)):
        others = [q for q in of(row) if q.end < figure.start or row is not line]
        if any(q.unit & _OTHERS_FAULTS and q.comparable(figure) for q in others):
            return None
        fit = [q for q in others if _fits(pages, q, figure, count)]
        if any(q.agrees(figure) for q in fit):
            return None
        if fit:
            other = min(fit, key=lambda q: abs(math.log(max(q.high, 1) / max(figure.high, 1))))
            a, b = side(_teller(pages, other), _passage(pages, other)), side(count.teller, _passage(pages, figure))
            return Found("numbers", _about(other, figure), a, b, "a figure that another side sets against it")
    return None


def _fits(pages: Pages, other: Quantity, figure: Quantity, count: Count) -> bool:
    """Whether the first can be what the second is set against."""
    told_by = _teller(pages, other)
    if not other.comparable(figure) or not told_by.apart(count.teller) or (count.plain and told_by.name is None):
        return False
    beside = other.line is figure.line and not any(
        other.end <= mark.start < figure.start for mark in figure.line.marks(",;:—–")
    )
    if beside or not (other.unit or other.counted):
        return False
    if count.noun:
        return bool(other.counted & count.noun)
    if figure.bare:
        return other.line.paragraph == figure.line.paragraph
    if figure.unit & _OTHERS_FAULTS:
        return False
    if count.plain:
        return bool(other.unit & figure.counted & _HARM) or len(other.counted & figure.counted) > 1
    return bool(other.unit & figure.unit)


def _corrected(pages: Pages, figure: Quantity, of: Of) -> Found | None:
    """'83,000 were willing to return, not 70,000': the figure that is taken back, as it was told elsewhere."""
    line = figure.line
    at = next((k for k, w in enumerate(line.words) if w.start == figure.start), 0)
    after = [w.lower for w in line.words[at + 1 : at + 3]]
    if not at or line.words[at - 1].lower != "not" or after[:1] == ["as"]:
        return None
    right = next((q for q in reversed(of(line)) if q.end < figure.start and q.unit and not q.agrees(figure)), None)
    if right is None:
        return None
    context = line.all_keys()
    told: list[Quantity] = []
    for row in pages.near(context):
        shared = row.all_keys() & context
        if row is not line and len(shared) >= (2 if shared & right.unit else 3):
            told += [q for q in of(row) if q.agrees(figure) and q.low > 0]
    if not told:
        return None
    a = side(_teller(pages, told[0]), *(_passage(pages, q) for q in told))
    b = side(pages.voice(line, figure.start), _passage(pages, right, figure.end))
    return Found("numbers", _about(right, told[0]), a, b, "the text takes the other figure back")


def _about(first: Quantity, second: Quantity) -> str:
    def shown(q: Quantity) -> str:
        return " ".join(w.lower for w in q.line.words if q.start <= w.start < q.end)

    units = (w.lower for q in (first, second) for w in q.line.words if w.start >= q.end and w.key in q.unit)
    unit = next(units, "")
    return f"{'how many ' + unit if unit else 'a figure'}: {shown(first)} or {shown(second)}"


def _passage(pages: Pages, figure: Quantity, last: int = 0) -> Passage:
    """The part of the line between semicolons in which the figure stands, up to a comma after it."""
    start, end, least = figure.line.start, figure.line.end, max(figure.end, last)
    text = pages.pile.readings[figure.line.report].report.text
    for mark in figure.line.marks(";:—–,"):
        comma = mark.text == ","
        if not comma and mark.end <= figure.start:
            start = mark.end
        elif mark.start >= least and not (comma and text[mark.end : mark.end + 1].isdigit()):
            end = mark.start
            break
    return pages.passage(figure.line, start, end)
