"""What the JSON Schema of ``brief.json`` is put together from."""

from __future__ import annotations

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
MAYBE: dict[str, Any] = {"type": ["string", "null"]}
NUMBER: dict[str, Any] = {"type": "number"}
MAYBE_NUMBER: dict[str, Any] = {"type": ["number", "null"]}
COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
FLAG: dict[str, Any] = {"type": "boolean"}
PAYOFFS: dict[str, Any] = {"type": "object", "additionalProperties": NUMBER, "description": "by party, in its swings"}


def list_of(items: dict[str, Any]) -> dict[str, Any]:
    """A list of such values."""
    return {"type": "array", "items": items}


def object_of(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """A mapping with these keys."""
    return {"type": "object", "properties": {**required, **(optional or {})}, "required": list(required)}


def ref_to(name: str) -> dict[str, Any]:
    """A shape that the schema defines by name."""
    return {"$ref": f"#/$defs/{name}"}
