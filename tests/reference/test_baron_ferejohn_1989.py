"""Baron and Ferejohn 1989, "Bargaining in legislatures", American Political Science Review 83.

The row with d = 1 is outside the solver's class (discounts are below 1): the closed form is tested, and the solver as d
goes to 1. Unequal chances: see ``test_eraslan_2002``.
"""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining.classics import baron_ferejohn, merlo_wilson
from tests.reference.vectors import vector


@pytest.mark.parametrize(
    ("parties", "quorum", "discount", "row", "keyed"),
    [
        (3, 2, 1.0, ("baron_ferejohn_majority", "n=3;d=1"), 0.6666666666666666),
        (3, 2, 0.8, ("baron_ferejohn_majority", "n=3;d=.8"), 0.7333333333333334),
        (5, 3, 0.9, ("baron_ferejohn_majority", "n=5;d=.9"), 0.64),
        (5, 5, 0.9, ("baron_ferejohn_unanimity", "n=5;d=.9"), 0.28),
    ],
)
def test_what_the_proposer_keeps(
    parties: int, quorum: int, discount: float, row: tuple[str, str], keyed: float
) -> None:
    share = baron_ferejohn.proposer_share(parties, quorum, discount)
    assert share == pytest.approx(keyed, abs=1e-12)
    patience = min(discount, 1 - 1e-6)
    for parts in (300, 3000):
        value = baron_ferejohn.talks(parts, parties, quorum, patience).finite(60).value[0]
        assert np.diag(value) == pytest.approx([share] * parties, abs=(quorum - 1) * 1.01 / parts)
    assert share == pytest.approx(vector(*row, "proposer_share")[0], abs=1e-6)


def test_on_the_whole_menu_of_a_pie_in_parts() -> None:
    """Partners cost the same, so equal pay is enough of a menu: all splits give the same."""
    found = merlo_wilson.talks(60, 2, 0.8, *merlo_wilson.sure(3)).stationary(starts=1)
    assert np.diag(found.value) == pytest.approx([0.7333333333333334] * 3, abs=1 / 60)
