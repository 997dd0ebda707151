"""Graph Model tables: 2x2 games (Kilgour, Hipel, Fang 1987, Automatica 23) and Elmira (Fang, Hipel, Kilgour 1993)."""

from __future__ import annotations

import csv

import pytest

from ripeness.bargaining.graph_model import CONCEPTS, GraphModel
from tests.bargaining.test_graph_model import two_by_two
from tests.reference.vectors import REFERENCE

# Keyed from the table: orders best first, then the equilibria of Nash, GMR, SMR, SEQ.
GAMES = {
    "PrisonersDilemma": ("3>1>4>2", "2>1>4>3", ["4", "1|4", "1|4", "1|4"]),
    "Chicken": ("3>1>2>4", "2>1>3>4", ["2|3", "1|2|3", "1|2|3", "2|3"]),
    "StagHunt": ("1>3>4>2", "1>2>4>3", ["1|4", "1|4", "1|4", "1|4"]),
}


def rows(name: str) -> list[dict[str, str]]:
    file = REFERENCE / name
    if not file.is_file():
        pytest.skip(f"no reference values at {file}")
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("game", GAMES)
def test_two_by_two(game: str) -> None:
    row, column, expected = GAMES[game]
    model = two_by_two(row, column)
    assert ["|".join(model.equilibria(concept)) for concept in CONCEPTS] == expected


def test_the_table_of_two_by_two_games() -> None:
    for game in rows("gmcr_2x2.csv"):
        model = two_by_two(game["row_order_best_first"], game["col_order_best_first"])
        for concept in CONCEPTS:
            assert "|".join(model.equilibria(concept)) == game[concept], (game["game"], concept)


def elmira(uniroyal: str) -> GraphModel:
    """A ministry, a firm and a town about polluted water: nine states, in the last the firm has closed down."""
    forward = {"1": "2", "3": "4", "5": "6", "7": "8"}
    firm = {"1": "39", "2": "49", "3": "9", "4": "9", "5": "79", "6": "89", "7": "9", "8": "9"}
    town = {"1": "5", "5": "1", "2": "6", "6": "2", "3": "7", "7": "3", "4": "8", "8": "4"}
    orders = {"MoE": "734851269", "Uniroyal": uniroyal, "LocalGovernment": "735186429"}
    moves = {"MoE": forward, "Uniroyal": firm, "LocalGovernment": town}
    return GraphModel(list(orders), "123456789", moves, order=orders)


@pytest.mark.parametrize("uniroyal", ["148593726", "148592376"])
def test_elmira(uniroyal: str) -> None:
    model = elmira(uniroyal)
    for concept, expected in zip(CONCEPTS, ("589", "14589", "14589", "589"), strict=True):
        assert "".join(model.equilibria(concept)) == expected


def test_the_table_of_elmira() -> None:
    orders = {row["DM"]: row["order_best_first"] for row in rows("elmira_9state.csv")}
    model = elmira(orders["Uniroyal"].replace(">", ""))
    for party in model.parties:
        assert sorted(model.states, key=lambda state: -model.rank[party][state]) == orders[party].split(">")
    nash, general = orders["RESULT"].split("; ")
    for concept in ("Nash", "SEQ"):
        assert nash.endswith("|".join(model.equilibria(concept)))
    for concept in ("GMR", "SMR"):
        assert general.endswith("|".join(model.equilibria(concept)))
