"""Readers for years, decades, seasons, quarters and holidays; a year that names a thing is none of them."""

from __future__ import annotations

import re
from dataclasses import replace

from ripeness.claims.lexicon import word_set
from ripeness.claims.when.words import COUNTED, LAST_YEAR, YEAR, Look, Mention, number, part, which, year_of

_I = re.IGNORECASE
_X = re.IGNORECASE | re.VERBOSE
_DECADE = re.compile(r"(?:(?P<decade>\d{3}0)|['’]?(?P<short>[2-9]0))['’]?s(?![^\W_])")
_YEAR = re.compile(rf"{YEAR}{COUNTED}(?![^\W_]|[-–/]\w|%|['’]s\b|\s?(?:\+|km|kg))|{YEAR}(?=[–-](?:\d\d){{1,2}}(?!\d))")
_BEFORE_YEAR = re.compile(
    r"""(?<![^\W_])(?:(?:(?:from|between)\s\d{4}\s(?:and|to|until)|\d{4}(?:\s?[–-]|\sto|\sand|\sor|,))\s?
    |(?P<word>(?:back\s)?in|since|until|till|before|after|from|during|between|around|circa|throughout|by|through
      |(?:the\s)?year|anno
      |(?P<of>[a-z-]+)\sof
      |as\s(?:early|late|far\sback|recently)\sas)\s)$""",
    _X,
)
_RANGE_BEFORE = re.compile(r"(?:\d{4}|(?<![^\W_])(?:mid|early|late))-$", _I)
_NOUN = re.compile(r"\s([a-z]+)(?![^\W_])")
# What is named by its year, and so tells nothing of when something happened.
_LINES = word_set("borders border lines line frontiers frontier boundaries levels prices dollars terms")
_NAMED_BY_YEAR = word_set(
    """
    accord accords agreement agreements deal treaty pact election elections war invasion constitution ceasefire
    cease-fire truce memorandum protocol resolution law act budget campaign census season level vote referendum
    plan offensive summit peace convention armistice annexation revolution coup uprising declaration settlement
    map charter statute decree
    """
)
_PEOPLE = word_set("men foot horse soldiers troops people strong")
_SMALL_WORDS = word_set("was has is as his its this says does goes comes remains always perhaps besides thus")


def read_year(look: Look) -> list[Mention]:
    """'since 2014', 'in early 2022', 'the 1990s'; not 'the 2015 accord', '1967 borders' or 'in 1200 villages'."""
    stuck = look.stuck and not replace(look, floor=0).left(_RANGE_BEFORE)
    if len(look.word) > 4 or stuck:
        return []
    began, start = part(look, look.start)
    if decade := look.here(_DECADE):
        tens = int(decade["decade"] or f"19{decade['short']}")
        if tens % 100 == 0 or tens > 2100:  # '1600s' is a century as often
            return []
        return [Mention(start, decade.end(), "decade", year=tens, part=began)]
    match = look.here(_YEAR)
    # The first year of a range is a mention of its own: the look goes behind it.
    before = replace(look, floor=0).left(_BEFORE_YEAR)
    if not match or not (began or before):
        return []
    if before and before["of"] and before["of"].lower() in _NAMED_BY_YEAR:
        return []
    word = (before["word"] or "").lower() if before and not began else ""
    if (noun := look.right(_NOUN)) and _names_a_thing(word, int(match[0]), noun[1]):
        return []
    return [Mention(start, match.end(), "year", year=int(match[0]), part=began)]


def _names_a_thing(word: str, year: int, noun: str) -> bool:
    """Whether a year belongs to the noun behind it, or counts it; ``word`` is the preposition before."""
    plural = noun.endswith("s") and noun not in _SMALL_WORDS
    if noun in _LINES or (not 1900 <= year < 2100 and noun in _PEOPLE):
        return True
    if word in ("in", "since", "during"):
        return word == "in" and plural and not 1800 <= year < 2100
    return plural or noun in _NAMED_BY_YEAR


_SEASON_YEAR = re.compile(
    rf"(?:\sof)?\s(?P<year>{YEAR})(?![^\W_])(?P<dual>[/–-]\d\d(?:\d\d)?)?|\s(?:of\s)?{LAST_YEAR}", _I
)
_IN_THE = re.compile(
    r"(?<![^\W_])(?:in|by|since|until|till|during|throughout|before|after|over|from)\s(?P<the>the\s)?$", _I
)


def read_season(look: Look) -> list[Mention]:
    """'the spring of 2024', 'last summer', 'in the autumn'."""
    name = look.word.lower()
    year = look.right(_SEASON_YEAR)
    began, start = part(look, look.start)
    kind, start = ("", start) if began else which(look, start)
    found = Mention(start, year.end() if year else look.end, "season", name=name, which=kind, part=began)
    if year:
        found.year, found.years_away = year_of(year)
        found.count = 1 if year["dual"] else 0
        return [found]
    in_the = look.left(_IN_THE)
    if name == "fall":
        return [found] if kind in ("last", "next", "this") else []
    bare = in_the and (in_the["the"] or name != "spring" or not look.right(_NOUN))
    return [found] if kind or began or bare else []


_PART_OF_YEAR = re.compile(
    rf"(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)[\s-](?P<unit>quarter|half)(?:\sof(?P<the>\sthe\syear)?)?"
    rf"(?:\s(?P<year>{YEAR})(?![^\W_])|\s{LAST_YEAR})?",
    _I,
)


def read_part_of_year(look: Look) -> list[Mention]:
    """'the third quarter of 2024', 'the first half of the year'; without a year only where 'the year' is said."""
    match = look.here(_PART_OF_YEAR)
    if not match or not (match["year"] or match["away"] or match["the"]):
        return []
    unit, nth = match["unit"].lower(), number(match["nth"])
    if unit == "half" and nth > 2:
        return []
    year, away = year_of(match)
    if match["the"]:
        away = 0
    return [Mention(look.start, match.end(), "part of a year", year, away, first=nth, unit=unit)]


_HOLIDAY = re.compile(
    rf"""(?P<name>(?:Orthodox|Western)\s(?:Christmas|Easter)(?!\s(?:Day|Eve|Sunday|Monday))
    |Christmas(?:\s(?:Day|Eve))?|Boxing\sDay|New\sYear(?:['’]s\s(?:Day|Eve)|['’]s(?!\s[a-z])|(?!['’]))|May\sDay
    |Valentine['’]s\sDay|All\sSaints['’]\sDay|Midsummer\sDay|Michaelmas|Easter(?:\s(?:Sunday|Monday))?|Good\sFriday
    |Palm\sSunday|Ash\sWednesday|Ramadan|Eid\sal-(?:Fitr|Adha)|Passover|Yom\sKippur|Rosh\sHashanah|Hanukkah|N[ao]wruz
    |Thanksgiving)(?![^\W_])(?:,?\s(?P<year>{YEAR})(?![^\W_])|\s{LAST_YEAR})?""",
    re.VERBOSE,
)
_OTHER_NEW_YEAR = re.compile(r"(?:Lunar|Chinese|Jewish|Islamic|Persian|Happy|happy)\s$")


def read_holiday(look: Look) -> list[Mention]:
    """'Christmas', 'New Year's Day', 'Good Friday' - and not the agreement that is called so."""
    match = look.here(_HOLIDAY)
    if not match or look.names(match.end()) or look.left(_OTHER_NEW_YEAR):
        return []
    kind, start = which(look, look.start)
    name = match["name"].lower().replace("’", "'")
    return [Mention(start, match.end(), "holiday", *year_of(match), which=kind, name=name)]
