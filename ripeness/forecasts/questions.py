"""Questions with a date, and what the model says to those that a case puts to it.

``truce``: an agreement of any kind by a day; ``deal``: one that ends the fighting by a day; ``answer``: whether a party
says yes to a named deal, should it answer by a day; ``question``: any question in an analyst's words that comes out as
yes or no.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from ripeness.bargaining.consent import TOLERANCE
from ripeness.case.assumptions import value_of
from ripeness.case.model import CaseDeal, CaseFile
from ripeness.errors import RipenessError
from ripeness.forecasts.days import ahead, chance_by, day, last_day
from ripeness.outlook import Forecast, TalksAnswers, forecast, forecast_talks

Kind = Literal["truce", "deal", "answer", "question"]
KINDS: tuple[Kind, ...] = get_args(Kind)
PERIODS_MOST = 600  # how far a course is followed; as for 'ripeness outlook'
WORDS_MOST = 400  # signs of a question


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: ``terms`` by keys of the case (agenda; deal and party), the same in ``words``, the last day."""

    kind: Kind
    words: str
    due: str
    terms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """A question with the chance that the model gives it, and how that came about."""

    question: Question
    chance: float
    how: str


def asked(words: str, due: str) -> Question:
    """A question in an analyst's words. Raises RipenessError for words that are none, or too many."""
    words = " ".join(words.split())
    if not words or len(words) > WORDS_MOST or not words.isprintable():
        raise RipenessError(
            f"A question of {len(words)} signs: it has 1 to {WORDS_MOST} that can be printed, and can be answered with "
            "yes or no. For example: --question 'Will the mediator leave the talks?'"
        )
    return Question("question", words, due)


def start_of(case: CaseFile) -> date:
    """The day from which a case looks ahead: the last one of its ``as_of``."""
    return last_day(case.as_of)


def due_day(case: CaseFile, due: str) -> date:
    """The day by which something is forecast. Raises RipenessError where it is none, or past in the case."""
    end, start = day(due, "The date of a forecast"), start_of(case)
    if end <= start:
        raise RipenessError(
            f"{due} is not later than the day of the case ({start.isoformat()}): what is past is not forecast. Name a "
            "later day with --by, or bring 'as_of' and the situation of the case up to date."
        )
    return end


def model_says(talks: TalksAnswers, dues: Sequence[str]) -> tuple[Said, ...]:
    """The model's chances for every question that the case puts, for each day. Raises RipenessError for a bad day."""
    case = talks.case
    horizons = {due: ahead(start_of(case), due_day(case, due), case.period) for due in dues}
    needed = math.ceil(max(horizons.values(), default=0.0))
    if needed > PERIODS_MOST:
        raise RipenessError(
            f"{needed} {case.period}s ahead: at most {PERIODS_MOST} are looked at. Name an earlier day."
        )
    course = talks.forecast
    if needed > course.periods:
        course = forecast(case, forecast_talks(case, talks.solved), needed)
    return tuple(said for due, periods in horizons.items() for said in _by(talks, course, due, periods))


def pick(said: Sequence[Said], about: str) -> tuple[Said, ...]:
    """What is said about 'deal', 'truce' or 'DEAL:PARTY'. Raises RipenessError where there is nothing of that name."""
    found = tuple(each for each in said if short(each.question) == about)
    if not found:
        names = ", ".join(dict.fromkeys(short(each.question) for each in said))
        raise RipenessError(
            f"'{about}' is nothing that this case forecasts. There are: {names}. Or ask with --question."
        )
    return found


def short(question: Question) -> str:
    """The short name of a question that the model answers."""
    terms = question.terms
    return f"{terms['deal']}:{terms['party']}" if question.kind == "answer" else question.kind


def _by(talks: TalksAnswers, course: Forecast, due: str, periods: float) -> Iterator[Said]:
    case, agenda = talks.case, talks.solved.game.main
    span = f"the outlook of the case, {periods:.1f} {case.period}s ahead"
    if any(deal.kind == "interim" for deal in case.deals.values()):
        words = f"Is any agreement struck by {due}: a truce or another interim deal, or a settlement?"
        yield Said(Question("truce", words, due, {"agenda": agenda.name}), chance_by(course.truce_by, periods), span)
    words = f"Is a deal on ‘{agenda.title}’ that ends the fighting struck by {due}?"
    yield Said(Question("deal", words, due, {"agenda": agenda.name}), chance_by(course.deal_by, periods), span)
    gains = {each.key: (each.possible, each.gain) for each in (*talks.interim, *talks.offers)}
    for key, party in open_offers(case):
        possible, gain = gains.get(key, (False, {}))
        if possible and party in gain:
            question = Question("answer", _answer_words(case, key, party, due), due, {"deal": key, "party": party})
            yield Said(question, *_answers(talks, key, party, gain[party]))


def _answer_words(case: CaseFile, key: str, party: str, due: str) -> str:
    return f"If {case.parties[party].name} answers ‘{case.deals[key].name}’ by {due}, does it say yes?"


def open_offers(case: CaseFile) -> Iterator[tuple[str, str]]:
    """The deals on the table with each party that must consent, has not offered it and has not answered it."""
    answered = {(each.deal, each.party) for each in case.answers if each.answer in ("accepts", "rejects")}
    for key, deal in case.deals.items():
        if not deal.on_the_table:
            continue
        for party in case.tracks[deal.track].consent:
            if party not in deal.offered_by and (key, party) not in answered:
                yield key, party


def _answers(talks: TalksAnswers, key: str, party: str, gain: float) -> tuple[float, str]:
    """The chance that a party says yes, from what the deal gives it over not agreeing now."""
    case = talks.case
    if refused := _refuses(case, case.deals[key], party):
        return 0.0, f"it has firmly refused {refused}"
    precision = case.parties[party].precision
    if precision is None:
        yes = gain >= -TOLERANCE
        said = f"it {'gains' if yes else 'loses'} by it; without a precision in the case answers do not err"
        return float(yes), said
    sharp = value_of(case, precision)
    return 1 / (1 + math.exp(-max(-700.0, min(700.0, sharp * gain)))), f"logit, precision {sharp:g}, gain {gain:.3g}"


def _refuses(case: CaseFile, deal: CaseDeal, party: str) -> str:
    """What a deal contains that a party firmly refuses, in words."""
    lines = [p for p in case.positions if p.firm and p.party == party and deal.terms.get(p.issue) in p.refuses]
    return " and ".join(f"‘{case.issues[p.issue].options[deal.terms[p.issue]]}’" for p in lines)
