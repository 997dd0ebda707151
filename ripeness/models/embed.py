"""Sentences as vectors: near ones mean nearly the same.

Loading is put off until the first sentence. A sentence's vector does not depend on its neighbours: in
fp32 by less than 1e-6, in int8 not at all, since there each sentence is a batch of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, get_args

import numpy as np

from ripeness.errors import MissingModelError
from ripeness.models.catalogue import MINILM, TOKENIZER, WEIGHTS, Model
from ripeness.models.minilm_graph import EMBEDDING, MASK, TOKENS, WIDTH, Precision, build_graph
from ripeness.models.places import Contents, load_files
from ripeness.models.weights import read_tensors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

# The original was made for this many, and cuts what is longer (its sentence_bert_config.json).
TOKENS_MOST = 256
# No sentence needs more: the rest is cut before it is split into tokens, so that time stays bounded.
CHARACTERS_MOST = 20_000
# Tokens of a batch, padding included. In processor time, on the sentences of benchmarks/embedding.py and one thread:
# 346 sentences/s at 256, 341 at 512, 320 at 1,024 and 239 at 4,096, which leaves the caches; one by one 218.
BATCH_TOKENS = 512
# Sentences that are sorted by length and handed out at a time: enough to fill batches, few enough to be stopped.
SPLIT_AT_ONCE = 1024


class Embedder:
    """all-MiniLM-L6-v2 on this machine's processor.

    Makes nothing and reads nothing until the first call of ``embed``, which raises MissingModelError
    where the model or its libraries are not there, and ModelError where its files are damaged.
    ``precision`` 'int8' is about twice as fast and less exact: cosines are off by .01 on average and by
    .05 at most on the benchmark's sentences, so a threshold set in fp32 does not hold for it. ``threads``
    is as many as the process may use, unless it is given.
    """

    def __init__(self, precision: Precision = "fp32", *, threads: int | None = None) -> None:
        if precision not in get_args(Precision):
            raise ValueError(f"precision '{precision}' is not one of: {', '.join(get_args(Precision))}")
        self.model: Model = MINILM
        self.precision: Precision = precision
        self.threads: int = threads or _processors()

    @property
    def version(self) -> str:
        """What the vectors were computed with, for results to carry: model, precision, digest of the weights."""
        return f"{self.model.title} {self.precision} {WEIGHTS.sha256[:16]}"

    def load(self) -> None:
        """Load now what the first sentence would load, to learn whether it can be. Raises as ``embed`` does."""
        _ = self._engine

    def embed(self, sentences: Sequence[str]) -> np.ndarray:
        """``vector[sentence, 384]``, float32, each of length 1: the cosine of two is their product.

        A sentence beyond 256 tokens is cut there. An empty one has a vector too, which means nothing.
        """
        if isinstance(sentences, str):
            raise TypeError("embed takes a sequence of sentences; put a single one into a list")
        tokenizer, session = self._engine
        vectors = np.empty((len(sentences), WIDTH), np.float32)
        for start in range(0, len(sentences), SPLIT_AT_ONCE):
            part = [_readable(sentence) for sentence in sentences[start : start + SPLIT_AT_ONCE]]
            tokens = [encoding.ids for encoding in tokenizer.encode_batch(part)]
            batches = list(self._batches(tokens))
            inputs = (_padded([tokens[index] for index in batch]) for batch in batches)
            with ThreadPoolExecutor(self.threads) as pool:
                found = pool.map(lambda each: np.asarray(session.run([EMBEDDING], each)[0]), inputs)
                for batch, rows in zip(batches, found, strict=True):
                    vectors[[start + index for index in batch]] = rows
        return vectors

    def _batches(self, tokens: Sequence[Sequence[int]]) -> Iterator[list[int]]:
        """Indices of sentences of like length, shortest first."""
        room = BATCH_TOKENS if self.precision == "fp32" else 0
        batch: list[int] = []
        for index in sorted(range(len(tokens)), key=lambda index: len(tokens[index])):
            if batch and (len(batch) + 1) * len(tokens[index]) > room:
                yield batch
                batch = []
            batch.append(index)
        if batch:
            yield batch

    @cached_property
    def _engine(self) -> tuple[Tokenizer, InferenceSession]:
        for library in self.model.libraries:  # before ninety megabytes are read for nothing
            _library(library)
        contents = load_files(self.model)
        return _tokenizer(contents), self._session(contents)

    def _session(self, contents: Contents) -> InferenceSession:
        onnxruntime = _library("onnxruntime")
        graph = build_graph(read_tensors(contents[WEIGHTS.name], WEIGHTS.name), self.precision)
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3  # errors only
        # Each batch has one thread and the batches run side by side: threads that share a batch wait for one another.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.use_deterministic_compute = True
        options.add_external_initializers(
            list(graph.arrays), [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in graph.arrays.values()]
        )
        return onnxruntime.InferenceSession(graph.model, options, providers=["CPUExecutionProvider"])


def _tokenizer(contents: Contents) -> Tokenizer:
    tokenizer = _library("tokenizers").Tokenizer.from_str(contents[TOKENIZER.name].decode("utf-8"))
    tokenizer.no_padding()  # the file asks for 128 tokens, neither more nor less; the original overrules it as well
    tokenizer.enable_truncation(TOKENS_MOST)
    return tokenizer


def _readable(sentence: str) -> str:
    """What the tokenizer takes: bounded, and without halves of characters that no UTF-8 has."""
    return sentence[:CHARACTERS_MOST].encode("utf-8", "replace").decode("utf-8")


def _padded(tokens: Sequence[Sequence[int]]) -> dict[str, np.ndarray]:
    """``tokens[sentence, place]`` with zeros after a sentence's end, and the mask that tells them apart."""
    length = max(map(len, tokens))
    places, mask = np.zeros((2, len(tokens), length), np.int64)
    for row, own in enumerate(tokens):
        places[row, : len(own)] = own
        mask[row, : len(own)] = 1
    return {TOKENS: places, MASK: mask}


def _library(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingModelError(
            f"library '{name}'",
            f"it cannot be imported ({error})",
            "Sentence embeddings need onnx, onnxruntime and tokenizers.",
            "Do: pip install 'ripeness[models]'",
        ) from error


def _processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1
