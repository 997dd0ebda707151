"""Days and periods."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.errors import RipenessError
from ripeness.forecasts.days import after, ahead, chance_by, day, first_day, last_day

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
PERIODS = st.sampled_from(["day", "week", "month", "quarter", "year"])


@pytest.mark.parametrize(
    ("start", "due", "period", "periods"),
    [
        ("2025-05-17", "2025-06-17", "month", 1),
        ("2025-01-31", "2025-02-28", "month", 1),
        ("2025-05-17", "2025-05-31", "week", 2),
        ("2024-02-29", "2025-02-28", "year", 1),
        ("2025-06-01", "2025-06-16", "month", 0.5),
        ("2025-01-01", "2026-01-01", "quarter", 4),
    ],
)
def test_how_far_a_day_lies_ahead(start: str, due: str, period: str, periods: float) -> None:
    assert ahead(date.fromisoformat(start), date.fromisoformat(due), period) == pytest.approx(periods)


@given(DAYS, st.integers(0, 40), PERIODS)
def test_so_many_periods_on_lie_so_many_ahead(start: date, periods: int, period: str) -> None:
    assert ahead(start, after(start, periods, period), period) == pytest.approx(periods)


@given(DAYS, st.integers(1, 900), PERIODS)
def test_a_later_day_is_further_ahead(start: date, days: int, period: str) -> None:
    due = start + timedelta(days=days)
    assert 0 < ahead(start, due, period) < ahead(start, due + timedelta(days=1), period)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8).map(sorted), st.floats(0, 20), st.floats(0, 20))
def test_a_chance_by_a_day_grows_and_meets_the_course(course: list[float], one: float, two: float) -> None:
    assert chance_by(course, 0) == 0
    for k, chance in enumerate(course):
        assert chance_by(course, k + 1) == chance
    low, high = sorted((one, two))
    assert 0 <= chance_by(course, low) <= chance_by(course, high) + 1e-12 <= 1 + 1e-12


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-03-11", "2025-03-11", "2025-03-11"),
        ("2025-03/2025-04-02", "2025-03-01", "2025-04-02"),
    ],
)
def test_dates_as_a_case_has_them(text: str, first: str, last: str) -> None:
    assert (first_day(text).isoformat(), last_day(text).isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["2025-6-30", "2025-02-30", "tomorrow", "20250630", "2025-06-30T00:00"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(RipenessError, match="Write a day as in"):
        day(text, "The date")
