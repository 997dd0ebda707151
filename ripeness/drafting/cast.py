"""Who is in a drafted case: the sides, those between and behind them, and in what role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ripeness.claims.model import Move, Party
from ripeness.drafting.grounds import Grounds, key
from ripeness.drafting.vocabulary import default

SIDES_LIMIT = 3  # more sides than that are no table that a draft should guess
OTHERS_LIMIT = 4
# How many moves must be told of somebody without a role before a draft gives it a seat.
SEEN_ENOUGH = 3


@dataclass(frozen=True)
class Cast:
    """The parties of a draft by id, most told first. ``sides`` are those whose consent a settlement needs."""

    grounds: Grounds
    sides: tuple[str, ...]
    others: tuple[str, ...]
    left_out: tuple[str, ...]
    as_of: str  # ISO: what is dated later was announced, and is not where anybody stands

    @property
    def everybody(self) -> tuple[str, ...]:
        """Sides first."""
        return (*self.sides, *self.others)

    @cached_property
    def mediators(self) -> tuple[str, ...]:
        """Those whose moves show them to mediate."""
        return tuple(party for party in self.others if self.role(party) == "mediator")

    def role(self, party: str) -> str:
        """The role as a case names it; 'other' where no move shows one."""
        shown = self.grounds.roles.get(party)
        return shown.role if shown else "other"

    def parties(self) -> dict[str, Any]:
        """The block ``parties`` of a case."""
        return {key(party): self._entry(party) for party in self.everybody}

    def _entry(self, party: str) -> dict[str, Any]:
        patience = default("discount_side" if party in self.sides else "discount_other")
        shown = self.grounds.roles.get(party)
        if shown:
            rows = [self.grounds.moves[move] for move in shown.moves if move in self.grounds.moves]
            because = self.grounds.because(f"Its role: {shown.why}. {patience.sentence}", self.grounds.told(rows))
        else:
            because = {"reason": f"The record shows no role that it plays. {patience.sentence}"}
        role = self.role(party)
        return {
            "name": self.grounds.parties[party].name,
            "role": role,
            "discount": patience.number(),
            "because": because,
        }


def cast(grounds: Grounds, as_of: str) -> Cast:
    """The parties of a case, by the roles that their moves show and by how often they are told of."""
    told = _told(grounds.moves.values(), grounds.parties)
    ranked = sorted(told, key=lambda party: (-told[party], party))
    belligerent = [party for party in ranked if _shown(grounds, party) == "belligerent"]
    sides = tuple(belligerent[:SIDES_LIMIT])
    rest = [party for party in ranked if party not in belligerent]
    seated = [party for party in rest if _shown(grounds, party) or told[party] >= SEEN_ENOUGH]
    seated.sort(key=lambda party: (_shown(grounds, party) is None, -told[party], party))
    others = tuple(seated[:OTHERS_LIMIT])
    left = tuple(party for party in ranked if party not in sides and party not in others)
    return Cast(grounds, sides, others, left, as_of)


def _shown(grounds: Grounds, party: str) -> str | None:
    role = grounds.roles.get(party)
    return role.role if role else None


def _told(moves: Iterable[Move], parties: Mapping[str, Party]) -> Counter[str]:
    found: Counter[str] = Counter()
    for move in moves:
        for party in dict.fromkeys((*move.actors, *move.targets)):
            if party in parties:
                found[party] += 1
    return found
