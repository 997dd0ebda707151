"""What an export writes, and what an import refuses."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ripeness.claims import Record, apply, to_plain
from ripeness.claims.model import Contradiction, Move, Position, Side, Speaker, Statement, Telling
from ripeness.errors import RecordError, RipenessError
from ripeness.exchange import Brought, Content, read_exchange, write_exchange, writing
from ripeness.exchange.annotate import source_of
from ripeness.reports.model import Found, Report
from ripeness.store import Decision

TEXT = "=Dana Orsel of Kell said that “the truce” is dead. Kell rejected the plan. The Front, she said, denied it."
REPORT = Report(
    "k01", "/somewhere/else/k01.txt", "0" * 64, TEXT, title=Found("Dead", "first line"), language=Found("en", "html")
)


def words(exact: str) -> Any:
    start = TEXT.index(exact)
    return REPORT.passage(start, start + len(exact))


ORSEL = Speaker("Dana Orsel", words("Dana Orsel"), "kell", "minister", "the text says so", (words("of Kell"),))
SAID = Statement(
    "s-1",
    "k01",
    "indirect",
    "=1+1, “the truce”",
    words("“the truce” is dead"),
    ORSEL,
    words("said"),
    "a rule",
    (ORSEL,),
)
REJECTED = Move(
    "m-1", "reject", ("kell",), ("quorl-front", "ostrava-bay"), "talks", "the plan", "done", "said", None, "2031-03-12",
    None, (Telling(words("Kell rejected the plan"), None, None, "r"), Telling(words("denied it"), ORSEL, "s-1", "r")),
)  # fmt: skip
POSITION = Position("p-1", "kell", "talks", "against", ("a, b",), "", "", ("m-1",), (words("rejected"),))
DENIED = Contradiction("c-1", "denial", "it", Side(None, "kell", (words("the plan"),)), Side("she", None, ()), "r")
RECORD = Record((SAID,), (REJECTED,), (POSITION,), (DENIED,))
LOG = (
    Decision("s-1", "statement", "accepted", to_plain(SAID), {}, "Ada", "Read.", "2025-04-01T00:00:00Z"),
    Decision("m-1", "move", "corrected", to_plain(REJECTED), {"modality": "may"}, "Ada", "No.", "2025-04-02T00:00:00Z"),
)
CONTENT = Content((REPORT,), apply(RECORD, LOG, [REPORT]), LOG, "Kell")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def bring(out: Path, **how: Any) -> Brought:
    return read_exchange(out, how.pop("reports", [REPORT]), how.pop("found", ()), **how)


def problems(out: Path, **how: Any) -> list[tuple[str, int | None, str]]:
    """What an import says is wrong: file, line and column of each fault."""
    with pytest.raises(RecordError) as error:
        bring(out, **how)
    assert all(problem.seen and problem.rule and problem.fix for problem in error.value.problems)
    return [(problem.file, problem.line, problem.where) for problem in error.value.problems]


# --- what is written --------------------------------------------------------------------------


def test_other_programs_read_the_tables(out: Path) -> None:
    write_exchange(CONTENT, out)
    moves = pl.read_parquet(out / "moves.parquet").to_dicts()
    assert moves[0]["targets"] == ["quorl-front", "ostrava-bay"]
    assert (moves[0]["modality"], moves[0]["status"], moves[0]["decided_by"]) == ("may", "corrected", "Ada")
    assert json.loads(moves[0]["read_as"]) == {"modality": "done"}
    assert moves[0]["plover_event"] is None  # what may be rejected has not been
    tellings = pl.read_csv(out / "tellings.csv").to_dicts()
    assert [(t["move"], t["number"], t["passage_exact"], t["teller_party"]) for t in tellings] == [
        ("m-1", 1, "Kell rejected the plan", None),
        ("m-1", 2, "denied it", "kell"),
    ]
    with (out / "statements.csv").open(encoding="utf-8", newline="") as file:
        (statement,) = csv.DictReader(file)
    assert statement["text"] == "=1+1, “the truce”"  # the words as they are
    assert TEXT[int(statement["content_start"]) : int(statement["content_end"])] == statement["content_exact"]
    (line,) = (out / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    report = json.loads(line)
    assert (report["file"], report["title"], report["text"]) == ("k01.txt", "Dead", None)
    assert report["text_sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()


def test_a_done_move_has_its_event(out: Path) -> None:
    write_exchange(Content((REPORT,), apply(RECORD, (), [REPORT])), out, ["parquet"], texts=True)
    row = pl.read_parquet(out / "moves.parquet").to_dicts()[0]
    assert (row["plover_event"], row["plover_mode"], row["cameo_root"]) == ("REJECT", "meet", "12")
    assert pl.read_parquet(out / "reports.parquet")["text"].to_list() == [TEXT]


def test_the_manifest_lists_every_file_with_its_digest(out: Path) -> None:
    manifest = write_exchange(CONTENT, out)
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8")) == manifest
    assert {path.name for path in out.iterdir()} == {"manifest.json", *manifest["files"]}
    for name, about in manifest["files"].items():
        assert about["sha256"] == hashlib.sha256((out / name).read_bytes()).hexdigest()
    assert manifest["files"]["tellings.csv"]["rows"] == 2
    assert write_exchange(CONTENT, out.parent / "again") == manifest  # the same content, the same bytes


def test_guarded_cells_are_no_formulas_and_come_back(out: Path) -> None:
    said = replace(SAID, text="'=1", rule="@x", issue="-1")
    write_exchange(Content((REPORT,), apply(Record((said,)), (), [REPORT])), out, ["csv"], guard=True)
    cells = [cell for line in csv.reader((out / "statements.csv").open(encoding="utf-8", newline="")) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert bring(out).readings[0].body == to_plain(said)


def test_nothing_is_overwritten_but_by_force(out: Path) -> None:
    write_exchange(CONTENT, out)
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    (out / "positions.csv").write_text("changed by hand", encoding="utf-8")
    before = {path: path.read_bytes() for path in out.iterdir()}
    with pytest.raises(RipenessError, match="Nothing is overwritten"):
        write_exchange(CONTENT, out, ["jsonl"])
    assert {path: path.read_bytes() for path in out.iterdir()} == before
    manifest = write_exchange(CONTENT, out, ["jsonl"], force=True)
    left = {"manifest.json", "notes.txt", "positions.csv", *manifest["files"]}
    assert {path.name for path in out.iterdir()} == left  # what was changed by hand is not removed


def test_a_manifest_never_vouches_for_files_that_are_half_replaced(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_exchange(CONTENT, out, ["jsonl"])
    written: list[str] = []

    def full(path: Path, data: bytes) -> None:
        if written:
            raise OSError(28, "No space left on device")
        written.append(path.name)
        path.write_bytes(data)

    monkeypatch.setattr(writing, "write_bytes", full)
    with pytest.raises(RipenessError, match="No space left"):
        write_exchange(Content((REPORT,), apply(Record(), (), [REPORT])), out, ["jsonl"], force=True)
    assert written == ["statements.jsonl"] and not (out / "manifest.json").exists()
    assert problems(out)[0][0].endswith("manifest.json")


def test_a_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(RipenessError, match="cannot be written there"):
        write_exchange(CONTENT, tmp_path / "file" / "out")


def test_a_reading_that_could_not_be_read_back_is_not_written(out: Path) -> None:
    wrong = replace(SAID, issue="")
    with pytest.raises(RecordError, match="never empty"):
        write_exchange(Content((REPORT,), apply(Record((wrong,)), (), [REPORT])), out)
    assert not out.exists()


# --- annotations ------------------------------------------------------------------------------

# The terms of the Web Annotation vocabulary that are used, and what each may hold.
VOCABULARY = {
    "AnnotationPage": {"@context", "id", "type", "partOf", "startIndex", "items"},
    "Annotation": {
        "id", "type", "motivation", "body", "target", "creator", "modified", "generator",
    },
    "TextualBody": {"type", "value", "format", "purpose", "language"},
    "SpecificResource": {"type", "source", "selector"},
    "Text": {"id", "type", "format", "language"},
    "TextPositionSelector": {"type", "start", "end"},
    "TextQuoteSelector": {"type", "exact", "prefix", "suffix"},
    "Person": {"type", "name"},
    "Software": {"type", "name"},
}  # fmt: skip
MOTIVATIONS = {
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying",
    "linking", "moderating", "questioning", "replying", "tagging",
}  # fmt: skip


def nodes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [node for item in value for node in nodes(item)]
    if isinstance(value, dict):
        return [value, *(node for item in value.values() for node in nodes(item))]
    return []


def test_annotations_use_the_vocabulary_and_nothing_else(out: Path) -> None:
    write_exchange(CONTENT, out, ["annotations"])
    page = json.loads((out / "annotations.jsonld").read_text(encoding="utf-8"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert page["partOf"].keys() == {"id", "label", "total"} and page["partOf"]["total"] == 4
    for node in nodes({**page, "partOf": None}):
        assert node.keys() - VOCABULARY[node["type"]] == set()
        assert {node.get("motivation"), node.get("purpose")} - {None} <= MOTIVATIONS
    ids = [item["id"] for item in page["items"]]
    assert len(set(ids)) == 4 and all(id.startswith("urn:uuid:") for id in ids)
    for item in page["items"]:
        assert item["type"] == "Annotation" and item["target"]


def test_an_annotation_leads_to_its_words(out: Path) -> None:
    write_exchange(CONTENT, out, ["annotations"])
    statement, move, *_ = json.loads((out / "annotations.jsonld").read_text(encoding="utf-8"))["items"]
    (target,) = statement["target"]
    assert target["source"]["id"] == source_of(REPORT) and target["source"]["language"] == "en"
    position, quote = target["selector"]
    assert TEXT[position["start"] : position["end"]] == quote["exact"] == SAID.content.exact
    at = TEXT.index(quote["prefix"] + quote["exact"] + quote["suffix"])
    assert at + len(quote["prefix"]) == position["start"]
    assert statement["creator"] == {"type": "Person", "name": "Ada"} and statement["motivation"] == "assessing"
    assert [len(each["target"]) for each in (statement, move)] == [1, 2]
    values = json.loads(move["body"][1]["value"])
    assert (values["id"], values["modality"], values["read_as"]) == ("m-1", "may", {"modality": "done"})


def test_an_undecided_reading_has_no_creator(out: Path) -> None:
    write_exchange(Content((REPORT,), apply(RECORD, (), [REPORT])), out, ["annotations"])
    items = json.loads((out / "annotations.jsonld").read_text(encoding="utf-8"))["items"]
    assert not [item for item in items if "creator" in item]
    assert {item["motivation"] for item in items} == {"classifying"}


# --- what is refused --------------------------------------------------------------------------


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def rewrite(path: Path, change: Callable[[list[dict[str, Any]]], None]) -> None:
    found = rows(path)
    change(found)
    path.write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")


def test_a_changed_file_is_refused_unless_on_purpose(out: Path) -> None:
    write_exchange(CONTENT, out)
    added = replace(LOG[0], by="Ben", status="rejected", at="2025-05-01T00:00:00Z")

    def edit(found: list[dict[str, Any]]) -> None:
        found.append({name: getattr(added, name) for name in found[0]})

    rewrite(out / "decisions.jsonl", edit)
    assert problems(out) == [("decisions.jsonl", None, "(the whole file)")]
    assert problems(out, edited=True) == [("manifest.json", None, "(the whole file)")]  # in which format?
    assert problems(out, edited=True, format="jsonl") == [("statements.jsonl", 1, "status")]
    rewrite(out / "statements.jsonl", lambda found: found[0].update(status="rejected", decided_by="Ben",
                                                                      decided_at="2025-05-01T00:00:00Z"))  # fmt: skip
    assert bring(out, edited=True, format="jsonl").decisions == (*LOG, added)
    assert bring(out, format="parquet").decisions == LOG


def test_every_fault_of_every_file_is_said_at_once(out: Path) -> None:
    write_exchange(CONTENT, out, ["jsonl"])
    rewrite(out / "statements.jsonl", lambda r: r[0].update(kind="quote", negated="no", content_end=3))
    rewrite(out / "moves.jsonl", lambda r: r[0].update(happened="Tuesday", modality="perhaps"))
    rewrite(out / "tellings.jsonl", lambda r: (r[0].update(number=2), r[1].update(move="m-9")))
    rewrite(out / "positions.jsonl", lambda r: (r[0].pop("stance"), r[0].update(mood="grim")))
    rewrite(out / "contradictions.jsonl", lambda r: r.append(r[0]))
    rewrite(out / "decisions.jsonl", lambda r: (r[0].update(by="", at="today", status="maybe"),
                                                 r[1].update(changes={"mood": 1})))  # fmt: skip
    found = problems(out, edited=True)
    assert set(found) >= {
        ("statements.jsonl", 1, "negated"),
        ("moves.jsonl", 1, "happened"),
        ("moves.jsonl", 1, "modality"),
        ("tellings.jsonl", 2, "move"),
        ("positions.jsonl", 1, "stance"),
        ("positions.jsonl", 1, "mood"),
        ("contradictions.jsonl", 2, "id"),
        ("decisions.jsonl", 1, "by"),
        ("decisions.jsonl", 1, "at"),
        ("decisions.jsonl", 1, "status"),
        ("decisions.jsonl", 2, "changes.mood"),
    }


@pytest.mark.parametrize("format", ["csv", "parquet", "jsonl"])
def test_a_wrong_value_is_said_with_line_and_column(out: Path, format: str) -> None:
    write_exchange(CONTENT, out, [format])  # type: ignore[list-item]
    file = out / f"moves.{format}"
    if format == "csv":
        file.write_text(file.read_text(encoding="utf-8").replace(",may,said", ",perhaps,said"), encoding="utf-8")
    elif format == "jsonl":
        rewrite(file, lambda r: r[0].update(modality="perhaps"))
    else:
        pl.read_parquet(file).with_columns(modality=pl.lit("perhaps")).write_parquet(file)
    with pytest.raises(RecordError, match=r"'may'.*\n.*Choose one of them") as error:
        bring(out, edited=True)
    (problem, *_) = error.value.problems
    assert (problem.file, problem.where, problem.seen) == (f"moves.{format}", "modality", "'perhaps'")
    assert problem.line == (2 if format == "csv" else 1)


def test_cells_of_csv_are_checked(out: Path) -> None:
    write_exchange(CONTENT, out, ["csv"])
    file = out / "statements.csv"
    text = file.read_text(encoding="utf-8")
    start = f",{SAID.content.start},"
    for old, new, column in ((start, ",ten,", "content_start"), (",false,false,", ",false,nein,", "hedged")):
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        assert ("statements.csv", 2, column) in problems(out, edited=True)
    file.write_text(
        text.replace(",false,false,", ",FALSE,False,", 1), encoding="utf-8-sig"
    )  # as a spreadsheet saves it
    assert bring(out, edited=True).readings[0].body == to_plain(SAID)
    file.write_text(text.rstrip() + ",one more\n", encoding="utf-8")
    assert problems(out, edited=True)[0] == ("statements.csv", 2, "(the whole file)")


@pytest.mark.parametrize(
    "damage",
    [b"", b"PAR1 not quite PAR1", b"\xff\xfe", b'{"id": 1}\n[]\n', b'id,kind\n"a'],
)
@pytest.mark.parametrize("format", ["csv", "parquet", "jsonl"])
def test_damaged_files_are_refused_and_never_traced(out: Path, format: str, damage: bytes) -> None:
    write_exchange(CONTENT, out, [format])  # type: ignore[list-item]
    (out / f"statements.{format}").write_bytes(damage)
    assert problems(out)[0][0] == f"statements.{format}"
    if not (format == "jsonl" and damage == b""):  # no line, no reading: the log alone is imported then
        assert any(file == f"statements.{format}" for file, *_ in problems(out, edited=True))


@pytest.mark.parametrize(
    "manifest",
    ["", "[]", "{}", '{"format": "x", "version": 1, "csv_guarded": false, "files": {}}',
     '{"format": "ripeness exchange", "version": 9, "csv_guarded": false, "files": {}}',
     '{"format": "ripeness exchange", "version": 1, "csv_guarded": false, "files": {"a": 1}}',
     '{"format": "ripeness exchange", "version": 1, "csv_guarded": false, "files": {}}'],
)  # fmt: skip
def test_what_is_no_manifest_is_refused(out: Path, manifest: str) -> None:
    out.mkdir()
    assert problems(out)[0][2] == "(the whole file)"
    (out / "manifest.json").write_text(manifest, encoding="utf-8")
    assert len(problems(out)) == 1


def test_a_missing_file_is_refused(out: Path) -> None:
    write_exchange(CONTENT, out, ["jsonl"])
    (out / "tellings.jsonl").unlink()
    assert problems(out) == [("tellings.jsonl", None, "(the whole file)")]
    assert problems(out, edited=True) == [("tellings.jsonl", None, "(the whole file)")]
    assert problems(out, format="csv") == [("manifest.json", None, "(the whole file)")]


def test_what_rests_on_other_reports_is_refused_with_the_reason(out: Path) -> None:
    write_exchange(CONTENT, out, ["csv"])
    for reports, why in (
        ([], "the case does not have it"),
        ([replace(REPORT, text=TEXT + " More.")], "in the case its text is another one"),
        ([Report("other", "x", "0" * 64, TEXT)], "in the case this report is called other"),
    ):
        with pytest.raises(RecordError, match=why) as error:
            bring(out, reports=reports)
        assert [problem.file for problem in error.value.problems] == ["reports.csv"]
        assert "6 readings and decisions" in str(error.value)


def test_a_report_that_nothing_rests_on_may_differ(out: Path) -> None:
    empty = Report("empty", "empty.txt", "1" * 64, "Nothing.")
    write_exchange(replace(CONTENT, reports=(REPORT, empty)), out, ["csv"])
    assert len(bring(out).readings) == 4


def test_words_that_do_not_stand_at_their_place_are_refused(out: Path) -> None:
    write_exchange(CONTENT, out, ["jsonl"])
    rewrite(out / "positions.jsonl", lambda r: r[0]["passages"][0].update(start=0, end=8))
    assert problems(out, edited=True) == [("positions.jsonl", 1, "(its passages)")]


def test_a_status_is_not_changed_by_writing_another_one(out: Path) -> None:
    write_exchange(CONTENT, out, ["jsonl"])
    rewrite(out / "positions.jsonl", lambda r: r[0].update(status="accepted", decided_by="Ben"))
    assert problems(out, edited=True) == [("positions.jsonl", 1, "status")]


def test_decisions_of_the_future_are_refused(out: Path) -> None:
    late = replace(LOG[0], at="2999-01-01T00:00:00Z")
    write_exchange(Content((REPORT,), apply(RECORD, [late], [REPORT]), (late,)), out, ["csv"])
    assert ("decisions.csv", 2, "at") in problems(out)


def test_a_reading_that_the_case_reads_otherwise_stays_as_it_is(out: Path) -> None:
    write_exchange(CONTENT, out)
    own = replace(SAID, rule="another rule")
    brought = bring(out, found=[own, REJECTED])
    assert (brought.same, brought.otherwise) == (2, ("s-1",))
    assert [each.reading for each in brought.readings] == ["p-1", "c-1"]
    assert brought.decisions == LOG
