"""What is read off the solved talks, against its definition deal by deal and against solving again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import ripeness
from ripeness.bargaining.talks import NOTHING
from ripeness.case.changes import changed, with_lasting_deals, with_now, with_one_belief, with_value, without_refusals
from ripeness.case.game import game
from ripeness.outlook import (
    TalksAnswers,
    answers,
    forecast_talks,
    price_of,
    ripeness_map,
    slack_of,
    solve_talks,
    value_deal,
    what_if,
    why_not,
    worth,
)
from ripeness.outlook.zone import slack
from tests.case.slow_states import following, put, rules_of
from tests.outlook.cases import a_case, random_talks

SEEDS = range(25)
EXAMPLES = Path(__file__).parents[2] / "examples"


def solved(folder: Path, seed: int) -> TalksAnswers:
    return answers(random_talks(folder, seed))


def slow_acceptance(found: TalksAnswers, deal, party: str) -> float:
    """Gain of a final deal over not agreeing now, from the definitions; minus infinity where it is firmly refused."""
    made, talks = found.solved.game, found.solved
    agenda = made.agendas[0]
    if any(line.party == party for line in made.crossed(agenda, deal)):
        return -np.inf
    k = made.parties.index(party)
    delta = made.situation.discount[k]
    breaks = made.breaks(deal)
    after = talks.following[breaks.after, k]
    utility = made.space.value(deal)[k]
    worth_now = ((1 - delta) * utility + delta * breaks.chance * after) / (1 - delta * (1 - breaks.chance))
    return float(worth_now - talks.continuation[made.now, k])


@pytest.mark.parametrize("seed", SEEDS)
def test_slack_against_waiting_is_the_best_over_all_deals(tmp_path: Path, seed: int) -> None:
    found = solved(tmp_path, seed)
    (standing,) = found.standings
    agenda = standing.agenda
    best = -np.inf
    for deal in found.solved.game.space.deals():
        gains = sorted((slow_acceptance(found, deal, party) for party in agenda.consent), reverse=True)
        best = max(best, gains[(agenda.quorum or len(gains)) - 1])
    if np.isinf(best):
        assert standing.now.slack is None
    else:
        assert standing.now.slack == pytest.approx(best, abs=1e-9)
    zone, now = standing.zone.ripe, standing.now.ripe
    assert standing.status == ("deal now" if now else "waiting pays" if zone else "no zone")
    assert bool(standing.waiting) == (standing.status == "waiting pays" and not agenda.quorum)


@pytest.mark.parametrize("apart", [False, True])
def test_a_deal_is_worth_the_same_to_the_zone_and_to_the_talks(apart: bool) -> None:
    """For every deal on today's menu, with the bilateral track in the package or still open beside it."""
    settings = {"tracks.relations.linked_to": "none"} if apart else {}
    case, _ = changed(ripeness.open_case(EXAMPLES / "spring-2025").case, settings)
    solution = solve_talks(case, game(case), starts=1)
    talks, made = solution.talks, solution.game
    worth_of = solution.item_worth(talks.now)
    agenda = made.agendas[0]
    seen = 0
    for k, item in enumerate(talks.items):
        if item.kind == "final" and talks.talks.menu[talks.now, k] and item.deal is not None:
            value = value_deal(made, solution.worth, item.deal, agenda).value
            assert [value[party] for party in made.parties] == pytest.approx(worth_of[k].tolist(), abs=1e-9)
            seen += 1
    assert seen > 5 and (solution.worth.later.any() == apart)


