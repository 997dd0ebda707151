"""Moves as events of PLOVER, the successor of CAMEO, for people who work with event data.

PLOVER's sixteen kinds of events are wider than our moves, and it records what happened, was said or was agreed, by
whom to whom. So the mapping goes one way, and a move has no event where PLOVER has none:

- what may happen, is supposed or is denied to have happened (``may``, ``hypothetical``, ``denied``) is no event;
- what only somebody with a stake alleges is none either: the accusation itself is another move, and an event (ACCUSE);
- a conditional deed has not been done, and a conditional acceptance is no agreement. A conditional offer, proposal,
  demand, promise, threat or refusal was made all the same: the condition is part of what was said;
- what is agreed to be done is AGREE, for an intent that is expressed is not yet the deed;
- considering a plan and denying a charge were CAMEO's 'public statement', which PLOVER gave up.

The event comes from the kind of a move, and for some kinds from its issue too: to halt fire is to RETREAT, to halt aid
is to SANCTION. A mode is given only where kind or issue settle it: they do not say which weapon was used, or whether a
meeting was a visit. The context follows the issue. ``root`` is the first two digits of CAMEO's code for the same event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ripeness.claims.model import Move

EVENTS = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """An event as PLOVER names it; '' for a mode or context that the move does not settle."""

    event: str
    mode: str
    root: str  # of CAMEO: '10' for a demand
    context: str = ""


# By kind of move: event, mode, CAMEO's root. Absent: study (a plan that is weighed is nobody's event) and deny.
_KINDS: Mapping[str, Event] = {
    "propose": Event("REQUEST", "", "10"),  # an appeal to settle on these terms
    "demand": Event("REQUEST", "yield", "10"),  # in talks, what is asked is that the other side gives way
    "offer": Event("AGREE", "", "03"),  # intent to give
    "promise": Event("AGREE", "", "03"),
    "accept": Event("AGREE", "", "03"),
    "accept-in-part": Event("AGREE", "", "03"),
    "reject": Event("REJECT", "", "12"),
    "concede": Event("CONCEDE", "", "08"),
    "threaten": Event("THREATEN", "", "13"),
    "withdraw": Event("SANCTION", "withdraw", "16"),  # leaves talks, takes back an offer: relations are reduced
    "accuse": Event("ACCUSE", "allege", "11"),
    "meet": Event("CONSULT", "", "04"),
    "call": Event("CONSULT", "phone", "04"),
    "mediate": Event("CONSULT", "", "04"),
    "gesture": Event("SUPPORT", "", "05"),  # good will that costs little is diplomatic, not material
    "attack": Event("ASSAULT", "", "19"),
    "halt": Event("RETREAT", "ceasefire", "08"),  # of fighting; of supplies see below
    "violate": Event("ASSAULT", "", "19"),  # CAMEO's only breach of an agreement is that of a cease-fire
    "implement": Event("COOPERATE", "", "06"),  # what was agreed, carried out together
}

# By kind and issue, where the issue says what kind of deed it is.
_ISSUES: Mapping[tuple[str, str], Event] = {
    ("propose", "talks"): Event("REQUEST", "meet", "10"),
    ("demand", "talks"): Event("REQUEST", "meet", "10"),
    ("demand", "foreign-aid"): Event("REQUEST", "assist", "10"),
    ("demand", "humanitarian"): Event("REQUEST", "assist", "10"),
    ("demand", "climate-finance"): Event("REQUEST", "assist", "10"),
    ("reject", "talks"): Event("REJECT", "meet", "12"),
    ("reject", "foreign-aid"): Event("REJECT", "assist", "12"),
    ("withdraw", "withdrawal"): Event("RETREAT", "withdraw", "08"),  # troops that leave
    ("halt", "foreign-aid"): Event("SANCTION", "discontinue", "16"),
    ("halt", "energy"): Event("SANCTION", "discontinue", "16"),  # supplies
    ("halt", "trade"): Event("SANCTION", "discontinue", "16"),
    ("halt", "talks"): Event("SANCTION", "withdraw", "16"),
    ("halt", "sanctions"): Event("RETREAT", "ease", "08"),
    ("implement", "ceasefire"): Event("RETREAT", "ceasefire", "08"),
    ("implement", "withdrawal"): Event("RETREAT", "withdraw", "08"),
    ("implement", "force-limits"): Event("RETREAT", "disarm", "08"),
    ("implement", "prisoners"): Event("RETREAT", "release", "08"),
    ("implement", "monitoring"): Event("RETREAT", "access", "08"),
    ("implement", "peacekeepers"): Event("RETREAT", "access", "08"),
    ("implement", "sanctions"): Event("RETREAT", "ease", "08"),
    ("implement", "foreign-aid"): Event("AID", "", "07"),
    ("implement", "humanitarian"): Event("AID", "", "07"),
    ("implement", "reconstruction"): Event("AID", "", "07"),
    ("implement", "climate-finance"): Event("AID", "", "07"),
}

# What is said with a condition is said; every other kind needs to be done.
_SAID_ON_CONDITION = frozenset({"propose", "demand", "offer", "promise", "threaten", "reject", "accept-in-part"})
_AGREED = Event("AGREE", "", "03")
# The deeds of which one can be agreed on before it is done; what is agreed in words is its own event already.
_DEEDS = frozenset({"meet", "call", "mediate", "gesture", "halt", "implement", "withdraw", "attack", "violate"})

_CONTEXTS: Mapping[str, str] = {
    **dict.fromkeys(("talks", "alliances", "guarantees", "recognition"), "diplomatic"),
    **dict.fromkeys(
        ("ceasefire", "monitoring", "territory", "withdrawal", "force-limits", "foreign-aid", "surrender"), "military"
    ),
    **dict.fromkeys(
        ("sanctions", "energy", "shipping", "resources", "trade", "reconstruction", "pay", "jobs", "hours"), "economic"
    ),
    **dict.fromkeys(("humanitarian", "refugees"), "humanitarian"),
    **dict.fromkeys(("prisoners", "justice"), "legal"),
    **dict.fromkeys(("government", "status"), "political_institutions"),
    "peacekeepers": "peacekeeping",
    "elections": "democracy",
    "rights": "rights_freedoms",
    "nuclear": "cbrn",
}


def plover(move: Move) -> Event | None:
    """The event that the move is, or None where PLOVER has none for it."""
    event = _ISSUES.get((move.kind, move.issue or ""), _KINDS.get(move.kind))
    if event is None or move.modality in ("may", "hypothetical", "denied", "alleged"):
        return None
    if move.modality == "conditional" and move.kind not in _SAID_ON_CONDITION:
        return None
    if move.modality == "agreed" and move.kind in _DEEDS:
        event = _AGREED
    return Event(event.event, event.mode, event.root, _context(move))


def _context(move: Move) -> str:
    """That of the issue; of a move without one, what its kind is about."""
    if move.issue:
        return _CONTEXTS.get(move.issue, "")
    return {"meet": "diplomatic", "call": "diplomatic", "mediate": "diplomatic", "attack": "military"}.get(
        move.kind, ""
    )
