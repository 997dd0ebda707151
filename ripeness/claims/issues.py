"""The codebook of issues: which words show what is negotiated about, and which option."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

# A sign marked as weak counts only where no other issue has a plain one.
_WEAK = 0.25
# How many words are remembered with the stems that they begin with.
SEEN_LIMIT = 50_000
# A sign that stands nearer to the verb counts a little more, so that ties go to what is named first.
_NEARNESS = 0.01


@dataclass(frozen=True, slots=True)
class Issue:
    """What is negotiated about. ``options`` are terms that recur, by id, each with the words that show it."""

    id: str
    name: str
    group: str
    options: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Codebook:
    """Issues by id, and the words that show them."""

    issues: Mapping[str, Issue]
    signs: Mapping[str, tuple[tuple[str, tuple[str, ...], float], ...]]  # first word -> (issue, words, weight)
    stems: tuple[tuple[str, str, float], ...]  # (beginning of a word, issue, weight), longest first
    seen: dict[str, list[tuple[str, float]]] = field(default_factory=dict, repr=False, compare=False)

    def scores(self, words: Sequence[str]) -> dict[str, float]:
        """How much these words (in lower case) speak of each issue; longer phrases weigh more than single words."""
        found: dict[str, float] = {}
        for at in range(len(words)):
            for issue, weight in self._at(words, at):
                found[issue] = found.get(issue, 0.0) + weight - _NEARNESS * weight * at / max(1, len(words))
        return found

    def issue_of(self, words: Sequence[str]) -> str | None:
        """The issue of which these words speak most, or None."""
        found = self.scores(words)
        return max(found, key=lambda issue: found[issue]) if found else None

    def _at(self, words: Sequence[str], at: int) -> list[tuple[str, float]]:
        rows = [
            (issue, weight * len(phrase))
            for issue, phrase, weight in self.signs.get(words[at], ())
            if tuple(words[at : at + len(phrase)]) == phrase
        ]
        rows += self._by_stem(words[at])
        best: dict[str, float] = {}
        for issue, weight in rows:
            best[issue] = max(best.get(issue, 0.0), weight)
        return list(best.items())

    def _by_stem(self, word: str) -> list[tuple[str, float]]:
        """The issues of the stems with which a word begins; worked out once for each word."""
        found = self.seen.get(word)
        if found is None:
            if len(self.seen) >= SEEN_LIMIT:
                self.seen.clear()
            found = [(issue, weight) for stem, issue, weight in self.stems if word.startswith(stem)]
            self.seen[word] = found
        return found

    def option_of(self, issue: str, words: Sequence[str]) -> str | None:
        """The option of the issue whose words stand among ``words``, or None."""
        text = " ".join(words)
        known = self.issues.get(issue)
        if known is None:
            return None
        return next((key for key, signs in known.options.items() if any(sign in text for sign in signs)), None)


@cache
def codebook() -> Codebook:
    """The built-in codebook (data/issues.toml), loaded once."""
    raw = tomllib.loads((files("ripeness.claims") / "data" / "issues.toml").read_text(encoding="utf-8"))
    issues: dict[str, Issue] = {}
    signs: dict[str, list[tuple[str, tuple[str, ...], float]]] = {}
    stems: list[tuple[str, str, float]] = []
    for entry in raw["issue"]:
        options = {key: tuple(words) for key, words in entry.get("options", {}).items()}
        issues[entry["id"]] = Issue(entry["id"], entry["name"], entry["group"], options)
        for text in entry["words"]:
            weight = _WEAK if text.startswith("~") else 1.0
            plain = text.removeprefix("~")
            if plain.endswith("*") and " " not in plain:
                stems.append((plain.removesuffix("*"), entry["id"], weight))
                continue
            phrase = tuple(re.findall(r"[\w'’-]+", plain))
            signs.setdefault(phrase[0], []).append((entry["id"], phrase, weight))
    stems.sort(key=lambda row: -len(row[0]))
    return Codebook(issues, {word: tuple(rows) for word, rows in signs.items()}, tuple(stems))
