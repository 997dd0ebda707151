"""Every brief is one file that conforms to HTML, fetches nothing and is small enough to be sent."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ripeness.dossier import Dossier, open_case, read_reports
from tests.brief.conforming import faults
from tests.brief.opened import dossier

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
FOUNDING = ROOT.parent / "shared" / "reports"
MOST = 3_000_000  # bytes of a brief: what most mail still takes


def opened(name: str, folder: Path) -> Dossier:
    shutil.copytree(EXAMPLES / name, folder / name, ignore=shutil.ignore_patterns("case.db*", "briefs", "runs"))
    return open_case(folder / name)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<p>a<div>b</div></p>", "Unexpected </p>"),
        ("<p><b><i>a</b></i></p>", "Unexpected </i>"),
        ("<blink>a</blink>", "no element"),
        ("<span><ul><li>a</li></ul></span>", "<ul> stands in <span>"),
        ("<ul><p>a</p></ul>", "<p> is a child of <ul>"),
        ('<p id="a">a</p><p id="a">b</p>', "2 times"),
        ('<a href="#b">a</a>', "not there"),
        ("<h2>a</h2><h4>b</h4>", "<h4> comes after <h2>"),
        ('<img src="a.png">', "loads"),
        ('<a href="https://example.org">a</a>', "leads outside"),
        ('<p onclick="a()">a</p>', "runs onclick"),
        ("<style>p { background: url(a.png) }</style>", "a style loads"),
        ('<svg viewBox="0 0 1 1"></svg>', "no words"),
        ("<table><tbody><tr><td>a</td></tr><tr><td>a</td><td>b</td></tr></tbody></table>", "columns"),
    ],
)
def test_what_is_wrong_is_found(page: str, said: str) -> None:
    whole = f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body><h1>t</h1>{page}</body></html>'
    assert any(said in fault for fault in faults(whole)), faults(whole)


def test_the_brief_of_a_small_case_conforms(tmp_path: Path) -> None:
    assert faults(dossier(tmp_path).brief().html()) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(each.parent.name for each in EXAMPLES.glob("*/case.yaml")))
def test_the_brief_of_an_example_conforms_and_is_small(name: str, tmp_path: Path) -> None:
    made = opened(name, tmp_path)
    if name == "korea-1951":  # so that preferences and ranges have their sections too
        made.examine(128)
    page = made.brief().html()
    assert faults(page) == []
    assert len(page.encode()) < MOST
    assert ('id="study"' in page, 'id="preferences"' in page) == (name == "korea-1951",) * 2


@pytest.mark.slow
def test_the_brief_of_raw_reports_conforms() -> None:
    pile = read_reports(EXAMPLES / "spring-2025" / "reports")
    assert faults(pile.brief().html()) == []


@pytest.mark.slow
@pytest.mark.skipif(not FOUNDING.is_dir(), reason="the founding reports lie beside the project, not in it")
def test_the_brief_of_the_founding_reports_and_its_changes_conform(tmp_path: Path) -> None:
    made = read_reports(FOUNDING).drafted(tmp_path / "case")
    assert isinstance(made, Dossier)
    brief = made.brief()
    (tmp_path / "earlier.json").write_text(brief.json(), encoding="utf-8")
    assert faults(brief.html()) == []
    fewer = made.without({made.reports[0].id})
    again = fewer.brief(since=tmp_path / "earlier.json").html()
    assert 'id="changes"' in again
    assert faults(again) == []
