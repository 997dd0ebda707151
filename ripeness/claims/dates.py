"""When things happened: the dates that the words of a report give, counted from the day it was published.

Empty rather than wrong: 'Tuesday' in a report without a date, '3/4/2025' or 'two days earlier' without a
certain day before it are found, with their words, and get no value.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ripeness.claims.lexicon import word_set
from ripeness.claims.quotes import quotes
from ripeness.claims.when.days import read_day, read_month, read_month_day, read_nth, read_weekday
from ripeness.claims.when.joins import find_join, night_before, resolve_join, resolve_night
from ripeness.claims.when.periods import read_holiday, read_part_of_year, read_season, read_year
from ripeness.claims.when.resolver import Ask, Resolved, Resolver
from ripeness.claims.when.spans import REFORM, Calendar, weekday
from ripeness.claims.when.tense import Tense, tense_at
from ripeness.claims.when.units import read_day_beside, read_long, read_unit
from ripeness.claims.when.words import MONTH_NUMBERS, ORDINALS, WEEKDAYS, Look, Mention
from ripeness.reports.masthead import publication_line
from ripeness.reports.metadata import HEAD_LINES, TAIL_LINES
from ripeness.reports.model import Passage, Report
from ripeness.reports.published import dated_line, iso_date
from ripeness.reports.sentences import paragraphs, sentences

Kind = Literal["point", "interval", "duration"]


@dataclass(frozen=True, slots=True)
class When:
    """A time that the report names.

    ``value`` is as EDTF has it ('2025-03-18', '2025-03', '2025', '2025-03-12/2025-03-18', '2022-01/2022-04'), '' where
    the text does not allow to know. ``rule`` says how it was found. A ``duration`` has no value but an ISO ``length``.
    """

    value: str
    words: Passage
    rule: str
    kind: Kind
    length: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The ISO date from which a report's relative dates are counted, '' if there is none, and where it is from."""

    value: str
    source: str


# A date line is looked for in so many code points at the top.
HEAD = 4_000
_IN_ADDRESS = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)([/-])(\d\d?)\2(\d\d?)(?!\d)")
# 'A summary, 9 July 1951', 'Compiled on 29 October 1951', 'From Nottingham, 25 October 1642'.
_DATE_LINE = re.compile(
    r".+[,|·–—-]|(?:compiled|written|filed|dated|issued|released|printed)(?: on| at [\w ]+,)?", re.IGNORECASE
)
# A line that ends with a date and has more words than this before it is a headline or prose.
DATE_LINE_WORDS = 6
_WRITTEN_OUT = re.compile(
    r"(?<!\w)(?:\d{4}-\d\d-\d\d|[A-Z][a-z]+ \d\d?(?:st|nd|rd|th)?, \d{4}"
    r"|\d\d?(?:st|nd|rd|th)?(?: of)? [A-Z][a-z]+,? \d{4})(?!\w)"
)


def anchor(report: Report, as_of: str | None = None) -> Anchor:
    """From which day the relative dates of ``report`` are counted.

    The publication date, else the date that the user gave, else a date line, else the address of the page. The
    latest date in the text is named as a hint and not used: what it tells of may be long past.
    Raises ValueError where ``as_of`` is no ISO date.
    """
    if report.published and (day := _full(report.published.value)):
        return Anchor(day, f"the publication date of the report ({report.published.where})")
    if as_of:
        return Anchor(date.fromisoformat(as_of[:10]).isoformat(), "the date given with --as-of")
    lines = {day for line in _head(report.text) if (day := _date_line(line))}
    if len(lines) == 1:
        return Anchor(lines.pop(), "the date line")
    if report.address and (match := _IN_ADDRESS.search(report.address.value)):
        day = _full(f"{match[1]}-{int(match[3]):02}-{int(match[4]):02}")
        if day:
            return Anchor(day, "the address of the page")
    found = [day for match in _WRITTEN_OUT.finditer(report.text) if (day := iso_date(match[0]))]
    if found:
        return Anchor("", f"none; the latest full date in the text is {max(found)[:10]}: a hint only")
    return Anchor("", "none: the report carries no date")


def _head(text: str) -> list[str]:
    return [line.strip() for line in text[:HEAD].split("\n") if line.strip()][:HEAD_LINES]


