"""Invented reports, and readings of them as a good model would give them."""

from __future__ import annotations

from typing import Any

from ripeness.reports.model import Found, Report

STRAIT = Report(
    "strait",
    "strait.txt",
    "0" * 64,
    "\n\n".join(
        (
            "Kell rejects handing over the islands",
            "Kell rejected the plan to hand over the islands on Tuesday. "
            '"The truce is dead," said Dana Orsel, the Kellish foreign minister.',
            "The minister said that Kell would not leave the strait. The Quorl Front accused Kell of shelling the port "
            'of Anst. "We will talk if the guns are silent," the Front said.',
            "Ivo Brandt, an analyst at the Harbour Institute, said the truce could hold.",
        )
    ),
    published=Found("2031-03-14", "first line"),
)


def at(words: str, sentence: int = 0, nth: int = 0) -> dict[str, Any]:
    return {"words": words, "sentence": sentence, "nth": nth}


def statement(words: str, source: str, speaker: str, speaks_for: str = "", **more: Any) -> dict[str, Any]:
    row = {
        "kind": "quotation",
        "content": at(words),
        "source": at(source),
        "speaker": speaker,
        "speaks_for": speaks_for,
    }
    return row | {"cue": at(""), "via": [], "negated": False, "hedged": False, "said": "", "issue": ""} | more


def move(kind: str, words: str, *actors: str, **more: Any) -> dict[str, Any]:
    row = {"kind": kind, "telling": at(words), "actors": list(actors), "targets": [], "issue": "other", "option": ""}
    rest = {"modality": "done", "mode": "said", "condition": at(""), "happened": "", "dated": at(""), "teller": ""}
    return row | rest | more


GOOD: dict[str, Any] = {
    "statements": [
        statement("The truce is dead", "Dana Orsel", "Dana Orsel", "Kellish", cue=at("said", 3), issue="ceasefire"),
        statement("that Kell would not leave the strait", "The minister", "Dana Orsel", "Kell", kind="indirect"),
        statement("We will talk if the guns are silent", "the Front", "Quorl Front", "the Front", issue="talks"),
        statement("the truce could hold", "Ivo Brandt", "Ivo Brandt", kind="indirect"),
    ],
    "moves": [
        move(
            "reject",
            "Kell rejected the plan to hand over the islands",
            "Kell",
            issue="territory",
            option="hand over the islands",
            happened="2031-03-11",
            dated=at("on Tuesday"),
        ),
        move("accuse", "The Quorl Front accused Kell", "Quorl Front", targets=["Kell"]),
        move(
            "attack",
            "shelling the port of Anst",
            "Kell",
            issue="",
            modality="alleged",
            mode="did",
            teller="Quorl Front",
        ),
    ],
}
