"""Cues that the parse shows and the words alone do not: a verb on which a clause hangs, with its subject.

`cue_search` reads subjects off the words beside a verb and so misses long ones ('critics of the programme, like ...,
say that'), one-word plurals ('officials fear that') and verbs that report only where a clause hangs on them ('the study
found that', 'he is convinced that'). Here the subject is that of the parse.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ripeness.claims.cue_search import Cue
from ripeness.claims.cues import verb_forms
from ripeness.claims.grammar import NOUNS, Tree
from ripeness.claims.lexicon import word_set
from ripeness.claims.nouns import PRONOUNS, Clause, Noun, noun_at
from ripeness.claims.roles import ROLES

# Verbs that report where a clause hangs on them, and else tell what somebody did or felt.
WITH_CLAUSE = word_set(
    """
    believe think expect hope fear feel consider doubt wonder assume suspect reckon predict understand anticipate
    conclude know worry estimate calculate find show reveal demonstrate guess learn hear determine decide contend
    posit hypothesise hypothesize complain grumble fret caution disagree recall remember imagine realise realize
    document record certify attest allow pretend dream foresee figure judge discover yell wish
    """
)
# Adjectives and participles that do: 'is convinced that', 'were afraid that'.
ADJECTIVES = word_set(
    """
    convinced confident sure certain afraid worried concerned hopeful sceptical skeptical doubtful aware adamant
    optimistic pessimistic fearful incensed outraged furious frustrated disappointed unsure uncertain clear glad
    sorry proud surprised
    """
)
# Verbs that give words as an infinitive: 'promised to withdraw', 'urged Kell to withdraw'. After 'agree' and 'refuse'
# it is a deed that is told, and no words.
INFINITIVE = word_set(
    """
    promise pledge vow threaten offer urge ask tell order demand call request beg implore invite
    instruct warn advise exhort swear propose undertake commit claim command challenge plead press appeal
    encourage forbid
    """
)
_RELATIVES = word_set("who which that whom whose")
_CORE = ("det", "amod", "compound", "nummod", "nmod:poss", "flat", "advmod")


def clause_cues(clause: Clause, tree: Tree, known: Sequence[Cue]) -> Iterator[Cue]:
    """The cues of a sentence that ``known`` does not hold, or holds without a subject."""
    found = {at for cue in known if cue.subject is not None for at in range(cue.first, cue.last)}
    for at in range(len(clause.tokens)):
        if at in found or clause.tokens[at].kind != "word":
            continue
        made_known = _made_known(clause, tree, at)
        if made_known is not None:
            yield Cue(at, at + 1, "verb", True, made_known)
            continue
        if not _may_report(clause, tree, at):
            continue
        noun = _before_noun(clause, tree, at) or subject_in(clause, tree, at)
        if noun is not None and not noun.first <= at < noun.last:
            yield Cue(at, at + 1, "verb", True, noun)


_KNOWN = {
    "known": ("let", "make"),
    "clear": ("make",),
    "plain": ("make",),
    "word": ("send", "give"),
    "notice": ("give",),
}


def _made_known(clause: Clause, tree: Tree, at: int) -> Noun | None:
    """Who speaks in 'let it be known that', 'made it clear that', 'sent word that'; else None."""
    verbs = _KNOWN.get(clause.lower(at))
    if verbs is None or "that" not in (clause.lower(at + 1), clause.lower(at + 2), clause.lower(at + 5)):
        return None
    verb = next((k for k in range(at - 1, max(-1, at - 6), -1) if tree.lemma(k) in verbs), None)
    return subject_in(clause, tree, verb) if verb is not None else None


def _may_report(clause: Clause, tree: Tree, at: int) -> bool:
    """Whether the word is a verb of speech, or a verb or adjective with a clause, and is so used here."""
    form = verb_forms().get(clause.lower(at))
    strong = form is not None and form[2]
    governs = any(tree.marked(child) != "to" for child in tree.kids(at, "ccomp"))
    governs = governs or (clause.lower(at + 1) == "that" and tree.parse.tags[at + 1] == "SCONJ")
    if _before_noun(clause, tree, at) is not None:
        return True
    if tree.parse.tags[at] == "ADJ" or clause.lower(at) in ADJECTIVES:
        return governs and clause.lower(at) in ADJECTIVES
    if not tree.is_verb(at):
        return False
    thrown_in = tree.label(at).split(":", 1)[0] == "parataxis" and tree.own_subject(at) is not None
    urged = tree.lemma(at) in INFINITIVE and infinitive(tree, at) is not None
    return (governs and (strong or tree.lemma(at) in WITH_CLAUSE)) or (strong and thrown_in) or urged


def infinitive(tree: Tree, at: int) -> int | None:
    """The infinitive with 'to' that hangs on a verb, or on whom the verb is said to."""
    for child in tree.kids(at, "xcomp", "advcl", "ccomp"):
        if tree.marked(child) == "to":
            return child
    for told in tree.kids(at, "obj", "iobj", "obl"):
        found = next((child for child in tree.kids(told, "acl") if tree.marked(child) == "to"), None)
        if found is not None:
            return found
    return None


def _before_noun(clause: Clause, tree: Tree, at: int) -> Noun | None:
    """'The survey |shows| that': what stands before a verb that the parse takes for the noun of the sentence."""
    verb = clause.lower(at).removesuffix("s")
    if verb == clause.lower(at) or tree.parse.tags[at] not in ("NOUN", "PROPN"):
        return None
    if verb not in WITH_CLAUSE and not verb_forms().get(verb, ("", "", False))[2]:
        return None
    if clause.lower(at + 1) != "that" or tree.parse.tags[at + 1] != "SCONJ" or tree.head(at) >= 0:
        return None
    if at == 0 or tree.parse.tags[at - 1] not in ("NOUN", "PROPN"):
        return None
    first = at - 1
    while first > 0 and (tree.head(first - 1) in (at, first) or tree.label(first - 1) == "compound"):
        first -= 1
    return _noun(clause, first, at - 1)


def subject_in(clause: Clause, tree: Tree, at: int) -> Noun | None:
    """The subject that the parse has; for 'who' the noun before it, where the parse does not say whom it stands for."""
    subject = tree.subject(at)
    if subject is None:
        return None
    if clause.lower(subject) not in ("who", "which"):
        return noun_over(clause, tree, subject)
    return _antecedent(clause, tree, subject)


def _antecedent(clause: Clause, tree: Tree, relative: int) -> Noun | None:
    """The noun that 'who' stands for: of those that end before it the nearest person or office, else the whole."""
    here = relative - 1
    while here >= 0 and clause.is_mark(here):
        here -= 1
    found = noun_over(clause, tree, here) if here >= 0 else None
    while here >= 0 and (found is None or found.kind not in ("person", "role")):
        here = tree.head(here)
        if not 0 <= here < relative or tree.parse.tags[here] not in NOUNS:
            break
        found = noun_over(clause, tree, here)
    return found


def noun_over(clause: Clause, tree: Tree, head: int) -> Noun | None:
    """The noun phrase whose head the parse has at ``head``; None where it is a relative word or no noun."""
    if clause.lower(head) in PRONOUNS:
        return Noun(head, head + 1, "pronoun")
    if clause.tokens[head].kind == "quote" or tree.parse.tags[head] not in NOUNS | {"ADJ", "DET", "X"}:
        return None
    if clause.lower(head) in _RELATIVES or clause.lower(head) in {"it", "there", "what"}:
        return None
    person = next((m for m in clause.people if m.first <= head < m.last), None)
    if person is not None:
        return Noun(person.first, person.last, "person", person)
    first = min([head, *(tree.span(child)[0] for child in tree.children[head] if _core(tree, child, head))])
    return _noun(clause, first, head)


def _noun(clause: Clause, first: int, head: int) -> Noun:
    """The noun phrase from ``first`` to its head."""
    read = noun_at(clause, first)
    if read is not None and read.last == head + 1:
        return read
    token = clause.tokens[head]
    if token.lower in ROLES or token.lower.rsplit("-", 1)[-1] in ROLES:
        return Noun(first, head + 1, "role")
    return Noun(first, head + 1, "name" if token.cap else "generic")


def _core(tree: Tree, child: int, head: int) -> bool:
    label = tree.label(child)
    return child < head and (label in _CORE or label.split(":", 1)[0] in _CORE)
