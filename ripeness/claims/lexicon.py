"""Word lists are written as running text and read as sets."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of ``text`` as a set: lists of words stay readable and easy to extend."""
    return frozenset(text.split())


def word_list(text: str) -> list[str]:
    """The words of ``text`` in their order, where it counts."""
    return text.split()
