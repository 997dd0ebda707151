"""A case with something changed: a number, today's situation, a link between tracks, what a party believes or refuses.

Each function gives a new case and leaves the old one as it is; nothing is written to a file.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from ripeness.case.assumptions import numbers, span_of, value_of
from ripeness.case.labels import Loc, label, number_name
from ripeness.case.model import Availability, CaseFile
from ripeness.case.numbers import Number
from ripeness.errors import RipenessError

NOW = "now"  # 'now.front=static' puts today's situation elsewhere
LINK = "linked_to"
CHANCE_SLACK = 1e-9  # sums of chances may exceed 1 by rounding


@dataclass(frozen=True, slots=True)
class Setting:
    """One change by name: ``name`` as in the list of assumptions, 'now.VARIABLE' or 'tracks.TRACK.linked_to'.

    ``label`` says what it is, ``before`` and ``after`` are as written.
    """

    name: str
    label: str
    before: str
    after: str


def places(case: CaseFile) -> dict[str, tuple[Loc, Number]]:
    """Every number of the case that has a value of its own, by its name in the list of assumptions."""
    found: dict[str, tuple[Loc, Number]] = {}
    for loc, number, _, _ in numbers(case):
        if not number.use:
            found[number_name(loc)] = (loc, number)
    return found


def with_number(case: CaseFile, loc: Loc, value: float) -> CaseFile:
    """The case with another value for the number at a place."""
    return with_numbers(case, {loc: value})


def with_numbers(case: CaseFile, values: Mapping[Loc, float | Number]) -> CaseFile:
    """The case with other numbers at some places. A plain value keeps the because of the number that it replaces."""
    old = {at: number for at, number, _, _ in numbers(case) if at in values}
    for loc, value in values.items():
        path = (*loc, "number") if loc[0] == "assumptions" else loc
        made = value if isinstance(value, Number) else Number(value=float(value), because=old[loc].because)
        case = _put(case, path, made)
    return case


def with_sections(case: CaseFile, sections: Mapping[str, Any]) -> CaseFile:
    """The case with other values of whole sections, by their names."""
    for name, value in sections.items():
        case = _put(case, (name,), value)
    return case


def with_value(case: CaseFile, loc: Loc, value: Any) -> CaseFile:
    """The case with anything else at a place. Nothing is checked: see ``differences.first_fault``."""
    return _put(case, loc, value)


def with_now(case: CaseFile, values: Mapping[str, str]) -> CaseFile:
    """The case with today's situation at other values of its variables."""
    for variable, value in values.items():
        case = _put(case, ("situation", "variables", variable, "now"), value)
    return case


def with_link(case: CaseFile, track: str, main: str | None) -> CaseFile:
    """The case with a track linked to another, or, with None, kept apart."""
    return _put(case, ("tracks", track, "linked_to"), main)


def with_one_belief(case: CaseFile) -> CaseFile:
    """The case in which every party believes what the analyst does."""
    return _put(case, ("beliefs",), {})


def with_lasting_deals(case: CaseFile) -> CaseFile:
    """The case in which a settlement, once made, holds for certain."""
    return _put(case, ("durability",), ())


def with_availability(case: CaseFile, more: tuple[Availability, ...]) -> CaseFile:
    """The case with more conditions on where options can be agreed on."""
    return _put(case, ("available",), (*case.available, *more))


def without_refusals(case: CaseFile, which: Sequence[int] | None = None) -> CaseFile:
    """The case in which some firm refusals (positions in ``positions``; all by default) are not taken at their word."""
    for place, position in enumerate(case.positions):
        if position.firm and (which is None or place in which):
            case = _put(case, ("positions", place, "firm"), False)
    return case


def without_rules(
    case: CaseFile, forbidden: Sequence[int] = (), required: Sequence[int] = (), available: Sequence[int] = ()
) -> CaseFile:
    """The case without some of its forbidden and required combinations and of its conditions on options, by place."""
    for section, places in (("forbidden", forbidden), ("required", required), ("available", available)):
        kept = tuple(rule for place, rule in enumerate(getattr(case, section)) if place not in places)
        case = _put(case, (section,), kept)
    return case


def changed(case: CaseFile, settings: Mapping[str, str | float]) -> tuple[CaseFile, tuple[Setting, ...]]:
    """The case with named settings changed, and what was changed from what.

    Raises RipenessError for what is unknown or impossible.

    A setting is the name of an assumption with a number, ``now.VARIABLE`` (or just the variable) with a value, or
    ``tracks.TRACK.linked_to`` with a track or ``none``.
    """
    if not isinstance(settings, Mapping) or not all(isinstance(each, str | int | float) for each in settings.values()):
        raise RipenessError(
            f"{settings!r} are no settings. Give names with values, for example {{'now.front': 'static'}}."
        )
    made: list[Setting] = []
    for name, value in settings.items():
        case, setting = _change(case, str(name).strip(), f"{value}".strip())
        made.append(setting)
    for name, track in case.tracks.items():
        for rule in ((), *(rule.chances.items() for rule in track.recognition_rules)):
            total = sum(value_of(case, number) for number in (track.recognition | dict(rule)).values())
            if total > 1 + CHANCE_SLACK:
                raise RipenessError(
                    f"With these settings the chances of proposing on '{name}' sum to {total:g}: they sum to at most "
                    "1, and the rest is a period without talks. Lower one of them."
                )
    end = ends_today(case)
    if end is not None:
        raise RipenessError(
            f"With these settings ‘{end}’ holds today: there the fighting is over. Choose other values."
        )
    return case, tuple(made)


