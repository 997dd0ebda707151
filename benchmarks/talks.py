"""Times of the talks solver: two sizes with a target, its slow twin, growth, warm starts, quantal answers, pygambit.

Run: python benchmarks/talks.py [--repeat 5]
The trees need pygambit, which the package does not: pip install pygambit into the environment of the benchmark. Times
are wall-clock, the best of the repeats; the loops are compiled before (see docs/decisions/0005-compiled-rounds.md).
"""

from __future__ import annotations

import argparse
import importlib
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from ripeness.bargaining import Breaking, Situation
from ripeness.bargaining.classics.pie import splits
from ripeness.bargaining.rounds import hold_round, prepared
from ripeness.bargaining.talks import Talks

CASE = (63, 300, 3)  # situations, deals, parties
LARGE = (5000, 1000, 4)
CASE_TARGET, LARGE_TARGET = 0.005, 10.0  # seconds for one start
TWINS = [(10, 20, 3), (63, 300, 3)]
TWIN_PERIODS = 2  # of a finite horizon: the slow twin takes seconds for each
MOVED = (1e-4, 1e-3, 1e-2)  # swings per period by which the flows of a warm start differ
SITUATIONS = [(63, 300, 3), (250, 300, 3), (1000, 300, 3), (4000, 300, 3)]
DEALS = [(250, 100, 3), (250, 1000, 3), (250, 10_000, 3)]
TREES = [(2, 2), (3, 2), (2, 3), (2, 5), (3, 3)]  # periods, offers in each; with (4, 3) lcp_solve ran for minutes
DISCOUNT = (0.97, 0.95, 0.98, 0.96)


