from __future__ import annotations

from itertools import permutations, product

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


LONGEST = 8  # moves of a sequence that comes to no state twice by the same mover: 4 states, 2 others


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
        ends = slow_reach(model, others, to, concept == "SEQ", None, LONGEST)
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
    assert model.verdict("Aldova", "1", "Nash") == (False, "Aldova gains by moving from '1' to '3'.")
    for concept, reason in (
        ("GMR", "Kestria could move on to '4', which is no better for Aldova than '1'."),
        (
            "SMR",
            "Kestria could move on to '4', which is no better for Aldova than '1' and from where Aldova can get to "
            "nothing better.",
        ),
        ("SEQ", "Kestria would gain by moving on to '4', which is no better for Aldova than '1'."),
    ):
        told = model.verdict("Aldova", "1", concept)
        assert told == (True, f"Aldova stays at '1': if Aldova moved to '3', {reason}")
    assert model.verdict("Aldova", "4", "GMR").narration == "Aldova has no move from '4' to a state that it prefers."
    assert model.verdict("Aldova", "2", "GMR").narration == (
        "Aldova gains by moving from '2' to '4': whatever Kestria can answer, Aldova ends at a state that it prefers "
        "to '2'."
    )


def three() -> GraphModel:
    """Aldova may leave a; only Kestria and then Norrland can make it regret that; only Norrland gains by its part."""
    moves = {"Aldova": {"a": "b"}, "Kestria": {"b": "c"}, "Norrland": {"c": "da"}}
    order = {"Aldova": list("bcad"), "Kestria": ["b", "c", ["a", "d"]], "Norrland": list("dcba")}
    return GraphModel(list(order), "abcd", moves, order=order)


def test_reasons_where_several_answer_in_turn() -> None:
    model = three()
    assert model.verdict("Aldova", "a", "GMR").narration == (
        "Aldova stays at 'a': if Aldova moved to 'b', Kestria and then Norrland could move back to 'a'."
    )
    assert model.verdict("Aldova", "a", "SMR").narration == (
        "Aldova stays at 'a': if Aldova moved to 'b', Kestria and then Norrland could move on to 'd', which is no "
        "better for Aldova than 'a' and from where Aldova can get to nothing better."
    )
    assert model.verdict("Aldova", "a", "SEQ") == (
        False,
        "Aldova gains by moving from 'a' to 'b', and nobody gains by answering that move.",
    )
    willing = GraphModel(model.parties, model.states, model.moves, rank={**model.rank, "Kestria": ranked(list("acbd"))})
    assert willing.verdict("Aldova", "a", "SEQ").narration == (
        "Aldova stays at 'a': if Aldova moved to 'b', Kestria and then Norrland would each gain by a move that leads "
        "on to 'd', which is no better for Aldova than 'a'."
    )


def test_reasons_where_nobody_can_answer() -> None:
    alone = GraphModel(["Aldova"], "ab", {"Aldova": {"a": "b"}}, order={"Aldova": "ba"})
    for concept in ("GMR", "SMR", "SEQ"):
        told = alone.verdict("Aldova", "a", concept).narration
        assert told == "Aldova gains by moving from 'a' to 'b', and nobody can answer that move."


def test_an_equilibrium_says_what_holds_each_party_or_who_leaves() -> None:
    model = dilemma()
    assert model.equilibrium("4", "Nash") == (
        True,
        "'4' is an equilibrium (Nash): neither Aldova nor Kestria has a move from '4' to a state that it prefers.",
    )
    assert model.equilibrium("1", "Nash") == (
        False,
        "'1' is no equilibrium (Nash): Aldova gains by moving from '1' to '3'; Kestria gains by moving from '1' to "
        "'2'.",
    )
    assert model.equilibrium("1", "SEQ").narration == (
        "'1' is an equilibrium (SEQ): if Aldova moved to '3', Kestria would gain by moving on to '4', which is no "
        "better for Aldova than '1'; if Kestria moved to '2', Aldova would gain by moving on to '4', which is no "
        "better for Kestria than '1'."
    )
    assert three().equilibrium("a", "GMR").narration == (
        "'a' is an equilibrium (GMR): neither Kestria nor Norrland has a move from 'a' to a state that it prefers; "
        "if Aldova moved to 'b', Kestria and then Norrland could move back to 'a'."
    )


