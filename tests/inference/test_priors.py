"""What the case says becomes the prior, and the prior keeps to it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ripeness.case.numbers import Choice, Number
from ripeness.inference.priors import moments, prior_of
from ripeness.inference.sampler import sample_prior
from ripeness.inference.structure import structure_of
from tests.inference.cases import a_case, inputs

LONGER = [
    ("      present_line: Along", "      far_bank: Beyond the river\n      present_line: Along"),
    ("river: 70, present_line: 100", "river: 70, far_bank: 80, present_line: 100"),
    ("old_border: 100, river: 60, present_line: 0", "old_border: 70, river: 100, far_bank: 40, present_line: 0"),
]


def drawn(case, party: str, many: int = 3000):  # type: ignore[no-untyped-def]
    made = inputs(case)
    structure = structure_of(case.case, case.game.space)
    prior = made.priors[party]
    return sample_prior(structure, [prior], draws=many, seed=1), prior, made.scales[party]


def test_moments_of_numbers(tmp_path: Path) -> None:
    case = a_case(tmp_path).case
    assert moments(case, Number(value=3.0)) == (3.0, None)
    mean, sd = moments(case, Number(low=0.0, likely=5.0, high=10.0))
    assert mean == 5 and sd == pytest.approx(np.sqrt(25 / 7))
    assert moments(case, Number(choices=(Choice(0.0, 1), Choice(4.0, 3)))) == (3.0, pytest.approx(np.sqrt(3)))
    assert moments(case, Number(use="aid_stops"))[0] == pytest.approx((0.01 + 4 * 0.04 + 0.10) / 6)


def test_weights_lie_around_those_of_the_case(tmp_path: Path) -> None:
    stakes, _, scale = drawn(a_case(tmp_path), "aldova")
    assert scale.points == 100
    mean = stakes.weight[0].mean(axis=0)
    assert mean == pytest.approx([0.6, 0.15, 0.25], abs=0.03)
    assert stakes.weight[0].sum(axis=1) == pytest.approx(1)


def test_ranges_widen_and_narrow_the_prior(tmp_path: Path) -> None:
    def spread(text: str) -> float:
        case = a_case(tmp_path / str(len(text)), "", [("aldova:\n    weights: {river_line: 60,", text)])
        return float(drawn(case, "aldova")[0].weight[0][:, 0].std())

    start = "aldova:\n    weights: {river_line: "
    bare = spread(f"{start}60,")
    assert spread(f"{start}{{low: 10, likely: 60, high: 95}},") > 1.2 * bare
    assert spread(f"{start}{{low: 59, likely: 60, high: 61.5}},") < bare


@pytest.mark.parametrize("party", ["aldova", "kestria"])
def test_values_on_an_ordered_issue_have_one_peak_and_reach_from_worst_to_best(tmp_path: Path, party: str) -> None:
    stakes, prior, _ = drawn(a_case(tmp_path, "", LONGER), party)
    value = stakes.value[0][:, 0]
    peak = int(prior.peak[0])
    assert peak == (3 if party == "aldova" else 1)
    assert (np.diff(value[:, : peak + 1]) >= 0).all() and (np.diff(value[:, peak:]) <= 0).all()
    assert value.max(axis=1) == pytest.approx(1) and value.min(axis=1) == pytest.approx(0)
    expected = [0, 0.7, 0.8, 1] if party == "aldova" else [0.7, 1, 0.4, 0]
    assert value.mean(axis=0) == pytest.approx(expected, abs=0.06)


def test_values_with_two_peaks_are_not_ordered_and_that_is_said(tmp_path: Path) -> None:
    changes = [*LONGER[:1], (LONGER[1][0], "river: 70, far_bank: 20, present_line: 100"), LONGER[2]]
    made = inputs(a_case(tmp_path, "", changes))
    assert not made.priors["aldova"].ordered[0] and made.priors["kestria"].ordered[0]
    assert any("more than one peak" in note for note in made.scales["aldova"].notes)


def test_fighting_on_is_what_the_caller_computed(tmp_path: Path) -> None:
    case = a_case(tmp_path)
    known, unknown = (prior_of(case.case, "aldova", value)[0].reservation for value in (0.4, None))
    assert known[0] == 0.4
    assert unknown[1] > known[1]


def test_a_case_with_its_own_precision_keeps_it(tmp_path: Path) -> None:
    case = a_case(tmp_path, "", [("    discount: 0.97\n", "    discount: 0.97\n    precision: 25\n")])
    assert np.exp(prior_of(case.case, "aldova", None)[0].precision[0]) == pytest.approx(25)
    assert np.exp(prior_of(case.case, "kestria", None)[0].precision[0]) == pytest.approx(10)
