"""The one error of the engine: arrays that do not make a game."""

from __future__ import annotations


class BargainingError(ValueError):
    """What was handed in is no game, or the exact answer would cost more than was allowed.

    The message says what was seen, where, which rule it breaks and what to do.
    """
