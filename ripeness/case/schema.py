"""The published JSON Schema of ``case.yaml``, for completion in editors: docs/case.schema.json.

Write it anew after a change of the model: ``python -m ripeness.case.schema > docs/case.schema.json``.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from ripeness.case.model import CaseFile


def case_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a case file, made from the same definition that checks it."""
    schema = TypeAdapter(CaseFile).json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://ripeness.invalid/case.schema.json",
        **schema,
        "title": "A case of Ripeness (case.yaml, schema 1)",
    }


if __name__ == "__main__":
    print(json.dumps(case_schema(), indent=2, ensure_ascii=False))
