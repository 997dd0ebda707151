"""Levers: each threshold is where the answer changes; nothing is tried that cannot matter; steps are cases solved."""

from __future__ import annotations

from pathlib import Path

import pytest

import ripeness
from ripeness.case.changes import places, with_now, with_number
from ripeness.case.game import game
from ripeness.case.model import CaseFile
from ripeness.outlook import Levers, levers, slack_of
from ripeness.outlook.levers import Step, _best_first, counts
from ripeness.outlook.reasons import agenda_of
from tests.outlook.cases import a_case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> CaseFile:
    """No zone, by a little."""
    return a_case(tmp_path_factory.mktemp("case"), win=2.5)


@pytest.fixture(scope="module")
def found(case: CaseFile) -> Levers:
    return levers(case, "settlement")


def test_the_case_has_no_zone_and_several_levers(found: Levers) -> None:
    assert found.slack is not None and found.slack < 0
    assert sum(each.threshold is not None for each in found.levers) >= 3
    assert "would open the zone" in found.narration


def test_just_before_the_threshold_the_answer_is_the_old_one(case: CaseFile, found: Levers) -> None:
    known = places(case)
    for each in found.levers:
        if each.threshold is None:
            continue
        loc = known[each.assumption.name][0]
        at = slack_of(with_number(case, loc, each.threshold), "settlement", "zone")
        assert at is not None and at >= -1e-9, each.narration
        before = each.value + (each.threshold - each.value) * 0.98
        old = slack_of(with_number(case, loc, before), "settlement", "zone")
        assert old is None or old < 0, each.narration


def test_no_threshold_means_that_no_end_of_the_search_turns_it(case: CaseFile, found: Levers) -> None:
    known = places(case)
    for each in found.levers:
        if each.threshold is None:
            for end in each.searched:
                at = slack_of(with_number(case, known[each.assumption.name][0], end), "settlement", "zone")
                assert at is None or at < 0


def test_the_plausible_range_is_told_from_what_lies_beyond(found: Levers) -> None:
    for each in found.levers:
        low, high = each.range or (0.0, 0.0)
        assert each.within == (each.threshold is not None and each.range is not None and low <= each.threshold <= high)
    order = [(not each.within, each.threshold is None) for each in found.levers]
    assert order == sorted(order)
    (ranged,) = [each for each in found.levers if each.assumption.name == "aid_stops"]
    assert ranged.range == (0.01, 0.10) and ranged.searched == (0.0, 1.0)


def test_chances_are_searched_only_as_far_as_the_rule_allows(found: Levers) -> None:
    (up,) = [each for each in found.levers if each.assumption.name == "beliefs.aldova.0.moves.up"]
    assert up.searched == (0.0, pytest.approx(0.92))  # 1 less the chance of moving down


def test_numbers_that_cannot_matter_are_not_tried(found: Levers) -> None:
    names = {each.assumption.name for each in found.levers}
    assert not any(name.startswith(("tracks.", "deals.", "actions.")) or "lorne" in name for name in names)


def test_a_number_tried_or_not_has_no_effect_if_it_is_left_out(case: CaseFile, found: Levers) -> None:
    """Whatever is not listed leaves slack as it is when it is moved."""
    listed = {each.assumption.name for each in found.levers}
    for name, (loc, number) in places(case).items():
        if name not in listed and loc[-1] != "lasts":
            moved = slack_of(with_number(case, loc, number.point * 1.01), "settlement", "zone")
            assert moved == pytest.approx(found.slack, abs=1e-9), name


def test_steps_are_the_case_with_the_situation_moved(case: CaseFile, found: Levers) -> None:
    steps = {step.name: step for step in found.steps}
    assert set(steps) == {
        "Kestria: A letter",
        "Aldova: A blockade",
        "The front: Aldova ahead",
    }  # what an action does is not said again as something that happens
    expected = slack_of(with_now(case, {"aid": "stopped"}), "settlement", "zone")
    assert steps["Aldova: A blockade"].slack == pytest.approx(expected)
    assert steps["Aldova: A blockade"].change == pytest.approx((expected or 0.0) - (found.slack or 0.0))
    assert (steps["Kestria: A letter"].kind, steps["Kestria: A letter"].party) == ("gesture", "kestria")


