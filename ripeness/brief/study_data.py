"""A study as JSON-ready values: what `ripeness study --json` prints, what its folder keeps, what a brief has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ripeness.studies import Study
from ripeness.studies.dropping import Dropped
from ripeness.studies.sensitivity import Ends, Sensitivity, ends_of
from ripeness.studies.summary import QUANTILES, AgendaStudy, Estimate, OutlookStudy, Spread
from ripeness.studies.sure_levers import SureLevers


def study_data(
    found: Study,
    hangs: Sensitivity | None = None,
    origins: Sequence[Dropped] = (),
    numbers: Sequence[Dropped] = (),
    levers: Sequence[SureLevers] = (),
) -> dict[str, Any]:
    """A study, with what was asked of it besides; payoffs in swings, time in periods of the case."""
    return {
        "digest": found.digest,
        "inputs": dict(found.inputs),
        "draws": len(found.draws),
        "within": found.within,
        "reached": found.reached,
        "how": dict(found.how),
        "quantiles": list(QUANTILES),
        "main": found.main.agenda.name,
        "agendas": [agenda_data(each) for each in found.agendas],
        "outlook": None if found.outlook is None else outlook_data(found.outlook),
        "narration": found.narration,
        "notes": list(found.notes),
        "ends": [_ends(end) for end in ends_of(found)],
        "sensitivity": None if hangs is None else sensitivity_data(hangs),
        "without_origins": [dropped_data(each) for each in origins],
        "at_defaults": [dropped_data(each) for each in numbers],
        "levers": [sure_levers_data(each) for each in levers],
    }


def main_of(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The agenda of a study that its answers are about first."""
    return next(each for each in data["agendas"] if each["agenda"] == data["main"])


def agenda_data(each: AgendaStudy) -> dict[str, Any]:
    """One agenda over the draws."""
    return {
        "agenda": each.agenda.name,
        "title": each.agenda.title,
        "zone": estimate_data(each.zone),
        "now": None if each.now is None else estimate_data(each.now),
        "slack": spread_data(each.slack),
        "slack_now": spread_data(each.slack_now),
        "bare": _known(each.bare),
        "statuses": {name: estimate_data(own) for name, own in each.statuses.items()},
        "blockers": [{"parties": list(members), "share": part} for members, part in each.blockers.items()],
        "best": {issue: dict(options) for issue, options in each.best.items()},
        "narration": each.narration,
    }


def outlook_data(each: OutlookStudy) -> dict[str, Any]:
    """The time to come over the draws; the first period is today's."""
    return {
        "deal_by": [spread_data(period) for period in each.deal_by],
        "delay": spread_data(each.delay),
        "agreed": {issue: dict(options) for issue, options in each.agreed.items()},
        "narration": each.narration,
    }


def sensitivity_data(each: Sensitivity) -> dict[str, Any]:
    """Indices by answer and group."""
    return {
        "groups": {name: list(labels) for name, labels in each.groups.items()},
        "answers": [
            {
                "answer": own.answer,
                "indices": {name: {"value": i.value, "half_width": i.half_width} for name, i in own.indices.items()},
                "note": own.note,
            }
            for own in each.answers
        ],
        "solved": each.solved,
        "faulty": each.faulty,
        "narration": each.narration,
    }


def _ends(end: Ends) -> dict[str, Any]:
    """The answers where a number is at its ends, low first, nan as null."""
    return {
        "name": end.name,
        "label": end.label,
        "values": [end.low, end.high],
        **{name: [*map(_known, getattr(end, name))] for name in ("zone", "now", "deal")},
    }


def dropped_data(each: Dropped) -> dict[str, Any]:
    """An answer without an origin, or with a number at its default."""
    return {
        "name": each.name,
        "label": each.label,
        "reports": list(each.reports),
        "lost": [asdict(thing) for thing in each.lost],
        "before": asdict(each.before),
        "after": None if each.after is None else asdict(each.after),
        "zone_before": None if each.zone_before is None else estimate_data(each.zone_before),
        "zone": None if each.zone is None else estimate_data(each.zone),
        "turns": each.turns,
        "fault": each.fault,
        "narration": each.narration,
    }


def sure_levers_data(each: SureLevers) -> dict[str, Any]:
    """Levers over the draws."""
    return {
        "question": each.question,
        "draws": each.draws,
        "chance": estimate_data(each.chance),
        "levers": [_lever(lever) for lever in each.levers],
        "worse": [_lever(lever) for lever in each.worse],
        "pairs": [
            {**asdict(pair), "names": list(pair.names), "chance": estimate_data(pair.chance)} for pair in each.pairs
        ],
        "cheapest": None if each.cheapest is None else list(each.cheapest.names),
        "narration": each.narration,
    }


def _lever(lever: Any) -> dict[str, Any]:
    return {**asdict(lever), "chance": estimate_data(lever.chance), "opens": _known(lever.opens)}


def estimate_data(each: Estimate) -> dict[str, float | None]:
    """A mean with its standard error."""
    return {"value": _known(each.value), "error": _known(each.error)}


def spread_data(each: Spread | None) -> dict[str, Any] | None:
    """A mean, and the values at the shares of the study's ``quantiles``."""
    return None if each is None else {"mean": estimate_data(each.mean), "quantiles": list(each.quantiles)}


def _known(value: float) -> float | None:
    return value if value == value else None


def joined(data: dict[str, Any], before: Mapping[str, Any] | None) -> dict[str, Any]:
    """A study with what was asked of it before, where that was about the same draws and is not asked anew."""
    if before is None or before.get("digest") != data["digest"] or before.get("draws") != data["draws"]:
        return data
    asked = {lever["question"] for lever in data["levers"]}
    more = [lever for lever in before["levers"] if lever["question"] not in asked]
    kept = {key: before[key] for key in ("sensitivity", "without_origins", "at_defaults") if not data[key]}
    return {**data, **kept, "levers": [*data["levers"], *more]}
