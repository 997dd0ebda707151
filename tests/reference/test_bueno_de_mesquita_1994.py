"""Bueno de Mesquita 1994: emission standards, the weighted mean and median, and the challenge model.

The equations of the challenge model are those that Scholz, Calbert and Smith 2011 (JTP 23) read off it.
"""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining import BargainingError
from ripeness.bargaining.classics.challenge import challenge, expected_gain, winning_chance
from ripeness.bargaining.classics.spatial import EMISSION_STANDARDS, weighted_mean, weighted_median
from tests.reference.vectors import table, vector


def emission_standards() -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    actors = table("bdm_emission_standards.csv")
    numbers = ([float(actor[key]) for actor in actors] for key in ("position_years", "capability", "salience"))
    position, capability, salience = (np.array(each) for each in numbers)
    return [actor["actor"] for actor in actors], position, capability, salience


def test_the_actors_as_keyed() -> None:
    names, *numbers = emission_standards()
    assert [actor.name for actor in EMISSION_STANDARDS] == names
    np.testing.assert_array_equal(np.array([actor[1:] for actor in EMISSION_STANDARDS]).T, numbers)


def test_numbers_keyed_from_the_reference_run() -> None:
    """Mean, median and the first two rounds, without the tables beside the project."""
    names = [actor.name for actor in EMISSION_STANDARDS]
    actors = [list(each) for each in zip(*(actor[1:] for actor in EMISSION_STANDARDS), strict=True)]
    assert weighted_mean(*actors) == pytest.approx(7.389955686853766, abs=1e-9)
    assert weighted_median(*actors) == 7.0
    run = challenge(*actors, rounds=2)
    moved = {name: run.position[1, k] for k, name in enumerate(names) if run.position[1, k] != run.position[0, k]}
    assert moved == pytest.approx({"Denmark": 4.096969398859005, "Greece": 9.52995216792986}, abs=1e-6)
    risk = dict(zip(names, run.risk[0], strict=True))
    assert risk["Netherlands"] == pytest.approx(1.1171814836347256, abs=1e-6)
    assert (risk["Luxembourg"], risk["UK"]) == pytest.approx((0.5, 2.0), abs=1e-6)
    assert run.mean[2] == pytest.approx(7.716656479126177, abs=1e-6)


def test_mean_and_median_of_the_emission_standards() -> None:
    _, *actors = emission_standards()
    assert weighted_mean(*actors) == pytest.approx(7.389955686853766, abs=1e-9)
    assert weighted_mean(*actors) == pytest.approx(
        vector("compromise_model", "emission standards", "weighted mean")[0], abs=1e-6
    )
    assert weighted_median(*actors) == vector("weighted_median", "emission standards", "Condorcet winner")[0] == 7.0


def test_the_median_wins_every_vote() -> None:
    _, position, capability, salience = emission_standards()
    weight = capability * salience
    middle = weighted_median(position, capability, salience)
    for other in (4.0, 5.5, 8.0, 10.0):
        nearer = np.abs(position - other) - np.abs(position - middle)
        assert (weight * np.sign(nearer)).sum() >= 0


def test_the_reference_run() -> None:
    names, *actors = emission_standards()
    run = table("bdm_challenge_reference_run.csv")
    found = challenge(*actors, rounds=len(run) - 1)
    for k, row in enumerate(run):
        np.testing.assert_allclose(found.position[k], [float(row[f"x_{name}"]) for name in names], atol=1e-6)
        np.testing.assert_allclose(found.risk[k], [float(row[f"r_{name}"]) for name in names], atol=1e-6)
        assert found.median[k] == pytest.approx(float(row["weighted_median"]), abs=1e-6)
        assert found.mean[k] == pytest.approx(float(row["weighted_mean"]), abs=1e-6)


def test_a_challenge_by_hand() -> None:
    """Two actors at the ends, the second twice as heavy and indifferent to the issue half of the time."""
    position, weight, salience = np.array([0.0, 1.0]), np.array([1.0, 2.0]), np.array([1.0, 0.5])
    chance = winning_chance(position, weight)
    assert chance == pytest.approx(np.array([[0, 1 / 3], [2 / 3, 0]]))
    gain = expected_gain(position, weight, salience, np.ones(2))
    # Winning all is worth 2, losing all -2, things as they are 0.
    assert gain[0, 1] == pytest.approx(0.5 * (1 / 3 * 2 - 2 / 3 * 2) + 0.5 * 2)
    assert gain[1, 0] == pytest.approx(2 / 3 * 2 - 1 / 3 * 2)


def test_actors_who_agree_stop_at_once_and_weights_are_checked() -> None:
    assert len(challenge([3, 3], [1, 1], [1, 1], rounds=5).position) == 1
    for wrong in (([1, 2], [1], [1, 1]), ([1, 2], [-1, 1], [1, 1]), ([1, 2], [0, 0], [1, 1])):
        with pytest.raises(BargainingError, match="weights"):
            weighted_mean(*wrong)
    with pytest.raises(BargainingError, match="salience"):
        challenge([1, 2], [1, 1], [1, 2], rounds=1)
