"""Forecasts kept with their dates, and scored against what was recorded later."""

from ripeness.forecasts.baselines import NAMES, baselines
from ripeness.forecasts.book import Book, book
from ripeness.forecasts.desk import Desk
from ripeness.forecasts.keeping import MODEL, OUTCOMES, Kept
from ripeness.forecasts.proposals import Proposal, Recorded, proposals
from ripeness.forecasts.questions import Question, Said, model_says, short
from ripeness.forecasts.scores import Bin, Row, Score, Scores, scores

__all__ = [
    "MODEL",
    "NAMES",
    "OUTCOMES",
    "Bin",
    "Book",
    "Desk",
    "Kept",
    "Proposal",
    "Question",
    "Recorded",
    "Row",
    "Said",
    "Score",
    "Scores",
    "baselines",
    "book",
    "model_says",
    "proposals",
    "scores",
    "short",
]