def test_equilibria_are_what_is_stable_for_all_and_a_reason_stands_for_every_improvement() -> None:
    for seed in range(60):
        model = random_model(seed)
        for state in model.states:
            for concept in CONCEPTS:
                judged = model.equilibrium(state, concept)
                assert judged.stable == (state in model.equilibria(concept))
                assert judged.stable == all(slow_stable(model, party, state, concept) for party in model.parties)
                assert judged.narration.endswith(".")
                if judged.stable:
                    ways = [(party, to) for party in model.parties for to in model.improvements(party, state)]
                    assert judged.narration.count("if ") == len(ways)
                    assert all(f"if {party} moved to '{to}'" in judged.narration for party, to in ways)


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


def with_preferences(model: GraphModel, party: str, rank: dict[str, float]) -> GraphModel:
    return GraphModel(model.parties, model.states, model.moves, rank={**model.rank, party: rank})


def test_which_preferences_would_keep_a_state() -> None:
    """In the dilemma: Aldova must not want 3, or must fear 4; without a way out of 4, for symmetric metarationality."""
    model = dilemma()
    assert model.what_keeps("Aldova", "1", "Nash") == (
        (frozenset("3"),),
        "'1' is stable for Aldova if and only if it does not prefer '3' to '1'.",
    )
    for concept in ("GMR", "SEQ"):
        assert model.what_keeps("Aldova", "1", concept).sets == (frozenset("3"), frozenset("4"))
    assert model.what_keeps("Aldova", "1", "SMR") == (
        (frozenset("3"), frozenset("24")),
        "'1' is stable for Aldova if and only if it does not prefer '3' to '1', or prefers neither '2' nor '4' to '1'.",
    )
    assert three().what_keeps("Kestria", "a", "Nash") == (
        (frozenset(),),
        "'a' is stable for Kestria whatever it prefers.",
    )
    four = GraphModel(["Aldova"], "abcd", {"Aldova": {"a": "bcd"}}, order={"Aldova": "abcd"})
    assert four.what_keeps("Aldova", "a", "SEQ").narration == (
        "'a' is stable for Aldova if and only if it prefers none of 'b', 'c' and 'd' to 'a'."
    )


def test_the_inverse_question_by_trying_all_preferences_with_ties() -> None:
    """All ways to rank up to four states at three or four heights, judged by the slow definitions."""
    tried = {True: 0, False: 0}
    for seed in range(40):
        model = random_model(seed)
        party, state = model.parties[seed % len(model.parties)], model.states[-1]
        for concept in CONCEPTS:
            sets = model.what_keeps(party, state, concept).sets
            assert all(not one < other for one in sets for other in sets)
            assert all(state not in each for each in sets)
            for heights in product(range(3), repeat=len(model.states)):
                rank = dict(zip(model.states, map(float, heights), strict=True))
                kept = any(all(rank[name] <= rank[state] for name in each) for each in sets)
                assert kept == slow_stable(with_preferences(model, party, rank), party, state, concept)
                tried[kept] += 1
    assert min(tried.values()) > 500


def test_which_orders_would_keep_a_state() -> None:
    keep = list(dilemma().orders_that_keep("Aldova", "1", "Nash"))
    assert len(keep) == 12
    assert all(order.index("1") < order.index("3") for order in keep)
    for seed in range(20):
        model = random_model(seed)
        party, state = model.parties[-1], model.states[0]
        for concept in CONCEPTS:
            by_hand = [
                order
                for order in permutations(model.states)
                if slow_stable(with_preferences(model, party, ranked(order)), party, state, concept)
            ]
            assert list(model.orders_that_keep(party, state, concept)) == by_hand


def test_the_inverse_question_is_answered_where_orders_are_too_many_to_list() -> None:
    states = [f"s{k}" for k in range(30)]
    large = GraphModel(["Aldova"], states, {"Aldova": {"s0": states[1:3]}}, order={"Aldova": states})
    assert large.what_keeps("Aldova", "s0", "GMR").sets == (frozenset(["s1", "s2"]),)
    with pytest.raises(BargainingError, match="too many orders"):
        next(large.orders_that_keep("Aldova", "s0", "Nash"))
    # Each of 20 moves could be answered in its own way: 2 ** 20 least sets.
    states = ["s", *(f"{kind}{k}" for k in range(20) for kind in "ab")]
    moves = {"Aldova": {"s": [f"a{k}" for k in range(20)]}, "Kestria": {f"a{k}": [f"b{k}"] for k in range(20)}}
    many = GraphModel(["Aldova", "Kestria"], states, moves, order={"Aldova": states, "Kestria": states})
    with pytest.raises(BargainingError, match="more than 1000 ways"):
        many.what_keeps("Aldova", "s", "GMR")


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


