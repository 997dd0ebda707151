"""The density of one party's preferences given the record, for NumPyro. MODEL section 6.

With u the worth of a deal in swings, r the reservation value, lambda the precision per swing and e the exaggeration:

- an offer is chosen among deals with chances proportional to exp(lambda u), and preferred to going on with
  sigma(lambda (u - r)); later offers of a sequence are less sharp (concession);
- an acceptance has the chance sigma(lambda (u - r)), a rejection the rest;
- a demand is chosen among the options of an issue with chances proportional to exp(lambda (w v + e x)), x being how
  much the other parties dislike the option;
- a refusal has the chance sigma(lambda (r + e - the best u with the option));
- 'A before B' has the chance w_A^k / (w_A^k + w_B^k).

Each of these is mixed with a flat chance: told by n originals, an act is real with 1 - (1 - reliability)^n, and tells
nothing otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpyro
import numpyro.distributions as dist
from jax import Array
from jax.nn import log_sigmoid
from jax.scipy.special import logsumexp

from ripeness.inference.priors import Prior
from ripeness.inference.records import Acts, Demands, Priorities, Record, Refusals
from ripeness.inference.structure import NEVER, Structure

SHARPNESS = 3.0  # of 'A before B': said of issues of which one weighs twice the other, it is the right way round by .89
SUREST = 1 - 1e-9  # no number of originals makes an act certain
POSITIVE = ("weights", "steps", "precision", "exaggeration", "concession")  # sampled by their logarithms

Latent = dict[str, Array]


class Stakes(NamedTuple):
    """What a party cares for, read off the latent numbers; axes as in ``Prior``.

    Utility of a deal in swings: (sum of weight x value + joint factors - worst) / (best - worst).
    """

    weight: Array  # [issue], shares: the worth of going from the worst option to the best
    value: Array  # [issue, option], 0..1: the worst option 0 and the best 1
    joint: Array
    worst: Array  # of the allowed deals, in shares
    best: Array
    reservation: Array  # swings
    precision: Array  # per swing
    exaggeration: Array  # swings
    concession: Array

    @property
    def table(self) -> Array:
        """``[issue, option]``: what each option adds, in shares."""
        return self.weight[:, None] * self.value

    @property
    def span(self) -> Array:
        """One swing, in shares."""
        return self.best - self.worst


def model(structure: Structure, reliability: float, prior: Prior, record: Record) -> None:
    """The party's preferences and what it did and said, as a NumPyro model."""
    latent = {
        "weights": numpyro.sample("weights", dist.Gamma(prior.weight_shape, 1.0).to_event(1)),
        "steps": numpyro.sample("steps", dist.Gamma(prior.step_shape, 1.0).to_event(2)),
        "scores": numpyro.sample("scores", dist.Normal(prior.score, prior.score_sd).to_event(2)),
        "reservation": numpyro.sample("reservation", dist.Normal(*prior.reservation)),
        "precision": numpyro.sample("precision", dist.LogNormal(*prior.precision)),
        "exaggeration": numpyro.sample("exaggeration", dist.HalfNormal(prior.exaggeration)),
        "concession": numpyro.sample("concession", dist.HalfNormal(prior.concession)),
    }
    parts = tellings(structure, stakes(structure, prior, latent), record, reliability)
    numpyro.factor("record", sum(part.sum() for part in parts))


def drawn(prior: Prior, key: Array) -> Latent:
    """One draw of the latent numbers from the prior."""
    keys = jax.random.split(key, 7)
    log_precision, spread = prior.precision
    center, sd = prior.reservation
    return {
        "weights": jax.random.gamma(keys[0], prior.weight_shape),
        "steps": jax.random.gamma(keys[1], prior.step_shape),
        "scores": prior.score + prior.score_sd * jax.random.normal(keys[2], prior.score.shape),
        "reservation": center + sd * jax.random.normal(keys[3]),
        "precision": jnp.exp(log_precision + spread * jax.random.normal(keys[4])),
        "exaggeration": prior.exaggeration * jnp.abs(jax.random.normal(keys[5])),
        "concession": prior.concession * jnp.abs(jax.random.normal(keys[6])),
    }


