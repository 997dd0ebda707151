"""Readers for days, weekdays and months.

Each is given a word that could begin such a name and says what stands there, or nothing: 'May' is the
verb and 'August' a person as often as they are months.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from ripeness.claims.lexicon import word_set
from ripeness.claims.when.words import (
    AWAY,
    COUNTED,
    LAST_YEAR,
    MONTH,
    MONTH_NUMBERS,
    ORDINALS,
    WEEKDAYS,
    YEAR,
    Look,
    Mention,
    Which,
    number,
    part,
    which,
    year_of,
)
from ripeness.reports.published import iso_date

_I = re.IGNORECASE
_DAY = rf"(?:[0-3]?\d(?:st|nd|rd|th|d)?(?![^\W_]|[.,:]\d|%)|(?:{'|'.join(sorted(ORDINALS, reverse=True))})(?![^\W_]))"
_AND = r"(?:\s(?P<and{0}>to|and|or|until|till|through|&)\s(?:the\s)?|\s?(?P<dash{0}>[–—-])\s?|(?P<comma{0}>,)\s)"
_DAYS = rf"(?P<day>{_DAY})(?:{_AND.format(1)}(?P<day1>{_DAY}))?(?:,?{_AND.format(2)}(?P<day2>{_DAY}))?"
_RANGES = frozenset({"to", "until", "till", "through", "–", "—", "-"})
# After a month and a day four digits are a year; only what no report is likely to tell of must not be a count.
_ITS_YEAR = rf"(?:(?:1[5-9]|20|21)\d\d(?!\d|[.,]\d)|1[0-4]\d\d(?!\d|[.,]\d){COUNTED})"
_AND_YEAR = rf"(?:,?\s(?:of\s|in\s)?(?P<year>{_ITS_YEAR})(?P<dual>/\d\d?)?(?![^\W_])|,?\s(?:of\s)?{LAST_YEAR})?"
_DAY_MONTH = re.compile(rf"{_DAYS}\s{{1,3}}(?:day\s)?(?:of\s)?{MONTH}{_AND_YEAR}", _I)
_MONTH_DAY = re.compile(rf"{MONTH}\s{{1,3}}(?:the\s)?{_DAYS}{COUNTED}{_AND_YEAR}", _I)
_MONTH_ALONE = re.compile(rf"{MONTH}(?:,?\s(?:of\s)?(?:(?P<year>{YEAR}{COUNTED})(?![^\W_])|{LAST_YEAR}))?", _I)
_IN_BRACKETS = re.compile(r"\s?\((?:a\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)day\)", _I)
_STAMP = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])")
_FIGURES = re.compile(r"\d{1,2}([/.])\d{1,2}\1\d{4}(?![\w/]|[.]\d)|\d{4}/\d\d/\d\d(?![\w/])")
_SHORT_FIGURES = re.compile(r"(?P<a>[0-3]?\d)/(?P<b>[0-3]?\d)(?P<year>/\d\d)?(?![\w/])")
_ON = re.compile(r"(?<![^\W_])on\s$", _I)
_ATTACKS = re.compile(r"(?:['’]s?)?\s(?:terror|attacks?)(?![^\W_])")


def read_day(look: Look) -> list[Mention]:
    """A stamp, a date in figures or '18 March' that begins with these digits or 'third of March'."""
    if (len(look.word) > 4 and look.word[0].isdigit()) or look.stuck:
        return []
    if stamp := look.here(_STAMP):
        on = iso_date(stamp[0])
        return [Mention(look.start, stamp.end(), "date", on=date.fromisoformat(on[:10]))] if on else []
    if figures := look.here(_FIGURES):
        on = iso_date(figures[0])
        return [
            Mention(look.start, figures.end(), "date" if on else "vague", on=date.fromisoformat(on) if on else None)
        ]
    if match := look.here(_DAY_MONTH):
        return _days(look, match)
    if (short := look.here(_SHORT_FIGURES)) and look.left(_ON):
        small, large = sorted((int(short["a"]), int(short["b"])))
        if short["year"] or not 1 <= small <= 12 < large <= 31:
            return [Mention(look.start, short.end(), "vague")]
        return [Mention(look.start, short.end(), "day", month=small, first=large, last=large)]
    return []


def read_month_day(look: Look) -> list[Mention]:
    """'March 18', 'Mar. 18 to 20, 2025'."""
    if look.stuck and not look.left(_AFTER_A_DASH):
        return []
    match = look.here(_MONTH_DAY)
    return _days(look, match) if match else []


def _days(look: Look, match: re.Match[str]) -> list[Mention]:
    """The days of one month that a match names: one mention, or several where they are no run of days."""
    written, end = match["month"], match.end()
    if written[0].isupper():
        month = MONTH_NUMBERS[written.lower()]
        if look.names(end) or (month == 9 and look.right(_ATTACKS, end)):
            return []
    elif written.lower() in _DOUBTFUL and not match["year"]:  # 'only 3 may vote'
        return []
    groups = [name for name in ("day", "day1", "day2") if match[name]]
    numbers = [number(match[name]) for name in groups]
    links = {(match[f"and{k}"] or match[f"dash{k}"] or ",").lower() for k in (1, 2) if match[f"day{k}"]}
    if not all(1 <= each <= 31 for each in numbers):
        return []
    year, away = year_of(match)
    found = Mention(match.start(), end, "day", year, away, MONTH_NUMBERS[written.lower()])
    if year and match["dual"]:
        found.year = year + 1  # '3 January 1641/2': the year that began in January
    if bracket := look.right(_IN_BRACKETS, end):
        found.end = bracket.end()
    run = all(after - before == 1 for before, after in pairwise(numbers))
    if run or (len(numbers) == 2 and links <= _RANGES and numbers[0] < numbers[1]):
        return [replace(found, first=numbers[0], last=numbers[-1])]
    several = [
        replace(found, start=match.start(name), end=match.end(name), first=each, last=each)
        for name, each in zip(groups, numbers, strict=True)
    ]
    several[0].start, several[-1].end = found.start, found.end
    return several


# A month's name is a name of people, a verb or an adjective too: without a number it needs a word that shows it.
_DOUBTFUL = word_set("march april may june august jan feb mar apr jun jul aug sep sept oct nov dec")
_TIME_BEFORE = re.compile(
    r"""(?<![^\W_])(?:in|since|until|till|during|throughout|last|next|this|past|coming|early|mid|late|mid-|early-|late-
    |(?:end|beginning|start|middle|close|days?|weeks?|half|part|most|rest|month|turn)\sof
    |(?P<loose>by|from|to|through|before|after|of|between|for|into|around|about|and|or|following))\s?$""",
    re.IGNORECASE | re.VERBOSE,
)
_MONTH_BESIDE = re.compile(rf"(?<![^\W_]){MONTH}(?:,?\s(?:and|or|to|through|until)|,|\s?[–—-])\s?$", _I)
_MONTH_AFTER = re.compile(rf"\s?(?:and|or|to|through|until|[–—-])\s?{MONTH}(?!\s[A-Z])", _I)
_AFTER_A_DASH = re.compile(rf"(?<![^\W_])(?:mid|early|late|[0-3]?\d|\d{{4}}|{MONTH})-$", _I)
_CAPITAL_BEFORE = re.compile(r"(?<![^\W_])[A-Z][\w.'’-]*\s$")
_CAPITAL_AFTER = re.compile(r"\s[A-Z]")
_DETERMINER = re.compile(r"(?<![^\W_])(?:the|an?|its|their|his|her|our|that|each|both|[^\W\d_]+['’]s)\s$", _I)
_NOUN_AFTER = re.compile(r"\s[a-z]")
_HOUSEHOLD = re.compile(r"['’]s\s(?:office|party|cabinet|government|spokes)")
_EVENT_AFTER = re.compile(
    r"""['’]s?\s(?:[a-z-]+\s)?(?:talks?|summit|meetings?|offensive|attacks?|strikes?|raids?|truce|cease-?fire|vote
    |elections?|fighting|accords?|deal|agreements?|conference|session|rounds?|deadline|figures?|report|decision|call
    |letter|visit|events|clashes|exchange|protests?|coup|deaths|losses|floods|decree|proposals?|plan|offer|referendum
    |war|assault|bombing|bombardment|siege)\b""",
    re.VERBOSE,
)
_SUBJECT = re.compile(r"\s(?:was|saw|brought|had\sbeen|will\sbe)\s(?:the|a|not|no)\b")


def read_month(look: Look) -> list[Mention]:
    """'March 2025', 'early March', 'March last year', 'March': where the words around bear out that it is a month."""
    match = look.here(_MONTH_ALONE)
    if not match or not look.word[0].isupper() or look.names(match.end()):
        return []
    if look.stuck and not look.left(_AFTER_A_DASH):
        return []
    year, away = year_of(match)
    if year is None and away is None and match["month"].lower() in _DOUBTFUL and not _shown(look, match.end()):
        return []
    began, start = part(look, look.start)
    kind, start = ("", start) if began else which(look, start)
    month = MONTH_NUMBERS[match["month"].lower()]
    return [Mention(start, match.end(), "month", year, away, month, which=kind, part=began)]


def _shown(look: Look, end: int) -> bool:
    """Whether the words around show that a doubtful name is a month: 'in May', 'the March offensive', 'May's talks'."""
    capital = look.right(_CAPITAL_AFTER, end) is not None
    before = look.left(_TIME_BEFORE)
    if look.word.isupper() and len(look.word) > 1 and look.word != look.word.title():
        return before is not None and not before["loose"] and not capital  # 'KELL MAY SIGN'
    beside = replace(look, floor=0).left(_MONTH_BESIDE)  # a mention of its own as a rule
    if before and not beside:
        return not (before["loose"] and capital) and not look.right(_HOUSEHOLD, end)
    if beside or (look.right(_MONTH_AFTER, end) and look.word != "March"):
        return True
    if look.right(_EVENT_AFTER, end):
        return not look.left(_CAPITAL_BEFORE)
    if look.left(_DETERMINER) and look.right(_NOUN_AFTER, end):
        return True
    return look.word == "March" and look.right(_SUBJECT, end) is not None


