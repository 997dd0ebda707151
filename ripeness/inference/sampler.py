"""Draws from the posteriors of several parties at once: NUTS by NumPyro, chains and parties side by side.

The data are arguments of the compiled program, so that it is compiled once for all parties and all cases of one shape.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from numpyro.infer.hmc import hmc
from numpyro.infer.util import potential_energy

from ripeness.inference.density import POSITIVE, Latent, Stakes, drawn, model, stakes, tellings
from ripeness.inference.priors import Bools, Floats, Prior
from ripeness.inference.records import Record
from ripeness.inference.structure import Structure

TARGET_ACCEPT = 0.9  # small steps: few divergences where weights come near to zero
TREE_DEPTH = 8  # at most 255 steps of a trajectory; 20 to 60 are usual here
LEAST_START = 0.02  # chains do not start where a weight is as good as nothing


class Drawn(NamedTuple):
    """Draws, ``[job, chain, draw, ...]``: what the party cares for, and how likely that makes each item.

    ``told`` and ``other`` are the log ratios of ``tellings`` at the record's numbers of originals and at the others.
    """

    stakes: Any
    told: tuple[Floats, ...]
    other: tuple[Floats, ...]
    diverging: Bools
    energy: Floats


@lru_cache(maxsize=8)
def _compiled(structure: Structure, warmup: int, draws: int, thin: int) -> Any:
    """The program for so many draws. Lanes (a party and a chain each) are advanced together, ``[lane, ...]``."""

    @jax.jit  # traced once for all the places at which NUTS calls it
    def energy(latent: Latent, reliability: Array, prior: Prior, record: Record) -> Any:
        return potential_energy(partial(model, structure), (reliability, prior, record), {}, latent)

    init, sample = hmc(potential_fn_gen=lambda *data: lambda latent: energy(latent, *data), algo="NUTS")

    def begin(prior: Prior, record: Record, reliability: Array, key: Array) -> Any:
        start, key = jax.random.split(key)
        return init(
            _unbounded(drawn(prior, start)),
            warmup,
            trajectory_length=None,  # pyright: ignore[reportArgumentType]  # NUTS finds its own
            target_accept_prob=TARGET_ACCEPT,
            max_tree_depth=TREE_DEPTH,
            model_args=(reliability, prior, record),
            rng_key=key,
        )

    def read(prior: Prior, record: Record, other: Any, reliability: Array, latent: Latent) -> tuple[Any, ...]:
        own = stakes(structure, prior, _bounded(latent))
        told = tellings(structure, own, record, reliability)
        return own, told, tellings(structure, own, record.at(other), reliability)

    def run(prior: Prior, record: Record, other: Any, reliability: Array, keys: Array) -> tuple[Any, ...]:
        advance = jax.vmap(lambda state, p, r: sample(state, model_args=(reliability, p, r)))

        def steps(state: Any, many: Array) -> tuple[Any, Any]:
            def one(_: Array, carried: tuple[Any, Array]) -> tuple[Any, Array]:
                following = advance(carried[0], prior, record)
                return following, carried[1] | following.diverging

            state, diverging = jax.lax.fori_loop(0, many, one, (state, jnp.zeros(len(keys), dtype=bool)))
            return state, (state.z, diverging, state.potential_energy)

        state = jax.vmap(begin, in_axes=(0, 0, None, 0))(prior, record, reliability, keys)
        many = jnp.full(draws + 1, thin).at[0].set(warmup)  # the warm-up is the first turn, and gives no draw
        _, found = jax.lax.scan(steps, state, many)
        latent, diverging, potential = jax.tree.map(lambda cells: jnp.swapaxes(cells[1:], 0, 1), found)
        over_draws = jax.vmap(read, in_axes=(None, None, None, None, 0))
        told = jax.vmap(over_draws, in_axes=(0, 0, 0, None, 0))(prior, record, other, reliability, latent)
        return (*told, diverging, potential)

    return jax.jit(run)


def sample(
    structure: Structure,
    priors: list[Prior],
    records: list[Record],
    others: list[tuple[Any, ...]],
    reliability: float,
    *,
    chains: int,
    warmup: int,
    draws: int,
    seed: int,
    thin: int = 1,
) -> Drawn:
    """Draw from the posterior of each prior with its record; all have arrays of one shape. Same seed, same draws.

    ``others`` are the numbers of originals at the other end of their intervals, as in ``Record.told``.
    """
    with jax.enable_x64(True):
        keys = jax.random.split(jax.random.key(seed), len(priors) * chains)
        data = [stacked([each for each in trees for _ in range(chains)]) for trees in (priors, records, others)]
        found = _compiled(structure, warmup, draws, thin)(*data, jnp.asarray(reliability, dtype=float), keys)
        lanes = (len(priors), chains)
        return Drawn(*jax.tree.map(lambda cells: np.asarray(cells).reshape(lanes + cells.shape[1:]), found))


def sample_prior(structure: Structure, priors: list[Prior], *, draws: int, seed: int) -> Stakes:
    """Independent draws from the priors, ``[job, draw, ...]``."""
    with jax.enable_x64(True):
        keys = jax.random.split(jax.random.key(seed), (len(priors), draws))
        return jax.tree.map(np.asarray, _prior(structure)(stacked(priors), keys))


@lru_cache(maxsize=8)
def _prior(structure: Structure) -> Any:
    def one(prior: Prior, key: Array) -> Stakes:
        return stakes(structure, prior, drawn(prior, key))

    return jax.jit(jax.vmap(jax.vmap(one, in_axes=(None, 0))))


def stacked(trees: list[Any]) -> Any:
    """Trees of arrays of one shape as one tree, with a leading axis."""
    return jax.tree.map(lambda *leaves: np.stack(leaves), *trees)


def _unbounded(latent: Latent) -> Latent:
    return {
        name: jnp.log(jnp.maximum(cells, LEAST_START)) if name in POSITIVE else cells for name, cells in latent.items()
    }


def _bounded(latent: Latent) -> Latent:
    return {name: jnp.exp(cells) if name in POSITIVE else cells for name, cells in latent.items()}