def stakes(structure: Structure, prior: Prior, latent: Mapping[str, Any]) -> Stakes:
    """Weights and values out of the latent numbers.

    On an ordered issue the value falls from the peak by steps, so that it is single-peaked whatever the steps, and the
    longer of the two falls is 1. Elsewhere options have scores. Weight times score says what an option adds: the range
    of that is the swing weight, the scores scaled to 0..1 the values. So a value can pass from best to worst
    continuously, and weights sum to 1.
    """
    reached = jnp.concatenate([jnp.zeros((len(prior.peak), 1)), jnp.cumsum(latent["steps"], axis=1)], axis=1)
    fall = jnp.abs(reached - jnp.take_along_axis(reached, prior.peak[:, None], axis=1))
    longest = jnp.max(jnp.where(prior.option, fall, 0.0), axis=1, keepdims=True)
    peaked = 1 - fall / jnp.where(prior.ordered[:, None], longest, 1.0)
    raw = jnp.where(prior.ordered[:, None], peaked, latent["scores"])
    low = jnp.min(jnp.where(prior.option, raw, jnp.inf), axis=1, keepdims=True)
    real = prior.option & prior.stake[:, None]
    added = jnp.where(real, latent["weights"][:, None] * (raw - low), 0.0)
    added = added / added.max(axis=1).sum()
    weight = added.max(axis=1)
    value = added / jnp.where(prior.stake, weight, 1.0)[:, None]
    if structure.additive:
        worst, best = jnp.zeros(()), jnp.ones(())
    else:
        best = structure.most(added, prior.joint, prior.option)
        worst = -structure.most(-added, -prior.joint, prior.option)
    return Stakes(
        weight,
        value,
        prior.joint,
        worst,
        best,
        latent["reservation"],
        latent["precision"],
        latent["exaggeration"],
        latent["concession"],
    )


def tellings(structure: Structure, own: Stakes, record: Record, reliability: float | Array) -> tuple[Array, ...]:
    """For each part of the record, the log of how much likelier each item is than if it told nothing, ``[item]``."""
    parts = (
        (acts(structure, own, record.acts), record.acts.flat),
        (demands(own, record.demands), record.demands.flat),
        (refusals(structure, own, record.refusals), record.refusals.flat),
        (priorities(own, record.priorities), record.priorities.flat),
    )
    return tuple(
        _mixed(chance - flat, 1 - (1 - reliability) ** told)
        for (chance, flat), told in zip(parts, record.told, strict=True)
    )


def _mixed(ratio: Array, real: Array) -> Array:
    real = jnp.minimum(real, SUREST)
    known = jnp.where(real > 0, jnp.log(jnp.where(real > 0, real, 1.0)), NEVER)
    return jnp.logaddexp(known + ratio, jnp.log1p(-real))


def utility(structure: Structure, own: Stakes, share: Array) -> Array:
    """Worth of a deal in swings; ``share[issue, option]``."""
    return (jnp.sum(own.table * share) + structure.joint(own.joint, share) - own.worst) / own.span


def acts(structure: Structure, own: Stakes, record: Acts) -> Array:
    """Log chances of offers and answers, ``[act]``."""

    def chance(act: Acts) -> Array:
        worth = utility(structure, own, act.share)
        other = jnp.where(act.ends, own.reservation, utility(structure, own, act.against))
        preferred = log_sigmoid(act.sign * own.precision * (worth - other))
        sharp = own.precision * jnp.exp(-own.concession * act.when) / own.span
        picked = sharp * (worth * own.span + own.worst)
        among = structure.log_sum(sharp * own.table, sharp * own.joint, act.open)
        return preferred + jnp.where(act.chosen, picked - among, 0.0)

    return jax.vmap(chance)(record)


def demands(own: Stakes, record: Demands) -> Array:
    """Log chances of demands, ``[demand]``."""
    worth = own.table[record.issue] / own.span + own.exaggeration * record.tilt
    real = record.real
    score = jnp.where(real, own.precision * worth, NEVER)
    return logsumexp(jnp.where(record.options, score, NEVER), axis=1) - logsumexp(score, axis=1)


def refusals(structure: Structure, own: Stakes, record: Refusals) -> Array:
    """Log chances of refusals, ``[refusal]``."""
    best = jax.vmap(lambda open_: structure.most(own.table, own.joint, open_))(record.open)
    return log_sigmoid(
        record.sign * own.precision * (own.reservation + own.exaggeration - (best - own.worst) / own.span)
    )


def priorities(own: Stakes, record: Priorities) -> Array:
    """Log chances of priorities, ``[priority]``."""
    weight = jnp.log(jnp.maximum(own.weight, 1e-12))
    return log_sigmoid(SHARPNESS * (weight[record.more] - weight[record.than]))
