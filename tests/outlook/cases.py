"""Cases to ask the solved talks about: the template with stakes of its mediator, a truce and a gesture."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ripeness.case.files import parse, read_source
from ripeness.case.model import CaseFile
from tests.case.template import TEMPLATE, case_file

EXTRA = """  lorne:
    weights: {monitors: 10, trade: 5}
    values:
      monitors: {none: 30, observers: 100, force: 0}
      trade: {closed: 100, open: 0}
    because: Test.
"""
TRUCE = """  quiet:
    name: A quiet month
    kind: interim
    track: settlement
    lasts: 1
    gains: {aldova: 0.004, kestria: 0.006}
    changes: {front: level, aid: flowing}
    offered_by: [kestria, lorne]
    because: Test.
"""
LETTER = """actions:
  - {name: A letter, party: kestria, kind: gesture, changes: {front: down}, chance: 0.25, cost: 0.004, because: Test.}
  - {name: A blockade, party: aldova, kind: stick, changes: {aid: stopped}, because: Test.}

assumptions:
"""


def case_text(**numbers: float) -> str:
    """The text of the case; ``numbers`` are written in place of some of the template's."""
    text = TEMPLATE.replace("\ndeals:\n", f"\ndeals:\n{TRUCE}").replace("\nassumptions:\n", f"\n{LETTER}")
    text = text.replace("\n# What the parties say.", f"{EXTRA}\n# What the parties say.")
    places = {
        "win": ("aldova: 0.95, kestria: -0.3", "aldova: {:.3f}, kestria: -0.3"),
        "cost": ("per_period: -0.008", "per_period: {:.4f}"),
        "river": ("river: 60, present_line: 0", "river: {:.0f}, present_line: 0"),
        "breaks": ("breaks: 0.03", "breaks: {:.3f}"),
    }
    for name, value in numbers.items():
        old, new = places[name]
        assert old in text, name
        text = text.replace(old, new.format(value))
    return text


def a_case(folder: Path, *changes: tuple[str, str], **numbers: float) -> CaseFile:
    """The case, with changes of its text."""
    text = case_text(**numbers)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return parse(read_source(case_file(folder, text)))


def random_talks(folder: Path, seed: int, gestures: bool = True) -> CaseFile:
    """The case with other stakes, ends, chances of breaking, and sometimes a third who must consent or a quorum."""
    draw = np.random.default_rng(seed)
    changes = [] if gestures else [(LETTER, "assumptions:\n")]
    if draw.random() < 0.4:
        third = "    consent: [aldova, kestria, lorne]\n" + ("    quorum: 2\n" if draw.random() < 0.5 else "")
        changes.append(("    consent: [aldova, kestria]\n", third))
    return a_case(
        folder,
        *changes,
        win=draw.uniform(0.5, 2.5),
        cost=draw.uniform(-0.02, 0.02),
        river=draw.integers(0, 100),
        breaks=draw.uniform(0.0, 0.2),
    )
