"""Trains the parser in ripeness/claims/syntax on Universal Dependencies English EWT.

    python tools/train_parser.py --treebank ../shared/reference/ud-ewt --vectors FOLDER --out WEIGHTS

Needs jax besides what the package needs (any recent version; no accelerator). FOLDER holds `model.safetensors` and
`vocab.txt` of all-MiniLM-L6-v2: its table of word pieces, cut to PIECE_WIDTH principal components, is what the parser
knows of words that the treebank does not have. One run takes about three quarters of an hour on two cores.
"""

from __future__ import annotations

import argparse
import functools
import json
import random
import struct
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from ripeness.claims.syntax import features as feats
from ripeness.claims.syntax.lemmas import Lemmatiser, exceptions
from ripeness.claims.syntax.treebank import Tree, as_read, direct_speech, part, read_treebank, telegraphic, without
from ripeness.claims.syntax.units import PLACEHOLDER

WORD_WIDTH, PIECE_WIDTH, AFFIX_WIDTH = 128, 192, 64
WIDTH = 384  # of the encoder: half for each direction
ARC, LABEL = 160, 128
LENGTHS = (8, 16, 24, 32, 44, 64, 100, 170)
BATCH_TOKENS = 1500
WORD_LEAST = 2  # a word of the treebank gets a vector of its own if it occurs this often
DROP = 0.33


# --- data ------------------------------------------------------------------------------------


def word_piece_table(folder: Path) -> tuple[list[str], np.ndarray]:
    """The lower-case pieces of the vocabulary and their vectors, cut to the first principal components."""
    raw = (folder / "model.safetensors").read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    head = json.loads(raw[8 : 8 + size])
    name = next(key for key in head if key.endswith("word_embeddings.weight"))
    begin, end = head[name]["data_offsets"]
    table = np.frombuffer(raw[8 + size + begin : 8 + size + end], dtype=np.float32).reshape(head[name]["shape"])
    pieces = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = [
        at for at, piece in enumerate(pieces) if not piece.startswith("[") and piece.isprintable() and _latin(piece)
    ]
    picked = table[kept].astype(np.float64)
    picked -= picked.mean(axis=0)
    _, values, axes = np.linalg.svd(picked, full_matrices=False)
    print(f"pieces {len(kept)}, variance kept {np.sum(values[:PIECE_WIDTH] ** 2) / np.sum(values**2):.3f}")
    cut = picked @ axes[:PIECE_WIDTH].T
    return [pieces[at] for at in kept], (cut / cut.std()).astype(np.float32)


def _latin(piece: str) -> bool:
    return piece.isprintable() and all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2200 for c in piece)


ONSETS = (*"bdfghjklmnprstvyz", "br", "dr", "gr", "kh", "kr", "sh", "st", "tr", "vl", "zh")
VOWELS = ("a", "e", "i", "o", "u", "ai", "ei", "ou", "ya")


