"""The stored text: readable characters, tidy lines, and no page furniture.

Every line that is left out is kept beside the text with the rule that left it out. A rule matches a
whole short line or nothing: prose is never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from ripeness.reports.model import Dropped
from ripeness.reports.traced import Part, Traced, each_line

# Longer lines are taken for prose. Chosen to hold a cookie note of two sentences; not calibrated on data.
MAX_FURNITURE = 300
# A 'Source: ...' line of more words than this is a sentence that happens to begin so.
MAX_SOURCE_WORDS = 14
# Lines of a page that are looked at for furniture beside its article, and how many are told of at most.
MAX_PAGE_LINES = 100_000
MAX_BESIDE = 200

_LINE_END = "\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]"
_INVISIBLE = (
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+"
    # Joiners are spelling in Persian or Hindi, and noise after Latin letters.
    "|(?<![\u0590-\u1fff])[\u200c\u200d]"
)
_SPACE = "[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_ODD = re.compile(f"(?P<end>{_LINE_END})|(?P<space>{_SPACE}+)|{_INVISIBLE}")

_REQUIRED = r"(?:required|mandatory) fields are marked(?: with)? ?(?:\*|an asterisk)?\.?"
_SHARE_WORD = (
    r"share|tweet|facebook|twitter|x|e-?mail|whatsapp|linkedin|reddit|pinterest|telegram|instagram|threads|bluesky|"
    r"messenger|viber|print|copy link|link|save|pin it|flipboard|pocket|more"
)
_UNPUBLISHED = r"your e-?mail(?: address)? will not be (?:published|shared|made public)(?: or shared)?\.?"
_RELATED = (
    r"related(?: (?:articles?|stories|story|posts?|news|content|topics|links|coverage))?|read (?:more|also|next)|"
    r"see also|also read|more on this(?: story| topic)?|you (?:may|might) also like|recommended(?: for you| stories)?|"
    r"most (?:read|popular)|trending(?: now)?|up next|don't miss"
)
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "comment form",
            r"leave a (?:reply|comment)(?: cancel reply)?|cancel reply|"
            r"(?:post|add|write) (?:a )?comment|"
            rf"{_UNPUBLISHED}|{_REQUIRED}|{_UNPUBLISHED} {_REQUIRED}|"
            r"(?:\d{1,6}|no) comments?(?: yet)?|comments?(?: ?\(\d{1,6}\))?:?|"
            r"join the (?:discussion|conversation)\.?|comments are closed\.?|(?:name|e-?mail|website) ?\*|"
            r"(?:you must be )?(?:log|logged|sign) in to (?:post a )?(?:comment|reply|leave a comment)\.?|"
            r"save my name, email,? and website in this browser for the next time i comment\.?",
        ),
        ("bare id", r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[a-f]*\d)[0-9a-f]{16,128}"),
        ("bare number", r"\d[\d,. ]{0,15}"),
        (
            "share bar",
            rf"share(?: (?:this|the)(?: (?:article|story|post|page))?)?(?: (?:on|via|with) (?:{_SHARE_WORD}))?:?|tweet|"
            rf"(?:{_SHARE_WORD})(?:[\s|/·•,]+(?:on )?(?:{_SHARE_WORD})){{1,15}}",
        ),
        (
            "cookie note",
            r"(?:we|this (?:web)?site|our (?:web)?site) uses? cookies\b.*\b"
            r"(?:experience|consent|accept|privacy|preferences|continue|agree|analytics)\b.*|"
            r"(?:accept|reject|manage)(?: all)? cookies|cookie (?:settings|preferences|policy|notice)",
        ),
        ("related links", rf"(?:{_RELATED}) ?[:»>|]?|(?:{_RELATED}) ?[:»>|] ?.{{1,160}}(?<![.!?…\"”’')])"),
        (
            "newsletter sign-up",
            r"(?:sign up|subscribe)\b.{0,80}\b(?:newsletters?|mailing list|e-?mail alerts)\b.{0,80}|"
            r"subscribe(?: now| today)?!?|"
            r"sign up(?: now| today)?!?|get .{1,80} (?:delivered )?(?:in|to|straight to) your inbox\b.{0,40}|"
            r"follow us on (?:" + _SHARE_WORD + r")\b.{0,60}|download (?:our|the) (?:free )?app\b.{0,40}",
        ),
        (
            "advertisement",
            r"\[?(?:advertisements?|advert|ad|sponsored(?: content)?|promoted(?: content)?|skip advertisement)\]?|"
            r"(?:the )?(?:story|article) continues below(?: (?:this )?advertisement)?\.?|"
            r"advertisement[ -–—]+scroll to continue",
        ),
        (
            "pointer to live coverage",
            r"(?:follow|read|see|watch) (?:all )?(?:our|the|more) (?:live|latest|full) (?:coverage|updates|blog|news)\b"
            r"(?: (?:of|on|about|for|from) .{1,120})?",
        ),
        (
            "page navigation",
            r"skip to (?:main )?content|back to top|scroll to top|(?:continue|keep) reading(?: the main story)?",
        ),
    )
)
_BULLET = re.compile(r"(?:[-*•·>»]|https?://)\s*\S")

_SOURCE_LINE = re.compile(
    r"(?:original |news )?(?:source|via|hat tip|h/t)(?: link)?\s*:\s*\S.*|"
    r"(?:this|the) (?:article|story|piece|report|post|content|text)\b.{0,40}\b(?:first |originally )?"
    r"(?:appeared|published|posted)(?: first)? (?:in|on|at|by)\b.{1,150}|"
    r"(?:originally|first) (?:published|appeared|posted) (?:in|on|at|by)\b.{1,150}|"
    r"read the (?:full|original|whole) (?:article|story|report|text)\b.{0,150}|"
    r"source link",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without furniture, and the lines that were left out, in their order."""

    text: Traced
    dropped: tuple[Dropped, ...]


