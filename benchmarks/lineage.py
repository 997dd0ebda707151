"""Time lineage on a pile of invented reports: `python benchmarks/lineage.py [reports] [words]`.

Stories are strings of invented words with a skewed frequency, a fifth of the reports being copies,
abridgements or word-swapped versions of others. Prints the figures with the machine's size.
"""

from __future__ import annotations

import os
import platform
import random
import resource
import sys
import time

from ripeness.lineage import find_lineage
from ripeness.reports.model import Report

SEED = 7
VOCABULARY = 6_000
RETOLD = 0.2


def vocabulary(chance: random.Random) -> list[str]:
    """Invented words."""
    syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    return ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(VOCABULARY)]


def original(chance: random.Random, words: list[str], length: int) -> list[list[str]]:
    """Sentences of about 20 words, the common words far more often than the rare ones."""
    weights = [1 / (rank + 10) for rank in range(len(words))]
    return [chance.choices(words, weights, k=20) for _ in range(max(1, length // 20))]


def retold(chance: random.Random, story: list[list[str]], words: list[str]) -> list[list[str]]:
    """A copy, the first third, or every fourth word swapped."""
    sort = chance.choice(("copy", "abridged", "spun"))
    if sort == "abridged":
        return story[: max(4, len(story) // 3)]
    if sort == "spun":
        return [[chance.choice(words) if chance.random() < 0.25 else word for word in line] for line in story]
    return story


def pile(count: int, length: int) -> list[Report]:
    """``count`` reports of about ``length`` words."""
    chance = random.Random(SEED)
    words = vocabulary(chance)
    stories: list[list[list[str]]] = []
    for _ in range(count):
        again = stories and chance.random() < RETOLD
        stories.append(retold(chance, chance.choice(stories), words) if again else original(chance, words, length))
    texts = [" ".join(" ".join(line).capitalize() + "." for line in story) for story in stories]
    return [Report(f"r{i}", f"r{i}.txt", "", text) for i, text in enumerate(texts)]


def main() -> None:
    """Build the pile, time the lineage, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    length = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    reports = pile(count, length)
    pairs = 0

    def progress(_done: int, total: int) -> None:
        nonlocal pairs
        pairs = total

    wall, own = time.perf_counter(), time.process_time()
    lineage = find_lineage(reports, progress)
    wall, own = time.perf_counter() - wall, time.process_time() - own
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count} reports of {length} words: {wall:.1f} s wall, {own:.1f} s of processor time, {memory:.0f} MiB at most"
    )
    print(f"{pairs} pairs aligned, {len(lineage.edges)} edges, {lineage.independent.why}")
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")


if __name__ == "__main__":
    main()