_CALLED = re.compile(r"(?<![^\W_])(?:Black|Bloody|Red|Super|Fat|Ruby|Cyber|Maundy|Shrove|Whit|Holy|Blue|Ash|Green)\s$")
_EVERY = re.compile(r"(?<![^\W_])(?:every|each|any|one|some|most|alternate|second|(?P<a>an?))\s$", _I)
_TIME_OF_DAY = re.compile(
    r"\s(?:early\s|late\s)?(?:morning|afternoon|evening|night|noon|midday|midnight|lunchtime)(?![^\W_])", _I
)
_AND_DATE = re.compile(r"(?:,\s|\s|\s\()(?:on\s)?(?:the\s)?(?=[0-3]?\d|[A-Z])")
_ABBREVIATED = re.compile(r"\.?,?\s(?:the\s)?(?:[0-3]?\d|[A-Z])")
_THE_NTH = re.compile(r",?\sthe\s(?P<day>[0-3]?\d(?:st|nd|rd|th|d))(?![^\W_])", _I)
_OF_WEEK = re.compile(r"(?:\sof)?\s(?P<which>last|next|this)\sweek(?![^\W_])", _I)
_BEHIND = re.compile(
    r"\s(?P<which>last(?!\s(?:week|month|year|night|minute))|next(?!\s\w+\s)|week)(?=[\s.,;:!?)]|$)", _I
)
_OF_MONTH = re.compile(r"\s(?:of|in)\s(?:[A-Z]|the\smonth|every|each)")
_LATE = re.compile(r"(?<![^\W_])(?:late|later|early|earlier)(?:\son)?\s$", _I)


