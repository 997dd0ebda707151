"""Turn a report into what lineage compares: its sentences, as words with places and as weighted terms.

Headlines, source lines and other scraps are left out, and words between quotation marks are kept
apart: two reporters at one press conference share the speaker's words without knowing each other.

A `Prose` is arrays of numbers, about 10 KB for 400 words. Its words as text are read again from the report when
somebody asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from ripeness.lineage.shingles import TRANSCRIPT, VERBATIM_LEAST, shingles
from ripeness.lineage.spans import Spans
from ripeness.lineage.words import NAME_WEIGHT, WORD, WORD_OF, Word, key_of
from ripeness.reports.model import Passage, Report
from ripeness.reports.sentences import sentences

# A term that more than PILE_FREE stories of the pile hold is its background (the place, the date, last week's
# indictment): n stories leave it about (PILE_FREE / n) ** PILE_RARITY of its weight, in steps of doubled n, so that a
# growing pile seldom changes what was weighed. Small piles are untouched. On 612 reports of one summit, 412 pairs with
# little verbatim overlap had a coverage of .20 and three beads of .25 without it (14 read: no retelling, shared
# background and page furniture); with it, and with furniture left out and light sentences not counted, 36.
PILE_FREE = 5
PILE_RARITY = 0.7

LONGEST_TEXT = 200_000  # code points that are compared; a longer text is cut here, and the lineage says so
# Sentences that are compared; the rest is cut too. Two reports of 8,000 tiny sentences take 2 GB to compare, of 3,000
# less than half a GB. It bounds memory and tunes nothing: 200,000 characters of news are 1,500 sentences.
SENTENCES_MOST = 3_000
SENTENCE_WORDS_LEAST = 5  # shorter ones are headings, bylines and captions
QUOTE_WORDS_LEAST = 4  # a longer quotation is its speaker's, a shorter one the writer's choice of words
FURNITURE_LOOK = 240  # code points of a sentence in which furniture shows itself
QUOTE_LONGEST = 2_000  # code points; an opening mark without its end must not swallow the report

_QUOTES = re.compile(r"“[^“”\n]{1,%d}”|\"[^\"\n]{1,%d}\"|«[^«»\n]{1,%d}»" % ((QUOTE_LONGEST,) * 3))  # noqa: UP031
# Rights, credits and invitations, which the pages of one house share whatever they report.
_FURNITURE = re.compile(
    r"all rights reserved|may not be (?:published|reproduced|broadcast|reprinted)|\bcopyright\b"
    r"|contributed to th(?:is|e) (?:report|story)|\b(?:reporting|editing|writing) by\b"
    r"|\b(?:follow|find) (?:us |him |her |them )?on (?:twitter|facebook|instagram)|\bsign up (?:for|to)\b"
    r"|\b(?:our|your|free|daily|weekly|e-?mail) newsletters?\b|\bnewsletters? (?:sign|here|delivered)"
    r"|\bsubscri(?:be|bed|ption)\b|\bbreaking news\b|\bnews alerts?\b|\bnotifications\b"
    r"|\bbrowsing mode\b|\byour weather\b|\bthe location at any time\b|\b(?:community|conversation) guidelines\b"
    r"|\bprivacy policy\b|\bterms of (?:use|service)\b|\bjavascript\b|\bwindow\.\w+|\bcookies?\b"
    r"|^(?:read|see|watch|view) (?:more|also)\b|\bclick here\b|^updated:? ",
    re.IGNORECASE,
)
# Each alternative of _FURNITURE holds one of these: looked for first, because the search itself is slow.
_FURNITURE_SIGNS = (
    *("rights reserved", "may not be ", "copyright", "contributed to th", "ing by", " on twitter", " on facebook"),
    *(" on instagram", "sign up ", "newsletter", "subscri", "breaking news", "news alert", "notifications"),
    *("browsing mode", "your weather", "location at any time", "guidelines", "privacy policy", "terms of "),
    *("javascript", "window.", "cookie", " more", " also", "click here", "updated"),
)
_LOWER = re.compile(r"\b[a-z]+\b")
_HYPHEN = re.compile(r"(?<=[a-z])[-‐‑](?=[a-z])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a report: its place, all its words, and the terms that its writer chose."""

    start: int
    end: int
    words: tuple[str, ...]  # casefolded, in order, quotations included
    own: tuple[str, ...]  # casefolded, in order, without quotations
    terms: frozenset[str]  # stems, numbers and names outside quotations


