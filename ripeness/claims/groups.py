"""Armed groups and bodies that are in no list, learned from what a pile calls them and lets them do.

A movement is a party as much as the state that it fights, so its name must be found as surely: 'the
Karsh Liberation Front' by its words alone; 'the Karsh Front' or 'the Karsh Movement' where the pile
shows that it acts (it is called rebel, it has a spokesman or a commander, it rejects something); 'the
Karsh Army' or 'the Karsh Council' only where the pile calls it rebel or gives it fighters, as a state
has such bodies too. 'the Sund Union' with an envoy of its own is an international body.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ripeness.claims.cues import ambiguous, verb_forms
from ripeness.claims.lexicon import word_set
from ripeness.claims.model import PartyKind
from ripeness.claims.parties import INSURGENT_WORDS, MOVEMENT_ENDINGS, Alias, Gazetteer
from ripeness.claims.roles import OFFICES, TITLES
from ripeness.claims.words import Reading, Token

LABELS = word_set(
    """
    rebel insurgent militant guerrilla separatist paramilitary armed jihadist breakaway secessionist outlawed
    """
)
# Endings of a group's name whatever stands before them, if a word of _GROUP_WORDS is among it.
_ENDINGS = MOVEMENT_ENDINGS | word_set("army brigade forces fighters guard guards")
_GROUP_WORDS = INSURGENT_WORDS | word_set(
    "people's peoples national armed defence defense democratic united islamic unity homeland justice"
)
# Endings without such a word: an act, an office or a label shows the group.
_ACTING = MOVEMENT_ENDINGS - {"movement"}
# Endings that states, cities and trades have too: only a label or fighters show the group.
_SHARED = word_set("movement council union coalition alliance army forces authority command league congress")
_STATES_OWN = word_set("army forces command guard guards")
# What a state's own name leaves to an armed group of its country.
_ARMED_BY_STATE = word_set("army forces guard guards")
_BODIES = word_set("union league alliance organisation organization community confederation")
_BODY_STAFF = word_set("envoy envoys mediator mediators peacekeepers summit observers secretary-general")
# First words that make 'the Western Front', 'the City Council' or 'the Labour Movement' no armed group.
_NO_GROUP = word_set(
    """
    western eastern northern southern central home war second third first fourth fifth new polar cold warm labour
    labor women student students green civil peace national popular democratic united joint security general
    city town executive state armed special air ground land privy european trade trades
    """
)
_FIGHTING_OFFICES = word_set(
    """
    commander commanders fighters fighter gunmen guerrillas rebels insurgents militiamen warlord
    """
)
_RANKS = word_set("general gen. colonel col. captain capt. commander brigadier major lieutenant marshal")
_WAR = word_set("war fighting battle battles clashes truce ceasefire cease-fire armistice")
_COMMANDS = word_set("commands leads heads joined founded")
_LOWER_SHORTS = word_set("movement militia brigades coalition alliance")

Find = tuple[tuple[str, ...], PartyKind]


def group_by_name(tokens: Sequence[Token], start: int, end: int, state_inside: bool) -> tuple[int, int] | None:
    """The tokens of a group's name that its own words show to be one ('the Karsh Liberation Front'), or None.

    ``state_inside``: a state's name is part of it, so that 'defence' and 'national' do not suffice.
    """
    span = _named(tokens, start, end, _ENDINGS)
    if span is None:
        return None
    lowers = [t.lower for t in tokens[span[0] : span[1]]]
    ending = lowers[-1].split("-", 1)[0]
    words = INSURGENT_WORDS | {"people's"} if state_inside and ending in _ARMED_BY_STATE else _GROUP_WORDS
    if not any(word in words for word in lowers[:-1]) or (ending == "forces" and "armed" in lowers[:-1]):
        return None
    if lowers[0].endswith(("ian", "ean")) and ending in _ARMED_BY_STATE and not INSURGENT_WORDS.intersection(lowers):
        return None  # 'Aldovan National Army': the army of a state
    return span


def group_by_acts(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """The tokens of a group's name that this sentence shows to be one by label, office or act, or None."""
    span = _named(tokens, start, end, _ACTING | _SHARED)
    if span is None:
        return None
    first, last = span
    labelled = first > start or _lower(tokens, first - 1) in LABELS
    if tokens[first].lower in _NO_GROUP and not labelled:
        return None
    if labelled or _fights(tokens, first, last):
        return span if labelled or tokens[last - 1].lower not in _STATES_OWN else None
    named_whole = _lower(tokens, first - 1) == "the" or first == 0
    return span if tokens[last - 1].lower in _ACTING and named_whole and _acts(tokens, first, last) else None


_OWNERS = word_set("people peoples workers peasants farmers citizens women patriots soldiers lord martyrs")


def with_owner(tokens: Sequence[Token], start: int) -> int:
    """Where a name begins whose first words own the rest: 'Orlan Workers' |Army|', 'the People's |Front|'."""
    if start < 2 or tokens[start - 1].kind != "owner" or tokens[start - 2].lower not in _OWNERS:
        return start
    first = start - 2
    while first > 0 and tokens[first - 1].cap and tokens[first - 1].lower not in {"the", *LABELS}:
        first -= 1
    return first


