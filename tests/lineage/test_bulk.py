"""Bulk lineage finds the edges of ``find_lineage``: in this process, on Ray, and on a cluster that loses a worker.

Each run has a process of its own, for Daft cannot change its runner.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.lineage_quality import piles
from ripeness.errors import BulkError, ReportError
from ripeness.lineage import Lineage, find_lineage
from ripeness.lineage.components import components
from ripeness.lineage.sharing import ALL_PAIRS_REPORTS, RUN_REPORTS_MOST, sharing_pairs
from ripeness.reports import Passage, Report, read_paths

os.environ["DAFT_ANALYTICS_ENABLED"] = "0"
pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("daft")

from ripeness.lineage.bulk import read_edges, write_edges, write_reports  # noqa: E402  needs what is asked for above
from ripeness.lineage.bulk.files import Groups, Numbering  # noqa: E402

Make = Callable[..., Report]
ROOT = Path(__file__).resolve().parents[2]
DATA = Path(__file__).parent / "data"
LOOPBACK = {"127.0.0.1", "::ffff:127.0.0.1", "::1"}
DAY = "2031-05-02"
WIRE = (
    "The ferry to Ostrava Point stopped at noon after a boiler burst below deck. Nine sailors were carried ashore by "
    "fishermen, and the harbour master closed the northern pier until divers have looked at the hull."
)
TASK_REPORTS = 40  # as in bulk_on_ray.py


@pytest.fixture(scope="module")
def pile(make: Make, text_of: Callable[[str], str], invented_pile: list[Report]) -> list[Report]:
    """All labelled negotiations in one pile, the invented events, and what asks for care."""
    mines, harbour, ridge = (text_of(f"{event}.original") for event in ("mines", "harbour", "ridge"))
    cited, line = "\nSo much according to the Aldova Herald.", "Original Source: Velm Gazette"
    told = text_of("harbour.paraphrase") + f"\n{line}"
    return [
        *(report for pile in piles() for report in pile.reports),
        make("twin one", harbour, "The Aldova Herald", DAY),
        make("empty", ""),
        *invented_pile,
        make("roundup", f"{mines}\n{harbour}\n{text_of('ridge.other1')}"),
        make("twin two", harbour, "The Aldova Herald", DAY),
        make("citing", text_of("harbour.spun") + cited, "Velm Gazette", DAY),
        replace(make("line", told), source_lines=(Passage("line", told.index(line), len(told), line),)),
        # each cites the other: neither is taken to rest on the other
        make("mutual one", f"{ridge}\nThis was first reported by the Sarrow Courier.", "Lissen Tribune"),
        make("mutual two", f"{ridge}\nThis was first reported by the Lissen Tribune.", "Sarrow Courier"),
        # more than a run may join pair by pair, and texts that cannot be read
        *(make(f"wire {at}", f"Site {at}\n{WIRE}") for at in range(RUN_REPORTS_MOST + 5)),
        *(
            make(f"unread {at}", text)
            for at, text in enumerate(("停火。", "TALKS STALL", "停火。", "Talks stall", "停火。"))
        ),
    ]


@pytest.fixture(scope="module")
def expected(pile: list[Report]) -> Lineage:
    lineage = find_lineage(pile)
    assert len(pile) > ALL_PAIRS_REPORTS
    assert {edge.kind for edge in lineage.edges} == {"copy", "abridged", "spun", "paraphrase", "cites"}
    assert any("round-up" in edge.rule for edge in lineage.edges)
    assert sum("capitals" in edge.rule for edge in lineage.edges) == 3
    assert max(map(len, lineage.stories)) > RUN_REPORTS_MOST
    assert len(lineage.origins) < len(lineage.stories) < len(pile)
    return lineage


@pytest.fixture(scope="module")
def parquet(pile: list[Report], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pile in a folder of two files."""
    folder = tmp_path_factory.mktemp("parquet")
    assert write_reports(pile[:90], folder / "a.parquet") == 90
    write_reports(iter(pile[90:]), folder / "b.parquet")
    return folder


