"""What is taken of a number of which nothing is known: a wide range for its unit, under the name of a default.

A default is no finding. It stands where the record is silent, or where what a number rested on is taken away, and its
because says so. The widths are judgements: wide enough that what hangs on such a number shows in a study.
"""

from __future__ import annotations

from dataclasses import dataclass

from ripeness.case.assumptions import numbers
from ripeness.case.labels import Loc
from ripeness.case.model import CaseFile
from ripeness.case.numbers import Because, Number

ANALYST = "Ripeness (default)"
PERIODS_A_YEAR = {"day": 365.0, "week": 52.0, "month": 12.0, "quarter": 4.0, "year": 1.0}


@dataclass(frozen=True, slots=True)
class Default:
    """A range, and the sentence that names it."""

    low: float
    likely: float
    high: float
    reason: str

    @property
    def number(self) -> Number:
        """The range as a number of a case, with its because."""
        return Number(
            low=self.low, likely=self.likely, high=self.high, because=Because(f"default: {self.reason}", ANALYST)
        )

    def scaled(self, factor: float, most: float = float("inf")) -> Default:
        """The range for periods that are so many times as long as a month; at most so much."""
        low, likely, high = (min(each * factor, most * share) for each, share in zip(self._ends, _SHARES, strict=True))
        return Default(low, likely, high, self.reason)

    @property
    def _ends(self) -> tuple[float, float, float]:
        return self.low, self.likely, self.high


_SHARES = (0.1, 0.5, 1.0)  # of the most, for low, likely and high, where a scaled range would exceed it
YEARLY_DISCOUNT = Default(0.75, 0.88, 0.96, "what comes a year later is worth 4 to 25 % less; nothing says how patient")
MOVES = Default(0.005, 0.05, 0.2, "nothing says how likely this move of the situation is")  # a month
BREAKS = Default(0.002, 0.015, 0.06, "nothing says how well such a settlement holds")  # a month
COST = Default(-0.02, -0.006, 0.0, "nothing says what the fighting costs; bearable to heavy")  # swings a month
GAIN = Default(-0.004, 0.0, 0.004, "nothing says whether it gains or loses while this holds")  # swings a month
MOST_CHANCE = 0.45  # of a move or a break in a long period: two of them leave room for staying
BY_UNIT = {
    "per swing": Default(10.0, 50.0, 200.0, "nothing says how sharply it answers offers"),
    "chance": Default(0.1, 0.5, 0.9, "nothing says how likely it is to work"),
    "swings": Default(0.0, 0.5, 1.0, "anything between its worst and its best deal"),
    "weight points": Default(5.0, 20.0, 50.0, "nothing says how much this issue matters to it"),
    "0 to 100": Default(0.0, 50.0, 100.0, "nothing says how it ranks this option"),
    "periods": Default(1.0, 1.0, 3.0, "a short while"),
}
ACTION_COST = Default(0.0, 0.005, 0.03, "nothing says what it costs its author")  # swings
TOGETHER = Default(-10.0, 0.0, 10.0, "nothing says that these go together, or do not")  # weight points
PROPOSING = (0.1, 0.6, 1.0)  # shares of an even chance at the table: others sit there too
PROPOSING_REASON = "nothing says who puts proposals forward; at most an even share of the table"


def default_at(case: CaseFile, loc: Loc) -> Default:
    """The default of the number at a place. Raises KeyError for a place that holds no number."""
    unit = next((unit for at, _, _, unit in numbers(case) if at == loc), None)
    if unit is None:
        raise KeyError(loc)
    if loc[0] == "assumptions":  # what is used by name is of the kind of the first number that uses it
        return default_at(case, next((at for at, n, _, _ in numbers(case) if n.use == loc[1]), ("", "")))
    years = 1 / PERIODS_A_YEAR[case.period]
    months = 12 * years
    if loc[-1] == "discount":
        ends = (YEARLY_DISCOUNT.low**years, YEARLY_DISCOUNT.likely**years, YEARLY_DISCOUNT.high**years)
        return Default(*ends, YEARLY_DISCOUNT.reason)
    if loc[0] == "tracks" and unit == "chance per period":
        even = 1 / max(1, len(case.tracks[str(loc[1])].table))
        low, likely, high = (share * even for share in PROPOSING)
        return Default(low, likely, high, PROPOSING_REASON)
    if unit == "chance per period":
        return (BREAKS if loc[0] == "durability" else MOVES).scaled(months, MOST_CHANCE)
    if unit == "swings per period":
        return (GAIN if "gains" in loc else COST).scaled(months)
    if loc[0] == "actions" and loc[-1] == "cost":
        return ACTION_COST
    if "joint" in loc:
        return TOGETHER
    return BY_UNIT[unit]
