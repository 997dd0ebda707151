"""Markdown to the words that a reader would see: markup goes, every word stays."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ripeness.reports.masthead import publication_line
from ripeness.reports.model import Found
from ripeness.reports.traced import Part, Traced, each_line, traced

_HEADING = re.compile(r"#{1,6}[ ]+(?P<text>\S.*?)[ ]*#*")
_UNDERLINE = re.compile(r"={3,}|-{3,}|\*{3,}|_{3,}")
_QUOTE = re.compile(r"(?:>[ ]?)+")
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,300})\]\([^()\s]{0,2000}(?:[ ]\"[^\"\n]{0,300}\")?\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\](?:\([^()\s]{0,2000}(?:[ ]\"[^\"\n]{0,300}\")?\)|\[[^\[\]\n]{0,100}\])")
_STRONG = re.compile(
    r"(?<![\w*])\*\*(?=\S)([^*\n]{1,500})(?<=\S)\*\*(?![\w*])|(?<!\w)__(?=\S)([^_\n]{1,500})(?<=\S)__(?!\w)"
)
_STRESS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,500})(?<=\S)\*(?![\w*])|(?<!\w)_(?=\S)([^_\n]{1,500})(?<=\S)_(?!\w)")


@dataclass(frozen=True, slots=True)
class PlainText:
    """The visible words of a Markdown text, and its first top heading that is no masthead."""

    text: Traced
    title: Found | None


def plain(text: Traced) -> PlainText:
    """``text`` (tidy Markdown) without marks for headings, stress, links, pictures and quotations."""
    title: Found | None = None
    parts: list[Part] = []
    above = ""
    for number, (at, line) in enumerate(each_line(text.text), 1):
        start, end = at, at + len(line)
        stop = end
        if line.lstrip().startswith(">") and (quoted := _QUOTE.match(text.text, end - len(line.lstrip()), end)):
            start, end = quoted.end(), at + len(line.rstrip())
        bare = text.text[start:end]
        if _UNDERLINE.fullmatch(bare.strip()):
            words = _without_marks(traced(above)).text.strip() if bare.strip()[0] == "=" else ""
            if words and title is None and not publication_line(words):
                title = Found(words, f"heading on line {number - 1}")
            above = ""
            parts.append("\n")
        elif heading := _HEADING.fullmatch(bare.strip()):
            first = start + len(bare) - len(bare.lstrip()) + heading.start("text")
            words = _without_marks(traced(heading["text"])).text
            if title is None and line.lstrip().startswith("# ") and publication_line(words) is None:
                title = Found(words, f"heading on line {number}")
            above = ""
            parts += ["\n", (first, first + len(heading["text"])), "\n\n"]
        else:
            above = bare
            parts += [(start, end), (stop, min(stop + 1, len(text.text)))]
    return PlainText(_without_marks(text.cut(parts)), title)


def _without_marks(text: Traced) -> Traced:
    for pattern in (_IMAGE, _LINK, _STRONG, _STRESS):
        text = text.sub(pattern, _inside)
    return text


def _inside(match: re.Match[str]) -> tuple[Part]:
    """What stands between the marks."""
    return (match.span(match.lastindex or 0),)
