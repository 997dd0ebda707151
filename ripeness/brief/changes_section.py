"""The section of a brief on what has changed since an earlier one. What is gone is shown from what was kept of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ripeness.brief.chains import assumption_anchor
from ripeness.brief.changes import Changes, LineChange
from ripeness.brief.ledger import Ledger
from ripeness.brief.material import label
from ripeness.brief.memory import KeptMove, KeptPosition, KeptReport
from ripeness.brief.passages import Shelf
from ripeness.brief.voice import interval
from ripeness.brief.wording import act, cut, option, says_something, when
from ripeness.case.changes import places
from ripeness.case.differences import Difference
from ripeness.case.numbers import Because
from ripeness.outlook import Answer, CaseChanges, Effect, written
from ripeness.reports import Passage

MOVES_SHOWN = 8  # rows of a kind that stand open; the rest is folded
EFFECTS_SHOWN = 12
OPTIONS_SHOWN = 3  # options of a line that a row names
ANCHOR = "changes"


@dataclass
class ChangesSection:
    """Lays out what has changed. Passages that still stand in a report of the brief lead to it."""

    changes: Changes
    ledger: Ledger
    shelf: Shelf

    def section(self) -> dict[str, Any]:
        """What the template shows."""
        record, origins = self.changes.record, self.changes.record.origins
        return {
            "since": self.changes.since.label,
            "unchanged": self.changes.unchanged,
            "lines": [self.line(each) for each in record.lines],
            "moves": [self.move(each) for each in record.moves],
            "moves_changed": [
                {"before": self.move(each.before), "after": self.move(each.after)} for each in record.moves_changed
            ],
            "moves_gone": [{**self.move(each.move), "why": each.why} for each in record.moves_gone],
            "contradictions": [each.about for each in record.contradictions],
            "contradictions_gone": [(each.contradiction.about, each.why) for each in record.contradictions_gone],
            "reports_gone": [_kept_label(report) for report in record.reports_gone],
            "origins": {
                "new": [[self.report(id) for id in story] for story in origins.new],
                "joined": [(self.report(id), [self.report(each) for each in story]) for id, story in origins.joined],
                "merged": [[[self.report(id) for id in story] for story in each] for each in origins.merged],
                "desks": list(origins.desks),
                "before": interval(*origins.before),
                "after": interval(*origins.after),
            },
            "case": self.case(self.changes.case) if self.changes.case else None,
            "notes": self.changes.notes,
            "shown": {"moves": MOVES_SHOWN, "effects": EFFECTS_SHOWN},
        }

    @cached_property
    def _numbers(self) -> frozenset[str]:
        """The numbers of the case that the brief lists, each with its because."""
        return frozenset(places(self.ledger.case)) if self.ledger.case else frozenset()

    # --- the record -------------------------------------------------------------------------------

    def line(self, each: LineChange) -> dict[str, Any]:
        """A party's line before and now, each side with its words."""
        return {
            "party": self.party(each.party),
            "issue": self.issue(each.issue),
            "kind": each.kind,
            "before": [self.stand(position) for position in each.before],
            "after": [self.stand(position) for position in each.after],
            "why": each.why,
        }

    def stand(self, position: KeptPosition) -> dict[str, Any]:
        """For or against, what exactly, since when, with its words."""
        options = [option(position.issue, words) for words in position.options if says_something(position.issue, words)]
        return {
            "stance": position.stance,
            "options": options[:OPTIONS_SHOWN],
            "more": max(0, len(options) - OPTIONS_SHOWN),
            "last": when(position.last) if position.last else None,
            "words": list(self.words(position.passages)),
        }

    def move(self, move: KeptMove) -> dict[str, Any]:
        """A move with its words."""
        return {
            "act": act(self.ledger, move),
            "when": when(move.happened) if move.happened else None,
            "issue": self.issue(move.issue) if move.issue else None,
            "words": list(self.words(move.passages[:1])),
            "why": "",
        }

    def words(self, passages: Iterable[Passage]) -> Iterator[dict[str, Any]]:
        """Passages; those that stand in no report of this brief have no place to lead to, and say where they stood."""
        for passage in passages:
            href = self.shelf.cite(passage) if self.shelf.has(passage) else None
            yield {"text": cut(passage.exact), "href": href, "where": self.report(passage.report)}

    def party(self, id: str) -> str:
        """As it is called here, or as the earlier brief called it."""
        name = self.ledger.party_name(id)
        return self.changes.then.parties.get(id, id) if name == id else name

    def issue(self, id: str) -> str:
        """The name of an issue of the record."""
        return self.ledger.issue_short(id)

    def report(self, id: str) -> str:
        """What a report is called, also one that is here no longer."""
        if id in self.ledger.by_id:
            return label(self.ledger.by_id[id])
        kept = next((report for report in self.changes.then.reports if report.id == id), None)
        return _kept_label(kept) if kept else id

    # --- the case ---------------------------------------------------------------------------------

    def case(self, case: CaseChanges) -> dict[str, Any]:
        """The answers then and now, each change with its effect, and what has none."""
        reasons = sum(each.kind == "reason" for each in case.other)
        return {
            "narration": case.narration,
            "rows": answer_rows(case.old, case.new),
            "effects": [self.effect(effect) for effect in case.effects],
            "other": [self.difference(each) for each in case.other if each.kind != "reason"],
            "reasons": reasons,
            "faults": case.faults,
        }

    def effect(self, effect: Effect) -> dict[str, Any]:
        """One change, or several that hang together, with what it does by both accounts."""
        return {
            "changes": [self.difference(each) for each in effect.changes],
            "put_in": str(effect.put_in) if effect.put_in else None,
            "taken_out": str(effect.taken_out) if effect.taken_out else None,
            "faults": effect.faults,
        }

    def difference(self, each: Difference) -> dict[str, Any]:
        """What is otherwise, from what to what, and on whose word."""
        number = each.name.removeprefix("assumptions.").removesuffix(".number")
        return {
            "label": each.label,
            "name": each.name,
            "href": assumption_anchor(number) if number in self._numbers else None,
            "before": "not there" if each.before is None else cut(each.before),
            "after": "gone" if each.after is None else cut(each.after),
            "because": self.because(each.becauses[1] or each.becauses[0]),
        }

    def because(self, because: Because | None) -> str:
        """Whose word it rests on, on one line."""
        if because is None:
            return ""
        by = ", ".join(part for part in (because.analyst, because.date) if part)
        words = [f"“{cut(each.exact, 120)}” ({self.report(each.report)})" for each in because.passages]
        said = f"{cut(because.reason, 200)}{f' ({by})' if by else ''}" if because.reason else ""
        return " ".join(part for part in (said, *words) if part)


def answer_rows(then: Answer | None, now: Answer | None) -> list[tuple[str, str, str]]:
    """What the first agenda's answer was and is, row by row."""
    if then is None or now is None:
        return []
    rows: Sequence[tuple[str, str, str]] = (
        ("where the talks stand", then.status or "not known", now.status or "not known"),
        ("slack against fighting on", _payoff(then.slack), _payoff(now.slack)),
        ("slack against waiting", _payoff(then.now), _payoff(now.now)),
        ("chance of a deal", _chance(then.deal_by), _chance(now.deal_by)),
    )
    return list(rows)


def _payoff(value: float | None) -> str:
    return "none" if value is None else written(value)


def _chance(value: float | None) -> str:
    return "not known" if value is None else f"{value:.0%}"


def _kept_label(report: KeptReport) -> str:
    return report.title or report.id
