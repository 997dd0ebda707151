"""From the case to the game of talks: menus, consent, clocks, side tracks, breaks and own moves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ripeness.bargaining import fight_to_finish
from ripeness.case.files import parse, read_source
from ripeness.case.game import game
from ripeness.case.menu import Item
from ripeness.case.model import CaseFile
from ripeness.case.modes import Mode
from ripeness.case.talks import CaseTalks, case_talks
from ripeness.errors import SolveError
from tests.case.slow_states import following, put, rules_of
from tests.case.template import TEMPLATE, case_file

LORNE = """  lorne:
    weights: {trade: 10, monitors: 10}
    values:
      trade: {closed: 0, open: 100}
      monitors: {none: 0, observers: 60, force: 100}
    because: Test.
"""
TRUCE = """  quiet:
    name: A quiet summer
    kind: interim
    track: settlement
    lasts: 3
    gains: {aldova: 0.01}
    flows: {kestria: 0.002}
    changes: {front: level}
    afterwards: {aid: stopped}
    only_if: {aid: flowing}
    because: Test.
  convoy:
    name: A convoy
    kind: interim
    track: settlement
    lasts: 1
    terms: {trade: open}
    changes: {aid: flowing}
    because: Test.
"""
ACTIONS = """actions:
  - {name: A letter, party: kestria, kind: gesture, changes: {front: down}, chance: 0.25, cost: 0.004, because: Test.}
  - {name: A blockade, party: aldova, kind: stick, changes: {aid: stopped}, because: Test.}

assumptions:
"""
SHOP = """    issues: [river_line, monitors]
    recognition: {lorne: 0.5, aldova: 0.2, kestria: 0.2}
    because: Test.
  shop:
    name: The shop
    table: [kestria, lorne]
    consent: [kestria, lorne]
    issues: [trade]
    recognition: {kestria: 0.4, lorne: 0.3}
    because: Test.
"""
OWN_TRACK = """    issues: [river_line, monitors, trade]
    recognition: {lorne: 0.5, aldova: 0.2, kestria: 0.2}
    because: Lorne chairs and drafts; both sides table papers of their own.
"""
QUO = [
    ("    name: Trade across the river\n", "    name: Trade across the river\n    status_quo: closed\n"),
    ("    name: Who watches the truce\n", "    name: Who watches the truce\n    status_quo: none\n"),
    ("    name: Where the line runs\n", "    name: Where the line runs\n    status_quo: river\n"),
]


def case_of(folder: Path, *changes: tuple[str, str]) -> CaseFile:
    text = TEMPLATE.replace("\ndeals:\n", f"\ndeals:\n{TRUCE}").replace("\nassumptions:\n", f"\n{ACTIONS}")
    text = text.replace("\n# What the parties say.", f"{LORNE}\n# What the parties say.")
    for old, new in (*QUO, *changes):
        assert old in text, old
        text = text.replace(old, new, 1)
    return parse(read_source(case_file(folder, text)))


def compiled(case: CaseFile) -> CaseTalks:
    return case_talks(case, game(case))


@pytest.fixture
def case(tmp_path: Path) -> CaseFile:
    return case_of(tmp_path)


def number(talks: CaseTalks, **wanted: object) -> int:
    (found,) = [k for k, item in enumerate(talks.items) if all(getattr(item, a) == b for a, b in wanted.items())]
    return found


def row(talks: CaseTalks, item: int, place: int, party: int | None) -> dict[tuple[Mode, tuple[str, ...]], float]:
    """Where striking an interim item leads from a place, by a party's belief or the reference."""
    stack = talks.talks.reference if party is None else talks.talks.moves[party]
    states = len(talks.places)
    dense = stack[[(1 + item - talks.talks.finals) * states + place]].toarray()[0]
    return {_named(talks, int(k)): dense[k] for k in np.flatnonzero(dense)}


def drift_row(talks: CaseTalks, place: int, party: int | None) -> dict[tuple[Mode, tuple[str, ...]], float]:
    stack = talks.talks.reference if party is None else talks.talks.moves[party]
    dense = stack[[place]].toarray()[0]
    return {_named(talks, int(k)): dense[k] for k in np.flatnonzero(dense)}


def _named(talks: CaseTalks, place: int) -> tuple[Mode, tuple[str, ...]]:
    mode, state = talks.places[place]
    return mode, talks.game.states[state]


