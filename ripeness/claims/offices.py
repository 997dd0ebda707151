"""What a description's words say of an office: which word is its head, its full phrase, and whose office it is.

Pure functions over tokens and the places where parties are named; `standing` puts them together.
"""

from __future__ import annotations

from collections.abc import Sequence

from ripeness.claims.lexicon import word_set
from ripeness.claims.nouns import AUXILIARIES, BREAKS, DETERMINERS, PREPOSITIONS
from ripeness.claims.parties import Gazetteer, Match
from ripeness.claims.roles import INSTITUTIONS, OFFICES, RANKS, ROLES
from ripeness.claims.words import Token

# 'who commands the Karsh Front': a verb that is as good as an office.
COMMANDING = word_set("commands leads heads chairs led headed commanded")
# 'who speaks for the Karsh Front', 'who represents it'.
SPEAKING_FOR = word_set("speaks negotiates represents represented")
# How many words before its head belong to the phrase of a role ('senior research fellow').
ROLE_WORDS = 3
_ENVOYS = word_set(
    "envoy envoys ambassador ambassadors negotiator mediator rapporteur representative delegate delegates observer"
)
_ADVISERS = word_set("adviser advisor advisers advisors aide aides")
_RANKS = RANKS | word_set("general gen. colonel col. brigadier lieutenant marshal sergeant admiral adm.")
_NOT_SERVED = word_set("with against on about from near outside over")
_NO_MODIFIERS = word_set("this that another other one two three several some many all each same new own")


# What sits in a capital: 'the foreign ministry in Orly' is of the state whose seat Orly is.
_GOVERNING = INSTITUTIONS | word_set("minister ministers officials premier government governments")


def base(token: Token) -> str:
    """The word of a role without what a hyphen puts before it: 'general' for 'brigadier-general'."""
    lower = token.lower
    return lower if lower in ROLES else lower.rsplit("-", 1)[-1]


def is_office(token: Token) -> bool:
    """Whether the word is an office or institution; 'Major' and 'Captain' are with a capital only."""
    return base(token) in OFFICES | INSTITUTIONS or (token.cap and token.lower in RANKS)


def segments(tokens: Sequence[Token]) -> list[tuple[bool, Sequence[Token]]]:
    """The parts of a description, each with whether it is marked as what somebody is now."""
    parts: list[tuple[bool, Sequence[Token]]] = []
    start, now = 0, False
    for at, token in enumerate(tokens):
        if token.lower in {"and", "who", "now", "but", ";"} and not (
            token.lower == "and" and 0 < at < len(tokens) - 1 and tokens[at - 1].cap and tokens[at + 1].cap
        ):
            parts.append((now, tokens[start:at]))
            start = at + 1
            now = token.lower == "now" or (now and token.lower != "and")
    parts.append((now, tokens[start:]))
    return [(flag, part) for flag, part in parts if part]


def head_of(tokens: Sequence[Token], offices: Sequence[Token]) -> Token:
    """The office itself: the last one before the first preposition, else the first."""
    first = next((t.start for t in tokens if t.lower in PREPOSITIONS), None)
    before = [t for t in offices if first is None or t.start < first]
    while len(before) > 1 and before[-1].cap and before[-1].lower in _RANKS and before[-2].lower in OFFICES:
        before.pop()  # 'army spokesman Major Orsel' is a spokesman
    return before[-1] if before else offices[0]


def role_phrase(tokens: Sequence[Token], head: Token, parties: Sequence[Match]) -> str:
    """The role in the report's own words, bounded: 'deputy chairman', 'Foreign Minister', 'senior research fellow'."""
    at = next(k for k, t in enumerate(tokens) if t.start == head.start)
    inside = {k for match in parties for k in range(match.first, match.last)}
    first = at
    while first > 0 and at - first < ROLE_WORDS and _modifies(tokens, first - 1) and first - 1 not in inside:
        first -= 1
    return " ".join(t.text for t in tokens[first : at + 1])


def _modifies(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.kind != "word" or token.lower in DETERMINERS | PREPOSITIONS | BREAKS | AUXILIARIES | _NO_MODIFIERS:
        return False
    # a name before the role ('Tolva commander') is none of its words; the first words of offices are
    return not token.cap or token.lower in ROLES | _CAPITALS


_CAPITALS = word_set(
    "foreign prime vice deputy defence defense interior finance special chief senior first national security acting "
    "interim state press political military army naval energy trade justice research principal permanent high"
)


def commands(tokens: Sequence[Token], parties: Sequence[Match]) -> Match | None:
    """'(who) commands the Karsh Front in the hills': the party that is the whole object of the verb."""
    if not tokens or tokens[0].lower not in COMMANDING | SPEAKING_FOR:
        return None
    at = 2 if tokens[0].lower in SPEAKING_FOR and len(tokens) > 1 and tokens[1].lower == "for" else 1
    at += at < len(tokens) and tokens[at].lower == "the"
    found = next((m for m in parties if m.first == at and m.kind == "name"), None)
    if found is None:
        return None
    after = tokens[found.last] if found.last < len(tokens) else None
    return found if after is None or after.kind == "mark" or after.lower in PREPOSITIONS | {"and", "since"} else None


def serves_before(tokens: Sequence[Token], match: Match, known: Gazetteer) -> bool:
    """Whether a party before the office is the one it serves: not the 'Ukraine' of 'the Ukraine envoy'."""
    if match.place:
        return False
    if match.kind != "name" or known.parties[match.party].kind != "state":
        return True
    owner = match.last < len(tokens) and tokens[match.last].kind == "owner"
    acronym = tokens[match.first].text.replace(".", "").isupper()
    one_of = match.first > 0 and tokens[match.first - 1].lower in {"a", "an"}
    if one_of and match.last < len(tokens) and tokens[match.last].lower in _SENT_BY:
        return True  # 'a Kestria negotiator'
    return owner or acronym


_SENT_BY = word_set("negotiator delegate official diplomat spokesman spokeswoman minister")


def serves_after(tokens: Sequence[Token], match: Match, head: Token, known: Gazetteer) -> bool:
    """Whether a party after the office is the one it serves: not a place ('a diplomat in Khartoum'), not a task."""
    at = match.first - 1
    while at >= 0 and (tokens[at].kind == "word" and tokens[at].lower not in PREPOSITIONS):
        at -= 1
    preposition = tokens[at].lower if at >= 0 else ""
    if preposition == "in" and match.kind == "seat" and base(head) in _GOVERNING:
        return True  # 'the government in Orly'
    if preposition in {"in", "inside", "across"}:
        owner = match.last < len(tokens) and tokens[match.last].kind == "owner"
        return not match.place and (match.kind == "adjective" or owner or known.parties[match.party].kind != "state")
    if preposition in {"to", "for"} and base(head) in _ENVOYS:
        return False
    return not (preposition == "for" and base(head) in _ADVISERS) and preposition not in _NOT_SERVED
