"""Where quotation marks open and close: the words that a report gives as somebody's own.

One pass over each paragraph. Only outermost quotations are found: a quotation inside a quotation is
part of what its speaker said. Whether the words are speech at all (and not a title, a name or a
scare quote) is decided where a speaker is looked for, in `attribution`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from ripeness.reports.sentences import paragraphs

# Opening mark -> the marks that may close it. '‘' and "'" are handled apart: they are also apostrophes.
_PAIRS = {
    '"': '"”',
    "“": '”"',
    "„": '“”"',
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
}
_SINGLE = {"‘": "’'", "'": "'’"}
# Two single marks that stand for a double one, and what closes them.
_DOUBLED, _DOUBLED_ENDS = frozenset(("''", "``", "‘‘", ",,")), ("''", "’’")
_OPENERS_BEFORE = frozenset("([{—–-/“‘\"'«„:")
_FIRMLY_CLOSED = ".,!?…;"
_REOPENERS = frozenset('"“„«‹「')

# A quotation that nobody closes is cut here at the latest. Quotations in the articles of PolNeAR have
# at most 900 characters.
UNCLOSED_LIMIT = 1_000
# How far a quotation may run over paragraphs that each open with a mark, as in printed speeches.
PARAGRAPHS_LIMIT = 12


# In a quotation that nobody closed, its own attribution shows where it ended: 'We go on, said Orsel.'
_ATTRIBUTED = re.compile(
    r"[,?!]()\s+(?:(?:said|says|asked|added|replied|told|wrote)\s|(?:he|she|they|(?:[A-Z][\w.’'-]*\s){1,3}?)\s?(?:said|says|added|told)\b)"
)


@dataclass(frozen=True, slots=True)
class Quote:
    """One outermost quotation, in code points of the text.

    ``start``..``end`` are the words without their marks, ``outer_start``..``outer_end`` with them.
    ``reopened`` are the marks that open the further paragraphs of a long quotation. ``closed`` is
    false where the text never closes it and it was cut at the paragraph's end or the limit.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    closed: bool
    reopened: tuple[int, ...] = ()

    def words(self, text: str) -> str:
        """The quoted words, without the marks that only reopen a paragraph."""
        pieces, at = [], self.start
        for mark in self.reopened:
            pieces.append(text[at:mark])
            at = mark + 1
        pieces.append(text[at : self.end])
        return "".join(pieces)


@dataclass(slots=True)
class _Open:
    """A quotation that is still open."""

    mark: str
    at: int
    paragraphs: int
    reopened: list[int]


def quotes(text: str) -> tuple[Quote, ...]:
    """The outermost quotations of ``text``, in order, not overlapping. Linear in the length of the text."""
    found: list[Quote] = []
    opened: _Open | None = None
    spans = paragraphs(text)
    for index, (start, end) in enumerate(spans):
        at = start
        if opened is not None:
            opened.reopened.append(start)
            opened.paragraphs += 1
            at = start + 1
        opened = _scan(text, at, end, opened, found)
        if opened is not None and not _goes_on(text, opened, spans, index):
            _cut(text, opened, end, found)
            opened = None
    return tuple(found)


def _scan(text: str, at: int, end: int, opened: _Open | None, found: list[Quote]) -> _Open | None:
    """Read one paragraph; return the quotation that is open at its end, if any."""
    singles = _SingleMarks(text, at, end)
    while at < end:
        character = text[at]
        if opened is not None:
            if character in _PAIRS[opened.mark] and not _opens_again(text, at, end, opened):
                _close(text, opened, at, found)
                opened = None
            elif character == "“" == opened.mark and (inner := _inner_close(text, at, end)) is not None:
                at = inner
            elif character == opened.mark or (character == "“" and opened.mark == '"'):
                _cut(text, opened, at, found)
                opened = _Open(character, at, 1, [])
        elif (doubled := _doubled(text, at, end)) is not None:
            found.append(doubled)
            at = doubled.outer_end - 1
        elif character in _PAIRS:
            if _may_open(text, at, end, character):
                opened = _Open(character, at, 1, [])
        elif character in _SINGLE and (close := singles.closing(at)) is not None:
            found.append(Quote(at + 1, close, at, close + 1, True))
            at = close
        at += 1
    return opened


def _doubled(text: str, at: int, end: int) -> Quote | None:
    """A quotation between two single marks each, as typewriters and TeX have it: ''words'' and ``words''."""
    if text[at : at + 2] not in _DOUBLED or at + 2 >= end or text[at + 2].isspace():
        return None
    if at and not (text[at - 1].isspace() or text[at - 1] in _OPENERS_BEFORE):
        return None
    close = min((k for mark in _DOUBLED_ENDS if (k := text.find(mark, at + 3, end)) >= 0), default=-1)
    if close < 0 or close - at > UNCLOSED_LIMIT:
        return None
    return Quote(at + 2, close, at, close + 2, True)