def read_weekday(look: Look) -> list[Mention]:
    """'last Tuesday', 'Tuesday night', 'Tuesday, March 18', 'Friday week'; not 'Black Friday' or 'every Friday'."""
    word = look.word.lower()
    weekday, short, end = WEEKDAYS[word], not word.endswith("day"), look.end
    if short and (not look.word.istitle() or not look.right(_ABBREVIATED)):
        return []
    if look.left(_CALLED) or (look.names(end) and not look.left(_ON)):
        return []
    every = look.left(_EVERY)
    if every and not (every["a"] and look.right(_NOUN_AFTER)):
        return []
    if short and look.text[end : end + 1] == ".":
        end += 1
    if time := look.right(_TIME_OF_DAY, end):
        end = time.end()
    if found := _weekday_and_date(look, end):
        found.weekday, found.start = weekday, look.start
        return [found]
    if short:
        return []
    if nth := look.right(_THE_NTH, end):
        on = number(nth["day"])
        return [Mention(look.start, nth.end(), "day of the month", first=on, last=on, weekday=weekday)]
    kind, start = which(look, look.start)
    if kind == "last" and look.right(_OF_MONTH, end):
        return []
    if of_week := look.right(_OF_WEEK, end):
        weeks: dict[str, Which] = {"last": "last week", "this": "this week", "next": "next week"}
        kind, end = weeks[of_week["which"].lower()], of_week.end()
    elif not kind and (behind := look.right(_BEHIND, end)):
        kinds: dict[str, Which] = {"last": "last", "next": "next", "week": "week"}
        kind, end = kinds[behind["which"].lower()], behind.end()
    if late := look.left(_LATE, start):
        start = late.start()
    return [Mention(start, end, "weekday", weekday=weekday, which=kind)]


