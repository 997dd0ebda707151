"""The case: everything that ``case.yaml`` says, as frozen values.

One definition serves three ends: pydantic checks a file against it, the published JSON Schema is
made from it, and the rest of the project computes on it. MODEL terms are used throughout: utilities
and payoffs are in *swings* (a party's worst allowed deal is 0, its best is 1), flows in swings per
period, drift in chances per period.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic.dataclasses import dataclass

from ripeness.case.numbers import STRICT, BecauseField, Date, NumberField, Slug, Text, wrong

STEPS = ("up", "down")  # one step along an ordered variable; not to be used as names of values


@dataclass(frozen=True, config=STRICT)
class Condition:
    """The values that a variable (or an issue) must have, or must not have."""

    values: tuple[Slug, ...]
    negated: bool = False

    def met(self, value: str) -> bool:
        """Whether ``value`` meets the condition."""
        return (value in self.values) is not self.negated


def _as_condition(value: object) -> object:
    negated = isinstance(value, Mapping) and set(value) == {"not"}
    if negated:
        value = value["not"]  # type: ignore[index]
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple) or not value or not all(isinstance(item, str) for item in value):
        raise wrong(
            "A condition is a value, a list of values, or {not: ...}.",
            "Write for example 'aid: stopped', 'aid: [reduced, stopped]' or 'aid: {not: flowing}'.",
        )
    return {"values": tuple(value), "negated": negated}


_CONDITION_SCHEMA = {
    "oneOf": [
        {"type": "string"},
        {"type": "array", "items": {"type": "string"}, "minItems": 1},
        {"type": "object", "properties": {"not": {"type": ["string", "array"]}}, "required": ["not"]},
    ]
}
ConditionField = Annotated[Condition, BeforeValidator(_as_condition), WithJsonSchema(_CONDITION_SCHEMA)]
When = dict[Slug, ConditionField]


def _as_labels(value: object) -> object:
    """Options and values may be a list of names or a mapping from name to label."""
    if isinstance(value, list | tuple):
        names = [str(item) for item in value]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise wrong("Each name is used once.", f"Remove the second {', '.join(twice)}.")
        return {name: name.replace("_", " ") for name in names}
    if not isinstance(value, Mapping) or not value:
        raise wrong("This is a list of names, or a mapping from name to label.", "Write 'name: What it means'.")
    return value


_LABEL_SCHEMA = {
    "oneOf": [
        {"type": "array", "items": {"type": "string"}, "minItems": 1},
        {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1},
    ]
}
Labels = Annotated[dict[Slug, Text], BeforeValidator(_as_labels), WithJsonSchema(_LABEL_SCHEMA)]

Role = Literal["belligerent", "mediator", "backer", "host", "guarantor", "other"]


@dataclass(frozen=True, config=STRICT)
class CaseParty:
    """A party to the conflict or the talks. ``discount`` is the worth of one period's delay (0..1).

    ``precision`` says how sharply it answers offers, per swing: with it forecasts let it err (logit answers).
    """

    name: Text
    role: Role
    discount: NumberField
    precision: NumberField | None = None
    because: BecauseField | None = None


@dataclass(frozen=True, config=STRICT)
class CaseIssue:
    """What is negotiated: named options, in order where ``ordered``.

    ``status_quo`` is the option that holds where no deal covers the issue; it is needed as soon as
    some agenda leaves the issue out.
    """

    name: Text
    options: Labels
    ordered: bool = False
    status_quo: Slug | None = None


@dataclass(frozen=True, config=STRICT)
class RecognitionRule:
    """Who proposes where ``when`` holds: the ``chances`` of the parties named, in place of the general ones."""

    when: When
    chances: dict[Slug, NumberField]
    because: BecauseField | None = None


@dataclass(frozen=True, config=STRICT)
class Track:
    """A table: who sits at it, whose consent a deal needs, which issues it covers.

    A track that is ``linked_to`` another is decided together with it, as one package.
    ``recognition`` is each party's chance per period of being the one that proposes (the rest is a
    period without talks), changed by those of the ``recognition_rules`` that hold, later ones last; ``exits`` are
    values of leaving the talks for good, in swings. ``ends_fighting``: whether a final deal of the track ends the
    fighting; by default where it needs the consent of every belligerent.
    """

    name: Text
    table: tuple[Slug, ...]
    consent: tuple[Slug, ...]
    issues: tuple[Slug, ...]
    linked_to: Slug | None = None
    quorum: Annotated[int, Field(ge=1)] | None = None
    ends_fighting: bool | None = None
    recognition: dict[Slug, NumberField] = Field(default_factory=dict)
    recognition_rules: tuple[RecognitionRule, ...] = ()
    exits: dict[Slug, NumberField] = Field(default_factory=dict)
    because: BecauseField | None = None


@dataclass(frozen=True, config=STRICT)
class JointFactor:
    """What goes together: ``worth`` (in the points of the weights) if the deal matches ``when``."""

    when: When
    worth: NumberField
    because: BecauseField | None = None


@dataclass(frozen=True, config=STRICT)
class Preference:
    """One party's stakes: swing weights per issue, values 0..100 per option, joint factors.

    An issue without a weight is one in which the party has no stake.
    """

    weights: dict[Slug, NumberField]
    values: dict[Slug, dict[Slug, NumberField]]
    joint: tuple[JointFactor, ...] = ()
    because: BecauseField | None = None


@dataclass(frozen=True, config=STRICT)
class StatedPosition:
    """What a party says it wants or refuses on an issue. ``firm`` refusals bind the computation."""

    party: Slug
    issue: Slug
    because: BecauseField
    wants: tuple[Slug, ...] = ()
    refuses: tuple[Slug, ...] = ()
    firm: bool = False
    said: Date | None = None
    note: Text | None = None


@dataclass(frozen=True, config=STRICT)
class RecordedAnswer:
    """How a party answered a deal: one under ``deals`` by its key, or any ``terms``. Evidence on its preferences.

    ``studies`` says that it has not answered yet: kept for the reader, no evidence either way.
    """

    party: Slug
    answer: Literal["accepts", "rejects", "studies"]
    because: BecauseField
    deal: Slug | None = None
    terms: dict[Slug, Slug] = Field(default_factory=dict)
    on: Date | None = None


@dataclass(frozen=True, config=STRICT)
class Priority:
    """A party has said or shown that the issue ``more`` matters more to it than the issue ``than``."""

    party: Slug
    more: Slug
    than: Slug
    because: BecauseField
    said: Date | None = None


@dataclass(frozen=True, config=STRICT)
class Forbidden:
    """A combination of options that no deal may contain, whoever would like it."""

    combination: When
    because: BecauseField


@dataclass(frozen=True, config=STRICT)
class Required:
    """If a deal matches ``if``, it must match ``then``."""

    if_: Annotated[When, Field(alias="if")]
    then: When
    because: BecauseField


@dataclass(frozen=True, config=STRICT)
class Availability:
    """Options of an issue that can be agreed on only where the situation is such: a linkage, or an open door."""

    issue: Slug
    options: tuple[Slug, ...]
    when: When
    because: BecauseField


@dataclass(frozen=True, config=STRICT)
class Variable:
    """One dimension of the situation. ``now`` is where it stands at the date of the case."""

    name: Text
    values: Labels
    now: Slug
    because: BecauseField
    ordered: bool = False


@dataclass(frozen=True, config=STRICT)
class DriftRule:
    """How one variable moves in a period of fighting where ``when`` holds.

    ``moves`` gives the chances of one step ``up`` or ``down`` an ordered variable, ``to`` the
    chances of named values; what is left is the chance of staying. The last rule for a variable
    whose condition holds is the one that counts.
    """

    variable: Slug
    when: When = Field(default_factory=dict)
    moves: dict[Literal["up", "down"], NumberField] = Field(default_factory=dict)
    to: dict[Slug, NumberField] = Field(default_factory=dict)
    because: BecauseField | None = None


@dataclass(frozen=True, config=STRICT)
class FlowRule:
    """What a period of fighting pays a party (swings; costs are negative) where ``when`` holds."""

    party: Slug
    per_period: NumberField
    when: When = Field(default_factory=dict)
    because: BecauseField | None = None


@dataclass(frozen=True, config=STRICT)
class End:
    """An absorbing end of the fighting, with what it is worth to each party (swings, once)."""

    name: Text
    when: When
    values: dict[Slug, NumberField]
    because: BecauseField | None = None


@dataclass(frozen=True, config=STRICT)
class SituationBlock:
    """The situation, its drift under the analyst's reference belief, its flows and its ends."""

    variables: dict[Slug, Variable]
    drift: tuple[DriftRule, ...]
    flows: tuple[FlowRule, ...]
    ends: tuple[End, ...] = ()
    because: BecauseField | None = None


