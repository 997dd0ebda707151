"""Where the talks stand beside the situation: side tracks that are settled, an interim deal that runs.

Talks move over pairs of a mode and a state. In the first mode nothing is settled and nothing runs, so there a place of
the talks has the position of its state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ripeness.case.assumptions import value_of
from ripeness.case.game import Game
from ripeness.case.model import CaseDeal, CaseFile
from ripeness.case.states import Positions, matrix

MAX_SIDES = 3  # side tracks; each doubles the places
MAX_PLACES = 4_000  # a solve of so many takes about a minute; a case has some hundreds


@dataclass(frozen=True, slots=True)
class Mode:
    """The side agendas that are ``settled``, and the interim deal that is ``running`` with the periods left to it."""

    settled: tuple[str, ...] = ()
    running: tuple[str, int] | None = None

    def settling(self, agenda: str) -> Mode:
        """The mode once one more side agenda is settled."""
        return Mode(tuple(sorted((*self.settled, agenda))), self.running)


Block = tuple[Mode, Mode, sparse.csr_array]  # from each state of a mode to the states of a mode


class Stage:
    """The places of the talks, and how a period leads from one to another by each belief.

    ``belief`` is a position in ``game.chances``: one per party, the last is the reference.
    """

    def __init__(self, case: CaseFile, game: Game) -> None:
        self.case, self.game = case, game
        self.modes = tuple(_modes(case, game))
        self.states = len(game.states)
        self._number = {mode: number for number, mode in enumerate(self.modes)}
        self._known: dict[tuple[object, ...], sparse.csr_array] = {}

    def __len__(self) -> int:
        return len(self.modes) * self.states

    def at(self, mode: Mode, state: int = 0) -> int:
        """The place of a state in a mode."""
        return self._number[mode] * self.states + state

    def rows(self, mode: Mode) -> slice:
        """The places of a mode."""
        return slice(self.at(mode), self.at(mode) + self.states)

    def period(self, belief: int, mode: Mode, changes: Mapping[str, str] | None = None) -> Block:
        """What a period leads to from a mode, once ``changes`` have moved the situation and hold it for the period."""
        changes = changes or {}
        deal = None if mode.running is None else self.case.deals[mode.running[0]]
        held = {*changes, *(deal.changes if deal else ())}
        lead = self._lead(belief, changes, held)
        if deal is None or mode.running is None:
            return mode, mode, lead
        return mode, *self._next(lead, deal, mode.settled, mode.running[0], mode.running[1])

    def struck(self, belief: int, settled: tuple[str, ...], key: str) -> Block:
        """What the period in which an interim deal is struck leads to."""
        deal = self.case.deals[key]
        lead = self._lead(belief, deal.changes, set(deal.changes))
        return Mode(settled), *self._next(lead, deal, settled, key, periods(self.case, deal))

    def placed(self, blocks: Iterable[Block]) -> sparse.csr_array:
        """The transition over all places, ``[place, next_place]``."""
        blocks = list(blocks)
        if len(self.modes) == len(blocks) == 1:
            return blocks[0][2]
        rows: list[Any] = [np.zeros(0, np.intp)]
        columns: list[Any] = [np.zeros(0, np.intp)]
        chances: list[Any] = [np.zeros(0)]
        for begin, end, lead in blocks:
            entries = lead.tocoo()
            rows.append(entries.row + self.at(begin))
            columns.append(entries.col + self.at(end))
            chances.append(entries.data)
        at = (np.concatenate(rows), np.concatenate(columns))
        return sparse.csr_array((np.concatenate(chances), at), shape=(len(self), len(self)))

    def _next(
        self, lead: sparse.csr_array, deal: CaseDeal, settled: tuple[str, ...], key: str, left: int
    ) -> tuple[Mode, sparse.csr_array]:
        """The mode after a period of an interim deal with so many left, and what expiry does to the situation."""
        if left > 1:
            return Mode(settled, (key, left - 1)), lead
        if not deal.afterwards:
            return Mode(settled), lead
        entries, to = lead.tocoo(), landing(self.game, deal.afterwards)
        return Mode(settled), sparse.csr_array((entries.data, (entries.row, to[entries.col])), shape=lead.shape)

    def _lead(self, belief: int, changes: Mapping[str, str], held: set[str]) -> sparse.csr_array:
        key = (belief, *sorted(changes.items()), "held", *sorted(held))
        if key not in self._known:
            game = self.game
            start = game.product.moved(changes)[game.kept]
            self._known[key] = matrix(game.product, game.kept, game.chances[belief], start, held)
        return self._known[key]


def landing(game: Game, changes: Mapping[str, str]) -> Positions:
    """Where changes put each state of the game, ``[state]``. Nothing leaves an end."""
    place = np.full(game.product.size, -1)
    place[game.kept] = np.arange(len(game.kept))
    to = place[game.product.moved(changes)[game.kept]]
    return np.where(game.situation.ends, np.arange(len(to)), to)


def _modes(case: CaseFile, game: Game) -> Iterable[Mode]:
    sides = sorted(agenda.name for agenda in game.agendas if not agenda.ends_fighting)
    running = [
        (key, left)
        for key, deal in case.deals.items()
        if deal.kind == "interim"
        for left in range(1, periods(case, deal))
    ]
    for size in range(len(sides) + 1):
        for settled in combinations(sides, size):
            yield Mode(settled)
            yield from (Mode(settled, each) for each in running)


def periods(case: CaseFile, deal: CaseDeal) -> int:
    """How many periods an interim deal lasts, the one in which it is struck included."""
    return 1 if deal.lasts is None else round(value_of(case, deal.lasts))


def interim_flow(case: CaseFile, game: Game, deal: CaseDeal, at: Positions) -> NDArray[np.float64]:
    """What a period of an interim deal pays where the changed situation is ``at``, ``[state, party]``, in swings."""
    pays = game.pays[at].copy()
    for party, amount in deal.flows.items():
        if party in game.parties:
            pays[:, game.parties.index(party)] = value_of(case, amount)
    for party, amount in deal.gains.items():
        if party in game.parties:
            pays[:, game.parties.index(party)] += value_of(case, amount)
    if deal.terms:
        quo = game.status_quo()
        change = game.space.value({**quo, **deal.terms}) - game.space.value(quo)
        pays += (1 - game.situation.discount) * change
    return pays
