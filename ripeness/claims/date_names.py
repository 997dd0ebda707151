"""Times that are called by a name of the calendar: days, weekdays, months, years, seasons, holidays.

Each reader is given a word that could begin such a name and says what it is there, or None: 'May' is
the verb, 'August' a person, '1967' the name of a border as often as they are dates.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from ripeness.claims.date_mentions import (
    MONTH,
    MONTH_NUMBERS,
    ORDINALS,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    Look,
    Mention,
)
from ripeness.claims.lexicon import word_set
from ripeness.reports.published import iso_date

_I = re.IGNORECASE
_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
_COUNTED = (
    r"(?!\s(?:people|persons|men|women|children|soldiers|troops|fighters|civilians|prisoners|guards|workers|per\s?cent|"
    r"percent|million|thousand|hundred|billion|others|more|ships|tanks|drones|missiles|villages|houses|homes|families|"
    r"miles|kilomet|km\b|tons|tonnes|barrels|dead|killed|wounded|injured|members|states|countries|delegates|votes|seats|"
    r"nations|dollars|pounds|euros|hostages|captives|detainees|refugees|police|officers|buses|trucks|lorries|aircraft|"
    r"shells|rockets|bodies|days|weeks|months|years|hours|minutes|GMT|UTC|hrs|local time|a\.?m\b|p\.?m\b|of them))"
)
_DAY = r"(?:[0-3]?\d(?:st|nd|rd|th|d)?(?![^\W_]|[.,:]\d|%)|(?:" + _ORDINAL + r")(?![^\W_]))"
_AND = r"(?:\s(?P<and{0}>to|and|or|until|till|through|&)\s(?:the\s)?|\s?(?P<dash{0}>[–—-])\s?|(?P<comma{0}>,)\s)"
_DAYS = rf"(?P<day>{_DAY})(?:{_AND.format(1)}(?P<day1>{_DAY}))?(?:,?{_AND.format(2)}(?P<day2>{_DAY}))?"
DATED_YEAR = rf"(?:(?:1[5-9]|20|21)\d\d(?!\d|[.,]\d)|1[0-4]\d\d(?!\d|[.,]\d){_COUNTED})"  # '7 May 1952 prisoners' has a year
_AND_YEAR = (
    rf"(?:,?\s(?:of\s|in\s)?(?P<year>{DATED_YEAR})(?P<dual>/\d\d?)?(?![^\W_])"
    r"|,?\s(?:of\s)?(?P<away>last|this|next)\syear(?![^\W_]|'s|’s))?"
)
_DAY_MONTH = re.compile(rf"{_DAYS}\s{{1,3}}(?:day\s)?(?:of\s)?{MONTH}{_AND_YEAR}", _I)
_MONTH_DAY = re.compile(rf"{MONTH}\s{{1,3}}(?:the\s)?{_DAYS}{_COUNTED}{_AND_YEAR}", _I)
_MONTH_ALONE = re.compile(rf"{MONTH}(?:,?\s(?:of\s)?(?:(?P<year>{YEAR}{_COUNTED})(?![^\W_])|"
                          r"(?P<away>last|this|next)\syear(?![^\W_]|'s|’s)))?", _I)  # fmt: skip
_IN_BRACKETS = re.compile(rf"\s?\((?:a\s)?{WEEKDAY}\)", _I)
_STAMP = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])")
_FIGURES = re.compile(r"\d{1,2}([/.])\d{1,2}\1\d{4}(?![\w/]|[.]\d)|\d{4}/\d\d/\d\d(?![\w/])")
_SHORT_FIGURES = re.compile(r"(?P<a>[0-3]?\d)/(?P<b>[0-3]?\d)(?:/\d\d)?(?![\w/])")
_ON = re.compile(r"\bon\s$", _I)
_AWAY = {"last": -1, "this": 0, "next": 1}
_STUCK = re.compile(r"[\w$£€¥#/.:-]$")
_AFTER_A_DASH = re.compile(rf"(?<![^\W_])(?:mid|early|late|[0-3]?\d|\d{{4}}|{MONTH})-$", re.IGNORECASE)

# A month's name is a name of people, a verb or an adjective too: without a number it needs a word that shows it.
_DOUBTFUL = word_set("march april may june august jan mar jun sept sep dec")
_TIME_BEFORE = re.compile(
    r"(?<![^\W_])(?:in|since|until|till|during|throughout|last|next|this|past|coming|early|mid|late|mid-|early-|late-|"
    r"(?:end|beginning|start|middle|close|days?|weeks?|half|part|most|rest|month|turn)\sof|in\sor|"
    r"(?P<loose>by|from|to|through|before|after|of|between|for|into|around|about|and|or|following))\s?$",
    _I,
)
_MONTH_BESIDE = re.compile(rf"(?<![^\W_]){MONTH}(?:,?\s(?:and|or|to|through|until)|,|\s?[–—-])\s?$", _I)
_MONTH_AFTER = re.compile(rf"\s?(?:and|or|to|through|until|[–—-])\s?{MONTH}(?!\s[A-Z])", _I)
_CAPITAL_AFTER = re.compile(r"\s[A-Z][\w’'-]*")
_DETERMINER = re.compile(
    r"(?<![^\W_])(?:the|a|an|its|their|his|her|our|that|this|last|each|both|[^\W\d_]+['’]s)\s$", _I
)
_NOUN_AFTER = re.compile(r"\s[a-z]")
_OWNER = re.compile(r"['’]s?\s(?=[a-z])")
_EVENTS = (
    r"talks?|summit|meetings?|offensive|attacks?|strikes?|raids?|truce|cease-?fire|vote|elections?|fighting|accords?|deal|"
    r"agreements?|conference|session|rounds?|deadline|figures?|report|decision|call|letter|visit|events|clashes|exchange|"
    r"protests?|coup|deaths|losses|floods|decree|proposals?|plan|offer|referendum|war|assault|bombing|bombardment|siege"
)
_EVENT_AFTER = re.compile(rf"['’]s?\s(?:[a-z-]+\s)?(?:{_EVENTS})\b")
_SUBJECT = re.compile(r"\s(?:was|saw|brought|had been|will be)\s(?:the|a|not|no)\b")
_A_THING = re.compile(  # 'the October Revolution', 'Sunday Times'
    r"['’]?s?\s(?:Post|Times|Telegraph|Mail|Mirror|Express|Herald|Tribune|Independent|Review|Star|Sun|World|Observer|"
    r"Journal|Gazette|Group|Club|Agreements?|Accords?|Protocol|Declaration|Pact|Treaty|Movement|Street|Square|Bridge|"
    r"Revolution|Uprising|Rising|Crisis|Massacre|Committee|Brigade|Front|Party|Theses|Constitution|attacks\b(?=\sof\sSept)|"
    r"Island|tree|trees|card|cards|carols?|School|Hospital|Prize)(?![^\W_])"
)
_A_PERSON = re.compile(r"(?<![^\W_])(?:Mr|Mrs|Ms|Mx|Dr|Sir|Lord|Lady|Gen|Sen|Rep|Col|Capt|Prof)\.?\s$")
_CALLED = re.compile(r"(?<![^\W_])(?:Black|Bloody|Red|Super|Fat|Ruby|Cyber|Maundy|Shrove|Whit|Holy|Blue|Ash|Green)\s$")
_EVERY = re.compile(r"(?<![^\W_])(?:every|each|any|a|one|some|most|alternate|second)\s$", _I)

_PART = re.compile(
    r"(?:(?:in|by|since|until|from|at|on|during|before|after|around|towards?)\s)?(?<![^\W_])(?:"
    r"(?P<early>(?:the\s)?(?:very\s)?(?:early|beginning|start|outset)|the\sfirst\s(?:few\s|two\s|three\s)?(?:days|weeks|"
    r"months)|the\sopening\s(?:days|weeks|months)|the\sturn|the\searly\s(?:days|weeks|months|part))"
    r"|(?P<mid>(?:the\s)?(?:mid|middle|midway\sthrough))"
    r"|(?P<late>(?:the\s)?late|the\s(?:last|final|closing|dying)\s(?:few\s|two\s|three\s)?(?:days|weeks|months)|the\slatter\spart)"
    r"|(?P<end>(?:the\s)?(?:very\s)?(?:end|close))"
    r"|(?:the\s)?(?P<week>first|second|third|fourth|last)\s(?:full\s)?week"
    r")(?:\sof(?:\sthe)?|\sin)?(?:\s|-)(?:the\s(?=winter|spring|summer|autumn|fall|\d{4}s))?$",
    _I,
)  # fmt: skip
_WHICH = re.compile(
    r"(?<![^\W_])(?:(?P<this>this)|(?P<last>(?:this\s|the\s)?(?:last|past))|(?P<next>next|(?:this\s|the\s)coming|the\snext)|"
    r"(?P<previous>the\s(?:previous|preceding)|the\sprior)|(?P<following>the\s(?:following|ensuing))|(?P<same>the\ssame|that))\s$",
    _I,
)


def number(written: str) -> int:
    """'18th', 'third' or '3' as a number."""
    digits = re.match(r"\d+", written)
    return int(digits[0]) if digits else ORDINALS[written.lower()]


def which(look: Look, at: int) -> tuple[str, int]:
    """'last', 'next', 'this', ... before ``at``, and where it begins."""
    match = look.left(_WHICH, at)
    return (match.lastgroup or "", match.start()) if match else ("", at)


def part(look: Look, at: int) -> tuple[str, int]:
    """'early', 'mid', 'late', 'end' or 'week 3' before ``at``, and where it begins."""
    match = look.left(_PART, at)
    if not match:
        return "", at
    if match["week"]:
        place = ("first", "second", "third", "fourth", "last").index(match["week"].lower()) + 1
        return f"week {place}", match.start()
    return next(name for name in ("early", "mid", "late", "end") if match[name]), match.start()


def read_number(look: Look) -> list[Mention]:
    """A stamp, a date in figures, '18 March', a decade or a year that begins with these digits."""
    if len(look.word) > 4 or look.left(_STUCK):
        return []
    if stamp := look.here(_STAMP):
        on = iso_date(stamp[0])
        return [Mention(look.start, stamp.end(), "date", on=date.fromisoformat(on[:10]))] if on else []
    if figures := look.here(_FIGURES):
        on = iso_date(figures[0])
        form = "date" if on else "vague"
        return [Mention(look.start, figures.end(), form, on=date.fromisoformat(on) if on else None)]
    if match := look.here(_DAY_MONTH):
        return _days(look, match)
    if (short := look.here(_SHORT_FIGURES)) and look.left(_ON):
        return _short(look, short)
    return _year(look)


def read_ordinal(look: Look) -> list[Mention]:
    """'third of March', 'the twenty-first day of June'."""
    match = look.here(_DAY_MONTH)
    return _days(look, match) if match and not look.left(_STUCK) else []


def _short(look: Look, match: re.Match[str]) -> list[Mention]:
    a, b = int(match["a"]), int(match["b"])
    if match[0].count("/") == 1 and a != b and 12 < max(a, b) <= 31 and 1 <= min(a, b) <= 12:
        return [Mention(look.start, match.end(), "day", month=min(a, b), first=max(a, b), last=max(a, b))]
    return [Mention(look.start, match.end(), "vague")]


def _days(look: Look, match: re.Match[str]) -> list[Mention]:
    """The days of one month that a match names: one mention, or several where they are no run of days."""
    if not _is_month(look, match):
        return []
    month = MONTH_NUMBERS[match["month"].lower()]
    year = _written_year(match)
    away = _AWAY[match["away"].lower()] if match["away"] else None
    groups = [name for name in ("day", "day1", "day2") if match[name]]
    numbers = [number(match[name]) for name in groups]
    links = [(match[f"and{k}"] or match[f"dash{k}"] or ",").lower() for k in (1, 2) if match[f"day{k}"]]
    if not all(1 <= each <= 31 for each in numbers):
        return []
    if bracket := look.right(_IN_BRACKETS, match.end()):
        end = bracket.end()
    else:
        end = match.end()
    ranged = any(link in ("to", "until", "till", "through", "–", "—", "-") for link in links)
    run = all(b - a == 1 for a, b in zip(numbers, numbers[1:], strict=False))
    if numbers == sorted(numbers) and ((ranged and len(numbers) == 2) or run):
        whole = Mention(
            match.start(), end, "day", year, away, month, first=numbers[0], last=numbers[-1], range=len(numbers) > 1
        )
        return [whole]
    found = []
    for k, name in enumerate(groups):
        left = match.start() if k == 0 else match.start(name)
        right = end if k == len(groups) - 1 else match.end(name)
        found.append(Mention(left, right, "day", year, away, month, first=numbers[k], last=numbers[k]))
    found[-1].end = max(found[-1].end, end)
    if match.start("month") < match.start("day"):
        found[0].start = match.start()
    return found


def _written_year(match: re.Match[str]) -> int | None:
    """The year; '1641/2' is the year that began in January."""
    if not match["year"]:
        return None
    return int(match["year"]) + (1 if match.groupdict().get("dual") else 0)


def _is_month(look: Look, match: re.Match[str]) -> bool:
    """Whether the month beside a day is one: 'only 3 may vote' has none, '3 May' has."""
    written = match["month"]
    if written[0].isupper():
        return not look.right(_A_THING, match.end())
    return written.lower() not in ("may", "march", "mar", "sep", "dec", "jan", "jun") or bool(match["year"])


def _year(look: Look) -> list[Mention]:
    if decade := look.here(_DECADE):
        tens = int(decade["decade"] or "19" + decade["short"])
        began, start = part(look, look.start)
        if tens % 100 == 0:  # '1600s' is a century as often
            return []
        return [Mention(start, decade.end(), "decade", year=tens, part=began)]
    match = look.here(_YEAR)
    if not match:
        return []
    year = int(match[0])
    began, start = part(look, look.start)
    # The first year of a range is a mention of its own: the look goes behind it.
    before = replace(look, floor=0).left(_BEFORE_YEAR)
    if not began and not before:
        return []
    word = before["word"].lower() if before and before["word"] and not began else ""
    noun = look.right(_NOUN)
    if noun and word not in ("in", "since", "during"):
        name = noun[1].lower()
        if name in _NAMED_BY_YEAR or (name.endswith("s") and name not in _SMALL_WORDS):
            return []
    if noun and (noun[1].lower() in _LINES or (not 1900 <= year < 2100 and noun[1].lower() in _PEOPLE)):
        return []
    if word == "in" and noun and not 1800 <= year < 2100 and noun[1].endswith("s") and noun[1] not in _SMALL_WORDS:
        return []  # 'in 1200 villages'
    return [Mention(start, match.end(), "year", year=year, part=began)]


_DECADE = re.compile(r"(?:(?P<decade>\d{3}0)|['’]?(?P<short>[2-9]0))['’]?s(?![^\W_])")
_YEAR = re.compile(
    rf"{YEAR}{_COUNTED}(?![^\W_]|[-–/](?:\w)|%|['’]s\b|\s?(?:\+|km|kg))|{YEAR}(?=[–-](?:\d\d){{1,2}}(?!\d))"
)
_BEFORE_YEAR = re.compile(
    r"(?<![^\W_])(?:(?P<range>(?:from|between)\s\d{4}\s(?:and|to|until)|\d{4}(?:\s?[–-]|\sto|\sand|\sor|,))\s?|"
    r"(?P<word>(?:back\s)?in|since|until|till|before|after|from|during|between|around|circa|throughout|by|through|"
    r"(?:the\s)?year|anno|(?:(?:end|beginning|start|middle|close|half|quarter|most|much|rest|part|course|months|weeks|days|"
    r"spring|summer|autumn|fall|winter)\sof)|as\s(?:early|late|far\sback|recently)\sas)\s)$",
    _I,
)  # fmt: skip
_NOUN = re.compile(r"\s([a-z]+)(?![^\W_])")
_LINES = word_set("borders border lines line frontiers frontier boundaries levels prices dollars terms")
_PEOPLE = word_set("men foot horse soldiers troops people strong")
_NAMED_BY_YEAR = word_set(
    """
    accord accords agreement agreements deal treaty pact election elections war invasion constitution ceasefire
    cease-fire truce memorandum protocol resolution law act budget campaign census season level vote referendum
    plan offensive summit peace convention armistice annexation revolution coup uprising declaration settlement
    map charter statute decree
    """
)
_SMALL_WORDS = word_set("was has is as his its this says does goes comes remains its always perhaps besides thus")


def read_month(look: Look) -> list[Mention]:
    """'March 18', 'March 2025', 'early March', 'March': a month, where the words around bear it out."""
    if look.left(_STUCK) and not look.left(_AFTER_A_DASH):
        return []
    if match := look.here(_MONTH_DAY):
        found = _days(look, match)
        if found:
            return found
    match = look.here(_MONTH_ALONE)
    if not match:
        return []
    written = match["month"]
    name = written.lower()
    sure = bool(match["year"] or match["away"])
    if not written[0].isupper() or look.right(_A_THING, match.end()) or look.left(_A_PERSON):
        return []
    if not sure and (name in _DOUBTFUL or len(name) < 4) and not _shown(look, match.end()):
        return []
    year = int(match["year"]) if match["year"] else None
    away = _AWAY[match["away"].lower()] if match["away"] else None
    began, start = part(look, match.start())
    kind, start = ("", start) if began else which(look, start)
    return [Mention(start, match.end(), "month", year, away, MONTH_NUMBERS[name], which=kind, part=began)]


def _shown(look: Look, end: int) -> bool:
    """Whether the words around show that a doubtful name is a month: 'in May', 'the March offensive', 'May's talks'."""
    if look.word.isupper() and len(look.word) > 2:
        return bool(look.left(re.compile(r"\bin\s$", _I))) and not look.right(_CAPITAL_AFTER)
    capital = look.right(_CAPITAL_AFTER, end)
    before = look.left(_TIME_BEFORE)
    beside = replace(look, floor=0).left(_MONTH_BESIDE)  # a mention of its own as a rule
    if before and not beside:
        return not (before["loose"] and capital) and not look.right(re.compile(r"['’]s\s(?:office|party|cabinet)"), end)
    if beside or (look.right(_MONTH_AFTER, end) and look.word.lower() != "march"):
        return True
    if look.right(_EVENT_AFTER, end):
        return not look.left(re.compile(r"(?<![^\W_])[A-Z][\w.'’-]*\s$"))
    if look.left(_DETERMINER) and look.right(_NOUN_AFTER, end):
        return True
    return look.word == "March" and bool(look.right(_SUBJECT, end))


