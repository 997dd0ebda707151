"""From the case to arrays: later rules override, conditions bind, beliefs differ, agendas are packages."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ripeness.bargaining import fight_to_finish
from ripeness.case.files import parse, read_source
from ripeness.case.game import Game, game
from tests.case.template import TEMPLATE, case_file


def built(folder: Path, *changes: tuple[str, str]) -> Game:
    text = TEMPLATE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return game(parse(read_source(case_file(folder, text))))


def state(of: Game, *values: str) -> int:
    return of.states.index(tuple(values))


def test_the_last_rule_whose_condition_holds_counts(tmp_path: Path) -> None:
    made = built(tmp_path)
    drift = made.situation.reference.toarray()
    level, ahead = state(made, "level", "flowing"), state(made, "aldova_ahead", "flowing")
    level_dry, ahead_dry = state(made, "level", "stopped"), state(made, "aldova_ahead", "stopped")
    assert drift[level, ahead] == pytest.approx(0.10 * 0.96)  # the front moves, aid stays
    assert drift[level, ahead_dry] == pytest.approx(0.10 * 0.04)  # both move, independently
    assert drift[level_dry, ahead_dry] == pytest.approx(0.30)  # the rule for stopped aid overrides


def test_rows_sum_to_one_and_there_is_no_step_beyond_the_end(tmp_path: Path) -> None:
    made = built(tmp_path)
    drift = made.situation.reference.toarray()
    rows = drift.sum(axis=1)
    assert np.allclose(rows[~made.situation.ends], 1)
    last = state(made, "kestria_ahead", "flowing")
    assert drift[last, last] == pytest.approx((1 - 0.10) * 0.96)


def test_only_the_party_that_believes_it_has_the_other_drift(tmp_path: Path) -> None:
    made = built(tmp_path)
    aldova, kestria = made.situation.drift
    assert not np.allclose(aldova.toarray(), made.situation.reference.toarray())
    assert np.allclose(kestria.toarray(), made.situation.reference.toarray())


def test_utilities_are_swings_over_allowed_deals_with_joint_factors(tmp_path: Path) -> None:
    made = built(tmp_path)
    best = {"river_line": "old_border", "monitors": "force", "trade": "open"}
    assert made.space.value(best)[made.parties.index("kestria")] == pytest.approx(1.0)
    with_force = made.space.value({"river_line": "river", "monitors": "force", "trade": "open"})
    raw = 0.50 * 60 + 0.40 * 100 + 0.10 * 100 + 10
    assert with_force[1] == pytest.approx(raw / 100)  # Kestria's worst is 0 points, its best 100


def test_forbidden_and_required_combinations_leave_no_such_deal(tmp_path: Path) -> None:
    rules = """forbidden:
  - combination: {river_line: [river, present_line], monitors: none}
    because: Test.
required:
  - if: {trade: open}
    then: {monitors: {not: none}}
    because: Test.
situation:
"""
    made = built(tmp_path, ("situation:\n", rules))
    deals = list(made.space.deals())
    assert made.space.count() == len(deals) == 18 - 2 * 2 - 1  # two lines without monitors, then open trade without
    assert not any(deal["trade"] == "open" and deal["monitors"] == "none" for deal in deals)


LINKED = (
    "    issues: [river_line, monitors, trade]\n",
    "    issues: [river_line, monitors]\n    because: Test.\n  shop:\n    name: The shop\n"
    "    table: [kestria, lorne]\n    consent: [lorne]\n    issues: [trade]\n    linked_to: settlement\n",
)


def test_a_linked_track_is_decided_with_its_main_one(tmp_path: Path) -> None:
    stake = (
        "    because: Fears a second attack more than the loss of the far bank.\n",
        "    because: Fears.\n  lorne:\n    weights: {trade: 1}\n    values: {trade: {closed: 0, open: 100}}\n"
        "    because: Test.\n",
    )
    (package,) = built(tmp_path, LINKED, stake).agendas
    assert package.tracks == ("settlement", "shop")
    assert package.consent == ("aldova", "kestria", "lorne")
    assert package.fixed == {}
    apart = tuple(text.replace("    linked_to: settlement\n", "") for text in LINKED)
    quo = ("    name: Trade across the river\n", "    name: Trade across the river\n    status_quo: closed\n")
    settlement, shop = built(tmp_path, (apart[0], apart[1]), stake, quo).agendas
    assert settlement.fixed == {"trade": "closed"}
    assert shop.consent == ("lorne",)


def test_durability_takes_the_last_rule_that_matches(tmp_path: Path) -> None:
    made = built(tmp_path)
    unguarded = made.breaks({"river_line": "river", "monitors": "none", "trade": "open"})
    guarded = made.breaks({"river_line": "river", "monitors": "force", "trade": "open"})
    assert (unguarded.chance, guarded.chance) == (0.03, 0.005)
    assert made.states[unguarded.after] == ("aldova_ahead", "flowing")


@pytest.mark.parametrize(
    ("old", "new", "party", "sign"),
    [
        ("now: level", "now: aldova_ahead", "aldova", 1),
        ("now: level", "now: aldova_ahead", "kestria", -1),
        ("now: flowing", "now: stopped", "aldova", 1),
        ("now: flowing", "now: stopped", "kestria", -1),
        ("per_period: -0.012", "per_period: -0.030", "aldova", -1),
    ],
)
def test_the_situation_moves_what_fighting_on_is_worth(
    tmp_path: Path, old: str, new: str, party: str, sign: int
) -> None:
    before, after = built(tmp_path), built(tmp_path, (old, new))
    column = before.parties.index(party)
    worth = [fight_to_finish(made.situation)[made.now, column] for made in (before, after)]
    assert sign * (worth[1] - worth[0]) > 0.01
