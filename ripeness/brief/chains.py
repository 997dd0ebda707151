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
    return "a-" + name.replace(".", "-").replace("_", "-")


def fighting_anchor(party: str, beliefs: str = "own") -> str:
    """The anchor of what fighting on is worth to a party."""
    return f"n-fight-{beliefs}-{party}"


def value_anchor(deal: str, party: str) -> str:
    """The anchor of what a deal (by its key) is worth to a party."""
    return f"n-deal-{deal}-{party}"


def blocker_key(zone: Zone, place: int) -> str:
    """The key of the deal that opens the zone without the blocker at this place."""
    return f"{zone.agenda.name}-without-{place}"


def slack_anchor(zone: Zone) -> str:
    """The anchor of a zone's slack."""
    return f"n-slack-{zone.agenda.name}"


def fighting_chains(answers: Answers) -> Iterator[Chain]:
    """What fighting on is worth to each party: under its own belief, and under the reference."""
    zone = answers.zones[0]
    for party in answers.game.parties:
        name = answers.case.parties[party].name
        for beliefs, worth in (("own", zone.reservation), ("reference", zone.reference)):
            whose = f"{name}'s own belief" if beliefs == "own" else "the analyst's reference belief"
            prefixes = ["situation.drift."]
            if beliefs == "own" and party in answers.case.beliefs:
                prefixes.append(f"beliefs.{party}.")
            yield Chain(
                fighting_anchor(party, beliefs),
                f"Fighting on to the finish, to {name}, under {whose}",
                written(worth[party]),
                "W = flow + discount × drift · W, solved for all situations at once; at an end of the fighting W is "
                f"what that end is worth. Read off at today's situation: {_today(answers)}. In swings of {name}.",
                tuple(_steps(answers, party, prefixes)),
            )


def _today(answers: Answers) -> str:
    variables = answers.case.situation.variables.values()
    return listed([f"{variable.name}: {variable.values[variable.now]}" for variable in variables])


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
    rule = (
        f"The largest, over all allowed deals, of the smallest gain that {names} make over fighting on. Found on the "
        f"exact frontier: {len(zone.frontier)} undominated deals of {answers.game.space.count():,} allowed ones."
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
        steps.append(Step("less the worst allowed deal, over one swing", f"(… − {plain(worst)}) / {plain(span)}", None))
        steps.append(Step("value if it holds", written(value.utility[party]), None))
        if value.breaks.rule is not None:
            breaks = f"durability.{value.breaks.rule}.breaks"
            after = game.states[value.breaks.after]
            steps.append(
                Step("chance per period that it breaks", plain(value.breaks.chance), _number_anchor(answers, breaks))
            )
            worth = float(answers.worth.own[value.breaks.after, index])
            steps.append(Step(f"fighting again from: {', '.join(after)}", written(worth), fighting_anchor(party)))
        steps.append(Step("value with that chance", written(value.value[party]), None))
        fighting = value.value[party] - value.gain[party]
        steps.append(Step("less fighting on", written(fighting), fighting_anchor(party)))
        yield Chain(
            value_anchor(key, party),
            f"Gain of {name} from: {title}",
            signed(value.gain[party]),
            "Sum over issues of swing weight × option value / 100, plus joint factors, in swings; with the chance of "
            "breaking, a = ((1−δ)u + δhB) / (1−δ(1−h)); less what fighting on is worth.",
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
