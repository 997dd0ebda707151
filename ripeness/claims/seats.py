"""Places and buildings that stand for a government, learned from a pile: 'Orly refused', 'the White Hall announced'.

A name is a seat where the pile says so ('Orly, the Kestrian capital'), or where it speaks or acts as places do not
and one state clearly leads among those that are named around it. Where none leads it is left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ripeness.claims.actors import HEADS, acts
from ripeness.claims.lexicon import word_set
from ripeness.claims.names import MODIFIERS, NOT_NAMES, given_names, runs
from ripeness.claims.parties import Alias, Gazetteer, Match, matches
from ripeness.claims.people import Mention, People
from ripeness.claims.roles import OUTLETS, PRIVATE_ORGANISATIONS, ROLES, TITLES
from ripeness.claims.words import Reading, Token

# Buildings in which governments sit, as last words of a name.
_BUILDINGS = word_set("house hall palace castle residence chancellery kremlin porte lodge fort citadel")
_RULING = word_set("government cabinet ministry minister leadership authorities officials delegation premier capital")
_TEXTS = word_set("readout statement communique communiqué message reply answer response envoy envoys note")
_PLACING = word_set("in at near outside around inside")
_BEFORE_SUBJECTS = word_set(
    "that and but if as while when because after before since the or whether which said says though although "
    "monday tuesday wednesday thursday friday saturday sunday yesterday today"
)
# Weights of the places where a state is named beside a name that acts: before it in its sentence or first in the
# sentence before ('Kestria protested. Orly accused ...'); elsewhere; behind its verb, where others stand
# ('Orly accused Aldova').
_AHEAD, _AROUND, _BEHIND = 2.0, 0.5, -1.0
# How much the state that leads must have, and how many times what the next one has.
LEAST, LEADING = 2.0, 1.5
# How often a name that is never told to be a place must act to be a seat.
OFTEN = 2


@dataclass(slots=True)
class _Seat:
    acts: int = 0
    places: int = 0
    people: int = 0  # places where it was taken for a person
    rules: int = 0  # 'the government in Orly'
    beside: dict[str, float] = field(default_factory=lambda: defaultdict(float))


def learn_seats(readings: Sequence[Reading], people: People, known: Gazetteer) -> Gazetteer:
    """``known`` with the seats of its states that the pile shows."""
    told: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    found: dict[tuple[str, ...], _Seat] = defaultdict(_Seat)
    frequent: Counter[str] = Counter()
    serving = states_of_people(readings, people, known)
    for index, reading in enumerate(readings):
        inside = {m.start for m in people.mentions.get(index, ())}
        earlier: list[str] = []
        paragraph = -1
        mentioned: dict[int, list[Mention]] = {}
        for mention in people.mentions.get(index, ()):
            mentioned.setdefault(mention.sentence, []).append(mention)
        for number, sentence in enumerate(reading.sentences):
            tokens = sentence.tokens
            rows = [m for m in matches(tokens, known, given_names()) if known.parties[m.party].kind == "state"]
            rows += _as_matches(tokens, mentioned.get(number, ()), serving)
            frequent.update({m.party for m in rows})
            if sentence.paragraph != paragraph:
                earlier, paragraph = [], sentence.paragraph
            for start, end in runs(tokens):
                for first, last in _names(tokens, start, end):
                    if known.alias_length(tokens, first):
                        continue
                    words = tuple(t.text for t in tokens[first:last])
                    found[words].people += tokens[first].start in inside
                    _told(tokens, first, last, words, [m for m in rows if m.last <= first or m.first >= last], told)
                    _weigh(tokens, first, last, found[words], rows, earlier)
            earlier = [m.party for m in rows] or earlier
    aliases: list[Alias] = []
    for words, parties in told.items():
        party, count = parties.most_common(1)[0]
        if count * 2 > parties.total():
            aliases.append(Alias(words, party, "seat"))
    explicit = {a.words for a in aliases}
    for words, seat in found.items():
        party = _leading(words, seat, frequent) if words not in explicit else None
        if party is not None:
            aliases.append(Alias(words, party, "seat"))
    aliases += _left_over(found, {a.words for a in aliases}, {a.party for a in aliases}, frequent)
    return known.with_parties((), aliases) if aliases else known


def _left_over(
    found: dict[tuple[str, ...], _Seat], seats: set[tuple[str, ...]], seated: set[str], frequent: Counter[str]
) -> list[Alias]:
    """The one place that acts without a state, for the one state of a pile that has no seat yet."""
    acting = [w for w, s in found.items() if w not in seats and s.acts and s.places and not s.people and not s.beside]
    states = [party for party in frequent if party not in seated]
    return [Alias(acting[0], states[0], "seat")] if len(acting) == len(states) == 1 else []


def states_of_people(readings: Sequence[Reading], people: People, known: Gazetteer) -> dict[str, str]:
    """People, by surname, whom the pile names with a state ('the Kestrian minister Dana Orsel'), and which."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for index, mentions in people.mentions.items():
        for mention in mentions:
            tokens = readings[index].sentences[mention.sentence].tokens
            at = mention.first - 1
            while at >= 0 and mention.first - at <= _OFFICE_WORDS and _of_office(tokens[at]):
                found = known.alias_at(tokens, at)
                if found is not None and at + len(found.words) < mention.first:
                    rows[mention.name[-1]][found.party] += 1
                    break
                at -= 1
            if _lower(tokens, mention.last) == "of" and mention.last + 1 < len(tokens):
                found = known.alias_at(tokens, mention.last + 1)
                if found is not None:
                    rows[mention.name[-1]][found.party] += 1
    clear = ((name, parties.most_common(1)[0], parties.total()) for name, parties in rows.items())
    return {
        name: party
        for name, (party, count), total in clear
        if count * 2 > total and known.parties[party].kind == "state"
    }


