import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ripeness.errors import ReportError
from ripeness.reports import holds, read_paths
from ripeness.reports.load import MAX_BYTES, report_from_bytes

PROSE = "The envoy of Aldova said that the plan would be studied in Arden. Norrland waits.\n"
FOUNDING = Path("../shared/reports")


def write(path: Path, content: str | bytes = PROSE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


BROKEN = {
    "empty": (b"", "empty"),
    "blank": (b" \n\t\n", "white space"),
    "zeros": (b"talks\0\0\0", "NUL"),
    "pdf": (b"%PDF-1.7 talks", "PDF"),
    "docx": (b"PK\x03\x04 talks", "ZIP"),
    "noise": (bytes(range(1, 9)) * 50, "control characters"),
    "frame": (b"Leave a Reply\n0 Comments\n", "furniture"),
}


@pytest.mark.parametrize(("content", "seen"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_says_why_and_the_rest_is_read(tmp_path, content, seen):
    bad, good = write(tmp_path / "bad.txt", content), write(tmp_path / "good.txt")
    reading = read_paths([bad, good])
    assert [report.id for report in reading.reports] == ["good"]
    (failure,) = reading.failures
    assert failure.file == str(bad)
    assert seen in failure.seen
    assert failure.rule and failure.fix


def test_a_missing_path_and_a_device_are_failures(tmp_path):
    reading = read_paths([tmp_path / "none.txt", tmp_path / "none", os.devnull, "a\0b"])
    assert not reading.reports
    seen = {failure.file: failure.seen for failure in reading.failures}
    assert "no such file" in seen[str(tmp_path / "none.txt")]
    assert "no such file" in seen[str(tmp_path / "none")]
    assert "regular" in seen[os.devnull]
    assert "cannot be read" in seen["a\0b"]


def test_a_folder_without_reports_is_a_note_and_no_failure(tmp_path):
    write(tmp_path / "case/case.yaml")
    (tmp_path / "case/reports").mkdir()
    (tmp_path / "bare").mkdir()
    for folder in (tmp_path / "bare", tmp_path / "case/reports", tmp_path / "case"):
        reading = read_paths([folder])
        assert (reading.reports, reading.failures) == ((), ())
        (note,) = reading.notes
        assert str(folder) in note and "without reports" in note and ".txt" in note


MASTHEADS = {
    "Wharfside Daily, 9 June 2031\n\nCaptive swap stalls": ("Captive swap stalls", "Wharfside Daily", "2031-06-09"),
    "The Lantern Review — 21 June 2031\nA truce in name": ("A truce in name", "The Lantern Review", "2031-06-21"),
    "# Captive swap stalls\n*Staff and agencies, 4 June 2031*": ("Captive swap stalls", None, "2031-06-04"),
}


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize(("head", "found"), MASTHEADS.items())
def test_a_masthead_line_is_read_and_stays_in_the_text(tmp_path, suffix, head, found):
    report = read_paths([write(tmp_path / f"a{suffix}", f"{head}\n\n{PROSE}")]).reports[0]
    values = [getattr(report, name) for name in ("title", "outlet", "published")]
    assert tuple(value.value if value else None for value in values) == found
    assert report.dropped == ()
    marks = str.maketrans("", "", "#*")
    kept = [line.translate(marks).strip() for line in report.text.splitlines() if line]
    assert kept == [line.translate(marks).strip() for line in (head + "\n" + PROSE).splitlines() if line]


def test_a_markdown_heading_that_is_a_masthead_is_not_the_title(tmp_path):
    text = f"# The Lantern Review — 21 June 2031\n\n# A truce in name\n\n{PROSE}"
    report = read_paths([write(tmp_path / "a.md", text)]).reports[0]
    assert report.title is not None and report.title.value == "A truce in name"
    assert report.outlet is not None and report.outlet.value == "The Lantern Review"


def test_a_source_line_of_a_header_stays_with_its_place(tmp_path):
    text = f"Title: Norrland waits\nSource: www.kestrelwire.example\nDate: 9 June 2031\n\n{PROSE}"
    report = read_paths([write(tmp_path / "a.txt", text)]).reports[0]
    assert report.text == f"Source: www.kestrelwire.example\n\n{PROSE.strip()}"
    assert [line.exact for line in report.source_lines] == ["Source: www.kestrelwire.example"]
    assert all(holds(report, line) for line in report.source_lines)
    assert (report.outlet, [drop.rule for drop in report.dropped]) == (None, ["header line"] * 2)


def test_a_huge_file_is_refused_by_its_size_unread(tmp_path, monkeypatch):
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("the file was opened"))
    (failure,) = read_paths([huge]).failures
    assert "50 MB" in failure.seen
    with pytest.raises(ReportError, match="at most 20 MB"):
        report_from_bytes(b"a" * (MAX_BYTES + 1), "a.txt")


def test_folders_are_read_in_order_and_only_for_reports(tmp_path):
    for name in ("b.txt", "a.md", "sub/c.htm", ".hidden.txt", "README.md", "case.yml", "x.db-wal", "sub/.git/d.txt"):
        write(tmp_path / name, PROSE if not name.endswith("htm") else f"<html><body><p>{PROSE * 5}</p></body></html>")
    write(tmp_path / "map.pdf", b"%PDF-")
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    seen = []
    reading = read_paths([tmp_path], progress=lambda done, total, name: seen.append((done, total, name)))
    assert [report.id for report in reading.reports] == ["a", "b", "c"]
    assert seen == [(1, 3, "a.md"), (2, 3, "b.txt"), (3, 3, "c.htm")]
    (note,) = reading.notes
    assert "link.txt" in note and "map.pdf" in note and "hidden" not in note


def test_a_file_that_is_named_is_tried_whatever_its_suffix(tmp_path):
    assert read_paths([write(tmp_path / "README.wire")]).reports[0].text == PROSE.strip()


def test_of_a_case_folder_only_its_reports_are_read(tmp_path):
    for name in ("case/case.yaml", "case/reports/a.txt", "case/briefs/b.html", "case/notes.txt"):
        write(tmp_path / name)
    for path in (tmp_path, tmp_path / "case"):
        assert [report.id for report in read_paths([path]).reports] == ["a"]


def test_ids_are_unique_and_the_same_file_is_read_once(tmp_path):
    first = write(tmp_path / "one/The talks (2).txt")
    same = write(tmp_path / "two/The talks (2).txt")
    other = write(tmp_path / "three/The talks (2).txt", PROSE + "Source: Kestrel Wire\n")
    copy = write(tmp_path / "copy.txt")
    reading = read_paths([first, same, other, copy, first])
    digest = hashlib.sha256(other.read_bytes()).hexdigest()[:8]
    assert [report.id for report in reading.reports] == ["The-talks-2", f"The-talks-2-{digest}", "copy"]
    assert [note.split(": ")[-1].split(";")[-1].strip() for note in reading.notes] == ["read once", "read once"]
    renamed = reading.reports[1]
    assert all(holds(renamed, passage) for passage in renamed.source_lines) and renamed.source_lines


def test_an_id_that_even_the_digest_does_not_free_gets_a_counter(tmp_path):
    digest = hashlib.sha256(b"Two went. " + PROSE.encode()).hexdigest()[:8]
    paths = [
        write(tmp_path / "a/talks.txt"),
        write(tmp_path / f"b/talks-{digest}.txt", "One stayed. " + PROSE),
        write(tmp_path / "c/talks.txt", "Two went. " + PROSE),
    ]
    assert [report.id for report in read_paths(paths).reports] == ["talks", f"talks-{digest}", f"talks-{digest}-2"]


WORDS = "The envoy’s café in Arden stayed “open” – at €5 a cup. "


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings_are_read_without_a_note(tmp_path, encoding):
    reading = read_paths([write(tmp_path / "a.txt", WORDS.encode(encoding))])
    assert (reading.reports[0].text, reading.notes) == (WORDS.strip(), ())


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", WORDS),
        ("cp1251", "Переговоры о перемирии начались в столице Кестрии во вторник. " * 3),
        ("cp932", "停戦協議は火曜日に首都で始まったと当局者が述べた。" * 3),
    ],
)
def test_a_detected_encoding_is_said(tmp_path, encoding, text):
    reading = read_paths([write(tmp_path / "a.txt", text.encode(encoding))])
    assert reading.reports[0].text == text.strip()
    (note,) = reading.notes
    assert encoding in note and "detected" in note


