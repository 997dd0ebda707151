"""Repaired names beside the statements: the speaker, and the organisation that the report gives the speaker.

Lineage repairs names without knowing who spoke, and claims reads speakers without knowing what was repaired; here
the two meet. What stands in the report is always kept beside the true name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ripeness.claims import Statement
from ripeness.lineage import Hint, Repair
from ripeness.reports import Report

# Code points behind a speaker's full name in which the report may say to what organisation he or she belongs.
APPOSITION = 120
# 'Dana Orsel, a director of the ...', 'Dana Orsel of the ...': a role in small letters, then the organisation.
_BELONGS = re.compile(r",? (?:(?:[a-z][\w’'-]*|[A-Z][\w.’'-]*)[ ,]+){0,12}?(?:of|at|on|with|for|from) (?:the )?")
_NOT_OWN = re.compile(r"\b(?:interview|talk|speech|appearance|remarks?|told|spoke|said|met|visit)")


def resolved_speaker(statement: Statement, repairs: Sequence[Repair]) -> str | None:
    """The speaker's name with the true words in the place of garbled ones; None where nothing of it was repaired."""
    if statement.speaker is None:
        return None
    name = words = statement.speaker.name
    for repair in repairs:
        if repair.passage.report == statement.report:
            words = _within(words, repair)
    return words if words != name else None


def _within(name: str, repair: Repair) -> str:
    """``name`` with what the repair says of it: all of its words, or those that both have."""
    if re.search(rf"(?<!\w){re.escape(repair.surface)}(?!\w)", name):
        return re.sub(rf"(?<!\w){re.escape(repair.surface)}(?!\w)", lambda _: repair.resolved, name)
    seen, true = repair.surface.split(), repair.resolved.split()
    if len(seen) != len(true) or not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", repair.surface):
        return name
    first = next(i for i in range(len(seen)) if seen[i : i + len(name.split())] == name.split())
    return " ".join(true[first : first + len(name.split())])


def resolved_organisation(statement: Statement, report: Report, repairs: Sequence[Repair]) -> Repair | None:
    """The repaired name of the organisation that the report gives the speaker, beside his or her full name."""
    if statement.speaker is None:
        return None
    for match in re.finditer(rf"(?<!\w){re.escape(statement.speaker.name)}(?!\w)", report.text):
        for repair in repairs:
            place = repair.passage
            if place.report != report.id or not 0 < place.start - match.end() <= APPOSITION:
                continue
            between = report.text[match.end() : place.start]
            if _BELONGS.fullmatch(between) and not _NOT_OWN.search(between):
                return repair
    return None


def phrases(hints: Sequence[Hint], repairs: Sequence[Repair]) -> list[Hint]:
    """The hints that are no repaired name: what is left to show beside the repairs."""
    names = {(repair.passage.report, repair.passage.start) for repair in repairs}
    return [hint for hint in hints if (hint.passage.report, hint.passage.start) not in names]
