"""Readers for times that are counted from another: 'yesterday', 'last week', 'two days later', 'a year ago'."""

from __future__ import annotations

import re
from dataclasses import replace

from ripeness.claims.when.words import NUMBERS, Look, Mention, Part, part

_I = re.IGNORECASE
_X = re.IGNORECASE | re.VERBOSE

_DAYS_BESIDE = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_CAPITAL_BEFORE = re.compile(r"[A-Z][\w’'-]*\s$")
_CAPITAL_AFTER = re.compile(r"\s[A-Z]")
_THE_DAY = re.compile(r"(?:the\s)?day\s(?P<way>after|before)\s$", _I)
_TIME_OF_DAY = re.compile(r"\s(?:morning|afternoon|evening|night|at\snoon)(?![^\W_])", _I)
_LATE = re.compile(r"(?<![^\W_])(?:earlier|later|late|early)\s$", _I)


def read_day_beside(look: Look) -> list[Mention]:
    """'today', 'yesterday evening', 'the day after tomorrow'; not 'USA Today'."""
    named = look.left(_CAPITAL_BEFORE) or look.right(_CAPITAL_AFTER)
    if look.word[0].isupper() and named and look.start > look.floor:
        return []
    count = _DAYS_BESIDE[look.word.lower()]
    time = look.right(_TIME_OF_DAY)
    found = Mention(look.start, time.end() if time else look.end, "day beside", count=count)
    beyond = look.left(_THE_DAY)
    if beyond and count == (1 if beyond["way"].lower() == "after" else -1):
        found.start, found.count = beyond.start(), 2 * count
    elif late := look.left(_LATE):
        found.start = late.start()
    return [found]


# The letters of a duration in ISO 8601, and how many of them a unit has.
_LENGTHS = {
    "minute": ("PT{}M", 1),
    "hour": ("PT{}H", 1),
    "day": ("P{}D", 1),
    "night": ("P{}D", 1),
    "weekend": ("P{}D", 2),
    "week": ("P{}W", 1),
    "fortnight": ("P{}W", 2),
    "month": ("P{}M", 1),
    "year": ("P{}Y", 1),
    "decade": ("P{}Y", 10),
    "century": ("P{}Y", 100),
}
_SMALL = frozenset({"minute", "hour"})
_TIMES_OF_DAY = frozenset({"morning", "afternoon", "evening", "night"})

_NUMBER = "|".join(sorted((re.escape(word) for word in NUMBERS), key=len, reverse=True))
_A_NUMBER = (
    r"(?:(?P<vague>(?:a\s)?few|several|a\scouple(?:\sof)?|some|many|a\snumber\sof|countless|half\san?|\w+\sand\sa\shalf)"
    rf"|(?P<digits>\d{{1,4}})|(?P<word>{_NUMBER}))"
)
_COUNT = re.compile(
    rf"""(?<![^\W_$€£.,:-])(?:(?P<rough>about|around|some|roughly|nearly|almost|only|barely)\s
    |(?P<bound>just\sover|just\sunder|more\sthan|over|less\sthan|at\sleast|up\sto|not\squite|well\sover)\s)?
    {_A_NUMBER}(?:\s|(?P<hyphen>[-‐‑]))
    (?:(?:consecutive|straight|full|more|whole|calendar|working|long|short|further|additional)\s)?$""",
    _X,
)
_WINDOW = re.compile(
    rf"""(?<![^\W_])(?:(?:(?P<for>for)|in|over|during|within|throughout|across)\s(?:(?:the|these)\s)?|(?:the|these)\s)
    (?:(?P<past>last|past|previous|preceding|recent)|(?P<next>next|coming|following))\s(?:{_A_NUMBER}\s)?$""",
    _X,
)
_AGO = re.compile(r"\sago(?:\s(?P<precise>today|this\s(?:month|week)))?(?![^\W_])", _I)
_HENCE = re.compile(r"(?:\s(?:from\s(?:now|today)|hence)|['’]\stime)(?![^\W_])", _I)
_STOP = r"(?=\s*(?:[.,;:!?)]|$))"
_EARLIER = re.compile(rf"\s(?:earlier|previously|beforehand|before{_STOP})(?![^\W_])(?!\sthis|\sthan)", _I)
_LATER = re.compile(rf"\s(?:later|afterwards?|(?:on|after){_STOP})(?![^\W_])(?!\sthan)", _I)
_FROM_AN_EVENT = re.compile(r"\s(?:before|after|into|prior\sto|following|ahead\sof|from)(?![^\W_])", _I)
_OLD = re.compile(r"[-‐‑\s]olds?(?![^\W_])|[-‐‑]\w+\s(?:boy|girl|man|woman)", _I)
_IN = re.compile(r"(?<![^\W_])in\s$", _I)
_OF = re.compile(r"\sof(?![^\W_])", _I)
_LASTING = re.compile(
    r"(?<![^\W_])(?:for|within|lasting|lasts?|lasted|than|about|nearly|almost|over|after|takes?|took|in)\s$", _I
)
_PLURAL_MOVED = re.compile(rf"\s(?:ago|later|earlier|before{_STOP}|after{_STOP}|from\snow)(?![^\W_])", _I)


