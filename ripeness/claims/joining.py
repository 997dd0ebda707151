"""Many tellings of one move, joined: all its passages, from all reports.

Two tellings are one move if kind, actors and issue are the same, nothing keeps them apart (dates or numbers that
differ), and something holds them together: the same day, or enough of the same words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from ripeness.claims.acts.reading import Act
from ripeness.claims.lexicon import word_set
from ripeness.claims.model import CARRIED, Modality, Move, Speaker, Telling, reading_id
from ripeness.reports.model import Passage, Report

# The share of the words of the shorter telling that both must have, where no date joins them.
SHARED_WORDS = 0.4
# Modalities in the order in which a joined move takes one of its tellings': what was done outranks what may be.
_ORDER: tuple[Modality, ...] = ("done", "agreed", "conditional", "alleged", "may", "denied", "hypothetical")
# These are never joined with those that tell of what happened.
_APART: frozenset[Modality] = frozenset(("denied", "hypothetical", "may"))
_SMALL = word_set(
    """
    the a an of to in on at for and or but with by from that which who it its their his her they he she as not no would
    will could may might has have had was were is are be been said says this these those than more also
    """
)


@dataclass(frozen=True, slots=True)
class Told:
    """One telling as it was read, before it is joined: ``report`` is the report's index in the pile."""

    act: Act
    passage: Passage
    option: str | None
    condition: Passage | None
    happened: str
    dated: Passage | None
    teller: Speaker | None
    statement: str | None
    report: int


@dataclass
class _Group:
    rows: list[Told] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)


def join(told: Sequence[Told], reports: Sequence[Report]) -> tuple[Move, ...]:
    """The moves of a pile, in the order in which they are first told."""
    groups: dict[tuple[object, ...], list[_Group]] = defaultdict(list)
    order: list[_Group] = []
    for row in told:
        key = (
            row.act.kind,
            frozenset(row.act.actors),
            row.act.issue,
            row.act.modality if row.act.modality in _APART else "",
        )
        group = next((g for g in groups[key] if _fits(g, row)), None)
        if group is None:
            group = _Group()
            groups[key].append(group)
            order.append(group)
        group.rows.append(row)
        group.words |= _words(row)
        group.numbers |= _numbers(row)
        if row.happened:
            group.dates.add(row.happened)
    return tuple(_move(group) for group in order)


def _fits(group: _Group, row: Told) -> bool:
    numbers = _numbers(row)
    if numbers and group.numbers and not numbers & group.numbers:
        return False
    if row.happened and group.dates:
        return any(overlap(row.happened, date) for date in group.dates)
    words = _words(row)
    shorter = min(len(words), len(group.words)) or 1
    return len(words & group.words) / shorter >= SHARED_WORDS


def overlap(a: str, b: str) -> bool:
    """Whether two dates (days, months, years, intervals) can be of one day."""
    (a0, a1), (b0, b1) = _ends(a), _ends(b)
    size = min(len(a0), len(b0))
    first = a0[:size] <= b1[: min(size, len(b1))]
    return first and b0[:size] <= a1[: min(size, len(a1))]


def _ends(date: str) -> tuple[str, str]:
    first, _, last = date.partition("/")
    return first, last or first


def _words(row: Told) -> set[str]:
    text = row.passage.exact.lower()
    return {word for word in re.findall(r"[a-z][\w'-]+", text) if word not in _SMALL}


def _numbers(row: Told) -> set[str]:
    return set(re.findall(r"\d[\d,.]*\d|\d", row.option or ""))


def _sign(row: Told) -> tuple[object, ...]:
    """What tells one move from another that the same words tell."""
    act = row.act
    return act.kind, ",".join(sorted(act.actors)), act.issue or "", act.modality if act.modality in _APART else ""


def _rule(row: Told) -> str:
    return f"{row.act.rule}; {CARRIED}" if row.act.carried else row.act.rule


def _move(group: _Group) -> Move:
    first = min(group.rows, key=lambda r: (_ORDER.index(r.act.modality), not r.happened))
    dated = next((r for r in [first, *group.rows] if r.happened), first)
    targets = first.act.targets or next((r.act.targets for r in group.rows if r.act.targets), ())
    lead = group.rows[0].passage
    return Move(
        id=reading_id("m", *_sign(group.rows[0]), lead.report, lead.start, lead.end, lead.exact),
        kind=first.act.kind,
        actors=first.act.actors,
        targets=targets,
        issue=first.act.issue,
        option=first.option,
        modality=first.act.modality,
        mode=first.act.mode,
        condition=first.condition,
        happened=dated.happened,
        dated=dated.dated,
        tellings=tuple(Telling(r.passage, r.teller, r.statement, _rule(r)) for r in group.rows),
    )
