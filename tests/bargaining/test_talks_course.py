"""Following one play, and the outlook: the same chances, drawn and added up."""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining import BargainingError, Situation
from ripeness.bargaining.talks import Interim, Talks
from tests.bargaining.test_talks import front, war


def patience() -> Talks:
    """A mediator who stays only so long; a treaty is possible just before he is gone; a truce calls him back."""
    drift = np.array([[0.6, 0.4, 0.0], [0.0, 0.5, 0.5], [0.0, 0.0, 0.0]])
    situation = war([[0.02, -0.1]], states=3, drift=drift, ends=[False, False, True], end_value=[[0.4, 0.1]] * 3)
    back = Interim([0.0, -0.02], np.array([[1.0, 0.0, 0.0]] * 3), name="thirty days")
    menu = [[False, True], [True, True], [False, False]]
    return Talks(situation, [[0.6, 0.4]], [0.2, 0.3], [back], menu=menu, items=["treaty", "thirty days"])


def test_the_outlook_by_hand() -> None:
    """One state, a deal that only Kestria (chance .3) offers: .3, then .7 * .3, ..."""
    talks = Talks(war([[0.0, 0.0]]), [[0.0, 0.5]], recognition=[0.5, 0.3], proposers=[[False, True]])
    outlook = talks.stationary(starts=1).equilibrium.outlook(0, 3)
    assert outlook.deal_by() == pytest.approx([0.3, 0.51, 0.657])
    assert outlook.by_item() == {"deal 0": pytest.approx(0.657)}
    assert outlook.by_proposer() == {"Aldova": 0.0, "Kestria": pytest.approx(0.657)}
    assert outlook.expected_delay() == pytest.approx((0.21 + 2 * 0.147) / 0.657)
    assert outlook.going[-1, 0] == pytest.approx(0.343)


def test_the_first_deal_of_any_kind() -> None:
    solved = front().finite(6)
    final, first = solved.outlook(0), solved.outlook(0, until="any")
    assert first.deal_by()[0] == pytest.approx(0.5)  # Kestria is drawn and offers the truce
    assert final.deal_by()[0] == pytest.approx(0.0)
    assert final.by_item()["truce"] > first.by_item()["truce"]
    assert first.deal_by()[-1] <= 1


def test_plays_happen_as_often_as_the_outlook_says() -> None:
    solved = patience().stationary(starts=1).equilibrium
    outlook = solved.outlook(0, 40)
    plays = [solved.play(seed, 0, 40) for seed in range(1500)]
    share = sum(play.ending == "deal" for play in plays) / len(plays)
    assert 0.02 < outlook.deal_by()[-1] < 0.98
    assert share == pytest.approx(outlook.deal_by()[-1], abs=0.05)
    ends = sum(play.ending == "end" for play in plays) / len(plays)
    assert ends == pytest.approx(outlook.ended[-1].sum(), abs=0.05)
    truces = sum(step.item == 1 and step.answer == "accepted" for play in plays for step in play.steps) / len(plays)
    assert truces == pytest.approx(outlook.by_item().get("thirty days", 0.0), abs=0.15)


def test_a_play_tells_its_story_and_can_be_played_again() -> None:
    solved = front().finite(6)
    play = solved.play(seed=1, state=0)
    assert play == solved.play(seed=1, state=0)
    assert str(play).count("\n") == len(play.steps) - 1
    assert {step.narration.split(": ", 1)[1] for step in play.steps} <= {
        "no talks; fighting goes on.",
        "Kestria offers 'truce'; it is accepted.",
        "Kestria offers 'split'; it is accepted.",
        "Kestria offers nothing; fighting goes on.",
    }
    for before, after in zip(play.steps, play.steps[1:], strict=False):
        assert before.next_state == after.state


def test_nothing_happens_from_an_end_and_there_is_no_other_state() -> None:
    solved = front().finite(2)
    assert solved.play(0, 2).ending == "end"
    assert solved.play(0, 2).steps == ()
    assert solved.outlook(2).ended[:, 2].tolist() == [1.0, 1.0]
    assert np.isnan(solved.outlook(2).expected_delay())
    for ask in (lambda: solved.play(0, 3), lambda: solved.outlook(-1)):
        with pytest.raises(BargainingError, match="there is no state"):
            ask()
    with pytest.raises(BargainingError, match="at least 1 ahead"):
        front().stationary(starts=1).equilibrium.outlook(0, 0)


def test_what_a_party_does_by_itself_is_no_agreement() -> None:
    """One state: A's own move needs nobody, and is made in vain; B agrees to a pause one time in two."""
    still = [[1.0]]
    situation = Situation(["s"], [still, still], still, [[-0.1, -0.1]], [0.9, 0.9], [[0, 0]], [False], ["A", "B"])
    talks = Talks(
        situation,
        np.zeros((0, 2)),
        recognition=[0.3, 0.5],
        interim=[Interim([0.0, -0.1], still, name="own move"), Interim([0.0, 0.0], still, name="pause")],
        consent=[[False, False], [True, True]],
        proposers=[[True, False], [False, True]],
    )
    outlook = talks.stationary().equilibrium.outlook(0, 4, until="any")
    assert outlook.deal_by().tolist() == pytest.approx([1 - 0.5**k for k in (1, 2, 3, 4)])
    assert outlook.by_item()["own move"] == pytest.approx(0.3 * (1 + 0.5 + 0.25 + 0.125))
