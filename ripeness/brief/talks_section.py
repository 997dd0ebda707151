"""The section of a brief on the solved talks, and how each of its numbers came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ripeness.brief.chains import Chain, Step, assumption_anchor, fighting_anchor
from ripeness.brief.material import Answers
from ripeness.brief.voice import signed
from ripeness.outlook import Levers, Reason, Standing, TalksAnswers, written
from ripeness.outlook.interim import ITSELF, TOGETHER
from ripeness.outlook.reasons import REASONS

DEALS_SHOWN = 5
LEVERS_SHOWN = 12
RARE = 5e-4  # chances that are not worth a row
NO_CHANGE = 5e-4  # swings of slack that are not worth one
OUTLOOK = "n-outlook"
ASSUMPTIONS = "assumptions"  # the section that lists every number of the case


def value_anchor(party: str) -> str:
    """The anchor of what the talks are worth to a party today."""
    return f"n-talks-{party}"


def waiting_anchor(party: str) -> str:
    """The anchor of what not agreeing now is worth to a party."""
    return f"n-waiting-{party}"


def now_anchor(agenda: str) -> str:
    """The anchor of slack against waiting."""
    return f"n-now-{agenda}"


def price_anchor(deal: str, party: str) -> str:
    """The anchor of the price of an interim deal to a party."""
    return f"n-price-{deal}-{party}"


def lever_anchor(name: str) -> str:
    """The anchor of the threshold of an assumption."""
    return f"n-lever-{name}"


def talks_section(answers: Answers) -> dict[str, Any] | None:
    """What the template shows of the talks; None where they were not solved."""
    talks = answers.talks
    if talks is None:
        return None
    return {
        "standings": [_standing(answers, each) for each in talks.standings],
        "why": [
            {
                "narration": each.narration,
                "reasons": [
                    (" and ".join(reason.names), "no deal is left" if reason.slack is None else signed(reason.slack))
                    for reason in telling(each.reasons)
                ],
                "question": "waiting" if each.question == "now" else "fighting on",
                "href": now_anchor(each.agenda.name) if each.question == "now" else f"n-slack-{each.agenda.name}",
            }
            for each in answers.why
        ],
        "offers": [(answers.case.deals[each.key].name, each.narration) for each in talks.offers],
        "interim": [_interim(answers, talks, place) for place in range(len(talks.interim))],
        "stalling": [each.narration for each in talks.stalling],
        "outlook": _outlook(answers, talks),
        "levers": _levers(answers.levers) if answers.levers else None,
        "steps_now": [step.narration for step in answers.steps_now],
        "solution": talks.solved.narration,
        "notes": talks.solved.talks.notes,
    }


def telling(reasons: Sequence[Reason]) -> list[Reason]:
    """The reasons that are worth a row: the three kinds, what opens it together, single lines that change something."""
    single = {reason.names for reason in reasons if len(reason.names) == 1 and reason.names[0] not in REASONS.values()}
    return [
        reason
        for reason in reasons
        if reason.names not in single or reason.opens or reason.gain is None or abs(reason.gain) >= NO_CHANGE
    ]


def _standing(answers: Answers, standing: Standing) -> dict[str, Any]:
    case = answers.case
    return {
        "narration": standing.narration,
        "slack": None if standing.now.slack is None else signed(standing.now.slack),
        "slack_href": now_anchor(standing.agenda.name),
        "range": [signed(end) for end in standing.now_range] if standing.now_range else [],
        "rows": [
            {
                "party": case.parties[party].name,
                "war": written(war),
                "war_href": fighting_anchor(party),
                "value": written(standing.value[party]),
                "value_href": value_anchor(party),
                "waiting": written(standing.continuation[party]),
                "waiting_href": waiting_anchor(party),
            }
            for party, war in standing.war.items()
        ],
    }


def _interim(answers: Answers, talks: TalksAnswers, place: int) -> dict[str, Any]:
    each, case = talks.interim[place], answers.case
    deal = case.deals[each.key]
    return {
        "name": deal.name,
        "on": deal.offered_on,
        "on_the_table": deal.on_the_table,
        "narration": each.narration,
        "gains": [
            (case.parties[party].name, signed(each.gain[party]), price_anchor(each.key, party)) for party in each.price
        ],
    }


def _outlook(answers: Answers, talks: TalksAnswers) -> dict[str, Any]:
    forecast, case = talks.forecast, answers.case
    every = max(1, forecast.periods // 6)
    rows = [
        {
            "within": period + 1,
            "deal": f"{forecast.deal_by[period]:.0%}",
            "low": f"{forecast.low[period]:.0%}",
            "high": f"{forecast.high[period]:.0%}",
            "holding": f"{forecast.holding[period]:.0%}",
            "any": f"{forecast.truce_by[period]:.0%}",
        }
        for period in sorted({0, *range(every - 1, forecast.periods, every)})
    ]
    return {
        "narration": forecast.narration,
        "rows": rows,
        "href": OUTLOOK,
        "deals": [
            (f"{each.chance:.0%}", each.item.title) for each in forecast.deals[:DEALS_SHOWN] if each.chance > RARE
        ],
        "terms": [
            (case.issues[issue].name, [(case.issues[issue].options[o], f"{c:.0%}") for o, c in options.items()])
            for issue, options in forecast.terms.items()
        ],
        "rivals": forecast.beside(),
        "proposers": [(case.parties[party].name, f"{chance:.0%}") for party, chance in forecast.proposers.items()],
        "ends": [(name, f"{chance:.0%}") for name, chance in forecast.ends.items() if chance > RARE],
        "period": case.period,
    }


def _levers(levers: Levers) -> dict[str, Any]:
    return {
        "narration": levers.narration,
        "rows": [
            {
                "label": each.assumption.label,
                "assumption_href": assumption_anchor(each.assumption.name),
                "value": f"{each.value:g}",
                "threshold": "none found" if each.threshold is None else f"{each.threshold:.3g}",
                "href": lever_anchor(each.assumption.name),
                "beyond": each.threshold is not None and each.range is not None and not each.within,
                "range": "no range given" if each.range is None else f"{each.range[0]:g} to {each.range[1]:g}",
                "slack": " to ".join(_slack(end) for end in (each.slack_low, each.slack_high)),
            }
            for each in levers.levers[:LEVERS_SHOWN]
        ],
        "more": max(0, len(levers.levers) - LEVERS_SHOWN),
        "steps": [step.narration for step in levers.steps],
        "ranged": any(each.range for each in levers.levers),
    }


def _slack(value: float | None) -> str:
    return "no deal" if value is None else signed(value)


# --- how the numbers came about --------------------------------------------------------------------


def talks_chains(answers: Answers) -> Iterator[Chain]:
    """The chains of every number of the section."""
    talks = answers.talks
    if talks is None:
        return
    yield from _value_chains(answers, talks)
    for standing in talks.standings:
        yield _now_chain(answers, standing)
    yield from _price_chains(answers, talks)
    yield _outlook_chain(answers, talks)
    for each in answers.levers.levers[:LEVERS_SHOWN] if answers.levers else ():
        yield Chain(
            lever_anchor(each.assumption.name),
            f"Where the answer changes: {each.assumption.label}",
            "none found" if each.threshold is None else f"{each.threshold:.3g}",
            "The case is solved again with other values of this one number; the interval between one with today's "
            f"answer and one with the other is halved. Searched from {each.searched[0]:g} to {each.searched[1]:g}.",
            (Step("the number as it stands", f"{each.value:g}", assumption_anchor(each.assumption.name)),),
        )


def _value_chains(answers: Answers, talks: TalksAnswers) -> Iterator[Chain]:
    if not talks.standings:
        return
    standing = talks.standings[0]
    for party, war in standing.war.items():
        name = answers.case.parties[party].name
        inputs = (
            Step("fighting on to the finish, W", written(war), fighting_anchor(party)),
            Step("who proposes, what is on the menu, what interim deals pay and change", "the case", ASSUMPTIONS),
        )
        yield Chain(
            value_anchor(party),
            f"With talks, to {name}",
            written(standing.value[party]),
            "V = sum over proposers of their chance × what their best acceptable proposal is worth (a), or of not "
            f"agreeing (c), solved for all situations at once. {talks.solved.narration} In swings of {name}.",
            inputs,
        )
        yield Chain(
            waiting_anchor(party),
            f"Not agreeing now, to {name}",
            written(standing.continuation[party]),
            f"c = a {answers.case.period} of fighting + discount × drift · V, by its own belief. In swings of {name}.",
            (Step("with talks, V", written(standing.value[party]), value_anchor(party)), *inputs),
        )


def _now_chain(answers: Answers, standing: Standing) -> Chain:
    case = answers.case
    best = standing.now.best
    steps = [
        Step(f"gain of {case.parties[party].name} there", signed(best.gain[party]), waiting_anchor(party))
        for party in (standing.agenda.consent if best else ())
        if best
    ]
    return Chain(
        now_anchor(standing.agenda.name),
        f"Slack against waiting on '{standing.agenda.title}'",
        "none" if standing.now.slack is None else signed(standing.now.slack),
        "The largest, over all allowed deals that nobody who must consent firmly refuses, of the least gain over not "
        "agreeing now; a deal that breaks leads back to talks.",
        tuple(steps),
    )


def _price_chains(answers: Answers, talks: TalksAnswers) -> Iterator[Chain]:
    case = answers.case
    named = {ITSELF: f"the {case.period} itself", TOGETHER: "only together"}
    named |= {key: variable.name for key, variable in case.situation.variables.items()}
    for each in talks.interim:
        for party in each.price:
            parts = tuple(Step(named[k], signed(v), None) for k, v in each.parts.get(party, {}).items())
            yield Chain(
                price_anchor(each.key, party),
                f"Gain of {case.parties[party].name} from: {case.deals[each.key].name}",
                signed(each.gain[party]),
                "What agreeing is worth (what the period pays, then the talks that follow, in the situation to which "
                "it leads) less what not agreeing now is worth. Below zero it is the price: the least payment that "
                "would bring the party in.",
                (Step("not agreeing now, c", _continuation(talks, party), waiting_anchor(party)), *parts),
            )


def _continuation(talks: TalksAnswers, party: str) -> str:
    return written(talks.standings[0].continuation[party]) if talks.standings else ""


def _outlook_chain(answers: Answers, talks: TalksAnswers) -> Chain:
    forecast = talks.forecast
    return Chain(
        OUTLOOK,
        f"Chance of a deal within {forecast.periods} {answers.case.period}s",
        f"{forecast.deal_by[-1]:.0%}",
        "The distribution over situations is carried forward period by period under the reference belief, with the "
        f"proposals and answers of the solved talks; nothing is drawn at random. {forecast.method}",
        (Step("every number of the case", "the assumptions", ASSUMPTIONS),),
    )
