"""Noun phrases as far as attribution needs them: who could be the subject of a verb of speech.

No parser: a noun phrase is read off the words around a verb by their kind (determiners, names,
roles, small words), with prepositional phrases and appositions skipped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ripeness.claims.cues import ambiguous, verb_forms
from ripeness.claims.lexicon import word_set
from ripeness.claims.names import NOT_NAMES
from ripeness.claims.parties import Gazetteer
from ripeness.claims.people import Mention
from ripeness.claims.roles import PLURAL_HEADS, ROLES, TITLES
from ripeness.claims.words import Token

NounKind = Literal["person", "pronoun", "name", "role", "generic", "joint"]

PRONOUNS = word_set("he she they it we i")
DETERMINERS = word_set(
    """
    the a an this that these those his her its their our my your some one two three several many both all
    another
    """
)
PREPOSITIONS = word_set(
    """
    of for at in from on with to by about against between among near inside outside during after before under
    over via into through across without within toward towards since until despite like amid around behind
    beside beyond upon per alongside throughout regarding concerning including following
    """
)
AUXILIARIES = word_set(
    """
    has have had is are was were be been being will would can could may might must should did do does 's
    """
)
BREAKS = word_set(
    """
    that because if when while as although though but which whom what where how whether than so yet nor or who
    whose and even not no never why
    """
)
_ADVERBS = word_set(
    """
    also then later now once again both all further repeatedly himself herself themselves itself too still
    just even already not never previously first always often sometimes soon today yesterday instead simply
    rather has have had
    """
)
_TIME_WORDS = word_set(
    """
    week month year day night morning afternoon evening weekend hours minutes days weeks months years time
    moment hour monday tuesday wednesday thursday friday saturday sunday
    """
)
_APPOSITION_STARTS = word_set(
    """
    a an the one who whose which whom now then former also himself herself both his her their its citing
    speaking writing in on at during after with of for from like including however too meanwhile aged
    referring echoing using currently president director chairman head professor chief senior
    """
)
# Verbs in the past that neither '-ed' nor the list of cues shows: 'Orsel |met| Mr. Ruud'.
_IRREGULAR_PAST = word_set(
    """
    met saw sent gave took won beat fought led kept held left brought caught shot struck drew chose flew drove rose
    sat stood came went fell spent paid made got put set let lost bought sold hid broke bore cut
    """
)
_PARTITIVES = word_set("one two three four five some several many most all both none another either neither each")
# How many commas an apposition may hold ('a professor of law, history and politics at Orly, said').
_APPOSITION_COMMAS = 6


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase: tokens ``first``..``last`` (exclusive) of a sentence; ``mention`` if it is a person."""

    first: int
    last: int
    kind: NounKind
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """What noun phrases are read from: the tokens of a sentence, the people in it, the parties that are known."""

    tokens: tuple[Token, ...]
    people: tuple[Mention, ...]
    known: Gazetteer
    found: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)  # what was worked out before

    def lower(self, at: int) -> str:
        """The word at ``at`` in lower case; empty outside the sentence."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def is_mark(self, at: int) -> bool:
        """Whether ``at`` is a punctuation mark, a quotation or outside the sentence."""
        return not 0 <= at < len(self.tokens) or self.tokens[at].kind in ("mark", "quote")

    def person_in(self, first: int, last: int) -> Mention | None:
        """The last person named inside ``first``..``last`` who does not own what follows."""
        inside = [m for m in self.people if first <= m.first and m.last <= last and not (m.owns and m.last < last)]
        return inside[-1] if inside else None


def noun_at(clause: Clause, first: int) -> Noun | None:
    """The noun phrase that starts at ``first``, or None."""
    if clause.is_mark(first) or first >= len(clause.tokens) or _no_noun(clause, first):
        return None
    if contracted(clause.lower(first)) in PRONOUNS:
        return Noun(first, first + 1, "pronoun")
    if clause.lower(first) in _PARTITIVES and clause.lower(first + 1) == "of":
        if clause.lower(first + 2) in {"them", "us"}:
            return Noun(first, first + 3, "generic")
        inner = noun_at(clause, first + 2) if clause.lower(first + 2) in DETERMINERS else None
        return Noun(first, inner.last, inner.kind) if inner is not None and inner.kind in ("role", "generic") else None
    at = first
    if clause.lower(at) in DETERMINERS:
        at += 1
    start = at
    at += _named_whole(clause, at)
    while _continues(clause, at, start):
        at += 1
        if clause.lower(at) == "named" and at + 1 < len(clause.tokens) and clause.tokens[at + 1].cap:
            at += 1
    at = _with_full_names(clause, at)
    if at == start:
        return None
    return _classified(clause, first, at)


_TIME = re.compile(r"\d{1,2}[.:h]\d\d")


def _no_noun(clause: Clause, at: int) -> bool:
    """A time of the day ('16.45 Aldova said') or an adverb that opens the sentence ('Officially Aldova is')."""
    if _TIME.fullmatch(clause.tokens[at].text):
        return True
    lower = clause.lower(at)
    following = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    adverb = at == 0 and lower.endswith("ly") and len(lower) > 4 and following is not None and following.cap
    return (
        adverb
        and not any(m.first <= at < m.last for m in clause.people)
        and not clause.known.alias_length(clause.tokens, at)
    )


def contracted(word: str) -> str:
    """The pronoun of a contraction: 'he' of "he'd"."""
    head, _, tail = word.partition("'")
    return head if tail in ("d", "s", "ll", "ve", "re", "m") else word


def _named_whole(clause: Clause, at: int) -> int:
    """How many tokens a party's name with small words in it takes ('Front for the Freedom of Orly'); else nought."""
    size = clause.known.alias_length(clause.tokens, at) if at < len(clause.tokens) else 0
    return size if any(not clause.tokens[at + k].cap for k in range(size)) else 0


