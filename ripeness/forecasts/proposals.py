"""What the record says of how a forecast came out: proposed with its words, and counted only when a person says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ripeness.case.model import CaseFile
from ripeness.claims import Move
from ripeness.claims.issues import codebook
from ripeness.forecasts.days import first_day, last_day
from ripeness.forecasts.keeping import Kept, Outcome
from ripeness.reports import Passage
from ripeness.store import KeptForecast

CEASEFIRE = "ceasefire"  # the issue of the codebook that every truce is about
_YES = frozenset(("accept", "implement"))  # kinds of moves that say yes; any kind does where its modality is 'agreed'
_DONE = frozenset(("done", "agreed"))


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a forecast seems to have come out, and the words that show it.

    ``outcome`` is None where its date has passed and only a person can say.
    """

    forecast: str  # its id
    outcome: Outcome | None
    why: str
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class Recorded:
    """What the record has, in terms of the case.

    ``party`` gives the key that a party of the record has in the case, ``issues`` the issue of the record for each of
    the case.
    """

    case: CaseFile
    moves: Sequence[Move]
    party: Callable[[str], str | None]
    issues: Mapping[str, str | None]


def proposals(kept: Iterable[Kept], recorded: Recorded, today: date) -> tuple[Proposal, ...]:
    """A proposal for each open forecast of which the record or its date says something."""
    return tuple(found for each in kept if each.outcome is None and (found := _of(each.forecast, recorded, today)))


def _of(forecast: KeptForecast, recorded: Recorded, today: date) -> Proposal | None:
    shown = None
    if forecast.kind in ("truce", "deal"):
        shown = _agreement(forecast, recorded)
    elif forecast.kind == "answer":
        shown = _stated_answer(forecast, recorded) or _told_answer(forecast, recorded)
    if shown is not None or today <= date.fromisoformat(forecast.due):
        return shown
    passed = f"its date, {forecast.due}, has passed"
    if forecast.kind == "question":
        return Proposal(forecast.id, None, f"{passed}; a question in words is for a person to answer")
    if forecast.kind == "answer":
        return Proposal(forecast.id, "void", f"{passed}, and no answer is recorded, so it was not put to the test")
    return Proposal(forecast.id, "no", f"{passed}, and no such agreement is recorded")


def _within(forecast: KeptForecast, happened: str) -> bool:
    """Whether a date lies wholly after the situation of the forecast and not after its last day."""
    if not happened:
        return False
    start, due = date.fromisoformat(forecast.as_of), date.fromisoformat(forecast.due)
    return start < first_day(happened) and last_day(happened) <= due


def _agreement(forecast: KeptForecast, recorded: Recorded) -> Proposal | None:
    """Whether all whose consent counts are told to have agreed on one issue in time."""
    case = recorded.case
    track = case.tracks.get(forecast.terms.get("agenda", ""))
    if track is None:
        return None
    names = (forecast.terms["agenda"], *(k for k, t in case.tracks.items() if t.linked_to == forecast.terms["agenda"]))
    needed = {party for name in names for party in case.tracks[name].consent}
    about = _truce_issues(case) if forecast.kind == "truce" else _deal_issues(case, names, recorded)
    for issue in about:
        said: dict[str, list[Move]] = {}
        for move in recorded.moves:
            agrees = move.modality == "agreed" or (move.kind in _YES and move.modality in _DONE)
            if agrees and move.issue == issue and _within(forecast, move.happened):
                for party in _keys(recorded, (*move.actors, *(move.targets if move.modality == "agreed" else ()))):
                    said.setdefault(party, []).append(move)
        if needed <= said.keys():
            moves = list({move.id: move for party in sorted(needed) for move in said[party]}.values())
            known = codebook().issues.get(issue)
            why = f"all whose consent counts are told to have agreed ({known.name if known else issue})"
            return Proposal(forecast.id, "yes", why, tuple(_words(moves)))
    return None


def _truce_issues(case: CaseFile) -> list[str]:
    names = [deal.name for deal in case.deals.values() if deal.kind == "interim"]
    found = [codebook().issue_of(name.lower().split()) for name in names]
    return list(dict.fromkeys((CEASEFIRE, *(issue for issue in found if issue))))


def _deal_issues(case: CaseFile, tracks: Iterable[str], recorded: Recorded) -> list[str]:
    issues = [recorded.issues.get(issue) for name in tracks for issue in case.tracks[name].issues]
    return list(dict.fromkeys(issue for issue in issues if issue and issue != CEASEFIRE))


def _stated_answer(forecast: KeptForecast, recorded: Recorded) -> Proposal | None:
    """What the case itself says that the party answered."""
    outcomes: dict[str, Outcome] = {"accepts": "yes", "rejects": "no"}
    for each in recorded.case.answers:
        same = each.deal == forecast.terms.get("deal") and each.party == forecast.terms.get("party")
        if same and each.answer in outcomes and each.on and _within(forecast, each.on):
            return Proposal(forecast.id, outcomes[each.answer], f"the case says that it {each.answer} it, {each.on}")
    return None


def _told_answer(forecast: KeptForecast, recorded: Recorded) -> Proposal | None:
    """The first yes or no that the party is told to have given in time, to the giver or on an issue of the deal."""
    case = recorded.case
    deal = case.deals.get(forecast.terms.get("deal", ""))
    if deal is None:
        return None
    about = {recorded.issues.get(issue) for issue in deal.terms} | {codebook().issue_of(deal.name.lower().split())}
    outcomes: dict[str, Outcome] = {"accept": "yes", "reject": "no"}
    answers = [
        move
        for move in recorded.moves
        if move.kind in outcomes
        and move.modality in _DONE
        and forecast.terms["party"] in _keys(recorded, move.actors)
        and _within(forecast, move.happened)
        and (move.issue in about - {None} or set(deal.offered_by) & set(_keys(recorded, move.targets)))
    ]
    if not answers:
        return None
    first = min(answers, key=lambda move: move.happened)
    why = f"it is told to have said {outcomes[first.kind]}, {first.happened}; see whether to this offer"
    return Proposal(forecast.id, outcomes[first.kind], why, tuple(_words([first])))


def _keys(recorded: Recorded, parties: Iterable[str]) -> Iterator[str]:
    for party in parties:
        key = recorded.party(party)
        if key is not None:
            yield key


def _words(moves: Iterable[Move]) -> Iterator[Passage]:
    for move in moves:
        yield from (telling.passage for telling in move.tellings)
