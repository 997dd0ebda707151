"""A sentence as a tree of words: what is the subject, the object, the clause that a verb governs.

Relations are those of Universal Dependencies. Every answer is an index into the sentence's tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ripeness.claims.lexicon import word_set
from ripeness.claims.syntax import Parse, parse
from ripeness.claims.words import Token

VERBS = frozenset({"VERB", "AUX"})
NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "nsubj:outer")
_NEGATIONS = word_set("not n't never no neither nor nobody none hardly scarcely without cannot can't won't wouldn't")
# Relations by which a verb shares the subject of the verb above it.
_SHARING = ("conj", "xcomp", "parataxis")
# Words that may open a clause without a subject of its own ('before leaving', 'by refusing').
_OPENING = ("", "to", "after", "before", "while", "by", "without", "when")
# How far up a verb looks for its subject.
_REACH = 4


@dataclass(frozen=True)
class Tree:
    """The tokens of one sentence with their parse; ``children`` are the dependents of each token, in order."""

    tokens: tuple[Token, ...]
    parse: Parse
    children: tuple[tuple[int, ...], ...]

    def lemma(self, at: int) -> str:
        """The base form of the word at ``at``, in lower case."""
        return self.parse.lemmas[at]

    def label(self, at: int) -> str:
        """The relation of the word at ``at`` to its head."""
        return self.parse.labels[at]

    def head(self, at: int) -> int:
        """The head of the word at ``at``; -1 for the root."""
        return self.parse.heads[at]

    def is_verb(self, at: int) -> bool:
        """Whether the word at ``at`` is a verb: by its tag, or by an object or auxiliary that hangs on it."""
        tag = self.parse.tags[at]
        return tag in VERBS or (
            tag in ("ADJ", "NOUN") and any(self.parse.labels[c] in ("obj", "aux") for c in self.children[at])
        )

    def kids(self, at: int, *labels: str) -> Iterator[int]:
        """The dependents of ``at`` with one of these relations (subtypes count), in order."""
        for child in self.children[at]:
            label = self.parse.labels[child]
            if label in labels or label.split(":", 1)[0] in labels:
                yield child

    def first(self, at: int, *labels: str) -> int | None:
        """The first such dependent, or None."""
        return next(self.kids(at, *labels), None)

    def span(self, at: int, *without: str) -> tuple[int, int]:
        """The stretch (first, last exclusive) of ``at`` and all below it, without its dependents of ``without``."""
        low, high = at, at + 1
        for child in self.children[at]:
            if without and (
                self.parse.labels[child] in without or self.parse.labels[child].split(":", 1)[0] in without
            ):
                continue
            first, last = self.span(child)
            low, high = min(low, first), max(high, last)
        return low, high

    def below(self, at: int) -> Iterator[int]:
        """``at`` and everything below it."""
        yield at
        for child in self.children[at]:
            yield from self.below(child)

    def passive(self, verb: int) -> bool:
        """Whether the verb is in the passive."""
        if any(self.parse.labels[child] in ("nsubj:pass", "aux:pass") for child in self.children[verb]):
            return True
        word = self.tokens[verb].lower
        by = any(self.case(child) == "by" for child in self.kids(verb, "obl"))
        return (
            self.label(verb) == "acl"
            and word != self.lemma(verb)
            and not word.endswith("ing")
            and (by or word.endswith(("ed", "en", "t", "n")))
        )

    def case(self, at: int) -> str:
        """The preposition that governs the noun at ``at`` ('by', 'with', 'according to'), or ''."""
        found = [child for child in self.kids(at, "case") if self.parse.tags[child] != "PART"]
        if not found:
            return ""
        rest = [self.tokens[child].lower for child in self.kids(found[0], "fixed")]
        return " ".join([self.tokens[found[0]].lower, *rest])

    def with_case(self, verb: int, *prepositions: str) -> Iterator[int]:
        """The nouns that hang on ``verb`` by one of these prepositions."""
        for child in self.kids(verb, "obl", "nmod"):
            if self.case(child) in prepositions:
                yield child

    def objects(self, verb: int) -> tuple[int, ...]:
        """What the verb is done to: its objects, or the subject of a passive."""
        if self.passive(verb):
            subject = self.first(verb, "nsubj:pass", "nsubj")
            if subject is None and self.label(verb) in ("acl", "acl:relcl"):
                subject = self.head(verb)
            elif subject is None and self.label(verb) == "conj":
                subject = self.first(self.head(verb), "nsubj:pass")
            return () if subject is None else self.joined(subject)
        found = [each for child in self.kids(verb, "obj") for each in self.joined(child)]
        if not found and self.label(verb) == "acl:relcl" and self._relative(verb) == "obj":
            found = [self.head(verb)]
        return tuple(found)

    def joined(self, at: int) -> tuple[int, ...]:
        """``at`` and the nouns that are joined to it by 'and'; not those of 'but not Kell'."""
        rows = [at]
        for child in self.kids(at, "conj"):
            left_out = any(self.tokens[c].lower in ("not", "but") for c in self.kids(child, "advmod", "cc"))
            if not left_out and (self.parse.tags[child] in NOUNS or not self.is_verb(child)):
                rows.append(child)
        return tuple(rows)

    def _relative(self, verb: int) -> str:
        """What the head noun is in its relative clause: 'nsubj' or 'obj'."""
        pronouns = [c for c in self.children[verb] if self.tokens[c].lower in ("who", "which", "that", "whom")]
        if pronouns:
            return "obj" if self.label(pronouns[0]) == "obj" else "nsubj"
        return "obj" if self.own_subject(verb) is not None else "nsubj"

    def own_subject(self, verb: int) -> int | None:
        """The subject that hangs on the verb itself."""
        return next((c for c in self.children[verb] if self.parse.labels[c] in _SUBJECTS), None)

    def subject(self, verb: int) -> int | None:
        """Who does it: the subject of an active verb, the 'by' of a passive one; verbs above it are asked, too."""
        if self.passive(verb):
            return next(self.with_case(verb, "by"), None)
        at = verb
        for _ in range(_REACH):
            found = self.own_subject(at)
            if found is not None:
                if self.tokens[found].lower in ("who", "which", "that") and self.label(at) == "acl:relcl":
                    return self.head(at)
                return found
            label, above = self.label(at), self.head(at)
            if above < 0:
                return None
            if label == "acl:relcl":
                return above
            if label == "acl":
                return above if self.tokens[at].lower.endswith("ing") else self._owner_of(above)
            if label == "xcomp" or label.startswith("xcomp"):
                controlled = self.first(above, "iobj", "obj")
                if controlled is not None and self.tokens[at - 1].lower == "to" and controlled < at:
                    return controlled
                if self.passive(above):
                    return self.first(above, "nsubj:pass", "nsubj")
            elif not self._passes_on(at):
                return None
            at = above
            if self.passive(at) and label == "conj":
                return self.first(at, "nsubj:pass", "nsubj")
        return None

    def _passes_on(self, at: int) -> bool:
        """Whether a verb without a subject of its own has that of the verb above it."""
        label, above = self.label(at), self.head(at)
        if label == "conj":
            return self.is_verb(above) or self._predicate(above)
        if label in ("advcl", "ccomp"):
            return self.marked(at) in _OPENING
        return label in _SHARING or label == "dep"

    def _predicate(self, at: int) -> bool:
        return self.first(at, "cop", "nsubj") is not None

    def _owner_of(self, noun: int) -> int | None:
        """Who owns a noun: "Kell's refusal", 'the refusal by Kell'."""
        owner = self.first(noun, "nmod:poss")
        if owner is not None:
            return owner
        return next((c for c in self.kids(noun, "nmod") if self.case(c) in ("by", "of", "from")), None)

    def owner(self, noun: int) -> int | None:
        """Who owns a noun, or whom it comes from: "Kell's refusal", 'its refusal', 'an offer by Kell'."""
        owner = self.first(noun, "nmod:poss")
        if owner is not None:
            return owner
        return next((c for c in self.kids(noun, "nmod") if self.case(c) in ("by", "from")), None)

    def marked(self, verb: int) -> str:
        """The word that opens a clause ('that', 'if', 'to', 'unless'), or ''."""
        mark = self.first(verb, "mark")
        if mark is None:
            return ""
        return " ".join([self.tokens[mark].lower, *(self.tokens[c].lower for c in self.kids(mark, "fixed"))])

    def auxiliaries(self, verb: int) -> tuple[str, ...]:
        """The auxiliaries of a verb ('could', 'have'); a verb in a chain of 'and' has those of the first."""
        own = tuple(self.tokens[c].lower for c in self.kids(verb, "aux"))
        if not own and self.label(verb) == "conj" and self.is_verb(self.head(verb)) and self.own_subject(verb) is None:
            return self.auxiliaries(self.head(verb)) if self.tokens[verb].lower == self.lemma(verb) else own
        return own

    def negated(self, verb: int) -> bool:
        """Whether the verb is denied: 'did not', 'never', 'no ... was'; not by a negation further down."""
        for child in self.children[verb]:
            word = self.tokens[child].lower
            if word in _NEGATIONS and self.parse.labels[child] in ("advmod", "aux", "det", "cc:preconj", "cc", "mark"):
                return True
            if word.endswith("n't") and self.parse.labels[child] in ("aux", "cop"):
                return True
            if self.parse.labels[child] in ("nsubj", "nsubj:pass", "obj") and any(
                self.tokens[c].lower in ("no", "neither") for c in self.kids(child, "det", "cc", "advmod")
            ):
                return True
            if word in ("nobody", "none", "neither", "nothing") and self.parse.labels[child] in ("nsubj", "nsubj:pass"):
                return True
            if word in ("nothing", "nobody") and self.parse.labels[child] == "obj":
                return True
        return self.tokens[verb].lower in ("cannot", "can't", "won't")


def tree(tokens: tuple[Token, ...], parse: Parse) -> Tree:
    """The tree of a sentence."""
    children: list[list[int]] = [[] for _ in tokens]
    for at, head in enumerate(parse.heads):
        if head >= 0:
            children[head].append(at)
    return Tree(tokens, parse, tuple(tuple(row) for row in children))


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a sentence: tokens ``first``..``last`` (exclusive), and the well-known word that it is parsed as."""

    first: int
    last: int
    form: str


