"""The forecasts of a case together: what is kept, what the record proposes of the open ones, how good they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ripeness.forecasts.keeping import Kept
from ripeness.forecasts.proposals import Proposal, Recorded, proposals
from ripeness.forecasts.scores import Scores, scores


@dataclass(frozen=True, slots=True)
class Book:
    """``kept`` in the order of keeping; ``proposals`` by the id of their forecast."""

    kept: tuple[Kept, ...]
    proposals: dict[str, Proposal]
    scores: Scores

    @property
    def open(self) -> tuple[Kept, ...]:
        """Those of which nobody has said how they came out, the first to fall due first."""
        return tuple(sorted((k for k in self.kept if k.outcome is None), key=lambda each: each.forecast.due))

    @property
    def closed(self) -> tuple[Kept, ...]:
        """The others, the last to come out first."""
        done = [each for each in self.kept if each.resolution is not None]
        return tuple(sorted(done, key=lambda each: each.said[-1].resolved_at, reverse=True))


def book(kept: Sequence[Kept], recorded: Recorded, today: date) -> Book:
    """Put a case's forecasts together as of ``today``."""
    found = {each.forecast: each for each in proposals(kept, recorded, today)}
    return Book(tuple(kept), found, scores(kept))
