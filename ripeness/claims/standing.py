"""Whom a speaker speaks for: a party, or nobody.

Heads of state and government, ministers, envoys, ambassadors, generals, spokespeople and officials
speak for their state or body, and so do members of its parliament, as officials of its institutions;
local office (mayors, governors) and opposition do not. Analysts, scholars, journalists, outlets,
companies, rights groups, anybody 'former' and anybody only 'close to' somebody speak for nobody.
The state comes from the words beside the name, here or anywhere in the pile, and at last from a
dated table of office holders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from ripeness.claims.cues import verb_forms
from ripeness.claims.lexicon import word_set
from ripeness.claims.nouns import AUXILIARIES, PREPOSITIONS, PRONOUNS
from ripeness.claims.officeholders import held_by, table_year
from ripeness.claims.parties import Gazetteer, Match, matches
from ripeness.claims.people import Mention, People, given_names
from ripeness.claims.roles import CONDITIONAL, INSTITUTIONS, OFFICES, PRIVATE, PRIVATE_ORGANISATIONS, ROLES, VOIDING
from ripeness.claims.words import Reading, Token
from ripeness.reports.model import Passage

Verdict = Literal["office", "private", "void", "stateless", "nothing"]

# 'Mr. Tallec's spokesman's aide': how many owners are followed.
OWNERS_LIMIT = 3
_DESCRIPTION_WORDS = 40
_LEFT_WORDS = 10
_ABROAD = word_set("to for on")
_ENVOYS = word_set(
    """
    envoy envoys ambassador ambassadors negotiator mediator adviser advisor rapporteur representative
    """
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whom somebody speaks for: ``party`` or None, their role in the report's words, and why."""

    party: str | None
    role: str | None
    why: str
    because: tuple[Passage, ...]


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
    settled: dict[tuple[str, int], Standing] = field(default_factory=dict, repr=False, compare=False)

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
    role = next((d.role for d in (*here, *elsewhere) if d.verdict != "nothing" and d.role), None)
    for rows, where in ((here, "the report"), (elsewhere, "another report of the pile")):
        office = next((d for d in rows if d.verdict == "office"), None)
        nobody = next((d for d in rows if d.verdict in ("private", "void")), None)
        if office is not None and not (nobody is not None and office.role is None):
            why = f"{where} gives {name} an office of {_shown(pile, office.party)}"
            return Standing(office.party, office.role or role, why, _passages(pile, [office]))
        if nobody is not None:
            kind = "a former or non-governing office" if nobody.verdict == "void" else "a private role"
            return Standing(None, nobody.role, f"{where} gives {name} {kind}", _passages(pile, [nobody]))
    return _from_table(pile, name, report) or _nobody(pile, name, role, found)


def _nobody(pile: Pile, name: str, role: str | None, found: Sequence[Description]) -> Standing:
    stateless = [d for d in found if d.verdict == "stateless"]
    if stateless:
        return Standing(
            None,
            role,
            f"{name} has an office, but no report says of which state or body",
            _passages(pile, stateless[:1]),
        )
    return Standing(None, role, f"no report gives {name} an office of a state or body", ())


def _shown(pile: Pile, party: str | None) -> str:
    return pile.known.parties[party].name if party else "no party"


def _passages(pile: Pile, rows: Sequence[Description]) -> tuple[Passage, ...]:
    return tuple(pile.passage(d.report, d.start, d.end) for d in rows)


def _from_table(pile: Pile, name: str, report: int) -> Standing | None:
    """The dated table of office holders, for a report inside the years (or undated: the latest holders)."""
    published = pile.readings[report].report.published
    dated = published is not None and published.value[:4].isdigit()
    year = int(published.value[:4]) if published is not None and dated else table_year()
    holder = held_by(name, year)
    if holder is None:
        return None
    known = "dated" if dated else f"undated, so the holders of {year} are taken"
    years = f"since {holder.begins}" if holder.ends >= table_year() else f"{holder.begins} to {holder.ends}"
    why = f"table of office holders: {holder.name}, {holder.office}, {years} (the report is {known})"
    return Standing(holder.party, holder.office, why, ())


def descriptions(pile: Pile, mention: Mention, depth: int = 0) -> list[Description]:
    """What the words beside one mention of a person say about their office: before it, 'of X', and apposed."""
    tokens = pile.readings[mention.report].sentences[mention.sentence].tokens
    rows: list[Description] = []
    left = _left_edge(tokens, mention)
    right = mention.last
    if right + 1 < len(tokens) and tokens[right].lower == "of":
        right = _right_edge(tokens, right + 1)
    if left < mention.first:
        rows.append(_describe(pile, mention, tokens, left, right, depth))
    apposed = _apposition(tokens, mention, pile)
    if apposed is not None:
        rows.append(_describe(pile, mention, tokens, *apposed, depth))
    return rows


