"""The codebook of issues: which words show what is negotiated about, and which option."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

# What a sign marked as weak counts, where a plain one counts 1: another issue's plain sign outweighs up to three.
_WEAK = 0.25
# How many words are remembered with the stems that they begin with.
SEEN_LIMIT = 50_000
# A sign that stands nearer to the verb counts a little more, so that ties go to what is named first.
_NEARNESS = 0.01


# A sign: one word or several in a row; one that ends with '*' stands for every word that begins so.
Sign = tuple[str, ...]
_WORD = re.compile(r"[\w'-]+\*?")


@dataclass(frozen=True, slots=True)
class Issue:
    """What is negotiated about. ``options`` are terms that recur, by id, each with the signs that show it."""

    id: str
    name: str
    group: str
    options: Mapping[str, tuple[Sign, ...]]


@dataclass(frozen=True, slots=True)
class _Row:
    """A sign of an issue and what it counts."""

    issue: str
    sign: Sign
    weight: float


@dataclass(frozen=True)
class Codebook:
    """Issues by id, and the signs that show them."""

    issues: Mapping[str, Issue]
    words: Mapping[str, tuple[_Row, ...]]  # signs by their first word
    stems: tuple[_Row, ...]  # signs of which the first word is a stem
    seen: dict[str, tuple[_Row, ...]] = field(default_factory=dict, repr=False, compare=False)

    def scores(self, words: Sequence[str]) -> dict[str, float]:
        """How much these words (in lower case) speak of each issue; longer phrases weigh more than single words."""
        found: dict[str, float] = {}
        for at in range(len(words)):
            for issue, weight in self._at(words, at).items():
                found[issue] = found.get(issue, 0.0) + weight - _NEARNESS * weight * at / len(words)
        return found

    def issue_of(self, words: Sequence[str]) -> str | None:
        """The issue of which these words speak most, or None."""
        found = self.scores(words)
        return max(found, key=lambda issue: found[issue]) if found else None

    def option_of(self, issue: str, words: Sequence[str]) -> str | None:
        """The first option of the issue of which a sign stands among ``words`` (in lower case), or None.

        '30-day' is read as two words, so that 'day truce' finds it and not a 'Sunday truce'.
        """
        known = self.issues.get(issue)
        if known is None or not known.options:
            return None
        parts = _parts(words)
        return next(
            (
                key
                for key, signs in known.options.items()
                if any(stands(sign, parts, at) for sign in signs for at in range(len(parts)))
            ),
            None,
        )

    def _at(self, words: Sequence[str], at: int) -> dict[str, float]:
        """What the signs that begin at a word count: of each issue the one that counts most."""
        best: dict[str, float] = {}
        for row in self._beginning(words[at]):
            if stands(row.sign, words, at):
                best[row.issue] = max(best.get(row.issue, 0.0), row.weight * len(row.sign))
        return best

    def _beginning(self, word: str) -> tuple[_Row, ...]:
        """The signs of which ``word`` may be the first; worked out once for each word."""
        found = self.seen.get(word)
        if found is None:
            if len(self.seen) >= SEEN_LIMIT:
                self.seen.clear()
            stems = (row for row in self.stems if _is(row.sign[0], word))
            found = self.seen[word] = (*self.words.get(word, ()), *stems)
        return found


def stands(sign: Sign, words: Sequence[str], at: int) -> bool:
    """Whether the sign stands among ``words`` from ``at`` on."""
    return at + len(sign) <= len(words) and all(_is(own, words[at + k]) for k, own in enumerate(sign))


def _is(own: str, word: str) -> bool:
    return word.startswith(own[:-1]) if own[-1] == "*" else word == own


def _parts(words: Sequence[str]) -> list[str]:
    return [part for word in words for part in word.split("-")]


@cache
def codebook() -> Codebook:
    """The built-in codebook (data/issues.toml), loaded once."""
    return read_codebook((files("ripeness.claims") / "data" / "issues.toml").read_text(encoding="utf-8"))


def read_codebook(text: str) -> Codebook:
    """A codebook as data/issues.toml is written. Raises ValueError for a sign that could never be found."""
    issues: dict[str, Issue] = {}
    words: dict[str, list[_Row]] = {}
    stems: list[_Row] = []
    for entry in tomllib.loads(text)["issue"]:
        options = {
            key: tuple(tuple(_parts(_sign(each))) for each in signs) for key, signs in entry.get("options", {}).items()
        }
        issues[entry["id"]] = Issue(entry["id"], entry["name"], entry["group"], options)
        for each in entry["words"]:
            sign = _sign(each.removeprefix("~"))
            row = _Row(entry["id"], sign, _WEAK if each.startswith("~") else 1.0)
            stems.append(row) if sign[0].endswith("*") else words.setdefault(sign[0], []).append(row)
    return Codebook(issues, {word: tuple(rows) for word, rows in words.items()}, tuple(stems))


def _sign(text: str) -> Sign:
    sign = tuple(text.split(" "))
    if text != text.lower() or not all(_WORD.fullmatch(word) for word in sign):
        raise ValueError(
            f"{text!r} is no sign: words in lower case, each of letters, digits, - and ', or a stem with *"
        )
    return sign
