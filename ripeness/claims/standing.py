"""Whom a speaker speaks for: a party, or nobody.

Heads of state and government, ministers, envoys, ambassadors, generals, spokespeople and officials
speak for their state, movement or body, and so do members of its parliament and officials of its
institutions; somebody whom a report names as 'of' an armed group or body speaks for it too, but never
so for a state. Local office (mayors, governors) and opposition do not. Analysts, scholars, journalists,
outlets, companies, rights groups, anybody 'former' and anybody only 'close to' somebody speak for nobody;
but a present office outweighs a former job.

Whose office it is comes from the words beside the name, here or anywhere in the pile; from 'its' or
'her' before the office where the paragraph leaves one possible owner; from the only army (ministry,
...) that the report names in full; and at last from a dated table of office holders. A place is no
employer: 'a diplomat in Khartoum' speaks for nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from ripeness.claims.bodies import (
    BY_DOMINANCE,
    FAIRLY_NEAR,
    NEAR,
    NEARER,
    Bodies,
    body_at,
    common_matches,
    institution,
    named_beside,
    near,
    of_others,
    state_of,
)
from ripeness.claims.cues import verb_forms
from ripeness.claims.descriptions import described_by
from ripeness.claims.learned import CLERGY
from ripeness.claims.lexicon import word_set
from ripeness.claims.names import given_names
from ripeness.claims.nouns import PREPOSITIONS
from ripeness.claims.officeholders import held_by, table_date
from ripeness.claims.offices import (
    COMMANDING,
    SPEAKING_FOR,
    base,
    commands,
    head_of,
    is_office,
    role_phrase,
    segments,
    serves_after,
    serves_before,
)
from ripeness.claims.parties import Gazetteer, Match, matches
from ripeness.claims.people import Mention, People
from ripeness.claims.roles import CONDITIONAL, INSTITUTIONS, PRIVATE, PRIVATE_ORGANISATIONS, ROLES, TITLES, VOIDING
from ripeness.claims.verbs import telling_forms
from ripeness.claims.words import Reading, Token
from ripeness.reports.model import Passage

Verdict = Literal["office", "private", "void", "past", "stateless", "nothing"]

# 'Mr. Tallec's spokesman's aide': how many owners are followed.
OWNERS_LIMIT = 3
# How many sentences back 'its spokesman' may look for whose spokesman.
PRONOUN_SENTENCES = 2
# Institutions of which a state at war has one, so that a bare 'army spokesman' can be settled by the report.
_STATES_INSTITUTIONS = word_set("army military navy ministry parliament government police")


@dataclass(frozen=True, slots=True)
class Standing:
    """Whom somebody speaks for: ``party`` or None, their role in the report's words, and why.

    ``unsettled`` is true for an office of which nothing says whose it is.
    """

    party: str | None
    role: str | None
    why: str
    because: tuple[Passage, ...]
    unsettled: bool = False


@dataclass(frozen=True, slots=True)
class Description:
    """What a report says somebody is: words ``start``..``end``, and what follows from them."""

    report: int
    start: int
    end: int
    verdict: Verdict
    party: str | None
    role: str | None


@dataclass(frozen=True, slots=True)
class Pile:
    """Everything that is read together: the reports as tokens, their people, and the parties that are known."""

    readings: tuple[Reading, ...]
    people: People
    known: Gazetteer
    local: tuple[Gazetteer, ...] = ()  # by report: ``known`` with the report's own short names
    settled: dict[tuple[str, int], Standing] = field(default_factory=dict, repr=False, compare=False)
    institutions: dict[tuple[int, str], str | None] = field(default_factory=dict, repr=False, compare=False)
    by_sentence: dict[int, dict[int, list[Mention]]] = field(default_factory=dict, repr=False, compare=False)
    bearers: dict[str, str | None] = field(default_factory=dict, repr=False, compare=False)  # title -> who alone has it
    bodies: Bodies = field(default_factory=Bodies, repr=False, compare=False)
    described: dict[tuple[int, int], list[Description]] = field(default_factory=dict, repr=False, compare=False)

    def names(self, report: int) -> Gazetteer:
        """The parties by the names that this report uses."""
        return self.local[report] if self.local else self.known

    def mentions_in(self, report: int, sentence: int) -> Sequence[Mention]:
        """The people whom one sentence names."""
        if report not in self.by_sentence:
            table: dict[int, list[Mention]] = {}
            for mention in self.people.mentions.get(report, ()):
                table.setdefault(mention.sentence, []).append(mention)
            self.by_sentence[report] = table
        return self.by_sentence[report].get(sentence, ())

    def passage(self, report: int, start: int, end: int) -> Passage:
        """A passage of the report with this index."""
        return self.readings[report].report.passage(start, end)


def person_standing(pile: Pile, name: str, report: int, depth: int = 0) -> Standing:
    """Whom the person ``name`` speaks for in the report with index ``report``; worked out once for each."""
    key = (name, report)
    if key not in pile.settled:
        found = _settle(pile, name, report, depth)
        if depth:
            return found
        pile.settled[key] = found
    return pile.settled[key]


def _settle(pile: Pile, name: str, report: int, depth: int) -> Standing:
    found = [d for m in pile.people.of(name) for d in descriptions(pile, m, depth)]
    here = [d for d in found if d.report == report]
    elsewhere = [d for d in found if d.report != report]
    order = ("office", "stateless", "private", "void", "past")
    roles = sorted((d for d in (*here, *elsewhere) if d.role), key=lambda d: order.index(d.verdict))
    role = roles[0].role if roles else None
    for rows, where in ((here, "the report"), (elsewhere, "another report of the pile")):
        office = next((d for d in rows if d.verdict == "office"), None)
        nobody = next((d for d in rows if d.verdict in ("private", "void")), None)
        if office is not None and not (nobody is not None and office.role is None):
            why = f"{where} gives {name} an office of {_shown(pile, office.party)}"
            return Standing(office.party, office.role or role, why, _passages(pile, [office]))
        if nobody is not None:
            kind = "a former or non-governing office" if nobody.verdict == "void" else "a private role"
            return Standing(None, nobody.role, f"{where} gives {name} {kind}", _passages(pile, [nobody]))
    return (
        _from_table(pile, name, report)
        or _by_introduction(pile, name, report, role, found)
        or _by_state(pile, name, role, [*here, *elsewhere])
        or _by_nearness(pile, name, role, [*here, *elsewhere])
        or _nobody(pile, name, role, found)
    )


# How many sentences before a name may tell the office of its bearer.
_INTRODUCED = 2


def _by_introduction(
    pile: Pile, name: str, report: int, role: str | None, found: Sequence[Description]
) -> Standing | None:
    """'Its minister said on Saturday. "..." |Brask| told reporters', 'A spokesman for Kell ... the spokesman, |Brask|'.

    An office that spoke without a name just before somebody who speaks and has none, or the same one, is his.
    """
    if any(d.verdict not in ("stateless", "nothing") for d in found):
        return None
    firsts: dict[int, Mention] = {}
    for mention in pile.people.of(name):
        firsts.setdefault(mention.report, mention)
    ordered = sorted(firsts.values(), key=lambda m: (m.report != report, m.report))
    rows = (_introduced(pile, mention, role, found) for mention in ordered)
    return next((row for row in rows if row is not None), None)


def _introduced(pile: Pile, first: Mention, role: str | None, found: Sequence[Description]) -> Standing | None:
    report = first.report
    reading = pile.readings[report]
    tokens = reading.sentences[first.sentence].tokens
    told = verb_forms()
    beside = [tokens[k].lower for k in (first.first - 1, first.last) if 0 <= k < len(tokens)]
    named = bool(role) and any(d.verdict == "stateless" and d.report == report for d in found)
    after = tokens[first.last].lower if first.last < len(tokens) else ""
    described = after in {",", "of", "from", "at", "("}
    if not named and (described or not any(told.get(word, ("", ""))[1] == "finite" for word in beside)):
        return None
    for number in range(first.sentence - 1, max(-1, first.sentence - 1 - _INTRODUCED), -1):
        office = _unnamed_office(pile, report, number, role.split()[-1].lower() if named and role else None)
        if office is not None:
            party, words = office
            why = f"the office of {_shown(pile, party)} that spoke just before, without a name"
            return Standing(party, role or words[-1].text, why, (pile.passage(report, words[0].start, words[-1].end),))
        if not named and pile.mentions_in(report, number):
            return None  # somebody else stands between
    return None


# How many words an office may take before its verb: 'a spokesman for the Hesperian League said'.
_OFFICE_WITHIN = 7


def _unnamed_office(pile: Pile, report: int, number: int, role: str | None) -> tuple[str, Sequence[Token]] | None:
    """The party and the words of an office that speaks in this sentence and has no name: 'its minister said'."""
    tokens, told = pile.readings[report].sentences[number].tokens, verb_forms()
    persons = {k for m in pile.mentions_in(report, number) for k in range(m.first, m.last)}
    for at in range(1, len(tokens)):
        if told.get(tokens[at].lower, ("", ""))[1] != "finite":
            continue
        low = at
        while low > 0 and tokens[low - 1].kind in ("word", "owner") and at - low < _OFFICE_WITHIN:
            low -= 1
        words = tokens[low:at]
        single = [t for t in words if t.text.islower() and is_office(t) and not t.lower.endswith("s")]
        first = next((k for k in range(low, at) if tokens[k] in single), at)
        served = role is not None and any(tokens[k].lower == "for" for k in range(first, at))
        if not single or (persons.intersection(range(low, at)) and not served):
            continue
        if role is not None and base(single[0]) != role:
            continue
        verdict, party, _ = judge(pile, report, words)
        if verdict == "stateless" and any(t.lower == "its" for t in words):
            party = leads(pile, report, number)
        if party is not None and verdict in ("office", "stateless"):
            return party, words
    return None


def _by_state(pile: Pile, name: str, role: str | None, found: Sequence[Description]) -> Standing | None:
    """'Jano Brask, the finance minister': the state whose finance minister he must be.

    First the state that is named around him far more than others; else the one whose such office it is by the pile,
    unless another one is nearer to him.
    """
    nearest: list[tuple[str, float]] | None = None
    for each in found:
        if each.verdict != "stateless":
            continue
        reading = pile.readings[each.report]
        sentence = reading.sentences[reading.sentence_at(each.start)]
        tokens = [t for t in sentence.tokens if each.start <= t.start < each.end]
        settled = state_of(pile.bodies, each.report, tokens, each.start, name)
        held = [own for own in (institution(tokens, at) for at in range(len(tokens))) if own]
        if not held and settled is None:
            continue
        if nearest is None:
            nearest = near(pile.bodies, pile.readings, pile.people.of(name)) if pile.bodies.home is None else []
            others = of_others(pile.bodies, held, name)
            nearest = [row for row in nearest if row[0] not in others]
        if nearest and nearest[0][1] >= NEAR and (len(nearest) == 1 or nearest[0][1] >= NEARER * nearest[1][1]):
            settled = nearest[0][0], "it is the state that is named most around this person"
        elif settled is not None and settled[1] == BY_DOMINANCE and not (nearest and nearest[0][1] >= FAIRLY_NEAR):
            continue
        other = bool(nearest) and nearest[0][0] != settled[0] if settled is not None and nearest else False
        if settled is None or (other and nearest and nearest[0][1] >= FAIRLY_NEAR and settled[0] in pile.bodies.often):
            continue
        why = f"an office without its state, taken for one of {_shown(pile, settled[0])}: {settled[1]}"
        return Standing(settled[0], role, why, _passages(pile, [each]))
    return None


def _by_nearness(pile: Pile, name: str, role: str | None, found: Sequence[Description]) -> Standing | None:
    """'Jano Brask, the commander', "Brask's fighters": the party that is named around him far more than others."""
    stateless = next((d for d in found if d.verdict == "stateless"), None)
    if stateless is None or pile.bodies.home is not None:
        return None
    nearest = named_beside(pile.bodies, pile.readings, pile.people.of(name))
    if any(_of_states(pile, d) for d in found):
        nearest = [row for row in nearest if pile.known.parties[row[0]].kind == "state"]
    if not nearest or nearest[0][1] < NEAR or (len(nearest) > 1 and nearest[0][1] < NEARER * nearest[1][1]):
        return None
    why = f"an office, taken for one of {_shown(pile, nearest[0][0])}: it is named most around this person"
    return Standing(nearest[0][0], role, why, _passages(pile, [stateless]))


def _of_states(pile: Pile, found: Description) -> bool:
    """Whether a description has what only a state has: 'the army's spokesman', 'finance minister'."""
    sentence = pile.readings[found.report].sentences[pile.readings[found.report].sentence_at(found.start)]
    tokens = [t for t in sentence.tokens if found.start <= t.start < found.end]
    return any(institution(tokens, at) for at in range(len(tokens)))


