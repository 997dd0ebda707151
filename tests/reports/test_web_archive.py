import gzip
import hashlib
import io
import zlib

import pytest

from ripeness.errors import ReportError
from ripeness.reports import read_paths, web_archive
from ripeness.reports.web_archive import TooMuchError, Unpacked, archive_entries

PARAGRAPHS = "<p>The envoy of Aldova said that the plan would be studied in Arden, and that nobody had left.</p>" * 6
PAGE = '<html lang="en"><head><meta property="og:site_name" content="Kestrel Wire"></head>'
PAGE += f"<body>{PARAGRAPHS}</body></html>"
OK = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def record(number, body=PAGE, http=OK, kind="response", length=None):
    body = body if isinstance(body, bytes) else body.encode()
    block = f"{http}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"WARC-Target-URI: https://wire.example/{number}\r\nWARC-Date: 2025-03-12T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {length or len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def entries(*records):
    return list(archive_entries(io.BytesIO(b"".join(records)), "a.warc"))


@pytest.mark.parametrize("name", ["news.warc", "news.warc.gz"])
def test_each_page_is_a_report_with_its_address_its_place_and_its_digest(tmp_path, name):
    records = [
        record(1, kind="request"),
        record(2),
        record(3, http="HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n"),
        record(4, http="HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"),
        record(5, PAGE.replace("Aldova", "Norrland")),
    ]
    data = b"".join(gzip.compress(each) if name.endswith("gz") else each for each in records)
    (tmp_path / name).write_bytes(data)
    reading = read_paths([tmp_path])
    assert (reading.failures, reading.notes) == ((), ())
    first, second = reading.reports
    assert first.text.startswith("The envoy of Aldova said") and second.text.startswith("The envoy of Norrland said")
    assert first.sha256 == hashlib.sha256(PAGE.encode()).hexdigest()
    assert (first.address.value, first.address.where) == ("https://wire.example/2", "WARC-Target-URI")
    assert (first.outlet.value, first.published) == ("Kestrel Wire", None)
    assert first.part.whole == hashlib.sha256(data).hexdigest()
    plain = b"".join(records)
    assert [report.part.number for report in reading.reports] == [1, 4]
    assert [plain[report.part.start : report.part.end] for report in reading.reports] == [records[1], records[4]]


def test_what_a_server_packed_is_unpacked_and_its_character_set_is_used():
    packed = record(1, gzip.compress(PAGE.encode()), f"{OK}Content-Encoding: gzip\r\n")
    latin = record(2, "<p>Le café est fermé.</p>".encode("cp1252"), OK.replace("utf-8", "windows-1252"))
    chunked = record(3, b"8\r\n<p>Talks\r\n4\r\n</p>\r\n0\r\n\r\n", f"{OK}Transfer-Encoding: chunked\r\n")
    first, second, third = entries(packed, latin, chunked)
    assert first.text == PAGE and second.text == "<p>Le café est fermé.</p>" and third.text == "<p>Talks</p>"


def test_bad_and_too_large_records_are_skipped_and_the_rest_goes_on(monkeypatch):
    monkeypatch.setattr(web_archive, "MAX_ENTRY_BYTES", 10_000)
    bomb = record(1, gzip.compress(b"a" * 50_000_000), f"{OK}Content-Encoding: gzip\r\n", length=None)
    found = entries(
        record(1, gzip.compress(b"a" * 1_000_000), f"{OK}Content-Encoding: gzip\r\n"),
        record(2, b"a" * 20_000),
        record(3, b"\x00\x01\x02" * 50),
        record(4, " "),
        record(5, b"not gzip", f"{OK}Content-Encoding: gzip\r\n"),
        bomb,
        record(7),
    )
    assert [type(each).__name__ for each in found] == ["ReportError"] * 6 + ["Entry"]
    assert all(f"entry {k}: " in each.seen and each.file == "a.warc" for k, each in enumerate(found[:6], 1))


@pytest.mark.parametrize(
    "tail",
    [b"WARC/1.0\r\nno header\r\n\r\n", record(2, length=99_999), record(2, length=10**12), b"junk" * 10],
    ids=["header", "cut", "huge", "junk"],
)
def test_what_comes_before_the_damage_is_read(tail):
    first, *rest = entries(record(1), tail)
    assert not isinstance(first, ReportError)
    assert all(isinstance(each, ReportError) for each in rest)


def test_a_damaged_or_endless_gzip_says_so(monkeypatch):
    whole = gzip.compress(record(1)) + gzip.compress(record(2))
    first, last = entries(whole[:-20])
    assert not isinstance(first, ReportError) and isinstance(last, ReportError) and "further" in last.seen
    bomb = io.BytesIO(gzip.compress(b"\n" * 3_000_000))
    unpacked = Unpacked(bomb, most=1_000_000)
    with pytest.raises(TooMuchError, match="unpacks to more than 1 MB"):
        while unpacked.read():
            pass
    cut = Unpacked(io.BytesIO(gzip.compress(b"abc" * 1000)[:-9]))
    with pytest.raises(zlib.error):
        while cut.read():
            pass


def test_an_archive_of_nothing_is_a_failure(tmp_path):
    (tmp_path / "a.warc").write_bytes(b"")
    (tmp_path / "b.warc.gz").write_bytes(b"words")
    reading = read_paths([tmp_path])
    assert not reading.reports and len({failure.file for failure in reading.failures}) == 2


def test_too_many_records_end_the_reading(monkeypatch):
    monkeypatch.setattr(web_archive, "MAX_ENTRIES", 1)
    first, last = entries(record(1), record(2))
    assert not isinstance(first, ReportError) and "more than 1 entries" in last.seen
