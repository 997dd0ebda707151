"""Words that name a time, before anybody asks which: 'last Tuesday', 'the 18th of March', 'two days later'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ripeness.claims.lexicon import word_list
from ripeness.reports.published import MONTHS

Form = Literal[
    "date",  # a full date, as in an ISO stamp
    "day",  # a day or days of a month: 'March 18', '3 to 7 March 2025'
    "day of the month",  # 'on the 20th'
    "weekday",
    "month",
    "year",
    "decade",
    "season",
    "part of a year",  # a quarter or a half
    "holiday",
    "day beside",  # today, yesterday, tomorrow: `count` days away
    "period",  # 'last week', 'this year': `count` units away
    "ago",  # `count` units before or after the anchor
    "in",  # 'in two weeks': a date only of what is to come, else a length
    "beside",  # 'two days later': `count` units from another date of the text; with the name 'same' the unit itself
    "window",  # 'the past month'
    "length",  # a duration
    "vague",  # 'a few days ago': a time that the words do not tell
]
Part = Literal[
    "", "early", "mid", "late", "end", "week 1", "week 2", "week 3", "week 4", "last week", "half 1", "half 2"
]
Which = Literal[
    "", "this", "last", "next", "previous", "following", "same", "this week", "last week", "next week", "week"
]

# How far to the left of a word its modifiers are looked for.
LEFT = 70

_I = re.IGNORECASE
# Abbreviations of old prints beside those that are still in use.
MONTH_NUMBERS = {**MONTHS, "febr": 2, "septemb": 9, "octob": 10, "novemb": 11, "decemb": 12}
_FULL = [name for name in MONTHS if len(name) > 4 or name in ("may", "june", "july")]
_SHORT = "|".join(sorted(MONTH_NUMBERS.keys() - set(_FULL), key=len, reverse=True))
# Only an abbreviation takes a full stop; the group `month` is without it.
MONTH = rf"(?P<month>(?P<short>(?:{_SHORT})(?![^\W_]))|(?:{'|'.join(_FULL)})(?![^\W_]))(?(short)\.?)"
YEAR = r"(?:1\d|20|21)\d\d(?!\d|[.,]\d)"
LAST_YEAR = r"(?P<away>last|this|next)\syear(?![^\W_]|['’]s)"
AWAY = {"last": -1, "this": 0, "next": 1}
WEEKDAYS = {
    name: number for number, name in enumerate(word_list("monday tuesday wednesday thursday friday saturday sunday"))
}
WEEKDAYS |= {"mon": 0, "tues": 1, "tue": 1, "wed": 2, "thurs": 3, "thur": 3, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
_SMALL = word_list(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
NUMBERS = {word: number for number, word in enumerate(_SMALL, 1)} | _TENS
NUMBERS |= {f"{ten}-{unit}": value + k for ten, value in _TENS.items() for k, unit in enumerate(_SMALL[:9], 1)}
NUMBERS |= {"a": 1, "an": 1, "hundred": 100, "a hundred": 100, "one hundred": 100}
_NTH = word_list(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = {word: number for number, word in enumerate(_NTH, 1)} | {"thirtieth": 30, "thirty-first": 31}
ORDINALS |= {f"twenty-{word}": 20 + number for number, word in enumerate(_NTH[:9], 1)}

# What is counted: behind a number that could be a day or a year, one of these shows that it is neither.
COUNTED = (
    r"(?!\s(?:people|persons|men|women|children|soldiers|troops|fighters|civilians|prisoners|guards|workers|per\s?cent|"
    r"percent|million|thousand|hundred|billion|others|more|ships|tanks|drones|missiles|villages|houses|homes|families|"
    r"miles|kilomet|km\b|tons|tonnes|barrels|dead|killed|wounded|injured|members|states|countries|delegates|votes|"
    r"seats|nations|dollars|pounds|euros|hostages|captives|detainees|refugees|police|officers|buses|trucks|lorries|"
    r"aircraft|shells|rockets|bodies|days|weeks|months|years|hours|minutes|GMT|UTC|hrs|local\stime|[ap]\.?m\b|of\sthem))"
)
# 'the October Revolution', 'the Sunday Times': a name with a time in it.
_NAMED = re.compile(
    r"(?:['’]s)?\s(?:Post|Times|Telegraph|Mail|Mirror|Express|Herald|Tribune|Independent|Review|World|Observer|Journal|"
    r"Gazette|Group|Club|Agreements?|Accords?|Protocol|Declaration|Pact|Treaty|Movement|Street|Square|Bridge|Revolution|"
    r"Uprising|Rising|Crisis|Massacre|Brigade|Theses|Constitution|Island|trees?|cards?|carols?|School|Hospital|Prize)"
    r"(?![^\W_])"
)
_TITLED = re.compile(r"(?<![^\W_])(?:Mr|Mrs|Ms|Mx|Dr|Sir|Lord|Lady|Gen|Sen|Rep|Col|Capt|Prof)\.?\s$")
# A number or name is stuck to what stands before: part of an amount, a code or a compound.
_STUCK = re.compile(r"[\w$£€¥#/.:-]$")


@dataclass(slots=True)
class Mention:
    """A time as the text at ``start``..``end`` puts it; what it does not say is None or ''."""

    start: int
    end: int
    form: Form
    year: int | None = None
    years_away: int | None = None  # 'March last year': -1
    month: int | None = None
    months_away: int | None = None  # 'the 5th inst.': 0
    first: int = 0  # day of the month, or number of a quarter or half
    last: int = 0
    weekday: int | None = None
    which: Which = ""
    part: Part = ""
    unit: str = ""
    count: int = 0
    name: str = ""  # of a season or holiday
    length: str = ""  # of a duration, as ISO has it
    on: date | None = None
    before: str = ""  # the preposition
    place: int = 0  # where the word that names it begins, modifiers apart

    @property
    def absolute(self) -> bool:
        """Whether the words alone tell the year."""
        return self.form == "date" or self.year is not None


@dataclass(frozen=True, slots=True)
class Look:
    """A word of the text and its surroundings: nothing before ``floor`` or from ``limit`` on is looked at."""

    text: str
    start: int
    end: int
    floor: int
    limit: int

    @property
    def word(self) -> str:
        """The word itself."""
        return self.text[self.start : self.end]

    def left(self, pattern: re.Pattern[str], at: int | None = None) -> re.Match[str] | None:
        """``pattern``, which ends with '$', in what stands before ``at``; its spans count from the text's begin."""
        at = self.start if at is None else at
        return pattern.search(self.text, max(self.floor, at - LEFT), at)

    def right(self, pattern: re.Pattern[str], at: int | None = None) -> re.Match[str] | None:
        """``pattern`` right behind the word, or at ``at``."""
        return pattern.match(self.text, self.end if at is None else at, self.limit)

    def here(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """``pattern`` from the begin of the word on."""
        return pattern.match(self.text, self.start, self.limit)

    @property
    def stuck(self) -> bool:
        """Whether the word is part of an amount, a code or a compound: '$2025', 'COP-26', '10.5'."""
        return self.left(_STUCK) is not None

    def names(self, end: int) -> bool:
        """Whether the word is part of a name: 'Mr. March', 'Sunday Times'; ``end`` is where it ends."""
        return self.left(_TITLED) is not None or self.right(_NAMED, end) is not None


def number(written: str) -> int:
    """'18th', 'third' or '3' as a number."""
    digits = re.match(r"\d+", written)
    return int(digits[0]) if digits else ORDINALS[written.lower()]


def year_of(match: re.Match[str]) -> tuple[int | None, int | None]:
    """The year that a match names in its groups `year` and `away`: itself, or how many years away."""
    return int(match["year"]) if match["year"] else None, AWAY[match["away"].lower()] if match["away"] else None


_WHICH = re.compile(
    r"(?<![^\W_])(?:(?P<this>this)|(?P<last>(?:this\s|the\s)?(?:last|past))|(?P<next>(?:the\s)?next|(?:this|the)\scoming)|"
    r"(?P<previous>the\s(?:previous|preceding|prior))|(?P<following>the\s(?:following|ensuing))|"
    r"(?P<same>the\ssame|that))\s$",
    _I,
)


def which(look: Look, at: int) -> tuple[Which, int]:
    """'last', 'next', 'this', ... before ``at``, and where it begins."""
    match = look.left(_WHICH, at)
    names: tuple[Which, ...] = ("this", "last", "next", "previous", "following", "same")
    return (next(name for name in names if match[name]), match.start()) if match else ("", at)


_PART = re.compile(
    r"""(?:(?:in|by|since|until|from|at|on|during|before|after|around|towards?)\s)?(?<![^\W_])(?:
      (?P<early>(?:the\s)?(?:very\s)?(?:early|beginning|start|outset)|the\searly\s(?:days|weeks|months|part)
        |the\s(?:first|opening)\s(?:(?:few|two|three)\s)?(?:days|weeks|months))
    | (?P<mid>(?:the\s)?(?:mid|middle|midway\sthrough))
    | (?P<late>(?:the\s)?late|the\slatter\spart
        |the\s(?:last|final|closing)\s(?:(?:few|two|three)\s)?(?:days|weeks|months))
    | (?P<end>(?:the\s)?(?:very\s)?(?:end|close))
    | (?:the\s)?(?P<half>first|second)\shalf
    | (?:the\s)?(?P<week>first|second|third|fourth|last)\s(?:full\s)?week
    )(?:\sof(?:\sthe)?|\sin)?[\s-](?:the\s(?=winter|spring|summer|autumn|fall|\d{4}s))?$""",
    re.IGNORECASE | re.VERBOSE,
)


def part(look: Look, at: int) -> tuple[Part, int]:
    """'early', 'mid', 'late', 'end' or 'week 3' before ``at``, and where it begins."""
    match = look.left(_PART, at)
    if not match:
        return "", at
    if match["half"]:
        return "half 1" if match["half"].lower() == "first" else "half 2", match.start()
    if match["week"]:
        weeks: dict[str, Part] = {"first": "week 1", "second": "week 2", "third": "week 3", "fourth": "week 4"}
        return weeks.get(match["week"].lower(), "last week"), match.start()
    names: tuple[Part, ...] = ("early", "mid", "late", "end")
    return next(name for name in names if match[name]), match.start()
