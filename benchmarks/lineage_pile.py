"""An invented pile of reports with a known truth, of any size: for benchmarks/lineage.py.

A pile tells of events, about 60 reports each. What is written on one event shares its names, numbers and vocabulary,
whoever writes it; the words in between are drawn from a vocabulary of 200,000 with a skewed frequency, and four in ten
words are function words. Some three in five reports are originals, each independent of all others. The rest retell
one of them:

- copy: the text under another headline, with a credit line;
- abridged: its first 30-60 %;
- spun: seven in ten of its content words swapped in place, each word always for the same other word;
- reordered: its paragraphs of one to three sentences in another order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ripeness.reports.model import Report

SEED = 7
VOCABULARY = 200_000
EVENT_REPORTS = 60
RETOLD = 0.4
KINDS = ("copy", "abridged", "spun", "reordered")
SWAPPED = 0.7
EVENT_WORDS = 300  # half of them by the frequency of the language, half from its whole vocabulary
_FUNCTION = (
    "the of to in and a that for on with was is by as at from be it had has not are were which but an have this after "
    "who will said their they would its been about more also when before one his than there over we if into no two so"
)
FUNCTION_WORDS = _FUNCTION.split()
# What a word of a sentence is: a function word, a word of the language, one of the event, a name or a number of it.
SORTS = ("function", "language", "event", "name", "number")
SHARES = (0.42, 0.28, 0.18, 0.09, 0.03)

Sentence = list[str]


@dataclass(frozen=True)
class Told:
    """What is true of a report: how it was made, and the original that it goes back to (its own id for originals)."""

    kind: str
    origin: str


class Language:
    """Invented words, the common ones drawn far more often than the rare."""

    def __init__(self, chance: np.random.Generator) -> None:
        syllables = np.array([c + v for c in "bdfgklmnprstvz" for v in "aeiou"])
        drawn = syllables[chance.integers(len(syllables), size=(2 * VOCABULARY, 4))]
        lengths = chance.integers(2, 5, 2 * VOCABULARY)
        words = dict.fromkeys("".join(word[:length]) for word, length in zip(drawn, lengths, strict=True))
        self.words = list(words)[:VOCABULARY]
        self._chances = np.cumsum(1.0 / (np.arange(VOCABULARY) + 10.0))
        self._chances /= self._chances[-1]
        self.other = dict(zip(self.words, (self.words[at] for at in chance.permutation(VOCABULARY)), strict=True))

    def some(self, chance: np.random.Generator, count: int) -> list[str]:
        """So many words by their frequency."""
        return [self.words[at] for at in np.searchsorted(self._chances, chance.random(count))]


class Event:
    """What everybody writes with who writes of one event."""

    def __init__(self, chance: np.random.Generator, language: Language) -> None:
        self._language = language
        rare = [language.words[at] for at in chance.integers(VOCABULARY, size=EVENT_WORDS // 2)]
        self._words = list(dict.fromkeys([*language.some(chance, EVENT_WORDS // 2), *rare]))
        chance.shuffle(self._words)
        self._names = [word.capitalize() for word in chance.choice(language.words, 14)]
        self._numbers = [str(number) for number in chance.integers(2, 900, 8)]

    def report(self, chance: np.random.Generator, length: int) -> list[Sentence]:
        """Sentences of about 20 words, about ``length`` words in all."""
        lengths = np.clip(chance.normal(20, 5, max(1, length // 20)), 8, 35).astype(int)
        count = int(lengths.sum())
        sorts = chance.choice(len(SORTS), count, p=SHARES)
        skew = chance.random(count) ** 2  # the first of a list the most often
        pools = (FUNCTION_WORDS, self._language.some(chance, count), self._words, self._names, self._numbers)
        words = [
            pools[sort][at if sort == 1 else int(skew[at] * len(pools[sort]))] for at, sort in enumerate(sorts.tolist())
        ]
        ends = np.cumsum(lengths).tolist()
        return [words[end - own : end] for own, end in zip(lengths.tolist(), ends, strict=True)]


def retold(chance: np.random.Generator, kind: str, lines: Sequence[Sentence], language: Language) -> list[Sentence]:
    """The sentences of a report, told again."""
    if kind == "abridged":
        return list(lines[: max(4, int(len(lines) * chance.uniform(0.3, 0.6)))])
    if kind == "spun":
        other = language.other
        return [[other.get(word, word) if chance.random() < SWAPPED else word for word in line] for line in lines]
    if kind == "reordered":
        bounds = [0]
        while bounds[-1] < len(lines):
            bounds.append(bounds[-1] + int(chance.integers(1, 4)))
        parts = [lines[start:end] for start, end in pairwise(bounds)]
        return [line for at in chance.permutation(len(parts)) for line in parts[at]]
    return list(lines)


def text_of(lines: Sequence[Sentence], kind: str) -> str:
    """The text of a report; a copy has a headline and a credit of its own."""
    text = " ".join(" ".join(line)[:1].upper() + " ".join(line)[1:] + "." for line in lines)
    return f"From our partners\n{text}\nThis text was provided by a partner of this site.\n" if kind == "copy" else text


def pile(count: int, length: int = 400, seed: int = SEED) -> tuple[list[Report], dict[str, Told]]:
    """``count`` reports of about ``length`` words in a random order, and what is true of each by its id."""
    chance = np.random.default_rng(seed)
    texts = list(_texts(chance, count, length))
    reports, truth = [], {}
    for place, at in enumerate(chance.permutation(count)):
        text, kind, origin = texts[at]
        reports.append(Report(f"r{at}", f"r{at}.txt", "", text))
        truth[f"r{at}"] = Told(kind, f"r{origin}")
        texts[at] = ("", "", place)  # the text is the report's now
    return reports, truth


def _texts(chance: np.random.Generator, count: int, length: int) -> Iterator[tuple[str, str, int]]:
    """Text, kind and the number of the original, event after event."""
    language = Language(chance)
    for first in range(0, count, EVENT_REPORTS):
        event = Event(chance, language)
        originals: list[tuple[int, list[Sentence]]] = []
        for at in range(first, min(first + EVENT_REPORTS, count)):
            if originals and chance.random() < RETOLD:
                origin, lines = originals[chance.integers(len(originals))]
                kind = KINDS[chance.integers(len(KINDS))]
                yield text_of(retold(chance, kind, lines, language), kind), kind, origin
            else:
                lines = event.report(chance, length)
                originals.append((at, lines))
                yield text_of(lines, "original"), "original", at
