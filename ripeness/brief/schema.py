"""The published JSON Schema of ``brief.json``, version 1: docs/brief.schema.json.

Write it anew after a change: ``python -m ripeness.brief.schema > docs/brief.schema.json``. Keys are only added.
"""

from __future__ import annotations

import json
from typing import Any, get_args

from ripeness.brief.schema_changes import CHANGES, DIFFERENCE, KEPT_POSITION, SHORT_ANSWER
from ripeness.brief.schema_forecasts import FORECASTS, ROW
from ripeness.brief.schema_parts import COUNT, FLAG, MAYBE, MAYBE_NUMBER, NUMBER, PAYOFFS, TEXT
from ripeness.brief.schema_parts import list_of as _list
from ripeness.brief.schema_parts import object_of as _object
from ripeness.brief.schema_parts import ref_to as _ref
from ripeness.claims.model import ContradictionKind, Modality, Mode, MoveKind

BYTES: dict[str, Any] = {
    "type": ["array", "null"],
    "items": COUNT,
    "minItems": 2,
    "maxItems": 2,
    "description": "start and end among the raw bytes whose digest is the report's sha256; null where words have none",
}
PASSAGE = _object(
    {"report": TEXT, "start": COUNT, "end": {"type": "integer", "minimum": 1}, "exact": TEXT}, {"bytes": BYTES}
)
BECAUSE = _object({"reason": MAYBE, "analyst": MAYBE, "date": MAYBE, "passages": _list(_ref("passage"))})
REPORT = _object(
    {
        **dict.fromkeys(("id", "file", "sha256", "text"), TEXT),
        **dict.fromkeys(("title", "outlet", "author", "published", "language"), MAYBE),
        "found": {
            "type": "object",
            "additionalProperties": TEXT,
            "description": "where each piece of metadata was found",
        },
        "dropped": _list(_object({"text": TEXT, "rule": TEXT})),
    },
    {"encoding": {**MAYBE, "description": "of the raw bytes; null where passages have none"}},
)
EDGE = _object(
    {
        "from": TEXT,
        "to": TEXT,
        "kind": {"enum": ["copy", "abridged", "spun", "paraphrase", "cites", "same-desk-hint"]},
        "strength": {"enum": ["strong", "review"]},
        "score": NUMBER,
        "directed": FLAG,
        "rule": TEXT,
        "passages": _list(_ref("passage")),
        "aligned": _list(_object({"from": _ref("passage"), "to": _ref("passage"), "score": NUMBER})),
    }
)
MAYBE_PASSAGE: dict[str, Any] = {"oneOf": [_ref("passage"), {"type": "null"}]}
REPAIR = _object(
    {
        **dict.fromkeys(("report", "surface", "resolved", "rule"), TEXT),
        "how": {"enum": ["sibling", "gazetteer"]},
        "score": NUMBER,
        "passage": _ref("passage"),
        "evidence": MAYBE_PASSAGE,
    }
)
TREE = _object(
    {
        "outlet": {**MAYBE, "description": "of the head; where the original is not in the pile, the outlet named"},
        "seen": {**FLAG, "description": "whether the original is in the pile: it is the head then"},
        "reports": _list(TEXT),
        "head": TEXT,
        "parents": {
            "type": "object",
            "additionalProperties": MAYBE,
            "description": "by report: what it most strongly retells, or null",
        },
    }
)
LINEAGE = _object(
    {
        "edges": _list(EDGE),
        "stories": _list(_list(TEXT)),
        "origins": _list(_list(TEXT)),
        "trees": _list(TREE),
        "desks": _list(
            _object({"outlet": TEXT, "reports": _list(TEXT), "how": TEXT, "passages": _list(_ref("passage"))})
        ),
        "independent": _object({"strict": COUNT, "all": COUNT, "why": TEXT}),
        "notes": _list(TEXT),
        "repairs": _list(REPAIR),
        "spin_hints": _list(_object({"report": TEXT, "surface": TEXT, "expected": TEXT, "passage": _ref("passage")})),
    }
)
ORIGINS = _object({"strict": COUNT, "all": COUNT}) | {
    "description": "how many independent originals: merging reports on strong edges only, and on every edge and desk"
}
PARTY = _object(
    {"id": TEXT, "name": TEXT, "kind": MAYBE, "role": MAYBE, "record": MAYBE},
    {
        "role_because": {
            **_object({"why": TEXT, "moves": _list(TEXT)}),
            "description": "without a case: the rule and the moves by which the role is proposed",
        }
    },
)
SPEAKER = _object({"name": TEXT, "party": MAYBE, "role": MAYBE, "passage": _ref("passage")})
READING = {  # who read it, and what was decided about it
    "reader": TEXT,
    "readers": _list(TEXT),
    "standing": _object(
        {
            "status": {"enum": ["proposed", "accepted", "corrected", "rejected"]},
            **dict.fromkeys(("by", "when", "why"), TEXT),
        }
    ),
    "read_as": {"type": "object", "description": "what was read where a decision changed it"},
    "kept": FLAG,
    "reread": _list(TEXT),
}
STATEMENT = _object(
    {
        **dict.fromkeys(("id", "report", "kind", "text", "rule"), TEXT),
        **dict.fromkeys(("speaker", "party", "role", "why", "issue", "said", "happened", "modality", "cue"), MAYBE),
        **READING,
        "via": _list(SPEAKER),
        "negated": {**FLAG, "description": "told as not said, or as denied"},
        "hedged": {**FLAG, "description": "the report itself is not sure"},
        "reworded": FLAG,
        "unsettled": {"type": ["boolean", "null"]},
        "speaker_resolved": MAYBE,
        "organisation": {
            "oneOf": [_object({"surface": TEXT, "resolved": TEXT, "passage": _ref("passage")}), {"type": "null"}],
            "description": "the repaired name of the organisation that the report gives the speaker",
        },
        "passages": _list(_ref("passage")),
    }
)
MOVE = _object(
    {
        **READING,
        "id": TEXT,
        "kind": {"enum": list(get_args(MoveKind))},
        "actor": {**MAYBE, "description": "the first of actors"},
        "actors": _list(TEXT),
        "target": {**MAYBE, "description": "the first of targets"},
        "targets": _list(TEXT),
        **dict.fromkeys(("issue", "option", "happened"), MAYBE),
        "dated": MAYBE_PASSAGE,
        "modality": {"enum": list(get_args(Modality))},
        "mode": {"enum": list(get_args(Mode))},
        "condition": MAYBE_PASSAGE,
        "passages": _list(_ref("passage")),
        "tellings": _list(
            _object({"passage": _ref("passage"), "teller": MAYBE, "party": MAYBE, "statement": MAYBE, "rule": TEXT})
        ),
        "origins": _ref("origins"),
    }
)
SIDE = _object({"teller": MAYBE, "party": MAYBE, "passages": _list(_ref("passage")), "origins": _ref("origins")})
CONTRADICTION = _object(
    {
        **READING,
        **dict.fromkeys(("id", "about", "rule"), TEXT),
        "kind": {"enum": list(get_args(ContradictionKind))},
        "a": SIDE,
        "b": SIDE,
    }
)
DISAGREEMENT = _object(
    {
        **dict.fromkeys(("a", "b", "field"), TEXT),
        "what": {"enum": ["statement", "move"]},
        **dict.fromkeys(("values", "readers"), _list(TEXT) | {"minItems": 2, "maxItems": 2}),
        "passages": _list(_ref("passage")),
    }
)
POSITION = _object(
    {
        "id": {**MAYBE, "description": "null where the case states it"},
        "source": {"enum": ["case", "record"]},
        "party": TEXT,
        "issue": {**TEXT, "description": "of the case where the case states it, else of the codebook"},
        "stance": {"enum": ["for", "against", None], "description": "null where the case states both on one issue"},
        "options": _list(TEXT),
        "since": MAYBE,
        "last": MAYBE,
        "moves": _list(TEXT),
        "origins": _ref("origins"),
        "reader": MAYBE,
        "wants": _list(TEXT),
        "refuses": _list(TEXT),
        "firm": FLAG,
        "said": MAYBE,
        "because": _ref("because"),
        "passages": _list(_ref("passage")),
    },
    {name: shape for name, shape in READING.items() if name != "reader"},
)
ASSUMPTION = _object(
    {"name": TEXT, "label": TEXT, "unit": TEXT, "used_by": _list(TEXT), "because": _ref("because")},
    {"value": NUMBER, "range": {"type": "object"}},
)
DEAL = _object(
    {
        "terms": {"type": "object", "additionalProperties": TEXT},
        "title": TEXT,
        "utility": PAYOFFS,
        "value": PAYOFFS,
        "gain": PAYOFFS,
        "breaks": NUMBER,
        "crosses": _list(_object({"party": TEXT, "issue": TEXT, "options": _list(TEXT)})),
    }
)
PAYMENT: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {"type": ["number", "null"]},
    "description": "by party, in its swings; null where its firm refusal stands against the deal",
}
BLOCKER = _object({"parties": _list(TEXT), "payment": PAYMENT, "deal": _ref("deal"), "narration": TEXT})
ZONE = _object(
    {
        "agenda": TEXT,
        "tracks": _list(TEXT),
        "consent": _list(TEXT),
        "quorum": {"type": ["integer", "null"]},
        "ripe": FLAG,
        "slack": {"type": ["number", "null"]},
        "fighting_on": PAYOFFS,
        "fighting_on_reference": PAYOFFS,
        "best": {"oneOf": [_ref("deal"), {"type": "null"}]},
        "deals": _list(_ref("deal")),
        "frontier": _list(_ref("deal")),
        "blockers": _list(_ref("blocker")),
        "fair": _list(_object({"concept": TEXT, "meaning": TEXT, "deals": _list(_ref("deal"))})),
        "narration": TEXT,
    }
)
OFFER = _object(
    {
        "key": TEXT,
        "name": TEXT,
        "refusing": _list(TEXT),
        "shortfall": {"type": "object", "additionalProperties": PAYOFFS},
        "instead": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": MAYBE}},
        "allowed": FLAG,
        "distance": {"type": ["integer", "null"]},
        "nearest": _list(_ref("deal")),
        "narration": TEXT,
        **DEAL["properties"],
    }
)
CHANCES = _list({"type": "number", "minimum": 0})
BY_NAME: dict[str, Any] = {"type": "object", "additionalProperties": NUMBER}
OUTLOOK = _object(
    {
        "periods": COUNT,
        **dict.fromkeys(("deal_by", "low", "high", "holding", "agreement_of_any_kind_by"), CHANCES),
        "deals": _list(_object({"title": TEXT, "key": MAYBE, "terms": {"type": "object"}, "chance": NUMBER})),
        "terms": {"type": "object", "additionalProperties": BY_NAME},
        "rivals": _list(_object({"chance": NUMBER, "likeliest": MAYBE, "likeliest_chance": MAYBE_NUMBER})),
        **dict.fromkeys(("interim", "sides", "proposers", "ends"), BY_NAME),
        "delay": MAYBE_NUMBER,
        "method": TEXT,
        "narration": TEXT,
    }
)
STANDING = _object(
    {
        "agenda": TEXT,
        "status": {"enum": ["no zone", "waiting pays", "deal now"]},
        **dict.fromkeys(("fighting_on", "with_talks", "not_agreeing_now", "waiting"), PAYOFFS),
        "now": _ref("zone"),
        "now_range": {"oneOf": [_list(NUMBER), {"type": "null"}]},
        "narration": TEXT,
    }
)
INTERIM = _object(
    {
        "key": TEXT,
        "possible": FLAG,
        **dict.fromkeys(("gain", "gain_at_war"), PAYOFFS),
        "price": PAYMENT,
        "parts": {"type": "object", "additionalProperties": BY_NAME},
        **dict.fromkeys(("refusing", "free"), _list(TEXT)),
        "narration": TEXT,
    }
)
STALLING = _object(
    {"party": TEXT, "instead": MAYBE, "gain": NUMBER, "keeps": _list(TEXT), "passing": NUMBER, "narration": TEXT}
)
TALKS = _object(
    {
        "method": {"enum": ["stationary", "finite"]},
        "equilibria": COUNT,
        "spread": NUMBER,
        "solution": TEXT,
        "notes": _list(TEXT),
        "sides": _list(_ref("zone")),
        "agendas": _list(STANDING),
        "interim": _list(INTERIM),
        "stalling": _list(STALLING),
        "offers": _list(_object({"key": TEXT, "possible": FLAG, "gain": PAYOFFS, "cost": PAYOFFS, "narration": TEXT})),
    }
)
WHY_NOT = _object(
    {
        "agenda": TEXT,
        "question": {"enum": ["zone", "now"]},
        "slack": MAYBE_NUMBER,
        "reasons": _list(
            _object({"kind": TEXT, "names": _list(TEXT), "slack": MAYBE_NUMBER, "gain": MAYBE_NUMBER, "opens": FLAG})
        ),
        "narration": TEXT,
    }
)
LEVER = _object(
    {
        **dict.fromkeys(("name", "label", "unit", "narration"), TEXT),
        "value": NUMBER,
        "range": {"oneOf": [_list(NUMBER), {"type": "null"}]},
        "searched": _list(NUMBER),
        **dict.fromkeys(("threshold", "slack_low", "slack_high"), MAYBE_NUMBER),
        "within": FLAG,
    }
)
STEP = _object(
    {
        "name": TEXT,
        "kind": {"enum": ["gesture", "carrot", "stick", "support", "situation", "linkage"]},
        "party": MAYBE,
        "slack": MAYBE_NUMBER,
        "change": MAYBE_NUMBER,
        "narration": TEXT,
    }
)

