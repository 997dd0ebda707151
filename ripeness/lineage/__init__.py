"""Lineage: which reports retell which, and how many independent originals stand behind them."""

from ripeness.lineage.growing import Growing, find_lineage
from ripeness.lineage.model import STRENGTHS, Aligned, Desk, Edge, EdgeKind, Independent, Lineage

__all__ = ["STRENGTHS", "Aligned", "Desk", "Edge", "EdgeKind", "Growing", "Independent", "Lineage", "find_lineage"]