# Who has these of his own leads some side: "Brask's fighters", "Ms. Orsel's delegation".
_LED = word_set(
    "fighters men gunmen troops forces soldiers guns dragoons delegation delegates movement army party faction team "
    "negotiators commanders officers followers camp government cabinet rebels militia regiment guerrillas insurgents"
)


def _nobody(pile: Pile, name: str, role: str | None, found: Sequence[Description]) -> Standing:
    stateless = [d for d in found if d.verdict == "stateless"]
    if stateless:
        return Standing(
            None,
            role,
            f"{name} has an office, but no report says of which state or body",
            _passages(pile, stateless[:1]),
            unsettled=True,
        )
    return Standing(None, role, f"no report gives {name} an office of a state or body", ())


def _shown(pile: Pile, party: str | None) -> str:
    return pile.known.parties[party].name if party else "no party"


def _passages(pile: Pile, rows: Sequence[Description]) -> tuple[Passage, ...]:
    return tuple(pile.passage(d.report, d.start, d.end) for d in rows)


def _from_table(pile: Pile, name: str, report: int) -> Standing | None:
    """The dated table of office holders, for a report inside the term (or undated: those of the table's own date)."""
    published = pile.readings[report].report.published
    day = published.value if published is not None and published.value[:4].isdigit() else None
    holder = held_by(name, day)
    if holder is None:
        return None
    known = f"of {day[:10]}" if day else f"undated, so the holders of {table_date()} are taken"
    term = f"from {holder.begins}" + (f" until {holder.ends}" if holder.ends else "")
    why = f"table of office holders: {holder.name}, {holder.office}, {term} (the report is {known})"
    return Standing(holder.party, holder.office, why, ())