def test_damaged_utf8_stays_utf8_and_says_so(tmp_path):
    reading = read_paths([write(tmp_path / "a.txt", (WORDS * 2).encode() + b"\xe2\x80")])
    assert "café" in reading.reports[0].text
    assert "1 damaged place" in reading.notes[0]


def test_twice_encoded_text_is_pointed_out(tmp_path):
    twice = (WORDS * 2).encode().decode("cp1252", errors="replace")
    assert "twice" in read_paths([write(tmp_path / "a.txt", twice)]).notes[0]


def test_markdown_keeps_words_and_loses_marks(tmp_path):
    text = (
        "---\ndate: 2025-03-12\n---\n# Norrland *waits*\n\n> “No,” said **President Mira Tallec** of "
        "[Aldova](https://aldova.example/a_b).\n\n- 5 * 3 is_not_marked * here\n"
    )
    report = read_paths([write(tmp_path / "a.md", text)]).reports[0]
    assert (
        report.text == "Norrland waits\n\n“No,” said President Mira Tallec of Aldova.\n\n- 5 * 3 is_not_marked * here"
    )
    assert report.title is not None and (report.title.value, report.title.where) == (
        "Norrland waits",
        "heading on line 1",
    )
    assert report.published is not None and report.published.value == "2025-03-12"


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(
    st.one_of(st.text(max_size=400).map(str.encode), st.binary(max_size=200)),
    st.sampled_from(["a.txt", "a.md", "a.html"]),
)
def test_any_bytes_give_a_sound_report_or_a_report_error(raw, file):
    try:
        report, _ = report_from_bytes(raw, file)
    except ReportError as error:
        assert error.seen and error.fix
    else:
        assert report.sha256 == hashlib.sha256(raw).hexdigest()
        assert report.text.strip()
        assert all(holds(report, passage) for passage in report.source_lines)


