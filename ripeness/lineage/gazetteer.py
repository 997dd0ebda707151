"""Names that are known (institutions, states, outlets), and the words that spinners put in the place of others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from ripeness.lineage.outlets import known_outlets
from ripeness.lineage.words import SURFACES_MOST, stem_of

Kind = str  # as in institutions.tsv, 'outlet', or 'state'


@dataclass(frozen=True, slots=True)
class Name:
    """A known name: ``words`` as written, and the folded form in which it is looked up."""

    text: str
    kind: Kind
    words: tuple[str, ...]


@cache
def names() -> tuple[Name, ...]:
    """Institutions, outlets and states under every name that they have, without 'The'."""
    found: dict[str, Name] = {}
    for text, kind in (*_institutions(), *_outlets(), *((each, "state") for each in states()[0])):
        plain = re.sub(r"^[Tt]he ", "", text)
        words = tuple(word for word in WORD.findall(plain))
        if words:
            found.setdefault(plain, Name(plain, kind, words))
    return tuple(found.values())


def _institutions() -> Iterator[tuple[str, Kind]]:
    for name, kind, others in _rows("institutions.tsv"):
        for text in (name, *others.split("|")):
            if text:
                yield text, kind


def _outlets() -> Iterator[tuple[str, Kind]]:
    for outlet in known_outlets():
        for text in (outlet.name, *outlet.short):
            yield text, "outlet"


@cache
def states() -> tuple[tuple[str, ...], frozenset[str]]:
    """Every name, adjective and seat of a state; and the adjectives alone, casefolded."""
    everything: list[str] = []
    adjectives: set[str] = set()
    for columns in _rows("states.tsv"):
        parts = [column.split("|") for column in columns]
        everything.extend(each for part in parts for each in part if each)
        adjectives.update(each.casefold() for each in parts[1] if each)
    return tuple(everything), frozenset(adjectives)


def word_set(text: str) -> frozenset[str]:
    """The words of ``text``."""
    return frozenset(text.split())


# 'U.S.', "People's", 'Inter-American', 'd'Orsay'; a hyphen joins.
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-‐‑'’][^\W_]+)*|&")
_AMERICAN = (
    (re.compile(r"our\b"), "or"),
    (re.compile(r"(?<=[^aeiou])tre(s?)\b"), r"ter\1"),
    (re.compile(r"is(e[ds]?|ing|ations?)\b"), r"iz\1"),
    (re.compile(r"(?<=[fp])ence(s?)\b"), r"ense\1"),
    (re.compile(r"ogramme"), "ogram"),
    (re.compile(r"\bgrey"), "gray"),
    (re.compile(r"ll(?=ed\b|ing\b)"), "l"),
    (re.compile(r"ogue(s?)\b"), r"og\1"),
)


@lru_cache(maxsize=SURFACES_MOST)
def folded(word: str) -> str:
    """A word as names are compared: no case, accents, full stops, hyphens or possessive; American spelling."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    plain = re.sub(r"['’]s?$", "", plain.replace("’", "'")) if plain.endswith(("'s", "’s", "'", "’")) else plain
    plain = re.sub(r"[.'’‐‑-]", "", plain)
    for pattern, becomes in _AMERICAN:
        plain = pattern.sub(becomes, plain)
    return plain


@cache
def known_keys() -> frozenset[tuple[str, ...]]:
    """The folded words of every known name."""
    return frozenset(tuple(folded(word) for word in name.words) for name in names())


@cache
def known_words() -> frozenset[str]:
    """The folded words of known names of one word, and of states: none of them is a misspelling of another."""
    single = {key[0] for key in known_keys() if len(key) == 1}
    return frozenset(single | {folded(word) for text in states()[0] for word in WORD.findall(text)})


@cache
def swaps() -> dict[str, frozenset[tuple[str, ...]]]:
    """Stem of a true word -> what stands for it: stems, several where one word becomes two."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for true, (odd, near) in _name_swaps().items():
        found.setdefault(stem_of(true), set()).update(tuple(map(stem_of, words)) for words in (*odd, *near))
    for true, others in close_synonyms().items():
        found.setdefault(true, set()).update((other,) for other in others)
    return {true: frozenset(others - {(true,)}) for true, others in found.items()}


@cache
def odd_swaps() -> dict[str, tuple[tuple[str, ...], ...]]:
    """True word as written -> the words that nobody would put for it in a set phrase."""
    return {true: odd for true, (odd, _) in _name_swaps().items()}


_Swaps = tuple[tuple[str, ...], ...]


@cache
def _name_swaps() -> dict[str, tuple[_Swaps, _Swaps]]:
    found = {}
    for line in _lines("name_swaps.txt"):
        odd, _, near = line.partition("|")
        true, *others = odd.split()
        found[true] = (tuple(tuple(o.split("_")) for o in others), tuple(tuple(o.split("_")) for o in near.split()))
    return found


@cache
def close_synonyms() -> dict[str, frozenset[str]]:
    """Stem -> the stems that mean nearly the same: one for the other is odd in a name, not in a phrase."""
    found: dict[str, set[str]] = {}
    for line in _lines("synonyms.txt"):
        group = {stem_of(word) for word in line.split()}
        for stem in group:
            found.setdefault(stem, set()).update(group)
    return {stem: frozenset(others - {stem}) for stem, others in found.items()}


def swapped(true: str, seen: str) -> bool:
    """Whether the one word ``seen`` is a swap for the word ``true`` (both as written)."""
    stem, other = stem_of(true.casefold()), stem_of(seen.casefold())
    return stem != other and (other,) in swaps().get(stem, ())


def near(true: str, seen: str) -> bool:
    """Whether ``seen`` is so close to ``true`` that another body may well be called so: a committee, a council."""
    key = tuple(map(stem_of, seen.casefold().split()))
    return key in swaps().get(stem_of(true.casefold()), ()) and key not in _odd_stems().get(
        stem_of(true.casefold()), ()
    )


@cache
def _odd_stems() -> dict[str, frozenset[tuple[str, ...]]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for true, odd in odd_swaps().items():
        found.setdefault(stem_of(true), set()).update(tuple(map(stem_of, words)) for words in odd)
    return {true: frozenset(others) for true, others in found.items()}


# Words of one line tell two names apart: one is never a garbled form of the other.
_CONTRASTS = (
    "north south east west northern southern eastern western northeast northwest southeast southwest central",
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    "one two three four five six seven eight nine ten eleven twelve",
    "monday tuesday wednesday thursday friday saturday sunday",
    "january february march april may june july august september october november december",
    "prime foreign defense interior finance justice health energy trade information",
    "deputy vice acting former first senior junior assistant",
    "left right",
    "upper lower middle",
    "new old",
    "big little great small",
    "minister secretary president ambassador",
    "general colonel major captain lieutenant sergeant admiral marshal brigadier",
    "mr mrs ms miss dr sir lady lord",
    "king queen prince princess",
    "black white red green blue yellow gray orange purple",
    "iran iraq",
    "army navy air",
)


@cache
def _contrast_classes() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_CONTRASTS):
        for word in line.split():
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def contrast(one: str, other: str) -> bool:
    """Whether the two words (as written) tell two names apart: North and South, first and second, 7 and 8."""
    a, b = folded(one), folded(other)
    if a == b:
        return False
    if any(c.isdigit() for c in a + b):
        return True
    classes = _contrast_classes()
    return bool(classes.get(a, frozenset()) & classes.get(b, frozenset()))


def set_phrases() -> tuple[str, ...]:
    """Fixed expressions, in the order of their file."""
    return _listed("set_phrases.txt")


def usual_phrases() -> tuple[str, ...]:
    """Phrases that only look like a set phrase with a word swapped."""
    return _listed("usual_phrases.txt")


@cache
def _listed(name: str) -> tuple[str, ...]:
    parts = (part.strip() for line in _lines(name) for part in line.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _lines(name: str) -> list[str]:
    text = files("ripeness.lineage").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in _lines(name)]
