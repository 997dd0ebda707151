"""Readings as plain values, decisions about them, and what stands afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from ripeness.claims import Record, apply, from_plain, to_plain
from ripeness.claims.corrections import FIELDS, corrected, written
from ripeness.claims.decided import PROPOSED, Decided, as_read
from ripeness.claims.judging import Judgement, judge, parties_known
from ripeness.claims.model import Contradiction, Move, Position, Side, Speaker, Statement, Telling
from ripeness.claims.plain import Reading, is_date, kind_of, passages
from ripeness.errors import RecordError
from ripeness.reports.model import Report
from ripeness.store import Decision, Imported
from tests.property.records import cases, readings

TEXT = "Dana Orsel of Kell said that the truce is dead. Kell rejected the plan. The Front denied it."
REPORT = Report("k01", "k01.txt", "0" * 64, TEXT)


def words(exact: str) -> Any:
    start = TEXT.index(exact)
    return REPORT.passage(start, start + len(exact))


ORSEL = Speaker("Dana Orsel", words("Dana Orsel"), "kell", "minister", "the text says so", (words("of Kell"),))
SAID = Statement("s-aaa1", "k01", "indirect", "the truce is dead", words("the truce is dead"), ORSEL, None, "a rule")
REJECTED = Move(
    "m-bbb1", "reject", ("kell",), (), "talks", "the plan", "done", "said", None, "2031-03-12", None,
    (Telling(words("Kell rejected the plan"), None, None, "a rule"),),
)  # fmt: skip
AGAINST = Position("p-ccc1", "kell", "talks", "against", ("the plan",), "2031-03-12", "2031-03-12", ("m-bbb1",), ())
DENIED = Contradiction(
    "c-ddd1", "denial", "the plan", Side(None, "kell", (words("the plan"),)), Side("the Front", None, ()), "a rule"
)
RECORD = Record((SAID,), (REJECTED,), (AGAINST,), (DENIED,))


def decide(
    reading: Reading, status: str, changes: dict[str, Any] | None = None, at: str = "2031-04-01T00:00:00Z"
) -> Decision:
    return Decision(reading.id, kind_of(reading), status, to_plain(reading), changes or {}, "Ada", "So it is.", at)


def faults(error: pytest.ExceptionInfo[RecordError]) -> dict[str, str]:
    return {problem.where: problem.seen for problem in error.value.problems}


# --- plain values -----------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(case=cases())
def test_a_reading_comes_back_from_its_plain_values(case) -> None:
    for reading in readings(case[1]):
        assert from_plain(kind_of(reading), to_plain(reading)) == reading


def test_every_fault_is_named_at_its_place() -> None:
    data = to_plain(SAID) | {"sayd": 1, "kind": "quote", "said": "2031-02-30", "negated": 0, "issue": "", "via": "x"}
    data["speaker"] = data["speaker"] | {"name": "", "because": [{"report": "k01", "start": 3, "end": 3, "exact": ""}]}
    del data["rule"]
    with pytest.raises(RecordError) as error:
        from_plain("statement", data)
    assert faults(error) == {
        "sayd": "'sayd'",
        "kind": "'quote'",
        "said": "'2031-02-30'",
        "negated": "0",
        "issue": "''",
        "via": "'x'",
        "speaker.name": "''",
        "speaker.because.0": "'3..3 for 0 characters'",
        "rule": "None",
    }
    assert any("Did you mean 'said'" in problem.fix for problem in error.value.problems)


def test_a_field_with_a_default_may_be_missing() -> None:
    data = to_plain(SAID)
    for name in ("via", "negated", "hedged", "said", "issue", "reader"):
        del data[name]
    assert from_plain("statement", data) == SAID


@pytest.mark.parametrize("data", [None, [], "x", {"content": None}, {"content": {"start": True}}])
def test_what_is_no_reading_is_refused(data: object) -> None:
    with pytest.raises(RecordError):
        from_plain("statement", data)
    with pytest.raises(RecordError):
        from_plain("paragraph", data)


@pytest.mark.parametrize("date", ["", "2031", "2031-02", "2032-02-29", "2031-03-12/2031-03-18", "2031-03-12/2031"])
def test_dates(date: str) -> None:
    assert is_date(date)


@pytest.mark.parametrize(
    "date", ["31", "2031-13", "2031-02-29", "2031-00", "0000", "2031-3-1", "2031-03-18/2031-03-12", "2031/", "a/b/c"]
)
def test_what_is_no_date(date: str) -> None:
    assert not is_date(date)


# --- corrections ------------------------------------------------------------------------------


def test_what_can_be_corrected_in_each_kind() -> None:
    speaker = corrected(SAID, {"speaker": "Ivo Brandt", "party": None, "said": "2031-03"})
    assert isinstance(speaker, Statement) and speaker.speaker
    assert (speaker.speaker.name, speaker.speaker.party, speaker.said) == ("Ivo Brandt", None, "2031-03")
    assert speaker.speaker.because == () and speaker.content == SAID.content
    assert corrected(SAID, {"speaker": None}) == replace(SAID, speaker=None)
    assert corrected(REJECTED, {"modality": "may", "targets": ["ostrava-bay"], "issue": None}) == replace(
        REJECTED, modality="may", targets=("ostrava-bay",), issue=None
    )
    assert corrected(AGAINST, {"stance": "for", "options": []}) == replace(AGAINST, stance="for", options=())
    assert corrected(DENIED, {"about": "the truce"}) == replace(DENIED, about="the truce")


def test_a_speaker_can_be_named_where_there_was_none() -> None:
    nobody = replace(SAID, speaker=None)
    found = corrected(nobody, {"speaker": "Dana Orsel", "party": "kell"})
    assert isinstance(found, Statement) and found.speaker
    assert (found.speaker.name, found.speaker.party, found.speaker.surface) == ("Dana Orsel", "kell", SAID.content)
    with pytest.raises(RecordError, match="Name the speaker too"):
        corrected(nobody, {"party": "kell"})
    with pytest.raises(RecordError, match="neither party nor role"):
        corrected(SAID, {"speaker": None, "party": "kell"})


@pytest.mark.parametrize(
    ("reading", "changes", "where"),
    [
        (SAID, {"text": "other"}, "text"),
        (SAID, {"speaker": ""}, "speaker.name"),
        (SAID, {"negated": "perhaps"}, "negated"),
        (REJECTED, {"actors": []}, "actors"),
        (REJECTED, {"actors": ["kell", ""]}, "actors.1"),
        (REJECTED, {"kind": "refuse"}, "kind"),
        (REJECTED, {"modality": "did"}, "modality"),
        (REJECTED, {"happened": "Tuesday"}, "happened"),
        (REJECTED, {"tellings": []}, "tellings"),
        (AGAINST, {"stance": "neutral"}, "stance"),
        (AGAINST, {"party": ""}, "party"),
        (DENIED, {"kind": "quarrel"}, "kind"),
        (DENIED, {"a": {}}, "a"),
    ],
)
def test_what_cannot_be_corrected(reading: Reading, changes: dict[str, Any], where: str) -> None:
    with pytest.raises(RecordError) as error:
        corrected(reading, changes)
    assert where in faults(error)


def test_corrections_as_they_are_written() -> None:
    assert written("move", ["actors = kell, quorl-front", "targets=", "issue=", "happened=2031-03", "kind=demand"]) == {
        "actors": ["kell", "quorl-front"],
        "targets": [],
        "issue": None,
        "happened": "2031-03",
        "kind": "demand",
    }
    assert written("position", ['options=["a, b", "c"]']) == {"options": ["a, b", "c"]}
    assert written("statement", ["negated=yes", "party=", "said="]) == {"negated": True, "party": None, "said": ""}
    with pytest.raises(RecordError) as error:
        written("move", ["actor=kell", "kind", "=x"])
    assert error.value.problems[0].fix == "Did you mean 'actors'?"
    assert len(error.value.problems) == 3
    for kind, names in FIELDS.items():  # every field can be written
        assert written(kind, [f"{name}=x" for name in names]).keys() == set(names)


# --- what stands ------------------------------------------------------------------------------


def test_without_decisions_every_reading_is_proposed() -> None:
    decided = apply(RECORD, (), [REPORT])
    assert [each.standing for each in decided] == [PROPOSED] * 4
    assert decided.record() == RECORD


def test_a_rejected_reading_stays_in_the_list_and_does_not_count() -> None:
    decided = apply(RECORD, [decide(REJECTED, "rejected")], [REPORT])
    (move,) = decided.moves
    assert move.standing.status == "rejected" and move.standing.by == "Ada" and move.reading == REJECTED
    assert decided.record() == replace(RECORD, moves=())


def test_a_corrected_reading_says_what_was_read() -> None:
    decided = apply(RECORD, [decide(REJECTED, "corrected", {"modality": "may", "actors": ["quorl-front"]})], [REPORT])
    (move,) = decided.moves
    assert (move.reading.modality, move.reading.actors) == ("may", ("quorl-front",))
    assert move.read_as == {"modality": "done", "actors": ["kell"]}
    assert as_read(move) == REJECTED
    assert decided.record().moves == (move.reading,)


def test_the_last_decision_holds_and_reopening_takes_it_back() -> None:
    log = [
        decide(SAID, "rejected", at="2031-04-01T00:00:00.000001Z"),
        decide(SAID, "accepted", at="2031-04-01T00:00:00Z"),
    ]
    assert apply(RECORD, log, [REPORT]).statements[0].standing.status == "rejected"
    log.append(decide(SAID, "proposed", at="2031-04-02T00:00:00Z"))
    assert apply(RECORD, log, [REPORT]) == apply(RECORD, (), [REPORT])


def test_reading_again_never_undoes_a_decision() -> None:
    """The reader now takes a rejected plan for one that may be rejected, and tells it of another place as well."""
    more = (*REJECTED.tellings, Telling(words("The Front denied it"), None, None, "a rule"))
    again = replace(REJECTED, modality="may", tellings=more)
    for status in ("accepted", "rejected"):
        (move,) = apply(Record(moves=(again,)), [decide(REJECTED, status)], [REPORT]).moves
        assert move.reading == replace(REJECTED, tellings=more)
        assert move.standing.status == status and move.reread == ("modality",) and not move.kept
    (move,) = apply(Record(moves=(again,)), [decide(REJECTED, "corrected", {"issue": None})], [REPORT]).moves
    assert move.reading == replace(REJECTED, tellings=more, issue=None)


def test_what_the_reader_no_longer_finds_is_kept_if_its_words_stand() -> None:
    log = [decide(SAID, "accepted"), decide(REJECTED, "corrected", {"modality": "may"}), decide(AGAINST, "rejected")]
    decided = apply(Record(), log, [REPORT])
    assert [each.kept for each in decided] == [True] * 3 and not decided.faults
    assert decided.record() == Record((SAID,), (replace(REJECTED, modality="may"),))


def test_what_no_longer_stands_in_the_reports_is_listed_with_its_reason() -> None:
    changed = Report("k01", "k01.txt", "1" * 64, "Other words.")
    for reports, why in (([changed], "other words stand in k01"), ([], "there is no report 'k01'")):
        decided = apply(Record(), [decide(SAID, "accepted")], reports)
        assert list(decided) == []
        (fault,) = decided.faults
        assert fault.reading == "s-aaa1" and why in str(fault) and "accepted by Ada" in str(fault)
    assert apply(Record(), [decide(SAID, "accepted")], [], left_out={"k01"}) == Decided()


def test_a_kept_reading_that_is_none_is_a_fault_and_the_decision_holds_for_what_is_read() -> None:
    log = [replace(decide(SAID, "rejected"), body={"id": "s-aaa1"})]
    decided = apply(RECORD, log, [REPORT])
    assert decided.statements[0].standing.status == "rejected"
    assert "no statement" in decided.faults[0].seen
    assert len(apply(Record(), log, [REPORT]).faults) == 1


def test_a_decision_that_fits_no_longer_leaves_the_reading_proposed() -> None:
    for wrong in (decide(SAID, "corrected", {"mood": "grim"}), replace(decide(SAID, "accepted"), kind="move")):
        decided = apply(RECORD, [wrong], [REPORT])
        assert decided.statements[0].standing == PROPOSED and decided.statements[0].reading == SAID
        assert len(decided.faults) == 1


def test_imported_readings_come_after_those_that_are_found() -> None:
    other = replace(SAID, id="s-000", content=words("Dana Orsel"), reader="another")
    brought = [Imported(each.id, "statement", to_plain(each)) for each in (other, replace(SAID, issue="talks"))]
    decided = apply(RECORD, [decide(other, "accepted")], [REPORT], brought)
    assert [(each.reading, each.kept, each.standing.status) for each in decided.statements] == [
        (SAID, False, "proposed"),
        (other, True, "accepted"),
    ]


def test_an_id_that_is_given_twice_is_said() -> None:
    twice = apply(Record((SAID, replace(SAID, text="other"))), [decide(SAID, "accepted")], [REPORT])
    assert [each.reading for each in twice.statements] == [SAID]
    assert "two readings" in twice.faults[0].seen and twice.statements[0].standing.status == "accepted"


def test_in_two_steps_as_positions_are_computed_from_moves() -> None:
    log = [decide(REJECTED, "corrected", {"modality": "may"}), decide(AGAINST, "rejected"), decide(DENIED, "accepted")]
    first = apply(replace(RECORD, positions=(), contradictions=()), log, [REPORT], kinds=("statement", "move"))
    assert first.positions == () and first.record().moves[0].modality == "may"
    then = apply(Record(positions=(AGAINST,)), log, [REPORT], kinds=("position", "contradiction"))
    assert then.moves == () and then.contradictions[0].kept
    whole = apply(replace(RECORD, contradictions=()), log, [REPORT])
    assert first.joined(then) == whole


@settings(max_examples=30, deadline=None)
@given(case=cases())
def test_nothing_is_lost_and_what_was_read_can_always_be_had(case) -> None:
    reports, record, log = case
    decided = apply(record, log, reports)
    assert not decided.faults
    assert [as_read(each) for each in decided] == readings(record)
    again = apply(Record(), log, reports)
    last = {decision.reading: decision.status for decision in log}
    assert {each.reading.id for each in again} == last.keys()
    by_id = {each.reading.id: each for each in decided}
    for each in again:
        assert replace(each, kept=False) == by_id[each.reading.id]
        assert each.counts == (last[each.reading.id] != "rejected")


def test_every_passage_of_a_reading_is_found() -> None:
    assert list(passages(SAID)) == [words("the truce is dead"), words("Dana Orsel"), words("of Kell")]
    assert list(passages(DENIED)) == [words("the plan")]


# --- deciding ---------------------------------------------------------------------------------


def judged(*names: str, log: tuple[Decision, ...] = (), **how: Any) -> tuple[Decision, ...]:
    decided = apply(RECORD, log, [REPORT])
    wanted = Judgement(**{"status": "accepted", "by": "Ada", "why": "So it is.", **how})
    return judge(decided, names, wanted, log, parties_known(decided.record(), ["ostrava-bay"]))


def test_readings_are_named_by_the_start_of_their_ids() -> None:
    assert [decision.reading for decision in judged("s-", "m-bbb1", "m-b")] == ["s-aaa1", "m-bbb1"]
    with pytest.raises(RecordError) as error:
        judged("", "x-", "s-aaa2")
    assert len(error.value.problems) == 3
    assert "Did you mean 's-aaa1'?" in str(error.value)


def test_all_are_decided_or_none_and_every_fault_is_said() -> None:
    with pytest.raises(RecordError) as error:
        judged("s-", "m-", "q-", status="corrected", changes=["party=kel", "modality=perhaps"], by=" ", why="")
    where = [problem.where for problem in error.value.problems]
    assert {"by", "why", "readings", "modality", "party"} <= set(where)


def test_a_party_that_nobody_knows_is_refused() -> None:
    with pytest.raises(RecordError, match="Did you mean 'ostrava-bay'"):
        judged("m-", status="corrected", changes={"targets": ("ostrava-bai",)})
    (decision,) = judged("m-", status="corrected", changes={"targets": ("ostrava-bay",)})
    assert decision.changes == {"targets": ["ostrava-bay"]}


def test_a_correction_changes_something() -> None:
    with pytest.raises(RecordError, match="is so already"):
        judged("m-", status="corrected", changes={"modality": "done"})
    with pytest.raises(RecordError, match="only a correction does"):
        judged("m-", status="accepted", changes={"modality": "may"})
    with pytest.raises(RecordError, match="only a correction does"):
        judged("m-", status="corrected")


def test_corrections_add_up_until_they_are_taken_back() -> None:
    log = (decide(REJECTED, "corrected", {"modality": "may"}),)
    (second,) = judged("m-", log=log, status="corrected", changes={"issue": None})
    assert second.changes == {"modality": "may", "issue": None}
    assert second.body == to_plain(REJECTED)
    (accepted,) = judged("m-", log=log)
    assert (accepted.status, accepted.changes) == ("accepted", {"modality": "may"})
    (reopened,) = judged("m-", log=log, status="proposed")
    assert reopened.changes == {}
    later = (*log, replace(reopened, at="2031-05-01T00:00:00Z"))
    (accepted,) = judged("m-", log=later)
    assert accepted.changes == {}
