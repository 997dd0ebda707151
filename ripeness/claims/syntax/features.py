"""What the parser sees of a word: its form, pieces of it, its beginning and end, and its shape, as numbers."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Mapping
from typing import NamedTuple

PREFIX_ROWS, SUFFIX_ROWS, ENDING_ROWS, SHAPE_ROWS = 2048, 4096, 1024, 256  # rows of the tables that forms are hashed to
# A word longer than this is an address or garbage: it is cut, so that work stays linear in the text.
LENGTH_LIMIT = 60

_DIGIT = re.compile(r"\d")
_PIECE = re.compile(r"[^\W_]+|\S")


class Features(NamedTuple):
    """Rows of the network's tables; ``word`` is 0 for a word that the treebank does not have."""

    word: int
    pieces: tuple[int, ...]
    prefix: int
    suffix: int
    ending: int
    shape: int


def features(form: str, words: Mapping[str, int], pieces: Mapping[str, int]) -> Features:
    """The rows for one form; ``pieces`` is a WordPiece vocabulary of lower-case pieces, '##' before inner ones."""
    form = form[:LENGTH_LIMIT]
    lower = normal(form)
    return Features(
        words.get(lower, 0),
        tuple(word_pieces(lower, pieces)),
        _row("p" + lower[:3], PREFIX_ROWS),
        _row("s" + lower[-3:], SUFFIX_ROWS),
        _row("e" + lower[-2:], ENDING_ROWS),
        _row(shape(form), SHAPE_ROWS),
    )


def normal(form: str) -> str:
    """A form in lower case with straight apostrophes, hyphens and double marks, and every digit a nought."""
    plain = form.lower().replace("’", "'").replace("‘", "'").replace("‑", "-")
    return _DIGIT.sub("0", plain)


def shape(form: str) -> str:
    """Capitals, small letters, digits and marks of a form, at most three of a kind in a row."""
    kinds: list[str] = []
    for character in form:
        kind = "X" if character.isupper() else "x" if character.isalpha() else "d" if character.isdigit() else character
        if kinds[-3:] != [kind] * 3:
            kinds.append(kind)
    return "".join(kinds)


def word_pieces(lower: str, pieces: Mapping[str, int]) -> list[int]:
    """Rows of the longest pieces that a lower-case word is made of, from the left; none for what has no piece."""
    plain = "".join(c for c in unicodedata.normalize("NFD", lower) if unicodedata.category(c) != "Mn")
    found: list[int] = []
    for part in _PIECE.findall(plain):
        start = 0
        while start < len(part):
            for end in range(len(part), start, -1):
                row = pieces.get(("##" if start else "") + part[start:end])
                if row is not None:
                    found.append(row)
                    start = end
                    break
            else:
                break
    return found


def _row(text: str, rows: int) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) % rows
