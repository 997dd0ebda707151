"""The record in the brief: every reading with its passages and originals, nothing lost, hostile words stay words."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest

from ripeness.brief.document import document
from ripeness.brief.moves_section import DATED_SHOWN, UNDATED_SHOWN
from ripeness.brief.page import page
from ripeness.brief.schema import brief_schema
from ripeness.brief.summary import summary
from ripeness.claims import Telling
from ripeness.dossier import open_case
from tests.brief.opened import dossier
from tests.brief.test_page import HOSTILE, Page
from tests.brief.told import Told

THIRD = """Title: Kestria says no
Outlet: The Norrland Post
Date: 2025-03-02

Kestria rejected the cease-fire. Aldova demanded a cease-fire for thirty days.
"""


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path / "reports")


class Folded(HTMLParser):
    """The anchors of moves that no closed fold hides."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.closed: list[bool] = []
        self.open_rows: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "details":
            self.closed.append("open" not in values)
        elif (values.get("id") or "").startswith("m-") and not any(self.closed):
            self.open_rows.add(values["id"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self.closed.pop()


def section(html: str, name: str) -> str:
    """The words of one section, without markup."""
    start = html.index(f'<section aria-labelledby="{name}">')
    bare = re.sub(r"<[^>]+>", " ", html[start : html.index("</section>", start)])
    return " ".join(unescape(bare).split())


def assert_whole(html: str) -> Page:
    """The page nests, each link has its place, and no anchor stands twice."""
    made = Page(html)
    assert {link[1:] for link in made.links} <= set(made.ids)
    assert [id for id, times in made.ids.items() if times > 1] == []
    return made


# --- data ------------------------------------------------------------------------------------------------------------


def test_the_data_have_every_reading_with_its_originals(told: Told) -> None:
    data = document(told.material())
    jsonschema.validate(data, brief_schema())
    refused, offered, *_ = data["moves"]
    assert refused["actor"] == "brack" and refused["actors"] == ["brack"] and refused["targets"] == ["tarn"]
    assert [t["passage"]["exact"][:13] for t in refused["tellings"]] == ["Brack refused", "Brack refused"]
    assert refused["origins"] == {"strict": 1, "all": 1}, "both tellings go back to one original"
    assert refused["dated"]["exact"] == "on Tuesday" and refused["happened"] == "2040-05-01"
    assert offered["condition"]["exact"] == "if Tarn freed the boatmen" and offered["happened"] is None
    assert offered["tellings"][0] == {
        **offered["tellings"][0], "teller": "the premier", "party": "brack", "statement": "s-1",
    }  # fmt: skip
    (contradiction,) = data["contradictions"]
    assert contradiction["a"]["teller"] is None and contradiction["b"]["party"] == "tarn"
    assert contradiction["b"]["origins"] == {"strict": 1, "all": 1}
    (disagreement,) = data["disagreements"]
    assert disagreement["values"] == ["reject", "deny"] and disagreement["readers"] == ["built-in", "built-in"]
    assert [s["negated"] for s in data["statements"]] == [False, False, True]
    assert [(i["id"], i["codebook"]) for i in data["issues"]] == [
        ("territory", "territory"),
        ("withdrawal", "withdrawal"),
    ]
    assert all(each["standing"]["status"] == "proposed" for each in data["moves"])


def test_originals_are_an_interval(told: Told) -> None:
    passages = [told.at(0, "Brack"), told.at(2, "Tarn may")]
    origins = told.ledger().origins(passages)
    assert (origins.strict, origins.all) == (2, 1)
    assert told.ledger().origins([]).strict == 0


def test_positions_of_the_record_and_of_the_case_stand_side_by_side(tmp_path: Path) -> None:
    dossier(tmp_path)
    (tmp_path / "reports" / "third.txt").write_text(THIRD, encoding="utf-8")
    made = open_case(tmp_path)
    data = made.brief().data()
    jsonschema.validate(data, brief_schema())
    stated = [position for position in data["positions"] if position["source"] == "case"]
    assert len(stated) == len(made.case.positions) and all(p["because"] for p in stated)
    read = [position for position in data["positions"] if position["source"] == "record"]
    assert {p["id"] for p in read} == {p.id for p in made.record.positions} and read
    for position in read:
        assert position["wants" if position["stance"] == "for" else "refuses"] == position["options"]
        assert not position["firm"], "only a case can bind the computation"
    html = made.brief().html()
    assert "What the case states, beside what the moves in the reports show" in section(html, "positions")


def test_what_was_rejected_is_in_neither(told: Told) -> None:
    told.rejected = ("m-1", "c-1", "s-2")
    material = told.material()
    data = document(material)
    assert [move["id"] for move in data["moves"]] == ["m-2", "m-3", "m-4", "m-5"]
    assert data["contradictions"] == [] and [s["id"] for s in data["statements"]] == ["s-1", "s-3"]
    assert data["disagreements"] == [], "it is settled where one of the readings was rejected"
    html = page(material)
    assert "Brack said no" not in html and 'id="contradictions"' not in html and 'id="disagreements"' not in html
    assert "They will fold" not in html
    assert_whole(html)


def test_what_is_new_are_moves_that_only_new_reports_tell(told: Told) -> None:
    assert document(told.material())["news"]["moves"] == ["m-4"], "the ferry burned a year before: no news"
    assert document(told.material((1, 2)))["news"]["moves"] == ["m-3", "m-4"], "the wire told of the refusal before"
    assert document(told.material(()))["news"]["moves"] == []


# --- the page --------------------------------------------------------------------------------------------------------


def test_every_section_links_to_its_passages(told: Told) -> None:
    html = page(told.material())
    made = assert_whole(html)
    for reading in told.moves:
        for telling in reading.tellings:
            place = [report.id for report in told.reports].index(telling.passage.report)
            anchor = f"p-{place}-{telling.passage.start}-{telling.passage.end}"
            assert f"#{anchor}" in made.links and anchor in made.ids
    assert not {"script", "iframe", "img"} & set(made.tags)


def test_the_matrix_says_for_and_against_since_when_and_on_how_many_originals(told: Told) -> None:
    words = section(page(told.material()), "positions")
    assert "Withdrawal of forces against ‘leave the bridge’ on 1 May 2040, 1 original" in words
    assert "Territory and borders for ‘keep the mill’ 1 original" in words


def test_the_time_line_is_in_order_and_says_how_sure_it_is(told: Told) -> None:
    words = section(page(told.material()), "moves")
    assert "5 moves; the text dates 2 of them" in words
    order = ["2039", "Tarn attacked", "1 May 2040", "Brack said no to Tarn", "Without a date", "Brack made an offer"]
    assert [words.index(each) for each in order] == sorted(words.index(each) for each in order)
    assert "in 2 reports, 1 original , also: Echo of Tarn" in words
    assert "Brack made an offer to Tarn on a condition" in words
    assert "Condition: “if Tarn freed the boatmen”" in words and "told by the premier (Brack)" in words
    assert "Tarn may stop may happen" in words
    assert "No bridge for Tarn Echo of Tarn, 4 May 2040, 1 move" in words


def test_contradictions_show_both_sides(told: Told) -> None:
    words = section(page(told.material()), "contradictions")
    assert "Whether Brack refused one says that it is not so" in words
    assert "The report itself “Brack refused on Tuesday to leave the bridge” Moss Wire · 1 original" in words
    assert "Tarn “Tarn denied that Brack had refused anything” Echo of Tarn · 1 original" in words
    assert any("1 pair of accounts contradicts each other" in each.answer for each in summary(told.material()))


def test_assessments_stand_apart_from_what_parties_say(told: Told) -> None:
    html = page(told.material())
    assert "They will fold by June" in section(html, "assessments")
    assert "They will fold by June" not in section(html, "record")
    record = section(html, "record")
    assert record.index("Brack the premier") < record.index("Tarn could keep the mill")
    assert "Brack had refused anything told as not said" in record


def test_readers_that_disagree_are_listed(told: Told) -> None:
    words = section(page(told.material()), "disagreements")
    assert "what was done reject built-in deny built-in" in words


def test_long_records_are_folded_and_nothing_is_lost(told: Told) -> None:
    first, lead = told.moves[0], told.at(0, "Brack refused")
    many = tuple(
        replace(first, id=f"m-{n}", happened=f"2040-{n // 28 + 1:02}-{n % 28 + 1:02}" if n % 2 else "",
                tellings=(Telling(lead, None, None, "by hand"),) * (n % 9 + 1))
        for n in range(300)
    )  # fmt: skip
    told.moves, told.positions, told.disagreements = many, (), ()
    sided = told.contradictions[0]
    told.contradictions = tuple(replace(sided, id=f"c-{n}", about=f"thing {n} of 30") for n in range(30))
    said = told.statements[1]
    told.statements = tuple(replace(said, id=f"s-{n}", text=f"word number {n}") for n in range(40))
    html = page(told.material())
    made = assert_whole(html)
    assert {f"m-{n}" for n in range(300)} <= set(made.ids)
    assert all(f"Thing {n} of 30" in html for n in range(30))
    assert all(f"word number {n}”" in html for n in range(40))
    shown = Folded(html).open_rows
    assert 0 < len(shown) <= DATED_SHOWN + UNDATED_SHOWN
    assert "m-299" in shown and "m-1" not in shown
    assert "126 earlier moves" in section(html, "moves")


@pytest.mark.parametrize(
    "words", [HOSTILE, "\u202edrow \u2066x", "</li></ul></section>", "{% if 1 %}{{ 7*7 }}", "&lt;b&gt;"]
)
def test_hostile_words_stay_words_everywhere(tmp_path: Path, words: str) -> None:
    told = Told(tmp_path / "reports", ("nobody forgot", f"nobody {words} forgot"), ("A quiet week", words))
    speaker = told.statements[0].speaker
    assert speaker
    place = told.at(
        2, words if words in told.reports[2].text else "forgot"
    )  # marks of direction are left out in reading
    spoken = replace(speaker, name=words, role=words, why=words)
    told.statements = tuple(
        replace(each, speaker=spoken, text=words, via=(spoken,), hedged=True) for each in told.statements
    )
    told.moves = tuple(
        replace(each, actors=(words,), targets=(words,), issue=words, option=words, happened=words, reader=words,
                condition=place, dated=place,
                tellings=tuple(replace(t, teller=spoken) for t in each.tellings))
        for each in told.moves
    )  # fmt: skip
    told.positions = tuple(
        replace(each, party=words, issue=words, options=(words,), since=words, last=words) for each in told.positions
    )
    told.contradictions = tuple(
        replace(each, about=words, rule=words, a=replace(each.a, teller=words, party=words))
        for each in told.contradictions
    )
    told.disagreements = tuple(replace(each, field=words, values=(words, words)) for each in told.disagreements)
    html = page(told.material())
    made = assert_whole(html)
    assert "script" not in made.tags and "img" not in made.tags
    assert not any(attribute.startswith("on") for attribute in made.attributes)
    jsonschema.validate(document(told.material()), brief_schema())
