"""House style as a hint that two reports of unknown newsrooms may come from one.

A house makes some choices once for all that it prints: 'Mr. Teste' where he is named again, 'cease-fire', a comma
before the last 'and'. A report has a form of such a habit where it shows that form and no other of the habit. Two
reports get a hint where they share rare forms and differ in no habit that both show. It is a hint and no more: it
joins nothing, and whole countries write alike.

Calibration: the 562 tune reports of tests/data/lineage with their outlets hidden, and 325 articles about one real
summit; docs/lineage.md has the figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log2

from ripeness.lineage.model import Aligned, Edge, Lineage
from ripeness.lineage.prose import LONGEST_TEXT
from ripeness.reports.model import Report

# A form that at most this share of reports has tells of a house; of the other forms every pile is full.
TELLING_SHARE = 0.15
# Two telling forms at least, in a combination that no more reports of the pile than this have.
TELLING_LEAST = 2
COMBINATION_REPORTS_MOST = 6
# Bits of evidence, -log2(share) summed over the forms that two reports share. At 5 and 7 bits 3 of 3 hints of the tune
# sets are right (1 of 1 at 9); among the summit's articles, a site taken for a house, 2 of 6 and 2 of 4 (1 of 1 at 9).
BITS_LEAST = 7.0
HINTS_MOST = 50  # hints of a pile, the strongest

DATELINE_REACH = 400  # code points of a report in which its dateline stands
SHOWN_LENGTH = 160  # code points of a passage that is shown for a habit

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_CUT_MONTH = r"(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\."
_NAME = r"[A-Z]\w*(?:['’-][A-Z]\w+){0,2}"
_RANK = "(?:Gen|Maj|Col|Capt|Lt|Sgt|Gov|Sen|Rep|Adm|Cmdr|Cdr|Brig)"
_CITY = r"^[A-Z][A-Z .'’-]{2,40}"
_DASH = "(?:—|–|--|-)"
_SERIES = r"\b\w+, (?:\w+ ){0,2}\w+"
_LAST = r"(?:and|or) \w+(?: \w+){0,2}[.,;]"
_OUR = "(?:lab|fav|col|hon|neighb|harb|behavi|rum|arm|endeav|vig)"

_QUOTED = re.compile(r'“[^“”\n]*”|"[^"\n]*"')
_TWO_NAMES = re.compile(rf"\b({_NAME}) (?:[A-Z]\. )?(?=({_NAME}))")
_COURTESY = frozenset(("Mr", "Mrs", "Ms", "Miss", "Dr"))
_OFFICE = frozenset(("President", "Secretary", "Speaker", "Minister", "Chairman", "Ambassador"))  # 'Mr. President'

_Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write what houses write in several ways.

    ``share``: the part of reports that have it, in the tune sets or among the summit's articles, whichever is the
    larger; of those reports only that show the habit, where the subject decides whether there is a choice ('per cent'
    needs a number). ``least``: how many places must show it; one alone may be chance.
    """

    habit: str
    words: str  # after 'both have'
    share: float
    pattern: re.Pattern[str]
    least: int = 2

    @property
    def bits(self) -> float:
        """How much it tells that two reports share it."""
        return -log2(self.share)


def _forms(habit: str, *forms: tuple[str, float, str], least: int = 2) -> tuple[Form, ...]:
    return tuple(Form(habit, words, share, re.compile(text, re.M), least) for words, share, text in forms)


# What a speaker's words hold is not the house's habit, but for the marks around them.
_IN_QUOTATIONS = ("quotation marks", "dash")

