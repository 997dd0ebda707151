"""The people that a pile of reports names: every mention, and one canonical name for each person.

A person is seen by a title or role beside the name, by a common given name, or by the place of the
name in the sentence (before a verb of speech, before an apposition). 'Ms. Orsel', 'Orsel' and
'Dana V. Orsel' become one person, within a report first and then across the pile.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from ripeness.claims.cues import verb_forms
from ripeness.claims.lexicon import word_set
from ripeness.claims.parties import Gazetteer
from ripeness.claims.roles import ORGANISATION_WORDS, ROLES, TITLES, TITLES_FEMALE, TITLES_MALE
from ripeness.claims.words import Reading, Token

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
_MODIFIERS = word_set(
    """
    foreign prime vice deputy defence defense interior finance special chief senior first national security
    acting interim white house press state former top
    """
)
_SUFFIXES = word_set("jr jr. sr sr. ii iii iv")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a person is named: ``start``..``end`` is the name without its title."""

    report: int
    sentence: int
    first: int  # token indices within the sentence: the name is tokens first..last (exclusive)
    last: int
    start: int
    end: int
    name: tuple[str, ...]  # the words of the name
    gender: Gender | None
    owns: bool  # followed by "'s"


@cache
def given_names() -> Mapping[str, Gender]:
    """Common given names and the pronoun that goes with them (data/given_names.toml)."""
    raw = tomllib.loads((files("ripeness.claims") / "data" / "given_names.toml").read_text(encoding="utf-8"))
    table: dict[str, Gender] = {fold(name): "f" for name in raw["female"].split()}
    for name in raw["male"].split():
        table.setdefault(fold(name), "m")
    return table


def fold(word: str) -> str:
    """A word for comparison: lower case, without accents and stops."""
    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if not unicodedata.combining(c)).lower().replace(".", "").replace("’", "'")


@dataclass(frozen=True, slots=True)
class People:
    """All mentions of people in a pile, and the canonical name that each stands for."""

    mentions: Mapping[int, tuple[Mention, ...]]  # report index -> mentions in order
    canonical: Mapping[tuple[int, int], str]  # (report index, start) -> canonical name
    genders: Mapping[str, Gender]
    by_name: Mapping[str, tuple[Mention, ...]]

    def named_at(self, report: int, start: int) -> str | None:
        """The canonical name of the mention that starts at ``start``."""
        return self.canonical.get((report, start))

    def of(self, name: str) -> tuple[Mention, ...]:
        """Every mention of the person ``name`` in the pile."""
        return self.by_name.get(name, ())


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


def find_people(readings: Sequence[Reading], gazetteer: Gazetteer) -> People:
    """Find every mention of a person in the pile and give each its canonical name."""
    mentions: dict[int, list[Mention]] = {}
    for index, reading in enumerate(readings):
        mentions[index] = [m for s in range(len(reading.sentences)) for m in _mentions(reading, index, s, gazetteer)]
    surnames = {fold(m.name[-1]) for rows in mentions.values() for m in rows}
    for index, reading in enumerate(readings):
        known = {m.start for m in mentions[index]}
        for number in range(len(reading.sentences)):
            mentions[index].extend(_bare(reading, index, number, surnames, known, gazetteer))
        mentions[index].sort(key=lambda m: m.start)
    return _canonical(mentions)


def _mentions(reading: Reading, report: int, number: int, gazetteer: Gazetteer) -> list[Mention]:
    """People in one sentence that a title, a role, a given name or the grammar shows to be people."""
    tokens = reading.sentences[number].tokens
    rows: list[Mention] = []
    for start, end in runs(tokens):
        first = _after_titles(tokens, start, end, gazetteer)
        titled = first > start and tokens[first - 1].lower in TITLES | ROLES
        if first == end:
            continue
        if not _could_be_person(tokens[first:end], titled, gazetteer):
            continue
        if titled or _role_before(tokens, first) or _given(tokens[first:end]) or _stands_as_person(tokens, first, end):
            rows.append(_mention(tokens, report, number, first, end))
    return rows


def _after_titles(tokens: Sequence[Token], start: int, end: int, gazetteer: Gazetteer) -> int:
    """Where the name starts in a run such as 'Aldovan Foreign Minister Dana Orsel'."""
    first = start
    for at in range(start, end):
        lower = tokens[at].lower
        if lower in TITLES or lower in ROLES:
            first = at + 1
        elif at == first and at + 1 < end and fold(tokens[at].text) in given_names():
            break
        elif first == at and (lower in _MODIFIERS or gazetteer.alias_length(tokens, at)):
            first = at + max(1, gazetteer.alias_length(tokens, at))
    return min(first, end)


def _could_be_person(name: Sequence[Token], titled: bool, gazetteer: Gazetteer) -> bool:
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
    forms = verb_forms()
    if (after in forms and forms[after][1] == "finite") or (before in forms and forms[before][1] == "finite"):
        return True
    following = tokens[end + 1].lower if end + 1 < len(tokens) else ""
    apposed = before == "," and first > 1 and tokens[first - 2].lower in ROLES
    if apposed and (end >= len(tokens) or tokens[end].kind in ("mark", "quote")):
        return True
    if after == "," and _role_soon(tokens, end + 1):
        return True
    return after == "," and (following in {"a", "an", "the", "who", "whose", "his", "her"} or following.isdigit())