def _continues(clause: Clause, at: int, start: int) -> bool:
    """Whether the token at ``at`` still belongs to the noun phrase whose content starts at ``start``."""
    if at >= len(clause.tokens) or clause.tokens[at].kind in ("mark", "quote"):
        return False
    token = clause.tokens[at]
    if token.kind == "owner":
        return at > start
    if token.cap and at > start and clause.lower(at - 1) in _TIME_WORDS and not clause.tokens[at - 1].cap:
        return False  # 'in the evening |Mr. Orsel| said'
    lower = token.lower
    inside_person = any(m.first <= at < m.last for m in clause.people)
    if inside_person:
        return True
    if (
        lower in PREPOSITIONS
        or lower in BREAKS
        or lower in AUXILIARIES
        or contracted(lower) in PRONOUNS
        or lower == "named"
    ):
        return lower == "of" and _joins_name(clause, at)
    if lower in DETERMINERS and not token.cap:
        return False
    if token.cap and lower in NOT_NAMES and at > start:
        return False
    return not _verb_like(clause, at, start)


def _joins_name(clause: Clause, at: int) -> bool:
    """'Ministry of Justice', 'Council of Elders': 'of' between two capitals of an institution."""
    tokens = clause.tokens
    if at == 0 or at + 1 >= len(tokens) or not tokens[at - 1].cap or not tokens[at + 1].cap:
        return False
    inside = any(m.first <= at - 1 < m.last for m in clause.people)
    return not inside and not clause.known.alias_length(tokens, at + 1)


def _verb_like(clause: Clause, at: int, start: int) -> bool:
    token = clause.tokens[at]
    lower = token.lower
    if token.cap and at > 0:
        return False
    form = verb_forms().get(lower)
    if form is not None and form[1] == "finite" and not ambiguous(lower) and at > start:
        return True
    if lower in _IRREGULAR_PAST and at > start and clause.tokens[at - 1].cap:
        return True
    if at > start and lower.endswith("ed") and len(lower) > 4 and not lower.endswith("eed") and lower not in ROLES:
        return clause.tokens[at - 1].kind != "owner" and not clause.lower(at - 1).endswith("ly")
    return lower.endswith("ly") and len(lower) > 4 and at > start and lower != "early"


def _with_full_names(clause: Clause, at: int) -> int:
    for mention in clause.people:
        if mention.first < at < mention.last:
            return mention.last
    return at


