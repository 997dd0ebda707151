"""Files that are nearly right, spoilt a little, are read, or refused with a reason: never a fault of ours.

Reports go all the way: read, kept in a store, read for statements and moves, searched. Cases are parsed and become
arrays. Exports are imported. The forms of the workbench are in `tests/workbench/test_fuzz.py`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ripeness.case import open_folder
from ripeness.case.files import source_of
from ripeness.case.folder import checked
from ripeness.dossier import Pile, open_case
from ripeness.errors import CaseError, RecordError, RipenessError
from ripeness.reports import read_paths
from ripeness.reports.shelf import add_reports, load_reports
from ripeness.store import Imported, Store, bring, open_store, read_imported, read_log
from ripeness.store.search import Indexed, find
from tests.brief.opened import LATER, WIRE, dossier
from tests.case.template import TEMPLATE
from tests.fuzz.mangled import ODD, lines_mangled, mangled

HTML = f"""<!DOCTYPE html><html lang="en"><head><title>Talks</title><meta name="date" content="2025-02-20">
<script type="application/ld+json">
{{"@type": "NewsArticle", "headline": "Talks", "datePublished": "2025-02-20"}}</script>
</head><body><article><h1>Talks</h1><p>{WIRE.partition("Date")[2]}</p><ul><li>One</li></ul></article></body></html>"""
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><item><title>Talks</title>
<link>https://wire.example/1</link><pubDate>Thu, 20 Feb 2025 10:00:00 GMT</pubDate>
<description><![CDATA[<p>{LATER.partition("Date")[2]}</p>]]></description></item></channel></rss>"""
LINE = '{"title": "Talks", "text": "The ministry rejected a truce.\\n\\nNobody spoke.", "date": "2025-02-20"}\n'
FILES = {".txt": WIRE, ".md": f"# Talks\n\n> {LATER}\n\n- a\n- b\n", ".html": HTML, ".rss": FEED, ".jsonl": LINE * 2}
MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
SOME = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def store(where: str | Path) -> Iterator[Store]:
    with open_store(where) as opened:
        yield opened


@MANY
@given(data=st.data(), kind=st.sampled_from(sorted(FILES)), coding=st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_a_report_is_read_kept_and_searched_or_refused(
    store: Store, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, kind: str, coding: str
) -> None:
    raw = data.draw(mangled([FILES[kind]])).encode(coding, "surrogatepass" if coding == "utf-8" else "replace")
    file = tmp_path_factory.mktemp("one") / f"file{kind}"
    file.write_bytes(raw)
    reading = read_paths([file])
    added = add_reports(store, reading)
    kept = {report.id: report for report in load_reports(store)}
    assert all(kept[report.id] == report for report in added.new)
    pile = Pile(reading)
    assert pile.record is not None and pile.named is not None
    words = [Indexed("paragraph", report.id, report.text) for report in reading.reports]
    find(store, repr(raw), lambda: words, "ministry talks")


@MANY
@given(text=lines_mangled(TEMPLATE) | mangled([TEMPLATE]))
def test_a_case_is_loaded_or_every_fault_is_said(case: Path, text: str) -> None:
    reports = read_paths([case / "reports"]).reports
    try:
        folder = checked(source_of(text, case / "case.yaml"), reports)
        _ = folder.game
    except CaseError as error:
        assert error.problems and all(each.rule and each.fix for each in error.problems)
    except RipenessError as error:
        assert str(error)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fuzz") / "case"
    dossier(folder)
    return folder


@pytest.fixture(scope="module", params=["jsonl", "csv"])
def out(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of a case in which everything was decided on."""
    folder = tmp_path_factory.mktemp(request.param)
    other = dossier(folder / "case")
    for id in [each.reading.id for each in other.decided]:
        other.decide(id, "accepted", by="Ben", why="Read.")
    other.export(folder / "out", [request.param])
    return folder / "out"


@SOME
@given(data=st.data())
def test_an_export_is_taken_in_or_every_fault_is_said_and_nothing_is_taken(
    case: Path, out: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    spoilt = Path(shutil.copytree(out, tmp_path_factory.mktemp("in") / "out"))
    file = data.draw(st.sampled_from(sorted(path.name for path in out.iterdir())))
    text = (out / file).read_text(encoding="utf-8")
    made = data.draw(mangled([text]) | lines_mangled(text))
    (spoilt / file).write_bytes(made.encode("utf-8", "surrogatepass"))
    opened = open_case(case)
    before = opened.log.number
    try:
        opened.bring(spoilt, edited=data.draw(st.booleans()))
    except RecordError as error:
        assert error.problems
        with open_store(case / "case.db") as kept:
            assert read_log(kept).number == before
    except RipenessError as error:
        assert str(error)
    assert open_folder(case, opened.reports) and open_case(case).decided is not None


@SOME
@given(words=st.sampled_from(ODD) | st.text(max_size=50))
def test_whatever_words_are_kept_come_back_from_both_stores(store: Store, words: str) -> None:
    body = {"id": "s-1", "text": words, "of": [words, {words: None}]}
    bring(store, [], [Imported("s-1", "statement", body)])
    assert read_imported(store)[0].body == body
