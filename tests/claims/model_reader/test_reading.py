import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ripeness.claims import read_statements
from ripeness.claims.model import Record
from ripeness.claims.model_reader import Asker, Reply, Usage, checked_address, met_record, plan, read_by_model, version
from ripeness.claims.model_reader import reading as module
from ripeness.claims.model_reader.answer import Answer
from ripeness.claims.model_reader.asking import LEAST_ANSWER
from ripeness.claims.model_reader.proposing import proposed
from ripeness.claims.model_reader.reading import FAILURES_IN_A_ROW
from ripeness.reports.model import Report
from ripeness.store import kept_readings, open_store
from tests.claims.model_reader.server import Says
from tests.claims.model_reader.texts import GOOD, STRAIT, move, statement

ROOT = Path(__file__).parents[3]


class Scripted:
    """A model without a server. ``replies``: answers, or words that say why there is none."""

    model = "tiny"

    def __init__(self, *replies, cost: int = 1_000) -> None:
        self.replies, self.cost, self.asked, self.rooms = list(replies), cost, [], []

    def ask(self, text: str, room: int | None = None) -> Reply:
        self.asked.append(text)
        self.rooms.append(room)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        usage = Usage(self.cost - 100, 100, 1)
        return Reply(None, usage, reply) if isinstance(reply, str) else Reply(Answer.model_validate(reply), usage)


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "case.db") as store:
        yield store


def pile(count: int) -> list[Report]:
    return [replace(STRAIT, id=f"r{n}", text=STRAIT.text.replace("Anst", f"Anst {n}")) for n in range(count)]


EMPTY = {"statements": [], "moves": []}


def test_the_record_has_what_stands_with_speakers_and_parties_of_the_pile(store):
    outcome = read_by_model(plan([STRAIT], store, "tiny"), store, Scripted(GOOD))
    assert outcome.failures == {}
    assert outcome.read["strait"].rejected == ()
    met = met_record(Record(), [STRAIT], store)
    got = [(s.text, s.speaker.name, s.speaker.party, s.speaker.surface.exact, s.reader) for s in met.record.statements]
    assert got == [
        ("The truce is dead", "Dana Orsel", "kell", "Dana Orsel", "tiny"),
        ("that Kell would not leave the strait", "Dana Orsel", "kell", "The minister", "tiny"),
        ("We will talk if the guns are silent", "Quorl Front", "quorl-front", "the Front", "tiny"),
        ("the truce could hold", "Ivo Brandt", None, "Ivo Brandt", "tiny"),
    ]
    first = met.record.statements[0]
    assert (first.cue.exact, first.issue, first.rule) == ("said", "ceasefire", "read by tiny")
    moves = [(m.kind, m.actors, m.targets, m.issue, m.modality, m.happened) for m in met.record.moves]
    assert moves == [
        ("reject", ("kell",), (), "territory", "done", "2031-03-11"),
        ("accuse", ("quorl-front",), ("kell",), "other", "done", ""),
        ("attack", ("kell",), (), None, "alleged", ""),
    ]
    assert met.record.moves[2].tellings[0].teller.party == "quorl-front"
    for passage in (s.content for s in met.record.statements):
        assert STRAIT.text[passage.start : passage.end] == passage.exact


def test_both_readers_meet_over_the_same_report(store):
    ours = Record(read_statements([STRAIT]))
    assert [s.text for s in ours.statements] == ["The truce is dead,", "We will talk if the guns are silent,"]
    read_by_model(plan([STRAIT], store, "tiny"), store, Scripted(GOOD))
    met = met_record(ours, [STRAIT], store)
    assert met.also_read_by == {s.id: ("tiny",) for s in ours.statements}
    assert len(met.record.statements) == 4
    assert met.disagreements == ()
    wrong = {"statements": [statement("The truce is dead", "Dana Orsel", "Quorl Front", "the Front")], "moves": []}
    read_by_model(plan([STRAIT], store, "large"), store, Scripted(wrong))
    met = met_record(ours, [STRAIT], store)
    (found,) = met.disagreements
    assert (found.a, found.field, found.values) == (ours.statements[0].id, "speaker", ("Dana Orsel", "Quorl Front"))
    assert len(met.record.statements) == 5


def test_a_move_whose_actor_is_no_party_is_left_out_and_listed(store):
    actors = ("Harbour Institute", "Ivo Brandt", "an analyst")  # studies, a person of no party, no name
    moves = [move("meet", "the truce could hold", actor, issue="") for actor in actors]
    read_by_model(plan([STRAIT], store, "tiny"), store, Scripted({"statements": [], "moves": moves}))
    met = met_record(Record(), [STRAIT], store)
    assert met.record.moves == ()
    assert met.proposed == ()
    assert [(u.words, u.passage.exact) for u in met.unresolved] == [(actor, "the truce could hold") for actor in actors]


