"""Simple forecasts made at the same moment, which a model must beat to be worth its trouble."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ripeness.bargaining import Deal
from ripeness.bargaining.consent import TOLERANCE
from ripeness.case.assumptions import value_of
from ripeness.case.game import Agenda
from ripeness.case.model import CaseFile
from ripeness.forecasts.questions import Question
from ripeness.outlook import TalksAnswers, value_deal
from ripeness.store import KeptForecast

BASE_RATE, LAST_TIME, WEIGHTED_MEAN = "base rate", "as last time", "weighted mean"
NAMES = (BASE_RATE, LAST_TIME, WEIGHTED_MEAN)
# Laplace's rule: one yes and one no before anything is known. No calibration: it is the uniform prior.
PRIOR_YES, PRIOR_NO = 1.0, 1.0
NOT_KNOWN = 0.5  # where nothing was resolved before, or nothing in the case speaks to the question
# 'As it was the last time', softened so that one surprise does not cost infinitely much. A convention, not calibrated.
LAST_TIME_SURE = 0.9


def baselines(
    question: Question,
    earlier: Sequence[tuple[KeptForecast, str]],
    talks: TalksAnswers | None = None,
) -> dict[str, dict[str, Any]]:
    """By name: the ``chance`` and ``how`` it came about. ``earlier``: what has come out so far, in that order."""
    outcomes = list({each.event: outcome for each, outcome in earlier if each.kind == question.kind}.values())
    share, how = weighted_mean(question, talks)
    return {
        BASE_RATE: _base_rate(outcomes),
        LAST_TIME: _as_last_time(outcomes),
        WEIGHTED_MEAN: {"chance": share, "how": how},
    }


def _base_rate(outcomes: Sequence[str]) -> dict[str, Any]:
    if not outcomes:
        return {"chance": NOT_KNOWN, "how": "no forecast of this kind had come out before"}
    yes = outcomes.count("yes")
    chance = (yes + PRIOR_YES) / (len(outcomes) + PRIOR_YES + PRIOR_NO)
    return {"chance": chance, "how": f"{yes} of {len(outcomes)} of this kind came out as yes (Laplace's rule)"}


def _as_last_time(outcomes: Sequence[str]) -> dict[str, Any]:
    if not outcomes:
        return {"chance": NOT_KNOWN, "how": "no forecast of this kind had come out before"}
    last = outcomes[-1]
    chance = LAST_TIME_SURE if last == "yes" else 1 - LAST_TIME_SURE
    return {"chance": chance, "how": f"the last of this kind came out as {last}; taken with {LAST_TIME_SURE:g}"}


def weighted_mean(question: Question, talks: TalksAnswers | None) -> tuple[float, str]:
    """The share of parties, weighted by salience, that would take what is asked about over fighting on.

    Capabilities are not in a case, so each party counts alike but for its salience: the share of its swing weights that
    lies on the issues in question. For a settlement in general these are the terms of the weighted mean: on each issue
    the option nearest to the mean of the parties' best ones (Bueno de Mesquita 1994), or that with most weight behind
    it where the options have no order.
    """
    if talks is None or question.kind == "question":
        return NOT_KNOWN, "no weights of a case speak to a question in words"
    case = talks.case
    if question.kind == "deal":
        agenda = talks.solved.game.main
        terms = mean_terms(case, agenda.consent, agenda.issues)
        return _share(
            talks, agenda.consent, agenda.issues, _takers(talks, agenda, terms), "the terms of the weighted mean"
        )
    keys = (
        [question.terms["deal"]]
        if question.kind == "answer"
        else [k for k, d in case.deals.items() if d.kind == "interim"]
    )
    found = [_of_deal(talks, key) for key in keys]
    known = [each for each in found if each is not None]
    return max(known, default=(NOT_KNOWN, "the deal is not possible today"))


def mean_terms(case: CaseFile, parties: Iterable[str], issues: Iterable[str]) -> dict[str, str]:
    """On each issue the option at the mean of the parties' best ones, weighted by salience."""
    return {issue: _mean_option(case, [p for p in parties if p in case.preferences], issue) for issue in issues}


def _mean_option(case: CaseFile, parties: Sequence[str], issue: str) -> str:
    options = list(case.issues[issue].options)
    weight = dict.fromkeys(options, 0.0)
    for party in parties:
        worth = {option: value_of(case, n) for option, n in case.preferences[party].values.get(issue, {}).items()}
        if worth:
            weight[max(worth, key=worth.__getitem__)] += _salience(case, party, (issue,))
    total = sum(weight.values())
    if total <= 0:
        return case.issues[issue].status_quo or options[0]
    if not case.issues[issue].ordered:
        return max(options, key=lambda option: weight[option])
    mean = sum(place * weight[option] for place, option in enumerate(options)) / total
    return options[min(range(len(options)), key=lambda place: abs(place - mean))]


def _salience(case: CaseFile, party: str, issues: Iterable[str]) -> float:
    """The share of a party's swing weights that lies on some issues."""
    weights = {issue: value_of(case, number) for issue, number in case.preferences[party].weights.items()}
    total = sum(weights.values())
    return sum(weights.get(issue, 0.0) for issue in issues) / total if total > 0 else 0.0


def _takers(talks: TalksAnswers, agenda: Agenda, terms: Mapping[str, str]) -> set[str]:
    """Who would take these terms over fighting to the finish."""
    game = talks.solved.game
    rest = {issue: option or next(iter(talks.case.issues[issue].options)) for issue, option in game.standing.items()}
    value = value_deal(game, talks.war, Deal({**rest, **terms, **agenda.fixed}), agenda)
    crossed = {line.party for line in value.crosses}
    return {party for party, gain in value.gain.items() if gain >= -TOLERANCE and party not in crossed}


def _of_deal(talks: TalksAnswers, key: str) -> tuple[float, str] | None:
    case = talks.case
    deal = case.deals[key]
    asked = case.tracks[deal.track].consent
    name = f"‘{deal.name}’"
    if deal.kind == "final":
        agenda = next(each for each in talks.solved.game.agendas if deal.track in each.tracks)
        return _share(talks, asked, tuple(deal.terms), _takers(talks, agenda, deal.terms), name)
    found = next((each for each in talks.interim if each.key == key), None)
    if found is None or not found.possible:
        return None
    takers = {party for party, gain in found.gain_at_war.items() if gain >= -TOLERANCE}
    return _share(talks, asked, tuple(deal.terms), takers, name)


def _share(
    talks: TalksAnswers, asked: Iterable[str], issues: Sequence[str], takers: set[str], what: str
) -> tuple[float, str]:
    case = talks.case
    parties = [party for party in asked if party in case.preferences]
    weights = {party: _salience(case, party, issues) for party in parties}
    if sum(weights.values()) <= 0:  # terms on no issue, or on none that anybody has a stake in: all count alike
        weights = dict.fromkeys(parties, 1.0)
    if not weights:
        return NOT_KNOWN, "none of those who must consent has preferences in the case"
    share = sum(weight for party, weight in weights.items() if party in takers) / sum(weights.values())
    return share, f"share of those who must consent, by salience, that would take {what} over fighting on"
