"""The brief as data: ``brief.json``, version 1 (its JSON Schema is published in docs/)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

import ripeness
from ripeness.brief.changes_data import changes_data
from ripeness.brief.deal_data import blocker_data, verdict_data, zone_data
from ripeness.brief.forecasts_data import book_data
from ripeness.brief.ledger import passages_of
from ripeness.brief.material import Material, fresh_moves
from ripeness.brief.memory import VERSION
from ripeness.brief.preferences_data import preferences_data
from ripeness.brief.record_data import (
    because_data,
    codebook_data,
    issues_data,
    parties_data,
    record_data,
    stated_positions,
)
from ripeness.brief.talks_data import levers_data, outlook_data, talks_data, why_not_data
from ripeness.brief.voice import NOT_YET
from ripeness.case.assumptions import Assumption
from ripeness.case.numbers import Number
from ripeness.lineage import Edge, Hint, Lineage, Repair
from ripeness.lineage.tree import Origin, origins_of
from ripeness.reports import Found, Passage, Report

_PASSAGE = {each.name for each in fields(Passage)}


def document(material: Material) -> dict[str, Any]:
    """The whole brief as JSON-ready values. Keys are stable; what is not computed is null or empty."""
    answers = material.answers
    main = answers.zones[0] if answers else None
    ledger = material.ledger
    record = record_data(ledger, ledger.holding)
    data = {
        "version": VERSION,
        "ripeness": ripeness.__version__,
        "title": material.title,
        "as_of": material.as_of,
        "digest": material.digest(),
        "unit": "swings: a party's worst allowed deal is 0, its best is 1",
        "reports": [_report(report) for report in material.reports],
        "failures": [{"file": f.file, "seen": f.seen, "rule": f.rule, "fix": f.fix} for f in material.failures],
        "notes": list(material.notes),
        "news": {
            "since": material.news.since,
            "reports": list(material.news.reports),
            "moves": [move.id for move in fresh_moves(material)],
        },
        "changes": changes_data(material.changes) if material.changes else None,
        "lineage": lineage_data(material.lineage, material.reports, material.repairs, material.hints),
        "parties": parties_data(ledger),
        "issues": issues_data(ledger),
        "codebook": codebook_data(ledger),
        **record,
        "positions": [*stated_positions(ledger), *record["positions"]],
        "case": dict(answers.values) if answers and answers.values else None,
        "assumptions": [_assumption(a, material.by_id) for a in answers.assumptions] if answers else [],
        "zone": zone_data(answers.case, main) if answers and main else None,
        "zones": [zone_data(answers.case, zone) for zone in answers.zones] if answers else [],
        "offers": [verdict_data(answers.case, verdict) for verdict in answers.verdicts] if answers else [],
        "outlook": outlook_data(answers.talks.forecast) if answers and answers.talks else None,
        "talks": talks_data(answers.talks) if answers and answers.talks else None,
        "preferences": preferences_data(answers.preferences, material.by_id)
        if answers and answers.preferences
        else None,
        "why_not": [why_not_data(each) for each in answers.why] if answers else [],
        "blockers": [blocker_data(answers.case, b) for b in main.blockers] if answers and main else [],
        "levers": levers_data(answers.levers)["levers"] if answers and answers.levers else [],
        "steps": levers_data(answers.levers)["steps"] if answers and answers.levers else [],
        "steps_now": [asdict(step) for step in answers.steps_now] if answers else [],
        "study": dict(answers.study) if answers and answers.study else None,
        "forecasts": book_data(material.forecasts) if material.forecasts else None,
        "not_computed": list(NOT_YET),
    }
    _add_bytes({key: item for key, item in data.items() if key != "case"}, material.by_id)  # the case as it is written
    return data


def _add_bytes(value: Any, reports: Mapping[str, Report]) -> None:
    """Put beside each passage in ``value`` the raw bytes that it was read from, or null."""
    if isinstance(value, dict):
        if value.keys() == _PASSAGE and (report := reports.get(value["report"])):
            span = report.raw_span(value["start"], value["end"])
            value["bytes"] = list(span) if span else None
        else:
            for item in value.values():
                _add_bytes(item, reports)
    elif isinstance(value, list):
        for item in value:
            _add_bytes(item, reports)


def _passage(passage: Passage) -> dict[str, Any]:
    return asdict(passage)


def _found(found: Found | None) -> str | None:
    return found.value if found else None


def _report(report: Report) -> dict[str, Any]:
    metadata = {key: getattr(report, key) for key in ("title", "outlet", "author", "published", "language")}
    return {
        "id": report.id,
        "file": report.file,
        "sha256": report.sha256,
        **{key: _found(found) for key, found in metadata.items()},
        "found": {key: found.where for key, found in metadata.items() if found},
        "encoding": report.raw.encoding if report.raw else None,
        "text": report.text,
        "dropped": [asdict(dropped) for dropped in report.dropped],
    }


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "from": edge.source,
        "to": edge.target,
        "kind": edge.kind,
        "strength": edge.strength,
        "score": edge.score,
        "directed": edge.directed,
        "rule": edge.rule,
        "passages": [_passage(passage) for pair in edge.aligned for passage in (pair.a, pair.b)],
        "aligned": [{"from": _passage(p.a), "to": _passage(p.b), "score": p.score} for p in edge.aligned],
    }


def _tree(origin: Origin) -> dict[str, Any]:
    return {
        "outlet": origin.outlet,
        "seen": origin.seen,
        "reports": list(origin.reports),
        "head": origin.head,
        "parents": {place.report: place.parent for place in origin.places},
    }


def _repair(repair: Repair) -> dict[str, Any]:
    return {
        "report": repair.passage.report,
        "surface": repair.surface,
        "resolved": repair.resolved,
        "how": repair.how,
        "score": repair.score,
        "rule": repair.rule,
        "passage": _passage(repair.passage),
        "evidence": _passage(repair.evidence) if repair.evidence else None,
    }


def _hint(hint: Hint) -> dict[str, Any]:
    return {
        "report": hint.passage.report,
        "surface": hint.surface,
        "expected": hint.expected,
        "passage": _passage(hint.passage),
    }


def lineage_data(
    lineage: Lineage, reports: Sequence[Report], repairs: Sequence[Repair], hints: Sequence[Hint]
) -> dict[str, Any]:
    """The lineage as JSON-ready values, with the names repaired and the hints of spinning.

    ``origins`` are the reports by what every edge and shared desk joins, ``trees`` as they are shown.
    """
    return {
        "edges": [_edge(edge) for edge in (*lineage.edges, *lineage.desk_hints)],
        "stories": [list(story) for story in lineage.stories],
        "origins": [list(origin) for origin in lineage.origins],
        "trees": [_tree(origin) for origin in origins_of(lineage, reports)],
        "desks": [
            {
                "outlet": desk.outlet,
                "reports": list(desk.reports),
                "how": desk.how,
                "passages": [_passage(passage) for passage in desk.passages],
            }
            for desk in lineage.desks
        ],
        "independent": asdict(lineage.independent),
        "notes": list(lineage.notes),
        "repairs": [_repair(repair) for repair in repairs],
        "spin_hints": [_hint(hint) for hint in hints],
    }


def _number(number: Number) -> Any:
    if number.value is not None:
        return number.value
    if number.choices:
        return {"choices": [{"value": c.value, "weight": c.weight, "name": c.name} for c in number.choices]}
    return {"low": number.low, "likely": number.likely, "high": number.high}


def _assumption(assumption: Assumption, reports: Mapping[str, Report]) -> dict[str, Any]:
    value = _number(assumption.number)
    key = "range" if isinstance(value, dict) else "value"
    return {
        "name": assumption.name,
        "label": assumption.label,
        key: value,
        "unit": assumption.unit,
        "used_by": list(assumption.used_by),
        "because": because_data(assumption.because, passages_of(assumption.because, reports)),
    }
