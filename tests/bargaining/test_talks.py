from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.sparse import csr_array

from ripeness.bargaining import BargainingError, Situation
from ripeness.bargaining.equilibrium import NotConvergedError
from ripeness.bargaining.evaluation import lasting_values
from ripeness.bargaining.rounds import Round, hold_round, prepared
from ripeness.bargaining.talks import NOTHING, Interim, Talks
from tests.bargaining.slow_talks import slow_round


def war(flow, discount=(0.9, 0.9), states=1, drift=None, **changes) -> Situation:
    """Two parties in states that fighting does not change, unless a drift is given."""
    stay = np.eye(states) if drift is None else drift
    given = {
        "states": [f"s{k}" for k in range(states)],
        "drift": [stay] * len(discount),
        "reference": stay,
        "flow": np.broadcast_to(flow, (states, len(discount))),
        "discount": discount,
        "end_value": np.zeros((states, len(discount))),
        "ends": np.zeros(states, bool),
        "parties": ["Aldova", "Kestria", "Norrland"][: len(discount)],
    }
    return Situation(**(given | changes))


# --- offers ----------------------------------------------------------------------------------------


def test_a_period_by_hand() -> None:
    """Going on is worth .1 and .2 here; Aldova offers what is best for it of what Kestria takes."""
    talks = Talks(war([[0.1, 0.2]]), [[0.9, 0.1], [0.6, 0.3], [0.3, 0.8], [0.0, 1.0]], recognition=[0.25, 0.5])
    solved = talks.finite(1, final_value=[[0.0, 0.0]])
    assert solved.offers(0, 0) == {"Aldova": "deal 1", "Kestria": "deal 2"}
    assert solved.value[0, 0] == pytest.approx(
        [0.25 * 0.6 + 0.5 * 0.3 + 0.25 * 0.1, 0.25 * 0.3 + 0.5 * 0.8 + 0.25 * 0.2]
    )
    assert solved.accepts(0, 0).tolist() == [[True, False], [True, True], [True, True], [False, True]]


def test_indifference_accepts_and_a_shortfall_beyond_the_tolerance_does_not() -> None:
    for value, taken in ((0.2, True), (0.2 - 5e-10, True), (0.2 - 5e-9, False)):
        talks = Talks(war([[0.1, 0.2]]), [[0.9, value]], recognition=[1.0, 0.0])
        assert (talks.finite(1, final_value=[[0.0, 0.0]]).offer[0, 0, 0] == 0) == taken
    strict = Talks(war([[0.1, 0.2]]), [[0.9, 0.2 - 5e-10]], recognition=[1.0, 0.0], tolerance=0.0)
    assert strict.finite(1, final_value=[[0.0, 0.0]]).offer[0, 0, 0] == NOTHING


def test_ties_go_to_what_is_best_for_the_others_then_to_the_first() -> None:
    deals = [[0.5, 0.2, 0.3], [0.5, 0.4, 0.2], [0.5, 0.2, 0.4], [0.1 + 0.2 + 0.2, 0.6, 0.0]]
    talks = Talks(war([[0.0] * 3], [0.5] * 3), deals, recognition=[1.0, 0.0, 0.0])
    assert talks.finite(1).offer[0, 0, 0] == 1


def test_a_tie_between_a_final_and_an_interim_deal() -> None:
    """The interim deal pays Aldova the same and Kestria more: it is offered. Where they tie wholly, the final one."""
    for paid, offered in ((0.3, 1), (0.2, 0)):
        truce = Interim([0.5, paid], np.eye(1))
        talks = Talks(war([[0.0, 0.0]]), [[0.5, 0.2]], recognition=[1.0, 0.0], interim=[truce])
        assert talks.finite(1, final_value=[[0.0, 0.0]]).offer[0, 0, 0] == offered


