"""One decision more gives what all of them give from scratch, whatever they are and in whatever order they come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ripeness.claims import Conclusions, Read, read_record
from ripeness.claims.contradictions import Finder
from ripeness.claims.plain import kind_of, to_plain
from ripeness.reports import Report, read_paths
from ripeness.store import Decision, Imported

EXAMPLE = Path(__file__).parents[2] / "examples" / "spring-2025" / "reports"
START = datetime(2030, 1, 1, tzinfo=UTC)
CHANGES = {
    "statement": [{"party": None}, {"party": "russia"}, {"negated": True}, {"hedged": True}, {"said": "2025-01-02"}],
    "move": [
        {"kind": "reject"},
        {"kind": "accept"},
        {"actors": ["russia"]},
        {"issue": "ceasefire"},
        {"modality": "done"},
    ],
    "position": [{"stance": "against"}, {"last": "2025-03-01"}],
    "contradiction": [{"kind": "denial"}, {"about": "something else"}],
}


@cache
def pile() -> tuple[Read, Sequence[Report]]:
    reports = read_paths([EXAMPLE]).reports
    return read_record(reports), reports


@cache
def known() -> tuple[Conclusions, list[object]]:
    """What has seen all that was decided in any example so far: each one goes on from the one before."""
    read, reports = pile()
    conclusions = Conclusions(read.record, read.pile, reports)
    return conclusions, [each.reading for each in conclusions.decided(())]


@st.composite
def logs(draw: st.DrawFn) -> list[list[Decision]]:
    """Logs of which each is the one before with some decisions more."""
    readings = known()[1]
    log: list[Decision] = []
    found: list[list[Decision]] = []
    for _ in range(draw(st.integers(1, 4))):
        for _ in range(draw(st.integers(1, 6))):
            reading = draw(st.sampled_from(readings))
            kind = kind_of(reading)  # type: ignore[type-var]
            status = draw(st.sampled_from(["accepted", "rejected", "corrected", "proposed"]))
            changes = draw(st.sampled_from(CHANGES[kind])) if status == "corrected" else {}
            early = draw(st.booleans())  # of an import: it is older than all that was decided here
            at = START + timedelta(seconds=len(log)) * (-1 if early else 1)
            stamp = at.isoformat(timespec="microseconds").replace("+00:00", "Z")
            body = to_plain(reading)  # type: ignore[arg-type]
            log.append(Decision(reading.id, kind, status, body, changes, "Ada", "Read.", stamp))  # type: ignore[attr-defined]
        found.append(list(log))
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(grown=logs(), brought=st.booleans(), left_out=st.booleans())
def test_one_decision_more_gives_what_all_give_from_scratch(
    grown: list[list[Decision]], brought: bool, left_out: bool
) -> None:
    read, reports = pile()
    conclusions, readings = known()
    first = to_plain(readings[0])  # type: ignore[arg-type]
    imported = (
        [Imported(first["id"], "statement", first), Imported("s-0", "statement", {"id": "s-0"})] if brought else []
    )
    without = [reports[0].id] if left_out else []
    for log in grown:
        fresh = Conclusions(read.record, read.pile, reports)
        assert conclusions.decided(log, imported, without) == fresh.decided(log, imported, without)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_contradictions_found_again_are_those_found_from_scratch(data: st.DataObject) -> None:
    read, _ = pile()
    finder = known_finder()
    statements, moves = read.record.statements, read.record.moves
    gone = data.draw(st.sets(st.integers(0, len(statements) + len(moves) - 1), max_size=12))
    some = [each for at, each in enumerate(statements) if at not in gone]
    others = [each for at, each in enumerate(moves, start=len(statements)) if at not in gone]
    assert finder.find(some, others) == Finder(read.pile).find(some, others)


@cache
def known_finder() -> Finder:
    return Finder(pile()[0].pile)


def test_little_is_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read, _ = pile()
    finder = Finder(read.pile)
    statements, moves = read.record.statements, read.record.moves
    finder.find(statements, moves)
    asked: list[int] = []
    again = finder._again
    monkeypatch.setattr(finder, "_again", lambda pages, number: asked.append(number) or again(pages, number))
    finder.find(statements, moves)
    assert asked == []
    shares = []
    for at in range(len(statements)):
        finder.find([*statements[:at], *statements[at + 1 :]], moves)
        shares.append(len(asked) / len(finder._searches))
        finder.find(statements, moves)
        asked.clear()
    assert sum(shares) / len(shares) < 0.1  # a statement more or less concerns a tenth of what is looked for
