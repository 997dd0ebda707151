"""The talks of a case as arrays for the engine: who proposes what where, who must agree, where it leads.

Tracks that are linked are one package. A package whose deals end the fighting has final items; one that does not (a
side agenda) has items that settle it while the fighting goes on, and what is settled is part of the place. A settlement
that breaks leads back to talks, in the situation that its rule says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining import Breaking, Deal, Interim, Situation, Talks
from ripeness.case.assumptions import value_of
from ripeness.case.classes import known_value
from ripeness.case.game import Agenda, Game, met
from ripeness.case.menu import (
    Item,
    final_items,
    interim_items,
    move_items,
    undominated_anywhere,
    who_proposes,
)
from ripeness.case.model import CaseFile
from ripeness.case.modes import MAX_PLACES, MAX_SIDES, Block, Mode, Stage, interim_flow, periods
from ripeness.case.rights import Rights
from ripeness.case.states import first_alike
from ripeness.errors import SolveError

NOBODY = (
    "Nobody proposes: no track of the case has a 'recognition' above 0. It gives each party's chance per period of "
    "being the one that proposes. Add it to the track of the settlement."
)
PEACE_PERIODS = 200  # talks on a side agenda after the war are solved with so many periods: exact, and always defined
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class CaseTalks:
    """The talks with what their numbers stand for: ``items`` as in ``talks.items``, ``places`` its states.

    ``parties`` are those of the game, then the ``neutral`` ones: they propose, but the case gives them no preferences.
    ``later[party]``: what side agendas, open today, are worth in the first period after the fighting, in swings, and
    ``after_peace`` the mode in which talks resume if that peace breaks. ``notes`` say what was taken to be so.
    """

    game: Game
    talks: Talks
    items: tuple[Item, ...]
    places: tuple[tuple[Mode, int], ...]
    stage: Stage
    parties: tuple[str, ...]
    neutral: tuple[str, ...]
    main: Agenda
    later: Floats
    after_peace: Mode
    notes: tuple[str, ...]

    @property
    def now(self) -> int:
        """Today's place: nothing settled, nothing running."""
        return self.game.now

    def column(self, party: str) -> int:
        """The position of a party in arrays over parties."""
        return self.parties.index(party)


def case_talks(case: CaseFile, game: Game) -> CaseTalks:
    """Compile the talks of a checked case. Raises SolveError where it is too large, or where nobody proposes."""
    return _Compiler(case, game).compiled()


