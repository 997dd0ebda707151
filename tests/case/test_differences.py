"""Two versions of a case, compared piece by piece; each piece can be put in and taken out again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.case.differences import Difference, differences, edited, first_fault
from ripeness.case.files import case_of, parse, plain, read_source
from ripeness.case.game import game
from ripeness.case.model import CaseFile
from ripeness.errors import RipenessError
from tests.case.template import TEMPLATE, case_file

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/case.yaml"))


def of(folder: Path, *changes: tuple[str, str]) -> CaseFile:
    text = TEMPLATE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return parse(read_source(case_file(folder, text)))


CHANGES = [  # (what, kind, name, before, after): one change of the file each
    (("discount: 0.97", "discount: 0.96"), "number", "parties.aldova.discount", "0.97", "0.96"),
    (("likely: 0.04", "likely: 0.05"), "number", "assumptions.aid_stops.number", "0.04 (0.01 to 0.1)",
     "0.05 (0.01 to 0.1)"),
    (("now: level", "now: aldova_ahead"), "situation", "situation.variables.front.now", "Level", "Aldova ahead"),
    (("firm: true", "firm: false"), "refusal", "positions.0",
     "wants ‘Back to the old border’; firmly refuses ‘Along the present line of contact’",
     "wants ‘Back to the old border’; refuses ‘Along the present line of contact’"),
    (("    - variable: aid\n      to: {stopped: aid_stops}\n      because: Depends on one vote abroad.\n", ""), "rule",
     "situation.drift.2", "Aid to Kestria goes to ‘Stopped’ 0.04 (0.01 to 0.1)", None),
    (("consent: [aldova, kestria]", "consent: [aldova]"), "talks", "tracks.settlement.consent", "Aldova, Kestria",
     "Aldova"),
    (("because: Pressed by an election within the year.", "because: An election."), "reason",
     "parties.kestria.because", "Pressed by an election within the year.", "An election."),
    (("name: Aldova\n", "name: The Aldovans\n"), "wording", "parties.aldova.name", "Aldova", "The Aldovans"),
    (("  terms: {river_line: river, monitors: observers", "  terms: {river_line: river, monitors: force"), "deal",
     "deals.lorne_paper.terms.monitors", "Unarmed observers", "An armed force from neutral states"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "kind", "name", "before", "after"), CHANGES, ids=[each[2] for each in CHANGES])
def test_one_change_is_one_difference_and_goes_in_and_out(
    tmp_path: Path, change: tuple[str, str], kind: str, name: str, before: str, after: str | None
) -> None:
    old, new = of(tmp_path), of(tmp_path, change)
    (found,) = differences(old, new)
    assert (found.kind, found.name, found.before, found.after) == (kind, name, before, after)
    assert edited(old, found.forward) == new
    assert edited(new, found.backward) == old


def test_the_reason_of_a_number_is_the_one_that_stands_nearest(tmp_path: Path) -> None:
    (found,) = differences(of(tmp_path), of(tmp_path, ("up: 0.10", "up: {value: 0.11, because: A colonel said so.}")))
    before, after = found.becauses
    assert before is not None and after is not None
    assert (before.reason, before.analyst) == ("An even fight while aid flows.", "Name of the analyst")
    assert after.reason == "A colonel said so."


def test_only_the_range_of_a_number_does_not_count(tmp_path: Path) -> None:
    (found,) = differences(of(tmp_path), of(tmp_path, ("high: 0.10", "high: 0.2")))
    assert found.kind == "number" and not found.counts


def test_a_rule_put_before_others_changes_none_of_them(tmp_path: Path) -> None:
    rule = "    - {party: aldova, per_period: -0.02, when: {aid: stopped}, because: Test.}\n"
    old, new = of(tmp_path), of(tmp_path, ("  flows:\n", f"  flows:\n{rule}"))
    (found,) = differences(old, new)
    assert (found.kind, found.before, found.after) == (
        "rule", None, "Aldova: a month of fighting, where Aid to Kestria: Stopped -0.02",
    )  # fmt: skip
    assert edited(old, found.forward) == new and edited(new, found.backward) == old


def test_rules_in_another_order_are_one_difference(tmp_path: Path) -> None:
    first = (
        "  - breaks: 0.03\n    after: {front: up}\n"
        "    because: Two earlier truces broke, and Aldova gained each time.\n"
    )
    second = (
        "  - terms: {monitors: force}\n    breaks: 0.005\n    after: {front: up}\n"
        "    because: A force in between has held elsewhere.\n"
    )
    old, new = of(tmp_path), of(tmp_path, (first + second, second + first))
    (found,) = differences(old, new)
    assert edited(old, found.forward) == new and edited(new, found.backward) == old


def test_a_name_that_only_one_case_has_goes_with_its_value(tmp_path: Path) -> None:
    named = "assumptions:\n  even: {value: 0.2, because: Test.}\n"
    old = of(tmp_path)
    new = of(tmp_path, ("up: 0.10, down: 0.10", "up: even, down: 0.10"), ("assumptions:\n", named))
    number, name = sorted(differences(old, new), key=lambda each: each.kind, reverse=True)
    assert (name.kind, name.counts) == ("assumption", False)
    put = edited(old, number.forward)
    assert first_fault(put) is None
    assert put.situation.drift[0].moves["up"].value == 0.2
    assert edited(new, number.backward).situation.drift[0].moves["up"].value == 0.1


def test_what_cannot_stand_by_itself_is_found(tmp_path: Path) -> None:
    old = of(tmp_path)
    new = of(tmp_path, ("      open: Open\n", "      open: Open\n      free: Free\n"), (
        "trade: {closed: 0, open: 100}", "trade: {closed: 0, open: 90, free: 100}"), (
        "trade: {closed: 0, open: 100}", "trade: {closed: 0, open: 90, free: 100}"))  # fmt: skip
    found = {each.name: each for each in differences(old, new)}
    added = found["issues.trade.options.free"]
    assert (fault := first_fault(edited(old, added.forward))) is not None
    assert "free" in fault.seen or "free" in fault.where
    whole = edited(old, [edit for each in found.values() for edit in each.forward])
    assert whole == new and first_fault(whole) is None


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_a_case_against_itself_has_no_differences_also_as_it_is_kept(folder: Path) -> None:
    source = read_source(folder)
    case = parse(source)
    assert differences(case, case) == ()
    assert differences(case, case_of(plain(source))) == ()


def test_all_differences_together_make_the_other_case() -> None:
    cases = [parse(read_source(folder)) for folder in EXAMPLES]
    for old in cases:
        for new in cases:
            found = differences(old, new)
            for made, goal in (
                (edited(old, [edit for each in found for edit in each.forward]), new),
                (edited(new, [edit for each in found for edit in each.backward]), old),
            ):
                assert first_fault(made) is None
                assert not any(each.counts for each in differences(made, goal))


def test_values_that_make_no_case_are_refused() -> None:
    with pytest.raises(RipenessError, match=r"cannot be read: .*kept by another version"):
        case_of({"schema": 1, "name": "x"})


TEXTS = [each[0] for each in CHANGES]


@settings(max_examples=40, deadline=None)
@given(st.sets(st.integers(0, len(TEXTS) - 1)), st.randoms(use_true_random=False))
def test_any_of_several_changes_can_be_made_in_any_order(chosen: set[int], random) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        old, new = of(Path(folder)), of(Path(folder), *(TEXTS[place] for place in sorted(chosen)))
    found: list[Difference] = list(differences(old, new))
    assert len(found) == len(chosen)
    random.shuffle(found)
    assert edited(old, [edit for each in found for edit in each.forward]) == new
    game(edited(old, [edit for each in found[: len(found) // 2] for edit in each.forward]))