def _may_open(text: str, at: int, end: int, mark: str) -> bool:
    """Whether a mark at depth nought opens: a straight one must stand before a word, not after one."""
    following = text[at + 1] if at + 1 < end else " "
    before = text[at - 1] if at else " "
    if mark == "»":
        return not following.isspace() and (before.isspace() or before in _OPENERS_BEFORE)
    if mark != '"':
        return True
    return before.isspace() or before in _OPENERS_BEFORE


def _opens_again(text: str, at: int, end: int, opened: _Open) -> bool:
    """Whether a straight mark, while one is open, can only be a new opening: the first was never closed."""
    if text[at] != '"' or opened.mark not in '"“':
        return False
    following = text[at + 1] if at + 1 < end else " "
    before = text[at - 1]
    return before.isspace() and not following.isspace() and at - opened.at > 1 and following.isalnum()


# How far a quotation inside a quotation of the same marks may run.
INNER_LIMIT = 300


def _inner_close(text: str, at: int, end: int) -> int | None:
    """Where a nested “...” closes, if two closing marks follow before the next opening one."""
    limit = min(end, at + INNER_LIMIT)
    first = text.find("”", at + 1, limit)
    if first < 0:
        return None
    second = text.find("”", first + 1, min(end, first + UNCLOSED_LIMIT))
    opener = text.find("“", first + 1, min(end, first + UNCLOSED_LIMIT))
    return first if second >= 0 and (opener < 0 or second < opener) else None


def _close(text: str, opened: _Open, at: int, found: list[Quote]) -> None:
    start, end = _trimmed(text, opened.at + 1, at)
    if start < end:
        found.append(Quote(start, end, opened.at, at + 1, True, tuple(opened.reopened)))


def _cut(text: str, opened: _Open, at: int, found: list[Quote]) -> None:
    """End a quotation that nobody closed: at the paragraph's end, the next opening mark or the limit."""
    limit = opened.at + 1 + UNCLOSED_LIMIT * opened.paragraphs
    end = min(at, limit)
    attributed = _ATTRIBUTED.search(text, opened.at + 1, end)
    if attributed is not None:
        end = attributed.start(1)
    start, end = _trimmed(text, opened.at + 1, end)
    if start < end:
        reopened = tuple(mark for mark in opened.reopened if mark < end)
        found.append(Quote(start, end, opened.at, end, False, reopened))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _goes_on(text: str, opened: _Open, spans: tuple[tuple[int, int], ...], index: int) -> bool:
    """Whether the next paragraph reopens the quotation that this one left open."""
    if index + 1 >= len(spans) or opened.paragraphs >= PARAGRAPHS_LIMIT:
        return False
    mark = text[spans[index + 1][0]]
    return mark in _REOPENERS and (mark == opened.mark or {mark, opened.mark} == {'"', "“"})


class _SingleMarks:
    """Single quotation marks of one paragraph, told from apostrophes; positions are found once, on demand."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self._firm: list[int] | None = None
        self._loose: list[int] = []
        self._double: list[int] = []
        self._openers: list[int] = []

    def closing(self, at: int) -> int | None:
        """Where the single mark at ``at`` closes, or None if it is an apostrophe."""
        if not self._opens(at):
            return None
        self._find()
        assert self._firm is not None  # noqa: S101  set by _find, for the type checker
        limit = min(self.end, at + UNCLOSED_LIMIT)
        firm = _first_after(self._firm, at + 1, limit)
        loose = _first_after(self._loose, at + 1, limit)
        close = firm if firm is not None else loose
        if firm is not None and loose is not None and loose < firm:
            opener = _first_after(self._openers, at + 1, firm)
            close = loose if opener is not None and loose < opener else firm
        if close is None or close - at < 4 or self._doubles(at, close) % 2:
            return None
        return close

    def _opens(self, at: int) -> bool:
        before = self.text[at - 1] if at > self.start else " "
        following = self.text[at + 1] if at + 1 < self.end else " "
        return (before.isspace() or before in "([—–:") and following.isalpha()

    def _find(self) -> None:
        if self._firm is not None:
            return
        self._firm = []
        text = self.text
        for at in range(self.start, self.end):
            character = text[at]
            if character in '"“”':
                self._double.append(at)
            elif character in "’'‘":
                following = text[at + 1] if at + 1 < self.end else " "
                if self._opens(at):
                    self._openers.append(at)
                elif character != "‘" and not following.isalnum() and at > self.start:
                    before = text[at - 1]
                    if before in _FIRMLY_CLOSED or following in _FIRMLY_CLOSED:
                        self._firm.append(at)
                    elif not before.isspace():
                        self._loose.append(at)

    def _doubles(self, start: int, end: int) -> int:
        return bisect_left(self._double, end) - bisect_left(self._double, start)


def _first_after(positions: list[int], at: int, limit: int) -> int | None:
    index = bisect_left(positions, at)
    return positions[index] if index < len(positions) and positions[index] < limit else None
