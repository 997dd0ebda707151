"""Issues that the codebook lacks, proposed from what is demanded again and again.

Where several reports tell of demands and offers about one thing ('the orchards') that no issue of the codebook covers,
that thing is an issue of this pile. Its id is 'x-' and the noun.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ripeness.claims.joining import Told
from ripeness.claims.lexicon import word_set
from ripeness.claims.model import MoveKind

# In how many tellings a thing must be an object of demand, and of how many reports, to be an issue. Chosen as the least
# that is more than one report's turn of phrase; the labelled sets have too few such things to measure it on.
LEAST_TELLINGS = 3
LEAST_REPORTS = 2
# What these are about may be an issue.
_ABOUT: frozenset[MoveKind] = frozenset(("demand", "propose", "offer", "accept", "accept-in-part", "reject"))
# Nouns that stand for whatever was spoken of, for whoever speaks or for a time: they name no issue.
_EMPTY = word_set(
    """
    plan proposal offer demand deal accord agreement pact treaty draft text paper document letter note message answer
    reply response request call appeal claim charge accusation allegation suggestion idea initiative formula package
    compromise concession term condition point item article clause paragraph version list question issue matter problem
    topic subject thing something anything nothing everything one part side end way step move measure action act effort
    process result basis principle position view word statement speech visit invitation role place case fact reason
    chance time day week month year hour date moment morning night deadline phase stage start beginning
    man woman people person party government minister ministry president king leader chief head official envoy delegate
    delegation negotiator mediator spokesman spokeswoman member group team committee council state country nation world
    return transfer handover restoration removal use control share ban halt peace war conflict fight solution settlement
    cent percent number amount half lot kind sort form total rest
    """
)
_PREFIX = "x-"


@dataclass(frozen=True, slots=True)
class _Seen:
    """How often a noun is the object of a demand."""

    tellings: int
    reports: int


def propose_issues(told: Sequence[Told]) -> list[Told]:
    """The tellings, those without an issue with the proposed one of which they speak; of two, the more frequent."""
    open_ = [row for row in told if _is_open(row)]
    seen = _counted(open_)
    return [_with_issue(row, seen) if _is_open(row) else row for row in told]


def proposed_name(issue: str) -> str | None:
    """What a proposed issue is called: 'x-orchard' is 'Orchard'; None where it is not a proposed one."""
    if not issue.startswith(_PREFIX):
        return None
    noun = issue.removeprefix(_PREFIX)
    return noun[:1].upper() + noun[1:]


def is_thing(noun: str) -> bool:
    """Whether a noun (its base form) can name an issue."""
    return noun.isalpha() and len(noun) > 2 and noun not in _EMPTY


def _is_open(row: Told) -> bool:
    return row.act.issue is None and row.act.kind in _ABOUT and bool(row.heads)


def _counted(rows: Collection[Told]) -> Mapping[str, _Seen]:
    """The nouns that recur often enough."""
    places: dict[str, list[int]] = {}
    for row in rows:
        for noun in row.heads:
            places.setdefault(noun, []).append(row.report)
    counted = {noun: _Seen(len(reports), len(set(reports))) for noun, reports in places.items()}
    return {
        noun: seen
        for noun, seen in counted.items()
        if seen.tellings >= LEAST_TELLINGS and seen.reports >= LEAST_REPORTS
    }


def _with_issue(row: Told, seen: Mapping[str, _Seen]) -> Told:
    known = [noun for noun in row.heads if noun in seen]
    if not known:
        return row
    noun = min(known, key=lambda noun: (-seen[noun].reports, -seen[noun].tellings, noun))
    return replace(row, act=replace(row.act, issue=_PREFIX + noun))
