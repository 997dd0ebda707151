"""The parties that reports speak of: states, alliances, bodies and armed groups, listed or learned.

Listed ones come from data/parties.toml. Others (invented states, groups that are in no list) are
learned from the grammar of the pile by `learned` and `groups`; see there.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

from ripeness.claims.lexicon import word_set
from ripeness.claims.model import Party
from ripeness.claims.roles import INSTITUTIONS, OFFICES, OUTLETS, PRIVATE_ORGANISATIONS, TITLES
from ripeness.claims.verbs import telling_forms
from ripeness.claims.words import Token, words

AliasKind = Literal["name", "seat", "adjective", "people"]

# Names of states and capitals that people bear too: before another capital they are a person's name.
_NAMESAKES = word_set(
    """
    Jordan Chad Georgia Israel Washington Sofia Paris London Ireland Holland India America Lima Roseau
    """
)
_SMALL = word_set(
    """
    the but and when while although though after before since for with from that meanwhile both foreign prime
    vice defence defense deputy
    """
)
_PLACE_WORDS = word_set(
    """
    in from at near outside around across through inside throughout
    """
)
_PERSONAL_TITLES = word_set(
    """
    mr mr. ms ms. mrs mrs. dr dr. sen sen. rep rep. gov gov. prof prof.
    """
)
# Words that end the name of a movement or militia and seldom that of a state's own body.
MOVEMENT_ENDINGS = word_set("front movement brigades militia resistance")
# Words in the name of an army, council or union that show it to be no state's own.
INSURGENT_WORDS = word_set(
    """
    liberation revolutionary free resistance salvation patriotic popular volunteer independence freedom rebel
    insurgent redemption martyrs
    """
)


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to name a party: its words, and what they are (name, seat of government, adjective, people)."""

    words: tuple[str, ...]
    party: str
    kind: AliasKind


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a party is named: tokens ``first``..``last`` (exclusive) at ``start``..``end``."""

    party: str
    kind: AliasKind
    first: int
    last: int
    start: int
    end: int
    place: bool  # a capital as a place ('in Moscow'), not as a party


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Parties by id, and the words by which they are found."""

    parties: Mapping[str, Party]
    aliases: tuple[Alias, ...]
    index: Mapping[str, tuple[Alias, ...]]  # first word -> aliases, longest first
    shorts: Mapping[str, Alias] = field(default_factory=dict)  # 'Front' -> the one Front that a report names
    ended: frozenset[str] = frozenset()  # listed states that are no more

    def alias_at(self, tokens: Sequence[Token], at: int) -> Alias | None:
        """The longest alias that starts at token ``at``, or None."""
        token = tokens[at]
        if token.kind != "word":
            return None
        for alias in self.index.get(token.text, ()):
            words = alias.words
            size = len(words)
            if size == 1:
                return alias
            if at + size > len(tokens) or tokens[at + 1].text != words[1]:
                continue  # most end here, and this is asked of every word
            if all(tokens[at + k].text == words[k] for k in range(2, size)):
                return alias
        short = self.shorts.get(token.text)
        return short if short is not None and _stands_alone(tokens, at) else None

    def alias_length(self, tokens: Sequence[Token], at: int) -> int:
        """How many tokens the alias at ``at`` takes; nought if there is none."""
        alias = self.alias_at(tokens, at)
        return len(alias.words) if alias else 0

    def with_parties(self, parties: Iterable[Party], aliases: Iterable[Alias]) -> Gazetteer:
        """A gazetteer that knows these parties and aliases too; what it knew already wins."""
        merged = {p.id: p for p in parties}
        merged.update(self.parties)
        known = {alias.words for alias in self.aliases}
        return build(merged, (*self.aliases, *(a for a in aliases if a.words not in known)), self.ended)

    def with_shorts(self, shorts: Mapping[str, Alias]) -> Gazetteer:
        """The same gazetteer for one report, in which 'the Front' is the Front that the report names in full."""
        return Gazetteer(self.parties, self.aliases, self.index, shorts, self.ended) if shorts else self


