"""What must hold in the situation of a case: variables, drift, flows, ends, beliefs."""

from __future__ import annotations

from collections.abc import Iterator

from ripeness.case.assumptions import Loc, span_of
from ripeness.case.model import STEPS, DriftRule
from ripeness.case.references import References
from ripeness.errors import Problem

CHANCE_SLACK = 1e-9  # sums of chances may exceed 1 by rounding


class SituationChecks(References):
    """The rules for the situation and for what each party believes of it."""

    def situation(self) -> Iterator[Problem]:
        """The problems of variables, drift, beliefs, flows and ends."""
        case, block = self.case, self.case.situation
        for name, variable in block.variables.items():
            at: Loc = ("situation", "variables", name)
            yield from self.known((*at, "now"), variable.now, variable.values, f"a value of '{name}'")
            for step in STEPS:
                if step in variable.values:
                    yield self.source.problem(
                        (*at, "values"), f"'{step}'", "'up' and 'down' mean one step.", "Give the value another name."
                    )
        for i, rule in enumerate(block.drift):
            yield from self.drift(("situation", "drift", i), rule)
        yield from self.keys(("beliefs",), case.beliefs, case.parties, "a party")
        for name, rules in case.beliefs.items():
            for i, rule in enumerate(rules):
                yield from self.drift(("beliefs", name, i), rule)
        for i, flow in enumerate(block.flows):
            yield from self.known(("situation", "flows", i, "party"), flow.party, case.parties, "a party")
            yield from self.when(("situation", "flows", i, "when"), flow.when)
        for name in case.preferences:
            if name in case.parties and not any(flow.party == name and not flow.when for flow in block.flows):
                yield self.source.problem(
                    ("situation", "flows"),
                    f"no general rule for '{name}'",
                    "Every party with preferences has a flow rule without 'when': what a period of fighting pays it.",
                    f"Add '- {{party: {name}, per_period: ..., because: ...}}' before its special rules.",
                )
        now = {name: variable.now for name, variable in block.variables.items()}
        for i, end in enumerate(block.ends):
            at = ("situation", "ends", i)
            if end.when and all(c.met(now[name]) for name, c in end.when.items() if name in now):
                yield self.source.problem(
                    (*at, "when"),
                    f"'{end.name}' holds today",
                    "Today's situation is not an end: there the fighting is over, and there is nothing to compare.",
                    "Correct 'now' of the variables, or the end.",
                )
            yield from self.when((*at, "when"), end.when)
            yield from self.keys((*at, "values"), end.values, case.parties, "a party")
            left = [name for name in case.preferences if name in case.parties and name not in end.values]
            if left:
                yield self.source.problem(
                    (*at, "values"),
                    f"no value for {', '.join(left)}",
                    "An end of the fighting is worth something to every party with preferences.",
                    "Add the values, in swings.",
                )
            if not end.when:
                yield self.source.problem(
                    (*at, "when"), "no condition", "An end says in which situation it stands.", "Add 'when:'."
                )

    def drift(self, loc: Loc, rule: DriftRule) -> Iterator[Problem]:
        """The problems of one drift rule: its variable, its conditions, its chances."""
        variables = self.case.situation.variables
        yield from self.known((*loc, "variable"), rule.variable, variables, "a variable of the situation")
        yield from self.when((*loc, "when"), rule.when)
        variable = variables.get(rule.variable)
        if variable is None:
            return
        yield from self.keys((*loc, "to"), rule.to, variable.values, f"a value of '{rule.variable}'")
        if rule.moves and not variable.ordered:
            yield self.source.problem(
                (*loc, "moves"),
                f"'{rule.variable}' has no order",
                "Steps up and down need an ordered variable.",
                "Use 'to:' with named values, or add 'ordered: true' to the variable.",
            )
        entries = [*rule.moves.values(), *rule.to.values()]
        known = [entry for entry in entries if not entry.use or entry.use in self.case.assumptions]
        total = sum(span_of(self.case, entry)[1] for entry in known)
        if total > 1 + CHANCE_SLACK:
            yield self.source.problem(
                loc,
                f"the chances of moving sum to as much as {total:g}",
                "The chances of moving sum to at most 1, also at the high ends of their ranges; the rest is staying.",
                "Lower them.",
            )