def _classified(clause: Clause, first: int, last: int) -> Noun | None:
    """The kind of the phrase ``first``..``last``, cut to its head; None if it can be nobody."""
    tokens = clause.tokens
    if tokens[last - 1].kind == "owner":
        last -= 1
    person = clause.person_in(first, last)
    if person is not None and person.last == last:
        return Noun(first, last, "person", person)
    content = [t for t in tokens[first:last] if t.kind == "word"]
    if any(t.lower in _TIME_WORDS for t in content[-1:]):
        return None
    if all(t.lower in NOT_NAMES or t.lower.isdigit() for t in content):
        return None
    role = max((at for at in range(first, last) if _is_role(clause, at)), default=None)
    if person is not None and (role is None or role < person.last):
        return Noun(first, person.last, "person", person)
    if role is not None and role == last - 1:
        return Noun(first, last, "role")
    if tokens[last - 1].cap:
        return Noun(first, last, "name")
    if role is not None:
        return Noun(first, role + 1, "role")
    starts = clause.lower(first) in DETERMINERS or tokens[first].cap or content[-1].lower.endswith("s")
    return Noun(first, last, "generic") if starts else None


def _is_role(clause: Clause, at: int) -> bool:
    token = clause.tokens[at]
    following = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    if following is not None and following.kind == "owner":
        return False
    return token.kind == "word" and (token.lower in ROLES or token.lower.rsplit("-", 1)[-1] in ROLES)


def subject_of(clause: Clause, verb: int) -> Noun | None:
    """The subject that stands before the verb at ``verb``, or None.

    A coordinated verb ('and said') has none of its own: the caller looks for that of the verb before it.
    """
    at = _skip_before(clause, verb - 1)
    if at < 0:
        return None
    if clause.lower(at) == ")":
        while at >= 0 and clause.lower(at) != "(":
            at -= 1
        at -= 1
    if clause.lower(at) in {"who", "which"}:
        at -= 1
        if clause.lower(at) == ",":
            at -= 1
        return _last_noun(clause, at)
    if clause.lower(at) == ",":
        return _before_apposition(clause, at)
    if clause.is_mark(at) or clause.lower(at) in {"and", "but", "or"}:
        return None
    found, left = _noun_before(clause, at)
    if left >= 0 and clause.lower(left) == "," and _apposes(clause, left + 1, found):
        outer = _last_noun(clause, left - 1)
        if outer is not None and outer.kind == "person" and not _governed(clause, outer.first):
            closed = any(clause.lower(k) == "," for k in range(left + 1, at + 1))
            if found is None or closed:
                return outer
    return found


def is_coordinated(clause: Clause, verb: int) -> bool:
    """Whether the verb shares the subject of the verb before it ('said X and called Y')."""
    at = _skip_before(clause, verb - 1)
    if clause.lower(at) == ",":
        at -= 1
    return clause.lower(at) in {"and", "but", "or", "then"}


def _skip_before(clause: Clause, at: int) -> int:
    """Over adverbs, auxiliaries and weekdays that stand between a subject and its verb."""
    while at >= 0:
        step = _skippable(clause, at)
        if not step:
            break
        at -= step
    return at


def _skippable(clause: Clause, at: int) -> int:
    """How many tokens that end at ``at`` may stand between a subject and its verb; nought if none."""
    token, lower, before = clause.tokens[at], clause.lower(at), clause.lower(at - 1)
    if lower in (AUXILIARIES - {"'s"}) | _ADVERBS:
        return 1
    if token.kind == "owner" and before in PRONOUNS | {"who"}:
        return 1  # "she's said"
    if lower.endswith("ly") and len(lower) > 4 and not token.cap:
        return 1
    if lower == "," and before in {"however", "meanwhile", "too", "though"}:
        return 2
    if token.cap and lower in _TIME_WORDS:
        return 2 if before == "on" else 1
    return 0


def _stretch_start(clause: Clause, at: int) -> int:
    """The index of the boundary left of ``at`` (a mark, a conjunction, a finite verb of speech); -1 if none."""
    forms = verb_forms()
    while at >= 0:
        token = clause.tokens[at]
        if token.kind in ("mark", "quote"):
            return at
        lower = token.lower
        inside_person = any(m.first <= at < m.last for m in clause.people)
        if not inside_person and lower in BREAKS and not (lower == "and" and _between_names(clause, at)):
            return at
        form = forms.get(lower)
        reports = form is not None and form[1] == "finite" and form[2] and not ambiguous(lower) and not token.cap
        if reports and not clause.is_mark(at - 1) and clause.tokens[at - 1].kind != "owner":
            return at
        at -= 1
    return -1


def _between_names(clause: Clause, at: int) -> bool:
    tokens = clause.tokens
    return 0 < at < len(tokens) - 1 and tokens[at - 1].cap and tokens[at + 1].cap


