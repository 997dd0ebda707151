"""Questions to a case: what fighting on is worth, the zone, who blocks, what a deal would meet with."""

from ripeness.outlook.drafts import Draft, DraftComparison, compare_drafts, draft
from ripeness.outlook.fair import FairPoint
from ripeness.outlook.verdict import Shortfall, Verdict, judge, verdicts
from ripeness.outlook.worth import DealValue, Worth, durable, reservation, value_deal, worth, written
from ripeness.outlook.zone import Blocker, Zone, zone, zones

__all__ = [
    "Blocker",
    "DealValue",
    "Draft",
    "DraftComparison",
    "FairPoint",
    "Shortfall",
    "Verdict",
    "Worth",
    "Zone",
    "compare_drafts",
    "draft",
    "durable",
    "judge",
    "reservation",
    "value_deal",
    "verdicts",
    "worth",
    "written",
    "zone",
    "zones",
]
