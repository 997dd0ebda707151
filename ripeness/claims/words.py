"""A report as sentences of tokens in which every quotation is one token.

The rule machine for speakers looks at what stands *around* a quotation, so its words are masked
before sentences are cut: a full stop inside a quotation never ends the sentence that reports it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from ripeness.claims.quotes import Quote, quotes
from ripeness.reports.model import Report
from ripeness.reports.sentences import paragraphs, sentences

TokenKind = Literal["word", "mark", "quote", "owner"]  # owner: the "'s" of "Aldova's"

_STOPPED = (
    r"(?:Mr|Mrs|Ms|Mx|Dr|Gen|Sen|Rep|Gov|Col|Lt|Capt|Sgt|Prof|Rev|Adm|Maj|Brig|St|Jr|Sr|Amb|Hon|Pres|Cmdr"
    r"|Ltd|Inc|Corp|Co|Bros)\."
)
_TOKEN = re.compile(
    rf"{_STOPPED}|(?:[^\W\d_]\.){{2,}}(?:-[^\W_]+(?:-[^\W_]+)*)?|[A-Z]\.(?=\s+[A-Z])|[^\W_]+(?:[.'’\-‑&@][^\W_]+)*|\S"
)
_OWNER = re.compile(r"(?:'s|’s)$", re.IGNORECASE)


# A 'sentence' with more tokens is a list or garbage; it is cut, so that work stays linear in the text.
# The longest sentence in PolNeAR's articles has 97.
TOKENS_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark or a whole quotation at ``start``..``end`` of the report's text."""

    start: int
    end: int
    text: str
    kind: TokenKind
    quote: int = -1  # index into Reading.quotes
    # Asked for many times over, so worked out once: the word in lower case, as the word lists have it, and whether
    # the word starts like a name (al-Harun and el-Sur included).
    lower: str = field(init=False, repr=False, compare=False)
    cap: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        text = self.text
        object.__setattr__(self, "lower", text.lower().replace("’", "'"))
        particle = text[3:4].isupper() and text[:3].lower() in ("al-", "el-", "as-", "ar-", "d'a")
        object.__setattr__(self, "cap", self.kind == "word" and (text[:1].isupper() or particle))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the masked text; ``first`` says that it begins its paragraph."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    paragraph: int
    first: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A report cut into sentences of tokens, with its quotations."""

    report: Report
    quotes: tuple[Quote, ...]
    sentences: tuple[Sentence, ...]

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence that holds ``offset``, or of the last one that starts before it."""
        return max(0, bisect_right(self.sentences, offset, key=lambda s: s.start) - 1)


def read(report: Report) -> Reading:
    """Find the quotations of a report and cut the rest into sentences and tokens."""
    found = quotes(report.text)
    masked = _masked(report.text, found)
    bounds = paragraphs(masked)
    starts = [start for start, _ in bounds]
    rows: list[Sentence] = []
    upcoming = 0
    for start, end in sentences(masked):
        while upcoming < len(found) and found[upcoming].outer_end <= start:
            upcoming += 1
        paragraph = bisect_right(starts, start) - 1
        tokens = _tokens(report.text, start, end, found, upcoming)
        for at in range(0, len(tokens), TOKENS_LIMIT):
            piece = tokens[at : at + TOKENS_LIMIT]
            first = starts[paragraph] == start and at == 0
            cut = _dateline(piece) if first else 0
            for part in (piece[:cut], piece[cut:]):
                if part:
                    rows.append(Sentence(part[0].start, part[-1].end, part, paragraph, first))
    return Reading(report, found, tuple(rows))


# How many words the place and the agency before a report's first sentence may have.
_DATELINE_TOKENS = 12


def _dateline(tokens: tuple[Token, ...]) -> int:
    """How many tokens of a paragraph's first sentence are its dateline: 'ORLY, March 3 (CPA) —', 'PORT KELL -'."""
    if len(tokens) < 3 or not (tokens[0].text.isupper() and len(tokens[0].text) > 2):
        return 0
    agency = False  # between parentheses: '(Tribune of the Lakes)'
    for at, token in enumerate(tokens[1:_DATELINE_TOKENS], 1):
        if token.kind == "quote":
            return 0
        if token.text in "—–-" and token.kind == "mark":
            return at + 1
        if token.kind == "word" and not (agency or token.cap or token.text.isdigit()):
            return 0
        agency = token.text == "(" or (agency and token.text != ")")
    return 0


def _masked(text: str, found: tuple[Quote, ...]) -> str:
    """The text with the words of every quotation crossed out, in which sentences end where they should."""
    pieces: list[str] = []
    at = 0
    for quote in found:
        pieces.append(text[at : quote.outer_start])
        length = quote.outer_end - quote.outer_start
        first = "X" if text[quote.start].isupper() else "x"
        ends = _ends_sentence(text, quote)
        pieces.append(first + "x" * (length - 2) + ("." if ends else "x") if length > 1 else "x")
        at = quote.outer_end
    pieces.append(text[at:])
    return "".join(pieces)


# How far to look behind a quotation for the verb that still belongs to its sentence.
_LOOK_AHEAD = 120
_GOES_ON = re.compile(r"\s*(?:[,;:–—―-]|[a-z])")
_ASKED = re.compile(
    r"\s*(?:(?:(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|President|Minister)\.?\s+)?"
    r"(?:[A-Z][\w’'.-]*\s+){0,3}?(?:he|she|they|[A-Z][\w’'.-]*)\s+"
    r"(?:said|says|asked|asks|wrote|added|told|replied|demanded|mentioned|remarked|tweeted|posted)\b)"
)


def _ends_sentence(text: str, quote: Quote) -> bool:
    """Whether the sentence ends with this quotation: its last mark is a stop and no attribution follows."""
    if text[quote.end - 1] not in ".!?…":
        return False
    following = text[quote.outer_end : quote.outer_end + _LOOK_AHEAD].split("\n", 1)[0]
    goes_on = _GOES_ON.match(following) or (text[quote.end - 1] != "." and _ASKED.match(following))
    return not goes_on and quote.closed


def _tokens(text: str, start: int, end: int, found: tuple[Quote, ...], first: int) -> tuple[Token, ...]:
    """The tokens between ``start`` and ``end``; quotations from ``first`` on are one token each."""
    tokens: list[Token] = []
    at, index = start, first
    while index < len(found) and found[index].outer_start < end:
        quote = found[index]
        tokens.extend(words(text, at, quote.outer_start))
        tokens.append(Token(quote.outer_start, quote.outer_end, text[quote.start : quote.end][:80], "quote", index))
        at = max(at, quote.outer_end)
        index += 1
    tokens.extend(words(text, at, end))
    return tuple(tokens)


def words(text: str, start: int, end: int) -> list[Token]:
    """The words and marks of ``text[start:end]``; "Aldova's" is two tokens, the name and its owner mark."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, max(start, end)):
        word = match.group()
        left, right = match.span()
        owner = _OWNER.search(word)
        if owner and owner.start():
            cut = left + owner.start()
            tokens.append(Token(left, cut, text[left:cut], "word"))
            tokens.append(Token(cut, right, text[cut:right], "owner"))
        elif word in "'’" and tokens and tokens[-1].end == left and tokens[-1].text.endswith("s"):
            tokens.append(Token(left, right, word, "owner"))
        else:
            tokens.append(Token(left, right, word, "word" if word[0].isalnum() else "mark"))
    return tokens
