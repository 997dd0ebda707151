"""Examples whose end is known: not ripe at their date, ripe in the later situation, for the reasons that were told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from ripeness.dossier import Dossier, open_case
from ripeness.outlook import Zone

EXAMPLES = Path(__file__).parents[1] / "examples"
KOREA, DAYTON = "korea-1951", "dayton-1995"

SPRING_1953 = {"moscow": "wants_out", "pressure": "threatened", "talks": "sitting"}
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
    speakers = {statement.speaker for statement in opened.record}
    assert {(who.name in readme, who.party) for who in speakers if who} == {(True, None)}
    assert None not in speakers


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
