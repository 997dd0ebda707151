"""Making a forecast to be kept, and saying how one came out: who says so, and what must hold."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

import ripeness
from ripeness.case.evidence import locate
from ripeness.case.model import CaseFile
from ripeness.case.numbers import Evidence
from ripeness.errors import RipenessError
from ripeness.forecasts.baselines import baselines
from ripeness.forecasts.questions import Question, Said, due_day, start_of
from ripeness.outlook import TalksAnswers
from ripeness.reports import Passage, Report
from ripeness.store import KeptForecast, Resolution

Outcome = Literal["yes", "no", "void"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
MODEL = "the model"
NAME_MOST = 200  # signs of a name


@dataclass(frozen=True, slots=True)
class Kept:
    """A forecast with all that was said of how it came out, by time: the last one holds."""

    forecast: KeptForecast
    said: tuple[Resolution, ...] = ()

    @property
    def resolution(self) -> Resolution | None:
        """What holds now, or None while it is open."""
        return self.said[-1] if self.said else None

    @property
    def outcome(self) -> str | None:
        """yes, no, void, or None while it is open."""
        return self.resolution.outcome if self.resolution else None


def together(forecasts: Sequence[KeptForecast], resolutions: Iterable[Resolution]) -> tuple[Kept, ...]:
    """Forecasts with what was said of each."""
    said: dict[str, list[Resolution]] = {}
    for each in resolutions:
        said.setdefault(each.forecast, []).append(each)
    return tuple(Kept(each, tuple(said.get(each.id, ()))) for each in forecasts)


def come_out(kept: Iterable[Kept]) -> list[tuple[KeptForecast, str]]:
    """What has come out as yes or no, in the order in which it was said."""
    found = [(each.resolution.resolved_at, each) for each in kept if each.resolution and each.outcome != "void"]
    return [(each.forecast, str(each.outcome)) for _, each in sorted(found, key=lambda pair: pair[0])]


def by_model(
    case: CaseFile, said: Iterable[Said], inputs: str, earlier: Sequence[Kept], talks: TalksAnswers
) -> tuple[KeptForecast, ...]:
    """The model's chances as forecasts to be kept. ``inputs``: the digest of what they were computed from."""
    known = come_out(earlier)
    return tuple(
        _forecast(
            case, each.question, each.chance, MODEL, "model", inputs, each.how, baselines(each.question, known, talks)
        )
        for each in said
    )


def by_person(
    case: CaseFile,
    question: Question,
    chance: float,
    name: str,
    inputs: str,
    earlier: Sequence[Kept],
    talks: TalksAnswers | None = None,
) -> KeptForecast:
    """A person's forecast to be kept. Raises RipenessError where there is no name, or the chance is none."""
    known = come_out(earlier)
    made = baselines(question, known, talks)
    return _forecast(case, question, chance, named(name), "person", inputs, "a person's judgement", made)


def _forecast(
    case: CaseFile,
    question: Question,
    chance: float,
    maker: str,
    source: str,
    inputs: str,
    how: str,
    beside: Mapping[str, Mapping[str, Any]],
) -> KeptForecast:
    due_day(case, question.due)
    if not math.isfinite(chance) or not 0 <= chance <= 1:
        raise RipenessError(f"A chance of {chance}: it lies between 0 and 1. Write for example --chance 0.3")
    return KeptForecast(
        kind=question.kind,
        terms=dict(question.terms),
        question=question.words,
        due=question.due,
        chance=float(chance),
        maker=maker,
        source=source,
        inputs=inputs,
        version=ripeness.__version__,
        how=how,
        baselines={name: dict(each) for name, each in beside.items()},
        as_of=start_of(case).isoformat(),
    )


def named(name: str) -> str:
    """Who says something. Raises RipenessError where nobody does: nothing is forecast or judged anonymously."""
    name = " ".join(name.split())
    if not name or len(name) > NAME_MOST or not name.isprintable() or name == MODEL:
        raise RipenessError(
            f"{name!r} is no name of a person. Nobody forecasts or resolves anonymously: give --name, or set "
            "RIPENESS_ANALYST."
        )
    return name


def found(kept: Sequence[Kept], id: str) -> Kept:
    """The forecast with this id, or the start of one that no other id has. Raises RipenessError."""
    match = [each for each in kept if each.forecast.id == id]
    match = match or [each for each in kept if id and each.forecast.id.startswith(id)]
    if len(match) == 1:
        return match[0]
    seen = "several forecasts begin so" if match else "there is no such forecast"
    raise RipenessError(f"{id!r}: {seen}. 'ripeness resolve CASE' lists those that are kept.")


def resolution(
    kept: Kept, outcome: str, name: str, because: str, evidence: Sequence[Evidence], reports: Sequence[Report]
) -> Resolution:
    """How a forecast came out, to be added to the log. Raises RipenessError where something is missing or not so.

    A reason is needed; passages must stand in the reports of the case exactly once, or at the place named.
    """
    if outcome not in OUTCOMES:
        raise RipenessError(f"{outcome!r}: a forecast comes out as {', '.join(OUTCOMES[:-1])} or {OUTCOMES[-1]}.")
    because = " ".join(because.split())
    if not because:
        raise RipenessError("No reason is given. Say why with --because: a later reader will ask.")
    passages = [asdict(passage) for passage in _located(evidence, {report.id: report for report in reports})]
    return Resolution(kept.forecast.id, outcome, named(name), because, passages)


def _located(evidence: Iterable[Evidence], reports: Mapping[str, Report]) -> Iterator[Passage]:
    for each in evidence:
        place = locate(each, reports)
        if not isinstance(place, Passage):
            raise RipenessError(" ".join(f"{part.rstrip('.')}." for part in place))
        yield place