_TIME_OF_DAY = re.compile(
    r"\s(?:early\s|late\s)?(?:morning|afternoon|evening|night|noon|midday|midnight|lunchtime)(?![^\W_])", _I
)
_TO_DATE = re.compile(r"(?:,\s|\s|\s\()(?:on\s)?(?:the\s)?", _I)
_AND_DATE = re.compile(r"(?:,\s|\s|\s\()(?:on\s)?(?:the\s)?(?=[0-3]?\d|[A-Z])")
_ABBREVIATED = re.compile(r"\.?,?\s(?:the\s)?(?:[0-3]?\d|[A-Z])")
_THE_NTH = re.compile(r",?\sthe\s(?P<day>[0-3]?\d(?:st|nd|rd|th|d))(?![^\W_])", _I)
_OF_WEEK = re.compile(r"(?:\sof)?\s(?:(?P<last>last)|(?P<next>next)|(?P<this>this))\sweek(?![^\W_])", _I)
_BEHIND = re.compile(
    r"\s(?:(?P<last>last)(?!\s(?:week|month|year|night|minute))|(?P<next>next)(?!\s\w+\s)|(?P<week>week))(?=[\s.,;:!?)]|$)",
    _I,
)
_OF_MONTH = re.compile(r"\s(?:of|in)\s(?:[A-Z]|the\smonth|every|each)")
_LATE = re.compile(r"(?<![^\W_])(?:late|later|early|earlier)(?:\son)?\s$", _I)


