"""Indirect speech: the clauses in which a report gives somebody's words in its own.

Cues and their subjects come from `cue_search`; the parse says how far the words go that they govern:

1. the clause or infinitive that hangs on the cue ('said that ...', 'promised to ...');
2. the sentence around a cue that is thrown in or stands at the end ('The plan, she said, was dead');
3. where the parse has neither, the words after 'that', or right after the verb;
4. with 'according to', the rest of the sentence.

What is no more than a quotation is left to `attribution`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ripeness.claims.clause_cues import ADJECTIVES, INFINITIVE, WITH_CLAUSE, clause_cues, infinitive, subject_in
from ripeness.claims.cue_search import Cue, cues_in
from ripeness.claims.cues import SPEECH_NOUNS, ambiguous, verb_forms
from ripeness.claims.grammar import Tree
from ripeness.claims.lexicon import word_set
from ripeness.claims.nouns import Clause

_DOING = word_set("continue appear seem go begin start proceed rush hasten")
_HEDGES = word_set("reportedly apparently allegedly seemingly supposedly")
_HEDGING = word_set("suggest hint imply indicate signal intimate insinuate")
_DENYING = word_set("deny dispute")
_WITH_CLAUSE = WITH_CLAUSE | ADJECTIVES
# What opens a clause that is never the words themselves, and what opens one only after a question.
_CIRCUMSTANCES = word_set("after before as while since until because although though provided")
_RELATIVES = word_set("who which whose whom when where if whatever")
_ASKING = word_set(
    """
    ask wonder know tell explain decide determine question inquire doubt discuss consider learn find see show reveal
    remember discover specify clarify predict guess understand hear imagine debate recall
    """
)
# Verbs of speech after which 'that' is a pronoun: 'rejected that offer'.
_NO_CLAUSE = word_set("reject dismiss decline describe accuse broadcast attack")
# Verbs whose object is whom they speak to.
_ADDRESSING = word_set("tell ask inform remind warn assure inform advise show convince persuade notify promise")
# Words before which reported words may end.
_GOING_ON = word_set("and but or while as after before when where who which because although though since until")
# Verbs that are thrown into the words they report, and that words may follow without 'that'.
_THROWN = word_set(
    """
    say tell add write report note explain argue announce claim insist acknowledge admit believe think warn predict
    suggest recall reply respond ask conclude state declare confirm maintain observe remark contend complain joke
    estimate assert reckon fear hope promise learn think expect read show indicate guess stress agree concede put point
    """
)
# How far after a verb of speech 'that' may stand ('told reporters on Monday at the airport that').
_REACH = 12
# How long an insertion between a verb of speech and 'that' may be.
_INSERTED = 14
# How many words may stand between a verb of speech and the subject with which it is thrown in.
_NEAR = 8
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
    known = [_with_subject(clause, tree, cue) for cue in cues_in(clause) if cue.subject is not None]
    known = [c for c in known if c.place != "verb" or not ambiguous(clause.lower(c.first)) or tree.is_verb(c.first)]
    for cue in (*known, *clause_cues(clause, tree, known)):
        for row in _of_cue(clause, tree, cue):
            span = _trimmed(clause, row.first, row.last)
            if span is None or _only_quoted(clause, *span):
                continue
            first, last = span
            found.setdefault(span, Indirect(first, last, row.cue, row.negated, row.hedged, row.rule))
    return sorted(found.values(), key=lambda row: (row.first - row.last, row.first))


def _with_subject(clause: Clause, tree: Tree, cue: Cue) -> Cue:
    """The cue with the subject of the parse, where that is surer than the words beside the cue.

    So it is for 'who' ('the farmers of the valley, |who| argued that'), and where the words beside the cue are no
    subject ('critics of the plan, among them two ministers, say').
    """
    own = tree.own_subject(cue.first) if cue.place == "verb" else None
    if own is None or cue.subject is None or tree.passive(cue.first):
        return cue
    relative = clause.lower(own) in {"who", "which"}
    beside = range(cue.subject.first, cue.subject.last)
    if not relative and (own in beside or any(tree.label(k).startswith("nsubj") for k in beside)):
        return cue
    noun = subject_in(clause, tree, cue.first)
    return replace(cue, subject=noun) if noun is not None else cue


def _of_cue(clause: Clause, tree: Tree, cue: Cue) -> Iterator[Indirect]:
    if cue.place == "according":
        yield from _according(clause, tree, cue)
        return
    at = cue.first
    lemma = _lemma(clause, tree, at)
    if cue.place == "noun":
        content = tree.first(at, "acl", "ccomp", "dep")
        denied, rule = lemma == "denial", "the clause of a noun of speech"
        if content is not None and tree.marked(content) == "that" and lemma in SPEECH_NOUNS:
            yield Indirect(*tree.span(content), cue, denied, False, rule)
        elif clause.lower(at + 1) == "that" and tree.parse.tags[at + 1] == "SCONJ":
            last = max(tree.span(tree.head(at + 1))[1], at + 2)
            mark = next((k for k in range(at + 2, last) if clause.lower(k) in {",", ";"}), last)
            yield Indirect(at + 1, mark, cue, denied, False, rule)
        return
    negated = tree.negated(at) or lemma in _DENYING
    hedged = _hedged(tree, at) or lemma in _HEDGING
    if lemma in verb_forms() and verb_forms()[lemma][2] and clause.lower(at - 1) == "to" and _goes_on(tree, at):
        cue = replace(cue, strong=True)
    if lemma in _NO_CLAUSE:
        return
    spans = list(_thrown_in(clause, tree, at, lemma, cue))
    spans = spans or list(_clauses(clause, tree, at, lemma, cue))
    if not spans and (cue.strong or lemma in _WITH_CLAUSE):
        after = _after_that(clause, tree, at)
        spans = [(after, "the words after 'that'")] if after is not None else []
    if not spans:
        rest = _rest(clause, tree, at, lemma, cue)
        spans = [(rest, "the words right after the verb of speech")] if rest is not None else []
    for (first, last), rule in spans:
        last = _cut(clause, first, last) if first > at else last
        yield Indirect(first, last, cue, negated, hedged, rule)


def _cut(clause: Clause, first: int, last: int) -> int:
    """Where the words end before the speaker goes on: 'said it was dead, |adding that|'."""
    for here in range(first + 2, last):
        form = verb_forms().get(clause.lower(here))
        if form is not None and form[1] == "participle" and form[2] and clause.lower(here - 1) == ",":
            return here - 1
    return last


def _goes_on(tree: Tree, at: int) -> bool:
    """Whether what is said 'to' be done is done: 'continued to insist', 'appeared to suggest', 'went on to say'."""
    above = tree.head(at)
    return above >= 0 and tree.lemma(above) in _DOING


def _lemma(clause: Clause, tree: Tree, at: int) -> str:
    form = verb_forms().get(clause.lower(at))
    return form[0] if form is not None else tree.lemma(at)


def _clauses(clause: Clause, tree: Tree, at: int, lemma: str, cue: Cue) -> Iterator[tuple[tuple[int, int], str]]:
    """The clauses that hang on a cue verb, or in which it is thrown in."""
    for child in tree.children[at]:
        label = tree.label(child).split(":", 1)[0]
        if label == "ccomp" and (cue.strong or lemma in _WITH_CLAUSE):
            span = _without(tree, tree.span(child), at, cue)
            if not _circumstance(clause, tree, at, lemma, child):
                yield _widened(clause, tree, at, lemma, span), "the clause that the verb of speech governs"
    urged = infinitive(tree, at) if lemma in INFINITIVE else None
    if urged is not None:
        yield tree.span(urged), "the infinitive that the verb of speech governs"


def _circumstance(clause: Clause, tree: Tree, at: int, lemma: str, child: int) -> bool:
    """Whether the clause says when or of whom, not what: 'said |when he was asked|', 'Orsel, |who led it|, said'."""
    first, last = tree.span(child, "punct")
    opening = next(
        (k for k in range(first, min(first + 2, last)) if tree.head(k) == child and clause.lower(k) in _RELATIVES), None
    )
    if clause.lower(first) == "that" and last <= at:
        return True  # it hangs on an earlier verb
    if opening is not None:
        return opening < at or not (lemma in _ASKING or tree.negated(at))
    return tree.marked(child) in _CIRCUMSTANCES


def _widened(clause: Clause, tree: Tree, at: int, lemma: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span as far as the words go on without a mark, where the parse breaks a clause behind its cue in two.

    It begins right after the cue unless the words between are whom or when it was said.
    """
    first, last = span
    if first <= at:
        return span
    between = range(at + 1, first)
    that = next((k for k in between if clause.lower(k) == "that" and tree.label(k) == "mark"), None)
    if that is not None:
        first = that
    elif lemma not in _ADDRESSING and not any(clause.is_mark(k) for k in between):
        apart = {k for child in tree.kids(at, "obl", "advmod", "iobj", "nsubj") for k in tree.below(child)}
        first = next((k for k in between if k not in apart), first)
    stops = frozenset() if _only_quoted(clause, first, last) else _GOING_ON
    while last < len(clause.tokens) and not clause.is_mark(last) and clause.lower(last) not in stops:
        last += 1
    return first, last