ESTIMATE = _object({"value": MAYBE_NUMBER, "error": MAYBE_NUMBER})
SPREAD: dict[str, Any] = {
    "oneOf": [_object({"mean": ESTIMATE, "quantiles": _list(NUMBER)}), {"type": "null"}],
    "description": "over the draws of a study: the mean with its standard error, and the values at its quantiles",
}
STUDIED = _object(
    {
        **dict.fromkeys(("agenda", "title", "narration"), TEXT),
        "zone": ESTIMATE,
        "now": {"oneOf": [ESTIMATE, {"type": "null"}]},
        "slack": SPREAD,
        "slack_now": SPREAD,
        "bare": MAYBE_NUMBER,
        "statuses": {"type": "object", "additionalProperties": ESTIMATE},
        "blockers": _list(_object({"parties": _list(TEXT), "share": NUMBER})),
        "best": {"type": "object", "additionalProperties": BY_NAME},
    }
)
DROPPED = _object(
    {
        **dict.fromkeys(("name", "label", "narration"), TEXT),
        "reports": _list(TEXT),
        "lost": _list(_object({"kind": TEXT, "label": TEXT})),
        "before": {"type": "object"},
        "after": {"type": ["object", "null"]},
        "zone_before": {"oneOf": [ESTIMATE, {"type": "null"}]},
        "zone": {"oneOf": [ESTIMATE, {"type": "null"}]},
        "turns": FLAG,
        "fault": MAYBE,
    }
)
SURE_LEVER = _object(
    {
        **dict.fromkeys(("name", "kind", "narration"), TEXT),
        "party": MAYBE,
        **dict.fromkeys(("value", "cost", "opens"), MAYBE_NUMBER),
        "chance": ESTIMATE,
        "gain": NUMBER,
    }
)
SURE_LEVERS = _object(
    {
        "question": {"enum": ["zone", "now"]},
        "draws": COUNT,
        "chance": ESTIMATE,
        "levers": _list(SURE_LEVER),
        "worse": _list(SURE_LEVER),
        "pairs": _list(
            _object({"names": _list(TEXT), "chance": ESTIMATE, "part": NUMBER, "cost": NUMBER, "narration": TEXT})
        ),
        "cheapest": {"oneOf": [_list(TEXT), {"type": "null"}]},
        "narration": TEXT,
    }
)
PAIR = _list(MAYBE_NUMBER)
SENSITIVITY = _object(
    {
        "groups": {"type": "object", "additionalProperties": _list(TEXT)},
        "answers": _list(
            _object(
                {
                    "answer": TEXT,
                    "indices": {
                        "type": "object",
                        "additionalProperties": _object({"value": NUMBER, "half_width": NUMBER}),
                    },
                    "note": MAYBE,
                }
            )
        ),
        "solved": COUNT,
        "faulty": COUNT,
        "narration": TEXT,
    }
)
STUDY = _object(
    {
        **dict.fromkeys(("digest", "narration", "main", "asked"), TEXT),
        "inputs": {"type": "object", "description": "seed, versions and digests"},
        "draws": COUNT,
        "within": MAYBE_NUMBER,
        "reached": {"type": ["boolean", "null"]},
        "how": {"type": "object", "additionalProperties": COUNT},
        "quantiles": _list(NUMBER),
        "agendas": _list(STUDIED),
        "outlook": {
            "oneOf": [
                _object(
                    {
                        "deal_by": _list(SPREAD),
                        "delay": SPREAD,
                        "agreed": {"type": "object", "additionalProperties": BY_NAME},
                        "narration": TEXT,
                    }
                ),
                {"type": "null"},
            ]
        },
        "notes": _list(TEXT),
        "ends": _list(_object({"name": TEXT, "label": TEXT, "values": PAIR, "zone": PAIR, "now": PAIR, "deal": PAIR})),
        "sensitivity": {"oneOf": [SENSITIVITY, {"type": "null"}]},
        "without_origins": _list(DROPPED),
        "at_defaults": _list(DROPPED),
        "levers": _list(SURE_LEVERS),
    }
)


