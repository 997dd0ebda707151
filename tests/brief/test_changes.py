"""What has changed since an earlier brief: what is new, what is gone and still shown, what a case's changes do."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.brief import Brief, Since, compared
from ripeness.brief.changes import headline, record_changes
from ripeness.brief.memory import Memory, from_plain, memory_of, read_memory, to_plain
from ripeness.brief.schema import brief_schema
from ripeness.claims import Move, Telling
from ripeness.dossier import open_case, read_reports
from ripeness.errors import RipenessError
from ripeness.lineage import Independent, Lineage
from ripeness.terminal import print_changes
from tests.brief.opened import dossier
from tests.brief.told import Told

SINCE = Since("3 May", "d")


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path / "told")


def since(old: Told, new: Told | None = None) -> Any:
    """The material of ``new`` (``old`` as it is now) with what has changed since ``old`` as it was."""
    then = Brief(old.material()).memory()
    return lambda: compared((new or old).material(), SINCE, then)


def test_a_brief_against_itself_has_not_changed(told: Told) -> None:
    material = since(told)()
    assert material.changes.unchanged
    assert headline(material.changes, material.ledger) == "Nothing has changed."
    assert "Nothing: the reports, what they are read to say" in Brief(material).html()


def test_what_a_brief_says_comes_back_from_its_json_and_from_the_store(told: Told) -> None:
    brief = Brief(told.material())
    assert memory_of(json.loads(brief.json()), "x") == brief.memory()
    assert from_plain(json.loads(json.dumps(to_plain(brief.memory())))) == brief.memory()
    assert from_plain({"version": "of another day"}) is None


def test_a_line_that_turns_shows_the_words_of_both_sides(told: Told) -> None:
    after = since(told)
    told.positions = (
        replace(told.positions[0], stance="for", passages=(told.moves[2].tellings[0].passage,)),
        told.positions[1],
    )
    material = after()
    (line,) = material.changes.record.lines
    assert (line.kind, line.party, line.issue) == ("changed", "brack", "withdrawal")
    assert headline(material.changes, material.ledger).startswith("Brack has changed its line on ")
    page = Brief(material).html()
    section = page[page.index('id="changes"') : page.index('id="sources"')]
    assert "Brack refused on Tuesday to leave the bridge" in section
    assert "Tarn denied that Brack had refused anything" in section


def test_a_line_on_both_sides_is_called_so(told: Told) -> None:
    after = since(told)
    told.positions = (*told.positions, replace(told.positions[0], id="p-3", stance="for"))
    material = after()
    assert headline(material.changes, material.ledger).startswith("Brack is now told to stand on both sides of ")


MOVES = st.sets(st.integers(0, 4))
POSITIONS = st.sets(st.integers(0, 1))


@settings(max_examples=60, deadline=None)
@given(MOVES, MOVES, POSITIONS, POSITIONS)
def test_what_is_new_one_way_is_gone_the_other_way(a: set[int], b: set[int], p: set[int], q: set[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        told = Told(Path(folder) / "told")
        ledger, whole = told.ledger(), Brief(told.material()).memory()

    def some(moves: set[int], positions: set[int]) -> Memory:
        return replace(
            whole,
            moves=tuple(whole.moves[k] for k in sorted(moves)),
            positions=tuple(whole.positions[k] for k in sorted(positions)),
        )

    old, new = some(a, p), some(b, q)
    there, back = record_changes(old, new, ledger), record_changes(new, old, ledger)
    assert {move.id for move in there.moves} == {whole.moves[k].id for k in b - a}
    assert {each.move.id for each in back.moves_gone} == {move.id for move in there.moves}
    assert not there.moves_changed
    mirror = {"new": "withdrawn", "withdrawn": "new", "changed": "changed", "more": "more"}
    lines = {(each.party, each.issue, mirror[each.kind]) for each in there.lines}
    assert lines == {(each.party, each.issue, each.kind) for each in back.lines}
    assert there.unchanged == (a == b and p == q)


def test_new_and_withdrawn_lines(told: Told) -> None:
    first = told.positions
    told.positions = first[:1]
    after = since(told)
    told.positions = (replace(first[1], party="tarn"),)
    told.rejected = ["p-1"]
    told.positions = (first[0], *told.positions)
    kinds = {(each.party, each.kind): each.why for each in after().changes.record.lines}
    assert set(kinds) == {("brack", "withdrawn"), ("tarn", "new")}
    assert kinds[("brack", "withdrawn")] == "rejected by Ada Nalyst, 2040-06-01: wrong"


def test_further_options_of_the_same_line(told: Told) -> None:
    after = since(told)
    told.positions = (replace(told.positions[0], options=("leave the bridge", "hand it over")), told.positions[1])
    (line,) = after().changes.record.lines
    assert line.kind == "more"


def test_moves_new_rejected_and_told_otherwise(told: Told) -> None:
    moves = told.moves
    told.moves = moves[:4]
    after = since(told)
    told.moves = (moves[0], moves[1], replace(moves[2], modality="alleged"), *moves[3:])
    told.rejected = ["m-1"]
    material = after()
    record = material.changes.record
    assert [move.id for move in record.moves] == ["m-5"]
    assert [(each.before.modality, each.after.modality) for each in record.moves_changed] == [("done", "alleged")]
    assert [(each.move.id, each.why) for each in record.moves_gone] == [
        ("m-1", "rejected by Ada Nalyst, 2040-06-01: wrong")
    ]
    page = Brief(material).html()
    assert "Moves that count no longer" in page and "rejected by Ada Nalyst, 2040-06-01: wrong" in page


def test_a_move_with_another_first_telling_is_the_same_move(told: Told) -> None:
    after = since(told)
    first = told.moves[0]
    further = Telling(told.at(2, "Tarn may open the mill"), None, None, "refuse")
    told.moves = (replace(first, id="m-other", tellings=(further, *first.tellings)), *told.moves[1:])
    record = after().changes.record
    assert not record.moves and not record.moves_gone and not record.moves_changed


def test_what_is_gone_with_its_report_is_shown_from_what_was_kept(told: Told, tmp_path: Path) -> None:
    then = Brief(told.material()).memory()
    (tmp_path / "told" / "c-post.txt").unlink()
    now = read_reports(tmp_path / "told")
    material = compared(now._material(None, 0), SINCE, then)
    gone = {each.move.id: each.why for each in material.changes.record.moves_gone}
    assert gone["m-5"] == "none of the reports that tell it is here"
    page = Brief(material).html()
    assert 'Last year Tarn had burned the ferry” <span class="soft">(A quiet week)' in page
    assert "Not here any longer: A quiet week" in page
    jsonschema.validate(json.loads(Brief(material).json()), brief_schema())


def test_contradictions_come_and_go(told: Told) -> None:
    kept, told.contradictions = told.contradictions, ()
    after = since(told)
    told.contradictions = kept
    assert [each.about for each in after().changes.record.contradictions] == ["whether Brack refused"]
    after = since(told)
    told.rejected = ["c-1"]
    assert [each.why for each in after().changes.record.contradictions_gone] == [
        "rejected by Ada Nalyst, 2040-06-01: wrong"
    ]


def test_new_origins_retellings_and_stories_that_are_one_now(told: Told) -> None:
    wire, echo, post = (report.id for report in told.reports)
    apart = Lineage((), ((wire,), (echo,), (post,)), ((wire,), (echo,), (post,)), (), Independent(3, 3, "by hand"), ())
    then = replace(
        Brief(replace(told.material(), ledger=replace(told.ledger(), lineage=apart))).memory(),
    )
    origins = compared(told.material(), SINCE, then).changes.record.origins
    assert origins.merged == (((wire,), (echo,)),)
    assert (origins.before, origins.after) == ((3, 3), (1, 2))
    earlier = replace(then, reports=then.reports[:1], stories=((wire,),))
    origins = compared(told.material(), SINCE, earlier).changes.record.origins
    assert origins.new == ((post,),)
    assert origins.joined == ((echo, (wire,)),)


def test_hostile_words_are_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = "leave the bridge"
    bad = "leave <script>alert(1)</script> [bold]the\x1b]0;x\x07 bridge"
    told = Told(tmp_path / "told")
    data = json.loads(Brief(told.material()).json().replace(words, json.dumps(bad)[1:-1]))
    data["moves"][0]["id"] = "m-gone"
    data["moves"][0]["actors"] = ["<img src=x>"]
    material = compared(told.material(), SINCE, memory_of(data, "x"))
    page = Brief(material).html()
    assert "<script>" not in page and "<img" not in page
    assert material.changes is not None
    print_changes(material.changes, material.ledger)
    printed = capsys.readouterr().out
    assert "\x1b" not in printed and "[bold]the" in printed


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("{", "not JSON"),
        ("[1]", "no brief.json of version 1"),
        ('{"version": 2}', "version 2"),
        ('{"version": 1}', "KeyError: 'lineage'"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_file_that_is_no_brief_says_what_to_name(tmp_path: Path, text: str, seen: str) -> None:
    path = tmp_path / "old.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RipenessError, match=seen):
        read_memory(path)
    with pytest.raises(RipenessError, match="cannot be read"):
        read_memory(tmp_path / "none.json")


def test_a_brief_of_another_shape_says_where(told: Told) -> None:
    data = Brief(told.material()).data()
    data["moves"][0]["kind"] = "dance"
    with pytest.raises(RipenessError, match=r"moves\.0\.kind"):
        memory_of(data, "old.json")


# --- a case -------------------------------------------------------------------------------------------


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "case.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_case_remembers_what_its_brief_said_and_says_what_each_change_did(tmp_path: Path) -> None:
    opened = dossier(tmp_path)
    first = opened.brief()
    assert first.material.changes is None and opened.changes() is None
    opened.remember(first.material)
    assert open_case(tmp_path).changes() is None  # the same inputs: nothing to compare with
    edit(tmp_path, "discount: 0.97", "discount: 0.9")
    edit(tmp_path, "now: level", "now: aldova_ahead")
    again = open_case(tmp_path)
    changes = again.changes()
    assert changes is not None and changes.case is not None
    assert {each.name for effect in changes.case.effects for each in effect.changes} == {
        "parties.aldova.discount", "situation.variables.front.now",
    }  # fmt: skip
    assert changes.notes == ()
    brief = again.brief()
    data = json.loads(brief.json())
    jsonschema.validate(data, brief_schema())
    assert data["changes"]["then"]["slack"] == pytest.approx(json.loads(first.json())["zone"]["slack"])
    assert data["changes"]["now"]["slack"] == data["zone"]["slack"]
    page = brief.html()
    assert page.count('href="#a-parties.aldova.discount"') and 'id="a-parties.aldova.discount"' in page
    assert "What does most by itself" in page
    assert any(answer.question == "What has changed?" for answer in brief.answers())


def test_a_case_against_an_earlier_file_and_a_day(tmp_path: Path) -> None:
    opened = dossier(tmp_path / "case")
    first = opened.brief()
    opened.remember(first.material)
    old = tmp_path / "old.json"
    old.write_text(first.json(), encoding="utf-8")
    assert (same := opened.changes(old)) is not None and same.unchanged
    assert (day := opened.changes("2999-01-01")) is not None and day.unchanged
    with pytest.raises(RipenessError, match="until 2001-01-01"):
        opened.changes("2001-01-01")
    edit(tmp_path / "case", "discount: 0.97", "discount: 0.9")
    changes = open_case(tmp_path / "case").changes(old)
    assert changes is not None and changes.case is not None and len(changes.case.effects) == 1
    assert changes.since.label == "2025-03-01"


def test_an_earlier_brief_without_its_case_says_that_the_answers_cannot_be_compared(tmp_path: Path) -> None:
    opened = dossier(tmp_path / "case")
    data = opened.brief().data()
    del data["case"]
    old = tmp_path / "old.json"
    old.write_text(json.dumps(data), encoding="utf-8")
    changes = opened.changes(old)
    assert changes is not None and changes.case is None
    assert changes.notes == ("The earlier brief kept no case, so the two answers cannot be compared.",)


def test_a_program_that_answers_otherwise_says_so(tmp_path: Path) -> None:
    opened = dossier(tmp_path / "case")
    data = opened.brief().data()
    data["zone"]["slack"] = data["zones"][0]["slack"] = 0.9
    old = tmp_path / "old.json"
    old.write_text(json.dumps(data), encoding="utf-8")
    edit(tmp_path / "case", "discount: 0.97", "discount: 0.9")
    changes = open_case(tmp_path / "case").changes(old)
    assert changes is not None
    assert changes.notes[0].startswith("For the earlier case the earlier brief printed slack 0.90, and now ")


def test_a_brief_kept_by_an_earlier_version_is_news_only(tmp_path: Path) -> None:
    from ripeness.store import open_store, record_brief

    opened = dossier(tmp_path)
    with open_store(tmp_path / "case.db") as store:
        record_brief(store, "other", {"reports": [opened.reports[0].id]})
    brief = open_case(tmp_path).brief()
    assert brief.material.changes is None
    assert brief.material.news.reports == (opened.reports[1].id,)


def test_a_pile_against_an_earlier_brief(told: Told, tmp_path: Path) -> None:
    pile = read_reports(tmp_path / "told")
    old = tmp_path / "old.json"
    old.write_text(pile[:2] and read_reports(tmp_path / "told" / "a-wire.txt").brief().json(), encoding="utf-8")
    brief = pile.brief(since=old)
    assert brief.material.changes is not None
    assert len(brief.material.changes.record.reports) == 2
    assert brief.material.news.since == "old.json"
    assert "What has changed since old.json" in brief.html()


def test_moves_of_a_kept_brief_are_matched_by_what_was_done(told: Told) -> None:
    """The same words can tell of two moves: one is not taken for the other."""
    move: Move = told.moves[0]
    told.moves = (move,)
    after = since(told)
    told.moves = (replace(move, id="m-9", kind="threaten"),)
    record = after().changes.record
    assert [each.id for each in record.moves] == ["m-9"]
    assert [each.move.id for each in record.moves_gone] == ["m-1"]
