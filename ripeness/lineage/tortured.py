"""Set phrases with a word swapped for a synonym ('suppose tank'): a hint that a machine spun the report.

Never proof: people coin phrases, and translate. Nothing is merged on such a hint.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ripeness.lineage.garbled import LONGEST_TEXT, Token, find_garbled, tokens_of
from ripeness.lineage.gazetteer import contrast, odd_swaps, set_phrases, usual_phrases
from ripeness.lineage.spans import Spans
from ripeness.reports.model import Passage, Report


@dataclass(frozen=True, slots=True)
class Hint:
    """A place where a set phrase stands with a word swapped: what stands there, and what usually does."""

    passage: Passage
    surface: str
    expected: str


def tortured(report: Report) -> tuple[Hint, ...]:
    """The tortured phrases of a report, garbled names of the gazetteer among them, in the order of the text."""
    text = report.text[:LONGEST_TEXT]
    tokens = _split(tokens_of(text))
    spans = [(match.start, match.end, match.name.text) for match in find_garbled(text)]
    taken = Spans((start, end) for start, end, _ in spans)
    spans += [phrase for phrase in _phrases(tokens) if not taken.overlap(*phrase[:2])]
    rows = []
    for start, end, expected in sorted(spans):
        passage = report.passage(start, end)
        rows.append(Hint(passage, passage.exact, expected))
    return tuple(rows)


def _split(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with 'peace-deal' as two words: set phrases stand with a hyphen or without."""
    found: list[Token] = []
    for token in tokens:
        start = token.start
        for number, part in enumerate(token.text.replace("‐", "-").replace("‑", "-").split("-")):
            if part:
                cap = part[0].isupper()
                first = number == 0
                joined = token.joined if first else True
                found.append(Token(part, start, start + len(part), cap, token.initial and first, joined))
            start += len(part) + 1
    return found


def _phrases(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    keys = [_singular(token.text.casefold()) for token in tokens]
    done = 0
    for at, key in enumerate(keys):
        if at < done:
            continue
        for words, expected in _tortures().get(key, ()):
            end = at + len(words)
            if tuple(keys[at:end]) != words or not all(token.joined for token in tokens[at + 1 : end]):
                continue
            if any(token.cap for token in tokens[at + 1 : end]):
                continue  # a capital inside: a name, and names have their own rules
            yield tokens[at].start, tokens[end - 1].end, expected
            done = end
            break


@cache
def _tortures() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word -> the words of every set phrase with one swapped, the longest first, and the phrase."""
    phrases = {phrase: _words(phrase) for phrase in set_phrases()}
    usual = {*phrases.values(), *map(_words, usual_phrases())}
    found: dict[tuple[str, ...], str] = {}
    for phrase, words in phrases.items():
        true = phrase.casefold().replace("-", " ").split()
        for place, word in enumerate(true if len(true) > 1 else ()):
            for swap in odd_swaps().get(word) or odd_swaps().get(_singular(word), ()):
                keys = (*words[:place], *map(_singular, swap), *words[place + 1 :])
                if keys not in usual and not any(contrast(word, each) for each in swap):
                    found.setdefault(keys, phrase)
    index: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for keys, phrase in sorted(found.items(), key=lambda each: (-len(each[0]), each)):
        index[keys[0]].append((keys, phrase))
    return {word: tuple(rows) for word, rows in index.items()}


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(map(_singular, phrase.casefold().replace("-", " ").split()))


def _singular(word: str) -> str:
    """A word without the ending of its plural, so that 'think tanks' is 'think tank'."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(_NO_PLURAL) and len(word) > 3 else word


_NO_PLURAL = ("ss", "us", "is", "ics", "news")
