"""Publication dates as reports write them, to ISO. What is ambiguous or has no year stays unread."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"  # news has been printed since the 1500s
_WEEKDAY_NAME = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_WEEKDAY = rf"(?:{_WEEKDAY_NAME},? +)?"
_CLOCK = r"(?:,? +(?:at +)?\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?:,? +[A-Z]{2,5}| ?[+-]\d{2}:?\d{2})?)?"

_STAMP = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)(?:[T ](?P<time>\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)
_WRITTEN = (
    re.compile(rf"{_WEEKDAY}{_MONTH} {_DAY},? +{_YEAR}", re.IGNORECASE),
    re.compile(rf"{_WEEKDAY}{_DAY}(?: of)? {_MONTH},? +{_YEAR}", re.IGNORECASE),
)
_FIGURES = re.compile(
    r"(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<year>(?:1[5-9]|20)\d\d)|(?P<y>\d{4})/(?P<m>\d\d)/(?P<d>\d\d)"
)
_AFTER = re.compile(_CLOCK, re.IGNORECASE)
# A longer line is prose, whatever it ends with.
MAX_DATED_LINE = 120
# Anything that has the shape of a date, a day without a year and '3/4/2025' among them.
_SHAPE = re.compile(
    r"(?<![\w/.-])(?:"
    + re.sub(
        r"\(\?P<\w+>",
        "(?:",
        rf"(?:{_MONTH} {_DAY}|{_DAY}(?: of)? {_MONTH})(?:,? +{_YEAR})?|{_STAMP.pattern}|{_FIGURES.pattern}",
    )
    + rf")(?![\w/-]){_CLOCK}",
    re.IGNORECASE,
)
# A weekday stands alone or behind a mark or 'on': in 'The Alder Sun, 9 June' there is none.
_LAST_WEEKDAY = re.compile(rf"(?:^|[:,|·•–—-]|\bon\b)\s*(?P<weekday>{_WEEKDAY_NAME},?)$", re.IGNORECASE)


def iso_date(value: str) -> str | None:
    """``value`` as an ISO date or time stamp, or None where it is no full date or could mean two days.

    A clock time is kept only from an ISO stamp; '3/4/2025' is refused, '25/3/2025' can mean one day only.
    """
    value = " ".join(value.split())[:80]
    if stamp := _STAMP.fullmatch(value):
        return _iso_stamp(stamp)
    for pattern in _WRITTEN:
        if (match := pattern.match(value)) and _AFTER.fullmatch(value, match.end()):
            return _iso(int(match["year"]), MONTHS[match["month"].lower()], int(match["day"]))
    if (match := _FIGURES.match(value)) and _AFTER.fullmatch(value, match.end()):
        return _from_figures(match)
    return None


def date_within(text: str) -> str | None:
    """The one full date written out inside ``text`` (a dateline), as ISO; None where there is none or more than one."""
    found = {
        _iso(int(match["year"]), MONTHS[match["month"].lower()], int(match["day"]))
        for pattern in _WRITTEN
        for match in pattern.finditer(text[:300])
    }
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class DatedLine:
    """A line that begins or ends with a date, and what else it says, as written and without the weekday.

    ``date`` is ISO, or None where the year is missing or the figures could mean two days.
    """

    before: str
    date: str | None
    after: str


def dated_line(line: str) -> DatedLine | None:
    """``line`` parted at the date that ends it, else at the one that begins it; None where neither is there."""
    line = line.strip()
    if len(line) > MAX_DATED_LINE:
        return None
    for match in reversed(list(_SHAPE.finditer(line))):
        before, after = line[: match.start()].rstrip(), line[match.end() :].lstrip()
        if weekday := _LAST_WEEKDAY.search(before):
            before = before[: weekday.start("weekday")].rstrip()
        if not before or not after:
            return DatedLine(before, iso_date(match[0]), after)
    return None


def _iso_stamp(stamp: re.Match[str]) -> str | None:
    written = stamp["date"] + (f"T{stamp['time']}" if stamp["time"] else "") + (stamp["zone"] or "")
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return None
    return written


def _from_figures(match: re.Match[str]) -> str | None:
    if match["y"]:
        return _iso(int(match["y"]), int(match["m"]), int(match["d"]))
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    if a == b:
        return _iso(year, a, b)
    either = [found for found in (_iso(year, a, b), _iso(year, b, a)) if found]
    return either[0] if len(either) == 1 else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
