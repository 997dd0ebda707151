"""Fits of small records: what they find, what they leave as it was, and what they refuse to show."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ripeness.errors import InferenceError
from ripeness.inference import Inputs, Posterior, Settings, fit, inputs_of, keep, kept_posterior, latest_posterior
from ripeness.inference.density import Stakes, utility
from ripeness.inference.fitting import RHAT_MOST, diagnosed, smoothed
from ripeness.inference.posterior import Draws
from ripeness.inference.sampler import sample, sample_prior
from ripeness.inference.simulation import each, simulated
from ripeness.inference.structure import ADDITIVE
from tests.inference.cases import RECORD, a_case, inputs, lineage

QUICK = Settings(draws=500, warmup=500, chains=4, seed=3)  # one compiled program serves all tests of this file


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    return inputs(a_case(tmp_path_factory.mktemp("case"), RECORD))


@pytest.fixture(scope="module")
def found(made: Inputs) -> Posterior:
    return fit(made, QUICK)


def mean(posterior: Posterior, party: str, name: str) -> float:
    return float(getattr(posterior.parties[party].draws, name).mean())


def deviation(posterior: Posterior, party: str) -> float:
    """Standard deviation of what a deal is worth beyond fighting on, on average over some deals."""
    reservation = posterior.parties[party].draws.reservation
    terms = [
        {"river_line": line, "monitors": who, "trade": trade}
        for line in ("old_border", "river")
        for who in ("none", "force")
        for trade in ("closed", "open")
    ]
    return float(np.mean([(posterior.utility(party, each) - reservation).std() for each in terms]))


def told(made: Inputs, count: float) -> Inputs:
    """The same evidence, every item told by so many originals."""
    records = {
        party: record.at([np.where(part > 0, count, 0.0) for part in record.told])
        for party, record in made.records.items()
    }
    return replace(made, records=records, others={party: record.told for party, record in records.items()})


def test_acceptances_lower_and_rejections_raise_what_fighting_on_is_worth(found: Posterior) -> None:
    by = {
        each.item.label: {shift.loc[-1]: shift.by for shift in each.shifts}
        for own in found.parties.values()
        for each in own.influences
    }
    accepted = next(shifts for label, shifts in by.items() if label.startswith("accepts ‘Along the river Sarn’"))
    rejected = next(shifts for label, shifts in by.items() if label.startswith("rejects ‘Along the river Sarn’, ‘Nob"))
    assert accepted["reservation"] < -0.05
    assert rejected["reservation"] > 0.05


def test_what_was_accepted_is_likelier_to_be_accepted_than_what_was_rejected(found: Posterior) -> None:
    def chance(**terms: str) -> float:
        return next(each.mean for each in found.answer(terms) if each.party == "kestria")

    good = chance(river_line="old_border", monitors="observers", trade="open")
    bad = chance(river_line="present_line", monitors="none", trade="closed")
    assert good > 0.8 and bad < 0.1
    low, high = next((c.low, c.high) for c in found.answer({"river_line": "river"}) if c.party == "kestria")
    assert 0 <= low < high <= 1


def test_the_same_inputs_give_the_same_draws(made: Inputs, found: Posterior, tmp_path: Path) -> None:
    """So a retelling, which changes no input (test_evidence), leaves the posterior exactly as it was."""
    both = RECORD.replace("terms: {river_line: old_border", "on: 2025-02, terms: {river_line: old_border")  # no matter
    again = fit(inputs(a_case(tmp_path, both), lineage([["wire", "echo"]])), QUICK)
    assert again.digest == found.digest and again.run == found.run
    for party, own in found.parties.items():
        for name, cells in vars(own.draws).items():
            assert np.array_equal(cells, getattr(again.parties[party].draws, name))


def test_independent_originals_narrow_the_posterior(made: Inputs) -> None:
    narrow, wide = (fit(told(made, count), QUICK) for count in (2.0, 1.0))
    assert deviation(narrow, "kestria") < 0.97 * deviation(wide, "kestria")


def test_without_the_item_by_reweighting_is_without_it_by_fitting_again(made: Inputs, found: Posterior) -> None:
    party = found.parties["kestria"]
    influence = next(each for each in party.influences if each.item.kind == "accept" and each.how == "reweighted")
    part, place = made.places["kestria"][party.items.index(influence.item)]
    counts = [cells.copy() for cells in made.records["kestria"].told]
    counts[part][place] = 0.0
    without = fit(replace(made, records={**made.records, "kestria": made.records["kestria"].at(counts)}), QUICK)
    here, there = party.draws.reservation, without.parties["kestria"].draws.reservation
    shift = next(each.by for each in influence.shifts if each.loc[-1] == "reservation")
    assert shift == pytest.approx((here.mean() - there.mean()) / here.std(), abs=0.15)


def test_the_other_end_of_the_interval_moves_the_answer_and_that_is_told(made: Inputs, found: Posterior) -> None:
    strict = told(made, 3.0)
    ranged = replace(strict, others={party: told(made, 1.0).records[party].told for party in made.records})
    other = fit(ranged, QUICK).parties["kestria"].other_end
    assert other is not None and other.shift is not None and abs(other.shift.by) > 0.02
    assert found.parties["kestria"].other_end is not None
    assert found.parties["kestria"].other_end.shift is None  # nothing is in doubt there


def test_a_party_of_which_nothing_is_told_keeps_its_prior_and_that_is_said(tmp_path: Path) -> None:
    silent = [
        ("    wants: [old_border]\n    refuses: [present_line]\n", "    refuses: [present_line]\n"),
        ("    firm: true\n", ""),
    ]
    silent += [("party: kestria\n    issue: river_line", "party: lorne\n    issue: river_line")]
    found = fit(inputs(a_case(tmp_path, "", silent)), QUICK)
    for own in found.parties.values():
        assert own.thin is not None
        assert own.thin.startswith(f"The record is too thin for {own.name}: it has nothing of it, and no offer")
        assert own.diagnostics is None and not any(quantity.moved for quantity in own.quantities)
    assert found.draws() == {}
    assert all(chance.thin for chance in found.answer("lorne_paper"))


def test_of_a_party_of_which_only_words_are_told_no_study_draws(tmp_path: Path) -> None:
    words = RECORD.replace("party: aldova, answer: rejects", "party: aldova, answer: studies")
    words += "  - {party: aldova, more: trade, than: river_line, because: Test.}\n"
    found = fit(inputs(a_case(tmp_path, words)), QUICK)
    aldova = found.parties["aldova"]
    assert aldova.thin is not None and "only words of it" in aldova.thin
    assert aldova.diagnostics is not None and any(quantity.moved for quantity in aldova.quantities)
    assert found.parties["kestria"].thin is None
    assert {loc[1] for loc in found.draws()} == {"kestria"}


OFFER = """  own_paper:
    name: Own paper
    kind: final
    track: settlement
    terms: {river_line: present_line, monitors: force, trade: open}
    offered_by: [aldova]
    because: Test.