def ends_today(case: CaseFile) -> str | None:
    """The end of the fighting at which today's situation stands, if it does."""
    now = {name: variable.now for name, variable in case.situation.variables.items()}
    standing = (end.name for end in case.situation.ends if all(c.met(now[name]) for name, c in end.when.items()))
    return next(standing, None)


def _change(case: CaseFile, name: str, text: str) -> tuple[CaseFile, Setting]:
    variables = case.situation.variables
    variable = name.removeprefix(f"{NOW}.")
    known = places(case)
    if name in known:
        loc, number = known[name]
        return with_number(case, loc, _number(name, text, case, loc)), Setting(
            name, label(case, loc), f"{number.point:g}", f"{float(text):g}"
        )
    if variable in variables:
        values = variables[variable].values
        if text not in values:
            raise RipenessError(_unknown(f"a value of '{variable}'", text, list(values)))
        before = values[variables[variable].now]
        return with_now(case, {variable: text}), Setting(name, variables[variable].name, before, values[text])
    section, _, rest = name.partition(".")
    track, _, key = rest.partition(".")
    if section == "tracks" and key == LINK and track in case.tracks:
        return _linked(case, name, track, text)
    names = [*known, *(f"{NOW}.{each}" for each in variables), *(f"tracks.{each}.{LINK}" for each in case.tracks)]
    raise RipenessError(_unknown("an assumption, a variable or a link of this case", name, names))


def _linked(case: CaseFile, name: str, track: str, text: str) -> tuple[CaseFile, Setting]:
    main = None if text == "none" else text
    if main is not None and (main not in case.tracks or main == track or case.tracks[main].linked_to):
        others = [each for each, other in case.tracks.items() if each != track and not other.linked_to]
        raise RipenessError(_unknown("a track that it can be linked to (or 'none')", text, [*others, "none"]))
    if main is None:
        bare = [key for key, issue in case.issues.items() if issue.status_quo is None]
        if bare:
            raise RipenessError(
                f"'{track}' cannot be kept apart: {', '.join(bare)} without a status_quo. Where tracks are not linked "
                "a deal leaves issues out, and each says what holds without it. Add 'status_quo:' to the case."
            )
    package = [key for key, other in case.tracks.items() if main and main in (key, other.linked_to)]
    if any(case.tracks[key].quorum for key in (track, *package)) and main:
        raise RipenessError(
            f"'{track}' cannot be decided with '{main}': a package needs the consent of all, and one of its tracks has "
            "a quorum. Remove the quorum in the case."
        )
    before = case.tracks[track].linked_to
    titled = {None: "by itself"} | {key: f"with {other.name}" for key, other in case.tracks.items()}
    setting = Setting(name, f"{case.tracks[track].name} is decided", titled[before], titled[main])
    return with_link(case, track, main), setting


def _number(name: str, text: str, case: CaseFile, loc: Loc) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not -1e300 < value < 1e300:
        raise RipenessError(f"{name}={text}: not a number. An assumption takes a number. Write for example {name}=0.1.")
    unit = unit_of(case, loc)
    limit = LIMITS.get(unit)
    if (limit and not limit[0] <= value <= limit[1]) or (loc[-1] == "discount" and not 0 < value < 1):
        low, high = limit or (0, 1)
        strictly = "strictly " if loc[-1] == "discount" else ""
        raise RipenessError(f"{name}={text}: it lies {strictly}between {low:g} and {high:g}. Correct the value.")
    if unit == "periods" and (value < 1 or value % 1):
        raise RipenessError(f"{name}={text}: a deal lasts a whole number of periods, 1 or more. Correct the value.")
    return value


LIMITS = {"chance": (0.0, 1.0), "chance per period": (0.0, 1.0), "0 to 100": (0.0, 100.0), "weight points": (0.0, 1e6)}


def unit_of(case: CaseFile, loc: Loc) -> str:
    """The unit of the number at a place."""
    return next(unit for at, _, _, unit in numbers(case) if at == loc)


def plausible(case: CaseFile, loc: Loc) -> tuple[float, float] | None:
    """Lowest and highest value that the case gives a number, or None where it gives a single value."""
    number = next(number for at, number, _, _ in numbers(case) if at == loc)
    low, high = span_of(case, number)
    return (low, high) if low < high else None


def _unknown(what: str, name: str, names: Sequence[str]) -> str:
    near = get_close_matches(name, names, n=1) or [each for each in names if name and name in each][:1]
    fix = (
        f"Did you mean '{near[0]}'?"
        if near
        else f"There are: {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}"
    )
    return f"'{name}' is not {what}. {fix}"


def _put(node: Any, path: Sequence[str | int], value: Any) -> Any:
    """A copy of nested values with the one at ``path`` replaced; what lies beside the path is shared."""
    if not path:
        return value
    first, *rest = path
    if isinstance(node, dict):
        return {**node, first: _put(node[first], rest, value)}
    if isinstance(node, tuple):
        place = int(first)
        return (*node[:place], _put(node[place], rest, value), *node[place + 1 :])
    made = copy.copy(node)
    object.__setattr__(made, str(first), _put(getattr(node, str(first)), rest, value))
    return made
