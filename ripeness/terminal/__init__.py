"""Answers as text for a terminal."""

from ripeness.terminal.changes import print_changes
from ripeness.terminal.drafting import print_redraft
from ripeness.terminal.forecasts import print_book, print_kept, print_said, print_scores
from ripeness.terminal.inference import print_preferences
from ripeness.terminal.lineage import print_lineage
from ripeness.terminal.models import print_models
from ripeness.terminal.reader import print_message, print_outcome, print_plan
from ripeness.terminal.record import print_record
from ripeness.terminal.studies import print_study, print_sure_levers
from ripeness.terminal.talks import print_levers, print_map, print_outlook, print_talks, print_what_if
from ripeness.terminal.zones import print_comparison, print_zones

__all__ = [
    "print_book",
    "print_changes",
    "print_comparison",
    "print_kept",
    "print_levers",
    "print_lineage",
    "print_map",
    "print_message",
    "print_models",
    "print_outcome",
    "print_outlook",
    "print_plan",
    "print_preferences",
    "print_record",
    "print_redraft",
    "print_said",
    "print_scores",
    "print_study",
    "print_sure_levers",
    "print_talks",
    "print_what_if",
    "print_zones",
]
