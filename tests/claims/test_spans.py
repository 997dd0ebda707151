"""Stretches of the calendar as they are written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.claims.when import spans
from ripeness.claims.when.spans import Span

_DAYS = st.dates(date(1800, 1, 1), date(2100, 1, 1))
_SPANS = st.one_of(
    _DAYS.map(spans.day),
    _DAYS.map(lambda on: spans.month(on.year, on.month)),
    st.builds(lambda on, more: spans.years(on.year, on.year + more), _DAYS, st.integers(0, 3)),
    st.builds(lambda on, more: spans.days(on, on + timedelta(more)), _DAYS, st.integers(0, 400)),
)


@given(_SPANS)
def test_what_is_written_is_read_again(span: Span) -> None:
    assert spans.read(span.value) == span


@pytest.mark.parametrize("text", ["", "31", "2031-13", "2031-00", "2031-02-00", "0000", "2031-3-1", "2031/", "a/b/c"])
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert spans.read(text) is None


def test_the_ends_may_differ_in_grain() -> None:
    assert spans.read("2024-03-01/2024-03") == spans.days(date(2024, 3, 1), date(2024, 3, 31))


@given(_SPANS, _SPANS)
def test_common_days_are_those_of_both(a: Span, b: Span) -> None:
    found = spans.common(a, b)
    assert (found is None) == (a.last < b.first or b.last < a.first)
    if found is not None:
        assert max(a.first, b.first) == found.first <= found.last == min(a.last, b.last)


def test_a_day_is_in_an_interval_that_ends_with_its_month() -> None:
    day, interval = spans.read("2024-03-10"), spans.read("2024-03-01/2024-03")
    assert day is not None and interval is not None and spans.common(day, interval) == day