def test_a_party_that_the_built_in_reader_does_not_know_is_proposed_by_its_name(store):
    text = (
        "The Union of Dock Workers rejected the offer of Tolm. UDW will strike, Ana Birk of the union said on Monday."
    )
    report = Report("docks", "docks.txt", "", text)
    moves = [
        move("reject", "rejected the offer", "The Union of Dock Workers", targets=["Tolm"], issue="pay"),
        move("threaten", "UDW will strike", "UDW", issue="pay", modality="may"),
    ]
    said = [statement("UDW will strike", "Ana Birk", "Ana Birk", "Union of Dock Workers", kind="indirect")]
    read_by_model(plan([report], store, "tiny"), store, Scripted({"statements": said, "moves": moves}))
    met = met_record(Record(), [report], store)
    union = ("union-of-dock-workers",)
    assert [(m.actors, m.targets) for m in met.record.moves] == [(union, ("tolm",)), (union, ())]
    assert met.record.statements[0].speaker.party == "union-of-dock-workers"
    assert ("tolm", "Tolm") in {(p.id, p.name) for p in met.proposed}


def test_only_names_are_proposed_and_capitals_stand_for_the_name_they_begin():
    names = (
        "UDW",
        "The Union of Dock Workers",
        "the two commanders",
        "the Arden Times",
        "Harbour Institute",
        "ILO",
        "He",
    )
    assert {name: (party.id, party.name) for name, party in proposed(names).items()} == {
        "UDW": ("union-of-dock-workers", "Union of Dock Workers"),
        "The Union of Dock Workers": ("union-of-dock-workers", "Union of Dock Workers"),
        "ILO": ("ilo", "ILO"),
    }


def test_without_readings_the_record_is_as_it_was(store):
    ours = Record(read_statements([STRAIT]))
    assert met_record(ours, [STRAIT], store).record == ours


def test_what_was_rejected_is_counted_and_kept(store):
    bad = {"statements": [*GOOD["statements"], statement("The truce is over", "Dana Orsel", "Dana Orsel")], "moves": []}
    outcome = read_by_model(plan([STRAIT], store, "tiny"), store, Scripted(bad))
    assert outcome.read["strait"].reasons() == {"words: not in the text": 1}
    (row,) = kept_readings(store)
    (rejected,) = row.body["pieces"]["0"]["rejected"]
    assert (rejected["reason"], rejected["what"]) == ("words: not in the text", "statement")
    assert "The truce is over" in rejected["given"]
    assert row.body["pieces"]["0"]["usage"] == {"sent": 900, "answered": 100, "requests": 1}


def test_a_later_run_goes_on_with_what_is_left(store):
    reports = pile(5)
    first = Scripted(GOOD)
    read_by_model(plan(reports, store, "tiny", most=2), store, first)
    assert len(first.asked) == 2
    planned = plan(reports, store, "tiny")
    assert ([left.report.id for left in planned.left], planned.known) == (["r2", "r3", "r4"], 2)
    assert plan(reports, store, "tiny", most=1).later == 2
    assert len(plan(reports, store, "large").left) == 5  # another model has read nothing
    assert len(plan(reports, store, "tiny", redo=True).left) == 5
    changed = [replace(reports[0], text=reports[0].text + " More."), *reports[1:]]
    assert plan(changed, store, "tiny").left[0].report.id == "r0"


def test_another_question_is_another_reading_and_the_old_one_holds_until_then(store, monkeypatch):
    read_by_model(plan([STRAIT], store, "tiny"), store, Scripted(GOOD))
    monkeypatch.setattr(module, "version", lambda: "later")
    assert len(plan([STRAIT], store, "tiny").left) == 1
    assert len(met_record(Record(), [STRAIT], store).record.statements) == 4
    read_by_model(plan([STRAIT], store, "tiny"), store, Scripted(EMPTY))
    assert met_record(Record(), [STRAIT], store).record == Record()
    assert {row.version for row in kept_readings(store)} == {version(), "later"}


def test_one_bad_answer_is_reported_and_the_rest_goes_on(store):
    outcome = read_by_model(plan(pile(3), store, "tiny"), store, Scripted(GOOD, "nonsense came back", GOOD))
    assert set(outcome.read) == {"r0", "r2"}
    assert outcome.failures == {"r1": "nonsense came back"}
    assert (outcome.stopped, outcome.usage.total) == ("", 3_000)
    assert [left.report.id for left in plan(pile(3), store, "tiny").left] == ["r1"]


def test_a_model_that_never_answers_well_is_given_up(store):
    asker = Scripted("nonsense")
    outcome = read_by_model(plan(pile(9), store, "tiny"), store, asker)
    assert len(asker.asked) == FAILURES_IN_A_ROW
    assert "in a row" in outcome.stopped