def place_of(talks: CaseTalks, mode: Mode, *state: str) -> int:
    return talks.places.index((mode, talks.game.states.index(state)))


def same(got: dict, expected: dict) -> None:
    assert got.keys() == expected.keys()
    for key, chance in expected.items():
        assert got[key] == pytest.approx(chance, abs=1e-12)


def test_places_are_states_times_what_runs(case: CaseFile) -> None:
    talks = compiled(case)
    modes = {mode for mode, _ in talks.places}
    assert modes == {Mode(), Mode((), ("quiet", 2)), Mode((), ("quiet", 1))}
    assert talks.places[talks.now] == (Mode(), talks.game.now)
    assert len(talks.places) == 3 * len(talks.game.states)


def test_a_truce_holds_what_it_changes_until_its_clock_has_run_down(case: CaseFile) -> None:
    talks = compiled(case)
    quiet = number(talks, key="quiet")
    here = ("aldova_ahead", "flowing")
    for party, name in ((0, "aldova"), (1, "kestria"), (None, None)):
        rules = rules_of(case, name)
        struck = {
            (Mode((), ("quiet", 2)), state): chance
            for state, chance in following(case, put(case, here, {"front": "level"}), rules, ["front"]).items()
        }
        same(row(talks, quiet, place_of(talks, Mode(), *here), party), struck)
        second = {
            (Mode((), ("quiet", 1)), state): chance
            for state, chance in following(case, ("level", "flowing"), rules, ["front"]).items()
        }
        same(drift_row(talks, place_of(talks, Mode((), ("quiet", 2)), "level", "flowing"), party), second)
        last: dict = {}
        for state, chance in following(case, ("level", "flowing"), rules, ["front"]).items():
            key = (Mode(), put(case, state, {"aid": "stopped"}))
            last[key] = last.get(key, 0.0) + chance
        same(drift_row(talks, place_of(talks, Mode((), ("quiet", 1)), "level", "flowing"), party), last)


def test_what_a_truce_pays_in_each_of_its_periods(case: CaseFile) -> None:
    talks = compiled(case)
    item = number(talks, key="quiet") - talks.talks.finals
    aldova = -0.012 + 0.01  # the flow of the changed situation, and the gain on top
    for flow in (
        talks.talks.flow[item, place_of(talks, Mode(), "aldova_ahead", "flowing")],
        talks.talks.situation.flow[place_of(talks, Mode((), ("quiet", 2)), "level", "flowing")],
    ):
        assert flow.tolist() == pytest.approx([aldova, 0.002, -0.005])


def test_terms_of_an_interim_deal_count_while_it_stands(case: CaseFile) -> None:
    talks = compiled(case)
    item = number(talks, key="convoy") - talks.talks.finals
    game_of = talks.game
    quo = game_of.status_quo()
    change = game_of.space.value({**quo, "trade": "open"}) - game_of.space.value(quo)
    expected = game_of.situation.flow[game_of.now] + (1 - game_of.situation.discount) * change
    assert talks.talks.flow[item, talks.now].tolist() == pytest.approx(expected.tolist())
    assert change[0] > 0


def test_the_menu_knows_conditions_clocks_and_refusals(case: CaseFile) -> None:
    talks = compiled(case)
    menu = talks.talks.menu
    quiet = number(talks, key="quiet")
    assert menu[place_of(talks, Mode(), "level", "flowing"), quiet]
    assert not menu[place_of(talks, Mode(), "level", "stopped"), quiet]  # only_if
    running = place_of(talks, Mode((), ("quiet", 1)), "level", "flowing")
    assert not menu[running, quiet] and not menu[running, number(talks, key="convoy")]
    finals = [k for k, item in enumerate(talks.items) if item.kind == "final"]
    assert menu[running, finals].all()
    assert not any((talks.items[k].deal or {})["river_line"] == "present_line" for k in finals)  # Kestria is firm
    ends = talks.talks.situation.ends
    assert ends.any() and not menu[ends].any()


