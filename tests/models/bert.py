"""BERT in plain NumPy, one sentence at a time: slow and obvious, to hold the graph against."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
from scipy.special import erf

HEADS = 12
Weights = dict[str, np.ndarray]


def read_weights(path: Path) -> Weights:
    """The arrays in 64 bits, read here without the package's own reader."""
    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    found = {}
    for name, entry in json.loads(raw[8 : 8 + length]).items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            first, end = (8 + length + offset for offset in entry["data_offsets"])
            found[name] = np.frombuffer(raw[first:end], "<f4").reshape(entry["shape"]).astype(np.float64)
    return found


def sentence_vector(weights: Weights, tokens: list[int]) -> np.ndarray:
    """The sentence's vector, of length 1."""
    state = weights["embeddings.word_embeddings.weight"][tokens]
    state = state + weights["embeddings.position_embeddings.weight"][: len(tokens)]
    state = state + weights["embeddings.token_type_embeddings.weight"][0]
    state = norm(weights, "embeddings.LayerNorm", state)
    for layer in range(6):
        name = f"encoder.layer.{layer}"
        mixed = linear(weights, f"{name}.attention.output.dense", attention(weights, f"{name}.attention.self", state))
        state = norm(weights, f"{name}.attention.output.LayerNorm", mixed + state)
        inner = linear(weights, f"{name}.intermediate.dense", state)
        inner = inner * 0.5 * (1 + erf(inner / np.sqrt(2)))
        state = norm(weights, f"{name}.output.LayerNorm", linear(weights, f"{name}.output.dense", inner) + state)
    mean = state.mean(axis=0)
    return mean / np.linalg.norm(mean)


def attention(weights: Weights, name: str, state: np.ndarray) -> np.ndarray:
    """Head by head: each token takes from all tokens, by likeness."""
    query, key, value = (linear(weights, f"{name}.{part}", state) for part in ("query", "key", "value"))
    size = state.shape[1] // HEADS
    heads = []
    for head in range(HEADS):
        own = slice(head * size, (head + 1) * size)
        likeness = query[:, own] @ key[:, own].T / np.sqrt(size)
        share = np.exp(likeness - likeness.max(axis=1, keepdims=True))
        heads.append(share / share.sum(axis=1, keepdims=True) @ value[:, own])
    return np.concatenate(heads, axis=1)


def linear(weights: Weights, name: str, state: np.ndarray) -> np.ndarray:
    return state @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def norm(weights: Weights, name: str, state: np.ndarray) -> np.ndarray:
    spread = state.var(axis=1, keepdims=True)
    even = (state - state.mean(axis=1, keepdims=True)) / np.sqrt(spread + 1e-12)
    return even * weights[f"{name}.weight"] + weights[f"{name}.bias"]
