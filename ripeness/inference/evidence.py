"""What the case file says that a party did and said: the evidence on its preferences, each act once.

An act that many reports tell is one act told many times. So is one that the file names twice: what is the same in
content is joined, with the passages of all. ``Originals`` say how many independent originals tell of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ripeness.case import Agenda
from ripeness.case.labels import Loc
from ripeness.case.model import CaseDeal, CaseFile
from ripeness.case.numbers import Because
from ripeness.inference.priors import stakes_of
from ripeness.lineage import Lineage

Kind = Literal["offer", "accept", "reject", "demand", "refusal", "priority"]
ACTS: tuple[Kind, ...] = ("offer", "accept", "reject")  # what commits its author; the rest are words

Terms = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Originals:
    """How many independent originals tell of an item: an interval, ``all`` <= ``strict``.

    ``strict`` joins reports on strong edges only, ``all`` on every edge and shared desk. What an analyst judged
    without a passage counts as one.
    """

    strict: int
    all: int


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a party did or said. Which fields are set depends on ``kind``.

    offer, accept, reject: ``terms``, and ``ends`` (whether the deal ends the fighting; else it is compared with the
    status quo). demand, refusal: ``issue`` and ``options``. priority: ``issue`` before ``than``.
    """

    party: str
    kind: Kind
    label: str  # in the words of the case
    where: tuple[Loc, ...]  # the places of the case that name it
    because: tuple[Because, ...]
    originals: Originals = Originals(1, 1)
    terms: Terms = ()
    ends: bool = True
    issue: str = ""
    options: tuple[str, ...] = ()
    than: str = ""
    on: str | None = None

    @property
    def content(self) -> tuple[object, ...]:
        """What makes two items one: everything but who tells of it and when it was said."""
        stance = "accept" if self.kind == "offer" else self.kind  # who offers a deal need not accept it as well
        return self.party, stance, self.terms, self.issue, frozenset(self.options), self.than


@dataclass(frozen=True, slots=True)
class Evidence:
    """All items of a case, and what was left out with the reason."""

    items: tuple[Item, ...]
    left_out: tuple[str, ...]

    def of(self, party: str) -> tuple[Item, ...]:
        """The items that tell of one party's preferences."""
        return tuple(item for item in self.items if item.party == party)


def gather(case: CaseFile, agendas: Sequence[Agenda], lineage: Lineage) -> Evidence:
    """Read the evidence off a checked case. ``lineage`` is that of its reports: it says what counts as one original."""
    left: list[str] = []
    found = [*_offers(case, agendas, left), *_answers(case, agendas, left)]
    found += [*_positions(case, left), *_priorities(case, left)]
    joined: dict[tuple[object, ...], Item] = {}
    for item in found:
        same = joined.get(item.content)
        joined[item.content] = _join(same, item) if same else item
    kept = [*_without_repeated(case, [*joined.values()], left)]
    counted = tuple(replace(item, originals=originals(lineage, item.because)) for item in kept)
    return Evidence(counted, tuple(dict.fromkeys(left)))


def thin(name: str, items: Sequence[Item]) -> str | None:
    """Why the record is too thin for a party, or None: words alone do not tell what it would take."""
    if any(item.kind in ACTS for item in items):
        return None
    seen = "only words of it" if items else "nothing of it"
    return f"The record is too thin for {name}: it has {seen}, and no offer, acceptance or rejection of terms for good."


def originals(lineage: Lineage, becauses: Iterable[Because]) -> Originals:
    """How many independent originals stand behind the passages of an item; one where there is none."""
    reports = {evidence.report for because in becauses for evidence in because.passages}

    def groups(partition: Sequence[Sequence[str]]) -> int:
        place = {report: number for number, group in enumerate(partition) for report in group}
        return len({place.get(report, report) for report in reports}) or 1

    return Originals(groups(lineage.stories), groups(lineage.origins))


def _join(one: Item, other: Item) -> Item:
    because = (*one.because, *(each for each in other.because if each not in one.because))
    return replace(one, where=(*one.where, *other.where), because=because, on=one.on or other.on)


# --- what a party did ------------------------------------------------------------------------------


def _offers(case: CaseFile, agendas: Sequence[Agenda], left: list[str]) -> Iterator[Item]:
    for key, deal in case.deals.items():
        if deal.offered_by and deal.kind == "interim":
            left.append(f"‘{deal.name}’ holds for a time only: what is said of it tells nothing of terms for good.")
            continue
        for party in deal.offered_by:
            what = f"‘{deal.name}’"
            if _has_stakes(case, party, what, left):
                yield Item(
                    party=party,
                    kind="offer",
                    label=f"offers {what}",
                    where=(("deals", key),),
                    because=(deal.because,),
                    terms=_sorted(deal.terms),
                    ends=ends_fighting(agendas, deal.terms, deal),
                    on=deal.offered_on,
                )


