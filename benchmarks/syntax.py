"""The parser on the test part of UD English EWT: are tags, heads and labels right, and how fast is it?

    python benchmarks/syntax.py [--folder ../shared/reference/ud-ewt] [--part test]

Three readings of the same sentences: the treebank's own words (gold tokens); the words as the reader cuts them, with
hyphenated words in one; and the same with quotations as one word. UAS is the share of words with the right head, LAS
with the right head and label, marks included. The speed is that of one thread in processor time, from tokens to
trees. Nothing here was trained on these sentences.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

if __name__ == "__main__":  # a second thread of OpenBLAS waits by spinning, which would count as work
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from ripeness.claims.syntax import parse
from ripeness.claims.syntax.network import network
from ripeness.claims.syntax.treebank import Tree, as_read, read_treebank
from ripeness.claims.words import Token, words

FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "reference" / "ud-ewt"
_RELATIONS = """
    nsubj nsubj:pass obj iobj ccomp xcomp advcl acl acl:relcl obl obl:agent nmod conj aux aux:pass cop mark advmod amod
    compound flat appos parataxis root
"""
RELATIONS = tuple(_RELATIONS.split())


def measure(trees: list[Tree]) -> tuple[dict[str, float], dict[str, float]]:
    """Shares in per cent: tags, heads, labelled heads; and by relation the F1 of labelled arcs."""
    total, tags, heads, labelled = 0, 0, 0, 0
    given: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for tree, found in zip(trees, network().analyse([tree.forms for tree in trees]), strict=True):
        total += len(tree)
        rows = zip(tree.tags, tree.heads, tree.labels, found.tags, found.heads, found.labels, strict=True)
        for tag, head, label, tag_found, head_found, label_found in rows:
            tags += tag == tag_found
            heads += head == head_found
            both = head == head_found and label == label_found
            labelled += both
            given[label_found] += 1
            wanted[label] += 1
            right[label] += both
    figures = {"UPOS": tags / total, "UAS": heads / total, "LAS": labelled / total}
    by_relation = {name: 2 * right[name] / max(1, given[name] + wanted[name]) for name in RELATIONS}
    return {k: 100 * v for k, v in figures.items()}, {k: 100 * v for k, v in by_relation.items()}


def lemmas_right(trees: list[Tree]) -> float:
    """Lemmas that are right, letter case apart, in per cent, given the right tags."""
    rows = [row for tree in trees for row in zip(tree.forms, tree.tags, tree.lemmas, strict=True) if row[2] != "_"]
    return 100 * sum(network().lemma(form, tag) == lemma.lower() for form, tag, lemma in rows) / len(rows)


def readings(trees: list[Tree]) -> dict[str, list[Tree]]:
    """The treebank's words, the reader's, and the reader's with quotations as one word (where there are any)."""

    def kept(make: Callable[[Tree], Tree | None]) -> list[Tree]:
        return [made for tree in trees if (made := make(tree))]

    return {
        "gold tokens": trees,
        "as read": kept(as_read),
        "quotations as one word": kept(lambda tree: as_read(tree, mask=True)),
        "no final stop": kept(lambda tree: _shown(tree, tree.forms, stop=False)),
        "title case": kept(lambda tree: _shown(tree, [form[:1].upper() + form[1:] for form in tree.forms])),
        "capitals": kept(lambda tree: _shown(tree, [form.upper() for form in tree.forms])),
    }


def _shown(tree: Tree, forms: Iterable[str], *, stop: bool = True) -> Tree:
    size = len(tree)
    if not stop and size > 1 and tree.tags[-1] == "PUNCT" and size - 1 not in tree.heads and tree.heads[-1] >= 0:
        size -= 1
    return Tree(tuple(forms)[:size], tree.lemmas[:size], tree.tags[:size], (), tree.heads[:size], tree.labels[:size])


def speed(trees: list[Tree]) -> tuple[float, float]:
    """Tokens a second of processor time: the first time, when the forms are new, and again."""
    sentences: list[list[Token]] = [words(tree.text, 0, len(tree.text)) for tree in trees]
    count = sum(map(len, sentences))
    rates = []
    parse([words("He said so.", 0, 11)])
    for _ in range(2):
        began = time.process_time()
        parse(sentences)
        rates.append(count / (time.process_time() - began))
    return rates[0], rates[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--part", choices=("dev", "test"), default="test")
    arguments = parser.parse_args()
    path = arguments.folder / f"en_ewt-ud-{arguments.part}.conllu"
    if not path.is_file():
        print(f"Skipped: {path} is not there.")
        return
    began = time.perf_counter()
    network()
    parse([words("He said so.", 0, 11)])
    loaded = time.perf_counter() - began
    trees = read_treebank(path)
    first, again = speed(trees)
    for name, made in readings(trees).items():
        figures, by_relation = measure(made)
        print(f"{name}, {sum(map(len, made))} words: " + ", ".join(f"{k} {v:.1f}" for k, v in figures.items()))
        if name in ("gold tokens", "as read"):
            print("  F1 by relation: " + ", ".join(f"{k} {v:.0f}" for k, v in by_relation.items()))
    print(f"lemmas, given the right tags: {lemmas_right(trees):.1f}")
    size = sum(each.stat().st_size for each in (Path(parse.__code__.co_filename).parent / "weights").iterdir())
    print(f"tokens a second of one core: {first:,.0f} with new forms, {again:,.0f} again")
    print(f"first call {loaded:.2f} s; {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
