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
from ripeness.outlook import DealValue, Worth, Zone, judge, value_deal, verdicts, worth, zone
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
    return [value_deal(made, values, deal, agenda.consent) for deal in made.space.deals()]


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
    _, _, agenda, _, found, deals = solved(tmp_path, seed)
    for blocker in found.blockers:
        taken_without = [deal for deal in deals if taken(deal, agenda, blocker.parties) >= -1e-9]

        def cost(deal: DealValue, dropped: tuple[str, ...] = blocker.parties) -> tuple[int, float]:
            crossed = sum(any(line.party == party for line in deal.crosses) for party in dropped)
            return crossed, max(max(0.0, -deal.gain[party]) for party in dropped)

        crossed, least = min(cost(deal) for deal in taken_without)
        assert cost(blocker.deal)[0] == crossed
        assert max(blocker.payment.values()) == pytest.approx(least, abs=1e-9)


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
    assert verdict.shortfall["kestria"]["river_line"] == pytest.approx(50 / 100)
    assert verdict.shortfall["aldova"]["river_line"] == 0


def test_a_party_that_expects_less_of_fighting_widens_the_zone(tmp_path: Path) -> None:
    slack = []
    for value in ("aldova: 1.6", "aldova: 0.95", "aldova: 0.3"):
        case = parse(read_source(case_file(tmp_path, TEMPLATE.replace("aldova: 0.95", value))))
        made = game(case)
        slack.append(zone(case, made, made.agendas[0]).slack)
    assert slack == sorted(slack)
    assert slack[0] < slack[-1]
