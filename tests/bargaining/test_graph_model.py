from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from ripeness.bargaining import BargainingError
from ripeness.bargaining.graph_model import CONCEPTS, GraphModel, ranked
from ripeness.bargaining.graph_options import Option, Statement, model_of_options

SQUARE = {"Aldova": {"1": "3", "3": "1", "2": "4", "4": "2"}, "Kestria": {"1": "2", "2": "1", "3": "4", "4": "3"}}


def two_by_two(row: str, column: str) -> GraphModel:
    """States 1 both cooperate, 2 the column defects, 3 the row does, 4 both do; orders best first, like 3>1>4>2."""
    return GraphModel(
        ["Aldova", "Kestria"], "1234", SQUARE, order={"Aldova": row.split(">"), "Kestria": column.split(">")}
    )


def dilemma() -> GraphModel:
    return two_by_two("3>1>4>2", "2>1>4>3")


# --- the definitions once more, slowly -------------------------------------------------------------


def slow_reach(model: GraphModel, movers: list[str], state: str, improving: bool, last: str | None, depth: int) -> set:
    """All ends of legal sequences of at most so many moves, by following every sequence."""
    if not depth:
        return set()
    found = set()
    for mover in movers:
        if mover == last:
            continue
        for to in model.moves[mover][state]:
            if improving and model.rank[mover][to] <= model.rank[mover][state]:
                continue
            found |= {to} | slow_reach(model, movers, to, improving, mover, depth - 1)
    return found


def slow_stable(model: GraphModel, party: str, state: str, concept: str) -> bool:
    rank, others = model.rank[party], [name for name in model.parties if name != party]
    here = rank[state]
    for to in model.moves[party][state]:
        if rank[to] <= here:
            continue
        if concept == "Nash":
            return False
        ends = slow_reach(model, others, to, concept == "SEQ", None, 5)
        bad = {end for end in ends if rank[end] <= here}
        if concept == "SMR":
            bad = {end for end in bad if all(rank[way] <= here for way in model.moves[party][end])}
        if not bad:
            return False
    return True


def random_model(seed: int) -> GraphModel:
    rng = np.random.default_rng(seed)
    parties, states = ["Aldova", "Kestria", "Norrland"][: rng.integers(2, 4)], list("abcd"[: rng.integers(2, 5)])
    moves = {
        party: {state: [to for to in states if to != state and rng.random() < 0.35] for state in states}
        for party in parties
    }
    rank = {party: {state: float(rng.integers(0, 4)) for state in states} for party in parties}
    return GraphModel(parties, states, moves, rank=rank)


def test_verdicts_equal_the_definitions_followed_move_by_move() -> None:
    seen = {(concept, stable): 0 for concept in CONCEPTS for stable in (True, False)}
    for seed in range(120):
        model = random_model(seed)
        for party in model.parties:
            for state in model.states:
                for concept in CONCEPTS:
                    verdict = model.verdict(party, state, concept)
                    assert verdict.stable == slow_stable(model, party, state, concept), (seed, party, state, concept)
                    seen[concept, verdict.stable] += 1
    assert min(seen.values()) > 50


def test_what_implies_what() -> None:
    """Nash is SMR, SMR is GMR, SEQ is GMR, for every party and state."""
    for seed in range(60):
        model = random_model(seed)
        for party in model.parties:
            stable = {concept: set(model.stable(concept)[party]) for concept in CONCEPTS}
            assert stable["Nash"] <= stable["SMR"] <= stable["GMR"]
            assert stable["Nash"] <= stable["SEQ"] <= stable["GMR"]


def test_the_prisoners_dilemma_and_its_reasons() -> None:
    model = dilemma()
    assert model.equilibria("Nash") == ("4",)
    assert model.equilibria("SEQ") == ("1", "4")
    assert model.verdict("Aldova", "1", "Nash") == (False, "Aldova can move from 1 to 3, which it prefers.")
    kept = model.verdict("Aldova", "1", "SEQ")
    assert kept.stable
    assert kept.narration == (
        "Aldova stays at 1: after its move to 3, Kestria can take it to 4, no better than 1, "
        "each move to the mover's own good."
    )
    assert "from where it cannot escape to anything better" in model.verdict("Aldova", "1", "SMR").narration
    assert model.verdict("Aldova", "4", "GMR").narration == "Aldova can move to no state that it prefers to 4."


def test_nobody_moves_twice_in_a_row() -> None:
    """Kestria alone could go b, c only by two moves running; with Norrland between them it can."""
    moves = {"Aldova": {"a": "b"}, "Kestria": {"b": "c", "c": "d"}, "Norrland": {"c": "e", "e": "c"}}
    order = {"Aldova": list("bceda"), "Kestria": list("abcde"), "Norrland": list("abcde")}
    together = GraphModel(["Aldova", "Kestria", "Norrland"], "abcde", moves, order=order)
    assert together.responses("Aldova", "b", improving=False) == {
        "c": ("Kestria",),
        "e": ("Kestria", "Norrland"),
    }
    back = GraphModel(
        ["Aldova", "Kestria", "Norrland"], "abcde", {**moves, "Norrland": {"c": "e", "e": "c", "b": "c"}}, order=order
    )
    assert back.responses("Aldova", "b", improving=False)["d"] == ("Norrland", "Kestria")


