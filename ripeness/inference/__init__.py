"""Preferences that fit the record: what was offered, accepted, rejected, demanded and put first.

``inputs_of`` lays out what a case file says (no library is needed for it), ``fit`` draws from the posterior, ``keep``
writes it to the case folder and ``kept_posterior`` reads it again. Fitting needs the extra ``inference``; nothing of
it is imported before it is used.
"""

from __future__ import annotations

from importlib.util import find_spec

from ripeness.errors import InferenceError
from ripeness.inference.evidence import Evidence, Item, Originals, thin
from ripeness.inference.inputs import Inputs, Settings, inputs_of
from ripeness.inference.keeping import keep, kept_posterior, kept_posteriors, latest_posterior
from ripeness.inference.posterior import Chance, Influence, PartyPosterior, Posterior, Quantity, Spread

LIBRARIES = ("jax", "numpyro", "arviz_stats")


def fit(inputs: Inputs, settings: Settings | None = None) -> Posterior:
    """Draw from the posterior of every party of which the record has anything.

    Raises InferenceError where a library is missing, and where the chains do not agree: then nothing is shown.
    """
    needs()
    from ripeness.inference.fitting import fit as fitted

    return fitted(inputs, settings or Settings())


def needs() -> None:
    """See that what a fit imports is installed; raises InferenceError where it is not."""
    for name in LIBRARIES:
        if find_spec(name) is None:
            raise InferenceError(f"{name} is not installed", "Do: pip install 'ripeness[inference]'")


__all__ = [
    "Chance",
    "Evidence",
    "Influence",
    "Inputs",
    "Item",
    "Originals",
    "PartyPosterior",
    "Posterior",
    "Quantity",
    "Settings",
    "Spread",
    "fit",
    "inputs_of",
    "keep",
    "kept_posterior",
    "kept_posteriors",
    "latest_posterior",
    "needs",
    "thin",
]
