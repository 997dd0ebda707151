"""The density against sums over all deals, one by one."""

from __future__ import annotations

from typing import Any

import jax
import numpy as np
import pytest

from ripeness.inference import Inputs
from ripeness.inference import density as d
from ripeness.inference.records import Acts, Record
from ripeness.inference.simulation import each
from ripeness.inference.structure import ADDITIVE, Structure, structure_of
from tests.inference.cases import RECORD, a_case, inputs

TIED = """required:
  - {if: {monitors: force}, then: {river_line: [old_border, river]}, because: Test.}
forbidden:
  - {combination: {monitors: none, trade: open}, because: Test.}
"""


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "tied"])
def made(request: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Inputs, Structure]:
    """A case in which nothing is tied, and one with a joint factor and rules."""
    extra = RECORD + (TIED if request.param else "")
    case = a_case(tmp_path_factory.mktemp("case"), extra, plain=not request.param)
    structure = structure_of(case.case, case.game.space)
    assert (structure is ADDITIVE) is not request.param
    return inputs(case), structure


@pytest.fixture(autouse=True)
def _double() -> Any:
    with jax.enable_x64(True):
        yield


def stakes(made: tuple[Inputs, Structure], seed: int, party: str = "kestria") -> d.Stakes:
    prior = made[0].priors[party]
    return d.stakes(made[1], prior, d.drawn(prior, jax.random.key(seed)))


def shares(made: Inputs) -> np.ndarray:
    """Every allowed deal, ``[deal, issue, option]``."""
    options = [{option: o for o, option in enumerate(issue.options)} for issue in made.game.space.issues]
    named = [[at[deal[issue]] for at, issue in zip(options, made.case.issues, strict=True)] for deal in deals(made)]
    return np.eye(3)[np.array(named)]


def utilities(made: tuple[Inputs, Structure], own: d.Stakes, of: np.ndarray | None = None) -> np.ndarray:
    """Worth of every allowed deal, or of those given, in swings."""
    return np.asarray(jax.vmap(lambda share: d.utility(made[1], own, share))(shares(made[0]) if of is None else of))


def deals(made: Inputs) -> list[Any]:
    return list(made.game.space.deals())


@pytest.mark.parametrize("seed", range(3))
def test_worst_and_best_deal_are_worth_0_and_1(made: tuple[Inputs, Structure], seed: int) -> None:
    own = stakes(made, seed)
    worth = utilities(made, own)
    assert worth.min() == pytest.approx(0, abs=1e-9) and worth.max() == pytest.approx(1)


def test_at_the_numbers_of_the_case_utility_is_that_of_the_case(made: tuple[Inputs, Structure]) -> None:
    """The latent numbers set to the means of the prior give the deal space's own utilities."""
    prior = made[0].priors["kestria"]
    steps = np.abs(np.diff(prior.score, axis=1))
    latent = {"weights": np.array([0.5, 0.4, 0.1]), "steps": steps, "scores": prior.score}
    latent |= {name: np.array(1.0) for name in ("reservation", "precision", "exaggeration", "concession")}
    own = d.stakes(made[1], prior, latent)
    space = made[0].game.space
    expected = [space.value(deal)[space.parties.index("kestria")] for deal in deals(made[0])]
    assert utilities(made, own) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_offers_of_all_allowed_deals_have_chances_that_sum_to_1(made: tuple[Inputs, Structure], seed: int) -> None:
    """Over every deal that an offer may name and over both answers to whether it is preferred to going on."""
    own, every = stakes(made, seed), shares(made[0])
    plan = each(made[0].records["kestria"].acts, 0)
    total = 0.0
    for sign in (1.0, -1.0):
        acts = Acts(*(np.repeat(np.asarray(cells)[None], len(every), axis=0) for cells in plan))
        acts = acts._replace(
            share=every,
            sign=np.full(len(every), sign),
            chosen=np.ones(len(every), dtype=bool),
            when=np.ones(len(every)),
            open=np.repeat(made[0].priors["kestria"].option[None], len(every), axis=0),
        )
        total += float(np.exp(d.acts(made[1], own, acts)).sum())
    assert total == pytest.approx(1)