def _without(tree: Tree, span: tuple[int, int], at: int, cue: Cue) -> tuple[int, int]:
    """The span without the cue and its subject, where they stand at its end."""
    first, last = span
    start = min(at, cue.subject.first) if cue.subject else at
    end = max(at + 1, cue.subject.last) if cue.subject else at + 1
    return (first, start) if first < start < last <= end + 1 else (first, last)


def _thrown_in(clause: Clause, tree: Tree, at: int, lemma: str, cue: Cue) -> Iterator[tuple[tuple[int, int], str]]:
    """'The plan, she said, was dead'; 'The plan was dead, she said.': subject and verb between marks.

    The words run from the start of the sentence to its end and so hold the cue, or stop before a cue that nothing but
    'and', a circumstance or an apposition follows.
    """
    subject = cue.subject
    if subject is None or lemma not in _THROWN or clause.lower(at).endswith("ing"):
        return
    start, end = min(at, subject.first), max(at + 1, subject.last)
    opening = clause.lower(start - 1) == "as"
    start -= opening
    if (
        (start > 0 and clause.lower(start - 1) not in _DASHES)
        or (start == 0 and not opening)
        or end - start > subject.last - subject.first + _NEAR
    ):
        return
    stop = next((k for k in range(end, len(clause.tokens)) if clause.is_mark(k)), len(clause.tokens))
    addressed = lemma in _ADDRESSING or not any(end <= k < stop for k in tree.kids(at, "obj", "xcomp"))
    if stop - end > _TAIL or not addressed or any(clause.lower(k) == "that" for k in range(end, stop)):
        return
    if start == 0:
        yield (stop, len(clause.tokens)), "the sentence after 'as X says'"
        return
    left = next((k + 1 for k in range(start - 2, -1, -1) if clause.lower(k) == ";"), 0)
    right = next((k for k in range(stop, len(clause.tokens)) if clause.lower(k) in {";", "."}), len(clause.tokens))
    following = clause.lower(stop + 1)
    over = not any(clause.tokens[k].kind in ("word", "quote") for k in range(stop, right))
    over = over or subject.first > at or following in _GOING_ON | {"citing", "adding", "calling", "pointing", "noting"}
    if not over:
        yield (left, right), "the sentence into which the verb of speech is thrown"
    elif _told(clause, tree, left, start - 1):
        yield (left, start - 1), "the words before a verb of speech at the sentence's end"


