"""Why there is no deal: Fearon's three reasons, each by solving again without it.

Mutual optimism: all parties are given one belief, the analyst's. Commitment: settlements hold for certain.
Indivisibility: firm refusals, forbidden or required combinations and conditions on options are dropped, one by one and
together.

Source: Fearon 1995, "Rationalist explanations for war", International Organization 49.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining import BargainingError, DealSpace
from ripeness.bargaining.consent import TOLERANCE
from ripeness.case.changes import with_lasting_deals, with_one_belief, without_refusals, without_rules
from ripeness.case.game import Agenda, Game, game
from ripeness.case.model import CaseFile, When
from ripeness.case.states import Positions
from ripeness.errors import RipenessError
from ripeness.outlook.solved import SolvedTalks, solve_talks
from ripeness.outlook.words import listed, written
from ripeness.outlook.worth import worth
from ripeness.outlook.zone import slack
from ripeness.shown import Shown

Question = Literal["zone", "now"]
Change = Callable[[CaseFile], CaseFile]

REASONS = {
    "optimism": "mutual optimism",
    "commitment": "the danger that a deal breaks",
    "indivisibility": "refusals and rules that leave no terms in between",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """What the answer would be without something: ``names`` of what is taken away, ``slack`` then, in swings.

    ``kind`` is that of the reason, or 'together' for several kinds. ``gain`` is slack less that of the case (None where
    one of the two has none); ``opens``: whether there would be a deal.
    """

    kind: str
    names: tuple[str, ...]
    slack: float | None
    gain: float | None
    opens: bool


@dataclass(frozen=True, slots=True)
class WhyNot(Shown):
    """Why there is no deal on an agenda, asked of the zone or of agreement now.

    ``reasons``: each reason alone, then those together that open it where none does alone, then single refusals and
    rules. Empty where there is a deal.
    """

    agenda: Agenda
    question: Question
    slack: float | None
    reasons: tuple[Reason, ...]
    narration: str


def slack_of(
    case: CaseFile,
    agenda: str,
    question: Question,
    space: DealSpace | None = None,
    kept: Positions | None = None,
    start: NDArray[np.float64] | None = None,
) -> float | None:
    """The slack of an agenda of a case, against war or against going on with the talks; None where there is none.

    ``space`` and ``kept`` as in ``case.game``, ``start`` as in ``solve_talks``. Raises RipenessError where the case
    makes no game.
    """
    try:
        made = game(case, space=space, kept=kept)
    except BargainingError as error:
        raise RipenessError(f"With this change the case makes no game: {error}") from error
    return slack_in(made, agenda_of(made, agenda), solve_talks(case, made, start=start) if question == "now" else None)


def slack_in(made: Game, agenda: Agenda, solved: SolvedTalks | None) -> float | None:
    """The slack of an agenda against war or, with the talks ``solved``, against not agreeing now."""
    if solved is None:
        return slack(made, agenda, worth(made, reference=False))
    return slack(made, agenda, solved.worth) if agenda.ends_fighting else solved.side_slack(agenda)


def agenda_of(made: Game, name: str) -> Agenda:
    """The agenda that a track is part of."""
    return next(each for each in made.agendas if name in each.tracks)


def why_not(case: CaseFile, agenda: Agenda, question: Question) -> WhyNot:
    """Take each reason away, alone and together: which opens the zone (or brings agreement now), and by how much."""
    base = slack_of(case, agenda.name, question)
    if base is not None and base >= -TOLERANCE:
        return WhyNot(agenda, question, base, (), "There is a deal, so there is nothing to explain.")
    kinds = _kinds(case)

    def without(kind: str, names: tuple[str, ...], change: Change) -> Reason:
        found = slack_of(change(case), agenda.name, question)
        gain = None if found is None or base is None else found - base
        return Reason(kind, names, found, gain, found is not None and found >= -TOLERANCE)

    alone = [without(kind, (REASONS[kind],), change) for kind, change in kinds.items()]
    together = []
    if not any(reason.opens for reason in alone):
        together = list(_smallest(kinds, without))
    single = [without("indivisibility", (name,), change) for name, change in _lines(case)]
    found = (*alone, *together, *(single if len(single) > 1 else ()))
    return WhyNot(agenda, question, base, found, _narrate(question, found))


def _kinds(case: CaseFile) -> dict[str, Change]:
    """The reasons that the case gives cause to look at."""
    kinds: dict[str, Change] = {}
    if case.beliefs:
        kinds["optimism"] = with_one_belief
    if case.durability:
        kinds["commitment"] = with_lasting_deals
    if case.forbidden or case.required or case.available or any(position.firm for position in case.positions):
        kinds["indivisibility"] = lambda each: without_rules(
            without_refusals(each), range(len(each.forbidden)), range(len(each.required)), range(len(each.available))
        )
    return kinds


def _smallest(kinds: dict[str, Change], without: Callable[[str, tuple[str, ...], Change], Reason]) -> Iterator[Reason]:
    """The smallest sets of reasons which, taken away together, open it; or all of them together, where none does."""
    for size in range(2, len(kinds) + 1):
        found = []
        for names in combinations(kinds, size):

            def change(case: CaseFile, names: tuple[str, ...] = names) -> CaseFile:
                for name in names:
                    case = kinds[name](case)
                return case

            found.append(without("together", tuple(REASONS[name] for name in names), change))
        if any(reason.opens for reason in found) or size == len(kinds):
            yield from (reason for reason in found if reason.opens or size == len(kinds))
            return


def _lines(case: CaseFile) -> Iterator[tuple[str, Change]]:
    """Each firm refusal and each rule by itself."""
    for place, position in enumerate(case.positions):
        if position.firm:
            issue = case.issues[position.issue]
            options = " and ".join(f"‘{issue.options[option]}’" for option in position.refuses)
            name = f"the firm refusal of {options} ({issue.name}) by {case.parties[position.party].name}"
            yield name, lambda each, place=place: without_refusals(each, [place])
    for place, rule in enumerate(case.forbidden):
        yield f"the rule against {_terms(case, rule.combination)}", lambda each, k=place: without_rules(each, [k])
    for place, rule in enumerate(case.required):
        name = f"the rule that {_terms(case, rule.if_)} needs {_terms(case, rule.then)}"
        yield name, lambda each, k=place: without_rules(each, (), [k])

    for place, rule in enumerate(case.available):
        options = listed([f"‘{case.issues[rule.issue].options[option]}’" for option in rule.options])
        name = f"the condition on {options} ({case.issues[rule.issue].name})"
        yield name, lambda each, k=place: without_rules(each, available=[k])


def _terms(case: CaseFile, when: When) -> str:
    parts = []
    for issue, condition in when.items():
        options = " or ".join(f"‘{case.issues[issue].options[option]}’" for option in condition.values)
        parts.append(f"anything but {options}" if condition.negated else options)
    return " with ".join(parts)


def _narrate(question: Question, reasons: tuple[Reason, ...]) -> str:
    what = "a zone" if question == "zone" else "a deal now"
    alone = [reason for reason in reasons if reason.kind in REASONS and reason.names == (REASONS[reason.kind],)]
    opening = [reason for reason in alone if reason.opens]
    if opening:
        which = listed(
            [f"{reason.names[0]} (slack {written(reason.slack or 0.0)})" for reason in opening], "or without"
        )
        return f"Without {which} there would be {what}."
    together = [reason for reason in reasons if reason.kind == "together" and reason.opens]
    if together:
        which = listed([listed(reason.names) for reason in together], "or")
        return f"No single reason stands in the way; {which} do so together: without them there would be {what}."
    if not alone:
        return f"The case names no belief, break or refusal that could explain why there is not {what}."
    best = max(alone, key=lambda reason: float("-inf") if reason.gain is None else reason.gain)
    if best.gain is None:
        return f"Taking away what the case gives as reasons would not bring {what}."
    most = f"{best.names[0]} would change most ({written(best.gain)} swings of slack)"
    return f"Even without any of the reasons that the case gives there would not be {what}; {most}."
