from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ripeness
from ripeness.lineage import drop_one_origin, find_lineage
from ripeness.lineage.tree import origins_of
from ripeness.reports.model import Report

Make = Callable[..., Report]

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


def test_what_retells_a_citing_report_goes_with_it(make: Make) -> None:
    lines = [
        "The envoy left the harbour of Sarrow on Tuesday with eleven crates of maps and a broken compass.",
        "Fishermen at the northern pier had counted nineteen patrol boats before dawn, twice as many as in May.",
        "Her deputy will stay behind to measure the disputed sandbank with engineers from both navies.",
        "A bakery near the customs house has been handing out bread to the stranded crews since Sunday.",
    ]
    other = "Farmers in the Velm valley are driving their cattle to market early because of the drought and the levy."
    original = make("o", f"{other} The levy was raised twice in spring, and a third rise is feared.", "Velm Courier")
    citing = make("r1", " ".join([*lines, "The levy has been raised twice, according to the Velm Courier."]), "Bay Sun")
    copy = make("r2", " ".join(lines), "Hill Star")
    stranger = make(
        "z", "Judges in Corran opened the trial of four smugglers and adjourned it for want of an interpreter."
    )
    reports = [original, citing, copy, stranger]
    left = {origin.head: [r.id for r in rest] for origin, rest in drop_one_origin(find_lineage(reports), reports)}
    assert left["o"] == ["z"]
    assert left["r1"] == ["o", "z"]
    assert left["z"] == ["o", "r1", "r2"]


def test_a_pile_without_an_origin_has_a_lineage_of_its_own() -> None:
    pile = ripeness.read_reports(EXAMPLE)
    rest = pile.without({"2025-04-02-meridian-ledger", "2025-04-04-newsmill-depot"})
    assert len(rest) == len(pile) - 2
    assert rest.lineage().independent.strict == pile.lineage().independent.strict - 1
    found = {len(pile_left) for _, pile_left in pile.drop_one_origin()}
    assert max(found) < len(pile)
