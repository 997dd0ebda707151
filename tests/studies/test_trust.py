"""What an answer hangs on: levers over the draws, numbers that matter, sources and numbers taken away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ripeness.case.changes import places, with_numbers, with_sections
from ripeness.case.defaults import ANALYST, default_at
from ripeness.case.ground import without_reports
from ripeness.case.model import CaseFile
from ripeness.outlook import slack_of
from ripeness.outlook.levers import deeds
from ripeness.studies import Study, study
from ripeness.studies.dropping import drop_assumptions, drop_origins
from ripeness.studies.sensitivity import _importance, groups_of, sensitivity
from ripeness.studies.sure_levers import sure_levers
from tests.studies.cases import uncertain_case

WIRE = '{passages: [{report: wire, exact: "a"}, {report: copy, exact: "b"}]}'
BOTH = '{passages: [{report: wire, exact: "a"}, {report: other, exact: "c"}]}'


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> CaseFile:
    """The refusal, the truce and the discount of Kestria rest on the wire (and its copy); the war's cost on two."""
    return uncertain_case(
        tmp_path_factory.mktemp("case"),
        ("because: Its parliament has voted that the present line will never be a border.", f"because: {WIRE}"),
        ("because: Pressed by an election within the year.", f"because: {WIRE}"),
        ("because: The war is on its soil.", f"because: {BOTH}"),
        ("because: Depends on one vote abroad.", f"because: {WIRE}"),  # the number is named elsewhere
        ("because: The last shipment arrived in February.", f"because: {WIRE}"),
        (
            "    offered_by: [kestria, lorne]\n    because: Test.",
            f"    offered_by: [kestria, lorne]\n    because: {WIRE}",
        ),
    )


