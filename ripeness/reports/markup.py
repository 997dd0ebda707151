"""The words that stand in the source of a page or of a feed's entry, each with its place there.

The source is gone through once, from its beginning to its end, whatever is in it. What a parser makes of a
broken page may differ: words that it moved or made are then not found, and have no place.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5
from itertools import islice

from ripeness.reports.traced import Part, Traced

# Tags, references and the texts between them, of which a large news page has some ten thousand: what comes after
# this many has no places.
MAX_PARTS = 1_000_000

# Elements that do not part words: 'nego<b>tiation</b>' is one.
_INLINE = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|nobr|q|s|samp|small|span|strike|"
    "strong|sub|sup|time|tt|u|var|wbr"
)
# Elements whose content is no text of the page.
_UNREAD = frozenset({"script", "style", "title"})

_MARK = re.compile(
    r"<(?:!--|!\[CDATA\[|[!?]|/?[A-Za-z])|&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?"
)
_NAME = re.compile(r"[^\s/>]*")
# To the end of a start tag: a quoted value may hold '>'.
_REST = re.compile(r"""(?:[^>=]|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])))*+>""")
_LONGEST_BARE = max(len(name) for name in html5 if not name.endswith(";"))


def page_words(source: Traced) -> Traced:
    """The text of a page or of a piece of one; where an element parts words, a line end stands."""
    return source.cut(islice(_parts(source.text, xml=False), MAX_PARTS))


def entry_words(source: Traced) -> Traced:
    """The text of a feed's entry: what its elements hold, which may be markup itself."""
    return source.cut(islice(_parts(source.text, xml=True), MAX_PARTS))


def _parts(text: str, xml: bool) -> Iterator[Part]:
    at = 0
    careful = True  # quoted values are minded until a tag does not end so: from there on the next '>' ends it
    while (match := _MARK.search(text, at)) is not None:
        start = match.start()
        yield at, start
        mark = match[0]
        if mark[0] == "&":
            end, part = _entity(text, start, match.end())
            yield part
        elif mark == "<!--":
            end = _after(text, "-->", match.end())
        elif mark == "<![CDATA[" and xml:
            end = _after(text, "]]>", match.end())
            yield match.end(), max(match.end(), end - 3) if text.endswith("]]>", 0, end) else end
        elif mark[1] in "!?":
            end = _after(text, ">", match.end())
        else:
            name_end = (_NAME.match(text, match.end() - 1) or match).end()
            name = text[match.end() - 1 : name_end].lower().rpartition(":")[2]
            close = _REST.match(text, name_end) if careful else None
            careful = close is not None
            end = close.end() if close else _after(text, ">", name_end)
            if not _INLINE.fullmatch(name):
                yield "\n"
            if not xml and name in _UNREAD and mark[1] != "/":
                end = _end_of(name, text, end)
        at = end
    yield at, len(text)


def _after(text: str, stop: str, at: int) -> int:
    """The place behind the next ``stop``, or the end."""
    found = text.find(stop, at)
    return len(text) if found < 0 else found + len(stop)


def _end_of(name: str, text: str, at: int) -> int:
    """Where the end tag of an element begins whose content is not read."""
    found = re.compile(rf"</{name}\b", re.IGNORECASE).search(text, at)
    return len(text) if found is None else found.start()


def _entity(text: str, start: int, end: int) -> tuple[int, Part]:
    """The end of the character reference at ``start``, and the character, where it stands for one."""
    written = text[start:end]
    if written[1] != "#" and not (written.endswith(";") and written[1:] in html5):
        # Old names count without a semicolon, and whatever follows them: '&copy2031'.
        lengths = range(min(len(written), _LONGEST_BARE + 1), 2, -1)
        bare = next((written[1:n] for n in lengths if written[1:n] in html5), "")
        if not bare:
            return end, (start, end)
        end = start + 1 + len(bare)
        written = text[start:end]
    meant = html.unescape(written)
    return end, (start, end, meant) if len(meant) == 1 else meant
