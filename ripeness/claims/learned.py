"""Parties that are in no list, learned from the grammar of the pile.

So that the reader works on a war that nobody foresaw: a state shows itself by its offices ('President
Mira Tallec of Kestria', "Kestria's foreign ministry", 'the government of Kestria', 'the Kestrian
ambassador'), an armed group by its name or acts (see `groups`) or by what it is called ('rebel group
Karsh', 'the Karsh rebels'), an acronym by its parentheses. 'Kestrian' is an adjective of 'Kestria'
wherever the pile has both words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ripeness.claims.actors import acronym_behind, acts, members
from ripeness.claims.groups import LABELS, body_by_envoy, group_by_acts, group_by_name, of_place, with_owner
from ripeness.claims.lexicon import word_set
from ripeness.claims.model import Party, PartyKind
from ripeness.claims.names import fold, runs
from ripeness.claims.parties import Alias, Gazetteer, slug
from ripeness.claims.people import People
from ripeness.claims.roles import ORGANISATION_WORDS, PRIVATE_ORGANISATIONS, ROLES
from ripeness.claims.words import Reading, Token

_STATE_OWNED = (
    ("foreign", "ministry"), ("foreign", "minister"), ("prime", "minister"), ("defense", "ministry"),
    ("defence", "ministry"), ("defense", "minister"), ("defence", "minister"), ("armed", "forces"), ("government",),
    ("parliament",), ("army",), ("military",), ("presidency",), ("head", "of", "state"), ("state", "media"),
    ("ambassador",), ("embassy",), ("interior", "minister"), ("interior", "ministry"), ("finance", "minister"),
    ("generals",), ("rulers",), ("junta",), ("military", "rulers"), ("ruling",),
)  # fmt: skip
_MONARCHS = word_set(
    "king queen emir sultan duke duchess margrave landgrave khan shah doge archduke tsar czar emperor empress elector"
)
_PRINCES = word_set("prince princess")
_HEADS_OF_STATE = _MONARCHS | word_set("president premier chancellor minister prince princess count elector")
_STATE_OFFICES = word_set(
    """
    president minister ministry government army ambassador embassy delegation officials forces troops envoy
    negotiators negotiator parliament chancellor premier military diplomat diplomats soldiers authorities
    official spokesman spokeswoman foreign prime defence defense capital border general commander navy admiralty fleet
    squadron frigate frigates warship warships gunboat gunboats patrol side president cabinet generals commanders
    presidency leadership guns gunners artillery federation republic kingdom crown throne
    """
)
_PORTFOLIOS = word_set(
    "finance defense defence justice foreign interior health trade education state energy agriculture labour labor "
    "economy culture information transport environment industry tourism planning science women youth sport"
)
_REALMS = word_set(
    "republic kingdom federation government sultanate emirate army parliament presidency embassy rulers junta duchy "
    "principality electorate"
)
_ADJECTIVE_ENDINGS = ("ian", "ean", "an", "ish", "ese", "ic", "i", "ite", "ine")
# Adjectives with a capital that name no state.
_NOT_STATES = word_set(
    """
    european african asian american arab arabian western eastern northern southern central christian muslim
    islamic jewish catholic orthodox protestant sunni shiite shia republican democratic balkan baltic nordic
    arctic atlantic pacific mediterranean caribbean latin scandinavian kurdish olympic persian anglican
    evangelical hispanic communist socialist marxist maoist leninist leftist victorian slavic senior civilian
    veteran guardian roman public supreme electric pan human russian-backed indian mandarin indigenous native
    martian asean african-american politician technician custodian librarian median
    """
)
_GROUP_NOUNS = word_set(
    """
    group movement faction militia army coalition alliance organization organisation
    """
)
_FIGHTERS = word_set(
    """
    rebels insurgents militants guerrillas militia militiamen paramilitaries separatists
    """
)
_REBEL_BODIES = word_set(
    """
    council command alliance coalition movement leadership army front militia authority administration
    government
    """
)
# How much of a state's name its adjective must share: 'Norrland' and 'Norrlandic', 'Kestria' and 'Kestrian'.
SHARED_STEM = 4


@dataclass(slots=True)
class _Finds:
    """What was learned so far."""

    parties: dict[str, Party] = field(default_factory=dict)
    aliases: list[Alias] = field(default_factory=list)
    adjectives: dict[str, int] = field(default_factory=dict)

    def add(self, name: Sequence[str], kind: PartyKind) -> str:
        text = " ".join(name).replace(" '", "'").replace(" ’", "’")  # an owner mark is a token of its own
        party_id = slug(text)
        if party_id and party_id not in self.parties:
            self.parties[party_id] = Party(party_id, text, kind)
            self.aliases.append(Alias(tuple(name), party_id, "name"))
            tail = members(name)
            if tail:
                self.aliases.append(Alias(tail, party_id, "name"))
        return party_id


def learn_parties(readings: Sequence[Reading], people: People, known: Gazetteer) -> Gazetteer:
    """``known`` together with the states and armed groups that the pile shows by its grammar."""
    finds = _Finds()
    for report, reading in enumerate(readings):
        named = {m.start for m in people.mentions.get(report, ())}
        for sentence in reading.sentences:
            _learn(sentence.tokens, named, known, finds)
        for sentence, after in pairwise(reading.sentences):
            _by_next(sentence.tokens, after.tokens, named, known, finds)
    _by_company(readings, people, known, finds)
    places = _names_of_places(readings, people)
    _link_adjectives(finds, people, places)
    _regular_adjectives(finds, readings, known)
    return known.with_parties(finds.parties.values(), finds.aliases)


def _by_company(readings: Sequence[Reading], people: People, known: Gazetteer, finds: _Finds) -> None:
    """'Kestria, Aldova and Orly': what acts by itself and is named in one breath with a state is a state."""
    acting: set[str] = set()
    listed: list[list[str]] = []
    for report, reading in enumerate(readings):
        named = {m.start for m in people.mentions.get(report, ())}
        for sentence in reading.sentences:
            tokens = sentence.tokens
            alone = [start for start, end in runs(tokens) if end - start == 1 and tokens[start].start not in named]
            acting.update(tokens[at].text for at in alone if acts(tokens, at + 1) and _lower(tokens, at - 1) != "the")
            row: list[int] = []
            for at in alone:
                if row and not _goes_on(tokens, row[-1], at):
                    listed.append([tokens[k].text for k in row])
                    row = []
                row.append(at)
            listed.append([tokens[k].text for k in row])
    states = {p.name for p in finds.parties.values() if p.kind == "state"}
    for names in sorted(listed, key=len, reverse=True):
        if len(names) < 2:
            continue
        sure = [n for n in names if n in states or _listed_state(known, n)]
        for name in names:
            free = name not in sure and not known.index.get(name) and name.lower() not in ROLES | ORGANISATION_WORDS
            if sure and free and name in acting and not name.isupper() and not _adjectival(name.lower()):
                states.add(name)
                finds.add((name,), "state")


def _goes_on(tokens: Sequence[Token], last: int, at: int) -> bool:
    """Whether the name at ``at`` is next in a list: 'Kestria, |Orly|', 'Kestria and |Orly|', 'Kestria, and |Orly|'."""
    between = [t.lower for t in tokens[last + 1 : at]]
    return between in ([","], ["and"], [",", "and"], ["or"])


def _listed_state(known: Gazetteer, name: str) -> bool:
    return any(
        len(a.words) == 1 and a.kind == "name" and known.parties[a.party].kind == "state"
        for a in known.index.get(name, ())
    )


def _learn(tokens: Sequence[Token], named: set[int], known: Gazetteer, finds: _Finds) -> None:
    for start, end in runs(tokens):
        if any(known.alias_length(tokens, at) for at in range(start, end)):
            if not _group_with_state(tokens, start, end, known, finds):
                _acronym(tokens, start, end, known, finds)
            continue
        for rule in (_see, _group, _group_by_label, _state_by_office, _adjective):
            if rule(tokens, start, end, named, finds):
                break
    _rebel_bodies(tokens, finds)


def _by_next(tokens: Sequence[Token], after: Sequence[Token], named: set[int], known: Gazetteer, finds: _Finds) -> None:
    """'Kestria welcomed it. |Its foreign minister| ...': the lone name that begins a sentence has ministers."""
    if len(after) < 2 or after[0].lower != "its" or not tokens or not tokens[0].cap:
        return
    start, end = next(iter(runs(tokens)), (1, 1))
    alone = start == 0 and end == 1 and len(tokens) > 1 and (acts(tokens, 1) or tokens[1].lower == ",")
    has = _followed(after, 1, _MINISTERS) or _followed(after, 2, _MINISTERS)
    lower = tokens[0].lower
    free = tokens[0].start not in named and not known.alias_length(tokens, 0) and tokens[0].text.isalpha()
    if alone and has and free and lower not in ORGANISATION_WORDS | ROLES and not _adjectival(lower):
        finds.add((tokens[0].text,), "state")


def _words(tokens: Sequence[Token], start: int, end: int) -> tuple[str, ...]:
    return tuple(t.text for t in tokens[start:end])


def _lower(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""


def _is_person(tokens: Sequence[Token], start: int, end: int, named: set[int]) -> bool:
    return any(tokens[at].start in named for at in range(start, end))


def _group(tokens: Sequence[Token], start: int, end: int, named: set[int], finds: _Finds) -> bool:
    """'the Karsh Liberation Front (KLF)', 'the rebel Karsh Front', "the Sund Union's envoy"."""
    start = with_owner(tokens, start)
    span = group_by_name(tokens, start, end, state_inside=False) or group_by_acts(tokens, start, end)
    kind: PartyKind = "armed group"
    if span is None:
        span, kind = body_by_envoy(tokens, start, end), "international body"
    if span is None or _is_person(tokens, *span, named):
        return False
    party_id = _add_group(tokens, span, kind, finds)
    return bool(party_id)


def _add_group(tokens: Sequence[Token], span: tuple[int, int], kind: PartyKind, finds: _Finds) -> str:
    """The party of this name, with 'of the Plateau' where that is in it: the id is that of the name without."""
    party_id = finds.add(_words(tokens, *span), kind)
    end = of_place(tokens, span[1])
    if end > span[1]:
        finds.aliases.append(Alias(_words(tokens, span[0], end), party_id, "name"))
    _bind_acronym(tokens, end, party_id, finds)
    return party_id


def _group_with_state(tokens: Sequence[Token], start: int, end: int, known: Gazetteer, finds: _Finds) -> bool:
    """'the Sudan Liberation Movement': a group whose name has a listed state's in it, and is in no list itself."""
    start = with_owner(tokens, start)
    span = group_by_name(tokens, start, end, state_inside=True) or group_by_acts(tokens, start, end)
    if span is None or any(known.alias_length(tokens, at) >= span[1] - at for at in range(*span)):
        return False
    return bool(_add_group(tokens, span, "armed group", finds))


