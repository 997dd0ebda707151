"""How answers speak: payoffs as text, lists of names."""

from __future__ import annotations

from collections.abc import Sequence


def written(value: float) -> str:
    """A payoff as text: two decimals, three below a twentieth, four where it would read as 0."""
    decimals = 2 if abs(value) >= 0.05 else 3 if abs(value) >= 0.0005 else 4
    text = f"{value:.{decimals}f}"
    return "0" if float(text) == 0 else text.replace("-", "−")


def listed(names: Sequence[str], last: str = "and") -> str:
    """'A', 'A and B', 'A, B and C'."""
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
