"""Which words beside a name say what somebody is: those before it, 'of X' behind it, and appositions.

Only the places are found here; what the words say is judged in `standing`.
"""

from __future__ import annotations

from collections.abc import Sequence

from ripeness.claims.commons import NOUNS
from ripeness.claims.cues import verb_forms
from ripeness.claims.lexicon import word_set
from ripeness.claims.nouns import AUXILIARIES, PREPOSITIONS, PRONOUNS
from ripeness.claims.offices import COMMANDING, SPEAKING_FOR, base
from ripeness.claims.people import Mention
from ripeness.claims.roles import ROLES, TITLES
from ripeness.claims.verbs import telling_forms
from ripeness.claims.words import Token

Span = tuple[int, int]

_DESCRIPTION_WORDS = 40
_LEFT_WORDS = 10
_OF = frozenset({"of", "for", "at"})
# Offices that are held 'to' somebody: "Aldova's ambassador to Kestria, Dana Orsel".
_SENT_TO = word_set("ambassador envoy representative delegate adviser advisor aide emissary")
_STOPS = word_set("and that but as when while if")


def described_by(tokens: Sequence[Token], mention: Mention, people: Sequence[Mention]) -> list[Span]:
    """The stretches of a sentence that describe the person at ``mention``, as token spans.

    ``people``: all mentions of the same sentence.
    """
    left, right = _left_edge(tokens, mention), mention.last
    if right + 1 < len(tokens) and tokens[right].lower == "of":
        right = _right_edge(tokens, right + 1)
    rows = [(left, right)] if left < mention.first or right > mention.last else []
    apposed = _apposition(tokens, mention, people)
    return [*rows, apposed] if apposed is not None else rows


def _left_edge(tokens: Sequence[Token], mention: Mention) -> int:
    """Where the words before a name that describe it begin: 'a Kestrian Foreign Minister |Dana Orsel'."""
    at = mention.first
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
        held_to = lower == "to" and at > 1 and base(tokens[at - 2]) in _SENT_TO
        possessive = lower in {"his", "her", "its", "their"}
        if token.kind == "owner" or (crossed and (lower in _OF or held_to)) or possessive:
            at -= 1
            if possessive:
                break
            continue
        if lower in PREPOSITIONS | AUXILIARIES | PRONOUNS | _STOPS:
            break
        form = verb_forms().get(lower)
        if form and not token.cap and lower not in ROLES and (form[1] != "base" or form[2]):
            break
        at -= 1
    return at


def _office_before_comma(tokens: Sequence[Token], comma: int, mention: Mention) -> bool:
    """ "Aldova's foreign minister, Dana Orsel, said": the words before the comma describe the closed-off name."""
    of_place = mention.last + 1 < len(tokens) and tokens[mention.last].lower == "of" and tokens[mention.last + 1].cap
    closed = of_place or mention.last >= len(tokens) or tokens[mention.last].kind in ("mark", "quote")
    titles = tokens[comma + 1 : mention.first]
    if not closed or len(titles) > 2 or any(t.lower not in TITLES for t in titles):
        return False
    at = comma - 1
    while at > 0 and comma - at < _LEFT_WORDS and tokens[at].kind != "mark":
        if base(tokens[at]) in ROLES and tokens[at].kind == "word":
            return True
        held_to = tokens[at].lower == "to" and base(tokens[at - 1]) in _SENT_TO
        if not held_to and tokens[at].lower in (PREPOSITIONS - _OF) | (AUXILIARIES - {"'s"}) | PRONOUNS:
            return False
        at -= 1
    return False


def _right_edge(tokens: Sequence[Token], at: int) -> int:
    """The end of the name after 'of': capitals and 'the'."""
    end = at
    while end < len(tokens):
        joins = tokens[end].lower == "of" and end > at and end + 1 < len(tokens) and tokens[end + 1].cap
        common = end == at + 1 and tokens[at].lower == "the" and tokens[end].text in NOUNS
        if not (tokens[end].cap or joins or common or (end == at and tokens[end].lower == "the")):
            break
        end += 1
    return end


def _apposition(tokens: Sequence[Token], mention: Mention, people: Sequence[Mention]) -> Span | None:
    """The words after ', ' that say what somebody is; None if they start another clause."""
    at = mention.last
    if at + 1 < len(tokens) and tokens[at].lower == "of":
        at = _right_edge(tokens, at + 1)
    if at + 1 >= len(tokens) or tokens[at].lower != "," or _at_work(tokens[at + 1], _word(tokens, at + 2)):
        return None
    start = at + 1
    end, relative, role_seen, clause = _apposition_end(tokens, start)
    if clause or end == start or not role_seen:
        return None
    inside = [m for m in people if start <= m.first < end]
    joined = next((m for m in inside if not m.owns), None)
    if relative and joined is not None and any(tokens[k].lower in {"with", "and"} for k in range(start, joined.first)):
        end = next(
            k for k in range(start, joined.first) if tokens[k].lower in {"with", "and"}
        )  # 'who with Ivo Brask of'
        inside = [m for m in people if start <= m.first < end]
    if any(not m.owns for m in inside) and (not relative or inside[0].first - start < 4):
        return None
    return start, end


def _at_work(token: Token, following: str) -> bool:
    """'Orsel, |meeting| reporters', 'Orsel, |sent| its envoy': what somebody does says nothing of an office.

    'Acting president' does.
    """
    if not token.text.islower():
        return False
    doing = token.lower.endswith("ing") and token.lower not in {"acting", "ruling", "sitting"}
    return doing or (token.lower in telling_forms() and following in _OBJECTS_BEGIN)


_OBJECTS_BEGIN = word_set("its his her their the a an reporters that")


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if at < len(tokens) else ""


def _apposition_end(tokens: Sequence[Token], start: int) -> tuple[int, bool, bool, bool]:
    """(end, whether it is a relative clause, whether a role is in it, whether it is a clause of its own)."""
    relative = tokens[start].lower in {"who", "whose", "now", "then"}
    role_seen = False
    end = start
    while end < len(tokens) and end - start < _DESCRIPTION_WORDS:
        token = tokens[end]
        if token.kind == "quote" or token.lower in {",", ";", ":", "—", "–", "(", ")"}:
            break
        if token.lower == "who" and role_seen:
            relative = True
        form = verb_forms().get(token.lower, ("", "", False))
        reports = form[1] == "finite" and form[2]
        if not relative and not token.cap and (reports or (role_seen and token.lower in AUXILIARIES - {"'s"})):
            return end, relative, role_seen, True
        commands = token.lower in COMMANDING | SPEAKING_FOR and tokens[end - 1].lower == "who"
        rules = token.lower == "power" and relative
        role_seen = role_seen or token.lower in ROLES or commands or rules
        end += 1
    return end, relative, role_seen, False