class _Compiler:
    def __init__(self, case: CaseFile, game: Game) -> None:
        self.case, self.game = case, game
        self.sides = [agenda for agenda in game.agendas if not agenda.ends_fighting]
        self.ending = [agenda for agenda in game.agendas if agenda.ends_fighting]
        if len(self.sides) > MAX_SIDES:
            raise SolveError(
                f"{len(self.sides)} tracks beside the settlement; at most {MAX_SIDES} are solved. Link some."
            )
        self.main = (self.ending or self.sides)[0]
        proposing = {party for agenda in game.agendas for party in who_proposes(case.tracks[agenda.name])}
        if not proposing:
            raise SolveError(NOBODY)
        self.neutral = tuple(party for party in case.parties if party in proposing and party not in game.parties)
        self.parties = (*game.parties, *self.neutral)
        self.shared = [game.parties.index(party) for party in self.main.consent]
        self.stage = Stage(case, game)
        if len(self.stage) > MAX_PLACES:
            raise SolveError(self._too_many())
        self.rights = Rights(case, game, self.stage, self.parties)
        beliefs = [*range(len(game.parties)), *[len(game.parties)] * (len(self.neutral) + 1)]
        self.beliefs = [first_alike(game.chances, belief) for belief in beliefs]
        self.later: dict[str, Floats] = {}  # what each side agenda, still open, is worth when the fighting has ended
        self.notes: list[str] = []

    def _too_many(self) -> str:
        lasting = {deal.name: periods(self.case, deal) for deal in self.case.deals.values() if deal.kind == "interim"}
        name = max(lasting, key=lambda key: lasting[key], default="")
        clock = f" ‘{name}’ alone lasts {lasting[name]} periods." if lasting and lasting[name] > 1 else ""
        return (
            f"The talks stand in {len(self.stage):,} places: {self.stage.states:,} situations, each with what may run "
            f"or be settled. At most {MAX_PLACES:,} are solved.{clock} Let interim deals last fewer periods, choose "
            "longer periods, use fewer values of variables, or link tracks."
        )

    def compiled(self) -> CaseTalks:
        case, game = self.case, self.game
        deals = {agenda.name: self._deals(agenda) for agenda in game.agendas}
        finals = [
            replace(item, settled=mode.settled)
            for agenda in self.ending
            for mode in self.stage.modes
            if mode.running is None
            for item in final_items(case, game, agenda, deals[agenda.name])
        ]
        sides = [
            item for agenda in self.sides for item in final_items(self.case, self.game, agenda, deals[agenda.name])
        ]
        others = [*sides, *interim_items(case, game), *move_items(case, game.parties)]
        items = [item for item in (*finals, *others) if len(item.crossed) <= self.rights.spare(item)]
        finals = [item for item in items if item.kind == "final"]
        self.later = {agenda.name: self._peace(agenda, deals[agenda.name]) for agenda in self.sides}
        breaking, breaks = self._breaking(finals)
        consent, quorum = self.rights.consent(items)
        recognition = self.rights.recognition()
        if not recognition.any():
            raise SolveError(NOBODY)
        talks = Talks(
            situation=self._situation(),
            value=self._values(finals),
            recognition=recognition,
            interim=[self._interim(item) for item in items if item.kind != "final"],
            menu=np.column_stack([self.rights.menu(item) for item in items]) if items else None,
            consent=consent,
            quorum=quorum,
            proposers=np.array([self.rights.proposers(item) for item in items]).reshape(len(items), len(self.parties)),
            exits=self.rights.exits(),
            items=[item.title for item in items],
            breaking=breaking,
            breaks=breaks,
        )
        places = tuple((mode, state) for mode in self.stage.modes for state in range(self.stage.states))
        self.notes += self.rights.notes()
        for party in self.neutral:
            self.notes.append(
                f"{case.parties[party].name} proposes but has no preferences in the case: it is taken to want what is "
                "best on average for those who must consent, and to believe what the analyst does."
            )
        return CaseTalks(
            game=game,
            talks=talks,
            items=tuple(items),
            places=places,
            stage=self.stage,
            parties=self.parties,
            neutral=self.neutral,
            main=self.main,
            later=self._still_open(()),
            after_peace=self._in_peace(()),
            notes=tuple(self.notes),
        )

    # --- situation ---------------------------------------------------------------------------------

    def _situation(self) -> Situation:
        stage, core = self.stage, self.game.situation
        many = len(stage.modes)
        drift = {
            belief: stage.placed(stage.period(belief, mode) for mode in stage.modes) for belief in set(self.beliefs)
        }
        flow = np.concatenate([self._mode_flow(mode) for mode in stage.modes])
        return Situation(
            states=[_place_name(self.case, mode, state) for mode in stage.modes for state in core.states],
            parties=[self.case.parties[party].name for party in self.parties],
            drift=[drift[belief] for belief in self.beliefs[:-1]],
            reference=drift[self.beliefs[-1]],
            flow=flow,
            discount=self._discount(),
            ends=np.tile(core.ends, many),
            end_value=np.concatenate(
                [self._widened(core.end_value) + self._still_open(mode.settled) for mode in stage.modes]
            ),
        )

    def _widened(self, given: Floats) -> Floats:
        """Columns for neutral parties: what those who must consent get on average."""
        mean = given[..., self.shared].mean(axis=-1, keepdims=True)
        return np.concatenate([given, *[mean] * len(self.neutral)], axis=-1)

    def _mode_flow(self, mode: Mode) -> Floats:
        if mode.running is None:
            return self._widened(self.game.situation.flow)
        deal = self.case.deals[mode.running[0]]
        return self._widened(interim_flow(self.case, self.game, deal, self.game.kept))

    # --- deals -------------------------------------------------------------------------------------

    def _deals(self, agenda: Agenda) -> Sequence[Deal]:
        found = undominated_anywhere(self.game, agenda)
        if found.coarseness:
            self.notes.append(
                f"'{agenda.title}' has too many undominated deals to list: those kept are within "
                f"{found.coarseness:.2g} swings of every other for all parties."
            )
        return found.deals

    def _values(self, finals: Sequence[Item]) -> Floats:
        """What each final deal is worth if it holds for ever, with side agendas still to settle.

        ``[item, party]``, or ``[place, item, party]`` where it depends on the place. Side agendas are settled from the
        next period on, whether the deal then holds or not; the engine counts the value of a deal only as long as it
        holds, so what they add is written larger by as much as that takes off.
        """
        own = [known_value(self.game.space, item.deal) for item in finals if item.deal is not None]
        values = self._widened(np.array(own).reshape(len(finals), len(self.game.parties)))
        discount = self._discount()
        later = np.array([discount * self._still_open(item.settled) for item in finals]).reshape(values.shape)
        if not later.any():
            return values
        chance = np.array([np.asarray(self._way(item).chance) for item in finals])  # [item, place]
        larger = (1 - discount * (1 - chance.T[:, :, None])) / (1 - discount)
        by_place = values + later * larger
        return by_place[0] if np.ptp(by_place, axis=0).max() == 0 else by_place

    def _still_open(self, settled: Sequence[str]) -> Floats:
        """What the side agendas that are not settled are worth once the fighting has ended, ``[party]``."""
        worths = [worth for name, worth in self.later.items() if name not in settled]
        return sum(worths, np.zeros(len(self.parties)))

    def _in_peace(self, settled: Sequence[str]) -> Mode:
        """What will be settled soon after the fighting has ended: where talks resume if that peace breaks."""
        agreed = (name for name, worth in self.later.items() if worth.any())
        return Mode(tuple(sorted({*settled, *agreed})))

    def _added(self, deal: Deal | None) -> Floats:
        """What a side deal adds for each party, in swings: its terms against the status quo."""
        return self._widened(self.game.space.value(deal or {}) - self.game.space.value(self.game.status_quo()))

    def _peace(self, agenda: Agenda, deals: Sequence[Deal]) -> Floats:
        """What it is worth to each party that a side agenda is still to be settled when the fighting has ended."""
        still, size = [[1.0]], len(self.parties)
        nothing = np.zeros((1, size))
        situation = Situation(["peace"], [still] * size, still, nothing, self._discount(), nothing, [False])
        items = [
            item
            for item in final_items(self.case, self.game, agenda, deals)
            if len(item.crossed) <= self.rights.spare(item)
        ]
        if not items:
            return np.zeros(size)
        consent, quorum = self.rights.consent(items)
        talks = Talks(
            situation,
            np.array([self._added(item.deal) for item in items]),
            self.rights.general_recognition(agenda),
            consent=consent,
            quorum=quorum,
            proposers=np.array([self.rights.proposers(item) for item in items]),
        )
        return talks.finite(PEACE_PERIODS, nothing).value[0, 0]

    def _discount(self) -> Floats:
        return np.array([value_of(self.case, self.case.parties[party].discount) for party in self.parties])

    def _breaking(self, finals: Sequence[Item]) -> tuple[list[Breaking], NDArray[np.intp]]:
        """The ways in which final deals break, and the way of each: deals that meet the same rules break alike."""
        known: dict[tuple[object, ...], int] = {}
        breaking: list[Breaking] = []
        breaks = np.full(len(finals), -1)
        for number, item in enumerate(finals):
            key = (self._rules(item), item.settled)
            if key[0] and key not in known:
                known[key] = len(breaking)
                breaking.append(self._way(item))
            breaks[number] = known.get(key, -1)
        return breaking, breaks

    def _rules(self, item: Item) -> tuple[int, ...]:
        """The durability rules whose terms a deal meets, by position."""
        return tuple(k for k, rule in enumerate(self.game.durability) if met(rule.terms, item.deal or {}))

    def _way(self, item: Item) -> Breaking:
        """How a final deal breaks, ``[place]``: talks resume where its rules say, what peace has settled stays so."""
        chance, after = np.zeros(self.stage.states), np.arange(self.stage.states)
        for rule in (self.game.durability[k] for k in self._rules(item)):  # the last one that holds counts
            chance[rule.holds] = rule.chance
            after[rule.holds] = rule.after[rule.holds]
        many = len(self.stage.modes)
        return Breaking(np.tile(chance, many), np.tile(self.stage.at(self._in_peace(item.settled)) + after, many))

    # --- what moves the situation ------------------------------------------------------------------

    def _interim(self, item: Item) -> Interim:
        blocks = {belief: list(self._blocks(item, belief)) for belief in sorted(set(self.beliefs))}
        led = {belief: self.stage.placed(each) for belief, each in blocks.items()}
        flow = np.concatenate([self._item_flow(item, mode) for mode in self.stage.modes])
        own = [led[belief] for belief in self.beliefs[:-1]]
        return Interim(flow, own, led[self.beliefs[-1]], name=item.title)

    def _blocks(self, item: Item, belief: int) -> Iterator[Block]:
        stage, case = self.stage, self.case
        for mode in stage.modes:
            if item.kind == "side" and item.agenda not in mode.settled:
                _, end, lead = stage.period(belief, mode)
                yield mode, end.settling(str(item.agenda)), lead
            elif item.kind == "interim" and mode.running is None:
                yield stage.struck(belief, mode.settled, str(item.key))
            elif item.kind == "move":
                action = case.actions[item.action or 0]
                chance = 1.0 if action.chance is None else value_of(case, action.chance)
                begin, end, lead = stage.period(belief, mode, action.changes)
                yield begin, end, lead * chance
                begin, end, lead = stage.period(belief, mode)
                yield begin, end, lead * (1 - chance)

    def _item_flow(self, item: Item, mode: Mode) -> Floats:
        """What the period pays in which an item is struck or done, ``[state, party]``."""
        if item.kind == "interim":
            deal = self.case.deals[str(item.key)]
            at = self.game.product.moved(deal.changes)[self.game.kept]
            return self._widened(interim_flow(self.case, self.game, deal, at))
        flow = self._mode_flow(mode).copy()
        if item.kind == "side":
            return flow + self._added(item.deal)
        action = self.case.actions[item.action or 0]
        flow[:, self.parties.index(action.party)] -= value_of(self.case, action.cost) if action.cost else 0.0
        return flow


def _place_name(case: CaseFile, mode: Mode, state: str) -> str:
    notes = [f"{case.tracks[agenda].name} settled" for agenda in mode.settled]
    if mode.running:
        notes.append(f"{case.deals[mode.running[0]].name}, {mode.running[1]} left")
    return "; ".join([state, *notes])
