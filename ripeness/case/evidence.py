"""From a because to its passages: the words must stand in the report, at the place named or exactly once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ripeness.case.assumptions import Loc, numbers
from ripeness.case.model import CaseFile
from ripeness.case.numbers import Because, Evidence
from ripeness.reports import Passage, Report, holds

Fault = tuple[str, str, str]  # what was seen, the rule, the fix


def every_because(case: CaseFile) -> Iterator[tuple[Loc, Because]]:
    """Every because of a case with its place in the file."""
    for loc, number, _, _ in numbers(case):
        if number.because:
            yield (*loc, "because"), number.because
    for section in ("parties", "tracks", "preferences", "deals", "assumptions"):
        for name, item in getattr(case, section).items():
            if item.because:
                yield (section, name, "because"), item.because
    for name, preference in case.preferences.items():
        yield from _listed(("preferences", name, "joint"), preference.joint)
    for name, track in case.tracks.items():
        yield from _listed(("tracks", name, "recognition_rules"), track.recognition_rules)
    for section in (
        "positions",
        "answers",
        "priorities",
        "forbidden",
        "required",
        "available",
        "durability",
        "actions",
    ):
        yield from _listed((section,), getattr(case, section))
    for name, rules in case.beliefs.items():
        yield from _listed(("beliefs", name), rules)
    block = case.situation
    if block.because:
        yield ("situation", "because"), block.because
    for name, variable in block.variables.items():
        yield ("situation", "variables", name, "because"), variable.because
    for key in ("drift", "flows", "ends"):
        yield from _listed(("situation", key), getattr(block, key))


def _listed(loc: Loc, items: tuple[Any, ...]) -> Iterator[tuple[Loc, Because]]:
    for i, item in enumerate(items):
        if item.because:
            yield (*loc, i, "because"), item.because


def locate(evidence: Evidence, reports: Mapping[str, Report]) -> Passage | Fault:
    """The passage that ``evidence`` names, or what is wrong with it. Never a guess by similarity."""
    report = reports.get(evidence.report)
    if report is None:
        return (
            f"no report '{evidence.report}'",
            "A passage names a report of the case by its id.",
            f"Use one of: {', '.join(sorted(reports)) or '(the case has no reports)'}.",
        )
    if evidence.start is not None and evidence.end is not None:
        passage = Passage(report.id, evidence.start, evidence.end, evidence.exact)
        if holds(report, passage):
            return passage
        return (
            f"the words are not at {evidence.start}..{evidence.end}",
            "The exact words stand at exactly the place named.",
            "Correct start and end, or remove both if the words stand in the report once.",
        )
    if evidence.start is not None or evidence.end is not None:
        return "only one of start and end", "A place has both ends.", "Give both, or neither."
    count = report.text.count(evidence.exact)
    if count == 1:
        start = report.text.index(evidence.exact)
        return report.passage(start, start + len(evidence.exact))
    seen = "the words are not in the report" if count == 0 else f"the words stand in the report {count} times"
    return seen, "Without start and end the exact words stand in the report once.", "Copy the words, or give both ends."
