"""What a text says about itself: title, outlet, author, date, language, each with where it stands.

Nothing is guessed: a field that the document does not give stays None, and file times are never used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ripeness.reports.clean import is_source_line
from ripeness.reports.masthead import PublicationLine, publication_line, surface
from ripeness.reports.model import Dropped, Found
from ripeness.reports.names import byline
from ripeness.reports.published import date_within, iso_date
from ripeness.reports.traced import Part, Traced, each_line

# A headline has at most this many words: room for a double one, and shorter than a paragraph that lost
# its full stop. Chosen, not calibrated.
MAX_TITLE_WORDS = 25
# By-lines, date lines and repeated headlines are looked for in this many lines at the top.
HEAD_LINES = 6
# A dateline ends with its dash within this many characters.
MAX_DATELINE = 120
# A sign-off is looked for in this many lines at the end.
TAIL_LINES = 2
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
# A web address, or nothing but a domain.
_ADDRESS = re.compile(r"https?://|\bwww\.|^(?:[a-z0-9][a-z0-9-]{0,62}\.){1,4}[a-z]{2,24}/?$", re.IGNORECASE)
# 'ARDEN (Kestrel Wire) -', but not 'ARDEN (June 20) -' nor 'ARDEN (Tuesday) -'.
_AGENCY = re.compile(
    r"\((?!(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b\.?,?\s*(?:\d|\)))"
    r"(?P<outlet>(?-i:[A-Z])[\w.&'’-]*(?: [\w.&'’-]+){0,4})\)\s*[–—-]{1,2}\s",
    re.IGNORECASE,
)
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
    address: Found | None = None

    def filled(self, other: Metadata) -> Metadata:
        """This metadata, with what it lacks taken from ``other``."""
        return Metadata(
            self.title or other.title,
            self.outlet or other.outlet,
            self.author or other.author,
            self.published or other.published,
            self.language or other.language,
            self.address or other.address,
        )


@dataclass(frozen=True, slots=True)
class Head:
    """Metadata read off the head of a text, the text without it, and the lines that it took."""

    metadata: Metadata
    text: Traced
    dropped: tuple[Dropped, ...] = ()


def take_header(text: Traced) -> Head:
    """Read a block of 'Title: ...' lines at the very top; it is metadata and leaves the text.

    The block ends at a blank line, or after two lines or more of it at the first line that is none.
    Behind two known lines, lines with other keys ('Note: ...') belong to a block that a blank line ends.
    Lines that say where the report was taken from ('Original source: ...', 'Source: ' and an address, or
    'Source: ' beside an 'Outlet: ') are no outlet: they stay in the text as source lines. So does a lone 'Source: ...'.
    """
    lines = text.text.split("\n")
    matches = [_HEADER.fullmatch(line.strip()) for line in lines[: 2 * len(_FIELDS)]]
    block = next((k for k, match in enumerate(matches) if match is None), len(matches))
    kept = _source_lines_among(matches[:block])
    names = [_FIELDS.get(match["key"].lower()) if match else None for match in matches]
    count = next((k for k, name in enumerate(names) if name is None and k not in kept), len(names))
    if count >= 2 and block < len(lines) and not lines[block].strip():
        count = block
    fields = [
        (name, match["value"].strip(), f"header line {match['key']}")
        for k, (name, match) in enumerate(zip(names[:count], matches, strict=False))
        if name and match and k not in kept
    ]
    ended = count == len(lines) or (count > 0 and not lines[count].strip())
    lone_source = count == 1 and is_source_line(lines[0].strip())
    if not fields or lone_source or not (ended or count > 1) or not any(line.strip() for line in lines[count:]):
        return Head(Metadata(), text)
    dropped = tuple(Dropped(line.strip(), "header line") for k, line in enumerate(lines[:count]) if k not in kept)
    return Head(_from_fields(fields), _below(text, [k for k in sorted(kept) if k < count], count), dropped)


def take_front_matter(text: Traced) -> Head:
    """Read the 'key: value' lines between '---' lines at the top of a Markdown file.

    They leave the text, but for source lines, as in ``take_header``.
    """
    lines = text.text.split("\n")
    if lines[0].rstrip() != "---":
        return Head(Metadata(), text)
    close = next((i for i, line in enumerate(lines[1:MAX_FRONT_MATTER_LINES], 1) if line.rstrip() in {"---", "..."}), 0)
    body = lines[1:close]
    matches = [_HEADER.fullmatch(line.strip()) for line in body]
    if not close or not any(matches):
        return Head(Metadata(), text)
    kept = _source_lines_among(matches)
    fields = [
        (_FIELDS[match["key"].lower()], match["value"].strip().strip("\"'"), f"front matter {match['key']}")
        for k, match in enumerate(matches)
        if match and match["key"].lower() in _FIELDS and k not in kept
    ]
    dropped = tuple(
        Dropped(line.strip(), "front matter") for k, line in enumerate(body) if line.strip() and k not in kept
    )
    return Head(_from_fields(fields), _below(text, [k + 1 for k in sorted(kept)], close + 1), dropped)


def _source_lines_among(matches: list[re.Match[str] | None]) -> frozenset[int]:
    """Which header lines say where the report was taken from, and not which outlet it is of."""
    keys = [match["key"].lower() if match else "" for match in matches]
    has_outlet = any(_FIELDS.get(key) == "outlet" and key != "source" for key in keys)
    return frozenset(
        k
        for k, match in enumerate(matches)
        if match
        and is_source_line(match[0])
        and (keys[k] != "source" or has_outlet or _ADDRESS.search(match["value"].strip("\"'")) is not None)
    )


def _below(text: Traced, source_lines: list[int], first: int) -> Traced:
    """The text from line ``first`` on, under the header's source lines."""
    parts: list[Part] = []
    at = len(text.text)
    for number, (start, line) in enumerate(each_line(text.text)):
        if number == first:
            at = start
            break
        if number in source_lines:
            left = start + len(line) - len(line.lstrip())
            parts += [(left, start + len(line.rstrip())), "\n"]
    end = len(text.text.rstrip("\n"))
    start = end - len(text.text[at:end].lstrip("\n"))
    return text.cut([*parts, "\n", (start, end)] if parts else [(start, end)])


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


