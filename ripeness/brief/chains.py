"""How each number of a brief came about: its rule, and the numbers, judgements and passages that it rests on.

A chain has an anchor; the number in the text links to it, and its inputs link on, down to the
assumption with its because and the passage in the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ripeness.brief.material import Answers
from ripeness.brief.voice import listed, plain, signed
from ripeness.case.assumptions import value_of
from ripeness.outlook import DealValue, Zone, written


@dataclass(frozen=True, slots=True)
class Step:
    """One input of a chain: what it is, its value, and where it leads (an anchor, or nothing)."""

    label: str
    value: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Chain:
    """One number: its anchor, what it is, its value, the rule that made it, and what went in."""

    anchor: str
    title: str
    value: str
    rule: str
    steps: tuple[Step, ...]


def assumption_anchor(name: str) -> str:
    """The anchor of an assumption's row."""
    return f"a-{name}"


def fighting_anchor(party: str, beliefs: str = "own", state: int | None = None) -> str:
    """The anchor of what fighting on is worth to a party, today or from another ``state``."""
    return f"n-fight-{beliefs}-{party}" + ("" if state is None else f"-{state}")


def value_anchor(deal: str, party: str) -> str:
    """The anchor of what a deal (by its key) is worth to a party."""
    return f"n-deal-{deal}-{party}"


def blocker_key(zone: Zone, place: int) -> str:
    """The key of the deal that opens the zone without the blocker at this place."""
    return f"{zone.agenda.name}-without-{place}"


def slack_anchor(zone: Zone) -> str:
    """The anchor of a zone's slack."""
    return f"n-slack-{zone.agenda.name}"


def fighting_chains(answers: Answers, resumed: Sequence[int] = ()) -> Iterator[Chain]:
    """What fighting on is worth to each party: today under its own belief and under the reference.

    ``resumed`` are the states from which fighting would go on if a settlement broke: under its own belief only.
    """
    game, worth = answers.game, answers.worth
    for index, party in enumerate(game.parties):
        yield _fighting(answers, party, "own", None, float(worth.own[game.now, index]))
        yield _fighting(answers, party, "reference", None, float(worth.reference[game.now, index]))
        for state in resumed:
            yield _fighting(answers, party, "own", state, float(worth.own[state, index]))


def _fighting(answers: Answers, party: str, beliefs: str, state: int | None, worth: float) -> Chain:
    name = answers.case.parties[party].name
    whose = f"{name}'s own belief" if beliefs == "own" else "the analyst's reference belief"
    prefixes = ["situation.drift.", *([f"beliefs.{party}."] if beliefs == "own" else [])]
    place = answers.game.states[answers.game.now if state is None else state]
    return Chain(
        fighting_anchor(party, beliefs, state),
        f"Fighting on to the finish, to {name}, under {whose}" + ("" if state is None else ", after a break"),
        written(worth),
        "W = flow + discount × drift · W, solved for all situations at once; at an end of the fighting W is what that "
        f"end is worth. Read off at {'today' if state is None else 'the situation after the break'}: "
        f"{_situation(answers, place)}. In swings of {name}.",
        tuple(_steps(answers, party, prefixes)),
    )


def _situation(answers: Answers, state: Sequence[str]) -> str:
    variables = answers.case.situation.variables.values()
    return listed(
        [f"{variable.name}: {variable.values[value]}" for variable, value in zip(variables, state, strict=True)]
    )


def _steps(answers: Answers, party: str, drift: Sequence[str]) -> Iterator[Step]:
    """The assumptions behind a value of fighting on; a number that uses a named one leads to that."""
    case = answers.case
    for assumption in answers.assumptions:
        parts = assumption.name.split(".")
        wanted = (
            any(name.startswith(prefix) for prefix in drift for name in (assumption.name, *assumption.used_by))
            or assumption.name == f"parties.{party}.discount"
            or (assumption.name.startswith("situation.flows.") and case.situation.flows[int(parts[2])].party == party)
            or (assumption.name.startswith("situation.ends.") and parts[-1] == party)
        )
        if wanted:
            yield Step(assumption.label, plain(assumption.number.point), assumption_anchor(assumption.name))


