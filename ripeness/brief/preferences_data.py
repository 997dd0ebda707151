"""Preferences that fit the record as JSON-ready values: what was before, what is after, and what moved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ripeness.brief.ledger import passages_of
from ripeness.brief.record_data import because_data
from ripeness.case.assumptions import signed
from ripeness.inference import Chance, Influence, PartyPosterior, Posterior
from ripeness.reports import Report


def preferences_data(posterior: Posterior, reports: Mapping[str, Report]) -> dict[str, Any]:
    """Prior and posterior of every number by party, the items with what each moved, and what each party would say."""
    return {
        "digest": posterior.digest,
        "settings": asdict(posterior.settings),
        "versions": dict(posterior.versions),
        "parties": [_party(posterior, own, reports) for own in posterior.parties.values()],
        "answers": [
            {"deal": key, "chances": chances_data(chances)} for key, chances in posterior.to_named_deals().items()
        ],
        "left_out": list(posterior.evidence.left_out),
        "notes": list(posterior.notes),
    }


def chances_data(chances: Sequence[Chance]) -> list[dict[str, Any]]:
    """The chances that parties accept a deal; ``thin`` where they are the prior's or rest on words alone."""
    return [asdict(chance) for chance in chances]


def _party(posterior: Posterior, own: PartyPosterior, reports: Mapping[str, Report]) -> dict[str, Any]:
    other = own.other_end
    return {
        "party": own.party,
        "thin": own.thin,
        "numbers": [
            {
                "name": quantity.name,
                "label": quantity.label,
                "unit": quantity.unit,
                "prior": asdict(quantity.prior),
                "posterior": asdict(quantity.posterior),
                "moved": quantity.moved,
            }
            for quantity in own.quantities
        ],
        "evidence": [_influence(posterior, each, reports) for each in own.influences],
        "other_end": other and {"how": other.how, "shift": other.shift and _shift(other.shift)},
        "diagnostics": own.diagnostics and asdict(own.diagnostics),
    }


def _influence(posterior: Posterior, each: Influence, reports: Mapping[str, Report]) -> dict[str, Any]:
    item = each.item
    return {
        "kind": item.kind,
        "label": item.label,
        "places": [".".join(map(str, loc)) for loc in item.where],
        "originals": asdict(item.originals),
        "because": [
            because_data(signed(posterior.case, because), passages_of(because, reports)) for because in item.because
        ],
        "shifts": [_shift(shift) for shift in each.shifts],
        "how": each.how,
    }


def _shift(shift: Any) -> dict[str, Any]:
    return {"name": ".".join(map(str, shift.loc)), "label": shift.label, "by": shift.by}
