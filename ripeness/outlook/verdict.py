"""What each party would say to a given deal, by how much, and which issue costs it most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ripeness.bargaining import Deal
from ripeness.bargaining.consent import TOLERANCE
from ripeness.case.assumptions import value_of
from ripeness.case.game import Agenda, Game
from ripeness.case.model import CaseFile
from ripeness.outlook.worth import DealValue, Worth, value_deal, written


@dataclass(frozen=True, slots=True)
class Verdict:
    """One named deal against fighting on, for every party whose consent counts.

    ``shortfall[party][issue]`` is what the issue's term falls short of that party's best option, in
    its swings, from the one-issue preferences alone (joint factors are not split over issues).
    """

    key: str
    name: str
    value: DealValue
    refusing: tuple[str, ...]
    shortfall: Mapping[str, Mapping[str, float]]
    narration: str


def verdicts(case: CaseFile, game: Game, agenda: Agenda, values: Worth) -> tuple[Verdict, ...]:
    """A verdict for every final deal of the case that belongs to the agenda, in the order of the file."""
    found = []
    for key, deal in case.deals.items():
        if deal.kind == "final" and deal.track in agenda.tracks:
            terms = {name: deal.terms.get(name) or str(issue.status_quo) for name, issue in case.issues.items()}
            found.append(judge(case, game, agenda, values, key, Deal({**terms, **agenda.fixed})))
    return tuple(found)


def judge(case: CaseFile, game: Game, agenda: Agenda, values: Worth, key: str, deal: Deal) -> Verdict:
    """The verdict on one deal that names an option for every issue."""
    value = value_deal(game, values, deal, agenda)
    crossed = {line.party for line in value.crosses}
    refusing = tuple(p for p in agenda.consent if p in crossed or value.gain[p] < -TOLERANCE)
    shortfall = {party: _shortfall(case, game, party, deal) for party in agenda.consent}
    name = case.deals[key].name
    narration = _narrate(case, agenda, name, value, refusing, shortfall)
    left_out = [case.issues[k].name for k, o in case.deals[key].terms.items() if deal[k] != o]
    if left_out:
        narration += f" Judged on '{agenda.title}' alone: its terms on {' and '.join(left_out)} are left out."
    return Verdict(key, name, value, refusing, shortfall, narration)


def _shortfall(case: CaseFile, game: Game, party: str, deal: Deal) -> dict[str, float]:
    preference = case.preferences[party]
    span = float(game.space.span[game.parties.index(party)])
    lost = {}
    for issue, weight in preference.weights.items():
        options = {option: value_of(case, number) for option, number in preference.values[issue].items()}
        lost[issue] = value_of(case, weight) / 100 * (max(options.values()) - options[deal[issue]]) / span
    return lost


def _narrate(
    case: CaseFile,
    agenda: Agenda,
    name: str,
    value: DealValue,
    refusing: tuple[str, ...],
    shortfall: Mapping[str, Mapping[str, float]],
) -> str:
    if not refusing:
        return f"Nobody whose consent counts would refuse '{name}'."
    enough = agenda.quorum is not None and len(agenda.consent) - len(refusing) >= agenda.quorum
    sentences = [f"'{name}' has the consent of the {agenda.quorum} that it needs."] if enough else []
    for party in refusing:
        title = case.parties[party].name
        lines = [line for line in value.crosses if line.party == party]
        if value.gain[party] < -TOLERANCE:
            sentences.append(
                f"{title} would refuse '{name}': it is worth {written(-value.gain[party])} of its swing less than "
                f"fighting on."
            )
            issue, most = max(shortfall[party].items(), key=lambda item: item[1], default=("", 0.0))
            if most > TOLERANCE:
                says = f"'{case.issues[issue].name}' costs it most ({written(most)} against its best option)."
                sentences.append(says)
        for line in lines:
            option = case.issues[line.issue].options[value.deal[line.issue]]
            sentences.append(f"{title} has firmly refused '{option}' on '{case.issues[line.issue].name}'.")
    return " ".join(sentences)
