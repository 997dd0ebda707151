"""Times that are counted from another time: 'yesterday', 'last week', 'two days later', 'a year ago', '30 days'."""

from __future__ import annotations

import re

from ripeness.claims.date_mentions import NUMBERS, Look, Mention
from ripeness.claims.date_names import part

_I = re.IGNORECASE
_BESIDE = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}
_ISO = {
    "minute": "PT{}M", "hour": "PT{}H", "day": "P{}D", "night": "P{}D", "week": "P{}W", "fortnight": "P{}W",
    "weekend": "P{}D", "month": "P{}M", "year": "P{}Y", "decade": "P{}Y", "century": "P{}Y",
}  # fmt: skip
_TIMES = {"fortnight": 2, "weekend": 2, "decade": 10, "century": 100}
_PLURALS = {"centuries": "century"}

_CAPITAL_BEFORE = re.compile(r"[A-Z][\w’'-]*\s$")
_PARTY_AFTER = re.compile(r"\s[A-Z]")
_DAY_AFTER = re.compile(r"(?:(?:the\s)?day\s(?P<after>after|before)\s)$", _I)
_PART_OF_DAY = re.compile(r"\s(?:morning|afternoon|evening|night|at\snoon)(?![^\W_])", _I)
_LATE = re.compile(r"(?<![^\W_])(?:earlier|later|late|early)\s$", _I)


def read_day_beside(look: Look) -> list[Mention]:
    """'today', 'yesterday evening', 'the day after tomorrow'; not 'USA Today'."""
    word = look.word.lower()
    if look.word[0].isupper() and (look.left(_CAPITAL_BEFORE) or look.right(_PARTY_AFTER)) and look.start > look.floor:
        return []
    count, start, end = _BESIDE[word], look.start, look.end
    if word != "tonight" and (day := look.right(_PART_OF_DAY)):
        end = day.end()
    if beyond := look.left(_DAY_AFTER):
        further = 1 if beyond["after"].lower() == "after" else -1
        if count and (count > 0) == (further > 0):
            count, start = count + further, beyond.start()
    elif late := look.left(_LATE):
        start = late.start()
    return [Mention(start, end, "day beside", count=count)]


_NUMBER = "|".join(sorted((re.escape(word) for word in NUMBERS), key=len, reverse=True))
_VAGUE_NUMBER = r"(?:a\s)?few|several|a\scouple(?:\sof)?|some|many|a\snumber\sof|countless|half\san?|two\sand\sa\shalf|\w+\sand\sa\shalf"
_COUNT = re.compile(
    rf"(?<![^\W_$€£.,:-])(?:(?P<about>about|around|some|roughly|nearly|almost|just\sover|just\sunder|more\sthan|over|less\sthan|"
    rf"at\sleast|up\sto|barely|not\squite|well\sover|only)\s)?(?:(?P<vague>{_VAGUE_NUMBER})|(?P<digits>\d{{1,4}})|(?P<word>{_NUMBER}))"
    r"(?:\s|(?P<hyphen>[-‐‑]))(?:(?:consecutive|straight|full|more|whole|calendar|working|long|short|further|additional)\s)?$",
    _I,
)
_AGO = re.compile(r"\sago(?![^\W_])(?!\s(?:today|this|on|last))", _I)
_AGO_TODAY = re.compile(r"\sago\s(?:(?P<today>today)|this\s(?P<unit>month|week))(?![^\W_])", _I)
_HENCE = re.compile(r"(?:\s(?:from\s(?:now|today)|hence)|['’]\stime)(?![^\W_])", _I)
_EARLIER = re.compile(
    r"\s(?:earlier|previously|beforehand|before(?=[\s]*(?:[.,;:!?)]|$)))(?![^\W_])(?!\sthis|\sthan)", _I
)
_LATER = re.compile(r"\s(?:later|afterwards?|on(?=[.,;])|after(?=[\s]*(?:[.,;:!?)]|$)))(?![^\W_])", _I)
_EVENT = re.compile(r"\s(?:before|after|into|prior\sto|following|ahead\sof|from\s(?:the|its|that|their))\s(?=[\w])", _I)
_OLD = re.compile(r"[-\s](?:old|olds)(?![^\W_])", _I)
_RATE = re.compile(r"(?<![^\W_])(?:an?|per|every|each)\s$", _I)
_IN = re.compile(r"(?<![^\W_])in\s$", _I)
_OF = re.compile(r"\sof(?![^\W_])", _I)
_FOR = re.compile(
    r"(?<![^\W_])(?:for|within|lasting|lasts?|lasted|than|about|nearly|almost|over|after|takes?|took|in)\s$", _I
)

