"""Word shingles: how much of one report stands word for word in another.

Containment, not Jaccard: an abridgement of a third of its original has a Jaccard of at most a
third, but all of its shingles stand in the original.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SHINGLE_WORDS = 4  # for copies and abridgements
# Fewer runs than this can agree by a set phrase, a title or a date.
VERBATIM_LEAST = 25
# With less than this part of its runs outside quotations, a short report is a transcript.
TRANSCRIPT = 0.1

_ODD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)


def shingles(words: np.ndarray, lengths: Sequence[int]) -> np.ndarray:
    """The distinct runs of ``SHINGLE_WORDS`` words inside sentences, as rising 64-bit numbers: uint64[run].

    ``words`` (uint64) are the words of one sentence after another, ``lengths`` how many words each sentence has. Two of
    a million runs share a number with a chance of about 3 in a hundred million.
    """
    runs = len(words) - SHINGLE_WORDS + 1
    if runs <= 0:
        return np.empty(0, dtype=np.uint64)
    sentence = np.repeat(np.arange(len(lengths)), lengths)
    mixed = words[:runs] * _ODD[0]
    for offset in range(1, SHINGLE_WORDS):
        mixed ^= mixed >> np.uint64(29)
        mixed += words[offset : offset + runs]
        mixed *= _ODD[offset]
    mixed ^= mixed >> np.uint64(32)
    return np.unique(mixed[sentence[:runs] == sentence[SHINGLE_WORDS - 1 :]])


def containment(part: np.ndarray, whole: np.ndarray) -> float:
    """The share of ``part`` that stands in ``whole`` (rising numbers): 0..1, and 0 where ``part`` is empty."""
    return len(np.intersect1d(part, whole, assume_unique=True)) / len(part) if len(part) else 0.0