def descriptions(pile: Pile, mention: Mention, depth: int = 0) -> list[Description]:
    """What the words beside one mention of a person say about their office: before it, 'of X', and apposed."""
    key = (mention.report, mention.start)
    if key in pile.described:
        return pile.described[key]
    rows = _descriptions(pile, mention, depth)
    if not depth:
        pile.described[key] = rows
    return rows


def _descriptions(pile: Pile, mention: Mention, depth: int) -> list[Description]:
    tokens = pile.readings[mention.report].sentences[mention.sentence].tokens
    beside = pile.mentions_in(mention.report, mention.sentence)
    rows: list[Description] = []
    for left, right in described_by(tokens, mention, beside):
        words = tokens[left:right]
        verdict, party, role = judge(pile, mention.report, words, depth, skip=mention)
        if verdict == "stateless" and party is None:
            party = _of_pronoun(pile, mention, _owning(words), depth) or _by_institution(pile, mention.report, words)
            verdict = "office" if party else verdict
        elif verdict == "nothing" and words[0].lower == "who" and _owning(words) is not words[0]:
            party = _of_pronoun(pile, mention, _owning(words), depth)
            verdict = "office" if party else verdict
        if verdict in ("office", "stateless") and _passes_by(words, role):
            verdict, party, role = "nothing", None, None
        rows.append(Description(mention.report, words[0].start, words[-1].end, verdict, party, role))
    after = tokens[mention.last + 1 : mention.last + 3]
    if mention.owns and any(t.lower in _LED for t in after):
        rows.append(Description(mention.report, mention.start, after[-1].end, "stateless", None, None))
    return rows