def read_weekday(look: Look) -> list[Mention]:
    """'Tuesday', 'last Tuesday', 'Tuesday night', 'Tuesday, March 18', 'Friday week'; not 'Good Friday' or 'every Friday'."""
    word = look.word.lower()
    short = not word.endswith("day")
    if short and (not look.word[0].isupper() or not look.right(_ABBREVIATED)):
        return []
    if look.word.isupper() and short:
        return []
    if look.left(_CALLED) or look.left(_A_PERSON) or look.right(_A_THING):
        return []
    if look.left(_EVERY):
        return []
    weekday = WEEKDAYS[word]
    end = look.end
    if short and look.text[end : end + 1] == ".":
        end += 1
    if day := look.right(_TIME_OF_DAY, end):
        end = day.end()
    if found := _weekday_and_date(look, end):
        found[0].weekday, found[0].start = weekday, look.start
        return found
    if short:
        return []
    if nth := look.right(_THE_NTH, end):
        on = number(nth["day"])
        return [Mention(look.start, nth.end(), "day of the month", first=on, last=on, weekday=weekday)]
    kind, start = which(look, look.start)
    if kind == "last" and look.right(_OF_MONTH, end):
        return []
    if of_week := look.right(_OF_WEEK, end):
        return [Mention(start, of_week.end(), "weekday", weekday=weekday, which=f"{of_week.lastgroup} week")]
    if not kind and (behind := look.right(_BEHIND, end)):
        kind, end = behind.lastgroup or "", behind.end()
    if late := look.left(_LATE, start):
        start = late.start()
    return [Mention(start, end, "weekday", weekday=weekday, which=kind)]


