"""Whether a date that a model gives can be one of what its report tells."""

from __future__ import annotations

from datetime import date, timedelta

from ripeness.claims.when import spans

# No report on a negotiation that is going on tells of what was done before this year; a date before it is a slip.
EARLIEST = date(1800, 1, 1)
# What happened may carry the date after the day of publication, for the hours east of it.
SLACK = timedelta(days=1)
# How far ahead a plan may lie ('by 2060').
AHEAD = timedelta(days=60 * 366)


def reasonable(value: str, published: str | None, ahead: bool) -> bool:
    """Whether a date can be one of what a report tells: not long past, and to come only where ``ahead`` says so.

    A report without a date may be an exercise that plays in the years to come.
    """
    span = spans.read(value)
    day = spans.read(published[:10]) if published else None
    if span is None or span.first < EARLIEST:
        return False
    return span.first <= (day.last + (AHEAD if ahead else SLACK) if day else date.today() + AHEAD)