def from_text(text: str, published: str | None = None) -> Metadata:
    """What the stored text itself shows: headline, masthead, by-line, date line, dateline, language. All of it stays.

    ``published`` is the date that a header or a page's head gave: a masthead of another day is not this report's.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    bare = [surface(line) for line in lines[:HEAD_LINES]]
    placed = _publication_lines(lines)
    day = _day(placed)
    wire, filed = _dateline(bare)
    outlet = _outlet(placed, published or (day.value if day else None)) or wire
    if any(each.read.date for each in placed):
        filed = None  # a publication line has a date, or several disagree: the dateline's is that of the filing
    return Metadata(_headline(lines), outlet, _byline(bare), day or filed, _language(text))


def _headline(lines: list[str]) -> Found | None:
    """The first line below mastheads and source lines that reads as a headline above a body, or one printed twice."""
    head = [surface(line) for line in lines[:HEAD_LINES]]
    top = next((k for k, line in enumerate(head) if not (publication_line(line) or is_source_line(line))), None)
    if top is not None and _reads_as_headline(head[top]) and any(_reads_as_prose(line) for line in lines[top + 1 :]):
        return Found(head[top], f"line {top + 1}" if top else "first line")
    for number, line in enumerate(head, 1):
        if line in head[number:] and _reads_as_headline(line):
            return Found(line, f"line {number}, printed again on line {head.index(line, number) + 1}")
    return None


def _reads_as_headline(line: str) -> bool:
    bare = line.rstrip("\"'”’)")
    if len(line.split()) > MAX_TITLE_WORDS or len(line) > 250 or bare[-1:] in {".", "。", ":", ",", ";", ""}:
        return False
    return not (byline(line) or is_source_line(line) or publication_line(line) or _AGENCY.search(line))


def _reads_as_prose(line: str) -> bool:
    return line.rstrip("\"'”’)")[-1:] in {".", "!", "?", "…", "。"} and len(line.split()) > 5


def _byline(head: list[str]) -> Found | None:
    found = ((name, number) for number, line in enumerate(head, 1) if (name := byline(line)))
    return next((Found(name, f"by-line on line {number}") for name, number in found), None)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A publication line and where it stands."""

    read: PublicationLine
    number: int
    at_end: bool

    def found(self, value: str) -> Found:
        return Found(value, f"{'sign-off' if self.at_end else self.read.kind} on line {self.number}")


