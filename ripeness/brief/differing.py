"""Two passages side by side: which words of each the other does not have in that place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SIGNS_MOST = 700  # of a passage that is shown and compared: some sentences have no end
_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text, and whether its words differ from those of the other passage."""

    text: str
    differs: bool


def differing(a: str, b: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both passages in runs, compared word by word without regard to case and punctuation.

    What is longer than ``SIGNS_MOST`` is cut there.
    """
    a, b = _cut(a), _cut(b)
    words = [list(_WORD.finditer(text)) for text in (a, b)]
    forms = [[word[0].casefold() for word in own] for own in words]
    matched = SequenceMatcher(None, *forms, autojunk=False).get_matching_blocks()
    same = ({m.a + k for m in matched for k in range(m.size)}, {m.b + k for m in matched for k in range(m.size)})
    return _runs(a, words[0], same[0]), _runs(b, words[1], same[1])


def _cut(text: str) -> str:
    return text if len(text) <= SIGNS_MOST else text[: SIGNS_MOST - 1].rstrip() + "…"


def _runs(text: str, words: Sequence[re.Match[str]], same: set[int]) -> tuple[Run, ...]:
    """``text`` in runs; what stands between two differing words goes with them."""
    runs: list[Run] = []
    done, place = 0, 0
    while place < len(words):
        first = place
        while place < len(words) and place not in same:
            place += 1
        if place > first:
            start, end = words[first].start(), words[place - 1].end()
            runs += [Run(text[done:start], False), Run(text[start:end], True)]
            done = end
        place += 1
    runs.append(Run(text[done:], False))
    return tuple(run for run in runs if run.text)