def _weekday_and_date(look: Look, end: int) -> list[Mention]:
    """The date right behind a weekday."""
    gap = look.right(_AND_DATE, end)
    if not gap:
        return []
    inner = replace(look, start=gap.end(), end=gap.end(), floor=gap.end())
    match = inner.here(_DAY_MONTH) or inner.here(_MONTH_DAY)
    found = _days(inner, match) if match else []
    if found and "(" in gap[0] and look.text[found[-1].end : found[-1].end + 1] == ")":
        found[-1].end += 1
    return found if len(found) == 1 and not found[0].range else []


_INSTANT = re.compile(
    r"\s(?:day\s)?(?:of\s)?(?:(?P<this>(?:this|the)(?:\ssame)?\smonth|inst(?:ant)?\b\.?)|(?P<last>last\smonth|ult(?:imo)?\b\.?)|"
    r"(?P<next>next\smonth|prox(?:imo)?\b\.?))",
    _I,
)
_ON_THE = re.compile(r"(?<![^\W_])(?:on|by|until|till|since|before|after|from|to|and)\sthe\s$|(?<![^\W_])the\s$", _I)
_ALONE = re.compile(
    r"(?=[.,;:!?)]|$|\s(?:and|at|in|with|he|she|they|it|that|when|to|but|after|before|as|from|for|of\sthe\smonth)\b)"
)


