"""Records that the model itself makes: stakes drawn from the prior, and what a party with such stakes does and says.

With these the fit is checked (simulation-based calibration: Talts, Betancourt, Simpson, Vehtari, Gelman 2018), and
anybody can see what a record of some size could tell.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from ripeness.bargaining import DealSpace
from ripeness.inference.density import SHARPNESS, SUREST, Stakes, drawn, stakes, utility
from ripeness.inference.priors import Prior
from ripeness.inference.records import Acts, Demands, Priorities, Record, Refusals
from ripeness.inference.structure import NEVER, Structure


def simulated(
    structure: Structure, space: DealSpace, prior: Prior, plan: Record, reliability: float, *, many: int, seed: int
) -> tuple[Stakes, Record]:
    """Stakes ``[record, ...]`` from the prior, and for each a record ``[record, ...]`` in the form of ``plan``.

    ``plan`` says how many items there are of each kind, told by how many originals, and which deals are answered;
    what is offered, demanded and put first, and how deals are answered, is drawn. Lists all deals: for small spaces.
    """
    size = prior.option.shape[1]
    issues = [{option: o for o, option in enumerate(issue.options)} for issue in space.issues]
    places = np.array(
        [[at[deal[i.name]] for at, i in zip(issues, space.issues, strict=True)] for deal in space.deals()]
    )
    deals = np.eye(size)[places]
    with jax.enable_x64(True):
        keys = jax.random.split(jax.random.key(seed), many)
        one = partial(_one, structure, jnp.asarray(deals), prior, plan, reliability)
        return jax.tree.map(np.asarray, jax.jit(jax.vmap(one))(keys))


def each(record: Any, place: int) -> Any:
    """One of several records (or priors, or stakes) that stand along the first axis."""
    return jax.tree.map(lambda cells: cells[place], record)


def _one(
    structure: Structure, deals: Array, prior: Prior, plan: Record, reliability: float, key: Array
) -> tuple[Stakes, Record]:
    keys = jax.random.split(key, 6)
    own = stakes(structure, prior, drawn(prior, keys[0]))
    real = [
        jax.random.uniform(k, told.shape) < jnp.minimum(1 - (1 - reliability) ** told, SUREST)
        for k, told in zip(jax.random.split(keys[1], 4), plan.told, strict=True)
    ]
    return own, plan._replace(
        acts=_acts(structure, deals, own, plan.acts, real[0], keys[2]),
        demands=_demands(own, plan.demands, real[1], keys[3]),
        refusals=_refusals(structure, own, plan.refusals, real[2], keys[4]),
        priorities=_priorities(own, plan.priorities, real[3], keys[5]),
    )


def _acts(structure: Structure, deals: Array, own: Stakes, plan: Acts, real: Array, key: Array) -> Acts:
    worth = jax.vmap(lambda share: utility(structure, own, share))(deals)

    def act(plan: Acts, real: Array, key: Array) -> tuple[Array, Array]:
        pick, answer = jax.random.split(key)
        open_ = jnp.all(jnp.sum(deals * plan.open, axis=2) > 0, axis=1)
        sharp = own.precision * jnp.exp(-own.concession * plan.when)
        chosen = deals[jax.random.categorical(pick, jnp.where(open_, jnp.where(real, sharp * worth, 0.0), NEVER))]
        share = jnp.where(plan.chosen, chosen, plan.share)
        other = jnp.where(plan.ends, own.reservation, utility(structure, own, plan.against))
        gain = own.precision * (utility(structure, own, share) - other)
        return share, _sign(answer, jnp.where(real, gain, 0.0))

    share, sign = jax.vmap(act)(plan, real, jax.random.split(key, len(real)))
    return plan._replace(share=share, sign=sign)


def _demands(own: Stakes, plan: Demands, real: Array, key: Array) -> Demands:
    worth = own.precision * (own.table[plan.issue] / own.span + own.exaggeration * plan.tilt)
    score = jnp.where(plan.real, jnp.where(real[:, None], worth, 0.0), NEVER)
    named = jax.random.categorical(key, score, axis=1)
    return plan._replace(options=jax.nn.one_hot(named, plan.real.shape[1]) > 0, flat=-jnp.log(plan.real.sum(axis=1)))


def _refusals(structure: Structure, own: Stakes, plan: Refusals, real: Array, key: Array) -> Refusals:
    best = jax.vmap(lambda open_: structure.most(own.table, own.joint, open_))(plan.open)
    lack = own.precision * (own.reservation + own.exaggeration - (best - own.worst) / own.span)
    return plan._replace(sign=_sign(key, jnp.where(real, lack, 0.0)))


def _priorities(own: Stakes, plan: Priorities, real: Array, key: Array) -> Priorities:
    weight = jnp.log(jnp.maximum(own.weight, 1e-12))
    lead = SHARPNESS * (weight[plan.more] - weight[plan.than])
    right = _sign(key, jnp.where(real, lead, 0.0)) > 0
    return plan._replace(more=jnp.where(right, plan.more, plan.than), than=jnp.where(right, plan.than, plan.more))


def _sign(key: Array, logit: Array) -> Array:
    return jnp.where(jax.random.bernoulli(key, jax.nn.sigmoid(logit)), 1.0, -1.0)
