"""What a model that reads like the labels would come to: the checks throw away no words of theirs."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from ripeness.claims.model import Move
from ripeness.claims.model_reader.answer import Answer
from ripeness.claims.model_reader.checking import Checked, check, whole
from ripeness.claims.model_reader.proposing import proposed
from ripeness.claims.model_reader.question import pieces
from ripeness.claims.model_reader.resolving import Resolver
from ripeness.claims.statements import read_pile
from ripeness.reports.model import Report
from tests.claims.model_reader.texts import at, move, statement
from tests.record.labels import LabelledSet, place, sets

# Of the moves that pass, so many find their actors; the rest are people without an office, or 'the two commanders'.
WITH_ACTORS = 0.94

TUNE = sets("tune")
pytestmark = pytest.mark.skipif(not TUNE, reason="no labelled sets are beside this test")


def there(report: Report, words: Any, nth: int = 1) -> dict[str, Any]:
    """The label's words with the number of their sentence, as a model would give them."""
    start, _ = place(report.text, str(words), nth)
    for number, left, right in pieces(report)[0].sentences:
        if left <= start < right:
            same = [k for k in range(left, right) if report.text.startswith(str(words), k)]
            return at(str(words), number, same.index(start) + 1 if len(same) > 1 else 0)
    return at(str(words))


def answer(found: LabelledSet, index: int) -> Answer:
    report, entry = found.reports[index], found.labels["reports"][index]
    names = {
        party["id"]: next((n for n in map(str, party["names"]) if re.search(whole(n), report.text)), "")
        for party in found.labels["parties"]
    }

    def named(ids: Any) -> list[str]:
        return [names[id] for id in (ids if isinstance(ids, list) else [ids]) if names.get(id)] if ids else []

    said = [
        statement("", "", "", "".join(named(row.get("party"))), kind=row["kind"], content=place_of)
        for row in entry.get("statements") or ()
        for place_of in (there(report, row["words"], row.get("nth", 1)),)
    ]
    for row, label in zip(said, entry.get("statements") or (), strict=True):
        source = str(label.get("source") or "")
        if source:
            row |= {"source": there(report, source), "speaker": source}
    moves = [
        move(
            row["kind"],
            "",
            *named(row["actor"]),
            telling=there(report, row["words"], row.get("nth", 1)),
            targets=named(row.get("target")),
            issue=row.get("issue") or "",
            modality=row["modality"],
            mode=row["mode"],
            condition=there(report, row["condition"]) if row.get("condition") else at(""),
        )
        for row in entry.get("moves") or ()
        if named(row["actor"])
    ]
    return Answer.model_validate({"statements": said, "moves": moves})


@pytest.fixture(scope="module")
def read() -> list[tuple[LabelledSet, int, Checked]]:
    return [
        (found, index, check(answer(found, index), report, pieces(report)[0]))
        for found in TUNE
        for index, report in enumerate(found.reports)
        if len(pieces(report)) == 1
    ]


def test_no_words_of_a_label_are_thrown_away(read):
    reasons = sum((checked.reasons() for _, _, checked in read), Counter())
    assert set(reasons) <= {"read twice"}
    assert reasons["read twice"] <= 1
    assert sum(len(checked.statements) for _, _, checked in read) > 500
    assert sum(len(checked.moves) for _, _, checked in read) > 500


def test_most_moves_find_their_actors(read):
    moved: list[bool] = []
    for found in TUNE:
        pile = read_pile(found.reports)
        rows = [(Resolver(pile, index, "labels"), checked) for of, index, checked in read if of is found]
        parties = proposed(name for resolver, checked in rows for name in resolver.unknown(checked))
        for of, index, checked in read:
            if of is found:
                resolver = Resolver(pile, index, "labels", parties)
                moved += [isinstance(resolver.move(row), Move) for row in checked.moves]
    assert sum(moved) / len(moved) >= WITH_ACTORS
