"""Deciding in the workbench: what is written, what is refused because somebody was quicker, and taking back."""

from __future__ import annotations

import json
import sqlite3

import pytest

from ripeness.store import read_audit
from ripeness.workbench import Desk
from tests.brief.opened import open_case
from tests.workbench.visit import Visit, door


def standing(desk: Desk, id: str) -> str:
    return desk.view().readings[id].standing.status


def first(visit: Visit) -> tuple[str, str]:
    return visit.cards()[0]


def test_a_decision_is_written_and_the_next_page_offers_to_take_it_back(ada: Visit, small: Desk) -> None:
    id, version = first(ada)
    answer = ada.decide(id, version)
    assert answer.status_code == 303 and standing(small, id) == "accepted"
    page = ada.text("/review")
    assert "1 reading is now accepted." in page and id not in [card for card, _ in ada.cards()]
    (decision,) = open_case(small.home).decisions
    assert (decision.by, decision.why) == ("Ada", "Looked.")


def test_nothing_is_decided_without_a_reason_or_on_nothing(ada: Visit, small: Desk) -> None:
    id, version = first(ada)
    assert ada.decide(id, version, "rejected", "").status_code == 400
    assert ada.decide("s-nothing", 0).status_code == 400
    assert ada.decide(id, version, "sent to the moon").status_code == 400
    assert ada.post("/decide", status="accepted").status_code == 400
    assert small.view().dossier.decisions == ()


def test_a_correction_changes_only_what_was_changed(ada: Visit, small: Desk) -> None:
    id = next(id for id, each in small.view().readings.items() if id.startswith("s-") and each.reading.speaker)
    assert ada.decide(id, 0, "corrected", negated="false").status_code == 400  # as it is
    assert ada.decide(id, 0, "corrected", negated="true", said="2025-02-20").status_code == 303
    reading = small.view().readings[id]
    assert reading.reading.negated and reading.reading.said == "2025-02-20"
    assert reading.read_as == {"negated": False, "said": ""}
    assert ada.decide(id, 1, "corrected", said="yesterday").status_code == 400


def test_who_comes_second_is_shown_what_the_first_decided(ada: Visit, small: Desk) -> None:
    ben = Visit(small, door(), "Ben")
    id, version = first(ada)
    ada.decide(id, version, "rejected", "A headline.")
    late = ben.decide(id, version, "accepted", "I believe it.")
    assert late.status_code == 409
    assert "Somebody was quicker" in late.text and "A headline." in late.text and "I believe it." in late.text
    assert standing(small, id) == "rejected" and len(small.view().dossier.decisions) == 1
    part = ben.post("/decide", {"reading": id, f"seen.{id}": version, "status": "accepted"}, headers={"x-part": "1"})
    assert part.status_code == 409 and id in json.loads(part.text)["cards"]


def test_a_decision_by_another_program_counts_too(ada: Visit, small: Desk) -> None:
    id, version = first(ada)
    open_case(small.home).decide(id, "accepted", by="Cleo", why="On the command line.")
    assert ada.decide(id, version, "rejected").status_code == 409
    assert "accepted by Cleo" in ada.text(f"/readings/{id}")


def test_taking_back_goes_step_by_step(ada: Visit, small: Desk) -> None:
    id, version = first(ada)
    ada.decide(id, version, "rejected", "No.")
    ada.decide(id, 1, "accepted", "Yes after all.")
    assert standing(small, id) == "accepted"
    assert ada.post("/undo").status_code == 303
    assert standing(small, id) == "rejected"
    assert ada.post("/undo").status_code == 303
    assert standing(small, id) == "proposed"
    assert ada.post("/undo").status_code == 400
    assert len(small.view().dossier.decisions) == 4  # nothing is ever removed


def test_a_correction_that_is_taken_back_leaves_the_one_before(ada: Visit, small: Desk) -> None:
    id = next(id for id, each in small.view().readings.items() if id.startswith("s-") and each.reading.speaker)
    ada.decide(id, 0, "corrected", negated="true")
    ada.decide(id, 1, "corrected", hedged="true")
    ada.post("/undo")
    reading = small.view().readings[id].reading
    assert reading.negated and not reading.hedged


def test_one_takes_back_only_what_is_ones_own_and_still_stands(ada: Visit, small: Desk) -> None:
    ben = Visit(small, door(), "Ben")
    id, version = first(ada)
    ada.decide(id, version)
    assert ben.post("/undo").status_code == 400
    ben.decide(id, 1, "rejected", "No.")
    entry = next(e for e in read_audit(small.store, who="Ada") if e.what == "decided")  # type: ignore[arg-type]
    assert ada.post("/undo", entry=str(entry.number)).status_code == 409
    assert ada.post("/undo").status_code == 400
    assert standing(small, id) == "rejected"


def test_several_are_decided_together_or_none(ada: Visit, small: Desk) -> None:
    (a, va), (b, vb) = ada.cards()[:2]
    ada.decide(b, vb)
    fields = {"reading": [a, b], f"seen.{a}": va, f"seen.{b}": vb, "status": "rejected", "why": "Both."}
    assert ada.post("/decide", fields).status_code == 409
    assert standing(small, a) == "proposed"
    assert ada.post("/decide", {**fields, f"seen.{b}": "1"}).status_code == 303
    assert (standing(small, a), standing(small, b)) == ("rejected", "rejected")
    ada.post("/undo")
    assert (standing(small, a), standing(small, b)) == ("proposed", "accepted")


def test_all_that_a_filter_lets_through(ada: Visit, small: Desk) -> None:
    asked = {"sieve.kind": "statement", "sieve.standing": "proposed", "status": "accepted", "why": "Read them."}
    many = sum(id.startswith("s-") for id in small.view().readings)
    sure = ada.post("/decide-all", {**asked, "log": "0"})
    assert sure.status_code == 200 and f"Accept {many} readings?" in sure.text
    assert small.view().dossier.decisions == ()
    done = {**asked, "log": "0", "sure": "yes", "count": str(many)}
    ben = Visit(small, door(), "Ben")
    other = next(id for id in small.view().readings if id.startswith("s-"))
    ben.decide(other, 0, "corrected", hedged="true")  # still passes no more: it is corrected
    again = ada.post("/decide-all", done)
    assert again.status_code == 200 and f"now {many - 1}" in again.text
    assert ada.post("/decide-all", {**done, "count": str(many - 1)}).status_code == 303
    assert {standing(small, id) for id in small.view().readings if id.startswith("s-")} == {"accepted", "corrected"}
    ada.post("/undo")
    assert standing(small, other) == "corrected"


def test_all_is_refused_where_one_of_them_was_decided_on_since(ada: Visit, small: Desk) -> None:
    id = first(ada)[0]
    Visit(small, door(), "Ben").decide(id, 0)
    fields = {"status": "rejected", "why": "All.", "sure": "yes", "count": str(len(small.view().readings)), "log": "0"}
    assert ada.post("/decide-all", fields).status_code == 409
    assert len(small.view().dossier.decisions) == 1


def test_every_deed_stands_in_the_journal_and_stays(ada: Visit, small: Desk) -> None:
    id, version = first(ada)
    ada.decide(id, version)
    ada.post("/undo")
    page = ada.text("/journal")
    assert "decided on readings" in page and "took a decision back" in page and id in page
    with sqlite3.connect(small.home / "case.db") as other, pytest.raises(sqlite3.IntegrityError, match="only added to"):
        other.execute("DELETE FROM audit")
    other.close()
