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
from ripeness.case.game import Agenda, Durability, Game, met
from ripeness.case.menu import (
    Item,
    final_items,
    interim_items,
    move_items,
    open_terms,
    undominated_anywhere,
    who_proposes,
)
from ripeness.case.model import CaseFile
from ripeness.case.modes import MAX_SIDES, Block, Mode, Stage, interim_flow
from ripeness.errors import SolveError

PEACE_PERIODS = 200  # talks on a side agenda after the war are solved with so many periods: exact, and always defined
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class CaseTalks:
    """The talks with what their numbers stand for: ``items`` as in ``talks.items``, ``places`` its states.

    ``parties`` are those of the game, then the ``neutral`` ones: they propose, but the case gives them no preferences.
    ``later[party]``: what side agendas, still open when the fighting ends, are worth then, in swings. ``notes`` say
    what was taken to be so.
    """

    game: Game
    talks: Talks
    items: tuple[Item, ...]
    places: tuple[tuple[Mode, int], ...]
    parties: tuple[str, ...]
    neutral: tuple[str, ...]
    main: Agenda
    later: Floats
    notes: tuple[str, ...]

    @property
    def now(self) -> int:
        """Today's place: nothing settled, nothing running."""
        return self.game.now

    def column(self, party: str) -> int:
        """The position of a party in arrays over parties."""
        return self.parties.index(party)

    def terms_at(self, place: int) -> str:
        """A place in words: the values of the situation, and what is settled or running."""
        return self.talks.situation.states[place]


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
            raise SolveError(
                "Nobody proposes: no track of the case has a 'recognition'. It gives each party's chance per period of "
                "being the one that proposes. Add it to the track of the settlement."
            )
        self.neutral = tuple(party for party in case.parties if party in proposing and party not in game.parties)
        self.parties = (*game.parties, *self.neutral)
        self.shared = [game.parties.index(party) for party in self.main.consent]
        self.stage = Stage(case, game)
        self.beliefs = [*range(len(game.parties)), *[len(game.parties)] * (len(self.neutral) + 1)]
        self.notes: list[str] = []

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
        items = [item for item in (*finals, *others) if len(item.crossed) <= self._spare(item)]
        finals = [item for item in items if item.kind == "final"]
        breaking, breaks = self._breaking(finals)
        later = {agenda.name: self._peace(agenda, deals[agenda.name]) for agenda in self.sides}
        consent, quorum = self._consent(items)
        talks = Talks(
            situation=self._situation(),
            value=self._values(finals, later),
            recognition=self._recognition(),
            interim=[self._interim(item) for item in items if item.kind != "final"],
            menu=np.column_stack([self._menu(item) for item in items]) if items else None,
            consent=consent,
            quorum=quorum,
            proposers=np.array([self._proposers(item) for item in items]).reshape(len(items), len(self.parties)),
            exits=self._exits(),
            items=[item.title for item in items],
            breaking=breaking,
            breaks=breaks,
        )
        places = tuple((mode, state) for mode in self.stage.modes for state in range(self.stage.states))
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
            parties=self.parties,
            neutral=self.neutral,
            main=self.main,
            later=sum(later.values(), np.zeros(len(self.parties))),
            notes=tuple(self.notes),
        )

    # --- situation ---------------------------------------------------------------------------------

    def _situation(self) -> Situation:
        stage, core = self.stage, self.game.situation
        many = len(stage.modes)
        drift = [
            stage.placed(stage.period(belief, mode) for mode in stage.modes) for belief in range(len(self.game.chances))
        ]
        flow = np.concatenate([self._mode_flow(mode) for mode in stage.modes])
        return Situation(
            states=[_place_name(self.case, mode, state) for mode in stage.modes for state in core.states],
            parties=[self.case.parties[party].name for party in self.parties],
            drift=[drift[belief] for belief in self.beliefs[:-1]],
            reference=drift[-1],
            flow=flow,
            discount=self._discount(),
            ends=np.tile(core.ends, many),
            end_value=np.tile(self._widened(core.end_value), (many, 1)),
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
        found = undominated_anywhere(self.game, agenda, [*who_proposes(self.case.tracks[agenda.name])])
        if found.coarseness:
            self.notes.append(
                f"'{agenda.title}' has too many undominated deals to list: those kept are within "
                f"{found.coarseness:.2g} swings of every other for all parties."
            )
        return found.deals

    def _spare(self, item: Item) -> int:
        """How many of those asked may refuse an item without stopping it."""
        if item.kind == "move":
            return 0
        consent, quorum = self._asked(item)
        return len(consent) - quorum

    def _asked(self, item: Item) -> tuple[tuple[str, ...], int]:
        """Whose consent an item needs, and how many of them."""
        if item.kind == "move":
            return (), 0
        if item.kind == "interim":
            track = self.case.tracks[self.case.deals[str(item.key)].track]
            return track.consent, track.quorum or len(track.consent)
        agenda = next(each for each in self.game.agendas if each.name == item.agenda)
        return agenda.consent, agenda.quorum or len(agenda.consent)

    def _consent(self, items: Sequence[Item]) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
        """Who must accept each item, ``[item, party]``, and how many; who firmly refuses it is not among them."""
        consent = np.zeros((len(items), len(self.parties)), dtype=np.bool_)
        quorum = np.zeros(len(items), dtype=np.intp)
        for number, item in enumerate(items):
            asked, quorum[number] = self._asked(item)
            for party in asked:
                consent[number, self.parties.index(party)] = party not in item.crossed
        return consent, quorum

    def _values(self, finals: Sequence[Item], later: dict[str, Floats]) -> Floats:
        """What each final deal is worth if it holds for ever, ``[item, party]``, with side agendas still to settle."""
        values = np.zeros((len(finals), len(self.parties)))
        for number, item in enumerate(finals):
            values[number] = self._widened(self.game.space.value(item.deal or {}))
            values[number] += sum((worth for name, worth in later.items() if name not in item.settled), np.zeros(1))
        return values

    def _added(self, deal: Deal | None) -> Floats:
        """What a side deal adds for each party, in swings: its terms against the status quo."""
        return self._widened(self.game.space.value(deal or {}) - self.game.space.value(self.game.status_quo()))

    def _peace(self, agenda: Agenda, deals: Sequence[Deal]) -> Floats:
        """What it is worth to each party that a side agenda is still to be settled when the fighting has ended."""
        still, size = [[1.0]], len(self.parties)
        nothing = np.zeros((1, size))
        situation = Situation(["peace"], [still] * size, still, nothing, self._discount(), nothing, [False])
        items = [item for item in final_items(self.case, self.game, agenda, deals) if not item.crossed]
        if not items:
            return np.zeros(size)
        consent, quorum = self._consent(items)
        talks = Talks(
            situation,
            np.array([self._added(item.deal) for item in items]),
            self._general_recognition(agenda),
            consent=consent,
            quorum=quorum,
            proposers=np.array([self._proposers(item) for item in items]),
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
            rules = tuple(k for k, rule in enumerate(self.game.durability) if met(rule.terms, item.deal or {}))
            if not rules:
                continue
            key = (rules, item.settled)
            if key not in known:
                known[key] = len(breaking)
                breaking.append(self._way([self.game.durability[k] for k in rules], item.settled))
            breaks[number] = known[key]
        return breaking, breaks

    def _way(self, rules: Sequence[Durability], settled: tuple[str, ...]) -> Breaking:
        chance, after = np.zeros(self.stage.states), np.arange(self.stage.states)
        for rule in rules:  # the last one that holds counts
            chance[rule.holds] = rule.chance
            after[rule.holds] = rule.after[rule.holds]
        many = len(self.stage.modes)
        return Breaking(np.tile(chance, many), np.tile(self.stage.at(Mode(settled)) + after, many))

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

    # --- rights ------------------------------------------------------------------------------------

    def _menu(self, item: Item) -> NDArray[np.bool_]:
        """Where an item may be proposed, ``[place]``; while an interim deal runs, no other is struck."""
        parts = []
        for mode in self.stage.modes:
            listed = np.ones(self.stage.states, dtype=np.bool_)
            if item.kind == "final":
                listed &= mode.settled == item.settled
            elif item.kind == "side":
                listed &= item.agenda not in mode.settled
            elif item.kind == "interim":
                deal = self.case.deals[str(item.key)]
                listed &= mode.running is None and item.agenda not in mode.settled
                listed &= self.game.product.met(deal.only_if)[self.game.kept] & open_terms(self.game, deal.terms)
            if item.deal is not None:
                listed &= open_terms(self.game, dict(item.deal))
            parts.append(listed)
        return np.concatenate(parts)

    def _proposers(self, item: Item) -> NDArray[np.bool_]:
        """Who may propose an item, ``[party]``: who sits at its tables and does not firmly refuse it."""
        case = self.case
        if item.kind == "move":
            seated = {case.actions[item.action or 0].party}
        elif item.kind == "interim":
            seated = set(case.tracks[case.deals[str(item.key)].track].table)
        else:
            agenda = next(each for each in self.game.agendas if each.name == item.agenda)
            seated = {party for track in agenda.tracks for party in case.tracks[track].table}
        return np.array([party in seated and party not in item.crossed for party in self.parties])

    def _general_recognition(self, agenda: Agenda) -> Floats:
        track = self.case.tracks[agenda.name]
        return np.array(
            [value_of(self.case, track.recognition[p]) if p in track.recognition else 0.0 for p in self.parties]
        )

    def _recognition(self) -> Floats:
        """Who proposes, ``[place, party]``: on several open agendas the better chance of each party, scaled to 1."""
        by_agenda = {}
        for agenda in self.game.agendas:
            chance = np.tile(self._general_recognition(agenda), (self.stage.states, 1))
            for rule in self.case.tracks[agenda.name].recognition_rules:
                at = self.game.product.met(rule.when)[self.game.kept]
                for party, number in rule.chances.items():
                    chance[at, self.parties.index(party)] = value_of(self.case, number)
            by_agenda[agenda.name] = chance
        parts = []
        for mode in self.stage.modes:
            open_now = [chance for name, chance in by_agenda.items() if name not in mode.settled]
            most = np.max(open_now, axis=0) if open_now else np.zeros((self.stage.states, len(self.parties)))
            parts.append(most / np.maximum(1.0, most.sum(axis=1, keepdims=True)))
        return np.concatenate(parts)

    def _exits(self) -> Floats:
        """What leaving for good is worth, ``[place, party]``: the best exit of the party from any track."""
        exits = np.full(len(self.parties), np.nan)
        for track in self.case.tracks.values():
            for party, number in track.exits.items():
                if party in self.game.parties:
                    column = self.parties.index(party)
                    exits[column] = np.fmax(exits[column], value_of(self.case, number))
        return np.tile(exits, (len(self.stage), 1))


def _place_name(case: CaseFile, mode: Mode, state: str) -> str:
    notes = [f"{case.tracks[agenda].name} settled" for agenda in mode.settled]
    if mode.running:
        notes.append(f"{case.deals[mode.running[0]].name}, {mode.running[1]} left")
    return "; ".join([state, *notes])
