"""Simulation-based calibration of the fit of preferences: are its intervals as sure as they say?

Stakes are drawn from the prior of a small case (an ordered and two other issues, a joint factor, a forbidden
combination), a record is simulated from each, and each record is fitted. If all is right, the true value of every
number has a uniform rank among its posterior draws (Talts, Betancourt, Simpson, Vehtari, Gelman 2018). Tested by
chi-square in BINS bins for each number, with Holm's correction for their count; the log-likelihood is among the
numbers, since it shows faults that single parameters do not (Modrak and others 2023). 90 % intervals must cover
85 to 95 %.

Run: python benchmarks/calibration.py [--records 256] [--seed 1] [--reliability 0.8]
"""

from __future__ import annotations

import argparse
import sys
import time
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from scipy.stats import chi2

from ripeness.case.folder import open_folder
from ripeness.case.game import game
from ripeness.case.model import CaseFile
from ripeness.inference import inputs_of
from ripeness.inference.records import Record
from ripeness.inference.sampler import sample
from ripeness.inference.simulation import each, simulated
from ripeness.inference.structure import structure_of
from ripeness.lineage import find_lineage

PARTY = "kestria"
DRAWS, THIN, WARMUP = 127, 10, 700  # 128 possible ranks
BINS = 16
LEVEL = 0.05
COVER = (0.85, 0.95)

RECORD = """answers:
  - {party: kestria, answer: accepts, terms: {river_line: river, monitors: observers, trade: open}, because: Test.}
  - {party: kestria, answer: rejects, terms: {river_line: present_line, monitors: none, trade: open}, because: Test.}
  - {party: kestria, answer: accepts, terms: {river_line: river, monitors: none}, because: Test.}
  - {party: kestria, answer: rejects, terms: {river_line: old_border, monitors: observers}, because: Test.}
priorities:
  - {party: kestria, more: river_line, than: monitors, because: Test.}
  - {party: kestria, more: monitors, than: trade, because: Test.}
forbidden:
  - {combination: {monitors: force, trade: open}, because: Test.}
"""
DEAL = """  paper_{n}:
    name: Paper {n}
    kind: final
    track: settlement
    terms: {{river_line: {line}, monitors: {who}, trade: closed}}
    offered_by: [kestria]
    offered_on: 2025-02-0{n}
    because: Test.
"""
POSITIONS = """positions:
  - {party: kestria, issue: monitors, wants: [force], refuses: [none], because: Test.}
"""


def calibration_case() -> CaseFile:
    """The template with a longer ordered issue whose best option lies inside, and a record of every kind."""
    text = resources.files("ripeness.case").joinpath("template.yaml").read_text(encoding="utf-8")
    offers = [("river", "force"), ("far_bank", "observers"), ("old_border", "force")]
    papers = "".join(DEAL.format(n=n, line=line, who=who) for n, (line, who) in enumerate(offers, start=1))
    for old, new in (
        ("      present_line: Along", "      far_bank: Beyond the river\n      present_line: Along"),
        ("river: 70, present_line: 100", "river: 70, far_bank: 80, present_line: 100"),
        ("old_border: 100, river: 60, present_line: 0", "old_border: 70, river: 100, far_bank: 40, present_line: 0"),
        ("options:\n      closed: Closed", "status_quo: closed\n    options:\n      closed: Closed"),
        ("\ndeals:\n", f"\n{RECORD}deals:\n{papers}"),
        ("positions:\n", POSITIONS),
    ):
        if old not in text:
            raise SystemExit(f"the template has changed: {old!r} is not in it")
        text = text.replace(old, new, 1)
    with TemporaryDirectory() as folder:
        (Path(folder) / "case.yaml").write_text(text, encoding="utf-8")
        return open_folder(Path(folder)).case


def told_by(record: Record) -> Record:
    """The record with items told by one, two, three, one, ... originals: every amount of noise is tried."""
    return record.at([np.where(part > 0, 1 + np.arange(len(part)) % 3, 0.0) for part in record.told])