def _bind_acronym(tokens: Sequence[Token], end: int, party_id: str, finds: _Finds) -> None:
    acronym = acronym_behind(tokens, end)
    if acronym:
        finds.aliases.append(Alias((acronym,), party_id, "name"))


def _acronym(tokens: Sequence[Token], start: int, end: int, known: Gazetteer, finds: _Finds) -> None:
    """A listed party introduced with an acronym of its own: 'Free Aceh Movement (GAM)'."""
    found = known.alias_at(tokens, start)
    if found is not None and start + len(found.words) == end and found.kind == "name":
        _bind_acronym(tokens, end, found.party, finds)


CLERGY = word_set("abbot bishop archbishop patriarch prior abbess metropolitan cardinal")


def _see(tokens: Sequence[Token], start: int, end: int, named: set[int], finds: _Finds) -> bool:
    """'the Abbot of Orly', 'the archbishop of Orly': a churchman with his see, who speaks for no state."""
    if _lower(tokens, start - 1) != "of" or _lower(tokens, start - 2) not in CLERGY or tokens[start].start in named:
        return False
    finds.add(_words(tokens, start - 2, end), "organisation")
    return True


def _group_by_label(tokens: Sequence[Token], start: int, end: int, named: set[int], finds: _Finds) -> bool:
    """'rebel group Karsh', 'the insurgent movement known as Karsh', 'the Karsh rebels'."""
    if _is_person(tokens, start, end, named) or tokens[end - 1].lower in PRIVATE_ORGANISATIONS:
        return False
    before = start - 1
    while before >= 0 and _lower(tokens, before) in {"the", "as", "known", "called", ",", "named", "itself"}:
        before -= 1
    labelled = _lower(tokens, before) in _GROUP_NOUNS and _lower(tokens, before - 1) in LABELS
    fighters = _lower(tokens, end) in _FIGHTERS and not _adjectival(tokens[end - 1].lower)
    if not labelled and not fighters:
        return False
    party_id = finds.add(_words(tokens, start, end), "armed group")
    _bind_acronym(tokens, end, party_id, finds)
    return True