_WINDOW = re.compile(
    rf"(?:(?P<for>for)\s|(?:in|over|during|within|throughout|across)\s)?(?<![^\W_])(?:the\s|these\s)?(?:(?P<past>last|past|previous|"
    rf"preceding|recent)|(?P<next>next|coming|following))\s(?:(?P<vague>{_VAGUE_NUMBER})|(?P<digits>\d{{1,4}})|(?P<word>{_NUMBER}))?\s?$",
    _I,
)
_WHICH = re.compile(
    r"(?:(?P<part>earlier|later|early|mid|late)(?:\s(?:in|on|at))?[\s-])?(?<![^\W_])(?:(?P<this>this)|(?P<last>last)|(?P<next>next)|"
    r"(?P<past>the\spast|this\spast)|(?P<coming>the\scoming|this\scoming)|(?P<current>the\scurrent|the\spresent)|"
    r"(?P<previous>the\s(?:previous|preceding)|the\sprior)|(?P<following>the\s(?:following|next|ensuing))|(?P<same>(?:the|that)\ssame|that)|"
    r"(?P<the>the)|(?P<later>later\sin\sthe))\s$",
    _I,
)
_THE_DAY = re.compile(r"(?<![^\W_])(?:the|a|one)\s$", _I)
_BEFORE_IT = re.compile(
    r"\s(?:(?P<before>before|earlier)|(?P<after>after|later))(?=\s*(?:[.,;:!?)]|$)|\s(?:and|but|in|at|he|she|it|they|that|when|as)\b)",
    _I,
)
_OF_EVENT = re.compile(r"\s(?:before|after|of|that|when|on\swhich)\s", _I)
_END_OF = re.compile(
    r"(?:(?:by|before|until|at|towards?|since|in|from)\s)?(?:the\s)?(?:end|close|beginning|start|turn|middle|rest|course|remainder)\sof\s$|(?:earl(?:y|ier)|late[r]?)\sin\s$",
    _I,
)
_WEEKEND_BEFORE = re.compile(r"(?<![^\W_])(?:at|over|during|on|by|before|until|since|for|of)\s$", _I)
_YEARS_END = re.compile(r"(?:(?:by|before|at|until)\s)?(?:the\s)?(?<![^\W_])$", _I)
_YEAR_END = re.compile(r"(?:['’]s\send|-end)(?![^\W_])", _I)
_NAMED = re.compile(r"\s(?:\d{4})(?![^\W_])")


def read_unit(look: Look) -> list[Mention]:
    """A unit of time with what counts or places it."""
    word = look.word.lower()
    unit = _PLURALS.get(word) or (word.removesuffix("s") if word != "s" else word)
    plural = word != unit
    if look.right(_OLD) or (
        look.text[look.end : look.end + 1] in "-‐‑" and look.right(re.compile(r"[-‐‑]\w+\s(?:boy|girl|man|woman)"))
    ):
        return []
    if (window := look.left(_WINDOW)) and (plural or window["past"] != "last" or window["digits"] or window["word"]):
        found = _window(look, unit, plural, window)
        if found is not None:
            return found
    if counted := look.left(_COUNT):
        found = _counted(look, unit, plural, counted)
        if found is not None:
            return found
    if plural:
        return _vague_plural(look)
    return _placed(look, unit)


def _how_many(match: re.Match[str]) -> int | None:
    if match["vague"]:
        return None
    return int(match["digits"]) if match["digits"] else NUMBERS[match["word"].lower()]


