"""Drafting again: what new reports tell comes in, what the analyst changed stays, and every difference is shown.

Three texts are compared value by value: the case as it was drafted last, as it stands now, and as it would be drafted
now. A number with its range, a because and a list of names are one value each; entries of a list are known by what they
are about (party, issue, condition, ...), not by their place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, Literal

from ruamel.yaml.comments import CommentedMap

from ripeness.drafting.writing import commented

Kind = Literal["added", "removed", "changed", "kept"]
_ABOUT = ("party", "issue", "deal", "name", "variable", "when", "terms", "more", "than", "combination")
_NUMBER = frozenset({"low", "value", "choices", "use"})
# A because, and what a party wants, refuses or answers with its because: to follow the record in one half and the
# analyst in the other would put her words on passages that say something else.
_WHOLE = frozenset({"reason", "passages", "wants", "refuses", "answer"})
_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """One value of the case that drafting again changes, or that it leaves as the analyst had it.

    ``kept``: the analyst's own, although the record now says ``after``. Values are as in the file; None where there is
    none.
    """

    where: str  # dotted, entries of lists by what they are about
    kind: Kind
    before: Any
    after: Any

    def __str__(self) -> str:
        words = {
            "added": f"new: {_short(self.after)}",
            "removed": f"gone from the record: {_short(self.before)}",
            "changed": f"{_short(self.before)} -> {_short(self.after)}",
            "kept": f"yours is kept, {_short(self.before)}; the record would have it {_short(self.after)}"
            if self.after is not None
            else f"yours is kept, {_short(self.before)}; the record has it no more",
        }
        return f"{self.where}: {words[self.kind]}"


def merge(base: Mapping[str, Any], root: CommentedMap, fresh: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Bring a fresh draft into ``root``, the case as it stands; its comments stay. ``base``: as it was drafted last."""
    return tuple(_merged(base, root, fresh, ()))


def _merged(
    base: Mapping[str, Any], now: MutableMapping[str, Any], fresh: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[Difference]:
    for name in [*now, *(each for each in fresh if each not in now)]:
        where = (*path, str(name))
        old, mine, new = (each.get(name, _NOTHING) for each in (base, now, fresh))
        if _keyed(mine) and _keyed(new):
            rows, subjects = _by_subject(mine), list(_by_subject(mine))
            yield from _merged(_by_subject(old) if _keyed(old) else {}, rows, _by_subject(new), where)
            _put_back(mine, subjects, rows)
        elif _branch(mine) and _branch(new) and not (_labels(mine) and _labels(new)):
            yield from _merged(old if _branch(old) else {}, mine, new, where)
        else:
            yield from _leaf(now, name, where, old, mine, new)


def _leaf(
    now: MutableMapping[str, Any], name: str, where: tuple[str, ...], old: Any, mine: Any, new: Any
) -> Iterator[Difference]:
    dotted = ".".join(where)
    if _plain(mine) == _plain(new):
        return
    touched = _plain(mine) != _plain(old)
    if not touched and new is _NOTHING:
        del now[name]
        yield Difference(dotted, "removed", _plain(mine), None)
    elif not touched:
        now[name] = commented(new)
        kind: Kind = "added" if mine is _NOTHING else "changed"
        yield Difference(dotted, kind, None if mine is _NOTHING else _plain(mine), new)
    elif _plain(new) != _plain(old):
        kept, record = (None if each is _NOTHING else _plain(each) for each in (mine, new))
        yield Difference(dotted, "kept", kept, record)


def _put_back(listed: list[Any], subjects: list[str], rows: Mapping[str, Any]) -> None:
    """The entries of a list as they are now, one by one: so the comments beside those that stay are kept."""
    for at in reversed(range(len(subjects))):
        if subjects[at] not in rows:
            del listed[at]
        elif rows[subjects[at]] is not listed[at]:
            listed[at] = rows[subjects[at]]
    listed.extend(row for subject, row in rows.items() if subject not in subjects)


def _branch(value: Any) -> bool:
    """A mapping that holds further values, and is not one value itself: no number, because, position or answer."""
    return isinstance(value, Mapping) and not (_NUMBER | _WHOLE) & set(value)


def _labels(value: Any) -> bool:
    """A mapping from names to words, such as the values of a variable: one value, in which the order counts."""
    return isinstance(value, Mapping) and bool(value) and all(isinstance(item, str) for item in value.values())


def _keyed(value: Any) -> bool:
    """A list of entries, each about something."""
    return isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)


def _by_subject(rows: Any) -> dict[str, Any]:
    """Entries by what they are about; a second one about the same is told apart by a count."""
    made: dict[str, Any] = {}
    for row in rows:
        parts = [row[key] if isinstance(row[key], str) else _written(row[key]) for key in _ABOUT if key in row]
        subject = " / ".join(parts) or _written(row)
        while subject in made:
            subject += "'"
        made[subject] = row
    return made


def _written(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, default=str)


def _plain(value: Any) -> Any:
    """Without the library's own kinds, so that values of two files compare."""
    if _labels(value):
        return [[str(key), str(item)] for key, item in value.items()]  # the order counts
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bool) or value is None or value is _NOTHING:
        return value
    if isinstance(value, int | float):
        return float(value)
    return str(value)


def _short(value: Any) -> str:
    if isinstance(value, Mapping) and "likely" in value:
        return f"{value['low']:g}..{value['likely']:g}..{value['high']:g}"
    if isinstance(value, Mapping) and "reason" in value:
        return str(value["reason"])[:80]
    if isinstance(value, Mapping):
        value = {key: item for key, item in value.items() if key not in ("because", "party", "issue")}
    text = str(value) if isinstance(value, str) else _written(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