def read_nth(look: Look) -> list[Mention]:
    """'on the 20th', 'the 5th inst.': a day of a month that other words name."""
    digits = re.compile(r"(?P<day>[0-3]?\d(?:st|nd|rd|th|d))(?![^\W_])", _I)
    match = look.here(digits)
    before = look.left(_ON_THE)
    if not match or not before or look.left(_STUCK):
        return []
    on = number(match["day"])
    if not 1 <= on <= 31:
        return []
    if instant := look.right(_INSTANT, match.end()):
        away = {"this": 0, "last": -1, "next": 1}[instant.lastgroup or "this"]
        return [Mention(look.start, instant.end(), "day of the month", months_away=away, first=on, last=on)]
    if before[0].lower().strip() == "the" or not look.right(_ALONE, match.end()):
        return []
    return [Mention(look.start, match.end(), "day of the month", first=on, last=on)]


_SEASON_YEAR = re.compile(
    rf"(?:\sof)?\s(?P<year>{YEAR})(?![^\W_])(?P<dual>[/–-]\d\d(?:\d\d)?)?|\s(?:of\s)?(?P<away>last|this|next)\syear(?![^\W_])",
    _I,
)
_THE = re.compile(r"(?<![^\W_])(?:in|by|since|until|till|during|throughout|before|after|over|from)\s(?:the\s)?$", _I)