def _passes_by(words: Sequence[Token], role: str | None) -> bool:
    """'(Orsel,) who surfaced at the embassy': an institution at which somebody was seen is no office of theirs."""
    if words[0].lower != "who" or len(words) < 3 or role is None or role.split()[-1].lower() not in INSTITUTIONS:
        return False
    at = next((k for k, t in enumerate(words) if base(t) == role.split()[-1].lower()), 0)
    before = next((words[k].lower for k in range(at - 1, 0, -1) if words[k].lower in PREPOSITIONS), "")
    doing = words[1].text.islower() and words[1].lower not in COMMANDING | SPEAKING_FOR | _HOLDS_OFFICE
    return doing and before in _BEING_THERE


_BEING_THERE = word_set("at in near outside inside from to into with against")
_HOLDS_OFFICE = word_set("is was has had runs ran serves served acts acted rules ruled governs works became")


def _owning(words: Sequence[Token]) -> Token:
    """The pronoun that owns an office: the first word ('its spokesman'), or that of 'who leads its wing'."""
    for before, token in pairwise(words):
        if before.lower in COMMANDING | SPEAKING_FOR and token.lower in {"its", "their", "his", "her", "it", "them"}:
            return token
    return words[0]


def judge(
    pile: Pile, report: int, tokens: Sequence[Token], depth: int = 0, skip: Mention | None = None
) -> tuple[Verdict, str | None, str | None]:
    """What a description says: (verdict, party, role). Segments joined by 'and', 'who', 'now' are judged apart."""
    verdicts = [_judge_segment(pile, report, part, depth, skip) for part in segments(tokens)]
    for wanted in ("now", "office", "private", "void", "stateless", "past"):
        for now, verdict, party, role in verdicts:
            if wanted == "now" and now and verdict in ("private", "office"):
                return verdict, party, role
            if verdict == wanted:
                return verdict, party, role
    return "nothing", None, None


