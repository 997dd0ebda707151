"""One play of solved talks, drawn move by move: who proposes what, who takes it, where the situation goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.rounds import Round
from ripeness.bargaining.talks import NOTHING, Talks

Answer = Literal["accepted", "refused", "left", "no offer"]
Ending = Literal["deal", "left", "end", "open"]


@dataclass(frozen=True, slots=True)
class Step:
    """What happened in one period.

    ``state``, ``next_state``: positions; ``next_state`` is None where the talks are over. ``proposer``: a
    position, None where nobody was drawn. ``item``: a position, None where nothing was offered. ``leaver``: who left.
    ``broke``: the period at whose close the deal that was struck broke, None where none did; the next step is that of
    the period after, in ``next_state``.
    """

    period: int
    state: int
    proposer: int | None
    item: int | None
    answer: Answer
    leaver: int | None
    next_state: int | None
    narration: str
    broke: int | None = None


@dataclass(frozen=True, slots=True)
class Play:
    """A play and how it ended: a final ``deal`` stands, a party ``left``, an ``end`` of the war, or ``open``."""

    steps: tuple[Step, ...]
    ending: Ending
    seed: int

    def __str__(self) -> str:
        return "\n".join(step.narration for step in self.steps)


def follow(talks: Talks, rounds: Sequence[Round], seed: int, state: int, periods: int) -> Play:
    """Draw one play from a state for so many periods at most; the situation moves as the reference says.

    ``rounds``: the strategies of each period; the last holds for all later ones.
    """
    check_state(talks, state)
    chance = np.random.default_rng(seed)
    steps: list[Step] = []
    period = 0
    while period < periods and not talks.situation.ends[state]:
        step = _step(talks, rounds[min(period, len(rounds) - 1)], chance, period, state)
        if step.answer == "accepted" and step.next_state is None:
            step = _lasting(talks, chance, step, periods)
        steps.append(step)
        if step.next_state is None:
            return Play(tuple(steps), "left" if step.answer == "left" else "deal", seed)
        period, state = 1 + (period if step.broke is None else step.broke), step.next_state
    return Play(tuple(steps), "end" if talks.situation.ends[state] else "open", seed)


def check_state(talks: Talks, state: int) -> None:
    """Raise BargainingError where there is no such state."""
    if not 0 <= state < len(talks.situation.states):
        raise BargainingError(f"there is no state {state}: there are states 0 to {len(talks.situation.states) - 1}.")


def _step(talks: Talks, held: Round, chance: np.random.Generator, period: int, state: int) -> Step:
    drawn = int((chance.random() > np.cumsum(talks.recognition[state])).sum())
    proposer = drawn if drawn < talks.recognition.shape[1] and talks.recognition[state, drawn] > 0 else None
    item = None if proposer is None else int(held.offer[state, proposer])
    if proposer is None or item is None or item == NOTHING:
        return _told(talks, period, state, proposer, None, "no offer", None, _moved(talks, chance, state, 0))
    luck = chance.random() - float(held.chance[state, proposer])
    if luck < 0:
        final = item < talks.finals
        following = None if final else _moved(talks, chance, state, 1 + item - talks.finals)
        return _told(talks, period, state, proposer, item, "accepted", None, following)
    leaver = None
    if held.leave is not None:
        gone = np.cumsum(held.leave[state, proposer])
        leaver = int((luck >= gone).sum()) if luck < gone[-1] else None
    if leaver is not None:
        return _told(talks, period, state, proposer, item, "left", leaver, None)
    return _told(talks, period, state, proposer, item, "refused", None, _moved(talks, chance, state, 0))


def _lasting(talks: Talks, chance: np.random.Generator, step: Step, periods: int) -> Step:
    """The step in which a final deal is struck, with its break if that comes in the periods looked at."""
    kind = talks.breaks[step.item]
    odds = float(talks.durability.chance[kind, step.state])
    broke = step.period + int(chance.geometric(odds)) - 1 if odds > 0 else periods
    if broke >= periods:
        return step
    after = int(talks.durability.after[kind, step.state])
    said = f"{step.narration[:-1]} and breaks at the close of period {broke}; {talks.situation.states[after]} follows."
    return replace(step, next_state=after, broke=broke, narration=said)


def _moved(talks: Talks, chance: np.random.Generator, state: int, move: int) -> int:
    """Draw the next state under the reference; move 0 is fighting on."""
    row = move * len(talks.situation.states) + state
    begin, end = talks.reference.indptr[row : row + 2]
    odds = talks.reference.data[begin:end]
    return int(chance.choice(talks.reference.indices[begin:end], p=odds / odds.sum()))


def _told(
    talks: Talks,
    period: int,
    state: int,
    proposer: int | None,
    item: int | None,
    answer: Answer,
    leaver: int | None,
    following: int | None,
) -> Step:
    names, states = talks.situation.parties, talks.situation.states
    if proposer is None:
        happened = "no talks; fighting goes on"
    elif item is None:
        happened = f"{names[proposer]} offers nothing; fighting goes on"
    else:
        outcome = {
            "accepted": "it is accepted",
            "refused": "it is refused; fighting goes on",
            "left": f"{names[leaver or 0]} leaves for good",
        }[answer]
        happened = f"{names[proposer]} offers {talks.items[item]!r}; {outcome}"
    said = f"period {period}, {states[state]}: {happened}."
    return Step(period, state, proposer, item, answer, leaver, following, said)
