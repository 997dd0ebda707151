"""Dates as a reading gives them: ISO days, months, years, or intervals of them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

# No report on a negotiation that is going on tells of what was done before this year; a date before it is a slip.
EARLIEST = date(1800, 1, 1)
# What happened may carry the date after the day of publication, for the hours east of it.
SLACK = timedelta(days=1)
# How far ahead a plan may lie ('by 2060').
AHEAD = timedelta(days=60 * 366)

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def days(value: str) -> tuple[date, date] | None:
    """The first and the last day of a date or interval; None where it is none."""
    ends = [_span(part) for part in value.split("/")]
    if not 1 <= len(ends) <= 2 or None in ends:
        return None
    (first, _), (_, last) = ends[0], ends[-1]  # pyright: ignore[reportGeneralTypeIssues, reportOptionalIterable]
    return (first, last) if first <= last else None


def reasonable(value: str, published: str | None, ahead: bool) -> bool:
    """Whether a date can be one of what a report tells: not long past, and to come only where ``ahead`` says so.

    A report without a date may be an exercise that plays in the years to come.
    """
    span = days(value)
    day = days(published[:10]) if published else None
    if span is None or span[0] < EARLIEST:
        return False
    return span[0] <= (day[1] + (AHEAD if ahead else SLACK) if day else date.today() + AHEAD)


def _span(text: str) -> tuple[date, date] | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        first = date(year, month or 1, day or 1)
        return first, date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        return None
