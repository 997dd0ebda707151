"""The brief as one HTML page. What it shows is laid out here; how it looks is in ``templates/``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

import jinja2

import ripeness
from ripeness.bargaining.consent import TOLERANCE
from ripeness.brief import accounts_section, charts, voice, voices
from ripeness.brief.chains import (
    Chain,
    assumption_anchor,
    blocker_key,
    deal_chains,
    fighting_anchor,
    fighting_chains,
    slack_anchor,
    slack_chain,
    value_anchor,
)
from ripeness.brief.changes_section import ChangesSection
from ripeness.brief.forecasts_section import SCORE_HEADS, forecasts_section
from ripeness.brief.ledger import passages_of
from ripeness.brief.material import Answers, Material, fresh_moves, none_latest, stated
from ripeness.brief.moves_section import MovesSection
from ripeness.brief.passages import Shelf
from ripeness.brief.preferences_section import preferences_chains, preferences_section
from ripeness.brief.sources_section import Sources
from ripeness.brief.stands_section import StandsSection
from ripeness.brief.study_section import study_section
from ripeness.brief.summary import summary
from ripeness.brief.talks_section import talks_chains, talks_section
from ripeness.case.assumptions import Assumption, signed
from ripeness.case.model import CaseIssue
from ripeness.case.numbers import Because
from ripeness.outlook import Blocker, DealValue, Shortfall, Verdict, Zone, written

DEALS_SHOWN = 6  # undominated deals that a zone lists; brief.json has them all
CHARTS = (  # name, how it is drawn, what a screen reader says
    (
        "worth",
        charts.worth_chart,
        "What fighting on and each deal are worth to each party; the tables have the figures",
    ),
    ("frontier", charts.frontier_chart, "Undominated deals for two parties, and what fighting on is worth to each"),
)


_SHOWN = {  # how much stands open; the rest is folded
    "reports": 40,
    "fresh": 6,
    "voices": voices.VOICES_SHOWN,
    "quotations": voices.QUOTATIONS_SHOWN,
    "indirect": voices.INDIRECT_SHOWN,
    "contradictions": accounts_section.CONTRADICTIONS_SHOWN,
    "disagreements": accounts_section.DISAGREEMENTS_SHOWN,
}


def page(material: Material) -> str:
    """The whole brief as one self-contained HTML document: no script, nothing loaded from elsewhere."""
    layout = _Layout(material)
    return _template().render(layout.context())


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("ripeness.brief"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(signed=voice.signed, plain=voice.plain, count=voice.count, listed=voice.listed)
    return environment.get_template("brief.html")


@dataclass
class _Layout:
    """Turns material into what the template shows; collects passages and chains on the way."""

    material: Material
    shelf: Shelf = field(init=False)
    sources: Sources = field(init=False)
    moves: MovesSection = field(init=False)
    stands: StandsSection = field(init=False)

    def __post_init__(self) -> None:
        self.shelf = Shelf(self.material.reports)
        self.sources = Sources(self.material, self.shelf)
        self.moves = MovesSection(self.material.ledger, self.shelf)
        self.stands = StandsSection(self.material.ledger, self.moves)

    def context(self) -> dict[str, Any]:
        material, answers = self.material, self.material.answers
        shown: dict[str, Any] = {
            "title": material.title,
            "as_of": material.as_of,
            "version": ripeness.__version__,
            "digest": material.digest()[:12],
            "material": material,
            "summary": summary(material),
            "news": [self.sources.report_line(id) for id in material.news.reports],
            "none_latest": none_latest(material),
            "changes": ChangesSection(material.changes, material.ledger, self.shelf).section()
            if material.changes
            else None,
            "sources": self.sources.section(),
            "fresh": [self.moves.rows[move.id] for move in fresh_moves(material)],
            "moves": self.moves.section(),
            "stands": self.stands.section(),
            "contradictions": accounts_section.contradictions(material.ledger, self.moves),
            "disagreements": accounts_section.disagreements(material.ledger, self.moves),
            "shown": _SHOWN,
            **self.statements(),
            "positions": list(self.positions()) if answers else [],
            "answers": answers,
            "zones": [self.zone(answers, zone) for zone in answers.zones] if answers else [],
            "talks": talks_section(answers) if answers else None,
            "forecasts": forecasts_section(material.forecasts, self.shelf) if material.forecasts else None,
            "score_heads": SCORE_HEADS,
            "preferences": preferences_section(answers, lambda because: self.because(because, answers))
            if answers
            else None,
            "study": study_section(answers.case, answers.study) if answers and answers.study else None,
            "assumptions": list(self.assumptions(answers)) if answers else [],
            "chains": list(self.chains(answers)) if answers else [],
            "not_yet": voice.NOT_YET,
        }
        shown["passages"] = list(self.passages())  # last: all that is cited has been collected by now
        return shown

    def statements(self) -> dict[str, Any]:
        """The statements by party, and those of people who speak for nobody apart: these are assessments."""
        sides = voices.voices(self.material.ledger, self.shelf)
        return {
            "assessments": [side for side in sides if side.name == voices.NOBODY],
            "sides": [side for side in sides if side.name != voices.NOBODY],
            "reworded": voices.REWORDED,
        }

    # --- positions and judgements -----------------------------------------------------------------

    def because(self, because: Because, answers: Answers) -> dict[str, Any]:
        full = signed(answers.case, because)
        return {
            "reason": full.reason,
            "analyst": full.analyst,
            "date": full.date,
            "passages": [self.sources.words(passage) for passage in passages_of(full, self.material.by_id)],
        }

    def positions(self) -> Iterator[dict[str, Any]]:
        """By issue of the case: what the case says of each party, beside what the moves in the reports show."""
        answers = self.material.answers
        if answers is None:
            return
        case = answers.case
        cells: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for position, _ in stated(self.material):
            options = case.issues[position.issue].options
            cells.setdefault((position.issue, position.party), []).append(
                {
                    "wants": [options[option] for option in position.wants],
                    "refuses": [options[option] for option in position.refuses],
                    "firm": position.firm,
                    "said": position.said,
                    "note": position.note,
                    "because": self.because(position.because, answers),
                }
            )
        for key, issue in case.issues.items():
            told_on = self.material.ledger.issue_of_case[key]
            row = [
                {"party": p.name, "stated": cells.get((key, id), []), "told": self.stands.on(told_on, id)}
                for id, p in case.parties.items()
            ]
            if any(cell["stated"] or cell["told"] for cell in row):
                name = self.material.ledger.issue_short(told_on) if told_on else None
                yield {"issue": issue.name, "told_on": name, "cells": row}

    # --- the zone ------------------------------------------------------------------------------------

    def zone(self, answers: Answers, zone: Zone) -> dict[str, Any]:
        case = answers.case
        listed = zone.deals if zone.deals else zone.frontier
        verdicts = charts.verdicts_of(answers, zone)
        return {
            "zone": zone,
            "narration": zone.narration,
            "slack": None if zone.slack is None else voice.signed(zone.slack),
            "slack_href": slack_anchor(zone),
            "consent": [case.parties[party].name for party in zone.agenda.consent],
            "fighting": [self.fighting(answers, zone, party) for party in zone.agenda.consent],
            "deals": [
                self.deal(answers, f"{zone.agenda.name}-{k}", deal, zone.agenda.consent, listed[0] if k else None)
                for k, deal in enumerate(listed[:DEALS_SHOWN])
            ],
            "more": max(0, len(listed) - DEALS_SHOWN),
            "verdicts": [self.verdict(answers, verdict, charts.letter(i)) for i, verdict in enumerate(verdicts)],
            "blockers": [self.blocker(answers, zone, blocker, k) for k, blocker in enumerate(zone.blockers)],
            "fair": self.fair(answers, zone, listed[0]) if zone.fair else [],
            "charts": self.charts(answers, zone),
        }

    def fair(self, answers: Answers, zone: Zone, unlike: DealValue) -> list[dict[str, Any]]:
        """The fair points, each with its deals as they differ from the first deal listed."""
        shown, place = [], 0
        for point in zone.fair:
            deals = []
            for deal in point.deals:
                key = f"{zone.agenda.name}-fair-{place}"
                deals.append(self.deal(answers, key, deal, zone.agenda.consent, unlike))
                place += 1
            shown.append({"name": point.name, "meaning": point.meaning, "deals": deals})
        return shown

    def fighting(self, answers: Answers, zone: Zone, party: str) -> dict[str, Any]:
        return {
            "party": answers.case.parties[party].name,
            "own": written(zone.reservation[party]),
            "own_href": fighting_anchor(party),
            "reference": written(zone.reference[party]),
            "reference_href": fighting_anchor(party, "reference"),
        }

    def deal(
        self, answers: Answers, key: str, value: DealValue, consent: Sequence[str], unlike: DealValue | None = None
    ) -> dict[str, Any]:
        """A deal with its terms (those in which it differs from ``unlike``, if given) and each party's gain.

        Issues that an agenda leaves out are not among its terms: they stand at their status quo.
        """
        case = answers.case
        settled = next((a.issues for a in answers.game.agendas if a.consent == tuple(consent)), tuple(case.issues))
        terms = [
            (issue.name, issue.options[value.deal[name]])
            for name, issue in case.issues.items()
            if name in settled and (unlike is None or value.deal[name] != unlike.deal[name])
        ]
        crosses = {line.party for line in value.crosses}
        gains = [
            {
                "party": case.parties[party].name,
                "gain": voice.signed(value.gain[party]),
                "loses": value.gain[party] < -TOLERANCE,
                "crossed": party in crosses,
                "asked": party in consent,
                "break": party in value.counting_on_a_break(),
                "href": value_anchor(key, party),
            }
            for party in (*consent, *(other for other in answers.game.parties if other not in consent))
        ]
        return {"terms": terms, "gains": gains, "breaks": value.breaks.chance}

    def verdict(self, answers: Answers, verdict: Verdict, letter: str) -> dict[str, Any]:
        case = answers.case
        deal = case.deals[verdict.key]
        shortfall = [
            (named.name, [_cost(named, lost[issue]) for lost in verdict.shortfall.values()])
            for issue, named in case.issues.items()
            if all(issue in lost for lost in verdict.shortfall.values())
        ]
        return {
            "letter": letter,
            "name": verdict.name,
            "narration": verdict.narration,
            "by": [case.parties[party].name for party in deal.offered_by],
            "on": deal.offered_on,
            "because": self.because(deal.because, answers),
            "parties": [case.parties[party].name for party in verdict.shortfall],
            "shortfall": shortfall,
            "nearest": [
                self.deal(answers, f"{verdict.key}-near-{k}", near, tuple(verdict.shortfall), verdict.value)
                for k, near in enumerate(verdict.nearest)
            ]
            if verdict.refusing or not verdict.allowed
            else [],
            "distance": verdict.distance,
            **self.deal(answers, verdict.key, verdict.value, tuple(verdict.shortfall)),
        }

    def blocker(self, answers: Answers, zone: Zone, blocker: Blocker, place: int) -> dict[str, Any]:
        key = blocker_key(zone, place)
        return {
            "parties": [answers.case.parties[party].name for party in blocker.parties],
            "narration": blocker.narration,
            "payment": [
                (answers.case.parties[party].name, _payment(amount), value_anchor(key, party))
                for party, amount in blocker.payment.items()
            ],
            **self.deal(answers, key, blocker.deal, zone.agenda.consent),
        }

    def charts(self, answers: Answers, zone: Zone) -> list[dict[str, Any]]:
        drawn = []
        verdicts = charts.verdicts_of(answers, zone)
        for name, chart, says in CHARTS:
            sizes = [chart(zone, verdicts, width) for width in (charts.WIDE, charts.NARROW)]
            if all(size is not None for size in sizes):
                wide, narrow = (charts.svg(size, says) for size in sizes)
                drawn.append({"name": name, "wide": wide, "narrow": narrow})
        return drawn

    # --- the small print ------------------------------------------------------------------------------

    def assumptions(self, answers: Answers) -> Iterator[dict[str, Any]]:
        """The assumptions, by the part of the case that they stand in."""
        groups: dict[str, list[dict[str, Any]]] = {}
        for assumption in answers.assumptions:
            top = assumption.name.split(".")[0] if "." in assumption.name else "named assumptions"
            groups.setdefault(top, []).append(self.assumption(assumption, answers))
        for name in sorted(groups, key=lambda group: group != "named assumptions"):
            rows = groups[name]
            again = [False, *(row["because"] == before["because"] for before, row in pairwise(rows))]
            yield {"name": name, "rows": [{**row, "again": same} for row, same in zip(rows, again, strict=True)]}

    def assumption(self, assumption: Assumption, answers: Answers) -> dict[str, Any]:
        low, high = assumption.number.span
        ranged = low != high
        return {
            "anchor": assumption_anchor(assumption.name),
            "name": assumption.name,
            "label": assumption.label,
            "value": voice.plain(assumption.number.point),
            "range": f"{voice.plain(low)} to {voice.plain(high)}" if ranged else "",
            "unit": assumption.unit,
            "because": self.because(assumption.because, answers),
        }

    def chains(self, answers: Answers) -> Iterator[Chain]:
        yield from talks_chains(answers)
        yield from preferences_chains(answers)
        yield from fighting_chains(answers, _resumed(answers))
        for zone in answers.zones:
            yield slack_chain(answers, zone)
            listed = zone.deals if zone.deals else zone.frontier
            for k, deal in enumerate(listed[:DEALS_SHOWN]):
                yield from deal_chains(
                    answers, f"{zone.agenda.name}-{k}", f"deal {k + 1} on '{zone.agenda.title}'", deal
                )
            for k, blocker in enumerate(zone.blockers):
                names = voice.listed([answers.case.parties[party].name for party in blocker.parties])
                title = f"the deal that all but {names} would take"
                yield from deal_chains(answers, blocker_key(zone, k), title, blocker.deal)
            for k, deal in enumerate(deal for point in zone.fair for deal in point.deals):
                yield from deal_chains(answers, f"{zone.agenda.name}-fair-{k}", "a fair point", deal)
        for verdict in answers.verdicts:
            yield from deal_chains(answers, verdict.key, f"'{verdict.name}'", verdict.value)
            for k, near in enumerate(verdict.nearest if verdict.refusing or not verdict.allowed else ()):
                title = f"a deal near '{verdict.name}' that all would take"
                yield from deal_chains(answers, f"{verdict.key}-near-{k}", title, near)

    def passages(self) -> Iterator[Mapping[str, Any]]:
        for report in self.material.reports:
            yield {
                **self.sources.report_line(report.id),
                "file": report.file,
                "sha256": report.sha256,
                "found": [
                    (name, found.value, found.where)
                    for name in ("title", "outlet", "author", "published", "language")
                    if (found := getattr(report, name))
                ],
                "dropped": report.dropped,
                "contexts": self.shelf.contexts(report.id),
            }


def _resumed(answers: Answers) -> list[int]:
    """The situations from which fighting would go on if a settlement of the case broke."""
    game = answers.game
    return sorted({int(rule.after[game.now]) for rule in game.durability if rule.holds[game.now]})


def _cost(issue: CaseIssue, cost: Shortfall) -> str:
    return "0" if cost.instead is None else f"{written(cost.amount)} ({issue.options[cost.instead]})"


def _payment(amount: float | None) -> str:
    return "none known (firm refusal)" if amount is None else f"{written(amount)} swings"
