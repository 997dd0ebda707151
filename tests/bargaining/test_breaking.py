"""Final deals that break: their worth by hand, what becomes of them, and a start that is given."""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining import BargainingError, Breaking, Talks
from ripeness.bargaining.rounds import prepared
from tests.bargaining.slow_talks import slow_round
from tests.bargaining.test_talks import war


def struck_once(chance: float = 0.2, **changes) -> Talks:
    """A deal in the first state; when it breaks, war follows in the second, without talks and for ever."""
    situation = war([[0.0, 0.0], [-0.02, 0.01]], discount=(0.9, 0.8), states=2)
    given = {
        "recognition": [[0.5, 0.5], [0.0, 0.0]],
        "breaking": [Breaking(chance, 1, name="rearming")],
        "breaks": [0],
    }
    return Talks(situation, [[0.6, 0.4]], **(given | changes))


def test_a_deal_that_breaks_for_good_is_worth_the_closed_form() -> None:
    h, delta, lump, after = 0.2, np.array([0.9, 0.8]), np.array([0.6, 0.4]), np.array([-0.2, 0.05])
    expected = ((1 - delta) * lump + delta * h * after) / (1 - delta * (1 - h))
    talks = struck_once()
    assert talks.war[1] == pytest.approx(after)
    solved = talks.stationary(starts=1).equilibrium
    assert solved.worth(0)[0] == pytest.approx(expected)
    assert solved.value[0] == pytest.approx(expected)
    assert talks.finite(3).worth(2, 0)[0] == pytest.approx(expected)
    assert solved.accepts(0).all()
    assert solved.offers(0) == {"Aldova": "deal 0", "Kestria": "deal 0"}


def test_a_deal_that_never_breaks_and_one_that_breaks_at_once() -> None:
    assert struck_once(0.0).finite(1).worth(0, 0)[0].tolist() == [0.6, 0.4]
    at_once = struck_once(1.0).finite(1).worth(0, 0)[0]
    assert at_once == pytest.approx([0.1 * 0.6 - 0.9 * 0.2, 0.2 * 0.4 + 0.8 * 0.05])


def test_a_deal_that_breaks_into_the_same_talks_by_hand() -> None:
    """One state, the deal made at once: V = ((1 - d) u + d h V) / (1 - d (1 - h)) = u: it is made again and again."""
    talks = Talks(
        war([[0.0, 0.0]]), [[0.6, 0.4]], [0.5, 0.5], breaking=[Breaking(0.3, 0)], breaks=[0], items=["armistice"]
    )
    assert talks.stationary(starts=1).value[0] == pytest.approx([0.6, 0.4])
    half = Talks(war([[0.0, 0.0]]), [[0.6, 0.4]], [0.25, 0.25], breaking=[Breaking(0.3, 0)], breaks=[0])
    kept, resumed = (0.1 / (1 - 0.9 * 0.7)), 0.9 * 0.3 / (1 - 0.9 * 0.7)
    # V = (kept u + resumed V) / 2 + 0.9 V / 2
    expected = 0.5 * kept * np.array([0.6, 0.4]) / (1 - 0.5 * resumed - 0.45)
    assert half.stationary(starts=1).value[0] == pytest.approx(expected)
    assert half.quantal(3.0, starts=1).converged


def test_what_cannot_hold_is_refused_where_the_war_after_it_is_worse() -> None:
    """Kestria gains from .4 against nothing, but not if the deal breaks at once into a war that costs it dearly."""
    situation = war([[0.0, 0.0], [0.0, -0.1]], states=2)
    given = {"value": [[0.6, 0.4]], "recognition": [[1.0, 0.0], [0.0, 0.0]], "breaks": [0]}
    firm = Talks(situation, breaking=[Breaking(0.01, 1)], **given).stationary(starts=1)
    loose = Talks(situation, breaking=[Breaking(0.9, 1)], **given).stationary(starts=1)
    assert firm.offer[0, 0] == 0
    assert loose.offer[0, 0] == -1


def test_chances_and_states_after_may_depend_on_the_state_of_the_deal() -> None:
    situation = war([[0.0, 0.0], [0.1, -0.1], [-0.1, 0.1]], states=3)
    way = Breaking(chance=[0.5, 0.0, 1.0], after=[2, 0, 1])
    talks = Talks(situation, [[0.6, 0.4]], [0.5, 0.5], breaking=[way], breaks=[0])
    value = np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]])
    solved = talks.finite(1, final_value=value)
    assert solved.worth(0, 0)[0] == pytest.approx([(0.06 + 0.45 * 0.5) / 0.55, (0.04 + 0.45 * 0.6) / 0.55])
    assert solved.worth(0, 1)[0] == pytest.approx([0.6, 0.4])
    assert solved.worth(0, 2)[0] == pytest.approx([0.06 + 0.9 * 0.3, 0.04 + 0.9 * 0.4])


def test_a_better_deal_that_breaks_does_not_thin_out_one_that_holds() -> None:
    """Equal worths tie to the lower number, wherever the items stand; dominance stays within a way of breaking."""
    deals = [[0.6, 0.4], [0.6, 0.4], [0.5, 0.3], [0.7, 0.5]]
    talks = Talks(
        war([[0.0, 0.0]]), deals, [0.5, 0.5], breaking=[Breaking(0.0, 0), Breaking(0.5, 0)], breaks=[0, -1, -1, 1]
    )
    assert prepared(talks).table.items.tolist() == [0, 1, 3]
    solved = talks.finite(2)
    assert solved.offer[1].tolist() == slow_round(talks, talks.war.tolist()).offer == [[0, 0]]
    assert solved.offer[0].tolist() == slow_round(talks, solved.value[1].tolist()).offer