def with_names(sentences: Sequence[tuple[tuple[Token, ...], Sequence[Name]]]) -> list[Tree]:
    """The trees of sentences in which each name is parsed as one well-known word; its last word is its head.

    A parser that never saw the names of a war reads 'Gen. Fawzi Rashwan telephoned' better as 'Gen. Bush telephoned'.
    """
    shorts = [_shortened(tokens, names) for tokens, names in sentences]
    parses = parse([[token for _, token in kept] for kept in shorts])
    return [
        tree(tokens, _spread(tokens, [at for at, _ in kept], found))
        for (tokens, _), kept, found in zip(sentences, shorts, parses, strict=True)
    ]


def _shortened(tokens: tuple[Token, ...], names: Sequence[Name]) -> list[tuple[int, Token]]:
    """The tokens that are parsed: of each name only its last word, in the form that stands for it."""
    left_out = {at for name in names for at in range(name.first, name.last - 1)}
    forms = {name.last - 1: name.form for name in names}
    return [
        (at, replace(token, text=forms[at]) if at in forms else token)
        for at, token in enumerate(tokens)
        if at not in left_out
    ]


def _spread(tokens: tuple[Token, ...], kept: Sequence[int], found: Parse) -> Parse:
    """The parse of all tokens, from that of those that were kept."""
    tags, labels = ["PROPN"] * len(tokens), ["flat"] * len(tokens)
    heads, lemmas = [0] * len(tokens), [token.lower for token in tokens]
    for short, full in enumerate(kept):
        tags[full], labels[full] = found.tags[short], found.labels[short]
        lemmas[full] = found.lemmas[short]
        heads[full] = kept[found.heads[short]] if found.heads[short] >= 0 else -1
    stays, following = frozenset(kept), -1
    for full in range(len(tokens) - 1, -1, -1):
        if full in stays:
            following = full
        else:
            heads[full] = following
    return Parse(tuple(tags), tuple(heads), tuple(labels), tuple(lemmas))
