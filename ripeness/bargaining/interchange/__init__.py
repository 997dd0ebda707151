"""Domains of other negotiation tools: read from text into a deal space, and written back as text.

This is the one place of the engine that parses text. Its functions take and give strings or bytes, never paths:
what was sent by somebody else is checked here, bounded in size, and refused with the line and the rule.
"""

from __future__ import annotations

from ripeness.bargaining.interchange.domain import SIZE_LIMIT, Domain
from ripeness.bargaining.interchange.genius import GeniusFiles, read_genius, write_genius
from ripeness.bargaining.interchange.negolog import read_negolog, read_negolog_collection, write_negolog

__all__ = [
    "SIZE_LIMIT",
    "Domain",
    "GeniusFiles",
    "read_genius",
    "read_negolog",
    "read_negolog_collection",
    "write_genius",
    "write_negolog",
]