@dataclass(frozen=True, config=STRICT)
class DurabilityRule:
    """Chance per period that a final deal breaks, where its ``terms`` and the situation match.

    ``after`` says where the situation stands when it has broken. The last rule that matches counts;
    where none matches, the deal holds for certain.
    """

    breaks: NumberField
    terms: When = Field(default_factory=dict)
    when: When = Field(default_factory=dict)
    after: dict[Slug, Slug] = Field(default_factory=dict)
    because: BecauseField | None = None


@dataclass(frozen=True, config=STRICT)
class CaseDeal:
    """A named deal or offer. A final deal ends the talks; an interim one pays and moves the situation for a while.

    ``terms`` name options of issues. An interim deal ``lasts`` so many periods; the variables that it ``changes`` keep
    their new values as long, and when it has expired the situation moves ``afterwards``. A period of it pays ``flows``
    (by default what a period of the changed situation pays) and ``gains`` on top, in swings, and what its terms
    are worth while they hold. ``only_if`` are conditions of the situation that the offer itself names.
    """

    name: Text
    kind: Literal["final", "interim"]
    track: Slug
    because: BecauseField
    terms: dict[Slug, Slug] = Field(default_factory=dict)
    lasts: NumberField | None = None
    flows: dict[Slug, NumberField] = Field(default_factory=dict)
    gains: dict[Slug, NumberField] = Field(default_factory=dict)
    changes: dict[Slug, Slug] = Field(default_factory=dict)
    afterwards: dict[Slug, Slug] = Field(default_factory=dict)
    offered_by: tuple[Slug, ...] = ()
    offered_on: Date | None = None
    on_the_table: bool = False
    only_if: When = Field(default_factory=dict)


