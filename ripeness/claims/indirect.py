"""Indirect speech: the clauses in which a report gives somebody's words in its own.

Cues and their subjects come from `cue_search`; the parse says how far the words go that they govern:

1. the clause or infinitive that hangs on the cue ('said that ...', 'promised to ...');
2. the sentence around a cue that is thrown in or stands at the end ('The plan, she said, was dead');
3. where the parse has neither, the words after 'that';
4. with 'according to', the rest of the sentence.

What is no more than a quotation is left to `attribution`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ripeness.claims.clause_cues import ADJECTIVES, WITH_CLAUSE, clause_cues
from ripeness.claims.cue_search import Cue, cues_in
from ripeness.claims.cues import SPEECH_NOUNS, verb_forms
from ripeness.claims.grammar import Tree
from ripeness.claims.lexicon import word_set
from ripeness.claims.nouns import Clause

# Verbs that give words as an infinitive: 'promised to withdraw', 'urged Kell to withdraw'.
_INFINITIVE = word_set(
    """
    promise pledge vow threaten offer agree refuse decline urge ask tell order demand call request beg implore invite
    instruct warn advise exhort swear propose undertake commit claim command challenge plead press appeal
    """
)
_HEDGES = word_set("reportedly apparently allegedly seemingly supposedly")
_HEDGING = word_set("suggest hint imply indicate signal intimate insinuate")
_DENYING = word_set("deny dispute")
_WITH_CLAUSE = WITH_CLAUSE | ADJECTIVES
_CLAUSES = ("ccomp", "csubj", "advcl")
# Words of a clause; fewer than this and a stop is no reported clause.
_MIN_WORDS = 2


@dataclass(frozen=True, slots=True)
class Indirect:
    """Reported words: tokens ``first``..``last`` (exclusive) of the sentence, with the cue that reports them."""

    first: int
    last: int
    cue: Cue
    negated: bool
    hedged: bool
    rule: str


def indirect_in(clause: Clause, tree: Tree) -> list[Indirect]:
    """The indirect statements of a sentence, outer ones first."""
    found: dict[tuple[int, int], Indirect] = {}
    known = [cue for cue in cues_in(clause) if cue.subject is not None]
    for cue in (*known, *clause_cues(clause, tree, known)):
        for row in _of_cue(clause, tree, cue):
            span = _trimmed(clause, row.first, row.last)
            if span is None or _only_quoted(clause, *span):
                continue
            first, last = span
            found.setdefault(span, Indirect(first, last, row.cue, row.negated, row.hedged, row.rule))
    return sorted(found.values(), key=lambda row: (row.first - row.last, row.first))


def _of_cue(clause: Clause, tree: Tree, cue: Cue) -> Iterator[Indirect]:
    if cue.place == "according":
        yield from _according(clause, tree, cue)
        return
    at = cue.first
    lemma = _lemma(clause, tree, at)
    if cue.place == "noun":
        content = tree.first(at, "acl", "ccomp", "dep")
        if content is not None and tree.marked(content) == "that" and lemma in SPEECH_NOUNS:
            yield Indirect(*tree.span(content), cue, lemma == "denial", False, "the clause of a noun of speech")
        return
    negated = tree.negated(at) or lemma in _DENYING
    hedged = _hedged(tree, at) or lemma in _HEDGING
    spans = list(_clauses(clause, tree, at, lemma, cue))
    if not spans and (cue.strong or lemma in _WITH_CLAUSE):
        after = _after_that(clause, at)
        spans = [(after, "the words after 'that'")] if after is not None else []
    for (first, last), rule in spans:
        yield Indirect(first, last, cue, negated, hedged, rule)


def _lemma(clause: Clause, tree: Tree, at: int) -> str:
    form = verb_forms().get(clause.lower(at))
    return form[0] if form is not None else tree.lemma(at)


def _clauses(clause: Clause, tree: Tree, at: int, lemma: str, cue: Cue) -> Iterator[tuple[tuple[int, int], str]]:
    """The clauses that hang on a cue verb, or in which it is thrown in."""
    for child in tree.children[at]:
        label = tree.label(child).split(":", 1)[0]
        if label == "ccomp" and (cue.strong or lemma in _WITH_CLAUSE):
            yield _without(tree, tree.span(child), at, cue), "the clause that the verb of speech governs"
        elif label in ("xcomp", "advcl", "ccomp") and lemma in _INFINITIVE and tree.marked(child) == "to":
            yield tree.span(child), "the infinitive that the verb of speech governs"
    if cue.strong and tree.label(at).split(":", 1)[0] in ("parataxis", "discourse") and tree.head(at) >= 0:
        yield from _around(clause, tree, at, cue)
    elif cue.strong and cue.subject is not None and not any(True for _ in tree.kids(at, *_CLAUSES)):
        yield from _before(clause, tree, at, cue)


def _without(tree: Tree, span: tuple[int, int], at: int, cue: Cue) -> tuple[int, int]:
    """The span without the cue and its subject, where they stand at its end."""
    first, last = span
    start = min(at, cue.subject.first) if cue.subject else at
    end = max(at + 1, cue.subject.last) if cue.subject else at + 1
    return (first, start) if first < start < last <= end + 1 else (first, last)


def _around(clause: Clause, tree: Tree, at: int, cue: Cue) -> Iterator[tuple[tuple[int, int], str]]:
    """'The plan, she said, was dead': the sentence with the cue inside, or before the cue at its end."""
    first, last = tree.span(tree.head(at), "parataxis")
    low, high = tree.span(at)
    if low <= first:
        first = high
    elif high >= last or high >= len(clause.tokens) - 1:
        last = min(last, low)
    if first < last:
        yield (first, last), "the sentence into which the verb of speech is thrown"


def _before(clause: Clause, tree: Tree, at: int, cue: Cue) -> Iterator[tuple[tuple[int, int], str]]:
    """'The plan was dead, she said.': a cue at the end after a comma, where the parse does not join the two."""
    assert cue.subject is not None  # noqa: S101  checked by the caller
    start = min(at, cue.subject.first)
    end = max(at + 1, cue.subject.last)
    comma = clause.lower(start - 1) in {",", "—", "–"}
    rest = [k for k in range(end, len(clause.tokens)) if clause.tokens[k].kind == "word"]
    if comma and len(rest) <= _TAIL and any(tree.is_verb(k) for k in range(start - 1)):
        left = start - 1
        while left > 0 and clause.tokens[left - 1].kind != "quote" and clause.lower(left - 1) != ";":
            left -= 1
        yield (left, start - 1), "the words before a verb of speech at the sentence's end"


# How many words may follow the cue at a sentence's end: 'she said on Tuesday in the capital'.
_TAIL = 8


def _after_that(clause: Clause, at: int) -> tuple[int, int] | None:
    """The words after 'that', which stands at most a few words after the cue ('told reporters on Monday that')."""
    for here in range(at + 1, min(at + 9, len(clause.tokens))):
        if clause.is_mark(here):
            return None
        if clause.lower(here) == "that":
            end = here + 1
            while end < len(clause.tokens) and clause.lower(end) != ";":
                end += 1
            return here, end
    return None


def _according(clause: Clause, tree: Tree, cue: Cue) -> Iterator[Indirect]:
    """The sentence around 'according to X'."""
    assert cue.subject is not None  # noqa: S101  checked by the caller
    end = max(cue.last, cue.subject.last)
    low, high = cue.first, end
    for at in range(cue.subject.first, cue.subject.last):
        if tree.label(at).split(":", 1)[0] in ("obl", "nmod", "root", "parataxis", "dep"):
            high = max(high, tree.span(at)[1])
    rule = "the sentence that 'according to' vouches for"
    if low <= 1:
        if clause.lower(high) == ",":
            high += 1
        if high < len(clause.tokens):
            yield Indirect(high, len(clause.tokens), cue, False, False, rule)
        return
    last = low if high >= len(clause.tokens) - 2 else len(clause.tokens)
    yield Indirect(0, last, cue, False, False, rule)


def _hedged(tree: Tree, at: int) -> bool:
    if any(tree.tokens[c].lower in _HEDGES for c in tree.kids(at, "advmod")):
        return True
    above = tree.head(at)
    return above >= 0 and tree.label(at).startswith("xcomp") and tree.lemma(above) in ("appear", "seem")


def _trimmed(clause: Clause, first: int, last: int) -> tuple[int, int] | None:
    """The span without commas and stops at its ends; None if no clause is left."""
    while first < last and clause.tokens[first].kind == "mark":
        first += 1
    while last > first and clause.tokens[last - 1].kind == "mark":
        last -= 1
    words = sum(token.kind in ("word", "quote") for token in clause.tokens[first:last])
    return (first, last) if words >= _MIN_WORDS else None


def _only_quoted(clause: Clause, first: int, last: int) -> bool:
    """Whether the words are nothing but quotations."""
    return all(token.kind in ("quote", "mark") for token in clause.tokens[first:last])


def nesting(rows: Sequence[Indirect]) -> list[list[int]]:
    """For each statement the indices of those in whose words its cue stands, outermost first."""
    return [
        [
            other
            for other, outer in enumerate(rows)
            if other != inner and outer.first <= row.cue.first < outer.last and outer.cue.first != row.cue.first
        ]
        for inner, row in enumerate(rows)
    ]
