"""A case with something changed: by name, with what it was; everything else, and the old case, stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from ripeness.case.assumptions import numbers
from ripeness.case.changes import (
    changed,
    places,
    with_lasting_deals,
    with_number,
    with_one_belief,
    without_refusals,
    without_rules,
)
from ripeness.case.files import parse, read_source
from ripeness.case.model import CaseFile
from ripeness.errors import RipenessError
from tests.case.template import case_file

EXAMPLE = Path(__file__).parents[2] / "examples" / "spring-2025"


@pytest.fixture(scope="module")
def case() -> CaseFile:
    return parse(read_source(EXAMPLE))


def test_every_number_can_be_changed_and_nothing_else_changes(case: CaseFile) -> None:
    before = {loc: number for loc, number, _, _ in numbers(case)}
    for loc, _ in places(case).values():
        other = with_number(case, loc, 0.123)
        after = {at: number for at, number, _, _ in numbers(other)}
        assert after.keys() == before.keys()
        assert after[loc].point == 0.123
        assert all(after[at] == before[at] for at in before if at != loc)
    assert {loc: number for loc, number, _, _ in numbers(case)} == before


def test_settings_say_what_was_and_what_is(case: CaseFile) -> None:
    other, settings = changed(
        case, {"front_up": "0.2", "now.front": "static", "aid": "reduced", "tracks.relations.linked_to": "none"}
    )
    assert [(s.label, s.before, s.after) for s in settings] == [
        ("front up", "0.1", "0.2"),
        ("The front", "Slow Russian gains", "No side moves"),
        ("Aid to Ukraine", "Flowing", "Reduced"),
        ("American-Russian relations is decided", "with Settlement", "by itself"),
    ]
    assert other.situation.variables["front"].now == "static"
    assert other.tracks["relations"].linked_to is None and case.tracks["relations"].linked_to == "settlement"


def test_a_link_can_be_made_again(case: CaseFile) -> None:
    apart, _ = changed(case, {"tracks.relations.linked_to": "none"})
    again, (setting,) = changed(apart, {"tracks.relations.linked_to": "settlement"})
    assert again == case
    assert (setting.before, setting.after) == ("by itself", "with Settlement")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"front_upp": "0.2"}, "Did you mean 'front_up'?"),
        ({"front_up": "much"}, "not a number"),
        ({"front_up": "nan"}, "not a number"),
        ({"situation.drift.1.moves.up": "1.5"}, "between 0 and 1"),
        ({"parties.russia.discount": "1"}, "between 0 and 1"),
        ({"now.front": "staticc"}, "Did you mean 'static'?"),
        ({"now.frontt": "static"}, "now.front"),
        ({"tracks.relations.linked_to": "relations"}, "settlement"),
        ({"preferences.russia.values.territory.borders_1991": "-3"}, "between 0 and 100"),
    ],
)
def test_what_is_unknown_or_impossible_is_told_with_a_fix(case: CaseFile, settings: dict[str, str], told: str) -> None:
    with pytest.raises(RipenessError, match=told.replace("?", r"\?")):
        changed(case, settings)


def test_tracks_without_a_status_quo_cannot_be_kept_apart(tmp_path: Path) -> None:
    text = (EXAMPLE / "case.yaml").read_text(encoding="utf-8")
    other = parse(read_source(case_file(tmp_path, text.replace("    status_quo: deferred\n", ""))))
    with pytest.raises(RipenessError, match=r"alliance without a status_quo"):
        changed(other, {"tracks.relations.linked_to": "none"})


def test_what_stands_in_the_way_can_be_taken_away(case: CaseFile) -> None:
    assert with_one_belief(case).beliefs == {} and case.beliefs
    assert with_lasting_deals(case).durability == ()
    firm = [place for place, position in enumerate(case.positions) if position.firm]
    assert not any(position.firm for position in without_refusals(case).positions)
    one = without_refusals(case, firm[:1])
    assert [place for place, position in enumerate(one.positions) if position.firm] == firm[1:]
    assert without_rules(case, forbidden=[0]).forbidden == ()
    assert without_rules(case, required=[0]).required == ()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"tracks.settlement.recognition.russia": "0.9"}, "chances of proposing on 'settlement' sum to 1.45"),
        (
            {"tracks.relations.linked_to": "none", "tracks.relations.recognition.russia": "0.9"},
            "'relations' sum to 1.2",
        ),
        ({"deals.general_truce.lasts": "2.5"}, "whole number of periods"),
        ({"now.front": "line_breaks"}, "‘The Ukrainian line breaks’ holds today"),
    ],
)
def test_settings_that_make_no_case_are_refused(case: CaseFile, settings: dict[str, str], told: str) -> None:
    with pytest.raises(RipenessError, match=told):
        changed(case, settings)
