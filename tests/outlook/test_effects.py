"""What each change of a case does to its answer: put in alone, and taken out alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from ripeness.case.files import parse, read_source
from ripeness.outlook import answer_of, case_changes, effects, what_if
from ripeness.outlook.effects import answer
from ripeness.outlook.whatif import answers
from tests.outlook.cases import a_case

ROOT = Path(__file__).parents[2]
DISCOUNT = ("discount: 0.97", "discount: 0.9")
FRONT = ("now: level", "now: aldova_ahead")
AID = ("likely: 0.04", "likely: 0.09")


def test_a_case_against_itself_has_not_changed(tmp_path: Path) -> None:
    case = a_case(tmp_path)
    found = case_changes(case, case)
    assert found.unchanged and found.old == found.new == answer(case)
    assert found.narration == "The case is as it was."


@pytest.mark.parametrize(
    ("change", "setting"),
    [
        (DISCOUNT, {"parties.aldova.discount": 0.9}),
        (FRONT, {"now.front": "aldova_ahead"}),
        (AID, {"aid_stops": 0.09}),
    ],
)
def test_one_change_does_what_whatif_says(
    tmp_path: Path, change: tuple[str, str], setting: dict[str, str | float]
) -> None:
    old, new = a_case(tmp_path), a_case(tmp_path, change)
    found = case_changes(old, new)
    (effect,) = found.effects
    asked = what_if(old, setting)
    assert effect.put_in is not None and effect.taken_out is not None
    assert effect.put_in.before == effect.taken_out.before == found.old == answer_of(asked.before)
    assert effect.put_in.after == effect.taken_out.after == found.new == answer_of(asked.after)


def test_changes_that_cancel_each_other_do_not_vanish(tmp_path: Path) -> None:
    old = a_case(tmp_path)
    new = a_case(tmp_path, ("discount: 0.97", "discount: 0.9"), ("per_period: -0.012", "per_period: 0.03"))
    found = case_changes(old, new)
    assert len(found.effects) == 2
    for effect in found.effects:
        assert effect.put_in is not None and effect.taken_out is not None
        assert effect.put_in.before == found.old and effect.taken_out.after == found.new
    one, two = (
        {(c.name): e for e in found.effects for c in e.changes}[name]
        for name in ("parties.aldova.discount", "situation.flows.0.per_period")
    )
    # With two changes the old case with one is the new case without the other.
    assert one.put_in and two.taken_out and one.put_in.after == two.taken_out.before
    assert two.put_in and one.taken_out and two.put_in.after == one.taken_out.before


def test_what_turns_the_answer_comes_first(tmp_path: Path) -> None:
    old = a_case(tmp_path)
    new = a_case(tmp_path, ("discount: 0.95", "discount: 0.949"), ("kestria: -0.3", "kestria: 5"), FRONT)
    found = case_changes(old, new)
    sizes = [effect.size for effect in found.effects]
    assert sizes == sorted(sizes, reverse=True)
    assert found.effects[-1].changes[0].name == "parties.kestria.discount"


def test_changes_that_hang_together_are_made_together_and_said_so(tmp_path: Path) -> None:
    old = a_case(tmp_path)
    new = a_case(
        tmp_path,
        ("      open: Open\n", "      open: Open\n      free: Free\n"),
        ("trade: {closed: 0, open: 100}", "trade: {closed: 0, open: 90, free: 100}"),
        ("trade: {closed: 0, open: 100}", "trade: {closed: 0, open: 90, free: 100}"),
        ("trade: {closed: 100, open: 0}", "trade: {closed: 100, open: 0, free: 0}"),
    )
    found = case_changes(old, new)
    (together,) = [effect for effect in found.effects if len(effect.changes) > 1]
    assert {each.name for each in together.changes} >= {"issues.trade.options.free"}
    assert together.put_in is not None and "made together" in together.faults[0]


def test_a_change_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    old = a_case(tmp_path, ("recognition: {lorne: 0.5, aldova: 0.2, kestria: 0.2}", "recognition: {lorne: 0.5}"))
    new = a_case(
        tmp_path, ("recognition: {lorne: 0.5, aldova: 0.2, kestria: 0.2}", "recognition: {lorne: 0.1, aldova: 0.9}")
    )
    found = {each.name: effect for effect in case_changes(old, new).effects for each in effect.changes}
    added = found["tracks.settlement.recognition.aldova"]
    assert added.put_in is None and added.taken_out is not None
    assert "sum" in added.faults[0] and "put into the earlier case" in added.faults[0]


def test_beyond_so_many_changes_only_slack_against_war_is_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effects, "TALKS_SOLVED", 1)
    found = case_changes(a_case(tmp_path), a_case(tmp_path, DISCOUNT, AID))
    whole = [effect.put_in.after.status is not None for effect in found.effects if effect.put_in]
    assert sorted(whole) == [False, True]


def test_what_the_computation_takes_no_notice_of_is_not_solved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effects, "_solved", lambda *_: pytest.fail("solved"))
    old = a_case(tmp_path)
    new = a_case(tmp_path, ("said: 2025-02", "said: 2025-03"), ("high: 0.10", "high: 0.2"))
    found = case_changes(old, new, answers(old))
    assert not found.effects and {each.kind for each in found.other} == {"wording", "number"}


def test_a_case_without_talks_is_compared_against_war(tmp_path: Path) -> None:
    silent = ("    recognition: {lorne: 0.5, aldova: 0.2, kestria: 0.2}\n", "")
    found = case_changes(a_case(tmp_path, silent), a_case(tmp_path, silent, FRONT))
    assert found.new is not None and found.new.status is None
    assert found.effects[0].put_in is not None and found.effects[0].put_in.slack != 0


def test_the_example_against_a_war_that_has_nothing_to_do_with_it_is_still_an_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(effects, "TALKS_SOLVED", 0)
    old, new = (parse(read_source(ROOT / "examples" / name)) for name in ("korea-1951", "dayton-1995"))
    found = case_changes(old, new)
    assert found.old is not None and found.new is not None
    assert found.effects and all(effect.known or effect.faults for effect in found.effects)
