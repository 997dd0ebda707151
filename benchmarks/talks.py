"""Times of the talks solver: the sizes of a case and beyond, growth, quantal answers, and pygambit on small trees.

Run: python benchmarks/talks.py [--repeat 5] [--largest]
The comparison needs pygambit, which the package does not: pip install pygambit into the environment of the benchmark.
"""

from __future__ import annotations

import argparse
import importlib
import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from ripeness.bargaining import Situation
from ripeness.bargaining.classics.pie import splits
from ripeness.bargaining.rounds import prepared
from ripeness.bargaining.talks import Talks

CASE = (63, 300, 3)  # situations, deals, parties
LARGE = (5000, 1000, 4)
SITUATIONS = [(63, 300, 3), (250, 300, 3), (1000, 300, 3), (4000, 300, 3)]
DEALS = [(250, 100, 3), (250, 1000, 3), (250, 10_000, 3)]
TREES = [(2, 2), (3, 2), (2, 3), (2, 5), (3, 3)]  # periods, offers in each; with (4, 3) lcp_solve ran for minutes
DISCOUNT = (0.97, 0.95, 0.98, 0.96)


def random_talks(situations: int, deals: int, parties: int, seed: int) -> Talks:
    """Uniform deals, four next situations for each, costs around 0: many deals are near what fighting on is worth."""
    rng = np.random.default_rng(seed)
    value = rng.random((deals, parties))
    to = np.stack([(np.arange(situations) + step) % situations for step in (0, 1, -1, 7)], axis=1)
    chance = rng.dirichlet(np.ones(4), situations)
    at = np.repeat(np.arange(situations), 4)
    drift = csr_array((chance.ravel(), (at, to.ravel())), shape=(situations, situations))
    situation = Situation(
        states=[str(k) for k in range(situations)],
        drift=[drift] * parties,
        reference=drift,
        flow=rng.normal(0.0, 0.02, (situations, parties)),
        discount=DISCOUNT[:parties],
        end_value=np.zeros((situations, parties)),
        ends=np.zeros(situations, bool),
    )
    return Talks(situation, value, np.full(parties, 1 / parties))


