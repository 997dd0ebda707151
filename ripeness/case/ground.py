"""A case when some reports no longer count: what rested on nothing else loses its ground.

Only what gives passages, all of them in those reports, loses it; what a named analyst alone stands behind is untouched.
A number takes the named default of its unit, a refusal no longer binds, and a position, an answer, a priority, a deal
or a rule is left out. A party of which nothing is left that it wants is left out of those with stakes, unless a deal
needs its consent. Where today's situation itself loses its ground it stays as it is, and that is said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ripeness.case.assumptions import numbers
from ripeness.case.changes import with_numbers, with_sections
from ripeness.case.defaults import default_at
from ripeness.case.labels import Loc, label
from ripeness.case.model import CaseFile
from ripeness.case.numbers import Because, Number

Kind = Literal["stakes", "number", "refusal", "position", "answer", "priority", "deal", "rule", "today"]
_RULES = ("forbidden", "required", "available")


@dataclass(frozen=True, slots=True)
class Lost:
    """Something of a case that lost its ground: what kind, and what it is in the words of the case."""

    kind: Kind
    label: str


def without_reports(case: CaseFile, gone: Collection[str]) -> tuple[CaseFile, tuple[Lost, ...]]:
    """The case if the reports ``gone`` (ids) did not count, and what lost its ground."""
    lost: list[Lost] = []
    deals = {key for key, deal in case.deals.items() if _rests(deal.because, gone)}
    changes: dict[Loc, float | Number] = {}
    used = {number.use for _, number, _, _ in numbers(case)}
    for loc, number, outer, _ in numbers(case):
        because = number.because or outer
        kept = loc[1] not in deals if loc[0] == "deals" else loc[0] != "assumptions" or loc[1] in used
        if not number.use and kept and because is not None and _rests(because, gone):
            changes[loc] = default_at(case, loc).number
    unknown = [party for party in case.preferences if _all_lost(case, party, changes)]
    lost += [Lost("stakes", f"what {case.parties[party].name} wants") for party in unknown]
    lost += [Lost("number", label(case, loc)) for loc in changes if loc[0] != "preferences" or loc[1] not in unknown]
    made = with_numbers(case, changes)
    asked = {party for track in case.tracks.values() for party in track.consent}
    sections: dict[str, Any] = {
        "preferences": {p: own for p, own in made.preferences.items() if p not in unknown or p in asked}
    }
    for name in ("positions", "answers", "priorities", *_RULES):
        items = getattr(case, name)
        sections[name] = tuple(
            item for item in items if not _rests(item.because, gone) and getattr(item, "deal", None) not in deals
        )
        lost += [Lost(*_told(case, name, item)) for item in items if item not in sections[name]]
    sections["deals"] = {key: deal for key, deal in made.deals.items() if key not in deals}
    lost += [Lost("deal", case.deals[key].name) for key in case.deals if key in deals]
    lost += list(_today(case, gone))
    return with_sections(made, sections), tuple(lost)


def with_default(case: CaseFile, loc: Loc) -> CaseFile:
    """The case with the named default in place of the number at a place."""
    return with_numbers(case, {loc: default_at(case, loc).number})


def _all_lost(case: CaseFile, party: str, changes: Collection[Loc]) -> bool:
    """Whether no number of what a party wants is left."""
    own = [loc for loc, number, _, _ in numbers(case) if loc[:2] == ("preferences", party) and not number.use]
    return bool(own) and all(loc in changes for loc in own)


def _rests(because: Because, gone: Collection[str]) -> bool:
    return bool(because.passages) and all(each.report in gone for each in because.passages)


def _today(case: CaseFile, gone: Collection[str]) -> Iterator[Lost]:
    for variable in case.situation.variables.values():
        if _rests(variable.because, gone):
            yield Lost("today", f"{variable.name}: {variable.values[variable.now]}")


def _told(case: CaseFile, section: str, item: Any) -> tuple[Kind, str]:
    if section in _RULES:
        return "rule", f"the rule in '{section}' that {item.because.passages[0].exact[:60]!r} stood for"
    who = case.parties[item.party].name
    if section == "positions":
        options = case.issues[item.issue].options
        wants, refuses = ([options[each] for each in those] for those in (item.wants, item.refuses))
        said = [f"{verb} ‘{'’ or ‘'.join(each)}’" for verb, each in (("wants", wants), ("refuses", refuses)) if each]
        return ("refusal" if item.firm else "position"), f"{who} {' and '.join(said)}"
    if section == "answers":
        return "answer", f"{who} {item.answer} {case.deals[item.deal].name if item.deal else 'terms'}"
    return "priority", f"{who}: {case.issues[item.more].name} before {case.issues[item.than].name}"
