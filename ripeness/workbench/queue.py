"""Which readings are looked at, and in which order: filters that stand in the address of a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from ripeness.claims import Contradiction, Judged, Move, Position, Statement
from ripeness.claims.decided import STATUSES
from ripeness.claims.plain import KINDS, kind_of, passages
from ripeness.workbench.desk import View

ORDERS = {"place": "as the reports tell them", "date": "by the day that they tell of", "weight": "most told first"}
NONE = "(none)"  # the value of a filter for readings that have nothing there


@dataclass(frozen=True, slots=True)
class Sieve:
    """What a reading must be to be shown; an empty field lets all through."""

    kind: str = ""
    standing: str = ""
    party: str = ""
    issue: str = ""
    report: str = ""
    origin: str = ""  # its number, from 1
    rule: str = ""  # what found it
    words: str = ""  # that it must have, by the index
    order: str = ""

    @classmethod
    def of(cls, values: Mapping[str, str], **fixed: str) -> Sieve:
        """The sieve that stands in an address; what is no value of a field lets all through."""
        known = {each.name: values.get(each.name, "").strip()[:400] for each in fields(cls)} | fixed
        if known["kind"] not in KINDS:
            known["kind"] = ""
        if known["standing"] not in STATUSES:
            known["standing"] = ""
        if known["order"] not in ORDERS:
            known["order"] = ""
        return cls(**known)

    def query(self, **other: str) -> str:
        """The sieve as it stands in an address, with some fields otherwise."""
        values = {each.name: getattr(self, each.name) for each in fields(self)} | other
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def fields(self) -> dict[str, str]:
        """The fields that are set, for hidden inputs of a form."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name))}


def sifted(view: View, sieve: Sieve, found: Iterable[str] | None = None) -> list[Judged[Any]]:
    """The readings that pass, in order. ``found`` are the ids that have the words asked for, best first."""
    if found is not None:
        rank = {id: place for place, id in enumerate(found)}
        rows = [view.readings[id] for id in rank if id in view.readings]
    else:
        rows = list(view.readings.values())
    passing = [each for each in rows if _passes(view, sieve, each)]
    if found is not None and not sieve.order:
        return passing
    place = {report.id: at for at, report in enumerate(view.dossier)}
    if sieve.order == "weight":
        return sorted(passing, key=lambda each: -len({p.report for p in passages(each.reading)}))
    if sieve.order == "date":
        return sorted(passing, key=lambda each: (not date_of(each.reading), date_of(each.reading)))
    return sorted(passing, key=lambda each: _first(each, place))


def _first(judged: Judged[Any], place: Mapping[str, int]) -> tuple[int, int, int, str]:
    first = next(iter(passages(judged.reading)), None)
    kind = KINDS.index(kind_of(judged.reading))
    if first is None:
        return len(place), 0, kind, judged.reading.id
    return place.get(first.report, len(place)), first.start, kind, judged.reading.id


def date_of(reading: Any) -> str:
    """The day that a reading tells of, or ''."""
    if isinstance(reading, Statement):
        return reading.said
    if isinstance(reading, Move):
        return reading.happened
    return reading.last if isinstance(reading, Position) else ""


def parties_of(reading: Any) -> tuple[str, ...]:
    """The parties that a reading is about."""
    if isinstance(reading, Statement):
        return (reading.speaker.party,) if reading.speaker and reading.speaker.party else ()
    if isinstance(reading, Move):
        return (*reading.actors, *reading.targets)
    if isinstance(reading, Contradiction):
        return tuple(side.party for side in (reading.a, reading.b) if side.party)
    return (reading.party,)


def issue_of(reading: Any) -> str:
    """The issue that a reading is about, or ''."""
    return "" if isinstance(reading, Contradiction) else reading.issue or ""


def rules_of(reading: Any) -> tuple[str, ...]:
    """What found a reading."""
    if isinstance(reading, Move):
        return tuple(dict.fromkeys(telling.rule for telling in reading.tellings))
    return () if isinstance(reading, Position) else (reading.rule,)


def reports_of(reading: Any) -> frozenset[str]:
    """The reports that a reading rests on."""
    return frozenset(passage.report for passage in passages(reading))


def _passes(view: View, sieve: Sieve, judged: Judged[Any]) -> bool:
    reading = judged.reading
    if sieve.kind and kind_of(reading) != sieve.kind:
        return False
    if sieve.standing and judged.standing.status != sieve.standing:
        return False
    if sieve.party and sieve.party not in (parties_of(reading) or (NONE,)):
        return False
    if sieve.issue and sieve.issue != (issue_of(reading) or NONE):
        return False
    if sieve.rule and sieve.rule not in rules_of(reading):
        return False
    reports = reports_of(reading) if sieve.report or sieve.origin else frozenset()
    if sieve.report and sieve.report not in reports:
        return False
    return not sieve.origin or sieve.origin in {str(view.origin_of[id] + 1) for id in reports if id in view.origin_of}


def choices(view: View, sieve: Sieve) -> dict[str, list[tuple[str, str, int]]]:
    """What each filter can be set to: value, name, and how many readings of the kind and standing shown have it."""
    loose = Sieve(kind=sieve.kind, standing=sieve.standing)
    rows = [each.reading for each in view.readings.values() if _passes(view, loose, each)]
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("party", "issue", "report", "origin", "rule")}
    for reading in rows:
        counts["party"].update(set(parties_of(reading)) or {NONE})
        counts["issue"].update({issue_of(reading) or NONE})
        reports = reports_of(reading)
        counts["report"].update(reports)
        counts["origin"].update({str(view.origin_of[id] + 1) for id in reports if id in view.origin_of})
        counts["rule"].update(rules_of(reading))
    ledger = view.ledger
    names = {
        "party": lambda id: "no party" if id == NONE else ledger.party_name(id),
        "issue": lambda id: "no issue" if id == NONE else ledger.issue_short(id),
        "report": lambda id: id,
        "origin": lambda id: f"{id}: {origin_name(view, int(id) - 1)}",
        "rule": lambda rule: rule,
    }
    return {
        name: [(value, names[name](value), count) for value, count in found.most_common()]
        for name, found in counts.items()
    }


def origin_name(view: View, place: int) -> str:
    """What an origin is called: its outlet, or the report that is its head."""
    origin = view.origins[place]
    return origin.outlet or origin.head