def test_an_own_move_needs_nobody_and_works_by_chance(case: CaseFile) -> None:
    talks = compiled(case)
    letter = number(talks, kind="move")
    assert talks.items[letter].title == "A letter"  # a stick is a lever, not a move
    assert not talks.talks.consent[letter].any()
    assert [talks.parties[k] for k in np.flatnonzero(talks.talks.proposers[letter])] == ["kestria"]
    here = ("level", "flowing")
    rules = rules_of(case, "kestria")
    expected: dict = {}
    for share, start, held in ((0.25, put(case, here, {"front": "down"}), ["front"]), (0.75, here, [])):
        for state, chance in following(case, start, rules, held).items():
            expected[Mode(), state] = expected.get((Mode(), state), 0.0) + share * chance
    same(row(talks, letter, place_of(talks, Mode(), *here), 1), expected)
    flow = talks.talks.flow[letter - talks.talks.finals, talks.now]
    assert flow[1] == pytest.approx(-0.008 - 0.004) and flow[0] == pytest.approx(-0.012)


def test_a_stick_becomes_a_move_where_the_case_says_so(tmp_path: Path) -> None:
    case = case_of(tmp_path, ("kind: stick,", "kind: stick, move: true,"))
    assert [item.title for item in compiled(case).items if item.kind == "move"] == ["A letter", "A blockade"]


def test_deals_that_break_lead_back_to_talks(case: CaseFile) -> None:
    talks = compiled(case)
    place = place_of(talks, Mode((), ("quiet", 1)), "level", "flowing")
    for k, item in enumerate(talks.items):
        if item.kind == "final":
            way = talks.talks.breaking[talks.talks.breaks[k]]
            guarded = (item.deal or {})["monitors"] == "force"
            assert np.asarray(way.chance)[place] == pytest.approx(0.005 if guarded else 0.03)
            after = int(np.asarray(way.after)[place])
            assert _named(talks, after) == (Mode(), ("aldova_ahead", "flowing"))


def test_every_undominated_deal_that_nobody_refuses_is_an_item(case: CaseFile) -> None:
    """Against all deals one by one: no deal is missing that is better for one and worse for none of those who judge."""
    talks = compiled(case)
    made = talks.game
    items = {tuple((item.deal or {}).values()) for item in talks.items if item.kind == "final"}
    deals = [deal for deal in made.space.deals() if not made.crossed(made.agendas[0], deal)]
    worth = np.array([made.space.value(deal) for deal in deals]).round(9)
    guarded = [deal["monitors"] == "force" for deal in deals]  # deals that break alike can be compared by their terms
    for k, deal in enumerate(deals):
        rivals = [j for j in range(len(deals)) if guarded[j] == guarded[k]]
        beaten = any((worth[j] >= worth[k]).all() and (worth[j] > worth[k]).any() for j in rivals)
        equal = [j for j in rivals if (worth[j] == worth[k]).all()]
        assert beaten or any(tuple(deals[j].values()) in items for j in equal), deal


def test_a_side_track_is_settled_while_the_fighting_goes_on(tmp_path: Path) -> None:
    case = case_of(tmp_path, (OWN_TRACK, SHOP))
    talks = compiled(case)
    made = talks.game
    settlement, shop = made.agendas
    assert settlement.ends_fighting and not shop.ends_fighting
    side = number(talks, kind="side", deal=_deal(talks, "side", trade="open"))
    here = place_of(talks, Mode(), "level", "flowing")
    expected = {
        (Mode(("shop",)), state): chance
        for state, chance in following(case, ("level", "flowing"), rules_of(case, None)).items()
    }
    same(row(talks, side, here, None), expected)
    quo = made.status_quo()
    added = made.space.value({**quo, "trade": "open"}) - made.space.value(quo)
    flow = talks.talks.flow[side - talks.talks.finals, here]
    assert flow.tolist() == pytest.approx((made.situation.flow[made.now] + added).tolist())
    assert talks.talks.consent[side].tolist() == [False, True, True]
    settled = place_of(talks, Mode(("shop",)), "level", "flowing")
    assert talks.talks.menu[here, side] and not talks.talks.menu[settled, side]
    # who proposes: the better chance of each party while both are open, the settlement's own afterwards
    assert talks.talks.recognition[here].tolist() == pytest.approx([0.2 / 1.1, 0.4 / 1.1, 0.5 / 1.1])
    assert talks.talks.recognition[settled].tolist() == pytest.approx([0.2, 0.2, 0.5])


