from __future__ import annotations

from typing import get_args

import pytest

from ripeness.claims.model import Modality, Mode, Move, MoveKind
from ripeness.exchange import Event, plover
from ripeness.exchange.plover import EVENTS


def move(kind: str, modality: str = "done", issue: str | None = None, mode: str = "said") -> Move:
    return Move(
        "m",
        kind,
        ("kell",),
        (),
        issue,
        None,
        modality,
        mode,
        None,
        "",
        None,
        (),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("made", "event"),
    [
        (move("demand"), Event("REQUEST", "yield", "10")),
        (move("demand", issue="talks"), Event("REQUEST", "meet", "10", "diplomatic")),
        (move("demand", "conditional", "foreign-aid"), Event("REQUEST", "assist", "10", "military")),
        (move("accept", "done", "ceasefire"), Event("AGREE", "", "03", "military")),
        (move("accept", "conditional"), None),
        (move("accept", "may"), None),
        (move("offer", "conditional"), Event("AGREE", "", "03")),
        (move("reject", "done", "peacekeepers"), Event("REJECT", "", "12", "peacekeeping")),
        (move("call"), Event("CONSULT", "phone", "04", "diplomatic")),
        (move("call", "agreed"), Event("AGREE", "", "03", "diplomatic")),
        (move("halt", "done", "ceasefire", "did"), Event("RETREAT", "ceasefire", "08", "military")),
        (move("halt", "done", "foreign-aid", "did"), Event("SANCTION", "discontinue", "16", "military")),
        (move("halt", "agreed", "ceasefire"), Event("AGREE", "", "03", "military")),
        (move("implement", "done", "prisoners", "did"), Event("RETREAT", "release", "08", "legal")),
        (move("implement", "done", "humanitarian", "did"), Event("AID", "", "07", "humanitarian")),
        (move("attack", mode="did"), Event("ASSAULT", "", "19", "military")),
        (move("attack", "alleged", mode="did"), None),
        (move("attack", "denied", mode="did"), None),
        (move("accuse"), Event("ACCUSE", "allege", "11")),
        (move("deny"), None),
        (move("study", issue="ceasefire"), None),
    ],
)
def test_moves_as_events(made: Move, event: Event | None) -> None:
    assert plover(made) == event


def test_every_kind_of_move_is_an_event_of_plover_or_said_to_be_none() -> None:
    without = {kind for kind in get_args(MoveKind) if plover(move(kind)) is None}
    assert without == {"study", "deny"}
    for kind in get_args(MoveKind):
        for modality in get_args(Modality):
            for mode in get_args(Mode):
                event = plover(move(kind, modality, "sanctions", mode))
                assert event is None or (event.event in EVENTS and len(event.root) == 2)
                assert event is None or modality not in ("may", "hypothetical", "denied", "alleged")
