"""What a word of a report counts as: its stem, its group of synonyms, a name, a number, or nothing.

Words and terms are known by 64-bit numbers that are the same in every process and on every machine, so that
reports which were read in different places can be compared. Two of a million words share a number with a chance of
about 3 in a hundred million.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.resources import files
from typing import NamedTuple

import snowballstemmer

# How much a shared term says, by its sort. Chosen so that names and the subject's own vocabulary
# cannot carry a link alone: a full set of shared names in a sentence is outweighed by two or three
# words that the writer was free to choose.
NAME_WEIGHT = 0.45
NUMBER_WEIGHT = 1.2
COMMON_WEIGHT = 0.25
SYNONYM_WEIGHT = 0.75
WORD_WEIGHT = 1.0

# Looked-up surface forms that a process keeps, about 100 MB; past it they are forgotten and looked up anew. As many
# stems and folded words are kept as well, the latest.
SURFACES_MOST = 200_000

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,:]\d+)*|%")
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = {word: str(value) for value, word in enumerate(_UNITS.split())} | {
    word: str(value * 10) for value, word in enumerate(_TENS.split(), start=3)
}
_STEMMER = snowballstemmer.stemmer("english")


class Term(NamedTuple):
    """What sentences share: a stem, a number, a name or a group of synonyms."""

    key: int  # 64 bits of ``term``
    weight: float  # what sharing it says before its frequency is seen
    term: str


class Word(NamedTuple):
    """A word as it is written somewhere."""

    plain: str  # casefolded, without a possessive
    key: int  # 64 bits of ``plain``
    term: Term | None  # None: it says nothing
    name: Term | None  # instead of ``term`` in a report that never writes ``plain`` small; None: never a name

    def term_in(self, lower: frozenset[str]) -> Term | None:
        """What it counts as in a report whose small words are ``lower``."""
        return self.name if self.name is not None and self.plain not in lower else self.term


class _Surfaces(dict[str, Word]):
    """Each surface form is looked up once."""

    def __missing__(self, surface: str) -> Word:
        if len(self) >= SURFACES_MOST:
            self.clear()
        word = self[surface] = _word(surface)
        return word


WORD_OF = _Surfaces()  # the word that a surface form is; the only state of this module, and a mere cache


def key_of(word: str) -> int:
    """64 bits that stand for a word or a term."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _word(surface: str) -> Word:
    plain = _plain(surface)
    term, name = _terms(surface, plain)
    return Word(plain, key_of(plain), term, name)


def _plain(surface: str) -> str:
    word = surface.casefold().replace("’", "'").rstrip(".")
    return word[:-2] if word.endswith("'s") else word


def _terms(surface: str, word: str) -> tuple[Term | None, Term | None]:
    """What a word counts as, and what it counts as where it is a name."""
    if word in _NUMBERS and word not in ("zero", "one"):
        return _term(_NUMBERS[word], COMMON_WEIGHT), None
    if word[0].isdigit():
        return _term(word.replace(",", ""), NUMBER_WEIGHT), None
    if surface == "US":
        return _term("u.s", NAME_WEIGHT), None
    silent, common = common_words()
    if word in silent or (len(word) == 1 and word.isalpha()):
        return None, None
    stem = stem_of(word)
    group = synonyms().get(stem)
    if stem in common:
        return _term(group or stem, COMMON_WEIGHT), None
    own = _term(group, SYNONYM_WEIGHT) if group else _term(stem, WORD_WEIGHT)
    return own, _term(stem, NAME_WEIGHT) if surface[0].isupper() else None


def _term(term: str, weight: float) -> Term:
    return Term(key_of(term), weight, term)


@lru_cache(maxsize=SURFACES_MOST)
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