@pytest.mark.skipif(not FOUNDING.is_dir(), reason="the founding reports are not beside this checkout")
def test_the_founding_reports_are_read_clean():
    reading = read_paths([FOUNDING])
    assert (len(reading.reports), reading.failures) == (5, ())
    rules = {drop.rule for report in reading.reports for drop in report.dropped}
    assert rules == {"comment form", "bare id", "bare number"}
    assert sum(len(report.source_lines) for report in reading.reports) == 1
    for report in reading.reports:
        assert "Leave a Reply" not in report.text and "Comments" not in report.text
        assert report.language is not None and report.language.value == "en"
        assert report.published is None and report.outlet is None
    assert [report.title is not None for report in reading.reports] == [True, True, True, False, False]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_read_and_said(tmp_path, encoding):
    text = WORDS.strip() + " Мира Таллек согласна."
    reading = read_paths([write(tmp_path / "a.txt", text.encode(encoding))])
    assert reading.reports[0].text == text
    assert encoding in reading.notes[0] and "detected" in reading.notes[0]


@pytest.mark.parametrize("raw", [b"The talks\0went on.", b"\0\0\0a" * 9, b"a\0" * 4 + b"\0a" * 4, b"a\0b\0\0\xdc"])
def test_other_nul_bytes_are_no_text(tmp_path, raw):
    (failure,) = read_paths([write(tmp_path / "a.txt", raw)]).failures
    assert "NUL byte" in failure.seen


