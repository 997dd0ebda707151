"""The words that tell of a move (data/moves.toml), as patterns over a parsed sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from ripeness.claims.grammar import Tree
from ripeness.claims.lexicon import word_set
from ripeness.claims.model import MoveKind


@dataclass(frozen=True, slots=True)
class Pattern:
    """A verb with its particle and what it must govern.

    ``slot`` is 'obj', 'x' (what something is called), 'to', 'that', 'should' or a preposition.
    """

    kind: MoveKind
    verb: str
    particle: tuple[str, ...]
    slot: str
    words: frozenset[str]  # heads of which one must fill the slot; empty: any

    def weight(self) -> tuple[int, int, int]:
        """How much the pattern asks for: those that ask for more, and then for fewer words, are tried first."""
        return (bool(self.slot) + bool(self.words), len(self.particle), -len(self.words))

    def fits(self, tree: Tree, verb: int) -> bool:
        """Whether the verb at ``verb`` stands as the pattern wants it."""
        return self._particle(tree, verb) and self._slot(tree, verb)

    def _particle(self, tree: Tree, verb: int) -> bool:
        if not self.particle:
            return True
        after = [tree.tokens[k].lower for k in range(verb + 1, min(verb + 1 + len(self.particle), len(tree.tokens)))]
        if tuple(after) == self.particle:
            return True
        first = self.particle[0]
        if any(tree.tokens[k].lower == first for k in tree.kids(verb, "compound", "advmod", "obl", "dep")):
            return len(self.particle) == 1 or first + " " + self.particle[1] in self._phrases(tree, verb)
        return len(self.particle) == 1 and any(True for _ in tree.with_case(verb, first))

    def _phrases(self, tree: Tree, verb: int) -> str:
        low, high = tree.span(verb)
        return " ".join(token.lower for token in tree.tokens[low:high])

    def _slot(self, tree: Tree, verb: int) -> bool:
        if not self.slot:
            return True
        if self.slot == "to":
            return any(tree.marked(child) == "to" for child in tree.kids(verb, "xcomp", "ccomp", "advcl"))
        if self.slot == "that":
            return any(True for _ in tree.kids(verb, "ccomp"))
        if self.slot == "should":  # 'suggested that Kell withdraw', but not 'suggested that Kell had withdrawn'
            return any(self._urged(tree, clause) for clause in tree.kids(verb, "ccomp"))
        if self.slot == "x":  # 'called it |a lie|', 'called the raid |piracy|'
            return any(self._is(tree, child) for child in tree.kids(verb, "xcomp", "obj", "obl", "ccomp"))
        fillers = tree.objects(verb) if self.slot == "obj" else tuple(tree.with_case(verb, self.slot))
        return any(self._is(tree, filler) for filler in fillers)

    def _urged(self, tree: Tree, clause: int) -> bool:
        modal = _SHOULD.intersection(tree.auxiliaries(clause))
        bare = tree.tokens[clause].lower == tree.lemma(clause) and not tree.auxiliaries(clause)
        return bool(modal) or (bare and tree.is_verb(clause))

    def _is(self, tree: Tree, at: int) -> bool:
        if not self.words:
            return True
        if tree.lemma(at) in self.words or tree.tokens[at].lower in self.words:
            return True
        partitive = [c for c in tree.kids(at, "nmod") if tree.case(c) == "of"]  # 'part of the plan', 'all of its terms'
        return tree.lemma(at) in _PARTS and any(self._is(tree, child) for child in partitive)


_SHOULD = frozenset(("should", "could", "might", "would", "must"))
_PARTS = word_set("part parts most half all some one element elements number series set lot bit")


@dataclass(frozen=True)
class Lexicon:
    """Patterns by verb, and kinds by noun."""

    verbs: Mapping[str, tuple[Pattern, ...]]
    nouns: Mapping[str, MoveKind]
    classes: Mapping[str, frozenset[str]]

    def kind(self, tree: Tree, verb: int) -> Pattern | None:
        """The first pattern that the verb fits, the most demanding first."""
        for pattern in self.verbs.get(tree.lemma(verb), ()):
            if pattern.fits(tree, verb):
                return pattern
        return None


@cache
def lexicon() -> Lexicon:
    """The words of data/moves.toml, loaded once."""
    raw = tomllib.loads((files("ripeness.claims") / "data" / "moves.toml").read_text(encoding="utf-8"))
    classes = {name: frozenset(text.split()) for name, text in raw["classes"].items()}
    verbs: dict[str, list[Pattern]] = {}
    nouns: dict[str, MoveKind] = {}
    for entry in raw["move"]:
        kind = cast(MoveKind, entry["kind"])
        for text in entry["verbs"]:
            pattern = _pattern(kind, text, classes)
            verbs.setdefault(pattern.verb, []).append(pattern)
        for noun in entry["nouns"]:
            nouns.setdefault(noun, kind)
    ordered = {verb: tuple(sorted(rows, key=lambda p: p.weight(), reverse=True)) for verb, rows in verbs.items()}
    return Lexicon(ordered, nouns, classes)


def _pattern(kind: MoveKind, text: str, classes: Mapping[str, frozenset[str]]) -> Pattern:
    """A pattern as it is written in moves.toml: 'put forward', 'submit obj=PLAN', 'threaten to'."""
    verb, *rest = text.split()
    slot, words = "", frozenset[str]()
    if rest and ("=" in rest[-1] or rest[-1] in ("to", "that", "should", "obj")):
        slot, _, name = rest.pop().partition("=")
        words = classes.get(name, frozenset({name} if name else ()))
    return Pattern(kind, verb, tuple(rest), slot, words)
