"""ripeness lineage in a terminal: a tree of short lines, what is to be reviewed, and hostile words that stay words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from rich.cells import cell_len

from ripeness.lineage import Lineage
from ripeness.reports import Report
from ripeness.terminal import print_lineage
from tests.property.lineages import desk, edge, linked, report

A = report("2031-02-01-weir-post", "Weir Post", "2031-02-01")
B = report("2031-02-02-cna", "CNA", "2031-02-02")
C = report("2031-02-03-a-report-with-a-long-name", "The Long-Named Aldmere Valley Chronicle", "2031-02-03")
D = report("d", "Reed", None)
E = report("e", "Tarn Daily", "2031-02-05")


def printed(
    capsys: pytest.CaptureFixture[str], reports: list[Report], lineage: Lineage, edges: bool = False
) -> list[str]:
    print_lineage(reports, lineage, (), (), edges)
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def pile() -> tuple[list[Report], Lineage]:
    reports = [A, B, C, D, E]
    edges = [
        edge(B, A, "copy", score=1.0),
        edge(C, B, "spun", score=0.46),
        edge(D, A, "paraphrase", "review", 0.31, directed=False),
    ]
    return reports, linked(reports, edges, [desk("Sarn Wire", [E])])


def test_the_tree(pile: tuple[list[Report], Lineage], capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, *pile)
    assert out[:6] == [
        "1. 2031-02-01-weir-post · Weir Post · 2031-02-01",
        "├── 2031-02-02-cna · CNA · 2031-02-02 · copy 1.00",
        "│   └── 2031-02-03-a-report-with-a-long-name · The Lon… · 2031-02-03 · spun 0.46",
        "└── d · Reed · undated · paraphrase 0.31, order unknown, to be reviewed",
        "2. Sarn Wire (not in the pile)",
        "└── e · Tarn Daily · 2031-02-05 · names it",
    ]
    assert all(cell_len(line) <= 80 for line in out)
    assert "5 reports, between 2 and 3 independent originals." in out
    review = out.index("To be reviewed: 1 edge.")
    assert out[review + 1] == "  d -- 2031-02-01-weir-post: paraphrase 0.31"
    assert not any("By hand." in line for line in out)


def test_edges_are_explained_when_asked(pile: tuple[list[Report], Lineage], capsys: pytest.CaptureFixture[str]) -> None:
    out = " ".join(" ".join(printed(capsys, *pile, edges=True)).split())
    assert "2031-02-02-cna -> 2031-02-01-weir-post: copy 1.00. By hand." in out
    assert f"2031-02-02-cna: “{B.text}”" in out
    assert "d -- 2031-02-01-weir-post: paraphrase 0.31, to be reviewed. By hand." in out


def test_hostile_names_stay_names(capsys: pytest.CaptureFixture[str]) -> None:
    bad = report("bad", "[red]Wire[/red] \x1b[2J\u202e", "2031-02-01")
    worse = report("worse", "世界日報" * 30, "2031-02-02")
    nobody = report("nobody", None, "2031-02-03", title="A\ntitle\rof [bold]lines[/bold]")
    pile = [bad, worse, nobody]
    out = printed(capsys, pile, linked(pile, [edge(worse, bad), edge(nobody, worse)], [desk("[i]Gone[/i]", [bad])]))
    assert "[red]Wire[/red]" in out[1] and "[i]Gone[/i] (not in the pile)" in out[0]
    assert not any(sign in "".join(out) for sign in "\x1b\u202e\r")
    assert "A title of [bold]lin" in out[3]
    assert all(cell_len(line) <= 80 for line in out)


def test_a_chain_deeper_than_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    chain = [report(f"c{k:02}", "CNA", f"2031-03-{k + 1:02}") for k in range(30)]
    out = printed(capsys, chain, linked(chain, [edge(b, a) for a, b in pairwise(chain)]))
    assert all(cell_len(line) <= 80 for line in out)
    assert any("c29" in line and "paraphrase 0.50 of c28" in line for line in out)
    assert sum("c0" in line or "c1" in line or "c2" in line for line in out[:30]) == 30


def test_many_edges_to_review_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    many = [report(f"m{k:02}", "CNA", "2031-03-01") for k in range(25)]
    pile = [A, *many]
    out = printed(capsys, pile, linked(pile, [edge(each, A, strength="review") for each in many]))
    assert "To be reviewed: 25 edges." in out and "  and 5 more (--edges, --json)" in out