def _state_by_office(tokens: Sequence[Token], start: int, end: int, named: set[int], finds: _Finds) -> bool:
    """'President Mira Tallec of Kestria', "Kestria's foreign ministry", 'the Republic of Kestria'."""
    lowers = [t.lower for t in tokens[start:end]]
    if _is_person(tokens, start, end, named) or any(w in ORGANISATION_WORDS or w in ROLES for w in lowers):
        return False
    if end - start > 3 or not tokens[end - 1].text.replace("-", "").isalpha():
        return False
    office = end + 2 if _lower(tokens, end + 1) in {"deputy", "vice", "acting", "first", "interim"} else end + 1
    owned = end < len(tokens) and tokens[end].kind == "owner"
    portfolio = {_lower(tokens, end + 2), _lower(tokens, end + 3)} & {"minister", "ministry"}
    owns = owned and (_followed(tokens, office, _STATE_OWNED) or bool(portfolio))
    realm = _lower(tokens, start - 1) == "of" and _lower(tokens, start - 2) in _REALMS
    noun = _followed(
        tokens, end, (("government",), ("foreign", "ministry"), ("prime", "minister"))
    ) and not _adjectival(lowers[-1])
    ruled = _lower(tokens, start - 1) == "of" and _ruler_before(tokens, start - 2, named)
    if not (
        owns or realm or ruled or _has_ministers(tokens, start, end) or (noun and _lower(tokens, start - 1) == "the")
    ):
        return False
    finds.add(_words(tokens, start, end), "state")
    return True