def test_the_budget_is_never_exceeded(store):
    planned = plan(pile(9), store, "tiny")
    each = planned.left[0].tokens + LEAST_ANSWER
    asker = Scripted(GOOD, cost=each)
    outcome = read_by_model(planned, store, asker, budget=3 * each + 100)
    assert len(outcome.read) == 3
    assert outcome.usage.total <= 3 * each + 100
    assert asker.rooms == [3 * each + 100, 2 * each + 100, each + 100]
    assert "budget" in outcome.stopped
    assert read_by_model(plan(pile(9), store, "tiny"), store, asker, budget=each - 1).read == {}
    assert len(asker.asked) == 3


def long_report() -> Report:
    head = [
        f"Day {n}. Kell fired on the port of Anst {n} while the talks in Arden went on without end." for n in range(250)
    ]
    return replace(STRAIT, id="long", text="\n\n".join(head))


def test_a_long_report_is_read_in_pieces_and_what_two_pieces_have_is_there_once(store):
    report = long_report()
    (left,) = plan([report], store, "tiny").left
    assert len(left.pieces) >= 3
    first, second = left.pieces[:2]
    assert second.start < first.end
    twice = next(line for line in report.text[second.start : first.end].split("\n") if line)
    rows = [move("attack", twice, "Kell", issue="", mode="did")]
    outcome = read_by_model(plan([report], store, "tiny"), store, Scripted({"statements": [], "moves": rows}))
    assert [report.text[slice(*m.telling)] for m in outcome.read["long"].moves] == [twice]
    stored = kept_readings(store)[0].body["pieces"]
    assert [len(stored[str(n)]["moves"]) for n in range(len(left.pieces))] == [1, 1] + [0] * (len(left.pieces) - 2)


def test_a_long_report_that_fails_half_way_is_gone_on_with(store):
    report = long_report()
    count = len(plan([report], store, "tiny").left[0].pieces)
    outcome = read_by_model(plan([report], store, "tiny"), store, Scripted(EMPTY, "nonsense"))
    assert outcome.failures == {"long": "nonsense"}
    (left,) = plan([report], store, "tiny").left
    assert [piece.number for piece in left.pieces] == list(range(1, count))
    asker = Scripted(EMPTY)
    read_by_model(plan([report], store, "tiny"), store, asker)
    assert len(asker.asked) == count - 1
    assert plan([report], store, "tiny").left == ()


KILLED = """
import sys
from pathlib import Path
from ripeness.claims.model_reader import Asker, checked_address, plan, read_by_model
from ripeness.store import open_store
from tests.claims.model_reader.test_reading import pile
with open_store(Path(sys.argv[1])) as store:
    read_by_model(plan(pile(4), store, "tiny"), store, Asker("tiny", checked_address(sys.argv[2])))
"""


@pytest.mark.skipif(os.name != "posix", reason="kills a process by signal")
def test_killed_in_the_middle_loses_nothing(server, tmp_path):
    path = tmp_path / "case.db"
    with open_store(path):
        pass

    def say(asked):
        if len(server.asked) <= 2:
            return Says(GOOD)
        process.send_signal(signal.SIGKILL)
        return Says(hang=True)

    server.say = say
    command = [sys.executable, "-c", KILLED, str(path), server.address]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert process.wait(60) == -signal.SIGKILL
    with open_store(path) as store:
        assert [left.report.id for left in plan(pile(4), store, "tiny").left] == ["r2", "r3"]
        server.say = lambda _: Says(GOOD)
        asker = Asker("tiny", checked_address(server.address))
        outcome = read_by_model(plan(pile(4), store, "tiny"), store, asker)
        assert set(outcome.read) == {"r2", "r3"}
        assert len(met_record(Record(), pile(4), store).record.statements) == 16


def test_the_words_that_a_speaker_speaks_for_must_name_a_party_else_it_is_not_known(store):
    rows = [
        statement("The truce is dead", "Dana Orsel", "Dana Orsel", "Harbour Institute"),
        statement("the truce could hold", "Ivo Brandt", "Ivo Brandt", "Kell", kind="indirect", via=["Dana Orsel"]),
        statement("that Kell would not leave the strait", "", "", kind="indirect"),
    ]
    read_by_model(plan([STRAIT], store, "tiny"), store, Scripted({"statements": rows, "moves": []}))
    first, third, second = met_record(Record(), [STRAIT], store).record.statements
    assert (first.speaker.party, first.speaker.unsettled) == (None, True)
    assert (second.speaker.party, second.speaker.because[0].exact) == ("kell", "Kell")
    assert [v.name for v in second.via] == ["Dana Orsel"]
    assert third.speaker is None
