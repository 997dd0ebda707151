"""What a text says about itself: title, outlet, author, date, language, each with where it stands.

Nothing is guessed: a field that the document does not give stays None, and file times are never used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ripeness.reports.clean import is_source_line
from ripeness.reports.model import Dropped, Found
from ripeness.reports.published import date_within, iso_date

# A headline has at most this many words: room for a double one, and shorter than a paragraph that lost
# its full stop. Chosen, not calibrated.
MAX_TITLE_WORDS = 25
# By-lines, date lines and repeated headlines are looked for in this many lines at the top.
HEAD_LINES = 6
# A dateline ends with its dash within this many characters.
MAX_DATELINE = 120
MAX_FRONT_MATTER_LINES = 60
# Calibrated on 181 web pages: English prose has 16 % or more of these function words, pages in other
# languages at most 8 %.
ENGLISH_SHARE = 0.14
MIN_WORDS_FOR_LANGUAGE = 30

_FIELDS = {
    "title": "title",
    "headline": "title",
    "outlet": "outlet",
    "source": "outlet",
    "publisher": "outlet",
    "publication": "outlet",
    "newspaper": "outlet",
    "site": "outlet",
    "by": "author",
    "author": "author",
    "authors": "author",
    "byline": "author",
    "date": "published",
    "published": "published",
    "publication date": "published",
    "date published": "published",
    "language": "language",
    "lang": "language",
}
_HEADER = re.compile(r"(?P<key>[A-Za-z][A-Za-z ]{0,20}?)\s*:\s*(?P<value>\S.{0,300})")
_BYLINE = re.compile(
    r"(?:By|BY|by|Author:|Written by)\s+(?P<name>[^\W\d_a-z][\w.'’-]*(?:\s+(?:and|de|van|von|der|al|bin|el|la|&|"
    r"[^\W\d_a-z][\w.'’-]*),?){1,7})"
    r"(?:\s*[,|/–—-]\s*(?P<rest>.{1,60}))?"
)
_NOT_A_NAME = re.compile(
    r"\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|June|July|August|"
    r"September|October|November|December|The|A|An|All|Then|Now)\b"
)
_AGENCY = re.compile(r"\((?P<outlet>[A-Z][\w.&'’-]*(?: [\w.&'’-]+){0,4})\)\s*[–—-]{1,2}\s")
_OUTLET_DASH = re.compile(
    r"(?P<outlet>(?:[A-Z][A-Z.&'’-]*\s){0,4}(?:WIRE|NEWS|PRESS|AGENCY|TIMES|POST|HERALD|TRIBUNE|GAZETTE|JOURNAL|RADIO|TV|"
    r"REUTERS|AFP|AP|DPA|TASS|XINHUA))\s*[–—-]{1,2}\s"
)
_DASH = re.compile(r"\s[–—-]{1,2}\s|[–—]\s?")
_ENGLISH = re.compile(
    r"the|of|and|to|that|is|was|for|with|by|from|at|its?|be|are|were|has|have|had|this|not|but|they|their|his|he|who|"
    r"which|would|will|said|after|about|been"
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields of a report that come from the document itself."""

    title: Found | None = None
    outlet: Found | None = None
    author: Found | None = None
    published: Found | None = None
    language: Found | None = None

    def filled(self, other: Metadata) -> Metadata:
        """This metadata, with what it lacks taken from ``other``."""
        return Metadata(
            self.title or other.title,
            self.outlet or other.outlet,
            self.author or other.author,
            self.published or other.published,
            self.language or other.language,
        )


@dataclass(frozen=True, slots=True)
class Head:
    """Metadata read off the head of a text, the text without it, and the lines that it took."""

    metadata: Metadata
    text: str
    dropped: tuple[Dropped, ...] = ()


def take_header(text: str) -> Head:
    """Read a block of 'Title: ...' lines at the very top; it is metadata and leaves the text.

    The block ends at a blank line, or after two lines or more of it at the first line that is none.
    Behind two known lines, lines with other keys ('Note: ...') belong to a block that a blank line ends.
    A lone 'Source: ...' line is no header: it stays in the text as a source line.
    """
    lines = text.split("\n")
    matches = [_HEADER.fullmatch(line.strip()) for line in lines[: 2 * len(_FIELDS)]]
    names = [_FIELDS.get(match["key"].lower()) if match else None for match in matches]
    block = next((k for k, match in enumerate(matches) if match is None), len(matches))
    count = next((k for k, name in enumerate(names) if name is None), len(names))
    if count >= 2 and block < len(lines) and not lines[block].strip():
        count = block
    fields = [
        (name, match["value"].strip(), f"header line {match['key']}")
        for name, match in zip(names[:count], matches, strict=False)
        if name and match
    ]
    ended = count == len(lines) or (count > 0 and not lines[count].strip())
    lone_source = count == 1 and is_source_line(lines[0].strip())
    if not count or lone_source or not (ended or count > 1) or not any(line.strip() for line in lines[count:]):
        return Head(Metadata(), text)
    dropped = tuple(Dropped(line.strip(), "header line") for line in lines[:count])
    return Head(_from_fields(fields), "\n".join(lines[count:]).strip("\n"), dropped)