_MINISTERS = (
    ("foreign", "minister"), ("foreign", "ministry"), ("prime", "minister"), ("defence", "minister"),
    ("defense", "minister"), ("ambassador",), ("embassy",), ("parliament",),
)  # fmt: skip


def _has_ministers(tokens: Sequence[Token], start: int, end: int) -> bool:
    """'Kestria said through its deputy foreign minister ...': the sentence's first name has a ministry of its own."""
    if start > 0 or end - start > 2 or tokens[end - 1].lower.endswith("s"):
        return False
    later = (at for at in range(end, len(tokens)) if tokens[at].lower == "its")
    return any(_followed(tokens, at + 1, _MINISTERS) or _followed(tokens, at + 2, _MINISTERS) for at in later)


def _followed(tokens: Sequence[Token], at: int, phrases: Sequence[tuple[str, ...]]) -> bool:
    return any(all(_lower(tokens, at + k) == word for k, word in enumerate(phrase)) for phrase in phrases)


def _ruler_before(tokens: Sequence[Token], at: int, named: set[int]) -> bool:
    """Whether the words up to ``at`` are a titled person ('President Mira Tallec') or 'the prime minister'."""
    first = at
    while first >= 0 and tokens[first].cap and at - first < 5:
        if tokens[first].lower in _HEADS_OF_STATE and first < at:
            return any(tokens[k].start in named for k in range(first, at + 1))
        first -= 1
    if at > 0 and tokens[at].lower in _MONARCHS | _PRINCES and _lower(tokens, at - 1) in {"the", ","}:
        return True  # 'the Margrave of Oster'
    if at >= 0 and tokens[at].text == "minister" and _lower(tokens, at + 2) not in _PORTFOLIOS:
        return True  # 'the environment minister of Kestria'
    return _lower(tokens, at) == "minister" and _lower(tokens, at - 1) in {"prime", "foreign", "defence", "defense"}


def _adjectival(word: str) -> bool:
    return len(word) >= 5 and word.endswith(_ADJECTIVE_ENDINGS) and word not in _NOT_STATES


def _adjective(tokens: Sequence[Token], start: int, end: int, named: set[int], finds: _Finds) -> bool:
    """'the Kestrian ambassador', 'Kestrian Foreign Minister Dana Orsel'."""
    word = tokens[start].text
    if not _adjectival(word.lower()) or tokens[start].start in named or "-" in word:
        return False
    following = [_lower(tokens, start + 1), _lower(tokens, start + 2)]
    if following[0] not in _STATE_OFFICES and not (following[0] in {"armed", "ruling"} and following[1] in {"forces"}):
        return False
    finds.adjectives[word] = finds.adjectives.get(word, 0) + 1
    return True


def _rebel_bodies(tokens: Sequence[Token], finds: _Finds) -> None:
    """'the rebel council': a group that the pile names by its kind only."""
    for at in range(1, len(tokens) - 1):
        if tokens[at].text in LABELS - {"armed", "militant"} and tokens[at + 1].text in _REBEL_BODIES:
            before = tokens[at - 1].lower
            follows = _lower(tokens, at + 2)
            if before == "the" and not (at + 2 < len(tokens) and tokens[at + 2].cap) and follows != "group":
                finds.add((tokens[at].text, tokens[at + 1].text), "armed group")