def read_unit(look: Look) -> list[Mention]:
    """A unit of time with what counts or places it."""
    word = look.word.lower()
    unit = "century" if word == "centuries" else word.removesuffix("s")
    plural = word != unit
    if look.right(_OLD):
        return []
    if (window := look.left(_WINDOW)) and (found := _window(look, unit, plural, window)):
        return [found]
    if counted := look.left(_COUNT):
        found = _counted(look, unit, counted)
        if found or counted["word"] not in ("a", "an", "A", "An", "one"):
            return [found] if found else []
    if plural:  # 'weeks ago'
        moved = None if unit in _SMALL else look.right(_PLURAL_MOVED)
        return [Mention(look.start, moved.end(), "vague")] if moved else []
    found = _placed(look, unit)
    return [found] if found else []


def read_long(look: Look) -> list[Mention]:
    """'monthlong': a length."""
    return [_length(look.word.lower().removesuffix("long"), 1, look.start, look.end)]


def _how_many(match: re.Match[str]) -> int | None:
    if match["digits"]:
        return int(match["digits"])
    return NUMBERS[match["word"].lower()] if match["word"] else None


def _length(unit: str, many: int, start: int, end: int) -> Mention:
    letters, times = _LENGTHS[unit]
    return Mention(start, end, "length", length=letters.format(many * times))


def _counted(look: Look, unit: str, counted: re.Match[str]) -> Mention | None:
    """'two days ago', 'a week later', '30-day', 'in three weeks'; None where the number tells no time."""
    many, start = _how_many(counted), counted.start()
    if unit not in _LENGTHS:
        return None
    if counted["hyphen"]:
        return _length(unit, many, start, look.end) if many else None
    if unit not in _SMALL and (moved := _moved(look, unit, counted, many or 0)):
        return moved
    # 'two days after the talks' is counted from an event, and no date; nor is it a length.
    if many is None or look.right(_FROM_AN_EVENT):
        return None
    one = (counted["word"] or "").lower()
    if (one in ("a", "an") and not look.left(_LASTING, start)) or (one in ("a", "an", "one") and unit == "day"):
        return None  # 'twice a week', 'one day they will talk'
    found = _length(unit, many, start, look.end)
    before = look.left(_IN, start)
    if before and unit not in _SMALL and not look.right(_OF) and not (counted["rough"] or counted["bound"]):
        return replace(found, form="in", unit=_plain(unit), count=many)
    return found


def _plain(unit: str) -> str:
    """The unit that days are counted in: nights are days."""
    return {"night": "day", "weekend": "week"}.get(unit, unit)


def _moved(look: Look, unit: str, counted: re.Match[str], many: int) -> Mention | None:
    """So many units from the anchor ('ago', 'from now') or from another date ('later', 'earlier')."""
    # About three years ago is a year; about three weeks ago is no day.
    exact = many and not counted["bound"] and (not counted["rough"] or unit == "year") and unit in _PRECISE
    found = Mention(counted.start(), look.end, "vague", unit=_plain(unit))
    if ago := look.right(_AGO):
        found.form, found.count, found.end, found.name = "ago", -many, ago.end(), (ago["precise"] or "").lower()
    elif hence := look.right(_HENCE):
        before = look.left(_IN, found.start)
        found.start = before.start() if before else found.start
        found.form, found.count, found.end = "ago", many, hence.end()
    elif earlier := look.right(_EARLIER):
        found.form, found.count, found.end = "beside", -many, earlier.end()
    elif later := look.right(_LATER):
        found.form, found.count, found.end = "beside", many, later.end()
    else:
        return None
    if not exact:
        found.form = "vague"
    return found


_PRECISE = frozenset({"day", "night", "week", "weekend", "fortnight", "month", "year"})


def _window(look: Look, unit: str, plural: bool, window: re.Match[str]) -> Mention | None:
    """'the past month', 'over the next three weeks'; 'last month' and 'the next day' are none."""
    numbered = window["digits"] or window["word"] or window["vague"]
    past = (window["past"] or "").lower()
    if not numbered and (past == "last" if plural else past != "past"):
        return None
    many = _how_many(window) if numbered or plural else 1
    if unit in _SMALL or unit not in _LENGTHS:
        return _length(unit, many, window.start(), look.end) if many and unit in _SMALL else None
    if many is None:
        return Mention(window.start(), look.end, "vague")
    if window["for"]:
        return _length(unit, many, window.start(), look.end)
    return Mention(window.start(), look.end, "window", unit=_plain(unit), count=-many if window["past"] else many)