@pytest.mark.parametrize("seed", SEEDS)
def test_values_obey_the_equations_of_the_game(tmp_path: Path, seed: int) -> None:
    """V from the offers, c from V, both at today's place, written out."""
    found = solved(tmp_path, seed)
    talks, solution = found.solved.talks, found.solved
    now, engine = talks.now, talks.talks
    for k in range(len(talks.parties)):
        row = engine.moves[k][[now]].toarray()[0]
        going = engine.situation.flow[now, k] + engine.situation.discount[k] * row @ solution.following[:, k]
        assert solution.continuation[now, k] == pytest.approx(going, abs=1e-9)
    worth_of = solution.item_worth(now)
    expected = solution.continuation[now].copy()
    for j, offered in enumerate(solution.rounds[0].offer[now].tolist()):
        if offered != NOTHING:
            expected += engine.recognition[now, j] * (worth_of[offered] - solution.continuation[now])
    np.testing.assert_allclose(solution.value[now], expected, atol=1e-8)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_proposer_offers_the_best_that_is_accepted(tmp_path: Path, seed: int) -> None:
    found = solved(tmp_path, seed)
    talks, solution = found.solved.talks, found.solved
    now, engine = talks.now, talks.talks
    worth_of, least = solution.item_worth(now), solution.threshold(now)
    for j in np.flatnonzero(engine.recognition[now]).tolist():
        best = solution.continuation[now, j]
        for k in np.flatnonzero(engine.menu[now] & engine.proposers[:, j]).tolist():
            yes = sum(
                bool(engine.consent[k, p]) and (p == j or worth_of[k, p] >= least[p] - 1e-9)
                for p in range(len(talks.parties))
            )
            if yes >= engine.quorum[k]:
                best = max(best, worth_of[k, j])
        offered = solution.rounds[0].offer[now, j]
        got = solution.continuation[now, j] if offered == NOTHING else worth_of[offered, j]
        assert got == pytest.approx(best, abs=1e-8)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_parts_of_a_truce_add_up_and_its_price_is_what_is_missing(tmp_path: Path, seed: int) -> None:
    found = solved(tmp_path, seed)
    (truce,) = found.interim
    talks = found.solved
    number = next(k for k, item in enumerate(talks.talks.items) if item.key == "quiet")
    gain = talks.item_worth(talks.talks.now)[number] - talks.continuation[talks.talks.now]
    for party, parts in truce.parts.items():
        column = talks.talks.column(party)
        assert sum(parts.values()) == pytest.approx(gain[column], abs=1e-9)
        assert truce.gain[party] == pytest.approx(gain[column], abs=1e-9)
        assert parts["the period itself"] == pytest.approx({"aldova": 0.004, "kestria": 0.006}.get(party, 0.0))
    for party, price in truce.price.items():
        assert price == pytest.approx(max(0.0, -truce.gain[party]))
        assert price_of(talks, "quiet", party) == pytest.approx(-truce.gain[party], abs=1e-9)
        assert (party in truce.refusing) == (price > 1e-9)
    assert truce.free == tuple(p for p in ("kestria", "lorne") if truce.gain[p] >= -1e-9)


def test_what_nobody_offered_may_be_free_to_all_who_are_asked(tmp_path: Path) -> None:
    case = random_talks(tmp_path, 0)
    (truce,) = answers(with_value(case, ("deals", "quiet", "offered_by"), ())).interim
    asked = case.tracks[case.deals["quiet"].track].consent
    assert truce.free == tuple(party for party in asked if truce.gain[party] >= -1e-9)
    assert truce.free and "It costs" in truce.narration


