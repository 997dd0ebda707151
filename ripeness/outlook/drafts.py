"""Deals named on the command line: a deal of the case, single terms, or a deal of the case with terms changed."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from ripeness.bargaining import Comparison, Deal, compare
from ripeness.case.game import Agenda, Game
from ripeness.case.model import CaseFile
from ripeness.errors import RipenessError
from ripeness.outlook.worth import DealValue, Worth, value_deal


@dataclass(frozen=True, slots=True)
class Draft:
    """A deal with an option for every issue, what it is called, and the issues that were left at their status quo."""

    title: str
    deal: Deal
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftComparison:
    """Two drafts issue by issue: ``terms`` as the engine compares them if they hold for ever, in swings per party.

    ``before`` and ``after`` are what they are worth with the chance that they break. ``durability(party)`` is how much
    more of its terms' worth the first deal loses to that chance than the second; rows, joint remainder and durability
    add up to the change in value. ``assumed`` are the issues that a draft did not name, at their status quo.
    """

    first: Draft
    second: Draft
    terms: Comparison
    before: DealValue
    after: DealValue

    def durability(self, party: str) -> float:
        """What the chance of breaking takes off (or adds to) the second deal more than the first, in swings."""
        total = dict(zip(self.terms.parties, self.terms.total, strict=True))[party]
        return self.after.value[party] - self.before.value[party] - total


def draft(case: CaseFile, words: str) -> Draft:
    """The deal that ``words`` name: 'paper', 'paper,issue=option' or 'issue=option,issue=option'.

    An issue that is not named stands at its status quo. Raises RipenessError for unknown names, and for an issue
    that is neither named nor has a status quo.
    """
    terms = {name: issue.status_quo for name, issue in case.issues.items()}
    said: set[str] = set()
    named_by_deal: set[str] = set()
    title = words
    for place, part in enumerate(piece.strip() for piece in words.split(",")):
        issue, equals, option = (side.strip() for side in part.partition("="))
        if not equals:
            if place or part not in case.deals:
                raise _unknown("a final deal", part, [key for key, deal in case.deals.items() if deal.kind == "final"])
            if case.deals[part].kind == "interim":
                raise RipenessError(
                    f"'{part}' is an interim deal, and only final deals are compared. What an interim one is worth, "
                    "'ripeness solve' says. Name a final deal, or terms as issue=option."
                )
            terms |= case.deals[part].terms
            named_by_deal = set(case.deals[part].terms)
            title = case.deals[part].name
            continue
        if issue not in case.issues:
            raise _unknown("an issue", issue, case.issues)
        if option not in case.issues[issue].options:
            raise _unknown(f"an option of '{issue}'", option, case.issues[issue].options)
        if issue in said:
            raise RipenessError(f"'{words}' names '{issue}' twice. A deal has one option for each issue. Remove one.")
        said.add(issue)
        terms[issue] = option
    changed = words.partition(",")[2]
    open_issues = [name for name, option in terms.items() if option is None]
    if open_issues:
        raise RipenessError(
            f"'{words}' leaves {', '.join(open_issues)} open. A deal to compare names an option for every issue that "
            f"has no status quo. Add for example ',{open_issues[0]}={next(iter(case.issues[open_issues[0]].options))}'."
        )
    named = title if "=" in words.partition(",")[0] or not changed else f"{title}, with {changed}"
    assumed = tuple(name for name in terms if name not in said | named_by_deal)
    return Draft(named, Deal({name: str(option) for name, option in terms.items()}), assumed)


def compare_drafts(game: Game, values: Worth, first: Draft, second: Draft) -> DraftComparison:
    """What changes from one draft to the other, and what each change is worth to each party of the game.

    Firm refusals of every agenda count, each by the parties whose consent that agenda needs.
    """
    agenda = Agenda(
        name="all",
        title="all tracks",
        tracks=tuple(name for each in game.agendas for name in each.tracks),
        issues=tuple(name for each in game.agendas for name in each.issues),
        consent=tuple(dict.fromkeys(name for each in game.agendas for name in each.consent)),
        quorum=None,
        fixed={},
    )
    return DraftComparison(
        first,
        second,
        compare(game.space, first.deal, second.deal),
        value_deal(game, values, first.deal, agenda),
        value_deal(game, values, second.deal, agenda),
    )


def _unknown(what: str, name: str, names: object) -> RipenessError:
    known = [str(each) for each in names]  # type: ignore[attr-defined]
    near = get_close_matches(name, known, n=1)
    fix = f"Did you mean '{near[0]}'?" if near else f"Use one of: {', '.join(known) or '(none)'}."
    return RipenessError(f"'{name}' is not {what} of this case. A deal is named by its key, or as issue=option. {fix}")