class Examples:
    """The training trees with all that may be made of them; each epoch draws anew."""

    def __init__(self, trees: list[Tree], seed: int) -> None:
        self.rng = random.Random(seed)
        self.rows = []
        self.speech: list[Tree] = []
        for tree in trees:
            read = as_read(tree)
            self.rows.append((tree, read, as_read(tree, mask=True)))
            base = read or tree
            self.speech += direct_speech(base)
        self.parts = [
            sub
            for _, read, _ in self.rows
            if read
            for top in range(len(read))
            if read.labels[top] == "ccomp" and (sub := part(read, top)) and len(sub) > 3
        ]
        self.names = [f for t in trees for f, tag in zip(t.forms, t.tags, strict=True) if tag == "PROPN" and len(f) > 2]

    def epoch(self) -> list[Tree]:
        rng = self.rng
        drawn: list[Tree] = []
        for tree, read, masked in self.rows:
            picked = masked if masked and rng.random() < 0.4 else read if read and rng.random() < 0.6 else tree
            drawn.append(self.altered(picked))
        drawn += [self.altered(tree) for tree in self.speech if rng.random() < 0.3]
        drawn += [self.altered(tree) for tree in self.parts if rng.random() < 0.1]
        return [tree for tree in drawn if len(tree) <= LENGTHS[-1]]

    def altered(self, tree: Tree) -> Tree:
        """The tree as it is, or with other names, without its stop, in capitals or in title case."""
        rng = self.rng
        if len(tree) > 2 and tree.tags[-1] == "PUNCT" and rng.random() < 0.1 and len(tree) - 1 not in tree.heads:
            tree = without(tree, {len(tree) - 1})
        headline = len(tree) <= 24 and rng.random() < 0.06
        if headline:
            gone = [label for label in ("aux:pass", "aux", "cop") if rng.random() < 0.6]
            tree = telegraphic(tree, frozenset(gone), rng.random() < 0.3)
        forms = list(tree.forms)
        if rng.random() < 0.25:
            for at, tag in enumerate(tree.tags):
                if tag == "PROPN" and forms[at].istitle() and rng.random() < 0.6:
                    forms[at] = rng.choice(self.names) if rng.random() < 0.5 else self.invented()
        draw = rng.random() * (0.12 if headline else 1.0)
        if draw < 0.05:
            small = ("ADP", "DET", "CCONJ", "PART") if rng.random() < 0.7 else ()
            rows = enumerate(zip(forms, tree.tags, strict=True))
            forms = [form if tag in small and at else form[:1].upper() + form[1:] for at, (form, tag) in rows]
        elif draw < 0.08:
            forms = [f.upper() for f in forms]
        elif draw < 0.10:
            forms = [f.lower() for f in forms]
        elif draw < 0.16:
            at = rng.randrange(len(forms))
            forms[at] = forms[at].upper()
        if rng.random() < 0.3:
            forms = [f.replace("'", "’") for f in forms]
        if rng.random() < 0.2 and '"' in forms:
            opened = False
            for at, form in enumerate(forms):
                if form == '"':
                    forms[at] = "”" if opened else "“"
                    opened = not opened
        return Tree(tuple(forms), tree.lemmas, tree.tags, tree.fine_tags, tree.heads, tree.labels)

    def invented(self) -> str:
        rng = self.rng
        syllables = [rng.choice(ONSETS) + rng.choice(VOWELS) for _ in range(rng.choice((1, 2, 2, 3)))]
        return ("".join(syllables) + rng.choice(("", "n", "k", "v", "sky", "ov", "r", "s", "l"))).capitalize()


