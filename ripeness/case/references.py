"""Names in a case that must name something of it: parties, issues, options, variables, values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from ripeness.case.assumptions import Loc
from ripeness.case.files import Source
from ripeness.case.model import STEPS, CaseFile, Condition, When
from ripeness.errors import Problem


class References:
    """A case with the file it was read from. Each method yields a problem for every name that names nothing."""

    def __init__(self, case: CaseFile, source: Source) -> None:
        self.case, self.source = case, source

    def known(self, loc: Loc, name: str, names: Collection[str], what: str) -> Iterator[Problem]:
        """A problem unless ``name`` is one of ``names``."""
        if name in names:
            return
        near = get_close_matches(name, names, n=1)
        fix = f"Did you mean '{near[0]}'?" if near else f"Use one of: {', '.join(names) or '(none is defined)'}."
        yield self.source.problem(loc, f"'{name}'", f"It names {what} of this case.", fix)

    def keys(self, loc: Loc, mapping: Iterable[str], names: Collection[str], what: str) -> Iterator[Problem]:
        """A problem for every key that is not one of ``names``."""
        for name in mapping:
            yield from self.known((*loc, name), name, names, what)

    def listed(self, loc: Loc, items: Sequence[str], names: Collection[str], what: str) -> Iterator[Problem]:
        """A problem for every item of a list that is not one of ``names``."""
        for i, name in enumerate(items):
            yield from self.known((*loc, i), name, names, what)

    def terms(self, loc: Loc, terms: Mapping[str, str | Condition]) -> Iterator[Problem]:
        """Issues and their options, as in terms, combinations and joint factors."""
        for issue, option in terms.items():
            at = (*loc, issue)
            yield from self.known(at, issue, self.case.issues, "an issue")
            if issue in self.case.issues:
                for name in option.values if isinstance(option, Condition) else (option,):
                    yield from self.known(at, name, self.case.issues[issue].options, f"an option of '{issue}'")

    def when(self, loc: Loc, when: When) -> Iterator[Problem]:
        """Variables of the situation and their values."""
        variables = self.case.situation.variables
        for name, condition in when.items():
            yield from self.known((*loc, name), name, variables, "a variable of the situation")
            if name in variables:
                for value in condition.values:
                    yield from self.known((*loc, name), value, variables[name].values, f"a value of '{name}'")

    def changes(self, loc: Loc, changes: Mapping[str, str]) -> Iterator[Problem]:
        """Where the situation is put: a value, or one step up or down an ordered variable."""
        variables = self.case.situation.variables
        for name, value in changes.items():
            yield from self.known((*loc, name), name, variables, "a variable of the situation")
            if name not in variables or (value in STEPS and variables[name].ordered):
                continue
            yield from self.known((*loc, name), value, variables[name].values, f"a value of '{name}', or up or down")
