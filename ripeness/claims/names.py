"""Which runs of capitals are people's names: by a title, a given name, or the place in the sentence.

A title or role beside a name, a common given name, a verb of speech or an apposition after it show a
person; words of organisations and parties, and a place ('in Port Selm'), show that it is none.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from ripeness.claims.cues import verb_forms
from ripeness.claims.lexicon import word_set
from ripeness.claims.parties import Gazetteer
from ripeness.claims.roles import IMPERSONAL, OFFICES, ORGANISATION_WORDS, PRIVATE, ROLES, TITLES
from ripeness.claims.words import Token

Gender = Literal["m", "f"]

# Words with a capital that begin sentences or belong to the calendar: never part of a name.
NOT_NAMES = word_set(
    """
    the a an in on at by for from of to with and but or nor so yet if when while as after before since until
    although though because however meanwhile he she it they we you i his her its their our my your this that
    these those there here what who whom whose which where why how not no yes one two three some many most few
    several all any each every both according monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december during under over into out
    up off then now later earlier still also even only just asked speaking despite instead moreover thus once
    such other another today yesterday tomorrow last next first second about through between among against
    within without following amid per via unlike like never christmas
    easter ramadan nobody everyone someone nothing full text abstract photo image advertisement copyright
    """
)
_PARTICLES = word_set(
    """
    de van von der den del della di da dos du la le bin ibn abu ben al el ter
    """
)
MODIFIERS = word_set(
    """
    foreign prime vice deputy defence defense interior finance special chief senior first national security
    acting interim white house press state former top
    """
)


@cache
def given_names() -> Mapping[str, Gender]:
    """Common given names and the pronoun that goes with them (data/given_names.toml)."""
    raw = tomllib.loads((files("ripeness.claims") / "data" / "given_names.toml").read_text(encoding="utf-8"))
    table: dict[str, Gender] = {fold(name): "f" for name in raw["female"].split()}
    for name in raw["male"].split():
        table.setdefault(fold(name), "m")
    return table


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """A word for comparison: lower case, without accents and stops."""
    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if not unicodedata.combining(c)).lower().replace(".", "").replace("’", "'")


def runs(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Maximal runs of capitalised words, as token index pairs; small words that start sentences break them."""
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        if not _name_like(tokens[at]):
            at += 1
            continue
        end = at + 1
        while end < len(tokens):
            if _name_like(tokens[end]):
                end += 1
                continue
            particle = end
            while particle < len(tokens) and tokens[particle].lower in _PARTICLES and particle - end < 3:
                particle += 1
            if particle > end and particle < len(tokens) and _name_like(tokens[particle]):
                end = particle + 1
                continue
            break
        spans.append((at, end))
        at = end
    return spans


def _name_like(token: Token) -> bool:
    return token.cap and token.lower not in NOT_NAMES


def after_titles(tokens: Sequence[Token], start: int, end: int, gazetteer: Gazetteer) -> int:
    """Where the name starts in a run such as 'Aldovan Foreign Minister Dana Orsel'."""
    first = start
    for at in range(start, end):
        lower = tokens[at].lower
        if lower in TITLES or lower in ROLES:
            first = at + 1
        elif at == first and at + 1 < end and fold(tokens[at].text) in given_names():
            break
        elif first == at and (lower in MODIFIERS or gazetteer.alias_length(tokens, at)):
            first = at + max(1, gazetteer.alias_length(tokens, at))
    return min(first, end)


def could_be_person(name: Sequence[Token], titled: bool, gazetteer: Gazetteer) -> bool:
    """Whether the words can be a person's name at all: not too long, no organisation's, no party's."""
    if len([t for t in name if t.lower not in _PARTICLES]) > 5:
        return False
    if any(t.lower in ORGANISATION_WORDS for t in name):
        return False
    if titled and len(name) == 1:
        return not gazetteer.alias_length(name, 0) or name[0].lower in {"jordan", "israel", "chad", "georgia"}
    if any(t.text.isupper() and len(t.text) > 3 and "." not in t.text for t in name):
        return False
    return not any(gazetteer.alias_length(name, at) for at in range(len(name))) or fold(name[0].text) in given_names()


def _role_before(tokens: Sequence[Token], first: int) -> bool:
    """'spokesman Jano Brask', 'an analyst named Jano Brask'."""
    before = tokens[first - 1].lower if first else ""
    if before == "named" and first > 1:
        return True
    return before in ROLES and tokens[first - 1].kind == "word" and before not in _NOT_BEFORE_PEOPLE


_NOT_BEFORE_PEOPLE = word_set(
    "state party front people newspaper magazine daily outlet broadcaster website paper tabloid publication watchdog "
    "charity union group movement militia agency"
)


def _given(name: Sequence[Token]) -> bool:
    initials = len(name[0].text) <= 4 and "." in name[0].text
    return len(name) >= 2 and (
        fold(name[0].text) in given_names() or (initials and name[0].text not in ("U.S.", "U.N.", "E.U."))
    )