class Coder:
    """Turns trees into arrays."""

    def __init__(
        self, words: dict[str, int], pieces: dict[str, int], table: np.ndarray, inventories: dict[str, list[str]]
    ):
        self.words, self.pieces, self.table = words, pieces, table
        self.index = {key: {name: at for at, name in enumerate(names)} for key, names in inventories.items()}
        self.known: dict[str, tuple[np.ndarray, np.ndarray]] = {}

    def form(self, form: str) -> tuple[np.ndarray, np.ndarray]:
        if form not in self.known:
            got = feats.features(form, self.words, self.pieces)
            mean = self.table[list(got.pieces)].mean(axis=0) if got.pieces else np.zeros(PIECE_WIDTH, np.float32)
            self.known[form] = (np.array([got.word, got.prefix, got.suffix, got.ending, got.shape], np.int32), mean)
        return self.known[form]

    def batch(self, trees: list[Tree], length: int, size: int) -> dict[str, np.ndarray]:
        arrays = {
            "ids": np.zeros((size, length, 5), np.int32),
            "piece": np.zeros((size, length, PIECE_WIDTH), np.float32),
            "mask": np.zeros((size, length), np.float32),
        } | {key: np.zeros((size, length), np.int32) for key in ("head", "label", "tag", "fine")}
        for row, tree in enumerate(trees):
            n = len(tree)
            for at, form in enumerate(tree.forms):
                arrays["ids"][row, at], arrays["piece"][row, at] = self.form(form)
            arrays["mask"][row, :n] = 1
            arrays["head"][row, :n] = np.array(tree.heads) + 1
            arrays["label"][row, :n] = [self.index["labels"][x] for x in tree.labels]
            arrays["tag"][row, :n] = [self.index["tags"][x] for x in tree.tags]
            arrays["fine"][row, :n] = [self.index["fine"].get(x, 0) for x in tree.fine_tags]
        return arrays

    def batches(self, trees: list[Tree], rng: random.Random | None) -> Iterator[dict[str, np.ndarray]]:
        buckets: dict[int, list[Tree]] = {length: [] for length in LENGTHS}
        for tree in trees:
            buckets[next(length for length in LENGTHS if len(tree) <= length)].append(tree)
        plan = []
        for length, bucket in buckets.items():
            if rng:
                rng.shuffle(bucket)
            size = max(4, BATCH_TOKENS // length)
            plan += [(bucket[at : at + size], length, size) for at in range(0, len(bucket), size)]
        if rng:
            rng.shuffle(plan)
        for trees_here, length, size in plan:
            yield self.batch(trees_here, length, size)


# --- network ---------------------------------------------------------------------------------


def initial(sizes: dict[str, int], layers: int, seed: int) -> dict[str, Any]:
    rng = np.random.default_rng(seed)

    def dense(rows: int, columns: int, scale: float = 1.0) -> np.ndarray:
        return (rng.standard_normal((rows, columns)) * scale * np.sqrt(2.0 / (rows + columns))).astype(np.float32)

    def table(rows: int, width: int) -> np.ndarray:
        return (rng.standard_normal((rows, width)) * 0.1).astype(np.float32)

    given = WORD_WIDTH + PIECE_WIDTH + 4 * AFFIX_WIDTH
    weights: dict[str, Any] = {
        "word": table(sizes["words"], WORD_WIDTH),
        "prefix": table(feats.PREFIX_ROWS, AFFIX_WIDTH),
        "suffix": table(feats.SUFFIX_ROWS, AFFIX_WIDTH),
        "ending": table(feats.ENDING_ROWS, AFFIX_WIDTH),
        "shape": table(feats.SHAPE_ROWS, AFFIX_WIDTH),
        "input": dense(given, WIDTH, 2.0),
        "input_bias": np.zeros(WIDTH, np.float32),
        "root": table(1, WIDTH)[0],
    }
    for layer in range(layers):
        weights[f"layer{layer}"] = dense(WIDTH, 3 * WIDTH)
        bias = np.zeros((3, WIDTH), np.float32)
        bias[1] = 1.0
        weights[f"layer{layer}_bias"] = bias.reshape(-1)
        weights[f"layer{layer}_before"] = np.zeros(WIDTH, np.float32)
        weights[f"layer{layer}_after"] = np.zeros(WIDTH, np.float32)
    weights |= {
        "arc": dense(WIDTH, 2 * ARC),
        "arc_bias": np.zeros(2 * ARC, np.float32),
        "arc_pair": dense(ARC, ARC, 0.5),
        "arc_head": np.zeros(ARC, np.float32),
        "label": dense(WIDTH, 2 * LABEL),
        "label_bias": np.zeros(LABEL, np.float32),
        "label_out": dense(LABEL, sizes["labels"]),
        "label_out_bias": np.zeros(sizes["labels"], np.float32),
        "tag": dense(WIDTH, sizes["tags"]),
        "tag_bias": np.zeros(sizes["tags"], np.float32),
        "fine": dense(WIDTH, sizes["fine"]),
        "fine_bias": np.zeros(sizes["fine"], np.float32),
    }
    return {key: jnp.asarray(value) for key, value in weights.items()}


def norm(x: Any) -> Any:
    x = x - x.mean(-1, keepdims=True)
    return x / jnp.sqrt((x * x).mean(-1, keepdims=True) + 1e-5)


def recurrence(x: Any, f: Any, backward: bool) -> Any:
    """c[t] = f[t] c[t-1] + x[t] along axis 1."""

    def step(c: Any, now: Any) -> Any:
        c = now[1] * c + now[0]
        return c, c

    _, out = jax.lax.scan(
        step, jnp.zeros_like(x[:, 0]), (x.swapaxes(0, 1), f.swapaxes(0, 1)), reverse=backward, unroll=2
    )
    return out.swapaxes(0, 1)


def forward(w: dict[str, Any], data: dict[str, Any], layers: int, tag_layer: int, key: Any = None) -> dict[str, Any]:
    ids, mask = data["ids"], data["mask"][..., None]
    size = ids.shape[0]

    def keys() -> Iterator[Any]:
        now = key
        while True:
            now, out = jax.random.split(now)
            yield out

    stream = keys() if key is not None else None

    def drop(x: Any, rate: float = DROP, shared: bool = True) -> Any:
        if stream is None:
            return x
        shape = (size, 1, x.shape[-1]) if shared else x.shape
        return x * jax.random.bernoulli(next(stream), 1 - rate, shape) / (1 - rate)

    def hide(rate: Any) -> Any:
        return jax.random.bernoulli(next(stream), rate, ids.shape[:2])[..., None] if stream else None

    word = w["word"][ids[..., 0]]
    piece = data["piece"]
    if stream is not None:
        word = jnp.where(hide(data["rare"]), w["word"][0], word)
        piece = jnp.where(hide(0.1), 0.0, piece)
    parts = [
        word,
        piece,
        w["prefix"][ids[..., 1]],
        w["suffix"][ids[..., 2]],
        w["ending"][ids[..., 3]],
        w["shape"][ids[..., 4]],
    ]
    if stream is not None:
        parts[2:] = [jnp.where(hide(0.05), 0.0, each) for each in parts[2:]]
    x = jnp.concatenate(parts, -1) @ w["input"] + w["input_bias"]
    x = drop(norm(x), 0.2)
    tagged = None
    half = WIDTH // 2
    for layer in range(layers):
        own = norm(x) * mask
        before = jnp.pad(own, ((0, 0), (1, 0), (0, 0)))[:, :-1] * w[f"layer{layer}_before"]
        after = jnp.pad(own, ((0, 0), (0, 1), (0, 0)))[:, 1:] * w[f"layer{layer}_after"]
        gates = ((own + before + after) @ w[f"layer{layer}"] + w[f"layer{layer}_bias"]).reshape(*x.shape[:2], 3, WIDTH)
        keep = jax.nn.sigmoid(gates[..., 1, :]) * mask
        new = (1 - keep) * gates[..., 0, :] * mask
        c = jnp.concatenate(
            [recurrence(new[..., :half], keep[..., :half], False), recurrence(new[..., half:], keep[..., half:], True)],
            -1,
        )
        pass_on = jax.nn.sigmoid(gates[..., 2, :])
        x = pass_on * drop(jnp.tanh(c)) + (1 - pass_on) * x
        if layer == tag_layer:
            tagged = x
    seen = drop(norm(x))
    tag_seen = drop(norm(tagged))
    root = jnp.broadcast_to(w["root"], (size, 1, WIDTH))
    with_root = jnp.concatenate([root, seen], 1)
    half_arc = jax.nn.leaky_relu(with_root @ w["arc"] + w["arc_bias"], 0.1)
    dependent, head = drop(half_arc[:, 1:, :ARC]), drop(half_arc[..., ARC:])
    arcs = jnp.einsum("bic,bjc->bij", dependent @ w["arc_pair"], head) + (head @ w["arc_head"])[:, None, :]
    allowed = jnp.concatenate([jnp.ones((size, 1)), data["mask"]], 1)[:, None, :]
    arcs = arcs - 1e9 * (1 - allowed)
    pair = with_root @ w["label"]
    return {
        "arcs": arcs,
        "label_dependent": pair[:, 1:, :LABEL],
        "label_head": pair[..., LABEL:],
        "tags": tag_seen @ w["tag"] + w["tag_bias"],
        "fine": tag_seen @ w["fine"] + w["fine_bias"],
        "drop": drop,
    }


def label_scores(w: dict[str, Any], out: dict[str, Any], heads: Any) -> Any:
    head = jnp.take_along_axis(out["label_head"], heads[..., None], axis=1)
    hidden = jax.nn.leaky_relu(out["label_dependent"] + head + w["label_bias"], 0.1)
    return out["drop"](hidden) @ w["label_out"] + w["label_out_bias"]


def cross(scores: Any, gold: Any) -> Any:
    return jax.nn.logsumexp(scores, -1) - jnp.take_along_axis(scores, gold[..., None], -1)[..., 0]


@functools.partial(jax.jit, static_argnums=(5, 6), donate_argnums=(0, 1))
def step(w: Any, state: Any, data: Any, key: Any, rate: Any, layers: int, tag_layer: int) -> Any:
    def loss(w: Any) -> Any:
        out = forward(w, data, layers, tag_layer, key)
        total = cross(out["arcs"], data["head"]) + cross(label_scores(w, out, data["head"]), data["label"])
        total = total + 0.5 * cross(out["tags"], data["tag"]) + 0.3 * cross(out["fine"], data["fine"])
        return (total * data["mask"]).sum() / data["mask"].sum()

    value, slope = jax.value_and_grad(loss)(w)
    length = jnp.sqrt(sum((g * g).sum() for g in jax.tree.leaves(slope)))
    scale = jnp.minimum(1.0, 2.0 / (length + 1e-6))
    first, second, count = state
    count = count + 1
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g * scale, first, slope)
    second = jax.tree.map(lambda v, g: 0.98 * v + 0.02 * (g * scale) ** 2, second, slope)
    w = jax.tree.map(
        lambda p, m, v: p
        - rate * (m / (1 - 0.9**count)) / (jnp.sqrt(v / (1 - 0.98**count)) + 1e-8)
        - rate * 0.003 * p,
        w, first, second,
    )  # fmt: skip
    return w, (first, second, count), value


