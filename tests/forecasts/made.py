"""Forecasts made by hand, with how they came out."""

from __future__ import annotations

from collections.abc import Mapping

from ripeness.forecasts import Kept
from ripeness.forecasts.baselines import NAMES
from ripeness.store import KeptForecast, Resolution


def forecast(
    id: str = "f-1",
    chance: float = 0.7,
    kind: str = "question",
    question: str = "Will it hold?",
    due: str = "2030-06-30",
    maker: str = "Ada",
    terms: Mapping[str, str] | None = None,
    base: float = 0.5,
    made_at: str = "2030-01-02T00:00:00.000000Z",
    as_of: str = "2030-01-01",
) -> KeptForecast:
    beside = {name: {"chance": base, "how": "by hand"} for name in NAMES}
    source = "model" if maker == "the model" else "person"
    return KeptForecast(
        kind, terms or {}, question, due, chance, maker, source, "digest", "0", "by hand", beside, as_of, made_at, id
    )


def kept(outcome: str | None, **fields: object) -> Kept:
    made = forecast(**fields)  # type: ignore[arg-type]
    said = () if outcome is None else (Resolution(made.id, outcome, "Ada", "Seen.", (), "2030-07-01T00:00:00Z"),)
    return Kept(made, said)
