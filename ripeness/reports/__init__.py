"""Reports: files come in, immutable and hashed texts with exact places and metadata come out."""

from ripeness.reports.load import Reading, each_report, read_paths
from ripeness.reports.model import Dropped, Found, Passage, Report, holds
from ripeness.reports.sentences import paragraphs, sentences

__all__ = [
    "Dropped",
    "Found",
    "Passage",
    "Reading",
    "Report",
    "each_report",
    "holds",
    "paragraphs",
    "read_paths",
    "sentences",
]
