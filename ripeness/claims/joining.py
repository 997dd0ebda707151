"""Many tellings of one move, joined: all its passages, from all reports.

Two tellings are one move if kind, actors and issue are the same, nothing keeps them apart (dates, numbers, targets or
options that cannot both be), and something holds them together: enough of the same words, fewer where they name the
same day. A telling joins a move if it fits some telling of it and none keeps it apart.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ripeness.claims.acts.reading import Act
from ripeness.claims.lexicon import word_set
from ripeness.claims.model import CARRIED, Modality, Move, MoveKind, Speaker, Telling, reading_id
from ripeness.claims.when import spans
from ripeness.claims.when.spans import Span
from ripeness.reports.model import Passage

# The share of the words of the shorter telling that both must have. On the labelled sets for tuning, .5 joins 29 pairs
# of tellings of which 24 are one move by hand, .4 joins 30 (25), .3 joins 36 (28), .25 joins 38 (29), .2 joins 40 (29).
SHARED_WORDS = 0.4
# The same where both name one and the same day: chosen so that one word of four is enough; those sets have no pair on
# which it turns.
SHARED_WORDS_OF_A_DAY = 0.25
# With how many earlier tellings one is compared: those that share most words with it.
COMPARED = 30
# A word that so many tellings of one kind, actors and issue have is looked up no further.
WORD_TELLINGS = 100
# A date of more days than this is looked up as one of any day.
LONG_DAYS = 7
# Modalities in the order in which a joined move takes one of its tellings': what was done outranks what may be.
_ORDER: tuple[Modality, ...] = ("done", "agreed", "conditional", "alleged", "may", "denied", "hypothetical")
# These are never joined with those that tell of what happened.
_APART: frozenset[Modality] = frozenset(("denied", "hypothetical", "may"))
# Two of these on one day between the same parties are one, whatever the words.
_JOINT: frozenset[MoveKind] = frozenset(("meet", "call"))
_SMALL = word_set(
    """
    the a an of to in on at for and or but with by from that which who it its their his her they he she as not no would
    will could may might has have had was were is are be been being said says say this these those than more also any
    all if into over under about after before until there what when while where him them our we us you your my i
    """
)
_WORD = re.compile(r"[^\W\d_][\w'’-]+")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")


@dataclass(frozen=True, slots=True)
class Told:
    """One telling as it was read, before it is joined.

    ``words`` are what the telling is known by: the base forms of its words, without its verb, dates and the names of
    its actors and targets. ``numbers`` are those of the option. ``heads`` are the nouns (base forms) that say what it
    is about, each once. ``report`` is the report's index in the pile.
    """

    act: Act
    passage: Passage
    option: str | None
    term: str | None  # the option of the codebook, by id
    condition: Passage | None
    happened: str
    dated: Passage | None
    teller: Speaker | None
    statement: str | None
    report: int
    words: frozenset[str]
    numbers: frozenset[str]
    heads: tuple[str, ...] = ()


def content(words: Iterable[str]) -> frozenset[str]:
    """The words (in lower case) by which a telling is known: all but the small ones."""
    return frozenset(word for word in words if word not in _SMALL and _WORD.fullmatch(word))


def numbers(words: Iterable[str]) -> frozenset[str]:
    """The numbers in figures: '30' of '30-day'."""
    return frozenset(number for word in words for number in _NUMBER.findall(word))


@dataclass(eq=False)
class _Row:
    """A telling with what is asked of it many times."""

    told: Told
    words: frozenset[str]
    span: Span | None
    group: _Group | None = None


@dataclass(eq=False)
class _Group:
    rows: list[_Row] = field(default_factory=list)
    span: Span | None = None  # the days that all dates have in common
    numbers: dict[frozenset[str], None] = field(default_factory=dict)
    targets: dict[frozenset[str], None] = field(default_factory=dict)
    term: str | None = None
    faces: set[tuple[frozenset[str], str]] = field(default_factory=set)

    def bars(self, row: _Row) -> bool:
        """Whether something keeps the row apart from the tellings of the group."""
        told, targets = row.told, frozenset(row.told.act.targets)
        return (
            (self.span is not None and row.span is not None and spans.common(self.span, row.span) is None)
            or (self.term is not None and told.term not in (None, self.term))
            or (bool(targets) and any(targets.isdisjoint(each) for each in self.targets))
            or (bool(told.numbers) and any(told.numbers.isdisjoint(each) for each in self.numbers))
        )

    def take(self, row: _Row) -> None:
        row.group = self
        self.rows.append(row)
        told = row.told
        if row.span is not None:
            self.span = row.span if self.span is None else spans.common(self.span, row.span)
        if told.numbers:
            self.numbers[told.numbers] = None
        if told.act.targets:
            self.targets[frozenset(told.act.targets)] = None
        self.term = self.term or told.term


class _Index:
    """The tellings of one kind, actors and issue, by their words and days."""

    def __init__(self) -> None:
        self.places: dict[tuple[str, str], list[_Row]] = defaultdict(list)

    def near(self, row: _Row) -> list[_Row]:
        """Earlier tellings that share words with it, and may share a day: those that share most words come first."""
        days = _days(row.span)
        looked = ["any"] if not days else [*days, "none", "long"]
        found: Counter[_Row] = Counter()
        for word in sorted(row.words):
            found.update({other: 1 for day in looked for other in self.places.get((word, day), ())})
        return [other for other, _ in found.most_common(COMPARED)]

    def add(self, row: _Row, group: _Group) -> None:
        """A telling that says no more than an earlier one of its group need not be looked up."""
        face = (row.words, row.told.happened)
        if face in group.faces:
            return
        group.faces.add(face)
        for word in row.words:
            for day in ("any", *_places(row.span)):
                rows = self.places[word, day]
                if len(rows) < WORD_TELLINGS:
                    rows.append(row)


def _places(span: Span | None) -> Sequence[str]:
    """Where a telling is kept beside those of any day."""
    return ("none",) if span is None else _days(span) or ("long",)


def _days(span: Span | None) -> Sequence[str]:
    """The days of a date, each by itself; none where there is no date, or a long one."""
    if span is None or (span.last - span.first).days >= LONG_DAYS:
        return ()
    return [day.isoformat() for day in _each(span)]


def _each(span: Span) -> Iterator[date]:
    return (span.first + timedelta(count) for count in range((span.last - span.first).days + 1))


def join(told: Sequence[Told]) -> tuple[Move, ...]:
    """The moves of a pile, in the order in which they are first told."""
    indexes: dict[tuple[object, ...], _Index] = defaultdict(_Index)
    groups: list[_Group] = []
    for each in told:
        index = indexes[_key(each.act)]
        row = _Row(each, _signs(each), spans.read(each.happened))
        group = next((g for g in _fitting(index.near(row), row) if not g.bars(row)), None)
        if group is None:
            group = _Group()
            groups.append(group)
        group.take(row)
        index.add(row, group)
    return tuple(_move(group) for group in groups)


def _key(act: Act) -> tuple[object, ...]:
    return act.kind, frozenset(act.actors), act.issue, act.modality if act.modality in _APART else ""


def _signs(told: Told) -> frozenset[str]:
    """The words of a telling; of one that has none, whom it is aimed at; of a meeting, also its day."""
    found = told.words or {"", *(f"> {target}" for target in told.act.targets)}
    day = spans.read(told.happened) if told.act.kind in _JOINT else None
    return frozenset(found | {f"@ {told.happened}"} if day is not None and day.first == day.last else found)


def _fitting(others: Iterable[_Row], row: _Row) -> Iterator[_Group]:
    for other in others:
        if other.group is not None and _fits(other, row):
            yield other.group


def _fits(first: _Row, second: _Row) -> bool:
    shared = first.words & second.words
    if any(word.startswith("@") for word in shared):
        return True
    one_day = first.span is not None and first.span == second.span and first.span.first == first.span.last
    least = SHARED_WORDS_OF_A_DAY if one_day else SHARED_WORDS
    return len(shared) >= least * min(len(first.words), len(second.words)) > 0


def _rule(row: Told) -> str:
    return f"{row.act.rule}; {CARRIED}" if row.act.carried else row.act.rule


def _move(group: _Group) -> Move:
    rows = [row.told for row in group.rows]
    first = min(rows, key=lambda r: (_ORDER.index(r.act.modality), not r.happened))
    dated = min((row for row in group.rows if row.span), key=lambda r: _length(r.span), default=None)
    targets = first.act.targets or next((r.act.targets for r in rows if r.act.targets), ())
    lead, act = rows[0].passage, rows[0].act
    apart = act.modality if act.modality in _APART else ""
    sign = act.kind, ",".join(sorted(act.actors)), act.issue or "", apart  # the same words can tell of several moves
    return Move(
        id=reading_id("m", *sign, lead.report, lead.start, lead.end, lead.exact),
        kind=first.act.kind,
        actors=first.act.actors,
        targets=targets,
        issue=first.act.issue,
        option=group.term or first.option,
        modality=first.act.modality,
        mode=first.act.mode,
        condition=first.condition,
        happened=dated.told.happened if dated else first.happened,
        dated=dated.told.dated if dated else first.dated,
        tellings=tuple(Telling(r.passage, r.teller, r.statement, _rule(r)) for r in rows),
    )


def _length(span: Span | None) -> int:
    return (span.last - span.first).days if span else 0
