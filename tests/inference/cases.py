"""Cases and records to fit: the template of a case, with what its parties did and said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ripeness.case.folder import CaseFolder, open_folder
from ripeness.inference import Inputs, inputs_of
from ripeness.lineage import Independent, Lineage
from tests.case.template import TEMPLATE, case_file

PLAIN = (  # nothing ties issues together, so that all tests share one compiled program
    "    joint:\n      - when: {river_line: river, monitors: force}\n        worth: 10\n"
    "        because: The river can be defended only with a force behind it.\n"
)
RESERVATION = {"aldova": 0.5, "kestria": 0.4}


RECORD = """answers:
  - {party: kestria, answer: accepts, terms: {river_line: river, monitors: observers, trade: closed}, because: Test.}
  - {party: kestria, answer: rejects, terms: {river_line: present_line, monitors: none, trade: closed}, because: Test.}
  - {party: kestria, answer: accepts, terms: {river_line: old_border, monitors: observers, trade: open}, because: Test.}
  - {party: kestria, answer: rejects, terms: {river_line: river, monitors: none, trade: closed}, because: Test.}
  - {party: aldova, answer: rejects, terms: {river_line: river, monitors: observers, trade: open}, because: Test.}
priorities:
  - {party: kestria, more: monitors, than: trade, because: Test.}
"""


def a_case(folder: Path, extra: str = "", changes: Sequence[tuple[str, str]] = (), plain: bool = True) -> CaseFolder:
    """The template without its joint factor, with sections added before its deals and parts of its text changed."""
    text = TEMPLATE.replace("\ndeals:\n", f"\n{extra}deals:\n")
    for old, new in [*([(PLAIN, "")] if plain else []), *changes]:
        assert old in text, old
        text = text.replace(old, new, 1)
    folder.mkdir(parents=True, exist_ok=True)
    return open_folder(case_file(folder, text))


def lineage(stories: Sequence[Sequence[str]], origins: Sequence[Sequence[str]] | None = None) -> Lineage:
    """A lineage that says only what retells what: ``stories``, and what weaker edges join."""
    joined = stories if origins is None else origins
    independent = Independent(len(stories), len(joined), "as the test says")
    return Lineage((), tuple(map(tuple, stories)), tuple(map(tuple, joined)), (), independent, ())


def inputs(case: CaseFolder, of: Lineage | None = None, reservation: Mapping[str, float] = RESERVATION) -> Inputs:
    """What the fit takes, with stated values of fighting on."""
    return inputs_of(case.case, case.game, of or lineage([]), reservation)
