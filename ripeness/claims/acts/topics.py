"""Which issue a move is about: the words of the move first, then what was spoken of before it.

Each sign of an issue counts with a weight. The weights were fitted (a conditional logit over the issues that have any
sign) on the labelled sets that are for tuning: `python -m benchmarks.fit_issues`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ripeness.claims.issues import codebook
from ripeness.claims.words import Reading

Scores = Mapping[str, float]

# What a sign counts: the complements that the verb governs, the heads of its objects, its other complements, the rest
# of the sentence; the last topic, the last plan and the last demand where the move refers to them, a plan as a whole; title, report, pile.
WEIGHTS: Mapping[str, float] = {
    "core": 1.0,
    "head": 0.5,
    "loose": 0.3,
    "around": 0.1,
    "topic": 0.6,
    "plan": 0.6,
    "claim": 0.6,
    "whole": 0.6,
    "title": 0.3,
    "report": 0.1,
    "pile": 0.1,
}
# A pile that speaks so much of a cease-fire, as a share of what it speaks of most, is about a war.
AT_WAR = 0.3
# More signs than this in one place say no more.
CAP = 3.0


@dataclass(frozen=True, slots=True)
class Themes:
    """What a report's title, the report and the pile speak of: each as shares of the issue that they speak of most."""

    title: Scores = field(default_factory=dict)
    report: Scores = field(default_factory=dict)
    pile: Scores = field(default_factory=dict)

    @property
    def whole(self) -> str | None:
        """What a plan or accord as a whole is about: the cease-fire in a war, else what the pile speaks of most."""
        if self.pile.get("ceasefire", 0.0) >= AT_WAR:
            return "ceasefire"
        return max(self.pile, key=lambda issue: self.pile[issue]) if self.pile else None


def themes(readings: Sequence[Reading]) -> list[Themes]:
    """The themes of each report of a pile."""
    reports = [_scores(reading, len(reading.sentences)) for reading in readings]
    titles = [_scores(reading, 1) for reading in readings]
    pile: dict[str, float] = {}
    for found in reports:
        for issue, share in _shares(found).items():
            pile[issue] = pile.get(issue, 0.0) + share
    whole = _shares(pile)
    return [Themes(_shares(title), _shares(report), whole) for title, report in zip(titles, reports, strict=True)]


def _scores(reading: Reading, sentences: int) -> dict[str, float]:
    return codebook().scores([t.lower for s in reading.sentences[:sentences] for t in s.tokens])


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
