"""Lineage: which reports retell which, and how many independent originals stand behind them."""

from ripeness.lineage.drop import drop_one_origin
from ripeness.lineage.growing import Growing, find_lineage
from ripeness.lineage.meaning import SentenceModel, model_at_hand
from ripeness.lineage.model import STRENGTHS, Aligned, Desk, Edge, EdgeKind, Independent, Lineage
from ripeness.lineage.spin import Repair, repairs, resolved_name
from ripeness.lineage.tortured import Hint, tortured
from ripeness.lineage.tree import Origin, origins_of

__all__ = [
    "STRENGTHS",
    "Aligned",
    "Desk",
    "Edge",
    "EdgeKind",
    "Growing",
    "Hint",
    "Independent",
    "Lineage",
    "Origin",
    "Repair",
    "SentenceModel",
    "drop_one_origin",
    "find_lineage",
    "model_at_hand",
    "origins_of",
    "repairs",
    "resolved_name",
    "tortured",
]
