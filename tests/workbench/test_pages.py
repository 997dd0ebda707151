"""Every page of the workbench on the example: it is there, it says what it should, and it is well-formed."""

from __future__ import annotations

import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ripeness.store import last_brief, open_store
from ripeness.workbench import Desk
from ripeness.workbench.app import STATIC
from tests.brief.opened import dossier
from tests.workbench.visit import Visit, door

PAGES = [
    "/", "/review", "/review?kind=move&party=russia&order=date", "/record", "/record?words=Crimea&page=2", "/positions",
    "/positions?party=ukraine&issue=ceasefire", "/reports", "/reports?order=origin", "/sources", "/deals",
    "/deals?from=american_paper", "/deals/compare", "/what-if", "/what-if?set.now.aid=stopped", "/case", "/brief",
    "/search?q=Crimea", "/journal",
]  # fmt: skip
VOID = {"meta", "link", "input", "br", "hr", "img", "path", "rect", "polygon"}


class Balance(HTMLParser):
    """Whether elements are closed in order, ids are used once, and nothing stands inline that the policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.faults += [f"{tag} {name}" for name in names if name == "style" or name.startswith("on")]
        self.faults += [f"{tag} without src"] if tag == "script" and not names.get("src") else []
        if "id" in names:
            self.ids.append(names["id"] or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("option", "li", "p") and self.open and self.open[-1] != tag:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> after {self.open[-3:]}")


def checked(html: str) -> Balance:
    found = Balance()
    found.feed(html)
    return found


@pytest.fixture(scope="module")
def ada(desk: Desk) -> Visit:
    return Visit(desk, door())


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_there_and_well_formed(ada: Visit, page: str) -> None:
    html = ada.text(page)
    found = checked(html)
    assert found.faults == [] and found.open == []
    assert len(found.ids) == len(set(found.ids))
    assert html.count("<h1") == 1


def test_every_link_of_the_pages_leads_somewhere(ada: Visit) -> None:
    seen: set[str] = set()
    for page in ("/", "/sources", "/positions", "/deals", "/reports", "/review"):
        for address in re.findall(r'href="(/[^"#]*)', ada.text(page)):
            seen.add(address.replace("&amp;", "&"))
    seen -= {address for address in seen if address.startswith("/brief.html")}
    some = sorted(seen)[:: max(1, len(seen) // 60)]
    assert len(some) > 40
    assert [address for address in some if ada.get(address).status_code != 200] == []


def test_the_first_page_answers_the_questions(ada: Visit) -> None:
    html = ada.text("/")
    for question in ("What is new?", "How many sources really?", "Is there a deal?", "How sure is that?"):
        assert question in html
    assert re.search(r"between \d and \d independent originals", html)


def test_a_report_marks_its_readings_and_what_one_came_for(ada: Visit, desk: Desk) -> None:
    report = desk.view().dossier.reports[0]
    passage, id = desk.view().by_report[report.id][0]
    html = ada.text(f"/reports/{report.id}?at={passage.start}-{passage.end}")
    assert f'/readings/{id}"' in html and html.count('id="here"') == 1
    marked = re.findall(r'<mark class="here"[^>]*>([^<]*)</mark>', html)
    assert "".join(marked).split() == passage.exact.replace("&", "&amp;").split()


def test_an_edge_shows_its_passages_side_by_side(ada: Visit, desk: Desk) -> None:
    edge = next(edge for edge in desk.view().dossier.lineage().edges if edge.kind == "spun")
    html = ada.text(f"/sources/edge?from={edge.source}&to={edge.target}")
    assert html.count('<div class="pair">') == len(edge.aligned)
    assert '<mark class="differs">' in html


def test_what_if_moves_the_answer_and_says_from_what(ada: Visit) -> None:
    still = ada.text("/what-if/answer")
    moved = ada.text("/what-if/answer?set.now.aid=stopped")
    assert "Nothing is moved" in still
    assert "Aid to Ukraine" in moved and "→" in moved and "Solved in" in moved


@pytest.mark.parametrize(
    "query", ["set.now.aid=nonsense", "set.parties.russia.discount=x", "set.parties.russia.discount=9"]
)
def test_what_if_says_what_cannot_be(ada: Visit, query: str) -> None:
    assert 'role="alert"' in ada.text(f"/what-if/answer?{query}")


def test_what_if_says_the_same_as_the_command_where_one_equilibrium_is_found(ada: Visit, desk: Desk) -> None:
    whole = desk.view().dossier.what_if({"now.aid": "stopped"})
    slack = whole.after.standings[0].zone.slack
    assert slack is not None
    shown = f"{abs(slack):.2g}"
    assert shown.rstrip("0") in ada.text("/what-if/answer?set.now.aid=stopped")


def test_the_deal_builder_says_who_would_refuse_and_why(ada: Visit) -> None:
    html = ada.text("/deals/answer?terms.territory=four_regions&beside=american_paper")
    ukraine = html[html.index("Ukraine <span") :]
    assert "would refuse" in ukraine and "It has firmly refused" in ukraine and "more to it" in ukraine
    assert "What each change is worth" in html


def test_a_forbidden_deal_is_named_so(tmp_path: Path) -> None:
    dossier(
        tmp_path / "case",
        (
            "\npositions:\n",
            "\nforbidden:\n  - {combination: {monitors: force, trade: open}, because: Test.}\npositions:\n",
        ),
    )
    small = Desk(tmp_path / "case")
    html = Visit(small, door()).text("/deals/answer?terms.monitors=force&terms.trade=open")
    small.close()
    assert "forbidden together" in html and "Test." in html


@pytest.mark.parametrize(
    "query", ["first=american_paper&second=american_paper,territory=four_regions", "first=x&second=y", "first=&second="]
)
def test_two_deals_are_compared(ada: Visit, query: str) -> None:
    html = ada.text(f"/deals/compare?{query}")
    assert ("in all" in html) == ("four_regions" in query)


@pytest.mark.parametrize("name", sorted(STATIC))
def test_static_files(ada: Visit, name: str) -> None:
    assert ada.get(f"/static/{name}").status_code == 200


def test_search_takes_whatever_is_typed(ada: Visit) -> None:
    for words in ('"', "' OR 1=1 --", "NEAR(", "a* AND", "\0", "Crimea\ud800".encode("utf-8", "replace").decode(), "^"):
        assert ada.http.get("/search", params={"q": words}).status_code == 200
    assert "<mark>Crimea</mark>" in ada.text("/search?q=crim%C3%A9a")


def test_the_brief_is_a_stranger_in_its_frame_and_can_be_taken_away(ada: Visit, desk: Desk) -> None:
    answer = ada.get("/brief.html")
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.text.startswith("<!DOCTYPE html>")
    for kind in ("html", "json"):
        taken = ada.post("/brief/take", kind=kind)
        assert taken.headers["content-disposition"].endswith(f'.{kind}"')
    assert ada.get("/brief?as_of=2025-13-01").status_code == 400
    with open_store(desk.home / "case.db") as store:
        kept = last_brief(store)
    assert kept is not None and len(kept.body["reports"]) == len(desk.view().dossier)


def test_the_record_can_be_taken_away_and_its_formulas_are_none(ada: Visit) -> None:
    with zipfile.ZipFile(io.BytesIO(ada.post("/record/take").content)) as archive:
        assert json.loads(archive.read("record/manifest.json"))["csv_guarded"] is True