@functools.partial(jax.jit, static_argnums=(2, 3))
def predict(w: Any, data: Any, layers: int, tag_layer: int) -> Any:
    out = forward(w, data, layers, tag_layer)
    heads = out["arcs"].argmax(-1)
    return heads, label_scores(w, out, heads).argmax(-1), out["tags"].argmax(-1)


def measured(w: Any, coder: Coder, trees: list[Tree], layers: int, tag_layer: int) -> str:
    """Tags, heads, and heads with labels that are right, in per cent; heads each for itself, not as a tree."""
    total, tags, heads, labelled = 0.0, 0.0, 0.0, 0.0
    for data in coder.batches(trees, None):
        h, lab, t = (np.asarray(x) for x in predict(w, data, layers, tag_layer))
        m = data["mask"] > 0
        total += m.sum()
        tags += (m & (t == data["tag"])).sum()
        heads += (m & (h == data["head"])).sum()
        labelled += (m & (h == data["head"]) & (lab == data["label"])).sum()
    return f"UPOS {100 * tags / total:.2f} UAS {100 * heads / total:.2f} LAS {100 * labelled / total:.2f}"


# --- weights ---------------------------------------------------------------------------------


def eighth(matrix: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """A matrix as bytes with one scale for each row (axis 0) or column (axis 1)."""
    scale = np.abs(matrix).max(axis=1 - axis, keepdims=True) / 127 + 1e-12
    return np.round(matrix / scale).astype(np.int8), scale.astype(np.float32)


def lemma_exceptions(trees: list[Tree], pieces: list[str]) -> dict[str, dict[str, str]]:
    """What the treebank has otherwise than the rules for lemmas."""
    seen: dict[tuple[str, str], Counter[str]] = {}
    for tree in trees:
        for form, tag, lemma in zip(tree.forms, tree.tags, tree.lemmas, strict=True):
            if tag not in ("PUNCT", "NUM", "SYM", "X"):
                seen.setdefault((form.lower().replace("’", "'"), tag), Counter())[lemma.lower()] += 1
    return exceptions(Lemmatiser({piece: rank for rank, piece in enumerate(pieces)}, {}), seen)


TABLES = ("word", "prefix", "suffix", "ending", "shape", "piece")


def save(out: Path, w: dict[str, Any], pieces: list[str], piece_table: np.ndarray, about: dict[str, Any]) -> None:
    arrays: dict[str, np.ndarray] = {}
    for key, value in [*w.items(), ("piece", piece_table)]:
        value = np.asarray(value)
        if key.startswith("fine"):
            continue
        if key in TABLES:
            arrays[key], arrays[key + "_scale"] = eighth(value, 0)
        elif value.ndim == 2:
            arrays[key], arrays[key + "_scale"] = eighth(value, 1)
        else:
            arrays[key] = value.astype(np.float32)
    about = {**about, "pieces": pieces}
    arrays["about"] = np.frombuffer(json.dumps(about, ensure_ascii=False).encode("utf-8"), dtype=np.uint8)
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out, **arrays)
    print(f"{out}: {out.stat().st_size / 1e6:.2f} MB")