def _stands_as_person(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Two or three capitals beside a verb of speech or before ', a ...': a person unless 'the' stands before."""
    if not 2 <= end - first <= 4 or (first and tokens[first - 1].lower == "the"):
        return False
    after = tokens[end].lower if end < len(tokens) else ""
    before = tokens[first - 1].lower if first else ""
    if before in _PLACED:
        return False
    forms = verb_forms()
    if (after in forms and forms[after][1] == "finite") or (before in forms and forms[before][1] == "finite"):
        return True
    following = tokens[end + 1].lower if end + 1 < len(tokens) else ""
    apposed = before == "," and first > 1 and _office_before(tokens, first - 1)
    of_place = end + 1 < len(tokens) and tokens[end].lower == "of" and tokens[end + 1].cap
    if apposed and (end >= len(tokens) or tokens[end].kind in ("mark", "quote") or of_place):
        return True
    if after == "," and _role_soon(tokens, end + 1):
        return True
    if after == "of" and _speaks_behind(tokens, end + 1):
        return True
    return after == "," and (following in {"a", "an", "the", "who", "whose", "his", "her"} or following.isdigit())


def _speaks_behind(tokens: Sequence[Token], at: int) -> bool:
    """'Dana Orsel of |the Salt Institute said|': a house of capitals, and a verb of speech."""
    at += at < len(tokens) and tokens[at].lower == "the"
    first = at
    while at < len(tokens) and (
        tokens[at].cap or (at > first and tokens[at].lower in {"of", "for", "on", "and", "the"})
    ):
        at += 1
    form = verb_forms().get(tokens[at].lower) if first < at < len(tokens) else None
    return form is not None and form[1] == "finite" and form[2]


_PLACED = word_set("in at near from to into inside outside around towards")
# How far the office may stand before the comma ("the company's director of personnel, Orsel Bray,").
_OFFICE_WITHIN = 6


def _office_before(tokens: Sequence[Token], comma: int) -> bool:
    """Whether the words before the comma are an office, alone or with 'of ...', 'for ...', 'to ...'."""
    if tokens[comma - 1].lower in ROLES:
        return True
    for at in range(comma - 1, max(0, comma - _OFFICE_WITHIN), -1):
        if tokens[at].kind not in ("word", "owner"):
            return False
        if tokens[at].lower in {"of", "for", "to"} and tokens[at - 1].lower in ROLES:
            return True
    return False


# Offices that a state or a company may be given too ('Kestria, leader of the bloc,').
_NOT_ONLY_PEOPLE = IMPERSONAL | word_set(
    "leader member head chair host owner source player critic mediator negotiator observer witness chief"
)


def _lone_with_office(tokens: Sequence[Token], first: int, end: int) -> bool:
    """'Bray, political secretary of the movement,': one name before an office or job that only people have."""
    if end - first != 1 or end >= len(tokens) or tokens[end].lower != "," or tokens[first].text.isupper():
        return False
    ruling = end + 3 < len(tokens) and tokens[end + 1].cap and tokens[end + 1].lower in TITLES
    if ruling and tokens[end + 2].lower == "of" and tokens[end + 3].cap:
        return True  # 'Bray, Prince of Orly'
    if first and tokens[first - 1].lower in _PLACED | {"the", "of", "and"}:
        return False
    if end + 1 < len(tokens) and tokens[end + 1].lower in {"its", "their"}:
        return False  # 'Kestria, its prime minister said, ...'
    if _reports_before_mark(tokens, end + 1):
        return False  # 'by Kestria, people close to the talks said'
    for at in range(end + 1, min(end + 1 + _ROLE_WITHIN, len(tokens))):
        if tokens[at].kind != "word" or tokens[at].cap:
            return False
        if tokens[at].text in (OFFICES | PRIVATE) - _NOT_ONLY_PEOPLE:
            return at + 1 >= len(tokens) or tokens[at + 1].kind != "owner"
        if tokens[at].text in ROLES:
            return False
    return False


def _reports_before_mark(tokens: Sequence[Token], start: int) -> bool:
    """Whether the words up to the next mark are a clause that reports: 'people close to the talks |said|'."""
    for at in range(start, len(tokens)):
        if tokens[at].kind != "word" or tokens[at].lower in {"who", "whose", "which", "that"}:
            return False
        form = verb_forms().get(tokens[at].lower)
        if at > start and form is not None and form[1] == "finite" and form[2] and not tokens[at].cap:
            return True
    return False


# 'Orsel Bray, political science professor at Orly': how far the role may stand behind the comma.
_ROLE_WITHIN = 5


def _role_soon(tokens: Sequence[Token], at: int) -> bool:
    for token in tokens[at : at + _ROLE_WITHIN]:
        if token.kind not in ("word", "owner"):
            return False
        if token.text in ROLES:
            return True
    return False


def shows_person(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether anything beside or in ``tokens[first:end]`` shows that it is a person's name."""
    return (
        _role_before(tokens, first)
        or _given(tokens[first:end])
        or _stands_as_person(tokens, first, end)
        or _lone_with_office(tokens, first, end)
    )
