"""Drafting again: the record's news comes in, the analyst's own stays, comments survive, every difference is named."""

from __future__ import annotations

import copy
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from ripeness import open_case, read_reports
from ripeness.case.files import round_trip
from ripeness.cli import app
from ripeness.dossier import Dossier
from ripeness.drafting.merging import merge
from ripeness.drafting.writing import commented
from ripeness.errors import CaseError
from tests.drafting.test_draft import EVENING, MORNING, pile

names = st.sampled_from(["front", "aid", "north", "south"])
leaves = st.one_of(
    st.integers(0, 9),
    st.sampled_from(["open", "closed"]),
    st.builds(lambda a, b: {"low": a, "likely": a + b, "high": a + 2 * b}, st.integers(0, 4), st.integers(1, 4)),
    st.lists(names, max_size=3, unique=True),
)
entries = st.lists(
    st.builds(lambda party, value: {"party": party, "worth": value}, names, leaves), min_size=1, max_size=4,
    unique_by=lambda each: each["party"],
)  # fmt: skip
cases = st.recursive(
    st.dictionaries(names, st.one_of(leaves, entries), max_size=3),
    lambda inner: st.dictionaries(names, st.one_of(leaves, inner), max_size=3),
    max_leaves=8,
)


def merged(base: Any, mine: Any, fresh: Any) -> Any:
    root = commented(mine)
    merge(base, root, fresh)
    out = io.StringIO()
    round_trip().dump(root, out)
    return plain(round_trip().load(out.getvalue()))


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        rows = [plain(item) for item in value]
        return sorted(rows, key=str) if rows and isinstance(rows[0], dict) else rows
    return int(value) if isinstance(value, int) else str(value)


@given(cases, cases)
def test_what_nobody_touched_becomes_what_the_record_says(base: Any, fresh: Any) -> None:
    assert merged(base, copy.deepcopy(base), fresh) == plain(fresh)


@given(cases, cases)
def test_where_the_record_says_nothing_new_the_analysts_case_stays(base: Any, mine: Any) -> None:
    assert merged(base, mine, copy.deepcopy(base)) == plain(mine)


@given(cases, cases, cases)
def test_twice_changes_no_more_than_once(base: Any, mine: Any, fresh: Any) -> None:
    once = merged(base, mine, fresh)
    assert merged(fresh, copy.deepcopy(once), fresh) == once


@pytest.fixture
def case(tmp_path: Path) -> Path:
    found = read_reports(pile(tmp_path / "in", a=MORNING)).drafted(tmp_path / "case")
    assert isinstance(found, Dossier)
    return tmp_path / "case"


def edit(case: Path, old: str, new: str) -> None:
    file = case / "case.yaml"
    text = file.read_text()
    assert old in text, old
    file.write_text(text.replace(old, new, 1))


def test_drafting_again_without_news_changes_nothing(case: Path) -> None:
    before = (case / "case.yaml").read_text()
    found = open_case(case).draft_again()
    assert found.differences == ()
    found.write()
    assert (case / "case.yaml").read_text() == before


def test_edits_and_comments_stay_and_news_comes_in(case: Path, tmp_path: Path) -> None:
    edit(case, "now: level", "now: ardal_ahead  # the line moved in April")
    edit(case, "  ardal:\n    name: Ardal\n", "  ardal:\n    name: Ardal  # our desk\n")
    more = pile(tmp_path / "more", b=EVENING)
    assert CliRunner().invoke(app, ["add", str(case), str(more)]).exit_code == 0
    dossier = open_case(case)
    found = dossier.draft_again()
    weight = "preferences.ardal.weights.withdrawal"
    assert {each.kind for each in found.differences if each.where == weight} == {"changed"}
    found.write()
    text = (case / "case.yaml").read_text()
    assert "now: ardal_ahead  # the line moved in April" in text
    assert "# our desk" in text
    again = open_case(case)
    assert again.case.preferences["ardal"].weights["withdrawal"].likely == 30
    assert again.draft_again().differences == ()


def test_what_the_record_would_change_of_the_analysts_own_is_shown_and_kept(case: Path, tmp_path: Path) -> None:
    old = "withdrawal:\n        low: 5.0\n        likely: 20.0\n        high: 40.0\n"
    file = case / "case.yaml"
    before, mine = file.read_text().split("  ardal:\n    weights:", 1)
    assert old in mine
    file.write_text(before + "  ardal:\n    weights:" + mine.replace(old, "withdrawal:\n        value: 77\n", 1))
    more = pile(tmp_path / "more", b=EVENING)
    CliRunner().invoke(app, ["add", str(case), str(more)])
    found = open_case(case).draft_again()
    kept = [each for each in found.differences if each.kind == "kept"]
    assert "preferences.ardal.weights.withdrawal" in [each.where for each in kept]
    found.write()
    assert open_case(case).case.preferences["ardal"].weights["withdrawal"].value == 77


def test_a_case_that_was_not_drafted_is_refused(tmp_path: Path) -> None:
    pile(tmp_path / "in", a=MORNING)
    CliRunner().invoke(app, ["new", str(tmp_path / "own")])
    CliRunner().invoke(app, ["add", str(tmp_path / "own"), str(tmp_path / "in")])
    with pytest.raises(CaseError, match=r"no draft\.yaml"):
        open_case(tmp_path / "own").draft_again()


def test_the_brief_after_says_what_each_change_did(case: Path, tmp_path: Path) -> None:
    first = open_case(case)
    first.remember(first.brief().material)
    CliRunner().invoke(app, ["add", str(case), str(pile(tmp_path / "more", b=EVENING))])
    open_case(case).draft_again().write()
    changes = open_case(case).changes()
    assert changes is not None
    assert changes.case is not None
    assert any("withdrawal" in str(effect).lower() for effect in (*changes.case.effects, *changes.case.other))


def test_a_dry_run_writes_nothing(case: Path, tmp_path: Path) -> None:
    CliRunner().invoke(app, ["add", str(case), str(pile(tmp_path / "more", b=EVENING))])
    before = (case / "case.yaml").read_bytes(), (case / "draft.yaml").read_bytes()
    shown = CliRunner().invoke(app, ["draft", str(case), "--dry-run"])
    assert shown.exit_code == 0
    assert "Changed in the record" in shown.stdout
    assert ((case / "case.yaml").read_bytes(), (case / "draft.yaml").read_bytes()) == before


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(case: Path, tmp_path: Path) -> None:
    CliRunner().invoke(app, ["add", str(case), str(pile(tmp_path / "more", b=EVENING))])
    found = open_case(case).draft_again()
    theirs = (case / "case.yaml").read_text("utf-8") + "# read by another\n"
    (case / "case.yaml").write_text(theirs, "utf-8")
    with pytest.raises(CaseError, match="meanwhile"):
        found.write()
    assert (case / "case.yaml").read_text("utf-8") == theirs
