"""Random deal spaces and situations, small enough to enumerate, odd enough to break things; shared by all tests."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from hypothesis import strategies as st

from ripeness.bargaining import BargainingError, Deal, DealSpace, Factor, Issue, Situation

DEALS_AT_MOST = 600


@st.composite
def deal_spaces(draw: st.DrawFn, max_parties: int = 5) -> DealSpace:
    """A space of 2-5 parties: issues of one option, constant factors, ties, joint factors, forbidden combinations.

    Draws that make no game (no deal allowed, a party without a swing) are mended, not thrown away, where
    that is easy: the forbidden combinations go, the party gets a factor that tells deals apart.
    """
    parties = tuple("ABCDE"[: draw(st.integers(2, max_parties))])
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=6))
    while math.prod(sizes) > DEALS_AT_MOST:
        sizes.pop()
    if max(sizes) == 1:
        sizes.append(2)
    issues = [Issue(f"i{k}", tuple(f"o{n}" for n in range(size))) for k, size in enumerate(sizes)]
    kind = draw(st.sampled_from(["whole", "tenths", "real"]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    widest = min(3, len(issues))
    scopes = draw(
        st.lists(st.lists(st.sampled_from(range(len(issues))), min_size=1, max_size=widest, unique=True), max_size=5)
    )
    factors = [
        Factor(party, [issues[k].name for k in scope], _table(rng, kind, [sizes[k] for k in scope]))
        for party in parties
        for scope in [[k] for k in range(len(issues))] + scopes
        if rng.random() < 0.8
    ]
    wide = sizes.index(max(sizes))
    for party in parties:  # so that each party has a swing, unless the forbidden combinations take it
        factors.append(
            Factor(party, [issues[wide].name], rng.permutation(sizes[wide]) * (7 if kind == "whole" else 7.3))
        )
    forbidden = draw(st.lists(_combinations(issues), max_size=3))
    try:
        return DealSpace(parties, issues, factors, forbidden)
    except BargainingError:
        return DealSpace(parties, issues, factors[-len(parties) :])


@st.composite
def _combinations(draw: st.DrawFn, issues: list[Issue]) -> dict[str, Any]:
    chosen = draw(st.lists(st.sampled_from(issues), min_size=1, max_size=6, unique_by=lambda issue: issue.name))
    return {
        issue.name: draw(
            st.sampled_from(issue.options)
            | st.lists(st.sampled_from(issue.options), min_size=1, max_size=2, unique=True)
        )
        for issue in chosen
    }


@st.composite
def restrictions(draw: st.DrawFn, space: DealSpace) -> dict[str, Any]:
    """A ``where`` for the space."""
    return draw(_combinations(list(space.issues)))


def _table(rng: np.random.Generator, kind: str, shape: list[int]) -> np.ndarray:
    if rng.random() < 0.1:
        return np.full(shape, 3.0)
    if kind == "whole":
        return rng.integers(-3, 4, shape).astype(float)
    if kind == "tenths":
        return rng.integers(-5, 6, shape) * 0.1
    return rng.normal(size=shape)


@st.composite
def situations(draw: st.DrawFn, max_states: int = 7) -> Situation:
    """A situation of 1-3 parties with sparse beliefs; ends may be missing, or out of reach."""
    parties = draw(st.integers(1, 3))
    states = draw(st.integers(1, max_states))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    ends = np.array(draw(st.lists(st.booleans(), min_size=states, max_size=states)))
    drift = np.stack([_chances(rng, states) for _ in range(parties + 1)])
    return Situation(
        states=[f"s{k}" for k in range(states)],
        drift=drift[:-1],
        reference=drift[-1],
        flow=rng.normal(scale=0.1, size=(states, parties)),
        discount=rng.uniform(0.3, 0.97, size=parties),
        end_value=rng.uniform(size=(states, parties)),
        ends=ends,
    )


def _chances(rng: np.random.Generator, states: int) -> np.ndarray:
    weight = rng.random((states, states)) * (rng.random((states, states)) < 0.4) + np.eye(states) * 1e-3
    return weight / weight.sum(axis=1, keepdims=True)


def enumerated(space: DealSpace) -> tuple[list[Deal], np.ndarray]:
    """All allowed deals and their worth ``[deal, party]``: the slow obvious way."""
    deals = list(space.deals())
    return deals, np.array([space.value(deal) for deal in deals])


def undominated_by_comparing(value: np.ndarray) -> list[int]:
    """Rows that no other row beats, one pair at a time."""
    return [
        k for k, row in enumerate(value) if not any((other >= row).all() and (other > row).any() for other in value)
    ]
