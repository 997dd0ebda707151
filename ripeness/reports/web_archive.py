"""Web archives (WARC, as CC-News has them): one report for each page of HTML that a server answered with.

Everything is unpacked within bounds: the archive as a whole, each record, and what a server had packed.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from ripeness.errors import ReportError
from ripeness.reports.decode import decoded
from ripeness.reports.entries import (
    MAX_ENTRIES,
    MAX_ENTRY_BYTES,
    Entries,
    Entry,
    bad_entry,
    entry_too_large,
    too_many_entries,
)
from ripeness.reports.metadata import Metadata
from ripeness.reports.model import Found
from ripeness.reports.traced import traced

# CC-News packs a gigabyte a file, which is four to five unpacked.
MAX_ARCHIVE_BYTES = 1200 * 1024 * 1024
MAX_UNPACKED = 8 * 1024**3
# Records of other kinds (films, archives) are passed over up to this size; one beyond it ends the reading.
MAX_RECORD = 512 * 1024 * 1024
MAX_HEADER = 64 * 1024
CHUNK = 256 * 1024

_GZIP = b"\x1f\x8b"
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_WHAT = "A web archive is WARC 1.x, plain or packed with gzip."


def is_archive(path: Path) -> bool:
    """Whether the name is that of a web archive."""
    return path.name.lower().endswith((".warc", ".warc.gz"))


class TooMuchError(OSError):
    """The archive unpacks to more than the limit."""


class Unpacked:
    """The bytes of an archive, unpacked where it is gzip, and never more than ``most`` of them."""

    def __init__(self, stream: IO[bytes], most: int = MAX_UNPACKED) -> None:
        self._stream = stream
        self._most = most
        self._given = 0
        self._packed = stream.read(2) == _GZIP
        stream.seek(0)
        self._member: Any = zlib.decompressobj(wbits=31)
        self._left = b""
        self._begun = False

    def read(self, size: int = CHUNK) -> bytes:
        """Up to ``size`` bytes; none at the end. Raises TooMuchError, and zlib.error for damaged gzip."""
        size = min(size, CHUNK) if size > 0 else CHUNK
        piece = self._unpack(size) if self._packed else self._stream.read(size)
        self._given += len(piece)
        if self._given > self._most:
            raise TooMuchError(f"it unpacks to more than {self._most / 1024**2:,.0f} MB")
        return piece

    def tell(self) -> int:
        """How many bytes were given."""
        return self._given

    def _unpack(self, size: int) -> bytes:
        while True:
            if not self._left:
                self._left = self._stream.read(CHUNK)
                if not self._left:
                    if self._begun and not self._member.eof:
                        raise zlib.error("it ends in the middle")
                    return b""
            if self._member.eof:  # gzip members follow one another, one for each record
                self._member = zlib.decompressobj(wbits=31)
            self._begun = True
            piece = self._member.decompress(self._left, size)
            self._left = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            if piece:
                return piece


def archive_entries(stream: IO[bytes], file: str) -> Entries:
    """The pages of HTML in an archive that were answered with status 200; entries are numbered among all responses.

    Ends with an error where the archive is damaged or beyond the limits: what came before stands.
    """
    from fastwarc.warc import (  # pyright: ignore[reportMissingModuleSource]
        ArchiveIterator,
        WarcRecordType,
    )

    unpacked = Unpacked(stream)
    number, held = 0, None
    try:
        records = ArchiveIterator(
            unpacked,  # pyright: ignore[reportArgumentType]
            parse_http=False,
            stream_detect=False,
            max_header_len=MAX_HEADER,
        )
        for record in records:
            if held is not None:  # it ends where the next record begins
                yield replace(held, end=record.stream_pos)
                held = None
            if record.content_length > MAX_RECORD:
                raise TooMuchError(f"a record of {record.content_length / 1024**2:,.0f} MB")
            if record.record_type != WarcRecordType.response:
                continue
            number += 1
            if number > MAX_ENTRIES:
                yield too_many_entries(file, MAX_ENTRIES)
                return
            try:
                held = _entry(record, number, file, unpacked)
            except ReportError as error:
                yield error
        if held is not None:
            yield replace(held, end=unpacked.tell())
    except (OSError, ValueError, zlib.error) as error:
        if held is not None:
            yield replace(held, end=unpacked.tell())
        after = f"after entry {number}" if number else "at its beginning"
        yield ReportError(
            file,
            f"the archive cannot be read further {after} ({error})",
            f"{_WHAT} What stands before was read.",
            "Get the file again, or split it.",
        )


def _is_page(record: Any) -> bool:
    try:
        record.parse_http("none", max_header_len=MAX_HEADER)
    except (OSError, ValueError):
        return True  # the fault is to be told
    headers = record.http_headers
    return headers is not None and headers.status_code == 200 and record.http_content_type in _HTML


def _entry(record: Any, number: int, file: str, unpacked: Unpacked) -> Entry | None:
    """The page in ``record``, or None where it holds something else. Its bytes are the page's, unpacked."""
    start, size = record.stream_pos, record.content_length
    try:
        if not _is_page(record):
            return None
        if size > MAX_ENTRY_BYTES:
            raise entry_too_large(file, number, size)
        if record.http_headers is None:
            raise ValueError("no HTTP header")
        body = _body(record)
        if unpacked.tell() < start + size:
            raise ValueError("the archive ends in the middle of it")
    except (OSError, ValueError) as error:
        raise bad_entry(file, number, f"no HTTP answer that can be read ({error})", _WHAT, "Leave it out.") from error
    if len(body) > MAX_ENTRY_BYTES:
        raise entry_too_large(file, number, len(body))
    try:
        text = decoded(body, file, record.http_charset)
    except ReportError as error:
        raise bad_entry(file, number, error.seen, error.rule, error.fix) from error
    if not text.text.strip():
        raise bad_entry(file, number, "nothing but white space", "A page holds text.", "Leave it out.")
    address = " ".join((record.headers.get("WARC-Target-URI") or "").strip("<>").split())[:2000]
    known = Metadata(address=Found(address, "WARC-Target-URI") if address else None)
    notes = tuple(note.removeprefix(f"{file}: ") for note in text.notes)
    return Entry(number, start, start + size, body, text.text, text, traced(text.text), "page", known, notes)


def _body(record: Any) -> bytes:
    """The page as its server meant it, out of what it was packed in; one byte beyond the limit at most.

    Unpacked apart from the archive's stream, so that a damaged page does not spoil the records after it.
    """
    from fastwarc.stream_io import (  # pyright: ignore[reportMissingModuleSource]
        BrotliReader,
        ChunkedReader,
        GzipReader,
    )

    reader: Any = io.BytesIO(_read(record.reader))
    headers = {name.lower(): value.lower().strip() for name, value in record.http_headers}
    if "chunked" in headers.get("transfer-encoding", ""):
        reader = ChunkedReader(reader)
    packing = headers.get("content-encoding", "")
    if packing in {"gzip", "x-gzip", "deflate"}:
        reader = GzipReader(reader, zlib=packing == "deflate")
    elif packing == "br":
        reader = BrotliReader(reader)
    elif packing not in {"", "identity", "none", "utf-8"}:
        raise ValueError(f"packed as {packing[:40]}")
    return _read(reader)


def _read(reader: Any) -> bytes:
    pieces: list[bytes] = []
    left = MAX_ENTRY_BYTES + 1
    while left > 0 and (piece := reader.read(min(left, CHUNK))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