def _judge_segment(
    pile: Pile, report: int, part: tuple[bool, Sequence[Token]], depth: int, skip: Mention | None
) -> tuple[bool, Verdict, str | None, str | None]:
    now, tokens = part
    if tokens[0].lower in _LEAVING:
        return now, "nothing", None, None
    known = pile.names(report)
    parties = matches(tokens, known, given_names())
    common = common_matches(pile.bodies, report, tokens, parties)
    named = {k for m in parties if len(known.parties[m.party].name.split()) > 1 for k in range(m.first, m.last)}
    named |= {m.first for m in common}
    parties = sorted([*parties, *common], key=lambda m: m.first)
    roles = [
        t
        for at, t in enumerate(tokens)
        if t.kind == "word" and base(t) in ROLES and at not in named and not _within(t, skip)
    ]
    commanded = commands(tokens, parties)
    if commanded is not None:
        return now, "office", commanded.party, None
    void = any(t.lower in VOIDING or t.lower.startswith("ex-") for t in tokens if t.kind == "word")
    offices = [t for t in roles if is_office(t) or (pile.bodies.towns and base(t) in _TOWN_OFFICES)]
    private = next((t for t in roles if base(t) in PRIVATE), None)
    if private is not None and base(private) in _STAFF and not void:
        served = _served(pile, report, tokens, private, parties)
        if served is not None:
            return now, "office", served, role_phrase(tokens, private, parties)
        if base(private) in {"executive", "ceo"} and not any(
            t.cap and t.lower in PRIVATE_ORGANISATIONS for t in tokens
        ):
            return now, "stateless", None, role_phrase(tokens, private, parties)
    if private is not None and _tells(tokens):
        return now, "nothing", None, None
    if private is not None:
        head = head_of(tokens, roles)
        head = head if is_office(head) or base(head) in PRIVATE else private
        return now, "past" if void and private == head else "private", None, role_phrase(tokens, head, parties)
    if not offices and any(t.cap and t.lower in {"judge", "justice"} for t in roles):
        courts = pile.bodies.called.get("court", ())
        court = pile.bodies.last_named(report, tokens[0].start, courts) if courts else None
        if court is not None:
            return now, "office", court, role_phrase(tokens, roles[0], parties)
    see = next((m.party for m in parties if tokens[m.first].lower in CLERGY and m.last - m.first > 1), None)
    if not offices and see is not None:
        return now, "office", see, None
    if not offices and any(t.lower == "power" and institution(tokens, k) for k, t in enumerate(tokens)):
        return now, "stateless", None, None
    if not offices:
        return now, *_member(known, parties, skip, tokens)
    head = head_of(tokens, offices)
    role = role_phrase(tokens, head, parties)
    if void and pile.bodies.towns and base(head) in _TOWN_OFFICES and not any(t.lower in _PAST for t in tokens):
        named_town = next((m.party for m in parties if m.party in pile.bodies.towns), None)
        town = named_town or pile.bodies.last_named(report, tokens[0].start, pile.bodies.towns)
        if town is not None:
            return now, "office", town, role
    if void:
        opposing = any(t.lower == "opposition" for t in tokens) and not any(t.lower in _PAST for t in tokens)
        served = _served(pile, report, tokens, head, parties) if opposing else None
        return (now, "office", served, role) if served is not None else (now, "void", None, role)
    outside = (t for at, t in enumerate(tokens) if at not in named)
    if base(head) in CONDITIONAL and any(t.cap and t.lower in PRIVATE_ORGANISATIONS for t in outside):
        return now, "private", None, role
    party = _party_of(pile, report, tokens, head, depth, skip)
    if party is None and pile.bodies.towns and base(head) in _TOWN_OFFICES - {"governor"}:
        party = pile.bodies.last_named(report, tokens[0].start, pile.bodies.towns)
    return now, ("office" if party else "stateless"), party, role


