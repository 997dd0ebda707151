"""The zone against its slow twin: every deal valued one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from ripeness.case.files import parse, read_source
from ripeness.case.game import Agenda, Game, game
from ripeness.case.model import CaseFile
from ripeness.errors import RipenessError
from ripeness.outlook import (
    DealValue,
    Worth,
    Zone,
    compare_drafts,
    draft,
    judge,
    value_deal,
    verdicts,
    worth,
    zone,
)
from tests.case.template import TEMPLATE, case_file

SEEDS = range(60)
BELLIGERENTS = "    consent: [aldova, kestria]\n"
STAKE = """  lorne:
    weights: {monitors: 10, trade: 5}
    values:
      monitors: {none: 30, observers: 100, force: 0}
      trade: {closed: 100, open: 0}
    because: Test.
"""


def random_case(folder: Path, seed: int) -> CaseFile:
    """The template with other stakes, ends, firm refusals, guards and sometimes three who must consent."""
    draw = np.random.default_rng(seed)
    text = TEMPLATE
    for weights in ("river_line: 60, monitors: 15, trade: 25", "river_line: 50, monitors: 40, trade: 10"):
        a, b, c = draw.integers(1, 60, 3)
        text = text.replace(weights, f"river_line: {a}, monitors: {b}, trade: {c}")
    text = text.replace("{aldova: 0.95, kestria: -0.3", f"{{aldova: {draw.uniform(0.2, 2.5):.3f}, kestria: -0.3")
    text = text.replace("per_period: -0.008", f"per_period: {draw.uniform(-0.02, 0.045):.4f}")
    text = text.replace("river: 60, present_line: 0", f"river: {draw.integers(0, 100)}, present_line: 0")
    text = text.replace("breaks: 0.03", f"breaks: {draw.uniform(0, 0.3):.3f}")
    if draw.random() < 0.5:
        extra = "  - {party: aldova, issue: monitors, refuses: [force], firm: true, because: Test.}\n\nsituation:\n"
        text = text.replace("\nsituation:\n", extra)
    if draw.random() < 0.5:
        text = text.replace(BELLIGERENTS, "    consent: [aldova, kestria, lorne]\n")
        if draw.random() < 0.5:
            text = text.replace(
                "    issues: [river_line, monitors, trade]\n",
                "    issues: [river_line, monitors, trade]\n    quorum: 2\n",
            )
    text = text.replace("\n# What the parties say.", f"{STAKE}\n# What the parties say.")
    return parse(read_source(case_file(folder, text)))


def all_values(made: Game, agenda: Agenda, values: Worth) -> list[DealValue]:
    return [value_deal(made, values, deal, agenda) for deal in made.space.deals()]


def acceptance(value: DealValue, party: str) -> float:
    return -np.inf if any(line.party == party for line in value.crosses) else value.gain[party]


def taken(value: DealValue, agenda: Agenda, dropped: tuple[str, ...] = ()) -> float:
    gains = [np.inf if party in dropped else acceptance(value, party) for party in agenda.consent]
    return sorted(gains, reverse=True)[(agenda.quorum or len(gains)) - 1]


def minimal_blockers(deals: list[DealValue], agenda: Agenda) -> Iterator[tuple[str, ...]]:
    found: list[set[str]] = []
    for size in range(1, len(agenda.consent) + 1):
        for dropped in combinations(agenda.consent, size):
            if any(smaller <= set(dropped) for smaller in found):
                continue
            if any(taken(deal, agenda, dropped) >= -1e-9 for deal in deals):
                found.append(set(dropped))
                yield dropped


def solved(folder: Path, seed: int) -> tuple[CaseFile, Game, Agenda, Worth, Zone, list[DealValue]]:
    case = random_case(folder, seed)
    made = game(case)
    (agenda,) = made.agendas
    values = worth(made)
    return case, made, agenda, values, zone(case, made, agenda, values), all_values(made, agenda, values)


@pytest.mark.parametrize("seed", SEEDS)
def test_slack_and_blockers_equal_brute_force(tmp_path: Path, seed: int) -> None:
    _, _, agenda, _, found, deals = solved(tmp_path, seed)
    best = max(taken(deal, agenda) for deal in deals)
    if np.isinf(best):
        assert found.slack is None and found.best is None
    else:
        assert found.slack == pytest.approx(best, abs=1e-12)
        assert found.best is not None
        assert taken(found.best, agenda) == pytest.approx(best, abs=1e-12)
    assert found.ripe == (best >= -1e-9)
    expected = [] if found.ripe else list(minimal_blockers(deals, agenda))
    assert [blocker.parties for blocker in found.blockers] == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_the_deals_in_the_zone_are_the_undominated_ones(tmp_path: Path, seed: int) -> None:
    _, _, agenda, _, found, deals = solved(tmp_path, seed)

    def key(deal: DealValue) -> tuple[float, ...]:
        crossed = tuple(float(any(line.party == party for line in deal.crosses)) for party in agenda.consent)
        return (*(round(deal.gain[party], 9) for party in agenda.consent), *(-c for c in crossed))

    keys = {key(deal) for deal in deals}
    undominated = {k for k in keys if not any(o != k and all(x >= y for x, y in zip(o, k, strict=True)) for o in keys)}
    assert {key(deal) for deal in found.frontier} == undominated
    inside = {key(deal) for deal in deals if taken(deal, agenda) >= -1e-9}
    assert {key(deal) for deal in found.deals} == inside & undominated


@pytest.mark.parametrize("seed", SEEDS)
def test_a_payment_is_the_least_that_brings_the_blocker_in(tmp_path: Path, seed: int) -> None:
    case, _, agenda, _, found, deals = solved(tmp_path, seed)
    for blocker in found.blockers:
        taken_without = [deal for deal in deals if taken(deal, agenda, blocker.parties) >= -1e-9]

        def cost(deal: DealValue, dropped: tuple[str, ...] = blocker.parties) -> tuple[int, float]:
            crossed = sum(any(line.party == party for line in deal.crosses) for party in dropped)
            return crossed, max(max(0.0, -deal.gain[party]) for party in dropped)

        crossed, least = min(cost(deal) for deal in taken_without)
        assert cost(blocker.deal)[0] == crossed
        assert cost(blocker.deal)[1] == pytest.approx(least, abs=1e-9)
        for party, amount in blocker.payment.items():
            if any(line.party == party for line in blocker.deal.crosses):
                assert amount is None
                name = case.parties[party].name
                says = "has firmly refused" if len(blocker.parties) > 1 else "No payment is known that would bring"
                assert says in blocker.narration and name in blocker.narration
            else:
                assert amount == pytest.approx(max(0.0, -blocker.deal.gain[party]))


def test_the_random_cases_meet_every_kind_of_answer(tmp_path: Path) -> None:
    answers = {
        (found.ripe, found.slack is None, len(found.blockers)) for *_, found, _ in (solved(tmp_path, s) for s in SEEDS)
    }
    assert {ripe for ripe, _, _ in answers} == {True, False}
    assert max(count for _, _, count in answers) >= 2


def test_a_verdict_says_who_refuses_and_by_how_much(tmp_path: Path) -> None:
    case = parse(
        read_source(
            case_file(
                tmp_path,
                TEMPLATE.replace("river_line: river, monitors: obs", "river_line: present_line, monitors: obs"),
            )
        )
    )
    made = game(case)
    values = worth(made)
    (verdict,) = verdicts(case, made, made.agendas[0], values)
    assert verdict.refusing == ("kestria",)
    assert "firmly refused" in verdict.narration
    again = judge(case, made, made.agendas[0], values, "lorne_paper", verdict.value.deal)
    assert again == verdict


def test_a_party_that_expects_less_of_fighting_widens_the_zone(tmp_path: Path) -> None:
    slack = []
    for value in ("aldova: 1.6", "aldova: 0.95", "aldova: 0.3"):
        case = parse(read_source(case_file(tmp_path, TEMPLATE.replace("aldova: 0.95", value))))
        made = game(case)
        slack.append(zone(case, made, made.agendas[0]).slack)
    assert slack == sorted(slack)
    assert slack[0] < slack[-1]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_narration_says_what_was_computed(tmp_path: Path, seed: int) -> None:
    case, _, agenda, _, found, deals = solved(tmp_path, seed)
    text = found.narration
    names = {case.parties[party].name: party for party in agenda.consent}
    assert ("There is a zone" in text) == found.ripe
    assert ("at least 2 of" in text) == (agenda.quorum == 2)
    assert ("each take" in text) == (found.ripe and agenda.quorum is None)
    if found.ripe:
        assert f"{len(found.deals)} undominated" in text
        name = next(name for name in names if f"needed, {name} is " in text)
        assert found.best is not None and found.best.gain[names[name]] == pytest.approx(found.slack)
    elif found.slack is not None:
        name = next(name for name in names if text.split(" If the firm")[0].endswith(f"short for {name}."))
        assert found.best is not None and found.best.gain[names[name]] == pytest.approx(found.slack)
        unbound = max(
            sorted((d.gain[p] for p in agenda.consent), reverse=True)[(agenda.quorum or len(names)) - 1] for d in deals
        )
        assert ("were not taken at their word" in text) == (unbound >= -1e-9)


def test_refusals_on_many_issues_are_no_many_frontiers(tmp_path: Path) -> None:
    issues = "".join(f"  extra_{k}: {{name: Extra {k}, options: [a, b, c], ordered: true}}\n" for k in range(12))
    listed = ", ".join(f"extra_{k}" for k in range(12))
    lines = "".join(
        f"  - {{party: {party}, issue: extra_{k}, refuses: [{option}], firm: true, because: Test.}}\n"
        for k in range(12)
        for party, option in (("aldova", "a"), ("kestria", "c"))
    )
    text = TEMPLATE.replace("  trade:\n    name: Trade", f"{issues}  trade:\n    name: Trade")
    text = text.replace("issues: [river_line, monitors, trade]", f"issues: [river_line, monitors, trade, {listed}]")
    text = text.replace("positions:\n", f"positions:\n{lines}")
    for party, order in (("aldova", "a: 0, b: 50, c: 100"), ("kestria", "a: 100, b: 50, c: 0")):
        weights = "".join(f", extra_{k}: 3" for k in range(12))
        values = "".join(f"      extra_{k}: {{{order}}}\n" for k in range(12))
        old = next(
            line
            for line in TEMPLATE.splitlines()
            if "weights: {river_line: " + ("60" if party == "aldova" else "50") in line
        )
        text = text.replace(old + "\n    values:\n", old[:-1] + weights + "}\n    values:\n" + values)
    case = parse(read_source(case_file(tmp_path, text)))
    made = game(case)
    found = zone(case, made, made.agendas[0])
    assert found.best is not None
    assert {found.best.deal[f"extra_{k}"] for k in range(12)} == {"b"}


def test_a_refusal_on_an_issue_that_the_agenda_leaves_out_binds_nothing(tmp_path: Path) -> None:
    track = "  shop:\n    name: The shop\n    table: [kestria]\n    consent: [kestria]\n    issues: [trade]\n"
    apart = f"    issues: [river_line, monitors]\n    because: Test.\n{track}"
    text = TEMPLATE.replace("    issues: [river_line, monitors, trade]\n", apart)
    standing = {"Where the line runs": "river", "Who watches the truce": "none", "Trade across the river": "closed"}
    for name, option in standing.items():
        text = text.replace(f"    name: {name}\n", f"    name: {name}\n    status_quo: {option}\n")
    line = "positions:\n  - {party: kestria, issue: trade, refuses: [closed], firm: true, because: Test.}\n"
    case = parse(read_source(case_file(tmp_path, text.replace("positions:\n", line))))
    made = game(case)
    settlement, shop = (zone(case, made, agenda) for agenda in made.agendas)
    assert not any(line.issue == "trade" for deal in settlement.frontier for line in deal.crosses)
    assert settlement.slack is not None
    assert shop.best is not None and shop.best.deal["trade"] == "open"
    (verdict,) = verdicts(case, made, made.agendas[0], worth(made))
    assert "Judged on ‘The settlement’ alone: its terms on Trade across the river are left out." in verdict.narration


@pytest.mark.parametrize("seed", SEEDS[::2])
def test_costs_and_nearest_deals_equal_trying_every_deal(tmp_path: Path, seed: int) -> None:
    case, made, agenda, values, found, deals = solved(tmp_path, seed)
    verdict = judge(case, made, agenda, values, "lorne_paper", deals[seed % len(deals)].deal)
    start = verdict.value.deal
    for party in agenda.consent:
        for issue, cost in verdict.shortfall[party].items():
            single = [d for d in deals if all(d.deal[other] == start[other] for other in start if other != issue)]
            most = max(d.value[party] for d in single) - verdict.value.value[party]
            assert cost.amount == pytest.approx(max(0.0, most), abs=1e-9)
            assert (cost.instead is None) == (most <= 1e-9)
    if agenda.quorum:
        assert verdict.nearest == ()
        return
    apart = {sum(d.deal[issue] != start[issue] for issue in start) for d in deals if taken(d, agenda) >= -1e-9}
    assert verdict.distance == (min(apart) if apart else None)
    assert (verdict.distance is None) == (not found.ripe)
    for near in verdict.nearest:
        assert taken(near, agenda) >= -1e-9
        assert sum(near.deal[issue] != start[issue] for issue in start) == verdict.distance


@pytest.mark.parametrize("seed", SEEDS)
def test_fair_points_equal_their_definitions(tmp_path: Path, seed: int) -> None:
    _, _, agenda, _, found, deals = solved(tmp_path, seed)
    inside = [d for d in deals if not d.crosses and taken(d, agenda) >= -1e-9]
    if not found.ripe or agenda.quorum or not inside:
        assert found.fair == ()
        return
    gains = np.array([[max(0.0, d.gain[party]) for party in agenda.consent] for d in inside])
    picked = {p.concept: [max(0.0, p.deals[0].gain[party]) for party in agenda.consent] for p in found.fair}
    assert min(picked["egalitarian"]) == pytest.approx(gains.min(axis=1).max())
    assert sum(picked["utilitarian"]) == pytest.approx(gains.sum(axis=1).max())
    assert np.prod(picked["nash"]) == pytest.approx(gains.prod(axis=1).max())
    ideal = gains.max(axis=0)
    if (ideal > 1e-9).all():
        share = (gains / ideal).min(axis=1).max()
        assert min(picked["kalai-smorodinsky"] / ideal) == pytest.approx(share)


def test_two_drafts_add_up(tmp_path: Path) -> None:
    case = random_case(tmp_path, 3)
    made = game(case)
    values = worth(made)
    first, second = draft(case, "lorne_paper"), draft(case, "lorne_paper,river_line=old_border,monitors=force")
    found = compare_drafts(made, values, first, second)
    assert second.title == "The Lorne paper, with river_line=old_border,monitors=force"
    assert [row.issue for row in found.terms.rows] == ["river_line", "monitors"]
    for k, party in enumerate(found.terms.parties):
        alone = sum(row.alone[k] for row in found.terms.rows) + found.terms.joint[k]
        change = found.after.value[party] - found.before.value[party]
        assert alone + found.durability(party) == pytest.approx(change)
    assert abs(found.durability("kestria")) > 1e-6


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("lorne_papr", "Did you mean 'lorne_paper'"),
        ("lorne_paper,river_lin=river", "Did you mean 'river_line'"),
        ("lorne_paper,river_line=rivr", "Did you mean 'river'"),
        ("river_line=river", "leaves monitors, trade open"),
        ("", "not a final deal"),
    ],
)
def test_a_draft_that_cannot_be_read_says_why(tmp_path: Path, words: str, says: str) -> None:
    with pytest.raises(RipenessError, match=says):
        draft(random_case(tmp_path, 0), words)
