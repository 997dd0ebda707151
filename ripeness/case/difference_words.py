"""What differs between two cases, in the words of the case: what a thing is called, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ripeness.case import model
from ripeness.case.assumptions import numbers, resolve
from ripeness.case.labels import Loc, label, terms, where
from ripeness.case.model import CaseFile, StatedPosition
from ripeness.case.numbers import Because, Number

_FIELDS = {
    "linked_to": "decided with",
    "table": "who sits at it",
    "consent": "whose consent it needs",
    "issues": "the issues that it covers",
    "quorum": "how many suffice",
    "ends_fighting": "whether a deal on it ends the fighting",
    "status_quo": "what holds without a deal",
    "ordered": "whether its values are in order",
    "on_the_table": "whether it is on the table",
    "offered_by": "offered by",
    "only_if": "the situation that it asks for",
    "terms": "its terms",
    "changes": "what it changes",
    "afterwards": "what comes after it",
    "after": "what comes after a break",
    "kind": "its kind",
    "move": "whether it is a move of the talks",
    "options": "the order of its options",
    "values": "the order of its values",
    "because": "the reason",
    "when": "where it holds",
}
_SECTIONS = {
    "parties": "party",
    "issues": "issue",
    "tracks": "track",
    "deals": "deal",
    "preferences": "what it wants",
    "beliefs": "what it expects",
    "assumptions": "named number",
}


def number_words(case: CaseFile, number: Number) -> str:
    """'0.4', '0.4 (0.2 to 0.5)': what a solve takes, and the range."""
    found = resolve(case, number)
    low, high = found.span
    point = f"{found.point:g}"
    return point if low == high else f"{point} ({low:g} to {high:g})"


def position_words(case: CaseFile, position: StatedPosition) -> str:
    """'wants ‘..’; firmly refuses ‘..’'."""
    options = case.issues[position.issue].options
    wants = ", ".join(f"‘{options[option]}’" for option in position.wants)
    refuses = ", ".join(f"‘{options[option]}’" for option in position.refuses)
    firmly = "firmly refuses" if position.firm else "refuses"
    return "; ".join(part for part in (wants and f"wants {wants}", refuses and f"{firmly} {refuses}") if part) or "none"


def title_of(case: CaseFile, loc: Loc) -> str:
    """What a place of the case is called."""
    value = _at(case, loc)
    if isinstance(value, Number):
        return label(case, loc[:2] if loc[0] == "assumptions" else loc)
    if isinstance(value, StatedPosition):
        return f"{case.parties[value.party].name} on {case.issues[value.issue].name}"
    rule = _rule_title(case, loc, value)
    if rule:
        return rule
    if len(loc) == 1:
        return str(loc[0]).rstrip("_").replace("_", " ")
    name, rest = _owner(case, loc)
    field = " ".join(_FIELDS.get(str(part), str(part).replace("_", " ")) for part in rest)
    return f"{name}: {field}" if field else name


def words_of(case: CaseFile, loc: Loc, value: Any) -> str:
    """How a value stands, in a few words."""
    if isinstance(value, Because):
        return value.reason or "; ".join(f"“{passage.exact}”" for passage in value.passages)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int):
        return _named(case, loc, value)
    if isinstance(value, tuple):
        return ", ".join(_named(case, loc, each) for each in value) or "nobody" if _plain(value) else "in this order"
    if isinstance(value, Mapping):
        return _mapped(case, value)
    return _rule_words(case, loc, value)


def _plain(value: tuple[Any, ...]) -> bool:
    return all(isinstance(each, str | int) for each in value)


def _at(node: Any, loc: Loc) -> Any:
    for part in loc:
        node = node[part] if isinstance(node, dict | tuple) else getattr(node, str(part))  # pyright: ignore
    return node


def _owner(case: CaseFile, loc: Loc) -> tuple[str, Loc]:
    """The name of the party, issue, track, deal, variable or action that a place belongs to, and the rest of it."""
    section, key, *rest = loc
    if section in ("preferences", "beliefs"):
        return f"{case.parties[str(key)].name}, {_SECTIONS[str(section)]}", tuple(rest)
    if section == "situation" and key == "variables" and rest:
        return case.situation.variables[str(rest[0])].name, tuple(rest[1:])
    if section == "assumptions":
        return f"{_SECTIONS['assumptions']} ‘{str(key).replace('_', ' ')}’", tuple(rest)
    item = _at(case, loc[:2])
    name = getattr(item, "name", None)
    if name is None:
        return f"{str(section).replace('_', ' ')}", tuple(rest)
    what = f" ({_SECTIONS[str(section)]})" if section in _SECTIONS else ""
    return f"{name}{what}", tuple(rest)


def _named(case: CaseFile, loc: Loc, value: object) -> str:
    """A key of the case as it is called where it stands."""
    known: Mapping[str, str] = {}
    if loc[-1] in ("table", "consent", "offered_by"):
        known = {key: party.name for key, party in case.parties.items()}
    elif loc[-1] == "issues":
        known = {key: issue.name for key, issue in case.issues.items()}
    elif loc[-1] in ("linked_to", "track"):
        known = {key: track.name for key, track in case.tracks.items()}
    elif loc[:2] == ("situation", "variables") and loc[-1] in ("now", "values"):
        known = case.situation.variables[str(loc[2])].values
    elif loc[0] == "issues" and loc[-1] in ("status_quo", "options"):
        known = case.issues[str(loc[1])].options
    elif loc[0] == "deals" and len(loc) == 4 and loc[2] == "terms":
        known = case.issues[str(loc[3])].options
    return known.get(str(value), str(value))


def _mapped(case: CaseFile, value: Mapping[str, Any]) -> str:
    """A mapping: a condition, the terms of a deal, or what it has keys for."""
    if value and all(isinstance(each, model.Condition) for each in value.values()):
        return terms(case, value) if all(key in case.issues for key in value) else where(case, value).lstrip(", ")
    if all(isinstance(each, Number) for each in value.values()):
        return "; ".join(f"{key}: {number_words(case, number)}" for key, number in value.items())
    return ", ".join(f"{key}: {each}" if isinstance(each, str) else str(key) for key, each in value.items())


def _rule_title(case: CaseFile, loc: Loc, value: Any) -> str | None:
    if isinstance(value, model.Forbidden | model.Required | model.Availability):
        return "a rule on what can be agreed on"
    if isinstance(value, model.DriftRule):
        who = f"{case.parties[str(loc[1])].name} expects: " if loc[0] == "beliefs" else ""
        return f"{who}how {case.situation.variables[value.variable].name} moves{where(case, value.when)}"
    if isinstance(value, model.FlowRule):
        return f"{case.parties[value.party].name}: a {case.period} of fighting{where(case, value.when)}"
    if isinstance(value, model.End):
        return f"the end ‘{value.name}’"
    if isinstance(value, model.DurabilityRule):
        return f"how a settlement{f' with {terms(case, value.terms)}' if value.terms else ''} breaks"
    if isinstance(value, model.RecognitionRule):
        return f"who proposes on ‘{case.tracks[str(loc[1])].name}’{where(case, value.when)}"
    if isinstance(value, model.JointFactor):
        return f"{case.parties[str(loc[1])].name}: worth of {terms(case, value.when)} together"
    if isinstance(value, model.Action):
        return f"‘{value.name}’ ({case.parties[value.party].name})"
    if isinstance(value, model.RecordedAnswer):
        return f"how {case.parties[value.party].name} answered"
    if isinstance(value, model.Priority):
        return f"what {case.parties[value.party].name} puts first"
    return None


def _rule_words(case: CaseFile, loc: Loc, value: Any) -> str:
    if isinstance(value, model.Forbidden):
        return f"no deal with {terms(case, value.combination)}"
    if isinstance(value, model.Required):
        return f"{terms(case, value.if_)} only with {terms(case, value.then)}"
    if isinstance(value, model.Availability):
        issue = case.issues[value.issue]
        options = " and ".join(f"‘{issue.options[option]}’" for option in value.options)
        return f"{options} ({issue.name}) only{where(case, value.when).removeprefix(',')}"
    if isinstance(value, model.RecordedAnswer):
        what = case.deals[value.deal].name if value.deal else "terms of its own"
        return f"{value.answer} ‘{what}’{f', {value.on}' if value.on else ''}"
    if isinstance(value, model.Priority):
        return f"‘{case.issues[value.more].name}’ before ‘{case.issues[value.than].name}’"
    if isinstance(value, model.Judgement):
        return f"{value.analyst}, {value.date}"
    inside = [(at, number) for at, number, _, _ in numbers(case) if at[: len(loc)] == loc]
    if loc[0] == "assumptions":
        return number_words(case, value.number)
    said = "; ".join(f"{label(case, at)} {number_words(case, number)}" for at, number in inside[:NUMBERS_SHOWN])
    more = f" and {len(inside) - NUMBERS_SHOWN} more numbers" if len(inside) > NUMBERS_SHOWN else ""
    return f"{said}{more}" if said else getattr(value, "name", "it is there")


NUMBERS_SHOWN = 4  # of a rule that is new or gone; the file has the rest