def line_ends(text: str) -> int:
    """How many line ends of any kind stand in ``text``."""
    return sum(map(text.count, "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")) - text.count("\r\n")


def tidy(text: Traced) -> Traced:
    """``text`` with plain line ends and spaces, without invisible marks, blank lines at most one in a row.

    Code points are kept as they are otherwise: no normal form is imposed on names.
    """
    plain = plain_characters(text)
    return plain.cut(_tidy_lines(plain.text))


def plain_characters(text: Traced) -> Traced:
    """``text`` with one kind of line end and one of space, and without invisible marks."""
    return text.sub(_ODD, _plainly)


def _plainly(odd: re.Match[str]) -> tuple[str]:
    return ("\n" if odd["end"] else " " * len(odd["space"] or ""),)


def _tidy_lines(text: str) -> Iterator[Part]:
    """The lines without the white space behind them; of blank ones in a row the first, of those at the edges none."""
    end: Part | None = None  # of the last line that is not blank
    blank: Part | None = None  # of the first blank line below it
    for at, line in each_line(text):
        body = line.rstrip()
        if not body:
            blank = blank or ("\n" if line else (at, at + 1))
            continue
        start, stop = at, at + len(body)
        if end is None:
            start = stop - len(body.lstrip(" "))
        else:
            yield end
            if blank:
                yield blank
        yield start, stop
        end, blank = ((stop, stop + 1) if body == line else "\n"), None


def without_furniture(text: Traced) -> Cleaned:
    """``text`` (tidy) without comment forms, ids, share bars and the like, each kept as Dropped with its rule."""
    kept: list[Part] = []
    dropped: list[Dropped] = []
    in_links = False
    for at, line in each_line(text.text):
        body = line.strip()
        rule = furniture_rule(body)
        if rule is None and in_links and _is_link_item(body):
            rule = "related links"
        if rule is None:
            kept.append((at, min(at + len(line) + 1, len(text.text))))  # with its end
            in_links = in_links and not body
        else:
            dropped.append(Dropped(body, rule))
            in_links = rule == "related links"
    return Cleaned(tidy(text.cut(kept)), tuple(dropped))


def furniture_beside(page: str, known: Iterable[Dropped]) -> tuple[Dropped, ...]:
    """The furniture among the lines of ``page`` that is not among ``known``, each line once: bare numbers apart.

    An extractor leaves out the frame of an article without a word; what it knows for furniture is told so.
    """
    seen = {line.text for line in known}
    found: list[Dropped] = []
    for line in islice(page.split("\n"), MAX_PAGE_LINES):
        body = " ".join(line.split())
        if len(found) < MAX_BESIDE and body not in seen and (rule := furniture_rule(body)) not in {None, "bare number"}:
            found.append(Dropped(body, str(rule)))
            seen.add(body)
    return tuple(found)


def furniture_rule(line: str) -> str | None:
    """The name of the rule that makes ``line`` furniture, or None where it may be prose."""
    if not line or len(line) > MAX_FURNITURE or is_source_line(line):
        return None
    for name, pattern in _RULES:
        if pattern.fullmatch(line):
            return name
    return None


def _is_link_item(line: str) -> bool:
    """A bulleted or bare-address line without a sentence's end, under a heading such as 'Related articles'."""
    return len(line) <= MAX_FURNITURE and _BULLET.match(line) is not None and line[-1] not in '.!?"”'


def is_source_line(line: str) -> bool:
    """Whether ``line`` only says where the report came from: metadata that stays in the text."""
    if len(line) > MAX_FURNITURE or (match := _SOURCE_LINE.fullmatch(line)) is None:
        return False
    return len(match.group().split()) <= MAX_SOURCE_WORDS or not line.lower().startswith(("source", "original source"))


def source_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Spans (code points, trimmed) of the lines of ``text`` that only say where the report came from."""
    spans: list[tuple[int, int]] = []
    for start, line in each_line(text):
        body = line.strip()
        if body and is_source_line(body):
            left = start + len(line) - len(line.lstrip())
            spans.append((left, left + len(body)))
    return tuple(spans)
