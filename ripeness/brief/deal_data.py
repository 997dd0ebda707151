"""Deals, zones, verdicts and comparisons as JSON-ready values; payoffs in swings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ripeness.brief.voice import deal_title
from ripeness.case.model import CaseFile
from ripeness.outlook import Blocker, DealValue, DraftComparison, Verdict, Zone


def deal_data(case: CaseFile, value: DealValue) -> dict[str, Any]:
    """A deal with what it is worth to every party."""
    return {
        "terms": dict(value.deal),
        "title": deal_title(case, value.deal),
        "utility": dict(value.utility),
        "value": dict(value.value),
        "gain": dict(value.gain),
        "breaks": value.breaks.chance,
        "crosses": [
            {"party": line.party, "issue": line.issue, "options": list(line.options)} for line in value.crosses
        ],
    }


def zone_data(case: CaseFile, zone: Zone) -> dict[str, Any]:
    """One zone as JSON-ready values; payoffs in swings."""
    return {
        "agenda": zone.agenda.name,
        "tracks": list(zone.agenda.tracks),
        "consent": list(zone.agenda.consent),
        "quorum": zone.agenda.quorum,
        "ripe": zone.ripe,
        "slack": zone.slack,
        "fighting_on": dict(zone.reservation),
        "fighting_on_reference": dict(zone.reference),
        "best": deal_data(case, zone.best) if zone.best else None,
        "deals": [deal_data(case, deal) for deal in zone.deals],
        "frontier": [deal_data(case, deal) for deal in zone.frontier],
        "blockers": [blocker_data(case, blocker) for blocker in zone.blockers],
        "fair": [
            {
                "concept": point.concept,
                "meaning": point.meaning,
                "deals": [deal_data(case, deal) for deal in point.deals],
            }
            for point in zone.fair
        ],
        "narration": zone.narration,
    }


def blocker_data(case: CaseFile, blocker: Blocker) -> dict[str, Any]:
    """A blocker with what would bring it in; null where only its firm refusal stands in the way."""
    return {
        "parties": list(blocker.parties),
        "payment": dict(blocker.payment),
        "deal": deal_data(case, blocker.deal),
        "narration": blocker.narration,
    }


def verdict_data(case: CaseFile, verdict: Verdict) -> dict[str, Any]:
    """What each party would say to a named deal, as JSON-ready values; payoffs in swings."""
    return {
        "key": verdict.key,
        "name": verdict.name,
        "refusing": list(verdict.refusing),
        "shortfall": {
            party: {issue: cost.amount for issue, cost in by_issue.items()}
            for party, by_issue in verdict.shortfall.items()
        },
        "instead": {
            party: {issue: cost.instead for issue, cost in by_issue.items()}
            for party, by_issue in verdict.shortfall.items()
        },
        "allowed": verdict.allowed,
        "distance": verdict.distance,
        "nearest": [deal_data(case, deal) for deal in verdict.nearest],
        "narration": verdict.narration,
        **deal_data(case, verdict.value),
    }


def comparison_data(case: CaseFile, comparison: DraftComparison) -> dict[str, Any]:
    """Two deals issue by issue, as JSON-ready values; payoffs in swings."""
    terms = comparison.terms

    def by_party(amounts: Iterable[float]) -> dict[str, float]:
        return dict(zip(terms.parties, amounts, strict=True))

    return {
        "unit": "swings",
        "first": {"title": comparison.first.title, **deal_data(case, comparison.before)},
        "second": {"title": comparison.second.title, **deal_data(case, comparison.after)},
        "rows": [
            {
                "issue": row.issue,
                "from": row.before,
                "to": row.after,
                "alone": by_party(row.alone),
                "in_turn": by_party(row.in_turn),
                "allowed_alone": row.allowed_alone,
            }
            for row in terms.rows
        ],
        "joint": by_party(terms.joint),
        "total": by_party(terms.total),
        "durability": {party: comparison.durability(party) for party in terms.parties},
        "value": {party: comparison.after.value[party] - comparison.before.value[party] for party in terms.parties},
        "allowed": list(terms.allowed),
    }
