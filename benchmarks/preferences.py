"""What a bidder wants, learned from its bids alone: this package beside a frequency model and NegMAS.

On the 66 NegoLog domains (27 to 46,656 deals, read from ../shared/reference) a simulated bidder makes so many bids by
a concession strategy: a target falls from its best deal to .4 of its span, late (Boulware), steadily or early
(Conceder), and each bid is drawn among the deals within .05 above the target. Each model sees the same bids and then
values deals: correlation (Pearson, Spearman) of these values with the true ones, and the share of pairs of deals that
it ranks wrongly (Kendall distance), over all deals or a sample of DEALS.

- ours: the fit of ``ripeness.inference``, offers only, from flat priors; the posterior mean.
- frequency: HardHeaded's model (van Krimpen, Looije, Hajizadeh 2013) with learning .2, value increment 1, gamma .25.
- NegMAS (AGPL, no dependency): its Bayesian models, in an environment of its own under out/negmas, or that of
  --negmas PYTHON.

Run: python benchmarks/preferences.py [--moves 20] [--every 3] [--seeds 1 2] [--negmas PYTHON]
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
DOMAINS = ROOT.parent / "shared" / "reference" / "negolog" / "domains.json"
DEALS = 600  # on which values are compared, where a domain has more
STRATEGIES = {"Boulware": 0.2, "linear": 1.0, "Conceder": 2.0}  # exponent of concession
LAST_TARGET, BAND = 0.4, 0.05
LEARNING, INCREMENT, GAMMA = 0.2, 1.0, 0.25
BAYESIAN = ("GBayesianModel", "GScalableBayesianModel", "GIAMhagglerBayesianModel")
LANES = 66  # bidders that are fitted side by side
WARMUP, DRAWS, CHAINS = 300, 150, 2
SHAPES = ((4, 6), (6, 6), (9, 10), (9, 20))  # issues and options that bidders are padded to


@dataclass(frozen=True)
class Bidder:
    """One profile of a domain with its bids ``[move, issue]`` (positions of options) and the deals to be valued."""

    domain: str
    strategy: str
    table: list[np.ndarray]  # by issue: weight times value
    bids: np.ndarray
    deals: np.ndarray  # [deal, issue]

    @property
    def true(self) -> np.ndarray:
        """The true values of the deals."""
        return valued(self.table, self.deals)


def valued(table: list[np.ndarray], deals: np.ndarray) -> np.ndarray:
    return np.sum([row[deals[:, k]] for k, row in enumerate(table)], axis=0)


def bidders(moves: int, every: int, seeds: list[int]) -> list[Bidder]:
    """Profile A of every domain with odd seeds, profile B with even ones; every strategy."""
    found = []
    for name, domain in list(json.loads(DOMAINS.read_text("utf-8")).items())[::every]:
        for seed in seeds:
            profile = domain["profileA" if seed % 2 else "profileB"]
            table = [
                profile["issueWeights"][issue] * np.array(list(values.values()))
                for issue, values in profile["issues"].items()
            ]
            deals = np.array(list(itertools.product(*(range(len(row)) for row in table))))
            for place, (strategy, exponent) in enumerate(STRATEGIES.items()):
                rng = np.random.default_rng([seed, place, len(found)])
                some = deals if len(deals) <= DEALS else deals[rng.choice(len(deals), DEALS, replace=False)]
                found.append(Bidder(name, strategy, table, bids(table, deals, exponent, moves, rng), some))
    return found


def bids(table: list[np.ndarray], deals: np.ndarray, exponent: float, moves: int, rng: Any) -> np.ndarray:
    worth = valued(table, deals)
    worth = (worth - worth.min()) / np.ptp(worth)
    made = []
    for move in range(moves):
        target = 1 - (1 - LAST_TARGET) * (move / max(moves - 1, 1)) ** (1 / exponent)
        above = np.flatnonzero(worth >= target - 1e-9)
        near = above[worth[above] <= target + BAND]
        made.append(deals[rng.choice(near if len(near) else above[worth[above] == worth[above].min()])])
    return np.array(made)


# --- the models --------------------------------------------------------------------------------------


def frequency(bidder: Bidder) -> np.ndarray:
    """HardHeaded: an issue that did not change between two bids gains weight, an option that is offered gains value."""
    issues = len(bidder.table)
    weight, seen = np.full(issues, 1 / issues), [np.ones(len(row)) for row in bidder.table]
    step = LEARNING / issues
    for move, bid in enumerate(bidder.bids):
        if move:
            same = bid == bidder.bids[move - 1]
            total = 1 + step * same.sum()
            weight = np.where(same & (weight < 1 - issues * step / total), weight + step, weight) / total
        for k, option in enumerate(bid):
            seen[k][option] += INCREMENT
    return valued([weight[k] * (row / row.max()) ** GAMMA for k, row in enumerate(seen)], bidder.deals)


def ours(found: list[Bidder]) -> tuple[list[np.ndarray], float]:
    """The posterior mean value of each bidder's deals, and the share of bidders whose chains do not agree."""
    from arviz_stats.base.array import array_stats

    from ripeness.inference.sampler import sample
    from ripeness.inference.structure import ADDITIVE

    values: dict[int, np.ndarray] = {}
    apart = 0
    for shape in SHAPES:
        own = [n for n, each in enumerate(found) if n not in values and fits(each, shape)]
        for start in range(0, len(own), LANES):
            chunk = own[start : start + LANES]
            filled = chunk + [chunk[0]] * (LANES - len(chunk) if len(own) > LANES else 0)  # one compiled program
            laid = [lay_out(found[n], shape) for n in filled]
            records = [record for _, record in laid]
            drawn = sample(
                ADDITIVE,
                [prior for prior, _ in laid],
                records,
                [record.told for record in records],
                0.8,
                chains=CHAINS,
                warmup=WARMUP,
                draws=DRAWS,
                seed=start,
            )
            for job, n in enumerate(chunk):
                table = drawn.stakes.weight[job][..., None] * drawn.stakes.value[job]  # [chain, draw, issue, option]
                deal = found[n].deals[len(found[n].deals) // 3]
                statistics: Any = array_stats
                apart += (
                    statistics.rhat(table[..., np.arange(len(deal)), deal].sum(-1), chain_axis=0, draw_axis=1) > 1.05
                )
                mean = table.mean(axis=(0, 1))
                values[n] = valued([mean[k, : len(row)] for k, row in enumerate(found[n].table)], found[n].deals)
            print(f"\r{len(values)} of {len(found)} bidders fitted", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return [values[n] for n in range(len(found))], apart / len(found)


def fits(bidder: Bidder, shape: tuple[int, int]) -> bool:
    return len(bidder.table) <= shape[0] and max(map(len, bidder.table)) <= shape[1]


def lay_out(bidder: Bidder, shape: tuple[int, int]) -> tuple[Any, Any]:
    """Flat priors: nothing is known of the bidder but what can be negotiated. Bids are offers, told for certain."""
    from ripeness.inference.priors import Prior
    from ripeness.inference.records import Acts, Demands, Priorities, Record, Refusals

    sizes = [len(row) for row in bidder.table] + [1] * (shape[0] - len(bidder.table))
    option = np.arange(shape[1]) < np.array(sizes)[:, None]
    stake = np.arange(shape[0]) < len(bidder.table)
    moves = len(bidder.bids)
    chosen = np.zeros((moves, shape[0]), dtype=int)
    chosen[:, : len(bidder.table)] = bidder.bids
    share = np.eye(shape[1])[chosen]
    none, nothing = np.zeros(0), np.zeros(0, dtype=int)
    prior = Prior(
        stake=stake,
        option=option,
        ordered=np.zeros(shape[0], dtype=bool),
        peak=np.zeros(shape[0], dtype=int),
        weight_shape=np.where(stake, 2.0, 1.0),
        step_shape=np.ones((shape[0], shape[1] - 1)),
        score=np.full(shape, 0.5),
        score_sd=np.full(shape, 0.29),  # as far spread as between 0 and 1 evenly
        joint=none,
        reservation=np.array([0.2, 0.2]),
        precision=np.array([np.log(20), 1.0]),
        exaggeration=np.array(0.2),
        concession=np.array(2.0),
    )
    acts = Acts(
        share=share,
        open=np.tile(option, (moves, 1, 1)),
        chosen=np.ones(moves, dtype=bool),
        sign=np.ones(moves),
        against=share,
        ends=np.ones(moves, dtype=bool),
        when=np.linspace(0, 1, moves),
        flat=np.full(moves, -np.log(2.0 * np.prod(sizes))),
    )
    empty = np.zeros((0, shape[1]), dtype=bool)
    record = Record(
        acts,
        Demands(nothing, empty, empty, empty * 1.0, none),
        Refusals(np.zeros((0, *shape), dtype=bool), none, none),
        Priorities(nothing, nothing, none),
        (np.full(moves, 99.0), none, none, none),
    )
    return prior, record


def negmas_side() -> None:
    """Run in NegMAS's environment: bidders come as JSON on stdin, values of their deals go out."""
    import random

    import negmas.gb.components.genius.models as models
    from negmas import SAOMechanism, make_issue
    from negmas.sao.negotiators import RandomNegotiator

    answers = []
    for place, each in enumerate(json.load(sys.stdin)):
        issues = [make_issue(size, name=f"issue {k}") for k, size in enumerate(each["sizes"])]
        mechanism = SAOMechanism(issues=issues, n_steps=1000)
        negotiator = RandomNegotiator(name="learner")
        mechanism.add(negotiator)
        found = {}
        for name in BAYESIAN:
            random.seed(place)
            model = getattr(models, name)()
            model.set_negotiator(negotiator)
            for bid in each["bids"]:
                if name == "GIAMhagglerBayesianModel":  # its learning is not hung on the callback
                    model.update(mechanism.state, tuple(bid), "bidder")
                else:
                    model.on_partner_proposal(mechanism.state, "bidder", tuple(bid))
            found[name] = [float(model.eval(tuple(deal))) for deal in each["deals"]]
        answers.append(found)
    from importlib.metadata import version

    print(json.dumps({"version": version("negmas"), "answers": answers}))


def negmas(found: list[Bidder], python: str) -> tuple[dict[str, list[np.ndarray]], str]:
    told = [
        {"sizes": [len(row) for row in each.table], "bids": each.bids.tolist(), "deals": each.deals.tolist()}
        for each in found
    ]
    done = subprocess.run(
        [python, __file__, "--side"],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": ""},
    )
    if done.returncode:
        sys.exit(f"NegMAS failed:\n{done.stderr[-2000:]}")
    said = json.loads(done.stdout.splitlines()[-1])
    return {name: [np.array(each[name]) for each in said["answers"]] for name in BAYESIAN}, said["version"]


# --- side by side ------------------------------------------------------------------------------------


def measures(true: np.ndarray, guessed: np.ndarray) -> tuple[float, float, float]:
    """Pearson and Spearman correlation, and the share of pairs in the wrong order; of a constant guess 0, 0, a half."""
    from scipy.stats import kendalltau, spearmanr

    if np.ptp(guessed) < 1e-12:
        return 0.0, 0.0, 0.5
    pearson, spearman = np.corrcoef(true, guessed)[0, 1], spearmanr(true, guessed)[0]
    return float(pearson), float(spearman), float((1 - kendalltau(true, guessed)[0]) / 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moves", type=int, default=20)
    parser.add_argument("--every", type=int, default=3, help="only every so-manieth domain; 1: all 66 (half an hour)")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--negmas", help="an interpreter that has NegMAS; default: install it under out/negmas")
    parser.add_argument("--side", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        negmas_side()
        return
    if not DOMAINS.exists():
        sys.exit(f"{DOMAINS} is not there: this benchmark reads the domains from the shared reference data.")
    if given.negmas:
        other = given.negmas
    else:
        sys.path.insert(0, str(Path(__file__).parent))
        from deals_against_negmas import installed

        other = installed()
    found = bidders(given.moves, given.every, given.seeds)
    began = time.perf_counter()
    values, apart = ours(found)
    seconds = time.perf_counter() - began
    theirs, version = negmas(found, other)
    models = {"ours": values, "frequency (HardHeaded)": [frequency(each) for each in found]}
    models |= {f"NegMAS {name}": each for name, each in theirs.items()}
    print(
        f"{len(found)} bidders on {len({each.domain for each in found})} domains, {given.moves} moves each; NegMAS "
        f"{version}; ours: {seconds:.0f} s, chains apart (R-hat above 1.05) for {apart:.0%}"
    )
    print(f"{'':10} {'model':32} {'Pearson':>8} {'Spearman':>9} {'wrong pairs':>12} {'ours ahead':>11}")
    scores = {
        name: np.array([measures(each.true, guess) for each, guess in zip(found, guesses, strict=True)])
        for name, guesses in models.items()
    }
    for strategy in (*STRATEGIES, "all"):
        rows = [n for n, each in enumerate(found) if strategy in (each.strategy, "all")]
        for name, score in scores.items():
            pearson, spearman, wrong = score[rows].mean(axis=0)
            ahead = "" if name == "ours" else f"{(scores['ours'][rows, 1] > score[rows, 1]).mean():.0%}"
            print(f"{strategy:10} {name:32} {pearson:8.3f} {spearman:9.3f} {wrong:12.1%} {ahead:>11}")


if __name__ == "__main__":
    main()
