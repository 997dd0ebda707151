"""What a notebook shows conforms to HTML, escapes what comes from people, and has a table beside every chart."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from ripeness.brief.notebook import ROWS, Card, Table, draw
from ripeness.dossier import Dossier, open_case, read_reports
from ripeness.shown import Shown, html
from tests.brief.conforming import faults
from tests.brief.opened import dossier

EXAMPLES = Path(__file__).parents[2] / "examples"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def wrong(fragment: str) -> list[str]:
    """The faults of a fragment that stands in a page."""
    whole = f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body><h1>t</h1>{fragment}</body></html>'
    return faults(whole.replace("<style>", "<!--").replace("</style>", "-->"))  # notebooks take a style in the body


def shown(value: Any) -> str:
    found = value._repr_html_()
    assert isinstance(found, str)
    return found


def opened(name: str, folder: Path) -> Dossier:
    shutil.copytree(EXAMPLES / name, folder / name, ignore=shutil.ignore_patterns("case.db*", "briefs", "runs"))
    return open_case(folder / name)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    hostile = ("name: Aldova\n", f"name: '{HOSTILE}'\n")
    return dossier(tmp_path_factory.mktemp("case"), hostile, ("aldova: 0.95", "aldova: 2.5"))  # no zone


ANSWERS = {
    "case": lambda case: case,
    "pile": lambda case: read_reports(case.folder.path / "reports"),
    "lineage": lambda case: case.lineage(),
    "record": lambda case: case.record,
    "zone": lambda case: case.zone(),
    "deal": lambda case: case.zone().frontier[0],
    "verdict": lambda case: case.verdicts()[0],
    "talks": lambda case: case.talks(),
    "outlook": lambda case: case.outlook(),
    "why not": lambda case: case.why_not()[0],
    "levers": lambda case: case.levers(),
    "study": lambda case: case.study(128),
    "map": lambda case: case.map(*list(case.case.situation.variables)[:2]),
    "what if": lambda case: case.what_if({case.assumptions()[0].name: 0.9}),
}
CHARTED = {"case", "pile", "zone", "talks", "outlook", "study", "map"}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_is_shown(name: str, case: Dossier) -> None:
    found = shown(ANSWERS[name](case))
    assert wrong(found) == []
    assert "<script" not in found and "<img" not in found
    assert "<table>" in found
    assert ("<svg" in found) == (name in CHARTED)


def test_names_of_people_stay_words(case: Dossier) -> None:
    found = shown(case.zone())
    assert "&lt;script&gt;alert(1)" in found
    assert case.zone().case is case.case


def test_a_brief_is_shown_in_a_frame_of_its_own(case: Dossier) -> None:
    found = shown(case.glance())
    assert found.startswith('<iframe title="A brief" sandbox=""')
    assert found.count("<") == 2, "the page stands in an attribute"


def test_long_tables_say_what_they_leave_out() -> None:
    rows = [(str(k), "1") for k in range(ROWS + 3)]
    found = draw(Card("A card", tables=[Table("Figures", ("a", "b"), rows)]))
    assert found.count("<tr>") == ROWS + 1
    assert "3 more rows are not shown" in found


def test_what_nobody_says_how_to_draw_is_shown_as_text() -> None:
    class Unknown(Shown):
        pass

    assert html(Unknown()) is None
    assert Unknown()._repr_html_() is None


@pytest.mark.slow
def test_a_fit_of_preferences_is_shown(tmp_path: Path) -> None:
    found = shown(opened("korea-1951", tmp_path).infer())
    assert wrong(found) == []
    assert "<svg" in found and "before the record" in found
