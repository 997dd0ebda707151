"""What a mediator's word is worth, and when a peace can be offered to weak and strong alike.

Both models have private information, which is outside the class of ``Talks``: closed forms only.

Sources: Kydd 2003, "Which side are you on? Bias, credibility, and mediation", American Journal of Political
Science 47; Hoerner, Morelli, Squintani 2015, "Mediation and peace", Review of Economic Studies 82.
"""

from __future__ import annotations

from typing import NamedTuple

from ripeness.bargaining.errors import BargainingError


class Bias(NamedTuple):
    """How much a mediator may care for A's share, relative to its cost of war, and still be honest."""

    low: float
    high: float


class Pooling(NamedTuple):
    """The least odds, and the least chance, that the other is strong, at which an equal split keeps the peace."""

    odds: float
    chance: float


def honest_bias(cost_low: float, cost_high: float, war: float, tough_if_weak: float, tough_if_tough: float) -> Bias:
    """The weights b on A's share at which the mediator tells what it has learned about B.

    A demands p + c_high when told 'weak', which the tough B refuses, and p + c_low when told 'tough'; war costs A
    nothing more and the mediator ``war``. ``tough_if_weak`` and ``tough_if_tough``: chance of the tough type after
    each message. Honest iff q k / ((1 - q) c_high - c_low) lies below b for the first chance and above for the second.
    """
    edges = []
    for chance in (tough_if_weak, tough_if_tough):
        gain = (1 - chance) * cost_high - cost_low
        edges.append(chance * war / gain if gain > 0 else float("inf"))
    if not 0 <= tough_if_weak <= tough_if_tough <= 1:
        raise BargainingError(
            f"chances {tough_if_weak} and {tough_if_tough}: 'tough' must make the tough type likelier."
        )
    return Bias(edges[0], edges[1])


def pooling_peace(remains: float, strong_wins: float) -> Pooling:
    """When a strong side takes half of the pie rather than fight a side that may be weak.

    War leaves ``remains`` of the pie; the strong one beats a weak one with chance ``strong_wins``, and two strong ones
    are even. Half is enough iff q theta / 2 + (1 - q) p theta <= 1 / 2, q the chance that the other is strong.
    """
    if not (0 < remains < 1 and 0.5 <= strong_wins <= 1):
        raise BargainingError(f"remains {remains}, strong_wins {strong_wins}: give 0 < remains < 1 and 0.5..1.")
    odds = max(0.0, (strong_wins * remains - 0.5) / (0.5 - remains / 2))
    return Pooling(odds, odds / (1 + odds))
