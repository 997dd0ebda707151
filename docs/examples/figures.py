"""Writes the tables of the example pages: runs the cases, and puts what comes out between the markers of the pages.

``python docs/examples/figures.py`` rewrites the pages; ``--check`` only says which are out of date. The figures are
rounded (slack to 0.01 of a swing, chances to 5 per cent), because nobody should read more into them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import ripeness
from ripeness.case import CaseFile, game
from ripeness.case.changes import changed
from ripeness.dossier import Dossier
from ripeness.outlook import TalksAnswers, worth, zones
from ripeness.outlook.reasons import REASONS

PAGES = Path(__file__).parent
EXAMPLES = PAGES.parents[1] / "examples"
MONTHS = (6, 12, 24)
TELLING = 0.01  # swings; refusals that matter less are left out


@dataclass(frozen=True)
class Story:
    """An example: its date in words, what it is compared with, and what changed, ``after`` being all that did."""

    folder: str
    today: str
    yardstick: str
    terms: str
    later: str
    changes: Mapping[str, Mapping[str, str]]

    @property
    def after(self) -> Mapping[str, str]:
        return self.changes[self.later]


STORIES = (
    Story(
        folder="korea-1951",
        today="October 1952, as in the case",
        yardstick="terms_of_1953",
        terms="the terms of 1953",
        later="spring 1953: both, the talks sitting, the sick and wounded exchanged",
        changes={
            "`moscow: wants_out` alone": {"now.moscow": "wants_out"},
            "`pressure: threatened` alone": {"now.pressure": "threatened"},
            "`american_will: steady` alone": {"now.american_will": "steady"},
            "Moscow and the threat, the talks still in recess": {
                "now.moscow": "wants_out",
                "now.pressure": "threatened",
            },
            "spring 1953: both, the talks sitting, the sick and wounded exchanged": {
                "now.moscow": "wants_out",
                "now.pressure": "threatened",
                "now.talks": "sitting",
                "now.wounded": "exchanged",
            },
            "October 1952, Seoul's pact decided by itself": {"tracks.seoul.linked_to": "none"},
        },
    ),
    Story(
        folder="dayton-1995",
        today="June 1995, as in the case",
        yardstick="dayton",
        terms="the terms of Dayton",
        later="November 1995: front and pressure, `guns: silent`",
        changes={
            "`front: half` alone": {"now.front": "half"},
            "`nato: campaign` alone": {"now.nato": "campaign"},
            "`washington: leads` alone": {"now.washington": "leads"},
            "pressure: both of these and `belgrade: answers_for_them`": {
                "now.nato": "campaign",
                "now.washington": "leads",
                "now.belgrade": "answers_for_them",
            },
            "November 1995: front and pressure, `guns: silent`": {
                "now.front": "half",
                "now.nato": "campaign",
                "now.washington": "leads",
                "now.belgrade": "answers_for_them",
                "now.guns": "silent",
            },
            "June 1995, sanctions decided by themselves": {"tracks.sanctions.linked_to": "none"},
        },
    ),
)


class Figures:
    """The tables of one example, by the names of their markers."""

    def __init__(self, story: Story, examples: Path = EXAMPLES) -> None:
        self.story = story
        self.dossier: Dossier = ripeness.open_case(examples / story.folder)
        self.case: CaseFile = self.dossier.case

    @cached_property
    def solved(self) -> dict[str, TalksAnswers]:
        """The talks today and with each change made, by its name."""
        found = {name: self.dossier.what_if(settings).after for name, settings in self.story.changes.items()}
        return {self.story.today: self.dossier.talks(), **found}

    def tables(self) -> dict[str, str]:
        return {
            "situations": self.situations(),
            "parties": self.parties(),
            "offers": self.offers(),
            "why": self.why(),
            "firmness": self.firmness(),
        }

    def situations(self) -> str:
        head = ["situation", "slack against fighting on", "slack against waiting", "who stands in the way"]
        head += [f"a deal within {months} months" for months in MONTHS]
        rows = []
        for name, answers in self.solved.items():
            standing, outlook = answers.standings[0], answers.forecast
            row = [name, swings(standing.zone.slack), swings(standing.now.slack), self.in_the_way(answers)]
            rows.append([*row, *(chance(outlook.deal_by[months - 1]) for months in MONTHS)])
        settled = [[name, self.likeliest(answers)] for name, answers in self.solved.items()]
        return table(head, rows) + "\n\n" + table(["situation", "likeliest settlement within 24 months"], settled)

    def in_the_way(self, answers: TalksAnswers) -> str:
        standing = answers.standings[0]
        if standing.status == "deal now":
            return "nobody"
        if standing.status == "waiting pays":
            return "waiting pays for " + self.names(standing.waiting)
        return "; ".join(self.names(blocker.parties) for blocker in standing.zone.blockers)

    def likeliest(self, answers: TalksAnswers) -> str:
        """The settlement most likely to be struck first, in each equilibrium that was found."""
        solved = answers.solved
        found: dict[str, list[float]] = {}
        for course in (each.course(MONTHS[-1]) for each in solved.every):
            shares = zip(course.items, course.struck.sum(axis=(0, 2)).tolist(), strict=True)
            finals = [(solved.talks.items[item], share) for item, share in shares]
            item, share = max(((i, s) for i, s in finals if i.kind == "final"), key=lambda each: each[1])
            found.setdefault(self.beside_yardstick(item.deal or {}, item.settled), []).append(share)
        said = [f"{deal} ({' to '.join(dict.fromkeys(map(chance, sorted(s))))})" for deal, s in found.items()]
        return "; in another equilibrium ".join(said)

    def beside_yardstick(self, deal: Mapping[str, str], settled: Sequence[str]) -> str:
        """A deal by what sets it apart from the historical one; what a side track settles by itself is left out."""
        terms = self.case.deals[self.story.yardstick].terms
        apart = [
            f"{self.case.issues[issue].name}: {self.case.issues[issue].options[option]}"
            for issue, option in deal.items()
            if terms[issue] != option and not any(issue in self.case.tracks[track].issues for track in settled)
        ]
        return self.story.terms + (f", but {'; '.join(apart)}" if apart else "")

    def parties(self) -> str:
        head, rows = ["party"], {party: [self.case.parties[party].name] for party in self.case.preferences}
        for when, name in (("before", self.story.today), ("after", self.story.later)):
            standing = self.solved[name].standings[0]
            offer = next(offer for offer in self.solved[name].offers if offer.key == self.story.yardstick)
            head += [f"fighting on, {when}", f"going on with talks, {when}", f"{self.story.terms} over that, {when}"]
            for party, row in rows.items():
                row += [level(standing.war[party]), level(standing.continuation[party]), swings(offer.gain[party])]
        return table(head, list(rows.values()))

    def offers(self) -> str:
        rows = []
        before, after = self.solved[self.story.today], self.solved[self.story.later]
        for one, two in zip(before.offers, after.offers, strict=True):
            rows.append([self.case.deals[one.key].name, self.refused(one.refusing), self.refused(two.refusing)])
        for one, two in zip(before.interim, after.interim, strict=True):
            cells = [
                "not possible" if not each.possible else self.refused(each.refusing, each.price) for each in (one, two)
            ]
            rows.append([self.case.deals[one.key].name, *cells])
        return table(["offer", "before", "after"], rows)

    def refused(self, refusing: Sequence[str], price: Mapping[str, float] | None = None) -> str:
        if not refusing:
            return "taken by all"
        said = [
            self.case.parties[party].name + ("" if price is None else f" (short by {fine(price[party])})")
            for party in refusing
        ]
        return "refused by " + listed(said)

    def why(self) -> str:
        found = self.dossier.why_not()[0]
        rows = []
        for place, reason in enumerate(found.reasons):
            if reason.kind == "together" or place < len(REASONS):
                rows.append(["without " + " and ".join(reason.names), swings(reason.slack)])
            elif abs(reason.gain or 0.0) >= TELLING:
                rows.append([f"without one refusal or rule: {reason.names[0]}", swings(reason.slack)])
        return table(["", "slack against fighting on"], [["as in the case", swings(found.slack)], *rows])

    def firmness(self) -> str:
        """Every named range at its low and at its high end, one at a time."""
        ends = list(self.ends())
        closed = sum(not self.ripe({name: value}) for name, value in ends)
        at_once, terms = 0, dict.fromkeys(self.case.deals[self.story.yardstick].terms, 0)
        for name, value in ends:
            answers = self.dossier.what_if({name: value, **self.story.after}).after
            at_once += answers.standings[0].status == "deal now"
            deal = answers.forecast.deals[0].item.deal or {}
            for issue in terms:
                terms[issue] += deal[issue] == self.case.deals[self.story.yardstick].terms[issue]
        rows = [
            ["no zone before", f"{closed} of {len(ends)}"],
            ["a deal at once after", f"{at_once} of {len(ends)}"],
            *([f"after: {self.term(issue)}", f"{count} of {len(ends)}"] for issue, count in terms.items()),
        ]
        return table(["one number at the low or the high end of its range", "cases"], rows)

    def ends(self) -> Iterator[tuple[str, str]]:
        for name, given in self.case.assumptions.items():
            number = given.number if hasattr(given, "number") else given
            for end in (number.low, number.high):
                if end is not None:
                    yield name, str(end)

    def term(self, issue: str) -> str:
        option = self.case.deals[self.story.yardstick].terms[issue]
        return f"{self.case.issues[issue].name}: {self.case.issues[issue].options[option]}"

    def ripe(self, settings: Mapping[str, str]) -> bool:
        other, _ = changed(self.case, settings)
        made = game(other)
        return zones(other, made, worth(made))[0].ripe

    def names(self, parties: Sequence[str] | Mapping[str, float]) -> str:
        return listed([self.case.parties[party].name for party in parties])


def listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def swings(value: float | None) -> str:
    """A gain or a loss to 0.01, with its sign."""
    if value is None:
        return "none"
    if round(abs(value), 2) == 0:
        return "just above 0" if value >= 0 else "just below 0"
    return f"{value:+.2f}".replace("-", "−")


def level(value: float) -> str:
    """What something is worth, to 0.01."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def fine(value: float) -> str:
    return "less than 0.001" if value < 0.0005 else f"{value:.3f}"


def chance(value: float) -> str:
    """A chance to 5 per cent."""
    step = round(20 * value) * 5
    return "under 5%" if step == 0 else "over 95%" if step == 100 else f"{step}%"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def written(text: str, tables: Mapping[str, str]) -> str:
    """A page with its tables put between their markers. Raises ValueError where a marker is missing."""
    for name, made in tables.items():
        begin, end = f"<!-- figures: {name} -->", "<!-- end of figures -->"
        text, count = re.subn(
            f"{re.escape(begin)}.*?{re.escape(end)}", lambda _, m=f"{begin}\n{made}\n{end}": m, text, flags=re.DOTALL
        )
        if count != 1:
            raise ValueError(f"the marker '{begin}' stands {count} times in the page")
    return text


def main(arguments: Sequence[str]) -> int:
    stale = 0
    for story in STORIES:
        page = PAGES / f"{story.folder}.md"
        text = page.read_text(encoding="utf-8")
        new = written(text, Figures(story).tables())
        stale += new != text
        if new != text and "--check" not in arguments:
            page.write_text(new, encoding="utf-8")
        print(
            f"{page.name}: {'as computed' if new == text else 'out of date' if '--check' in arguments else 'written'}"
        )
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
