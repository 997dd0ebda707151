"""What can be agreed on in the talks of a case: the undominated final deals, side deals, interim deals, own moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining import BargainingError, Deal
from ripeness.case.classes import Where, deal_classes, known_frontier
from ripeness.case.game import Agenda, Game
from ripeness.case.model import CaseFile, Track
from ripeness.errors import SolveError

BUDGET = 3_000  # undominated deals of a class; beyond it they are thinned, and how coarsely is said

ItemKind = Literal["final", "side", "interim", "move"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that may be proposed, or done by a party alone (a ``move``).

    ``deal`` holds the terms of a final or a side deal; ``key`` names an interim deal of the case, ``action`` the
    position of an action. ``crossed`` are the parties that firmly refuse it. ``settled`` are the side agendas that must
    be settled, and the only ones, for a final deal to be this item.
    """

    kind: ItemKind
    title: str
    agenda: str | None = None
    deal: Deal | None = None
    key: str | None = None
    action: int | None = None
    crossed: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The undominated deals of an agenda. ``coarseness``: swings by which one may be missed, 0 where none is."""

    deals: tuple[Deal, ...]
    coarseness: float


def undominated_anywhere(game: Game, agenda: Agenda) -> Found:
    """Deals that are undominated among all parties with preferences, in some state of the game.

    Whoever proposes, and however ties are broken, the deal that is offered is among them. Deals that too many firmly
    refuse are left out. Raises SolveError where they cannot be listed.
    """
    crossing = len(agenda.consent) - (agenda.quorum or len(agenda.consent))
    deals: dict[tuple[str, ...], Deal] = {}
    coarse = 0.0
    for options in _patterns(game, agenda):
        for each in deal_classes(game, agenda, options, game.durability, crossing):
            try:
                found = known_frontier(game.space, game.parties, each.where, budget=BUDGET, on_budget="approximate")
            except BargainingError as error:
                raise SolveError(f"The deals of '{agenda.title}' cannot be compared: {error}") from error
            coarse = max(coarse, 0.0 if found.exact else float(np.max(found.tolerance)))
            deals |= {tuple(deal.values()): deal for deal in found.deals}
    return Found(tuple(deals.values()), coarse)


def _patterns(game: Game, agenda: Agenda) -> Iterator[Where]:
    """What an agenda's issues can be settled by, once for each set of options that is open in some state."""
    going = np.flatnonzero(~game.situation.ends)
    opened = np.array([access.open[going] for access in game.available]).reshape(len(game.available), len(going))
    _, first = np.unique(opened, axis=1, return_index=True) if len(game.available) else (None, np.array([0]))
    for state in going[first].tolist():
        yield game.options(agenda, state)


def who_proposes(track: Track) -> dict[str, None]:
    """The parties that have a chance of proposing on a track, in some situation or in general."""
    named = dict.fromkeys(track.recognition)
    for rule in track.recognition_rules:
        named |= dict.fromkeys(rule.chances)
    return named


def final_items(case: CaseFile, game: Game, agenda: Agenda, deals: Sequence[Deal]) -> list[Item]:
    """Items for the final deals of an agenda, named for the first deal of the case with the same terms."""
    kind: ItemKind = "final" if agenda.ends_fighting else "side"
    known = _named_deals(case)
    items = []
    for deal, lines in zip(deals, game.crossings(agenda, deals), strict=True):
        crossed = tuple(dict.fromkeys(line.party for line in lines))
        key = known.get(_terms(case, deal))
        items.append(Item(kind, deal_name(case, agenda, deal, key), agenda.name, deal, key, None, crossed))
    return items


def _named_deals(case: CaseFile) -> dict[tuple[str | None, ...], str]:
    """The key of the first of the case's final deals with exactly these terms; what it leaves out is at status quo."""
    found: dict[tuple[str | None, ...], str] = {}
    for key, each in case.deals.items():
        if each.kind == "final":
            found.setdefault(_terms(case, each.terms), key)
    return found


def _terms(case: CaseFile, terms: Mapping[str, str]) -> tuple[str | None, ...]:
    return tuple(terms.get(name) or issue.status_quo for name, issue in case.issues.items())


def deal_name(case: CaseFile, agenda: Agenda, deal: Deal, key: str | None) -> str:
    """A deal by its name in the case, or by the labels of its options on the issues that its agenda settles."""
    if key:
        return case.deals[key].name
    return "; ".join(f"{case.issues[name].name}: {case.issues[name].options[deal[name]]}" for name in agenda.issues)


def interim_items(case: CaseFile, game: Game) -> list[Item]:
    """Items for the interim deals of the case, in its order."""
    items = []
    for key, deal in case.deals.items():
        if deal.kind == "interim":
            consent = case.tracks[deal.track].consent
            crossed = dict.fromkeys(
                line.party for line in game.firm if line.party in consent and deal.terms.get(line.issue) in line.options
            )
            main = case.tracks[deal.track].linked_to or deal.track
            items.append(Item("interim", deal.name, main, None, key, None, tuple(crossed)))
    return items


def move_items(case: CaseFile, parties: Sequence[str]) -> list[Item]:
    """Items for what parties may do by themselves in the talks."""
    return [
        Item("move", action.name, action=number)
        for number, action in enumerate(case.actions)
        if action.is_move and action.party in parties
    ]


def open_terms(game: Game, terms: Mapping[str, str]) -> NDArray[np.bool_]:
    """Where all of some terms can be agreed on, ``[state]``."""
    possible = np.ones(len(game.states), dtype=np.bool_)
    for access in game.available:
        if terms.get(access.issue) in access.options:
            possible &= access.open
    return possible
