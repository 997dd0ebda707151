"""What has changed since an earlier brief: in what the reports tell, in the case, and in the answer.

Readings are matched by their ids, and where an id is new by the words that they stand on, for a report that comes in
can give an old move another first telling. What is gone is shown from what the earlier brief kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ripeness.brief.ledger import Ledger
from ripeness.brief.memory import KeptAnswer, KeptContradiction, KeptMove, KeptPosition, KeptReport, Memory
from ripeness.case.differences import first_fault
from ripeness.case.files import case_of
from ripeness.case.model import CaseFile
from ripeness.errors import RipenessError
from ripeness.outlook import Answer, CaseChanges, TalksAnswers, case_changes, written
from ripeness.reports import Passage

Line = Literal["new", "changed", "more", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Since:
    """The brief that is compared with: its date or its file, in words, and the digest of its inputs."""

    label: str
    digest: str


@dataclass(frozen=True, slots=True)
class LineChange:
    """A party's line on an issue, before and now; either may be empty.

    ``new``: it had none; ``changed``: it is for what it was against, or stands on both sides; ``more``: it is for or
    against the same, with other options; ``withdrawn``: nothing that counts shows it any longer, and ``why``.
    """

    party: str
    issue: str
    kind: Line
    before: tuple[KeptPosition, ...]
    after: tuple[KeptPosition, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class MoveGone:
    """A move that the earlier brief had and that counts no longer, and why not."""

    move: KeptMove
    why: str


@dataclass(frozen=True, slots=True)
class MoveChanged:
    """A move that is told otherwise now: 'may' has become 'agreed', or an analyst corrected it."""

    before: KeptMove
    after: KeptMove


@dataclass(frozen=True, slots=True)
class ContradictionGone:
    """A contradiction that is there no longer, and why not."""

    contradiction: KeptContradiction
    why: str


@dataclass(frozen=True, slots=True)
class OriginChanges:
    """What new reports go back to, and how many independent originals there were and are (low, high).

    ``new``: stories none of whose reports was known. ``joined``: new reports that retell a story that was known.
    ``merged``: stories that were told apart and are one now, each as the lists of reports that it was.
    """

    new: tuple[tuple[str, ...], ...]
    joined: tuple[tuple[str, tuple[str, ...]], ...]
    merged: tuple[tuple[tuple[str, ...], ...], ...]
    desks: tuple[str, ...]
    before: tuple[int, int]
    after: tuple[int, int]


@dataclass(frozen=True, slots=True)
class RecordChanges:
    """What differs in what the reports tell."""

    reports: tuple[str, ...]  # ids of new ones
    reports_gone: tuple[KeptReport, ...]
    origins: OriginChanges
    lines: tuple[LineChange, ...]
    moves: tuple[KeptMove, ...]  # new
    moves_changed: tuple[MoveChanged, ...]
    moves_gone: tuple[MoveGone, ...]
    contradictions: tuple[KeptContradiction, ...]  # new
    contradictions_gone: tuple[ContradictionGone, ...]

    @property
    def unchanged(self) -> bool:
        """Whether nothing differs."""
        rows = (self.reports, self.reports_gone, self.lines, self.moves, self.moves_changed, self.moves_gone)
        more = (self.contradictions, self.contradictions_gone, self.origins.merged)
        return not any((*rows, *more)) and self.origins.before == self.origins.after


@dataclass(frozen=True, eq=False)
class Changes:
    """All that has changed. ``case`` is None where one of the two briefs has no case. ``notes`` say what is not known.

    ``then`` and ``now`` are what the two briefs said; what the earlier case says by the present program is in ``case``.
    """

    since: Since
    then: Memory
    now: Memory
    record: RecordChanges
    case: CaseChanges | None
    notes: tuple[str, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Whether nothing differs."""
        return self.record.unchanged and (self.case is None or self.case.unchanged)