def test_a_quorum_a_seat_and_consent() -> None:
    """Norrland is not asked, Kestria may not offer the first deal, and two of three are enough for the second."""
    talks = Talks(
        war([[0.1] * 3], [0.5] * 3),
        [[0.5, 0.2, 0.0], [0.3, 0.6, 0.0]],
        recognition=[1 / 3] * 3,
        consent=[[True, True, False], [True, True, True]],
        quorum=[2, 2],
        proposers=[[True, False, True], [True, True, True]],
    )
    assert talks.finite(1, final_value=np.zeros((1, 3))).offer[0, 0].tolist() == [0, 1, NOTHING]
    all_three = Talks(war([[0.1] * 3], [0.5] * 3), [[0.3, 0.6, 0.0]], recognition=[1 / 3] * 3)
    assert (all_three.finite(1, final_value=np.zeros((1, 3))).offer == NOTHING).all()


def test_an_exit_is_an_action_of_who_answers_not_a_flow() -> None:
    """It raises what Kestria must be offered, and does nothing for it where it proposes or where nobody does."""
    deals = [[x / 100, 1 - x / 100] for x in range(101)]
    free = Talks(war([[0.0, 0.0]]), deals, recognition=[0.5, 0.0])
    bound = Talks(war([[0.0, 0.0]]), deals, recognition=[0.5, 0.0], exits=[[np.nan, 0.3]])
    assert free.finite(1).value[0, 0] == pytest.approx([0.5, 0.0])
    assert bound.finite(1).value[0, 0] == pytest.approx([0.35, 0.15])
    own = Talks(war([[0.0, 0.0]]), deals, recognition=[0.0, 1.0], exits=[[np.nan, 0.3]])
    assert own.finite(1).value[0, 0] == pytest.approx([0.0, 1.0])


def test_items_that_nobody_would_offer_are_left_out_and_change_nothing() -> None:
    rng = np.random.default_rng(3)
    talks = Talks(
        war(rng.normal(scale=0.05, size=(4, 3)), [0.9] * 3, states=4),
        rng.integers(0, 6, (40, 3)) / 5,
        recognition=[0.3] * 3,
        menu=np.repeat(rng.random((4, 8)) < 0.7, 5, axis=1),
    )
    thin, whole = prepared(talks), prepared(talks, thinned=False)
    assert len(thin.table.items) < len(whole.table.items) == 40
    one, two = hold_round(thin, talks.war), hold_round(whole, talks.war)
    assert one.offer.tolist() == two.offer.tolist()
    np.testing.assert_array_equal(one.value, two.value)


def test_a_breakable_deal_is_worth_what_it_is_in_its_state() -> None:
    lasting = [[[0.9, 0.1], [0.4, 0.6]], [[0.2, 0.1], [0.4, 0.6]]]
    talks = Talks(war([[0.0, 0.0]], states=2), lasting, recognition=[1.0, 0.0])
    assert talks.finite(1).offer[0, :, 0].tolist() == [0, 1]


def test_talks_with_nothing_on_the_menu_are_war() -> None:
    talks = Talks(war([[-0.1, 0.2]]), np.zeros((0, 2)), recognition=[0.5, 0.5])
    np.testing.assert_allclose(talks.stationary().value, talks.war)
    np.testing.assert_allclose(talks.quantal(5.0).value, talks.war)
    assert talks.stationary().offer.tolist() == [[NOTHING, NOTHING]]


# --- interim deals ---------------------------------------------------------------------------------


def front() -> Talks:
    """Aldova advances for sure and wins in two periods, unless a truce holds the front for a period at its price."""
    drift = np.zeros((3, 3))
    drift[0, 1] = drift[1, 2] = 1.0
    situation = war(
        [[-0.1, -0.1]], states=3, drift=drift, ends=[False, False, True], end_value=[[0, 0], [0, 0], [1, 0]]
    )
    truce = Interim([0.2, 0.0], np.eye(3), name="truce")
    return Talks(situation, [[0.5, 0.5]], recognition=[0.0, 0.5], interim=[truce], items=["split", "truce"])


