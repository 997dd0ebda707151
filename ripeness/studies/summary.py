"""What the draws of a study say together: shares, means and quantiles, each estimate with its standard error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.consent import TOLERANCE
from ripeness.case.game import Agenda, Game
from ripeness.case.model import CaseFile
from ripeness.outlook.words import listed, written
from ripeness.studies.draws import REPLICATES, standard_error
from ripeness.studies.solving import APART, TOGETHER

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]

T_95 = 2.365  # Student's t for 95 % and 7 degrees of freedom: eight replicates
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
SHOWN = 0.005  # shares below it are not told
STATUSES = ("no zone", "waiting pays", "deal now")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over the draws. ``error`` is its standard error, from the means of the independent scramblings."""

    value: float
    error: float

    @property
    def half_width(self) -> float:
        """Half the width of the 95 % interval; nan where no error is known."""
        return T_95 * self.error


@dataclass(frozen=True, slots=True)
class Spread:
    """How a number is spread over the draws: its mean, and the values at the shares of ``QUANTILES``."""

    mean: Estimate
    quantiles: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class AgendaStudy:
    """One agenda over all draws that make a case.

    ``zone``, ``now``: shares of draws with a zone, with a deal now (None: the talks were not solved). ``slack`` and
    ``slack_now`` over the draws that have a deal which nobody firmly refuses; ``bare`` is the share that has none.
    ``statuses`` by name, ``blockers``: in which share of draws each minimal set of parties blocks, ``best``: by issue,
    the share of draws in which each option is in the deal best for whoever gains least over war.
    """

    agenda: Agenda
    zone: Estimate
    now: Estimate | None
    slack: Spread | None
    slack_now: Spread | None
    bare: float
    statuses: Mapping[str, Estimate]
    blockers: Mapping[tuple[str, ...], float]
    best: Mapping[str, Mapping[str, float]]
    narration: str


@dataclass(frozen=True, slots=True)
class OutlookStudy:
    """What is to be expected over all draws with the talks solved.

    ``deal_by[period]`` spreads the chance of a deal by its close over the draws (its mean is the chance, the numbers
    being as uncertain as the case says); ``delay`` in periods; ``agreed`` by issue: the chance that the first deal has
    each option.
    """

    deal_by: tuple[Spread, ...]
    delay: Spread | None
    agreed: Mapping[str, Mapping[str, float]]
    narration: str


def estimate(values: Floats, replicate: NDArray[np.intp]) -> Estimate:
    """The mean of ``values[draw]`` (nan: not counted) and its standard error over the replicates."""
    known = np.isfinite(values)
    if not known.any():
        return Estimate(float("nan"), float("nan"))
    means = [values[known & (replicate == k)] for k in range(REPLICATES)]
    return Estimate(float(values[known].mean()), standard_error([m.mean() if len(m) else np.nan for m in means]))


def spread_of(values: Floats, replicate: NDArray[np.intp]) -> Spread | None:
    """How ``values[draw]`` are spread; None where there is none."""
    known = values[np.isfinite(values)]
    if not len(known):
        return None
    return Spread(estimate(values, replicate), tuple(map(float, np.quantile(known, QUANTILES))))


def opened(slack: Floats, counted: NDArray[np.bool_]) -> Floats:
    """Where slack is a zone: 1 or 0, nan for draws that are not counted."""
    return np.where(counted, np.where(np.isfinite(slack), slack, -np.inf) >= -TOLERANCE, np.nan)


def column(frame: pl.DataFrame, name: str) -> Floats:
    """A column of numbers, with nan for what is not there."""
    return frame[name].cast(float).fill_null(float("nan")).to_numpy().astype(np.float64)


def made_case(frame: pl.DataFrame) -> NDArray[np.bool_]:
    """Which draws make a case."""
    return (frame["how"] != "no case").to_numpy()


def talked(frame: pl.DataFrame) -> NDArray[np.bool_]:
    """In which draws the talks were solved."""
    return frame["how"].is_in(["warm", "search", "horizon"]).to_numpy()


def agenda_study(case: CaseFile, agenda: Agenda, frame: pl.DataFrame) -> AgendaStudy:
    """What the draws say about one agenda."""
    replicate = frame["replicate"].to_numpy()
    counted, solved = made_case(frame), talked(frame)
    slack, now = column(frame, f"{agenda.name}.zone"), column(frame, f"{agenda.name}.now")
    zone = estimate(opened(slack, counted), replicate)
    deal = estimate(opened(now, solved), replicate) if solved.any() else None
    statuses: dict[str, Estimate] = {}
    if agenda.ends_fighting and solved.any():
        status = frame[f"{agenda.name}.status"].to_numpy()
        statuses = {name: estimate(np.where(solved, status == name, np.nan), replicate) for name in STATUSES}
    found = AgendaStudy(
        agenda=agenda,
        zone=zone,
        now=deal,
        slack=spread_of(slack, replicate),
        slack_now=spread_of(now, replicate),
        bare=float(np.isnan(slack[counted]).mean()) if counted.any() else float("nan"),
        statuses=statuses,
        blockers=_blockers(frame[f"{agenda.name}.blockers"].to_list(), int(counted.sum())),
        best={issue: _shares(frame[f"{agenda.name}.best.{issue}"].to_list()) for issue in agenda.issues},
        narration="",
    )
    return _told(case, found, int(counted.sum()))