_TOWN_OFFICES = word_set("mayor burgomaster governor syndic")
_PARTICIPLES = VOIDING | word_set("retired based trusted veteran-turned exiled self-employed elected appointed")


def _tells(tokens: Sequence[Token]) -> bool:
    """'(who) refused observers': what somebody does to others is no description of theirs."""
    first = tokens[0].lower
    return first in telling_forms() and first not in ROLES | _PARTICIPLES and not tokens[0].cap


# '(who) left the president's staff': what somebody did is no office.
_LEAVING = word_set("left leaves quit quits resigned served worked joined met visited succeeded replaced")
# Private callings that speak for the organisation that employs them.
_STAFF = word_set("executive ceo manager lawyer attorney owner founder headline")
_PAST = word_set("former formerly ex retired late onetime one-time erstwhile ousted deposed disgraced previously")


def _served(pile: Pile, report: int, tokens: Sequence[Token], head: Token, parties: Sequence[Match]) -> str | None:
    """The organisation (no state) that an office or calling is of: "Halvard's chief executive", 'leader of Concord'."""
    known = pile.names(report)
    rows = [m for m in parties if known.parties[m.party].kind != "state"]
    before = [m for m in rows if m.end <= head.start and serves_before(tokens, m, known)]
    after = [m for m in rows if m.start >= head.end and serves_after(tokens, m, head, known)]
    chosen = (before[-1:] or after[:1] or [None])[0]
    return chosen.party if chosen is not None else None


def _member(
    known: Gazetteer, parties: Sequence[Match], skip: Mention | None, tokens: Sequence[Token]
) -> tuple[Verdict, str | None, None]:
    """'Dana Orsel of the Karsh Front': named as one of an armed group or body, without an office; never of a state.

    But "Kestria's Orsel" speaks for Kestria.
    """
    owner = next((k for k, t in enumerate(tokens[:-1]) if t.kind == "owner"), None)
    if skip is not None and owner is not None and tokens[owner + 1].start == skip.start:
        state = next((m.party for m in parties if m.last == owner and m.kind in ("name", "seat")), None)
        if state is not None:
            return "office", state, None
    named = next((t for t in tokens if t.lower not in TITLES), None)
    if skip is None or named is None or not skip.start <= named.start < skip.end:
        return "nothing", None, None
    group = next((m.party for m in parties if known.parties[m.party].kind != "state" and m.kind == "name"), None)
    return ("office", group, None) if group else ("nothing", None, None)


def _within(token: Token, mention: Mention | None) -> bool:
    return mention is not None and mention.start <= token.start < mention.end


def _party_of(
    pile: Pile, report: int, tokens: Sequence[Token], head: Token, depth: int, skip: Mention | None
) -> str | None:
    """The party that the office ``head`` is of: an adjective, an owner, a seat, or 'of X'."""
    owned = _owner_party(pile, report, tokens, head, depth, skip)
    if owned is not None:
        return owned
    known = pile.names(report)
    found = matches(tokens, known, given_names())
    found = sorted([*found, *common_matches(pile.bodies, report, tokens, found)], key=lambda m: m.first)
    before = [m for m in found if m.end <= head.start and serves_before(tokens, m, known)]
    after = [m for m in found if m.start >= head.end and serves_after(tokens, m, head, known)]
    chosen = (before[-1:] or after[:1] or [None])[0]
    return chosen.party if chosen is not None else None


def _owner_party(
    pile: Pile, report: int, tokens: Sequence[Token], head: Token, depth: int, skip: Mention | None
) -> str | None:
    """'Mr. Tallec's spokesman', 'the Tallec administration', 'a spokesman for Mr. Tallec'."""
    if depth >= OWNERS_LIMIT:
        return None
    inside = {t.start: at for at, t in enumerate(tokens)}
    for mention in pile.people.mentions[report]:
        if mention.start not in inside or (skip is not None and mention.start == skip.start):
            continue
        after = inside[mention.start] + len(mention.name)
        following = tokens[after].lower if after < len(tokens) else ""
        titled = inside[mention.start]
        while titled and tokens[titled - 1].cap and tokens[titled - 1].lower in TITLES:
            titled -= 1
        titles = inside[mention.start] - titled
        before = tokens[titled - 1].lower if titled else ""
        before = tokens[titled].lower if titles and before not in {"for", "to", "of"} else before
        serving = before in {"for", "to", "of", "mr.", "ms.", "mrs.", "president"} and mention.start > head.start
        if mention.owns or following in {"administration", "government", "team"} or serving:
            name = pile.people.named_at(report, mention.start)
            if name is not None:
                return person_standing(pile, name, report, depth + 1).party
    return None


