"""The workbench in Debian's Chromium: by keyboard, by two people at once, for everybody, and under attack."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ripeness.workbench import Desk, Serving
from ripeness.workbench.app import make_app
from ripeness.workbench.serving import _socket, door_for
from tests.brief.opened import dossier
from tests.workbench.visit import example

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (pip install -e '.[dev]')")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here (Debian, Ubuntu: apt install chromium)"),
]
PAGES = [
    "/", "/review", "/record", "/positions", "/reports", "/sources", "/deals", "/deals/compare", "/what-if", "/studies",
    "/case", "/brief", "/search?q=Crimea", "/journal", "/nowhere",
]  # fmt: skip
PATIENCE = 20_000  # milliseconds: machines that run tests are busy


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as drive:
        opened = drive.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@contextmanager
def served(desk: Desk) -> Iterator[str]:
    """The address, with its token, of a workbench on a port that is free."""
    import uvicorn

    with _socket("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        way_in = door_for(Serving(port=port, by="Ada Nalyst"), port)
        server = uvicorn.Server(uvicorn.Config(make_app(desk, way_in), log_level="error", lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}/open?token={way_in.token}"
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    opened = Desk(example(tmp_path_factory.mktemp("browser") / "case"))
    opened.view().dossier.answer()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    with served(desk) as where:
        yield where


class Tab:
    """A browser of its own with one page, that remembers what went wrong in it."""

    def __init__(self, chromium: Any, address: str, name: str = "", width: int = 1440, **how: Any) -> None:
        self.context = chromium.new_context(viewport={"width": width, "height": 900}, **how)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.base = address.partition("/open")[0]
        self.faults: list[str] = []
        self.elsewhere: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.faults.append(f"dialog {dialog.message}"), dialog.dismiss()))
        self.page.on("console", lambda line: self.faults.append(line.text) if "Content Security" in line.text else None)
        self.page.on("request", lambda asked: self.elsewhere.append(asked.url) if self.base not in asked.url else None)
        self.page.goto(address)
        if name:
            self.page.locator(".who summary").click()
            self.page.get_by_label("What you decide is signed").fill(name)
            self.page.get_by_role("button", name="Sign so").click()

    def go(self, path: str) -> Any:
        self.page.goto(self.base + path)
        return self.page

    def __enter__(self) -> Tab:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.context.close()
        if kind is None:
            assert self.faults == [] and self.elsewhere == []


def decided(desk: Desk, by: str) -> list[str]:
    return [each.status for each in desk.view().dossier.decisions if each.by == by]


def until(done: Any, what: str, page: Any = None) -> None:
    """Wait for something that another thread does; of a ``page`` whose requests are held up here, with its clock."""
    end = time.monotonic() + PATIENCE / 1000
    while not done():
        assert time.monotonic() < end, what
        page.wait_for_timeout(50) if page else time.sleep(0.05)


def test_twenty_readings_by_keyboard_and_one_step_back(chromium: Any, address: str, desk: Desk) -> None:
    with Tab(chromium, address, "Key Board") as tab:
        page = tab.go("/review")
        for _ in range(17):
            page.keyboard.press("a")
        until(lambda: len(decided(desk, "Key Board")) == 17, "seventeen accepted")
        page.keyboard.press("r")
        page.keyboard.type("A headline, spoken by nobody.")
        page.keyboard.press("Enter")
        until(lambda: decided(desk, "Key Board")[-1] == "rejected", "one rejected")
        page.keyboard.press("c")
        card = page.locator(".card.current")
        card.locator('input[name^="to."]').first.fill("")
        field = card.locator('select[name="to.hedged"], select[name="to.modality"], select[name="to.stance"]').first
        was = field.input_value()
        field.select_option(next(each for each in ("true", "may", "against", "for") if each != was and
                                 field.locator(f'option:text-is("{each}")').count()))  # fmt: skip
        page.reload()  # what was typed and not sent is nothing
        page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("a")
        page.keyboard.press("a")
        until(lambda: len(decided(desk, "Key Board")) == 20, "twenty decided")
        assert sorted(decided(desk, "Key Board")) == ["accepted"] * 19 + ["rejected"]
        page.keyboard.press("u")
        until(lambda: decided(desk, "Key Board")[-1] == "proposed", "one taken back")
        page.locator("#said").get_by_text("Taken back").wait_for()
        assert page.locator(".card.proposed").count() == 24  # of a page of 25, two were decided and one opened again


def test_keys_do_not_wait_for_a_slow_server(chromium: Any, address: str, desk: Desk) -> None:
    """What is typed while answers are under way goes where the eye is, and no letter of a reason is a command."""
    with Tab(chromium, address, "Quick Hand") as tab:
        tab.page.route("**/decide", lambda route: (time.sleep(0.3), route.continue_()))
        page = tab.go("/review?kind=statement")
        for _ in range(2):
            page.keyboard.press("a")
            page.keyboard.press("r")
            page.keyboard.type("a headline")
            page.keyboard.press("Enter")
        page.keyboard.press("c")
        until(lambda: len(decided(desk, "Quick Hand")) == 4, "four decided", page)
        page.wait_for_timeout(500)  # the last answer is on its way
        assert decided(desk, "Quick Hand") == ["accepted", "rejected"] * 2
        assert [each.why for each in desk.view().dossier.decisions[-4:]][1::2] == ["a headline"] * 2
        opened = page.locator("details[data-deed][open]")
        assert opened.count() == 1 and opened.evaluate("form => form.contains(document.activeElement)")
        for _ in range(4):
            page.keyboard.press("Escape")
            page.keyboard.press("u")
        until(lambda: decided(desk, "Quick Hand")[-4:] == ["proposed"] * 4, "all four taken back", page)


def test_a_study_is_drawn_beside_other_work(chromium: Any, desk: Desk, address: str) -> None:
    with Tab(chromium, address) as tab:
        page = tab.go("/studies")
        page.get_by_role("button", name="Draw").click()
        page.get_by_role("heading", name="Under way: 256 draws").wait_for()
        assert tab.go("/deals").get_by_role("heading", level=1).inner_text() == "Deals"  # while it is drawn
        page = tab.go("/studies")
        page.get_by_role("heading", name="How far to trust it").wait_for(timeout=6 * PATIENCE)
        assert page.get_by_text("The last study ended early").count() == 0


def test_several_are_marked_by_keyboard_and_rejected_together(chromium: Any, address: str, desk: Desk) -> None:
    with Tab(chromium, address, "Mark Er") as tab:
        page = tab.go("/review?kind=statement")
        for key in ("x", "j", "x"):
            page.keyboard.press(key)
        page.get_by_text("The 2 marked:").wait_for()
        page.get_by_label("Decide about those that are marked").get_by_label("why").fill("Said by nobody.")
        page.get_by_label("Decide about those that are marked").get_by_role("button", name="Reject").click()
        page.get_by_text("2 readings are now rejected.").wait_for()
        assert decided(desk, "Mark Er") == ["rejected", "rejected"]
        page.get_by_role("button", name="Undo", exact=True).click()
        page.get_by_text("Taken back: 2 readings stand as before.").wait_for()


def test_an_assumption_is_edited_with_live_checks(chromium: Any, address: str, desk: Desk) -> None:
    before = desk.text()
    with Tab(chromium, address) as tab:
        page = tab.go("/case")
        text = page.get_by_label("Text of the case file")
        text.fill(before.replace("likely: 0.988", "likely: 1.988", 1))
        page.locator("#problems").get_by_text("parties.russia.discount").first.wait_for()
        line = next(n for n, each in enumerate(before.splitlines(), 1) if "likely: 0.988" in each)
        page.get_by_role("link", name=f"Line {line}").first.click()
        assert page.evaluate("document.activeElement.selectionStart") > 100
        text.fill(before.replace("likely: 0.988", "likely: 0.985", 1))
        page.locator("#problems").get_by_text("None.").wait_for()
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Saved.").wait_for()
    assert "likely: 0.985" in desk.text()
    assert desk.view().dossier.case.parties["russia"].discount.point == 0.985


def test_what_if_follows_the_sliders(chromium: Any, address: str) -> None:
    with Tab(chromium, address) as tab:
        page = tab.go("/what-if")
        page.get_by_text("Nothing is moved").wait_for()
        page.locator('select[name="set.now.aid"]').select_option("stopped")
        page.locator("#answer li").get_by_text("Aid to Ukraine").wait_for()
        slider = page.locator('input[type="range"]').first
        slider.focus()
        page.keyboard.press("End")
        page.locator("#answer li").nth(1).wait_for()
        assert "set.now.aid=stopped" in page.url
        page.reload()  # all of it stands in the address
        assert page.locator("#answer li").count() == 2


def test_a_deal_is_put_together(chromium: Any, address: str) -> None:
    with Tab(chromium, address) as tab:
        page = tab.go("/deals")
        page.get_by_label("Ukraine leaves the four regions").check()
        refused = page.locator("#answer .box").filter(has_text="Ukraine")
        refused.get_by_text("would refuse").wait_for()
        refused.get_by_text("It has firmly refused").wait_for()
        page.get_by_label("Beside it").select_option(index=1)
        page.get_by_role("heading", name=re.compile("^Beside")).wait_for()


def test_the_brief_is_shown_in_its_frame(chromium: Any, address: str, desk: Desk) -> None:
    desk.view().dossier.answer()
    with Tab(chromium, address) as tab:
        page = tab.go("/brief")
        frame = page.frame_locator("iframe.brief")
        frame.get_by_role("heading", level=1).wait_for()
        frame.get_by_role("link", name="Is there a deal?").first.click()
        with page.expect_download() as download:
            page.get_by_role("button", name="HTML, one file").click()
        assert Path(download.value.path()).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
        page.goto(page.url)


def test_two_browsers_on_one_reading(chromium: Any, address: str, desk: Desk) -> None:
    with Tab(chromium, address, "First") as one, Tab(chromium, address, "Second") as two:
        for tab in (one, two):
            tab.go("/review?kind=contradiction")
        id = one.page.locator(".card").first.get_attribute("id")
        one.page.locator(f"#{id}").get_by_role("button", name="Accept").click()
        until(lambda: decided(desk, "First") == ["accepted"], "accepted by the first")
        two.page.locator(f"#{id}").get_by_text("Reject", exact=True).first.click()
        two.page.locator(f"#{id}").get_by_label("Why").last.fill("I see it otherwise.")
        two.page.keyboard.press("Enter")
        two.page.locator("#said.bad").get_by_text("since you looked").wait_for()
        two.page.locator(f"#{id}").get_by_text("accepted by First").wait_for()
        assert decided(desk, "Second") == []


def test_two_browsers_on_the_case(chromium: Any, address: str, desk: Desk) -> None:
    before = desk.text()
    with Tab(chromium, address, "First") as one, Tab(chromium, address, "Second") as two:
        for tab, name in ((one, "first"), (two, "second")):
            text = tab.go("/case").get_by_label("Text of the case file")
            text.fill(before.replace("# M5: two tracks.", f"# The {name} was here. M5: two tracks.", 1))
        one.page.get_by_role("button", name="Save").click()
        one.page.get_by_text("Saved.").wait_for()
        two.page.get_by_role("button", name="Save").click()
        two.page.get_by_role("heading", name="The case was changed meanwhile").wait_for()
        diff = two.page.locator("pre.diff")
        assert "The first was here" in diff.inner_text() and "The second was here" in diff.inner_text()
        assert "The first was here" in desk.text() and "The second" not in desk.text()
        assert "The second was here" in two.page.get_by_label("Your version").input_value()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_the_brief_is_for_everybody(chromium: Any, desk: Desk, tmp_path: Path, width: int, scheme: Any) -> None:
    """As a file by itself; its policy lets no script run, so it is put aside for axe."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    file = tmp_path / "brief.html"
    file.write_text(desk.view().dossier.brief().html(), encoding="utf-8")
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(file.as_uri())
    found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    bad = [(each["id"], each["nodes"][0]["html"][:200]) for each in found if each["impact"] in ("serious", "critical")]
    assert bad == [] and wide <= 0


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_for_everybody(chromium: Any, address: str, desk: Desk, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    view = desk.view()
    edge = view.dossier.lineage().edges[0]
    pages = [*PAGES, f"/reports/{view.dossier.reports[0].id}?at=10-40", f"/readings/{next(iter(view.readings))}"]
    pages.append(f"/sources/edge?from={edge.source}&to={edge.target}")
    faults = []
    with Tab(chromium, address, width=width, color_scheme=scheme) as tab:
        for path in pages:
            page = tab.go(path)
            page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
            found = axe.run(page, options={"iframes": False}).response["violations"]
            faults += [
                (path, each["id"], each["nodes"][0]["html"][:200])
                for each in found
                if each["impact"] in ("serious", "critical")
            ]
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            faults += [(path, "wider than the window", str(wide))] if wide > 0 else []
    assert faults == []


def test_without_script_everything_can_be_done(chromium: Any, address: str, desk: Desk) -> None:
    with Tab(chromium, address, "Script Less", java_script_enabled=False) as tab:
        page = tab.go("/review?kind=move")
        page.locator(".card").first.get_by_role("button", name="Accept").click()
        page.get_by_text("1 reading is now accepted.").wait_for()
        page.get_by_role("button", name="Undo", exact=True).click()
        page.locator("#said").get_by_text("Taken back").wait_for()
        assert decided(desk, "Script Less") == ["accepted", "proposed"]
        page = tab.go("/what-if")
        page.locator('select[name="set.now.aid"]').select_option("stopped")
        page.get_by_role("button", name="Solve").click()
        page.locator("#answer li").get_by_text("Aid to Ukraine").wait_for()
        page = tab.go("/case")
        page.get_by_label("Text of the case file").fill("schema: 1\n")
        page.get_by_role("button", name="Check").click()
        page.locator("#problems").get_by_text("'parties' is missing").wait_for()


ATTACKS = [
    "<script>window.broken = 1</script>",
    '<svg onload="window.broken = 1"><script>window.broken = 1</script></svg>',
    '<img src=x onerror="window.broken = 1">',
    '"><script>window.broken = 1</script>',
    "' onmouseover='window.broken = 1' x='",
    "javascript:window.broken=1",
    "</textarea><script>window.broken = 1</script>",
    '<iframe srcdoc="<script>parent.broken = 1</script>"></iframe>',
    "{{ 7 * 7 }} ${7 * 7} <%= 7 * 7 %>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=window.broken=1>",
    '<base href="https://evil.example.org/"><meta http-equiv=refresh content="0; url=https://evil.example.org/">',
    "<link rel=stylesheet href=https://evil.example.org/x.css><a href=javascript:window.broken=1>x</a>",
]


def test_a_report_full_of_attacks_runs_nothing(chromium: Any, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    dossier(folder)
    plain = "\n\n".join(
        f'"We want peace {each}," said President {each} Tallec of Kestria. Aldova rejected the {each} truce on Monday.'
        for each in ATTACKS
    )
    (folder / "reports" / "plain.txt").write_text(
        f"Title: {ATTACKS[0]}\nOutlet: {ATTACKS[2]}\nDate: 2025-02-21\n\n{plain}\n", encoding="utf-8"
    )
    html = "".join(
        f"<p>{each} Kestria offered a truce, said Oskar Venn. {each.replace('<', '&lt;')}</p>" for each in ATTACKS
    )
    (folder / "reports" / "page.html").write_text(
        f"<html><head><title>{ATTACKS[3]}</title></head><body><article>{html}</article></body></html>", encoding="utf-8"
    )
    drawn = f"<svg xmlns='http://www.w3.org/2000/svg' onload='window.broken=1'><text>{ATTACKS[1]}</text></svg>"
    (folder / "reports" / "drawing.html").write_text(f"<html><body>{drawn}<p>Aldova said no.</p></body></html>")
    desk = Desk(folder)
    try:
        assert len(desk.view().dossier) >= 4
        with served(desk) as address, Tab(chromium, address) as tab:
            pages = [page for page in PAGES if page != "/brief"] + ["/brief.html", "/search?q=" + "broken"]
            pages += [f"/reports/{report.id}" for report in desk.view().dossier]
            pages += [f"/readings/{id}" for id in list(desk.view().readings)[:12]]
            pages += [
                f"/search?q={ATTACKS[3]}",
                f"/journal?who={ATTACKS[3]}",
                f"/deals/compare?first={ATTACKS[3]}&second=x",
            ]
            for path in pages:
                page = tab.go(path)
                assert page.evaluate("window.broken") is None, path
                assert (
                    page.evaluate("document.querySelectorAll('main script, main img, main iframe:not(.brief)').length")
                    == 0
                )
            page = tab.go("/review")
            page.keyboard.press("a")  # a card that is put into the page by script
            page.locator(".card.accepted").first.wait_for()
            assert page.evaluate("window.broken") is None
    finally:
        desk.close()
