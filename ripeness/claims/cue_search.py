"""Where a sentence holds cues: verbs of speech with their subjects, 'according to', "X's warning that".

A cue without a subject in the sentence is no cue; a participle or a coordinated verb takes the
subject of the verb before it; a passive takes its agent ('was called a "trap" by Orsel').
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ripeness.claims.cues import SPEECH_NOUNS, ambiguous, plain_with_subject, verb_forms
from ripeness.claims.lexicon import word_set
from ripeness.claims.nouns import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    Clause,
    Noun,
    is_coordinated,
    is_plural,
    noun_at,
    subject_of,
)

Place = Literal["verb", "according", "noun"]

BE = word_set("is are was were be been being gets got")
_BASE_AFTER = word_set("to will would can could did not may might must should does do let")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a sentence: tokens ``first``..``last`` (exclusive), and the noun phrase that speaks."""

    first: int
    last: int
    place: Place
    strong: bool
    subject: Noun | None
    inverted: bool = False


def cues_in(clause: Clause) -> tuple[Cue, ...]:
    """The cues of a sentence, in order, each with the noun phrase that speaks (None where it has none)."""
    if "cues" not in clause.found:
        clause.found["cues"] = tuple(_cues(clause))
    return clause.found["cues"]


def _cues(clause: Clause) -> Iterator[Cue]:
    last: Noun | None = None
    for at in range(len(clause.tokens)):
        cue = _phrase(clause, at) or _noun_cue(clause, at) or _verb(clause, at, last)
        if cue is not None:
            yield cue
            if cue.place == "verb" and cue.strong and cue.subject is not None:
                last = cue.subject


def _phrase(clause: Clause, at: int) -> Cue | None:
    """'according to X', 'in response to X' (its spun form), 'in the words of X', 'as X put it'."""
    lower = clause.lower(at)
    second = clause.lower(at + 1)
    spun = lower == "in" and second in {"response", "keeping"} and clause.lower(at + 2) in {"to", "with"}
    if (lower == "according" and second == "to") or spun:
        last = at + (3 if spun else 2)
        subject = _source_after(clause, last)
        clear = not spun or clause.lower(at - 1) == "," or at == 0
        return Cue(at, last, "according", not spun or _closes(clause, subject), subject) if clear else None
    if lower == "words" and second == "of" and clause.lower(at - 1) == "the":
        return Cue(at, at + 2, "noun", True, noun_at(clause, at + 2))
    if lower == "put" and second in {"it", "the"}:
        subject = subject_of(clause, at)
        return Cue(at, at + 2, "verb", True, subject) if subject else None
    if (lower in {"made", "makes", "making"} and "clear" in (clause.lower(at + 1), clause.lower(at + 2))) or (
        lower in {"made", "makes"} and second == "it" and clause.lower(at + 2) in {"plain", "known"}
    ):
        subject = subject_of(clause, at)
        return Cue(at, at + 2, "verb", True, subject) if subject else None
    if lower == "known" and second == "as" and what_clause(clause, at):
        return Cue(at, at + 2, "verb", True, subject_of(clause, at))
    return None


def _closes(clause: Clause, subject: Noun | None) -> bool:
    return subject is not None and clause.is_mark(subject.last)


def _source_after(clause: Clause, at: int) -> Noun | None:
    """The source after 'according to': a noun phrase, or an outlet's name in quotation marks."""
    if at < len(clause.tokens) and clause.tokens[at].kind == "quote":
        return Noun(at, at + 1, "name")
    noun = noun_at(clause, at)
    if noun is not None and not _goes_before_a_noun(clause, noun):
        return noun
    end = next((k for k in range(at, min(at + _SOURCE_WORDS, len(clause.tokens))) if clause.is_mark(k)), at)
    return Noun(at, end, "generic") if end > at else None


def _goes_before_a_noun(clause: Clause, noun: Noun) -> bool:
    """Whether an office of one word is an adjective here: 'according to |official| data'."""
    alone = noun.kind == "role" and noun.last == noun.first + 1
    return alone and not clause.is_mark(noun.last) and clause.is_mark(noun.last + 1)


# How long a source without an article may be.
_SOURCE_WORDS = 6


_AFTER_SPEECH_NOUN = word_set(
    """
    that was is as of to about on for against in by calling saying
    """
)


def _noun_cue(clause: Clause, at: int) -> Cue | None:
    """ "Orsel's warning that", 'in his speech': the owner of the words speaks."""
    if clause.lower(at) not in SPEECH_NOUNS or at == 0 or clause.lower(at + 1) not in _AFTER_SPEECH_NOUN:
        return None
    left = at - 1
    while left > 0 and at - left < 4 and clause.tokens[left].kind == "word" and clause.lower(left) not in _POSSESSIVE:
        if clause.lower(left) in PREPOSITIONS | DETERMINERS | AUXILIARIES:
            return None
        left -= 1
    if clause.lower(left) in {"his", "her", "their"}:
        return Cue(at, at + 1, "noun", True, Noun(left, left + 1, "pronoun"))
    if clause.tokens[left].kind != "owner":
        return None
    owner = _owner(clause, left)
    return Cue(at, at + 1, "noun", True, owner) if owner else None


_POSSESSIVE = word_set("his her their its")


