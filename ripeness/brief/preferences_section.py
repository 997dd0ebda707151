"""The section of a brief on preferences that fit the record, and how each of its numbers came about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ripeness.brief.chains import Chain, Step, assumption_anchor, fighting_anchor
from ripeness.brief.ledger import Origins
from ripeness.brief.material import Answers
from ripeness.brief.voice import count
from ripeness.brief.wording import originals
from ripeness.case.numbers import Because
from ripeness.inference import Influence, PartyPosterior, Posterior, Quantity, Spread

SHIFT_LEAST = 0.1  # posterior deviations: less is not worth a word


def quantity_anchor(name: str) -> str:
    """The anchor of a number of the posterior."""
    return f"n-pref-{name}"


def evidence_anchor(party: str, place: int) -> str:
    """The anchor of an item of a party's evidence."""
    return f"e-{party}-{place}"


def chance_anchor(deal: str, party: str) -> str:
    """The anchor of the chance that a party accepts a named deal."""
    return f"n-chance-{deal}-{party}"


def preferences_section(answers: Answers, because: Callable[[Because], Any]) -> dict[str, Any] | None:
    """What the template shows; None where no posterior of these inputs was kept."""
    found = answers.preferences
    if found is None:
        return None
    return {
        "parties": [_party(own, because) for own in found.parties.values()],
        "answers": _answers(found),
        "left_out": found.evidence.left_out,
        "notes": found.notes,
        "how": how(found),
    }


def how(posterior: Posterior) -> str:
    """How the fit was made, in a sentence."""
    made = posterior.settings
    return (
        f"{made.chains} chains of {made.draws:,} draws, seed {made.seed}. One original is taken to tell of an act that "
        f"happened, as it is told, with a chance of {made.reliability:g}."
    )


def spread(found: Spread, unit: str) -> str:
    """'46 (26 to 66)': the mean, and the interval that holds 90 %."""
    digits = 0 if unit in ("weight points", "0 to 100") else 1 if unit == "per swing" else 2
    mean, low, high = (f"{each:.{digits}f}".replace("-", "−") for each in (found.mean, found.low, found.high))
    return f"{mean} ({low} to {high})"


def _party(own: PartyPosterior, because: Callable[[Because], Any]) -> dict[str, Any]:
    return {
        "name": own.name,
        "thin": own.thin,
        "moved": [_row(quantity) for quantity in own.quantities if quantity.moved],
        "unmoved": [_row(quantity) for quantity in own.unmoved],
        "evidence": [
            {
                "anchor": evidence_anchor(own.party, place),
                "label": each.item.label,
                "originals": originals(Origins(each.item.originals.strict, each.item.originals.all)),
                "effect": effect(own, each),
                "because": [because(reason) for reason in each.item.because],
            }
            for place, each in enumerate(own.influences)
        ],
        "other_end": other_end(own),
    }


def _row(quantity: Quantity) -> dict[str, str]:
    return {
        "label": quantity.label.partition(": ")[2],
        "unit": quantity.unit,
        "prior": spread(quantity.prior, quantity.unit),
        "posterior": spread(quantity.posterior, quantity.unit),
        "href": quantity_anchor(quantity.name),
    }


def effect(own: PartyPosterior, influence: Influence) -> str:
    """What an item did, in words: 'raises weight of Territory by 0.3'."""
    if influence.how == "not known":
        return "its effect could not be told apart"
    said = [
        f"{'raises' if shift.by > 0 else 'lowers'} {shift.label.removeprefix(f'{own.name}: ')} by {abs(shift.by):.1f}"
        for shift in influence.shifts
        if abs(shift.by) >= SHIFT_LEAST
    ]
    return "; ".join(said) or "moves nothing by as much as 0.1"


def other_end(own: PartyPosterior) -> str | None:
    """What becomes of the answer if weaker edges and shared desks join originals too."""
    if own.other_end is None or (own.other_end.shift is None and own.other_end.how != "not known"):
        return None
    if own.other_end.shift is None:
        return "What becomes of it if weaker links between reports count as well could not be computed."
    shift = own.other_end.shift
    return (
        "If weaker links between reports and shared desks count as well, no number moves by more than "
        f"{abs(shift.by):.2f} of its standard deviation ({shift.label.removeprefix(f'{own.name}: ')})."
    )


def _answers(posterior: Posterior) -> list[dict[str, Any]]:
    return [
        {
            "name": posterior.case.deals[key].name,
            "chances": [
                {
                    "party": posterior.parties[chance.party].name,
                    "mean": f"{chance.mean:.0%}",
                    "low": f"{chance.low:.0%}",
                    "high": f"{chance.high:.0%}",
                    "thin": chance.thin,
                    "href": chance_anchor(key, chance.party),
                }
                for chance in chances
            ],
        }
        for key, chances in posterior.to_named_deals().items()
    ]


# --- how the numbers came about --------------------------------------------------------------------


def preferences_chains(answers: Answers) -> Iterator[Chain]:
    """The chains of every number of the section."""
    found = answers.preferences
    if found is None:
        return
    known = {assumption.name for assumption in answers.assumptions}
    for own in found.parties.values():
        items = tuple(
            Step(each.item.label, effect(own, each), evidence_anchor(own.party, place))
            for place, each in enumerate(own.influences)
        )
        for quantity in own.quantities:
            yield _quantity_chain(quantity, known, items, own.party)
    for key, chances in found.to_named_deals().items():
        for chance in chances:
            own = found.parties[chance.party]
            yield Chain(
                chance_anchor(key, chance.party),
                f"Chance that {own.name} accepts: {found.case.deals[key].name}",
                f"{chance.mean:.0%}",
                "The mean over the draws of the logit chance, at the draw's precision, that the deal is worth more "
                "than fighting on. 90 % of the draws lie between the ends of the interval.",
                (
                    Step("what fighting on is worth", *_own(own, "reservation")),
                    Step("how sharply it answers", *_own(own, "precision")),
                    Step("what it weighs and values", f"{count(len(own.quantities), 'number')} above", "preferences"),
                ),
            )


def _own(own: PartyPosterior, name: str) -> tuple[str, str]:
    quantity = next(each for each in own.quantities if each.loc[-1] == name)
    return spread(quantity.posterior, quantity.unit), quantity_anchor(quantity.name)


def _quantity_chain(quantity: Quantity, known: set[str], items: tuple[Step, ...], party: str) -> Chain:
    if quantity.name in known:
        before = (
            Step(
                "before the record: the case", spread(quantity.prior, quantity.unit), assumption_anchor(quantity.name)
            ),
        )
    elif quantity.loc[-1] == "reservation":
        before = (
            Step("before the record: fighting on", spread(quantity.prior, quantity.unit), fighting_anchor(party)),
        )
    else:
        before = (Step("before the record: a convention", spread(quantity.prior, quantity.unit), None),)
    return Chain(
        quantity_anchor(quantity.name),
        quantity.label,
        spread(quantity.posterior, quantity.unit),
        f"Mean and 90 % interval of the draws, {quantity.unit}: what the case says before the record, then every "
        "offer, answer and word of the party, each once, by how many independent originals tell of it.",
        (*before, *items),
    )
