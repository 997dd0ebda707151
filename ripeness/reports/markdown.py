"""Markdown to the words that a reader would see: markup goes, every word stays."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ripeness.reports.masthead import publication_line
from ripeness.reports.model import Found

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

    text: str
    title: Found | None


def plain(text: str) -> PlainText:
    """``text`` (tidy Markdown) without marks for headings, stress, links, pictures and quotations."""
    title: Found | None = None
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        bare = _QUOTE.sub("", line.strip(), count=1) if line.lstrip().startswith(">") else line
        if _UNDERLINE.fullmatch(bare.strip()):
            if (
                bare.strip()[0] == "="
                and lines
                and lines[-1].strip()
                and title is None
                and not publication_line(lines[-1])
            ):
                title = Found(lines[-1].strip(), f"heading on line {number - 1}")
            lines.append("")
            continue
        if heading := _HEADING.fullmatch(bare.strip()):
            bare = _without_marks(heading["text"])
            if title is None and line.lstrip().startswith("# ") and publication_line(bare) is None:
                title = Found(bare, f"heading on line {number}")
            lines += ["", bare, ""]
            continue
        lines.append(_without_marks(bare))
    return PlainText("\n".join(lines), title)


def _without_marks(line: str) -> str:
    line = _LINK.sub(r"\1", _IMAGE.sub(r"\1", line))
    for pattern in (_STRONG, _STRESS):
        line = pattern.sub(lambda match: match[1] or match[2], line)
    return line
