"""Reads a treebank in CoNLL-U, and cuts its sentences as the reader of reports would.

For training and measuring only: the parser itself needs none of this.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ripeness.claims.quotes import quotes
from ripeness.claims.syntax.units import PLACEHOLDER, units
from ripeness.claims.words import Token, words


@dataclass(frozen=True, slots=True)
class Tree:
    """One sentence with its analysis; heads are indices, -1 for the root. ``text`` and ``spans`` are code points."""

    forms: tuple[str, ...]
    lemmas: tuple[str, ...]
    tags: tuple[str, ...]  # UPOS
    fine_tags: tuple[str, ...]  # XPOS
    heads: tuple[int, ...]
    labels: tuple[str, ...]
    text: str = ""
    spans: tuple[tuple[int, int], ...] = ()

    def __len__(self) -> int:
        return len(self.forms)


def read_treebank(path: Path) -> list[Tree]:
    """The trees of a CoNLL-U file, in order. Empty nodes and enhanced dependencies are left out."""
    return list(_trees(path.read_text(encoding="utf-8").splitlines()))


def _trees(lines: list[str]) -> Iterator[Tree]:
    rows: list[list[str]] = []
    text = ""
    for line in [*lines, ""]:
        if line.startswith("# text = "):
            text = line[9:]
        elif line and not line.startswith("#"):
            rows.append(line.split("\t"))
        elif not line and rows:
            yield _tree(rows, text)
            rows = []


def _tree(rows: list[list[str]], text: str) -> Tree:
    plain = [row for row in rows if row[0].isdigit()]
    return Tree(
        tuple(row[1] for row in plain),
        tuple(row[2] for row in plain),
        tuple(row[3] for row in plain),
        tuple(row[4] for row in plain),
        tuple(int(row[6]) - 1 for row in plain),
        tuple(row[7] for row in plain),
        text,
        tuple(_spans(rows, text)),
    )


def _spans(rows: list[list[str]], text: str) -> Iterator[tuple[int, int]]:
    """Where each word stands in the text; the words of a contraction share its letters out, or all have the whole."""
    at, covered, inner, spelt = 0, 0, 0, True
    left = right = 0
    for row in rows:
        key = row[0]
        if "-" in key:
            first, last = (int(each) for each in key.split("-"))
            left = text.index(row[1], at)
            right = at = left + len(row[1])
            parts = [each[1] for each in rows if each[0].isdigit() and first <= int(each[0]) <= last]
            covered, inner, spelt = last, left, "".join(parts) == row[1]
        elif key.isdigit():
            if int(key) <= covered:
                yield (inner, inner + len(row[1])) if spelt else (left, right)
                inner += len(row[1])
            else:
                start = text.index(row[1], at)
                at = start + len(row[1])
                yield start, at


def as_read(tree: Tree, *, mask: bool = False) -> Tree | None:
    """The tree over the units that the reader makes of the same text; None where the two do not fit.

    Words that the reader keeps whole (hyphenated ones) are put together, and the node that leads out of them stands for
    them. With ``mask``, quotations become the placeholder; None if there is none that is one subtree.
    """
    found = [q for q in quotes(tree.text) if q.closed] if mask else []
    tokens: list[Token] = []
    at = 0
    for quote in found:
        tokens.extend(words(tree.text, at, quote.outer_start))
        tokens.append(Token(quote.outer_start, quote.outer_end, "", "quote"))
        at = quote.outer_end
    tokens.extend(words(tree.text, at, len(tree.text)))
    if mask and not found:
        return None
    cut = units(tokens)
    groups = _groups(tree.spans, [(unit.start, unit.end) for unit in cut])
    merged = _merged(tree, [group for group, _ in groups], strict=mask)
    if merged is None:
        return None
    made = _split(merged, [[cut[index].form for index in pieces] for _, pieces in groups])
    return _marked(made) if made and mask else made


def _marked(tree: Tree) -> Tree:
    """The tree with the tag of a placeholder on every placeholder."""
    masked = [form == PLACEHOLDER for form in tree.forms]
    return replace(
        tree,
        tags=tuple("X" if hidden else tag for hidden, tag in zip(masked, tree.tags, strict=True)),
        fine_tags=tuple("QUOTE" if hidden else tag for hidden, tag in zip(masked, tree.fine_tags, strict=True)),
    )


def _groups(ours: Sequence[tuple[int, int]], theirs: Sequence[tuple[int, int]]) -> list[tuple[list[int], list[int]]]:
    """Runs of spans on both sides that cover the same characters, as short as can be."""
    found: list[tuple[list[int], list[int]]] = []
    left: list[int] = []
    right: list[int] = []
    i = j = 0
    end_left = end_right = 0
    while i < len(ours) or j < len(theirs):
        if i < len(ours) and (j >= len(theirs) or ours[i][0] <= theirs[j][0]):
            if left and right and ours[i][0] >= max(end_left, end_right):
                found.append((left, right))
                left, right = [], []
            left.append(i)
            end_left = max(end_left, ours[i][1])
            i += 1
        else:
            if left and right and theirs[j][0] >= max(end_left, end_right):
                found.append((left, right))
                left, right = [], []
            right.append(j)
            end_right = max(end_right, theirs[j][1])
            j += 1
    if left or right:
        found.append((left, right))
    return found


def _merged(tree: Tree, groups: list[list[int]], *, strict: bool) -> Tree | None:
    """The tree with each group of words as one node, the first of the words that lead out of it."""
    if any(not group for group in groups):
        return None
    place = {word: index for index, group in enumerate(groups) for word in group}
    tops: list[int] = []
    for group in groups:
        leading = [word for word in group if place.get(tree.heads[word], -1) != place[word]]
        solid = [word for word in leading if tree.labels[word] != "punct"] or leading
        if not solid or (strict and len(group) > 2 and len(solid) > 1):
            return None
        tops.append(solid[0])
    heads = tuple(-1 if tree.heads[top] < 0 else place[tree.heads[top]] for top in tops)
    if heads.count(-1) != 1 or not is_tree(heads):
        return None
    return Tree(
        tuple("".join(tree.forms[word] for word in group) for group in groups),
        tuple(tree.lemmas[top] for top in tops),
        tuple(tree.tags[top] for top in tops),
        tuple(tree.fine_tags[top] for top in tops),
        heads,
        tuple(tree.labels[top] for top in tops),
    )


def _split(tree: Tree, forms: list[list[str]]) -> Tree | None:
    """The tree with each node as its pieces ``forms[node]``: the first stands for it, the others hang on that."""
    if any(not pieces for pieces in forms):
        return None
    first = [sum(len(pieces) for pieces in forms[:node]) for node in range(len(forms))]
    rows: list[tuple[str, str, str, str, int, str]] = []
    for node, pieces in enumerate(forms):
        head = -1 if tree.heads[node] < 0 else first[tree.heads[node]]
        rows.append((pieces[0], tree.lemmas[node], tree.tags[node], tree.fine_tags[node], head, tree.labels[node]))
        for piece in pieces[1:]:
            word = piece[0].isalnum()
            rows.append(
                (piece, piece, tree.tags[node] if word else "PUNCT", tree.fine_tags[node] if word else ",", first[node],
                 "flat" if word else "punct")
            )  # fmt: skip
    made, lemmas, tags, fine, heads, labels = zip(*rows, strict=True)
    return Tree(made, lemmas, tags, fine, heads, labels)


def is_tree(heads: Sequence[int]) -> bool:
    """Whether every node leads up to a root."""
    for start in range(len(heads)):
        at = start
        for _ in range(len(heads)):
            if at < 0:
                break
            at = heads[at]
        if at >= 0:
            return False
    return True


def part(tree: Tree, top: int) -> Tree | None:
    """The subtree under ``top`` as a sentence of its own; None if its words do not stand together."""
    inside = [word for word in range(len(tree)) if _under(tree, word, top)]
    if inside != list(range(inside[0], inside[-1] + 1)):
        return None
    shift = inside[0]
    picked = slice(inside[0], inside[-1] + 1)
    heads = tuple(-1 if word == top else tree.heads[word] - shift for word in inside)
    labels = tuple("root" if word == top else tree.labels[word] for word in inside)
    return Tree(tree.forms[picked], tree.lemmas[picked], tree.tags[picked], tree.fine_tags[picked], heads, labels)


def _under(tree: Tree, word: int, top: int) -> bool:
    while word >= 0 and word != top:
        word = tree.heads[word]
    return word == top


def without(tree: Tree, gone: set[int]) -> Tree:
    """The tree without some words, none of which has a child that stays."""
    kept = [word for word in range(len(tree)) if word not in gone]
    place = {word: index for index, word in enumerate(kept)} | {-1: -1}
    return replace(
        tree,
        forms=tuple(tree.forms[w] for w in kept),
        lemmas=tuple(tree.lemmas[w] for w in kept),
        tags=tuple(tree.tags[w] for w in kept),
        fine_tags=tuple(tree.fine_tags[w] for w in kept),
        heads=tuple(place[tree.heads[w]] for w in kept),
        labels=tuple(tree.labels[w] for w in kept),
        text="",
        spans=(),
    )


def telegraphic(tree: Tree, gone: frozenset[str], comma: bool) -> Tree:
    """The sentence as a headline has it: without articles, without forms of 'be' under the labels ``gone``.

    With ``comma``, a comma stands for 'and'. The final stop goes too.
    """
    parents = set(tree.heads)
    dropped = {
        at
        for at, (form, label, lemma) in enumerate(zip(tree.forms, tree.labels, tree.lemmas, strict=True))
        if at not in parents
        and (
            (label == "det" and form.lower() in ("a", "an", "the"))
            or (label in gone and lemma == "be")
            or (at == len(tree) - 1 and label == "punct" and form == ".")
        )
    }
    joints = {at for at, label in enumerate(tree.labels) if label == "cc" and at not in parents} if comma else set()
    turned = {at for at in joints if at and tree.forms[at] == "and" and tree.forms[at - 1] != ","}
    changed = replace(
        tree,
        forms=tuple("," if at in turned else form for at, form in enumerate(tree.forms)),
        tags=tuple("PUNCT" if at in turned else tag for at, tag in enumerate(tree.tags)),
        fine_tags=tuple("," if at in turned else tag for at, tag in enumerate(tree.fine_tags)),
        labels=tuple("punct" if at in turned else label for at, label in enumerate(tree.labels)),
    )
    made = without(changed, dropped) if len(dropped) < len(tree) else changed
    first, *rest = made.forms
    return replace(made, forms=(first[:1].upper() + first[1:], *rest))


_SPEECH = """
say tell add announce warn claim argue reply ask write note insist explain state declare believe think report deny
promise suggest admit stress confirm demand
"""
SPEECH = frozenset(_SPEECH.split())


def direct_speech(tree: Tree) -> list[Tree]:
    """The sentence with what somebody says as the placeholder, where it is said and put first: '[quote], said she.'"""
    made: list[Tree] = []
    for said in range(len(tree)):
        if tree.lemmas[said] not in SPEECH:
            continue
        for content in range(said + 1, len(tree)):
            if tree.heads[content] != said or tree.labels[content] != "ccomp":
                continue
            inside = [word for word in range(len(tree)) if _under(tree, word, content)]
            if inside[0] <= said or inside != list(range(inside[0], inside[-1] + 1)) or len(inside) < 2:
                continue
            made.append(_masked(tree, content, set(inside)))
            subject = [w for w in range(said) if tree.heads[w] == said and tree.labels[w] == "nsubj"]
            if tree.heads[said] == -1 and subject:
                made.extend(_fronted(tree, said, subject[0], content, set(inside)))
    return made


def _masked(tree: Tree, content: int, inside: set[int]) -> Tree:
    named = replace(
        tree,
        forms=tuple(PLACEHOLDER if w == content else form for w, form in enumerate(tree.forms)),
        tags=tuple("X" if w == content else tag for w, tag in enumerate(tree.tags)),
        fine_tags=tuple("QUOTE" if w == content else tag for w, tag in enumerate(tree.fine_tags)),
    )
    return without(named, inside - {content})


def _fronted(tree: Tree, said: int, subject: int, content: int, inside: set[int]) -> Iterator[Tree]:
    """'[quote] she said .' and '[quote] said she .' of 'She said that ... .', without what else hangs on the verb."""
    name = [w for w in range(len(tree)) if _under(tree, w, subject)]
    if name != list(range(name[0], name[-1] + 1)) or name[-1] >= said:
        return
    stop = [w for w in range(len(tree)) if tree.heads[w] == said and tree.labels[w] == "punct" and w == len(tree) - 1]
    after = [w for w in range(said + 1, min(inside)) if tree.heads[w] == said and tree.labels[w] in ("obj", "iobj")]
    for order in ([content, *name, said, *after, *stop], [content, said, *name, *stop]):
        place = {word: index for index, word in enumerate(order)} | {-1: -1}
        yield Tree(
            tuple(PLACEHOLDER if w == content else tree.forms[w] for w in order),
            tuple(tree.lemmas[w] for w in order),
            tuple("X" if w == content else tree.tags[w] for w in order),
            tuple("QUOTE" if w == content else tree.fine_tags[w] for w in order),
            tuple(place.get(tree.heads[w], place[said]) for w in order),
            tuple(tree.labels[w] for w in order),
        )
