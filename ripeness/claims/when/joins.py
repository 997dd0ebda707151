"""Two or three times that are one interval: 'from Monday to Wednesday', 'March and April', 'overnight into Friday'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ripeness.claims.when import spans
from ripeness.claims.when.context import UnknownDateError
from ripeness.claims.when.resolver import Ask, Resolved, Resolver
from ripeness.claims.when.spans import Span
from ripeness.claims.when.words import Mention

DAYS = frozenset({"date", "day", "weekday", "day beside", "day of the month"})
# How far before a range the verb that moves something, or the night that it names, may stand.
MOVED_REACH = 80
NIGHT_REACH = 40

_RANGE = re.compile(r",?\s?(?:to|until|till|through|–|—|-|into|and\sinto|up\sto)\s?(?:the\s)?")
_LIST = re.compile(r",?\s(?:and|or)\s(?:on\s|in\s)?(?:the\s)?(?:early\s|late\s)?")
_COMMA = re.compile(r",\s")
_MOVED = re.compile(
    r"\b(?:moved|postponed|pushed|shifted|brought|rescheduled|delayed|put\soff|changed|advanced)\b[^.;]{0,60}$"
)
_NIGHT = re.compile(
    r"""(?:(?:on|in|during|over)\s)?(?:(?:the\s)?night\s(?:from|of|between|(?P<to>into|to))
    |(?P<overnight>overnight)(?:\s(?:from|between|on|(?P<into>into|to)))?)\s(?:the\s)?$""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Join:
    """Mentions that stand together: the first and the last of ``count``; a ``listed`` run is one only if unbroken."""

    first: Mention
    last: Mention
    count: int
    listed: bool


def find_join(text: str, begin: int, mentions: list[Mention]) -> Join | None:
    """The interval that the first of ``mentions``, of a sentence from ``begin``, opens; None if it stands alone."""
    if len(mentions) < 2 or not _alike(mentions[0], mentions[1]):
        return None
    first, second = mentions[:2]
    gap = text[first.end : second.start]
    if _RANGE.fullmatch(gap) or _RANGE.fullmatch(text[first.end : second.place]):
        moved = first.before == "from" and _MOVED.search(text, max(begin, first.start - MOVED_REACH), first.start)
        return None if moved else Join(first, second, 2, False)
    if _LIST.fullmatch(gap) or _LIST.fullmatch(text[first.end : second.place]):
        between = first.before == "between" or night_before(text, begin, first) is not None
        return Join(first, second, 2, listed=not between)
    if _COMMA.fullmatch(gap) and len(mentions) > 2 and _alike(second, mentions[2]):
        third = mentions[2]
        if _LIST.fullmatch(text[second.end : third.start]):
            return Join(first, third, 3, listed=True)
    return None


def night_before(text: str, begin: int, mention: Mention) -> re.Match[str] | None:
    """'the night from', 'overnight into' right before a mention."""
    if mention.form not in DAYS:
        return None
    return _NIGHT.search(text, max(begin, mention.start - NIGHT_REACH), mention.place)


def resolve_join(resolver: Resolver, join: Join, night: re.Match[str] | None, ask: Ask) -> Resolved | None:
    """The interval; None where the mentions of a list are no unbroken run and stand for themselves."""
    start = min(join.first.start, night.start()) if night else join.first.start
    end = join.last.end
    try:
        first, last, rule = _ends(resolver, join.first, join.last, ask)
        if join.listed and not _follows(first, last, join.count):
            return None
        relative = not (join.first.absolute and join.last.absolute)
        return Resolved(start, end, spans.joined(first, last), rule, relative)
    except (ValueError, OverflowError) as error:
        if join.listed:
            return None
        why = str(error) if isinstance(error, UnknownDateError) else "the two ends do not fit"
        return Resolved(start, end, None, why, several=True)


def resolve_night(resolved: Resolved, night: re.Match[str]) -> Resolved:
    """One day with 'the night of' or 'overnight' before it; 'overnight into Friday' begins on Thursday."""
    start = min(resolved.start, night.start())
    span = resolved.span
    if span is None:
        return Resolved(start, resolved.end, None, resolved.rule)
    if night["to"] or night["into"]:
        span = spans.days(max(span.first, date(1, 1, 2)) - timedelta(1), span.last)
        return Resolved(start, resolved.end, span, f"the night before {resolved.rule}", resolved.relative)
    if night["overnight"]:
        return Resolved(start, resolved.end, None, "the night before or after that day")
    return Resolved(start, resolved.end, span, resolved.rule, resolved.relative)


def _alike(first: Mention, second: Mention) -> bool:
    """Whether two mentions are of one kind, and plain enough to be two ends of one interval."""
    if any(each.part or each.which or each.first != each.last for each in (first, second)):
        return False
    return first.form == second.form in ("month", "year") or {first.form, second.form} <= DAYS


def _ends(resolver: Resolver, first: Mention, last: Mention, ask: Ask) -> tuple[Span, Span, str]:
    """The two ends; what one lacks is taken from the other."""
    if first.absolute and not last.absolute and last.form != "day beside":
        one, rule = resolver.span(first, ask)
        two, _ = resolver.span(last, lambda _: "future", one.last)
        return one, two, f"{rule}, and what follows it"
    tense = ask(first) or ask(last)
    if tense == "future" and not last.absolute and last.form != "day beside":
        one, rule = resolver.span(first, lambda _: tense)
        two, _ = resolver.span(last, lambda _: "future", one.last)
        return one, two, f"{rule}, and what follows it"
    two, rule = resolver.span(last, lambda _: tense)
    if first.absolute or first.form == "day beside":
        one, own = resolver.span(first, lambda _: tense)
        return one, two, rule if own == rule else f"{own}, to {rule}"
    one, _ = resolver.span(first, lambda _: "past", two.first)
    return one, two, f"{rule}, and what comes before it"


def _follows(first: Span, last: Span, count: int) -> bool:
    """Whether the last of ``count`` times follows the first without a gap."""
    if first.grain != last.grain:
        return False
    if first.grain == "day":
        return last.first - first.first == timedelta(count - 1)
    months = (last.first.year - first.first.year) * 12 + last.first.month - first.first.month
    return months == (count - 1) * (1 if first.grain == "month" else 12)