def _weekday_and_date(look: Look, end: int) -> Mention | None:
    """The one date right behind a weekday."""
    gap = look.right(_AND_DATE, end)
    if not gap:
        return None
    inner = replace(look, start=gap.end(), end=gap.end(), floor=gap.end())
    match = inner.here(_DAY_MONTH) or inner.here(_MONTH_DAY)
    found = _days(inner, match) if match else []
    if len(found) != 1 or found[0].first != found[0].last:
        return None
    if "(" in gap[0] and look.text[found[0].end : found[0].end + 1] == ")":
        found[0].end += 1
    return found[0]


_NTH = re.compile(r"(?P<day>[0-3]?\d(?:st|nd|rd|th|d))(?![^\W_])", _I)
_INSTANT = re.compile(
    r"""\s(?:day\s)?(?:of\s)?(?:(?P<this>(?:this|the)(?:\ssame)?\smonth|inst\b\.?|instant\b)
    |(?P<last>last\smonth|ult\b\.?|ultimo\b)|(?P<next>next\smonth|prox\b\.?|proximo\b))""",
    re.IGNORECASE | re.VERBOSE,
)
_ON_THE = re.compile(r"(?<![^\W_])(?P<when>(?:on|by|until|till|since|before|after|from|to|and)\s)?the\s$", _I)
_ALONE = re.compile(
    r"(?=[.,;:!?)]|$|\s(?:and|at|in|with|he|she|they|it|that|when|to|but|after|before|as|from|for|of\sthe\smonth)\b)"
)


def read_nth(look: Look) -> list[Mention]:
    """'on the 20th', 'the 5th inst.': a day of a month that other words name."""
    match = look.here(_NTH)
    before = look.left(_ON_THE)
    if not match or not before or not 1 <= number(match["day"]) <= 31:
        return []
    on = number(match["day"])
    found = Mention(look.start, match.end(), "day of the month", first=on, last=on)
    if instant := look.right(_INSTANT, match.end()):
        found.end, found.months_away = instant.end(), AWAY[instant.lastgroup or "this"]
        return [found]
    return [found] if before["when"] and look.right(_ALONE, match.end()) else []
