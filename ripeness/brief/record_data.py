"""The record as JSON-ready values, for brief.json and for ``ripeness record --json`` alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from ripeness.brief.ledger import Ledger, passages_of
from ripeness.brief.resolved import resolved_organisation, resolved_speaker
from ripeness.case.model import StatedPosition
from ripeness.case.numbers import Because
from ripeness.claims import Contradiction, Decided, Judged, Move, Position, Side, Speaker, Statement
from ripeness.claims.issues import codebook
from ripeness.claims.model_reader import Disagreement
from ripeness.claims.party_roles import PartyRole, roles
from ripeness.reports import Passage


def record_data(ledger: Ledger, decided: Decided) -> dict[str, Any]:
    """The readings of ``decided``, and where readers differ. Positions are those of the record alone."""
    return {
        "statements": [{**_statement(ledger, each.reading), **_reading(ledger, each)} for each in decided.statements],
        "moves": [{**_move(ledger, each.reading), **_reading(ledger, each)} for each in decided.moves],
        "positions": [{**_position(ledger, each.reading), **_reading(ledger, each)} for each in decided.positions],
        "contradictions": [
            {**_contradiction(ledger, each.reading), **_reading(ledger, each)} for each in decided.contradictions
        ],
        "disagreements": list(_disagreements(ledger)),
    }


def stated_positions(ledger: Ledger) -> list[dict[str, Any]]:
    """The positions that the case states, in the shape of those of the record."""
    if ledger.case is None:
        return []
    return [_stated(ledger, each, passages_of(each.because, ledger.by_id)) for each in ledger.case.positions]


def parties_data(ledger: Ledger) -> list[dict[str, Any]]:
    """The parties of the case, then those that the reports name besides. ``record`` is the id that readings have."""
    proposed = roles(ledger.decided.record().moves)
    besides = [
        {"id": p.id, "name": p.name, "kind": p.kind, "record": p.id, **_role(proposed.get(p.id))}
        for p in ledger.parties
        if ledger.case is None or ledger.case_party(p.id) is None
    ]
    if ledger.case is None:
        return besides
    record = {ledger.case_party(each.id): each for each in reversed(ledger.parties)}
    own = [
        {
            "id": key,
            "name": party.name,
            "kind": record[key].kind if key in record else None,
            "role": party.role,
            "record": record[key].id if key in record else None,
        }
        for key, party in ledger.case.parties.items()
    ]
    return own + besides


def _role(found: PartyRole | None) -> dict[str, Any]:
    """The role that a party's moves propose, with the moves that show it."""
    if found is None:
        return {"role": None}
    return {"role": found.role, "role_because": {"why": found.why, "moves": list(found.moves)}}


def issues_data(ledger: Ledger) -> list[dict[str, Any]]:
    """The issues of the case, or without one those that the record has. ``codebook`` is the id that readings have."""
    if ledger.case is None:
        return [{**each, "options": {}, "ordered": False, "codebook": each["id"]} for each in codebook_data(ledger)]
    return [
        {
            "id": key,
            "name": issue.name,
            "options": dict(issue.options),
            "ordered": issue.ordered,
            "codebook": ledger.issue_of_case[key],
        }
        for key, issue in ledger.case.issues.items()
    ]


def codebook_data(ledger: Ledger) -> list[dict[str, Any]]:
    """The issues that moves and positions of the record have."""
    known = codebook().issues
    return [
        {"id": id, "name": ledger.issue_name(id), "group": known[id].group if id in known else None}
        for id in ledger.issues
    ]


def because_data(because: Because, passages: Sequence[Passage]) -> dict[str, Any]:
    """Why a case holds something, with its passages at their places."""
    return {
        "reason": because.reason,
        "analyst": because.analyst,
        "date": because.date,
        "passages": _passages(passages),
    }


def standing_data(judged: Judged[Any]) -> dict[str, Any]:
    """How a reading stands."""
    standing = judged.standing
    return {
        "standing": {"status": standing.status, "by": standing.by, "when": standing.when, "why": standing.why},
        "read_as": dict(judged.read_as),
        "kept": judged.kept,
        "reread": list(judged.reread),
    }


def _reading(ledger: Ledger, judged: Judged[Any]) -> dict[str, Any]:
    """Who read it, and how it stands."""
    reading = judged.reading
    return {
        "reader": reading.reader,
        "readers": [reading.reader, *ledger.also_read_by.get(reading.id, ())],
        **standing_data(judged),
    }


def _passages(passages: Iterable[Passage]) -> list[dict[str, Any]]:
    return [asdict(passage) for passage in passages]


def _maybe(passage: Passage | None) -> dict[str, Any] | None:
    return asdict(passage) if passage else None


def _speaker(speaker: Speaker) -> dict[str, Any]:
    return {"name": speaker.name, "party": speaker.party, "role": speaker.role, "passage": asdict(speaker.surface)}