def test_moves_that_cannot_be_taken_back() -> None:
    model = GraphModel(["Aldova"], "ab", {"Aldova": {"a": "b"}}, order={"Aldova": "ba"})
    assert model.equilibria("Nash") == ("b",)
    assert model.moves["Aldova"]["b"] == frozenset()


def test_which_orders_would_keep_a_state() -> None:
    model = dilemma()
    keep = list(model.orders_that_keep("Aldova", "1", "Nash"))
    assert len(keep) == 12
    assert all(order.index("1") < order.index("3") for order in keep)
    by_hand = [
        order
        for order in permutations("1234")
        if GraphModel(["Aldova", "Kestria"], "1234", SQUARE, rank={**model.rank, "Aldova": ranked(order)})
        .verdict("Aldova", "2", "SEQ")
        .stable
    ]
    assert list(model.orders_that_keep("Aldova", "2", "SEQ")) == by_hand
    large = GraphModel(["Aldova"], "abcdefgh", {}, order={"Aldova": "abcdefgh"})
    with pytest.raises(BargainingError, match="too many orders"):
        next(large.orders_that_keep("Aldova", "a", "Nash"))


# --- options ---------------------------------------------------------------------------------------


def attack_and_supply() -> GraphModel:
    """Aldova may attack; Norrland may supply Kestria, for good; Kestria may sign, which nobody can do under attack."""
    options = [Option("attack", "Aldova"), Option("sign", "Kestria"), Option("supply", "Norrland", for_good=True)]
    return model_of_options(
        options,
        {
            "Aldova": [Statement({"sign": True}), Statement({"attack": False}, given={"supply": True})],
            "Kestria": [Statement({"attack": False}), Statement({"supply": True})],
            "Norrland": [Statement({"attack": False}), Statement({"supply": False})],
        },
        infeasible=[{"attack": True, "sign": True}],
    )


def test_states_and_moves_from_options() -> None:
    model = attack_and_supply()
    assert set(model.states) == {"nothing", "attack", "sign", "supply", "attack+supply", "sign+supply"}
    assert model.moves["Aldova"]["sign"] == frozenset()  # no attack once it is signed
    assert model.moves["Norrland"]["nothing"] == {"supply"}
    assert model.moves["Norrland"]["supply"] == frozenset()  # what is supplied stays supplied
    assert model.moves["Kestria"]["supply"] == {"sign+supply"}


def test_statements_in_order_of_priority() -> None:
    rank = attack_and_supply().rank["Aldova"]
    assert (
        rank["sign"]
        == rank["sign+supply"]
        > rank["nothing"]
        == rank["attack"]
        == rank["supply"]
        > rank["attack+supply"]
    )


def test_merged_states_count_as_one() -> None:
    options = [Option("leave", "Kestria", for_good=True), Option("attack", "Aldova")]
    wishes = {"Aldova": [Statement({"leave": True})], "Kestria": [Statement({"leave": False})]}
    model = model_of_options(options, wishes, merged=[("Kestria has left", {"leave": True})])
    assert model.states == ("nothing", "attack", "Kestria has left")
    assert model.moves["Kestria"] == {
        "nothing": {"Kestria has left"},
        "attack": {"Kestria has left"},
        "Kestria has left": frozenset(),
    }
    assert model.moves["Aldova"]["Kestria has left"] == frozenset()


# --- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda: GraphModel(["A"], "ab", {}), "give the preferences once"),
        (lambda: GraphModel(["A"], "ab", {}, order={"A": "a"}), "leave out or invent b"),
        (lambda: GraphModel(["A"], "ab", {}, order={"A": "aab"}), "stands twice"),
        (lambda: GraphModel(["A"], "ab", {"B": {}}, order={"A": "ab"}), "who is no party"),
        (lambda: GraphModel(["A"], "ab", {"A": {"a": "c"}}, order={"A": "ab"}), "'c', which is no state"),
        (lambda: GraphModel(["A"], "aa", {}, order={"A": "a"}), "name each once"),
        (lambda: dilemma().verdict("Norrland", "1", "Nash"), "no party of this model"),
        (lambda: dilemma().verdict("Aldova", "9", "Nash"), "no state of this model"),
        (lambda: dilemma().verdict("Aldova", "1", "LMS"), "no stability concept"),  # type: ignore[arg-type]
        (lambda: model_of_options([Option("x", "A"), Option("x", "A")], {"A": []}), "name each option once"),
        (lambda: model_of_options([Option("x", "A")], {}), "give each party's"),
        (lambda: model_of_options([Option("x", "A")], {"A": [Statement({"y": True})]}), "'y' is no option"),
        (lambda: model_of_options([Option("x", "A")], {"A": []}, infeasible=[{}]), "no combination"),
    ],
)
def test_what_makes_no_model(build, said: str) -> None:
    with pytest.raises(BargainingError, match=said):
        build()
