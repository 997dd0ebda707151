"""Turn a report into what lineage compares: its sentences, as words with places and as weighted terms.

Headlines, source lines and other scraps are left out, and words between quotation marks are kept
apart: two reporters at one press conference share the speaker's words without knowing each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np
import snowballstemmer

from ripeness.reports.model import Report
from ripeness.reports.sentences import sentences

# How much a shared term says, by its sort. Chosen so that names and the subject's own vocabulary
# cannot carry a link alone: a full set of shared names in a sentence is outweighed by two or three
# words that the writer was free to choose.
NAME_WEIGHT = 0.45
NUMBER_WEIGHT = 1.2
COMMON_WEIGHT = 0.25
SYNONYM_WEIGHT = 0.75
WORD_WEIGHT = 1.0

# A term that more than PILE_FREE stories of the pile hold is its background (the place, the date, last week's
# indictment): n stories leave it about (PILE_FREE / n) ** PILE_RARITY of its weight, in steps of doubled n, so that a
# growing pile seldom changes what was weighed. Small piles are untouched. On 612 reports of one summit, 412 pairs with
# little verbatim overlap had a coverage of .20 and three beads of .25 without it (14 read: no retelling, shared
# background and page furniture); with it, and with furniture left out and light sentences not counted, 36.
PILE_FREE = 5
PILE_RARITY = 0.7

LONGEST_TEXT = 200_000  # code points that are compared; a longer text is cut here, and the lineage says so
SENTENCE_WORDS_LEAST = 5  # shorter ones are headings, bylines and captions
QUOTE_WORDS_LEAST = 4  # a longer quotation is its speaker's, a shorter one the writer's choice of words
FURNITURE_LOOK = 240  # code points of a sentence in which furniture shows itself
QUOTE_LONGEST = 2_000  # code points; an opening mark without its end must not swallow the report

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,:]\d+)*|%")
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
_HYPHEN = re.compile(r"(?<=[a-z])[-‐‑](?=[a-z])")
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = {word: str(value) for value, word in enumerate(_UNITS.split())} | {
    word: str(value * 10) for value, word in enumerate(_TENS.split(), start=3)
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a report: its place, all its words, and the terms that its writer chose."""

    start: int
    end: int
    words: tuple[str, ...]  # casefolded, in order, quotations included
    own: tuple[str, ...]  # casefolded, in order, without quotations
    terms: frozenset[str]  # stems, numbers and names outside quotations


@dataclass(frozen=True, slots=True, eq=False)
class Prose:
    """A report made ready for comparison. ``terms`` are sorted; the arrays are parallel to them."""

    report: Report
    sentences: tuple[Sentence, ...]
    terms: tuple[str, ...]
    weight: np.ndarray  # weight[term]: what sharing it says before its frequency is seen
    count: np.ndarray  # count[term]: sentences of this report that hold it
    holds: np.ndarray  # holds[sentence, term]: 0. or 1.
    telling: frozenset[str]  # terms that are neither names nor words of every such report
    cut: bool  # whether the text was longer than LONGEST_TEXT

    @property
    def words(self) -> int:
        """How many words the compared sentences have."""
        return sum(len(sentence.words) for sentence in self.sentences)


def prose(report: Report) -> Prose:
    """Read a report into sentences and weighted terms; scraps and source lines are left out."""
    text = report.text[:LONGEST_TEXT]
    quoted = [match.span() for match in _QUOTES.finditer(text) if len(_WORD.findall(match[0])) >= QUOTE_WORDS_LEAST]
    lower = frozenset(word for word in re.findall(r"\b[a-z]+\b", text))
    kept: list[Sentence] = []
    weights: dict[str, float] = {}
    seen: set[str] = set()
    for start, end in sentences(text):
        line = text[start:end]
        if _is_scrap(line) or _overlaps(start, end, ((p.start, p.end) for p in report.source_lines)):
            continue
        sentence = _sentence(text, start, end, quoted, lower, weights)
        key = " ".join(sentence.words)
        if len(sentence.words) >= SENTENCE_WORDS_LEAST and key not in seen:
            seen.add(key)
            kept.append(sentence)
    counts = Counter(term for sentence in kept for term in sentence.terms)
    terms = tuple(sorted(counts))
    column = {term: index for index, term in enumerate(terms)}
    holds = np.zeros((len(kept), len(terms)), dtype=np.float32)
    for row, sentence in enumerate(kept):
        holds[row, [column[term] for term in sentence.terms]] = 1.0
    return Prose(
        report,
        tuple(kept),
        terms,
        np.array([weights[term] for term in terms], dtype=np.float32),
        np.array([counts[term] for term in terms], dtype=np.float32),
        holds,
        frozenset(term for term in terms if weights[term] > NAME_WEIGHT),
        len(report.text) > LONGEST_TEXT,
    )


