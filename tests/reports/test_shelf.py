from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.errors import StoreError
from ripeness.reports import Dropped, Found, Reading, Report, holds, read_paths
from ripeness.reports.shelf import add_reports, load_reports
from ripeness.store import open_store

PROSE = "The envoy of Aldova said that the plan would be studied. Norrland waits.\nSource: Kestrel Wire\n0 Comments\n"


@pytest.fixture
def store(tmp_path):
    (tmp_path / "case").mkdir()
    with open_store(tmp_path / "case" / "case.db") as opened:
        yield opened


def written(path: Path, content: str = PROSE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def test_reports_come_back_as_they_were_read_and_once(store, tmp_path):
    reading = read_paths([written(tmp_path / "b.txt"), written(tmp_path / "a.txt", "By Jane Roe\n" + PROSE)])
    added = add_reports(store, reading)
    assert (added.new, added.known) == (reading.reports, ())
    assert load_reports(store) == reading.reports
    again = add_reports(store, reading)
    assert (again.new, again.known) == ((), reading.reports)
    assert load_reports(store) == reading.reports


def test_other_bytes_under_a_taken_id_get_an_id_of_their_own(store, tmp_path):
    file = written(tmp_path / "talks.txt")
    add_reports(store, read_paths([file]))
    changed = read_paths([written(file, "It changed. " + PROSE)])
    (new,) = add_reports(store, changed).new
    assert new.id == f"talks-{new.sha256[:8]}"
    assert new.source_lines and all(holds(new, passage) for passage in new.source_lines)
    assert add_reports(store, changed).known == (new,)
    assert [report.id for report in load_reports(store)] == ["talks", new.id]


def test_originals_are_copied_once_and_never_over_another(store, tmp_path):
    folder = tmp_path / "case" / "reports"
    written(folder / "talks.txt", "Something else was here.")
    file = written(tmp_path / "talks.txt")
    (new,) = add_reports(store, read_paths([file]), folder).new
    assert sorted(path.name for path in folder.iterdir()) == [f"talks-{new.sha256[:8]}.txt", "talks.txt"]
    assert add_reports(store, read_paths([file]), folder).new == ()
    from_copy = read_paths([folder / f"talks-{new.sha256[:8]}.txt"])
    assert add_reports(store, from_copy, folder).known == (new,)
    assert len(list(folder.iterdir())) == 2


def test_a_file_that_changed_after_it_was_read_adds_nothing(store, tmp_path):
    files = [written(tmp_path / "a.txt"), written(tmp_path / "b.txt", "B. " + PROSE)]
    reading = read_paths(files)
    written(files[1], "changed")
    with pytest.raises(StoreError, match="changed after it was read"):
        add_reports(store, reading, tmp_path / "case" / "reports")
    assert load_reports(store) == ()


TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)


@given(st.lists(TEXT, min_size=1, max_size=5), TEXT)
def test_any_report_survives_the_round_trip(tmp_path_factory, texts, odd):
    reports = tuple(
        replace(
            Report(f"r{number}", odd, f"{number:064x}", text, title=Found(odd, "x"), dropped=(Dropped(odd, "rule"),)),
            source_lines=(Report(f"r{number}", "", "", text).passage(0, len(text)),),
        )
        for number, text in enumerate(texts)
    )
    with open_store(tmp_path_factory.mktemp("case") / "case.db") as store:
        add_reports(store, Reading(reports))
        assert load_reports(store) == reports
