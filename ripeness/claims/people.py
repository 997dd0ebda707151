"""The people that a pile of reports names: every mention, and one canonical name for each person.

A person is seen as `names` tells, or by speaking under a lone name elsewhere in the report. 'Ms. Orsel',
'Orsel' and 'Dana V. Orsel' become one person, within a report first and then across the pile.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ripeness.claims.cues import verb_forms
from ripeness.claims.lexicon import word_set
from ripeness.claims.names import (
    MODIFIERS,
    Gender,
    after_titles,
    could_be_person,
    fold,
    given_names,
    runs,
    shows_person,
)
from ripeness.claims.parties import Gazetteer
from ripeness.claims.roles import INSTITUTIONS, ORGANISATION_WORDS, ROLES, TITLES, TITLES_FEMALE, TITLES_MALE
from ripeness.claims.words import Reading, Token

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
    titled: bool = False  # a title or office stands before it


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


def find_people(readings: Sequence[Reading], gazetteer: Gazetteer) -> People:
    """Find every mention of a person in the pile and give each its canonical name."""
    mentions: dict[int, list[Mention]] = {}
    nations = _nations(readings)
    for index, reading in enumerate(readings):
        found = (m for s in range(len(reading.sentences)) for m in _mentions(reading, index, s, gazetteer))
        mentions[index] = [m for m in found if m.titled or m.name not in nations]
    for index, reading in enumerate(readings):
        mentions[index].extend(_spoken(reading, index, {m.start for m in mentions[index]}, gazetteer))
    surnames = {fold(m.name[-1]) for rows in mentions.values() for m in rows}
    for index, reading in enumerate(readings):
        known = {m.start for m in mentions[index]}
        for number in range(len(reading.sentences)):
            mentions[index].extend(_bare(reading, index, number, surnames, known, gazetteer))
        mentions[index].sort(key=lambda m: m.start)
    return _canonical(mentions)


def _nations(readings: Sequence[Reading]) -> set[tuple[str, ...]]:
    """Lone names that the pile shows to be of nations: their adjectives stand before offices, or 'the government of'.

    'Kestria' beside 'the Kestrian army', 'Aldov' beside 'the Aldovi minister'.
    """
    offices = ROLES | INSTITUTIONS | MODIFIERS
    adjectives: set[str] = set()
    alone: set[str] = set()
    nations: set[tuple[str, ...]] = set()
    for reading in readings:
        for sentence in reading.sentences:
            tokens = sentence.tokens
            for token, following in pairwise(tokens):
                if token.cap and following.lower in offices and token.text.endswith(_OF_NATIONS):
                    adjectives.add(token.text)
            for start, end in runs(tokens):
                if end - start == 1:
                    alone.add(tokens[start].text)
                    governed = [t.lower for t in tokens[max(0, start - 2) : start]]
                    if governed[-1:] == ["of"] and governed[0] in _GOVERNS:
                        nations.add((tokens[start].text,))
    for adjective in adjectives:
        nations |= {(name,) for name in alone if name != adjective and _of_one_stem(adjective, name)}
    return nations


# The endings of the adjectives of nations, and how much of the name they leave.
_OF_NATIONS = ("n", "i", "ish", "ese")
_SHARED_LETTERS, _ENDING_LETTERS = 4, 3
_GOVERNS = word_set("government parliament embassy republic kingdom emirate sultanate")


def _of_one_stem(adjective: str, name: str) -> bool:
    shared = next(
        (at for at, (a, b) in enumerate(zip(adjective, name, strict=False)) if a != b), min(len(adjective), len(name))
    )
    return shared >= _SHARED_LETTERS and max(len(adjective), len(name)) - shared <= _ENDING_LETTERS


def _mentions(reading: Reading, report: int, number: int, gazetteer: Gazetteer) -> list[Mention]:
    """People in one sentence that a title, a role, a given name or the grammar shows to be people."""
    tokens = reading.sentences[number].tokens
    rows: list[Mention] = []
    for start, end in runs(tokens):
        first = after_titles(tokens, start, end, gazetteer)
        titled = first > start and tokens[first - 1].lower in TITLES | ROLES
        if first == end:
            continue
        if not could_be_person(tokens[first:end], titled, gazetteer):
            continue
        if titled or shows_person(tokens, first, end):
            rows.append(replace(_mention(tokens, report, number, first, end), titled=titled))
    return rows


def _spoken(reading: Reading, report: int, known: set[int], gazetteer: Gazetteer) -> list[Mention]:
    """'Orsel Bray', where the same report has 'Bray said' beside a quotation."""
    forms = verb_forms()
    lone: set[str] = set()
    spans = [(number, span) for number, s in enumerate(reading.sentences) for span in runs(s.tokens)]
    for number, (start, end) in spans:
        tokens = reading.sentences[number].tokens
        beside = [tokens[at].lower for at in (start - 1, end) if 0 <= at < len(tokens)]
        spoken = any(forms.get(word, ("", "", False))[1:] == ("finite", True) for word in beside)
        if end - start == 1 and spoken and not tokens[start].text.isupper() and any(t.kind == "quote" for t in tokens):
            lone.add(tokens[start].text)
    rows: list[Mention] = []
    for number, (start, end) in spans:
        tokens = reading.sentences[number].tokens
        if not 2 <= end - start <= 3 or tokens[end - 1].text not in lone:
            continue
        if any(t.start in known for t in tokens[start:end]):
            continue
        if (start and tokens[start - 1].lower == "the") or any(t.lower in ROLES | MODIFIERS for t in tokens[start:end]):
            continue
        if could_be_person(tokens[start:end], False, gazetteer):
            rows.append(_mention(tokens, report, number, start, end))
    return rows


_KIN_FEMALE = word_set("wife widow mother daughter sister grandmother aunt niece nun businesswoman actress")
_KIN_MALE = word_set("husband widower father son brother grandfather uncle nephew monk fisherman businessman")


def _mention(tokens: Sequence[Token], report: int, number: int, first: int, end: int) -> Mention:
    name = tokens[first:end]
    title = tokens[first - 1].lower if first else ""
    gender: Gender | None = None
    if title in (",",) and first > 1:
        title = tokens[first - 2].lower  # "its chairwoman, Dana Orsel", "Brask's wife, Dana"
    if title in TITLES_FEMALE | _KIN_FEMALE or title.endswith("woman"):
        gender = "f"
    elif title in TITLES_MALE | _KIN_MALE or title.endswith("man"):
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
    return tuple(kept or words or name)  # 'Jr. Sr.' is all suffixes


_ARTICLES = re.compile(r"^(?:al|el|as|ar|ad|an|at|az|ul)[-‑ ]")
_SOUNDS = (("kh", "k"), ("gh", "g"), ("ph", "f"), ("q", "k"), ("c", "k"), ("dj", "j"), ("tch", "ch"), ("w", "v"))
# How many consonants the surname, and both names, must share to be spellings of one name.
_SURNAME_SOUNDS, _NAME_SOUNDS = 3, 5


def _sound(word: str) -> str:
    """The consonants of a name as it sounds: 'mzhn' of Mazhouni, al-Mazhuny and Mazhuni."""
    plain = _ARTICLES.sub("", word).replace("-", "").replace("'", "")
    for written, spoken in _SOUNDS:
        plain = plain.replace(written, spoken)
    kept = "".join(c for at, c in enumerate(plain) if c not in "aeiouy" and (c != "h" or at < len(plain) - 1))
    return re.sub(r"(.)\1+", r"\1", kept)


def _spellings(
    forms: Mapping[tuple[str, ...], Counter[str]], mentions: Mapping[int, Sequence[Mention]]
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Names that are other spellings of one that is written more often: (edris, al-mazhuny) -> (idris, al-mazhuni).

    Two that stand in one report are two people.
    """
    sounds: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for key in forms:
        if len(key) < 2:
            continue
        first, last = _sound(key[0]), _sound(key[-1])
        if len(last) >= _SURNAME_SOUNDS and len(first) + len(last) >= _NAME_SOUNDS and first:
            sounds[first, last].append(key)
    shared = {sound: keys for sound, keys in sounds.items() if len(keys) > 1}
    if not shared:
        return {}
    reports: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for report, rows in mentions.items():
        for mention in rows:
            if len(mention.name) > 1:
                reports[_key(mention.name)].add(report)
    rows_: dict[tuple[str, ...], tuple[str, ...]] = {}
    for keys in shared.values():
        ranked = sorted(keys, key=lambda k: (-forms[k].total(), k))
        for other in ranked[1:]:
            if not reports[other] & reports[ranked[0]]:
                rows_[other] = ranked[0]
    return rows_