def read_season(look: Look) -> list[Mention]:
    """'the spring of 2024', 'last summer', 'in the autumn'."""
    match = look.right(_SEASON_YEAR)
    name = look.word.lower()
    began, start = part(look, look.start)
    kind, start = ("", start) if began else which(look, start)
    if not match and not kind and not began and not look.left(_THE):
        return []
    if name == "fall" and not match and kind not in ("last", "next", "this"):
        return []
    if name == "spring" and not match and not kind and look.right(_NOUN) and not look.left(re.compile(r"the\s$", _I)):
        return []
    found = Mention(start, match.end() if match else look.end, "season", name=name, which=kind, part=began)
    if match and match["year"]:
        found.year = int(match["year"])
        found.count = 1 if match["dual"] else 0
    elif match:
        found.years_away = _AWAY[match["away"].lower()]
    return [found]


_QUARTER = re.compile(
    rf"(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)[\s-](?P<unit>quarter|half)(?:\sof(?:\sthe\syear)?)?"
    rf"(?:\s(?P<year>{YEAR})(?![^\W_])|\s(?P<away>last|this|next)\syear(?![^\W_]))?",
    _I,
)
_Q = re.compile(rf"(?P<kind>Q[1-4]|H[12])(?:\s(?:of\s)?(?P<year>{YEAR}))?(?![^\W_])")


