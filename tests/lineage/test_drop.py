from __future__ import annotations

from pathlib import Path

import ripeness
from ripeness.lineage import drop_one_origin, find_lineage
from ripeness.lineage.tree import origins_of

EXAMPLE = Path(__file__).parents[2] / "examples" / "spring-2025" / "reports"


def test_each_origin_is_dropped_once_with_all_that_rest_on_it() -> None:
    reports = ripeness.read_reports(EXAMPLE).reports
    lineage = find_lineage(reports)
    left = list(drop_one_origin(lineage, reports))
    assert [origin for origin, _ in left] == list(origins_of(lineage, reports))
    for origin, rest in left:
        assert not set(origin.reports) & {report.id for report in rest}
        assert [report for report in reports if report in rest] == list(rest)
        assert len(find_lineage(rest).stories) < len(lineage.stories)


def test_a_report_that_cites_an_origin_goes_with_it() -> None:
    reports = ripeness.read_reports(EXAMPLE).reports
    left = {origin.head: rest for origin, rest in drop_one_origin(find_lineage(reports), reports)}
    gone = {report.id for report in reports} - {report.id for report in left["2025-04-02-meridian-ledger"]}
    assert gone == {"2025-04-02-meridian-ledger", "2025-04-03-quayside-notebook", "2025-04-04-newsmill-depot"}


def test_a_pile_without_an_origin_has_a_lineage_of_its_own() -> None:
    pile = ripeness.read_reports(EXAMPLE)
    rest = pile.without({"2025-04-02-meridian-ledger", "2025-04-04-newsmill-depot"})
    assert len(rest) == len(pile) - 2
    assert rest.lineage().independent.strict == pile.lineage().independent.strict - 1
    found = {len(pile_left) for _, pile_left in pile.drop_one_origin()}
    assert max(found) < len(pile)
