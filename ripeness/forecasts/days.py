"""Days and periods: how far a date lies ahead of a case, and what chance a course of periods gives by then."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta

from ripeness.errors import RipenessError

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def day(text: str, what: str) -> date:
    """An ISO day. Raises RipenessError for anything else."""
    try:
        if not _DAY.fullmatch(text):
            raise ValueError("not of the form 2025-06-30")
        return date.fromisoformat(text)
    except ValueError as error:
        raise RipenessError(f"{what} {text!r}: {error}. Write a day as in 2025-06-30 (UTC).") from error


def first_day(text: str) -> date:
    """The first day of a date as cases and moves have them: a year, a month, a day, or an interval."""
    year, month, number = _parts(text.partition("/")[0])
    return date(year, month or 1, number or 1)


def last_day(text: str) -> date:
    """The last day of such a date."""
    year, month, number = _parts(text.rpartition("/")[2])
    month = month or 12
    return date(year, month, number or calendar.monthrange(year, month)[1])


def _parts(text: str) -> tuple[int, int | None, int | None]:
    year, _, rest = text.partition("-")
    month, _, number = rest.partition("-")
    return int(year), int(month) if month else None, int(number) if number else None


def ahead(start: date, due: date, period: str) -> float:
    """How many periods lie between two days; parts of one count by their days. Calendar months, quarters and years."""
    if period in ("day", "week"):
        return (due - start).days / (1 if period == "day" else 7)
    step = _MONTHS[period]
    whole = 0
    while later(start, step * (whole + 1)) <= due:
        whole += 1
    begun, ends = later(start, step * whole), later(start, step * (whole + 1))
    return whole + (due - begun).days / (ends - begun).days


def later(start: date, months: int) -> date:
    """The same day so many months on, or the last of the month where it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def after(start: date, periods: int, period: str) -> date:
    """The day so many periods on."""
    if period in ("day", "week"):
        return start + timedelta(days=periods * (1 if period == "day" else 7))
    return later(start, periods * _MONTHS[period])


def chance_by(course: Sequence[float], periods: float) -> float:
    """The chance after so many periods, where ``course`` has it by the close of each. Within one it grows evenly."""
    whole = int(periods)
    known = (0.0, *course)
    before = known[min(whole, len(course))]
    following = known[min(whole + 1, len(course))]
    return before + (periods - whole) * (following - before)
