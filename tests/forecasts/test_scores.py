"""Scores: numbers worked out by hand, properness, what is left out, and how little a few show."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.forecasts import scores
from ripeness.forecasts.scores import BINS, FEWEST, LOG_CLIP, brier, exact_interval, log_score
from tests.forecasts.made import kept

CHANCES = st.floats(0, 1)


@given(CHANCES, CHANCES)
def test_to_say_what_one_believes_costs_least(believed: float, said: float) -> None:
    def expected(score, chance: float) -> float:
        return believed * score(chance, True) + (1 - believed) * score(chance, False)

    assert expected(brier, believed) <= expected(brier, said) + 1e-12
    if LOG_CLIP <= believed <= 1 - LOG_CLIP:
        assert expected(log_score, believed) <= expected(log_score, said) + 1e-9


@given(st.floats(0.02, 0.98), st.floats(0.02, 0.98))
def test_to_say_something_else_costs_more(believed: float, said: float) -> None:
    if abs(believed - said) < 1e-3:
        return
    for score in (brier, log_score):
        mean = [believed * score(c, True) + (1 - believed) * score(c, False) for c in (believed, said)]
        assert mean[0] < mean[1]


def test_known_numbers() -> None:
    assert brier(0.7, True) == pytest.approx(0.09)
    assert brier(0.7, False) == pytest.approx(0.49)
    assert log_score(0.5, True) == pytest.approx(math.log(2))
    assert log_score(0.0, True) == log_score(1.0, False) == pytest.approx(-math.log(LOG_CLIP))
    found = scores([kept("yes", id="a", chance=0.8), kept("no", id="b", chance=0.6), kept("no", id="c", chance=0.1)])
    (row,) = found.rows
    assert (row.count, row.yes) == (3, 1)
    assert row.score.brier == pytest.approx((0.04 + 0.36 + 0.01) / 3)
    assert row.score.log == pytest.approx(-(math.log(0.8) + math.log(0.4) + math.log(0.9)) / 3)
    assert row.baselines["base rate"].brier == pytest.approx(0.25)
    assert row.skill == pytest.approx(1 - (0.41 / 3) / 0.25)


def test_exact_intervals_are_those_of_clopper_and_pearson() -> None:
    # 90 %: none of n comes true with at most 1 - 0.05^(1/n); tables give 0.259 for 10.
    low, high = exact_interval(0, 10)
    assert low == 0 and high == pytest.approx(1 - 0.05 ** (1 / 10))
    assert exact_interval(10, 10)[0] == pytest.approx(0.05 ** (1 / 10))
    assert exact_interval(5, 10) == pytest.approx((0.2224, 0.7776), abs=5e-5)


def test_nothing_is_scored_before_it_has_come_out_and_voids_are_counted() -> None:
    found = scores([kept(None, id="a"), kept("void", id="b", chance=0.01)])
    assert found.rows == found.bins == () and (found.open, found.voids) == (1, 1)
    assert found.narration == "No forecast has come out yet, so nothing is scored (1 open, 1 void and left out)."
    with_one = scores([kept(None, id="a"), kept("void", id="b", chance=0.01), kept("yes", id="c", chance=1.0)])
    assert with_one.rows[0].count == 1 and with_one.rows[0].score.brier == 0


def test_calibration_puts_each_forecast_into_one_bin() -> None:
    chances = [0.0, 0.19, 0.2, 0.5, 0.79, 0.8, 1.0]
    found = scores(kept("yes" if k % 2 else "no", id=str(k), chance=c) for k, c in enumerate(chances))
    assert sum(each.count for each in found.bins) == len(chances)
    assert [(each.low, each.count) for each in found.bins] == [(0.0, 2), (0.2, 1), (0.4, 1), (0.6, 1), (0.8, 2)]
    assert found.bins[0].chance == pytest.approx(0.095) and found.bins[0].share == 0.5
    assert BINS[0] == 0 and BINS[-1] == 1


def test_groups_by_kind_maker_and_time() -> None:
    every = [
        kept("yes", id="a", maker="the model", kind="deal", terms={"agenda": "x"}),
        kept("no", id="b", maker="Ada", kind="deal", terms={"agenda": "x"}),
        kept("no", id="c", maker="Ada", due="2029-12-31"),
    ]
    found = scores(every)
    assert {row.name: row.count for row in found.by_kind} == {"deal": 2, "question": 1}
    assert {row.name: row.count for row in found.by_maker} == {"the model": 1, "Ada": 2}
    assert {row.name: row.count for row in found.by_time} == {"before its date": 2, "after its date": 1}
    assert "1 of them was kept after the date had passed" in found.narration


def test_forecasts_on_one_matter_count_as_one_where_it_is_asked_how_much_they_show() -> None:
    same = [kept("yes", id=str(k), due=f"2030-0{k + 1}-01") for k in range(8)]
    (row,) = scores(same).rows
    assert (row.count, row.matters, row.interval) == (8, 1, None)
    different = [kept("yes", id=str(k), question=f"Question {k}?") for k in range(FEWEST)]
    (row,) = scores(different).rows
    assert row.matters == FEWEST and row.interval is not None
    assert row.interval == pytest.approx((row.skill, row.skill))
    assert "So few show little" in scores(different).narration


def test_the_interval_holds_the_skill_and_is_the_same_each_time() -> None:
    every = [kept("yes" if k % 3 else "no", id=str(k), chance=0.1 + 0.1 * (k % 9), question=f"Q{k}") for k in range(40)]
    (first,), (again,) = scores(every).rows, scores(every).rows
    assert first == again and first.interval is not None and first.skill is not None
    assert first.interval[0] < first.skill < first.interval[1]
    assert "So few" not in scores(every).narration
    if first.interval[0] <= 0 <= first.interval[1]:
        assert "luck alone" in scores(every).narration


def test_a_base_rate_that_was_never_wrong_leaves_no_skill() -> None:
    (row,) = scores([kept("yes", base=1.0)]).rows
    assert row.skill is None
