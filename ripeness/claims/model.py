"""What a statement is: somebody's words, with the passage, the cue and whom the speaker speaks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ripeness.reports.model import Passage

PartyKind = Literal["state", "alliance", "international body", "armed group"]


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who can hold a position: a state, an alliance, an armed group, a body."""

    id: str  # 'russia', 'united-states', 'nato'
    name: str
    kind: PartyKind


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke, as resolved, beside the words that the report uses.

    ``name`` is canonical within the pile ('Andrea Kendall-Taylor'); ``surface`` is what stands at
    the attribution ('Ms. Kendall-Taylor'). ``party`` is the id of the party that the speaker
    speaks for, or None: analysts, newspapers and unnamed sources speak for nobody. ``why`` says in
    plain words which rule settled the party, and ``because`` holds the passages it rests on.
    ``unsettled`` marks a speaker who has an office of which the text does not say whose it is: then the party is
    not known, which is not the same as none.
    """

    name: str
    surface: Passage
    party: str | None
    role: str | None  # 'spokesman', 'analyst', as the report puts it
    why: str
    because: tuple[Passage, ...]
    unsettled: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One direct quotation. ``speaker`` is None where the text does not let one say who spoke."""

    id: str
    report: str
    kind: Literal["quotation"]
    text: str  # the words between the quotation marks
    content: Passage  # where they stand (without the marks)
    speaker: Speaker | None
    cue: Passage | None  # 'said', 'according to'
    rule: str  # the rule that bound speaker and words
