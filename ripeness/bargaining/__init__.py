"""The engine: deal spaces and their exact frontiers, fighting to the finish, the talks, and who would take what.

Arrays in, results out: nothing here reads or writes a file, and nothing of the rest of Ripeness is imported.
Payoffs are in swings (a party's best allowed deal less its worst), time in periods.
"""

from __future__ import annotations

from ripeness.bargaining.breaking import Breaking
from ripeness.bargaining.comparison import Comparison, compare
from ripeness.bargaining.consent import Blocker, Slack, acceptable, blockers, gains, slack
from ripeness.bargaining.course import Outlook
from ripeness.bargaining.deals import Deal, DealSpace, Factor, Issue
from ripeness.bargaining.equilibrium import Equilibrium, NotConvergedError, Stationary
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.frontier import Frontier, frontier
from ripeness.bargaining.graph_model import GraphModel
from ripeness.bargaining.graph_options import Option, Statement, model_of_options
from ripeness.bargaining.lotteries import Lottery
from ripeness.bargaining.nearest import Nearest, nearest_deals
from ripeness.bargaining.play import Play
from ripeness.bargaining.refusal import Refusal, why_not
from ripeness.bargaining.situation import (
    Absorption,
    Situation,
    absorption,
    discounted_absorption,
    fight_to_finish,
)
from ripeness.bargaining.solutions import Solution, egalitarian, kalai_smorodinsky, nash, utilitarian
from ripeness.bargaining.talks import NOTHING, Interim, Talks
from ripeness.bargaining.talks_horizon import FiniteTalks

__all__ = [
    "NOTHING",
    "Absorption",
    "BargainingError",
    "Blocker",
    "Breaking",
    "Comparison",
    "Deal",
    "DealSpace",
    "Equilibrium",
    "Factor",
    "FiniteTalks",
    "Frontier",
    "GraphModel",
    "Interim",
    "Issue",
    "Lottery",
    "Nearest",
    "NotConvergedError",
    "Option",
    "Outlook",
    "Play",
    "Refusal",
    "Situation",
    "Slack",
    "Solution",
    "Statement",
    "Stationary",
    "Talks",
    "absorption",
    "acceptable",
    "blockers",
    "compare",
    "discounted_absorption",
    "egalitarian",
    "fight_to_finish",
    "frontier",
    "gains",
    "kalai_smorodinsky",
    "model_of_options",
    "nash",
    "nearest_deals",
    "slack",
    "utilitarian",
    "why_not",
]
