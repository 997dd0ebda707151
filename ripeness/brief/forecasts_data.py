"""Forecasts that a case keeps, and their scores, as JSON-ready values."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ripeness.forecasts import Book, Kept, Proposal, Row, Said, Scores, short


def book_data(book: Book) -> dict[str, Any]:
    """All forecasts with how they came out, and the scores."""
    kept = [kept_data(each, book.proposals.get(each.forecast.id)) for each in book.kept]
    return {"kept": kept, "scores": scores_data(book.scores)}


def kept_data(kept: Kept, proposal: Proposal | None = None) -> dict[str, Any]:
    """One forecast, all that was said of it, and what the record proposes while it is open."""
    return {
        **asdict(kept.forecast),
        "hindsight": kept.forecast.hindsight,
        "outcome": kept.outcome,
        "resolutions": [{**asdict(each), "passages": list(each.passages)} for each in kept.said],
        "proposal": proposal_data(proposal) if proposal else None,
    }


def proposal_data(proposal: Proposal) -> dict[str, Any]:
    """How a forecast seems to have come out."""
    passages = [asdict(passage) for passage in proposal.passages]
    return {"outcome": proposal.outcome, "why": proposal.why, "passages": passages}


def said_data(said: Said) -> dict[str, Any]:
    """What the model says to one question."""
    return {**asdict(said.question), "about": short(said.question), "chance": said.chance, "how": said.how}


def scores_data(scores: Scores) -> dict[str, Any]:
    """Scores by group, calibration, and what they show."""
    groups = {name: getattr(scores, name) for name in ("rows", "by_kind", "by_maker", "by_time")}
    return {
        **{name: [_row(row) for row in rows] for name, rows in groups.items()},
        "bins": [asdict(each) | {"interval": list(each.interval)} for each in scores.bins],
        "open": scores.open,
        "voids": scores.voids,
        "log_clip": scores.log_clip,
        "narration": scores.narration,
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "count": row.count,
        "matters": row.matters,
        "yes": row.yes,
        **asdict(row.score),
        "baselines": {name: asdict(score) for name, score in row.baselines.items()},
        "skill": row.skill,
        "interval": list(row.interval) if row.interval else None,
    }