def _statement(ledger: Ledger, statement: Statement) -> dict[str, Any]:
    speaker, cue = statement.speaker, statement.cue
    own = resolved_organisation(statement, ledger.by_id[statement.report], ledger.repairs_in(statement.report))
    return {
        "id": statement.id,
        "report": statement.report,
        "speaker": speaker.name if speaker else None,
        "party": speaker.party if speaker else None,
        "role": speaker.role if speaker else None,
        "why": speaker.why if speaker else None,
        "unsettled": speaker.unsettled if speaker else None,
        "kind": statement.kind,
        "text": statement.text,
        "issue": statement.issue,
        "said": statement.said or None,
        "happened": None,
        "modality": None,
        "via": [_speaker(each) for each in statement.via],
        "negated": statement.negated,
        "hedged": statement.hedged,
        "cue": cue.exact if cue else None,
        "rule": statement.rule,
        "passages": _passages([statement.content, *([speaker.surface] if speaker else []), *([cue] if cue else [])]),
        "reworded": statement.id in ledger.reworded,
        "speaker_resolved": resolved_speaker(statement, ledger.repairs_in(statement.report)),
        "organisation": own and {"surface": own.surface, "resolved": own.resolved, "passage": asdict(own.passage)},
    }


def _move(ledger: Ledger, move: Move) -> dict[str, Any]:
    passages = [telling.passage for telling in move.tellings]
    return {
        "id": move.id,
        "actor": next(iter(move.actors), None),
        "actors": list(move.actors),
        "target": next(iter(move.targets), None),
        "targets": list(move.targets),
        "kind": move.kind,
        "issue": move.issue,
        "option": move.option,
        "happened": move.happened or None,
        "dated": _maybe(move.dated),
        "modality": move.modality,
        "mode": move.mode,
        "condition": _maybe(move.condition),
        "passages": _passages(passages),
        "tellings": [
            {
                "passage": asdict(telling.passage),
                "teller": telling.teller.name if telling.teller else None,
                "party": telling.teller.party if telling.teller else None,
                "statement": telling.statement,
                "rule": telling.rule,
            }
            for telling in move.tellings
        ],
        "origins": asdict(ledger.origins(passages)),
    }


def _position(ledger: Ledger, position: Position) -> dict[str, Any]:
    options = list(position.options)
    return {
        "id": position.id,
        "source": "record",
        "party": position.party,
        "issue": position.issue,
        "stance": position.stance,
        "options": options,
        "since": position.since or None,
        "last": position.last or None,
        "moves": list(position.moves),
        "passages": _passages(position.passages),
        "origins": asdict(ledger.origins(position.passages)),
        "wants": options if position.stance == "for" else [],
        "refuses": options if position.stance == "against" else [],
        "firm": False,
        "said": position.last or None,
        "because": {"reason": None, "analyst": None, "date": None, "passages": _passages(position.passages)},
    }


def _stated(ledger: Ledger, position: StatedPosition, passages: tuple[Passage, ...]) -> dict[str, Any]:
    return {
        "id": None,
        "source": "case",
        "party": position.party,
        "issue": position.issue,
        "stance": None if position.wants and position.refuses else "for" if position.wants else "against",
        "options": [*position.wants, *position.refuses],
        "since": None,
        "last": None,
        "moves": [],
        "origins": asdict(ledger.origins(passages)),
        "wants": list(position.wants),
        "refuses": list(position.refuses),
        "firm": position.firm,
        "said": position.said,
        "because": because_data(position.because, passages),
        "passages": _passages(passages),
        "reader": None,
    }


def _contradiction(ledger: Ledger, contradiction: Contradiction) -> dict[str, Any]:
    return {
        "id": contradiction.id,
        "kind": contradiction.kind,
        "about": contradiction.about,
        "a": _side(ledger, contradiction.a),
        "b": _side(ledger, contradiction.b),
        "rule": contradiction.rule,
    }


def _side(ledger: Ledger, side: Side) -> dict[str, Any]:
    return {
        "teller": side.teller,
        "party": side.party,
        "passages": _passages(side.passages),
        "origins": asdict(ledger.origins(side.passages)),
    }


def _disagreements(ledger: Ledger) -> Iterator[dict[str, Any]]:
    for each, a, b in differing_readings(ledger):
        yield {
            "a": each.a,
            "b": each.b,
            "what": each.what,
            "field": each.field,
            "values": list(each.values),
            "readers": [a.reader, b.reader],
            "passages": [asdict(first_passage(a)), asdict(first_passage(b))],
        }


def differing_readings(ledger: Ledger) -> Iterator[tuple[Disagreement, Statement | Move, Statement | Move]]:
    """Where readers differ, with both readings; not where an analyst rejected one of them."""
    by_id: dict[str, Statement | Move] = {each.id: each for each in (*ledger.record.statements, *ledger.record.moves)}
    for each in ledger.disagreements:
        a, b = by_id.get(each.a), by_id.get(each.b)
        if a is not None and b is not None:
            yield each, a, b


def first_passage(reading: Statement | Move) -> Passage:
    """The words that a statement has, or by which a move is first told."""
    return reading.content if isinstance(reading, Statement) else reading.tellings[0].passage
