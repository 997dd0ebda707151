"""What must hold between the parts of a case: every fault at once, each with line, value, rule and fix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ripeness.case.assumptions import Loc, numbers, span_of
from ripeness.case.evidence import every_because, locate
from ripeness.case.files import Source
from ripeness.case.model import CaseFile
from ripeness.case.numbers import Number
from ripeness.case.references import References
from ripeness.case.situation_checks import CHANCE_SLACK, SituationChecks
from ripeness.errors import Problem
from ripeness.reports import Report


def check(case: CaseFile, source: Source, reports: Sequence[Report] | None = None) -> tuple[Problem, ...]:
    """Every problem of a case that is well formed, in the order of the file.

    With ``reports`` the passages are checked too: the words must stand where they are said to.
    """
    checks = _Checks(case, source)
    problems = [
        *checks.numbers(),
        *checks.tracks(),
        *checks.preferences(),
        *checks.positions(),
        *SituationChecks(case, source).situation(),
        *checks.deals(),
    ]
    problems += _becauses(case, source, reports)
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))


def _becauses(case: CaseFile, source: Source, reports: Sequence[Report] | None) -> Iterator[Problem]:
    by_id = {report.id: report for report in reports} if reports is not None else None
    for loc, because in every_because(case):
        if because.reason and not because.analyst and not case.judgement:
            yield source.problem(
                loc,
                "a reason without an analyst",
                "No number is anonymous: a reason names who gives it.",
                "Add 'analyst:' here, or a 'judgement:' block with analyst and date for the whole case.",
            )
        if by_id is None:
            continue
        for i, evidence in enumerate(because.passages):
            found = locate(evidence, by_id)
            if isinstance(found, tuple):
                yield source.problem((*loc, "passages", i), *found)


class _Checks(References):
    """The rules for numbers, tracks, preferences, positions and deals; each method yields its section's problems."""

    def numbers(self) -> Iterator[Problem]:
        """Numbers resolve, have a because, and lie where their unit allows."""
        for loc, number, because, unit in numbers(self.case):
            if number.use:
                missing = list(self.known(loc, number.use, self.case.assumptions, "an entry under 'assumptions'"))
                yield from missing
                if missing:
                    continue
            elif not (number.because or because):
                yield self.source.problem(
                    loc,
                    "a number without a because",
                    "Every number leads back to a passage or to a named analyst's reason.",
                    "Add 'because:' to the block around it, or write {value: ..., because: ...}.",
                )
            yield from self.bounds(loc, span_of(self.case, number), unit)

    def bounds(self, loc: Loc, span: tuple[float, float], unit: str) -> Iterator[Problem]:
        low, high = span
        limits = {"chance": (0, 1), "chance per period": (0, 1), "0 to 100": (0, 100)}.get(unit)
        seen = f"{low:g}" if low == high else f"{low:g} to {high:g}"
        if limits and not limits[0] <= low <= high <= limits[1]:
            rule = f"It lies between {limits[0]} and {limits[1]}."
            yield self.source.problem(loc, seen, rule, "Correct the value or the range.")
        if loc[-1] == "discount" and not (low > 0 and high < 1):
            yield self.source.problem(
                loc,
                seen,
                "A discount lies strictly between 0 and 1: the worth now of one swing in the next period.",
                "Patient parties have a discount near 1, for example 0.98 per month.",
            )
        if "weights" in loc and low < 0:
            yield self.source.problem(loc, seen, "A swing weight is not negative.", "Turn the option values round.")
        if loc[-1] == "lasts" and (low <= 0 or low % 1 or high % 1):
            rule = "A deal lasts a whole number of periods, 1 or more."
            yield self.source.problem(loc, seen, rule, "Correct the number of periods.")
        if loc[-1] == "precision" and low < 0:
            rule = "A precision is not negative: 0 is answering by a toss of a coin."
            yield self.source.problem(loc, seen, rule, "Write for example 50: then a tenth of a swing decides.")

    def tracks(self) -> Iterator[Problem]:
        case = self.case
        covered: dict[str, str] = {}
        for name, track in case.tracks.items():
            at: Loc = ("tracks", name)
            yield from self.listed((*at, "table"), track.table, case.parties, "a party")
            yield from self.listed((*at, "issues"), track.issues, case.issues, "an issue")
            yield from self.listed((*at, "consent"), track.consent, track.table, "a party at this table")
            yield from self.keys((*at, "recognition"), track.recognition, track.table, "a party at this table")
            yield from self.keys((*at, "exits"), track.exits, track.table, "a party at this table")
            if not track.consent:
                yield self.source.problem(
                    (*at, "consent"), "nobody", "A deal needs somebody's consent.", "Name the parties."
                )
            linked = [key for key, other in case.tracks.items() if name in (other.linked_to, key) and other.linked_to]
            if track.quorum and linked:
                yield self.source.problem(
                    (*at, "quorum"),
                    f"a quorum on a track that is linked ({', '.join(linked)})",
                    "A package of linked tracks needs the consent of all; a quorum is for a track by itself.",
                    "Remove the quorum or the link.",
                )
            for key, names in (("table", track.table), ("consent", track.consent)):
                for i, party in enumerate(names):
                    if party in names[:i]:
                        yield self.source.problem(
                            (*at, key, i), f"'{party}' again", "A party is named once.", "Remove the second."
                        )
            if track.quorum and track.quorum > len(track.consent):
                yield self.source.problem(
                    (*at, "quorum"),
                    str(track.quorum),
                    f"A quorum is at most the {len(track.consent)} parties of the consent set.",
                    "Lower it, or leave it out if all must consent.",
                )
            yield from self.recognition(name)
            for i, issue in enumerate(track.issues):
                if issue in covered:
                    yield self.source.problem(
                        (*at, "issues", i),
                        f"'{issue}' is on '{covered[issue]}' too",
                        "An issue is on one track.",
                        "Remove it from one of the two.",
                    )
                covered.setdefault(issue, name)
            yield from self.link(name)
        for issue in case.issues:
            if issue not in covered:
                yield self.source.problem(
                    ("issues", issue), f"'{issue}' is on no track", "Every issue is on a track.", "Add it to one."
                )
        yield from self.status_quo()

    def recognition(self, name: str) -> Iterator[Problem]:
        """Who proposes, in general and by each rule: parties at the table, chances that sum to at most 1."""
        track = self.case.tracks[name]
        at: Loc = ("tracks", name)
        places: list[tuple[Loc, dict[str, Number]]] = [((*at, "recognition"), track.recognition)]
        for i, rule in enumerate(track.recognition_rules):
            here = (*at, "recognition_rules", i)
            yield from self.when((*here, "when"), rule.when)
            yield from self.keys((*here, "chances"), rule.chances, track.table, "a party at this table")
            places.append(((*here, "chances"), {**track.recognition, **rule.chances}))
        for loc, chances in places:
            known = [n for n in chances.values() if not n.use or n.use in self.case.assumptions]
            total = sum(span_of(self.case, number)[1] for number in known)
            if total > 1 + CHANCE_SLACK:
                yield self.source.problem(
                    loc,
                    f"they sum to as much as {total:g}",
                    "They sum to at most 1, also at the high ends; the rest is a period without talks.",
                    "Lower them.",
                )

    def link(self, name: str) -> Iterator[Problem]:
        track = self.case.tracks[name]
        if track.linked_to is None:
            return
        at: Loc = ("tracks", name, "linked_to")
        yield from self.known(at, track.linked_to, self.case.tracks, "a track")
        other = self.case.tracks.get(track.linked_to)
        if track.linked_to == name or (other and other.linked_to):
            yield self.source.problem(
                at,
                f"'{track.linked_to}'",
                "A track is linked to another one that is not itself linked.",
                "Link all tracks of a package to the same main track.",
            )

    def status_quo(self) -> Iterator[Problem]:
        case = self.case
        packages = {track.linked_to or name for name, track in case.tracks.items()}
        for name, issue in case.issues.items():
            if issue.status_quo is not None:
                at: Loc = ("issues", name, "status_quo")
                yield from self.known(at, issue.status_quo, issue.options, f"an option of '{name}'")
            elif len(packages) > 1:
                yield self.source.problem(
                    ("issues", name),
                    "no status_quo",
                    "Where tracks are not linked, a deal leaves issues out: each issue says what holds without a deal.",
                    "Add 'status_quo: <option>'.",
                )

    def preferences(self) -> Iterator[Problem]:
        case = self.case
        yield from self.keys(("preferences",), case.preferences, case.parties, "a party")
        for name in dict.fromkeys(party for track in case.tracks.values() for party in track.consent):
            if name in case.parties and name not in case.preferences:
                yield self.source.problem(
                    ("preferences",),
                    f"'{name}' has none",
                    "A party whose consent counts has preferences.",
                    f"Add a block '{name}:' with weights and values.",
                )
        for name, preference in case.preferences.items():
            at: Loc = ("preferences", name)
            yield from self.keys((*at, "weights"), preference.weights, case.issues, "an issue")
            yield from self.keys((*at, "values"), preference.values, case.issues, "an issue")
            for issue in preference.weights:
                if issue not in case.issues:
                    continue
                options = preference.values.get(issue, {})
                yield from self.keys(
                    (*at, "values", issue), options, case.issues[issue].options, f"an option of '{issue}'"
                )
                left = [option for option in case.issues[issue].options if option not in options]
                if left:
                    yield self.source.problem(
                        (*at, "values", issue),
                        f"no value for {', '.join(left)}",
                        "Every option of an issue with a weight has a value from 0 to 100.",
                        "Add the values.",
                    )
            for issue in preference.values:
                if issue in case.issues and issue not in preference.weights:
                    yield self.source.problem(
                        (*at, "values", issue),
                        "values without a weight",
                        "An issue with values has a weight.",
                        f"Add '{issue}:' under weights, or remove the values.",
                    )
            for i, joint in enumerate(preference.joint):
                yield from self.terms((*at, "joint", i, "when"), joint.when)
                if len(joint.when) < 2:
                    yield self.source.problem(
                        (*at, "joint", i, "when"),
                        f"{len(joint.when)} issue",
                        "A joint factor is over two or more issues.",
                        "Put a preference over one issue into weights and values.",
                    )

    def positions(self) -> Iterator[Problem]:
        for i, position in enumerate(self.case.positions):
            at: Loc = ("positions", i)
            yield from self.known((*at, "party"), position.party, self.case.parties, "a party")
            yield from self.known((*at, "issue"), position.issue, self.case.issues, "an issue")
            issue = self.case.issues.get(position.issue)
            for key, options in (("wants", position.wants), ("refuses", position.refuses)):
                if issue:
                    yield from self.listed((*at, key), options, issue.options, f"an option of '{position.issue}'")
            if position.firm and not position.refuses:
                yield self.source.problem(
                    (*at, "firm"), "nothing is refused", "A firm position names what it refuses.", "Add 'refuses:'."
                )
            if position.firm and not any(position.party in track.consent for track in self.case.tracks.values()):
                yield self.source.problem(
                    (*at, "firm"),
                    f"'{position.party}' is in no consent set",
                    "A firm refusal binds the computation, so it is one of a party whose consent counts.",
                    "Remove 'firm', or add the party to a consent set.",
                )
            if not position.wants and not position.refuses:
                yield self.source.problem(
                    at, "neither wants nor refuses", "A position wants or refuses an option.", "Add one of the two."
                )
        yield from self.answers()
        for i, entry in enumerate(self.case.forbidden):
            yield from self.terms(("forbidden", i, "combination"), entry.combination)
        for i, entry in enumerate(self.case.required):
            yield from self.terms(("required", i, "if"), entry.if_)
            yield from self.terms(("required", i, "then"), entry.then)
        for i, entry in enumerate(self.case.available):
            at = ("available", i)
            yield from self.known((*at, "issue"), entry.issue, self.case.issues, "an issue")
            if entry.issue in self.case.issues:
                options = self.case.issues[entry.issue].options
                yield from self.listed((*at, "options"), entry.options, options, f"an option of '{entry.issue}'")
            yield from self.when((*at, "when"), entry.when)

    def answers(self) -> Iterator[Problem]:
        """Answers name one deal, by its key or by its terms; priorities name two issues."""
        for i, answer in enumerate(self.case.answers):
            at: Loc = ("answers", i)
            yield from self.known((*at, "party"), answer.party, self.case.parties, "a party")
            yield from self.terms((*at, "terms"), answer.terms)
            if answer.deal:
                yield from self.known((*at, "deal"), answer.deal, self.case.deals, "a deal")
            if bool(answer.deal) == bool(answer.terms):
                seen = "both 'deal' and 'terms'" if answer.deal else "neither 'deal' nor 'terms'"
                rule = "An answer is one to a deal of the case, or to terms."
                yield self.source.problem(at, seen, rule, "Give one of the two.")
        for i, priority in enumerate(self.case.priorities):
            at = ("priorities", i)
            yield from self.known((*at, "party"), priority.party, self.case.parties, "a party")
            for key in ("more", "than"):
                yield from self.known((*at, key), getattr(priority, key), self.case.issues, "an issue")
            if priority.more == priority.than:
                rule = "A priority puts one issue before another."
                yield self.source.problem(at, f"'{priority.more}' twice", rule, "Name two issues.")

    def deals(self) -> Iterator[Problem]:
        case = self.case
        for i, rule in enumerate(case.durability):
            yield from self.terms(("durability", i, "terms"), rule.terms)
            yield from self.when(("durability", i, "when"), rule.when)
            yield from self.changes(("durability", i, "after"), rule.after)
        for name, deal in case.deals.items():
            at: Loc = ("deals", name)
            yield from self.known((*at, "track"), deal.track, case.tracks, "a track")
            yield from self.terms((*at, "terms"), deal.terms)
            yield from self.keys((*at, "flows"), deal.flows, case.parties, "a party")
            yield from self.keys((*at, "gains"), deal.gains, case.parties, "a party")
            yield from self.changes((*at, "changes"), deal.changes)
            yield from self.changes((*at, "afterwards"), deal.afterwards)
            yield from self.listed((*at, "offered_by"), deal.offered_by, case.parties, "a party")
            yield from self.when((*at, "only_if"), deal.only_if)
            only = ("lasts", "flows", "gains", "changes", "afterwards")
            given = [key for key in only if getattr(deal, key)]
            if deal.kind == "final" and given:
                yield self.source.problem(
                    at,
                    f"a final deal with {', '.join(given)}",
                    "A final deal ends the talks; only an interim one lasts, pays flows and changes the situation.",
                    "Make it 'kind: interim', or remove them.",
                )
            if deal.kind == "interim" and not deal.lasts:
                yield self.source.problem(
                    at, "no 'lasts'", "An interim deal says for how many periods it stands.", "Add 'lasts: 1'."
                )
            if deal.kind == "final":
                yield from self.whole(name)
            elif left := [k for k in deal.terms if k in case.issues and not case.issues[k].status_quo]:
                yield self.source.problem(
                    (*at, "terms"),
                    f"terms on {', '.join(left)}, which have no status quo",
                    "While an interim deal stands its terms count against the status quo of their issues.",
                    "Give these issues a status_quo.",
                )
        yield from self.no_end()
        for i, action in enumerate(case.actions):
            yield from self.known(("actions", i, "party"), action.party, case.parties, "a party")
            yield from self.changes(("actions", i, "changes"), action.changes)

    def no_end(self) -> Iterator[Problem]:
        """Nothing that parties agree on for a while, or do by themselves, puts the situation at an end."""
        case = self.case
        places: list[tuple[Loc, Mapping[str, str]]] = []
        for name, deal in case.deals.items():
            places += [(("deals", name, "changes"), deal.changes), (("deals", name, "afterwards"), deal.afterwards)]
        places += [(("actions", i, "changes"), action.changes) for i, action in enumerate(case.actions)]
        for loc, changes in places:
            for end in case.situation.ends:
                if end.when and all(name in changes and c.met(changes[name]) for name, c in end.when.items()):
                    yield self.source.problem(
                        loc,
                        f"it leads to ‘{end.name}’",
                        "An interim deal or an action does not end the fighting by itself.",
                        "Change the situation to something short of an end, or make it a final deal.",
                    )

    def whole(self, name: str) -> Iterator[Problem]:
        """A final deal settles every issue of its package."""
        deal = self.case.deals[name]
        if deal.track not in self.case.tracks:
            return
        main = self.case.tracks[deal.track].linked_to or deal.track
        tracks = [track for key, track in self.case.tracks.items() if main in (key, track.linked_to)]
        left = [issue for track in tracks for issue in track.issues if issue not in deal.terms]
        left = [issue for issue in left if issue in self.case.issues and not self.case.issues[issue].status_quo]
        if left:
            yield self.source.problem(
                ("deals", name, "terms"),
                f"nothing on {', '.join(left)}",
                "A final deal names an option for every issue of its package, or the issue has a status quo.",
                "Add the terms.",
            )