# --- the course ------------------------------------------------------------------------------------


def test_the_chance_that_a_deal_stands_by_hand() -> None:
    """Struck at once, it stands at the close of period t with .8 to the power t + 1; the first deal is sure."""
    outlook = struck_once().stationary(starts=1).equilibrium.outlook(0, 4)
    assert outlook.deal_by() == pytest.approx([1.0] * 4)
    assert outlook.lasting_by() == pytest.approx([0.8, 0.64, 0.512, 0.4096])


def test_a_deal_is_made_again_after_it_broke() -> None:
    talks = Talks(war([[0.0, 0.0]]), [[0.6, 0.4]], [0.5, 0.5], breaking=[Breaking(0.3, 0)], breaks=[0])
    outlook = talks.stationary(starts=1).equilibrium.outlook(0, 30)
    assert outlook.lasting_by() == pytest.approx([0.7] * 30)
    assert outlook.deal_by() == pytest.approx([1.0] * 30)
    assert outlook.by_item() == {"deal 0": pytest.approx(1.0)}  # the first deal; later ones count in lasting_by() only


def test_plays_break_as_often_as_the_outlook_says() -> None:
    situation = war([[0.0, 0.0]], states=2, drift=[[0.5, 0.5], [0.5, 0.5]])
    menu = [[True], [False]]
    talks = Talks(situation, [[0.6, 0.4]], [0.5, 0.4], menu=menu, breaking=[Breaking(0.15, 1)], breaks=[0])
    solved = talks.stationary(starts=1).equilibrium
    outlook = solved.outlook(0, 12)
    plays = [solved.play(seed, 0, 12) for seed in range(1500)]
    standing = sum(play.ending == "deal" for play in plays) / len(plays)
    assert standing == pytest.approx(outlook.lasting_by()[-1], abs=0.04)
    first = sum(any(step.answer == "accepted" for step in play.steps) for play in plays) / len(plays)
    assert first == pytest.approx(outlook.deal_by()[-1], abs=0.04)


def test_a_play_tells_of_the_break_and_goes_on_after_it() -> None:
    play = struck_once(0.2).stationary(starts=1).equilibrium.play(seed=3, state=0, periods=50)
    broken = play.steps[0]
    assert broken.broke is not None
    assert broken.narration.endswith(f"it is accepted and breaks at the close of period {broken.broke}; s1 follows.")
    assert play.steps[1].period == broken.broke + 1
    assert play.steps[1].state == broken.next_state == 1
    assert play.ending == "open"
    whole = struck_once(0.0).stationary(starts=1).equilibrium.play(seed=3, state=0, periods=50)
    assert (whole.ending, len(whole.steps), whole.steps[0].broke) == ("deal", 1, None)


# --- a given start, and errors ---------------------------------------------------------------------


def test_a_given_start_is_tried_first() -> None:
    """Two deals, each the favourite of one: the equilibrium near the given values is the first to be found."""
    talks = Talks(war([[-0.05, -0.05]]), [[0.9, 0.3], [0.3, 0.9]], recognition=[0.5, 0.5])
    for near in ([0.3, 0.9], [0.9, 0.3]):
        found = talks.stationary(starts=1, start=[near])
        assert found.runs[0].start == "a given start"
        assert found.value[0] == pytest.approx(near)
    found = talks.stationary(starts=3, start=[[0.9, 0.3]])
    assert [run.start for run in found.runs] == ["a given start", "fighting to the finish", "deal 0 for ever"]
    again = talks.quantal(30.0, start=talks.quantal(30.0).value, starts=1)
    assert again.runs[0].sweeps <= 2
    with pytest.raises(BargainingError, match=r"start has the shape \(2,\)"):
        talks.stationary(start=[0.9, 0.3])
    with pytest.raises(BargainingError, match="not a finite number"):
        talks.quantal(5.0, start=[[0.9, np.nan]])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"breaks": None}, "breaks is missing"),
        ({"breaks": [0, 0]}, r"breaks is a int64 array of shape \(2,\): give one whole number for each of the 1 final"),
        ({"breaks": [0.0]}, "breaks is a float64"),
        ({"breaks": [1]}, "item 0 breaks in way 1, and breaking gives 1"),
        ({"breaks": [-2]}, "item 0 breaks in way -2"),
        ({"breaking": [Breaking(1.5, 1, name="rearming")]}, "breaking rearming: chance is 1.5"),
        ({"breaking": [Breaking([0.1], 1)]}, r"breaking 0: chance has the shape \(1,\)"),
        ({"breaking": [Breaking(np.nan, 1)]}, "between 0 and 1"),
        ({"breaking": [Breaking(0.1, 2)]}, "fighting resumes in one of the states 0 to 1"),
        ({"breaking": [Breaking(0.1, -1)]}, "one of the states"),
        ({"breaking": [Breaking(0.1, 0.5)]}, "the position of one state"),
    ],
)
def test_breaks_that_make_no_game(changes: dict, said: str) -> None:
    with pytest.raises(BargainingError, match=said):
        struck_once(**changes)