"""


def test_exaggeration_takes_up_what_is_only_said(tmp_path: Path) -> None:
    """Kestria dislikes 'nobody': Aldova's demand for it may be for show, its offer of it cannot be."""
    unknown = "{low: 0, likely: 30, high: 100}"
    low = ("monitors: {none: 100, observers: 80, force: 0}", f"monitors: {{none: {unknown}, observers: 50, force: 60}}")
    demand = ("positions:\n", "positions:\n  - {party: aldova, issue: monitors, wants: [none], because: Test.}\n")
    paper = ("deals:\n", f"deals:\n{OFFER.replace('force', 'none')}")
    said = fit(inputs(a_case(tmp_path / "said", RECORD, [low, demand])), QUICK)
    done = fit(inputs(a_case(tmp_path / "done", RECORD, [low, paper])), QUICK)
    assert mean(said, "aldova", "exaggeration") > 1.1 * mean(done, "aldova", "exaggeration")
    words, deeds = (float(each.parties["aldova"].draws.value[:, 1, 0].mean()) for each in (said, done))
    assert deeds > words + 0.5  # points of 100: the act moves what the party is taken to value, the word less


def test_simulated_stakes_are_recovered_better_than_by_the_prior(made: Inputs) -> None:
    plan = made.records["kestria"].at([np.full(len(part), 3.0) for part in made.records["kestria"].told])
    plan = plan._replace(acts=plan.acts._replace(chosen=np.arange(len(plan.acts.sign)) % 2 == 0))
    prior = made.priors["kestria"]
    truth, records = simulated(ADDITIVE, made.game.space, prior, plan, 0.8, many=8, seed=5)
    own = [each(records, k) for k in range(8)]
    drawn = sample(ADDITIVE, [prior] * 8, own, [r.told for r in own], 0.8, chains=1, warmup=500, draws=500, seed=1)
    before = sample_prior(ADDITIVE, [prior], draws=500, seed=1)
    error = {"prior": 0.0, "posterior": 0.0}
    for k in range(8):
        for name in ("weight", "reservation"):
            true = getattr(truth, name)[k]
            error["prior"] += float(np.abs(getattr(before, name)[0].mean(axis=0) - true).sum())
            error["posterior"] += float(np.abs(getattr(drawn.stakes, name)[k, 0].mean(axis=0) - true).sum())
    assert error["posterior"] < 0.9 * error["prior"]


def test_utility_of_the_posterior_is_that_of_the_density(made: Inputs, found: Posterior) -> None:
    draws, points = found.parties["aldova"].draws, made.scales["aldova"].points
    share = np.array([[0, 1, 0], [1 / 3, 1 / 3, 1 / 3], [0.5, 0.5, 0]])
    own = Stakes(
        draws.weight[7] / points, draws.value[7] / 100, np.zeros(0), draws.worst[7] / points, draws.best[7] / points,
        *(getattr(draws, name)[7] for name in ("reservation", "precision", "exaggeration", "concession")),
    )  # fmt: skip
    assert found.utility("aldova", {"river_line": "river"})[7] == pytest.approx(
        float(utility(ADDITIVE, own, share)), abs=1e-5
    )


