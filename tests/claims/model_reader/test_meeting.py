from dataclasses import replace

import pytest

from ripeness.claims.model import BUILT_IN, Move, Record, Speaker, Statement, Telling, reading_id
from ripeness.claims.model_reader.meeting import Met, all_met, meet
from ripeness.reports.model import Passage, Report

TEXT = (
    'The army said that the general had said that the town was taken. "We go on," said Mira Vantz. '
    "Kell rejected the plan to hand over the islands and accused the Front of shelling the port."
)
REPORT = Report("r", "r.txt", "", TEXT)


def passage(words: str, report: str = "r") -> Passage:
    start = TEXT.index(words)
    return Passage(report, start, start + len(words), words)


def said(words: str, name: str | None, party: str | None = None, reader=BUILT_IN, **more) -> Statement:
    content = passage(words)
    speaker = Speaker(name, content, party, None, "", ()) if name else None
    row = Statement(reading_id("s", reader, content), "r", "indirect", words, content, speaker, None, "", reader=reader)
    return replace(row, **more)


def did(kind, words: str, *actors: str, reader=BUILT_IN, **more) -> Move:
    telling = Telling(passage(words), None, None, "")
    id = reading_id("m", reader, kind, actors, telling.passage)
    row = Move(id, kind, actors, (), "territory", None, "done", "said", None, "", None, (telling,), reader)
    return replace(row, **more)


def statements(a: Statement, b: Statement) -> Met:
    return meet(Record(statements=(a,)), Record(statements=(b,)))


def moves(a: Move, b: Move) -> Met:
    return meet(Record(moves=(a,)), Record(moves=(b,)))


def test_what_both_read_is_one_reading_with_both_readers():
    a = said("that the town was taken", "the general", "kell")
    met = statements(a, said("the town was taken", "The general", "kell", reader="tiny"))
    assert met.record.statements == (a,)
    assert met.also_read_by == {a.id: ("tiny",)}
    assert met.disagreements == ()


def test_what_one_alone_has_stays_with_its_origin():
    a = said("that the town was taken", "the general", "kell")
    b = said("We go on", "Mira Vantz", reader="tiny", kind="quotation")
    met = statements(a, b)
    assert met.record.statements == (a, b)
    assert [s.reader for s in met.record.statements] == [BUILT_IN, "tiny"]
    assert (met.also_read_by, met.disagreements) == ({}, ())


@pytest.mark.parametrize(
    ("a", "b", "field", "values"),
    [
        (("the general", "kell"), ("the army", "kell"), "speaker", ("the general", "the army")),
        ((None, None), ("the army", "kell"), "speaker", ("", "the army")),
        (("the general", "kell"), ("the general", None), "party", ("kell", "")),
        (("the general", "kell"), ("the general", "front"), "party", ("kell", "front")),
    ],
)
def test_another_speaker_or_party_of_the_same_words_is_listed_and_both_stay(a, b, field, values):
    first, second = said("that the town was taken", *a), said("that the town was taken", *b, reader="tiny")
    met = statements(first, second)
    assert met.record.statements == (first, second)
    (found,) = met.disagreements
    assert (found.a, found.b, found.what, found.field, found.values) == (
        first.id,
        second.id,
        "statement",
        field,
        values,
    )


def test_an_office_of_nobody_knows_whom_is_not_nobody():
    a = said("that the town was taken", "the general")
    assert a.speaker
    a = replace(a, speaker=replace(a.speaker, unsettled=True))
    (found,) = statements(a, said("that the town was taken", "the general", "kell", reader="tiny")).disagreements
    assert found.values == ("not known", "kell")


def test_a_statement_inside_another_is_another():
    outer = said("that the general had said that the town was taken", "the army", "kell")
    met = statements(outer, said("that the town was taken", "the general", "kell", reader="tiny"))
    assert len(met.record.statements) == 2
    assert met.disagreements == ()


def test_moves_of_the_same_words_meet_by_actor_kind_and_issue():
    a = did("reject", "Kell rejected the plan to hand over the islands", "kell", option="hand over the islands")
    b = did("reject", "rejected the plan to hand over the islands", "kell", reader="tiny")
    met = moves(a, b)
    assert met.record.moves == (a,)
    assert met.also_read_by == {a.id: ("tiny",)}


@pytest.mark.parametrize(
    ("change", "field", "values"),
    [
        ({"kind": "accept"}, "kind", ("reject", "accept")),
        ({"actors": ("front",)}, "actor", ("kell", "front")),
        ({"modality": "may"}, "modality", ("done", "may")),
        ({"issue": "talks"}, "issue", ("territory", "talks")),
    ],
)
def test_moves_that_differ_are_listed_and_both_stay(change, field, values):
    words = "Kell rejected the plan to hand over the islands"
    a, b = did("reject", words, "kell"), replace(did("reject", words, "kell", reader="tiny"), id="m-other", **change)
    met = moves(a, b)
    assert met.record.moves == (a, b)
    assert [(d.field, d.values) for d in met.disagreements] == [(field, values)]


def test_two_moves_in_one_sentence_are_no_disagreement():
    words = "Kell rejected the plan to hand over the islands and accused the Front of shelling the port"
    ours = (did("reject", words, "kell"), did("accuse", words, "kell"))
    theirs = (did("accuse", words, "kell", reader="tiny"), did("attack", words, "front", reader="tiny"))
    met = meet(Record(moves=ours), Record(moves=theirs))
    assert met.also_read_by == {ours[1].id: ("tiny",)}
    assert met.record.moves == (*ours, theirs[1])
    assert met.disagreements == ()


def test_a_move_that_several_reports_tell_meets_at_each_telling():
    here = did("reject", "Kell rejected the plan to hand over the islands", "kell")
    there = Telling(Passage("r2", 5, 40, "-"), None, None, "")
    ours = replace(here, tellings=(*here.tellings, there))
    theirs = tuple(
        replace(here, id=f"m-{n}", reader="tiny", tellings=(telling,)) for n, telling in enumerate(ours.tellings)
    )
    met = meet(Record(moves=(ours,)), Record(moves=theirs))
    assert met.record.moves == (ours,)
    assert met.also_read_by == {ours.id: ("tiny",)}
    alleged = (replace(theirs[0], modality="alleged"), replace(theirs[1], modality="hypothetical"))
    met = meet(Record(moves=(ours,)), Record(moves=alleged))  # one telling may be alleged, none of them hypothetical
    assert [d.values for d in met.disagreements] == [("done", "hypothetical")]


def test_three_readers_meet_in_one_record():
    a = said("that the town was taken", "the general", "kell")
    b = replace(a, id="b", reader="tiny")
    c = replace(a, id="c", reader="large")
    d = did("reject", "Kell rejected the plan", "kell", reader="tiny")
    e = replace(d, id="e", reader="large")
    met = all_met(Record((a,)), [Record((b,), (d,)), Record((c,), (e,))])
    assert met.record == Record((a,), (d,))
    assert met.also_read_by == {a.id: ("tiny", "large"), d.id: ("large",)}
    assert all_met(Record((a,)), []).record == Record((a,))
