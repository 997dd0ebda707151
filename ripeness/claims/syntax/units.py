"""From the reader's tokens to the units that the parser was trained on, and back.

Universal Dependencies split "don't" and "cannot" in two; the reader's tokens do not. The reader's tokens split "1,000"
and "..." in three; the treebank does not. Units follow the treebank there. Hyphenated words stay whole, as the reader
has them: the parser is trained on trees whose hyphenated words were put together again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ripeness.claims.words import Token

# What a quotation looks like to the parser, whatever its words are.
PLACEHOLDER = "“”"

_NEGATED = re.compile(r".+(n['’]t)$", re.IGNORECASE)
_SHORTENED = re.compile(r".+(['’](?:ll|re|ve|d|m))$", re.IGNORECASE)
_NUMERAL = re.compile(r"\d+$")
_REPEATED = frozenset(".-–—!?*=_~#'`")
# A row of the same mark is one unit up to this length; a longer one is cut, as a word of a treebank would be.
_ROW_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Unit:
    """One word for the parser: the tokens ``first`` to ``last`` inclusive, or a part of one token."""

    form: str
    first: int
    last: int
    start: int  # code points of the text, as in Token
    end: int


def units(tokens: Sequence[Token]) -> list[Unit]:
    """Cut a sentence's tokens into units, in order; every token is in at least one unit."""
    found: list[Unit] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        last = _joined(tokens, at)
        if last > at:
            form = "".join(each.text for each in tokens[at : last + 1])
            found.append(Unit(form, at, last, token.start, tokens[last].end))
        elif token.kind == "quote":
            found.append(Unit(PLACEHOLDER, at, at, token.start, token.end))
        elif token.kind == "word" and (cut := _cut(token.text)):
            middle = token.start + cut
            found.append(Unit(token.text[:cut], at, at, token.start, middle))
            found.append(Unit(token.text[cut:], at, at, middle, token.end))
        else:
            found.append(Unit(token.text, at, at, token.start, token.end))
        at = last + 1
    return found


def _joined(tokens: Sequence[Token], at: int) -> int:
    """Index of the last token that belongs to one numeral or one row of marks with the token at ``at``."""
    token = tokens[at]
    last = at
    if token.kind == "word" and _NUMERAL.match(token.text):
        while (
            last + 2 < len(tokens)
            and last - at < _ROW_LIMIT
            and tokens[last + 1].text in (",", ":", ".")
            and _touching(tokens, last)
            and _touching(tokens, last + 1)
            and _NUMERAL.match(tokens[last + 2].text)
        ):
            last += 2
    elif token.text in _REPEATED and token.kind != "quote":
        while (
            last + 1 < len(tokens)
            and last - at < _ROW_LIMIT
            and tokens[last + 1].text == token.text
            and tokens[last + 1].kind == token.kind
            and _touching(tokens, last)
        ):
            last += 1
    return last


def _touching(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].end == tokens[at + 1].start


def _cut(text: str) -> int:
    """Where a contraction is cut in two, or 0 if it is none."""
    if "'" not in text and "’" not in text:
        return 3 if text.lower() == "cannot" else 0
    match = _NEGATED.match(text) or _SHORTENED.match(text)
    return match.start(1) if match else 0


@dataclass(frozen=True, slots=True)
class Folded:
    """An analysis of tokens; ``forms`` are what was tagged: the token, or the part of it that stands for it."""

    forms: list[str]
    tags: list[str]
    heads: list[int]
    labels: list[str]


def fold(
    tokens: Sequence[Token], cut: Sequence[Unit], tags: Sequence[str], heads: Sequence[int], labels: Sequence[str]
) -> Folded:
    """Bring tags, heads (-1: root) and labels of units back to the tokens that they were cut from.

    A token of several units takes the arc of the one that is nearest the root, of equals the first; so a tree stays a
    tree. The further tokens of a unit hang on its first one.
    """
    folded = Folded([token.text for token in tokens], ["X"] * len(tokens), [-1] * len(tokens), ["root"] * len(tokens))
    nearest: dict[int, int] = {}  # token -> distance from the root of the unit that stands for it
    for index, unit in enumerate(cut):
        distance, at = 0, heads[index]
        while at >= 0 and unit.last == unit.first:
            distance, at = distance + 1, heads[at]
        at = unit.first
        if distance >= nearest.get(at, len(cut) + 1):
            continue
        nearest[at] = distance
        folded.forms[at], folded.tags[at], folded.labels[at] = unit.form, tags[index], labels[index]
        folded.heads[at] = -1 if heads[index] < 0 else cut[heads[index]].first
        for inner in range(at + 1, unit.last + 1):
            mark = tokens[inner].kind == "mark"
            folded.tags[inner], folded.labels[inner] = ("PUNCT", "punct") if mark else (tags[index], "flat")
            folded.heads[inner] = at
    return folded
