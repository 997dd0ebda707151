"""Which issue a move is about: the words of the move first, then what was spoken of before it.

Each sign of an issue counts with a weight. The weights were searched for on the labelled sets that are for tuning: the
words that a verb governs outweigh all else, then what stands beside, then the sentences before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ripeness.claims.issues import codebook
from ripeness.claims.parties import Gazetteer, matches
from ripeness.claims.words import Reading

Scores = Mapping[str, float]

# What a sign counts: the complements that the verb governs, the heads of its objects, its other complements, the rest
# of the sentence; the last topic, the last plan and the last demand where the move refers to them, a plan as a whole;
# the sentences before; the title.
WEIGHTS: Mapping[str, float] = {
    "core": 10.0,
    "head": 0.2,
    "loose": 6.0,
    "around": 1.0,
    "topic": 0.1,
    "plan": 0.2,
    "claim": 3.0,
    "whole": 0.1,
    "before": 0.65,
    "earlier": 0.4,
    "title": 0.2,
}
# A pile that speaks so much of a cease-fire, as a share of what it speaks of most, is about a war.
AT_WAR = 0.3
# More signs than this in one place say no more.
CAP = 3.0


@dataclass(frozen=True, slots=True)
class Themes:
    """What a report's title and the pile speak of, as shares of the issue that they speak of most."""

    title: Scores = field(default_factory=dict)
    pile: Scores = field(default_factory=dict)

    @property
    def whole(self) -> str | None:
        """What a plan or accord as a whole is about: the cease-fire in a war, else what the pile speaks of most."""
        if self.pile.get("ceasefire", 0.0) >= AT_WAR:
            return "ceasefire"
        return max(self.pile, key=lambda issue: self.pile[issue]) if self.pile else None


def themes(readings: Sequence[Reading], names: Sequence[Gazetteer]) -> list[Themes]:
    """The themes of each report; ``names`` are the parties that each report knows: their words do not count."""
    paired = list(zip(readings, names, strict=True))
    reports = [_scores(reading, known, len(reading.sentences)) for reading, known in paired]
    titles = [_scores(reading, known, 1) for reading, known in paired]
    pile: dict[str, float] = {}
    for found in reports:
        for issue, share in _shares(found).items():
            pile[issue] = pile.get(issue, 0.0) + share
    whole = _shares(pile)
    return [Themes(_shares(title), whole) for title in titles]


def _scores(reading: Reading, known: Gazetteer, sentences: int) -> dict[str, float]:
    words: list[str] = []
    for sentence in reading.sentences[:sentences]:
        named = {k for m in matches(sentence.tokens, known) for k in range(m.first, m.last)}
        words += ["" if k in named else token.lower for k, token in enumerate(sentence.tokens)]
    found = codebook().scores(words)
    found.pop("talks", None)  # every report on talks speaks of them
    return found


def _shares(scores: Scores) -> dict[str, float]:
    most = max(scores.values(), default=0.0)
    return {issue: score / most for issue, score in scores.items()} if most else {}


def best_issue(signs: Mapping[str, Mapping[str | None, float] | Scores]) -> str | None:
    """The issue for which the signs speak most, or None where there is no sign of any."""
    totals: dict[str, float] = {}
    for sign, scores in signs.items():
        for issue, score in scores.items():
            if issue is not None:
                totals[issue] = totals.get(issue, 0.0) + WEIGHTS[sign] * min(CAP, score)
    return max(totals, key=lambda issue: totals[issue]) if totals else None
