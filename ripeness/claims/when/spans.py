"""Stretches of the calendar: days, months, years and what lies between two of them, written as EDTF does."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Grain = Literal["day", "month", "year"]
Calendar = Literal["Gregorian", "Julian"]
Third = Literal["early", "mid", "late"]

# The first day of the Gregorian calendar; reports of earlier days count by the Julian one.
REFORM = date(1582, 10, 15)
_PART = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # first months, northern half


@dataclass(frozen=True, slots=True)
class Span:
    """From day ``first`` to day ``last``, both included, told to the day, the month or the year."""

    first: date
    last: date
    grain: Grain

    @property
    def value(self) -> str:
        """As EDTF: '2025-03-18', '2025-03', '2025-03-12/2025-03-18', '2022-01/2022-04'."""
        length = {"day": 10, "month": 7, "year": 4}[self.grain]
        first, last = self.first.isoformat()[:length], self.last.isoformat()[:length]
        return first if first == last else f"{first}/{last}"

    @property
    def single(self) -> bool:
        """Whether it is one day, one month or one year, not several."""
        return "/" not in self.value


def read(value: str) -> Span | None:
    """The span that ``value`` of a span, or one told by hand, stands for; None where it is no date.

    The two ends may differ in grain ('2024-03-01/2024-03' is the whole of March); the first begins no later than the
    last ends.
    """
    parts = [_part(text) for text in value.split("/", 2)]
    first, last = parts[0], parts[-1]
    if len(parts) > 2 or first is None or last is None or first.first > last.last:
        return None
    return Span(first.first, last.last, _finer(first, last))


def _part(text: str) -> Span | None:
    """One day, month or year."""
    found = _PART.fullmatch(text)
    if found is None:
        return None
    year, number, on = (int(part) if part else None for part in found.groups())  # '00' is no month
    try:
        begin = date(year or 0, 1 if number is None else number, 1 if on is None else on)
    except ValueError:
        return None
    if on is not None:
        return day(begin)
    return years(begin.year, begin.year) if number is None else month(begin.year, begin.month)


def _finer(first: Span, last: Span) -> Grain:
    grains: tuple[Grain, ...] = ("day", "month", "year")
    return next(grain for grain in grains if grain in (first.grain, last.grain))


def common(first: Span, second: Span) -> Span | None:
    """The days that both have, or None."""
    begin, end = max(first.first, second.first), min(first.last, second.last)
    return Span(begin, end, _finer(first, second)) if begin <= end else None


def day(on: date) -> Span:
    """One day."""
    return Span(on, on, "day")


def days(first: date, last: date) -> Span:
    """From one day to another."""
    return Span(first, last, "day")


def month(year: int, number: int) -> Span:
    """One month; numbers beyond 1..12 run into the years beside."""
    return months(year, number, 1)


def months(year: int, number: int, count: int) -> Span:
    """``count`` months from month ``number`` of ``year``. Raises ValueError outside the years 1 to 9999."""
    first_year, first = divmod(year * 12 + number - 1, 12)
    last_year, last = divmod(year * 12 + number + count - 2, 12)
    return Span(date(first_year, first + 1, 1), date(last_year, last + 1, monthrange(last_year, last + 1)[1]), "month")


def years(first: int, last: int) -> Span:
    """From one year to another."""
    return Span(date(first, 1, 1), date(last, 12, 31), "year")


def season(name: str, year: int) -> Span:
    """Three months of the northern half of the earth; a winter begins in ``year``."""
    return months(year, _SEASONS[name], 3)


def week(on: date, calendar: Calendar = "Gregorian") -> Span:
    """Monday to Sunday around a day."""
    monday = on - timedelta(weekday(on, calendar))
    return days(monday, monday + timedelta(6))


def joined(first: Span, last: Span) -> Span:
    """From the begin of one to the end of another. Raises ValueError where the last begins before the first."""
    if last.first < first.first or last.last < first.last:
        raise ValueError("the interval ends before it begins")
    return Span(first.first, last.last, _finer(first, last))


def third(of: Span, which: Third) -> Span:
    """The early, middle or late third of a month (in days), a season, a year (in months) or a decade (in years)."""
    place = ("early", "mid", "late").index(which)
    first, last = of.first, of.last
    if of.grain == "year":
        if first.year == last.year:
            return months(first.year, 1 + 4 * place, 4)
        start = first.year + (0, 4, 7)[place]  # a decade: four, three and three years
        return years(start, start + (3, 2, 2)[place])
    if of.grain == "month":
        if of.single:
            return days(first.replace(day=1 + 10 * place), last if place == 2 else first.replace(day=10 * (place + 1)))
        size = ((last.year - first.year) * 12 + last.month - first.month + 1) // 3
        return months(first.year, first.month + place * size, size)
    size = (last - first).days + 1
    cuts = [round(size * part / 3) for part in range(4)]
    return days(first + timedelta(cuts[place]), first + timedelta(cuts[place + 1] - 1))


def half(of: Span, which: int) -> Span:
    """The first or second half of a month, parted after the 15th, or of a year. Raises ValueError for other spans."""
    if of.grain == "month" and of.single:
        middle = of.first.replace(day=15)
        return days(of.first, middle) if which == 1 else days(middle + timedelta(1), of.last)
    if of.grain == "year" and of.single:
        return months(of.first.year, 6 * which - 5, 6)
    raise ValueError("it has no halves")


def shifted(on: date, count: int, unit: str) -> Span:
    """``count`` units before or after a day: weeks to the day, months to the month, years and decades to the year."""
    if unit in ("day", "week", "fortnight"):
        return day(on + timedelta(count * {"day": 1, "week": 7, "fortnight": 14}[unit]))
    if unit == "month":
        return month(on.year, on.month + count)
    year = on.year + count * {"year": 1, "decade": 10, "century": 100}[unit]
    return years(year, year)


def same_day_months_away(on: date, count: int) -> date:
    """The day ``count`` months away, or the last of that month where it has no such day."""
    there = month(on.year, on.month + count)
    return there.first.replace(day=min(on.day, there.last.day))


def weekday(on: date, calendar: Calendar = "Gregorian") -> int:
    """0 for Monday to 6 for Sunday, of a day as it was called in ``calendar``."""
    if calendar == "Gregorian":
        return on.weekday()
    century = (on.year - (on.month < 3)) // 100
    return (on.weekday() + century - century // 4 - 2) % 7


def weekday_before(on: date, number: int, calendar: Calendar, same: bool) -> date:
    """The last weekday ``number`` up to a day; ``same`` says that it may be that day itself."""
    back = (weekday(on, calendar) - number) % 7
    return on - timedelta(back if back or same else 7)


def weekday_after(on: date, number: int, calendar: Calendar, same: bool) -> date:
    """The first weekday ``number`` from a day on; ``same`` says that it may be that day itself."""
    ahead = (number - weekday(on, calendar)) % 7
    return on + timedelta(ahead if ahead or same else 7)


def western_easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    number, on = divmod(h + m - 7 * n + 114, 31)
    return date(year, number, on + 1)


def eastern_easter(year: int) -> date:
    """Easter Sunday by the Julian calendar, under its Gregorian date (Meeus)."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    number, on = divmod(d + e + 114, 31)
    century = year // 100
    return date(year, number, on + 1) + timedelta(century - century // 4 - 2)


def easter(year: int) -> date:
    """Easter Sunday in a year in which east and west keep it together. Raises ValueError in others."""
    if western_easter(year) != eastern_easter(year):
        raise ValueError("east and west keep Easter on different days of this year")
    return western_easter(year)


# The day of a holiday in a year. What differs from country to country or follows the moon alone is not here.
def _fixed(number: int, on: int) -> Callable[[int], date]:
    return lambda year: date(year, number, on)


def _moved(rule: Callable[[int], date], by: int) -> Callable[[int], date]:
    return lambda year: rule(year) + timedelta(by)


HOLIDAYS: dict[str, Callable[[int], date]] = {
    "orthodox christmas": _fixed(1, 7),
    "christmas": _fixed(12, 25),
    "christmas day": _fixed(12, 25),
    "christmas eve": _fixed(12, 24),
    "boxing day": _fixed(12, 26),
    "new year": _fixed(1, 1),
    "new year's": _fixed(1, 1),
    "new year's day": _fixed(1, 1),
    "new year's eve": _fixed(12, 31),
    "may day": _fixed(5, 1),
    "valentine's day": _fixed(2, 14),
    "all saints' day": _fixed(11, 1),
    "midsummer day": _fixed(6, 24),
    "michaelmas": _fixed(9, 29),
    "easter": easter,
    "easter sunday": easter,
    "easter monday": _moved(easter, 1),
    "good friday": _moved(easter, -2),
    "palm sunday": _moved(easter, -7),
    "ash wednesday": _moved(western_easter, -46),
    "orthodox easter": eastern_easter,
    "western easter": western_easter,
}
