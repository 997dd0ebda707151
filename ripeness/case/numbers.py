"""Numbers of a case: a value, a range, weighted alternatives, or a named assumption, with their because."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, FiniteFloat, WithJsonSchema
from pydantic.dataclasses import dataclass
from pydantic_core import PydanticCustomError

STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Text = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(lambda text: _printable(text))]


def _printable(text: str) -> str:
    """Text that a terminal shows as it is: an escape sequence in a name could rewrite what an analyst reads."""
    if any((ord(sign) < 32 and sign not in "\n\t") or 127 <= ord(sign) < 160 for sign in text):
        raise wrong("Text holds no control characters.", "Remove them; they may be invisible in an editor.")
    return text


def wrong(rule: str, fix: str) -> PydanticCustomError:
    """An error that already names its rule and its fix; ``checks`` passes both on."""
    return PydanticCustomError("case_rule", "{rule}", {"rule": rule, "fix": fix})


def _as_date(value: object) -> object:
    """YAML reads 2025-03-11 as a date; a case keeps ISO text, also for '2025-03' and intervals."""
    return value.isoformat() if hasattr(value, "isoformat") else value  # pyright: ignore[reportAttributeAccessIssue]


# EDTF-like: a year, a month, a day, or an interval of two of them.
_DAY = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
Date = Annotated[
    str,
    BeforeValidator(_as_date),
    Field(pattern=rf"^{_DAY}(/{_DAY})?$"),
    WithJsonSchema({"type": "string", "description": "2025, 2025-03, 2025-03-11 or an interval 2025-03-11/2025-03-18"}),
]


@dataclass(frozen=True, config=STRICT)
class Evidence:
    """Words of a report. Without ``start``/``end`` the words must stand in the report exactly once."""

    report: Text
    exact: Text
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, config=STRICT)
class Because:
    """Why a number or a position stands: passages, or a named analyst's reason, or both."""

    reason: Text | None = None
    analyst: Text | None = None
    date: Date | None = None
    passages: tuple[Evidence, ...] = ()


def _as_because(value: object) -> object:
    if isinstance(value, str):
        return {"reason": value}
    if isinstance(value, Mapping) and not value.get("reason") and not value.get("passages"):
        raise wrong(
            "A because gives passages, or a reason with the analyst who stands behind it.",
            "Write 'because: <one sentence>', or give 'reason:' or 'passages:'.",
        )
    return value


_BECAUSE_SCHEMA = {
    "description": "One sentence (the analyst is the case's judgement), or passages, or a reason with its analyst.",
    "oneOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "properties": {
                "reason": {"type": "string"},
                "analyst": {"type": "string"},
                "date": {"type": "string"},
                "passages": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "report": {"type": "string"},
                            "exact": {"type": "string"},
                            "start": {"type": "integer", "minimum": 0},
                            "end": {"type": "integer", "minimum": 1},
                        },
                        "required": ["report", "exact"],
                        "additionalProperties": False,
                    },
                },
            },
            "anyOf": [{"required": ["reason"]}, {"required": ["passages"]}],
            "additionalProperties": False,
        },
    ],
}
BecauseField = Annotated[Because, BeforeValidator(_as_because), WithJsonSchema(_BECAUSE_SCHEMA)]


@dataclass(frozen=True, config=STRICT)
class Choice:
    """One of several alternatives, with a weight relative to the others."""

    value: FiniteFloat
    weight: Annotated[FiniteFloat, Field(gt=0)]
    name: Text | None = None


@dataclass(frozen=True, config=STRICT)
class Number:
    """One number of a case.

    Exactly one of: ``value``; ``low``/``likely``/``high`` (a PERT range); ``choices`` (weighted
    alternatives); ``use`` (the name of an entry under ``assumptions``).
    """

    value: float | None = None
    low: float | None = None
    likely: float | None = None
    high: float | None = None
    choices: tuple[Choice, ...] = ()
    use: Slug | None = None
    because: BecauseField | None = None

    @property
    def point(self) -> float:
        """The value that a single solve uses: the value, the likely one, or the weightiest choice."""
        if self.value is not None:
            return self.value
        if self.likely is not None:
            return self.likely
        if self.choices:
            return max(self.choices, key=lambda choice: choice.weight).value
        raise ValueError(f"the number is the assumption '{self.use}': resolve it first")

    @property
    def span(self) -> tuple[float, float]:
        """Lowest and highest value that the number may take."""
        if self.low is not None and self.high is not None:
            return self.low, self.high
        if self.choices:
            values = [choice.value for choice in self.choices]
            return min(values), max(values)
        return self.point, self.point


_FORMS = "A number is a value, {low, likely, high}, {choices: [{value, weight}, ...]}, or the name of an assumption."
_KEYS = {"value", "low", "likely", "high", "choices", "use", "because"}


def _as_number(value: object) -> object:
    if isinstance(value, bool) or value is None:
        raise wrong(_FORMS, "Write a number, for example 0.4.")
    if isinstance(value, int | float):
        if not _finite(value):
            raise wrong("A number is finite and below 1e300.", "Write a smaller number.")
        return {"value": float(value)}
    if isinstance(value, str):
        return {"use": value}
    if isinstance(value, Mapping):
        _check_forms(value)
        return dict(value)
    if isinstance(value, Number):
        return value
    raise wrong(_FORMS, "Write a number, for example 0.4.")


def _finite(value: float) -> bool:
    return -1e300 < value < 1e300  # also false for NaN, and true arithmetic for integers of any length


def _check_forms(value: Mapping[Any, Any]) -> None:
    unknown = sorted(str(key) for key in value if key not in _KEYS)
    if unknown:
        raise wrong(_FORMS, f"Remove {', '.join(map(repr, unknown))}.")
    ranged = [key for key in ("low", "likely", "high") if key in value]
    forms = sum(("value" in value, bool(ranged), "choices" in value, "use" in value))
    if forms != 1:
        raise wrong(_FORMS, "Give exactly one of these forms.")
    if ranged and len(ranged) < 3:
        raise wrong("A range has low, likely and high.", f"Add {', '.join({'low', 'likely', 'high'} - set(ranged))}.")
    numbers = [value[key] for key in (*ranged, *(["value"] if "value" in value else []))]
    for number in numbers:
        if isinstance(number, bool) or not isinstance(number, int | float) or not _finite(number):
            raise wrong(_FORMS, f"Write a finite number in place of {number!r}.")
    if ranged and not value["low"] <= value["likely"] <= value["high"]:
        raise wrong("A range runs low <= likely <= high.", "Put the three in order.")
    if "choices" in value and not value["choices"]:
        raise wrong("Alternatives are a list of at least one {value, weight}.", "Add an alternative.")


_NUMBER_SCHEMA = {
    "description": _FORMS,
    "oneOf": [
        {"type": "number"},
        {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,59}$", "description": "the name of an assumption"},
        {
            "type": "object",
            "properties": {
                "value": {"type": "number"},
                "low": {"type": "number"},
                "likely": {"type": "number"},
                "high": {"type": "number"},
                "choices": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "value": {"type": "number"},
                            "weight": {"type": "number", "exclusiveMinimum": 0},
                            "name": {"type": "string"},
                        },
                        "required": ["value", "weight"],
                        "additionalProperties": False,
                    },
                    "minItems": 1,
                },
                "use": {"type": "string"},
                "because": {"type": ["string", "object"]},
            },
            "additionalProperties": False,
        },
    ],
}
NumberField = Annotated[Number, BeforeValidator(_as_number), WithJsonSchema(_NUMBER_SCHEMA)]
