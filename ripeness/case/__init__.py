"""The case: what people write in ``case.yaml``, checked, and turned into the arrays of a game."""

from ripeness.case.assumptions import Assumption, assumptions
from ripeness.case.folder import CaseFolder, new_case, open_folder
from ripeness.case.game import Agenda, Game, game
from ripeness.case.model import CaseFile

__all__ = ["Agenda", "Assumption", "CaseFile", "CaseFolder", "Game", "assumptions", "game", "new_case", "open_folder"]
