from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.bargaining import BargainingError, Deal, DealSpace, Factor, Issue
from ripeness.bargaining.comparison import Difference, compare
from tests.property.strategies import deal_spaces

SPACE = DealSpace(
    ["Aldova", "Kestria"],
    [Issue("troops", ("none", "peacekeepers")), Issue("alliance", ("open", "excluded")), Issue("gas", ("off", "on"))],
    [
        Factor("Aldova", ["alliance"], [40, 0]),
        Factor("Aldova", ["troops"], [0, 60]),
        Factor("Kestria", ["troops", "alliance"], [[0, 30], [0, 100]]),
    ],
    [{"troops": "peacekeepers", "alliance": "open"}],
)
DRAFT = {"troops": "none", "alliance": "open", "gas": "off"}
NEXT = {"troops": "peacekeepers", "alliance": "excluded", "gas": "on"}


def test_each_change_alone_in_turn_and_what_only_both_bring() -> None:
    """Kestria: alone nothing and 0.3; together 1.0, so 0.7 comes from having both. Gas matters to nobody."""
    found = compare(SPACE, DRAFT, NEXT)
    assert found.rows == (
        Difference("troops", "none", "peacekeepers", (1.0, 0.0), (1.0, 0.0), allowed_alone=False),
        Difference("alliance", "open", "excluded", (-40 / 60, 0.3), (-40 / 60, 1.0), allowed_alone=True),
        Difference("gas", "off", "on", (0.0, 0.0), (0.0, 0.0), allowed_alone=True),
    )
    assert found.joint == (0.0, 0.7)
    assert found.total == pytest.approx((20 / 60, 1.0))
    assert (found.gainers, found.losers) == (("Aldova", "Kestria"), ())
    assert found.narration == (
        "3 issues differ. 'troops' from 'none' to 'peacekeepers' (not allowed on its own): Aldova gains 1.000 swings. "
        "'alliance' from 'open' to 'excluded': Aldova loses 0.667 swings, Kestria gains 0.300 swings. "
        "'gas' from 'off' to 'on': no party gains or loses. What the changes are worth only together: "
        "Kestria gains 0.700 swings. In all: Aldova gains 0.333 swings, Kestria gains 1.000 swings."
    )


def test_the_order_is_the_readers() -> None:
    found = compare(SPACE, DRAFT, NEXT, parties=["Kestria"], order=["alliance"])
    assert [(row.issue, row.in_turn) for row in found.rows] == [("alliance", (0.3,)), ("troops", (0.7,)), ("gas", (0,))]
    assert found.parties == ("Kestria",)


def test_the_same_deal_and_a_forbidden_one() -> None:
    same = compare(SPACE, DRAFT, DRAFT)
    assert (same.rows, same.total, same.narration) == ((), (0.0, 0.0), "The deals are the same.")
    worse = compare(SPACE, DRAFT, {**DRAFT, "troops": "peacekeepers"})
    assert worse.allowed == (True, False)
    assert worse.narration.startswith("The second deal is not an allowed one. 1 issue differs.")
    assert compare(SPACE, NEXT, DRAFT).losers == ("Aldova", "Kestria")


def test_errors_say_what_was_seen() -> None:
    with pytest.raises(BargainingError, match="leaves open 'gas'"):
        compare(SPACE, DRAFT, {"troops": "none", "alliance": "open"})
    with pytest.raises(BargainingError, match="order: 'oil' is no issue"):
        compare(SPACE, DRAFT, NEXT, order=["oil"])
    with pytest.raises(BargainingError, match="'gas' is no issue, or named twice"):
        compare(SPACE, DRAFT, NEXT, order=["gas", "gas"])


@settings(max_examples=80, deadline=None)
@given(deal_spaces(), st.data())
def test_both_readings_add_up_and_are_what_they_say(space: DealSpace, data: st.DataObject) -> None:
    a, b = (Deal({i.name: data.draw(st.sampled_from(i.options)) for i in space.issues}) for _ in range(2))
    order = data.draw(st.permutations([issue.name for issue in space.issues]))
    found = compare(space, a, b, order=order)
    total = space.value(b) - space.value(a)
    assert found.total == pytest.approx(total, abs=1e-11)
    alone = np.array([row.alone for row in found.rows]).reshape(-1, len(space.parties))
    turn = np.array([row.in_turn for row in found.rows]).reshape(-1, len(space.parties))
    np.testing.assert_allclose(alone.sum(axis=0) + found.joint, found.total, rtol=0, atol=1e-12)
    np.testing.assert_allclose(turn.sum(axis=0), found.total, rtol=0, atol=1e-12)
    path = a
    assert [row.issue for row in found.rows] == [name for name in order if a[name] != b[name]]
    for row in found.rows:
        only, path_before = Deal({**a, row.issue: b[row.issue]}), path
        path = Deal({**path, row.issue: b[row.issue]})
        np.testing.assert_allclose(row.alone, space.value(only) - space.value(a), rtol=0, atol=1e-11)
        np.testing.assert_allclose(row.in_turn, space.value(path) - space.value(path_before), rtol=0, atol=1e-11)
        assert row.allowed_alone == space.allowed(only)


def test_without_joint_factors_nothing_is_left_over() -> None:
    rng = np.random.default_rng(3)
    issues = [Issue(f"i{k}", tuple("abcde")) for k in range(12)]
    factors = [Factor(party, [issue.name], rng.random(5)) for party in "ABC" for issue in issues]
    space = DealSpace("ABC", issues, factors)
    a, b = ({issue.name: option for issue in issues} for option in "ad")
    assert compare(space, a, b).joint == (0.0, 0.0, 0.0)
