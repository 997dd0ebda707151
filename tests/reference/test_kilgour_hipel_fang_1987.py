"""Kilgour, Hipel and Fang 1987, "The graph model for conflicts", Automatica 23: games of two parties, two moves."""

from __future__ import annotations

import pytest

from ripeness.bargaining.graph_model import CONCEPTS
from tests.bargaining.test_graph_model import two_by_two
from tests.reference.vectors import table

# Keyed from the table: orders best first, then the equilibria of Nash, GMR, SMR, SEQ.
GAMES = {
    "PrisonersDilemma": ("3>1>4>2", "2>1>4>3", ["4", "1|4", "1|4", "1|4"]),
    "Chicken": ("3>1>2>4", "2>1>3>4", ["2|3", "1|2|3", "1|2|3", "2|3"]),
    "StagHunt": ("1>3>4>2", "1>2>4>3", ["1|4", "1|4", "1|4", "1|4"]),
}


@pytest.mark.parametrize("game", GAMES)
def test_two_by_two(game: str) -> None:
    row, column, expected = GAMES[game]
    model = two_by_two(row, column)
    assert ["|".join(model.equilibria(concept)) for concept in CONCEPTS] == expected


def test_the_table_of_two_by_two_games() -> None:
    for game in table("gmcr_2x2.csv"):
        model = two_by_two(game["row_order_best_first"], game["col_order_best_first"])
        for concept in CONCEPTS:
            assert "|".join(model.equilibria(concept)) == game[concept], (game["game"], concept)
