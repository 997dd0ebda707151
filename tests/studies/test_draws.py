"""Draws: PERT and weights as they should be, points that can be told apart and refined, joint draws kept together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ripeness.case.model import CaseFile
from ripeness.case.numbers import Choice, Number
from ripeness.errors import StudyError
from ripeness.studies.draws import mean, points, quantile, standard_error, uncertain
from tests.outlook.cases import a_case
from tests.studies.cases import STAKES, uncertain_case

EVEN = (np.arange(20_000) + 0.5) / 20_000


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> CaseFile:
    return uncertain_case(tmp_path_factory.mktemp("case"), *STAKES)


def test_a_range_is_a_pert() -> None:
    number = Number(low=2.0, likely=3.0, high=10.0)
    drawn = quantile(number, EVEN)
    assert drawn.min() >= 2.0 and drawn.max() <= 10.0
    assert drawn.mean() == pytest.approx((2 + 4 * 3 + 10) / 6, abs=1e-3) == mean(number)
    a, b = 1 + 4 / 8, 1 + 4 * 7 / 8  # of the beta distribution
    assert drawn.var() == pytest.approx(64 * a * b / ((a + b) ** 2 * (a + b + 1)), rel=1e-3)


def test_alternatives_come_by_their_weights() -> None:
    number = Number(choices=(Choice(0.1, 1.0), Choice(0.7, 3.0)))
    drawn = quantile(number, EVEN)
    assert (drawn == 0.7).mean() == pytest.approx(0.75, abs=1e-3)
    assert set(drawn.tolist()) == {0.1, 0.7}
    assert mean(number) == pytest.approx(0.55)


def test_more_draws_keep_the_first_and_scramblings_differ() -> None:
    few, many = points(5, 3, 0, 32), points(5, 3, 0, 256)
    assert (many[:32] == few).all()
    assert not np.isclose(points(5, 3, 1, 32), few).any(axis=1).all()
    assert not np.isclose(points(5, 4, 0, 32), few).all(axis=1).any()
    every = np.sort(many[:, 2])
    assert (np.floor(every * 256) == np.arange(256)).all()  # one point in each of 256 equal intervals


def test_what_is_drawn(case: CaseFile) -> None:
    found = uncertain(case)
    names = [each.name for each in found.drawn]
    assert names == [
        "parties.aldova.discount",
        "preferences.kestria.weights.river_line",
        "situation.flows.1.per_period",
        "situation.ends.0.values.aldova",
        "durability.1.breaks",
        "front_moves",
        "aid_stops",
    ]
    values = found.values(points(found.dimensions, 0, 0, 64))
    assert values.shape == (64, 7)
    assert found.faults(values) == [None] * 64
    assert all(
        low <= v.min() and v.max() <= high
        for v, (low, high) in zip(values.T, [e.number.span for e in found.drawn], strict=True)
    )


def test_joint_draws_keep_their_rows(case: CaseFile) -> None:
    loc, other = ("preferences", "kestria", "weights", "river_line"), ("preferences", "kestria", "weights", "trade")
    weight = np.linspace(30.0, 80.0, 50)
    found = uncertain(case, {loc: weight, other: 100 - weight})
    values = found.values(points(found.dimensions, 0, 0, 256))
    assert [each.loc for each in found.together] == [loc, other]
    assert (values[:, -2] + values[:, -1] == 100).all()
    assert set(values[:, -2].tolist()) == set(weight.tolist())  # 256 well-spread draws meet every row
    assert loc not in {each.loc for each in found.own}


def test_impossible_joint_draws_are_told(case: CaseFile) -> None:
    found = uncertain(case, {("parties", "aldova", "discount"): np.array([0.9, 1.2])})
    faults = found.faults(found.values(points(found.dimensions, 0, 0, 64)))
    assert sum(fault is not None for fault in faults) == 32
    assert "lies outside" in next(fault for fault in faults if fault)


def test_nothing_to_draw_is_an_error(case: CaseFile, tmp_path: Path) -> None:
    plain = a_case(tmp_path, ("    low: 0.01\n    likely: 0.04\n    high: 0.10\n", "    value: 0.04\n"))
    with pytest.raises(StudyError, match="nothing to draw"):
        uncertain(plain)
    with pytest.raises(StudyError, match="no number at"):
        uncertain(case, {("parties", "nobody", "discount"): np.array([0.9])})
    with pytest.raises(StudyError, match="one length"):
        uncertain(case, {("parties", "aldova", "discount"): np.zeros((2, 2))})


def test_the_standard_error_is_that_of_independent_means() -> None:
    assert standard_error([1.0, 2.0, 3.0, 4.0]) == pytest.approx(np.sqrt(5 / 3) / 2)
    assert np.isnan(standard_error([1.0, float("nan")]))