def slack_chain(answers: Answers, zone: Zone) -> Chain:
    """The slack of a zone: the largest least gain."""
    case = answers.case
    names = listed([case.parties[party].name for party in zone.agenda.consent])
    quorum = zone.agenda.quorum
    rule = (
        f"The largest, over all allowed deals, of the gain over fighting on of "
        f"{f'whoever of {names} gains {quorum}-most' if quorum else f'whoever of {names} gains least'}; a party that "
        f"firmly refuses a deal cannot accept it. Found exactly, on the {len(zone.frontier)} undominated deals."
    )
    steps = []
    if zone.best:
        for party in zone.agenda.consent:
            label = f"gain of {case.parties[party].name} at the deal that decides"
            steps.append(Step(label, signed(zone.best.gain[party]), value_anchor(f"{zone.agenda.name}-0", party)))
    value = signed(zone.slack) if zone.slack is not None else "none: no deal is left"
    return Chain(slack_anchor(zone), f"Slack on '{zone.agenda.title}'", value, rule, tuple(steps))


def deal_chains(answers: Answers, key: str, title: str, value: DealValue) -> Iterator[Chain]:
    """What a deal is worth to each party, issue by issue, then with the chance that it breaks, then as a gain."""
    case, game = answers.case, answers.game
    for party in game.parties:
        index = game.parties.index(party)
        span, worst = float(game.space.span[index]), float(game.space.worst[index])
        name = case.parties[party].name
        steps = [_issue_step(answers, party, issue, value) for issue in case.preferences[party].weights]
        steps += list(_joint_steps(answers, party, value))
        points = value.utility[party] * span + worst
        steps.append(Step("points in all", plain(points), None))
        swing = f"({plain(points)} − {plain(worst)}) / {plain(span)} = {written(value.utility[party])}"
        steps.append(Step("value if it holds, u: less the worst allowed deal, over one swing", swing, None))
        if value.breaks.rule is not None:
            breaks = f"durability.{value.breaks.rule}.breaks"
            after = game.states[value.breaks.after]
            steps.append(
                Step("chance per period that it breaks, h", plain(value.breaks.chance), _number_anchor(answers, breaks))
            )
            worth = float(answers.worth.own[value.breaks.after, index])
            anchor = fighting_anchor(party, "own", value.breaks.after)
            steps.append(
                Step(f"fighting again after a break, B, from {_situation(answers, after)}", written(worth), anchor)
            )
            discount = f"parties.{party}.discount"
            number = plain(float(game.situation.discount[index]))
            steps.append(Step("discount, δ", number, _number_anchor(answers, discount)))
            formula = "value with that chance, a = ((1−δ)u + δhB) / (1−δ(1−h))"
            steps.append(Step(formula, written(value.value[party]), None))
        fighting = value.value[party] - value.gain[party]
        steps.append(Step("less fighting on", written(fighting), fighting_anchor(party)))
        yield Chain(
            value_anchor(key, party),
            f"Gain of {name} from: {title}",
            signed(value.gain[party]),
            "Sum over issues of swing weight × option value / 100, plus joint factors, in swings; with the chance that "
            "it breaks, where it has one; less what fighting on is worth today.",
            tuple(steps),
        )


def _issue_step(answers: Answers, party: str, issue: str, value: DealValue) -> Step:
    case = answers.case
    preference = case.preferences[party]
    option = value.deal[issue]
    weight, worth = value_of(case, preference.weights[issue]), value_of(case, preference.values[issue][option])
    label = f"{case.issues[issue].name}: {case.issues[issue].options[option]}"
    name = f"preferences.{party}.values.{issue}.{option}"
    return Step(label, f"{plain(weight)} × {plain(worth)}/100", _number_anchor(answers, name))


def _joint_steps(answers: Answers, party: str, value: DealValue) -> Iterator[Step]:
    case = answers.case
    for i, joint in enumerate(case.preferences[party].joint):
        if all(condition.met(value.deal[issue]) for issue, condition in joint.when.items()):
            label = "together: " + ", ".join(case.issues[issue].name for issue in joint.when)
            name = f"preferences.{party}.joint.{i}.worth"
            yield Step(label, f"+ {plain(value_of(case, joint.worth))}", _number_anchor(answers, name))


def _number_anchor(answers: Answers, name: str) -> str:
    """The anchor of a number of the case: its own row, or that of the named assumption it uses."""
    for assumption in answers.assumptions:
        if name == assumption.name or name in assumption.used_by:
            return assumption_anchor(assumption.name)
    raise KeyError(name)