def _date_line(line: str) -> str | None:
    """The date that ends a short line of the head, or begins it, if the rest names a place or a kind of text."""
    parts = dated_line(line)
    if parts is None or parts.after or not parts.date or not _DATE_LINE.fullmatch(parts.before):
        return None
    names = re.split(r"\s?[|·]\s?", parts.before)
    return parts.date[:10] if all(len(name.split()) <= DATE_LINE_WORDS for name in names) else None


def _full(value: str) -> str:
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return ""


def find_dates(report: Report, anchored: Anchor, tense: Callable[[int], Tense] | None = None) -> tuple[When, ...]:
    """Every time that ``report`` names, in order, not overlapping; relative ones are counted from ``anchored``.

    ``tense`` may say of a code point whether its clause tells the past or what is to come; where it says '' or is not
    given, the verbs around decide. Dates that only say when the report was published are left out.
    """
    text = report.text
    quoted = quotes(text)
    quote_starts = [quote.start for quote in quoted]
    day = date.fromisoformat(anchored.value[:10]) if anchored.value else None
    skipped = _not_prose(report)
    resolver = Resolver(day, _calendar(text, day))
    found: list[When] = []
    starts = [start for start, _ in paragraphs(text)]
    for number, (start, end) in enumerate(sentences(text)):
        mentions = [each for each in _mentions(text, start, end) if not _inside(each, skipped)]
        if not mentions:
            continue
        ask = _ask(text, start, end, tense)
        resolver.context.enter(number, bisect_right(starts, start), start)
        for resolved in _resolved(resolver, text, mentions, ask):
            at = bisect_right(quote_starts, resolved.start) - 1
            in_quote = at >= 0 and resolved.start < quoted[at].end
            found.append(_when(report, resolved, in_quote))
    return tuple(found)


def _ask(text: str, begin: int, end: int, tense: Callable[[int], Tense] | None) -> Ask:
    """The tense around a mention of a sentence: what the caller knows, else what the verbs show; asked once each."""
    known: dict[int, Tense] = {}

    def ask(mention: Mention) -> Tense:
        if mention.place not in known:
            told = tense(mention.place) if tense else ""
            known[mention.place] = told or tense_at(text, mention.start, mention.end, begin, end, mention.before)
        return known[mention.place]

    return ask


def _resolved(resolver: Resolver, text: str, mentions: list[Mention], ask: Ask) -> Iterator[Resolved]:
    """What the mentions of one sentence mean; ranges and runs of days become one interval."""
    at, begin = 0, resolver.context.begin
    while at < len(mentions):
        mention, used = mentions[at], 1
        night = night_before(text, begin, mention)
        join = find_join(text, begin, mentions[at : at + 3])
        resolved = resolve_join(resolver, join, night, ask) if join else None
        if join and resolved:
            used = join.count
        else:
            resolved = resolver.one(mention, ask)
            resolved = resolve_night(resolved, night) if night else resolved
        if resolved.span:
            resolver.context.note(resolved.span, resolved.start, mentions[at + used - 1].absolute)
        at += used
        yield resolved


def _when(report: Report, resolved: Resolved, in_quote: bool) -> When:
    span = resolved.span
    rule = resolved.rule
    if in_quote and span and resolved.relative:
        rule += "; in a quotation: its day is taken to be that of the publication"
    words = report.passage(resolved.start, resolved.end)
    if resolved.length:
        return When("", words, rule, "duration", resolved.length)
    interval = resolved.several if span is None else not span.single
    return When(span.value if span else "", words, rule, "interval" if interval else "point")