def against_pile(pile: Sequence[Prose], stories: Sequence[int]) -> list[Prose]:
    """The same prose with background terms weighed down; ``stories[i]`` names the copy group of ``pile[i]``.

    Terms are counted by copy group, so that a report which fifty sites carried does not turn its own
    words into background, and adding a copy changes no weight.
    """
    holders: dict[str, set[int]] = {}
    for own, story in zip(pile, stories, strict=True):
        for term in own.terms:
            holders.setdefault(term, set()).add(story)
    keep = {term: background_weight(background_level(len(found))) for term, found in holders.items()}
    return [
        replace(own, weight=own.weight * np.array([keep[term] for term in own.terms], dtype=np.float32)) for own in pile
    ]


def background_level(stories: int) -> int:
    """How many times a term that so many stories hold has doubled what is free: 0 up to twice PILE_FREE, less one."""
    return max(stories // PILE_FREE, 1).bit_length() - 1


def background_weight(level: int) -> float:
    """What is left of a term's weight at a level of ``background_level``: 1 at level 0."""
    return 2.0 ** (-PILE_RARITY * level)


def _sentence(
    text: str,
    start: int,
    end: int,
    quoted: list[tuple[int, int]],
    lower: frozenset[str],
    weights: dict[str, float],
) -> Sentence:
    words: list[str] = []
    own: list[str] = []
    terms: set[str] = set()
    joins = {m.start() for m in _HYPHEN.finditer(text, start, end)}
    pending = ""
    for match in _WORD.finditer(text, start, end):
        surface = pending + match[0]
        pending = ""
        words.append(_plain(match[0]))
        if _overlaps(match.start(), match.end(), quoted):
            continue
        own.append(_plain(match[0]))
        if match.end() in joins:
            pending = surface
            continue
        term, weight = _term(surface, lower)
        if weight > 0:
            terms.add(term)
            weights[term] = max(weight, weights.get(term, 0.0))
    return Sentence(start, end, tuple(words), tuple(own), frozenset(terms))


def _term(surface: str, lower: frozenset[str]) -> tuple[str, float]:
    """What a word counts as, and what sharing it says."""
    word = _plain(surface)
    if word in _NUMBERS and word not in ("zero", "one"):
        return _NUMBERS[word], COMMON_WEIGHT
    if word[0].isdigit():
        return word.replace(",", ""), NUMBER_WEIGHT
    if surface == "US":
        return "u.s", NAME_WEIGHT
    silent, common = common_words()
    if word in silent or (len(word) == 1 and word.isalpha()):
        return word, 0.0
    stem = stem_of(word)
    if stem in common:
        return synonyms().get(stem, stem), COMMON_WEIGHT
    if surface[0].isupper() and word not in lower:
        return stem, NAME_WEIGHT
    return (synonyms()[stem], SYNONYM_WEIGHT) if stem in synonyms() else (stem, WORD_WEIGHT)


def _plain(surface: str) -> str:
    word = surface.casefold().replace("’", "'").rstrip(".")
    return word[:-2] if word.endswith("'s") else word


def _is_scrap(line: str) -> bool:
    """Whether a line is no sentence: a heading, a byline, a menu."""
    tail = line.rstrip().rstrip("\"'”’»)]")
    if _FURNITURE.search(line[:FURNITURE_LOOK]):
        return True
    return not tail or (tail[-1] not in ".!?…:;" and len(line.split()) < 14)


def _overlaps(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < stop and begin < end for begin, stop in spans)


_STEMMER = snowballstemmer.stemmer("english")


@cache
def stem_of(word: str) -> str:
    """The English stem of a casefolded word (Snowball, Porter 2)."""
    return _STEMMER.stemWord(word)


@cache
def common_words() -> tuple[frozenset[str], frozenset[str]]:
    """Function words as they are, and the stems of words that any such report uses."""
    silent, _, common = _data("common_words.txt").partition("\n--\n")
    return frozenset(silent.split()), frozenset(stem_of(word) for word in common.split())


@cache
def synonyms() -> dict[str, str]:
    """Stem -> the name of its group; a stem in several groups belongs to the first."""
    groups: dict[str, str] = {}
    for line in _data("synonyms.txt").splitlines():
        stems = [stem_of(word) for word in line.split()]
        for stem in stems:
            groups.setdefault(stem, f"~{stems[0]}")
    return groups


def _data(name: str) -> str:
    text = files("ripeness.lineage").joinpath("data", name).read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.startswith("#"))