def outlook_study(case: CaseFile, made: Game, frame: pl.DataFrame) -> OutlookStudy | None:
    """What the draws say about the time to come; None where the talks were solved in none."""
    solved = frame.filter(talked(frame))
    if not len(solved):
        return None
    replicate = solved["replicate"].to_numpy()
    by = np.array(solved["deal_by"].to_list(), dtype=np.float64)
    deal_by = tuple(each for period in by.T if (each := spread_of(period, replicate)))
    ending = [issue for agenda in made.agendas if agenda.ends_fighting for issue in agenda.issues]
    agreed = {}
    for issue in ending:
        chances = {
            o: float(np.nan_to_num(column(solved, f"agreed.{issue}.{o}")).mean()) for o in case.issues[issue].options
        }
        agreed[issue] = dict(sorted(((o, c) for o, c in chances.items() if c > 0), key=lambda each: -each[1]))
    last = deal_by[-1]
    low, high = last.quantiles[0], last.quantiles[-1]
    said = (
        f"A deal that ends the fighting comes within {len(deal_by)} {case.period}s with a chance of "
        f"{last.mean.value:.0%} (standard error {_points(last.mean.error)}); in nine draws of ten that chance lies "
        f"between {low:.0%} and {high:.0%}."
    )
    return OutlookStudy(deal_by, spread_of(column(solved, "delay"), replicate), agreed, said)


def _blockers(cells: Iterable[str | None], counted: int) -> dict[tuple[str, ...], float]:
    found: dict[tuple[str, ...], int] = {}
    for cell in cells:
        for members in (cell or "").split(APART) if cell else ():
            key = tuple(members.split(TOGETHER))
            found[key] = found.get(key, 0) + 1
    return {key: count / counted for key, count in sorted(found.items(), key=lambda each: -each[1])}


def _shares(cells: Iterable[str | None]) -> dict[str, float]:
    known = [cell for cell in cells if cell is not None]
    found = {option: known.count(option) / len(known) for option in dict.fromkeys(known)}
    return dict(sorted(found.items(), key=lambda each: -each[1]))


def _told(case: CaseFile, found: AgendaStudy, draws: int) -> AgendaStudy:
    """The agenda in words."""
    title = f"‘{found.agenda.title}’"
    said = [f"In {share(found.zone)} of {draws:,} draws there is a zone on {title} ({_error(found.zone)})."]
    if found.now is not None:
        said.append(f"In {share(found.now)} a deal can be had now ({_error(found.now)}).")
    if found.statuses and found.statuses["waiting pays"].value >= SHOWN:
        said.append(f"In {share(found.statuses['waiting pays'])} there is a zone, but waiting pays for somebody.")
    if found.slack is not None:
        low, high = found.slack.quantiles[0], found.slack.quantiles[-1]
        said.append(
            f"Slack against fighting on is {written(found.slack.mean.value)} on average (standard error "
            f"{written(found.slack.mean.error)}), and in nine draws of ten between {written(low)} and {written(high)}."
        )
    if found.bare >= SHOWN:
        said.append(f"In {found.bare:.0%} every deal is firmly refused by somebody.")
    sets = [(key, part) for key, part in found.blockers.items() if part >= SHOWN][:3]
    if sets:
        named = [f"{listed([case.parties[p].name for p in key])} in {part:.0%}" for key, part in sets]
        said.append(f"Who blocks (without whose consent it would open): {listed(named)} of the draws.")
    return replace(found, narration=" ".join(said))


def share(found: Estimate) -> str:
    """A share in words: '61 %', 'none', 'all'."""
    if found.value != found.value:
        return "an unknown share"
    if found.value == 0:
        return "none"
    if found.value == 1:
        return "all"
    return f"{found.value:.0%}" if 0.005 <= found.value < 0.995 else f"{found.value:.1%}"


def _error(found: Estimate) -> str:
    return f"standard error {_points(found.error)}"


def _points(error: float) -> str:
    """A standard error of a share: in hundredths, to one digit where it is small."""
    if error != error:
        return "unknown"
    return f"{100 * error:.1f} points" if error < 0.1 else f"{100 * error:.0f} points"
