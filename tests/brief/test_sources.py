"""The sources of a brief: origins in the data and on the page, passages side by side, hostile names."""

from __future__ import annotations

import jsonschema
import pytest

from ripeness.brief import sources_section
from ripeness.brief.schema import brief_schema
from ripeness.dossier import Pile, read_reports
from tests.brief.test_page import HOSTILE, Page

TRUE = (
    "The chair of the Tarn council met the ferrymen on Friday to hear what they want for the winter crossings. "
    "The council has put the price of a crossing at eleven crowns, and the ferrymen have asked for nineteen. "
    "A clerk carried both letters over the bridge in the evening and was kept waiting for two hours in the snow. "
    "Neither side will say what was in the second letter, which the clerk brought back unopened before midnight."
)
TOLD = (
    TRUE.replace("hear what they want", "listen to what they need").replace("price", "value").replace("snow", "sleet")
)


@pytest.fixture(scope="module")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Pile:
    folder = tmp_path_factory.mktemp("reports")
    for name, outlet, date, text in (
        ("a", "Tarn Post", "2031-02-01", TRUE),
        ("b", f"Globe {HOSTILE}", "2031-02-03", TOLD),
        ("c", "Weir Sheet", "2031-02-05", "According to the Norhaven Gazette, the thaw will come early. " * 3),
        (
            "d",
            None,
            None,
            "Nobody at the bridge would give a name, and the toll was raised again before the market day.",
        ),
    ):
        lines = [f"Outlet: {outlet}"] * bool(outlet) + [f"Date: {date}"] * bool(date)
        head = "\n".join([f"Title: {name.upper()} {HOSTILE if name == 'b' else 'at the bridge'}", *lines])
        (folder / f"{name}.txt").write_text(f"{head}\n\n{text}\n", encoding="utf-8")
    return read_reports(folder)


def test_the_data_has_the_trees(pile: Pile) -> None:
    data = pile.brief().data()
    jsonschema.validate(data, brief_schema())
    trees = data["lineage"]["trees"]
    assert trees[0] == {
        "outlet": "Tarn Post",
        "seen": True,
        "reports": ["a", "b"],
        "head": "a",
        "parents": {"a": None, "b": "a"},
    }
    assert {"outlet": "Norhaven Gazette", "seen": False, "reports": ["c"], "head": "c", "parents": {"c": None}} in trees
    assert sorted(id for tree in trees for id in tree["reports"]) == ["a", "b", "c", "d"]


def test_the_picture_has_its_words_and_its_table(pile: Pile) -> None:
    page = pile.brief().html()
    shown = page[page.index('id="sources"') : page.index('id="record"')]
    assert shown.count('role="img"') == 2  # for a desk and for a phone
    assert "4 reports under 3 origins: 1 of them has more than one report" in shown
    assert 'class="mark head"' in shown and 'class="mark unseen"' in shown and 'class="gutter"' in shown
    table = shown[shown.index('<table class="stack sources">') : shown.index("</table>")]
    assert table.count("<tr>") == 1 + 4 + 1  # its head, a row for each report, one for the unseen original
    assert "<strong>Norhaven Gazette</strong>" in table and "names it" in table


def test_hostile_names_stay_words_in_the_picture(pile: Pile) -> None:
    text = pile.brief().html()
    page = Page(text)
    assert "script" not in page.tags and "img" not in page.tags
    assert not any(attribute.startswith("on") for attribute in page.attributes)
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert "Globe &lt;script" in text[text.index('role="img"') : text.index("<figcaption>", text.index('role="img"'))]


def test_passages_stand_side_by_side_with_what_differs(pile: Pile) -> None:
    page = pile.brief().html()
    told, retelling = '<mark class="differs">price</mark>', '<mark class="differs">value</mark>'
    assert page.index(told) < page.index(retelling)  # what is retold comes first
    place = page[page.index(told) :]
    anchor = place[place.index('href="#p-') + 7 :].split('"')[0]
    assert f'id="{anchor}"' in page


def test_edges_and_passages_are_bounded(pile: Pile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources_section, "ALIGNED_SHOWN", 1)
    assert pile.brief().html().count('<div class="pair">') == 1
    monkeypatch.setattr(sources_section, "EDGES_SHOWN", 0)
    page = pile.brief().html()
    assert '<div class="pair">' not in page
