"""A drafted case as the text of a ``case.yaml`` that a person goes on with."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from ripeness.case.files import round_trip

_NUMBER = frozenset({"low", "likely", "high", "value", "because"})
HEAD = """A case drafted by Ripeness from the record of the reports beside this file: to be judged, no judgement.
What the reports say stands here with its passages. Every other number is a wide default, and its because says under
which name. Change whatever you know better: 'ripeness draft' on this folder brings in what new reports tell, keeps
every line that you changed, and shows the difference. What each key means: docs/case.md. A number is a value, or a
range {low: ..., likely: ..., high: ...}."""
_SECTIONS = {
    "parties": "Who takes part, by the moves that the reports tell of.",
    "issues": "What is negotiated, and what can be agreed on.",
    "tracks": "Who sits at which table, and whose consent a deal needs.",
    "preferences": "Weights by how much each is told to speak of an issue, values 0 to 100 by where it stands.",
    "positions": "Where the parties stand, as the reports tell it. A firm refusal binds the computation.",
    "answers": "How they answered what is on the table.",
    "situation": "Where things stand, how they move in a month of fighting, and what that costs.",
    "beliefs": "What a side itself expects of fighting on.",
    "durability": "How likely a settlement is to break.",
    "deals": "Truces that are on the table.",
    "actions": "What one party can do by itself.",
}


def case_text(values: Mapping[str, Any]) -> str:
    """The text of the case file, with a comment before each section."""
    root = commented(values)
    root.yaml_set_start_comment(HEAD)
    for section, said in _SECTIONS.items():
        if section in root:
            root.yaml_set_comment_before_after_key(section, before=f"\n{said}")
    out = io.StringIO()
    round_trip().dump(root, out)
    return out.getvalue()


def commented(value: Any) -> Any:
    """Plain values as the YAML library keeps them: numbers and short lists on one line, exact words in quotes."""
    if isinstance(value, Mapping):
        made = CommentedMap((key, commented(item)) for key, item in value.items())
        short = all(not isinstance(item, Mapping | list) for item in value.values())
        if short and (set(value) <= _NUMBER or len(value) <= 2) and value:
            made.fa.set_flow_style()
        if "exact" in made:
            made["exact"] = DoubleQuotedScalarString(made["exact"])
        return made
    if isinstance(value, list):
        listed = CommentedSeq(commented(item) for item in value)
        if all(isinstance(item, str) for item in value):
            listed.fa.set_flow_style()
        return listed
    return value