FORMS: tuple[Form, ...] = (
    *_forms(
        "courtesy title",
        ("'Mr.' or 'Ms.' with a point on second mention", 0.04, rf"\b(?:Mr|Mrs|Ms)\. ({_NAME})"),
        ("'Mr' or 'Ms' without a point on second mention", 0.057, rf"\b(?:Mr|Mrs|Ms) ({_NAME})"),
    ),
    *_forms("middle initial", ("middle initials", 0.061, rf"\b[A-Z][a-z]+ [A-Z]\. {_NAME}")),
    *_forms(
        "cease-fire",
        ("'cease-fire' with a hyphen", 0.71, r"\b[Cc]ease-fires?\b"),
        ("'ceasefire' in one word", 0.29, r"\b[Cc]easefires?\b"),
    ),
    *_forms(
        "serial comma",
        ("a comma before the last 'and' of a series", 0.071, rf"{_SERIES}, {_LAST}"),
        ("no comma before the last 'and' of a series", 0.96, rf"{_SERIES} {_LAST}"),
    ),
    *_forms(
        "quotation marks",
        ("curly double quotation marks", 0.19, r"“[^“”\n]{2,}”"),
        ("straight double quotation marks", 0.26, r'"[^"\n]{2,}"'),
        ("curly single quotation marks", 0.016, r"(?<!\w)‘[^‘’\n]{12,}[,.?!]’"),
        ("straight single quotation marks", 0.018, r"(?<![\w'])'[^'\n]{12,}[,.?!]'"),
        ("angle quotation marks", 0.01, r"«[^«»\n]{2,}»"),
    ),
    *_forms(
        "dates",
        ("dates as 'March 18'", 0.99, rf"\b{_MONTH} \d{{1,2}}\b(?!\d)"),
        ("dates as '18 March'", 0.77, rf"\b\d{{1,2}} {_MONTH}\b"),
        ("dates as 'Nov. 18'", 0.03, rf"\b{_CUT_MONTH} \d{{1,2}}\b"),
        ("dates as 'March 18th'", 0.01, rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)\b"),
    ),
    *_forms(
        "dateline",
        ("a dateline of city and dash", 0.15, rf"{_CITY}(?:, [A-Z][\w. ]{{1,30}})? ?{_DASH} "),
        ("a dateline of city, agency and dash", 0.11, rf"{_CITY}(?:, [\w. ]{{1,30}})? \([\w /]+\) ?{_DASH} "),
        ("a dateline of city and point", 0.015, r"^[A-Z][A-Z '’-]{2,40}[.:] "),
        ("a dateline of city and date", 0.01, rf"{_CITY}, [\w. ]{{1,20}}\d[\w. ]{{0,12}}(?:{_DASH}|\()"),
        ("a line of place or house and date", 0.13, r"^[A-Z][a-z]\w+(?: [A-Z]\w+)?, [\w ]{0,20}\d[\w ]{0,20}$"),
        least=1,
    ),
    *_forms(
        "per cent",
        ("'percent'", 0.43, r"\d percent\b"),
        ("'per cent'", 0.5, r"\bper cent\b"),
        ("the sign for per cent", 0.43, r"\d ?%"),
    ),
    *_forms(
        "spelling",
        ("British spelling", 0.81, rf"\b\w*{_OUR}our\w*|\b\w*(?:theatre|centre|defence|offence)\w*"),
        ("American spelling", 0.91, rf"\b\w*{_OUR}or(?:s|ed|ing|ers?)?\b|\b\w*(?:theater|center|defense|offense)\w*"),
    ),
    *_forms(
        "morning and afternoon",
        ("'a.m.' with points", 0.76, r"\b\d{1,2}(?:[.:]\d\d)? ?[ap]\.m\."),
        ("'am' without points", 0.24, r"\b\d{1,2}(?:[.:]\d\d)? ?[ap]m\b"),
    ),
    *_forms(
        "dash",
        ("short dashes between spaces", 0.015, r"\b\w+ – \w+"),
        ("long dashes between spaces", 0.23, r"\b\w+ — \w+"),
        ("long dashes without spaces", 0.01, r"\b\w+—\w+"),
        ("double hyphens as dashes", 0.061, r"\b\w+ ?-- ?\w+"),
        ("hyphens as dashes", 0.037, r"\b\w+,? - [a-z]+"),
    ),
    *_forms(
        "ranks",
        ("ranks cut with a point ('Gen.')", 0.97, rf"\b{_RANK}\. {_NAME}"),
        ("ranks cut without a point ('Gen')", 0.14, rf"\b{_RANK} {_NAME}"),
    ),
    *_forms(
        "initials",
        ("'U.S.' or 'U.N.' with points", 0.86, r"\b(?:U\.S|U\.N|E\.U|U\.K)\."),
        ("'US' or 'UN' without points", 0.14, r"\b(?:US|UN|EU|UK)\b"),
    ),
)

Style = Mapping[str, tuple[int, bool]]  # by habit: the number of the form, and whether places enough show it


def style_of(report: Report) -> Style:
    """The forms that a report shows, by habit, where it shows no other of the habit."""
    seen: dict[str, dict[int, int]] = {}
    for number, spans in _shown(report):
        seen.setdefault(FORMS[number].habit, {})[number] = len(spans)
    alone = {habit: next(iter(own.items())) for habit, own in seen.items() if len(own) == 1}
    return {habit: (number, places >= FORMS[number].least) for habit, (number, places) in alone.items()}


