"""Time sentence embeddings: `python benchmarks/embedding.py [sentences]`.

The sentences are those of the invented reports in tests/lineage/data, over and over. Prints, for each
precision, the time to load, sentences per second (the best of three runs) and per second of processor
time, and how far cosines are from fp32, with the machine's size.
"""

from __future__ import annotations

import os
import platform
import resource
import sys
import time
from pathlib import Path

import numpy as np

from ripeness.models import MINILM, Embedder, Precision, find_model
from ripeness.reports.sentences import sentences as places

REPORTS = Path(__file__).parents[1] / "tests" / "lineage" / "data"
RUNS = 3


def different_sentences() -> list[str]:
    """Each sentence of the invented reports once."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(REPORTS.glob("*.txt"))]
    return list(dict.fromkeys(text[start:end] for text in texts for start, end in places(text)))


def main() -> None:
    """Load, embed, compare, print."""
    presence = find_model(MINILM)
    if not presence.usable:
        print(f"not measured: {presence.seen or 'not installed: ' + ', '.join(presence.missing)}")
        print(f"to measure: {presence.fix}")
        return
    different = different_sentences()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    sentences = (different * (count // len(different) + 1))[:count]
    print(
        f"{count} sentences, {len(different)} of them different, "
        f"{np.mean([len(sentence.split()) for sentence in sentences]):.0f} words on average"
    )
    exact: np.ndarray | None = None
    precisions: tuple[Precision, ...] = ("fp32", "int8")
    for precision in precisions:
        embedder = Embedder(precision)
        begin = time.perf_counter()
        embedder.load()
        loading, best, own = time.perf_counter() - begin, float("inf"), float("inf")
        for _ in range(RUNS):
            begin, own_begin = time.perf_counter(), time.process_time()
            embedder.embed(sentences)
            best, own = min(best, time.perf_counter() - begin), min(own, time.process_time() - own_begin)
        vectors = embedder.embed(different)
        cosines = vectors @ vectors.T
        exact = cosines if exact is None else exact
        off = np.abs(cosines - exact)
        print(
            f"{precision}: {count / best:.0f} sentences/s, {count / own:.0f} per second of processor time; "
            f"loaded in {loading:.2f} s; "
            f"cosines off by {off.mean():.3f} on average, {off.max():.3f} at most"
        )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{embedder.threads} threads, {memory:.0f} MiB at most; machine: {os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}"
    )


if __name__ == "__main__":
    main()