@dataclass(frozen=True, eq=False)
class Prose:
    """A report made ready for comparison, as C-ordered arrays.

    Sentences, words and terms are rows of arrays; a term's sentences stand one after another in ``place``, the
    terms in the order of ``key``. What is text (``sentences``, ``terms``, ``telling``) is read again when asked for.
    """

    report: Report
    start: np.ndarray  # int32[sentence]: code points of the report's text
    end: np.ndarray  # int32[sentence], exclusive
    length: np.ndarray  # int32[sentence]: its words
    word: np.ndarray  # uint32[word]: half of the 64 bits of each word, quotations included
    key: np.ndarray  # uint64[term], rising: 64 bits of the term
    base: np.ndarray  # float32[term]: what sharing it says by its sort
    weight: np.ndarray  # float32[term]: the same in its pile, where background says less
    count: np.ndarray  # int32[term]: sentences of this report that hold it
    place: np.ndarray  # int32[held]: for one term after another its sentences, rising
    runs: np.ndarray  # uint64[run], rising: its distinct four-word runs
    same: np.ndarray  # uint64[1]: 64 bits of the whole text but for capitals and white space; 0 where there is none
    cut: bool  # whether the text was longer than LONGEST_TEXT, or had more sentences than SENTENCES_MOST
    _passages: dict[tuple[int, int], Passage] = field(default_factory=dict, repr=False)

    def passage(self, span: tuple[int, int]) -> Passage:
        """The words from the first to the last of some sentences (end exclusive); for one span always one object."""
        if (found := self._passages.get(span)) is None:
            found = self.report.passage(int(self.start[span[0]]), int(self.end[span[1] - 1]))
            self._passages[span] = found
        return found

    @property
    def words(self) -> int:
        """How many words the compared sentences have."""
        return len(self.word)

    @property
    def telling_keys(self) -> np.ndarray:
        """The keys of the terms that are neither names nor words of every such report."""
        return self.key[self.base > np.float32(NAME_WEIGHT)]

    @cached_property
    def _text(self) -> tuple[tuple[Sentence, ...], dict[int, str]]:
        return _as_text(self.report)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The compared sentences as text."""
        return self._text[0]

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The terms as text, parallel to ``key``, ``weight`` and ``count``."""
        return tuple(self._text[1][int(key)] for key in self.key)

    @cached_property
    def telling(self) -> frozenset[str]:
        """Terms that are neither names nor words of every such report."""
        return frozenset(self._text[1][int(key)] for key in self.telling_keys)


@dataclass(slots=True)
class _Line:
    """A sentence while it is read."""

    start: int
    end: int
    words: list[Word]
    own: list[Word]
    counted: list[Word]  # as ``own``, compounds joined
    kept: bool


def prose(report: Report) -> Prose:
    """Read a report into sentences and weighted terms; scraps and source lines are left out."""
    lower = frozenset(_LOWER.findall(report.text[:LONGEST_TEXT]))
    kept: list[_Line] = []
    weights: dict[int, float] = {}
    places: dict[int, list[int]] = {}
    lines, cut = _lines(report)
    for line in lines:
        row = len(kept)
        for plain, _, term, name in line.counted:
            if name is not None and plain not in lower:
                term = name
            if term is not None:
                key, weight, _ = term
                if weight > weights.get(key, 0.0):
                    weights[key] = weight
                if line.kept:
                    held = places.setdefault(key, [])
                    if not held or held[-1] != row:
                        held.append(row)
        if line.kept:
            kept.append(line)
    keys = sorted(places)
    base = np.array([weights[key] for key in keys], dtype=np.float32)
    words = np.array([word.key for line in kept for word in line.words], dtype=np.uint64)
    return Prose(
        report,
        np.array([line.start for line in kept], dtype=np.int32),
        np.array([line.end for line in kept], dtype=np.int32),
        np.array([len(line.words) for line in kept], dtype=np.int32),
        words.astype(np.uint32),
        np.array(keys, dtype=np.uint64),
        base,
        base,
        np.array([len(places[key]) for key in keys], dtype=np.int32),
        np.array([row for key in keys for row in places[key]], dtype=np.int32),
        _runs(kept, words),
        np.array([_whole(report.text)], dtype=np.uint64),
        cut,
    )


def in_pile(own: Prose, levels: np.ndarray) -> Prose:
    """The same prose with background weighed down; ``levels[term]`` (``background_level``) parallel to ``own.key``."""
    return replace(own, weight=own.base * background_weight(levels))