def _shown(report: Report) -> Iterator[tuple[int, _Spans]]:
    """Each form that a report shows, with the places."""
    text = report.text[:LONGEST_TEXT]
    told = _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), text)
    named = _first_named(told)
    for number, form in enumerate(FORMS):
        where = text if form.habit in _IN_QUOTATIONS else told
        if form.habit == "dateline":
            where = where[:DATELINE_REACH]
        found = form.pattern.finditer(where)
        if form.habit == "courtesy title":
            found = (match for match in found if named.get(match[1], match.start()) < match.start())
        if spans := [match.span() for match in found]:
            yield number, spans


def _first_named(told: str) -> dict[str, int]:
    """Where the last name of each person stands for the first time after another name and not after 'Mr.'."""
    first: dict[str, int] = {}
    for match in _TWO_NAMES.finditer(told):
        if match[1] not in _COURTESY and match[2] not in _OFFICE:
            first.setdefault(match[2], match.start(2))
    return first


def desk_hints(reports: Sequence[Report], lineage: Lineage, style: Callable[[int], Style]) -> tuple[Edge, ...]:
    """Hints that two reports may come from one newsroom, the strongest first.

    Looked at are reports without an outlet that name none as their source; ``style`` gives that of the report at a
    position. Pairs that an edge or a story joins need no hint, and two stories get one. The work is linear in the
    number of reports: each has few pairs of telling forms, and only those that few reports have make pairs.
    """
    named = {passage.report for desk in lineage.desks for passage in desk.passages}
    styles = {at: style(at) for at, own in enumerate(reports) if own.outlet is None and own.id not in named}
    holders: dict[tuple[int, ...], list[int]] = {}
    for at, own in styles.items():
        telling = sorted(number for number, enough in own.values() if enough and FORMS[number].share <= TELLING_SHARE)
        for combination in combinations(telling, TELLING_LEAST):
            holders.setdefault(combination, []).append(at)
    rare = (own for own in holders.values() if len(own) <= COMBINATION_REPORTS_MOST)
    pairs = {pair for own in rare for pair in combinations(own, 2)}
    story = {id: number for number, group in enumerate(lineage.stories) for id in group}
    joined = {frozenset((edge.source, edge.target)) for edge in lineage.edges}
    found = []
    for pair in sorted(pairs):
        (a, b), ids = (styles[at] for at in pair), [reports[at].id for at in pair]
        both = a.keys() & b.keys()
        shared = sorted(a[habit][0] for habit in both if a[habit][1] and b[habit][1])
        bits = sum(FORMS[number].bits for number in shared)
        if bits < BITS_LEAST or any(a[habit][0] != b[habit][0] for habit in both):
            continue
        if story[ids[0]] != story[ids[1]] and frozenset(ids) not in joined:
            found.append((-bits, pair, shared))
    best: dict[frozenset[int], tuple[Report, Report, list[int], float]] = {}
    for less, pair, shared in sorted(found):
        one, two = (reports[at] for at in pair)
        best.setdefault(frozenset((story[one.id], story[two.id])), (one, two, shared, -less))
    return tuple(_hint(*each) for each in list(best.values())[:HINTS_MOST])


def _hint(one: Report, two: Report, shared: Sequence[int], bits: float) -> Edge:
    """The hint between two reports, with a place on either side for each telling form that they share."""
    telling = [number for number in shared if FORMS[number].share <= TELLING_SHARE]
    source, target = sorted((one, two), key=lambda report: len(report.text))
    places = [{number: spans[0] for number, spans in _shown(report)} for report in (source, target)]
    rows = []
    for number in telling:
        a, b = (
            report.passage(start, min(end, start + SHOWN_LENGTH))
            for report, (start, end) in zip((source, target), (own[number] for own in places), strict=True)
        )
        rows.append(Aligned(a, b, round(1 - FORMS[number].share, 4)))
    rule = (
        f"May come from one newsroom: both have {', '.join(FORMS[number].words for number in telling)}, "
        f"and they differ in no habit that both show ({bits:.0f} bits of evidence, {BITS_LEAST:.0f} are asked for). "
        "A hint, which joins nothing."
    )
    score = round(bits / (bits + BITS_LEAST), 4)
    return Edge(source.id, target.id, "same-desk-hint", "review", score, False, rule, tuple(rows))
