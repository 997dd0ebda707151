"""Bodies and states that a pile calls by a common noun alone: 'the secretariat', 'the guilds', 'the federation'.

A conference has a chair and a secretariat, an old town its guilds, a church its bishops: they act and have spokesmen,
and no name stands beside them anywhere. Such a noun is a party where it acts and no named body can be called so; so is
"the miners' union". A state that the pile calls 'the Kellish federation' or 'the Kell islands' is 'the federation' or
'the islands' where these words stand alone, if no other state is called so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ripeness.claims.actors import acts, head_word
from ripeness.claims.lexicon import word_set
from ripeness.claims.model import Party
from ripeness.claims.parties import Alias, Gazetteer, matches, slug
from ripeness.claims.words import Reading, Token

NOUNS = word_set(
    """
    secretariat chair commission mediators facilitators guilds estates clergy nobles barons chiefs elders clans tribes
    bishops presidency troika observers guarantors donors
    """
)
# How often the noun must act or have staff.
LEAST = 2
_STAFF = word_set("spokesman spokeswoman spokesperson office member members head director official officials delegate")


def learn_commons(readings: Sequence[Reading], known: Gazetteer) -> Gazetteer:
    """``known`` with the bodies that are called by a noun alone."""
    counts: Counter[str] = Counter()
    for reading in readings:
        for sentence in reading.sentences:
            tokens = sentence.tokens
            for at in range(1, len(tokens)):
                if tokens[at].text in NOUNS and tokens[at - 1].lower == "the":
                    counts[tokens[at].text] += acts(tokens, at + 1) or _staffed(tokens, at)
    known = _guilds(readings, known)
    taken = {head_word(a.words) for a in known.aliases if known.parties[a.party].kind != "state"}
    found = {noun: slug(noun) for noun, count in counts.items() if count >= LEAST and noun not in taken}
    parties = [Party(id, f"the {noun}", "organisation") for noun, id in found.items()]
    aliases = [Alias((the, noun), id, "name") for noun, id in found.items() for the in ("the", "The")]
    return known.with_parties(parties, aliases) if found else known


def _staffed(tokens: Sequence[Token], at: int) -> bool:
    """ "the chair's office", 'a spokeswoman of the secretariat'."""
    if at + 2 < len(tokens) and tokens[at + 1].kind == "owner":
        return tokens[at + 2].lower in _STAFF
    return at > 2 and tokens[at - 2].lower in {"of", "for"} and tokens[at - 3].lower in _STAFF


# Unions of people of one calling, which reports write in small letters: "the miners' union".
_GUILDS = word_set("union guild association federation league congress brotherhood cooperative syndicate council")


def _guilds(readings: Sequence[Reading], known: Gazetteer) -> Gazetteer:
    """``known`` with the unions that act under a name in small letters, where no union with a name has that noun."""
    counts: Counter[tuple[str, str]] = Counter()
    for reading in readings:
        for sentence in reading.sentences:
            tokens = sentence.tokens
            for at in range(3, len(tokens)):
                calling = tokens[at - 2].text
                owned = tokens[at].text in _GUILDS and tokens[at - 1].kind == "owner" and tokens[at - 3].lower == "the"
                if owned and calling.islower() and calling.endswith(("s", "men", "women")):
                    counts[calling, tokens[at].text] += acts(tokens, at + 1) or _staffed(tokens, at)
    taken = {head_word(a.words) for a in known.aliases if known.parties[a.party].kind != "state"}
    found = [row for row, count in counts.items() if count and row[1] not in taken]
    parties: list[Party] = []
    aliases: list[Alias] = []
    for calling, noun in found:
        marks = ("'", "’") if calling.endswith("s") else ("'s", "’s")
        name = f"the {calling}{marks[0]} {noun}"
        parties.append(Party(slug(name), name, "organisation"))
        aliases += [Alias((calling, mark, noun), slug(name), "name") for mark in marks]
    return known.with_parties(parties, aliases) if found else known


# What a state is called by its form, and the adjective that goes with it.
_REALMS = {
    "federation": "federal", "republic": "", "kingdom": "royal", "empire": "imperial", "emirate": "", "sultanate": "",
    "principality": "", "duchy": "ducal", "confederation": "confederal", "islands": "", "island": "", "archipelago": "",
    "commonwealth": "", "khanate": "", "electorate": "electoral", "protectorate": "",
}  # fmt: skip
_PEOPLE_OF = {"islands": "islanders", "island": "islanders"}
# Words between the form and 'of' ('the island republic |of Kell|') are few; how often the noun must act alone.
ACTING = 2


def learn_realms(readings: Sequence[Reading], known: Gazetteer) -> Gazetteer:
    """``known`` with what a state is called by its form alone: 'the federation', 'federal', 'the islanders'."""
    whose: dict[str, Counter[str]] = defaultdict(Counter)
    alone: Counter[str] = Counter()
    for reading in readings:
        for sentence in reading.sentences:
            tokens = sentence.tokens
            if not any(t.lower in _REALMS or t.lower in _PEOPLE_OF.values() for t in tokens):
                continue
            for match in matches(tokens, known):
                if known.parties[match.party].kind == "state":
                    for noun in _forms(tokens, match.first, match.last):
                        whose[noun][match.party] += 1
            for at in range(1, len(tokens)):
                if tokens[at - 1].lower == "the" and tokens[at].text.islower():
                    alone[tokens[at].text] += acts(tokens, at + 1) or _staffed(tokens, at)
    aliases: list[Alias] = []
    for noun, counts in whose.items():
        people = _PEOPLE_OF.get(noun, "")
        if len(counts) != 1 or alone[noun] + alone[people] < ACTING:
            continue
        party = next(iter(counts))
        aliases += [Alias((the, word), party, "name") for word in (noun, people) if word for the in ("the", "The")]
        if _REALMS[noun]:
            aliases += [Alias((word,), party, "adjective") for word in (_REALMS[noun], _REALMS[noun].capitalize())]
    return known.with_parties((), aliases) if aliases else known


def _forms(tokens: Sequence[Token], first: int, last: int) -> Iterator[str]:
    """The forms by which a state is called where it is named: 'the Kellish |federation|', 'the |republic| of Kell'."""
    behind = tokens[last].lower if last < len(tokens) else ""
    if behind in _REALMS:
        yield behind
    if first > 1 and tokens[first - 1].lower == "of" and tokens[first - 2].lower in _REALMS:
        yield tokens[first - 2].lower
        if first > 2 and tokens[first - 3].lower in _PEOPLE_OF:
            yield "islands"
