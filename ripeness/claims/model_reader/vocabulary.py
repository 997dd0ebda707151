"""The lists that a language model chooses from, each word with what it means, as the model is told it."""

from __future__ import annotations

from collections.abc import Mapping

MOVES: Mapping[str, str] = {
    "propose": "a plan, terms or a date",
    "demand": "asks of another, insists, sets as a condition",
    "offer": "would itself give something",
    "accept": "agrees to what another wants",
    "accept-in-part": "agrees to some of it",
    "reject": "refuses, rules out; 'will not accept' too",
    "study": "considers, weighs, asks for time",
    "concede": "gives up a claim, drops a demand",
    "promise": "says that it will do something",
    "threaten": "says that it will harm another",
    "withdraw": "takes back an offer, leaves the talks, quits a treaty",
    "accuse": "says that another did wrong",
    "deny": "says that it is not so",
    "meet": "meets another",
    "call": "telephones another",
    "mediate": "hosts, carries messages, brokers",
    "gesture": "costs little and shows good will",
    "attack": "uses force",
    "halt": "stops fighting, attacks, supplies or a strike",
    "violate": "breaks what was agreed",
    "implement": "carries out what was agreed",
}
MODALITIES: Mapping[str, str] = {
    "done": "it happened: the refusal, the statement, the meeting",
    "agreed": "the parties agreed that it will happen",
    "may": "could, might, plans to, is expected to, is ready to",
    "alleged": "only claimed by somebody with a stake",
    "denied": "said not to have happened",
    "hypothetical": "'if Kell accepted'",
    "conditional": "holds only if something else does; give the condition",
}
MODES: Mapping[str, str] = {"said": "done with words", "did": "done on the ground or on paper"}
KINDS: Mapping[str, str] = {
    "quotation": "words between quotation marks that somebody is said to have spoken or written",
    "indirect": "a clause that reports what somebody said",
}
ISSUES: Mapping[str, str] = {
    "ceasefire": "any truce, its scope and duration",
    "monitoring": "observers, verification",
    "territory": "land, borders, annexation",
    "withdrawal": "troops leave a place",
    "alliances": "membership, neutrality, bases",
    "guarantees": "security guarantees",
    "force-limits": "size of forces, arms, disarmament, demobilisation",
    "foreign-aid": "arms and intelligence from outside",
    "peacekeepers": "foreign troops that keep the peace",
    "prisoners": "captives, hostages, the dead",
    "humanitarian": "relief, corridors, evacuation, medicine",
    "sanctions": "sanctions",
    "energy": "plants, grid, gas, fuel, attacks on them",
    "shipping": "ports, straits, blockade, navigation",
    "reconstruction": "reparations, rebuilding, frozen assets",
    "resources": "minerals, oil income, water, fishing",
    "trade": "tariffs, flights, commerce",
    "government": "power sharing, constitution, who rules",
    "elections": "elections",
    "status": "autonomy, independence, referendum",
    "justice": "amnesty, tribunals, truth",
    "recognition": "diplomatic recognition, relations, embassies",
    "refugees": "return, the displaced, abducted children",
    "rights": "minorities, language, worship",
    "nuclear": "nuclear arms and plants",
    "talks": "whether, where, in what format and on what agenda to talk",
    "pay": "wages, pensions",
    "jobs": "lay-offs, hiring, automation",
    "hours": "working time, shifts, safety at work",
    "emissions": "cuts, phase-out, targets",
    "climate-finance": "funds, loss and damage",
    "surrender": "terms of giving up a place, safe conduct, ransom",
    "other": "none of these fits",
}
# Moves that need no issue.
WITHOUT_ISSUE = frozenset({"meet", "call", "mediate", "gesture", "attack"})


def listed(words: Mapping[str, str]) -> str:
    """The list as the model is shown it: one word a line, with what it means."""
    return "\n".join(f"- {word}: {meaning}" for word, meaning in words.items())