def _deal(talks: CaseTalks, kind: str, **terms: str) -> object:
    (found,) = [
        item.deal
        for item in talks.items
        if item.kind == kind and item.deal and all(item.deal[k] == v for k, v in terms.items())
    ]
    return found


def test_what_is_still_open_when_the_war_ends_counts_as_talks_in_peace(tmp_path: Path) -> None:
    """Kestria and Lorne both want trade open, so whoever proposes first offers it: it comes once one of them does."""
    case = case_of(tmp_path, (OWN_TRACK, SHOP))
    talks = compiled(case)
    made = talks.game
    quo = made.status_quo()
    added = made.space.value({**quo, "trade": "open"}) - made.space.value(quo)
    discount, chance = made.situation.discount, 0.7
    expected = added * chance / (1 - discount * (1 - chance))
    assert talks.later.tolist() == pytest.approx(expected.tolist(), abs=1e-9)
    first, second = (
        next(k for k, i in enumerate(talks.items) if i.kind == "final" and i.settled == settled and _guarded(i))
        for settled in ((), ("shop",))
    )
    assert talks.items[first].deal == talks.items[second].deal
    # from the next period on, and whether or not the deal then holds
    kept = talks.talks.durability.kept[talks.talks.breaks[first], talks.now]
    added_now = kept * (talks.talks.value[first] - talks.talks.value[second])
    assert added_now.tolist() == pytest.approx((made.situation.discount * expected).tolist(), abs=1e-9)
    after = int(np.asarray(talks.talks.breaking[talks.talks.breaks[first]].after)[talks.now])
    assert _named(talks, after)[0] == Mode(("shop",))  # what peace has settled stays so
    (lost,) = {tuple(row) for row in talks.talks.situation.end_value[talks.talks.situation.ends][:1].tolist()}
    assert lost == pytest.approx((np.array([0.95, -0.3, 0.1]) + expected).tolist())


def _guarded(item: Item) -> bool:
    return (item.deal or {}).get("monitors") == "force"


def test_options_that_are_open_only_in_some_situations(tmp_path: Path) -> None:
    rule = "available:\n  - {issue: monitors, options: [force], when: {aid: flowing}, because: Test.}\n\nsituation:\n"
    case = case_of(tmp_path, ("situation:\n", rule))
    talks = compiled(case)
    flowing, stopped = (place_of(talks, Mode(), "level", aid) for aid in ("flowing", "stopped"))
    guarded = [k for k, item in enumerate(talks.items) if item.kind == "final" and _guarded(item)]
    unguarded = [k for k, item in enumerate(talks.items) if item.kind == "final" and not _guarded(item)]
    assert talks.talks.menu[flowing, guarded].all() and not talks.talks.menu[stopped, guarded].any()
    assert talks.talks.menu[stopped, unguarded].all()
    assert any((talks.items[k].deal or {})["monitors"] == "observers" for k in unguarded)


def test_who_proposes_may_depend_on_the_situation(tmp_path: Path) -> None:
    rule = "    recognition_rules:\n      - {when: {aid: stopped}, chances: {lorne: 0.1}, because: Test.}\n"
    case = case_of(tmp_path, ("    because: Lorne chairs", f"{rule}    because: Lorne chairs"))
    talks = compiled(case)
    assert talks.talks.recognition[place_of(talks, Mode(), "level", "flowing")].tolist() == [0.2, 0.2, 0.5]
    assert talks.talks.recognition[place_of(talks, Mode(), "level", "stopped")].tolist() == [0.2, 0.2, 0.1]


def test_a_mediator_without_stakes_wants_what_is_best_for_those_who_consent(tmp_path: Path) -> None:
    case = parse(read_source(case_file(tmp_path, TEMPLATE)))
    talks = compiled(case)
    assert talks.neutral == ("lorne",) and "Lorne" in talks.notes[0]
    value = talks.talks.value
    np.testing.assert_allclose(value[:, 2], value[:, :2].mean(axis=1), atol=1e-12)
    flow, ends = talks.talks.situation.flow, talks.talks.situation.end_value
    np.testing.assert_allclose(flow[:, 2], flow[:, :2].mean(axis=1))
    np.testing.assert_allclose(ends[:, 2], ends[:, :2].mean(axis=1))


