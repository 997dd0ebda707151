"""The loops of a round of talks, compiled on first use: what comes next, who offers what, the equations of a strategy.

Nothing here checks its arguments: the arrays are laid out by ``Talks`` and ``prepared``, always C-ordered, writable and
of the same types, so that each loop is compiled once. Importing this module loads numba; it is imported where a
round is first held, not with the package.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

# As in ``talks``; written here again because numba compiles constants in, and looks only at this file for changes.
NOTHING = -1
SCALE = 10.0**12  # worths are compared to so many decimals


def compiled(loop: Callable[..., Any]) -> Any:
    """Compile a loop when it is first called, and keep the machine code on disk where that is possible.

    numba keeps it beside the package or in the user's cache (or in NUMBA_CACHE_DIR); where it may write to neither it
    refuses the loop. Then it is compiled anew in every process: slower to start, the same results.
    """
    try:
        return njit(cache=True)(loop)
    except RuntimeError as refusal:
        if "no locator available" not in str(refusal):
            raise
        return njit(loop)


@compiled
def what_comes(chains: Any, discount: Any, value: Any) -> Any:
    """Discounted worth of what comes next, ``[move, state, party]``, each party under its own beliefs."""
    states, parties = value.shape
    moves = (chains.begin.shape[1] - 1) // states
    worth = np.empty((moves, states, parties))
    for party in range(parties):
        for move in range(moves):
            for state in range(states):
                row = move * states + state
                total = 0.0
                for place in range(chains.begin[party, row], chains.begin[party, row + 1]):
                    total += chains.chance[place] * value[chains.to[place], party]
                worth[move, state, party] = discount[party] * total
    return worth


@compiled
def rounded(worth: float) -> float:
    """A worth to as many decimals as worths are compared to."""
    return np.rint(worth * SCALE) / SCALE


@compiled
def offers(table: Any, value: Any, coming: Any) -> Any:
    """Hold a round: ``(now[state, party], continuation[state, party], offer[state, proposer])``."""
    states, parties = value.shape
    now, continuation, least = np.empty((states, parties)), np.empty((states, parties)), np.empty((states, parties))
    offer = np.full((states, parties), NOTHING, dtype=np.int64)
    for state in range(states):
        for party in range(parties):
            going_on = table.flow[state, party] + coming[0, state, party]
            continuation[state, party] = going_on
            now[state, party] = table.end_value[state, party] if table.ends[state] else going_on
            leaving = table.exits[state, party]
            least[state, party] = (leaving if leaving > going_on else going_on) - table.tolerance
    found, best = np.empty(states, dtype=np.int64), np.empty((states, parties))
    for proposer in range(parties):
        propose(table, value, coming, proposer, continuation, least, found, best)
        for state in range(states):
            if found[state] != NOTHING:
                offer[state, proposer] = table.items[found[state]]
                for party in range(parties):
                    gain = best[state, party] - continuation[state, party]
                    now[state, party] += table.recognition[state, proposer] * gain
    return now, continuation, offer


@compiled
def propose(
    table: Any, value: Any, coming: Any, proposer: int, continuation: Any, least: Any, found: Any, best: Any
) -> None:
    """Find what one party offers in each state: the place of the item, or NOTHING, and its worth to each party.

    ``found[state]`` and ``best[state, party]`` are filled in. Of what enough of those whose consent counts accept, it
    offers what it likes best, then what the others together like best, then the first.
    """
    # Longer than it should be: the arrays are named once and used in one loop, because handing them to a function for
    # each item makes a round thirty times as slow (numba counts references to each array at each call).
    order, runs, listed, proposers, consent = table.order, table.runs, table.listed, table.proposers, table.consent
    ranked, way, kept, resumed, after = table.ranked, table.way, table.kept, table.resumed, table.after
    spare, paid, recognition, ends = table.spare, table.paid, table.recognition, table.ends
    states, parties = value.shape
    finals, row, by_state = len(way), proposer if len(ranked) > 1 else 0, ranked.shape[1] > 1
    worth, share, added = np.empty(parties), np.empty(parties), np.empty(parties)
    for state in range(states):
        at, shared = NOTHING, 0.0  # what is found, and what the others get by it; ``own``: the least that will do
        own = continuation[state, proposer] - table.tolerance
        layer = state if by_state else 0
        for run in range(0 if recognition[state, proposer] == 0.0 or ends[state] else len(runs) - 1):
            head, firm = order[proposer, runs[run]], True
            for party in range(parties):
                if head < finals:
                    share[party] = kept[way[head], state, party]
                    added[party] = resumed[way[head], state, party] * value[after[way[head], state], party]
                    firm = firm and resumed[way[head], state, party] == 0.0
                else:
                    share[party], added[party], firm = 1.0, coming[1 + head - finals, state, party], False
            for position in range(runs[run], runs[run + 1]):
                if position < finals:
                    mine = ranked[row, layer, position, proposer]
                else:
                    mine = paid[position - finals, state, proposer]
                if not firm:
                    mine = rounded(share[proposer] * mine + added[proposer])
                if mine < own:
                    break  # within a run nothing that comes later is better, whatever the talks to come are worth
                place = order[proposer, position]
                may = spare[place]  # refuse
                for party in range(parties):
                    if position < finals:
                        it = ranked[row, layer, position, party]
                    else:
                        it = paid[position - finals, state, party]
                    if not firm:
                        it = rounded(share[party] * it + added[party])
                    worth[party] = it
                    if it < least[state, party] and party != proposer and consent[place, party]:
                        may -= 1
                        if may < 0:
                            break
                if may < 0 or not (listed[state, place] and proposers[place, proposer]):
                    continue
                others = 0.0
                for party in range(parties):
                    others += 0.0 if party == proposer else worth[party]
                others = rounded(others)
                more = at == NOTHING or mine > own or others > shared
                if more or (others == shared and place < at):
                    at, shared, own = place, others, mine
                    for party in range(parties):
                        best[state, party] = worth[party]
        found[state] = at


@compiled
def _subtracted(chains: Any, party: int, row: int, share: float, before: int, column: Any, weight: Any, at: int) -> int:
    """Subtract a share of a move from an equation whose unknowns begin at ``before``; the next free place.

    Zeros are left out: to a sparse solver they are entries like others.
    """
    if share == 0.0:
        return at
    for place in range(chains.begin[party, row], chains.begin[party, row + 1]):
        column[at], weight[at] = before + chains.to[place], -share * chains.chance[place]
        at += 1
    return at


@compiled
def entries(chains: Any, party: int, finals: int, offer: Any) -> int:
    """How many entries the equations of offers ``[round, state, proposer]`` have for a party, at most."""
    turns, states, parties = offer.shape
    count = 0
    for turn in range(turns):
        for state in range(states):
            count += 2 + chains.begin[party, state + 1] - chains.begin[party, state]
            for proposer in range(parties):
                item = offer[turn, state, proposer]
                if item >= finals:
                    row = (1 + item - finals) * states + state
                    count += chains.begin[party, row + 1] - chains.begin[party, row]
                elif item != NOTHING:
                    count += 1
    return count


@compiled
def equations(chains: Any, party: int, discount: float, lasting: Any, rounds: Any, damping: float) -> Any:
    """The left side of the equations of offers that take turns, row by row: ``(begin, column, weight)``.

    Unknowns are the values before each round, round by round; an entry may come in several parts.
    """
    turns, states, parties = rounds.offer.shape
    begin = np.zeros(turns * states + 1, dtype=np.int32)
    room = entries(chains, party, lasting.finals, rounds.offer)
    column, weight = np.empty(room, dtype=np.int32), np.empty(room)
    at = 0
    for equation in range(turns * states):
        state = equation % states
        turn = (equation // states - 1) % turns  # the round that leads to this value
        before = turn * states
        column[at], weight[at] = equation, 1.0
        at += 1
        if damping != 1.0:
            column[at], weight[at] = before + state, damping - 1.0
            at += 1
        share = damping * discount * rounds.fighting[turn, state]
        at = _subtracted(chains, party, state, share, before, column, weight, at)
        for proposer in range(parties):
            item = rounds.offer[turn, state, proposer]
            struck = damping * rounds.struck[turn, state, proposer]
            if item >= lasting.finals:
                row = (1 + item - lasting.finals) * states + state
                at = _subtracted(chains, party, row, discount * struck, before, column, weight, at)
            elif item != NOTHING and struck > 0.0:
                way = lasting.way[item]
                column[at] = before + lasting.after[way, state]
                weight[at] = -struck * lasting.resumed[way, state, party]
                at += 1
        begin[equation + 1] = at
    return begin, column[:at], weight[:at]
