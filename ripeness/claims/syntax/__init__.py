"""Who did what in a sentence: a dependency tree over the reader's tokens, by the rules of Universal Dependencies.

The weights beside this module were trained on UD English EWT and are under CC BY-SA 4.0 (`weights/MODEL_CARD.md`).
They are loaded at the first call. Nothing here knows what a tree is used for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ripeness.claims.syntax.units import fold, units
from ripeness.claims.words import TOKENS_LIMIT, Token

__all__ = ["Parse", "parse"]


@dataclass(frozen=True, slots=True)
class Parse:
    """The tree over one sentence's tokens; each tuple has one entry a token, all are empty for an empty sentence.

    Labels are UD relations with their subtypes (nsubj, nsubj:pass, ccomp, acl:relcl, obl:agent, ...); times and
    measures without a preposition ('last week') are obl:unmarked or nmod:unmarked. A quotation is one token with the
    tag X. A contraction is one token and has the arc and the lemma of its half nearer the root, of equals the first:
    "don't" is the auxiliary 'do', and negates by its ending. Commas inside numerals hang on them as punct.
    """

    tags: tuple[str, ...]
    heads: tuple[int, ...]  # index of the head token, -1 for the root
    labels: tuple[str, ...]
    lemmas: tuple[str, ...]  # lower case


def parse(sentences: Sequence[Sequence[Token]]) -> list[Parse]:
    """Parse sentences, one tree each, in order. The same sentence gets the same tree, whatever is beside it.

    Every tree has exactly one root. A 'sentence' of more than TOKENS_LIMIT tokens is parsed piece by piece, and the
    roots of the later pieces hang on the first as ``parataxis``, so that work stays linear in the text.
    """
    from ripeness.claims.syntax.network import network  # numba and the weights: not with the package

    pieces = [
        [sentence[at : at + TOKENS_LIMIT] for at in range(0, len(sentence), TOKENS_LIMIT)] for sentence in sentences
    ]
    model = network()
    cut = [[units(piece) for piece in row] for row in pieces]
    found = iter(model.analyse([[unit.form for unit in one] for row in cut for one in row]))
    parses: list[Parse] = []
    for row, cuts in zip(pieces, cut, strict=True):
        made: list[Parse] = []
        for piece, one in zip(row, cuts, strict=True):
            analysis = next(found)
            folded = fold(piece, one, analysis.tags, analysis.heads, analysis.labels)
            lemmas = tuple(model.lemma(form, tag) for form, tag in zip(folded.forms, folded.tags, strict=True))
            made.append(Parse(tuple(folded.tags), tuple(folded.heads), tuple(folded.labels), lemmas))
        parses.append(made[0] if len(made) == 1 else _joined(made))
    return parses


def _joined(pieces: Sequence[Parse]) -> Parse:
    tags: list[str] = []
    heads: list[int] = []
    labels: list[str] = []
    lemmas: list[str] = []
    root = pieces[0].heads.index(-1) if pieces else -1
    for piece in pieces:
        shift = len(tags)
        tags.extend(piece.tags)
        lemmas.extend(piece.lemmas)
        heads.extend(head + shift if head >= 0 else root if shift else -1 for head in piece.heads)
        labels.extend("parataxis" if shift and label == "root" else label for label in piece.labels)
    return Parse(tuple(tags), tuple(heads), tuple(labels), tuple(lemmas))