_PLACED = re.compile(
    r"""(?:(?P<part>earlier|later|early|mid|late)(?:\s(?:in|on|at))?[\s-])?(?<![^\W_])(?:
      (?P<this>this|the\s(?:current|present)) | (?P<last>last|(?:the|this)\spast) | (?P<next>next|(?:the|this)\scoming)
    | (?P<previous>the\s(?:previous|preceding|prior)) | (?P<following>the\s(?:following|next|ensuing))
    | (?P<same>(?:the|that)\ssame|that) | (?P<the>the))\s$""",
    _X,
)
_TO_ANCHOR = {"this": 0, "last": -1, "next": 1}
_ADVERB = re.compile(r"(?<![^\W_])(?:later|earlier|on)\s$", _I)
_IS = re.compile(r"\s(?:when|that|which|is|was)(?![^\W_])")
_ITS_END = re.compile(r"(?:['’]s\send|-end)(?![^\W_])", _I)
_A_YEAR = re.compile(r"\s\d{4}(?![^\W_])")


def _placed(look: Look, unit: str) -> Mention | None:
    """One unit, placed by 'last', 'this', 'next', 'the same', 'the end of the ...'."""
    if unit == "year" and (ended := look.right(_ITS_END)):
        return Mention(look.start, ended.end(), "period", unit="year", part="end")
    match = look.left(_PLACED)
    if match is None or unit in _SMALL:
        return None
    kind = next(name for name in ("this", "last", "next", "previous", "following", "same", "the") if match[name])
    start = match.start()
    # 'earlier this month' says no more than that it was this month; 'early this month' says more.
    adverb = (match["part"] or "").lower()
    parts: dict[str, Part] = {"early": "early", "mid": "mid", "late": "late"}
    began: Part = parts.get(adverb, "")
    if kind == "the":
        return _the(look, unit, start, adverb, began)
    if kind in _TO_ANCHOR:
        if look.right(_OF):  # 'the last week of May', 'the last year of the war'
            return None
        if unit in _TIMES_OF_DAY or unit == "day":
            if unit == "day" or (kind, unit) in (("last", "morning"), ("last", "afternoon")) or kind == "next":
                return None
            return Mention(start, look.end, "day beside", count=_TO_ANCHOR[kind])
        if not adverb:
            began, start = part(look, start)
        return Mention(start, look.end, "period", unit=unit, count=_TO_ANCHOR[kind], part=began)
    if unit in _TIMES_OF_DAY:
        unit = "day"
    if kind == "same":
        later = look.left(_ADVERB, start)
        if match["same"].lower() == "that" and not (later or adverb) and look.right(_IS):
            return None  # 'that day was cold', 'that year when'
        return Mention(later.start() if later else start, look.end, "beside", unit=unit, name="same")
    if look.right(_A_YEAR):
        return None
    if unit not in _PRECISE or unit == "weekend":
        return Mention(start, look.end, "vague")
    return Mention(start, look.end, "beside", unit=unit, count=1 if kind == "following" else -1)


_BEFORE_IT = re.compile(
    rf"""\s(?:(?P<before>before|earlier)|after|later)(?:{_STOP}|(?=\s(?:and|but|in|at|he|she|it|they|that|when|as)\b))""",
    _X,
)
_OF_EVENT = re.compile(r"\s(?:before|after|of|that|when|on\swhich)\s", _I)
_END_OF = re.compile(
    r"""(?:(?P<when>by|before|until|at|towards?|since|in|from)\s)?(?:the\s)?(?:(?P<end>end|close)
    |(?P<early>beginning|start)|(?P<mid>middle)|(?:rest|course|remainder))\sof\s$""",
    _X,
)
_WEEKEND_BEFORE = re.compile(r"(?<![^\W_])(?:at|over|during|on|by|before|until|since|for|of)\s$", _I)


def _the(look: Look, unit: str, start: int, adverb: str, began: Part) -> Mention | None:
    """'the day before', 'later in the day', 'the end of the month', 'at the weekend'."""
    if unit == "day":
        if beside := look.right(_BEFORE_IT):
            return Mention(start, beside.end(), "beside", unit="day", count=-1 if beside["before"] else 1)
        return Mention(start, look.end, "beside", unit="day", name="same") if adverb in ("later", "earlier") else None
    if unit == "weekend":
        before = look.left(_WEEKEND_BEFORE, start)
        return Mention(start, look.end, "period", unit=unit, name="the") if before else None
    if unit not in ("week", "month", "year") or look.right(_OF_EVENT) or look.right(_A_YEAR):
        return None
    if adverb:
        return Mention(start, look.end, "period", unit=unit, part=began)
    ends = look.left(_END_OF, start)
    if not ends:
        return None
    placed: Part = "end" if ends["end"] else "early" if ends["early"] else "mid" if ends["mid"] else ""
    return Mention(ends.start(), look.end, "period", unit=unit, part=placed, before=(ends["when"] or "").lower())
