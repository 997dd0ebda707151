"""The reasons of the Graph Model in words: clauses that its verdicts are put together from."""

from __future__ import annotations

from collections.abc import Sequence


def quoted(state: str) -> str:
    """A state as it stands in a sentence, since names such as 'nothing' would be read as words of it."""
    return f"'{state}'"


def listed(names: Sequence[str], last: str = "and") -> str:
    """Join names as in a sentence: a, b and c."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"


def no_better_move(parties: Sequence[str], state: str) -> str:
    """Say that parties have no improvement."""
    if len(parties) == 1:
        return f"{parties[0]} has no move from {quoted(state)} to a state that it prefers"
    who = f"neither {parties[0]} nor {parties[1]}" if len(parties) == 2 else f"none of {listed(parties)}"
    return f"{who} has a move from {quoted(state)} to a state that it prefers"


def gains(party: str, state: str, improvements: Sequence[str]) -> str:
    """Say that a party has improvements."""
    return f"{party} gains by moving from {quoted(state)} to {listed([quoted(to) for to in improvements], 'or')}"


def answered(party: str, state: str, to: str, movers: Sequence[str], end: str, concept: str) -> str:
    """Say how the others answer an improvement so that it does not pay; ``movers``: who moves, in turn."""
    who = " and then ".join(movers)
    on = "back" if end == state else "on"
    if concept != "SEQ":
        act = f"could move {on} to {quoted(end)}"
    elif len(movers) == 1:
        act = f"would gain by moving {on} to {quoted(end)}"
    else:
        act = f"would each gain by a move that leads {on} to {quoted(end)}"
    regret = "" if end == state else f", which is no better for {party} than {quoted(state)}"
    no_escape = f" and from where {party} can get to nothing better" if concept == "SMR" else ""
    return f"if {party} moved to {quoted(to)}, {who} {act}{regret}{no_escape}"


def unanswered(party: str, state: str, to: str, others: Sequence[str], can_answer: bool, concept: str) -> str:
    """Say that no answer makes an improvement regretted; ``can_answer``: there are answers, of the concept's kind."""
    who = "the others" if len(others) > 1 else "".join(others)
    start = gains(party, state, [to])
    if not can_answer:
        return f"{start}, and nobody {'gains by answering' if concept == 'SEQ' and others else 'can answer'} that move"
    if concept == "GMR":
        return f"{start}: whatever {who} can answer, {party} ends at a state that it prefers to {quoted(state)}"
    if concept == "SMR":
        return (
            f"{start}: whatever {who} can answer, {party} ends at a state that it prefers to {quoted(state)} "
            "or can move on to one"
        )
    gain = "gain" if len(others) > 1 else "gains"
    return (
        f"{start}: no answer by which {who} {gain} leads to a state that is no better for {party} than {quoted(state)}"
    )


def kept_by(party: str, state: str, sets: Sequence[Sequence[str]]) -> str:
    """Say which preferences of a party would make a state stable for it: one set of states no better than it."""
    if not sets[0]:
        return f"{quoted(state)} is stable for {party} whatever it prefers."
    conditions = [_prefers_none(each, quoted(state)) for each in sets]
    return f"{quoted(state)} is stable for {party} if and only if it {', or '.join(conditions)}."


def _prefers_none(names: Sequence[str], state: str) -> str:
    others = [quoted(name) for name in names]
    if len(others) == 1:
        return f"does not prefer {others[0]} to {state}"
    if len(others) == 2:
        return f"prefers neither {others[0]} nor {others[1]} to {state}"
    return f"prefers none of {listed(others)} to {state}"
