"""What happened, laid out to be read: a row for each move, in the order of days; undated ones by report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ripeness.brief.ledger import Ledger
from ripeness.brief.material import label
from ripeness.brief.passages import Shelf
from ripeness.brief.voice import listed
from ripeness.brief.wording import SURENESS, act, cut, told, when
from ripeness.claims import Judged, Move, Speaker
from ripeness.reports import Passage, Report

DATED_SHOWN = 24  # moves with a date that stand open, the latest; those before them are folded
UNDATED_SHOWN = 20  # moves without a date that stand open, by whole reports in their order
REPORTS_SHOWN = 12  # reports with undated moves that have a line of their own; the rest is folded once more
TELLERS_SHOWN = 3
TELLINGS_SHOWN = 6  # further places where a move is told; the rest is folded


@dataclass
class MovesSection:
    """Lays out the moves that count. Passages that it shows are taken in by ``shelf``."""

    ledger: Ledger
    shelf: Shelf
    rows: dict[str, dict[str, Any]] = field(init=False)  # by id of the move, in the order of the record

    def __post_init__(self) -> None:
        moves = self.ledger.holding.moves
        self.rows = {judged.reading.id: self.row(place, judged) for place, judged in enumerate(moves)}

    def section(self) -> dict[str, Any]:
        """What the template shows: days with their moves, earlier ones apart, then reports with undated ones."""
        moves = self.ledger.record.moves
        dated = sorted((move for move in moves if move.happened), key=by_day)
        earlier, latest = dated[: -DATED_SHOWN or None], dated[-DATED_SHOWN:]
        if len(dated) <= DATED_SHOWN:
            earlier, latest = [], dated
        reports = list(self.by_report(move for move in moves if not move.happened))
        return {
            "count": len(moves),
            "dated": len(dated),
            "earlier": list(self.days(earlier)),
            "earlier_count": len(earlier),
            "earlier_span": _span(earlier),
            "latest": list(self.days(latest)),
            "undated": reports[:REPORTS_SHOWN],
            "undated_more": reports[REPORTS_SHOWN:],
        }

    def days(self, moves: Sequence[Move]) -> Iterator[dict[str, Any]]:
        """The moves by what is known of their day."""
        for happened, same in groupby(moves, key=lambda move: move.happened):
            yield {"when": when(happened), "rows": [self.rows[move.id] for move in same]}

    def by_report(self, moves: Iterable[Move]) -> Iterator[dict[str, Any]]:
        """The moves by the report that first tells them; open as long as there is room."""
        first: dict[str, list[Move]] = {}
        for move in moves:
            first.setdefault(move.tellings[0].passage.report, []).append(move)
        shown = 0
        for id, same in first.items():
            rows = [self.rows[move.id] for move in same]
            report = self.ledger.by_id[id]
            yield {
                "title": label(report),
                "outlet": report.outlet.value if report.outlet else None,
                "published": when(report.published.value[:10]) if report.published else None,
                "rows": rows,
                "open": shown + len(rows) <= UNDATED_SHOWN,
            }
            shown += len(rows)

    def row(self, place: int, judged: Judged[Move]) -> dict[str, Any]:
        """One move: what it says, the words that tell it, who tells it, and on how many originals."""
        move = judged.reading
        first, *others = move.tellings
        passages = [telling.passage for telling in move.tellings]
        reports = {passage.report for passage in passages}
        places = [self.place(telling.passage) for telling in others]
        return {
            "anchor": f"m-{place}",
            "act": act(self.ledger, move),
            "when": when(move.happened) if move.happened else None,
            "dated": self.words(move.dated) if move.dated else None,
            "issue": self.ledger.issue_short(move.issue) if move.issue else None,
            "sure": SURENESS[move.modality],
            "doubtful": move.modality in ("denied", "hypothetical", "alleged"),
            "condition": self.words(move.condition) if move.condition else None,
            "words": self.words(first.passage),
            "report": self.place(first.passage),
            "tellers": self.tellers(move),
            "told": told(self.ledger.origins(passages), len(reports)) if len(reports) > 1 else None,
            "places": places[:TELLINGS_SHOWN],
            "more_places": places[TELLINGS_SHOWN:],
            "standing": standing(judged),
        }

    def tellers(self, move: Move) -> str:
        """Who says so, where it is not the report itself."""
        names = list(dict.fromkeys(self.teller(t.teller) for t in move.tellings if t.teller))
        more = len(names) - TELLERS_SHOWN
        return listed([*names[:TELLERS_SHOWN], f"{more} more"] if more > 0 else names)

    def teller(self, speaker: Speaker) -> str:
        """A speaker with the party that he or she speaks for."""
        party = self.ledger.party_name(speaker.party) if speaker.party else None
        return f"{speaker.name} ({party})" if party and party != speaker.name else speaker.name

    def words(self, passage: Passage) -> dict[str, str]:
        """A passage, cut where it is long, with the anchor of its place."""
        return {"text": cut(passage.exact), "href": self.shelf.cite(passage)}

    def place(self, passage: Passage) -> dict[str, str]:
        """Where a passage stands: the report's outlet or title, with the anchor."""
        return {"label": short(self.ledger.by_id[passage.report]), "href": self.shelf.cite(passage)}


def short(report: Report) -> str:
    """What a report is called in a row: its outlet, or its title."""
    return report.outlet.value if report.outlet else cut(label(report), 60)


def standing(judged: Judged[Any]) -> str | None:
    """'accepted by Ada Nalyst', where somebody decided about a reading."""
    stands = judged.standing
    return None if stands.status == "proposed" else f"{stands.status} by {stands.by}"


def by_day(move: Move) -> tuple[str, str]:
    """Earlier days first; a month or a year before the days in it."""
    first, _, last = move.happened.partition("/")
    return first, last


def _span(moves: Sequence[Move]) -> str:
    """'September 2029 to 3 March 2031'."""
    if not moves:
        return ""
    first, last = moves[0].happened.partition("/")[0], moves[-1].happened.partition("/")[0]
    return when(first) if first == last else f"{when(first)} to {when(last)}"
