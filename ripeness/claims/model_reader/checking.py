"""What of an answer stands: every reading is held against the words that were sent, and thrown away with its reason.

Nothing is mended. Words must stand letter by letter in the piece that was sent, at one place: if they stand at several,
the sentence that the model names decides, and if it has them more than once, the ``nth``. Only the quotation marks
around a quotation are taken off. A report can make a model say anything; what passes here is at worst a false reading
of words that do stand there, and goes to review like any other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from ripeness.claims.dates import When, anchor, find_dates
from ripeness.claims.model_reader.answer import Answer, MoveAnswer, StatementAnswer, Words
from ripeness.claims.model_reader.dates import reasonable
from ripeness.claims.model_reader.question import Piece, plain
from ripeness.claims.model_reader.vocabulary import ISSUES, KINDS, MODALITIES, MODES, MOVES, WITHOUT_ISSUE
from ripeness.claims.quotes import Quote, quotes
from ripeness.claims.when import spans
from ripeness.reports.model import Report
from ripeness.reports.sentences import sentences

# At most so many statements and moves of one piece: one for each 32 code points is more than any text holds.
MOST_READINGS = 250
# How much of a rejected reading is kept for the user to see, in code points.
SHOWN = 300
# Whether an event that has not happened may be told of.
_AHEAD = frozenset({"agreed", "may", "hypothetical", "conditional"})
_MARKS = "\"'“”‘’«»„‚‹›"
_AFTER_WORDS = ",.;:!?…"

Span = tuple[int, int]  # code points of the report's text, end exclusive


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """A statement whose words stand in the report. Names are words of the report too; dates are checked."""

    kind: str
    content: Span
    source: Span | None
    speaker: str
    speaks_for: str
    cue: Span | None
    via: tuple[str, ...]
    negated: bool
    hedged: bool
    said: str
    issue: str


@dataclass(frozen=True, slots=True)
class ReadMove:
    """A move whose words stand in the report."""

    kind: str
    telling: Span
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    issue: str
    option: str
    modality: str
    mode: str
    condition: Span | None
    happened: str
    dated: Span | None
    teller: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A reading that was thrown away: why, and the beginning of what the model gave."""

    reason: str
    what: str  # statement, move
    given: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What stands and what does not."""

    statements: tuple[ReadStatement, ...] = ()
    moves: tuple[ReadMove, ...] = ()
    rejected: tuple[Rejected, ...] = ()

    def data(self) -> dict[str, Any]:
        """JSON-ready values, for the store."""
        return asdict(self)

    def reasons(self) -> Counter[str]:
        """How many readings were thrown away for each reason."""
        return Counter(each.reason for each in self.rejected)


def checked_from(data: dict[str, Any]) -> Checked:
    """What `Checked.data` gave."""
    return Checked(
        tuple(ReadStatement(**_tuples(row)) for row in data["statements"]),
        tuple(ReadMove(**_tuples(row)) for row in data["moves"]),
        tuple(Rejected(**row) for row in data["rejected"]),
    )


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def joined(parts: Iterable[Checked]) -> Checked:
    """Several pieces as one: what two pieces both have is there once."""
    statements: dict[tuple[str, Span], ReadStatement] = {}
    moves: dict[tuple[str, Span, tuple[str, ...]], ReadMove] = {}
    rejected: dict[Rejected, None] = {}
    for part in parts:
        for statement in part.statements:
            statements.setdefault((statement.kind, statement.content), statement)
        for move in part.moves:
            moves.setdefault((move.kind, move.telling, move.actors), move)
        rejected.update(dict.fromkeys(part.rejected))
    return Checked(
        tuple(sorted(statements.values(), key=lambda s: s.content)),
        tuple(sorted(moves.values(), key=lambda m: m.telling)),
        tuple(rejected),
    )


class _RejectionError(Exception):
    """Why one reading cannot stand."""


_Given = TypeVar("_Given", StatementAnswer, MoveAnswer)
_Kept = TypeVar("_Kept", ReadStatement, ReadMove)


def check(answer: Answer, report: Report, piece: Piece) -> Checked:
    """Hold an answer on ``piece`` against the report."""
    desk = _Desk(report, piece)
    rejected: list[Rejected] = []
    statements = _judged(answer.statements, desk.statement, "statement", desk.notes, rejected)
    moves = _judged(answer.moves, desk.move, "move", desk.notes, rejected)
    return Checked(tuple(statements), tuple(moves), tuple(rejected))


def _judged(
    rows: Sequence[_Given], judge: Callable[[_Given], _Kept], what: str, notes: list[str], rejected: list[Rejected]
) -> list[_Kept]:
    """The readings that stand; ``notes`` are what `judge` left out of one that does."""
    kept: list[_Kept] = []
    for number, row in enumerate(rows):
        notes.clear()
        try:
            if number >= MOST_READINGS:
                raise _RejectionError(f"more than {MOST_READINGS} readings of one piece")
            kept.append(judge(row))
        except _RejectionError as why:
            notes[:] = [str(why)]
        given = row.model_dump_json()[:SHOWN]
        rejected.extend(Rejected(note, what, given) for note in notes)
    return kept


@dataclass(slots=True)
class _Desk:
    """One piece of a report, at which readings are judged."""

    report: Report
    piece: Piece
    quoted: tuple[Quote, ...] = field(init=False)
    spoken: set[tuple[str, Span]] = field(default_factory=set)
    told: set[tuple[str, Span, tuple[str, ...]]] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    whens: tuple[When, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.quoted = quotes(self.report.text)
        self.whens = find_dates(self.report, anchor(self.report))

    def statement(self, given: StatementAnswer) -> ReadStatement:
        """The statement as it stands, or `_RejectionError`."""
        _listed(given.kind, KINDS, "kind")
        content = self.place(given.content, "words", bare=given.kind == "quotation")
        if given.kind == "quotation" and not self.between_marks(content):
            raise _RejectionError("a quotation without quotation marks")
        speaker, speaks_for = (self.known(name, "speaker") for name in (given.speaker, given.speaks_for))
        source = self.place(given.source, "source") if given.source.words or speaker else None
        _listed(given.issue, ISSUES, "issue", none=True)
        self.dated(given.said, ahead=False)
        said = self.given_by_words(given.said, self.around(content))
        read = ReadStatement(
            given.kind,
            content,
            source,
            speaker or (self.report.text[slice(*source)] if source else ""),
            speaks_for,
            self.place(given.cue, "cue") if given.cue.words else None,
            tuple(self.known(name, "via") for name in given.via if name.strip()),
            given.negated,
            given.hedged,
            said,
            given.issue,
        )
        _once((read.kind, read.content), self.spoken)
        return read

    def move(self, given: MoveAnswer) -> ReadMove:
        """The move as it stands, or `_RejectionError`."""
        for word, words, name in (
            (given.kind, MOVES, "kind"),
            (given.modality, MODALITIES, "modality"),
            (given.mode, MODES, "mode"),
        ):
            _listed(word, words, name)
        _listed(given.issue, ISSUES, "issue", none=given.kind in WITHOUT_ISSUE)
        telling = self.place(given.telling, "words")
        actors = tuple(dict.fromkeys(self.known(name, "actor") for name in given.actors if name.strip()))
        if not actors:
            raise _RejectionError("no actor")
        condition = self.place(given.condition, "condition") if given.condition.words else None
        if given.modality == "conditional" and condition is None:
            raise _RejectionError("a conditional move without its condition")
        self.dated(given.happened, ahead=given.modality in _AHEAD)
        dated = self.place(given.dated, "date words") if given.dated.words else None
        if given.happened and dated is None:
            self.notes.append("date: left out, for no words give it")
        happened = self.given_by_words(given.happened, dated) if dated else ""
        read = ReadMove(
            given.kind,
            telling,
            actors,
            tuple(dict.fromkeys(self.known(name, "target") for name in given.targets if name.strip())),
            given.issue,
            self.known(given.option, "option"),
            given.modality,
            given.mode,
            condition,
            happened,
            dated if happened else None,
            self.known(given.teller, "teller"),
        )
        _once((read.kind, read.telling, read.actors), self.told)
        return read

    def place(self, given: Words, name: str, bare: bool = False) -> Span:
        """The one place of the words in what was sent, or `_RejectionError`."""
        words = plain(given.words)
        if bare:
            words = words.strip(_MARKS)
        if not words.strip():
            raise _RejectionError(f"{name}: none given")
        text, piece = self.report.text, self.piece
        everywhere = _places(words, text, piece.start, piece.end)
        if not everywhere:
            raise _RejectionError(f"{name}: not in the text")
        if len(everywhere) > 1:
            sentence = piece.sentence(given.sentence)
            everywhere = [at for at in everywhere if sentence and sentence[0] <= at < sentence[1]]
            if len(everywhere) > 1 and 1 <= given.nth <= len(everywhere):
                everywhere = [everywhere[given.nth - 1]]
        if len(everywhere) != 1:
            raise _RejectionError(f"{name}: at several places, and not said which")
        start = everywhere[0]
        return start, start + len(words)

    def known(self, given: str, name: str) -> str:
        """A name that stands in what was sent as whole words; '' for none given."""
        words = plain(given).strip()
        sent = self.report.text[self.piece.start : self.piece.end]
        if words and not re.search(whole(words), sent):
            raise _RejectionError(f"{name}: not in the text")
        return words

    def between_marks(self, content: Span) -> bool:
        """Whether the words stand in a quotation of the report, or directly between two marks."""
        start, end = content
        if any(quote.outer_start <= start and end <= quote.outer_end for quote in self.quoted):
            return True
        text = self.report.text
        after = text[end : end + 3].lstrip(_AFTER_WORDS)
        return text[max(0, start - 1) : start] in set(_MARKS) and after[:1] in set(_MARKS)

    def around(self, span: Span) -> Span:
        """The sentence of the words, from its begin to its end."""
        for start, end in sentences(self.report.text):
            if start <= span[0] < end:
                return start, max(end, span[1])
        return span

    def given_by_words(self, value: str, span: Span) -> str:
        """The date if a time that the words in ``span`` name allows it; '' with a note where none does.

        A day of the week may be the last or the next: the words alone seldom say which.
        """
        asked = spans.read(value) if value else None
        if asked is None:
            return ""
        named = [when for when in self.whens if when.words.start < span[1] and span[0] < when.words.end]
        own = [read for when in named if (read := spans.read(when.value))]
        if any(spans.common(each, asked) for day in own for each in (day, *_a_week_off(day))):
            return value
        self.notes.append("date: left out, for the words give another" if own else "date: left out, no words give it")
        return ""

    def dated(self, value: str, ahead: bool) -> None:
        """Whether a date is one, and can be."""
        if not value:
            return
        if spans.read(value) is None:
            raise _RejectionError("date: not valid")
        if not reasonable(value, self.report.published.value if self.report.published else None, ahead):
            raise _RejectionError("date: not within reason")


def _a_week_off(day: spans.Span) -> list[spans.Span]:
    """The same day of the week before and of the week after; of a single day only."""
    return [spans.day(day.first + timedelta(days)) for days in (-7, 7)] if day.first == day.last else []


def whole(words: str) -> str:
    """A pattern for the words as whole words."""
    return rf"(?<!\w){re.escape(words)}(?!\w)"


def _places(words: str, text: str, start: int, end: int) -> list[int]:
    """Where the words stand, overlapping places too."""
    found: list[int] = []
    at = text.find(words, start, end)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1, end)
    return found


def _listed(word: str, words: Iterable[str], name: str, none: bool = False) -> None:
    if word not in words and not (none and not word):
        raise _RejectionError(f"{name}: not in the list")


def _once(key: Any, seen: set[Any]) -> None:
    if key in seen:
        raise _RejectionError("read twice")
    seen.add(key)
