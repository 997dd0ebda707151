"""Fang, Hipel and Kilgour 1993, "Interactive decision making: the graph model for conflict resolution": Elmira."""

from __future__ import annotations

import pytest

from ripeness.bargaining.graph_model import CONCEPTS, GraphModel
from ripeness.bargaining.graph_options import Option, Statement, model_of_options
from tests.reference.vectors import table


def elmira(uniroyal: str) -> GraphModel:
    """A ministry, a firm and a town about polluted water: nine states, in the last the firm has closed down."""
    forward = {"1": "2", "3": "4", "5": "6", "7": "8"}
    firm = {"1": "39", "2": "49", "3": "9", "4": "9", "5": "79", "6": "89", "7": "9", "8": "9"}
    town = {"1": "5", "5": "1", "2": "6", "6": "2", "3": "7", "7": "3", "4": "8", "8": "4"}
    orders = {"MoE": "734851269", "Uniroyal": uniroyal, "LocalGovernment": "735186429"}
    moves = {"MoE": forward, "Uniroyal": firm, "LocalGovernment": town}
    return GraphModel(list(orders), "123456789", moves, order=orders)


def elmira_of_options() -> GraphModel:
    """The same from options: the ministry and the town by their wishes in order of priority, the firm by an order.

    The states of the table are named by patterns that say every option; whoever has abandoned is in one state.
    """
    options = [
        Option("modify", "MoE", for_good=True),  # the order that the firm must clean up
        Option("delay", "Uniroyal"),
        Option("accept", "Uniroyal", for_good=True),
        Option("abandon", "Uniroyal", for_good=True),
        Option("insist", "LocalGovernment"),  # that the order stand
    ]
    stays = {"abandon": False}
    named = [("9", {"abandon": True})]
    for number, taken in enumerate(["d", "md", "a", "ma", "di", "mdi", "ai", "mai"], start=1):
        named.append(
            (
                str(number),
                stays | {option.name: option.name[0] in taken for option in options if option.name != "abandon"},
            )
        )
    wishes = {
        "MoE": [
            Statement({"abandon": False}),
            Statement({"accept": True}),
            Statement({"modify": False}),
            Statement({"insist": True}, given={"modify": False}),
            Statement({"insist": False}, given={"modify": True}),
        ],
        "LocalGovernment": [
            Statement({"abandon": False}),
            Statement({"modify": False}),
            Statement({"accept": True}, given={"modify": False}),
            Statement({"insist": True}),
            Statement({"accept": True}),
        ],
    }
    impossible = [{"delay": False, "accept": False, "abandon": False}, {"delay": True, "accept": True}]
    return model_of_options(options, wishes, impossible, named, order={"Uniroyal": list("148593726")})


def test_elmira_from_options_and_statements_is_the_same_model() -> None:
    by_hand, made = elmira("148593726"), elmira_of_options()
    assert set(made.states) == set(by_hand.states)
    for party in by_hand.parties:
        best_first = sorted(made.states, key=lambda state: -made.rank[party][state])
        assert best_first == sorted(by_hand.states, key=lambda state: -by_hand.rank[party][state])
        assert len(set(made.rank[party].values())) == 9
        assert made.moves[party] == by_hand.moves[party]


def test_what_would_make_the_firm_accept_the_order() -> None:
    """Elmira has 362,880 orders; the condition on them is one sentence."""
    model = elmira("148593726")
    assert not model.verdict("Uniroyal", "7", "SEQ").stable
    assert model.what_keeps("Uniroyal", "7", "SEQ").narration == (
        "'7' is stable for Uniroyal if and only if it does not prefer '9' to '7'."
    )
    assert model.what_keeps("Uniroyal", "5", "SEQ").sets == (frozenset("79"),)


@pytest.mark.parametrize("uniroyal", ["148593726", "148592376"])
def test_elmira(uniroyal: str) -> None:
    model = elmira(uniroyal)
    for concept, expected in zip(CONCEPTS, ("589", "14589", "14589", "589"), strict=True):
        assert "".join(model.equilibria(concept)) == expected


def test_the_table_of_elmira() -> None:
    orders = {row["DM"]: row["order_best_first"] for row in table("elmira_9state.csv")}
    model = elmira(orders["Uniroyal"].replace(">", ""))
    for party in model.parties:
        assert sorted(model.states, key=lambda state: -model.rank[party][state]) == orders[party].split(">")
    nash, general = orders["RESULT"].split("; ")
    for concept in ("Nash", "SEQ"):
        assert nash.endswith("|".join(model.equilibria(concept)))
    for concept in ("GMR", "SMR"):
        assert general.endswith("|".join(model.equilibria(concept)))
