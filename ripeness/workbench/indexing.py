"""What full-text search finds: readings by their words and names, and paragraphs of reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ripeness.brief.ledger import Ledger
from ripeness.brief.wording import act
from ripeness.claims import Contradiction, Judged, Move, Position, Statement
from ripeness.claims.plain import kind_of
from ripeness.reports import paragraphs
from ripeness.store.search import Indexed

PARAGRAPH = "paragraph"


def indexed(ledger: Ledger, readings: Iterable[Judged[Any]]) -> Iterator[Indexed]:
    """A row for each reading, and one for each paragraph: its id is REPORT/START-END."""
    for judged in readings:
        words = " · ".join(each for each in _words(ledger, judged.reading) if each)
        yield Indexed(kind_of(judged.reading), judged.reading.id, words)
    for report in ledger.reports:
        for start, end in paragraphs(report.text):
            yield Indexed(PARAGRAPH, f"{report.id}/{start}-{end}", report.text[start:end])


def _words(ledger: Ledger, reading: Any) -> Iterator[str]:
    if isinstance(reading, Statement):
        if reading.speaker:
            yield reading.speaker.name
            yield ledger.party_name(reading.speaker.party) if reading.speaker.party else ""
            yield reading.speaker.role or ""
        yield reading.text
    elif isinstance(reading, Move):
        yield act(ledger, reading)
        yield ledger.issue_name(reading.issue) if reading.issue else ""
        yield reading.option or ""
        yield from dict.fromkeys(telling.passage.exact for telling in reading.tellings)
    elif isinstance(reading, Position):
        yield f"{ledger.party_name(reading.party)} {reading.stance} {ledger.issue_name(reading.issue)}"
        yield from reading.options
    elif isinstance(reading, Contradiction):
        yield reading.about
        for side in (reading.a, reading.b):
            yield side.teller or (ledger.party_name(side.party) if side.party else "")
            yield from dict.fromkeys(passage.exact for passage in side.passages)
