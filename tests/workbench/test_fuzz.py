"""Whatever is sent to any page or form: an answer, never a fault of ours."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ripeness.workbench import Desk
from ripeness.workbench.app import PAGES
from tests.brief.opened import dossier
from tests.postgres import Server
from tests.workbench.visit import Visit, door

TEMPLATES = Path(__file__).parents[2] / "ripeness" / "workbench" / "templates"
ROUTES = sorted(
    (method, route.path)
    for page in PAGES
    for route in page.router.routes
    for method in route.methods & {"GET", "POST"}  # type: ignore[attr-defined]
)
LEAVING = {("POST", "/leave"), ("GET", "/open"), ("GET", "/enter"), ("POST", "/enter"), ("POST", "/reports/fetch")}
FIELDS = sorted(
    {
        name
        for file in TEMPLATES.glob("*.html")
        for name in re.findall(r'name="([a-z_.]+)"', file.read_text(encoding="utf-8"))
    }
    | {"at", "from", "to", "order", "page", "as_of", "who", "what", "first", "second", "agenda", "digest", "token"}
)

KNOWN = [
    "accepted", "rejected", "corrected", "proposed", "0", "1", "-1", "9" * 30, "yes", "move", "statement", "wire",
    "0-20", "20-0", "2025-02-20", "2025-99-99", "none", "kestria, aldova", '["a"', "",
]  # fmt: skip
ODD = [
    "\0",
    "../../etc/passwd",
    "<script>",
    "{{7*7}}",
    "%s%n",
    "'",
    '"',
    "\u202e",
    "🂡",
    "NaN",
    "inf",
    "1e999",
    "a" * 5000,
]
SUFFIXES = [".txt", ".html", ".md", ".jsonl", ".rss", ""]
KINDS = [
    "multipart/form-data; boundary=x", "multipart/form-data", "application/x-www-form-urlencoded", "text/plain", "",
    "application/json",
]  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("fuzz") / "case"
    dossier(folder)
    opened = Desk(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def ada(desk: Desk) -> Visit:
    return Visit(desk, door(), "Ada")


def words(desk: Desk) -> st.SearchStrategy[str]:
    """Values that mean something here, and values that mean nothing anywhere."""
    case = desk.view().dossier.case
    known = [*desk.view().readings, *case.issues, *case.parties, *case.deals, *case.tracks, *KNOWN]
    known += [option for issue in case.issues.values() for option in issue.options]
    return st.one_of(st.sampled_from(known), st.sampled_from(ODD), st.text(max_size=30))


def names(desk: Desk) -> st.SearchStrategy[str]:
    ids = list(desk.view().readings)[:5]
    issues = list(desk.view().dossier.case.issues)
    made = [f"seen.{id}" for id in ids] + [f"terms.{issue}" for issue in issues]
    made += [f"to.{name}" for name in ("speaker", "party", "said", "kind", "actors", "options", "issue", "negated")]
    made += [f"set.{each.name}" for each in desk.view().dossier.assumptions()[:12]] + ["set.now.front", "set.now.aid"]
    return st.one_of(st.sampled_from([*FIELDS, *made]), st.text(string.printable, min_size=1, max_size=12))


@pytest.mark.parametrize(("method", "path"), [each for each in ROUTES if each not in LEAVING])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_page_and_no_form_fails(ada: Visit, desk: Desk, method: str, path: str, data: st.DataObject) -> None:
    some = words(desk)
    pairs = data.draw(st.lists(st.tuples(names(desk), some), max_size=8))
    if path == "/decide":
        pairs += [("reading", data.draw(some)), ("status", data.draw(some)), ("why", data.draw(some))]
    id = data.draw(some).encode("utf-8", "replace").decode()[:200] or "x"
    place = path.replace("{id}", quote(id, safe=""))
    sent = {name: value.encode("utf-8", "replace").decode() for name, value in pairs}
    if method == "GET":
        answer = ada.http.get(place, params=sent)
    else:
        part = {"x-part": "1"} if data.draw(st.booleans()) else {}
        answer = ada.post(place, sent, headers=part)
    assert answer.status_code < 500, (method, place, sent, answer.text)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=st.binary(max_size=300), kind=st.sampled_from(KINDS))
def test_no_body_that_is_no_form_fails(ada: Visit, body: bytes, kind: str) -> None:
    for path in ("/decide", "/case/save", "/reports/add", "/undo"):
        answer = ada.http.post(path, content=body, headers={"content-type": kind})
        assert answer.status_code < 500


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.text(max_size=40),
    raw=st.binary(max_size=400),
    suffix=st.sampled_from([".txt", ".html", ".md", ".jsonl", ".rss", ""]),
)
def test_no_upload_fails(ada: Visit, desk: Desk, name: str, raw: bytes, suffix: str) -> None:
    name = name.encode("utf-8", "replace").decode().replace('"', "").replace("\r", "").replace("\n", "")
    answer = ada.post("/reports/add", files={"files": (f"{name}{suffix}", raw)})
    assert answer.status_code < 500
    assert {path.parent for path in desk.home.rglob("*") if path.is_file()} <= {desk.home, desk.home / "reports"}


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, postgres: Server) -> Iterator[Desk]:
    """The same on PostgreSQL, which takes fewer signs than SQLite does."""
    folder = tmp_path_factory.mktemp("team") / "case"
    dossier(folder)
    opened = Desk(folder, store=postgres.address())
    yield opened
    opened.close()


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nothing_that_is_sent_fails_on_postgresql(team: Desk, data: st.DataObject) -> None:
    ben, some = Visit(team, door(), "Ben"), words(team)
    word = data.draw(some).encode("utf-8", "replace").decode()
    if data.draw(st.booleans()):
        answer = ben.http.get(data.draw(st.sampled_from(["/search", "/record", "/review", "/journal"])), params={
            "words": word, "who": word, "party": word, "standing": "",
        })  # fmt: skip
    else:
        id = data.draw(st.sampled_from(list(team.view().readings)) | some).encode("utf-8", "replace").decode()
        fields = {"reading": id, f"seen.{id}": str(team.view().version(id)), "why": word, "to.speaker": word}
        status = data.draw(st.sampled_from(["accepted", "rejected", "corrected", "proposed"]))
        answer = ben.post("/decide", {**fields, "status": status})
    assert answer.status_code < 500, answer.text