def _noun_before(clause: Clause, at: int) -> tuple[Noun | None, int]:
    """The noun phrase in subject position in the stretch of words that ends at ``at``, and where the stretch begins."""
    left = _stretch_start(clause, at)
    found: list[Noun] = []
    here = left + 1
    while here <= at:
        if clause.lower(here) in PREPOSITIONS:
            skipped = noun_at(clause, here + 1)
            here = skipped.last if skipped else here + 1
            continue
        noun = noun_at(clause, here)
        if noun is None or noun.last > at + 1:
            here += 1
            continue
        if clause.lower(noun.last) != "'s":
            found.append(noun)
        here = max(noun.last, here + 1)
    return _best(clause, found), left


def _best(clause: Clause, found: Sequence[Noun]) -> Noun | None:
    if not found:
        return None
    if len(found) >= 2 and clause.lower(found[-1].first - 1) == "and":
        both = found[-2:]
        if both[0].last == both[1].first - 1 and {n.kind for n in both} <= {"person", "name"}:
            return Noun(both[0].first, both[1].last, "joint", both[0].mention)
    firm = [n for n in found if n.kind != "generic"]
    return firm[-1] if firm else found[0]


def _last_noun(clause: Clause, at: int) -> Noun | None:
    return _noun_before(clause, at)[0] if at >= 0 else None


def _governed(clause: Clause, first: int) -> bool:
    return clause.lower(first - 1) in PREPOSITIONS


def _apposes(clause: Clause, start: int, found: Noun | None) -> bool:
    """Whether the words from ``start`` describe the noun before the comma rather than bring a new subject."""
    lower = clause.lower(start)
    if found is not None and found.kind in ("person", "pronoun", "name"):
        return False
    return lower in _APPOSITION_STARTS or lower.isdigit() or lower.endswith("ing") or found is None


def _before_apposition(clause: Clause, comma: int) -> Noun | None:
    """The subject before a closed apposition: 'Orsel, a nurse who fled the city, said'."""
    right = comma
    fallback: Noun | None = None
    for _ in range(_APPOSITION_COMMAS):
        left = right - 1
        while left >= 0 and clause.lower(left) not in {",", "—", "–"} and clause.tokens[left].kind != "quote":
            left -= 1
        inner = _last_noun(clause, right - 1)
        starts = clause.lower(left + 1)
        appositive = starts in _APPOSITION_STARTS or starts.isdigit() or starts.endswith("ing") or inner is None
        if inner is not None and inner.kind == "person" and (not appositive or left < 0):
            return inner
        if inner is not None and inner.kind in ("name", "role", "pronoun") and not appositive:
            fallback = fallback or inner
        if left < 0 or clause.tokens[left].kind == "quote":
            return fallback or (inner if inner is not None and inner.kind != "generic" else None)
        right = left
    return fallback


def named_beside(clause: Clause, noun: Noun) -> Mention | None:
    """The person whom an apposition names: 'the union's deputy, |Karl Ruud|, said'."""
    if noun.kind not in ("role", "generic"):
        return None
    end = noun.last
    while end < len(clause.tokens) and clause.lower(end) != "," and end - noun.last < _APPOSITION_WORDS:
        if clause.is_mark(end) or (
            clause.lower(end) not in {"of", "for", "the", "at", "to"} and not _after_of(clause, end, noun)
        ):
            return None
        end += 1
    if clause.lower(end) != ",":
        return None
    name = end + 1
    while (
        clause.lower(name) in TITLES and name - end < _TITLES_LIMIT and not any(m.first == name for m in clause.people)
    ):
        name += 1
    mention = next((m for m in clause.people if m.first == name), None)
    return mention if mention is not None and clause.is_mark(mention.last) else None


# How many titles may stand before the name ('the negotiator, Colonel Dr. Orsel').
_TITLES_LIMIT = 3
# How long 'of the X' may be between an office and the name of who holds it.
_APPOSITION_WORDS = 8


def _after_of(clause: Clause, at: int, noun: Noun) -> bool:
    return any(clause.lower(k) in {"of", "for", "at", "to"} for k in range(noun.last, at))


def is_plural(clause: Clause, noun: Noun) -> bool:
    """Whether a base form can be this noun's verb ('analysts say')."""
    if noun.kind == "joint":
        return True
    head = clause.lower(noun.last - 1)
    return head in {"they", "we", "i", "you"} or head in PLURAL_HEADS or (head.endswith("s") and noun.kind != "person")
