"""What follows from a case alone: the deal engine's answers, each computed once, when asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from ripeness.brief import Answers
from ripeness.case import assumptions
from ripeness.case.files import plain
from ripeness.case.folder import CaseFolder
from ripeness.dossier.pile import Progress
from ripeness.errors import RipenessError, SolveError
from ripeness.outlook import (
    DraftComparison,
    Forecast,
    Levers,
    Step,
    TalksAnswers,
    Verdict,
    WhatIf,
    WhyNot,
    Worth,
    Zone,
    compare_drafts,
    draft,
    forecast,
    forecast_talks,
    levers,
    read_off,
    solve_talks,
    steps,
    verdicts,
    what_if,
    why_not,
    worth,
    zones,
)
from ripeness.outlook.forecast import PERIODS
from ripeness.outlook.reasons import Question


class Solved:
    """The answers of one case: shared by every dossier of that case, whatever its reports say."""

    def __init__(self, folder: CaseFolder, progress: Progress | None = None) -> None:
        self.folder = folder
        self.case = folder.case
        self._progress = progress

    @cached_property
    def worth(self) -> Worth:
        """What fighting to the finish is worth to each party in every situation."""
        return worth(self.folder.game)

    @cached_property
    def zones(self) -> tuple[Zone, ...]:
        """The zone of every agenda: each track with those linked to it."""
        return zones(self.case, self.folder.game, self.worth)

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What each party would say to each named final deal of the case."""
        return tuple(
            verdict
            for agenda in self.folder.game.agendas
            for verdict in verdicts(self.case, self.folder.game, agenda, self.worth)
        )

    @cached_property
    def talks(self) -> TalksAnswers:
        """The talks solved. Raises SolveError."""
        return read_off(self.case, self.worth, solve_talks(self.case, self.folder.game))

    def outlook(self, periods: int = PERIODS) -> Forecast:
        """What to expect within so many periods, under the reference belief."""
        if periods == self.talks.forecast.periods:
            return self.talks.forecast
        return forecast(self.case, forecast_talks(self.case, self.talks.solved), periods)

    def why_not(self) -> tuple[WhyNot, ...]:
        """Why there is no deal now, for each agenda: asked of the zone where there is none, else of agreement now."""
        return tuple(
            why_not(self.case, each.agenda, "now" if each.zone.ripe else "zone")
            for each in self.talks.standings
            if each.status != "deal now"
        )

    def levers(self, question: Question = "zone") -> Levers:
        """For every assumption the value at which the answer of the first agenda changes; what could be done."""
        agenda = self.folder.game.main.name
        step = self._progress
        count = None if step is None else lambda done, total: step("solving again", done, total)
        return levers(self.case, agenda, question, count)

    def _steps_now(self) -> tuple[Step, ...]:
        """What somebody could do to bring a deal now, asked where a zone is open and waiting pays for somebody."""
        main = self.folder.game.main
        waiting = any(each.agenda == main and each.status == "waiting pays" for each in self.talks.standings)
        return steps(self.case, main.name, "now", self.talks.solved) if waiting else ()

    def what_if(self, settings: Mapping[str, str | float], periods: int = PERIODS) -> WhatIf:
        """The case beside itself with settings changed: 'assumption', 'now.VARIABLE', 'tracks.TRACK.linked_to'."""
        known = self.talks if periods == self.talks.forecast.periods else None
        return what_if(self.case, settings, known, periods)

    def compare(self, first: str, second: str) -> DraftComparison:
        """Two deals issue by issue; each is named by its key, or as 'issue=option,...' (see ``outlook.drafts``)."""
        return compare_drafts(self.folder.game, self.worth, draft(self.case, first), draft(self.case, second))

    @cached_property
    def at_once(self) -> tuple[Answers, tuple[str, ...]]:
        """The answers against war and those of the solved talks, and a note on what could not be had."""
        answers = Answers(
            case=self.case,
            game=self.folder.game,
            worth=self.worth,
            zones=self.zones,
            verdicts=self.verdicts,
            assumptions=assumptions(self.case),
            values=plain(self.folder.source),
        )
        try:
            return replace(answers, talks=self.talks), ()
        except SolveError as error:
            return answers, (f"The talks were not solved. {error}",)

    @cached_property
    def answers(self) -> tuple[Answers, tuple[str, ...]]:
        """All answers, those that solve the case many times too, and a note on each that could not be had."""
        answers, notes = self.at_once[0], [*self.at_once[1]]
        if answers.talks is None:
            return answers, tuple(notes)
        for what, ask in (("why", self.why_not), ("levers", self.levers), ("steps_now", self._steps_now)):
            try:
                answers = replace(answers, **{what: ask()})
            except RipenessError as error:
                name = "Why there is no deal now" if what == "why" else "What would change the answer"
                notes.append(f"{name} was not computed. {error}")
        return answers, tuple(notes)

    @property
    def answered(self) -> bool:
        """Whether every answer has been computed, those too that solve the case many times."""
        return "answers" in self.__dict__