def _publication_lines(lines: list[str]) -> tuple[_Placed, ...]:
    """The lines above the end of the prose, near the top, and below it, near the end, that tell of the publication."""
    prose = (k for k in range(len(lines) - 1, -1, -1) if _reads_as_prose(lines[k]))
    last = next((k for k in prose if publication_line(lines[k], sign_off=True) is None), len(lines))
    found: list[_Placed] = []
    for k in range(min(HEAD_LINES, last)):
        read = publication_line(lines[k])
        # A name and a date alone may sign an epigraph or explain a picture: they count right above the prose.
        loose = read is not None and read.kind == "place and date line"
        opens = _reads_as_prose("".join(lines[k + 1 : k + 2])) and not (
            k and lines[k - 1].endswith(('"', "”", "’", "'"))
        )
        if read and (opens or not loose):
            found.append(_Placed(read, k + 1, at_end=False))
    for k in range(max(last + 1, len(lines) - TAIL_LINES), len(lines)):
        read = publication_line(lines[k], sign_off=True)
        if read and read.kind not in {"date line", "place and date line"}:
            found.append(_Placed(read, k + 1, at_end=True))
    return tuple(found)


def _day(placed: tuple[_Placed, ...]) -> Found | None:
    """The date of the publication: lines that disagree give none, and an update counts where nothing else is said."""
    first = [each for each in placed if each.read.kind in {"masthead line", "publication line", "date line"}]
    updates = [each for each in placed if each.read.kind == "update line"]
    places = [each for each in placed if each.read.kind == "place and date line"]
    top, end = [each for each in first if not each.at_end], [each for each in first if each.at_end]
    for group in (top, end, updates, places):
        dates = [(each, each.read.date) for each in group if each.read.date]
        if dates:
            each, day = dates[0]
            return each.found(day) if len({other[:10] for _, other in dates}) == 1 else None
    return None


def _outlet(placed: tuple[_Placed, ...], published: str | None) -> Found | None:
    """The outlet of a masthead, at the top or else at the end, unless two differ or it is of another day."""
    named = [(each, each.read.outlet) for each in placed if each.read.outlet]
    at_end = all(each.at_end for each, _ in named)
    named = [(each, outlet) for each, outlet in named if each.at_end == at_end]
    if not named or len({outlet for _, outlet in named}) > 1:
        return None
    each, outlet = named[0]
    another_day = published and each.read.date and each.read.date[:10] != published[:10]
    return None if another_day else each.found(outlet)


def _dateline(head: list[str]) -> tuple[Found | None, Found | None]:
    """Outlet and date of the first dateline, such as 'ARDEN, March 12, 2025 (Kestrel Wire) - ...'."""
    for number, line in enumerate(head, 1):
        start = line[:MAX_DATELINE]
        agency = _AGENCY.search(start) or _OUTLET_DASH.match(start)
        dash = _DASH.search(start)
        if dash is None or not start[:1].isupper() or publication_line(line):
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


def _language(text: str) -> Found | None:
    words = _WORD.findall(text[:20_000].lower())
    if len(words) < MIN_WORDS_FOR_LANGUAGE:
        return None
    share = sum(_ENGLISH.fullmatch(word) is not None for word in words) / len(words)
    return Found("en", "function words") if share >= ENGLISH_SHARE else None
