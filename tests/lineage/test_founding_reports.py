"""The five founding reports: 001 and 002 are one story, The New York Times stands behind 000 and 001."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ripeness.lineage import find_lineage, repairs, tortured
from ripeness.reports.model import Passage, Report, holds

REPORTS = Path(__file__).parents[2].parent / "shared" / "reports"
pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="the founding reports (../shared/reports) are not here")


def founding() -> list[Report]:
    reports = []
    for path in sorted(REPORTS.glob("*.txt")):
        name, text = path.stem[:3], path.read_text(encoding="utf-8")
        lines = tuple(Passage(name, m.start(), m.end(), m[0]) for m in re.finditer(r"^Original Source:.*$", text, re.M))
        reports.append(Report(name, path.name, "", text, source_lines=lines))
    return reports


def test_stories_and_desk() -> None:
    reports = founding()
    lineage = find_lineage(reports)
    assert lineage.stories == (("000",), ("001", "002"), ("003",), ("004",))
    assert [(e.source, e.target, e.strength, e.directed) for e in lineage.edges] == [("002", "001", "strong", False)]
    assert lineage.edges[0].kind in ("paraphrase", "spun")
    (desk,) = lineage.desks
    assert (desk.outlet, desk.reports) == ("The New York Times", ("000", "001"))
    by_id = {report.id: report for report in reports}
    assert all(holds(by_id[passage.report], passage) for passage in desk.passages)
    assert (lineage.independent.strict, lineage.independent.all) == (4, 3)


def test_garbled_names_and_odd_phrases() -> None:
    reports = founding()
    found = repairs(reports, find_lineage(reports))
    by_id = {report.id: report for report in reports}
    assert all(holds(by_id[repair.passage.report], repair.passage) for repair in found)
    assert {(repair.passage.report, repair.surface, repair.resolved) for repair in found} == {
        ("003", "Fox Information", "Fox News"),
        ("003", "White Home", "White House"),
        ("003", "Carnegie Russia Eurasia Heart", "Carnegie Russia Eurasia Center"),
        ("003", "Heart for a New American Safety", "Center for a New American Security"),
        ("003", "German Council on International Relations", "German Council on Foreign Relations"),
    }
    hints = [hint for report in reports for hint in tortured(report)]
    assert {hint.passage.report for hint in hints} == {"003"}
    assert ("suppose tank", "think tank") in {(hint.surface, hint.expected) for hint in hints}


def test_a_garbled_name_in_an_interview_is_no_desk() -> None:
    assert "Fox News" not in {desk.outlet for desk in find_lineage(founding()).desks}
