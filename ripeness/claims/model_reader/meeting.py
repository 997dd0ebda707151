"""Where two readers of the same reports meet: what they agree on is one reading, and where they differ is listed.

Readings that only one has stay, with their origin. Nothing is decided here: a disagreement goes to the analyst.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from ripeness.claims.model import Move, Party, Record, Speaker, Statement
from ripeness.claims.model_reader.resolving import Unresolved
from ripeness.reports.model import Passage

# Two statements are read from the same words where they share this part of all words that either has. Readers differ on
# 'that' before a clause and on the adverbs around it, seldom on more. Of 656 labelled statements 4 share more with
# another of their kind inside which they stand.
SAME_STATEMENT = 0.6
# Two moves are read from the same words where they share this part of the shorter: one reader takes the whole clause,
# the other the verb with its object. Of 832 labelled moves 30 overlap with another of the same kind and actor, so those
# that agree in all are paired first.
SAME_TELLING = 0.7
# A move that several places tell has one modality, of which its tellings may have others of these.
_JOINED = frozenset({"done", "agreed", "conditional", "alleged"})


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two readings, ``a`` and ``b`` by their ids, of the same words that differ in ``field``."""

    a: str
    b: str
    what: str  # statement, move
    field: str  # speaker, party, kind, actor, issue, modality
    values: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Met:
    """One record of two readers, by whom a reading was read as well (ids -> readers), and where they differ."""

    record: Record
    also_read_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disagreements: tuple[Disagreement, ...] = ()
    proposed: tuple[Party, ...] = ()  # parties that only language models name
    unresolved: tuple[Unresolved, ...] = ()  # moves of theirs whose actor is no party


Either = TypeVar("Either", Statement, Move)


def meet(built_in: Record, by_model: Record) -> Met:
    """The readings of both, those that agree once and under the id of ``built_in``; its positions stay.

    Pairs that agree are taken first, then those of the nearest words.
    """
    also: dict[str, tuple[str, ...]] = {}
    differ: dict[Disagreement, None] = {}
    statements = _met(built_in.statements, by_model.statements, _statement_fields, also, differ)
    moves = _met(built_in.moves, by_model.moves, _move_fields, also, differ)
    return Met(replace(built_in, statements=statements, moves=moves), also, tuple(differ))


def _met(
    ours: Sequence[Either],
    theirs: Sequence[Either],
    fields: Callable[[Either, Either], Iterator[tuple[str, str, str]]],
    also: dict[str, tuple[str, ...]],
    differ: dict[Disagreement, None],
) -> tuple[Either, ...]:
    """``ours`` with those of ``theirs`` that they do not have."""
    by_report: dict[str, list[tuple[Either, Passage]]] = {}
    for b in theirs:
        for there in _passages(b):
            by_report.setdefault(there.report, []).append((b, there))
    pairs: list[_Pair[Either]] = []
    for a in ours:
        for here in _passages(a):
            for b, there in by_report.get(here.report, ()):
                shared = _shared(a, here, b, there)
                found = tuple(fields(a, b)) if shared else ()
                if shared and not _unlike(found):
                    pairs.append(_Pair(a, here, b, there, shared, found))
    taken: set[tuple[str, Passage]] = set()
    gone: set[str] = set()
    for pair in sorted(pairs, key=lambda pair: (len(pair.differ), -pair.shared)):
        ends = {(pair.a.id, pair.here), (pair.b.id, pair.there)}
        if ends & taken:
            continue
        taken |= ends
        what = "statement" if isinstance(pair.a, Statement) else "move"
        for name, x, y in pair.differ:
            differ[Disagreement(pair.a.id, pair.b.id, what, name, (x, y))] = None
        if not pair.differ:
            gone.add(pair.b.id)
            readers = also.get(pair.a.id, ())
            also[pair.a.id] = readers if pair.b.reader in readers else (*readers, pair.b.reader)
    return (*ours, *(b for b in theirs if b.id not in gone))


@dataclass(frozen=True, slots=True)
class _Pair(Generic[Either]):
    """Two readings of the same words, at one place of each, and what they differ in."""

    a: Either
    here: Passage
    b: Either
    there: Passage
    shared: float
    differ: tuple[tuple[str, str, str], ...]


def _unlike(found: Iterable[tuple[str, str, str]]) -> bool:
    """Whether two moves have so little in common that they are two moves told in the same words, not two readings."""
    return {"kind", "actor"} <= {name for name, _, _ in found}


def _passages(reading: Statement | Move) -> tuple[Passage, ...]:
    return (reading.content,) if isinstance(reading, Statement) else tuple(t.passage for t in reading.tellings)


def _common(a: Passage, b: Passage) -> int:
    """How many code points both passages have."""
    return max(0, min(a.end, b.end) - max(a.start, b.start)) if a.report == b.report else 0


def _shared(a: Statement | Move, here: Passage, b: Statement | Move, there: Passage) -> float:
    """How much of their words two readings share, if they are read from the same words; else 0."""
    common = _common(here, there)
    sizes = here.end - here.start, there.end - there.start
    if isinstance(a, Statement) and isinstance(b, Statement):
        share = common / (sum(sizes) - common) if a.kind == b.kind else 0.0
        return share if share >= SAME_STATEMENT else 0.0
    share = common / min(sizes)
    return share if share >= SAME_TELLING else 0.0


def _statement_fields(a: Statement, b: Statement) -> Iterator[tuple[str, str, str]]:
    """What two statements of the same words differ in: who speaks, and for whom."""
    if _folded(a.speaker) != _folded(b.speaker):
        yield "speaker", _name(a.speaker), _name(b.speaker)
    elif a.speaker and b.speaker and a.speaker.party != b.speaker.party:
        yield "party", _party(a.speaker), _party(b.speaker)
    if a.negated != b.negated:
        yield "negated", str(a.negated).lower(), str(b.negated).lower()


def _move_fields(a: Move, b: Move) -> Iterator[tuple[str, str, str]]:
    """What two moves told in the same words differ in."""
    joined = len(a.tellings) > 1 and {a.modality, b.modality} <= _JOINED
    for name, x, y in (
        ("kind", a.kind, b.kind),
        ("actor", ", ".join(sorted(a.actors)), ", ".join(sorted(b.actors))),
        ("issue", a.issue or "", b.issue or ""),
        ("modality", a.modality, a.modality if joined else b.modality),
    ):
        if x != y:
            yield name, x, y


def _folded(speaker: Speaker | None) -> str:
    name = _name(speaker).casefold()
    return name.split(" ", 1)[1] if name.startswith(("the ", "a ", "an ")) else name


def _name(speaker: Speaker | None) -> str:
    return speaker.name if speaker else ""


def _party(speaker: Speaker) -> str:
    """The party's id; 'not known' for an office of nobody knows whom; '' for nobody."""
    return speaker.party or ("not known" if speaker.unsettled else "")


def added(met: Met, by_model: Record) -> Met:
    """One more reader's record in one that was met already."""
    again = meet(met.record, by_model)
    readers: dict[str, tuple[str, ...]] = dict(met.also_read_by)
    for id, names in again.also_read_by.items():
        readers[id] = (*readers.get(id, ()), *names)
    return Met(again.record, readers, (*met.disagreements, *again.disagreements))


def all_met(record: Record, others: Iterable[Record]) -> Met:
    """The record with those of all other readers."""
    met = Met(record)
    for other in others:
        met = added(met, other)
    return met
