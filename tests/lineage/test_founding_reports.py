"""The five founding reports: 001 and 002 are one story, The New York Times stands behind 000 and 001."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ripeness.lineage import find_lineage
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
