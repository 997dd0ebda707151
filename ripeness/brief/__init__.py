"""The brief: one self-contained HTML file that a busy person can read, and the same as JSON."""

from ripeness.brief.changes import Changes, Since
from ripeness.brief.document import document
from ripeness.brief.ledger import Ledger
from ripeness.brief.material import Answers, Material, News, digest, latest
from ripeness.brief.memory import Memory, from_plain, read_memory, to_plain
from ripeness.brief.page import page
from ripeness.brief.writing import Brief, compared

__all__ = [
    "Answers",
    "Brief",
    "Changes",
    "Ledger",
    "Material",
    "Memory",
    "News",
    "Since",
    "compared",
    "digest",
    "document",
    "from_plain",
    "latest",
    "page",
    "read_memory",
    "to_plain",
]