def _stands_alone(tokens: Sequence[Token], at: int) -> bool:
    """'the Front', "the movement's": a short name after 'the', in no longer name; in lower case only as an owner.

    A headline leaves 'the' out: 'Front suspends releases'.
    """
    if at == 0 and len(tokens) > 1 and tokens[0].cap and tokens[1].lower in telling_forms():
        return True
    if at == 0 or tokens[at - 1].lower != "the":
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if tokens[at].cap:
        return following is None or not following.cap or following.lower in OFFICES | TITLES
    governed = at > 1 and tokens[at - 2].lower in {"of", "for", "by"}
    return (following is not None and following.kind == "owner") or governed


def build(parties: Mapping[str, Party], aliases: Sequence[Alias], ended: frozenset[str] = frozenset()) -> Gazetteer:
    """A gazetteer of these parties and aliases, indexed by first word."""
    index: dict[str, list[Alias]] = {}
    for alias in aliases:
        index.setdefault(alias.words[0], []).append(alias)
    ordered = {word: tuple(sorted(rows, key=lambda a: -len(a.words))) for word, rows in index.items()}
    return Gazetteer(parties, tuple(aliases), ordered, ended=ended)


@cache
def gazetteer() -> Gazetteer:
    """The listed parties (data/parties.toml), loaded once."""
    raw = tomllib.loads((files("ripeness.claims") / "data" / "parties.toml").read_text(encoding="utf-8"))
    parties: dict[str, Party] = {}
    aliases: list[Alias] = []
    for entry in raw["party"]:
        parties[entry["id"]] = Party(entry["id"], entry["name"], entry["kind"])
        aliases += _aliases(entry)
    seen: dict[tuple[str, ...], Alias] = {}
    for alias in aliases:
        seen.setdefault(alias.words, alias)
    return build(parties, tuple(seen.values()), frozenset(e["id"] for e in raw["party"] if "ended" in e))


def _aliases(entry: Mapping[str, object]) -> list[Alias]:
    party = str(entry["id"])
    rows = [alias(name, party, "name") for name in [entry["name"], *_strings(entry, "names")]]
    rows += [alias(seat, party, "seat") for seat in _strings(entry, "seats")]
    for adjective in _strings(entry, "adjectives"):
        rows.append(alias(adjective, party, "adjective"))
        if adjective.endswith(("n", "i")):
            rows.append(alias(adjective + "s", party, "people"))
    return rows


def _strings(entry: Mapping[str, object], key: str) -> list[str]:
    value = entry.get(key, [])
    return [str(item) for item in value] if isinstance(value, list) else []


def alias(name: object, party: str, kind: AliasKind) -> Alias:
    """An alias whose words are cut as the words of reports are."""
    text = str(name)
    return Alias(tuple(t.text for t in words(text, 0, len(text))), party, kind)


def party(party_id: str) -> Party:
    """The listed party with this id ('russia', 'nato'). KeyError if it is in no list.

    Parties learned from a pile are in the `PartyMention` rows of `parties_named`.
    """
    try:
        return gazetteer().parties[party_id]
    except KeyError:
        raise KeyError(f"no listed party has the id {party_id!r}; learned parties come with parties_named()") from None


