"""The brief as Markdown: everything that it answers, every passage with its place, and no words that become mark-up."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from typer.testing import CliRunner

from ripeness import open_case, read_reports
from ripeness.brief.markdown import text
from ripeness.cli import app
from tests.brief.opened import dossier

EXAMPLE = Path(__file__).parents[2] / "examples" / "spring-2025"
ACTIVE = {"link_open", "image", "html_inline", "html_block", "code_inline", "fence", "em_open", "strong_open"}


def tokens(source: str) -> list[Token]:
    found = MarkdownIt("gfm-like", {"linkify": False}).parse(source)
    return [inner for token in found for inner in (token, *(token.children or ()))]


@pytest.fixture(scope="module")
def brief() -> str:
    return open_case(EXAMPLE).brief().markdown()


def test_it_has_every_part_in_order(brief: str) -> None:
    titles = [line[3:] for line in brief.splitlines() if line.startswith("## ")]
    assert titles[:5] == [
        "In short",
        "Sources, by independent original",
        "Who stands where",
        "What happened, in order",
        "Accounts that contradict each other",
    ]
    assert titles[-2:] == ["Assumptions", "Method and limits"]
    assert "| Russia: weight of Territory | 46 weight points |" in brief


def test_every_passage_stands_at_its_place(brief: str) -> None:
    reports = {report.id: report.text for report in open_case(EXAMPLE)}
    plain = brief.replace("\\", "").replace("\u200b", "")
    found = 0
    for part in plain.split("“")[1:]:
        words, end, rest = part.partition("” [")
        place = rest.partition("]")[0].split(", ")
        if end and len(place) == 2 and place[0] in reports:
            start, _, stop = place[1].partition("–")
            exact = " ".join(reports[place[0]][int(start) : int(stop)].split())
            assert exact.replace("“", "").startswith(words.split("“")[-1].rstrip("…")[:40]) or "“" in exact
            found += 1
    assert found > 50


@pytest.mark.slow
def test_what_is_kept_of_a_case_has_its_sections(tmp_path: Path) -> None:
    opened = dossier(tmp_path / "case")
    opened.remember(opened.brief().material)
    opened.record_forecast("2025-09-01", question="Will <b>it</b> hold?", chance=0.25, name="Ada")
    file = opened.folder.source.path
    file.write_text(file.read_text("utf-8").replace("discount: 0.97", "discount: 0.9", 1), "utf-8")
    changed = open_case(tmp_path / "case")
    changed.study(128)
    told = changed.brief().markdown()
    titles = [line[3:] for line in told.splitlines() if line.startswith("## ")]
    assert {"How far to trust it", "Forecasts kept"} <= set(titles)
    assert any(title.startswith("What has changed since") for title in titles)
    assert "| draws with a zone |" in told
    assert "- 25%: Will" in told
    assert "(0.97 → 0.9)" in told
    assert not {token.type for token in tokens(told)} & {"html_inline", "html_block"}


@given(st.text(max_size=80))
def test_words_stay_words(words: str) -> None:
    assert not ACTIVE & {token.type for token in tokens(f"- {text(words)}")}


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "[here](http://x.y)",
        "![a](b)",
        "*b* _i_ `c`",
        "# h",
        "a | b",
        "&lt;b&gt;",
        "1. x",
        "- x",
    ],
)
def test_mark_up_in_words_is_shown(words: str) -> None:
    parts = tokens(text(words))
    assert not ACTIVE & {token.type for token in parts}
    shown = "".join(token.content for token in parts if token.type in ("text", "text_special"))
    assert shown.replace("\u200b", "") == words


def test_the_command_writes_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rain\n\nIt rained, <b>and</b> nobody said a word.\n")
    out = tmp_path / "b.html"
    ran = CliRunner().invoke(app, ["brief", str(tmp_path / "a.txt"), "--out", str(out), "--md", str(tmp_path / "b.md")])
    assert ran.exit_code == 0
    assert (tmp_path / "b.md").read_text().startswith("# What 1 report establishes")
    assert read_reports(tmp_path / "a.txt").brief().markdown() == (tmp_path / "b.md").read_text()
