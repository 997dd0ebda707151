from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy.sparse import csr_array

from ripeness.bargaining import BargainingError, Situation, absorption, discounted_absorption, fight_to_finish

# Three states: lost, holding, won; holding is left for 'won' with .3, for 'lost' with .1.
LINE = np.array([[0, 0, 0], [0.1, 0.6, 0.3], [0, 0, 0]])
ENDS = [True, False, True]


def front(**changes) -> Situation:
    given = {
        "states": ["lost", "holding", "won"],
        "drift": [LINE, LINE],
        "reference": LINE,
        "flow": [[0, 0], [-0.02, -0.05], [0, 0]],
        "discount": [0.9, 0.8],
        "end_value": [[0, 1], [0, 0], [1, 0]],
        "ends": ENDS,
        "parties": ["Aldova", "Kestria"],
    }
    return Situation(**(given | changes))


def test_fighting_on_by_hand() -> None:
    """W = (flow + d w) / (1 - d stay): a lump paid on arrival is discounted by the period of getting there."""
    worth = fight_to_finish(front())
    assert worth[1, 0] == pytest.approx((-0.02 + 0.9 * 0.3) / (1 - 0.9 * 0.6))
    assert worth[1, 1] == pytest.approx((-0.05 + 0.8 * 0.1) / (1 - 0.8 * 0.6))
    assert worth[[0, 2]].tolist() == [[0, 1], [1, 0]]


def test_each_party_computes_under_its_own_belief() -> None:
    hopeful = np.array([[0, 0, 0], [0.0, 0.5, 0.5], [0, 0, 0]])
    split = front(drift=[hopeful, LINE])
    assert fight_to_finish(split)[1, 0] == pytest.approx((-0.02 + 0.9 * 0.5) / (1 - 0.9 * 0.5))
    assert fight_to_finish(split)[1, 1] == pytest.approx(fight_to_finish(front())[1, 1])
    np.testing.assert_allclose(fight_to_finish(split, beliefs="reference"), fight_to_finish(front()))


def test_a_war_without_end_pays_its_flow_for_ever() -> None:
    endless = front(ends=[False] * 3, drift=[np.eye(3)] * 2, reference=np.eye(3))
    np.testing.assert_allclose(fight_to_finish(endless)[1], [-0.02 / 0.1, -0.05 / 0.2])


def test_all_states_may_be_ends() -> None:
    over = front(ends=[True] * 3)
    np.testing.assert_array_equal(fight_to_finish(over), over.end_value)


def test_sparse_and_dense_drifts_agree() -> None:
    sparse = front(drift=[csr_array(LINE), csr_array(LINE)], reference=csr_array(LINE))
    np.testing.assert_array_equal(fight_to_finish(sparse), fight_to_finish(front()))


def test_states_that_never_end() -> None:
    """0 ends; 1 goes to 0 or to the quagmire 2-3, which has no way out; 4 surely ends."""
    drift = np.zeros((5, 5))
    drift[1, [0, 2]] = 0.25, 0.75
    drift[2, 3] = drift[3, 2] = 1
    drift[4, [0, 4]] = 0.5, 0.5
    found = absorption(drift, [True, False, False, False, False])
    np.testing.assert_allclose(found.chance[:, 0], [1, 0.25, 0, 0, 1])
    np.testing.assert_allclose(found.length, [0, np.inf, np.inf, np.inf, 2])
    np.testing.assert_allclose(discounted_absorption(drift, [True] + [False] * 4, 0.9)[:, 0], [1, 0.225, 0, 0, 9 / 11])


def test_no_end_at_all() -> None:
    found = absorption(np.eye(2), [False, False])
    assert found.chance.shape == (2, 0)
    assert found.length.tolist() == [np.inf, np.inf]
    assert discounted_absorption(np.eye(2), [False, False], 0.5).shape == (2, 0)


def test_a_long_line_is_solved_sparsely() -> None:
    states = 4001
    inner = np.arange(1, states - 1)
    half = np.full(len(inner), 0.5)
    rows, columns = np.concatenate((inner, inner)), np.concatenate((inner - 1, inner + 1))
    drift = csr_array((np.concatenate((half, half)), (rows, columns)), shape=(states, states))
    ends = np.isin(np.arange(states), [0, states - 1])
    np.testing.assert_allclose(absorption(drift, ends).chance[:, 1], np.arange(states) / (states - 1), atol=1e-9)


def row(*chances: float) -> np.ndarray:
    return np.array([[0, 0, 0], chances, [0, 0, 0]])


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda: front(drift=[LINE, row(0.1, 0.6, 0.2)]), r"Kestria: the chances from 'holding' \(row 1\) sum to 0.9"),
        (lambda: front(reference=row(-0.1, 0.8, 0.3)), "reference: from 'holding' to 'lost' the chance is -0.1"),
        (lambda: front(reference=row(np.nan, 0.7, 0.3)), "the chance is nan"),
        (lambda: front(drift=[LINE]), "1 beliefs for 2 parties"),
        (lambda: front(reference=np.eye(2)), r"reference has the shape \(2, 2\)"),
        (lambda: front(flow=[[0, 0]]), r"flow has the shape \(1, 2\): expected \(3, 2\)"),
        (lambda: front(end_value=[[0, 0], [np.inf, 0], [0, 0]]), "end_value holds"),
        (lambda: front(discount=[0.9, 1.0]), r"one number in \[0, 1\)"),
        (lambda: front(parties=["Aldova"]), "1 parties and 2 discount factors"),
        (lambda: front(ends=[0, 1, 0]), "one true or false per state"),
        (lambda: front(states=["lost", "lost", "won"]), "2 of them different"),
        (lambda: discounted_absorption(LINE, ENDS, 1.0), r"in \[0, 1\)"),
    ],
)  # fmt: skip
def test_errors_name_the_row_and_its_sum(build: Callable[[], object], said: str) -> None:
    with pytest.raises(BargainingError, match=said):
        build()
