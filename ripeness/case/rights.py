"""Who may do what in the talks of a case: who proposes, what is on the menu where, who must agree, who may leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.case.assumptions import value_of
from ripeness.case.game import Agenda, Game
from ripeness.case.menu import Item, open_terms, who_proposes
from ripeness.case.model import CaseFile
from ripeness.case.modes import Mode, Stage

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Rights:
    """The rights of the ``parties`` of the talks over the places of a stage."""

    case: CaseFile
    game: Game
    stage: Stage
    parties: tuple[str, ...]

    def spare(self, item: Item) -> int:
        """How many of those asked may refuse an item without stopping it."""
        if item.kind == "move":
            return 0
        consent, quorum = self.asked(item)
        return len(consent) - quorum

    def asked(self, item: Item) -> tuple[tuple[str, ...], int]:
        """Whose consent an item needs, and how many of them."""
        if item.kind == "move":
            return (), 0
        if item.kind == "interim":
            track = self.case.tracks[self.case.deals[str(item.key)].track]
            return track.consent, track.quorum or len(track.consent)
        agenda = self.agenda(item)
        return agenda.consent, agenda.quorum or len(agenda.consent)

    def agenda(self, item: Item) -> Agenda:
        """The agenda that an item belongs to; own moves belong to none."""
        return next(each for each in self.game.agendas if each.name == item.agenda)

    def consent(self, items: Sequence[Item]) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
        """Who must accept each item, ``[item, party]``, and how many; who firmly refuses it is not among them."""
        consent = np.zeros((len(items), len(self.parties)), dtype=np.bool_)
        quorum = np.zeros(len(items), dtype=np.intp)
        for number, item in enumerate(items):
            asked, quorum[number] = self.asked(item)
            for party in asked:
                consent[number, self.parties.index(party)] = party not in item.crossed
        return consent, quorum

    def menu(self, item: Item) -> NDArray[np.bool_]:
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
                listed &= not any(set(deal.terms) & set(each.issues) for each in self._settled(mode))
                listed &= self.game.product.met(deal.only_if)[self.game.kept] & open_terms(self.game, deal.terms)
            if item.deal is not None:
                listed &= open_terms(self.game, self._terms(item))
            parts.append(listed)
        return np.concatenate(parts)

    def _settled(self, mode: Mode) -> list[Agenda]:
        return [agenda for agenda in self.game.agendas if agenda.name in mode.settled]

    def proposers(self, item: Item) -> NDArray[np.bool_]:
        """Who may propose an item, ``[party]``: who sits at its tables and does not firmly refuse it."""
        case = self.case
        if item.kind == "move":
            seated = {case.actions[item.action or 0].party}
        elif item.kind == "interim":
            seated = set(case.tracks[case.deals[str(item.key)].track].table)
        else:
            seated = {party for track in self.agenda(item).tracks for party in case.tracks[track].table}
        terms = self._terms(item)
        refusing = {line.party for line in self.game.firm if terms.get(line.issue) in line.options}
        return np.array([party in seated and party not in refusing for party in self.parties])

    def _terms(self, item: Item) -> Mapping[str, str]:
        """What an item settles."""
        if item.deal is not None:
            return {issue: item.deal[issue] for issue in self.agenda(item).issues}
        return self.case.deals[str(item.key)].terms if item.kind == "interim" else {}

    def general_recognition(self, agenda: Agenda) -> Floats:
        """Who proposes on an agenda where no rule says otherwise, ``[party]``."""
        track = self.case.tracks[agenda.name]
        return np.array(
            [value_of(self.case, track.recognition[p]) if p in track.recognition else 0.0 for p in self.parties]
        )

    def recognition(self) -> Floats:
        """Who proposes, ``[place, party]``: on several open agendas the better chance of each party, scaled to 1."""
        by_agenda = {}
        for agenda in self.game.agendas:
            chance = np.tile(self.general_recognition(agenda), (self.stage.states, 1))
            for rule in self.case.tracks[agenda.name].recognition_rules:
                at = self.game.product.met(rule.when)[self.game.kept]
                for party, number in rule.chances.items():
                    chance[at, self.parties.index(party)] = value_of(self.case, number)
            by_agenda[agenda.name] = chance
        parts = []
        for mode in self.stage.modes:
            open_now = [chance for name, chance in by_agenda.items() if name not in mode.settled]
            most = np.max(open_now, axis=0) if open_now else np.zeros((self.stage.states, len(self.parties)))
            several = len(open_now) > 1  # on one alone the chances are as the case says, and the engine checks them
            parts.append(most / np.maximum(1.0, most.sum(axis=1, keepdims=True)) if several else most)
        return np.concatenate(parts)

    def notes(self) -> Iterator[str]:
        """Which chances of proposing are not taken as they stand."""
        tracks = self.case.tracks
        for agenda in self.game.agendas:
            for name in agenda.tracks:
                if name != agenda.name and who_proposes(tracks[name]):
                    yield (
                        f"{tracks[name].name} is decided with {tracks[agenda.name].name}: who proposes is as on the "
                        "latter, and its own chances of proposing are not used."
                    )
        if len(self.game.agendas) > 1:
            yield (
                "Several tracks are open side by side: each party proposes with the best of its chances on those that "
                "are open, all in proportion where they would exceed 1."
            )

    def exits(self) -> Floats:
        """What leaving for good is worth, ``[place, party]``: the best exit of the party from any track."""
        exits = np.full(len(self.parties), np.nan)
        for track in self.case.tracks.values():
            for party, number in track.exits.items():
                if party in self.game.parties:
                    column = self.parties.index(party)
                    exits[column] = np.fmax(exits[column], value_of(self.case, number))
        return np.tile(exits, (len(self.stage), 1))