def test_a_truce_pays_its_flow_and_stops_the_front() -> None:
    talks = front()
    solved = talks.finite(1)
    value = talks.war
    assert value[0] == pytest.approx([-0.1 + 0.9 * (-0.1 + 0.9), -0.1 - 0.09])
    going_on = [-0.1 + 0.9 * value[1, 0], -0.1 + 0.9 * value[1, 1]]
    truce = [0.2 + 0.9 * value[0, 0], 0.9 * value[0, 1]]
    assert solved.continuation[0, 0] == pytest.approx(going_on)
    assert solved.worth(0, 0)[1] == pytest.approx(truce)
    assert solved.offers(0, 0) == {"Kestria": "truce"}
    assert np.isnan(solved.worth(0, 2)).all()
    assert not solved.accepts(0, 2).any()


def test_each_party_sees_a_truce_by_its_own_belief() -> None:
    calm, restart = np.eye(3), np.roll(np.eye(3), 1, axis=1)
    situation = war([[0.0, 0.0]], states=3)
    truce = Interim([0.0, 0.0], [calm, restart], reference=calm)
    talks = Talks(situation, np.zeros((0, 2)), recognition=[0.5, 0.5], interim=[truce])
    coming = talks.coming(np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]]))
    assert coming[1] == pytest.approx(0.9 * np.array([[1, 2], [2, 3], [3, 1]]))
    with pytest.raises(BargainingError, match="no reference"):
        Talks(situation, np.zeros((0, 2)), [0.5, 0.5], interim=[Interim([0, 0], [calm, restart])])


def test_what_given_offers_are_worth_for_ever() -> None:
    """The linear equations against plain repetition, with an interim deal, for one round and for two in turn."""
    talks = front()
    truce, nothing = (np.full((3, 2), item, dtype=np.intp) for item in (1, NOTHING))

    def held(offer: np.ndarray) -> Round:
        return Round(talks.war, talks.war, offer, (offer != NOTHING).astype(float))

    def after(value: np.ndarray, offer: np.ndarray) -> np.ndarray:
        coming = talks.coming(value)
        chosen = np.where(offer[:, 1:] == NOTHING, talks.situation.flow + coming[0], talks.flow[0] + coming[1])
        going_on = talks.situation.flow + coming[0]
        now = 0.5 * chosen + 0.5 * going_on
        return np.where(talks.situation.ends[:, None], talks.situation.end_value, now)

    for damping in (1.0, 0.5):
        one, two = lasting_values(talks, [held(truce), held(nothing)], damping)
        np.testing.assert_allclose(two, one + damping * (after(one, truce) - one), atol=1e-12)
        np.testing.assert_allclose(one, two + damping * (after(two, nothing) - two), atol=1e-12)
    (alone,) = lasting_values(talks, [held(truce)])
    np.testing.assert_allclose(alone, after(alone, truce), atol=1e-12)


# --- stationary strategies -------------------------------------------------------------------------


def every_equilibrium(talks: Talks) -> list[np.ndarray]:
    """By listing all pure offers: solve what each is worth, keep what is its own best reply."""
    found: list[np.ndarray] = []
    shape = talks.recognition.shape
    for offers in product(range(-1, len(talks.items)), repeat=shape[0] * shape[1]):
        offer = np.array(offers, dtype=np.intp).reshape(shape)
        (value,) = lasting_values(talks, [Round(talks.war, talks.war, offer, (offer != NOTHING).astype(float))])
        new = all(np.abs(value - other).max() > 1e-9 for other in found)
        if new and np.abs(np.array(slow_round(talks, value.tolist()).value) - value).max() < 1e-9:
            found.append(value)
    return found


def test_several_equilibria_are_reported_as_several() -> None:
    """Two deals, each the favourite of one: whichever is expected to come is the one that the other must take."""
    talks = Talks(war([[-0.05, -0.05]]), [[0.9, 0.3], [0.3, 0.9]], recognition=[0.5, 0.5])
    found = talks.stationary(starts=6)
    values = sorted(tuple(each.value[0].round(9)) for each in found.equilibria)
    assert values == [(0.3, 0.9), (0.9, 0.3)]
    assert len(values) == len(every_equilibrium(talks))
    assert found.converged
    assert found.narration.startswith("2 different equilibria were found from 6 starts, up to 0.6 swings apart")