def go_on(w: dict[str, Any], path: Path) -> dict[str, Any]:
    """The weights that an earlier run saved at ``path``, unpacked; what is not saved stays as it is in ``w``."""
    with np.load(path, allow_pickle=False) as saved:
        arrays = {key: saved[key] * saved.get(key + "_scale", np.float32(1)) for key in w if key in saved}
    return w | {key: jnp.asarray(value, jnp.float32) for key, value in arrays.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--treebank", type=Path, default=Path("../shared/reference/ud-ewt"))
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("ripeness/claims/syntax/weights/parser.npz"))
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="weights of an earlier run, to go on from")
    args = parser.parse_args()

    train = read_treebank(next(args.treebank.glob("*train*.conllu")))
    dev = read_treebank(args.treebank / "en_ewt-ud-dev.conllu")
    dev_read = [tree for each in dev if (tree := as_read(each))]
    examples = Examples(train, args.seed)
    pieces, table = word_piece_table(args.vectors)

    counted = Counter(feats.normal(form) for tree in train for form in tree.forms)
    for _, read, _ in examples.rows:
        counted.update(normal for form in (read.forms if read else ()) if (normal := feats.normal(form)) not in counted)
    words = ["", *sorted(word for word, count in counted.items() if count >= WORD_LEAST)]
    placeholder = feats.normal(PLACEHOLDER)
    words += [placeholder] if placeholder not in words else []
    inventories = {
        "labels": sorted({label for tree in train for label in tree.labels}),
        "tags": sorted({tag for tree in train for tag in tree.tags}),
        "fine": ["", *sorted({tag for tree in train for tag in tree.fine_tags}), "QUOTE"],
    }
    coder = Coder({w: i for i, w in enumerate(words) if i}, {p: i for i, p in enumerate(pieces)}, table, inventories)
    # A word is hidden from the network the more often, the rarer it is: so it learns what to make of unknown ones.
    rare = np.array([0.0] + [0.4 / (0.4 + counted.get(word, 200) ** 0.7) + 0.03 for word in words[1:]], np.float32)

    tag_layer = args.layers // 2 - 1 if args.layers > 1 else 0
    sizes = {"words": len(words), **{key: len(names) for key, names in inventories.items()}}
    w = initial(sizes, args.layers, args.seed)
    if args.start:
        w = go_on(w, args.start)
    state = (jax.tree.map(jnp.zeros_like, w), jax.tree.map(jnp.zeros_like, w), jnp.zeros(()))
    about = {
        "words": words, "labels": inventories["labels"], "tags": inventories["tags"], "layers": args.layers,
        "tag_layer": tag_layer, "placeholder": PLACEHOLDER, "lemmas": lemma_exceptions(train, pieces),
    }  # fmt: skip
    order = random.Random(args.seed)
    key = jax.random.PRNGKey(args.seed)
    steps_an_epoch = len(list(coder.batches(examples.epoch(), None)))
    total, done = steps_an_epoch * args.epochs, 0
    print(f"{len(train)} trees, {len(words)} words, {sizes}, {steps_an_epoch} steps an epoch")
    for epoch in range(args.epochs):
        began, losses = time.time(), []
        for data in coder.batches(examples.epoch(), order):
            done += 1
            rate = args.rate * min(1.0, done / 300) * max(0.002, 0.5 * (1 + np.cos(np.pi * min(1.0, done / total))))
            data["rare"] = rare[data["ids"][..., 0]]
            key, now = jax.random.split(key)
            w, state, value = step(w, state, data, now, np.float32(rate), args.layers, tag_layer)
            losses.append(value)
        mean = float(np.mean([float(x) for x in losses]))
        line = f"epoch {epoch + 1} loss {mean:.3f} {time.time() - began:.0f}s"
        if epoch % 3 == 2 or epoch + 1 == args.epochs:
            line += f" | dev {measured(w, coder, dev, args.layers, tag_layer)}"
            line += f" | as read {measured(w, coder, dev_read, args.layers, tag_layer)}"
            save(args.out, w, pieces, table, about)
        print(line, flush=True)


if __name__ == "__main__":
    main()