def read_part(look: Look) -> list[Mention]:
    """'the third quarter of 2024', 'the first half of the year'; without a year only where 'the year' is said."""
    match = look.here(_QUARTER)
    if not match or not (match["year"] or match["away"] or match[0].lower().endswith("the year")):
        return []
    nth = number(match["nth"]) if match["nth"][0].isdigit() else ORDINALS[match["nth"].lower()]
    unit = match["unit"].lower()
    if unit == "half" and nth > 2:
        return []
    away = _AWAY[match["away"].lower()] if match["away"] else (None if match["year"] else 0)
    year = int(match["year"]) if match["year"] else None
    return [Mention(look.start, match.end(), "part of a year", year, away, first=nth, unit=unit)]


_HOLIDAY = re.compile(
    r"(?P<name>(?:Orthodox|Western)\s(?:Christmas|Easter)(?!\s(?:Day|Eve|Sunday|Monday))|Christmas(?:\s(?:Day|Eve))?|Boxing\sDay|"
    r"New\sYear(?:['’]s\s(?:Day|Eve)|['’]s(?!\s[a-z])|(?!['’]))|May\sDay|Valentine['’]s\sDay|All\sSaints['’]\sDay|"
    r"Midsummer\sDay|Michaelmas|Easter(?:\s(?:Sunday|Monday))?|Good\sFriday|Palm\sSunday|Ash\sWednesday|Ramadan|"
    r"Eid\sal-(?:Fitr|Adha)|Passover|Yom\sKippur|Rosh\sHashanah|Hanukkah|N[ao]wruz|Thanksgiving)(?![^\W_])"
    rf"(?:,?\s(?P<year>{YEAR})(?![^\W_])|\s(?P<away>last|this|next)\syear(?![^\W_]))?"
)
_OTHER_NEW_YEAR = re.compile(r"(?:Lunar|Chinese|Jewish|Islamic|Persian|Happy|happy)\s$")


def read_holiday(look: Look) -> list[Mention]:
    """'Christmas', 'New Year's Day', 'Good Friday' - and not the agreement that is called so."""
    match = look.here(_HOLIDAY)
    if not match or look.right(_A_THING, match.end()) or look.left(_OTHER_NEW_YEAR):
        return []
    kind, start = which(look, look.start)
    away = _AWAY[match["away"].lower()] if match["away"] else None
    year = int(match["year"]) if match["year"] else None
    name = match["name"].lower().replace("’", "'")
    return [Mention(start, match.end(), "holiday", year, away, which=kind, name=name)]