# How many words an office may have between the state and the name ('Kestrian deputy foreign minister Dana Orsel').
_OFFICE_WORDS = 5


def _of_office(token: Token) -> bool:
    return token.kind == "owner" or token.cap or token.lower in ROLES | MODIFIERS


def _as_matches(tokens: Sequence[Token], mentions: Sequence[Mention], serving: dict[str, str]) -> list[Match]:
    return [
        Match(serving[m.name[-1]], "name", m.first, m.last, m.start, m.end, False)
        for m in mentions
        if m.name[-1] in serving
    ]


def _names(tokens: Sequence[Token], start: int, end: int) -> Iterable[tuple[int, int]]:
    """The run as a place's name: not too long, no organisation's, no person's title in it."""
    lowers = [t.lower for t in tokens[start:end]]
    if end - start > 3 or any(w in HEADS | OUTLETS | TITLES or (w in PRIVATE_ORGANISATIONS) for w in lowers):
        return
    if any(w in ROLES | NOT_NAMES for w in lowers):
        return
    yield start, end


def _lower(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""


def _told(
    tokens: Sequence[Token],
    first: int,
    last: int,
    words: tuple[str, ...],
    rows: Sequence[Match],
    told: dict[tuple[str, ...], Counter[str]],
) -> None:
    """'Orly, the Kestrian capital', "Kestria's capital, Orly", 'the Kestrian government in Orly'."""
    for match in rows:
        behind = last < match.first <= last + 4 and _lower(tokens, last) == ","
        ahead = match.last <= first
        capital = "capital" in (_lower(tokens, match.last), _lower(tokens, match.last + 1))
        capital_of = _lower(tokens, match.first - 1) == "of" and _lower(tokens, match.first - 2) == "capital"
        if behind and (capital or capital_of):
            told[words][match.party] += 1
        elif ahead and first - match.last <= 4:
            between = [t.lower for t in tokens[match.last : first]]
            apposed = "capital" in between and set(between) <= {"'s", "’s", "capital", ",", "of"}
            if apposed or (between[-1:] == ["in"] and _RULING.intersection(between)):
                told[words][match.party] += 1


def _weigh(
    tokens: Sequence[Token], first: int, last: int, seat: _Seat, rows: Sequence[Match], earlier: Sequence[str]
) -> None:
    before = tokens[first - 1] if first else None
    subject = before is None or before.kind in ("mark", "quote") or before.lower in _BEFORE_SUBJECTS
    acting = subject and acts(tokens, last)
    placed = _lower(tokens, first - 1) in _PLACING
    ruled = (placed or _lower(tokens, first - 1) == "from") and bool(
        {_lower(tokens, first - k) for k in (2, 3)} & (_RULING | _TEXTS)
    )
    if last + 1 < len(tokens) and tokens[last].kind == "owner" and not placed:
        ruled = ruled or bool({_lower(tokens, last + k) for k in (1, 2)} & _TEXTS)  # "Orly's readout"
    seat.acts += acting
    seat.places += placed
    seat.rules += ruled
    if placed and first == 1 and _lower(tokens, last) == ",":
        following = [m.party for m in rows if m.first >= last]
        if following:  # 'In Orly, the Kestrian foreign minister said'
            seat.beside[following[0]] += _AHEAD - _AROUND
    if not acting and not ruled:
        for party in {m.party for m in rows}:
            seat.beside[party] += _AROUND
        return
    ahead = {m.party for m in rows if m.last <= first}
    for party in ahead:
        seat.beside[party] += _AHEAD
    for party in {m.party for m in rows} - ahead:
        seat.beside[party] += _BEHIND
    for at, party in enumerate(dict.fromkeys(earlier)):
        seat.beside[party] += _AHEAD if at == 0 else _AROUND


def _leading(words: tuple[str, ...], seat: _Seat, frequent: Counter[str]) -> str | None:
    """The state that a name which acts stands for, or None: the one named around it, for how often it is at all."""
    building = words[-1].lower() in _BUILDINGS or words[0].lower() in _BUILDINGS
    if seat.people > seat.places and not building:
        return None
    if seat.acts + seat.rules < 1 or (seat.places == 0 and not building and seat.rules == 0 and seat.acts < OFTEN):
        return None
    scores = {party: count / frequent[party] ** 0.25 for party, count in seat.beside.items()}
    ranked = sorted(scores, key=lambda party: (-scores[party], party))
    if not ranked or seat.beside[ranked[0]] < LEAST:
        return None
    if len(ranked) > 1 and scores[ranked[0]] < LEADING * scores[ranked[1]]:
        return None
    return ranked[0]