def test_draws_for_a_study_are_in_the_units_of_the_case(found: Posterior) -> None:
    draws = found.draws()
    weights = [cells for loc, cells in draws.items() if loc[:3] == ("preferences", "kestria", "weights")]
    assert np.sum(weights, axis=0) == pytest.approx(100)
    assert {loc[2] for loc in draws} == {"weights", "values"}  # this case gives nobody a precision
    assert all(len(cells) == QUICK.draws * QUICK.chains for cells in draws.values())
    value = draws["preferences", "kestria", "values", "river_line", "old_border"]
    assert value == pytest.approx(100)


# --- what is refused -------------------------------------------------------------------------------


def drawn(chains: int = 4, draws: int = 500) -> Draws:
    rng = np.random.default_rng(0)
    weight = rng.dirichlet([5, 3, 2], (chains, draws)) * 100
    values = rng.random((chains, draws, 3, 3)) * 100
    rest = {name: rng.random((chains, draws)) for name in ("reservation", "precision", "exaggeration", "concession")}
    return Draws(weight, values, np.zeros((chains, draws)), np.full((chains, draws), 100.0), **rest)


def test_chains_that_agree_are_accepted(made: Inputs) -> None:
    good = drawn()
    found = diagnosed(made.case, "kestria", good, good.precision, np.zeros((4, 500), dtype=bool))
    assert found.rhat <= RHAT_MOST and found.draws == 2000


def test_chains_that_do_not_agree_are_refused(made: Inputs) -> None:
    apart = drawn()
    apart.reservation[0] += 0.5
    with pytest.raises(InferenceError, match=r"Kestria has not converged: R-hat is .* Nothing of it is shown"):
        diagnosed(made.case, "kestria", apart, apart.precision, np.zeros((4, 500), dtype=bool))


def test_few_and_diverging_draws_are_refused(made: Inputs) -> None:
    few = drawn(draws=60)
    with pytest.raises(InferenceError, match="independent ones"):
        diagnosed(made.case, "kestria", few, few.precision, np.zeros((4, 60), dtype=bool))
    with pytest.raises(InferenceError, match="40 of 2000 draws diverged"):
        good = drawn()
        diagnosed(made.case, "kestria", good, good.precision, np.arange(2000).reshape(4, 500) < 40)


def test_weights_that_are_all_alike_need_no_smoothing() -> None:
    weight, khat = smoothed(np.full(100, -3.0))
    assert khat == 0 and weight == pytest.approx(0.01)
    ratio = np.random.default_rng(0).normal(size=2000)
    weight, khat = smoothed(0.3 * ratio)
    assert weight @ ratio == pytest.approx(0.3, abs=0.1) and khat < 0.5  # tilted towards the larger ones


# --- kept in the case folder -----------------------------------------------------------------------


def test_what_is_kept_is_read_as_it_was(made: Inputs, found: Posterior, tmp_path: Path) -> None:
    assert kept_posterior(tmp_path, made, QUICK) is None and latest_posterior(tmp_path, made) is None
    place = keep(tmp_path, found)
    assert (
        place.parent.name == "runs" and sorted(path.suffix for path in place.iterdir()) == [".json"] + [".parquet"] * 2
    )
    for again in (kept_posterior(tmp_path, made, QUICK), latest_posterior(tmp_path, made)):
        assert again is not None and again.run == found.run and again.settings == QUICK
        terms = {"river_line": "river"}
        assert again.answer(terms) == found.answer(terms)
        for party, own in found.parties.items():
            assert again.parties[party].quantities == own.quantities
            assert again.parties[party].influences == own.influences
            assert again.parties[party].diagnostics == own.diagnostics
    assert kept_posterior(tmp_path, made, replace(QUICK, seed=4)) is None
    assert latest_posterior(tmp_path, replace(made, digest="other")) is None


def test_what_cannot_be_read_or_is_of_another_model_is_not_there(
    made: Inputs, found: Posterior, tmp_path: Path
) -> None:
    said = keep(tmp_path, found) / "posterior.json"
    data = json.loads(said.read_text("utf-8"))
    said.write_text(json.dumps(data | {"model": -1}), "utf-8")
    assert kept_posterior(tmp_path, made, QUICK) is None
    said.write_text("{", "utf-8")
    assert latest_posterior(tmp_path, made) is None
    keep(tmp_path, found)
    assert kept_posterior(tmp_path, made, QUICK) is not None
    assert len(list((tmp_path / "runs").iterdir())) == 1


def test_where_nothing_can_be_written_it_says_so(found: Posterior, tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("in the way", "utf-8")
    with pytest.raises(InferenceError, match="cannot be written"):
        keep(tmp_path, found)


def test_a_missing_library_is_named_with_its_remedy(made: Inputs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ripeness.inference.find_spec", lambda name: None if name == "numpyro" else object())
    with pytest.raises(InferenceError, match=r"numpyro is not installed.*pip install 'ripeness\[inference\]'"):
        fit(made, QUICK)


def test_inputs_need_no_reservation(made: Inputs) -> None:
    bare = inputs_of(made.case, made.game, lineage([]), {})
    assert bare.digest != made.digest
    assert bare.priors["kestria"].reservation[1] > made.priors["kestria"].reservation[1]
