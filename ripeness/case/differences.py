"""What differs between two versions of a case, piece by piece.

Each difference can be put into the old case alone, or taken out of the new one alone, so that its effect on the answer
can be told from that of the others (``outlook.effects``). Rules and numbers are matched by what they are about, not by
their place in the file: a rule that is put before others changes none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Literal

from ruamel.yaml.comments import CommentedMap

from ripeness.case import model
from ripeness.case.assumptions import numbers, resolve, signed
from ripeness.case.changes import with_value
from ripeness.case.checks import check
from ripeness.case.difference_words import number_words, position_words, title_of, words_of
from ripeness.case.files import CASE_FILE, Source, dotted
from ripeness.case.labels import Loc
from ripeness.case.model import CaseFile, Condition, StatedPosition
from ripeness.case.numbers import Because, Number
from ripeness.errors import Problem

Kind = Literal[
    "number", "situation", "refusal", "position", "rule", "talks", "deal", "action", "structure", "evidence",
    "assumption", "reason", "wording",
]  # fmt: skip
# What the computation takes no notice of: a stated wish, evidence, a name that numbers may have, words.
SILENT: frozenset[Kind] = frozenset(("position", "evidence", "assumption", "reason", "wording"))


@dataclass(frozen=True, slots=True)
class Edit:
    """One step of a change: ``set`` the value at ``loc``; ``drop`` what stands there; ``add`` before that place.

    ``place`` is a position in the list, or among the keys of the mapping, of the case that is edited, before any edit.
    """

    what: Literal["set", "drop", "add"]
    loc: Loc
    place: int = 0
    value: Any = None


@dataclass(frozen=True, eq=False)
class Difference:
    """One thing that is otherwise in the new case.

    ``label`` says what, ``before`` and ``after`` how it stands, in the words of the case, None where it is not there.
    ``becauses`` are the reasons for both. ``forward`` edits the old case, ``backward`` the new one. ``counts``: whether
    the answer can depend on it.
    """

    kind: Kind
    name: str
    label: str
    before: str | None
    after: str | None
    becauses: tuple[Because | None, Because | None]
    forward: tuple[Edit, ...]
    backward: tuple[Edit, ...]
    counts: bool


def differences(old: CaseFile, new: CaseFile) -> tuple[Difference, ...]:
    """Everything that differs, in the order of the file. A case compared with itself has none."""
    return tuple(_Comparison(old, new).walk(old, new, (), ()))


def edited(case: CaseFile, edits: Sequence[Edit]) -> CaseFile:
    """A case with edits made, all of whose places are those of ``case``. It may be unsound: see ``first_fault``."""
    for edit in edits:
        if edit.what == "set":
            case = with_value(case, edit.loc, edit.value)
    holders: dict[Loc, list[tuple[int, Edit]]] = {}
    for order, edit in enumerate(edits):
        if edit.what != "set":
            holders.setdefault(edit.loc[:-1], []).append((order, edit))
    for loc in sorted(holders, key=len, reverse=True):  # the inner ones first: their places are still those of the case
        case = with_value(case, loc, _rearranged(_at(case, loc), holders[loc]))
    return case


def first_fault(case: CaseFile) -> Problem | None:
    """What is wrong with a case that was edited, if anything: a name that is not there, chances above 1, and so on."""
    root = CommentedMap()
    root._yaml_set_line_col(0, 0)
    return next(iter(check(case, Source(Path(CASE_FILE), root))), None)


def settled(source: CaseFile, target: CaseFile, value: Any) -> Any:
    """A value of one case as it can stand in another: a number by a name that is not there has its value instead."""
    if isinstance(value, Number):
        return value if value.use is None or value.use in target.assumptions else resolve(source, value)
    if isinstance(value, dict):
        return {key: settled(source, target, each) for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(settled(source, target, each) for each in value)
    if is_dataclass(value) and not isinstance(value, type | Because | Condition):
        inner = {f.name: getattr(value, f.name) for f in fields(value)}
        changed = {name: made for name, old in inner.items() if (made := settled(source, target, old)) != old}
        for name, made in changed.items():
            value = with_value(value, (name,), made)  # pyright: ignore[reportArgumentType]
    return value


def _rearranged(holder: Any, edits: list[tuple[int, Edit]]) -> Any:
    """A list or a mapping with things dropped and added; from the last place on, so that places stay what they are."""
    mapped = isinstance(holder, Mapping)
    items: list[Any] = list(holder.items()) if mapped else list(holder)
    for _, edit in sorted(edits, key=lambda each: (-each[1].place, each[1].what == "add", -each[0])):
        if edit.what == "drop":
            del items[edit.place]
        else:
            items.insert(edit.place, (edit.loc[-1], edit.value) if mapped else edit.value)
    return dict(items) if mapped else tuple(items)


def _at(node: Any, loc: Loc) -> Any:
    for part in loc:
        node = node[part] if isinstance(node, dict | tuple) else getattr(node, str(part))  # pyright: ignore
    return node


# --- matching ---------------------------------------------------------------------------------------


def _when(when: Mapping[str, Condition]) -> tuple[Any, ...]:
    return tuple(sorted((name, condition.values, condition.negated) for name, condition in when.items()))


_ABOUT: dict[type, Callable[[Any], Any]] = {  # what an item of a list is about: two that are about the same are matched
    model.StatedPosition: lambda item: (item.party, item.issue),
    model.RecordedAnswer: lambda item: (item.party, item.deal, tuple(sorted(item.terms.items())), item.on),
    model.Priority: lambda item: (item.party, item.more, item.than),
    model.Forbidden: lambda item: _when(item.combination),
    model.Required: lambda item: (_when(item.if_), _when(item.then)),
    model.Availability: lambda item: (item.issue, item.options),
    model.DriftRule: lambda item: (item.variable, _when(item.when)),
    model.FlowRule: lambda item: (item.party, _when(item.when)),
    model.RecognitionRule: lambda item: _when(item.when),
    model.JointFactor: lambda item: _when(item.when),
    model.DurabilityRule: lambda item: (_when(item.terms), _when(item.when)),
    model.End: lambda item: item.name,
    model.Action: lambda item: (item.party, item.name),
}
_WHOLE = (  # compared as one thing
    model.StatedPosition,
    model.RecordedAnswer,
    model.Priority,
    model.Forbidden,
    model.Required,
    model.Availability,
    model.Judgement,
)
# Lists in which a later rule overrides an earlier one.
_ORDERED = (model.DriftRule, model.FlowRule, model.RecognitionRule, model.DurabilityRule, model.End)
_WORDS = frozenset(("name", "question", "note", "said", "schema_", "judgement", "as_of", "unit", "on", "offered_on"))
_KINDS: dict[str, Kind] = {
    "tracks": "talks",
    "deals": "deal",
    "actions": "action",
    "answers": "evidence",
    "priorities": "evidence",
    "assumptions": "assumption",
    **dict.fromkeys(("forbidden", "required", "available", "durability", "beliefs"), "rule"),
}


def _kind(loc: Loc, old: Any, new: Any) -> Kind:
    either = [each for each in (old, new) if each is not None]
    if any(isinstance(each, Number) for each in either):
        return "number"
    if isinstance(either[0], StatedPosition):
        return "refusal" if any(each.firm for each in either) else "position"
    if loc[-2:-1] in (("options",), ("values",)) and len(either) == 2:
        return "wording"  # what an option is called
    if loc[:2] == ("situation", "variables"):
        return "situation" if loc[-1] == "now" else "structure"
    return "rule" if loc[0] == "situation" else _KINDS.get(str(loc[0]), "structure")


class _Comparison:
    def __init__(self, old: CaseFile, new: CaseFile) -> None:
        self.old, self.new = old, new
        self._reasons = tuple(
            {loc: number.because or because for loc, number, because, _ in numbers(case)} for case in (old, new)
        )

    def walk(self, old: Any, new: Any, was: Loc, now: Loc) -> Iterator[Difference]:
        """The differences between two values at their places in the two cases."""
        if isinstance(old, dict) and isinstance(new, dict):
            yield from self._keyed(old, new, was, now)
        elif old == new:
            return
        elif isinstance(old, Because | None) and isinstance(new, Because | None):
            yield self._made("reason", old, new, was, now)
        elif isinstance(old, Number | None) and isinstance(new, Number | None):
            yield from self._number(old, new, was, now)
        elif type(old) is type(new) and isinstance(old, _WHOLE):
            silent = all(getattr(old, f.name) == getattr(new, f.name) for f in fields(old) if not _aside(f.name))
            yield self._made("wording" if silent else _kind(now, old, new), old, new, was, now)
        elif type(old) is type(new) and is_dataclass(old):
            for each in fields(old):
                first, second, own = getattr(old, each.name), getattr(new, each.name), each.name
                if own in _WORDS and first != second:
                    yield self._made("wording", first, second, (*was, own), (*now, own))
                elif own not in _WORDS:
                    yield from self.walk(first, second, (*was, own), (*now, own))
        elif isinstance(old, tuple) and isinstance(new, tuple) and any(is_dataclass(each) for each in (*old, *new)):
            yield from self._listed(old, new, was, now)
        else:
            yield self._made(_kind(now, old, new), old, new, was, now)

    def _number(self, old: Number | None, new: Number | None, was: Loc, now: Loc) -> Iterator[Difference]:
        if old is None or new is None:
            yield self._made("number", old, new, was, now)
            return
        before, after = resolve(self.old, old), resolve(self.new, new)
        if old.use and old.use == new.use:
            return  # what it stands for is compared by itself
        if _form(before) != _form(after):
            yield self._made("number", old, new, was, now, before.point != after.point)
        elif old.use == new.use:
            yield self._made("reason", old, new, was, now)
        else:
            yield self._made("wording", old, new, was, now)

    def _made(self, kind: Kind, old: Any, new: Any, was: Loc, now: Loc, counts: bool | None = None) -> Difference:
        """A value that is otherwise."""
        if kind == "number" and now[:1] == ("assumptions",):
            was, now = (*was[:2], "number"), (*now[:2], "number")
        forward, backward = (Edit("set", was, value=new),), (Edit("set", now, value=old),)
        return self._told(kind, old, new, was, now, forward, backward, counts)

    def _told(
        self,
        kind: Kind,
        old: Any,
        new: Any,
        was: Loc,
        now: Loc,
        forward: tuple[Edit, ...],
        backward: tuple[Edit, ...],
        counts: bool | None = None,
    ) -> Difference:
        here = (self.new, now) if new is not None or old is None else (self.old, was)
        return Difference(
            kind=kind,
            name=dotted(here[1]),
            label=title_of(*here),
            before=self._words(self.old, was, old),
            after=self._words(self.new, now, new),
            becauses=(self._because(0, was, old), self._because(1, now, new)),
            forward=tuple(replace(each, value=settled(self.new, self.old, each.value)) for each in forward),
            backward=tuple(replace(each, value=settled(self.old, self.new, each.value)) for each in backward),
            counts=kind not in SILENT if counts is None else counts,
        )

    def _words(self, case: CaseFile, loc: Loc, value: Any) -> str | None:
        if value is None:
            return "by itself" if loc[-1:] == ("linked_to",) else None
        if isinstance(value, Number):
            return number_words(case, value)
        return position_words(case, value) if isinstance(value, StatedPosition) else words_of(case, loc, value)

    def _because(self, which: int, loc: Loc, value: Any) -> Because | None:
        """The reason that stands nearest to a value, with who gives it."""
        case = (self.old, self.new)[which]
        if isinstance(value, Because):
            return signed(case, value)
        own = getattr(value, "because", None) if value is not None else None
        found = own or self._reasons[which].get(loc[:2] if loc[:1] == ("assumptions",) else loc)
        while found is None and value is not None and loc:
            loc = loc[:-1]
            found = getattr(_at(case, loc), "because", None) if loc else None
        return signed(case, found) if found is not None else None

    def _keyed(self, old: dict[str, Any], new: dict[str, Any], was: Loc, now: Loc) -> Iterator[Difference]:
        for key in old:
            if key in new:
                yield from self.walk(old[key], new[key], (*was, key), (*now, key))
        ordered = now[-1:] in (("tracks",), ("options",), ("values",)) and now[:1] != ("preferences",)
        if ordered and [key for key in old if key in new] != [key for key in new if key in old]:
            kind: Kind = "talks" if now == ("tracks",) else "structure"
            forward = (Edit("set", was, value=_sorted(old, new)),)
            backward = (Edit("set", now, value=_sorted(new, old)),)
            yield self._told(kind, tuple(old), tuple(new), was, now, forward, backward)
        yield from self._lone(old, new, was, now)

    def _lone(self, old: dict[str, Any], new: dict[str, Any], was: Loc, now: Loc) -> Iterator[Difference]:
        """What only one of two mappings has, each for where it would stand in the other."""
        for key, value in old.items():
            if key not in new:
                drop = Edit("drop", (*was, key), list(old).index(key))
                add = Edit("add", (*now, key), _after(key, old, new), value)
                yield self._told(_kind((*was, key), value, None), value, None, (*was, key), now, (drop,), (add,))
        for key, value in new.items():
            if key not in old:
                add = Edit("add", (*was, key), _after(key, new, old), value)
                drop = Edit("drop", (*now, key), list(new).index(key))
                yield self._told(_kind((*now, key), None, value), None, value, was, (*now, key), (add,), (drop,))

    def _listed(self, old: tuple[Any, ...], new: tuple[Any, ...], was: Loc, now: Loc) -> Iterator[Difference]:
        about = _ABOUT[type((*old, *new)[0])]
        ordered = isinstance((*old, *new)[0], _ORDERED)
        first, second = [about(item) for item in old], [about(item) for item in new]
        gone: list[tuple[int, int]] = []  # place in the old list, and where it would stand in the new one
        come: list[tuple[int, int]] = []
        pairs: list[tuple[int, int]] = []
        for what, i1, i2, j1, j2 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
            if what == "equal":
                pairs += zip(range(i1, i2), range(j1, j2), strict=True)
            else:
                gone += [(i, j2) for i in range(i1, i2)]
                come += [(j, i2) for j in range(j1, j2)]
        for i, there in list(gone):  # what stands elsewhere now
            match = next(((j, place) for j, place in come if second[j] == first[i]), None)
            if match is None:
                continue
            gone.remove((i, there))
            come.remove(match)
            if ordered:
                yield self._moved(old[i], new[match[0]], (*was, i), (*now, match[0]), match[1], there)
            else:
                pairs.append((i, match[0]))
        for i, j in sorted(pairs, key=lambda pair: pair[1]):
            yield from self.walk(old[i], new[j], (*was, i), (*now, j))
        for i, place in gone:
            drop, add = Edit("drop", (*was, i), i), Edit("add", (*now, place), place, old[i])
            yield self._told(_kind((*was, i), old[i], None), old[i], None, (*was, i), now, (drop,), (add,))
        for j, place in come:
            add, drop = Edit("add", (*was, place), place, new[j]), Edit("drop", (*now, j), j)
            yield self._told(_kind((*now, j), None, new[j]), None, new[j], was, (*now, j), (add,), (drop,))

    def _moved(self, old: Any, new: Any, was: Loc, now: Loc, into: int, back: int) -> Difference:
        """A rule that stands before or after others than it did; what it says may differ too."""
        forward = (Edit("drop", was, int(was[-1])), Edit("add", (*was[:-1], into), into, new))
        backward = (Edit("drop", now, int(now[-1])), Edit("add", (*now[:-1], back), back, old))
        return self._told("rule", old, new, was, now, forward, backward)


def _aside(field: str) -> bool:
    """Whether a field of a position or rule says nothing that is computed on."""
    return field == "because" or field in _WORDS


def _form(number: Number) -> tuple[Any, ...]:
    """What a number says, without its reason."""
    choices = tuple((choice.value, choice.weight) for choice in number.choices)
    return number.value, number.low, number.likely, number.high, choices


def _after(key: str, own: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    """Where a key of ``own`` would stand in ``other``: after what stands before it there."""
    keys = list(own)
    before = [each for each in keys[: keys.index(key)] if each in other]
    return list(other).index(before[-1]) + 1 if before else 0


def _sorted(own: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """``own`` with the keys that both have in the order of ``other``."""
    common = iter([key for key in other if key in own])
    return {name: own[name] for name in (next(common) if key in other else key for key in own)}
