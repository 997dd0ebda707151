"""Parties that a language model names and the built-in reader does not know: unions, companies, movements.

Taken under the model's own words, which stand in a report, with an id made as those of learned parties are; the analyst
sees them as proposed. Only names are taken ('the two commanders' are no party), and neither people nor newspapers,
institutes and the like, which speak for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from ripeness.claims.lexicon import word_set
from ripeness.claims.model import Party
from ripeness.claims.names import NOT_NAMES
from ripeness.claims.parties import slug
from ripeness.claims.roles import OUTLETS
from ripeness.claims.words import Token, words

_ARTICLES = word_set("the a an")
_STUDYING = word_set(
    "center centre institute institution university college school foundation tank watch museum academy lab laboratory"
)
# The shortest and the longest run of capitals that can stand for a longer name.
_SHORT = range(2, 9)


def proposed(names: Iterable[str]) -> Mapping[str, Party]:
    """A party for every name that can be one: the same for a name and the capitals that stand for it (UDW)."""
    titles = {name: title for name in dict.fromkeys(names) if (title := _title(name))}
    by_initials: dict[str, set[str]] = {}
    for title in titles.values():
        by_initials.setdefault(_initials(title), set()).add(title)
    found: dict[str, Party] = {}
    for name, title in titles.items():
        long = by_initials.get(title, set()) if title.isupper() and len(title) in _SHORT else set()
        whole = next(iter(long)) if len(long) == 1 else title
        found[name] = Party(slug(whole), whole, "organisation")
    return {name: party for name, party in found.items() if party.id}


@cache
def _title(name: str) -> str:
    """The name without its article; '' where no word of it is a name."""
    tokens = words(name, 0, len(name))
    if tokens and tokens[0].lower in _ARTICLES:
        tokens = tokens[1:]
    private = any(token.lower in OUTLETS | _STUDYING for token in tokens)
    named = not private and any(_names(token, first=at == 0) for at, token in enumerate(tokens))
    return " ".join(name[tokens[0].start : tokens[-1].end].split()) if named else ""


def _names(token: Token, first: bool) -> bool:
    """Whether a word is a name: in capitals, and no word that only begins a sentence."""
    return token.cap and not (first and token.lower in NOT_NAMES)


def _initials(title: str) -> str:
    tokens = [token for token in words(title, 0, len(title)) if token.cap]
    return "".join(token.text[0] for token in tokens) if len(tokens) > 1 else ""
