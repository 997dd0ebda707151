"""Seven issues of four options for two parties, with the frontier that a listing of all 16,384 deals gave."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from ripeness.bargaining import DealSpace, Factor, Issue
from tests.reference.vectors import REFERENCE


def test_the_frontier_of_the_fixture() -> None:
    file = REFERENCE / "pareto_additive_fixture.csv"
    if not file.is_file():
        pytest.skip(f"no fixture at {file}")
    with file.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    worth = {(r["issue"], r["option"]): (int(r["u1"]), int(r["u2"])) for r in rows if r["kind"] == "issue"}
    expected = [(int(r["u1"]), int(r["u2"])) for r in rows if r["kind"] == "frontier"]
    names = sorted({issue for issue, _ in worth})
    issues = [Issue(name, tuple(option for issue, option in worth if issue == name)) for name in names]
    factors = [
        Factor(party, [issue.name], [worth[issue.name, option][k] for option in issue.options])
        for k, party in enumerate(("first", "second"))
        for issue in issues
    ]
    space = DealSpace(["first", "second"], issues, factors)
    frontier = space.frontier()
    raw = frontier.value * space.span + space.worst
    assert space.count() == 16_384
    np.testing.assert_allclose(raw, expected, rtol=1e-12)
    for point, deal in zip(raw, frontier.deals, strict=True):
        np.testing.assert_allclose(np.sum([worth[item] for item in deal.items()], axis=0), point, rtol=1e-12)
