"""The network that scores tags, arcs and labels of a sentence, from the weights beside it.

A word is what its form shows (`features`); four layers of light recurrence in both directions (Lei et al. 2018, 'Simple
recurrent units') let it see its sentence; every pair of words is scored as dependent and head (Dozat and Manning 2017),
and the best tree is found over the scores.

Many sentences go through together, and yet what comes out for one never depends on the others: the factors of every
large product are whole numbers, small enough that no sum of them is ever rounded, in whatever order it is taken.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from ripeness.claims.syntax.features import features
from ripeness.claims.syntax.kernels import best_tree, mix, recur
from ripeness.claims.syntax.lemmas import Lemmatiser
from ripeness.claims.syntax.units import PLACEHOLDER

Floats = NDArray[np.float32]

# Forms whose vectors are kept; a pile of reports has more, and then they are counted anew (1.5 KB each).
FORMS_LIMIT = 40_000
BATCH_WORDS = 2_048  # that go through the network together; more only take more memory
# Weights are whole numbers up to 127. What is multiplied with them is rounded to whole steps, so fine that every sum
# stays below 2^24, up to which float32 holds whole numbers exactly. What lies beyond the reach is cut off; over the
# development part of the treebank nothing does but for a few of the hidden values for labels (their reach is 24).
_WEIGHT_MOST, _EXACT = 127, 2**24 - 1
_REACH = {"arc_pair": 16.0, "label_out": 24.0}
_REACH_NORMED = 10.0
_EPSILON = np.float32(1e-5)
_LEAK = np.float32(0.1)
_TABLES = ("word", "piece", "prefix", "suffix", "ending", "shape")


@dataclass(frozen=True, slots=True)
class Analysis:
    """Tags, heads (-1: the root) and labels of the words of one sentence."""

    tags: list[str]
    heads: list[int]
    labels: list[str]


class Matrix:
    """A matrix of the network; ``times`` is exact in the whole numbers that its factors are rounded to."""

    def __init__(self, whole: NDArray[np.int8], scale: Floats, reach: float) -> None:
        self.most = np.float32(_EXACT // (_WEIGHT_MOST * len(whole)))
        self.step = np.float32(self.most / np.float32(reach))
        self.whole: Floats = whole.astype(np.float32)
        self.scale: Floats = (scale / self.step).astype(np.float32)

    def times(self, x: Floats) -> Floats:
        """``x[word, row]`` times the matrix; ``x`` is rounded."""
        x = x * self.step
        np.rint(x, out=x)
        np.clip(x, -self.most, self.most, out=x)
        out = x @ self.whole
        out *= self.scale
        return out


class Network:
    """The weights, unpacked, and the forms seen so far."""

    def __init__(self, arrays: dict[str, Any]) -> None:
        about = json.loads(arrays["about"].tobytes().decode("utf-8"))
        self.tags, self.labels = list(about["tags"]), list(about["labels"])
        self._layers, self._tag_layer = int(about["layers"]), int(about["tag_layer"])
        self._words = {word: row for row, word in enumerate(about["words"]) if row}
        self._pieces = {piece: row for row, piece in enumerate(about["pieces"])}
        self._table = {name: (arrays[name], arrays[name + "_scale"]) for name in _TABLES}
        scaled = {name for name in arrays if name + "_scale" in arrays} - set(_TABLES)
        self._matrix = {
            name: Matrix(arrays[name], arrays[name + "_scale"], _REACH.get(name, _REACH_NORMED)) for name in scaled
        }
        self._w: dict[str, Floats] = {name: value for name, value in arrays.items() if value.dtype == np.float32}
        self._input: Floats = arrays["input"] * arrays["input_scale"]
        self._root = self.labels.index("root")
        self._lemmatiser = Lemmatiser(self._pieces, about["lemmas"])
        self._forms: dict[str, Floats] = {}
        root = self._w["root"][None]
        self._label_root = self._matrix["label"].times(root)[0]
        self._root_arc = _leaky(self._matrix["arc"].times(root) + self._w["arc_bias"])

    def analyse(self, sentences: Sequence[Sequence[str]]) -> list[Analysis]:
        """For each sentence of at least one word the best tree, with the likeliest tags and labels.

        The products are small: threads would spend their time waiting for each other, so there is one.
        """
        with _threads().limit(limits=1, user_api="blas"):
            return self._batches(sentences)

    def _batches(self, sentences: Sequence[Sequence[str]]) -> list[Analysis]:
        found: list[Analysis] = []
        batch: list[Sequence[str]] = []
        size = 0
        for sentence in sentences:
            if size + len(sentence) > BATCH_WORDS and batch:
                found.extend(self._analyse(batch))
                batch, size = [], 0
            batch.append(sentence)
            size += len(sentence)
        return found + self._analyse(batch) if batch else found

    def _analyse(self, sentences: Sequence[Sequence[str]]) -> list[Analysis]:
        w = self._w
        forms = [form for sentence in sentences for form in sentence]
        ends = np.cumsum([len(sentence) for sentence in sentences])
        x = np.concatenate([self._form(form) for form in forms]).reshape(len(forms), -1)
        tagged = x
        for layer in range(self._layers):
            x = self._layer(x, layer, ends)
            if layer == self._tag_layer:
                tagged = x
        tags = (self._matrix["tag"].times(_norm(tagged)) + w["tag_bias"]).argmax(axis=1)
        seen = _norm(x)
        heads = self._heads(seen, ends)
        pair = self._matrix["label"].times(seen)
        size = pair.shape[1] // 2
        above = np.where((heads >= 0)[:, None], pair[heads, size:], self._label_root[size:])
        hidden = _leaky(pair[:, :size] + above + w["label_bias"])
        scores = self._matrix["label_out"].times(hidden) + w["label_out_bias"]
        scores[:, self._root] = np.where(heads < 0, np.inf, -np.inf)
        labels = scores.argmax(axis=1)
        return self._named(sentences, tags, heads, labels)

    def _layer(self, x: Floats, layer: int, ends: NDArray[np.int64]) -> Floats:
        """One layer of the encoder: what is passed on of each word, mixed with what came before and after it."""
        own = _norm(x)
        mixed = np.empty_like(x)
        mix(own, ends, self._w[f"layer{layer}_before"], self._w[f"layer{layer}_after"], mixed)
        gates = self._matrix[f"layer{layer}"].times(mixed)
        gates += self._w[f"layer{layer}_bias"]
        width = x.shape[1]
        squashed = gates[:, width:]
        squashed *= np.float32(0.5)
        np.tanh(squashed, out=squashed)
        squashed *= np.float32(0.5)
        squashed += np.float32(0.5)
        state = np.zeros_like(x)
        recur(gates, ends, state)
        np.tanh(state, out=state)
        state -= x
        state *= gates[:, 2 * width :]
        state += x
        return state

    def _named(
        self, sentences: Sequence[Sequence[str]], tags: Any, heads: NDArray[np.int64], labels: Any
    ) -> list[Analysis]:
        found: list[Analysis] = []
        start = 0
        for sentence in sentences:
            part = slice(start, start + len(sentence))
            found.append(
                Analysis(
                    [
                        "X" if form == PLACEHOLDER else self.tags[tag]
                        for form, tag in zip(sentence, tags[part].tolist(), strict=True)
                    ],
                    [head - start if head >= 0 else -1 for head in heads[part].tolist()],
                    [self.labels[label] for label in labels[part].tolist()],
                )
            )
            start += len(sentence)
        return found

    def lemma(self, form: str, tag: str) -> str:
        """The lemma of a form with its tag."""
        return self._lemmatiser.lemma(form, tag)

    def _heads(self, seen: Floats, ends: NDArray[np.int64]) -> NDArray[np.int64]:
        """The best tree of each sentence; heads are rows of the batch, -1 for a root."""
        w = self._w
        both = _leaky(self._matrix["arc"].times(seen) + w["arc_bias"])
        size = both.shape[1] // 2
        below = self._matrix["arc_pair"].times(both[:, :size])
        below += w["arc_head"]
        heads = np.full(len(seen), -1, dtype=np.int64)
        start = 0
        for end in ends.tolist():
            above = np.concatenate([self._root_arc[:, size:], both[start:end, size:]])
            scores = below[start:end] @ above.T
            scores -= scores.max(axis=1, keepdims=True)
            scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
            best_tree(scores, start, heads)
            start = end
        return heads

    def _form(self, form: str) -> Floats:
        found = self._forms.get(form)
        if found is None:
            if len(self._forms) >= FORMS_LIMIT:
                self._forms.clear()
            found = self._forms[form] = self._vector(form)
        return found

    def _vector(self, form: str) -> Floats:
        rows = features(form, self._words, self._pieces)
        parts = [
            self._rows("word", rows.word),
            self._rows("piece", list(rows.pieces)).mean(axis=0)
            if rows.pieces
            else np.zeros(self._table["piece"][0].shape[1], np.float32),
            self._rows("prefix", rows.prefix),
            self._rows("suffix", rows.suffix),
            self._rows("ending", rows.ending),
            self._rows("shape", rows.shape),
        ]
        x = np.concatenate(parts, dtype=np.float32)[None] @ self._input + self._w["input_bias"]
        return _norm(x)[0]

    def _rows(self, name: str, rows: Any) -> Floats:
        table, scale = self._table[name]
        return table[rows] * scale[rows]


def _norm(x: Floats) -> Floats:
    x = x - x.mean(axis=1, keepdims=True)
    return x / np.sqrt(np.einsum("ij,ij->i", x, x)[:, None] / np.float32(x.shape[1]) + _EPSILON)


def _leaky(x: Floats) -> Floats:
    return np.maximum(x, _LEAK * x)


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


@cache
def network() -> Network:
    """The network with the weights of the package, read at the first call."""
    path = files("ripeness.claims.syntax") / "weights" / "parser.npz"
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
        return Network(dict(arrays))
