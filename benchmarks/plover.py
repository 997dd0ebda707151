"""PLOVER's gold sentences: is the event of a sentence right, by the moves that are read and by a small classifier?

    python -m benchmarks.plover [--file ../shared/reference/plover/PLOVER_GSR_CAMEO.txt] [--table] [--unread]

322 sentences, each with one event. The file of 2016 has the names of its day, and four of its kinds have since been
renamed or merged (`RENAMED`), which leaves the sixteen of today. Two answers are measured:

- **the moves**: the sentence is read as a report of its own, and its moves become events by `ripeness.exchange.plover`.
  The main one is that which is told first (of two at one place the one told at more length). No event counts as wrong.
  Beside it: the same where the actors of the gold row are told beforehand, for the listed parties are few.
- **a classifier** over three blocks of equal weight: the words of the sentence, pieces of them, and the moves read in
  it; names are left out. Ridge regression of the sixteen events, the largest value wins; ten-fold cross-validation,
  the mean of five orders. Its one number is left at one; that pieces of words are a block was found by trying.

Sentence embeddings with logistic regression, measured elsewhere, stand at 0.52. Nothing is tuned to single sentences.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from ripeness.claims import Move, Party, read_record
from ripeness.claims.acts.lexicon import lexicon
from ripeness.claims.grammar import Tree, with_names
from ripeness.claims.parties import Gazetteer, alias, gazetteer
from ripeness.claims.words import words
from ripeness.exchange.plover import EVENTS, plover
from ripeness.reports.model import Report
from ripeness.reports.sentences import sentences

RENAMED = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
FOLDS, ORDERS, RIDGE = 10, 5, 1.0
PIECES = (3, 4, 5)  # letters
# What embeddings and logistic regression reached, measured elsewhere.
EMBEDDINGS = 0.52


@dataclass(frozen=True)
class Sentence:
    """A gold sentence with the moves that the reader finds in it, in the order of the text."""

    text: str
    event: str
    moves: tuple[Move, ...]
    told: tuple[Move, ...]  # the moves where the actors of the gold row are told beforehand


def read_file(path: Path) -> Iterator[Sentence]:
    for number, row in enumerate(json.loads(path.read_text(encoding="utf-8"))):
        event = RENAMED.get(row["event"], row["event"])
        if event in EVENTS:
            report = Report(str(number), str(number), "", row["text"])
            records = (read_record([report], given=given).record for given in (None, actors(row)))
            moves, told = (tuple(sorted(record.moves, key=place)) for record in records)
            yield Sentence(row["text"], event, moves, told)


def actors(row: dict[str, Any]) -> Gazetteer:
    """The actors of a gold row as parties, by the words that stand in its sentence, beside those known anyway."""
    listed = [actor for side in ("source", "target") for actor in row.get(side) or () if isinstance(actor, dict)]
    names = sorted({str(actor["actorText"]) for actor in listed if str(actor.get("actorText", "")) in row["text"]})
    parties = [Party(f"actor-{at}", name, "organisation") for at, name in enumerate(names) if name]
    known = gazetteer()
    return known.with_parties(parties, [alias(party.name, party.id, "name") for party in parties])


def place(move: Move) -> tuple[int, int]:
    """Where a move is told first: the earliest and longest telling."""
    return min((t.passage.start, -(t.passage.end - t.passage.start)) for t in move.tellings)


def main_event(moves: Sequence[Move]) -> str:
    """The event of the main move, or ''."""
    return next((event.event for event in map(plover, moves) if event is not None), "")


def spoken(trees: Sequence[Tree]) -> Counter[str]:
    """The lemmas of a sentence and pairs of them."""
    found: Counter[str] = Counter()
    for tree in trees:
        lemmas = list(lemmas_of(tree))
        found.update(lemmas)
        found.update(f"{a} {b}" for a, b in pairwise(lemmas))
        root = next((at for at in range(len(tree.tokens)) if tree.head(at) < 0), 0)
        found[f"root {tree.lemma(root)}"] += 1
    return found


def pieces(text: str) -> Counter[str]:
    """Pieces of the words without a capital."""
    rows = [f"#{word}#" for word in re.findall(r"\b[a-z]+", text)]
    return Counter(row[at : at + size] for row in rows for size in PIECES for at in range(len(row) - size + 1))


def read(sentence: Sentence, trees: Sequence[Tree]) -> Counter[str]:
    """The moves that are read in a sentence, and the kinds of move that its verbs tell."""
    found = Counter(f"kind {kind}" for tree in trees for kind in kinds_of(tree))
    for move in sentence.moves:
        event = plover(move)
        found[f"move {move.kind}"] += 1
        found[f"move {move.kind} {move.modality}"] += 1
        found[f"event {event.event if event is not None else 'none'}"] += 1
    found[f"main {main_event(sentence.moves)}"] += 1
    return found


def parsed(text: str) -> list[Tree]:
    tokens = [tuple(words(text, start, end)) for start, end in sentences(text)]
    return with_names([(row, ()) for row in tokens if row])


def kinds_of(tree: Tree) -> Iterator[str]:
    """The kinds of move that verbs and nouns tell, whether or not a party is known that makes it."""
    known = lexicon()
    for at in range(len(tree.tokens)):
        pattern = known.kind(tree, at) if tree.is_verb(at) else None
        if pattern is not None:
            yield pattern.kind
            yield f"{pattern.kind} {'first' if tree.head(at) < 0 else 'further'}"
        elif tree.lemma(at) in known.nouns:
            yield f"{known.nouns[tree.lemma(at)]} noun"


def lemmas_of(tree: Tree) -> Iterator[str]:
    """The lemmas of a sentence without names, numbers and marks."""
    for at, token in enumerate(tree.tokens):
        if tree.parse.tags[at] not in ("PROPN", "NUM", "PUNCT", "X") and re.search(r"[a-z]", token.lower):
            yield tree.lemma(at)


def matrix(rows: Sequence[Counter[str]]) -> np.ndarray:
    """Rows of equal length 1; a feature weighs the less the more sentences have it."""
    names = {name: at for at, name in enumerate(sorted({name for row in rows for name in row}))}
    table = np.zeros((len(rows), len(names)))
    for at, row in enumerate(rows):
        for name in row:
            table[at, names[name]] = 1.0
    table *= np.log((1 + len(rows)) / (1 + table.sum(axis=0))) + 1
    return table / np.linalg.norm(table, axis=1, keepdims=True)


def cross_validated(table: np.ndarray, events: Sequence[str], seed: int) -> list[str]:
    """The event of each sentence, by a classifier that was trained on the nine other folds."""
    order = np.random.default_rng(seed).permutation(len(events))
    wanted = np.array([[1.0 if event == name else -1.0 for name in EVENTS] for event in events])
    kernel = table @ table.T + 1.0  # the one is the constant
    answers = [""] * len(events)
    for fold in range(FOLDS):
        held = order[fold::FOLDS]
        kept = np.setdiff1d(order, held)
        weights = np.linalg.solve(kernel[np.ix_(kept, kept)] + RIDGE * np.eye(len(kept)), wanted[kept])
        for at, values in zip(held, kernel[np.ix_(held, kept)] @ weights, strict=True):
            answers[int(at)] = EVENTS[int(values.argmax())]
    return answers


def share(answers: Sequence[str], rows: Sequence[Sentence]) -> float:
    return sum(answer == row.event for answer, row in zip(answers, rows, strict=True)) / len(rows)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    default = Path(__file__).resolve().parents[1] / "../shared/reference/plover/PLOVER_GSR_CAMEO.txt"
    parser.add_argument("--file", type=Path, default=default)
    parser.add_argument("--table", action="store_true", help="print right, read and gold of every event")
    parser.add_argument("--unread", action="store_true", help="print the sentences in which no event is read")
    options = parser.parse_args(arguments)
    if not options.file.is_file():
        raise SystemExit(f"{options.file}: no such file. PLOVER's sentences do not come with the project.")
    rows = list(read_file(options.file))
    moves = [main_event(row.moves) for row in rows]
    trees = [parsed(row.text) for row in rows]
    blocks = {
        "words": matrix([spoken(each) for each in trees]),
        "pieces": matrix([pieces(row.text) for row in rows]),
        "moves": matrix([read(row, each) for row, each in zip(rows, trees, strict=True)]),
    }
    events = [row.event for row in rows]
    given = [(answer, row) for answer, row in zip(moves, rows, strict=True) if answer]
    unknown = sum(not a and any(list(kinds_of(t)) for t in each) for a, each in zip(moves, trees, strict=True))
    print(f"{len(rows)} sentences; an event is read in {len(given)}; {unknown} others have a listed verb or noun")
    print(f"moves read, mapped                  {share(moves, rows):.3f}")
    print(f"    where an event is read          {share([a for a, _ in given], [r for _, r in given]):.3f}")
    print(f"    where the actors are told       {share([main_event(row.told) for row in rows], rows):.3f}")
    print(f"any of the moves read is right      {sum(row.event in _all(row) for row in rows) / len(rows):.3f}")
    for names in (("words", "pieces", "moves"), ("words", "pieces"), ("moves",)):
        table = np.hstack([blocks[name] for name in names])
        scores = [share(cross_validated(table, events, seed), rows) for seed in range(ORDERS)]
        print(f"classifier, {', '.join(names):24}{np.mean(scores):.3f}")
    print(f"embeddings and regression  {EMBEDDINGS:.3f}")
    if options.table:
        for event in EVENTS:
            right = sum(a == row.event == event for a, row in zip(moves, rows, strict=True))
            print(f"{event:10} right {right:3d}  read {moves.count(event):3d}  gold {events.count(event):3d}")
    if options.unread:
        for answer, row in zip(moves, rows, strict=True):
            if answer != row.event:
                kinds = [f"{move.kind}/{move.modality}" for move in row.moves]
                print(f"{row.event:9} got {answer or '-':9} {kinds} {row.text}")


def _all(row: Sentence) -> set[str]:
    return {event.event for event in map(plover, row.moves) if event is not None}


if __name__ == "__main__":
    main()