def _names_of_places(readings: Sequence[Reading], people: People) -> set[str]:
    """Every word with a capital that stands alone in the pile and is no person's name: what an adjective may be of."""
    rows: set[str] = set()
    for report, reading in enumerate(readings):
        inside = {m.start for m in people.mentions.get(report, ())}
        for sentence in reading.sentences:
            alone = (start for start, end in runs(sentence.tokens) if end - start == 1)
            rows |= {sentence.tokens[at].text for at in alone if sentence.tokens[at].start not in inside}
    return rows


def _base_of(adjective: str, places: set[str]) -> str | None:
    """The name in the pile of which ``adjective`` is the regular adjective: 'Kestria' for 'Kestrian'."""
    for ending in _ADJECTIVE_ENDINGS:
        if not adjective.endswith(ending):
            continue
        stem = adjective[: -len(ending)]
        for tail in ("", "ia", "a", "y", "e", "o", "land", "i"):
            if len(stem) >= 3 and stem + tail in places and stem + tail != adjective:
                return stem + tail
    longer = next((adjective + tail for tail in ("y", "ia", "a", "e", "o") if adjective + tail in places), None)
    if longer is not None:
        return longer  # 'Germany' for 'German'
    return adjective[:-1] if adjective.endswith("n") and adjective[:-1] in places else None


def _link_adjectives(finds: _Finds, people: People, places: set[str]) -> None:
    """Give each learned adjective to the state whose stem it shares, learned or named in the pile; else it is one."""
    surnames = {fold(name.split()[-1]) for name in people.by_name}
    states = [p for p in finds.parties.values() if p.kind == "state"]
    for adjective in sorted(finds.adjectives):
        if fold(adjective) in surnames:
            continue
        state = next((s for s in states if _same_stem(adjective.lower(), s.name.lower())), None)
        base = _base_of(adjective, places) if state is None else None
        if base is not None:
            party_id = finds.add((base,), "state")
            states = [p for p in finds.parties.values() if p.kind == "state"]
        elif state is None:
            party_id = slug(adjective)
            finds.parties.setdefault(party_id, Party(party_id, adjective, "state"))
        else:
            party_id = state.id
        finds.aliases.append(Alias((adjective,), party_id, "adjective"))
        if adjective.endswith(("n", "i")):
            finds.aliases.append(Alias((adjective + "s",), party_id, "people"))
    _guess_adjectives(finds, states)


def _guess_adjectives(finds: _Finds, states: Sequence[Party]) -> None:
    """The regular adjectives of learned states, so that 'a Kestrian farmer' is not missed as a name."""
    known = {a.words for a in finds.aliases}
    for state in states:
        name = state.name
        if " " in name:
            continue
        regular = name + "n" if name.endswith("a") else (name[:-1] + "ian" if name.endswith("y") else None)
        if regular and (regular,) not in known:
            finds.aliases.append(Alias((regular,), state.id, "adjective"))
            finds.aliases.append(Alias((regular + "s",), state.id, "people"))


def _regular_adjectives(finds: _Finds, readings: Sequence[Reading], known: Gazetteer) -> None:
    """'Kellish', whatever it stands before: every word of the pile that is a state's name and an ending."""
    taken = {a.words for a in finds.aliases} | {(word,) for word in known.index}
    capitals = {t.text for r in readings for s in r.sentences for t in s.tokens if t.cap and t.text.isalpha()}
    states = {p.name: p.id for p in finds.parties.values() if p.kind == "state" and " " not in p.name}
    for word in sorted(capitals):
        if (word,) in taken or word in states or word.lower() in _NOT_STATES:
            continue
        plural = word.endswith("ns")
        form = word[:-1] if plural else word
        ending = next((e for e in _ADJECTIVE_ENDINGS if form.endswith(e) and len(form) > len(e) + 2), None)
        state = ending and next((id for name, id in states.items() if form[: -len(ending)] in _stems(name)), None)
        if state:
            finds.aliases.append(Alias((word,), state, "people" if plural else "adjective"))


def _stems(name: str) -> tuple[str, ...]:
    """What an ending is put to: 'Tuvanor', 'Kestri' of 'Kestria', 'Brenn' of 'Brennland'."""
    short = name[:-4] if name.endswith("land") and len(name) > 6 else name
    return name, name.rstrip("aeiouy") or name, name[:-1], short


def _same_stem(adjective: str, name: str) -> bool:
    shared = 0
    for a, b in zip(adjective, name, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= max(SHARED_STEM, min(len(name) - 3, len(adjective) - 3))