def slug(name: str) -> str:
    """The id of a party from its name: 'Norrland Front' -> 'norrland-front'."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def matches(tokens: Sequence[Token], known: Gazetteer, given: Iterable[str] = ()) -> list[Match]:
    """Every place in ``tokens`` where a party is named.

    Left out: aliases inside the names of outlets and private organisations ('The Moscow Times'),
    inside people's names (after a title or a word of ``given``, in lower case) and in compounds
    such as 'Moscow-based'. 'U.S.-Aldova talks' names both.
    """
    names = frozenset(given)
    rows: list[Match] = []
    at = 0
    while at < len(tokens):
        found = known.alias_at(tokens, at)
        if found is None:
            if tokens[at].kind == "word" and "-" in tokens[at].text:
                rows.extend(_compound(tokens, at, known))
            at += 1
            continue
        end = at + len(found.words)
        if not _inside_other_name(tokens, at, end, names):
            place = found.kind == "seat" and at > 0 and _place_before(tokens, at)
            rows.append(Match(found.party, found.kind, at, end, tokens[at].start, tokens[end - 1].end, place))
        at = end
    return rows


def _place_before(tokens: Sequence[Token], at: int) -> bool:
    before = tokens[at - 1].lower
    if before == "the" and at > 1:
        before = tokens[at - 2].lower
    return before in _PLACE_WORDS


def _inside_other_name(tokens: Sequence[Token], first: int, end: int, given: frozenset[str]) -> bool:
    after = tokens[end] if end < len(tokens) else None
    before = tokens[first - 1] if first else None
    if before is not None and before.kind == "word":
        if before.lower in _PERSONAL_TITLES or (before.lower in given and end - first == 1):
            return True
        if (
            before.lower == "of"
            and first > 1
            and tokens[first - 2].cap
            and tokens[first - 2].lower in PRIVATE_ORGANISATIONS
        ):
            return True
    run = _run_around(tokens, first, end)
    others = [t.lower for t in run]
    if any(word in PRIVATE_ORGANISATIONS for word in others) and not any(
        word in OFFICES or word in INSTITUTIONS for word in others
    ):
        return True
    if any(word in OUTLETS for word in others) and not any(word in TITLES for word in others):
        return True
    if _of_a_group_or_institute(tokens, end, others):
        return True
    if before is not None and after is not None and all(_unknown(t) for t in (before, after)):
        return True  # 'the Orly Aldova Harbour Trust': part of some longer name
    if tokens[first].text in _NAMESAKES and end - first == 1 and after is not None and after.cap:
        return after.lower not in OFFICES | INSTITUTIONS | TITLES and after.lower.isalpha()
    return False


def _of_a_group_or_institute(tokens: Sequence[Token], end: int, beside: Sequence[str]) -> bool:
    """Whether a state is only named inside a movement's name ('Kestria Liberation Army') or a 'Council on Trade'."""
    right = end
    while right < len(tokens) and right - end < 5 and tokens[right].cap:
        right += 1
    following = [t.lower for t in tokens[end:right]]
    if any(word in MOVEMENT_ENDINGS for word in following):
        return True
    bodies = any(word in {"army", "forces", "council", "union", "alliance"} for word in following)
    if bodies and any(word in INSURGENT_WORDS for word in beside):
        return True
    on_something = right + 1 < len(tokens) and tokens[right].lower == "on" and tokens[right + 1].cap
    return bool(following) and following[-1] in {"council", "society", "committee"} and on_something


def _unknown(token: Token) -> bool:
    """A capitalised word that is no office, institution or title (and no small word: those are short)."""
    lower = token.lower
    return token.cap and len(lower) > 2 and lower not in OFFICES | INSTITUTIONS | TITLES | _SMALL


def _run_around(tokens: Sequence[Token], first: int, end: int) -> list[Token]:
    """The capitalised words directly beside tokens ``first``..``end``, at most five on each side."""
    left = first
    while left > 0 and first - left < 5 and tokens[left - 1].cap and tokens[left - 1].lower != "the":
        left -= 1
    right = end
    while right < len(tokens) and right - end < 5 and tokens[right].cap:
        right += 1
    return [*tokens[left:first], *tokens[end:right]]


def _compound(tokens: Sequence[Token], at: int, known: Gazetteer) -> list[Match]:
    """'U.S.-Aldova', 'Aldovan-Kestrian': a match for each part, if every part is a party."""
    token = tokens[at]
    parts = token.text.split("-")
    rows: list[Match] = []
    start = token.start
    for part in parts:
        found = next((a for a in known.index.get(part, ()) if len(a.words) == 1), None)
        if found is None:
            return []
        rows.append(Match(found.party, found.kind, at, at + 1, start, start + len(part), False))
        start += len(part) + 1
    return rows


def known_beforehand(names: Mapping[str, str]) -> Gazetteer:
    """The listed parties and those of a case (key -> name), under the id of a listed one where that has the name."""
    listed = gazetteer()
    own = {slug(key): name for key, name in names.items()}
    taken = {found.words for found in listed.aliases}
    aliases = [alias(name, id, "name") for id, name in own.items()]
    fresh = [each for each in aliases if each.words not in taken]
    return listed.with_parties([Party(a.party, own[a.party], "organisation") for a in fresh], fresh)
