"""A small record made by hand over three invented reports, to make briefs of: two of them retell one original."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ripeness.brief import Ledger, Material, News
from ripeness.claims import (
    Contradiction,
    Decided,
    Judged,
    Move,
    Party,
    Position,
    Side,
    Speaker,
    Standing,
    Statement,
    Telling,
)
from ripeness.claims.model_reader import Disagreement
from ripeness.dossier import read_reports
from ripeness.lineage import Independent, Lineage
from ripeness.reports import Passage, Report

WIRE = """Title: Brack refuses the bridge
Outlet: Moss Wire
Date: 2040-05-03

Brack refused on Tuesday to leave the bridge. Its premier said that Tarn could keep the mill, if Tarn freed the boatmen.

"They will fold by June," said Ida Lund, an analyst.
"""
ECHO = """Title: No bridge for Tarn
Outlet: Echo of Tarn
Date: 2040-05-04

Brack refused on Tuesday to give the bridge up. Tarn denied that Brack had refused anything at all.
"""
POST = """Title: A quiet week
Outlet: The Fell Post
Date: 2040-05-09

Tarn may open the mill. Last year Tarn had burned the ferry, and nobody forgot.
"""
PARTIES = (Party("brack", "Brack", "state"), Party("tarn", "Tarn", "state"))


class Told:
    """The reports, and readings of them that a test can change."""

    def __init__(self, folder: Path, *changes: tuple[str, str]) -> None:
        folder.mkdir(exist_ok=True)
        for name, text in (("a-wire", WIRE), ("b-echo", ECHO), ("c-post", POST)):
            for old, new in changes:
                text = text.replace(old, new)
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        self.reports: tuple[Report, ...] = tuple(read_reports(folder).reports)
        wire, echo, post = (report.id for report in self.reports)
        premier = Speaker("the premier", self.at(0, "Its premier"), "brack", "premier", "an office of Brack", ())
        lund = Speaker("Ida Lund", self.at(0, "Ida Lund"), None, "analyst", "a private role", ())
        tarn = Speaker("Tarn", self.at(1, "Tarn denied", 4), "tarn", None, "a state", ())
        self.statements: tuple[Statement, ...] = (
            self.statement("s-1", "indirect", 0, "Tarn could keep the mill", premier),
            self.statement("s-2", "quotation", 0, "They will fold by June,", lund),
            replace(self.statement("s-3", "indirect", 1, "Brack had refused anything", tarn), negated=True),
        )
        refused = (
            Telling(self.at(0, "Brack refused on Tuesday to leave the bridge"), None, None, "refuse"),
            Telling(self.at(1, "Brack refused on Tuesday to give the bridge up"), None, None, "refuse"),
        )
        self.moves: tuple[Move, ...] = (
            Move("m-1", "reject", ("brack",), ("tarn",), "withdrawal", "leave the bridge", "done", "said", None,
                 "2040-05-01", self.at(0, "on Tuesday"), refused),
            Move("m-2", "offer", ("brack",), ("tarn",), "territory", "keep the mill", "conditional", "said",
                 self.at(0, "if Tarn freed the boatmen"), "", None,
                 (Telling(self.at(0, "Tarn could keep the mill, if Tarn freed the boatmen"), premier, "s-1", "can"),)),
            Move("m-3", "deny", ("tarn",), (), "withdrawal", None, "done", "said", None, "", None,
                 (Telling(self.at(1, "Tarn denied that Brack had refused anything"), None, None, "deny"),)),
            Move("m-4", "halt", ("tarn",), (), None, None, "may", "did", None, "", None,
                 (Telling(self.at(2, "Tarn may open the mill"), None, None, "may"),)),
            Move("m-5", "attack", ("tarn",), (), None, None, "done", "did", None, "2039", self.at(2, "Last year"),
                 (Telling(self.at(2, "Last year Tarn had burned the ferry"), None, None, "burn"),)),
        )  # fmt: skip
        self.positions: tuple[Position, ...] = (
            Position("p-1", "brack", "withdrawal", "against", ("leave the bridge",), "2040-05-01", "2040-05-01",
                     ("m-1",), tuple(telling.passage for telling in refused)),
            Position("p-2", "brack", "territory", "for", ("keep the mill",), "", "", ("m-2",),
                     (self.moves[1].tellings[0].passage,)),
        )  # fmt: skip
        self.contradictions: tuple[Contradiction, ...] = (
            Contradiction("c-1", "denial", "whether Brack refused", Side(None, None, (refused[0].passage,)),
                          Side("Tarn", "tarn", (self.moves[2].tellings[0].passage,)), "'denied': Tarn"),
        )  # fmt: skip
        self.disagreements: tuple[Disagreement, ...] = (Disagreement("m-1", "m-3", "move", "kind", ("reject", "deny")),)
        self.lineage = Lineage(
            (), ((wire, echo), (post,)), ((wire, echo, post),), (), Independent(2, 1, "made by hand"), ()
        )
        self.rejected: Sequence[str] = ()

    def at(self, report: int, words: str, length: int | None = None) -> Passage:
        """The place of words that stand once in a report; ``length`` of them."""
        text = self.reports[report].text
        start = text.index(words)
        return self.reports[report].passage(start, start + (length or len(words)))

    def statement(self, id: str, kind: str, report: int, words: str, speaker: Speaker) -> Statement:
        """A statement of these words."""
        assert kind in ("quotation", "indirect")
        return Statement(id, self.reports[report].id, kind, words, self.at(report, words), speaker, None, "by hand")

    def ledger(self) -> Ledger:
        """The record as it is now, without what a test rejected."""

        def judged(readings: Sequence[object]) -> tuple[Judged, ...]:
            no = Standing("rejected", "Ada Nalyst", "2040-06-01T00:00:00+00:00", "wrong")
            return tuple(Judged(each, no) if each.id in self.rejected else Judged(each) for each in readings)  # pyright: ignore

        decided = Decided(
            judged(self.statements), judged(self.moves), judged(self.positions), judged(self.contradictions)
        )
        return Ledger(self.reports, self.lineage, decided, PARTIES, disagreements=self.disagreements)

    def material(self, news: Sequence[int] = (2,)) -> Material:
        """All that a brief is made of; ``news`` are the new reports."""
        fresh = News("2040-05-05", tuple(self.reports[place].id for place in news))
        return Material("By hand", None, self.ledger(), (), (), 0, fresh, None)
