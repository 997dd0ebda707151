"""Stalling told from dealing: a party that passes, and keeps the mediator in, although there is a zone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ripeness.bargaining.consent import TOLERANCE
from ripeness.bargaining.talks import NOTHING
from ripeness.case.menu import Item
from ripeness.outlook.solved import SolvedTalks
from ripeness.outlook.standing import Standing
from ripeness.outlook.words import written


@dataclass(frozen=True, slots=True)
class Stalling:
    """A party that the zone would serve but that does not deal today.

    ``instead``: what it does or proposes when it is its turn (None for nothing), worth ``gain`` swings over doing
    nothing; ``keeps`` are the variables that this moves. ``passing``: what not agreeing is worth to it over the best
    deal that all others would take now, in swings.
    """

    party: str
    instead: Item | None
    gain: float
    keeps: tuple[str, ...]
    passing: float
    narration: str


def stalling(solved: SolvedTalks, standing: Standing) -> tuple[Stalling, ...]:
    """Who stalls today: parties for which passing is the best reply although a zone exists.

    It needs a deal that all others would take now and that is better for the party than fighting to the finish; and
    that the party, when it is its turn, proposes no deal that ends the fighting, because going on is worth more to it
    than the best of those.
    """
    if not standing.zone.ripe or standing.agenda.quorum:
        return ()
    found = (_stalls(solved, standing, party) for party in standing.agenda.consent)
    return tuple(each for each in found if each is not None)


def _stalls(solved: SolvedTalks, standing: Standing, party: str) -> Stalling | None:
    talks, now = solved.talks, solved.talks.now
    column = talks.column(party)
    if talks.talks.recognition[now, column] == 0:
        return None
    offered = int(solved.rounds[0].offer[now, column])
    item = None if offered == NOTHING else talks.items[offered]
    if item is not None and item.kind == "final":
        return None
    best = _best_for(solved, standing, party)
    passing = float(solved.continuation[now, column] - best)
    if best < standing.war[party] - TOLERANCE or passing <= TOLERANCE:
        return None  # to refuse what is worse than the war is no stalling
    worth = solved.item_worth(now)
    gain = 0.0 if item is None else float(worth[offered, column] - solved.continuation[now, column])
    keeps = tuple(_changes(solved, item)) if item else ()
    return Stalling(party, item, gain, keeps, passing, _narrate(solved, party, item, gain, keeps, passing))


def _best_for(solved: SolvedTalks, standing: Standing, party: str) -> float:
    """The most that a deal is worth to a party which all others whose consent counts would take now; -inf if none."""
    talks, now = solved.talks, solved.talks.now
    others = [talks.column(other) for other in standing.agenda.consent if other != party]
    worth, least = solved.item_worth(now), solved.threshold(now)
    best = -np.inf
    for number, item in enumerate(talks.items):
        final = item.kind == "final" and item.agenda == standing.agenda.name and talks.talks.menu[now, number]
        if final and (worth[number, others] >= least[others] - TOLERANCE).all():
            best = max(best, float(worth[number, talks.column(party)]))
    return best


def _changes(solved: SolvedTalks, item: Item) -> dict[str, str]:
    if item.kind == "interim":
        return dict(solved.case.deals[str(item.key)].changes)
    return dict(solved.case.actions[item.action or 0].changes) if item.kind == "move" else {}


def _narrate(
    solved: SolvedTalks, party: str, item: Item | None, gain: float, keeps: tuple[str, ...], passing: float
) -> str:
    case = solved.case
    who = case.parties[party].name
    said = (
        f"{who} would do better to stall: the others would take a deal now that is better for it than fighting to the "
        f"finish, but passing is worth {written(passing)} of its swing more to it."
    )
    if item is None:
        return f"{said} Its best proposal is none."
    moved = " and ".join(f"‘{case.situation.variables[name].name}’" for name in keeps)
    effect = f", which moves {moved}," if keeps else ""
    way = "What it does instead" if item.kind == "move" else "What it proposes instead"
    return f"{said} {way}, ‘{item.title}’{effect} is worth {written(gain)} to it."