@pytest.fixture(scope="module")
def found(case: CaseFile, tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study(case, draws=256, runs=tmp_path_factory.mktemp("runs"))


# --- ground ----------------------------------------------------------------------------------------


def test_what_rests_on_the_reports_alone_loses_its_ground(case: CaseFile) -> None:
    other, lost = without_reports(case, {"wire", "copy"})
    assert [thing.kind for thing in lost] == ["number", "refusal", "deal", "today"]
    assert lost[0].label == "Kestria: worth now of one swing a month later"
    assert other.positions == () and "quiet" not in other.deals
    discount = other.parties["kestria"].discount
    assert discount.because is not None and discount.because.analyst == ANALYST
    assert str(discount.because.reason).startswith("default: ")
    same = with_sections(other, {"positions": case.positions, "deals": case.deals, "parties": case.parties})
    assert same == case  # nothing else was touched


def test_a_party_of_which_nothing_is_left_has_no_stakes(tmp_path: Path) -> None:
    lorne = ("open: 0}\n    because: Test.\n", f"open: 0}}\n    because: {WIRE}\n")
    mediated = uncertain_case(tmp_path, lorne)
    other, lost = without_reports(mediated, {"wire", "copy"})
    assert [(thing.kind, thing.label) for thing in lost] == [("stakes", "what Republic of Lorne wants")]
    assert set(other.preferences) == {"aldova", "kestria"}  # no deal needs Lorne's consent
    assert with_sections(other, {"preferences": mediated.preferences}) == mediated


def test_what_has_other_support_keeps_it(case: CaseFile) -> None:
    for gone in ((), ("wire",), ("other",), ("elsewhere",)):
        assert without_reports(case, gone) == (case, ())


def test_every_number_has_a_default_that_its_unit_allows(case: CaseFile) -> None:
    for period in ("day", "week", "month", "quarter", "year"):
        other = with_sections(case, {"period": period})
        for name, (loc, _) in places(other).items():
            low, high = default_at(other, loc).number.span
            assert low < high, name
            if loc[-1] == "discount":
                assert 0 < low < high < 1
            if "moves" in loc or "to" in loc or name in ("front_moves", "aid_stops"):
                assert low > 0 and high <= 0.45
    monthly, yearly = (
        default_at(with_sections(case, {"period": p}), ("parties", "aldova", "discount")) for p in ("month", "year")
    )
    assert monthly.likely**12 == pytest.approx(yearly.likely)


# --- dropping --------------------------------------------------------------------------------------


def test_dropping_an_origin_solves_the_case_without_it(case: CaseFile, found: Study) -> None:
    wire, other = drop_origins(found, [("Nobody's Daily", ["other"]), ("The Wire", ["wire", "copy"])])
    assert (wire.name, other.name) == ("The Wire", "Nobody's Daily")  # what matters comes first
    without, _ = without_reports(case, {"wire", "copy"})
    assert wire.after is not None and wire.after.zone == pytest.approx(slack_of(without, "settlement", "zone"))
    assert wire.before.zone == pytest.approx(slack_of(case, "settlement", "zone"))
    assert wire.after.zone != pytest.approx(wire.before.zone)
    assert wire.zone is not None and wire.zone_before == found.main.zone
    assert wire.zone.value == pytest.approx(study(without, draws=256).main.zone.value)
    assert "2 reports go back to The Wire" in wire.narration and "1 refusal" in wire.narration
    assert other.lost == () and other.after == other.before and other.zone is None
    assert "does not rest on it" in other.narration


def test_dropping_assumptions_tries_each_number(found: Study) -> None:
    made = drop_assumptions(found)
    best = made[0]
    loc = places(found.case)[best.name][0]
    at = with_numbers(found.case, {loc: default_at(found.case, loc).number})
    assert best.after is not None and best.after.zone == pytest.approx(slack_of(at, "settlement", "zone"))
    assert best.zone is not None and "at its default" in best.narration
    assert "situation.ends.0.values.aldova" in {each.name for each in made[:6]}  # the war's end decides this case
    assert not any("lorne" in each.name and each.turns for each in made)


# --- levers ----------------------------------------------------------------------------------------


def test_levers_over_the_draws_are_cases_solved(found: Study) -> None:
    levers = sure_levers(found)
    assert levers.draws == 128 and 0 < levers.chance.value < 1
    first = found.draws.filter(found.draws["number"] < 16)
    assert levers.chance.value == pytest.approx((first["settlement.zone"] >= -1e-9).mean())
    cases = [
        with_numbers(found.case, {e.loc: row[f"given.{e.name}"] for e in found.uncertain.drawn})
        for row in first.iter_rows(named=True)
    ]
    (end,) = [lever for lever in levers.levers if "breaks through" in lever.name]
    loc = ("situation", "ends", 0, "values", "aldova")
    assert end.value == 0.7  # victory worth less to Aldova opens the zone
    own = [slack_of(with_numbers(each, {loc: 0.7}), "settlement", "zone") for each in cases]
    assert end.chance.value == pytest.approx(np.mean([s is not None and s >= -1e-9 for s in own]))
    assert end.cost == pytest.approx((2.1 - 0.7) / (3.2 - 0.7))
    (deed,) = [deed for deed in deeds(found.case, "settlement") if deed.name == "Kestria: A letter"]
    (front,) = [lever for lever in (*levers.levers, *levers.worse) if lever.name == deed.name]
    own = [slack_of(deed.of(each), "settlement", "zone") for each in cases]
    assert front.chance.value == pytest.approx(np.mean([s is not None and s >= -1e-9 for s in own]))
    assert all(lever.gain <= -0.01 for lever in levers.worse) and levers.worse
    assert any("other end" in lever.name for lever in levers.worse)


def test_two_levers_together_cost_what_both_take(found: Study) -> None:
    levers = sure_levers(found)
    alone = {lever.name: lever for lever in levers.levers}
    for pair in levers.pairs:
        assert pair.chance.value > max(alone[name].chance.value for name in pair.names)
        whole = sum(alone[name].cost or 0.0 for name in pair.names)
        assert 0 < pair.part <= 1 and pair.cost <= whole + 1e-12
    assert [pair.cost for pair in levers.pairs] == sorted(pair.cost for pair in levers.pairs)
    if levers.cheapest is not None:
        assert levers.cheapest.chance.value >= 0.5


def test_levers_of_a_deal_now(found: Study) -> None:
    levers = sure_levers(found, "now")
    first = found.draws.filter(found.draws["number"] < 8)
    assert levers.draws == 64
    assert levers.chance.value == pytest.approx((first["settlement.now"] >= -1e-9).mean())


# --- sensitivity -----------------------------------------------------------------------------------


def test_indices_find_what_the_answer_hangs_on(found: Study) -> None:
    pytest.importorskip("SALib")
    hangs = sensitivity(found, base=32)
    assert hangs.solved == 32 * (len(hangs.groups) + 2)
    slack = next(each for each in hangs.answers if each.answer == "slack against fighting on")
    assert next(iter(slack.indices)) == "worth of the ends"
    assert slack.indices["worth of the ends"].value > 0.5 > slack.indices["patience"].value
    assert hangs.ends[0].name == "situation.ends.0.values.aldova"
    low, high = hangs.ends[0].zone
    assert low > high
    value = found.draws["given.situation.ends.0.values.aldova"].to_numpy()
    zone = found.draws["settlement.zone"].to_numpy() >= -1e-9
    assert low == pytest.approx(zone[value <= np.quantile(value, 0.1)].mean())
    assert "hangs most on worth of the ends" in hangs.narration


def test_numbers_by_themselves_or_in_groups(found: Study) -> None:
    each = groups_of(found.case, found.uncertain, True)
    assert len(set(each)) == len(each) == 7 - 1
    together = groups_of(found.case, found.uncertain, False)
    assert together.count("how the situation moves") == 2  # both named numbers


def test_the_indices_of_a_known_function() -> None:
    """The total-order indices of 3 a + b over independent uniform numbers are 0.9 and 0.1."""
    pytest.importorskip("SALib")
    from SALib.sample import sobol

    groups = ["a", "b", "c"]
    problem = {"num_vars": 3, "names": ["x0", "x1", "x2"], "bounds": [[0.0, 1.0]] * 3}
    design = sobol.sample(problem, 512, calc_second_order=False, seed=1)
    own = 3 * design[:, 0] + design[:, 1]
    found = _importance("test", own, groups, 512, 0)
    assert {name: index.value for name, index in found.indices.items()} == pytest.approx(
        {"a": 0.9, "b": 0.1, "c": 0.0}, abs=0.02
    )
    holed = own.copy()
    holed[7] = np.nan
    told = _importance("test", holed, groups, 512, 0)
    assert "1 of 512 rows" in str(told.note) and told.indices["a"].value == pytest.approx(0.9, abs=0.03)
    assert "same in all" in str(_importance("test", np.zeros_like(own), groups, 512, 0).note)
    assert "only 0 of 512" in str(_importance("test", np.full_like(own, np.nan), groups, 512, 0).note)


def test_a_study_of_one_group_has_an_index(tmp_path: Path) -> None:
    pytest.importorskip("SALib")
    from tests.outlook.cases import a_case

    found = study(a_case(tmp_path), draws=128)
    hangs = sensitivity(replace(found), base=16)
    (index,) = hangs.answers[0].indices.values()
    assert index.value == pytest.approx(1.0, abs=0.2)