_Reader = Callable[[Look], list[Mention]]
_READERS: dict[str, tuple[_Reader, ...]] = {
    **dict.fromkeys(ORDINALS, (read_part_of_year, read_day)),
    **dict.fromkeys(("twenty", "thirty"), (read_day,)),
    **dict.fromkeys(MONTH_NUMBERS, (read_month_day, read_month)),
    **dict.fromkeys(WEEKDAYS, (read_weekday,)),
    **dict.fromkeys(("spring", "summer", "autumn", "fall", "winter"), (read_season,)),
    **dict.fromkeys(("today", "yesterday", "tomorrow", "tonight"), (read_day_beside,)),
    **dict.fromkeys(("daylong", "weeklong", "monthlong", "yearlong", "decadelong"), (read_long,)),
    **dict.fromkeys(
        word_set(
            """
            minute minutes hour hours day days night nights morning afternoon evening week weeks weekend weekends
            fortnight month months year years decade decades century centuries
            """
        ),
        (read_unit,),
    ),
    **dict.fromkeys(
        word_set(
            """
            orthodox western christmas boxing new valentine all midsummer michaelmas easter good palm ash ramadan eid
            passover yom rosh hanukkah nowruz navruz thanksgiving
            """
        ),
        (read_holiday,),
    ),
    "may": (read_holiday, read_month_day, read_month),
}
_DIGITS: tuple[_Reader, ...] = (read_part_of_year, read_day, read_year, read_nth)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_BEFORE = re.compile(
    r"(?<![^\W_])(?:(?:as\s(?:early|late|far\sback|recently)\sas|no\slater\sthan|late\son|early\son|later\son|as\sof|(?P<own>"
    r"on|in|since|by|until|till|before|after|from|during|throughout|through|at|over|between|within))|"
    r"(?P<other>for|to|of|ahead\sof|in\stime\sfor|into|towards?|around|about))\s(?:the\s(?:early\s|small\s)?(?:hours\sof\s)?)?$",
    re.IGNORECASE,
)


def _mentions(text: str, start: int, end: int) -> list[Mention]:
    """The times named in one sentence, in order, not overlapping."""
    found: list[Mention] = []
    floor = start
    for word in _WORD.finditer(text, start, end):
        if word.start() < floor:
            continue
        first = word[0][0]
        readers = _DIGITS if first.isdigit() else _READERS.get(word[0].lower(), ())
        look = Look(text, word.start(), word.end(), floor, end)
        for read in readers:
            if mentions := read(look):
                for mention in mentions:
                    mention.place = max(word.start(), mention.start)
                mentions[0].start = _with_preposition(mentions[0], look)
                found += mentions
                floor = mentions[-1].end
                break
    return found


def _with_preposition(mention: Mention, look: Look) -> int:
    """Note the preposition before a mention; return where the words begin with it, if it is one of time."""
    before = look.left(_BEFORE, mention.start)
    if before is None:
        own = look.text[mention.start : mention.place].split(None, 1)  # 'by the end of May'
        mention.before = mention.before or (own[0].lower() if own else "")
        return mention.start
    mention.before = " ".join(before[0].lower().split()).removesuffix(" the")
    return mention.start if before["other"] else before.start()


def _not_prose(report: Report) -> list[tuple[int, int]]:
    """Lines that say when and where the report was published, and whence it was taken; datelines."""
    lines: list[tuple[int, int]] = []
    at = 0
    for line in report.text.split("\n"):
        if line.strip():
            lines.append((at, at + len(line)))
        at += len(line) + 1
    edges = [*lines[:HEAD_LINES], *lines[-TAIL_LINES:]]
    skipped = [(start, end) for start, end in edges if publication_line(report.text[start:end], sign_off=True)]
    skipped += [(start, end) for start, end in lines[:HEAD_LINES] if _date_line(report.text[start:end].strip())]
    for start, end in lines[:HEAD_LINES]:
        if dateline := _DATELINE.match(report.text, start, end):
            skipped.append((start, dateline.end()))
    skipped += [(each.start, each.end) for each in report.source_lines]
    return skipped


_DATELINE = re.compile(r"[A-Z][A-Z .'’-]{2,40},[^\n–—]{3,60}?\s?(?:[–—]|\s--?\s)")


def _inside(mention: Mention, spans: list[tuple[int, int]]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in spans)


_WITH_WEEKDAY = re.compile(
    r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day),?\s(?P<date>(?:the\s)?[\w.]{1,10}(?:\sof)?\s[\w.]{1,10},?\s1\d\d\d)"
)


def _calendar(text: str, day: date | None) -> Calendar:
    """The calendar by which a report counts its weekdays.

    The Julian one before it was reformed; later only where a weekday beside a date of the report shows it, as in
    English prints up to 1752.
    """
    if day is None or day.year > 1923:
        return "Gregorian"
    if day < REFORM:
        return "Julian"
    shown: dict[Calendar, int] = {"Gregorian": 0, "Julian": 0}
    for match in _WITH_WEEKDAY.finditer(text):
        written = iso_date(match["date"].removeprefix("the "))
        if written:
            for calendar in shown:
                shown[calendar] += weekday(date.fromisoformat(written), calendar) == WEEKDAYS[match["weekday"].lower()]
    return "Julian" if shown["Julian"] > shown["Gregorian"] else "Gregorian"
