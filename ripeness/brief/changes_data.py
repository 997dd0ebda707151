"""What has changed since an earlier brief, as JSON-ready values; payoffs in swings."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ripeness.brief.changes import Changes, RecordChanges
from ripeness.brief.memory import KeptContradiction
from ripeness.case.differences import Difference
from ripeness.case.numbers import Because
from ripeness.outlook import CaseChanges, Effect, Shift


def changes_data(changes: Changes) -> dict[str, Any]:
    """All that has changed. What is gone stands whole, what is new by its id."""
    return {
        "since": changes.since.label,
        "since_digest": changes.since.digest,
        "then": asdict(changes.then.answer) if changes.then.answer else None,
        "now": asdict(changes.now.answer) if changes.now.answer else None,
        **_record(changes.record),
        "case": _case(changes.case) if changes.case else None,
        "notes": list(changes.notes),
    }


def _record(record: RecordChanges) -> dict[str, Any]:
    origins = record.origins
    return {
        "reports": {"new": list(record.reports), "gone": [asdict(report) for report in record.reports_gone]},
        "origins": {
            "new": [list(story) for story in origins.new],
            "joined": [{"report": report, "story": list(story)} for report, story in origins.joined],
            "merged": [[list(story) for story in stories] for stories in origins.merged],
            "desks": list(origins.desks),
            "before": list(origins.before),
            "after": list(origins.after),
        },
        "positions": [
            {
                "party": each.party,
                "issue": each.issue,
                "kind": each.kind,
                "before": [asdict(position) for position in each.before],
                "after": [asdict(position) for position in each.after],
                "why": each.why or None,
            }
            for each in record.lines
        ],
        "moves": {
            "new": [move.id for move in record.moves],
            "changed": [{"before": asdict(each.before), "after": asdict(each.after)} for each in record.moves_changed],
            "gone": [{**asdict(each.move), "why": each.why} for each in record.moves_gone],
        },
        "contradictions": {
            "new": [each.id for each in record.contradictions],
            "gone": [{**_contradiction(e.contradiction), "why": e.why} for e in record.contradictions_gone],
        },
    }


def _contradiction(each: KeptContradiction) -> dict[str, Any]:
    passages = [asdict(passage) for passage in (*each.a, *each.b)]
    return {"id": each.id, "about": each.about, "passages": passages}


def _case(case: CaseChanges) -> dict[str, Any]:
    return {
        "then": asdict(case.old) if case.old else None,
        "now": asdict(case.new) if case.new else None,
        "effects": [_effect(each) for each in case.effects],
        "other": [difference_data(each) for each in case.other],
        "faults": list(case.faults),
        "narration": case.narration,
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "changes": [difference_data(each) for each in effect.changes],
        "put_in": _shift(effect.put_in),
        "taken_out": _shift(effect.taken_out),
        "faults": list(effect.faults),
        "narration": effect.narration,
    }


def _shift(shift: Shift | None) -> dict[str, Any] | None:
    if shift is None:
        return None
    return {
        "before": asdict(shift.before),
        "after": asdict(shift.after),
        "slack": shift.slack,
        "turned": shift.turned,
    }


def difference_data(each: Difference) -> dict[str, Any]:
    """One thing that is otherwise in the case."""
    return {
        "kind": each.kind,
        "name": each.name,
        "label": each.label,
        "before": each.before,
        "after": each.after,
        "because_before": _because(each.becauses[0]),
        "because_after": _because(each.becauses[1]),
    }


def _because(because: Because | None) -> dict[str, Any] | None:
    """A reason as the case gives it: its passages by their words, for the places may be those of another pile."""
    if because is None:
        return None
    words = [{"report": each.report, "exact": each.exact} for each in because.passages]
    return {"reason": because.reason, "analyst": because.analyst, "date": because.date, "words": words}