SPREAD = _object(dict.fromkeys(("mean", "sd", "low", "high"), NUMBER)) | {
    "description": "90 % lie between low and high"
}
SHIFT = _object({"name": TEXT, "label": TEXT, "by": NUMBER}) | {
    "description": "by how many standard deviations of the posterior a number is moved"
}
HOW = {"enum": ["reweighted", "fitted again", "not known"]}
CHANCE = _object({"party": TEXT, "mean": NUMBER, "low": NUMBER, "high": NUMBER, "thin": FLAG})
PREFERENCES = _object(
    {
        "digest": TEXT,
        "settings": _object({"reliability": NUMBER, **dict.fromkeys(("draws", "chains", "warmup", "seed"), COUNT)}),
        "versions": {"type": "object", "additionalProperties": TEXT},
        "parties": _list(
            _object(
                {
                    "party": TEXT,
                    "thin": {**MAYBE, "description": "why the record is too thin for the party, or null"},
                    "numbers": _list(
                        _object(
                            {
                                **dict.fromkeys(("name", "label", "unit"), TEXT),
                                "prior": SPREAD,
                                "posterior": SPREAD,
                                "moved": FLAG,
                            }
                        )
                    ),
                    "evidence": _list(
                        _object(
                            {
                                "kind": {"enum": ["offer", "accept", "reject", "demand", "refusal", "priority"]},
                                "label": TEXT,
                                "places": _list(TEXT),
                                "originals": _ref("origins"),
                                "because": _list(_ref("because")),
                                "shifts": _list(SHIFT),
                                "how": HOW,
                            }
                        )
                    ),
                    "other_end": {
                        "oneOf": [
                            _object({"how": HOW, "shift": {"oneOf": [SHIFT, {"type": "null"}]}}),
                            {"type": "null"},
                        ]
                    },
                    "diagnostics": {
                        "oneOf": [
                            _object(
                                {
                                    **dict.fromkeys(("rhat", "ess_bulk", "ess_tail"), NUMBER),
                                    **dict.fromkeys(("diverging", "draws"), COUNT),
                                }
                            ),
                            {"type": "null"},
                        ]
                    },
                }
            )
        ),
        "answers": _list(_object({"deal": TEXT, "chances": _list(CHANCE)})),
        "left_out": _list(TEXT),
        "notes": _list(TEXT),
    }
)