def ranks(records: int, seed: int, reliability: float) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """By number: the rank of the truth among the draws, and whether the 90 % interval holds it; ``[record]``."""
    case = calibration_case()
    made = inputs_of(case, game(case), find_lineage(()), {PARTY: 0.45})
    space, prior, plan = made.game.space, made.priors[PARTY], told_by(made.records[PARTY])
    structure = structure_of(case, space)
    truth, simulated_records = simulated(structure, space, prior, plan, reliability, many=records, seed=seed)
    own = [each(simulated_records, k) for k in range(records)]
    drawn = sample(
        structure,
        [prior] * records,
        own,
        [record.told for record in own],
        reliability,
        chains=1,
        warmup=WARMUP,
        draws=DRAWS,
        thin=THIN,
        seed=seed,
    )
    rng = np.random.default_rng(seed)
    found: dict[str, np.ndarray] = {}
    covered: dict[str, np.ndarray] = {}
    for name, true, draws in numbers(case, structure, truth, drawn, own, reliability):
        below = (draws < true[:, None]).sum(axis=1)
        ties = (draws == true[:, None]).sum(axis=1)
        found[name] = below + rng.integers(0, ties + 1)
        low, high = np.quantile(draws, [0.05, 0.95], axis=1, method="weibull")  # .9 of the ranks, also of few draws
        covered[name] = (low <= true) & (true <= high)
    print(f"{drawn.diverging.mean():.2%} of the draws diverged", file=sys.stderr)
    return found, covered


def numbers(case, structure, truth, drawn, own, reliability):  # type: ignore[no-untyped-def]
    """Name, true value ``[record]`` and draws ``[record, draw]`` of every number that is not fixed by construction."""
    import jax

    from ripeness.inference.density import tellings
    from ripeness.inference.sampler import stacked

    for k, (issue, named) in enumerate(case.issues.items()):
        yield f"weight of {issue}", truth.weight[:, k], drawn.stakes.weight[:, 0, :, k]
        for o, option in enumerate(named.options):
            cells = drawn.stakes.value[:, 0, :, k, o]
            if np.unique(cells[0]).size > 20:  # the best and the worst option are 1 and 0 whatever is drawn
                yield f"value of {option}", truth.value[:, k, o], cells
    for name in ("reservation", "precision", "exaggeration", "concession"):
        yield name, getattr(truth, name), getattr(drawn.stakes, name)[:, 0]
    with jax.enable_x64(True):
        parts = jax.vmap(lambda stakes, record: tellings(structure, stakes, record, reliability))(truth, stacked(own))
    true = sum(np.asarray(part).sum(axis=1) for part in parts)
    yield "log-likelihood", true, sum(part[:, 0].sum(axis=2) for part in drawn.told)


def uniformity(found: dict[str, np.ndarray]) -> dict[str, float]:
    """By number the p-value of the chi-square test that its ranks are uniform."""
    values = {}
    for name, rank in found.items():
        count = np.bincount(rank * BINS // (DRAWS + 1), minlength=BINS)
        expected = len(rank) / BINS
        values[name] = float(chi2.sf(((count - expected) ** 2 / expected).sum(), BINS - 1))
    return values


def holm(values: dict[str, float]) -> dict[str, float]:
    """p-values corrected for their number (Holm 1979)."""
    ordered = sorted(values, key=values.__getitem__)
    corrected, most = {}, 0.0
    for place, name in enumerate(ordered):
        most = max(most, min(1.0, values[name] * (len(ordered) - place)))
        corrected[name] = most
    return {name: corrected[name] for name in values}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=256)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reliability", type=float, default=0.8)
    given = parser.parse_args()
    began = time.perf_counter()
    found, covered = ranks(given.records, given.seed, given.reliability)
    values = uniformity(found)
    corrected = holm(values)
    print(f"{given.records} simulated records, {DRAWS} draws of each; {time.perf_counter() - began:.0f} s")
    print(f"{'number':24} {'p of uniform ranks':>18} {'corrected':>10} {'90 % interval covers':>21}")
    for name in found:
        print(f"{name:24} {values[name]:18.3f} {corrected[name]:10.3f} {covered[name].mean():21.1%}")
    share = np.mean([cover.mean() for cover in covered.values()])
    odd = [name for name, value in corrected.items() if value < LEVEL]
    wide = [name for name, cover in covered.items() if not COVER[0] <= cover.mean() <= COVER[1]]
    print(f"all: {share:.1%} covered; not uniform at {LEVEL:g} after correction: {', '.join(odd) or 'none'}")
    print(f"coverage outside {COVER[0]:.0%} to {COVER[1]:.0%}: {', '.join(wide) or 'none'}")
    sys.exit(bool(odd or wide))


if __name__ == "__main__":
    main()
