"""From inputs to a posterior: draws, their diagnostics, and what each item did. Needs the extra ``inference``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from typing import Any

import numpy as np
from arviz_stats.base.array import array_stats

import ripeness
from ripeness.case.model import CaseFile
from ripeness.errors import InferenceError
from ripeness.inference.density import Stakes
from ripeness.inference.evidence import Item
from ripeness.inference.inputs import Inputs, Settings
from ripeness.inference.posterior import (
    Diagnostics,
    Draws,
    How,
    Influence,
    OtherEnd,
    PartyPosterior,
    Posterior,
    Quantity,
    Shift,
    Spread,
    columns,
    labelled,
)
from ripeness.inference.priors import Floats, Scale
from ripeness.inference.records import Record
from ripeness.inference.sampler import Drawn, sample, sample_prior
from ripeness.inference.structure import structure_of

# Vehtari, Gelman, Simpson, Carpenter, Buerkner 2021, for four chains or more.
RHAT_MOST = 1.01
ESS_LEAST = 400.0
DIVERGING_MOST = 0.001  # of the draws: a few where a weight comes near to nothing do not bias what is shown here
KHAT_MOST = 0.7  # Vehtari, Simpson, Gelman, Yao, Gabry 2024: above it importance weights are not to be trusted
SAME = 1e-9  # a number whose draws differ by less is fixed: the best option of an issue is worth 100
SHIFTS_KEPT = 3
PRIOR_DRAWS = 4000

Sampler = Callable[[Sequence[str], Mapping[str, Record]], Drawn]


def fit(inputs: Inputs, settings: Settings) -> Posterior:
    """Fit every party of which the record has anything; the posterior of the others is their prior.

    Raises InferenceError where chains do not agree: nothing of such a fit is shown.
    """
    structure = structure_of(inputs.case, inputs.game.space)
    parties, told = list(inputs.priors), list(inputs.records)
    before = sample_prior(structure, [inputs.priors[p] for p in parties], draws=PRIOR_DRAWS, seed=settings.seed)
    prior = {p: _draws(_of(before, place), inputs.scales[p]) for place, p in enumerate(parties)}
    draw = partial(_sampled, inputs, settings, structure)
    drawn = draw(told, inputs.records) if told else None
    found: dict[str, PartyPosterior] = {}
    for party in parties:
        if drawn is None or party not in told:
            found[party] = _party(inputs, party, prior[party], prior[party])
            continue
        place = told.index(party)
        raw = _draws(_of(drawn.stakes, place), inputs.scales[party])
        checked = diagnosed(inputs.case, party, raw, drawn.energy[place], drawn.diverging[place])
        whole = _flat(raw)
        influences = _influences(inputs, party, whole, _flat_parts(drawn.told, place), draw)
        other = _other_end(inputs, party, whole, _difference(drawn, place), draw)
        found[party] = _party(inputs, party, prior[party], whole, influences, other, checked)
    return Posterior(
        case=inputs.case,
        agendas=inputs.game.agendas,
        settings=settings,
        evidence=inputs.evidence,
        parties=found,
        notes=tuple(note for scale in inputs.scales.values() for note in scale.notes),
        digest=inputs.digest,
        run=inputs.run(settings),
        versions={"ripeness": ripeness.__version__} | {name: version(name) for name in ("numpyro", "jax", "numpy")},
    )


def _sampled(
    inputs: Inputs, settings: Settings, structure: Any, parties: Sequence[str], records: Mapping[str, Record]
) -> Drawn:
    return sample(
        structure,
        [inputs.priors[party] for party in parties],
        [records[party] for party in parties],
        [inputs.others[party] for party in parties],
        settings.reliability,
        chains=settings.chains,
        warmup=settings.warmup,
        draws=settings.draws,
        seed=settings.seed,
    )


# --- whether the chains agree ----------------------------------------------------------------------


def diagnosed(case: CaseFile, party: str, draws: Draws, energy: Floats, diverging: np.ndarray) -> Diagnostics:
    """The diagnostics of one party's draws, ``[chain, draw, ...]``. Raises InferenceError where they are not good."""
    watched = [cells for _, cells in columns(case, party, draws) if cells.std() > SAME] + [energy]
    statistics: Any = array_stats
    rhat = partial(statistics.rhat, chain_axis=0, draw_axis=1)
    ess = partial(statistics.ess, chain_axis=0, draw_axis=1)
    found = Diagnostics(
        rhat=float(max(rhat(cells) for cells in watched)),
        ess_bulk=float(min(ess(cells, method="bulk") for cells in watched)),
        ess_tail=float(min(ess(cells, method="tail", prob=(0.05, 0.95)) for cells in watched)),
        diverging=int(diverging.sum()),
        draws=int(diverging.size),
    )
    faults = []
    if not found.rhat <= RHAT_MOST:
        faults.append(f"R-hat is {found.rhat:.3f}, at most {RHAT_MOST:g} is accepted")
    if not min(found.ess_bulk, found.ess_tail) >= ESS_LEAST:
        low = min(found.ess_bulk, found.ess_tail)
        faults.append(f"the draws are worth {low:.0f} independent ones, at least {ESS_LEAST:.0f} are needed")
    if found.diverging > DIVERGING_MOST * found.draws:
        faults.append(f"{found.diverging} of {found.draws} draws diverged")
    if faults:
        raise InferenceError(
            f"The fit of {case.parties[party].name} has not converged: {'; '.join(faults)}. Nothing of it is shown",
            "Take more draws (--draws), give wide ranges in the case a likely value, or drop what contradicts itself.",
        )
    return found