def cycling() -> Talks:
    """Three parties, three deals, two votes needed, and each deal beaten by another (Condorcet's cycle)."""
    deals = [[1.0, 0.5, 0.0], [0.0, 1.0, 0.5], [0.5, 0.0, 1.0]]
    return Talks(war([[-0.05, 0.1, 0.0]], [0.9] * 3), deals, recognition=[1 / 3] * 3, quorum=[2] * 3)


def test_a_cycle_is_named_and_no_number_is_given() -> None:
    found = cycling().stationary()
    assert every_equilibrium(cycling()) == []
    assert found.status == "cycled"
    assert not found.converged
    assert {run.period for run in found.runs} == {3}
    assert found.runs[0].moving.tolist() == [True]
    assert found.runs[0].spread == pytest.approx(0.5)
    assert "cycles with period 3: offers in 1 of 1 states never settle" in found.narration
    for number in ("value", "continuation", "offer", "equilibrium"):
        with pytest.raises(NotConvergedError, match="There is no number to give: solve a finite horizon"):
            getattr(found, number)


def test_a_search_that_seeks_no_cycle_just_does_not_settle() -> None:
    found = cycling().stationary(cycles=1)
    assert not found.converged and {(run.status, run.period) for run in found.runs} == {("unsettled", 0)}
    talks = Talks(war([[-0.05, -0.05]]), [[0.9, 0.3], [0.3, 0.9]], recognition=[0.5, 0.5])
    assert len(talks.stationary(starts=6, cycles=1).equilibria) == 2
    with pytest.raises(BargainingError, match="cycles=0"):
        talks.stationary(cycles=0)


def test_an_equilibrium_that_repels_the_iteration_is_found_all_the_same() -> None:
    """From war it cycles; either of two deals, expected for ever, is an equilibrium."""
    talks = Talks(war([[-0.1, -0.05]]), [[0.0, 0.8], [0.3, 0.5], [0.3, 0.1]], recognition=[0.5, 0.5])
    assert not talks.stationary(starts=1, damping=[1.0]).converged
    values = sorted(tuple(value[0].round(9)) for value in every_equilibrium(talks))
    found = talks.stationary()
    assert sorted(tuple(each.value[0].round(9)) for each in found.equilibria) == values == [(0.0, 0.8), (0.3, 0.5)]


def test_states_that_wait_for_each_other_are_moved_in_turn() -> None:
    """One deal, two states that alternate: it is made in one of them only; all at once the states go round for ever."""
    situation = war([[0.0, 0.1], [0.1, 0.05]], states=2, drift=[[0.0, 1.0], [1.0, 0.0]])
    talks = Talks(situation, [[0.8, 0.9]], recognition=[0.5, 0.5])
    found = talks.stationary()
    assert found.converged
    assert len(every_equilibrium(talks)) == 2
    assert all(any(np.abs(e.value - v).max() < 1e-9 for v in every_equilibrium(talks)) for e in found.equilibria)


@pytest.mark.parametrize("states", [1, 2])
def test_what_is_found_is_among_all_that_there_is(states: int) -> None:
    missed = 0
    for seed in range(25):
        rng = np.random.default_rng(seed)
        deals = rng.integers(0, 11, (4 if states == 1 else 2, 2)) / 10
        drift = np.eye(states)[::-1]
        talks = Talks(war(rng.integers(-2, 3, (states, 2)) / 20, states=states, drift=drift), deals, [0.5, 0.5])
        there_is, found = every_equilibrium(talks), talks.stationary()
        for each in found.equilibria:
            assert any(np.abs(each.value - value).max() < 1e-9 for value in there_is)
        missed += len(there_is) > len(found.equilibria)
        assert bool(there_is) == found.converged
    assert missed <= 4  # a search from a few starts may miss some where there are several


def test_too_few_sweeps_are_said_to_be_too_few() -> None:
    found = cycling().stationary(starts=1, sweeps=2, damping=[1.0])
    assert found.status == "unsettled"
    assert "had not settled after 2 rounds" in found.narration


