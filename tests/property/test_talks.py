"""The talks solver against its slow twin and against what any solution must obey, on random small games."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.bargaining import Situation
from ripeness.bargaining.classics import merlo_wilson, random_proposer
from ripeness.bargaining.classics.pie import splits
from ripeness.bargaining.course import propagate
from ripeness.bargaining.equilibrium import NotConvergedError
from ripeness.bargaining.evaluation import lasting_values
from ripeness.bargaining.rounds import Round, hold_round, prepared
from ripeness.bargaining.talks import NOTHING, Breaking, Interim, Talks
from ripeness.bargaining.talks_quantal import hold_quantal_round
from ripeness.bargaining.talks_stationary import settle
from tests.bargaining.slow_talks import (
    agreement,
    passes,
    slow_finite,
    slow_holding,
    slow_outlook,
    slow_quantal_round,
    slow_round,
)
from tests.bargaining.slow_talks import expected as expected_after
from tests.property.games import games, votes

many = settings(max_examples=120, deadline=None)
some = settings(max_examples=40, deadline=None)
seeds = st.integers(0, 2**32 - 1)


@many
@given(games())
def test_fast_equals_slow(talks: Talks) -> None:
    fast = talks.finite(4)
    values, offers = slow_finite(talks, 4)
    np.testing.assert_allclose(fast.value, values, atol=1e-11)
    assert fast.offer.tolist() == offers


@many
@given(games(exits=False))
def test_fast_equals_slow_with_a_quorum(talks: Talks) -> None:
    fast = talks.finite(3)
    values, offers = slow_finite(talks, 3)
    np.testing.assert_allclose(fast.value, values, atol=1e-11)
    assert fast.offer.tolist() == offers


@some
@given(games() | games(exits=False), st.lists(st.sampled_from([0.0, 1.0, 20.0]), min_size=3, max_size=3))
def test_quantal_rounds_equal_slow_ones(talks: Talks, precision: list[float]) -> None:
    parties = len(talks.situation.parties)
    sharp = np.array(precision[:parties])
    board = prepared(talks, thinned=bool(np.isnan(talks.exits).all()))
    value = talks.war
    for _ in range(2):
        held = hold_quantal_round(board, value, sharp)
        expected = slow_quantal_round(talks, value.tolist(), sharp.tolist())
        np.testing.assert_allclose(held.value, expected, atol=1e-10)
        value = held.value


@some
@given(games(), seeds)
def test_equilibria_are_fixed_points_of_the_slow_round_and_nothing_else_is_given_out(talks: Talks, seed: int) -> None:
    found = talks.stationary(starts=3, seed=seed, sweeps=200)
    for each in found.equilibria:
        slow = slow_round(talks, each.value.tolist())
        np.testing.assert_allclose(each.value, slow.value, atol=2e-9)
        assert each.residual <= 1e-9
    assert len(found.runs) == 3
    for run in found.runs:
        assert (run.status == "converged") == (run.period == 1)
        assert (run.status == "cycled") == (run.period > 1)
    if not found.equilibria:
        with pytest.raises(NotConvergedError, match="no number"):
            _ = found.value


@many
@given(games(plain=True))
def test_values_lie_between_war_and_the_best_deal_at_the_best_moment(talks: Talks) -> None:
    """Each may refuse everything, so it has war; none has more than stopping when it likes with its best deal."""
    solved = talks.finite(30)
    assert (solved.value >= talks.war - 30 * talks.tolerance).all()
    best = talks.value.max(axis=0)
    most = talks.war.copy()
    ends = talks.situation.ends[:, None]
    for _ in range(30):
        going_on = talks.situation.flow + talks.coming(most)[0]
        most = np.where(ends, talks.situation.end_value, np.maximum(going_on, best))
    assert (solved.value[0] <= most + 1e-9).all()


@many
@given(games(unanimous=True))
def test_nobody_has_less_than_war_where_nothing_is_agreed_without_it(talks: Talks) -> None:
    """It can refuse everything and offer nothing, whatever is on the menu (up to the tolerance of every round)."""
    solved = talks.finite(6)
    assert (solved.value >= talks.war - 6 * talks.tolerance).all()


def test_who_is_not_asked_may_have_less_than_war() -> None:
    situation = Situation(["s"], [np.eye(1)] * 2, np.eye(1), [[0.0, 0.05]], (0.9, 0.9), [[0.0, 0.0]], [False])
    talks = Talks(situation, [[0.9, 0.1]], [0.5, 0.0], consent=[[True, False]])
    assert talks.stationary().value[0, 1] < talks.war[0, 1] - 0.2


@many
@given(games() | games(exits=False))
def test_nobody_has_more_than_the_best_deal_the_best_flow_or_the_best_end(talks: Talks) -> None:
    """With m such that no deal is worth more, no end, and no flow for ever, V <= m: it is a mean of such payments.

    So V is at most the best deal where no flow of fighting or of an interim deal is above (1 - discount) times it, and
    no end above it. A deal that breaks is a mean of its own value and of talks, and adds nothing.
    """
    situation = talks.situation
    going = ~situation.ends
    flows = [
        situation.flow[going],
        *(flow[going & talks.menu[:, k]] for k, flow in enumerate(talks.flow, talks.finals)),
    ]
    lumps = talks.value.reshape(-1, talks.value.shape[-1])
    most = np.concatenate((lumps, situation.end_value[situation.ends], *(f / (1 - situation.discount) for f in flows)))
    assert (talks.finite(6).value <= most.max(axis=0) + 1e-9).all()


def test_where_fighting_pays_more_than_any_deal_a_value_is_above_the_best_deal() -> None:
    situation = Situation(["s"], [np.eye(1)] * 2, np.eye(1), [[0.2, -0.1]], (0.9, 0.9), [[0.0, 0.0]], [False])
    talks = Talks(situation, [[0.9, 0.1]], [0.5, 0.5])
    assert talks.stationary().value[0, 0] == pytest.approx(2.0)


@many
@given(games())
def test_a_deal_that_may_break_is_worth_between_itself_and_the_talks_after_it(talks: Talks) -> None:
    solved = talks.finite(2)
    for state in np.flatnonzero(~talks.situation.ends):
        worth = solved.worth(0, int(state))[: talks.finals]
        lump = talks.value if talks.value.ndim == 2 else talks.value[state]
        after = solved.value[1][talks.durability.after[talks.breaks, state]]
        listed = talks.menu[state, : talks.finals]
        assert (worth >= np.minimum(lump, after) - 1e-12)[listed].all()
        assert (worth <= np.maximum(lump, after) + 1e-12)[listed].all()


@many
@given(games())
def test_no_acceptable_deal_is_refused_and_none_better_for_the_proposer_left_aside(talks: Talks) -> None:
    solved = talks.finite(2)
    states, parties = talks.recognition.shape
    for state in range(states):
        worth, c = solved.worth(0, state), solved.continuation[0, state].tolist()
        for j in np.flatnonzero(talks.recognition[state]):
            open_to = [
                item
                for item in range(len(talks.items))
                if talks.menu[state, item]
                and talks.proposers[item, j]
                and passes(talks, item, state, int(j), worth[item].tolist(), c)
            ]
            made = solved.offer[0, state, j]
            assert (made == NOTHING) == (not open_to)
            if open_to:
                assert made in open_to
                assert worth[made, j] >= max(worth[item, j] for item in open_to) - 1e-11
                answers = solved.accepts(0, state)[made] | (np.arange(parties) == j)
                assert (answers & talks.consent[made]).sum() >= talks.quorum[made]


@some
@given(
    st.lists(st.floats(0.3, 0.95), min_size=2, max_size=4),
    st.floats(0.005, 0.04),
    st.integers(0, 3),
    seeds,
)
def test_more_patience_never_lowers_a_share(discount: list[float], more: float, who: int, seed: int) -> None:
    chance = np.random.default_rng(seed).dirichlet(np.ones(len(discount)))
    who %= len(discount)
    calmer = [d + more * (k == who) for k, d in enumerate(discount)]
    before, after = (random_proposer.values(chance.tolist(), each)[who] for each in (discount, calmer))
    assert after >= before - 1e-12
    if len(discount) == 2:  # and so it is in the solver, up to the parts of the pie
        parts = 2000
        coarse = 1 / parts / (1 - max(calmer))
        solved = [random_proposer.talks(parts, chance.tolist(), each).finite(200) for each in (discount, calmer)]
        assert solved[1].value[0, 0, who] >= solved[0].value[0, 0, who] - coarse


@some
@given(games(exits=False), seeds)
def test_relabelling_parties_changes_nothing(talks: Talks, seed: int) -> None:
    """Party by party the same; exits are left out for quantal answers, which come in the order of the parties."""
    parties = len(talks.situation.parties)
    new = np.random.default_rng(seed).permutation(parties)
    other = relabelled(talks, np.arange(len(talks.situation.states)), new)
    np.testing.assert_allclose(other.finite(4).value, talks.finite(4).value[:, :, new], atol=1e-10)
    one, two = (hold_quantal_round(prepared(each), each.war, np.full(parties, 5.0)) for each in (talks, other))
    np.testing.assert_allclose(two.value, one.value[:, new], atol=1e-10)


@some
@given(games(), seeds)
def test_relabelling_states_changes_nothing(talks: Talks, seed: int) -> None:
    new = np.random.default_rng(seed).permutation(len(talks.situation.states))
    other = relabelled(talks, new, np.arange(len(talks.situation.parties)))
    np.testing.assert_allclose(other.finite(4).value, talks.finite(4).value[:, new], atol=1e-10)
    assert other.finite(4).offer.tolist() == talks.finite(4).offer[:, new].tolist()


def relabelled(talks: Talks, states: np.ndarray, parties: np.ndarray) -> Talks:
    """The same game with states and parties in another order."""
    old = talks.situation
    count = len(states)

    def moved(stack, number: int) -> np.ndarray:
        return stack.toarray()[number * count : (number + 1) * count][np.ix_(states, states)]

    situation = Situation(
        states=[old.states[k] for k in states],
        drift=[moved(talks.moves[k], 0) for k in parties],
        reference=moved(talks.reference, 0),
        flow=old.flow[np.ix_(states, parties)],
        discount=old.discount[parties],
        end_value=old.end_value[np.ix_(states, parties)],
        ends=old.ends[states],
    )
    interim = [
        Interim(
            talks.flow[number][np.ix_(states, parties)],
            [moved(talks.moves[k], 1 + number) for k in parties],
            moved(talks.reference, 1 + number),
        )
        for number in range(len(talks.interim))
    ]
    value = talks.value[:, parties] if talks.value.ndim == 2 else talks.value[states][:, :, parties]
    place = np.argsort(states)  # of each old state in the new order
    breaking = [
        Breaking(np.broadcast_to(way.chance, count)[states], place[np.broadcast_to(way.after, count)[states]])
        for way in talks.breaking
    ]
    return Talks(
        situation,
        value,
        talks.recognition[np.ix_(states, parties)],
        interim,
        menu=talks.menu[states],
        consent=talks.consent[:, parties],
        quorum=talks.quorum,
        proposers=talks.proposers[:, parties],
        exits=talks.exits[np.ix_(states, parties)],
        breaking=breaking,
        breaks=talks.breaks,
    )


@some
@given(games(), st.integers(1, 3), st.sampled_from([1.0, 0.5]), seeds)
def test_what_offers_are_worth_for_ever_is_what_repeating_them_leads_to(
    talks: Talks, turns: int, damping: float, seed: int
) -> None:
    """Any offers at all, in turn: each value leads to the next by the rules, written out."""
    rng = np.random.default_rng(seed)
    rounds = []
    for _ in range(turns):
        offer = rng.integers(-1, len(talks.items), talks.recognition.shape)
        offer[~np.take_along_axis(talks.menu, offer, axis=1) if len(talks.items) else offer >= 0] = NOTHING
        rounds.append(Round(talks.war, talks.war, offer, np.ones(offer.shape)))
    values = lasting_values(talks, rounds, damping)
    for turn, held in enumerate(rounds):
        value = values[turn].tolist()
        expected = values[turn] + damping * (after_offers(talks, held.offer, value) - values[turn])
        np.testing.assert_allclose(values[(turn + 1) % turns], expected, atol=1e-9)


def after_offers(talks: Talks, offer: np.ndarray, value: list[list[float]]) -> np.ndarray:
    """The values before a round in which these offers are all accepted."""
    now = np.array(talks.situation.end_value)
    for state in np.flatnonzero(~talks.situation.ends).tolist():
        for party in range(now.shape[1]):
            going_on = float(talks.situation.flow[state, party]) + expected_after(talks, 0, state, party, value)
            now[state, party] = going_on
            for item, chance in zip(offer[state].tolist(), talks.recognition[state], strict=True):
                if item != NOTHING:
                    now[state, party] += chance * (agreement(talks, item, state, party, value) - going_on)
    return now


@some
@given(votes())
def test_cycles_are_seen_and_never_given_out_as_solutions(talks: Talks) -> None:
    """Where the plain iteration goes round, the search says so, or has leapt to a fixed point of the slow round."""
    board = prepared(talks)
    search = settle(talks, lambda value: hold_round(board, value), talks.war, 1.0, 200, 1e-9)
    if search.converged:
        value = search.held.value
        np.testing.assert_allclose(slow_round(talks, value.tolist()).value, value, atol=1e-9)
    for turn, value in enumerate(search.around):
        following = search.around[(turn + 1) % len(search.around)]
        np.testing.assert_allclose(slow_round(talks, value.tolist()).value, following, atol=2e-9)
    path = [talks.war.tolist()]
    for _ in range(200):
        path.append(slow_round(talks, path[-1]).value)
    last = np.array(path[-8:])
    back = [int(p) for p in range(1, 8) if np.abs(last[-1] - last[-1 - p]).max() < 1e-10]
    if back and back[0] > 1:
        assert search.converged or len(search.around) == back[0]
        run = talks.stationary(starts=1, damping=[1.0]).runs[0]
        assert run.status != "unsettled"


@some
@given(games(), seeds)
def test_a_start_from_an_equilibrium_finds_it_at_once(talks: Talks, seed: int) -> None:
    for each in talks.stationary(starts=3, seed=seed, sweeps=200).equilibria:
        again = talks.stationary(starts=1, start=each.value)
        assert again.converged
        assert again.runs[0].sweeps == 1
        np.testing.assert_allclose(again.value, each.value, atol=2e-9)


@some
@given(games(plain=True))
def test_a_long_horizon_that_settles_is_stationary(talks: Talks) -> None:
    long = talks.finite(400)
    if np.abs(long.value[0] - long.value[1]).max() < 1e-12:
        again = hold_round(prepared(talks), long.value[0])
        np.testing.assert_allclose(again.value, long.value[0], atol=1e-11)
        assert talks.stationary(starts=1).converged


@settings(max_examples=15, deadline=None)
@given(st.floats(0.5, 0.9), st.floats(0.6, 2.0), seeds)
def test_a_long_horizon_is_the_stationary_equilibrium_where_there_is_one(
    discount: float, small: float, seed: int
) -> None:
    """Two parties, a pie of changing size (Merlo and Wilson): one equilibrium, up to the parts of the pie."""
    rng = np.random.default_rng(seed)
    drift, named = rng.dirichlet(np.ones(2), 2), rng.dirichlet(np.ones(2), 2)
    parts = 1000
    talks = merlo_wilson.talks(splits(2, parts), 2, discount, [small, 2.0], drift, named)
    long = talks.finite(300).value[0]
    found = talks.stationary(starts=1)
    if found.converged:
        np.testing.assert_allclose(long, found.value, atol=4 / parts / (1 - discount))
    total = merlo_wilson.before_recognition(long, named).sum(axis=1)
    expected = merlo_wilson.efficient_delay([small, 2.0], drift, discount)
    np.testing.assert_allclose(total, expected.total, atol=1e-6)


@some
@given(games())
def test_the_outlook_follows_every_branch(talks: Talks) -> None:
    held = talks.finite(1).rounds[0]
    state, periods = 0, 5
    outlook = propagate(talks, [held], state, periods)
    expected = slow_outlook(talks, held.offer, state, periods)
    seen = {
        (t, item, j): outlook.struck[t, k, j]
        for t in range(periods)
        for k, item in enumerate(outlook.items)
        for j in range(talks.recognition.shape[1])
        if outlook.struck[t, k, j] > 0
    }
    assert seen.keys() == {key for key, chance in expected.items() if chance > 0}
    for key, chance in seen.items():
        assert chance == pytest.approx(expected[key], abs=1e-12)
    whole = outlook.deal_by() + outlook.ended.sum(axis=1) + outlook.going.sum(axis=1)
    np.testing.assert_allclose(whole, 1.0, atol=1e-12)
    np.testing.assert_allclose(outlook.lasting_by(), slow_holding(talks, held.offer, state, periods), atol=1e-12)
    if not talks.durability.chance.any():
        np.testing.assert_allclose(outlook.lasting_by(), outlook.deal_by(), atol=1e-12)
