"""Questions to a case: fighting on, the zone, who blocks, the solved talks and their outlook, what would change it."""

from ripeness.outlook.drafts import Draft, DraftComparison, compare_drafts, draft
from ripeness.outlook.effects import Answer, CaseChanges, Effect, Shift, answer_of, case_changes
from ripeness.outlook.fair import FairPoint
from ripeness.outlook.forecast import Expected, Forecast, Rival, forecast
from ripeness.outlook.interim import InterimAnswer, interim_answers, price_of
from ripeness.outlook.levers import Lever, Levers, Step, levers, steps
from ripeness.outlook.offers import Offer, offers
from ripeness.outlook.reasons import Reason, WhyNot, slack_of, why_not
from ripeness.outlook.ripeness_map import RipenessMap, ripeness_map
from ripeness.outlook.solved import SolvedTalks, forecast_talks, solve_talks
from ripeness.outlook.stalling import Stalling, stalling
from ripeness.outlook.standing import Standing, Status, standing, standings
from ripeness.outlook.verdict import Shortfall, Verdict, judge, verdicts
from ripeness.outlook.whatif import TalksAnswers, WhatIf, answers, read_off, what_if
from ripeness.outlook.words import written
from ripeness.outlook.worth import DealValue, Worth, durable, reservation, value_deal, worth
from ripeness.outlook.zone import Blocker, Zone, zone, zones

__all__ = [
    "Answer",
    "Blocker",
    "CaseChanges",
    "DealValue",
    "Draft",
    "DraftComparison",
    "Effect",
    "Expected",
    "FairPoint",
    "Forecast",
    "InterimAnswer",
    "Lever",
    "Levers",
    "Offer",
    "Reason",
    "RipenessMap",
    "Rival",
    "Shift",
    "Shortfall",
    "SolvedTalks",
    "Stalling",
    "Standing",
    "Status",
    "Step",
    "TalksAnswers",
    "Verdict",
    "WhatIf",
    "WhyNot",
    "Worth",
    "Zone",
    "answer_of",
    "answers",
    "case_changes",
    "compare_drafts",
    "draft",
    "durable",
    "forecast",
    "forecast_talks",
    "interim_answers",
    "judge",
    "levers",
    "offers",
    "price_of",
    "read_off",
    "reservation",
    "ripeness_map",
    "slack_of",
    "solve_talks",
    "stalling",
    "standing",
    "standings",
    "steps",
    "value_deal",
    "verdicts",
    "what_if",
    "why_not",
    "worth",
    "written",
    "zone",
    "zones",
]
