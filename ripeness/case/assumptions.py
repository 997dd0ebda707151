"""Every number of a case as a named assumption, with the passage or the judgement that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ripeness.case.labels import Loc, label, number_name
from ripeness.case.model import CaseFile, DriftRule
from ripeness.case.numbers import Because, Number


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number under a name: ``number`` as given, ``because`` completed with the case's judgement.

    ``label`` says in the words of the case what it is.
    """

    name: str
    label: str
    number: Number
    because: Because
    unit: str
    used_by: tuple[str, ...] = ()  # names of the numbers that use it, for entries under 'assumptions'


def numbers(case: CaseFile) -> Iterator[tuple[Loc, Number, Because | None, str]]:
    """Every number of the case: where it stands, itself, the because nearest to it, its unit."""
    for name, party in case.parties.items():
        yield ("parties", name, "discount"), party.discount, party.because, "per period"
        if party.precision:
            yield ("parties", name, "precision"), party.precision, party.because, "per swing"
    for name, track in case.tracks.items():
        for party, number in track.recognition.items():
            yield ("tracks", name, "recognition", party), number, track.because, "chance per period"
        for i, rule in enumerate(track.recognition_rules):
            for party, number in rule.chances.items():
                loc = ("tracks", name, "recognition_rules", i, "chances", party)
                yield loc, number, rule.because or track.because, "chance per period"
        for party, number in track.exits.items():
            yield ("tracks", name, "exits", party), number, track.because, "swings"
    yield from _preferences(case)
    situation = case.situation
    yield from _drift(("situation", "drift"), situation.drift, situation.because)
    for name, rules in case.beliefs.items():
        yield from _drift(("beliefs", name), rules, None)
    for i, flow in enumerate(situation.flows):
        because = flow.because or situation.because
        yield ("situation", "flows", i, "per_period"), flow.per_period, because, "swings per period"
    for i, end in enumerate(situation.ends):
        for party, number in end.values.items():
            yield ("situation", "ends", i, "values", party), number, end.because or situation.because, "swings"
    for i, rule in enumerate(case.durability):
        yield ("durability", i, "breaks"), rule.breaks, rule.because, "chance per period"
    for name, deal in case.deals.items():
        if deal.lasts:
            yield ("deals", name, "lasts"), deal.lasts, deal.because, "periods"
        for kind in ("flows", "gains"):
            for party, number in getattr(deal, kind).items():
                yield ("deals", name, kind, party), number, deal.because, "swings per period"
    for i, action in enumerate(case.actions):
        if action.chance:
            yield ("actions", i, "chance"), action.chance, action.because, "chance"
        if action.cost:
            yield ("actions", i, "cost"), action.cost, action.because, "swings"
    for name, entry in case.assumptions.items():
        yield ("assumptions", name), entry.number, entry.because, entry.unit or "as used"


def _preferences(case: CaseFile) -> Iterator[tuple[Loc, Number, Because | None, str]]:
    for name, preference in case.preferences.items():
        for issue, number in preference.weights.items():
            yield ("preferences", name, "weights", issue), number, preference.because, "weight points"
        for issue, options in preference.values.items():
            for option, number in options.items():
                yield ("preferences", name, "values", issue, option), number, preference.because, "0 to 100"
        for i, joint in enumerate(preference.joint):
            because = joint.because or preference.because
            yield ("preferences", name, "joint", i, "worth"), joint.worth, because, "weight points"


def _drift(
    loc: Loc, rules: tuple[DriftRule, ...], outer: Because | None
) -> Iterator[tuple[Loc, Number, Because | None, str]]:
    for i, rule in enumerate(rules):
        for step, number in rule.moves.items():
            yield (*loc, i, "moves", step), number, rule.because or outer, "chance per period"
        for value, number in rule.to.items():
            yield (*loc, i, "to", value), number, rule.because or outer, "chance per period"


def resolve(case: CaseFile, number: Number) -> Number:
    """The number itself, or what the assumption that it names says. Raises KeyError for a name that is not there."""
    return case.assumptions[number.use].number if number.use else number


def value_of(case: CaseFile, number: Number) -> float:
    """The point value of a number, through the assumption that it names if it names one."""
    return resolve(case, number).point


def span_of(case: CaseFile, number: Number) -> tuple[float, float]:
    """Lowest and highest value of a number, through the assumption that it names if it names one."""
    return resolve(case, number).span


def signed(case: CaseFile, because: Because) -> Because:
    """``because`` with the case's judgement as its analyst and date where a reason names none."""
    if because.reason and not because.analyst and case.judgement:
        return Because(because.reason, case.judgement.analyst, case.judgement.date, because.passages)
    return because


def assumptions(case: CaseFile) -> tuple[Assumption, ...]:
    """All assumptions of a checked case, in the order of the file; numbers that only use a named one are left out."""
    used: dict[str, list[str]] = {}
    found: list[tuple[str, str, Number, Because, str]] = []
    for loc, number, because, unit in numbers(case):
        name = number_name(loc)
        if number.use:
            used.setdefault(number.use, []).append(name)
            continue
        reason = number.because or because
        if reason is None:
            raise ValueError(f"{name} has no because: check the case first")
        found.append((name, label(case, loc), number, signed(case, reason), unit))
    return tuple(Assumption(*fields, tuple(used.get(fields[0], ()))) for fields in found)