def test_a_payment_of_the_price_is_what_brings_a_party_in(tmp_path: Path) -> None:
    """The price is computed at today's values; paid on top of the period it makes the party indifferent there."""
    case = a_case(tmp_path, win=1.6)
    found = answers(case)
    (truce,) = found.interim
    assert "aldova" in truce.refusing
    talks = found.solved
    number = next(k for k, item in enumerate(talks.talks.items) if item.key == "quiet") - talks.talks.talks.finals
    column = talks.talks.column("aldova")
    paid = talks.talks.talks.flow[number, talks.talks.now, column] + truce.price["aldova"]
    following = talks.talks.talks.coming(talks.following)[1 + number, talks.talks.now, column]
    assert paid + following == pytest.approx(talks.continuation[talks.talks.now, column], abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_stalling_by_its_definition(tmp_path: Path, seed: int) -> None:
    found = solved(tmp_path, seed)
    (standing,) = found.standings
    agenda, talks = standing.agenda, found.solved
    now = talks.talks.now
    named = {each.party for each in found.stalling}
    for party in agenda.consent:
        others = [p for p in agenda.consent if p != party]
        best = max(
            (
                slow_acceptance(found, deal, party)
                for deal in talks.game.space.deals()
                if all(slow_acceptance(found, deal, p) >= -1e-9 for p in others)
            ),
            default=-np.inf,
        )
        offered = talks.rounds[0].offer[now, talks.talks.column(party)]
        deals = offered != NOTHING and talks.talks.items[offered].kind == "final"
        expected = standing.zone.ripe and not agenda.quorum and not deals and np.isfinite(best) and best < -1e-9
        assert (party in named) == expected
        if expected:
            (stall,) = [each for each in found.stalling if each.party == party]
            assert stall.passing == pytest.approx(-best, abs=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_each_reason_is_the_case_solved_without_it(tmp_path: Path, seed: int) -> None:
    case = random_talks(tmp_path, seed)
    agenda = game(case).agendas[0]
    for question in ("zone", "now"):
        found = why_not(case, agenda, question)
        base = slack_of(case, agenda.name, question)
        assert found.slack == base
        if base is not None and base >= -1e-9:
            assert found.reasons == ()
            continue
        changes = {
            "optimism": with_one_belief(case),
            "commitment": with_lasting_deals(case),
            "indivisibility": without_refusals(case),
        }
        alone = {reason.kind: reason for reason in found.reasons if reason.kind in changes}
        assert set(alone) == set(changes)
        for kind, other in changes.items():
            expected = slack_of(other, agenda.name, question)
            assert alone[kind].slack == pytest.approx(expected)
            assert alone[kind].opens == (expected is not None and expected >= -1e-9)
        together = [reason for reason in found.reasons if reason.kind == "together"]
        assert bool(together) == (not any(reason.opens for reason in alone.values()))


def test_the_forecast_is_a_distribution(tmp_path: Path) -> None:
    for seed in range(6):
        found = solved(tmp_path, seed).forecast
        by = np.array(found.deal_by)
        assert (np.diff(by) >= -1e-12).all() and by[0] >= 0 and by[-1] <= 1 + 1e-12
        assert (np.array(found.low) <= by + 1e-12).all() and (by <= np.array(found.high) + 1e-12).all()
        assert (np.array(found.holding) <= by + 1e-12).all()
        assert (np.array(found.truce_by) >= by - 1e-12).all()
        assert sum(each.chance for each in found.deals) == pytest.approx(by[-1])
        assert sum(found.proposers.values()) == pytest.approx(by[-1])
        assert by[-1] + sum(found.ends.values()) <= 1 + 1e-9


def test_the_map_is_the_case_at_other_places(tmp_path: Path) -> None:
    case = a_case(tmp_path, win=1.7)
    found = ripeness_map(case, "front", "aid")
    assert found.zone.shape == found.now.shape == (2, 4)
    for i, aid in enumerate(("flowing", "stopped")):
        for j, front in enumerate(("kestria_ahead", "level", "aldova_ahead", "breakthrough")):
            if front == "breakthrough":
                assert np.isnan(found.zone[i, j]) and np.isnan(found.now[i, j])
                continue
            moved = with_now(case, {"aid": aid, "front": front})
            assert found.zone[i, j] == pytest.approx(slack_of(moved, "settlement", "zone"), abs=1e-12)
            assert found.now[i, j] == pytest.approx(slack_of(moved, "settlement", "now"), abs=1e-7)
    assert found.today == (0, 1)
    table = found.table()
    assert table.shape == (8, 5) and table["today"].sum() == 1 and table["slack"].null_count() == 2
    assert found.chart().to_dict()["$schema"]


def test_what_if_is_the_other_case_solved(tmp_path: Path) -> None:
    case = a_case(tmp_path, win=1.7)
    found = what_if(case, {"aid": "stopped", "aid_stops": "0.1"})
    assert [(s.before, s.after) for s in found.settings] == [("Flowing", "Stopped"), ("0.04", "0.1")]
    alone = answers(found.after.case)
    assert found.after.standings[0].value == pytest.approx(alone.standings[0].value)
    assert found.before.standings[0].value == pytest.approx(answers(case).standings[0].value)
    assert "within 24 months goes from" in found.narration


def test_a_warm_start_gives_an_equilibrium_of_the_same_talks(tmp_path: Path) -> None:
    case = a_case(tmp_path, win=1.2)
    made = game(case)
    cold = solve_talks(case, made)
    warm = solve_talks(case, made, starts=1, start=cold.value)
    np.testing.assert_allclose(warm.value, cold.value, atol=1e-7)


def test_answers_that_err_are_used_where_every_party_has_a_precision(tmp_path: Path) -> None:
    sharp = ("    discount: 0.97\n", "    discount: 0.97\n    precision: 4000\n")
    other = ("    discount: 0.95\n", "    discount: 0.95\n    precision: 4000\n")
    exact = answers(a_case(tmp_path, win=1.2)).forecast
    one = a_case(tmp_path, sharp, win=1.2)
    assert answers(one).forecast.deal_by == exact.deal_by  # one party alone has a precision: answers are exact
    both = a_case(tmp_path, sharp, other, win=1.2)
    solution = solve_talks(both, game(both))
    noisy = forecast_talks(both, solution)
    assert "precision" in noisy.narration and noisy is not solution
    assert answers(both).forecast.deal_by[-1] == pytest.approx(exact.deal_by[-1], abs=0.05)


def test_talks_of_known_length_stand_in_where_nothing_stationary_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(tmp_path, win=1.2)
    stationary = solve_talks(case, game(case))
    monkeypatch.setattr("ripeness.outlook.solved.SWEEPS", 1)  # nothing settles in one round
    found = solve_talks(case, game(case))
    assert (stationary.method, found.method) == ("stationary", "finite")
    assert (
        all(each.method == "finite" for each in found.every)
        and "No stationary strategies were found" in found.narration
    )
    assert "300 months" in found.narration and 0 <= found.spread < 1e-3
    np.testing.assert_allclose(found.value[: len(found.game.states)], stationary.value, atol=2e-3)
    assert answers(case).forecast.deal_by[11] == pytest.approx(stationary.course(12).deal_by()[11], abs=0.02)


def test_talks_are_worth_at_least_the_war_to_those_whose_consent_all_deals_need(tmp_path: Path) -> None:
    """Without own moves of others, which need nobody's consent."""
    checked = 0
    for seed in SEEDS:
        case = random_talks(tmp_path, seed, gestures=False)
        made = game(case)
        if made.agendas[0].quorum:
            continue  # others may strike a deal that a party would not take
        solution = solve_talks(case, made)
        asked = [made.parties.index(party) for party in ("aldova", "kestria")]
        gap = solution.value[: len(made.states), asked] - worth(made).own[:, asked]
        assert gap.min() >= -1e-8
        checked += 1
    assert checked > 10


def several(tmp_path: Path) -> TalksAnswers:
    """A case of the random ones whose talks have several answers that differ in slack and in the chance of a deal."""
    for seed in range(60):
        found = solved(tmp_path, seed)
        standing, outlook = found.standings[0], found.forecast
        low, high = standing.now_range or (0.0, 0.0)
        if found.solved.method == "stationary" and high - low > 1e-3 and outlook.high[0] - outlook.low[0] > 1e-3:
            return found
    raise AssertionError("none of the random cases has several answers")


def test_ranges_run_over_every_answer_that_was_found(tmp_path: Path) -> None:
    found = several(tmp_path)
    (standing,) = found.standings
    slacks = [slack(found.solved.game, standing.agenda, each.worth) for each in found.solved.every]
    assert len(slacks) > 1 and standing.now_range == (min(slacks), max(slacks))
    by = np.array([each.course(24).deal_by() for each in found.solved.every])
    np.testing.assert_allclose(found.forecast.low, by.min(axis=0))
    np.testing.assert_allclose(found.forecast.high, by.max(axis=0))
    assert len(found.forecast.rivals) == len(slacks) - 1
    assert "by which equilibrium" in found.forecast.narration


def test_talks_of_known_length_are_told_for_other_lengths_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ripeness.outlook.solved.SWEEPS", 1)
    case = random_talks(tmp_path, 3)
    found = solve_talks(case, game(case))
    whole = found.talks.talks.finite(300)
    today = whole.value[:61, found.talks.now]
    assert found.spread == pytest.approx(float(np.ptp(today, axis=0).max()), abs=1e-12)
    assert len(found.others) > 5
    shorter = found.others[-1]
    np.testing.assert_allclose(shorter.value, found.talks.talks.finite(240).value[0], atol=1e-12)


def test_a_truce_at_war_is_the_truce_once_and_then_the_war(tmp_path: Path) -> None:
    case = a_case(tmp_path, win=1.6)
    found = answers(case)
    (truce,) = found.interim
    made, war = found.solved.game, found.war.own
    for k, party in enumerate(made.parties):
        gains = {"aldova": 0.004, "kestria": 0.006}.get(party, 0.0)
        rules = rules_of(case, party)
        landed = following(
            case, put(case, made.states[made.now], {"front": "level", "aid": "flowing"}), rules, ["front", "aid"]
        )
        later = sum(chance * war[made.states.index(state), k] for state, chance in landed.items())
        once = made.situation.flow[made.now, k] + gains + made.situation.discount[k] * later
        assert truce.gain_at_war[party] == pytest.approx(once - war[made.now, k], abs=1e-9)
    assert any(abs(truce.gain_at_war[p] - truce.gain[p]) > 1e-4 for p in made.parties)


def test_an_agreement_of_any_kind_may_come_before_the_deal() -> None:
    """In spring 2025 an exchange or a truce may be agreed on today, a settlement may not."""
    found = answers(ripeness.open_case(EXAMPLES / "spring-2025").case).forecast
    assert found.deal_by[0] == 0.0 and found.truce_by[0] == pytest.approx(0.7)  # somebody proposes with that chance


def test_to_refuse_what_is_worse_than_the_war_is_no_stalling() -> None:
    """Dayton under pressure alone: the others would take deals that Sarajevo values below the war."""
    case, _ = changed(
        ripeness.open_case(EXAMPLES / "dayton-1995").case,
        {"now.nato": "campaign", "now.washington": "leads", "now.belgrade": "answers_for_them"},
    )
    found = answers(case)
    assert found.standings[0].zone.ripe
    assert "bosnia" not in [each.party for each in found.stalling]


def test_a_side_track_now_is_what_settling_it_brings_over_going_on() -> None:
    """Not what its terms are worth: who settles now gives up what the talks would still have brought."""
    case, _ = changed(ripeness.open_case(EXAMPLES / "spring-2025").case, {"tracks.relations.linked_to": "none"})
    solution = solve_talks(case, game(case))
    side = next(agenda for agenda in solution.game.agendas if not agenda.ends_fighting)
    now = solution.talks.now
    columns = [solution.talks.column(party) for party in side.consent]
    least = max(
        (solution.item_worth(now)[k] - solution.threshold(now))[columns].min()
        for k, item in enumerate(solution.talks.items)
        if item.kind == "side" and solution.talks.talks.menu[now, k] and not item.crossed
    )
    assert solution.side_slack(side) == pytest.approx(least)
    assert slack_of(case, "relations", "now") == pytest.approx(least)
    assert least < (slack_of(case, "relations", "zone") or 0.0) - 0.05
