"""Dates as news writes them; all sentences are invented."""

from __future__ import annotations

from ripeness.claims.dates import Anchor, find_dates
from ripeness.reports.model import Report


def test_a_tuesday_is_the_last_one_up_to_the_publication() -> None:
    report = Report("r", "r.txt", "0" * 64, "The envoy said on Tuesday that talks would resume on Friday.")
    tuesday, friday = find_dates(report, Anchor("2025-03-20", "given"))
    assert (tuesday.value, friday.value) == ("2025-03-18", "2025-03-21")
