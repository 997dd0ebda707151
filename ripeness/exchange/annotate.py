"""The record as one page of W3C Web Annotations: each reading beside the words that it rests on.

A target names its report by the digest of the stored text (RFC 6920), so that any tool which has this text can place
the annotation, by position (in code points) or by the words with what stands before and after them. The first body
says in words what was read, the second carries the reading's values, and the others are its kind and its status.
``creator`` is who decided about it; the reader is the ``generator``.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any

import ripeness
from ripeness.claims.decided import Decided, Judged
from ripeness.claims.model import BUILT_IN, Contradiction, Move, Passage, Position, Statement
from ripeness.claims.plain import kind_of, passages, to_plain
from ripeness.reports.model import Report

AROUND = 32  # characters before and after the words: enough to tell two places with the same words apart
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_SPACE = uuid.UUID("6f1c6f0e-5d1b-5d0e-9a4e-0f3f5b8f7a11")  # names made from it are ours


def annotation_page(decided: Decided, reports: Mapping[str, Report], label: str) -> dict[str, Any]:
    """An AnnotationPage of every reading, as JSON-LD. Rejected ones are in it, marked by their status."""
    sources = {report.id: source_of(report) for report in reports.values()}
    items = [_annotation(each, reports, sources) for each in decided]
    about = json.dumps([item["id"] for item in items])
    return {
        "@context": CONTEXT,
        "id": _name("page", about),
        "type": "AnnotationPage",
        "partOf": {"id": _name("collection", about), "label": label, "total": len(items)},
        "startIndex": 0,
        "items": items,
    }


def source_of(report: Report) -> str:
    """The name of a report's stored text: its digest, as RFC 6920 writes it."""
    digest = hashlib.sha256(report.text.encode("utf-8", "surrogatepass")).digest()
    return "ni:///sha-256;" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _name(*parts: str) -> str:
    return uuid.uuid5(_SPACE, "\0".join(parts)).urn


def _annotation(each: Judged[Any], reports: Mapping[str, Report], sources: Mapping[str, str]) -> dict[str, Any]:
    reading, standing = each.reading, each.standing
    values = {"status": standing.status, "why": standing.why, "read_as": dict(each.read_as), **to_plain(reading)}
    found = {
        "id": _name("reading", reading.id, *sorted({sources[p.report] for p in passages(reading)})),
        "type": "Annotation",
        "motivation": "classifying" if standing.status == "proposed" else "assessing",
        "body": [
            {"type": "TextualBody", "value": words(each), "format": "text/plain", "purpose": "describing"},
            {
                "type": "TextualBody",
                "value": json.dumps(values, ensure_ascii=False),
                "format": "application/json",
                "purpose": "classifying",
            },
            {"type": "TextualBody", "value": kind_of(reading), "purpose": "tagging"},
            {"type": "TextualBody", "value": standing.status, "purpose": "tagging"},
        ],
        "target": [_target(passage, reports[passage.report], sources[passage.report]) for passage in shown(reading)],
        "generator": {"type": "Software", "name": _reader(reading.reader)},
    }
    if standing.by:
        found |= {"creator": {"type": "Person", "name": standing.by}, "modified": standing.when}
    return found


def _reader(reader: str) -> str:
    return f"Ripeness {ripeness.__version__}" if reader == BUILT_IN else reader


def _target(passage: Passage, report: Report, name: str) -> dict[str, Any]:
    text, start, end = report.text, passage.start, passage.end
    source: dict[str, Any] = {"id": name, "type": "Text", "format": "text/plain"}
    if report.language:
        source["language"] = report.language.value
    return {
        "type": "SpecificResource",
        "source": source,
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": passage.exact,
                "prefix": text[max(0, start - AROUND) : start],
                "suffix": text[end : end + AROUND],
            },
        ],
    }


def shown(reading: Statement | Move | Position | Contradiction) -> tuple[Passage, ...]:
    """The passages that show a reading, without those that only say who somebody is; each once."""
    if isinstance(reading, Statement):
        found = (reading.content,)
    elif isinstance(reading, Move):
        found = tuple(telling.passage for telling in reading.tellings)
    elif isinstance(reading, Position):
        found = reading.passages
    else:
        found = (*reading.a.passages, *reading.b.passages)
    return tuple(dict.fromkeys(found)) or tuple(passages(reading))


def words(each: Judged[Any]) -> str:
    """What was read, in words."""
    reading = each.reading
    if isinstance(reading, Statement):
        speaker = reading.speaker
        who = f"{speaker.name}, for {speaker.party or 'nobody'}" if speaker else "Somebody whom the text does not name"
        verb = "is told not to have said" if reading.negated else "is quoted" if reading.kind == "quotation" else "said"
        text = f"{who}, {verb}: {reading.text}"
    elif isinstance(reading, Move):
        to = f" to {', '.join(reading.targets)}" if reading.targets else ""
        about = f" on {reading.issue}" if reading.issue else ""
        what = f": {reading.option}" if reading.option else ""
        when = f", {reading.happened}" if reading.happened else ""
        text = f"{', '.join(reading.actors)}: {reading.kind}{to}{about}{what} ({reading.modality}{when})"
    elif isinstance(reading, Position):
        what = f": {'; '.join(reading.options)}" if reading.options else ""
        text = f"{reading.party} is {reading.stance} on {reading.issue}{what}"
    else:
        text = f"Contradiction ({reading.kind}): {reading.about}"
    return text