def brief_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of ``brief.json``."""
    whole = _object(
        {
            "version": {"const": 1},
            **dict.fromkeys(("ripeness", "title", "digest", "unit"), TEXT),
            "as_of": MAYBE,
            "reports": _list(REPORT),
            "failures": _list(_object(dict.fromkeys(("file", "seen", "rule", "fix"), TEXT))),
            "notes": _list(TEXT),
            "news": _object({"since": MAYBE, "reports": _list(TEXT), "moves": _list(TEXT)}),
            "changes": {"oneOf": [CHANGES, {"type": "null"}]},
            "lineage": LINEAGE,
            "parties": _list(PARTY),
            "issues": _list(
                _object({"id": TEXT, "name": TEXT, "options": {"type": "object"}, "ordered": FLAG, "codebook": MAYBE})
            ),
            "codebook": _list(_object({"id": TEXT, "name": TEXT, "group": MAYBE})),
            "statements": _list(STATEMENT),
            "moves": _list(MOVE),
            "positions": _list(POSITION),
            "contradictions": _list(CONTRADICTION),
            "disagreements": _list(DISAGREEMENT),
            "case": {"type": ["object", "null"], "description": "the case file as plain values"},
            "assumptions": _list(ASSUMPTION),
            "zone": {"oneOf": [_ref("zone"), {"type": "null"}]},
            "zones": _list(_ref("zone")),
            "offers": _list(OFFER),
            "outlook": {"oneOf": [OUTLOOK, {"type": "null"}]},
            "talks": {"oneOf": [TALKS, {"type": "null"}]},
            "preferences": {"oneOf": [PREFERENCES, {"type": "null"}]},
            "why_not": _list(WHY_NOT),
            "blockers": _list(_ref("blocker")),
            "levers": _list(LEVER),
            "steps": _list(STEP),
            "steps_now": _list(STEP),
            "study": {"oneOf": [STUDY, {"type": "null"}]},
            "forecasts": FORECASTS,
            "not_computed": _list(TEXT),
        }
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://ripeness.invalid/brief.schema.json",
        "title": "A brief of Ripeness (brief.json, version 1)",
        **whole,
        "$defs": {
            "passage": PASSAGE,
            "origins": ORIGINS,
            "because": BECAUSE,
            "deal": DEAL,
            "blocker": BLOCKER,
            "zone": ZONE,
            "answer": SHORT_ANSWER,
            "difference": DIFFERENCE,
            "kept_position": KEPT_POSITION,
            "scored": ROW,
        },
    }


if __name__ == "__main__":
    print(json.dumps(brief_schema(), indent=2, ensure_ascii=False))
