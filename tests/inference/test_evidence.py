"""What counts as evidence, and how often."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ripeness.case.numbers import Because, Evidence
from ripeness.inference import Originals
from ripeness.inference.evidence import gather, originals
from tests.inference.cases import a_case, inputs, lineage

SAID = """answers:
  - party: kestria
    answer: rejects
    deal: lorne_paper
    because: {passages: [{report: wire, exact: no}]}
  - {party: aldova, answer: studies, deal: lorne_paper, because: Test.}
priorities:
  - {party: aldova, more: trade, than: monitors, because: Test.}
"""
OFFER = """  own_paper:
    name: Kestria's paper
    kind: final
    track: settlement
    terms: {river_line: old_border, monitors: force, trade: open}
    offered_by: [kestria]
    because: {passages: [{report: wire, exact: wants the old border and a force}]}
"""


def kinds(case, of=None) -> list[tuple[str, str]]:  # type: ignore[no-untyped-def]
    found = gather(case.case, case.game.agendas, of or lineage([]))
    return [(item.party, item.kind) for item in found.items]


def test_every_kind_is_found_and_what_is_no_evidence_is_said(tmp_path: Path) -> None:
    case = a_case(tmp_path, SAID, [("deals:\n", f"deals:\n{OFFER}")])
    found = gather(case.case, case.game.agendas, lineage([]))
    assert sorted((item.party, item.kind) for item in found.items) == [
        ("aldova", "priority"),
        ("kestria", "demand"),
        ("kestria", "offer"),
        ("kestria", "refusal"),
        ("kestria", "reject"),
    ]
    assert any("studies" in said for said in found.left_out)
    assert any("Republic of Lorne" in said and "no preferences" in said for said in found.left_out)


def test_the_same_act_twice_is_one(tmp_path: Path) -> None:
    once = a_case(tmp_path / "once", SAID)
    again = "  - {party: kestria, answer: rejects, deal: lorne_paper, on: 2025-03, because: Said again.}\n"
    by_terms = "  - {party: kestria, answer: rejects, because: Test., "
    by_terms += "terms: {trade: open, river_line: river, monitors: observers}}\n"
    twice = a_case(tmp_path / "twice", SAID.replace("priorities:", f"{again}{by_terms}priorities:"))
    assert kinds(once) == kinds(twice)
    item = next(i for i in gather(twice.case, twice.game.agendas, lineage([])).items if i.kind == "reject")
    assert len(item.where) == 3 and len(item.because) == 3


def test_who_offers_a_deal_has_accepted_it(tmp_path: Path) -> None:
    accepted = "answers:\n  - {party: kestria, answer: accepts, deal: own_paper, because: Test.}\n"
    case = a_case(tmp_path, accepted, [("deals:\n", f"deals:\n{OFFER}")])
    assert kinds(case).count(("kestria", "offer")) == 1
    assert ("kestria", "accept") not in kinds(case)


def test_a_demand_out_of_the_own_offer_is_not_counted_beside_it(tmp_path: Path) -> None:
    words = "because: {passages: [{report: wire, exact: wants the old border}]}"
    stated = [
        ("    because: Its parliament has voted that the present line will never be a border.", f"    {words}"),
        ("    refuses: [present_line]\n    firm: true\n", ""),
    ]
    alone = a_case(tmp_path / "alone", "", stated)
    beside = a_case(tmp_path / "beside", "", [*stated, ("deals:\n", f"deals:\n{OFFER}")])
    assert kinds(alone) == [("kestria", "demand")]
    assert kinds(beside) == [("kestria", "offer")]


def test_interim_deals_and_issues_without_a_weight_are_no_evidence(tmp_path: Path) -> None:
    quiet = "  quiet: {name: Quiet, kind: interim, track: settlement, lasts: 1, offered_by: [aldova], because: Test.}\n"
    changes = [("deals:\n", f"deals:\n{quiet}"), (", trade: 25}", "}"), ("      trade: {closed: 0, open: 100}\n", "")]
    case = a_case(tmp_path, "priorities:\n  - {party: aldova, more: trade, than: monitors, because: Test.}\n", changes)
    assert not [party for party, _ in kinds(case) if party == "aldova"]


def test_a_party_to_which_all_is_alike_has_no_prior_and_its_acts_tell_nothing(tmp_path: Path) -> None:
    joint = "    joint:\n      - {when: {trade: open, monitors: none}, worth: 10, because: Test.}\n"
    alike = [
        ("river: 70, present_line: 100}", "river: 0, present_line: 0}"),
        ("monitors: {none: 100, observers: 80, force: 0}", "monitors: {none: 5, observers: 5, force: 5}"),
        ("{closed: 0, open: 100}\n    because: Has", f"{{closed: 1, open: 1}}\n{joint}    because: Has"),
    ]
    made = inputs(a_case(tmp_path, SAID, alike))
    assert list(made.priors) == ["kestria"]
    assert {item.party for item in made.evidence.items} == {"kestria"}


def test_originals_are_counted_by_what_retells_what() -> None:
    because = [Because(passages=tuple(Evidence(report, "no") for report in ("a", "b", "c")))]
    assert originals(lineage([["a"], ["b"], ["c"]]), because) == Originals(3, 3)
    assert originals(lineage([["a", "b"], ["c"]]), because) == Originals(2, 2)
    assert originals(lineage([["a"], ["b"], ["c"]], [["a", "b", "c"]]), because) == Originals(3, 1)
    assert originals(lineage([]), [Because("judged", "Analyst")]) == Originals(1, 1)


TOLD = "because: {passages: [{report: wire, exact: no}]}"


@pytest.mark.parametrize("kept", [True, False])
def test_a_retelling_changes_no_number_that_goes_into_the_fit(tmp_path: Path, kept: bool) -> None:
    """``kept``: the second report retells the first; else it is another original, and the inputs differ."""
    both = "because: {passages: [{report: wire, exact: no}, {report: echo, exact: no}]}"
    one = inputs(a_case(tmp_path / "one", SAID), lineage([["wire"], ["echo"]]))
    stories = [["wire", "echo"]] if kept else [["wire"], ["echo"]]
    two = inputs(a_case(tmp_path / "two", SAID.replace(TOLD, both)), lineage(stories))
    same = [np.array_equal(a, b) for a, b in zip(one.records["kestria"].told, two.records["kestria"].told, strict=True)]
    assert all(same) is kept
    assert (one.digest == two.digest) is kept
