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
    """A deal with an option for every issue, and what it is called."""

    title: str
    deal: Deal


@dataclass(frozen=True, slots=True)
class DraftComparison:
    """Two drafts issue by issue: ``terms`` as the engine compares them if they hold for ever, in swings per party.

    ``before`` and ``after`` are what they are worth with the chance that they break; the difference of that and of
    the terms is ``durability[party]``, so that rows, joint remainder and durability add up to the change in value.
    """

    first: Draft
    second: Draft
    terms: Comparison
    before: DealValue
    after: DealValue

    def durability(self, party: str) -> float:
        """What the change in the chance of breaking is worth to a party, in its swings."""
        total = dict(zip(self.terms.parties, self.terms.total, strict=True))[party]
        return self.after.value[party] - self.before.value[party] - total


def draft(case: CaseFile, words: str) -> Draft:
    """The deal that ``words`` name: 'paper', 'paper,issue=option' or 'issue=option,issue=option'.

    An issue that is not named stands at its status quo. Raises RipenessError for unknown names, and for an issue
    that is neither named nor has a status quo.
    """
    terms = {name: issue.status_quo for name, issue in case.issues.items()}
    title = words
    for place, part in enumerate(piece.strip() for piece in words.split(",")):
        issue, equals, option = (side.strip() for side in part.partition("="))
        if not equals:
            if place or part not in case.deals:
                raise _unknown("a deal", part, case.deals)
            terms |= case.deals[part].terms
            title = case.deals[part].name
            continue
        if issue not in case.issues:
            raise _unknown("an issue", issue, case.issues)
        if option not in case.issues[issue].options:
            raise _unknown(f"an option of '{issue}'", option, case.issues[issue].options)
        terms[issue] = option
    changed = words.partition(",")[2]
    open_issues = [name for name, option in terms.items() if option is None]
    if open_issues:
        raise RipenessError(
            f"'{words}' leaves {', '.join(open_issues)} open. A deal to compare names an option for every issue that "
            f"has no status quo. Add for example ',{open_issues[0]}={next(iter(case.issues[open_issues[0]].options))}'."
        )
    named = title if "=" in words.partition(",")[0] or not changed else f"{title}, with {changed}"
    return Draft(named, Deal({name: str(option) for name, option in terms.items()}))


def compare_drafts(game: Game, agenda: Agenda, values: Worth, first: Draft, second: Draft) -> DraftComparison:
    """What changes from one draft to the other, and what each change is worth to each party of the game."""
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
