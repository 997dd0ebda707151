"""brief.json: its keys, its schema, and that every passage stands where it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ripeness.brief.schema import brief_schema
from ripeness.dossier import read_reports
from tests.brief.opened import dossier

ROOT = Path(__file__).parents[2]
KEYS = {
    "reports", "lineage", "parties", "issues", "statements", "moves", "positions", "contradictions", "assumptions",
    "zone", "outlook", "blockers", "levers",
}  # fmt: skip


def passages(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if set(value) == {"report", "start", "end", "exact", "bytes"}:
            yield value
        for item in value.values():
            yield from passages(item)
    elif isinstance(value, list):
        for item in value:
            yield from passages(item)


def assert_sound(data: dict[str, Any]) -> None:
    jsonschema.validate(data, brief_schema())
    assert set(data) >= KEYS
    texts = {report["id"]: report["text"] for report in data["reports"]}
    found = list(passages(data))
    assert found
    originals = {report["id"]: (Path(report["file"]).read_bytes(), report["encoding"]) for report in data["reports"]}
    for passage in found:
        raw, encoding = originals[passage["report"]]
        assert raw[slice(*passage["bytes"])].decode(encoding).split() == passage["exact"].split()
        assert texts[passage["report"]][passage["start"] : passage["end"]] == passage["exact"]


def test_the_published_schema_is_the_one_in_use() -> None:
    published = json.loads((ROOT / "docs" / "brief.schema.json").read_text(encoding="utf-8"))
    assert published == brief_schema(), "write it anew: python -m ripeness.brief.schema > docs/brief.schema.json"
    jsonschema.Draft202012Validator.check_schema(published)


def test_a_case_gives_every_answer(tmp_path: Path) -> None:
    data = json.loads(dossier(tmp_path).brief().json())
    assert_sound(data)
    assert data["zone"]["ripe"] is True
    assert data["zone"]["slack"] > 0
    assert data["blockers"] == []
    assert {assumption["name"] for assumption in data["assumptions"]} >= {"aid_stops", "parties.aldova.discount"}
    assert all(a["because"]["reason"] or a["because"]["passages"] for a in data["assumptions"])
    assert all(a["because"]["analyst"] for a in data["assumptions"] if a["because"]["reason"])
    assert data["outlook"]["deal_by"] == sorted(data["outlook"]["deal_by"])
    assert data["talks"]["agendas"][0]["status"] == "deal now"
    assert data["why_not"] == []
    quoted = {s["speaker"]: s["party"] for s in data["statements"] if s["kind"] == "quotation"}
    assert quoted == {"Mira Tallec": "kestria", "Oskar Venn": None}


def test_an_unripe_case_names_its_blockers(tmp_path: Path) -> None:
    data = dossier(tmp_path, ("aldova: 0.95", "aldova: 2.5")).brief().data()
    assert_sound(data)
    assert data["zone"]["ripe"] is False
    assert data["zone"]["slack"] < 0
    assert [blocker["parties"] for blocker in data["blockers"]] == [["aldova"]]
    assert data["blockers"][0]["payment"]["aldova"] > 0


def test_reports_without_a_case_claim_nothing_that_needs_one(tmp_path: Path) -> None:
    dossier(tmp_path)
    data = read_reports(tmp_path / "reports").brief().data()
    assert_sound(data)
    assert data["zone"] is None and data["assumptions"] == []
    assert all(position["source"] == "record" for position in data["positions"])
    assert data["lineage"]["independent"] == {**data["lineage"]["independent"], "strict": 2}


def test_the_example(tmp_path: Path) -> None:
    from shutil import copytree, ignore_patterns

    from ripeness.dossier import open_case

    copytree(ROOT / "examples" / "spring-2025", tmp_path / "case", ignore=ignore_patterns("case.db*", "briefs"))
    data = open_case(tmp_path / "case").brief().data()
    assert_sound(data)
    assert len(data["reports"]) == 12
    assert data["zone"]["ripe"] is True
    assert data["zone"]["slack"] == pytest.approx(0.019, abs=1e-3)
    (standing,) = data["talks"]["agendas"]
    assert standing["status"] == "waiting pays" and list(standing["waiting"]) == ["russia"]
    assert standing["now"]["slack"] == pytest.approx(-0.015, abs=1e-3)
    assert "russia" in [each["party"] for each in data["talks"]["stalling"]]
    opening = [reason["kind"] for each in data["why_not"] for reason in each["reasons"] if reason["opens"]]
    assert opening[0] == "optimism"
    assert data["outlook"]["periods"] == 24 and data["outlook"]["deal_by"][0] < data["outlook"]["deal_by"][-1]
    assert len(data["levers"]) > 10 and len(data["steps"]) > 5
    assert {offer["key"]: offer["refusing"] for offer in data["offers"]} == {
        "american_paper": ["ukraine"],
        "european_paper": ["russia"],
        "russian_terms": ["ukraine"],
    }
    quoted = [statement for statement in data["statements"] if statement["kind"] == "quotation"]
    assert quoted and all(statement["party"] is None for statement in quoted)  # every quotation is an expert's
    assert {s["report"] for s in data["statements"] if s["reworded"]} == {"2025-04-04-newsmill-depot"}


@pytest.mark.parametrize(
    ("old", "new", "russia", "ukraine"),
    [
        ("now: slow_gains", "now: fast_gains", 1, -1),
        ("now: slow_gains", "now: static", -1, 1),
        ("now: flowing", "now: stopped", 1, -1),
        ("now: usual", "now: tariffs", -1, 0),
    ],
)
def test_the_front_and_the_aid_move_what_fighting_on_is_worth(
    tmp_path: Path, old: str, new: str, russia: int, ukraine: int
) -> None:
    from ripeness.case.files import parse, read_source
    from ripeness.case.game import game
    from ripeness.outlook import reservation, worth

    text = (ROOT / "examples" / "spring-2025" / "case.yaml").read_text(encoding="utf-8")
    assert old in text
    values = []
    for content in (text, text.replace(old, new)):
        (tmp_path / "case.yaml").write_text(content, encoding="utf-8")
        made = game(parse(read_source(tmp_path)))
        values.append(reservation(made, worth(made)))
    before, after = values
    assert (after["russia"] - before["russia"]) * russia > 0.01
    assert (after["ukraine"] - before["ukraine"]) * ukraine >= (0.01 if ukraine else 0)
