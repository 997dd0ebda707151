"""If ... then ... rules, and the numbers and words of what a deal breaks."""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining import BargainingError, DealSpace, Factor, Issue

ISSUES = [
    Issue("troops", ("none", "blue helmets", "allies")),
    Issue("alliance", ("excluded", "open")),
    Issue("truce", ("yes", "no")),
]
FACTORS = [
    Factor("Aldova", ["troops"], [0, 1, 2]),
    Factor("Aldova", ["alliance"], [0, 3]),
    Factor("Kestria", ["troops", "alliance"], [[4, 2], [3, 1], [1, 0]]),
]


def space(required, forbidden=()) -> DealSpace:
    return DealSpace(["Aldova", "Kestria"], ISSUES, FACTORS, forbidden, required)


def test_a_requirement_is_the_same_as_forbidding_its_breaches() -> None:
    rule = ({"troops": ["blue helmets", "allies"]}, {"alliance": "excluded", "truce": "yes"})
    same = [
        {"troops": ["blue helmets", "allies"], "alliance": "open"},
        {"troops": ["blue helmets", "allies"], "truce": "no"},
    ]
    asked, told = space([rule]), space([], same)
    assert list(asked.deals()) == list(told.deals())
    assert asked.count() == told.count() == 6
    np.testing.assert_array_equal(asked.frontier().value, told.frontier().value)


def test_a_deal_is_told_which_rules_it_breaks() -> None:
    both = space([({"troops": "allies"}, {"truce": "yes", "alliance": "excluded"})], [{"truce": "no"}])
    deal = {"troops": "allies", "alliance": "open", "truce": "no"}
    assert both.broken(deal) == (0, 1)
    assert both.broken({**deal, "truce": "yes"}) == (1,)
    assert both.rule(0) == "forbidden[0]: truce=no"
    assert both.rule(1) == "required[0]: if troops=allies then truce=yes with alliance=excluded"
    with pytest.raises(BargainingError, match="no rule 2: the space has 1 forbidden combinations and 1 requirements"):
        both.rule(2)


def test_an_issue_on_both_sides_and_rules_that_ask_nothing_new() -> None:
    narrowed = space([({"troops": ["blue helmets", "allies"]}, {"troops": ["blue helmets", "none"]})])
    assert {deal["troops"] for deal in narrowed.deals()} == {"none", "blue helmets"}
    assert space([({"troops": "none"}, {"truce": ["yes", "no"]})]).count() == 12
    always = space([({}, {"truce": "yes"})])
    assert always.count() == 6
    assert always.rule(0) == "required[0]: truce=yes"


def test_requirements_that_cannot_be_are_errors() -> None:
    with pytest.raises(BargainingError, match=r"required\[0\] asks for nothing"):
        space([({"truce": "yes"}, {})])
    with pytest.raises(BargainingError, match=r"required\[0\]: 'maybe' is no option"):
        space([({"truce": "maybe"}, {"troops": "none"})])
    with pytest.raises(BargainingError, match="no deal is allowed: the 1 forbidden combinations and 1 requirements"):
        space([({}, {"truce": "yes"})], [{"truce": "yes"}])
