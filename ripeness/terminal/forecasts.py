"""Forecasts, how they came out, and their scores, as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from ripeness.brief.forecasts_section import SCORE_HEADS, percent, score_rows
from ripeness.forecasts import Book, Kept, Said, Scores, short
from ripeness.store import KeptForecast
from ripeness.terminal.console import console, escape


def print_said(said: Sequence[Said]) -> None:
    """What the model says to each question, with the short name by which a person can answer it too."""
    out = console()
    table = Table(box=None, pad_edge=False)
    table.add_column("chance", justify="right")
    for name in ("question", "about", "how"):
        table.add_column(name, overflow="fold")
    for each in said:
        question = each.question
        table.add_row(percent(each.chance), escape(question.words), escape(short(question)), escape(each.how))
    out.print(table)
    out.print("If the case holds. Keep them with --record; say how they came out with 'ripeness resolve'.")


def print_kept(added: Sequence[KeptForecast]) -> None:
    """What was kept, with the simple forecasts of the same moment."""
    out = console()
    for each in added:
        beside = ", ".join(f"{name} {percent(float(base['chance']))}" for name, base in each.baselines.items())
        out.print(escape(f"{each.id}  {percent(each.chance)}  {each.question}  (by {each.due}; beside it: {beside})"))


def print_book(book: Book) -> None:
    """The open forecasts with what the record proposes, then those that have come out."""
    out = console()
    if not book.kept:
        out.print("No forecast is kept. Make some with: ripeness forecast CASE --record")
    for kept in book.open:
        out.print(escape(_line(kept)))
        proposal = book.proposals.get(kept.forecast.id)
        if proposal is not None:
            out.print(escape(f"    proposed: {proposal.outcome or 'to be judged'}: {proposal.why}"))
            for passage in proposal.passages:
                out.print(escape(f"      “{passage.exact}” ({passage.report})"))
    for kept in book.closed:
        last = kept.said[-1]
        out.print(escape(f"{_line(kept)}: {last.outcome}, says {last.by}: {last.because}"))


def _line(kept: Kept) -> str:
    forecast = kept.forecast
    late = ", kept after that date" if forecast.hindsight else ""
    made = f"{forecast.maker}, {forecast.made_at[:10]}"
    return f"{forecast.id}  {percent(forecast.chance)}  {forecast.question} (by {forecast.due}{late}; {made})"


def print_scores(scores: Scores) -> None:
    """Scores by group beside the baselines, then calibration."""
    out = console()
    out.print(escape(scores.narration))
    if not scores.rows:
        return
    table = Table(box=None, pad_edge=False)
    for place, name in enumerate(SCORE_HEADS):
        table.add_column(name, justify="right" if place else "left", overflow="fold")
    for row in score_rows(scores):
        table.add_row(*(escape(cell) for cell in row))
    out.print(table)
    clip = f"log scores take chances no closer to 0 than {scores.log_clip:g}"
    out.print(f"0 is best; {clip}; skill is against the base rate, above 0 is better than it.")
    table = Table(title="calibration", title_justify="left", box=None, pad_edge=False)
    for name in ("chance", "forecasts", "mean chance", "came true", "90% interval"):
        table.add_column(name, justify="right")
    for each in scores.bins:
        low, high = each.interval
        span = f"{each.low:.0%} to {each.high:.0%}"
        table.add_row(span, str(each.count), percent(each.chance), f"{each.share:.0%}", f"{low:.0%} to {high:.0%}")
    out.print(table)