def changes_between(
    since: Since,
    then: Memory,
    now: Memory,
    ledger: Ledger,
    talks: TalksAnswers | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Changes:
    """Compare a brief with an earlier one. ``ledger`` is that of the later one, ``talks`` its solved talks."""
    notes: list[str] = []
    case = None
    if ledger.case is not None and then.case is not None:
        case = _case(then, ledger.case, talks, progress, notes)
    elif ledger.case is not None:
        notes.append("The earlier brief kept no case, so the two answers cannot be compared.")
    elif then.case is not None:
        notes.append("The earlier brief had a case, and here is none: only what the reports tell is compared.")
    return Changes(since, then, now, record_changes(then, now, ledger), case, tuple(notes))


def _case(
    then: Memory,
    case: CaseFile,
    talks: TalksAnswers | None,
    progress: Callable[[int, int], None] | None,
    notes: list[str],
) -> CaseChanges | None:
    try:
        old = case_of(then.case)
    except RipenessError as error:
        notes.append(str(error))
        return None
    if (fault := first_fault(old)) is not None:
        notes.append(f"The case that was kept is none by today's rules: {fault.where}: {fault.seen}. {fault.rule}")
        return None
    found = case_changes(old, case, talks, progress)
    if then.answer and found.old and (drift := _drifted(then.answer, found.old)):
        notes.append(drift)
    return found


def _drifted(printed: KeptAnswer, solved: Answer) -> str:
    """Where the earlier brief printed another answer than the present program has for the same case."""
    pairs = [("slack", printed.slack, solved.slack)]
    if printed.status and solved.status:
        pairs.append(("slack against waiting", printed.now, solved.now))
    said = [f"{name} {_payoff(a)}, and now {_payoff(b)}" for name, a, b in pairs if _payoff(a) != _payoff(b)]
    if not said:
        return ""
    return f"For the earlier case the earlier brief printed {'; '.join(said)}: the program itself has changed since."


def _payoff(value: float | None) -> str:
    return "none" if value is None else written(value)


def record_changes(old: Memory, new: Memory, ledger: Ledger) -> RecordChanges:
    """Compare what two briefs had of the record. ``ledger`` is that of the new one: it knows what was rejected."""
    had, has = {report.id for report in old.reports}, {report.id for report in new.reports}
    why = _Why(ledger)
    moves = _Moves(old, new, why)
    kept, gone = {each.id for each in old.contradictions}, {each.id for each in new.contradictions}
    return RecordChanges(
        reports=tuple(report.id for report in new.reports if report.id not in had),
        reports_gone=tuple(report for report in old.reports if report.id not in has),
        origins=_origins(old, new, had),
        lines=tuple(_lines(old, new, why)),
        moves=moves.new,
        moves_changed=moves.changed,
        moves_gone=moves.gone,
        contradictions=tuple(each for each in new.contradictions if each.id not in kept),
        contradictions_gone=tuple(
            ContradictionGone(each, why(each.id, (*each.a, *each.b)))
            for each in old.contradictions
            if each.id not in gone
        ),
    )


class _Moves:
    """The moves of two briefs, matched."""

    def __init__(self, old: Memory, new: Memory, why: _Why) -> None:
        before = {move.id: move for move in old.moves}
        lone = [move for move in new.moves if move.id not in before]
        pairs = [(before.pop(move.id), move) for move in new.moves if move.id in before]
        told: dict[tuple[object, ...], str] = {sign: id for id, move in before.items() for sign in _signs(move)}
        fresh: list[KeptMove] = []
        for move in lone:
            match = next((id for sign in _signs(move) if (id := told.get(sign)) in before), None)
            if match is None:
                fresh.append(move)
            else:
                pairs.append((before.pop(match), move))
        self.new = tuple(fresh)
        self.changed = tuple(MoveChanged(a, b) for a, b in pairs if _says(a) != _says(b))
        self.gone = tuple(MoveGone(m, why(m.id, m.passages)) for m in before.values())


def _signs(move: KeptMove) -> Iterator[tuple[object, ...]]:
    """What a move is known again by: who did what, and the words that tell it."""
    for passage in move.passages:
        yield move.kind, move.actors, passage.report, passage.start, passage.end


def _says(move: KeptMove) -> tuple[object, ...]:
    return move.kind, move.actors, move.targets, move.issue, move.modality


class _Why:
    """Why a reading counts no longer."""

    def __init__(self, ledger: Ledger) -> None:
        self._reports = ledger.by_id
        self._rejected = {each.reading.id: each.standing for each in ledger.decided.only(("rejected",))}

    def __call__(self, id: str, passages: Iterable[Passage]) -> str:
        standing = self._rejected.get(id)
        if standing is not None:
            return f"rejected by {standing.by}, {standing.when[:10]}: {standing.why}"
        reports = {passage.report for passage in passages}
        if reports and reports.isdisjoint(self._reports):
            return "none of the reports that tell it is here"
        return "it is not read so any longer: by another version of the reader, or after a correction"


def _lines(old: Memory, new: Memory, why: _Why) -> Iterator[LineChange]:
    before, after = _by_line(old.positions), _by_line(new.positions)
    for key in dict.fromkeys((*before, *after)):
        was, now = before.get(key, ()), after.get(key, ())
        first, second = {each.stance for each in was}, {each.stance for each in now}
        if not was:
            yield LineChange(*key, "new", was, now)
        elif not now:
            yield LineChange(*key, "withdrawn", was, now, why(was[0].id, was[0].passages))
        elif first != second:
            gone = next((each for each in was if each.stance not in second), None)
            yield LineChange(*key, "changed", was, now, why(gone.id, gone.passages) if gone else "")
        elif _options(was) != _options(now):
            yield LineChange(*key, "more", was, now)


def _by_line(positions: Sequence[KeptPosition]) -> dict[tuple[str, str], tuple[KeptPosition, ...]]:
    found: dict[tuple[str, str], tuple[KeptPosition, ...]] = {}
    for each in positions:
        key = each.party, each.issue
        found[key] = (*found.get(key, ()), each)
    return found


def _options(positions: Sequence[KeptPosition]) -> set[tuple[str, str]]:
    return {(each.stance, option) for each in positions for option in each.options}


def _origins(old: Memory, new: Memory, had: set[str]) -> OriginChanges:
    story = {id: place for place, each in enumerate(old.stories) for id in each}
    fresh, joined, merged = [], [], []
    for each in new.stories:
        known = tuple(id for id in each if id in had)
        if not known:
            fresh.append(tuple(each))
            continue
        joined += [(id, known) for id in each if id not in had]
        places = dict.fromkeys(story[id] for id in known if id in story)
        if len(places) > 1:
            merged.append(tuple(tuple(old.stories[place]) for place in places))
    return OriginChanges(
        new=tuple(fresh),
        joined=tuple(joined),
        merged=tuple(merged),
        desks=tuple(desk for desk in new.desks if desk not in old.desks),
        before=_interval(old),
        after=_interval(new),
    )


def _interval(each: Memory) -> tuple[int, int]:
    strict, all_edges = each.independent["strict"], each.independent["all"]
    return min(strict, all_edges), max(strict, all_edges)


def headline(changes: Changes, ledger: Ledger) -> str:
    """What has changed, in a few sentences: lines of parties first, then moves, then the case and its answer."""
    record = changes.record
    said = []
    turned = [each for each in record.lines if each.kind in ("changed", "withdrawn")]
    for each in turned[:TURNED_NAMED]:
        said.append(f"{ledger.party_name(each.party)} {_turn(each)} {ledger.issue_short(each.issue)}.")
    if len(turned) > TURNED_NAMED:
        said.append(f"{len(turned) - TURNED_NAMED} more lines have changed.")
    rows = [
        ("new line", sum(each.kind == "new" for each in record.lines)),
        ("new move", len(record.moves)),
        ("move told otherwise", len(record.moves_changed)),
        ("move gone", len(record.moves_gone)),
        ("new contradiction", len(record.contradictions)),
    ]
    many = {"move told otherwise": "moves told otherwise", "move gone": "moves gone"}
    parts = [f"{n} {name if n == 1 else many.get(name, f'{name}s')}" for name, n in rows if n]
    if parts:
        said.append(f"{', '.join(parts)[:1].upper()}{', '.join(parts)[1:]}.")
    if record.origins.before != record.origins.after:
        before, after = (_count(each) for each in (record.origins.before, record.origins.after))
        said.append(f"Independent originals: {before}, now {after}.")
    if changes.case is not None and not changes.case.unchanged:
        said.append(changes.case.narration)
    return " ".join(said) or "Nothing has changed."


def _turn(line: LineChange) -> str:
    """What a party did to its line, as the reports tell it."""
    if line.kind == "withdrawn":
        return "is no longer shown to stand anywhere on"
    both = {each.stance for each in line.before} < {each.stance for each in line.after}
    return "is now told to stand on both sides of" if both else "has changed its line on"


TURNED_NAMED = 3  # lines of parties that the first screen names


def _count(interval: tuple[int, int]) -> str:
    low, high = interval
    return str(low) if low == high else f"{low} to {high}"