def _describe(pile: Pile, mention: Mention, tokens: Sequence[Token], left: int, right: int, depth: int) -> Description:
    verdict, party, role = judge(pile, mention.report, tokens[left:right], depth, skip=mention)
    return Description(mention.report, tokens[left].start, tokens[right - 1].end, verdict, party, role)


def _left_edge(tokens: Sequence[Token], mention: Mention) -> int:
    """Where the words before a name that describe it begin: 'a Kestrian Foreign Minister |Dana Orsel'."""
    at = mention.first
    forms = verb_forms()
    crossed = False
    while at > 0 and mention.first - at < _LEFT_WORDS:
        token = tokens[at - 1]
        lower = token.lower
        if token.kind in ("mark", "quote"):
            if lower == "," and not crossed and _office_before_comma(tokens, at - 1, mention):
                crossed = True
                at -= 1
                continue
            break
        if token.kind == "owner" or (crossed and lower in _OF):
            at -= 1
            continue
        if lower in PREPOSITIONS | AUXILIARIES | PRONOUNS or lower in {
            "and",
            "that",
            "but",
            "as",
            "when",
            "while",
            "if",
        }:
            break
        form = forms.get(lower)
        if form and not token.cap and lower not in ROLES and (form[1] != "base" or form[2]):
            break
        at -= 1
    return at


_OF = frozenset({"of", "for", "at"})


def _office_before_comma(tokens: Sequence[Token], comma: int, mention: Mention) -> bool:
    """ "Aldova's foreign minister, Dana Orsel, said": the words before the comma describe the closed-off name."""
    closed = mention.last >= len(tokens) or tokens[mention.last].kind in ("mark", "quote")
    if not closed or comma != mention.first - 1:
        return False
    at = comma - 1
    while at > 0 and comma - at < _LEFT_WORDS and tokens[at].kind != "mark":
        if _base(tokens[at]) in ROLES and tokens[at].kind == "word":
            return True
        if tokens[at].lower in (PREPOSITIONS - _OF) | (AUXILIARIES - {"'s"}) | PRONOUNS:
            return False
        at -= 1
    return False


def _right_edge(tokens: Sequence[Token], at: int) -> int:
    """The end of the name after 'of': capitals and 'the'."""
    end = at
    while end < len(tokens):
        joins = tokens[end].lower == "of" and end > at and end + 1 < len(tokens) and tokens[end + 1].cap
        if not (tokens[end].cap or joins or (end == at and tokens[end].lower == "the")):
            break
        end += 1
    return end


def _apposition(tokens: Sequence[Token], mention: Mention, pile: Pile) -> tuple[int, int] | None:
    """The words after ', ' that say what somebody is; None if they start another clause."""
    at = mention.last
    if at + 1 < len(tokens) and tokens[at].lower == "of":
        at = _right_edge(tokens, at + 1)
    if at + 1 >= len(tokens) or tokens[at].lower != ",":
        return None
    start = at + 1
    relative = tokens[start].lower in {"who", "whose", "now", "then"}
    end = start
    role_seen = False
    while end < len(tokens) and end - start < _DESCRIPTION_WORDS:
        token = tokens[end]
        if token.kind == "quote" or token.lower in {",", ";", ":", "—", "–", "(", ")"}:
            break
        if token.lower == "who" and role_seen:
            relative = True
        finite = verb_forms().get(token.lower, ("", "", False))
        if (
            not relative
            and role_seen
            and not token.cap
            and (token.lower in AUXILIARIES - {"'s"} or (finite[1] == "finite" and finite[2]))
        ):
            return None
        if not relative and not role_seen and not token.cap and finite[1] == "finite" and finite[2]:
            return None
        role_seen = role_seen or token.lower in ROLES
        end += 1
    if end == start or not role_seen:
        return None
    if any(
        m.sentence == mention.sentence and start <= m.first < end and not m.owns
        for m in pile.people.mentions[mention.report]
    ):
        people = [
            m for m in pile.people.mentions[mention.report] if m.sentence == mention.sentence and start <= m.first < end
        ]
        if not relative or people[0].first - start < 4:
            return None
    return start, end


def judge(
    pile: Pile, report: int, tokens: Sequence[Token], depth: int = 0, skip: Mention | None = None
) -> tuple[Verdict, str | None, str | None]:
    """What a description says: (verdict, party, role). Segments joined by 'and', 'who', 'now' are judged apart."""
    verdicts = [_judge_segment(pile, report, part, depth, skip) for part in _segments(tokens)]
    for wanted in ("now", "office", "private", "void", "stateless"):
        for now, verdict, party, role in verdicts:
            if wanted == "now" and now and verdict in ("private", "office"):
                return verdict, party, role
            if verdict == wanted:
                return verdict, party, role
    return "nothing", None, None


def _segments(tokens: Sequence[Token]) -> list[tuple[bool, Sequence[Token]]]:
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


