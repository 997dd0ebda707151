"""The brief: one self-contained HTML file that a busy person can read, and the same as JSON."""

from ripeness.brief.document import document
from ripeness.brief.ledger import Ledger
from ripeness.brief.material import Answers, Material, News, digest, latest
from ripeness.brief.page import page
from ripeness.brief.writing import Brief

__all__ = ["Answers", "Brief", "Ledger", "Material", "News", "digest", "document", "latest", "page"]
