"""Dates as news writes them; all sentences are invented."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.claims.dates import Anchor, When, anchor, find_dates
from ripeness.claims.lexicon import word_list
from ripeness.claims.when import spans
from ripeness.claims.when.tense import Tense
from ripeness.reports.model import Found, Report, holds

TABLE = tomllib.loads((Path(__file__).parent / "data" / "dates.toml").read_text(encoding="utf-8"))["sets"]


def report(text: str, published: str = "", address: str = "") -> Report:
    return Report(
        "r",
        "r.txt",
        "0" * 64,
        text,
        published=Found(published, "masthead line on line 1") if published else None,
        address=Found(address, "link canonical") if address else None,
    )


def dates(text: str, day: str = "2025-03-20") -> tuple[When, ...]:
    return find_dates(report(text), Anchor(day, "given"))


def values(text: str, day: str = "2025-03-20") -> list[str]:
    return [when.value for when in dates(text, day) if when.kind != "duration"]


def _rows() -> Iterator[tuple[str, str, list[str]]]:
    for each in TABLE:
        for text, *expected in each["cases"]:
            yield each["day"], text, expected


def test_the_table_is_wide() -> None:
    assert sum(1 for _ in _rows()) >= 200
    assert sum("" in expected[1::2] for _, _, expected in _rows()) >= 25
    assert sum(not expected for _, _, expected in _rows()) >= 30


@pytest.mark.parametrize(("day", "text", "expected"), list(_rows()))
def test_the_table(day: str, text: str, expected: list[str]) -> None:
    found = [when for when in dates(text, day) if when.kind != "duration"]
    assert [part for when in found for part in (when.words.exact, when.value)] == expected


def test_what_stands_around_a_date_is_kept_with_it() -> None:
    (tuesday, length, friday) = dates("On Tuesday, after a 30-day pause, he said “we go on Friday”, and left.")
    assert tuesday.kind == "point"
    assert (length.words.exact, length.value, length.kind, length.length) == ("30-day", "", "duration", "P30D")
    assert "quotation" in friday.rule and "quotation" not in tuesday.rule
    assert "2025-03-20" in tuesday.rule


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("A 30-day truce.", "P30D"),
        ("They talked for three weeks.", "P3W"),
        ("They talked for 90 minutes.", "PT90M"),
        ("They have 72 hours.", "PT72H"),
        ("A monthlong truce.", "P1M"),
        ("Talks within three months of an armistice.", "P3M"),
        ("Two years of war.", "P2Y"),
        ("Two decades of war.", "P20Y"),
        ("Another thirty-one days of war.", "P31D"),
        ("They spoke for a week.", "P1W"),
    ],
)
def test_durations_have_a_length_and_no_value(text: str, length: str) -> None:
    (found,) = dates(text)
    assert (found.kind, found.value, found.length) == ("duration", "", length)


def test_a_caller_may_know_the_tense_better() -> None:
    text = report("The army, on Friday, out of the valley.")
    given_day = Anchor("2025-03-20", "given")
    asked: list[int] = []

    def future(offset: int) -> Tense:
        asked.append(offset)
        return "future"

    assert [when.value for when in find_dates(text, given_day)] == ["2025-03-14"]
    assert [when.value for when in find_dates(text, given_day, future)] == ["2025-03-21"]
    assert set(asked) == {text.text.index("Friday")}


def test_the_anchor_is_the_publication_date_before_all_else() -> None:
    found = anchor(
        report("On 3 March 2024 they met.", "2025-03-20T10:00:00Z", "https://a.example/2025/03/19/x"), "2025-04-01"
    )
    assert found.value == "2025-03-20"
    assert "publication" in found.source and "masthead line on line 1" in found.source


def test_other_anchors_are_taken_in_their_order_and_named() -> None:
    address = "https://a.example/2025/3/19/talks"
    assert anchor(report("They met.", "", address), "2025-04-01") == Anchor("2025-04-01", "the date given with --as-of")
    assert anchor(report("Truce in Arden\n\nA summary, 9 July 1951\n\nThey met on Tuesday.", "", address)) == Anchor(
        "1951-07-09", "the date line"
    )
    assert anchor(report("They met.", "", address)) == Anchor("2025-03-19", "the address of the page")


def test_a_date_in_the_text_is_a_hint_and_no_anchor() -> None:
    text = "On 3 March 2024 they met, and on April 9, 2024 they parted. On Tuesday they wept."
    found = anchor(report(text))
    assert found.value == ""
    assert "2024-04-09" in found.source and "hint" in found.source
    assert find_dates(report(text), found)[-1].value == ""
    assert anchor(report("They wept.")).value == ""


def test_a_headline_with_a_date_is_no_date_line() -> None:
    assert anchor(report("Kell and the front signed the truce in Arden, 3 March 2031\n\nThey wept.")).value == ""
    assert anchor(report("The truce was signed on 3 March 2031\n\nThey wept.")).value == ""


def test_a_day_given_by_the_user_must_be_one() -> None:
    with pytest.raises(ValueError, match="isoformat"):
        anchor(report("They wept."), "soon")


def test_dates_of_the_publication_are_not_told_as_events() -> None:
    text = (
        "Truce holds\nThe Harbour Post, 14 March 2031\n\n"
        "ARDEN, March 13, 2031 (Kestrel Wire) - The envoy left on Monday for talks."
    )
    assert [when.words.exact for when in dates(text, "2031-03-14")] == ["on Monday"]


def test_old_style_weekdays_where_the_report_shows_them() -> None:
    """The battle of Edgehill was on Sunday, 23 October 1642, in the English calendar."""
    text = "The armies met on Sunday, October 23, 1642. On Monday they rested."
    assert values(text, "1642-10-25") == ["1642-10-23", "1642-10-24"]
    assert values("On Monday they rested.", "1642-10-25") == ["1642-10-20"]
    assert values("On Monday they rested.", "1453-05-30") == ["1453-05-28"]  # Constantinople fell on Tuesday 29 May


@pytest.mark.parametrize(
    ("year", "west", "east"),
    [(2024, "2024-03-31", "2024-05-05"), (2025, "2025-04-20", "2025-04-20"), (1999, "1999-04-04", "1999-04-11")],
)
def test_easter(year: int, west: str, east: str) -> None:
    assert (spans.western_easter(year).isoformat(), spans.eastern_easter(year).isoformat()) == (west, east)


_PIECES = st.sampled_from(
    word_list("""
    on in since by until from to the of and or a last next this early mid late end Monday Tuesday Friday March May
    may August Lind 18 3 2022 1990s 30 day days week month year ago later earlier before after yesterday today spring
    quarter first Christmas Easter New Year night overnight into two few will met said . , “ ” ' - – ( ) 18/3
    2025-03-18 20th""")
)
_ODD_TEXTS = st.lists(_PIECES, max_size=40).map(" ".join) | st.text(max_size=200)
_DAYS = st.dates(date(1600, 1, 1), date(2400, 1, 1))
_POINT = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def _bounds(value: str) -> tuple[date, date]:
    """The first and last day of an EDTF value. Raises ValueError where it is none."""
    ends = value.split("/")
    assert len(ends) <= 2 and all(_POINT.fullmatch(end) for end in ends)
    parts = [[int(number) for number in end.split("-")] for end in (ends[0], ends[-1])]
    first = date(*(parts[0] + [1, 1])[:3])
    year, month, *day = [*parts[1], 12][:3] if len(parts[1]) == 1 else parts[1]
    last = date(year, month, *day) if day else spans.month(year, month).last
    return first, last


@settings(max_examples=400, deadline=None)
@given(_ODD_TEXTS, _DAYS | st.none())
def test_any_text_has_exact_words_and_valid_values(text: str, day: date | None) -> None:
    given_report = report(text)
    found = find_dates(given_report, Anchor(day.isoformat() if day else "", "given"))
    assert all(holds(given_report, when.words) for when in found)
    ends = [0]
    for when in found:
        assert when.words.start >= ends[-1]
        ends.append(when.words.end)
        assert (when.kind == "duration") == bool(when.length)
        if when.value:
            first, last = _bounds(when.value)
            assert first <= last
            assert when.kind == ("interval" if "/" in when.value else "point")


_WEEKDAY_TEXTS = st.sampled_from(
    [
        text
        for day, text, expected in _rows()
        if day and "day" in text and "March" not in text and "the 1" not in text and "the 2" not in text
    ]
)


@settings(max_examples=100, deadline=None)
@given(_WEEKDAY_TEXTS, st.dates(date(1800, 1, 1), date(2200, 1, 1)), st.integers(-200, 200))
def test_weekdays_move_with_the_anchor(text: str, day: date, weeks: int) -> None:
    def weekdays(on: date) -> list[date]:
        names = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
        found = dates(text, on.isoformat())
        kept = [
            w.value
            for w in found
            if names.search(w.words.exact) and w.value and not w.words.exact.endswith(("Friday", "Easter"))
        ]
        return [date.fromisoformat(end) for value in kept for end in value.split("/")]

    moved = timedelta(7 * weeks)
    assert weekdays(day + moved) == [each + moved for each in weekdays(day)]


@settings(max_examples=100, deadline=None)
@given(st.lists(_PIECES, max_size=12).map(" ".join))
def test_without_an_anchor_and_a_written_year_nothing_resolves(text: str) -> None:
    if not re.search(r"2022|2025|1990", text):
        assert all(when.value == "" for when in find_dates(report(text), Anchor("", "none")))


_GARBAGE = {
    "7": 5_000_000,
    "7 ": 100_000,
    "3, ": 100_000,
    "March ": 100_000,
    "in March and ": 20_000,
    "two days later ": 20_000,
    "on 3 March 2024 and two days later ": 10_000,
    "Monday to ": 20_000,
    "the last ": 100_000,
    "\n\nOn Friday": 20_000,
}


@pytest.mark.parametrize("piece", _GARBAGE)
def test_long_garbage_is_read_once(piece: str) -> None:
    """Each would take hours if the work grew with the square of the length."""
    found = find_dates(report(piece * _GARBAGE[piece]), Anchor("2025-03-20", "given"))
    assert all(when.words.exact for when in found)