def _counted(look: Look, unit: str, plural: bool, counted: re.Match[str]) -> list[Mention] | None:
    """'two days ago', 'a week later', '30-day', 'in three weeks'; None where the number belongs to nothing here."""
    many = _how_many(counted)
    one = (counted["word"] or "").lower() in ("a", "an")
    start, unit_day = counted.start(), {"night": "day", "weekend": "week"}.get(unit, unit)
    if counted["hyphen"]:
        return [_length(look, unit, many, start, look.end)] if many else []
    exact = many is not None and (not counted["about"] or (unit == "year" and _near(counted["about"])))
    small = unit in ("minute", "hour")
    if today := look.right(_AGO_TODAY):
        return _to_the_day(look, unit, many, start, today)
    if ago := look.right(_AGO):
        if small:
            return []
        return [_away(look, "ago", unit_day, -(many or 0), start, ago.end(), exact)]
    if hence := look.right(_HENCE):
        before = look.left(_IN, start)
        start = before.start() if before else start
        return [] if small else [_away(look, "ago", unit_day, many or 0, start, hence.end(), exact)]
    for sign, pattern in ((-1, _EARLIER), (1, _LATER)):
        if beside := look.right(pattern):
            return [] if small else [_away(look, "beside", unit_day, sign * (many or 0), start, beside.end(), exact)]
    if small:
        return [_length(look, unit, many, start, look.end)] if many and not one else []
    if (event := look.right(_EVENT)):
        return [Mention(start, event.end() - 1, "vague")] if many != 1 or one else None
    if one and (unit in ("day", "night") or not look.left(_FOR, start)):
        return None if unit == "day" else []
    if many is None:
        return []
    if look.left(_IN, start) and not small and plural and not look.right(_OF) and not counted["about"]:
        found = _length(look, unit, many, start, look.end)
        found.form, found.unit, found.count = "in", unit_day, many
        return [found]
    return [_length(look, unit, many, start, look.end)]


def _near(about: str) -> bool:
    return " ".join(about.lower().split()) in (
        "about",
        "around",
        "some",
        "roughly",
        "nearly",
        "almost",
        "only",
        "barely",
    )


def _away(look: Look, form: str, unit: str, count: int, start: int, end: int, exact: bool) -> Mention:
    if not exact or unit in ("decade", "century"):
        return Mention(start, end, "vague")
    return Mention(start, end, "ago" if form == "ago" else "beside", unit=unit, count=count)


def _to_the_day(look: Look, unit: str, many: int | None, start: int, today: re.Match[str]) -> list[Mention]:
    """'a year ago today', 'two years ago this month'."""
    if many is None or unit not in ("year", "month", "week"):
        return [Mention(start, today.end(), "vague")]
    precise = "to the day" if today["today"] else today["unit"].lower()
    return [Mention(start, today.end(), "ago", unit=unit, count=-many, name=precise)]


def _length(look: Look, unit: str, many: int | None, start: int, end: int) -> Mention:
    length = _ISO[unit].format((many or 0) * _TIMES.get(unit, 1))
    return Mention(start, end, "length", length=length)


def _window(look: Look, unit: str, plural: bool, window: re.Match[str]) -> list[Mention] | None:
    """'the past month', 'over the next three weeks'."""
    small = unit in ("minute", "hour", "night", "morning", "afternoon", "evening")
    many = _how_many(window) if window["digits"] or window["word"] or window["vague"] else (None if plural else 1)
    if small or unit not in _ISO:
        return [_length(look, unit, many, window.start(), look.end)] if many and unit in ("hour", "minute") else None
    if many is None:
        return [Mention(window.start(), look.end, "vague")]
    if window["for"]:
        return [_length(look, unit, many, window.start(), look.end)]
    named = not (window["digits"] or window["word"])
    if named and (window["next"] or window["past"].lower() != "past"):
        return None  # 'the next week', 'the previous month' are read as one period
    sign = -1 if window["past"] else 1
    return [Mention(window.start(), look.end, "window", unit=unit, count=sign * many)]


_LATER_PLURAL = re.compile(r"\s(?:ago|later|earlier|before|after|from\snow)(?![^\W_])", _I)
_VAGUE_BEFORE = re.compile(r"(?<![^\W_])(?:only|just|mere|barely)\s$", _I)


def _vague_plural(look: Look) -> list[Mention]:
    """'days later', 'weeks ago'."""
    match = look.right(_LATER_PLURAL)
    return [Mention(look.start, match.end(), "vague")] if match else []


_TO_TODAY = {"this": 0, "last": -1, "next": 1, "past": -1, "coming": 1, "current": 0}