@pytest.mark.parametrize(
    ("label", "encoding", "words"),
    [
        ("gb2312", "gbk", "朱镕基继續谈判"),
        ("shift_jis", "cp932", "①会談は続いた㈱"),
        ("x-sjis", "cp932", "髙橋は会談を続けた"),
        ("euc-kr", "cp949", "펲시 회담은 뷁 계속되었다"),
        ("iso-8859-1", "cp1252", "“Café” – €5"),
        ("iso-8859-9", "cp1254", "Erdoğan “görüştü”"),
        ("iso-8859-8-i", "iso8859-8", "שר החוץ אמר"),
        ("windows-874", "cp874", "การเจรจา “ดำเนินต่อไป”"),
    ],
)
def test_a_label_means_what_pages_mean_by_it(tmp_path, label, encoding, words):
    page = f'<html><head><meta charset="{label}"></head><body><p>{PROSE}</p><p>{words} {words}</p></body></html>'
    reading = read_paths([write(tmp_path / "a.html", page.encode(encoding))])
    assert words in reading.reports[0].text
    assert reading.notes == ()


@pytest.mark.parametrize(
    "label", ["utf-16", "utf-16be", "utf-32", "utf-7", "unicode_escape", "idna", "base64", "nonsense"]
)
def test_a_label_that_no_page_can_have_is_not_believed(tmp_path, label):
    page = f'<html><head><meta charset="{label}"></head><body><p>{PROSE}</p><p>{WORDS * 3} \\x41</p></body></html>'
    for raw in (page.encode("cp1252"), page.encode("cp1252") + b" "):
        reading = read_paths([write(tmp_path / "a.html", raw)])
        assert WORDS.strip() in reading.reports[0].text and "\\x41" in reading.reports[0].text
        assert "detected" in reading.notes[0]


def test_a_name_that_no_file_can_have_spoils_nothing(tmp_path):
    reading = read_paths(["a" * 300 + ".txt", tmp_path / "\0", write(tmp_path / "b.txt")])
    assert len(reading.reports) == 1
    assert [failure.seen for failure in reading.failures] == [
        "it cannot be read (File name too long)",
        "it cannot be read (embedded null byte)",
    ]


def test_a_folder_that_cannot_be_listed_is_told(tmp_path, monkeypatch):
    def walk(folder, onerror):
        onerror(PermissionError(13, "Permission denied", str(folder / "closed")))
        return iter([(str(folder), [], ["a.txt"])])

    write(tmp_path / "a.txt")
    monkeypatch.setattr("ripeness.reports.load.os.walk", walk)
    reading = read_paths([tmp_path])
    assert len(reading.reports) == 1
    (failure,) = reading.failures
    assert (failure.file, failure.seen) == (str(tmp_path / "closed"), "it cannot be read (Permission denied)")


def test_only_whole_names_are_passed_over_without_a_note(tmp_path):
    for name in ("README.md", "readme.txt", "case.db", "case.db-wal", ".hidden.txt", "sources.yaml"):
        write(tmp_path / name)
    for name in ("readmission.txt", "feb.dbrief.txt", "The.Dbase.html"):
        write(tmp_path / name, f"{PROSE} {name}" if name.endswith("txt") else f"<html><p>{PROSE * 4}</p></html>")
    reading = read_paths([tmp_path])
    assert {Path(report.file).name for report in reading.reports} == {
        "readmission.txt",
        "feb.dbrief.txt",
        "The.Dbase.html",
    }
    assert reading.notes == ()


def test_a_file_of_too_many_lines_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("ripeness.reports.build.MAX_LINES", 5)
    files = [
        write(tmp_path / name, end.join(["The talks went on."] * 7))
        for name, end in (("a.txt", "\r\n"), ("b.txt", "\r"))
    ]
    reading = read_paths([*files, write(tmp_path / "c.txt", "One line.\r\nTwo.")])
    assert [report.text for report in reading.reports] == ["One line.\nTwo."]
    assert [failure.seen for failure in reading.failures] == ["6 lines"] * 2