@dataclass(frozen=True, config=STRICT)
class Action:
    """Something a party can do by itself: a gesture, a carrot, a stick, support.

    It ``changes`` the situation with ``chance`` and costs its author ``cost`` swings. As a ``move`` the party may
    choose it in the talks instead of an offer when it is its turn; by default only gestures are moves, and the rest are
    levers to ask about.
    """

    name: Text
    party: Slug
    kind: Literal["gesture", "carrot", "stick", "support"]
    because: BecauseField
    changes: dict[Slug, Slug] = Field(default_factory=dict)
    chance: NumberField | None = None
    cost: NumberField | None = None
    move: bool | None = None

    @property
    def is_move(self) -> bool:
        """Whether the party may choose it in the talks."""
        return self.kind == "gesture" if self.move is None else self.move


@dataclass(frozen=True, config=STRICT)
class NamedNumber:
    """An entry under ``assumptions``: one uncertain number, used by name in other places."""

    number: NumberField
    because: BecauseField
    unit: Text | None = None


def _as_named_number(value: object) -> object:
    """The file writes the forms of a number beside 'because' and 'unit' in one mapping."""
    if not isinstance(value, Mapping):
        raise wrong(
            "An assumption is a mapping with value, a range or choices, and a because.",
            "Write '{value: 0.4, because: ...}'.",
        )
    inner = {key: item for key, item in value.items() if key not in ("because", "unit")}
    if "use" in inner:
        raise wrong("An assumption cannot stand for another assumption.", "Give its value, range or choices.")
    outer: dict[str, Any] = {key: item for key, item in value.items() if key in ("because", "unit")}
    return {"number": inner, **outer}


_NAMED_SCHEMA = {
    "type": "object",
    "properties": {
        key: {"type": "number"} if key in ("value", "low", "likely", "high") else {}
        for key in ("value", "low", "likely", "high", "choices", "unit", "because")
    },
    "required": ["because"],
    "additionalProperties": False,
}
NamedNumberField = Annotated[NamedNumber, BeforeValidator(_as_named_number), WithJsonSchema(_NAMED_SCHEMA)]


@dataclass(frozen=True, config=STRICT)
class Judgement:
    """Who stands behind every because that gives only a reason."""

    analyst: Text
    date: Date
    note: Text | None = None


@dataclass(frozen=True, config=STRICT)
class CaseFile:
    """The whole of ``case.yaml``, schema 1."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    name: Text
    as_of: Date
    period: Literal["day", "week", "month", "quarter", "year"]
    parties: dict[Slug, CaseParty]
    issues: dict[Slug, CaseIssue]
    tracks: dict[Slug, Track]
    preferences: dict[Slug, Preference]
    situation: SituationBlock
    question: Text | None = None
    judgement: Judgement | None = None
    beliefs: dict[Slug, tuple[DriftRule, ...]] = Field(default_factory=dict)
    positions: tuple[StatedPosition, ...] = ()
    answers: tuple[RecordedAnswer, ...] = ()
    priorities: tuple[Priority, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    required: tuple[Required, ...] = ()
    available: tuple[Availability, ...] = ()
    durability: tuple[DurabilityRule, ...] = ()
    deals: dict[Slug, CaseDeal] = Field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    assumptions: dict[Slug, NamedNumberField] = Field(default_factory=dict)
