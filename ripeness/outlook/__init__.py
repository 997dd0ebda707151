"""Questions to a case: what fighting on is worth, the zone, who blocks, what a deal would meet with."""

from ripeness.outlook.verdict import Verdict, judge, verdicts
from ripeness.outlook.worth import DealValue, Worth, durable, reservation, value_deal, worth, written
from ripeness.outlook.zone import Blocker, Zone, zone, zones

__all__ = [
    "Blocker",
    "DealValue",
    "Verdict",
    "Worth",
    "Zone",
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
