"""The map of ripeness: slack over any two variables of the situation, everything else as it is today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.consent import TOLERANCE
from ripeness.case.game import Agenda, Game, game
from ripeness.case.model import CaseFile
from ripeness.errors import RipenessError
from ripeness.outlook.solved import solve_talks
from ripeness.outlook.words import written
from ripeness.outlook.worth import Worth, worth
from ripeness.outlook.zone import slack
from ripeness.shown import Shown

if TYPE_CHECKING:
    import polars as pl

MAX_CELLS = 400


@dataclass(frozen=True, eq=False)
class RipenessMap(Shown):
    """Slack in swings where two variables stand elsewhere, ``zone[down, across]`` against war and ``now[down, across]``
    against going on with the talks.

    nan where the fighting is over, or where firm refusals leave no deal. ``across`` and ``down`` are variables,
    their values in order; ``today`` is the cell of today's situation ``(down, across)``.
    """

    case: CaseFile
    agenda: Agenda
    across: str
    down: str
    zone: NDArray[np.float64]
    now: NDArray[np.float64]
    today: tuple[int, int]
    narration: str

    def labels(self, variable: str) -> list[str]:
        """The values of a variable as people read them."""
        return list(self.case.situation.variables[variable].values.values())

    def cells(self) -> list[dict[str, Any]]:
        """One entry for each cell: the two values, slack against war and against going on, whether it is today's."""
        return [
            {
                "across": across,
                "down": down,
                "slack": _plain(self.zone[i, j]),
                "slack_now": _plain(self.now[i, j]),
                "today": (i, j) == self.today,
            }
            for i, down in enumerate(self.labels(self.down))
            for j, across in enumerate(self.labels(self.across))
        ]

    def table(self) -> pl.DataFrame:
        """The cells as a table, one row for each; slack is null where there is none."""
        import polars as pl

        kinds = {"across": pl.String, "down": pl.String, "slack": pl.Float64, "slack_now": pl.Float64}
        return pl.DataFrame(self.cells(), schema={**kinds, "today": pl.Boolean})

    def chart(self) -> Any:
        """The map as an Altair chart: one square per cell with its slack written in it; today's is framed."""
        import altair as alt

        variables = self.case.situation.variables
        rows = [
            {
                "across": across,
                "down": down,
                "slack": value,
                "text": "–" if np.isnan(value) else written(value) + (" ripe" if value >= -TOLERANCE else ""),
                "today": (i, j) == self.today,
                "against": name,
            }
            for name, layer in (("fighting to the finish", self.zone), ("waiting for a later deal", self.now))
            for i, down in enumerate(self.labels(self.down))
            for j, across in enumerate(self.labels(self.across))
            for value in [float(layer[i, j])]
        ]
        data = [{**row, "slack": None if np.isnan(row["slack"]) else row["slack"]} for row in rows]
        base = alt.Chart(alt.Data(values=data)).encode(
            x=alt.X(
                "across:N",
                sort=self.labels(self.across),
                title=variables[self.across].name,
                axis=alt.Axis(labelAngle=0, labelExpr="split(datum.label, ' ')"),  # a word on each line
            ),
            y=alt.Y("down:N", sort=self.labels(self.down)[::-1], title=variables[self.down].name),
        )
        most = max([abs(row["slack"]) for row in data if row["slack"] is not None] or [1.0]) or 1.0
        colours = alt.Scale(domain=[-most, 0, most], range=["#d98b5f", "#f4f1ea", "#6b9bc3"])
        squares = base.mark_rect(stroke="#ffffff").encode(
            color=alt.Color("slack:Q", scale=colours, title="slack, swings"),
        )
        framed = base.mark_rect(filled=False, stroke="#222222", strokeWidth=3).transform_filter("datum.today")
        text = base.mark_text(fontSize=11, color="#1a1a1a").encode(text="text:N")
        return (
            alt.layer(squares, framed, text)
            .properties(width=360, height=170)
            .facet(column=alt.Column("against:N", title="Slack against", sort=["fighting to the finish"]))
        )


def ripeness_map(case: CaseFile, across: str, down: str) -> RipenessMap:
    """Draw the map of the first agenda whose deals end the fighting.

    Raises RipenessError for variables that the case does not have, for the same one twice, and for too many cells.
    """
    variables = case.situation.variables
    for name in (across, down):
        if name not in variables:
            raise RipenessError(f"'{name}' is not a variable of the situation. There are: {', '.join(variables)}.")
    if across == down:
        raise RipenessError(f"'{across}' is named twice. A map is over two variables. Name another one.")
    rows, columns = list(variables[down].values), list(variables[across].values)
    if len(rows) * len(columns) > MAX_CELLS:
        raise RipenessError(f"{len(rows)} x {len(columns)} cells; at most {MAX_CELLS} are drawn. Use fewer values.")
    today = {name: variable.now for name, variable in variables.items()}
    cells = [[tuple({**today, down: y, across: x}.values()) for x in columns] for y in rows]
    made = game(case, [state for row in cells for state in row])
    agenda = made.main
    if not agenda.ends_fighting:
        raise RipenessError(
            "No track of this case ends the fighting. A map is of the zone of one. Add 'ends_fighting'."
        )
    war, talks = worth(made), solve_talks(case, made).worth
    layers = [
        np.array([[_slack(made, agenda, values, state) for state in row] for row in cells]) for values in (war, talks)
    ]
    at = rows.index(today[down]), columns.index(today[across])
    return RipenessMap(
        case, agenda, across, down, layers[0], layers[1], at, _narrate(case, across, down, layers[0], layers[1], at)
    )


def _slack(made: Game, agenda: Agenda, values: Worth, state: tuple[str, ...]) -> float:
    place = made.states.index(state)
    if made.situation.ends[place]:
        return np.nan
    found = slack(replace(made, now=place), agenda, values)
    return np.nan if found is None else found


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _narrate(
    case: CaseFile, across: str, down: str, zone: NDArray[np.float64], now: NDArray[np.float64], today: tuple[int, int]
) -> str:
    variables = case.situation.variables
    ripe, agreed = zone >= -TOLERANCE, now >= -TOLERANCE
    cells = int((~np.isnan(zone)).sum())
    names = f"‘{variables[across].name}’ and ‘{variables[down].name}’"
    if not ripe.any():
        return f"Over {names} no situation is ripe: in none of the {cells} is there a zone."
    best = np.unravel_index(np.nanargmax(zone), zone.shape)
    row, column = (int(place) for place in best)
    where = f"{[*variables[across].values.values()][column]} / {[*variables[down].values.values()][row]}"
    here = "Today's is one of them." if ripe[today] else "Today's is not among them."
    return (
        f"Over {names} a zone is open in {int(ripe.sum())} of {cells} situations, and a deal can be had at once in "
        f"{int(agreed.sum())}. {here} The zone is widest at {where} ({written(float(zone[best]))} swings)."
    )