def best_time(work: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    times, answer = [], None
    for _ in range(repeat):
        began = time.perf_counter()
        answer = work()
        times.append(time.perf_counter() - began)
    return min(times), answer


def report(size: tuple[int, int, int], seeds: int, repeat: int, starts: int) -> None:
    for seed in range(seeds):
        talks = random_talks(*size, seed)
        _ = talks.war  # fighting to the finish belongs to the situation, and is kept
        spent, found = best_time(lambda talks=talks: talks.stationary(starts=starts), repeat)
        run = found.runs[0]
        what = f"residual {found.equilibrium.residual:.0e}" if found.converged else f"period {run.period}"
        kept = len(prepared(talks).table.items)
        print(
            f"{' x '.join(map(str, size)):18} seed {seed}  starts {starts}  kept {kept:4}  {spent * 1e3:9.2f} ms  "
            f"{found.status:10} {what:16} {len(found.equilibria)} equilibria, {run.sweeps} rounds from the first start",
            flush=True,
        )


def report_quantal(size: tuple[int, int, int], repeat: int) -> None:
    talks = random_talks(*size, 0)
    _ = talks.war
    for precision in (2.0, 10.0, 50.0):
        spent, found = best_time(lambda precision=precision: talks.quantal(precision, starts=1), repeat)
        print(f"{' x '.join(map(str, size)):18} precision {precision:5g}  {spent * 1e3:9.2f} ms  {found.status}")


def report_finite(size: tuple[int, int, int], horizon: int, repeat: int) -> None:
    talks = random_talks(*size, 0)
    _ = talks.war
    spent, _ = best_time(lambda: talks.finite(horizon), repeat)
    print(f"{' x '.join(map(str, size)):18} horizon {horizon}  {spent * 1e3:9.2f} ms")


# --- small trees -----------------------------------------------------------------------------------


def alternating(periods: int, offers: int) -> Talks:
    """Two parties take turns over a pie in parts, for so many periods."""
    turns = [[0.0, 1.0], [1.0, 0.0]]
    situation = Situation(
        ["1 proposes", "2 proposes"], [turns, turns], turns, np.zeros((2, 2)), (0.9, 0.8), np.zeros((2, 2)), [False] * 2
    )
    return Talks(situation, splits(2, offers - 1), np.eye(2))


def as_tree(gambit: Any, periods: int, offers: int) -> tuple[Any, list[tuple[int, Any]]]:
    """The same game as a tree, every offer and both answers to it; and where a proposer moves: (period, node)."""
    game = gambit.Game.new_tree(players=["1", "2"])
    pie = splits(2, offers - 1)
    outcomes: dict[tuple[int, int], Any] = {}
    proposing: list[tuple[int, Any]] = []

    def outcome(period: int, offer: int) -> Any:
        if (period, offer) not in outcomes:
            share = pie[offer] if offer >= 0 else np.zeros(2)
            worth = [float(discount**period * part) for discount, part in zip((0.9, 0.8), share, strict=True)]
            outcomes[period, offer] = game.add_outcome(f"period {period}, {offer}", worth)
        return outcomes[period, offer]

    def grow(node: Any, period: int) -> None:
        if period == periods:
            game.set_outcome(node, outcome(period, -1))
            return
        proposing.append((period, node))
        proposer, responder = ("1", "2") if period % 2 == 0 else ("2", "1")
        game.append_move(node, proposer, [f"offer {k}" for k in range(offers)])
        for k, offered in enumerate(list(node.children)):
            game.append_move(offered, responder, ["accept", "refuse"])
            accepted, refused = list(offered.children)
            game.set_outcome(accepted, outcome(period, k))
            grow(refused, period + 1)

    grow(game.root, 0)
    return game, proposing


def report_trees(repeat: int) -> None:
    try:
        gambit = importlib.import_module("pygambit")
    except ImportError:
        print("pygambit is not installed: no comparison")
        return
    for periods, offers in TREES:
        talks = alternating(periods, offers)
        ours, solved = best_time(lambda talks=talks, periods=periods: talks.finite(periods, np.zeros((2, 2))), repeat)
        tree, proposing = as_tree(gambit, periods, offers)
        theirs, found = best_time(lambda tree=tree: gambit.nash.lcp_solve(tree, rational=False), 1)
        print(
            f"{periods} periods x {offers} offers  {len(list(tree.nodes)):6} nodes  ours {ours * 1e3:6.2f} ms "
            f"{solved.value[0, 0].round(4)}  lcp_solve {theirs * 1e3:9.2f} ms, {compared(found, solved, proposing)}; "
            f"ratio of times {theirs / ours:.1f}",
            flush=True,
        )


def compared(found: Any, solved: Any, proposing: list[tuple[int, Any]]) -> str:
    """Where the equilibrium of the tree has other values than backward induction in which indifference accepts.

    Off its path a Nash equilibrium need not be a best reply; with ties there may be other subgame-perfect ones.
    """
    profile, wrong, root = found.equilibria[0], 0, True
    for period, node in proposing:
        now = np.array([0.9, 0.8]) ** period * solved.value[period, period % 2]
        same = np.allclose([float(profile.node_value(player, node)) for player in ("1", "2")], now, atol=1e-6)
        wrong += not same
        root = root and (same or period > 0)
    at_root = "same payoffs" if root else "other payoffs"
    return f"{at_root}, other values at {wrong} of {len(proposing)} offers" if wrong else f"{at_root} everywhere"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5, help="take the best of so many runs")
    parser.add_argument("--largest", action="store_true", help="also grow to the largest sizes")
    options = parser.parse_args()
    random_talks(*CASE, 0).stationary()  # loads what is loaded on first use
    print("stationary, one start")
    report(CASE, 6, options.repeat, 1)
    report(LARGE, 3, 1, 1)
    print("stationary, five starts")
    report(CASE, 3, options.repeat, 5)
    print("growth in situations, then in deals")
    for size in (SITUATIONS if options.largest else SITUATIONS[:3]) + (DEALS if options.largest else DEALS[:2]):
        report(size, 1, 1, 1)
    print("quantal, one start")
    report_quantal(CASE, options.repeat)
    print("finite horizon")
    report_finite(CASE, 52, options.repeat)
    report_finite(LARGE, 52, 1)
    print("alternating offers on trees")
    report_trees(options.repeat)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