def test_equilibria_of_larger_games_are_best_replies_to_themselves() -> None:
    for seed in range(30):
        rng = np.random.default_rng(seed)
        turns = np.roll(np.eye(3), 1, axis=1)
        talks = Talks(war(rng.normal(scale=0.1, size=(3, 2)), states=3, drift=turns), rng.random((6, 2)), [0.5, 0.5])
        found = talks.stationary(starts=2)
        assert found.converged
        for each in found.equilibria:
            np.testing.assert_allclose(slow_round(talks, each.value.tolist()).value, each.value, atol=1e-9)


def test_the_search_is_reproducible_and_its_settings_are_checked() -> None:
    talks = Talks(war([[-0.05, -0.05]]), [[0.9, 0.3], [0.3, 0.9]], recognition=[0.5, 0.5])
    one, two = talks.stationary(starts=5, seed=4), talks.stationary(starts=5, seed=4)
    assert [each.value.tolist() for each in one.equilibria] == [each.value.tolist() for each in two.equilibria]
    assert one.seed == 4
    for wrong in ({"starts": 0}, {"sweeps": 0}, {"tolerance": 0.0}, {"damping": []}, {"damping": [1.5]}):
        with pytest.raises(BargainingError, match="at least one"):
            talks.stationary(**wrong)


# --- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": [[0.1, 0.2, 0.3]]}, r"value has the shape \(1, 3\)"),
        ({"value": [[np.nan, 0.2]]}, "not finite"),
        ({"recognition": [0.7, 0.7]}, "in all 1.4"),
        ({"recognition": [-0.1, 0.7]}, "not negative"),
        ({"recognition": [1.0]}, "recognition has the shape"),
        ({"menu": [[1, 0]]}, "booleans"),
        ({"consent": [[True]]}, "consent"),
        ({"quorum": [3]}, "the quorum of item 0 is 3, 2 parties may consent"),
        ({"quorum": [1.5]}, "one whole number per item"),
        ({"exits": [[np.inf, 0.0]]}, "nan where there is no exit"),
        ({"items": ["a", "b"]}, "2 names for 1 items"),
        ({"tolerance": -1.0}, "tolerance is -1"),
        (
            {"interim": [Interim([0, 0], [[0.5]], name="truce")]},
            "interim item truce: the chances from 's0'",
        ),
        ({"interim": [Interim([0, np.nan], [[1.0]])]}, "flow of interim item 0"),
    ],
)
def test_arrays_that_make_no_game(changes: dict, said: str) -> None:
    given = {"situation": war([[0.0, 0.0]]), "value": [[0.5, 0.5]], "recognition": [0.5, 0.5]}
    with pytest.raises(BargainingError, match=said):
        Talks(**(given | changes))


def test_rows_off_the_menu_are_not_read_and_sparse_equals_dense() -> None:
    half = np.array([[0.0, 1.0], [9.0, 9.0]])
    situation = war([[0.0, 0.0]], states=2)
    listed = [[True, True], [True, False]]
    dense = Talks(situation, [[0.5, 0.5]], [0.5, 0.5], [Interim([0.1, 0.1], half)], menu=listed)
    sparse = Talks(situation, [[0.5, 0.5]], [0.5, 0.5], [Interim([0.1, 0.1], csr_array(half))], menu=listed)
    np.testing.assert_array_equal(dense.finite(3).value, sparse.finite(3).value)


def test_a_horizon_must_be_one() -> None:
    talks = Talks(war([[0.0, 0.0]]), [[0.5, 0.5]], [0.5, 0.5])
    with pytest.raises(BargainingError, match="at least 1 period"):
        talks.finite(0)
    with pytest.raises(BargainingError, match="final_value has the shape"):
        talks.finite(2, final_value=[1.0])


def test_the_constants_that_are_compiled_in_are_those_of_the_talks() -> None:
    from ripeness.bargaining import kernels, talks

    assert kernels.NOTHING == talks.NOTHING
    assert kernels.SCALE == 10.0**talks.DECIMALS
