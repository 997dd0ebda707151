"""The part of the JSON Schema of ``brief.json`` that has the forecasts of a case."""

from __future__ import annotations

from typing import Any

from ripeness.brief.schema_parts import COUNT, FLAG, MAYBE, MAYBE_NUMBER, NUMBER, TEXT, list_of, object_of, ref_to

RESOLUTION = object_of(
    {
        **dict.fromkeys(("forecast", "by", "because", "resolved_at"), TEXT),
        "outcome": {"enum": ["yes", "no", "void"]},
        "passages": list_of(ref_to("passage")),
    }
)
PROPOSAL: dict[str, Any] = {
    "oneOf": [object_of({"outcome": MAYBE, "why": TEXT, "passages": list_of(ref_to("passage"))}), {"type": "null"}],
    "description": "what the record says of an open forecast; not counted until a person confirms it",
}
FORECAST = object_of(
    {
        **dict.fromkeys(("id", "question", "due", "maker", "inputs", "version", "how", "as_of", "made_at"), TEXT),
        "kind": {"enum": ["truce", "deal", "answer", "question"]},
        "source": {"enum": ["model", "person"]},
        "terms": {"type": "object", "additionalProperties": TEXT},
        "chance": NUMBER,
        "baselines": {"type": "object", "additionalProperties": object_of({"chance": NUMBER, "how": TEXT})},
        "hindsight": {**FLAG, "description": "kept after its date had passed"},
        "outcome": MAYBE,
        "resolutions": list_of(RESOLUTION),
        "proposal": PROPOSAL,
    }
)
SCORE = {"brier": NUMBER, "log": NUMBER}
INTERVAL: dict[str, Any] = {"oneOf": [list_of(NUMBER), {"type": "null"}]}
ROW = object_of(
    {
        "name": TEXT,
        **dict.fromkeys(("count", "matters", "yes"), COUNT),
        **SCORE,
        "baselines": {"type": "object", "additionalProperties": object_of(SCORE)},
        "skill": {**MAYBE_NUMBER, "description": "against the base rate"},
        "interval": INTERVAL,
    }
)
SCORES = object_of(
    {
        **dict.fromkeys(("rows", "by_kind", "by_maker", "by_time"), list_of(ref_to("scored"))),
        "bins": list_of(
            object_of(
                {**dict.fromkeys(("low", "high", "chance", "share"), NUMBER), "count": COUNT, "interval": INTERVAL}
            )
        ),
        **dict.fromkeys(("open", "voids"), COUNT),
        "log_clip": NUMBER,
        "narration": TEXT,
    }
)
FORECASTS: dict[str, Any] = {"oneOf": [object_of({"kept": list_of(FORECAST), "scores": SCORES}), {"type": "null"}]}