def test_among_the_deals_that_share_what_an_offer_leaves_out(made: tuple[Inputs, Structure]) -> None:
    """Only deals within ``open`` are summed over; the flat chance counts them."""
    own, every = stakes(made, 1), shares(made[0])
    open_ = made[0].priors["kestria"].option.copy()
    open_[2] = [True, False, False]
    inside = every[(every * open_).sum(axis=2).all(axis=1)]
    sums = utilities(made, own, inside) * float(own.span) + float(own.worst)
    expected = np.log(np.exp(7 * sums).sum())
    found = made[1].log_sum(7 * own.table, 7 * own.joint, open_)
    assert float(found) == pytest.approx(expected)
    assert float(made[1].most(own.table, own.joint, open_)) == pytest.approx(max(sums))


def test_demands_answers_refusals_and_priorities_have_chances_that_sum_to_1(made: tuple[Inputs, Structure]) -> None:
    own, record = stakes(made, 2), made[0].records["kestria"]
    demands = sum(
        np.exp(float(d.demands(own, record.demands._replace(options=np.eye(3, dtype=bool)[[o] * 4]))[0]))
        for o in range(3)
    )
    assert demands == pytest.approx(1)
    acts = record.acts._replace(chosen=np.zeros(len(record.acts.sign), dtype=bool))
    either = [d.acts(made[1], own, acts._replace(sign=np.full(len(acts.sign), sign))) for sign in (1.0, -1.0)]
    assert np.exp(either).sum(axis=0) == pytest.approx(1)
    either = [
        d.refusals(made[1], own, record.refusals._replace(sign=np.full(len(record.refusals.sign), sign)))
        for sign in (1.0, -1.0)
    ]
    assert np.exp(either).sum(axis=0) == pytest.approx(1)
    before, after = (
        record.priorities,
        record.priorities._replace(more=record.priorities.than, than=record.priorities.more),
    )
    assert np.exp(d.priorities(own, before)) + np.exp(d.priorities(own, after)) == pytest.approx(1)


def test_told_by_more_originals_an_act_counts_for_more_up_to_what_it_says(made: tuple[Inputs, Structure]) -> None:
    own, record = stakes(made, 3), made[0].records["kestria"]

    def ratio(told: float, reliability: float = 0.8) -> np.ndarray:
        counts = [np.full(len(part), told) for part in record.told]
        return np.concatenate(d.tellings(made[1], own, record.at(counts), reliability))

    size = np.abs([ratio(told) for told in (0, 1, 2, 5)])
    assert (size[0] == 0).all()
    assert (np.diff(size, axis=0) >= -1e-12).all() and (size[1] < size[3]).any()
    flat = np.concatenate([record.acts.flat, record.demands.flat, record.refusals.flat, record.priorities.flat])
    parts = (
        d.acts(made[1], own, record.acts),
        d.demands(own, record.demands),
        d.refusals(made[1], own, record.refusals),
        d.priorities(own, record.priorities),
    )
    assert ratio(50) == pytest.approx(np.concatenate(parts) - flat, rel=1e-3, abs=1e-6)


def test_deals_that_do_not_end_the_fighting_are_compared_with_the_status_quo(made: tuple[Inputs, Structure]) -> None:
    own = stakes(made, 4)
    record: Record = made[0].records["kestria"]
    acts = record.acts._replace(
        chosen=np.zeros(len(record.acts.sign), dtype=bool), ends=np.zeros(len(record.acts.sign), dtype=bool)
    )
    same = acts._replace(against=acts.share)
    assert np.exp(d.acts(made[1], own, same)) == pytest.approx(0.5)