def _owner(clause: Clause, mark: int) -> Noun | None:
    """The noun phrase that ends right before the owner mark at ``mark``."""
    first = mark - 1
    person = next((m for m in clause.people if m.last == mark), None)
    if person is not None:
        return Noun(person.first, person.last, "person", person)
    while first > 0 and (clause.tokens[first - 1].cap or clause.lower(first - 1) == "the"):
        first -= 1
    return Noun(first, mark, "name") if clause.tokens[mark - 1].cap else None


def _verb(clause: Clause, at: int, last: Noun | None) -> Cue | None:
    """A verb of speech or thought at ``at`` with its subject; None if the word is no verb here."""
    token = clause.tokens[at]
    form = verb_forms().get(token.lower)
    if form is None or token.kind != "word" or (token.cap and at > 0):
        return None
    _, kind, strong = form
    before = clause.tokens[at - 1] if at else None
    if (
        before is not None
        and (before.kind == "owner" or before.lower in DETERMINERS)
        and before.lower not in {"both", "all"}
    ):
        contracted = before.kind == "owner" and clause.lower(at - 2) in PRONOUNS | {"who"}
        if not contracted:
            return None
    if kind == "participle":
        return Cue(at, at + 1, "verb", strong, _participle_subject(clause, at, last))
    if kind == "base" and clause.lower(at - 1) in _BASE_AFTER:
        return Cue(at, at + 1, "verb", strong and clause.lower(at - 1) != "to", last or subject_of(clause, at))
    if _passive_voice(clause, at):
        agent = _agent(clause, at)
        return Cue(at, at + 1, "verb", strong, agent) if agent else None
    inverted = _inverted(clause, at) if kind == "finite" else None
    if inverted is not None:
        return Cue(at, at + 1, "verb", True, inverted, True)
    subject = subject_of(clause, at)
    if subject is None and is_coordinated(clause, at) and kind == "finite" and not ambiguous(token.lower):
        subject = last or first_subject(clause, at)
    if subject is None or not _agrees(clause, at, kind, subject):
        return None
    return Cue(at, at + 1, "verb", strong, subject)


def _agrees(clause: Clause, at: int, kind: str, subject: Noun) -> bool:
    if kind == "base" and not is_plural(clause, subject):
        return clause.lower(at) in {"read", "broadcast"}
    if ambiguous(clause.lower(at)):
        return plain_with_subject(clause.lower(at)) and subject.last >= at - 1 and subject.kind != "generic"
    return True


def _participle_subject(clause: Clause, at: int, last: Noun | None) -> Noun | None:
    """'..., calling it', 'after saying': the subject of the sentence's verb; 'quoted as saying' alike."""
    if clause.lower(at - 1) in BE | {"been"}:
        return subject_of(clause, at)
    return last or first_subject(clause, at)


def first_subject(clause: Clause, before: int) -> Noun | None:
    """The first noun phrase of the sentence that no preposition governs."""
    whole = before == len(clause.tokens)
    if whole and "first subject" in clause.found:
        return clause.found["first subject"]
    noun = _first_subject(clause, before)
    if whole:
        clause.found["first subject"] = noun
    return noun


def _first_subject(clause: Clause, before: int) -> Noun | None:
    at = 0
    while at < before:
        if clause.lower(at) in PREPOSITIONS:
            skipped = noun_at(clause, at + 1)
            at = skipped.last if skipped else at + 1
            continue
        noun = noun_at(clause, at)
        if noun is None:
            at += 1
        elif noun.kind == "generic" or (noun.last < len(clause.tokens) and clause.tokens[noun.last].kind == "owner"):
            at = noun.last
        else:
            return noun
    return None


def _passive_voice(clause: Clause, at: int) -> bool:
    left = at - 1
    while left >= 0 and (
        clause.lower(left).endswith("ly") or clause.lower(left) in {"also", "often", "once", "not", "widely"}
    ):
        left -= 1
    return clause.lower(at + 1) == "by" or clause.lower(left) in BE


def _agent(clause: Clause, at: int) -> Noun | None:
    for here in range(at + 1, min(at + 6, len(clause.tokens))):
        if clause.is_mark(here):
            return None
        if clause.lower(here) == "by":
            return noun_at(clause, here + 1)
    return None


def _inverted(clause: Clause, at: int) -> Noun | None:
    """The subject after the verb: '"...," said Dana Orsel', 'The talks had failed, said Dana Orsel, a minister.'"""
    left = at - 1
    if clause.lower(left) in {",", "—", "–", "-"}:
        left -= 1
    after_quotation = left >= 0 and clause.tokens[left].kind == "quote"
    if not after_quotation and (left == at - 1 or clause.lower(at) not in {"said", "says"}):
        return None
    right = at + 1
    if clause.lower(right) in {"also", "yesterday", "today"}:
        right += 1
    noun = noun_at(clause, right)
    if after_quotation or noun is None:
        return noun
    closed = noun.last >= len(clause.tokens) or clause.tokens[noun.last].kind == "mark"
    return noun if closed and noun.kind in ("person", "name", "role") else None


def what_clause(clause: Clause, verb: int) -> bool:
    """'in what the ministry called', with the spun 'known' for 'called'."""
    subject = subject_of(clause, verb)
    return subject is not None and clause.lower(subject.first - 1) == "what"