def _of_pronoun(pile: Pile, mention: Mention, first: Token, depth: int) -> str | None:
    """'its spokeswoman', 'her interior minister': the one party or person that the paragraph named before."""
    if first.lower not in {"its", "his", "her", "their", "it", "them"}:
        return None
    reading = pile.readings[mention.report]
    here = reading.sentences[mention.sentence]
    near = [
        n
        for n in range(max(0, mention.sentence - PRONOUN_SENTENCES), mention.sentence + 1)
        if reading.sentences[n].paragraph == here.paragraph
    ]
    if first.lower in {"its", "their", "it", "them"}:
        for n in reversed(near):
            named = _named_before(pile, mention.report, n, first.start)
            if named:
                lead = leads(pile, mention.report, n)
                return lead if lead in named else named.pop() if len(named) == 1 else None
        return None
    wanted = "f" if first.lower == "her" else "m"
    own = pile.people.named_at(mention.report, mention.start)
    earlier = (m for n in near for m in pile.mentions_in(mention.report, n) if m.start < first.start)
    people = {pile.people.named_at(mention.report, m.start) for m in earlier}
    fitting = [p for p in people if p and p != own and pile.people.genders.get(p, wanted) == wanted]
    if len(fitting) != 1 or depth >= OWNERS_LIMIT:
        return None
    return person_standing(pile, fitting[0], mention.report, depth + 1).party


def _named_before(pile: Pile, report: int, sentence: int, offset: int) -> set[str]:
    """The parties that a sentence names before ``offset``."""
    tokens = pile.readings[report].sentences[sentence].tokens
    found = matches(tokens, pile.names(report), given_names())
    found += common_matches(pile.bodies, report, tokens, found)
    return {m.party for m in found if m.start < offset and not m.place and (m.kind != "adjective" or _body(tokens, m))}


def _body(tokens: Sequence[Token], match: Match) -> bool:
    """'the Kestrian delegation': what stands for its state."""
    return match.last < len(tokens) and tokens[match.last].lower in INSTITUTIONS


def leads(pile: Pile, report: int, sentence: int) -> str | None:
    """The party that a sentence begins with: its subject, whom 'its' in the next sentence means."""
    tokens = pile.readings[report].sentences[sentence].tokens
    at = 1 if tokens[0].lower == "the" and len(tokens) > 1 else 0
    found = pile.names(report).alias_at(tokens, at)
    bodily = found is not None and at + len(found.words) < len(tokens)
    if found is not None and found.kind == "adjective" and bodily:
        return found.party if tokens[at + len(found.words)].lower in INSTITUTIONS else None
    if found is not None and found.kind in ("name", "seat"):
        behind = at + len(found.words)
        return found.party if behind < len(tokens) and tokens[behind].kind != "owner" else None
    return body_at(pile.bodies, report, tokens, at)


def _by_institution(pile: Pile, report: int, tokens: Sequence[Token]) -> str | None:
    """'army spokesman': the state of the only army that the report names in full."""
    at = next((k for k, t in enumerate(tokens) if t.lower in _STATES_INSTITUTIONS), None)
    if at is None:
        return None
    prepositions = [k for k in range(at) if tokens[k].lower in PREPOSITIONS]
    of_it = len(prepositions) == 1 and tokens[prepositions[0]].lower in {"of", "for"} and at - prepositions[0] <= 3
    return institution_party(pile, report, tokens[at].lower) if of_it or not prepositions else None


