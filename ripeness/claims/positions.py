"""Where each party stands on each issue, by what it demanded, proposed, offered, accepted and refused."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ripeness.claims.model import CARRIED, Modality, Move, MoveKind, Position, Stance, reading_id

_FOR: frozenset[MoveKind] = frozenset(("propose", "demand", "offer", "accept", "accept-in-part", "promise"))
_AGAINST: frozenset[MoveKind] = frozenset(("reject",))
# A party that leaves the talks is against going on with them.
_LEAVING: frozenset[MoveKind] = frozenset(("withdraw",))
# Only what was really said or agreed shows a stand.
_SHOWN: frozenset[Modality] = frozenset(("done", "agreed", "conditional"))


def stance_of(move: Move, judged: bool = False) -> Stance | None:
    """Whether a move shows its actor to be for or against what it is about; None where it shows neither.

    A move whose issue no telling of it names shows no stand, for the issue is then that of the sentences before; unless
    an analyst ``judged`` the move, and so its issue.
    """
    if move.modality not in _SHOWN or move.issue is None:
        return None
    if not judged and all(CARRIED in telling.rule for telling in move.tellings):
        return None
    if move.kind in _FOR:
        return "for"
    if move.kind in _AGAINST or (move.kind in _LEAVING and move.issue == "talks"):
        return "against"
    return None


def positions(moves: Sequence[Move], judged: Collection[str] = ()) -> tuple[Position, ...]:
    """One position for each party, issue and stance that the moves show, in the order in which they first do.

    ``judged`` are the ids of moves that an analyst accepted or corrected.
    """
    rows: dict[tuple[str, str, Stance], list[Move]] = {}
    for move in moves:
        stance = stance_of(move, move.id in judged)
        if stance is None or move.issue is None:
            continue
        for party in move.actors:
            rows.setdefault((party, move.issue, stance), []).append(move)
    return tuple(_position(*key, shown) for key, shown in rows.items())


def _position(party: str, issue: str, stance: Stance, shown: Sequence[Move]) -> Position:
    dates = sorted(move.happened for move in shown if move.happened)
    options = dict.fromkeys(move.option for move in shown if move.option)
    return Position(
        id=reading_id("p", party, issue, stance),
        party=party,
        issue=issue,
        stance=stance,
        options=tuple(options),
        since=dates[0] if dates else "",
        last=dates[-1] if dates else "",
        moves=tuple(move.id for move in shown),
        passages=tuple(telling.passage for move in shown for telling in move.tellings),
    )
