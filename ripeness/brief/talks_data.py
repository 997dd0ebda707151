"""The answers of the solved talks as JSON-ready values; payoffs in swings, time in periods of the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ripeness.brief.deal_data import zone_data
from ripeness.case.model import CaseFile
from ripeness.outlook import (
    Forecast,
    InterimAnswer,
    Levers,
    RipenessMap,
    Stalling,
    Standing,
    TalksAnswers,
    WhatIf,
    WhyNot,
)


def talks_data(answers: TalksAnswers) -> dict[str, Any]:
    """Where each agenda stands, how the talks were solved, interim deals, who stalls."""
    solved = answers.solved
    return {
        "method": solved.method,
        "equilibria": len(solved.every) if solved.method == "stationary" else 0,
        "spread": solved.spread,
        "solution": solved.narration,
        "notes": list(solved.talks.notes),
        "sides": [zone_data(answers.case, side) for side in answers.sides],
        "agendas": [standing_data(answers.case, each) for each in answers.standings],
        "interim": [interim_data(each) for each in answers.interim],
        "stalling": [stalling_data(each) for each in answers.stalling],
        "offers": [asdict(each) for each in answers.offers],
    }


def standing_data(case: CaseFile, standing: Standing) -> dict[str, Any]:
    """One agenda: W, V and c today, and agreement now in the form of a zone."""
    return {
        "agenda": standing.agenda.name,
        "status": standing.status,
        "fighting_on": dict(standing.war),
        "with_talks": dict(standing.value),
        "not_agreeing_now": dict(standing.continuation),
        "waiting": dict(standing.waiting),
        "now_range": list(standing.now_range) if standing.now_range else None,
        "now": zone_data(case, standing.now),
        "narration": standing.narration,
    }


def interim_data(each: InterimAnswer) -> dict[str, Any]:
    """One interim deal; a price that no payment meets (a firm refusal) is null."""
    return {
        "key": each.key,
        "possible": each.possible,
        "gain": dict(each.gain),
        "gain_at_war": dict(each.gain_at_war),
        "price": {party: None if amount == float("inf") else amount for party, amount in each.price.items()},
        "parts": {party: dict(parts) for party, parts in each.parts.items()},
        "refusing": list(each.refusing),
        "free": list(each.free),
        "narration": each.narration,
    }


def stalling_data(each: Stalling) -> dict[str, Any]:
    """One party that stalls."""
    return {
        "party": each.party,
        "instead": each.instead.title if each.instead else None,
        "gain": each.gain,
        "keeps": list(each.keeps),
        "passing": each.passing,
        "narration": each.narration,
    }


def outlook_data(forecast: Forecast) -> dict[str, Any]:
    """The forecast: lists run over periods, the first is today's."""
    return {
        "periods": forecast.periods,
        "deal_by": list(forecast.deal_by),
        "low": list(forecast.low),
        "high": list(forecast.high),
        "holding": list(forecast.holding),
        "agreement_of_any_kind_by": list(forecast.truce_by),
        "deals": [
            {
                "title": each.item.title,
                "key": each.item.key,
                "terms": dict(each.item.deal or {}),
                "chance": each.chance,
            }
            for each in forecast.deals
        ],
        "terms": {issue: dict(options) for issue, options in forecast.terms.items()},
        "rivals": [
            {
                "chance": rival.chance,
                "likeliest": rival.likeliest.item.title if rival.likeliest else None,
                "likeliest_chance": rival.likeliest.chance if rival.likeliest else None,
            }
            for rival in forecast.rivals
        ],
        "interim": dict(forecast.interim),
        "sides": dict(forecast.sides),
        "proposers": dict(forecast.proposers),
        "ends": dict(forecast.ends),
        "delay": forecast.delay,
        "method": forecast.method,
        "narration": forecast.narration,
    }


def why_not_data(each: WhyNot) -> dict[str, Any]:
    """Why there is no deal on an agenda."""
    return {
        "agenda": each.agenda.name,
        "question": each.question,
        "slack": each.slack,
        "reasons": [{**asdict(reason), "names": list(reason.names)} for reason in each.reasons],
        "narration": each.narration,
    }


def levers_data(levers: Levers) -> dict[str, Any]:
    """Levers and steps, each with its narration."""
    return {
        "question": levers.question,
        "slack": levers.slack,
        "levers": [
            {
                "name": each.assumption.name,
                "label": each.assumption.label,
                "unit": each.assumption.unit,
                "value": each.value,
                "range": list(each.range) if each.range else None,
                "searched": list(each.searched),
                "threshold": each.threshold,
                "within": each.within,
                "slack_low": each.slack_low,
                "slack_high": each.slack_high,
                "narration": each.narration,
            }
            for each in levers.levers
        ],
        "steps": [asdict(step) for step in levers.steps],
        "narration": levers.narration,
    }


def map_data(found: RipenessMap) -> dict[str, Any]:
    """The map as rows of cells."""
    return {
        "agenda": found.agenda.name,
        "across": found.across,
        "down": found.down,
        "cells": found.cells(),
        "narration": found.narration,
    }


def what_if_data(found: WhatIf) -> dict[str, Any]:
    """Both cases side by side."""

    def side(answers: TalksAnswers) -> Mapping[str, Any]:
        return {
            "zones": [zone_data(answers.case, each.zone) for each in answers.standings],
            "talks": talks_data(answers),
            "outlook": outlook_data(answers.forecast),
        }

    return {
        "settings": [asdict(setting) for setting in found.settings],
        "before": side(found.before),
        "after": side(found.after),
        "narration": found.narration,
    }