def institution_party(pile: Pile, report: int, word: str) -> str | None:
    """The party of every institution ``word`` that the report names in full ('the Kestrian army'), if it is one."""
    key = (report, word)
    if key not in pile.institutions:
        found: set[str] = set()
        words = {"ministry", "minister"} if word == "ministry" else {word}
        for sentence in pile.readings[report].sentences:
            tokens = sentence.tokens
            if not any(t.lower in words for t in tokens):
                continue
            for match in matches(tokens, pile.names(report), given_names()):
                owner = match.last < len(tokens) and tokens[match.last].kind == "owner"
                following = [t.lower for t in tokens[match.last : match.last + 3] if t.kind == "word"]
                before = [t.lower for t in tokens[max(0, match.first - 3) : match.first]]
                of_it = before[-1:] == ["of"] and before[-2:-1] and before[-2] in words
                if of_it and not match.place:
                    found.add(match.party)
                if words.intersection(following) and (owner or match.kind == "adjective"):
                    found.add(match.party)
        pile.institutions[key] = found.pop() if len(found) == 1 else None
    return pile.institutions[key]


def phrase_standing(pile: Pile, report: int, tokens: Sequence[Token]) -> Standing:
    """Whom an unnamed speaker or an institution speaks for, by its own words ('a senior Aldovan official')."""
    passages = (pile.passage(report, tokens[0].start, tokens[-1].end),)
    direct = named_itself(pile.names(report), tokens)
    if direct is not None:
        return Standing(direct, None, f"the words name {_shown(pile, direct)} itself", passages)
    body = body_at(pile.bodies, report, tokens, len(tokens) - 1)
    if body is not None:
        why = f"{tokens[-1].lower} is what the report last named so: {_shown(pile, body)}"
        return Standing(body, None, why, passages)
    led = _led_by(pile, report, tokens)
    if led is not None:
        return Standing(led, None, f"the people of somebody who speaks for {_shown(pile, led)}", passages)
    verdict, party, role = judge(pile, report, tokens)
    settled = _by_institution(pile, report, tokens) if verdict == "stateless" else None
    if settled is not None:
        why = f"the only such institution that the report names in full is of {_shown(pile, settled)}"
        return Standing(settled, role, why, passages)
    if verdict == "stateless" and not _elsewhere(pile.names(report), tokens):
        taken = state_of(pile.bodies, report, tokens, tokens[0].start)
        if taken is not None:
            why = f"an office without its state, taken for one of {_shown(pile, taken[0])}: {taken[1]}"
            return Standing(taken[0], role, why, passages)
    if verdict == "office":
        return Standing(party, role, f"an office or institution of {_shown(pile, party)}", passages)
    if verdict == "private":
        return Standing(None, role, "a private person, expert, outlet or organisation speaks for nobody", passages)
    if verdict == "void":
        return Standing(None, role, "a former, local or opposition office speaks for nobody here", passages)
    if verdict == "stateless":
        return Standing(None, role, "an office, but the words do not say of which state or body", passages, True)
    return Standing(None, None, "the words name no office of a state or body", passages)


def _led_by(pile: Pile, report: int, tokens: Sequence[Token]) -> str | None:
    """ "Brask's people", "the Count's secretary": whom the owner speaks for."""
    owner = len(tokens) - 2
    if owner < 1 or tokens[owner].kind != "owner" or tokens[-1].lower not in _LED | _HOUSEHOLD:
        return None
    mention = next((m for m in pile.people.mentions[report] if m.end == tokens[owner - 1].end), None)
    name = pile.people.named_at(report, mention.start) if mention is not None else None
    return person_standing(pile, name, report, 1).party if name else None


_HOUSEHOLD = word_set(
    "people secretary trumpeter herald page side aides lawyers staff envoy federation party union office"
)


def _elsewhere(known: Gazetteer, tokens: Sequence[Token]) -> bool:
    """'The government in Orly', where nothing says whose Orly is: then it is not the one that the report speaks of."""
    return any(
        a.lower == "in" and b.cap and not known.alias_length(tokens, at + 1)
        for at, (a, b) in enumerate(pairwise(tokens))
    )


def named_itself(known: Gazetteer, tokens: Sequence[Token]) -> str | None:
    """The party that the phrase simply is: 'the Kremlin', 'Aldova', 'the Karsh Liberation Front', 'the Front'."""
    article = tokens[0].lower == "the" and len(tokens) > 1
    first = 1 if article and known.alias_length(tokens, 0) != len(tokens) else 0
    found = known.alias_at(tokens, first)
    whole = found is not None and first + len(found.words) == len(tokens)
    return found.party if found is not None and whole and found.kind != "adjective" else None
