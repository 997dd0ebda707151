"""Lines that say who published a report and when: 'Wharfside Daily, 9 June 2031', 'Posted by admin on June 5, 2031'.

A line counts only as a whole: a date at one edge, and beside it nothing but names. An outlet is
recognised by a word that outlets are called by or by being well known; other names give no outlet,
so that a town or a person is never taken for one. Outlets keep the words and the capitals of the line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ripeness.reports.names import byline, is_outlet, is_place, is_rubric, is_staff
from ripeness.reports.published import MAX_DATED_LINE, DatedLine, dated_line

# Longer lines are prose, and are left as they are.
MAX_SURFACE = 300
# Outlet, person and place at most beside the date.
MAX_NAMES = 3

Kind = Literal["masthead line", "publication line", "date line", "update line", "place and date line"]

_EMPHASIS = ("***", "**", "__", "*", "_", "~~", "`")
_HEADING = re.compile(r"#{1,6}[ ]+(?P<text>\S.*?)[ ]*#*")
_PARTED = re.compile(r"\s*[|·•]\s*|\s+[–—-]{1,2}\s+|\s*[–—]\s*|,\s+")
_ENDS_PARTED = re.compile(r"(?:\s*[|·•,–—]|\s-{1,2})$")
_BEGINS_PARTED = re.compile(r"(?:[|·•,–—]|-{1,2}\s)\s*")
_UPDATE = r"(?:last )?(?:updated|modified)"
_LATER_UPDATE = re.compile(rf"(?P<rest>.*[\d.])[\s,;|·•(–—-]+{_UPDATE}\b:?.{{4,50}}", re.IGNORECASE)
_LABEL = re.compile(
    rf"(?P<label>published|posted|date|{_UPDATE})(?:\s+by(?P<who>(?:\s+[\w.@'’&-]+){{1,4}}?))?(?:,?\s+(?:on|at))?\s*:?",
    re.IGNORECASE,
)
# 'Posted on June 5, 2031 by admin': the name behind the date goes, so that the date ends the line.
_LABELLED_AND_SIGNED = re.compile(
    r"(?P<rest>(?:published|posted)\b.{4,60}?\d)[\s,|·•–—-]+by(?:\s+[\w.@'’&-]+){1,4}", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"(?P<name>[^()]{1,100})(?<=\S)\s*\((?P<date>[^()]{6,40})\)")
_SIGN_OFF_DASH = re.compile(r"[–—-]{1,2}\s*")
_FROM_A_PLACE = re.compile(
    r"(?:(?:a|the) )?(?:letters?|postcard|dispatch(?:es)?|despatch(?:es)?|reports?|notes|diary|view|scenes?|news) from "
    r"(?P<place>.+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PublicationLine:
    """What one line says of the publication: the outlet as written, and the ISO date; None where it does not say."""

    kind: Kind
    outlet: str | None
    date: str | None


def surface(line: str) -> str:
    """``line`` without the marks of a Markdown heading and of emphasis around the whole of it."""
    line = line.strip()
    if len(line) > MAX_SURFACE:
        return line
    if heading := _HEADING.fullmatch(line):
        line = heading["text"]
    for mark in _EMPHASIS:
        inner = line[len(mark) : -len(mark)]
        if line.startswith(mark) and line.endswith(mark) and inner.strip() and mark[0] not in inner:
            return inner.strip()
    return line


def publication_line(line: str, sign_off: bool = False) -> PublicationLine | None:
    """What ``line`` says of the publication, where it says nothing else; None for any other line.

    A ``sign_off``, at the end of a report, may begin with a dash; at the top that is how an epigraph is signed.
    """
    if len(line) > 2 * MAX_DATED_LINE:
        return None
    line = surface(line).replace("*", "")
    line = _SIGN_OFF_DASH.sub("", line, count=1) if sign_off and line.startswith(("-", "–", "—")) else line
    if later := _LATER_UPDATE.fullmatch(line):
        line = later["rest"]
    if signed := _LABELLED_AND_SIGNED.fullmatch(line):
        line = signed["rest"]
    # A dated sentence ends with a full stop, and a masthead seldom: with an outlet or a label alone is it one.
    whole = line.removesuffix(".") if not line.endswith("m.") else line
    parts = dated_line(whole) or _date_in_brackets(whole)
    if parts is None:
        return None
    read = _labelled(parts)
    if read is None:
        read = _among_names(parts)
        if read is not None and whole != line and read.outlet is None:
            return None
    return read


def _date_in_brackets(line: str) -> DatedLine | None:
    """'The Lantern Review (21 June 2031)', as if a mark stood between the two."""
    match = _IN_BRACKETS.fullmatch(line)
    parts = dated_line(match["date"]) if match else None
    return DatedLine(f"{match['name']} |", parts.date, "") if match and parts and parts.before == parts.after else None


def _labelled(parts: DatedLine) -> PublicationLine | None:
    """'Published: DATE', 'Posted by NAME on DATE'. The name may be a person's or a program's: it gives no outlet."""
    label = _LABEL.fullmatch(parts.before.rstrip(" ,|·•–—-")) if parts.before else None
    if label is None or parts.after or (label["who"] or "").strip().startswith(("the ", "a ", "an ")):
        return None
    posted = label["label"].lower() in {"published", "posted", "date"}
    return PublicationLine("publication line" if posted else "update line", None, parts.date)


def _among_names(parts: DatedLine) -> PublicationLine | None:
    """A date alone, or parted by a mark from an outlet, its staff, an author, a rubric or a place."""
    if not parts.before and not parts.after:
        return PublicationLine("date line", None, parts.date)
    mark = _ENDS_PARTED.search(parts.before) if parts.before else _BEGINS_PARTED.match(parts.after)
    if mark is None:
        return None
    named = parts.before[: mark.start()] if parts.before else parts.after[mark.end() :]
    names = _PARTED.split(named)
    outlets = [name for name in names if is_outlet(name)]
    others = [name for name in names if name not in outlets]
    if len(names) <= MAX_NAMES and len(outlets) == 1 and all(_stands_beside(name) for name in others):
        return PublicationLine("masthead line", outlets[0], parts.date)
    if outlets or parts.date is None:
        return None
    if byline(named) or (len(names) == 1 and (is_staff(named) or (parts.before and is_rubric(named)))):
        return PublicationLine("publication line", None, parts.date)
    # 'DATE - Arden' is how a chronicle begins its entries; 'Arden, DATE' is how letters and statements begin.
    from_a_place = _FROM_A_PLACE.fullmatch(named)
    if (
        parts.before
        and len(names) <= MAX_NAMES - 1
        and all(map(is_place, [from_a_place["place"]] if from_a_place else names))
    ):
        return PublicationLine("place and date line", None, parts.date)
    return None


def _stands_beside(name: str) -> bool:
    """Whether ``name`` may share a line with an outlet."""
    return byline(name) is not None or is_staff(name) or is_rubric(name) or is_place(name)
