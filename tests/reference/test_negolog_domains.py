"""The 66 two-party domains of NegoLog give their published Nash product and welfare, to 1e-9.

Source: NegoLog (domains.json, GPL-3), read from the reference folder beside the project and never copied into it.

What its figures mean, and how they are compared with ours:

- Utilities are the profiles' own (weights times values), and are not rescaled by the worst deal: a worth in swings is
  mapped back by ``space.worst`` and ``space.span``. Many profiles are worth 0.2 or more at their worst.
- The Nash product is that of the utilities themselves, over a disagreement point of 0, which is below the worst deal
  of both. Reservation values are 0 in all 66, so 0 is also what the profiles say.
- Four domains call the same figure 'Product Score' instead of 'Nash Product', and write their deals as the text of a
  Python mapping.
- What is called 'Kalai' is a deal of the largest welfare, not the Kalai-Smorodinsky point: it is compared as such.

Disagreements: none.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ripeness.bargaining import DealSpace, Solution, nash, utilitarian
from ripeness.bargaining.interchange import read_negolog_collection

SOURCE = Path(__file__).parents[3] / "shared" / "reference" / "negolog" / "domains.json"

pytestmark = pytest.mark.skipif(not SOURCE.exists(), reason="../shared/reference/negolog is not here")


@pytest.fixture(scope="module")
def published() -> dict[str, dict[str, Any]]:
    return {name: parts["specs"] for name, parts in json.loads(SOURCE.read_text(encoding="utf-8")).items()}


def test_all_66_give_their_nash_product_and_welfare(published: dict[str, dict[str, Any]]) -> None:
    domains = read_negolog_collection(SOURCE.read_text(encoding="utf-8"))
    assert len(domains) == 66
    off: dict[str, str] = {}
    for name, domain in domains.items():
        space, specs = domain.space, published[name]
        frontier = space.frontier()
        utility = space.worst + frontier.value * space.span
        zero = -space.worst / space.span  # a utility of 0, in swings
        found = {
            "deals": (space.count(), specs["NumberOfBids"]),
            "Nash product": (_own_product(space, nash(frontier, zero)), _published_product(specs)),
            "largest product": (utility.prod(axis=1).max(), _published_product(specs)),
            "welfare": (utilitarian(frontier, zero, weights=space.span).objective, specs["Social Welfare"]),
            "Nash point": (
                _own(space, specs["NashBid"]).prod(),
                specs["Nash_A"] * specs["Nash_B"],
            ),
            "'Kalai' is the largest welfare": (_own(space, specs["KalaiBid"]).sum(), specs["Social Welfare"]),
        }
        off |= {f"{name}: {what}": f"{a} and {b}" for what, (a, b) in found.items() if abs(a - b) > 1e-9}
    assert off == {}


def test_reservation_values_are_those_of_the_profiles(published: dict[str, dict[str, Any]]) -> None:
    for name, domain in read_negolog_collection(SOURCE.read_text(encoding="utf-8")).items():
        given = [published[name]["ReservationValueProfileA"], published[name]["ReservationValueProfileB"]]
        np.testing.assert_allclose(domain.own_reservation, given, atol=1e-9)


def _published_product(specs: dict[str, Any]) -> float:
    return specs["Nash Product"] if "Nash Product" in specs else specs["Product Score"]


def _own_product(space: DealSpace, solution: Solution) -> float:
    """The product of utilities at each maximiser, if it is one and the same."""
    products = (space.worst + solution.value * space.span).prod(axis=1)
    assert np.ptp(products) < 1e-9
    return float(products[0])


def _own(space: DealSpace, deal: dict[str, str] | str) -> np.ndarray:
    """Utilities of a published deal in the profiles' own units."""
    deal = ast.literal_eval(deal) if isinstance(deal, str) else deal
    return space.worst + space.value(deal) * space.span
