"""What is exported comes back as it was, in each format."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ripeness.claims import Decided, Record, apply
from ripeness.claims.decided import as_read
from ripeness.exchange import Content, read_exchange, write_exchange
from ripeness.exchange.formats import FORMATS, Format
from ripeness.store import bring, open_store, read_decisions, read_imported
from tests.property.records import cases, readings

SOME = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@contextmanager
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp())
    try:
        yield path
    finally:
        shutil.rmtree(path)


def as_it_stands(decided: Decided) -> dict[str, object]:
    """Every reading with its standing and what was read in it, wherever the reading comes from."""
    return {each.reading.id: (each.reading, each.standing, as_read(each)) for each in decided}


@pytest.mark.parametrize("format", FORMATS)
@SOME
@given(case=cases(), guard=st.booleans())
def test_into_a_case_whose_reader_finds_nothing(format: Format, case, guard: bool) -> None:
    reports, record, log = case
    before = apply(record, log, reports)
    assert not before.faults
    with folder() as home:
        write_exchange(Content(reports, before, log), home / "out", [format], guard=guard)
        brought = read_exchange(home / "out", reports, ())
        with open_store(home / "case.db") as store:
            assert bring(store, brought.decisions, brought.readings) == log
            assert bring(store, brought.decisions, brought.readings) == ()
            after = apply(Record(), read_decisions(store), reports, read_imported(store))
            assert read_decisions(store) == log
        assert not after.faults
        assert as_it_stands(after) == as_it_stands(before)
        assert all(each.kept for each in after)
        write_exchange(Content(reports, after, log), home / "again", [format], guard=guard)
        brought_again = read_exchange(home / "again", reports, ())
        assert brought_again.decisions == brought.decisions
        assert sorted(brought_again.readings, key=lambda e: e.reading) == sorted(
            brought.readings, key=lambda e: e.reading
        )


@SOME
@given(case=cases())
def test_into_a_case_whose_reader_finds_the_same(case) -> None:
    reports, record, log = case
    before = apply(record, log, reports)
    with folder() as home:
        write_exchange(Content(reports, before, log), home / "out")
        brought = read_exchange(home / "out", reports, readings(record))
    assert brought.readings == ()
    assert brought.same == len(readings(record))
    assert apply(record, brought.decisions, reports) == before


@SOME
@given(case=cases())
def test_the_formats_say_the_same(case) -> None:
    reports, record, log = case
    decided = apply(record, log, reports)
    with folder() as home:
        write_exchange(Content(reports, decided, log), home / "out")
        found = [read_exchange(home / "out", reports, (), format) for format in FORMATS]
    assert found[0] == found[1] == found[2]
