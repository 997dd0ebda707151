"""Repaired names in the brief: beside what stands there, in the data and on the page."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from ripeness.brief.schema import brief_schema
from ripeness.dossier import Pile, read_reports
from ripeness.terminal import print_lineage

TEXT = """Title: <b>Weir</b> talks go on
Outlet: Tarn & Weir Digest

"Nobody will open that gate before the thaw," mentioned Dana Orsel of the Heart for a New American Safety.
Her suppose tank follows the talks.

"We have not read it," said Ruben Adil, a lecturer, who gave an interview to Fox Information and then left.
"""


@pytest.fixture(scope="module")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Pile:
    path = tmp_path_factory.mktemp("reports") / "weir.txt"
    path.write_text(TEXT, encoding="utf-8")
    return read_reports(Path(path))


def test_the_data_has_both_names(pile: Pile) -> None:
    data = pile.brief().data()
    jsonschema.validate(data, brief_schema())
    found = data["lineage"]
    assert [(r["surface"], r["resolved"], r["how"], r["evidence"]) for r in found["repairs"]] == [
        ("Heart for a New American Safety", "Center for a New American Security", "gazetteer", None),
        ("Fox Information", "Fox News", "gazetteer", None),
    ]
    assert ("suppose tank", "think tank") in {(h["surface"], h["expected"]) for h in found["spin_hints"]}
    text = data["reports"][0]["text"]
    for each in (*found["repairs"], *found["spin_hints"]):
        place = each["passage"]
        assert text[place["start"] : place["end"]] == place["exact"] == each["surface"]


def test_a_speaker_has_the_true_organisation_and_an_interviewer_is_none(pile: Pile) -> None:
    own = {s["speaker"]: s["organisation"] and s["organisation"]["resolved"] for s in pile.brief().data()["statements"]}
    assert own == {"Dana Orsel": "Center for a New American Security", "Ruben Adil": None}


def test_the_page_shows_both_and_escapes(pile: Pile) -> None:
    page = pile.brief().html()
    assert "Heart for a New American Safety [Center for a New American Security]" in page
    assert "“Fox Information”</a> [Fox News]" in page
    assert "(usually ‘think tank’)" in page
    assert "Tarn &amp; Weir Digest: 2 names repaired, 1 phrase that a machine may have spun" in page
    assert "<b>Weir" not in page


def test_the_terminal_shows_both(pile: Pile, capsys: pytest.CaptureFixture[str]) -> None:
    print_lineage(pile.reports, pile.lineage(), pile.repairs, pile.hints)
    out = " ".join(capsys.readouterr().out.split())
    assert "Heart for a New American Safety [Center for a New American Security]" in out
    assert "suppose tank [think tank]" in out


def test_a_speaker_whose_name_was_garbled(tmp_path: Path) -> None:
    true = (
        "The chair of the Tarn council met the ferrymen on Friday to hear what they want for the winter crossings. "
        '"Nobody will row for nothing after the thaw," said Lidia Marrok, a spokeswoman for the ferrymen, outside. '
        "The council has put the price of a crossing at eleven crowns, and the ferrymen have asked for nineteen. "
        "A clerk carried both letters over the bridge in the evening and was kept waiting for two hours in the snow."
    )
    told = (
        "The chair of the Tarn council met the ferrymen on Friday to listen to what they need for winter crossings. "
        '"Nobody will row for nothing after the thaw," stated Lidia Marrow, a spokeswoman for the ferrymen, outdoors. '
        "The council has put the value of a crossing at eleven crowns, and the ferrymen have requested nineteen. "
        "A secretary carried each letters over the bridge within the night and was saved waiting for hours in the snow."
    )
    (tmp_path / "a.txt").write_text(f"Outlet: Tarn Post\nDate: 2031-02-01\n\n{true}\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"Outlet: Daily Globe Now\nDate: 2031-02-03\n\n{told}\n", encoding="utf-8")
    pile = read_reports(tmp_path)
    quoted = [s for s in pile.brief().data()["statements"] if s["kind"] == "quotation"]
    resolved = {s["speaker"]: s["speaker_resolved"] for s in quoted}
    assert resolved == {"Lidia Marrok": None, "Lidia Marrow": "Lidia Marrok"}
    assert "Lidia Marrow [Lidia Marrok]" in pile.brief().html()