def _placed(look: Look, unit: str) -> list[Mention]:
    """One unit, placed by 'last', 'this', 'next', 'the same', 'the end of the ...'."""
    if unit in ("minute", "hour"):
        return []
    if unit == "year" and (ended := look.right(_YEAR_END)):
        return [Mention(look.start, ended.end(), "period", unit="year", part="end")]
    match = look.left(_WHICH)
    if match is None:
        return [Mention(look.start, look.end, "period", unit="weekend")] if unit == "weekend" and False else []
    kind = next(name for name in match.groupdict() if name != "part" and match[name])
    start = match.start()
    # 'earlier this month' says no more than that it was this month; 'early this month' says more.
    began = (match["part"] or "").lower()
    began = began if began in ("early", "mid", "late") else ""
    if kind in _TO_TODAY:
        if unit in ("morning", "afternoon", "evening", "night", "day"):
            return _of_the_day(look, unit, kind, start)
        if not began:
            began, start = part(look, start)
        return [Mention(start, look.end, "period", unit=unit, count=_TO_TODAY[kind], part=began)]
    if kind == "the":
        return _the(look, unit, start, match["part"])
    if unit in ("morning", "afternoon", "evening", "night"):
        unit = "day"
    if kind in ("later", "same"):
        later = look.left(re.compile(r"(?<![^\W_])(?:later|earlier|on)\s$", _I), start)
        if (
            kind == "same"
            and match["same"].lower() == "that"
            and not later
            and look.right(re.compile(r"\s(?:when|that|which|is|was)\b"))
        ):
            return []
        return [Mention(later.start() if later else start, look.end, "beside", unit=unit, name="same")]
    if look.right(_NAMED):
        return []
    if unit == "weekend":
        return [Mention(start, look.end, "vague")]
    count = 1 if kind == "following" else -1
    return [Mention(start, look.end, "beside", unit=unit, count=count)]


def _of_the_day(look: Look, unit: str, kind: str, start: int) -> list[Mention]:
    """'this morning', 'last night'."""
    if kind == "this" and unit != "day":
        return [Mention(start, look.end, "day beside")]
    if kind == "last" and unit in ("night", "evening"):
        return [Mention(start, look.end, "day beside", count=-1)]
    return []


def _the(look: Look, unit: str, start: int, adverb: str | None) -> list[Mention]:
    """'the day before', 'later in the day', 'the end of the month', 'at the weekend'."""
    if unit == "day" and (beside := look.right(_BEFORE_IT)):
        count = -1 if beside["before"] else 1
        return [Mention(start, beside.end(), "beside", unit="day", count=count)]
    if unit == "day":
        if adverb and adverb.lower() in ("later", "earlier"):
            return [Mention(start, look.end, "beside", unit="day", name="same")]
        return []
    if unit == "weekend":
        before = look.left(_WEEKEND_BEFORE, start)
        return [Mention(start, look.end, "period", unit=unit, name="the")] if before else []
    if unit not in ("week", "month", "year") or look.right(_OF_EVENT) or look.right(_NAMED):
        return []
    if adverb:
        return [
            Mention(
                start,
                look.end,
                "period",
                unit=unit,
                part=adverb.lower() if adverb.lower() in ("early", "mid", "late") else "",
            )
        ]
    ends = look.left(_END_OF, start)
    if not ends:
        return []
    word = ends[0].lower()
    began = (
        "end"
        if "end of" in word or "close of" in word
        else "early"
        if "start" in word or "beginning" in word or "turn" in word
        else ""
    )
    began = "mid" if "middle" in word else began
    limit = word.split()[0] if word.split()[0] in ("by", "before", "until") else ""
    return [Mention(ends.start(), look.end, "period", unit=unit, part=began, before=limit)]


_LONG = re.compile(r"(?:-?)(?:long)(?![^\W_])", _I)


def read_long(look: Look) -> list[Mention]:
    """'monthlong', 'week-long': a length."""
    unit = look.word.lower().removesuffix("long").rstrip("-")
    return [Mention(look.start, look.end, "length", length=_ISO[unit].format(1))]


_OVERNIGHT = re.compile(r"\s(?:in|to|into|from|on|between)(?![^\W_])|\s[A-Z]", _I)
