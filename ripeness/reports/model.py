"""What a report is: immutable, hashed, with text in which every passage has a place."""

from __future__ import annotations

from dataclasses import dataclass, field

from ripeness.reports.raw import RawMap


@dataclass(frozen=True, slots=True)
class Passage:
    """Exact words at an exact place: code points ``start`` to ``end`` of a report's stored text."""

    report: str  # report id
    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of metadata and where it was found ('first line', 'meta property og:title', ...)."""

    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that was left out of the stored text, and the rule that left it out."""

    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Part:
    """Where one of several reports stands in its file: which entry it is, and its bytes."""

    number: int  # of the entry, from 1
    start: int  # bytes of the file, of a packed archive those of what it unpacks to; end exclusive
    end: int
    whole: str  # sha256 of the file as it lies on the disk


@dataclass(frozen=True, slots=True)
class Report:
    """One report as it was read.

    ``text`` is the stored text: every passage counts code points in it. ``sha256`` is the digest of
    the raw bytes: of the file, or, where a file holds several reports, of the entry at ``part``.
    ``address`` is where the document says that it stands on the web; it is never fetched.
    ``raw`` leads from the text back to those bytes. ``published`` is an ISO date or a longer ISO time stamp.
    Metadata that the document does not give is ``None``: nothing is guessed.
    """

    id: str
    file: str
    sha256: str
    text: str
    title: Found | None = None
    outlet: Found | None = None
    author: Found | None = None
    published: Found | None = None
    language: Found | None = None
    source_lines: tuple[Passage, ...] = ()  # 'Original Source: ...' lines: metadata, not prose
    dropped: tuple[Dropped, ...] = field(default=(), repr=False)
    address: Found | None = None
    part: Part | None = None
    raw: RawMap | None = field(default=None, repr=False, compare=False)  # None: of a store made before it was kept

    def passage(self, start: int, end: int) -> Passage:
        """The passage at ``start``..``end`` (code points, end exclusive)."""
        self._check(start, end)
        return Passage(self.id, start, end, self.text[start:end])

    def raw_span(self, start: int, end: int) -> tuple[int, int] | None:
        """The raw bytes that the words at ``start``..``end`` were read from, end exclusive.

        Of the file, or of the entry: in an archive those of its page, unpacked. They go from the first of the
        words to the last, with the markup between. None where one of them was not found in the bytes.
        """
        self._check(start, end)
        return self.raw.span(self.text, start, end) if self.raw else None

    def raw_words(self, raw: bytes, start: int, end: int) -> str | None:
        """What stands in ``raw``, the bytes of digest ``sha256``, where the words at ``start``..``end`` were read."""
        span = self.raw_span(start, end)
        return raw[slice(*span)].decode(self.raw.encoding, errors="replace") if span and self.raw else None

    def _check(self, start: int, end: int) -> None:
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"{self.id}: no passage at {start}..{end}: the text has {len(self.text)} code points")


def holds(report: Report, passage: Passage) -> bool:
    """Whether the words of ``passage`` stand in ``report`` at exactly the place it names."""
    return (
        passage.report == report.id
        and 0 <= passage.start < passage.end <= len(report.text)
        and report.text[passage.start : passage.end] == passage.exact
    )
