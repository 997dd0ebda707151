"""The shape of the answer that a language model is asked for.

Every field is required of the model, and the lists are given to it as lists; what comes back is taken leniently and
judged in `checking`, so that one word outside a list costs one reading and not the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from ripeness.claims.model_reader.vocabulary import ISSUES, KINDS, MODALITIES, MODES, MOVES


def _all_required(schema: dict[str, Any]) -> None:
    schema["required"] = list(schema["properties"])
    for field in schema["properties"].values():
        field.pop("default", None)


def _one_of(words: Iterable[str], what: str, none: bool = False) -> Any:
    return Field(default="", description=what, json_schema_extra={"enum": [*words, *([""] if none else [])]})


class _Asked(BaseModel):
    model_config = ConfigDict(extra="ignore", json_schema_extra=_all_required)


class Words(_Asked):
    """Words of the report, copied exactly, and which place is meant."""

    words: str = Field(default="", description="copied exactly from one place of the report; '' where there are none")
    sentence: int = Field(default=0, description="the number of the sentence in which the words begin")
    nth: int = Field(
        default=0, description="0 if that sentence has the words once, else which of them is meant: 1, 2, 3, ..."
    )


class StatementAnswer(_Asked):
    """What somebody is said to have said."""

    kind: Annotated[str, _one_of(KINDS, "quotation or indirect")]
    content: Words = Field(default_factory=Words, description="what was said, without the quotation marks")
    source: Words = Field(default_factory=Words, description="who said it, as it stands here: 'he', 'Ms. Orsel'")
    speaker: str = Field(
        default="",
        description="the speaker's fullest name, or the office or institution, as it stands anywhere in the report; "
        "'' where the text does not say",
    )
    speaks_for: str = Field(
        default="",
        description="the party that the speaker speaks for, in words of the report; '' for analysts, newspapers, "
        "witnesses and unnamed sources, who speak for nobody",
    )
    cue: Words = Field(default_factory=Words, description="the word that reports it: 'said', 'according to'")
    via: list[str] = Field(
        default_factory=list, description="through whom the report has it, outermost first, in words of the report"
    )
    negated: bool = Field(default=False, description="told not to have said it, or to deny it")
    hedged: bool = Field(default=False, description="the report is not sure: 'reportedly', 'appeared to say'")
    said: str = Field(default="", description="when it was said: an ISO day, month, year or interval; '' if unknown")
    issue: Annotated[str, _one_of(ISSUES, "what it is about; '' for nothing that is negotiated", none=True)]


class MoveAnswer(_Asked):
    """What a party did, also by speaking."""

    kind: Annotated[str, _one_of(MOVES, "what was done")]
    telling: Words = Field(default_factory=Words, description="the shortest stretch with the verb, who and what")
    actors: list[str] = Field(default_factory=list, description="the parties that do it, in words of the report")
    targets: list[str] = Field(default_factory=list, description="the parties it is done to, in words of the report")
    issue: Annotated[str, _one_of(ISSUES, "what it is about", none=True)]
    option: str = Field(default="", description="what exactly, in words of the report; '' where nothing is added")
    modality: Annotated[str, _one_of(MODALITIES, "whether it happened")]
    mode: Annotated[str, _one_of(MODES, "said or did")]
    condition: Words = Field(default_factory=Words, description="what a conditional move hangs on")
    happened: str = Field(default="", description="when: an ISO day, month, year or interval; '' if unknown")
    dated: Words = Field(default_factory=Words, description="the words that say when")
    teller: str = Field(
        default="", description="who tells of it, in words of the report; '' where the report itself does"
    )


class Answer(_Asked):
    """The statements and moves of the sentences that were sent."""

    statements: list[StatementAnswer] = Field(default_factory=list)
    moves: list[MoveAnswer] = Field(default_factory=list)