def take_front_matter(text: str) -> Head:
    """Read the 'key: value' lines between '---' lines at the top of a Markdown file; they leave the text."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return Head(Metadata(), text)
    close = next((i for i, line in enumerate(lines[1:MAX_FRONT_MATTER_LINES], 1) if line.rstrip() in {"---", "..."}), 0)
    body = lines[1:close]
    matches = [_HEADER.fullmatch(line.strip()) for line in body]
    if not close or not any(matches):
        return Head(Metadata(), text)
    fields = [
        (_FIELDS[match["key"].lower()], match["value"].strip().strip("\"'"), f"front matter {match['key']}")
        for match in matches
        if match and match["key"].lower() in _FIELDS
    ]
    dropped = tuple(Dropped(line.strip(), "front matter") for line in body if line.strip())
    return Head(_from_fields(fields), "\n".join(lines[close + 1 :]).strip("\n"), dropped)


def _from_fields(fields: list[tuple[str, str, str]]) -> Metadata:
    metadata = Metadata()
    for name, value, where in fields:
        if name == "published":
            value = iso_date(value) or ""
        elif name == "language":
            value = primary_language(value) or ""
        if value and getattr(metadata, name) is None:
            metadata = replace(metadata, **{name: Found(value, where)})
    return metadata


def primary_language(tag: str) -> str | None:
    """'en' of 'en-GB'; None where ``tag`` is no language tag."""
    match = re.fullmatch(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*", tag.strip())
    return match[1].lower() if match else None


def from_text(text: str) -> Metadata:
    """What the stored text itself shows: headline, by-line, dateline, date line, language. It all stays in the text."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    head = lines[:HEAD_LINES]
    outlet, published = _dateline(head)
    return Metadata(_headline(lines), outlet, _byline(head), published or _date_line(head), _language(text))


def _headline(lines: list[str]) -> Found | None:
    """The first line where it reads as a headline above a body, or a headline that is printed twice near the top."""
    if len(lines) > 1 and _reads_as_headline(lines[0]) and any(_reads_as_prose(line) for line in lines[1:]):
        return Found(lines[0], "first line")
    for number, line in enumerate(lines[:HEAD_LINES], 1):
        if line in lines[number:HEAD_LINES] and _reads_as_headline(line):
            return Found(line, f"line {number}, printed again on line {lines.index(line, number) + 1}")
    return None


def _reads_as_headline(line: str) -> bool:
    bare = line.rstrip("\"'”’)")
    if len(line.split()) > MAX_TITLE_WORDS or len(line) > 250 or bare[-1:] in {".", "。", ":", ",", ";", ""}:
        return False
    return not (_BYLINE.fullmatch(line) or is_source_line(line) or iso_date(line) or _AGENCY.search(line))


def _reads_as_prose(line: str) -> bool:
    return line.rstrip("\"'”’)")[-1:] in {".", "!", "?", "…", "。"} and len(line.split()) > 5


def _byline(head: list[str]) -> Found | None:
    for number, line in enumerate(head, 1):
        match = _BYLINE.fullmatch(line) if len(line) <= 120 else None
        if match and not _NOT_A_NAME.search(match["name"]):
            name, _, last = match["name"].rstrip(",").rpartition(", ")
            # 'Jane Roe, Ole Lind and Ada Oke' are three people; 'Jane Roe, Kestrel Wire' is one and her desk.
            whole = not name or " and " in last
            return Found(match["name"].rstrip(",") if whole else name, f"by-line on line {number}")
    return None


def _dateline(head: list[str]) -> tuple[Found | None, Found | None]:
    """Outlet and date of the first dateline, such as 'ARDEN, March 12, 2025 (Kestrel Wire) - ...'."""
    for number, line in enumerate(head, 1):
        start = line[:MAX_DATELINE]
        agency = _AGENCY.search(start) or _OUTLET_DASH.match(start)
        dash = _DASH.search(start)
        if dash is None or not start[:1].isupper():
            continue
        if agency is not None:
            before = start[: agency.end()]
        elif start.split(None, 1)[0].strip(",").isupper():
            before = start[: dash.start()]
        else:
            continue
        where = f"dateline on line {number}"
        published = date_within(before)
        return (Found(agency["outlet"], where) if agency else None, Found(published, where) if published else None)
    return None, None


def _date_line(head: list[str]) -> Found | None:
    """A line near the top that is nothing but a full date, or 'Published: ' and a full date."""
    for number, line in enumerate(head, 1):
        bare = re.sub(r"^(?:published|posted|date)(?: on)?\s*:?\s+", "", line, flags=re.IGNORECASE)
        if len(bare) <= 80 and (found := iso_date(bare)):
            return Found(found, f"date line on line {number}")
    return None


def _language(text: str) -> Found | None:
    words = _WORD.findall(text[:20_000].lower())
    if len(words) < MIN_WORDS_FOR_LANGUAGE:
        return None
    share = sum(_ENGLISH.fullmatch(word) is not None for word in words) / len(words)
    return Found("en", "function words") if share >= ENGLISH_SHARE else None
