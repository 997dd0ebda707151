"""Random talks, small enough for the slow twin, with every feature that the arrays allow; shared by all tests."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from ripeness.bargaining import Situation
from ripeness.bargaining.talks import Breaking, Interim, Talks


@st.composite
def games(draw: st.DrawFn, plain: bool = False, exits: bool = True, unanimous: bool = False) -> Talks:
    """Talks of 2-3 parties in 1-4 states; ``plain``: final deals that hold, everybody consents, nobody may leave.

    ``unanimous``: no item can be agreed on without everybody, whatever else is drawn.

    Values are often tenths, so that parties are indifferent and offers tie.
    """
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    parties, states = draw(st.integers(2, 3)), draw(st.integers(1, 4))
    finals, others = draw(st.integers(1 if plain else 0, 6)), 0 if plain else draw(st.integers(0, 2))
    tenths = draw(st.booleans())
    situation = _situation(rng, states, parties, tenths)
    by_state = not plain and rng.random() < 0.3
    value = _values(rng, (states, finals, parties) if by_state else (finals, parties), tenths)
    interim = [_interim(rng, states, parties, tenths) for _ in range(others)]
    recognition = rng.dirichlet(np.ones(parties + 1), states)[:, :parties] * (rng.random((states, parties)) < 0.8)
    if plain:
        return Talks(situation, value, recognition)
    count = finals + others
    consent = rng.random((count, parties)) < (1.0 if unanimous else draw(st.sampled_from([1.0, 0.7])))
    most = consent.sum(axis=1)
    quorum = most if exits or rng.random() < 0.5 else np.maximum(np.minimum(most, 1), most - rng.integers(0, 2, count))
    return Talks(
        situation,
        value,
        recognition,
        interim,
        menu=rng.random((states, count)) < draw(st.sampled_from([1.0, 0.7])),
        consent=consent,
        quorum=quorum,
        proposers=rng.random((count, parties)) < draw(st.sampled_from([1.0, 0.7])),
        exits=np.where(rng.random((states, parties)) < 0.4, _values(rng, (states, parties), tenths), np.nan)
        if exits
        else None,
        **_breaks(rng, states, finals, draw(st.integers(0, 2))),
    )


@st.composite
def votes(draw: st.DrawFn) -> Talks:
    """Three parties, two of whom are enough, and a Condorcet cycle of deals: offers often go round as well."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    states = draw(st.integers(1, 2))
    best_to_worst = np.sort(rng.integers(0, 11, 3))[::-1] / 10
    value = [np.roll(best_to_worst, shift) for shift in range(3)]
    drift = [chances(rng, states)] * 3
    situation = Situation(
        states=[f"s{k}" for k in range(states)],
        drift=drift,
        reference=drift[0],
        flow=rng.integers(-2, 3, (states, 3)) / 20,
        discount=np.full(3, rng.uniform(0.8, 0.95)),
        end_value=np.zeros((states, 3)),
        ends=np.zeros(states, dtype=np.bool_),
    )
    return Talks(situation, value, np.full((states, 3), 1 / 3), quorum=[2] * 3)


def chances(rng: np.random.Generator, states: int) -> np.ndarray:
    weight = rng.random((states, states)) * (rng.random((states, states)) < 0.5) + np.eye(states) * 0.01
    return weight / weight.sum(axis=1, keepdims=True)


def _values(rng: np.random.Generator, shape: tuple[int, ...], tenths: bool) -> np.ndarray:
    return rng.integers(0, 11, shape) / 10 if tenths else rng.random(shape)


def _situation(rng: np.random.Generator, states: int, parties: int, tenths: bool) -> Situation:
    drift = [chances(rng, states) for _ in range(parties + 1)]
    return Situation(
        states=[f"s{k}" for k in range(states)],
        drift=drift[:-1] if rng.random() < 0.5 else drift[:1] * parties,
        reference=drift[-1],
        flow=rng.integers(-2, 2, (states, parties)) / 20 if tenths else rng.normal(scale=0.05, size=(states, parties)),
        discount=rng.uniform(0.3, 0.9, parties),
        end_value=_values(rng, (states, parties), tenths),
        ends=rng.random(states) < 0.2,
    )


def _interim(rng: np.random.Generator, states: int, parties: int, tenths: bool) -> Interim:
    flow = rng.integers(-2, 3, parties) / 20 if tenths else rng.normal(scale=0.05, size=(states, parties))
    if rng.random() < 0.5:
        return Interim(flow, chances(rng, states))
    return Interim(flow, [chances(rng, states) for _ in range(parties)], reference=chances(rng, states))


def _breaks(rng: np.random.Generator, states: int, finals: int, ways: int) -> dict:
    """Ways to break, some sure, some impossible, some by state; and which items break in which."""
    breaking = [
        Breaking(
            chance=rng.choice([0.0, 0.1, rng.random(), 1.0], size=None if rng.random() < 0.5 else states),
            after=rng.integers(0, states, None if rng.random() < 0.5 else states),
        )
        for _ in range(ways)
    ]
    return {"breaking": breaking, "breaks": rng.integers(-1, ways, finals)}
