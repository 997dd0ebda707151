"""Random records: readings of every kind on reports of awkward text, and decisions about some of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from hypothesis import strategies as st

from ripeness.claims.corrections import corrected
from ripeness.claims.model import (
    Contradiction,
    ContradictionKind,
    Modality,
    Mode,
    Move,
    MoveKind,
    Position,
    Record,
    Side,
    Speaker,
    Stance,
    Statement,
    Telling,
)
from ripeness.claims.plain import Reading, kind_of, to_plain
from ripeness.reports.model import Found, Passage, Report
from ripeness.store import Decision

# What makes trouble in files: marks of CSV, of JSON and of formulas, ends of lines, letters outside the first plane.
AWKWARD = "=+-@'\",;\\\t\r\n\0\u2028\u00ad\ufeff{}[]:#"
LETTERS = st.sampled_from(AWKWARD) | st.characters(exclude_categories=["Cs"])
TEXT = st.text(LETTERS, max_size=12)
FILLED = st.text(LETTERS, min_size=1, max_size=12)
MAYBE = st.none() | FILLED
DATES = st.sampled_from(["", "2031", "2031-02", "2031-02-28", "2031-02-28/2031-03", "2030/2031-01-01"])
PARTIES = st.sampled_from(["kell", "quorl-front", "ostrava-bay"])
BEGAN = datetime(2031, 3, 1, tzinfo=UTC) - timedelta(days=4000)


def flag() -> st.SearchStrategy[bool]:
    return st.booleans()


@st.composite
def reports(draw: st.DrawFn) -> tuple[Report, ...]:
    texts = draw(st.lists(st.text(LETTERS, min_size=2, max_size=60), min_size=1, max_size=3))
    return tuple(
        Report(f"r{at}", f"there/r{at}.txt", f"{at:064}", text, title=Found("=A title", "first line") if at else None)
        for at, text in enumerate(texts)
    )


@st.composite
def passages(draw: st.DrawFn, pile: tuple[Report, ...]) -> Passage:
    report = draw(st.sampled_from(pile))
    start = draw(st.integers(0, len(report.text) - 1))
    return report.passage(start, draw(st.integers(start + 1, len(report.text))))


def several(each: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(each, min_size=least, max_size=3).map(tuple)


def speakers(passage: st.SearchStrategy[Passage]) -> st.SearchStrategy[Speaker]:
    return st.builds(
        Speaker, name=FILLED, surface=passage, party=st.none() | PARTIES, role=MAYBE, why=TEXT,
        because=several(passage), unsettled=flag(),
    )  # fmt: skip


@st.composite
def records(draw: st.DrawFn, pile: tuple[Report, ...]) -> Record:
    """A record of a pile, with ids that follow from nothing."""
    passage = passages(pile)
    speaker = speakers(passage)
    statement = passage.flatmap(
        lambda content: st.builds(
            Statement,
            id=st.just(""),
            report=st.just(content.report),
            kind=st.sampled_from(["quotation", "indirect"]),
            text=TEXT,
            content=st.just(content),
            speaker=st.none() | speaker,
            cue=st.none() | passage,
            rule=TEXT,
            via=several(speaker),
            negated=flag(),
            hedged=flag(),
            said=DATES,
            issue=MAYBE,
            reader=FILLED,
        )
    )
    telling = st.builds(Telling, passage=passage, teller=st.none() | speaker, statement=MAYBE, rule=TEXT)
    move = st.builds(
        Move, id=st.just(""), kind=st.sampled_from(get_args(MoveKind)), actors=several(PARTIES, 1),
        targets=several(PARTIES), issue=st.sampled_from([None, "talks", "foreign-aid", "=x"]), option=MAYBE,
        modality=st.sampled_from(get_args(Modality)), mode=st.sampled_from(get_args(Mode)),
        condition=st.none() | passage, happened=DATES, dated=st.none() | passage, tellings=several(telling),
        reader=FILLED,
    )  # fmt: skip
    position = st.builds(
        Position, id=st.just(""), party=PARTIES, issue=FILLED, stance=st.sampled_from(get_args(Stance)),
        options=several(FILLED), since=DATES, last=DATES, moves=several(FILLED), passages=several(passage),
        reader=FILLED,
    )  # fmt: skip
    side = st.builds(Side, teller=MAYBE, party=st.none() | PARTIES, passages=several(passage))
    contradiction = st.builds(
        Contradiction, id=st.just(""), kind=st.sampled_from(get_args(ContradictionKind)), about=TEXT,
        a=side, b=side, rule=TEXT, reader=FILLED,
    )  # fmt: skip
    rows = [draw(several(each)) for each in (statement, move, position, contradiction)]
    return Record(
        *(tuple(replace(e, id=f"{n}-{at}") for at, e in enumerate(row)) for n, row in zip("smpc", rows, strict=True))
    )


def readings(record: Record) -> list[Reading]:
    return [*record.statements, *record.moves, *record.positions, *record.contradictions]


@st.composite
def changes(draw: st.DrawFn, reading: Reading) -> dict[str, Any]:
    """Something to correct in a reading."""
    dates, party = st.sampled_from(["", "2030-12"]), st.none() | PARTIES
    possible: dict[str, dict[str, Any]] = {
        "statement": {"speaker": FILLED, "party": party, "said": dates, "issue": MAYBE, "negated": flag()},
        "move": {
            "kind": st.sampled_from(get_args(MoveKind)), "actors": several(PARTIES, 1).map(list),
            "targets": several(PARTIES).map(list), "modality": st.sampled_from(get_args(Modality)), "happened": dates,
        },
        "position": {"party": PARTIES, "stance": st.sampled_from(["for", "against"]), "options": st.just(["a, b"])},
        "contradiction": {"kind": st.sampled_from(get_args(ContradictionKind)), "about": TEXT},
    }  # fmt: skip
    own = possible[kind_of(reading)]
    names = draw(st.lists(st.sampled_from(sorted(own)), min_size=1, max_size=3, unique=True))
    if isinstance(reading, Statement) and reading.speaker is None and "party" in names:
        names.append("speaker")
    return {name: draw(own[name]) for name in names}


@st.composite
def logs(draw: st.DrawFn, record: Record) -> tuple[Decision, ...]:
    """Decisions about some of the readings, in the order of their time; some readings are decided on more than once."""
    found: list[Decision] = []
    at = BEGAN
    for reading in draw(st.lists(st.sampled_from(readings(record)), max_size=6)) if readings(record) else []:
        at += timedelta(microseconds=draw(st.integers(1, 10**9)))
        status = draw(st.sampled_from(["accepted", "corrected", "rejected", "proposed"]))
        change = draw(changes(reading)) if status == "corrected" else {}
        corrected(reading, change)  # it can be made
        stamp = at.isoformat(timespec="microseconds").replace("+00:00", "Z")
        who, why = draw(st.sampled_from(["Ada", "Ben O'Hara"])), "Because " + draw(TEXT)
        found.append(Decision(reading.id, kind_of(reading), status, to_plain(reading), change, who, why, stamp))
    return tuple(found)


@st.composite
def cases(draw: st.DrawFn) -> tuple[tuple[Report, ...], Record, tuple[Decision, ...]]:
    """Reports, their record and a log of decisions about it."""
    pile = draw(reports())
    record = draw(records(pile))
    return pile, record, draw(logs(record))