def run(*words: str | Path) -> str:
    """What a process of its own prints on stdout; what it says else is shown if it fails."""
    search = os.pathsep.join([str(ROOT), *sys.path])
    environment = {**os.environ, "PYTHONPATH": search}
    done = subprocess.run(
        [sys.executable, *map(str, words)], capture_output=True, text=True, env=environment, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    return done.stdout


def ripeness(*words: str | Path) -> dict[str, Any]:
    return json.loads(run("-c", "from ripeness.cli import main; main()", *words, "--json"))


def on_ray(what: str, reports: Path, out: Path) -> dict[str, Any]:
    """What bulk_on_ray.py saw."""
    run(Path(__file__).with_name("bulk_on_ray.py"), what, reports, out)
    return json.loads(out.with_suffix(".seen.json").read_text(encoding="utf-8"))


def assert_same(out: Path, expected: Lineage) -> None:
    """The folder holds these edges and stories, and nothing else."""
    assert read_edges(out) == expected.edges
    rows = pq.read_table(out / "stories.parquet").to_pylist()
    for column, partition in (("story", expected.stories), ("origin", expected.origins)):
        groups = defaultdict(list)
        for row in rows:
            groups[row[column]].append(row["report"])
        assert tuple(tuple(groups[number]) for number in range(len(groups))) == partition
    assert {path.name for path in out.iterdir()} == {"edges", "stories.parquet"}


@pytest.mark.slow
def test_in_this_process(parquet: Path, expected: Lineage, tmp_path: Path) -> None:
    found = ripeness("bulk", parquet / "a.parquet", parquet / "b.parquet", "--out", tmp_path / "out", "--at-once", 150)
    assert_same(tmp_path / "out", expected)
    assert found["stories"] == expected.independent.strict
    assert found["origins"] == expected.independent.all
    assert found["edges"] == len(expected.edges)


@pytest.mark.slow
def test_a_folder_of_few_reports(tmp_path: Path) -> None:
    expected = find_lineage(read_paths([DATA]).reports)
    assert len(expected.edges) > 0
    out = tmp_path / "out"
    ripeness("bulk", DATA, "--out", out)
    assert read_edges(out) == expected.edges
    assert pq.read_metadata(out / "reports.parquet").num_rows <= ALL_PAIRS_REPORTS


@pytest.mark.slow
def test_on_a_local_ray(parquet: Path, expected: Lineage, tmp_path: Path) -> None:
    pytest.importorskip("ray")
    seen = on_ray("local", parquet, tmp_path / "out")
    assert_same(tmp_path / "out", expected)
    assert len(seen["listening"]) > 0
    assert set(seen["listening"]) <= LOOPBACK
    assert set(seen["told"].values()) == {"0"}


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker(parquet: Path, expected: Lineage, tmp_path: Path) -> None:
    pytest.importorskip("ray")
    seen = on_ray("lose", parquet, tmp_path / "out")
    assert seen["steps"] == ["number", "read"]  # when the worker was killed, at work
    assert 0 < seen["read"] < seen["reports"] / TASK_REPORTS
    assert seen["alive"] == [False, True]
    assert_same(tmp_path / "out", expected)


def test_groups_are_components() -> None:
    chance = np.random.default_rng(3)
    pairs = chance.integers(0, 60, (40, 2))
    groups = Groups(60)
    for batch in np.array_split(pairs, 7):
        groups.join(*batch.T)
    assert groups.numbers(60).tolist() == components(60, pairs).tolist()


@pytest.mark.parametrize("most", [30, 8])  # of the keys some are stars with the second
def test_pairs_of_holders_are_those_of_the_index(most: int) -> None:
    from ripeness.lineage.bulk.steps import _pairs_of

    chance = np.random.default_rng(5)
    keys = [set(chance.integers(0, 25, 12).tolist()) for _ in range(30)]
    holders = [places for key in range(25) if len(places := [i for i, own in enumerate(keys) if key in own]) > 1]
    rows = [row for own in _pairs_of([places[::-1] for places in holders], 10, most).to_pylist() for row in own]
    expected = sharing_pairs([np.array(sorted(own), dtype=np.uint64) for own in keys], most, 1, stars=True)
    assert {(row["i"], row["j"]): row["shared"] for row in rows} == expected
    assert len(rows) == len(expected)
    assert all(row["block"] == row["i"] // 10 for row in rows)


def test_rows_are_numbered_over_files_of_any_size(make: Make, tmp_path: Path) -> None:
    reports = [make(str(number), f"Text {number}.") for number in range(23)]
    files = []
    for name, start, end in (("a", 0, 3), ("b", 3, 3), ("c", 3, 23)):
        files.append(tmp_path / f"{name}.parquet")
        write_reports(reports[start:end], files[-1])
    numbering = Numbering()
    numbering.write(files, tmp_path / "numbered", 5)
    tables = [pq.read_table(file) for file in sorted((tmp_path / "numbered").iterdir())]
    assert [len(table) for table in tables] == [5, 5, 5, 5, 3]
    rows = [row for table in tables for row in table.to_pylist()]
    assert [(row["place"], row["id"]) for row in rows] == list(enumerate(report.id for report in reports))


@pytest.mark.parametrize(
    ("columns", "seen"),
    [
        ({"id": ["a", "b", "a"], "text": ["One.", "Two.", "Three."]}, "'a' stands twice"),
        ({"id": ["a"]}, "no column text"),
        ({"id": ["a", None], "text": ["One.", "Two."]}, "a row without id or text"),
        ({"id": ["a"], "text": ["One."], "source_lines": ["x"]}, "a column of another type"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(columns: dict[str, list[Any]], seen: str, tmp_path: Path) -> None:
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    with pytest.raises(ReportError, match=seen):
        Numbering().write([tmp_path / "a.parquet"], tmp_path / "numbered", 5)


def test_what_is_no_parquet_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_text("no")
    with pytest.raises(ReportError, match="no Parquet file"):
        Numbering().write([tmp_path / "a.parquet"], tmp_path / "numbered", 5)


def test_an_earlier_answer_is_not_written_over(parquet: Path, tmp_path: Path) -> None:
    (tmp_path / "edges").mkdir()
    with pytest.raises(BulkError, match="is there already"):
        write_edges(parquet, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["edges"]


def test_an_unfinished_file_of_reports_is_not_left(tmp_path: Path) -> None:
    def broken() -> Any:
        raise OSError("gone")
        yield

    with pytest.raises(OSError, match="gone"):
        write_reports(broken(), tmp_path / "a.parquet")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, parquet: Path, tmp_path: Path) -> None:
    from ripeness.lineage import bulk

    monkeypatch.setattr(bulk, "find_spec", lambda name: None if name == "daft" else name)
    with pytest.raises(BulkError, match=r"pip install 'ripeness\[bulk\]'"):
        write_edges(parquet, tmp_path)


def test_where_no_cluster_listens_is_said_at_once(parquet: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = "{}:{}".format(*taken.getsockname())
    with pytest.raises(BulkError, match=f"no Ray cluster at {address}"):
        write_edges(parquet, tmp_path, ray=address)
    assert list(tmp_path.iterdir()) == []