def _answers(case: CaseFile, agendas: Sequence[Agenda], left: list[str]) -> Iterator[Item]:
    for place, answer in enumerate(case.answers):
        deal = case.deals.get(answer.deal or "")
        what = f"‘{deal.name}’" if deal else _in_words(case, answer.terms)
        if answer.answer == "studies":
            left.append(f"{case.parties[answer.party].name} studies {what}: no answer yet, and no evidence.")
        elif deal and deal.kind == "interim":
            left.append(f"‘{deal.name}’ holds for a time only: what is said of it tells nothing of terms for good.")
        elif _has_stakes(case, answer.party, what, left):
            terms = deal.terms if deal else answer.terms
            yield Item(
                party=answer.party,
                kind="accept" if answer.answer == "accepts" else "reject",
                label=f"{answer.answer} {what}",
                where=(("answers", place),),
                because=(answer.because,),
                terms=_sorted(terms),
                ends=ends_fighting(agendas, terms, deal),
                on=answer.on,
            )


def ends_fighting(agendas: Sequence[Agenda], terms: Mapping[str, str], deal: CaseDeal | None = None) -> bool:
    """Whether a deal ends the fighting; of terms without a track: as the first agenda that covers them does."""
    if deal:
        return next((agenda.ends_fighting for agenda in agendas if deal.track in agenda.tracks), True)
    return next((agenda.ends_fighting for agenda in agendas if set(terms) <= set(agenda.issues)), True)


# --- what a party said -----------------------------------------------------------------------------


def _positions(case: CaseFile, left: list[str]) -> Iterator[Item]:
    for place, position in enumerate(case.positions):
        issue, who = case.issues[position.issue], case.parties[position.party].name
        if position.issue not in stakes_of(case, position.party):
            left.append(f"{who} on {issue.name}: the case gives it no weight there, so that its words move nothing.")
            continue
        stated: tuple[tuple[Kind, str, tuple[str, ...]], ...] = (
            ("demand", "wants", position.wants),
            ("refusal", "refuses", position.refuses),
        )
        for kind, verb, options in stated:
            if options and set(options) < set(issue.options):
                named = " or ".join(f"‘{issue.options[option]}’" for option in options)
                yield Item(
                    party=position.party,
                    kind=kind,
                    label=f"{verb} {named} ({issue.name})",
                    where=(("positions", place),),
                    because=(position.because,),
                    issue=position.issue,
                    options=options,
                    on=position.said,
                )


def _priorities(case: CaseFile, left: list[str]) -> Iterator[Item]:
    for place, each in enumerate(case.priorities):
        said = f"{case.issues[each.more].name} before {case.issues[each.than].name}"
        if {each.more, each.than} <= stakes_of(case, each.party):
            yield Item(
                party=each.party,
                kind="priority",
                label=f"puts {said}",
                where=(("priorities", place),),
                because=(each.because,),
                issue=each.more,
                than=each.than,
                on=each.said,
            )
        else:
            left.append(f"{case.parties[each.party].name}, {said}: the case gives it no weight on one of the two.")


def _without_repeated(case: CaseFile, items: Sequence[Item], left: list[str]) -> Iterator[Item]:
    """Without demands that are an own offer again: same option, and no passage that the offer does not have."""
    for item in items:
        offers = (o for o in items if o.kind == "offer" and o.party == item.party)
        if item.kind == "demand" and any(
            dict(offer.terms).get(item.issue) in item.options and _within(item, offer) for offer in offers
        ):
            name = case.parties[item.party].name
            left.append(f"{name} {item.label}: the words are those of its own offer, where they are counted.")
        else:
            yield item


def _within(item: Item, offer: Item) -> bool:
    """Whether all passages of an item stand within passages of an offer."""
    own, other = ([evidence for because in each.because for evidence in because.passages] for each in (item, offer))
    return bool(own) and all(any(o.report == e.report and e.exact in o.exact for o in other) for e in own)


def _sorted(terms: Mapping[str, str]) -> Terms:
    return tuple(sorted(terms.items()))


def _has_stakes(case: CaseFile, party: str, what: str, left: list[str]) -> bool:
    if stakes_of(case, party):
        return True
    left.append(f"{case.parties[party].name} and {what}: the case gives no preferences of it.")
    return False


def _in_words(case: CaseFile, terms: Mapping[str, str]) -> str:
    return ", ".join(f"‘{case.issues[issue].options[option]}’" for issue, option in terms.items())