def _told(clause: Clause, tree: Tree, first: int, last: int) -> bool:
    """Whether the words tell something by themselves: a verb with its subject, not under 'when' or 'after'."""
    if clause.lower(first) in _CIRCUMSTANCES | {"when", "if", "asked"}:
        return False
    return any(tree.is_verb(k) or tree.first(k, "cop") is not None for k in range(first, last)) and any(
        tree.label(k).split(":", 1)[0] in ("nsubj", "expl") for k in range(first, last)
    )


_DASHES = frozenset({",", "—", "–", "-", "--"})
# How many words may follow a cue that is thrown in: 'she said on Tuesday in the capital'.
_TAIL = 8


def _rest(clause: Clause, tree: Tree, at: int, lemma: str, cue: Cue) -> tuple[int, int] | None:
    """The words right after a verb of speech, where they hold a verb with its subject but the parse parts them."""
    subject = cue.subject
    if lemma not in _THROWN or subject is None or subject.last > at or clause.is_mark(at + 1):
        return None
    if tree.parse.tags[at + 1] in ("ADP", "SCONJ", "CCONJ", "PART", "ADV") or lemma in _ADDRESSING:
        return None
    end = next((k for k in range(at + 1, len(clause.tokens)) if clause.lower(k) in {";", ",", "."}), len(clause.tokens))
    return (at + 1, end) if _told(clause, tree, at + 1, end) else None


def _after_that(clause: Clause, tree: Tree, at: int) -> tuple[int, int] | None:
    """The words after 'that', which stands a few words after the cue ('told reporters on Monday that')."""
    start = at + 1
    if clause.lower(start) == ",":  # 'insists, as he did in May, that'
        closing = next(
            (k for k in range(start + 1, min(start + _INSERTED, len(clause.tokens))) if clause.is_mark(k)), -1
        )
        start = closing + 1 if closing > 0 and clause.lower(closing) == "," else start
    for here in range(start, min(start + _REACH, len(clause.tokens))):
        if clause.is_mark(here):
            return None
        if clause.lower(here) == "that" and (tree.label(here) == "mark" or tree.parse.tags[here] == "SCONJ"):
            last = _end(clause, tree, here)
            holds = any(tree.is_verb(k) or tree.first(k, "cop") is not None for k in range(here, last))
            return (here, last) if holds else None  # 'rejected that offer'

    return None


def _end(clause: Clause, tree: Tree, first: int) -> int:
    """Where words that begin at ``first`` end: at a semicolon, or before 'and' and another's verb of speech."""
    for here in range(first + 1, len(clause.tokens)):
        if clause.lower(here) == ";":
            return here
        if clause.lower(here) in {"and", "but", "while"} and clause.lower(here - 1) == ",":
            verb = next((k for k in range(here + 1, len(clause.tokens)) if tree.parse.tags[k] == "VERB"), None)
            if verb is not None and verb_forms().get(clause.lower(verb), ("", "", False))[2]:
                return here - 1
    return len(clause.tokens)


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
