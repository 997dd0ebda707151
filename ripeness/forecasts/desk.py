"""Where a case keeps its forecasts: making them, saying how they came out, looking at all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from ripeness.case.model import CaseFile
from ripeness.case.numbers import Evidence
from ripeness.errors import ReadOnlyStoreError, RipenessError
from ripeness.forecasts.book import Book, book
from ripeness.forecasts.days import after
from ripeness.forecasts.keeping import Kept, by_model, by_person, found, resolution, together
from ripeness.forecasts.proposals import Recorded
from ripeness.forecasts.questions import Said, asked, model_says, pick, start_of
from ripeness.outlook import TalksAnswers
from ripeness.reports import Report
from ripeness.store import (
    KeptForecast,
    Opening,
    Resolution,
    keep_forecasts,
    read_forecasts,
    read_resolutions,
    resolve,
    utc_now,
)

PERIODS_AHEAD = 6  # how far ahead the model forecasts where nobody names a day


@dataclass(frozen=True)
class Desk:
    """The forecasts of a case. ``talks`` solves it and ``recorded`` reads its reports, when they are needed."""

    opened: Opening  # the store
    case: CaseFile
    reports: Sequence[Report]
    inputs: str  # digest of what the case's answers are computed from
    talks: Callable[[], TalksAnswers]
    recorded: Callable[[], Recorded]

    def kept(self) -> tuple[Kept, ...]:
        """Every forecast with what was said of it; none where the store cannot be written to."""
        with suppress(ReadOnlyStoreError), self.opened() as store:
            return together(read_forecasts(store), read_resolutions(store))
        return ()

    def book(self) -> Book:
        """All forecasts, what the record proposes of those still open, and how good they were."""
        return book(self.kept(), self.recorded(), date.fromisoformat(utc_now()[:10]))

    def says(self, by: Sequence[str] = ()) -> tuple[Said, ...]:
        """What the model says to each question that the case puts, by each day."""
        ahead = after(start_of(self.case), PERIODS_AHEAD, self.case.period).isoformat()
        return model_says(self.talks(), by or (ahead,))

    def keep_model(self, by: Sequence[str] = ()) -> tuple[KeptForecast, ...]:
        """Keep what the model says. From the same inputs the same is kept once.

        Where it is certain (an answer, in a case that gives no ``precision``) nothing is kept: a point value of a game
        is no chance of 0 or 1.
        """
        said = [each for each in self.says(by) if 0 < each.chance < 1]
        return self._keep(by_model(self.case, said, self.inputs, self.kept(), self.talks()))

    def keep_person(
        self, by: Sequence[str], question: str | None, about: str | None, chance: float, name: str
    ) -> tuple[KeptForecast, ...]:
        """Keep what a person says: to a ``question`` in words, or to one ``about`` what the model forecasts too."""
        if not by or bool(question) == bool(about):
            raise RipenessError(
                "A person's forecast has a day and one question. Give --by, and either --question 'in words' or "
                "--about what the model forecasts too."
            )
        if question:
            asks, talks = [asked(question, day) for day in by], None
        else:
            asks, talks = [each.question for each in pick(self.says(by), str(about))], self.talks()
        kept = self.kept()
        return self._keep([by_person(self.case, ask, chance, name, self.inputs, kept, talks) for ask in asks])

    def _keep(self, made: Sequence[KeptForecast]) -> tuple[KeptForecast, ...]:
        with self.opened() as store:
            return keep_forecasts(store, made)

    def resolve(self, id: str, outcome: str, name: str, because: str, evidence: Sequence[Evidence]) -> Resolution:
        """Say how a forecast came out; the last one who says so holds."""
        made = resolution(found(self.kept(), id), outcome, name, because, evidence, self.reports)
        with self.opened() as store:
            return resolve(store, made)