def random_talks(situations: int, deals: int, parties: int, seed: int, moved: float = 0.0) -> Talks:
    """Uniform deals, four next situations for each, costs around 0: many deals are near what fighting on is worth.

    ``moved``: by how much the flows are changed from those of this seed, at random.
    """
    rng = np.random.default_rng(seed)
    value = rng.random((deals, parties))
    to = np.stack([(np.arange(situations) + step) % situations for step in (0, 1, -1, 7)], axis=1)
    chance = rng.dirichlet(np.ones(4), situations)
    at = np.repeat(np.arange(situations), 4)
    drift = csr_array((chance.ravel(), (at, to.ravel())), shape=(situations, situations))
    flow = rng.normal(0.0, 0.02, (situations, parties))
    situation = Situation(
        states=[str(k) for k in range(situations)],
        drift=[drift] * parties,
        reference=drift,
        flow=flow + moved * rng.normal(size=flow.shape),
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


def report(size: tuple[int, int, int], seeds: int, repeat: int, starts: int) -> list[float]:
    """Solve from scratch: fighting to the finish belongs to the situation and is worked out before, all else counts."""
    times = []
    for seed in range(seeds):
        fresh = [random_talks(*size, seed) for _ in range(repeat)]
        for talks in fresh:
            _ = talks.war
        waiting = iter(fresh)
        spent, found = best_time(lambda waiting=waiting: next(waiting).stationary(starts=starts), repeat)
        times.append(spent)
        run = found.runs[0]
        what = f"residual {found.equilibrium.residual:.0e}" if found.converged else f"period {run.period}"
        kept = len(prepared(found.talks).table.items)
        print(
            f"{named(size)} seed {seed}  starts {starts}  kept {kept:4}  {spent * 1e3:9.2f} ms  "
            f"{found.status:10} {what:16} {len(found.equilibria)} equilibria, {run.sweeps} rounds from the first start",
            flush=True,
        )
    return times


def named(size: tuple[int, int, int]) -> str:
    return f"{' x '.join(map(str, size)):18}"


def report_target(times: Sequence[float], target: float) -> None:
    met = sum(spent <= target for spent in times)
    word = "met" if met == len(times) else "MISSED"
    print(f"target {target * 1e3:g} ms: {word}, {met} of {len(times)} within it, slowest {max(times) * 1e3:.2f} ms")


def report_twins(repeat: int) -> None:
    """The compiled rounds against the same rules in plain Python, which the tests hold them to."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.bargaining.slow_talks import slow_finite

    for size in TWINS:
        talks = random_talks(*size, 0)
        _ = talks.war
        fast, solved = best_time(lambda talks=talks: talks.finite(TWIN_PERIODS), repeat)
        slow, (values, offers) = best_time(lambda talks=talks: slow_finite(talks, TWIN_PERIODS), 1)
        same = solved.offer.tolist() == offers and np.allclose(solved.value, values, atol=1e-11)
        print(
            f"{named(size)} horizon {TWIN_PERIODS}  slow {slow * 1e3:9.2f} ms  fast {fast * 1e3:7.3f} ms  "
            f"ratio {slow / fast:8.0f}, {'same values and offers' if same else 'OTHER RESULTS'}"
        )


def report_growth(sizes: Sequence[tuple[int, int, int]], axis: int, repeat: int) -> None:
    """Times as a power of one size: of the set-up, of one round (after a dozen), and of the whole search.

    The last depends on how many rounds it takes and whether it settles, which differs from game to game.
    """
    times: dict[str, list[float]] = {"set-up": [], "one round": [], "whole search": []}
    for size in sizes:
        talks = random_talks(*size, 0)
        spent, board = best_time(lambda talks=talks: prepared(talks), repeat)
        times["set-up"].append(spent)
        value = talks.war
        for _ in range(12):
            value = hold_round(board, value).value
        times["one round"].append(best_time(lambda board=board, value=value: hold_round(board, value), 20)[0])
        times["whole search"].append(report(size, 1, min(repeat, 3), 1)[0])
        print(f"{named(size)} " + ", ".join(f"{what} {each[-1] * 1e3:.3f} ms" for what, each in times.items()))
    along = np.log([size[axis] for size in sizes])
    powers = [f"{np.polyfit(along, np.log(each), 1)[0]:.2f} ({what})" for what, each in times.items()]
    print(f"grows with the {('situations', 'deals')[axis]} to the power {', '.join(powers)}")


def report_warm(size: tuple[int, int, int], repeat: int) -> None:
    """The talks with other flows, from the values of the old ones and from fighting to the finish."""
    for moved in MOVED:
        ratios, rounds = [], []
        for seed in range(6):
            old = random_talks(*size, seed).stationary()
            talks = random_talks(*size, seed, moved)
            _ = talks.war
            cold, first = best_time(lambda talks=talks: talks.stationary(starts=1), repeat)
            warm, again = best_time(lambda talks=talks, old=old: talks.stationary(starts=1, start=old.value), repeat)
            ratios.append(cold / warm)
            rounds.append((first.runs[0].sweeps, again.runs[0].sweeps))
        before, after = (sum(each) for each in zip(*rounds, strict=True))
        print(
            f"{named(size)} flows moved by {moved:g}  cold against warm {np.mean(ratios):5.2f} on average of 6 seeds "
            f"({min(ratios):.2f} to {max(ratios):.2f}), {before} against {after} rounds"
        )


def report_breaking(size: tuple[int, int, int], seeds: int) -> None:
    """The same deals, three in four of which break in one of three ways, into situations drawn at random."""
    for seed in range(seeds):
        firm, rng = random_talks(*size, seed), np.random.default_rng(seed)
        ways = [Breaking(rng.uniform(0, 0.05, size[0]), rng.integers(0, size[0], size[0])) for _ in range(3)]
        breaks = rng.integers(-1, 3, size[1])
        talks = Talks(firm.situation, firm.value, firm.recognition, breaking=ways, breaks=breaks)
        _ = talks.war
        spent, found = best_time(lambda talks=talks: talks.stationary(starts=1), 1)
        run = found.runs[0]
        print(
            f"{named(size)} seed {seed}  kept {len(prepared(talks).table.items):4}  {spent * 1e3:9.2f} ms  "
            f"{found.status}, {run.sweeps} rounds, {spent * 1e3 / run.sweeps:.3f} ms for each",
            flush=True,
        )


def report_quantal(size: tuple[int, int, int], repeat: int) -> None:
    talks = random_talks(*size, 0)
    _ = talks.war
    for precision in (2.0, 10.0, 50.0):
        spent, found = best_time(lambda precision=precision: talks.quantal(precision, starts=1), repeat)
        print(f"{named(size)} precision {precision:5g}  {spent * 1e3:9.2f} ms  {found.status}")


def report_finite(size: tuple[int, int, int], horizon: int, repeat: int) -> None:
    talks = random_talks(*size, 0)
    _ = talks.war
    spent, _ = best_time(lambda: talks.finite(horizon), repeat)
    print(f"{named(size)} horizon {horizon}  {spent * 1e3:9.2f} ms")


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
    repeat = parser.parse_args().repeat
    loading = time.perf_counter()
    random_talks(*CASE, 0).stationary()
    print(f"loading and, where it is not kept from before, compiling the loops: {time.perf_counter() - loading:.2f} s")
    print("\nstationary, one start")
    report_target(report(CASE, 6, repeat, 1), CASE_TARGET)
    report_target(report(LARGE, 3, 1, 1), LARGE_TARGET)
    print("\nstationary, five starts")
    report(CASE, 3, repeat, 5)
    print("\ndeals that may break, one start")
    report_breaking(CASE, 6)
    report_breaking(LARGE, 1)
    print("\nthe slow twin")
    report_twins(repeat)
    print("\ngrowth in situations, then in deals")
    report_growth(SITUATIONS, 0, repeat)
    report_growth(DEALS, 1, repeat)
    print("\nwarm starts")
    report_warm(CASE, repeat)
    print("\nquantal, one start")
    report_quantal(CASE, repeat)
    print("\nfinite horizon")
    report_finite(CASE, 52, repeat)
    report_finite(LARGE, 52, 1)
    print("\nalternating offers on trees")
    report_trees(repeat)
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
