"""The situation as arrays against its slow twin: drift, held variables, what can be reached."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ripeness.bargaining import BargainingError
from ripeness.case.changes import places, with_number
from ripeness.case.files import parse, read_source
from ripeness.case.game import game
from ripeness.case.model import CaseFile
from ripeness.case.states import Product, matrix, product_of
from tests.case.slow_states import following, put, reached, rules_of
from tests.case.template import TEMPLATE, case_file

EXAMPLES = Path(__file__).parents[2] / "examples"
CASES = ("spring-2025", "korea-1951", "dayton-1995")


def example(name: str) -> CaseFile:
    return parse(read_source(EXAMPLES / name))


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest) -> CaseFile:
    return example(request.param)


def test_drift_of_every_belief_equals_the_rules_one_by_one(case: CaseFile) -> None:
    made = game(case)
    beliefs = [*(rules_of(case, party) for party in made.parties), rules_of(case, None)]
    drifts = [*made.situation.drift, made.situation.reference]
    chosen = np.random.default_rng(0).choice(len(made.states), 25, replace=False)
    for rules, drift in zip(beliefs, drifts, strict=True):
        for state in chosen.tolist():
            if made.situation.ends[state]:
                continue
            expected = following(case, made.states[state], rules)
            row = drift[[state]].toarray()[0]
            got = {made.states[k]: row[k] for k in np.flatnonzero(row)}
            assert got.keys() == expected.keys()
            assert all(got[key] == pytest.approx(chance, abs=1e-12) for key, chance in expected.items())


def test_the_states_are_those_that_can_be_reached(case: CaseFile) -> None:
    made = game(case)
    assert set(made.states) == reached(case, made.states[made.now])
    assert len(set(made.states)) == len(made.states)


def test_states_that_are_asked_for_are_kept_with_what_they_lead_to() -> None:
    case = example("spring-2025")
    away = ("static", "flowing", "gone", "tariffs", "general")
    made = game(case, also=[away])
    assert set(made.states) == reached(case, made.states[made.now]) | reached(case, away)


def test_held_variables_stay_while_the_others_move(case: CaseFile) -> None:
    made = game(case)
    held = list(case.situation.variables)[:2]
    start = np.flatnonzero(~made.situation.ends)[:10]
    lead = matrix(made.product, np.arange(made.product.size), made.chances[-1], made.kept[start], held)
    for row, state in enumerate(start.tolist()):
        expected = following(case, made.states[state], rules_of(case, None), held)
        dense = lead[[row]].toarray()[0]
        got = {made.product.named(int(k)): dense[k] for k in np.flatnonzero(dense)}
        assert got.keys() == expected.keys()
        assert all(got[key] == pytest.approx(chance, abs=1e-12) for key, chance in expected.items())


def test_changes_move_a_state_as_they_say() -> None:
    case = example("spring-2025")
    states = product_of(case)
    for position in range(states.size):
        for changes in ({"front": "up"}, {"patience": "down", "aid": "stopped"}, {}):
            expected = put(case, states.named(position), changes)
            assert states.named(int(states.moved(changes)[position])) == expected


def test_a_state_is_found_by_its_values() -> None:
    states = Product({"a": ("x", "y"), "b": ("u", "v", "w")})
    assert [states.named(k) for k in range(states.size)] == [(a, b) for a in ("x", "y") for b in ("u", "v", "w")]
    assert states.at(("y", "v")) == 4


def test_chances_above_one_are_told_with_their_rule(tmp_path: Path) -> None:
    case = parse(read_source(case_file(tmp_path, TEMPLATE)))
    loc, _ = places(case)["situation.drift.0.moves.up"]
    with pytest.raises(BargainingError, match=r"drift rule of 'front'.*\{'up': 0\.95, 'down': 0\.1\}.*at most 1"):
        game(with_number(case, loc, 0.95))