def _judge_segment(
    pile: Pile, report: int, part: tuple[bool, Sequence[Token]], depth: int, skip: Mention | None
) -> tuple[bool, Verdict, str | None, str | None]:
    now, tokens = part
    roles = [t for t in tokens if t.kind == "word" and _base(t) in ROLES and not _within(t, skip)]
    void = any(t.lower in VOIDING or t.lower.startswith("ex-") for t in tokens if t.kind == "word")
    private = next((t for t in roles if _base(t) in PRIVATE), None)
    if private is not None:
        return now, "private", None, private.text
    offices = [t for t in roles if _base(t) in OFFICES | INSTITUTIONS]
    if not offices:
        return now, "nothing", None, None
    head = _head(tokens, offices)
    if void:
        return now, "void", None, head.text
    if _base(head) in CONDITIONAL and any(t.cap and t.lower in PRIVATE_ORGANISATIONS for t in tokens):
        return now, "private", None, head.text
    party = _party_of(pile, report, tokens, head, depth, skip)
    return now, ("office" if party else "stateless"), party, head.text


def _within(token: Token, mention: Mention | None) -> bool:
    return mention is not None and mention.start <= token.start < mention.end


def _base(token: Token) -> str:
    lower = token.lower
    return lower if lower in ROLES else lower.rsplit("-", 1)[-1]


def _head(tokens: Sequence[Token], offices: Sequence[Token]) -> Token:
    """The office itself: the last one before the first preposition, else the first."""
    first = next((t.start for t in tokens if t.lower in PREPOSITIONS), None)
    before = [t for t in offices if first is None or t.start < first]
    return before[-1] if before else offices[0]


def _party_of(
    pile: Pile, report: int, tokens: Sequence[Token], head: Token, depth: int, skip: Mention | None
) -> str | None:
    """The party that the office ``head`` is of: an adjective, an owner, a seat, or 'of X'."""
    owned = _owner_party(pile, report, tokens, head, depth, skip)
    if owned is not None:
        return owned
    found = matches(tokens, pile.known, given_names())
    before = [m for m in found if m.end <= head.start and _serves_before(pile, tokens, m)]
    after = [m for m in found if m.start >= head.end and _serves_after(tokens, m, head)]
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
        before = tokens[inside[mention.start] - 1].lower if inside[mention.start] else ""
        serving = before in {"for", "to", "of", "mr.", "ms.", "mrs.", "president"} and mention.start > head.start
        if mention.owns or following in {"administration", "government", "team"} or serving:
            name = pile.people.named_at(report, mention.start)
            if name is not None:
                return person_standing(pile, name, report, depth + 1).party
    return None


def _serves_before(pile: Pile, tokens: Sequence[Token], match: Match) -> bool:
    """Whether a party before the office is the one it serves: not the 'Ukraine' of 'the Ukraine envoy'."""
    if match.place:
        return False
    if match.kind != "name" or pile.known.parties[match.party].kind != "state":
        return True
    owner = match.last < len(tokens) and tokens[match.last].kind == "owner"
    acronym = tokens[match.first].text.replace(".", "").isupper()
    return owner or acronym


def _serves_after(tokens: Sequence[Token], match: Match, head: Token) -> bool:
    at = match.first - 1
    while at >= 0 and (tokens[at].kind == "word" and tokens[at].lower not in PREPOSITIONS):
        at -= 1
    preposition = tokens[at].lower if at >= 0 else ""
    return not (preposition in _ABROAD and head.lower in _ENVOYS) and preposition not in {
        "with",
        "against",
        "on",
        "about",
        "from",
    }


def phrase_standing(pile: Pile, report: int, tokens: Sequence[Token]) -> Standing:
    """Whom an unnamed speaker or an institution speaks for, by its own words ('a senior Aldovan official')."""
    passages = (pile.passage(report, tokens[0].start, tokens[-1].end),)
    direct = _named_itself(pile, tokens)
    if direct is not None:
        return Standing(direct, None, f"the words name {_shown(pile, direct)} itself", passages)
    verdict, party, role = judge(pile, report, tokens)
    if verdict == "office":
        return Standing(party, role, f"an office or institution of {_shown(pile, party)}", passages)
    if verdict == "private":
        return Standing(None, role, "a private person, expert, outlet or organisation speaks for nobody", passages)
    if verdict == "void":
        return Standing(None, role, "a former, local or opposition office speaks for nobody here", passages)
    if verdict == "stateless":
        return Standing(None, role, "an office, but the words do not say of which state or body", passages)
    return Standing(None, None, "the words name no office of a state or body", passages)


def _named_itself(pile: Pile, tokens: Sequence[Token]) -> str | None:
    """The party that the phrase simply is: 'the Kremlin', 'Aldova', 'the Karsh Liberation Front'."""
    first = 1 if tokens[0].lower == "the" and len(tokens) > 1 else 0
    found = pile.known.alias_at(tokens, first)
    whole = found is not None and first + len(found.words) == len(tokens)
    return found.party if found is not None and whole and found.kind != "adjective" else None