def test_options_with_an_order_of_the_states() -> None:
    options = [Option("attack", "Aldova"), Option("mobilise", "Kestria")]
    model = model_of_options(
        options,
        {"Aldova": [Statement({"attack": True})]},
        order={"Kestria": ["quiet", ["mobilise", "attack+mobilise"], "attack"]},
        merged=[("quiet", {"attack": False, "mobilise": False})],
    )
    assert model.states == ("quiet", "mobilise", "attack", "attack+mobilise")
    rank = model.rank["Kestria"]
    assert rank["quiet"] > rank["mobilise"] == rank["attack+mobilise"] > rank["attack"]
    assert model.rank["Aldova"]["attack"] > model.rank["Aldova"]["quiet"]


def test_the_first_of_many_statements_outweighs_all_that_follow() -> None:
    """More statements than a float has digits."""
    options = [Option("attack", "Aldova"), Option("talk", "Aldova")]
    wishes = [Statement({"attack": True}), *[Statement({"attack": False})] * 60, Statement({"talk": True})]
    rank = model_of_options(options, {"Aldova": wishes}).rank["Aldova"]
    assert rank["attack+talk"] > rank["attack"] > rank["talk"] > rank["nothing"]


def test_one_of_two_is_said_with_a_condition() -> None:
    options = [Option("attack", "Aldova"), Option("talk", "Aldova")]
    rank = model_of_options(options, {"Aldova": [Statement({"talk": True}, given={"attack": False})]}).rank["Aldova"]
    assert rank["attack"] == rank["talk"] == rank["attack+talk"] > rank["nothing"]


def test_moves_switch_several_options_of_one_party_and_nothing_else() -> None:
    """By comparing all pairs of states, on random options."""
    for seed in range(20):
        rng = np.random.default_rng(seed)
        options = [Option(name, "AKN"[rng.integers(3)], bool(rng.random() < 0.4)) for name in "pqrst"]
        ruled_out = [{name: bool(rng.random() < 0.5) for name in rng.choice(list("pqrst"), 2, replace=False)}]
        parties = {option.party for option in options}
        model = model_of_options(options, {party: [] for party in parties}, infeasible=ruled_out)
        for party in parties:
            for here, there in permutations(model.states, 2):
                taken = [set(() if state == "nothing" else state.split("+")) for state in (here, there)]
                changed = [option for option in options if option.name in taken[0] ^ taken[1]]
                may = all(each.party == party and not (each.for_good and each.name in taken[0]) for each in changed)
                assert (there in model.moves[party][here]) == may


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
        (lambda: model_of_options([Option("x", "A")], {}), "give each party's once"),
        (
            lambda: model_of_options([Option("x", "A")], {"A": []}, order={"A": ["x", "nothing"]}),
            "give each party's once",
        ),
        (
            lambda: model_of_options([Option(name, "A") for name in ("x", "y", "x+y")], {"A": []}),
            "would be called 'x\\+y'",
        ),
        (lambda: model_of_options([Option("nothing", "A")], {"A": []}), "would be called 'nothing'"),
        (lambda: model_of_options([Option("x", "A")], order={"A": ["x"]}), "leave out or invent nothing"),
        (lambda: model_of_options([Option(f"x{k}", "A") for k in range(13)], {"A": []}), "at most 12 options"),
        (lambda: GraphModel(["A"], "ab", {}, rank={"A": {"a": 1, "b": float("nan")}}), "not a finite number"),
        (lambda: dilemma().equilibrium("9", "Nash"), "no state of this model"),
        (lambda: dilemma().stable("LMS"), "no stability concept"),  # type: ignore[arg-type]
        (lambda: model_of_options([Option("x", "A")], {"A": [Statement({"y": True})]}), "'y' is no option"),
        (lambda: model_of_options([Option("x", "A")], {"A": []}, infeasible=[{}]), "no combination"),
    ],
)
def test_what_makes_no_model(build, said: str) -> None:
    with pytest.raises(BargainingError, match=said):
        build()