def test_a_quorum_is_counted_without_those_who_firmly_refuse(tmp_path: Path) -> None:
    case = case_of(
        tmp_path,
        ("    consent: [aldova, kestria]\n", "    consent: [aldova, kestria, lorne]\n    quorum: 2\n"),
    )
    talks = compiled(case)
    crossing = [k for k, item in enumerate(talks.items) if item.crossed]
    assert crossing and all(talks.items[k].crossed == ("kestria",) for k in crossing)
    assert not talks.talks.consent[crossing, 1].any() and talks.talks.consent[crossing][:, [0, 2]].all()
    assert (talks.talks.quorum[crossing] == 2).all()
    assert not talks.talks.proposers[crossing, 1].any()


def test_exits_are_actions_of_the_party_that_has_them(tmp_path: Path) -> None:
    case = case_of(tmp_path, ("    because: Lorne chairs", "    exits: {aldova: 0.4}\n    because: Lorne chairs"))
    exits = compiled(case).talks.exits
    assert (exits[:, 0] == 0.4).all() and np.isnan(exits[:, 1:]).all()


def test_fighting_to_the_finish_is_the_same_over_places_where_nothing_runs(case: CaseFile) -> None:
    talks = compiled(case)
    war = fight_to_finish(talks.talks.situation)
    np.testing.assert_allclose(war[: len(talks.game.states), :3], fight_to_finish(talks.game.situation), atol=1e-12)


def test_nobody_who_proposes_is_an_error_that_says_what_to_add(tmp_path: Path) -> None:
    case = case_of(tmp_path, ("    recognition: {lorne: 0.5, aldova: 0.2, kestria: 0.2}\n", ""))
    with pytest.raises(SolveError, match=r"Nobody proposes.*'recognition'"):
        compiled(case)


def test_too_many_places_are_told_with_what_makes_them(tmp_path: Path) -> None:
    case = case_of(tmp_path, ("    lasts: 3\n", "    lasts: 2000\n"))
    with pytest.raises(SolveError, match=r"‘A quiet summer’ alone lasts 2000 periods\. Let interim deals"):
        compiled(case)


def test_nothing_leaves_an_end_when_a_truce_expires(tmp_path: Path) -> None:
    """One period of quiet that puts the front back afterwards: a breakthrough during it stays one."""
    case = case_of(
        tmp_path,
        ("    lasts: 3\n", "    lasts: 1\n"),
        (
            "    changes: {front: level}\n    afterwards: {aid: stopped}\n",
            "    changes: {aid: flowing}\n    afterwards: {front: level}\n",
        ),
    )
    talks = compiled(case)
    here = place_of(talks, Mode(), "aldova_ahead", "flowing")
    expected: dict = {}
    for state, chance in following(case, ("aldova_ahead", "flowing"), rules_of(case, None), ["aid"]).items():
        target = state if state[0] == "breakthrough" else put(case, state, {"front": "level"})
        expected[Mode(), target] = expected.get((Mode(), target), 0.0) + chance
    same(row(talks, number(talks, key="quiet"), here, None), expected)
    assert expected[Mode(), ("breakthrough", "flowing")] == pytest.approx(0.1)


def test_an_interim_deal_on_what_is_settled_is_off_the_menu(tmp_path: Path) -> None:
    case = case_of(tmp_path, (OWN_TRACK, SHOP))
    talks = compiled(case)
    convoy = number(talks, key="convoy")  # its terms are on trade
    assert talks.talks.menu[place_of(talks, Mode(), "level", "stopped"), convoy]
    assert not talks.talks.menu[place_of(talks, Mode(("shop",)), "level", "stopped"), convoy]


def test_nobody_proposes_what_it_firmly_refuses_whosever_consent_counts(tmp_path: Path) -> None:
    line = "  - {party: lorne, issue: monitors, refuses: [force], firm: true, because: Test.}\n\nsituation:\n"
    shop = SHOP.replace("consent: [kestria, lorne]", "consent: [lorne]")
    case = case_of(tmp_path, (OWN_TRACK, shop), ("\nsituation:\n", line))
    talks = compiled(case)
    guarded = [k for k, item in enumerate(talks.items) if item.kind == "final" and _guarded(item)]
    assert guarded and not talks.talks.proposers[guarded, talks.parties.index("lorne")].any()
    assert talks.talks.proposers[guarded, talks.parties.index("kestria")].all()
