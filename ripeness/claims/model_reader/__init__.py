"""Reading by a language model that the user names: an upgrade, never the default, checked like any other reading."""

from ripeness.claims.model_reader.address import Address, checked_address, key_from
from ripeness.claims.model_reader.asking import Asker, Reply, Usage, require_library
from ripeness.claims.model_reader.checking import Checked, Rejected
from ripeness.claims.model_reader.meeting import Disagreement, Met, meet
from ripeness.claims.model_reader.question import INSTRUCTIONS, message, pieces, version
from ripeness.claims.model_reader.reading import Left, Outcome, Plan, met_record, plan, read_by_model

__all__ = [
    "INSTRUCTIONS",
    "Address",
    "Asker",
    "Checked",
    "Disagreement",
    "Left",
    "Met",
    "Outcome",
    "Plan",
    "Rejected",
    "Reply",
    "Usage",
    "checked_address",
    "key_from",
    "meet",
    "message",
    "met_record",
    "pieces",
    "plan",
    "read_by_model",
    "require_library",
    "version",
]