# 'Orsel Bray, political science professor at Orly': how far the role may stand behind the comma.
_ROLE_WITHIN = 5


def _role_soon(tokens: Sequence[Token], at: int) -> bool:
    for token in tokens[at : at + _ROLE_WITHIN]:
        if token.kind not in ("word", "owner"):
            return False
        if token.text in ROLES:
            return True
    return False


def _mention(tokens: Sequence[Token], report: int, number: int, first: int, end: int) -> Mention:
    name = tokens[first:end]
    title = tokens[first - 1].lower if first else ""
    gender: Gender | None = None
    if title in TITLES_FEMALE or title.endswith("woman"):
        gender = "f"
    elif title in TITLES_MALE or title.endswith("man"):
        gender = "m"
    elif len(name) > 1:
        gender = given_names().get(fold(name[0].text))
    owns = end < len(tokens) and tokens[end].kind == "owner"
    words = tuple(t.text for t in name)
    return Mention(report, number, first, end, name[0].start, name[-1].end, words, gender, owns)


def _bare(
    reading: Reading, report: int, number: int, surnames: set[str], known: set[int], gazetteer: Gazetteer
) -> list[Mention]:
    """Surnames that stand alone ('Brask refused') and are a known person's."""
    tokens = reading.sentences[number].tokens
    rows = []
    for start, end in runs(tokens):
        for at in range(start, end):
            token = tokens[at]
            inside = at > start and any(tokens[k].start in known for k in range(start, at))
            if inside or token.start in known or fold(token.text) not in surnames or gazetteer.alias_length(tokens, at):
                continue
            if at + 1 < end and tokens[at + 1].lower in ORGANISATION_WORDS - {"administration", "day", "war"}:
                continue
            rows.append(_mention(tokens, report, number, at, at + 1))
    return rows


def _key(name: tuple[str, ...]) -> tuple[str, ...]:
    """First and last name without initials, suffixes and accents."""
    words = [fold(w) for w in name if fold(w) not in _SUFFIXES]
    kept = [w for i, w in enumerate(words) if len(w) > 1 or i == 0]
    return tuple(kept or words)


def _canonical(mentions: dict[int, list[Mention]]) -> People:
    forms: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for rows in mentions.values():
        for mention in rows:
            if len(mention.name) > 1:
                forms[_key(mention.name)][" ".join(mention.name)] += 1
    shown = {key: min(counter, key=lambda f: (-counter[f], len(f), f)) for key, counter in forms.items()}
    pile: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for key in forms:
        pile[key[-1]].add(key)
        if len(key) > 1:
            pile[key[0]].add(key)
    genders: dict[tuple[str, ...], Gender] = {}
    for rows in mentions.values():
        for mention in rows:
            if len(mention.name) > 1 and mention.gender:
                genders.setdefault(_key(mention.name), mention.gender)
    canonical: dict[tuple[int, int], str] = {}
    people: dict[str, Gender] = {shown[key]: gender for key, gender in genders.items() if key in shown}
    for report, rows in mentions.items():
        own = {_key(m.name) for m in rows if len(m.name) > 1}
        latest: dict[str, tuple[str, ...]] = {}
        for mention in rows:
            key = _key(mention.name)
            if len(mention.name) == 1:
                key = _full(key[-1], mention.gender, latest, own, pile, genders) or key
            else:
                latest[key[-1]] = latest[key[0]] = key
            name = shown.get(key, " ".join(mention.name))
            canonical[report, mention.start] = name
            if mention.gender:
                people.setdefault(name, mention.gender)
    by_name: dict[str, list[Mention]] = defaultdict(list)
    for report, rows in mentions.items():
        for mention in rows:
            by_name[canonical[report, mention.start]].append(mention)
    return People(
        {report: tuple(rows) for report, rows in mentions.items()},
        canonical,
        people,
        {name: tuple(rows) for name, rows in by_name.items()},
    )


def _full(
    word: str,
    gender: Gender | None,
    latest: Mapping[str, tuple[str, ...]],
    own: set[tuple[str, ...]],
    pile: Mapping[str, set[tuple[str, ...]]],
    genders: Mapping[tuple[str, ...], Gender],
) -> tuple[str, ...] | None:
    """The full name that a lone surname (or given name) stands for: nearest in the report, else alone in the pile."""

    def fits(key: tuple[str, ...]) -> bool:
        return gender is None or genders.get(key, gender) == gender

    recent = latest.get(word)
    if recent is not None and fits(recent):
        return recent
    here = [key for key in pile.get(word, ()) if key in own and fits(key)]
    anywhere = [key for key in pile.get(word, ()) if fits(key)]
    by_surname = [key for key in anywhere if key[-1] == word]
    for choice in (here, by_surname, anywhere):
        if len(choice) == 1:
            return choice[0]
    return None
