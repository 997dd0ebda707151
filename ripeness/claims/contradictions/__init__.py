"""Contradictions: accounts of a pile that cannot both be right, and parties that say the opposite of what they said.

Five kinds are looked for, each by the words with which reports set one account against another: denials and differing
readouts (`denied`), unequal figures (`figures`), headlines that their own report does not bear out (`headlines`) and
changes (`changes`). Accounts are compared by stems, classes of words, names and numbers, never by embeddings, which are
at chance on rival reports.
"""

from __future__ import annotations

from ripeness.claims.contradictions.finder import Finder

__all__ = ["Finder"]
