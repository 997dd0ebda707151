"""What a number of a case is, in the words of the case: 'Russia: weight of Territory'."""

from __future__ import annotations

from collections.abc import Mapping

from ripeness.case.model import CaseFile, Condition, DriftRule

Loc = tuple[str | int, ...]


def number_name(loc: Loc) -> str:
    """The name of the number at a place, as the list of assumptions has it: 'parties.russia.discount', 'front_up'."""
    return ".".join(map(str, loc[1:] if loc[0] == "assumptions" else loc))


def label(case: CaseFile, loc: Loc) -> str:
    """The number at ``loc`` as a reader would call it. Raises KeyError for a place that holds no number."""
    section, *rest = loc
    return _SECTIONS[str(section)](case, [*rest])


def _party(case: CaseFile, name: object) -> str:
    return case.parties[str(name)].name


def _own(case: CaseFile, rest: list[str | int]) -> str:
    what = "precision of its answers" if rest[1] == "precision" else f"worth now of one swing a {case.period} later"
    return f"{_party(case, rest[0])}: {what}"


def _preference(case: CaseFile, rest: list[str | int]) -> str:
    party, kind, issue, *option = rest
    who = _party(case, party)
    if kind == "joint":
        when = case.preferences[str(party)].joint[int(issue)].when
        return f"{who}: worth of {terms(case, when)} together"
    name = case.issues[str(issue)].name
    if kind == "weights":
        return f"{who}: weight of {name}"
    return f"{who}: value of ‘{case.issues[str(issue)].options[str(option[0])]}’ ({name})"


def _track(case: CaseFile, rest: list[str | int]) -> str:
    track, kind, *place, party = rest
    if kind == "recognition_rules":
        held = where(case, case.tracks[str(track)].recognition_rules[int(place[0])].when)
        return f"{_party(case, party)}: chance of proposing ({case.tracks[str(track)].name}){held}"
    what = "chance of proposing" if kind == "recognition" else "worth of leaving the talks"
    return f"{_party(case, party)}: {what} ({case.tracks[str(track)].name})"


def _situation(case: CaseFile, rest: list[str | int]) -> str:
    kind, place, *more = rest
    block = case.situation
    if kind == "drift":
        return _drift(case, block.drift[int(place)], more)
    if kind == "flows":
        flow = block.flows[int(place)]
        return f"{_party(case, flow.party)}: a {case.period} of fighting{where(case, flow.when)}"
    return f"{_party(case, more[1])}: worth of ‘{block.ends[int(place)].name}’"


def _belief(case: CaseFile, rest: list[str | int]) -> str:
    party, place, *more = rest
    return f"{_party(case, party)} expects: {_drift(case, case.beliefs[str(party)][int(place)], more)}"


def _drift(case: CaseFile, rule: DriftRule, more: list[str | int]) -> str:
    variable = case.situation.variables[rule.variable]
    kind, to = more
    step = f"moves {to}" if kind == "moves" else f"goes to ‘{variable.values[str(to)]}’"
    return f"{variable.name} {step}{where(case, rule.when)}"


def _durability(case: CaseFile, rest: list[str | int]) -> str:
    rule = case.durability[int(rest[0])]
    of = f" with {terms(case, rule.terms)}" if rule.terms else ""
    return f"a settlement{of} breaks{where(case, rule.when)}"


def _deal(case: CaseFile, rest: list[str | int]) -> str:
    deal, kind, *party = rest
    name = case.deals[str(deal)].name
    if kind == "lasts":
        return f"‘{name}’: how long it lasts"
    what = f"what a {case.period} of it adds for" if kind == "gains" else f"a {case.period} of it to"
    return f"‘{name}’: {what} {_party(case, party[0])}"


def _action(case: CaseFile, rest: list[str | int]) -> str:
    action = case.actions[int(rest[0])]
    return f"‘{action.name}’ ({_party(case, action.party)}): {rest[1]}"


def where(case: CaseFile, when: Mapping[str, Condition]) -> str:
    """', where Aid to Ukraine: Stopped or Reduced'."""
    variables = case.situation.variables
    parts = [f"{variables[name].name}: {_values(c, variables[name].values)}" for name, c in when.items()]
    return f", where {' and '.join(parts)}" if parts else ""


def terms(case: CaseFile, when: Mapping[str, Condition]) -> str:
    """A condition on a deal: '‘Nobody’ and ‘Membership is excluded’'."""
    return " and ".join(f"‘{_values(c, case.issues[issue].options)}’" for issue, c in when.items())


def _values(condition: Condition, names: Mapping[str, str]) -> str:
    joined = " or ".join(names[value] for value in condition.values)
    return f"not {joined}" if condition.negated else joined


_SECTIONS = {
    "parties": _own,
    "tracks": _track,
    "preferences": _preference,
    "situation": _situation,
    "beliefs": _belief,
    "durability": _durability,
    "deals": _deal,
    "actions": _action,
    "assumptions": lambda case, rest: str(rest[0]).replace("_", " "),
}