# --- what each item did ----------------------------------------------------------------------------


def _influences(
    inputs: Inputs, party: str, draws: Draws, told: tuple[Floats, ...], draw: Sampler
) -> tuple[Influence, ...]:
    """The shift that each item makes: with it less without it."""
    found: list[Influence] = []
    for item, (part, place) in zip(inputs.evidence.of(party), inputs.places[party], strict=True):
        weight, khat = smoothed(-told[part][:, place])
        how: How = "reweighted"
        without = None
        if khat > KHAT_MOST:
            counts = [cells.copy() for cells in inputs.records[party].told]
            counts[part][place] = 0.0
            without = _again(inputs, party, inputs.records[party].at(counts), draw)
            how, weight = ("not known", None) if without is None else ("fitted again", None)
        shifts = () if how == "not known" else _shifts(inputs.case, party, draws, without or draws, weight)
        found.append(Influence(item, shifts[:SHIFTS_KEPT], how, khat))
    return tuple(sorted(found, key=lambda each: -abs(each.shifts[0].by) if each.shifts else 0.0))


def _other_end(inputs: Inputs, party: str, draws: Draws, ratio: Floats, draw: Sampler) -> OtherEnd:
    """How far the answer moves from the strict counts to those at the other end."""
    if not ratio.any():
        return OtherEnd(None, "reweighted")
    weight, khat = smoothed(ratio)
    if khat <= KHAT_MOST:
        shifts = _shifts(inputs.case, party, draws, draws, weight)
        return OtherEnd(_reversed(shifts[0]), "reweighted")
    other = _again(inputs, party, inputs.records[party].at(inputs.others[party]), draw)
    if other is None:
        return OtherEnd(None, "not known")
    return OtherEnd(_reversed(_shifts(inputs.case, party, draws, other, None)[0]), "fitted again")


def _reversed(shift: Shift) -> Shift:
    return Shift(shift.loc, shift.label, -shift.by)


def smoothed(log_ratio: Floats) -> tuple[Floats, float]:
    """Pareto-smoothed importance weights that sum to 1, and the shape of their tail. All alike: khat 0."""
    if np.ptp(log_ratio) < SAME:
        return np.full(len(log_ratio), 1 / len(log_ratio)), 0.0
    weight, khat = array_stats.psislw(-log_ratio)  # it takes log densities to be left out
    return np.exp(weight - np.logaddexp.reduce(weight)), float(khat)


def _again(inputs: Inputs, party: str, record: Record, draw: Sampler) -> Draws | None:
    """The fit with another record of one party; None where it does not converge."""
    told = list(inputs.records)
    drawn = draw(told, {**inputs.records, party: record})  # all parties: the program that is compiled already
    place = told.index(party)
    raw = _draws(_of(drawn.stakes, place), inputs.scales[party])
    try:
        diagnosed(inputs.case, party, raw, drawn.energy[place], drawn.diverging[place])
    except InferenceError:
        return None
    return _flat(raw)


def _shifts(case: CaseFile, party: str, draws: Draws, other: Draws, weight: Floats | None) -> tuple[Shift, ...]:
    """How far each number lies from where it lies in ``other`` (with these weights), the farthest first."""
    found = []
    for (loc, here), (_, there) in zip(columns(case, party, draws), columns(case, party, other), strict=True):
        if here.std() > SAME:
            elsewhere = there.mean() if weight is None else float(weight @ there)
            found.append(Shift(loc, labelled(case, loc)[0], float((here.mean() - elsewhere) / here.std())))
    return tuple(sorted(found, key=lambda shift: -abs(shift.by)))


# --- laying out ------------------------------------------------------------------------------------


def _party(
    inputs: Inputs,
    party: str,
    before: Draws,
    after: Draws,
    influences: tuple[Influence, ...] = (),
    other: OtherEnd | None = None,
    checked: Diagnostics | None = None,
) -> PartyPosterior:
    quantities = []
    both = zip(columns(inputs.case, party, before), columns(inputs.case, party, after), strict=True)
    for (loc, prior), (_, posterior) in both:
        quantities.append(Quantity(loc, *labelled(inputs.case, loc), Spread.of(prior), Spread.of(posterior)))
    items: tuple[Item, ...] = inputs.evidence.of(party)
    name = inputs.case.parties[party].name
    return PartyPosterior(party, name, items, tuple(quantities), influences, other, checked, after)


def _draws(stakes: Any, scale: Scale) -> Draws:
    return Draws(
        weight=stakes.weight * scale.points,
        value=stakes.value * 100,
        worst=stakes.worst * scale.points,
        best=stakes.best * scale.points,
        reservation=stakes.reservation,
        precision=stakes.precision,
        exaggeration=stakes.exaggeration,
        concession=stakes.concession,
    )


def _of(stakes: Any, job: int) -> Any:
    return Stakes(*(np.asarray(cells)[job] for cells in stakes))


def _flat(draws: Draws) -> Draws:
    """Chains joined: ``[draw, ...]``."""
    return Draws(*(np.concatenate(cells) for cells in vars(draws).values()))


def _flat_parts(parts: Sequence[Any], job: int) -> tuple[Floats, ...]:
    return tuple(np.concatenate(part[job]) for part in parts)


def _difference(drawn: Drawn, job: int) -> Floats:
    """The log ratio of the density at the other end of the intervals to that at the strict counts, ``[draw]``."""
    both = zip(_flat_parts(drawn.other, job), _flat_parts(drawn.told, job), strict=True)
    return np.sum([(other - told).sum(axis=1) for other, told in both], axis=0)
