"""The record as Polars frames: one row for each reading, with the place of its first words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ripeness.claims.model import Record
from ripeness.reports.model import Passage

if TYPE_CHECKING:
    import polars as pl


def statements(record: Record) -> pl.DataFrame:
    """One row for each statement."""
    import polars as pl

    rows = [
        {
            "id": s.id,
            "report": s.report,
            "speaker": s.speaker.name if s.speaker else None,
            "party": s.speaker.party if s.speaker else None,
            "kind": s.kind,
            "text": s.text,
            "start": s.content.start,
            "end": s.content.end,
            "rule": s.rule,
            "via": [each.name for each in s.via],
            "negated": s.negated,
            "hedged": s.hedged,
            "said": s.said or None,
            "reader": s.reader,
        }
        for s in record.statements
    ]
    text = dict.fromkeys(("id", "report", "speaker", "party", "kind", "text"), pl.String)
    return pl.DataFrame(
        rows,
        schema={
            **text,
            "start": pl.Int64,
            "end": pl.Int64,
            "rule": pl.String,
            "via": pl.List(pl.String),
            "negated": pl.Boolean,
            "hedged": pl.Boolean,
            "said": pl.String,
            "reader": pl.String,
        },
    )


def moves(record: Record) -> pl.DataFrame:
    """One row for each move; ``reports`` are those that tell it."""
    import polars as pl

    rows = [
        {
            "id": m.id,
            "happened": m.happened or None,
            "actors": list(m.actors),
            "kind": m.kind,
            "targets": list(m.targets),
            "issue": m.issue,
            "option": m.option,
            "modality": m.modality,
            "mode": m.mode,
            "condition": m.condition.exact if m.condition else None,
            "reports": list(dict.fromkeys(t.passage.report for t in m.tellings)),
            **_first([t.passage for t in m.tellings]),
            "reader": m.reader,
        }
        for m in record.moves
    ]
    names = pl.List(pl.String)
    return pl.DataFrame(
        rows,
        schema={
            **dict.fromkeys(("id", "happened"), pl.String),
            "actors": names,
            "kind": pl.String,
            "targets": names,
            **dict.fromkeys(("issue", "option", "modality", "mode", "condition"), pl.String),
            "reports": names,
            **_place(),
            "reader": pl.String,
        },
    )


def positions(record: Record) -> pl.DataFrame:
    """One row for each party, issue and stance."""
    import polars as pl

    rows = [
        {
            "id": p.id,
            "party": p.party,
            "issue": p.issue,
            "stance": p.stance,
            "options": list(p.options),
            "since": p.since or None,
            "last": p.last or None,
            "reports": list(dict.fromkeys(passage.report for passage in p.passages)),
            "moves": list(p.moves),
            "reader": p.reader,
        }
        for p in record.positions
    ]
    text, names = pl.String, pl.List(pl.String)
    schema = {
        **dict.fromkeys(("id", "party", "issue", "stance"), text),
        "options": names,
        **dict.fromkeys(("since", "last"), text),
        "reports": names,
        "moves": names,
        "reader": text,
    }
    return pl.DataFrame(rows, schema=schema)


def contradictions(record: Record) -> pl.DataFrame:
    """One row for each contradiction, with the words of both sides."""
    import polars as pl

    rows = [
        {
            "id": c.id,
            "kind": c.kind,
            "about": c.about,
            "a": c.a.passages[0].exact,
            "told_by": c.a.teller,
            "b": c.b.passages[0].exact,
            "and_by": c.b.teller,
            "rule": c.rule,
            "reader": c.reader,
        }
        for c in record.contradictions
    ]
    names = ("id", "kind", "about", "a", "told_by", "b", "and_by", "rule", "reader")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))


def _first(passages: Sequence[Passage]) -> dict[str, Any]:
    lead = passages[0]
    return {"report": lead.report, "start": lead.start, "end": lead.end, "exact": lead.exact}


def _place() -> dict[str, Any]:
    import polars as pl

    return {"report": pl.String, "start": pl.Int64, "end": pl.Int64, "exact": pl.String}
