"""The page: self-contained, hostile text stays text, and every number leads somewhere."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ripeness.dossier import read_reports
from tests.brief.opened import WIRE, dossier

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """Collects anchors, links, tags and attributes, and checks that tags nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.numbers: list[str] = []
        self.feed(text)
        assert self.open == [], self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        values = dict(attrs)
        self.attributes |= set(values)
        if values.get("id"):
            self.ids[values["id"] or ""] += 1
        if tag == "a":
            self.links.append(values.get("href") or "")
            if values.get("class") == "n":
                self.numbers.append(values.get("href") or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, (tag, self.open[-3:], self.getpos())
        self.open.pop()


@pytest.mark.parametrize("change", [("aldova: 0.95", "aldova: 0.95"), ("aldova: 0.95", "aldova: 2.5")])
def test_every_link_has_its_place_and_every_number_its_chain(tmp_path: Path, change: tuple[str, str]) -> None:
    page = Page(dossier(tmp_path, change).brief().html())
    assert all(link.startswith("#") for link in page.links), "the page links to itself only"
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert [id for id, times in page.ids.items() if times > 1] == []
    assert len(page.numbers) > 10
    assert all(href.startswith("#n-") for href in page.numbers)


def test_the_page_stands_alone_without_script(tmp_path: Path) -> None:
    text = dossier(tmp_path).brief().html()
    page = Page(text)
    assert not {"script", "iframe", "object", "link", "img", "form"} & set(page.tags)
    assert not any(attribute.startswith("on") for attribute in page.attributes)
    assert text.count("http") == text.count('xmlns="http://www.w3.org/2000/svg"') + text.count(
        "http-equiv"
    ) + text.count('xmlns:xlink="http://www.w3.org/1999/xlink"')
    assert text.lstrip().startswith("<!DOCTYPE html>")


HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">{{ 7*7 }}"><svg/onload=alert(3)>'


def test_hostile_words_in_reports_and_case_stay_words(tmp_path: Path) -> None:
    (tmp_path / "pile").mkdir()
    text = WIRE.replace("Lorne's envoy leaves empty-handed", HOSTILE).replace("Sarn Valley Wire", f"Wire {HOSTILE}")
    text = text.replace("We will not sign", f"We {HOSTILE} will not sign").replace("Oskar Venn", "Oskar <b>Venn")
    (tmp_path / "pile" / "<b>bad name.txt").write_text(text, encoding="utf-8")
    made = dossier(
        tmp_path / "case",
        ("name: Aldova\n", "name: 'Aldova <script>alert(4)</script>'\n"),
        ("name: The Lorne paper", "name: '</style></svg><script>alert(5)</script>'"),
        ("because: Can sustain the war", "because: '<script>alert(6)</script>' #"),
    )
    for html in (read_reports(tmp_path / "pile").brief().html(), made.brief().html()):
        page = Page(html)
        assert "script" not in page.tags
        assert not any(attribute.startswith("on") for attribute in page.attributes)
    pile = read_reports(tmp_path / "pile").brief().html()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in pile
    assert "{{ 7*7 }}" in pile


def test_quotations_link_to_marked_passages(tmp_path: Path) -> None:
    text = dossier(tmp_path).brief().html()
    start = text.index("<mark>We will not sign")
    assert "p-" in text[start - 60 : start]
    assert "who speak for no party" in text


def test_reports_alone_say_what_needs_a_case(tmp_path: Path) -> None:
    dossier(tmp_path)
    text = read_reports(tmp_path / "reports").brief().html()
    assert "need a case" in text
    assert 'id="zone"' not in text
    Page(text)


def test_a_pile_of_one_undated_untitled_report(tmp_path: Path) -> None:
    words = "the delegation went home without a word, and nobody knows whether it will come back. " * 3
    (tmp_path / "odd.txt").write_text(words, encoding="utf-8")
    page = Page(read_reports(tmp_path / "odd.txt").brief().html())
    assert "r-0" in page.ids
