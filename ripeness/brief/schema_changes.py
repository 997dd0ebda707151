"""The part of the JSON Schema of ``brief.json`` that says what has changed since an earlier brief."""

from __future__ import annotations

from typing import Any

from ripeness.brief.schema_parts import COUNT, FLAG, MAYBE, MAYBE_NUMBER, NUMBER, TEXT, list_of, object_of, ref_to

KEPT_POSITION = object_of(
    {
        **dict.fromkeys(("id", "party", "issue", "stance"), TEXT),
        "options": list_of(TEXT),
        **dict.fromkeys(("since", "last"), MAYBE),
        "passages": list_of(ref_to("passage")),
    }
)
_KEPT_MOVE = {
    **dict.fromkeys(("id", "kind", "modality", "mode"), TEXT),
    **dict.fromkeys(("actors", "targets"), list_of(TEXT)),
    **dict.fromkeys(("issue", "happened"), MAYBE),
    "passages": list_of(ref_to("passage")),
}
MAYBE_REASON: dict[str, Any] = {
    "oneOf": [
        object_of(
            {
                **dict.fromkeys(("reason", "analyst", "date"), MAYBE),
                "words": list_of(object_of({"report": TEXT, "exact": TEXT})),
            }
        ),
        {"type": "null"},
    ]
}
DIFFERENCE = object_of(
    {
        **dict.fromkeys(("kind", "name", "label"), TEXT),
        **dict.fromkeys(("before", "after"), MAYBE),
        **dict.fromkeys(("because_before", "because_after"), MAYBE_REASON),
    }
)
SHORT_ANSWER = object_of(
    {
        **dict.fromkeys(("agenda", "title"), TEXT),
        "status": MAYBE,
        **dict.fromkeys(("slack", "now", "deal_by"), MAYBE_NUMBER),
    }
)
MAYBE_SHORT_ANSWER: dict[str, Any] = {"oneOf": [ref_to("answer"), {"type": "null"}]}
SHIFT: dict[str, Any] = {
    "oneOf": [
        object_of({"before": ref_to("answer"), "after": ref_to("answer"), "slack": MAYBE_NUMBER, "turned": FLAG}),
        {"type": "null"},
    ]
}
PRINTED: dict[str, Any] = {
    "oneOf": [
        object_of(
            {
                "agenda": TEXT,
                **dict.fromkeys(("slack", "now"), MAYBE_NUMBER),
                "status": MAYBE,
                "deal_by": list_of(NUMBER),
                "best": {"type": ["object", "null"]},
                "blockers": list_of(list_of(TEXT)),
            }
        ),
        {"type": "null"},
    ],
    "description": "the answer on the first agenda as the brief printed it",
}
CHANGES = object_of(
    {
        "since": {**TEXT, "description": "the brief that is compared with: its date, or its file"},
        "since_digest": TEXT,
        "then": PRINTED,
        "now": PRINTED,
        "reports": object_of(
            {
                "new": list_of(TEXT),
                "gone": list_of(object_of({"id": TEXT, **dict.fromkeys(("title", "outlet", "published"), MAYBE)})),
            }
        ),
        "origins": object_of(
            {
                "new": list_of(list_of(TEXT)),
                "joined": list_of(object_of({"report": TEXT, "story": list_of(TEXT)})),
                "merged": list_of(list_of(list_of(TEXT))),
                "desks": list_of(TEXT),
                **dict.fromkeys(("before", "after"), list_of(COUNT)),
            }
        ),
        "positions": list_of(
            object_of(
                {
                    **dict.fromkeys(("party", "issue"), TEXT),
                    "kind": {"enum": ["new", "changed", "more", "withdrawn"]},
                    **dict.fromkeys(("before", "after"), list_of(ref_to("kept_position"))),
                    "why": MAYBE,
                }
            )
        ),
        "moves": object_of(
            {
                "new": list_of(TEXT),
                "changed": list_of(object_of(dict.fromkeys(("before", "after"), object_of(_KEPT_MOVE)))),
                "gone": list_of(object_of({**_KEPT_MOVE, "why": TEXT})),
            }
        ),
        "contradictions": object_of(
            {
                "new": list_of(TEXT),
                "gone": list_of(
                    object_of({"id": TEXT, "about": TEXT, "passages": list_of(ref_to("passage")), "why": TEXT})
                ),
            }
        ),
        "case": {
            "oneOf": [
                object_of(
                    {
                        **dict.fromkeys(("then", "now"), MAYBE_SHORT_ANSWER),
                        "effects": list_of(
                            object_of(
                                {
                                    "changes": list_of(ref_to("difference")),
                                    **dict.fromkeys(("put_in", "taken_out"), SHIFT),
                                    "faults": list_of(TEXT),
                                    "narration": TEXT,
                                }
                            )
                        ),
                        "other": list_of(ref_to("difference")),
                        "faults": list_of(TEXT),
                        "narration": TEXT,
                    }
                ),
                {"type": "null"},
            ]
        },
        "notes": list_of(TEXT),
    }
)
