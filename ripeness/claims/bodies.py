"""Whose 'the union', 'the company', 'the army' and 'the prime minister' are, where no name stands beside them.

A body without its name is that party which can be called so: a union is the one that the report named last among those
that are unions, an army that of the only state of which the pile ever names an army. The pile is counted once; every
answer says by which of these rules it came.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ripeness.claims.actors import HEADS, LABEL_NOUNS, head_word
from ripeness.claims.lexicon import word_set
from ripeness.claims.model import Party, PartyKind
from ripeness.claims.names import given_names
from ripeness.claims.parties import Alias, Gazetteer, Match, matches
from ripeness.claims.people import Mention, People
from ripeness.claims.seats import states_of_people
from ripeness.claims.words import Reading, Token

# What a state has, and so what may stand for it: 'the government', 'the finance minister'.
STATES_OWN = word_set(
    """
    government governments cabinet army military navy parliament ministry ministries minister ministers premier
    chancellor police troops soldiers forces presidency king queen president lawmakers monarch treasury chancellery
    throne crown gendarmerie admiralty fleet senate junta generals rulers prince princess duke elector sultan emir
    emperor empress tsar shah
    """
)
_PORTFOLIO = word_set(
    "prime foreign defence defense finance interior labour labor health justice energy trade economy transport "
    "education environment information agriculture culture home"
)
# Several words for one institution.
_SAME = {
    "ministers": "minister", "ministries": "ministry", "governments": "government", "premier": "prime minister",
    "troops": "army", "soldiers": "army", "military": "army", "forces": "army", "presidency": "president",
    "defense minister": "defence minister", "defense ministry": "defence ministry", "labor minister": "labour minister",
    "labor ministry": "labour ministry", "king": "monarch", "queen": "monarch", "throne": "monarch", "crown": "monarch",
    "junta": "government", "generals": "government", "rulers": "government", "prince": "monarch", "duke": "monarch",
    "elector": "monarch", "sultan": "monarch", "emir": "monarch", "emperor": "monarch", "tsar": "monarch",
    "shah": "monarch",
}  # fmt: skip
_GROUP_NOUNS = word_set(
    "movement group rebels insurgents guerrillas militia militants fighters organisation organization"
)
_NOUNS_BY_KIND: Mapping[PartyKind, frozenset[str]] = {
    "armed group": _GROUP_NOUNS,
    "alliance": word_set("alliance bloc coalition"),
}
_COMPANY_WORDS = word_set(
    "company operator firm employer employers management carrier shipowner owner airline corporation conglomerate"
)
# Words in the name of a body of states: 'the bloc'.
_OF_STATES = word_set("states nations countries community")
_LABELS = word_set("movement group network militia brigade forum guild committee")
_COMPANY_STAFF = word_set("executive ceo shareholders shares share profits customers turnover investors subsidiary")
# Nouns for an organisation of which nothing else says what it is.
_LOOSE = word_set("agency charity operator firm company organisation organization")
_OPENING = word_set("the a an this of and")
# Words before a body's noun that make it another one than that which was named.
_OTHER = word_set("other another rival smaller second former new foreign own opposing both each every any no")
# What share of the places where the pile says whose an institution is must say the same.
CLEAR_SHARE = 0.75
# Or how often at least, if no other is named half as often.
OFTEN = 2


@dataclass(slots=True)
class Bodies:
    """The counts of a pile: which parties each report names where, and whose institutions it tells of."""

    named: list[list[tuple[int, str]]] = field(default_factory=list)  # by report: (offset, party) in order
    explicit: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))  # institution -> whose
    holders: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))  # (party, office) -> who
    called: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # noun -> parties that are such
    kinds: dict[str, PartyKind] = field(default_factory=dict)
    spoken_of: list[list[frozenset[str]]] = field(default_factory=list)  # by report and sentence: the states named
    often: Counter[str] = field(default_factory=Counter)  # in how many sentences a state is named
    frequent: Counter[str] = field(default_factory=Counter)  # as ``often``, of all parties
    between: Counter[str] = field(default_factory=Counter)  # how often a party is named beside words of mediation
    bare: int = 0  # how often a government, ministry or minister stands without a state
    towns: set[str] = field(default_factory=set)  # places with a council or garrison that act for themselves
    unclassed: set[str] = field(default_factory=set)  # organisations of which nothing says what they are
    home: str | None = None  # the state that is never named, in a pile about one country's affairs

    def states(self) -> Counter[str]:
        """States whose institutions the pile tells of, and how often."""
        rows: Counter[str] = Counter()
        for counts in self.explicit.values():
            rows.update(counts)
        return Counter({p: n for p, n in rows.items() if self.kinds.get(p) == "state"})

    def third(self, party: str) -> bool:
        """Whether the pile speaks of the party as one that stands between others: a mediator, a host."""
        named = self.frequent[party]
        return bool(named) and self.between[party] >= THIRD * named

    def last_named(self, report: int, offset: int, among: Iterable[str]) -> str | None:
        """The party of ``among`` that the report named last before ``offset``, else the first that it names after."""
        wanted = frozenset(among)
        rows = self.named[report]
        at = bisect_left(rows, (offset, ""))
        before = next((party for _, party in reversed(rows[:at]) if party in wanted), None)
        return before or next((party for _, party in rows[at:] if party in wanted), None)


# Words beside which a third party is named, and how near they must stand.
_MEDIATING = word_set(
    "mediator mediators mediate mediates mediated mediating mediation broker brokers brokered brokering host hosts "
    "hosted hosting chair chairs chaired chairing chairman chairwoman chairmanship shuttle shuttles shuttled "
    "facilitator facilitators facilitate facilitated facilitating intermediary intermediaries go-between conciliator"
)
_BESIDE = 6
# A party is a third one if so large a share of the places where it is named tell of mediation.
THIRD = 0.2


# The id and the name of the state that a pile about one country's affairs never names.
HOME = "the-government"
# How often such a pile speaks of a government or minister at least, and of another state's at most, as a share.
BARE, FOREIGN_SHARE = 3, 0.15
_HOME_WORDS = word_set("government cabinet minister ministry parliament police premier")


def home_is_unnamed(found: Bodies) -> bool:
    """Whether the pile is about the affairs of one country that its reports take for granted: a strike, a coalition."""
    return found.bare >= BARE and found.states().total() <= FOREIGN_SHARE * found.bare


def with_home(known: Gazetteer) -> Gazetteer:
    """``known`` with 'the government' as a party of its own."""
    return known.with_parties([Party(HOME, "the government", "state")], [Alias(("government",), HOME, "name")])


def bodies(
    readings: Sequence[Reading], people: People, locals_: Sequence[Gazetteer], home: str | None = None
) -> Bodies:
    """Count a pile; ``locals_`` are the parties by the names that each report uses.

    People whom the pile names with a state ('the Kestrian minister Dana Orsel') count as places where it is named.
    """
    found = Bodies(home=home)
    companies: Counter[str] = Counter()
    organisations: set[str] = set()
    serving = states_of_people(readings, people, locals_[0]) if locals_ else {}
    for index, (reading, known) in enumerate(zip(readings, locals_, strict=True)):
        rows: list[tuple[int, str]] = []
        states: list[frozenset[str]] = []
        inside: dict[int, list[Mention]] = defaultdict(list)
        for mention in people.mentions.get(index, ()):
            inside[mention.sentence].append(mention)
        for number, sentence in enumerate(reading.sentences):
            before = len(rows)
            persons = [(m.first, m.last, people.named_at(index, m.start) or "") for m in inside.get(number, ())]
            found.bare += sum(token.lower in _HOME_WORDS for token in sentence.tokens)
            for match in matches(sentence.tokens, known, given_names()):
                kind = known.parties[match.party].kind
                found.kinds[match.party] = kind
                if match.place:
                    continue
                rows.append((match.start, match.party))
                _envoys(sentence.tokens, match, found)
                around = sentence.tokens[max(0, match.first - _BESIDE) : match.last + _BESIDE]
                sides = any(
                    token.lower == "between" for token in sentence.tokens[max(0, match.first - 4) : match.first]
                )
                found.between[match.party] += not sides and any(token.lower in _MEDIATING for token in around)
                if kind == "state":
                    _own(sentence.tokens, match, found, persons)
                else:
                    organisations.add(match.party)
                    _calls(sentence.tokens, match, found, companies)
            states.append(frozenset(party for _, party in rows[before:] if found.kinds[party] == "state"))
            found.often.update(states[-1])
            found.frequent.update({party for _, party in rows[before:]})
        found.spoken_of.append(states)
        rows += [(m.start, serving[m.name[-1]]) for m in people.mentions.get(index, ()) if m.name[-1] in serving]
        found.named.append(sorted(rows))
    _by_name(locals_[0] if locals_ else None, organisations, found, companies)
    _besiegers(found)
    return found


_BESIEGING = word_set("besiegers")
_HERALDS = word_set("herald heralds trumpeter trumpeters drummer")


def _besiegers(found: Bodies) -> None:
    """In a pile about a town with a garrison, the besiegers are of the state that it speaks of most."""
    if found.towns and found.often:
        state = min(found.often, key=lambda party: (-found.often[party], party))
        for word in _BESIEGING:
            found.called[word].add(state)


_BEFORE_PRESIDENT = word_set("the a an its their our vice deputy acting interim then new by from to with and of that")


# 'who seized power': somebody who rules the state.
_GAINING = word_set("seized took takes seize held holds assumed")


def institution(tokens: Sequence[Token], at: int) -> str:
    """The institution that the word at ``at`` names, with its portfolio: 'finance minister', 'army'; '' if none."""
    word = tokens[at].lower
    if word == "power" and at and tokens[at - 1].lower in _GAINING:
        return "government"
    if word not in STATES_OWN:
        return ""
    if (
        tokens[at].text == "president"
        and at
        and tokens[at - 1].text.islower()
        and tokens[at - 1].lower not in _BEFORE_PRESIDENT
    ):
        return ""  # 'the conference president', "the union's president"
    word = _SAME.get(word, word) if word not in ("minister", "ministry") else word
    before = tokens[at - 1].lower if at else ""
    if word in ("minister", "ministry") and before in _PORTFOLIO:
        joined = f"{before} {word}"
        return _SAME.get(joined, joined)
    return word


def _own(tokens: Sequence[Token], match: Match, found: Bodies, people: Sequence[tuple[int, int, str]]) -> None:
    """Note the institutions that a state is said to have: 'the Kestrian army', "Kestria's finance minister".

    And who holds such an office: 'President |Mira Tallec| of Kestria', "Kestria's president, |Mira Tallec|".
    """
    owner = match.last < len(tokens) and tokens[match.last].kind == "owner"
    if owner or match.kind == "adjective":
        start = match.last + owner
        for at in range(start, min(start + 3, len(tokens))):
            if tokens[at].kind != "word":
                break
            name = institution(tokens, at)
            if name:
                found.explicit[name][match.party] += 1
                found.holders[match.party, name].update(who for first, _, who in people if at < first <= at + 2)
                break
    before = match.first - 1
    if before > 0 and (tokens[before].lower == "of" or (tokens[before].lower == "in" and not match.place)):
        for at in range(before - 1, max(-1, before - 4), -1):
            name = institution(tokens, at)
            if name:
                found.explicit[name][match.party] += 1
                found.holders[match.party, name].update(
                    who for first, last, who in people if at < first and last <= before
                )
                break


def _calls(tokens: Sequence[Token], match: Match, found: Bodies, companies: Counter[str]) -> None:
    """Note what an organisation is called beside its name: 'the operator Halvard', 'Halvard, a company that'."""
    before = match.first - 1
    if before >= 0 and tokens[before].text in LABEL_NOUNS | _COMPANY_WORDS:
        found.called[tokens[before].text].add(match.party)
    end = match.last
    if end + 3 < len(tokens) and tokens[end].lower == "(" and tokens[end + 2].lower == ")":
        end += 3
    if end + 2 < len(tokens) and tokens[end].lower == "," and tokens[end + 1].lower in ("a", "the"):
        for token in tokens[end + 2 : end + 6]:
            if token.kind != "word" or token.cap or token.lower in ("of", "for", "in"):
                break
            if token.text in LABEL_NOUNS | _COMPANY_WORDS | _LABELS:
                found.called[token.text].add(match.party)
                break
    owner = match.last < len(tokens) and tokens[match.last].kind == "owner"
    following = {t.lower for t in tokens[match.last + owner : match.last + owner + 3]}
    preceding = {t.lower for t in tokens[max(0, match.first - 3) : match.first]}
    _town(tokens, match, owner, found)
    companies[match.party] += bool((following & _COMPANY_STAFF and owner) or preceding & {"shares", "shareholders"})


# Those who act for a body or state, and are called so alone after 'the deputies of Kell'.
_ENVOYS = word_set(
    "deputies delegates envoys councillors negotiators elders commissioners directors governors officers ambassadors "
    "emissaries plenipotentiaries representatives burghers magistrates lawmakers senators ministers generals captains"
)


def _envoys(tokens: Sequence[Token], match: Match, found: Bodies) -> None:
    """Note who acts for a party under a noun of their own: 'the deputies of Kell', later 'the deputies'."""
    at = match.first - 1
    at -= at > 0 and tokens[at].lower == "the"
    if at > 1 and tokens[at].lower == "of" and tokens[at - 1].text in _ENVOYS and tokens[at - 2].lower == "the":
        found.called[tokens[at - 1].text].add(match.party)


_TOWNS_OWN = word_set(
    "council garrison burghers magistrates townsmen townspeople citizens defenders walls mayor burgomaster"
)
_FOR_TOWNS = _TOWNS_OWN - {"walls", "mayor", "burgomaster"} | {"town", "city", "besieged"}


def _town(tokens: Sequence[Token], match: Match, owner: bool, found: Bodies) -> None:
    """Note a place with a council, a garrison and burghers of its own ('the town council of Brenn')."""
    if match.last - match.first > 1 or match.kind != "name":
        return
    following = {t.lower for t in tokens[match.last + 1 : match.last + 3]} if owner else set[str]()
    of_it = match.first > 1 and tokens[match.first - 1].lower == "of" and tokens[match.first - 2].lower in _TOWNS_OWN
    if following & _TOWNS_OWN or of_it:
        found.towns.add(match.party)
        for word in _FOR_TOWNS:
            found.called[word].add(match.party)


def _by_name(known: Gazetteer | None, organisations: set[str], found: Bodies, companies: Counter[str]) -> None:
    """What organisations can be called by the words of their names and their kinds."""
    if known is None:
        return
    for alias in known.aliases:
        if alias.party not in organisations:
            continue
        if _OF_STATES & {word.lower() for word in alias.words} and known.parties[alias.party].kind != "armed group":
            found.called["bloc"].add(alias.party)
        for word in {head_word(alias.words), alias.words[-1].lower()} & HEADS:
            if word != "army" or known.parties[alias.party].kind != "armed group":
                found.called[word].add(alias.party)
    for party in found.called.get("union", set()):
        for noun in ("strikers", "pickets"):
            found.called[noun].add(party)
    for party in organisations:
        for noun in _NOUNS_BY_KIND.get(known.parties[party].kind, frozenset()):
            found.called[noun].add(party)
    classed = set().union(*found.called.values()) if found.called else set[str]()
    learned = {p for p in organisations if known.parties[p].kind == "organisation"}
    found.unclassed = learned - classed - set(companies + Counter())
    labelled = {p for word in _COMPANY_WORDS for p in found.called.get(word, ())}
    for party in labelled | {p for p, n in companies.items() if n}:
        for word in _COMPANY_WORDS:
            found.called[word].add(party)


def body_at(found: Bodies, report: int, tokens: Sequence[Token], at: int) -> str | None:
    """The organisation that the noun at ``at`` stands for ('the union', "the dockers' union"), or None."""
    token = tokens[at]
    if not token.text.islower() or (token.text not in found.called and token.text not in LABEL_NOUNS):
        return None
    first = at
    while first > 0 and tokens[first - 1].kind in ("word", "owner") and at - first < 4:
        if tokens[first - 1].cap and tokens[first - 1].lower not in _OPENING:
            break
        first -= 1
        if tokens[first].lower in _OPENING:
            break
    if tokens[first].lower != "the" and not (first == at == 0):
        return None
    if any(t.lower in _OTHER for t in tokens[first:at]):
        return None
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is not None and following.cap:
        return None
    party = found.last_named(report, token.start, found.called.get(token.text, ()))
    if party is None and token.text in _LOOSE:
        party = found.last_named(report, token.start, found.unclassed)
    return party


def common_matches(found: Bodies, report: int, tokens: Sequence[Token], taken: Sequence[Match]) -> list[Match]:
    """The organisations that a phrase speaks of by a common noun, as places where a party is named."""
    inside = {k for match in taken for k in range(match.first, match.last)}
    rows: list[Match] = []
    for at in range(len(tokens)):
        if at in inside or (tokens[at].text not in found.called and tokens[at].text not in LABEL_NOUNS):
            continue
        party = body_at(found, report, tokens, at)
        if party is not None:
            rows.append(Match(party, "name", at, at + 1, tokens[at].start, tokens[at].end, False))
    return rows


# Offices that one person holds: whom the pile names as Kestria's president leaves no other one to Kestria.
_SINGLE = word_set("president monarch chancellor") | {f"{each} minister" for each in _PORTFOLIO} | {"prime minister"}


def of_others(found: Bodies, names: Iterable[str], person: str | None) -> frozenset[str]:
    """The states whose office of one of these ``names`` somebody else than ``person`` holds."""
    wanted = _SINGLE.intersection(names)
    return frozenset(party for (party, name), who in found.holders.items() if name in wanted and who - {person})


def state_of(
    found: Bodies, report: int, tokens: Sequence[Token], offset: int, person: str | None = None
) -> tuple[str, str] | None:
    """The state of an institution or office that stands without one ('the finance minister'), and by which rule.

    ``person`` is who holds it, where it has a name beside it.
    """
    for word, noun in _STAFF_OF.items():
        if any(t.lower == word for t in tokens) and found.called.get(noun):
            party = found.last_named(report, offset, found.called[noun])
            if party is not None:
                return party, f"it is the {noun} that the report named last"
    if found.called.get("besiegers") and any(t.lower in _HERALDS for t in tokens):
        return next(iter(found.called["besiegers"])), "a herald of those who besiege the town"
    names = [name for at in range(len(tokens)) if (name := institution(tokens, at))]
    if not names:
        return None
    if found.home is not None:
        return found.home, "the pile is about the affairs of one country"
    others = of_others(found, names, person) if person is not None else frozenset[str]()
    for name in names:
        clear = _clear(_without(found.explicit.get(name, Counter()), others))
        if clear is not None:
            return clear, f"the pile names a {name} of that state only"
    states = _without(found.states(), others)
    here = Counter(party for _, party in found.named[report] if party in states)
    leading = here.most_common(2)
    if leading and (len(leading) == 1 or leading[0][1] >= LEADING * leading[1][1]):
        return leading[0][0], BY_DOMINANCE
    clear = _clear(states)
    if clear is not None:
        return clear, "it is the only state whose institutions the pile tells of"
    return None


# Who is of which kind of body, where nothing beside the name says of which: 'Judge Dana Orsel', 'the chief executive'.
_STAFF_OF = {"judge": "court", "justice": "court", "executive": "company", "ceo": "company", "shop-steward": "union"}
# How much more often than any other a report must name the state whose 'the government' it means.
LEADING = 2.0
BY_DOMINANCE = "the report speaks of that state far more than of others"
# How near such a state must be to a person whose office it is taken to be.
FAIRLY_NEAR = 0.75


# How much more often a state must be named around a person than its share of the pile makes likely, and than the
# next one.
NEAR, NEARER = 0.8, 1.3


def near(found: Bodies, readings: Sequence[Reading], mentions: Sequence[Mention]) -> list[tuple[str, float]]:
    """The states that are named around a person, the nearest first: how often, over what would be expected, plus one.

    A mention's own sentence counts one, those beside it in its paragraph a half.
    """
    total = sum(len(rows) for rows in found.spoken_of)
    weight, counts, seen = 0.0, Counter[str](), set[tuple[int, int]]()
    for mention in mentions:
        sentences = readings[mention.report].sentences
        for step in (0, -1, 1):
            at = mention.sentence + step
            beside = 0 <= at < len(sentences) and sentences[at].paragraph == sentences[mention.sentence].paragraph
            if not beside or (mention.report, at) in seen:
                continue
            seen.add((mention.report, at))
            share = 0.5 if step else 1.0
            weight += share
            for party in found.spoken_of[mention.report][at]:
                counts[party] += share  # type: ignore[assignment]
    scores = {party: count / (weight * found.often[party] / total + 1) for party, count in counts.items()}
    return sorted(scores.items(), key=lambda row: (-row[1], row[0]))


def named_beside(found: Bodies, readings: Sequence[Reading], mentions: Sequence[Mention]) -> list[tuple[str, float]]:
    """The parties of any kind that are named before a person, in the sentence or the one before, as `near` counts.

    What stands behind a person is more often whom the person speaks of, and counts a half.
    """
    total = sum(len(rows) for rows in found.spoken_of)
    counts: dict[str, float] = defaultdict(float)
    for mention in mentions:
        sentences = readings[mention.report].sentences
        here = sentences[mention.sentence]
        before = sentences[mention.sentence - 1] if mention.sentence else here
        start = before.start if before.paragraph == here.paragraph else here.start
        rows = found.named[mention.report]
        inside = rows[bisect_left(rows, (start, "")) : bisect_left(rows, (here.tokens[-1].end, ""))]
        ahead = {party for offset, party in inside if offset < mention.start}
        for party in {party for _, party in inside}:
            counts[party] += 1.0 if party in ahead else 0.5
    weight = len(mentions)
    scores = {party: n / (weight * found.frequent[party] / total + 1) for party, n in counts.items()}
    return sorted(scores.items(), key=lambda row: (-row[1], row[0]))


def _without(counts: Counter[str], parties: frozenset[str]) -> Counter[str]:
    return Counter({party: n for party, n in counts.items() if party not in parties}) if parties else counts


def _clear(counts: Counter[str]) -> str | None:
    """The party that has a clear share of the counts."""
    if not counts:
        return None
    party, most = counts.most_common(1)[0]
    if most >= CLEAR_SHARE * counts.total():
        return party
    next_most = max((n for other, n in counts.items() if other != party), default=0)
    return party if most >= OFTEN and most >= LEADING * next_most else None
