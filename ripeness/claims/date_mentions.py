"""Words that name a time, before anybody asks which: 'last Tuesday', 'the 18th of March', 'two days later'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

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
    "beside",  # 'two days later': `count` units from another date of the text
    "window",  # 'the past month'
    "length",  # a duration
    "vague",  # 'a few days ago': a time that the words do not tell
]

# How far to the left of a word its modifiers are looked for.
LEFT = 70

# Abbreviations of old prints beside those that are still in use.
MONTH_NUMBERS = {**MONTHS, "febr": 2, "septemb": 9, "octob": 10, "novemb": 11, "decemb": 12}
_SHORT = "|".join(sorted((name for name in MONTH_NUMBERS if len(name) < 4 and name != "may"), key=len))
_SHORT += "|sept|febr|septemb|octob|novemb|decemb"
_FULL = "|".join(name for name in MONTHS if len(name) > 4 or name in ("may", "june", "july"))
# Only an abbreviation takes a full stop; the group `month` is without it.
MONTH = rf"(?P<month>(?P<short>(?:{_SHORT})(?![^\W_]))|(?:{_FULL})(?![^\W_]))(?(short)\.?)"
YEAR = r"(?:1\d|20|21)\d\d(?!\d|[.,]\d)"
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon"),
            ("tuesday", "tues", "tue"),
            ("wednesday", "wed"),
            ("thursday", "thurs", "thur", "thu"),
            ("friday", "fri"),
            ("saturday", "sat"),
            ("sunday", "sun"),
        )
    )
    for name in names
}
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
_UNITS = "one two three four five six seven eight nine".split()
_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
NUMBERS = {
    **{word: number for number, word in enumerate(_SMALL, 1)},
    **_TENS,
    **{f"{ten}-{unit}": value + k for ten, value in _TENS.items() for k, unit in enumerate(_UNITS, 1)},
    "a": 1,
    "an": 1,
    "hundred": 100,
    "a hundred": 100,
    "one hundred": 100,
}
_SMALL_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
ORDINALS = {
    **{word: number for number, word in enumerate(_SMALL_ORDINALS, 1)},
    **{f"twenty-{word}": 20 + number for number, word in enumerate(_SMALL_ORDINALS[:9], 1)},
    "thirtieth": 30,
    "thirty-first": 31,
}


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
    which: str = ""  # 'last', 'next', 'this', 'previous', 'following', 'same'
    part: str = ""  # 'early', 'mid', 'late', 'end', or 'week 3' of a month
    unit: str = ""
    count: int = 0
    name: str = ""  # of a season or holiday
    length: str = ""  # of a duration, as ISO has it
    on: date | None = None
    before: str = ""  # the preposition
    night: bool = False  # 'overnight into Friday': the day before belongs to it
    range: bool = False  # 'days' from one to the other
    place: int = 0  # where the words that name it begin, modifiers apart: tense is asked there


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
        # The end of the region is the end for '$', and its begin is none for a look behind.
        return pattern.search(self.text, max(self.floor, at - LEFT), at)

    def right(self, pattern: re.Pattern[str], at: int | None = None) -> re.Match[str] | None:
        """``pattern`` right behind the word, or at ``at``."""
        return pattern.match(self.text, self.end if at is None else at, self.limit)

    def here(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """``pattern`` from the begin of the word on."""
        return pattern.match(self.text, self.start, self.limit)
