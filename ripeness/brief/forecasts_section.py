"""The section of a brief on the forecasts that its case keeps."""

from __future__ import annotations

from typing import Any

from ripeness.brief.passages import Shelf
from ripeness.brief.wording import cut
from ripeness.forecasts import NAMES, Book, Kept, Proposal, Scores
from ripeness.reports import Passage

ROWS_SHOWN = 12  # of open and of closed forecasts; brief.json has all


def forecasts_section(book: Book, shelf: Shelf) -> dict[str, Any] | None:
    """What the template shows; None where nothing is kept."""
    if not book.kept:
        return None
    return {
        "narration": book.scores.narration,
        "open": [_row(each, book.proposals.get(each.forecast.id), shelf) for each in book.open[:ROWS_SHOWN]],
        "closed": [_row(each, None, shelf) for each in book.closed[:ROWS_SHOWN]],
        "more": max(0, len(book.open) - ROWS_SHOWN) + max(0, len(book.closed) - ROWS_SHOWN),
        "scores": score_rows(book.scores),
        "log_clip": f"{book.scores.log_clip:g}",
    }


def _row(kept: Kept, proposal: Proposal | None, shelf: Shelf) -> dict[str, Any]:
    forecast, resolution = kept.forecast, kept.resolution
    passages = proposal.passages if proposal else ()
    if resolution is not None:
        passages = tuple(Passage(**passage) for passage in resolution.passages)
    return {
        "id": forecast.id,
        "question": forecast.question,
        "due": forecast.due,
        "chance": percent(forecast.chance),
        "maker": forecast.maker,
        "made": forecast.made_at[:10],
        "hindsight": forecast.hindsight,
        "outcome": kept.outcome,
        "by": resolution.by if resolution else None,
        "because": resolution.because if resolution else None,
        "proposed": (proposal.outcome or "to be judged") if proposal else None,
        "why": proposal.why if proposal else None,
        "passages": [{"text": cut(each.exact), "href": shelf.cite(each)} for each in passages if shelf.has(each)],
    }


def score_rows(scores: Scores) -> list[list[str]]:
    """The scores by group: who, how many, Brier, log, the same of each baseline, skill."""
    every = (*scores.rows, *scores.by_kind, *scores.by_maker, *scores.by_time)
    return [
        [
            row.name,
            str(row.count),
            f"{row.score.brier:.3f}",
            f"{row.score.log:.2f}",
            *(f"{row.baselines[name].brier:.3f}" for name in NAMES),
            "none" if row.skill is None else f"{row.skill:+.2f}".replace("-", "−"),
        ]
        for row in every
    ]


SCORE_HEADS = ("", "forecasts", "Brier", "log", *(f"Brier: {name}" for name in NAMES), "skill")


def percent(chance: float) -> str:
    """A chance as it is read; one that is neither 0 nor 1 never looks like it."""
    text = f"{chance:.0%}"
    return f"{chance:.1%}" if text in ("0%", "100%") and 0 < chance < 1 else text
