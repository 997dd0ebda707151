"""How good forecasts were: Brier and log scores, calibration, and skill against simple baselines of the same moment.

Only what has come out as yes or no is scored. Brier: the squared distance of the chance from 1 (yes) or 0 (no), 0 best,
0.25 for always a half. Log: minus the natural logarithm of the chance given to what came, 0 best, 0.69 for a half. Both
are proper, that is, best where one says what one believes (Brier 1950; Good 1952); the log score so far as it is not
clipped. Skill is 1 less the mean Brier score
over that of a baseline: above 0 is better than it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ripeness.forecasts.baselines import BASE_RATE, NAMES
from ripeness.forecasts.keeping import Kept
from ripeness.store import KeptForecast

# A chance of 0 given to what came would cost infinitely much: log scores take chances no closer to 0 than this.
LOG_CLIP = 0.01
BINS = (
    0.0,
    0.2,
    0.4,
    0.6,
    0.8,
    1.0,
)  # of the calibration table; five, for stores hold tens of forecasts
COVERAGE = 0.9  # of the intervals
DRAWS = 2000  # of the bootstrap; its ends are then sure to about 0.01 of the spread
SEED = 20250517
FEW = 30  # matters below which it is said how little they show; a convention of elementary statistics
FEWEST = 5  # matters below which a bootstrap says nothing at all, and none is given


@dataclass(frozen=True, slots=True)
class Score:
    """Means over some forecasts."""

    brier: float
    log: float


@dataclass(frozen=True, slots=True)
class Row:
    """The scores of a group. ``matters``: how many different things they are about; those on one come out together.

    ``skill`` against the base rate, None where that was never wrong; ``interval`` of it, by resampling matters, None
    where there are too few.
    """

    name: str
    count: int
    matters: int
    yes: int
    score: Score
    baselines: dict[str, Score]
    skill: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of about one chance: their mean ``chance``, the share that came true, and its exact interval."""

    low: float
    high: float
    count: int
    chance: float
    share: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything that can be said of the forecasts of a store. ``rows`` begin with all; empty while none came out."""

    rows: tuple[Row, ...]
    by_kind: tuple[Row, ...]
    by_maker: tuple[Row, ...]
    by_time: tuple[Row, ...]
    bins: tuple[Bin, ...]
    open: int
    voids: int
    log_clip: float
    narration: str


def brier(chance: float, outcome: bool) -> float:
    """Squared distance from what came."""
    return (chance - outcome) ** 2


def log_score(chance: float, outcome: bool) -> float:
    """Minus the natural logarithm of the chance given to what came; chances are clipped at ``LOG_CLIP`` at both ends.

    At both, for else it would pay to say 0 where one believes a little more.
    """
    said = min(max(chance, LOG_CLIP), 1 - LOG_CLIP)
    return -math.log(said if outcome else 1 - said)


def scores(kept: Iterable[Kept]) -> Scores:
    """Score what has come out; voids are left out and counted."""
    every = list(kept)
    out = [(each.forecast, each.outcome == "yes") for each in every if each.outcome in ("yes", "no")]
    voids = sum(each.outcome == "void" for each in every)
    still = sum(each.outcome is None for each in every)
    rows = (_row("all", out),) if out else ()
    return Scores(
        rows=rows,
        by_kind=_grouped(out, lambda each: each.kind),
        by_maker=_grouped(out, lambda each: each.maker),
        by_time=_grouped(out, lambda each: "after its date" if each.hindsight else "before its date"),
        bins=tuple(_bins(out)),
        open=still,
        voids=voids,
        log_clip=LOG_CLIP,
        narration=_narrate(rows, still, voids, sum(each.hindsight for each, _ in out)),
    )


Came = Sequence[tuple[KeptForecast, bool]]


def _grouped(out: Came, by: Callable[[KeptForecast], str]) -> tuple[Row, ...]:
    names = dict.fromkeys(by(each) for each, _ in out)
    return tuple(_row(name, [pair for pair in out if by(pair[0]) == name]) for name in names)


def _row(name: str, out: Came) -> Row:
    beside = {base: [float(each.baselines[base]["chance"]) for each, _ in out] for base in NAMES}
    came = [outcome for _, outcome in out]
    own = [each.chance for each, _ in out]
    matters = [each.matter for each, _ in out]
    return Row(
        name=name,
        count=len(out),
        matters=len(set(matters)),
        yes=sum(came),
        score=_score(own, came),
        baselines={base: _score(chances, came) for base, chances in beside.items()},
        skill=_skill(own, beside[BASE_RATE], came),
        interval=_interval(own, beside[BASE_RATE], came, matters),
    )


def _score(chances: Sequence[float], came: Sequence[bool]) -> Score:
    pairs = list(zip(chances, came, strict=True))
    return Score(
        sum(brier(chance, outcome) for chance, outcome in pairs) / len(pairs),
        sum(log_score(chance, outcome) for chance, outcome in pairs) / len(pairs),
    )


def _skill(own: Sequence[float], base: Sequence[float], came: Sequence[bool]) -> float | None:
    simple = _score(base, came).brier
    return None if simple == 0 else 1 - _score(own, came).brier / simple


def _interval(
    own: Sequence[float], base: Sequence[float], came: Sequence[bool], matters: Sequence[tuple[str, ...]]
) -> tuple[float, float] | None:
    """Where skill lies in ``COVERAGE`` of the resamples: whole matters are drawn, for their forecasts go together."""
    names = {matter: place for place, matter in enumerate(dict.fromkeys(matters))}
    if len(names) < FEWEST:
        return None
    ours, theirs = np.zeros(len(names)), np.zeros(len(names))
    for chance, simple, outcome, matter in zip(own, base, came, matters, strict=True):
        ours[names[matter]] += brier(chance, outcome)
        theirs[names[matter]] += brier(simple, outcome)
    drawn = np.random.default_rng(SEED).integers(0, len(names), (DRAWS, len(names)))
    total = theirs[drawn].sum(axis=1)
    skill = 1 - ours[drawn].sum(axis=1)[total > 0] / total[total > 0]
    if not len(skill):
        return None
    tail = (1 - COVERAGE) / 2
    low, high = np.quantile(skill, [tail, 1 - tail])
    return float(low), float(high)


def _bins(out: Came) -> Iterable[Bin]:
    """Forecasts by their chance; a bin holds its lower end, the last also 1."""
    for low, high in pairwise(BINS):
        inside = [(f.chance, came) for f, came in out if low <= f.chance < high or (high == 1.0 and f.chance == 1.0)]
        if inside:
            yes = sum(came for _, came in inside)
            mean = sum(chance for chance, _ in inside) / len(inside)
            yield Bin(low, high, len(inside), mean, yes / len(inside), exact_interval(yes, len(inside)))


def exact_interval(yes: int, count: int) -> tuple[float, float]:
    """The Clopper-Pearson interval of a share, at ``COVERAGE``."""
    from scipy.stats import beta

    tail = (1 - COVERAGE) / 2
    low = float(beta.ppf(tail, yes, count - yes + 1)) if yes else 0.0
    high = float(beta.ppf(1 - tail, yes + 1, count - yes)) if yes < count else 1.0
    return low, high


def _narrate(rows: Sequence[Row], still: int, voids: int, hindsight: int) -> str:
    rest = f"{still} open" + (f", {voids} void and left out" if voids else "")
    if not rows:
        return f"No forecast has come out yet, so nothing is scored ({rest})."
    row = rows[0]
    count = f"{row.count} forecast{'s' if row.count != 1 else ''}"
    said = [f"{count} on {row.matters} matter{'s' if row.matters != 1 else ''} came out, {row.yes} as yes ({rest})."]
    if row.skill is None:
        said.append("The base rate was never wrong, so there is no skill against it.")
    else:
        way = "better" if row.skill > 0 else "no better"
        span = "" if row.interval is None else f", {row.interval[0]:.2f} to {row.interval[1]:.2f} by resampling matters"
        said.append(f"Mean Brier score {row.score.brier:.3f}: {way} than the base rate (skill {row.skill:.2f}{span}).")
        if row.interval is not None and row.interval[0] <= 0 <= row.interval[1]:
            said.append("The interval holds 0: luck alone could do as much.")
    if row.matters < FEW:
        low, high = exact_interval(row.yes, row.count)
        said.append(
            f"So few show little: even of the share that comes true, {row.yes} of {row.count} says only that it lies "
            f"between {low:.0%} and {high:.0%} ({COVERAGE:.0%} exact interval, as if they were independent)."
        )
    if hindsight:
        said.append(
            f"{hindsight} of them {'was' if hindsight == 1 else 'were'} kept after the date had passed: a test on the "
            "past, and no forecast."
        )
    return " ".join(said)