def test_a_step_that_changes_nothing_comes_before_one_that_does_harm() -> None:
    changes = {"harm": -0.1, "an end": None, "nothing": 0.0, "help": 0.2}
    steps = [Step(name, "situation", None, change, change, "") for name, change in changes.items()]
    assert [step.name for step in _best_first(steps)] == ["help", "nothing", "harm", "an end"]


def test_levers_of_agreement_now_move_the_talks(tmp_path: Path) -> None:
    case = a_case(tmp_path, win=1.9)
    found = levers(case, "settlement", "now")
    base = slack_of(case, "settlement", "now")
    assert found.slack == base
    assert any(each.assumption.name.startswith("tracks.settlement.recognition") for each in found.levers)
    known = places(case)
    turning = next(each for each in found.levers if each.threshold is not None)
    at = slack_of(with_number(case, known[turning.assumption.name][0], turning.threshold or 0.0), "settlement", "now")
    assert (at is not None and at >= -1e-9) != (base is not None and base >= -1e-9)


def test_a_number_at_which_the_case_makes_no_game_does_not_stop_the_rest(tmp_path: Path) -> None:
    """Kestria's one stake is trade: where that has no weight, or both values are the same, there is no game."""
    stake = """    weights: {river_line: 50, monitors: 40, trade: 10}
    values:
      river_line: {old_border: 100, river: 60, present_line: 0}
      monitors: {none: 0, observers: 50, force: 100}
      trade: {closed: 0, open: 100}
    # What goes together: extra worth (in points of the weights) if the deal matches 'when'.
    joint:
      - when: {river_line: river, monitors: force}
        worth: 10
        because: The river can be defended only with a force behind it.
"""
    lone = "    weights: {trade: 10}\n    values: {trade: {closed: 0, open: 100}}\n"
    case = a_case(tmp_path, (stake, lone), win=2.5)
    found = levers(case, "settlement")
    names = {each.assumption.name for each in found.levers}
    assert "situation.ends.0.values.aldova" in names
    (weight,) = [each for each in found.levers if each.assumption.name == "preferences.kestria.weights.trade"] or [None]
    assert weight is None or weight.searched[0] > 0  # at 0 Kestria would have no stake at all


@pytest.mark.parametrize("unit", ["", "    unit: chance per month\n"])
def test_chances_that_put_other_situations_in_reach_are_solved_anew(tmp_path: Path, unit: str) -> None:
    """Aid never stops today; a small chance of it opens situations that the case as it stands cannot reach."""
    old = "    low: 0.01\n    likely: 0.04\n    high: 0.10\n    unit: chance per month\n"
    case = a_case(tmp_path, (old, f"    low: 0.0\n    likely: 0.0\n    high: 0.10\n{unit}"), win=1.65)
    found = levers(case, "settlement")
    (aid,) = [each for each in found.levers if each.assumption.name == "aid_stops"]
    loc = places(case)["aid_stops"][0]
    fresh = slack_of(with_number(case, loc, 0.10), "settlement", "zone")
    assert aid.slack_high == pytest.approx(fresh) and (fresh or 0.0) < 0.0 < (found.slack or 0.0)
    assert aid.threshold is not None and aid.within


def test_of_two_thresholds_the_nearer_is_named(found: Levers, case: CaseFile) -> None:
    known = places(case)
    for each in found.levers:
        if each.threshold is None:
            continue
        loc, way = known[each.assumption.name][0], each.threshold - each.value
        mirror = each.value - 0.98 * way
        if each.searched[0] <= mirror <= each.searched[1]:
            other = slack_of(with_number(case, loc, mirror), "settlement", "zone")
            assert other is None or other < 0, each.narration


def test_levers_of_a_linked_track_are_those_of_its_package(tmp_path: Path) -> None:
    root = Path(__file__).parents[2] / "examples" / "korea-1951"
    case = ripeness.open_case(root).case
    consent = {"un_command", "china", "north_korea", "south_korea"}
    for track in ("armistice", "seoul"):
        made = game(case)
        assert set(agenda_of(made, track).consent) == consent
        asked = [loc for loc, _ in places(case).values() if counts(case, loc, agenda_of(made, track).consent, "zone")]
        assert any(loc[:2] == ("preferences", "china") for loc in asked)