def _merged(
    forms: Mapping[tuple[str, ...], Counter[str]], same: Mapping[tuple[str, ...], tuple[str, ...]]
) -> dict[tuple[str, ...], Counter[str]]:
    rows: dict[tuple[str, ...], Counter[str]] = {}
    for key, counter in forms.items():
        rows.setdefault(same.get(key, key), Counter()).update(counter)
    return rows


def _key_in(name: tuple[str, ...], same: Mapping[tuple[str, ...], tuple[str, ...]]) -> tuple[str, ...]:
    key = _key(name)
    return same.get(key, key)


def _canonical(mentions: dict[int, list[Mention]]) -> People:
    forms: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for rows in mentions.values():
        for mention in rows:
            if len(mention.name) > 1:
                forms[_key(mention.name)][" ".join(mention.name)] += 1
    forms = _merged(forms, same := _spellings(forms, mentions))
    shown = {key: min(counter, key=lambda f: (-counter[f], len(f), f)) for key, counter in forms.items()}
    pile: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for key in forms:
        pile[key[-1]].add(key)
        if len(key) > 1:
            pile[key[0]].add(key)
    for other, key in same.items():
        pile[other[-1]].add(key)
    genders: dict[tuple[str, ...], Gender] = {}
    for rows in mentions.values():
        for mention in rows:
            if len(mention.name) > 1 and mention.gender:
                genders.setdefault(_key_in(mention.name, same), mention.gender)
    canonical: dict[tuple[int, int], str] = {}
    people: dict[str, Gender] = {shown[key]: gender for key, gender in genders.items() if key in shown}
    for report, rows in mentions.items():
        own = {_key_in(m.name, same) for m in rows if len(m.name) > 1}
        latest: dict[str, tuple[str, ...]] = {}
        for mention in rows:
            key = _key_in(mention.name, same)
            if len(mention.name) == 1:
                key = _full(key[-1], mention.gender, latest, own, pile, genders) or key
            else:
                latest[key[-1]] = latest[key[0]] = key
                written = _key(mention.name)
                latest[written[-1]] = key
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
