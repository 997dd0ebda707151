"""Examples whose end is known: not ripe at their date, ripe in the later situation, for the reasons that were told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from ripeness.dossier import Dossier, open_case
from ripeness.outlook import TalksAnswers, Zone

EXAMPLES = Path(__file__).parents[1] / "examples"
KOREA, DAYTON = "korea-1951", "dayton-1995"

SPRING_1953 = {"moscow": "wants_out", "pressure": "threatened", "talks": "sitting", "wounded": "exchanged"}
FRONT_OF_OCTOBER = {"front": "half"}
PRESSURE_OF_SEPTEMBER = {"nato": "campaign", "washington": "leads", "belgrade": "answers_for_them"}


def at(folder: Path, example: str, **now: str) -> Dossier:
    """A copy of the example, with other values of its situation."""
    case = folder / example
    shutil.copytree(EXAMPLES / example, case, ignore=shutil.ignore_patterns("case.db*"))
    text = (case / "case.yaml").read_text(encoding="utf-8")
    for variable, value in now.items():
        start = text.index(f"\n    {variable}:\n      name:")
        moved, count = re.subn(r"(\n      now: )\w+", rf"\g<1>{value}", text[start:], count=1)
        assert count == 1, variable
        text = text[:start] + moved
    (case / "case.yaml").write_text(text, encoding="utf-8")
    return open_case(case)


def blockers(zone: Zone) -> set[tuple[str, ...]]:
    return {blocker.parties for blocker in zone.blockers}


def offers(opened: Dossier) -> dict[str, tuple[str, ...]]:
    """Which parties refuse each final deal that the case names."""
    return {verdict.key: verdict.refusing for verdict in opened.verdicts()}


@pytest.mark.parametrize("example", [KOREA, DAYTON])
def test_reports_are_read_and_their_retellings_known(example: str, tmp_path: Path) -> None:
    opened = at(tmp_path, example)
    lineage = opened.lineage()
    assert opened.failures == ()
    assert sorted(edge.kind for edge in lineage.edges if edge.strength == "strong") == ["abridged", "paraphrase"]
    assert (len(opened), lineage.independent.strict) == (9, 7)
    assert [len(desk.reports) for desk in lineage.desks] == [2]  # one report cites the outlet of another


@pytest.mark.parametrize("example", [KOREA, DAYTON])
def test_only_invented_experts_are_quoted(example: str, tmp_path: Path) -> None:
    opened = at(tmp_path, example)
    readme = (EXAMPLES / example / "README.md").read_text(encoding="utf-8")
    speakers = {statement.speaker for statement in opened.record.statements if statement.kind == "quotation"}
    assert {(who.name in readme, who.party) for who in speakers if who} == {(True, None)}
    assert None not in speakers


class Solved:
    """An example with its talks solved: today, and with changes that are asked for; each of them once."""

    def __init__(self, folder: Path, example: str) -> None:
        self.opened = at(folder, example)
        self._known: dict[tuple[tuple[str, str], ...], TalksAnswers] = {}

    def __call__(self, **now: str) -> TalksAnswers:
        key = tuple(sorted(now.items()))
        if key not in self._known:
            settings = {f"now.{variable}": value for variable, value in now.items()}
            self._known[key] = self.opened.what_if(settings).after if now else self.opened.talks()
        return self._known[key]


@pytest.fixture(scope="module")
def korea(tmp_path_factory: pytest.TempPathFactory) -> Solved:
    return Solved(tmp_path_factory.mktemp("korea"), KOREA)


@pytest.fixture(scope="module")
def dayton(tmp_path_factory: pytest.TempPathFactory) -> Solved:
    return Solved(tmp_path_factory.mktemp("dayton"), DAYTON)


def within(answers: TalksAnswers, periods: int) -> float:
    """The chance of a deal that ends the fighting within so many periods, the least of all equilibria found."""
    return answers.forecast.low[periods - 1]


def refusing(answers: TalksAnswers, deal: str) -> tuple[str, ...]:
    """Who would refuse an interim deal today."""
    found = next(each for each in answers.interim if each.key == deal)
    assert found.possible
    return found.refusing


def opening(solved: Solved) -> set[tuple[str, ...]]:
    """What, taken away, opens the zone: the three reasons and single refusals or rules."""
    return {reason.names for reason in solved.opened.why_not()[0].reasons if reason.opens}


# --- Korea ---------------------------------------------------------------------------------------------


def test_korea_is_not_ripe_in_the_recess_of_1952(tmp_path: Path) -> None:
    opened = at(tmp_path, KOREA)
    zone = opened.zones()[0]
    assert not zone.ripe
    assert blockers(zone) == {("china",), ("un_command",)}
    assert all(deal.deal["line"] == "contact" for deal in zone.frontier[:5])
    assert zone.frontier[0].deal["prisoners"] == "neutral_custody"


def test_korea_differs_on_the_prisoners_only(tmp_path: Path) -> None:
    opened = at(tmp_path, KOREA)
    found = {verdict.key: verdict for verdict in opened.verdicts()}
    ours, theirs = found["command_offers"].value.deal, found["northern_answer"].value.deal
    assert {issue for issue in ours if ours[issue] != theirs[issue]} == {"prisoners"}
    assert {"china"} <= set(found["command_offers"].refusing)
    assert {"un_command"} <= set(found["northern_answer"].refusing)
    assert found["terms_of_1953"].refusing == ("china",)
    for key in ("command_offers", "terms_of_1953"):
        costs = {issue: cost.amount for issue, cost in found[key].shortfall["china"].items()}
        assert max(costs, key=lambda issue: costs[issue]) == "prisoners"


def test_korea_is_ripe_in_the_spring_of_1953(tmp_path: Path) -> None:
    opened = at(tmp_path, KOREA, **SPRING_1953)
    zone = opened.zones()[0]
    assert zone.ripe and zone.slack is not None and zone.slack > 0.05
    assert offers(opened)["terms_of_1953"] == ()
    assert {deal.deal["prisoners"] for deal in zone.deals} <= {"neutral_custody", "neutral_interviews"}


@pytest.mark.parametrize("change", [{"moscow": "wants_out"}, {"pressure": "threatened"}])
def test_korea_one_change_alone_closes_most_of_the_gap(change: dict[str, str], tmp_path: Path) -> None:
    before, after = (
        at(tmp_path / name, KOREA, **now).zones()[0].slack for name, now in (("before", {}), ("after", change))
    )
    assert before is not None and after is not None
    assert after - before > 0.5 * -before
    assert after < 0.05


def test_korea_has_no_deal_now_in_october_1952(korea: Solved) -> None:
    today = korea()
    assert today.standings[0].status == "no zone"
    assert today.forecast.high[11] < 0.25
    assert today.stalling == ()  # nobody stalls where there is no zone


def test_korea_waits_because_each_side_thinks_that_the_other_tires_first(korea: Solved) -> None:
    found = opening(korea)
    assert ("mutual optimism",) in found
    assert ("the danger that a deal breaks",) not in found
    assert any("refusal" in name and "United Nations Command" in name for names in found for name in names)


def test_korea_agrees_in_the_spring_of_1953(korea: Solved) -> None:
    before, after = korea(), korea(**SPRING_1953)
    assert after.standings[0].status == "deal now"
    assert within(after, 12) > 0.75 > 0.25 > before.forecast.high[11]
    assert next(offer for offer in after.offers if offer.key == "terms_of_1953").refusing == ()


def test_korea_settles_for_what_was_left_open(korea: Solved) -> None:
    """The treaty for Seoul, and neutrals for the prisoners: custody or interviews, which the model leaves open."""
    deal = korea(**SPRING_1953).forecast.deals[0].item.deal
    assert deal is not None
    written = {"line": "contact", "airfields": "free", "supervision": "four_neutrals", "political": "conference"}
    assert deal.items() >= {**written, "pact": "treaty"}.items()
    assert deal["prisoners"] in ("neutral_custody", "neutral_interviews")


def test_korea_one_change_alone_brings_less_than_both(korea: Solved) -> None:
    both = korea(moscow="wants_out", pressure="threatened")
    for change in ({"moscow": "wants_out"}, {"pressure": "threatened"}):
        alone = korea(**change)
        assert alone.standings[0].status != "deal now"
        assert within(korea(), 12) < within(alone, 12) < within(both, 12)


def test_korea_exchanges_the_sick_and_wounded_once_moscow_and_the_threat_have_moved(korea: Solved) -> None:
    assert refusing(korea(), "sick_and_wounded") == ("china",)
    assert refusing(korea(moscow="wants_out", pressure="threatened"), "sick_and_wounded") == ()


def test_korea_a_pause_costs_the_side_that_bombs(korea: Solved) -> None:
    assert refusing(korea(), "pause_over_new_york") == ("un_command",)


# --- Dayton --------------------------------------------------------------------------------------------


def test_bosnia_is_not_ripe_in_june_1995(tmp_path: Path) -> None:
    opened = at(tmp_path, DAYTON)
    zone = opened.zones()[0]
    assert not zone.ripe
    assert blockers(zone) == {("bosnian_serbs",), ("bosnia",)}
    assert offers(opened) == {
        "contact_group": ("bosnian_serbs",),
        "serb_aims": ("bosnia", "croatia"),
        "dayton": ("bosnian_serbs",),
    }


def test_bosnia_is_ripe_with_front_and_pressure_moved(tmp_path: Path) -> None:
    opened = at(tmp_path, DAYTON, **FRONT_OF_OCTOBER, **PRESSURE_OF_SEPTEMBER)
    zone = opened.zones()[0]
    assert zone.ripe and zone.slack is not None and zone.slack > 0.1
    assert offers(opened)["dayton"] == ()
    fair = {point.concept: point.deals[0].deal for point in zone.fair}
    assert {(deal["map"], deal["state"], deal["force"]) for deal in fair.values()} == {
        ("fifty_one", "two_entities", "nato_force")
    }


def test_bosnia_each_change_alone_opens_less_than_both(tmp_path: Path) -> None:
    changes = {
        "none": {},
        "front": FRONT_OF_OCTOBER,
        "pressure": PRESSURE_OF_SEPTEMBER,
        "both": {**FRONT_OF_OCTOBER, **PRESSURE_OF_SEPTEMBER},
    }
    slack = {}
    for name, now in changes.items():
        opened = at(tmp_path / name, DAYTON, **now)
        slack[name] = opened.zones()[0].slack or 0.0
        if name == "pressure":  # a deal, but not the one of November: the land is still held
            assert offers(opened)["dayton"] == ("bosnian_serbs",)
    assert slack["none"] < 0 < slack["pressure"] < slack["front"] < slack["both"]


BOTH = {**FRONT_OF_OCTOBER, **PRESSURE_OF_SEPTEMBER}
NOVEMBER = {**BOTH, "guns": "silent"}


def test_bosnia_has_no_deal_now_in_june(dayton: Solved) -> None:
    today = dayton()
    assert today.standings[0].status == "no zone"
    assert today.forecast.high[0] < 0.05
    assert today.forecast.high[5] < 0.4


def test_bosnia_waits_because_each_side_expects_the_front_to_move_its_way(dayton: Solved) -> None:
    found = opening(dayton)
    assert ("mutual optimism",) in found
    assert ("the danger that a deal breaks",) not in found


@pytest.mark.parametrize("change", [BOTH, NOVEMBER])
def test_bosnia_agrees_with_front_and_pressure_moved(change: dict[str, str], dayton: Solved) -> None:
    before, after = dayton(), dayton(**change)
    assert after.standings[0].status == "deal now"
    assert within(after, 3) > 0.9
    assert within(after, 12) > before.forecast.high[11] + 0.2


def test_bosnia_settles_for_the_pillars_of_dayton(dayton: Solved) -> None:
    """Sarajevo, the corridor, Croatia's land and the form of relief are left open: they hang on small numbers."""
    deal = dayton(**NOVEMBER).forecast.deals[0].item.deal
    assert deal is not None
    assert deal.items() >= {"map": "fifty_one", "state": "two_entities", "force": "nato_force"}.items()


def test_bosnia_pressure_alone_leaves_waiting_worth_more(dayton: Solved) -> None:
    alone = dayton(**PRESSURE_OF_SEPTEMBER)
    assert alone.standings[0].status == "waiting pays"
    assert "bosnian_serbs" in alone.standings[0].waiting
    assert within(dayton(), 12) < within(alone, 12) < within(dayton(**BOTH), 12)


def test_bosnia_a_cease_fire_costs_those_who_expect_to_advance(dayton: Solved) -> None:
    assert refusing(dayton(), "cease_fire") == ("bosnia", "croatia")
    assert refusing(dayton(**NOVEMBER), "cease_fire") == ()


def test_bosnia_the_guns_leave_sarajevo_for_an_end_of_the_bombing_once_the_front_has_moved(dayton: Solved) -> None:
    assert "united_states" in refusing(dayton(**PRESSURE_OF_SEPTEMBER), "guns_from_sarajevo")
    assert refusing(dayton(**NOVEMBER), "guns_from_sarajevo") == ()