def background_level(stories: np.ndarray) -> np.ndarray:
    """How often a term that so many stories hold has doubled what is free: 0 up to twice PILE_FREE, less one."""
    doubled = np.frexp(np.maximum(stories // PILE_FREE, 1).astype(np.float64))[1]
    return (doubled - 1).astype(np.int8)


def background_weight(levels: np.ndarray) -> np.ndarray:
    """What is left of a term's weight at each level of ``background_level``, as float32: 1 at level 0."""
    return (2.0 ** (-PILE_RARITY * levels)).astype(np.float32)


def _runs(lines: Sequence[_Line], words: np.ndarray) -> np.ndarray:
    """A report's four-word runs outside quotations; where it is nearly all quotation (a transcript), all of them."""
    own = shingles(
        np.array([word.key for line in lines for word in line.own], dtype=np.uint64), [len(line.own) for line in lines]
    )
    if len(own) >= VERBATIM_LEAST:
        return own
    everything = shingles(words, [len(line.words) for line in lines])
    return own if len(own) >= TRANSCRIPT * len(everything) else everything


def _whole(text: str) -> int:
    plain = " ".join(text.casefold().split())
    return key_of(plain) or 1 if plain else 0


def _as_text(report: Report) -> tuple[tuple[Sentence, ...], dict[int, str]]:
    """The compared sentences of a report as text, and its terms by their keys."""
    lower = frozenset(_LOWER.findall(report.text[:LONGEST_TEXT]))
    rows, names = [], {}
    for line in _lines(report)[0]:
        if line.kept:
            terms = {term.key: term.term for word in line.counted if (term := word.term_in(lower)) is not None}
            names.update(terms)
            words, own = (tuple(word.plain for word in each) for each in (line.words, line.own))
            rows.append(Sentence(line.start, line.end, words, own, frozenset(terms.values())))
    return tuple(rows), names


def _lines(report: Report) -> tuple[list[_Line], bool]:
    """The sentences of a report but scraps and source lines, and whether it was too long to take all.

    Those too short or told before are not ``kept``.
    """
    text = report.text[:LONGEST_TEXT]
    quoted = Spans(match.span() for match in _QUOTES.finditer(text) if len(WORD.findall(match[0])) >= QUOTE_WORDS_LEAST)
    source_lines = Spans((line.start, line.end) for line in report.source_lines)
    seen: set[str] = set()
    lines: list[_Line] = []
    for start, end in sentences(text):
        line = text[start:end]
        if _is_scrap(line) or source_lines.overlap(start, end):
            continue
        words = own = counted = list(map(WORD_OF.__getitem__, WORD.findall(line)))
        if quoted.overlap(start, end) or "-" in line or "‐" in line or "‑" in line:
            words, own, counted = _with_marks(text, start, end, quoted)
        whole = " ".join([word.plain for word in words])
        kept = len(words) >= SENTENCE_WORDS_LEAST and whole not in seen
        if kept and len(seen) == SENTENCES_MOST:
            return lines, True
        if kept:
            seen.add(whole)
        lines.append(_Line(start, end, words, own, counted, kept))
    return lines, len(report.text) > LONGEST_TEXT


def _with_marks(text: str, start: int, end: int, quoted: Spans) -> tuple[list[Word], list[Word], list[Word]]:
    """The words of a sentence, those outside quotations, and the latter with 'cease-fire' as one word."""
    words: list[Word] = []
    own: list[Word] = []
    counted: list[Word] = []
    joins = {m.start() for m in _HYPHEN.finditer(text, start, end)}
    pending = ""
    for match in WORD.finditer(text, start, end):
        surface = pending + match[0]
        pending = ""
        word = WORD_OF[match[0]]
        words.append(word)
        if quoted.overlap(match.start(), match.end()):
            continue
        own.append(word)
        if match.end() in joins:
            pending = surface
        else:
            counted.append(WORD_OF[surface])
    return words, own, counted


def _is_scrap(line: str) -> bool:
    """Whether a line is no sentence: a heading, a byline, a menu."""
    tail = line.rstrip().rstrip("\"'”’»)]」』")
    top = line[:FURNITURE_LOOK]
    plain = top.casefold()
    if any(sign in plain for sign in _FURNITURE_SIGNS) and _FURNITURE.search(top):
        return True
    return not tail or (tail[-1] not in ".!?…:;。！？؟۔।" and len(line.split()) < 14)
