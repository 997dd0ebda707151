"""The example against the truth that is written down beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from ripeness.dossier import Pile, read_reports
from ripeness.lineage import find_lineage

EXAMPLE = Path(__file__).parents[1] / "examples" / "spring-2025"


@pytest.fixture(scope="module")
def pile() -> Pile:
    return read_reports(EXAMPLE / "reports")


@pytest.fixture(scope="module")
def truth() -> Any:
    return YAML(typ="safe").load((EXAMPLE / "truth.yaml").read_text(encoding="utf-8"))


def stems(groups: Any) -> set[frozenset[str]]:
    return {frozenset(Path(name).stem for name in group) for group in groups}


def test_stories_and_origins(pile: Pile, truth: Any) -> None:
    assert stems(pile.lineage().stories) == stems(truth["stories"])
    lineage = find_lineage(pile.reports)  # by words alone; the meaning of sentences proposes more, for review
    assert stems(lineage.stories) == stems(truth["stories"])
    assert stems(lineage.origins) == stems(truth["origins"])
    assert (lineage.independent.strict, lineage.independent.all) == (
        truth["independent"]["strict"],
        truth["independent"]["all"],
    )


def test_kinds_of_retelling(pile: Pile, truth: Any) -> None:
    found = {(edge.source, edge.target): edge.kind for edge in pile.lineage().edges if edge.strength == "strong"}
    for report in truth["reports"]:
        if report["kind"] in ("copy", "abridged", "spun", "paraphrase"):
            pair = Path(report["file"]).stem, Path(report["of"]).stem
            assert found.get(pair, found.get(pair[::-1])) == report["kind"], pair


def test_desks_are_those_that_reports_name(pile: Pile, truth: Any) -> None:
    named = {(desk.outlet, report) for desk in pile.lineage().desks for report in desk.reports}
    expected = {
        (desk["outlet"], Path(file).stem)
        for desk in truth["desks"]
        if desk["named"]
        for file in (*desk["named"], *desk["published"])
    }
    assert named == expected


def test_every_quotation_has_its_speaker_and_no_party(pile: Pile, truth: Any) -> None:
    found = {(s.report, s.text): s.speaker for s in pile.record.statements if s.kind == "quotation"}
    wrong = []
    for quotation in truth["quotations"]:
        report = Path(quotation["file"]).stem
        said = [
            who for (where, text), who in found.items() if where == report and text.startswith(quotation["first_words"])
        ]
        # A name that the report garbles is that of the person; what stands there is kept as its surface.
        stands = quotation.get("surface", quotation["speaker"]).split()[-1]
        right = [who and who.name == quotation["speaker"] and who.party == quotation["party"] for who in said]
        if right != [True] or (said[0] and said[0].surface.exact.split()[-1] not in (stands, "he", "she")):
            wrong.append((report, quotation["first_words"], [who and (who.name, who.surface.exact) for who in said]))
    assert wrong == []
    assert len(found) == len(truth["quotations"])
