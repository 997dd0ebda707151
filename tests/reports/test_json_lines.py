import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.errors import ReportError
from ripeness.reports import holds, json_lines, load, read_paths
from ripeness.reports.json_lines import json_entries
from ripeness.reports.shelf import add_reports, load_reports
from ripeness.store import open_store

PROSE = "The envoy of Aldova said that the plan would be studied in Arden.\nSource: Kestrel Wire"


def write(path, *records, end="\n"):
    lines = [each if isinstance(each, bytes) else json.dumps(each, ensure_ascii=False).encode() for each in records]
    path.write_bytes(end.encode().join(lines) + end.encode())
    return path


def test_each_line_is_a_report_with_what_it_names(tmp_path):
    full = {
        "title": "Norrland waits",
        "text": PROSE,
        "url": "https://wire.example/1",
        "outlet": "Kestrel Wire",
        "date": "12 March 2025",
        "author": ["Jane Roe", {"name": "Jo Doe"}],
        "language": "en-GB",
    }
    nested = {
        "Body": "<p>One &amp; two.</p><p>Three.</p>",
        "source": {"name": "The Post"},
        "published": "2025-03-12T10:00",
    }
    file = write(tmp_path / "pile.jsonl", full, b"  ", nested, {"content": "They talked."}, end="\r\n")
    reading = read_paths([file])
    assert [report.id for report in reading.reports] == ["pile-1", "pile-2", "pile-3"]
    assert (reading.failures, reading.notes) == ((), ())
    first, second, third = reading.reports
    names = ("title", "outlet", "author", "published", "language", "address")
    assert [(found.value, found.where) for name in names if (found := getattr(first, name))] == [
        ("Norrland waits", "JSON key title"),
        ("Kestrel Wire", "JSON key outlet"),
        ("Jane Roe, Jo Doe", "JSON key author"),
        ("2025-03-12", "JSON key date"),
        ("en", "JSON key language"),
        ("https://wire.example/1", "JSON key url"),
    ]
    assert first.text == PROSE and [line.exact for line in first.source_lines] == ["Source: Kestrel Wire"]
    assert all(holds(first, line) for line in first.source_lines)
    assert (second.text, second.outlet.value, second.published.value) == (
        "One & two.\n\nThree.",
        "The Post",
        "2025-03-12T10:00",
    )
    assert third.text == "They talked." and third.outlet is None
    raw = file.read_bytes()
    for report in reading.reports:
        part = report.part
        assert part is not None and part.whole == hashlib.sha256(raw).hexdigest()
        assert hashlib.sha256(raw[part.start : part.end]).hexdigest() == report.sha256
        assert json.loads(raw[part.start : part.end])


BAD = {
    b"{": "no JSON",
    b"[1, 2]": "no object",
    b'"words"': "no object",
    b"{}": "its keys: none",
    b'{"text": " ", "title": "a"}': "its keys: text, title",
    b'{"text": 3}': "no text",
    b'{"text": "caf\xe9"}': "no JSON",
    b'{"text": ' + b"[" * 100_000: "nested deeper",
    b'{"text": "0 Comments"}': "furniture",
    b'{"text": "a", "n": ' + b"9" * 10_000 + b"}": "no JSON",
}


@pytest.mark.parametrize(("line", "seen"), BAD.items(), ids=range(len(BAD)))
def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path, line, seen):
    file = write(tmp_path / "a.ndjson", line, {"text": PROSE})
    reading = read_paths([file])
    assert [report.id for report in reading.reports] == ["a-2"]
    (failure,) = reading.failures
    assert failure.file == str(file) and failure.seen.startswith("entry 1: ") and seen in failure.seen
    assert failure.rule and failure.fix


def test_dates_that_mean_two_days_and_half_characters_are_said(tmp_path):
    lone = b'{"text": "Aldova \\ud83d waits.", "date": "3/4/2025"}'
    reading = read_paths([write(tmp_path / "a.jsonl", lone)])
    assert reading.reports[0].text == "Aldova \ufffd waits." and reading.reports[0].published is None
    assert len(reading.notes) == 2 and all("entry 1:" in note for note in reading.notes)


def test_limits_stop_the_reading_and_say_so(tmp_path, monkeypatch):
    monkeypatch.setattr(json_lines, "MAX_ENTRY_BYTES", 200)
    monkeypatch.setattr(json_lines, "MAX_ENTRIES", 3)
    file = write(tmp_path / "a.jsonl", {"text": "a" * 300}, *({"text": f"Talks {n} went on."} for n in range(5)))
    reading = read_paths([file])
    assert [report.id for report in reading.reports] == ["a-2", "a-3"]
    assert "entry 1: 0.0 MB" in reading.failures[0].seen and "more than 3 entries" in reading.failures[1].seen
    monkeypatch.setattr(load, "MAX_BAD_ENTRIES", 2)
    reading = read_paths([write(tmp_path / "b.jsonl", *[b"x"] * 9)])
    assert "2 bad entries" in reading.failures[-1].seen and len(reading.failures) == 3


def test_a_file_without_entries_is_a_failure(tmp_path):
    (failure,) = read_paths([write(tmp_path / "a.jsonl", b"")]).failures
    assert "no entries" in failure.seen


def test_the_same_line_twice_is_read_once(tmp_path):
    reading = read_paths([write(tmp_path / "a.jsonl", {"text": PROSE}, {"text": PROSE})])
    assert len(reading.reports) == 1
    (note,) = reading.notes
    assert "entry 2" in note and "entry 1" in note and "read once" in note


def test_a_case_keeps_the_file_once_and_knows_its_entries_again(tmp_path):
    (tmp_path / "case").mkdir()
    folder = tmp_path / "case" / "reports"
    file = write(tmp_path / "a.jsonl", {"text": PROSE}, {"text": "They talked.", "url": "https://a.example/"})
    with open_store(tmp_path / "case" / "case.db") as store:
        reading = read_paths([file])
        assert add_reports(store, reading, folder).new == reading.reports
        assert load_reports(store) == reading.reports
        assert [path.name for path in folder.iterdir()] == ["a.jsonl"]
        assert add_reports(store, read_paths([folder]), folder).new == ()
        write(
            file, {"text": "A new first line."}, {"text": PROSE}, {"text": "They talked.", "url": "https://a.example/"}
        )
        (new,) = add_reports(store, read_paths([file]), folder).new
        assert new.text == "A new first line." and new.id == f"a-1-{new.sha256[:8]}"
        assert len(list(folder.iterdir())) == 2


@given(
    st.lists(
        st.one_of(st.binary(max_size=60), st.dictionaries(st.text(), st.text()).map(lambda d: json.dumps(d).encode()))
    )
)
def test_any_bytes_give_entries_in_order_or_errors(lines):
    raw = b"\n".join(lines)
    at = 0
    for entry in json_entries(raw, "a.jsonl"):
        if isinstance(entry, ReportError):
            assert entry.fix
        else:
            assert at <= entry.start < entry.end and raw[entry.start : entry.end] == entry.raw
            at = entry.end