def of_place(tokens: Sequence[Token], end: int) -> int:
    """Where a group's name ends that 'of' and a place go on: 'the Liberation Front |of the Plateau|'."""
    if _lower(tokens, end) != "of":
        return end
    first = end + 1 + (_lower(tokens, end + 1) == "the")
    last = first
    while last < len(tokens) and tokens[last].cap and tokens[last].lower not in OFFICES | TITLES:
        last += 1
    return last if last > first else end


def body_by_envoy(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """'the Sund Union's envoy', 'a mediator of the Sund Union': the tokens of an international body's name."""
    if end - start < 2 or tokens[end - 1].lower not in _BODIES or tokens[end - 2].kind != "word":
        return None
    if any(t.lower.endswith("s") for t in tokens[start : end - 1]) and tokens[start].lower.endswith("men's"):
        return None
    after = end + 1 if end < len(tokens) and tokens[end].kind == "owner" else end
    staff = {_lower(tokens, after), _lower(tokens, after + 1)} & _BODY_STAFF
    of_it = _lower(tokens, start - 1) == "the" and _lower(tokens, start - 2) in {"of", "for", "from"}
    return (start, end) if staff or (of_it and _lower(tokens, start - 3) in _BODY_STAFF) else None


def _named(tokens: Sequence[Token], start: int, end: int, endings: frozenset[str]) -> tuple[int, int] | None:
    """The part of a run that ends like a group's name, a label and what follows the name left out."""
    last = next(
        (
            at + 1
            for at in range(start, end)
            if tokens[at].lower.split("-", 1)[0] in endings
            and (at + 1 == end or tokens[at + 1].lower in OFFICES | TITLES)
        ),
        None,
    )
    first = start
    while last is not None and first < last and tokens[first].lower in LABELS - {"armed"}:
        first += 1
    return (first, last) if last is not None and last - first >= 2 else None


def _fights(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the sentence gives the group fighters, a commander or a war."""
    after = last + 1 if last < len(tokens) and tokens[last].kind == "owner" else last
    if {_lower(tokens, after), _lower(tokens, after + 1)} & _FIGHTING_OFFICES:
        return True
    if _lower(tokens, after) == "military" and _lower(tokens, after + 1) in {"wing", "council", "command"}:
        return True
    if _lower(tokens, first - 1) != "the":
        return False
    if _lower(tokens, first - 2) == "commands":
        return True
    if _lower(tokens, first - 2) in {"with", "against", "between"} and _lower(tokens, first - 3) in _WAR:
        return True
    if _lower(tokens, first - 2) not in {"of", "for"}:
        return False
    before = [t.lower for t in tokens[max(0, first - 6) : first - 2]]
    return bool((_FIGHTING_OFFICES | _RANKS).intersection(before))


def _acts(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the group has an office, is commanded, or speaks: what a stretch of the battlefield does not."""
    if last < len(tokens) and tokens[last].kind == "owner":
        return bool({_lower(tokens, last + k) for k in (1, 2, 3)} & (OFFICES | TITLES))
    following = _lower(tokens, last)
    form = verb_forms().get(following)
    if form is not None and form[1] == "finite" and form[2] and not ambiguous(following):
        return True
    if following in OFFICES | {"wants", "has"}:
        return True
    before = _lower(tokens, first - 2)
    offices = {_lower(tokens, first - 3), _lower(tokens, first - 4)} & OFFICES
    return before in _COMMANDS or (before in {"of", "for"} and bool(offices))


def _lower(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""


def short_names(reading: Reading, known: Gazetteer) -> Mapping[str, Alias]:
    """'Front' for the one Front that a report names in full ('the Karsh Front'); a word that fits two is left out."""
    fits: dict[str, set[str]] = {}
    for alias in _groups_in(reading, known):
        fits.setdefault(head_of_name(alias.words), set()).add(alias.party)
    shorts: dict[str, Alias] = {}
    for word, parties in fits.items():
        if len(parties) > 1:
            continue
        party = next(iter(parties))
        shorts[word] = Alias((word,), party, "name")
        if word.lower() in _LOWER_SHORTS:
            shorts[word.lower()] = Alias((word.lower(),), party, "name")
    return shorts


_SHORT_WORDS = (
    MOVEMENT_ENDINGS
    | _BODIES
    | word_set(
        """
        council union coalition alliance brigade command forum federation association congress committee guild covenant
        authority bloc court party commission chamber assembly compact pact board column group network conference
        brigades
        """
    )
)


def head_of_name(words: Sequence[str]) -> str:
    """The word by which a name can be shortened: its last, or the last before 'of' and 'for'."""
    small = next((at for at, word in enumerate(words) if at and word in ("of", "for", "against", "to")), len(words))
    return words[small - 1]


def _groups_in(reading: Reading, known: Gazetteer) -> Iterable[Alias]:
    for sentence in reading.sentences:
        for at, token in enumerate(sentence.tokens):
            if token.kind != "word" or token.text not in known.index:
                continue
            alias = known.alias_at(sentence.tokens, at)
            if alias is None or len(alias.words) < 2 or head_of_name(alias.words).lower() not in _SHORT_WORDS:
                continue
            if known.parties[alias.party].kind != "state":
                yield alias
