"""The words between quotation marks, for telling whether two passages carry the same quotation."""

from __future__ import annotations

import re

from ripeness.lineage.prose import Sentence

_QUOTED = re.compile(
    r"“([^“”\n]{1,600})”|\"([^\"\n]{1,600})\"|«([^«»\n]{1,600})»|(?<!\w)[‘']([^‘’'\n]{12,600})[’'](?!\w)"
)
_WORDS = re.compile(r"[^\W_]+")
RUN = 4  # words; a shorter quotation can be a set phrase


def quoted_words(text: str, sentence: Sentence) -> frozenset[tuple[str, ...]]:
    """Runs of four words inside the quotations of a sentence, casefolded."""
    runs: set[tuple[str, ...]] = set()
    for match in _QUOTED.finditer(text, sentence.start, sentence.end):
        words = [word.casefold() for word in _WORDS.findall(next(filter(None, match.groups())))]
        runs.update(tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))
    return frozenset(runs)
