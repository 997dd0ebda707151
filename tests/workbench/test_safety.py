"""What the workbench refuses, and to whom."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from ripeness.errors import ReportError, RipenessError
from ripeness.reports.fetch import fetch
from ripeness.workbench import Desk, Serving
from ripeness.workbench.access import TRIES, Sessions, Tries
from ripeness.workbench.guard import FORM_MOST
from ripeness.workbench.serving import door_for
from ripeness.workbench.users import UsersFile, add_user, read_users, remove_user
from tests.workbench.visit import PORT, Visit, door

PASSWORD = "a sentence of some length"
ATTACK = """<html><head><title>&lt;script&gt;alert(1)&lt;/script&gt;</title></head><body>
<p>"We will <b>&lt;script&gt;window.broken = 1&lt;/script&gt;</b> talk," said President Mira Tallec of Kestria.</p>
<p>&lt;svg onload="window.broken = 1"&gt; &lt;img src=x onerror="window.broken = 1"&gt; javascript:window.broken=1 was
offered by Aldova, and Kestria rejected the proposal of a truce.</p></body></html>"""


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "users.json"
    for name, role in (("Rita", "reader"), ("Ada", "analyst"), ("Olga", "owner")):
        add_user(file, name, role, PASSWORD)  # type: ignore[arg-type]
    return file


def entered(desk: Desk, way_in, name: str, password: str = PASSWORD) -> tuple[Visit, int]:
    visit = Visit(desk, way_in, enter=False)
    visit.get("/enter")
    return visit, visit.post("/enter", name=name, password=password).status_code


# --- the door --------------------------------------------------------------------------------------------------------


def test_without_the_token_there_is_nothing_to_see(small: Desk) -> None:
    stranger = Visit(small, door(), enter=False)
    for page in ("/", "/review", "/case", "/brief.html", "/reports/wire"):
        answer = stranger.get(page)
        assert answer.status_code == 401 and "Tallec" not in answer.text and "Lorne" not in answer.text
    assert stranger.get("/open?token=guess").status_code == 403
    assert stranger.post("/decide", status="accepted").status_code in (401, 403)


def test_the_cookie_is_for_this_site_and_no_script(small: Desk) -> None:
    way_in = door()
    answer = Visit(small, way_in, enter=False).get(f"/open?token={way_in.token}")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and answer.headers["location"] == "/"
    assert "secure" not in cookie


def test_another_interface_needs_a_proxy_and_people() -> None:
    with pytest.raises(RipenessError, match="--behind-proxy"):
        door_for(Serving(host="0.0.0.0"), PORT)
    with pytest.raises(RipenessError, match="--users"):
        door_for(Serving(behind_proxy="https://talks.example.org"), PORT)


@pytest.mark.parametrize("address", ["http://talks.example.org", "talks.example.org", "https://x.org/path"])
def test_a_proxy_speaks_tls(people: Path, address: str) -> None:
    with pytest.raises(RipenessError, match="https address"):
        door_for(Serving(behind_proxy=address, users=people), PORT)


def test_behind_a_proxy_cookies_are_for_tls(small: Desk, people: Path) -> None:
    way_in = door_for(Serving(behind_proxy="https://talks.example.org", users=people), PORT)
    visit = Visit(small, way_in, base="https://talks.example.org", enter=False)
    answer = visit.get("/enter")
    assert answer.headers["set-cookie"].startswith("__Host-ripeness=")
    assert "secure" in answer.headers["set-cookie"].lower()
    assert "max-age" in answer.headers["strict-transport-security"]
    assert visit.get("/enter", host="evil.example.org").status_code == 421


def test_people_come_in_by_name_and_password(small: Desk, people: Path) -> None:
    way_in = door(users=people)
    assert way_in.token == ""
    _, right = entered(small, way_in, "Ada")
    _, wrong = entered(small, way_in, "Ada", "another sentence of words")
    _, nobody = entered(small, way_in, "Nobody")
    assert (right, wrong, nobody) == (303, 403, 403)


def test_a_session_is_another_after_the_door(small: Desk, people: Path) -> None:
    way_in = door(users=people)
    visit = Visit(small, way_in, enter=False)
    visit.get("/enter")
    before = visit.http.cookies[way_in.cookie]
    visit.post("/enter", name="Ada", password=PASSWORD)
    assert visit.http.cookies[way_in.cookie] != before and way_in.sessions.get(before) is None
    visit.post("/leave")
    assert visit.get("/").status_code == 303


@pytest.mark.parametrize(
    ("name", "allowed"),
    [("Rita", ()), ("Ada", ("decide", "case", "add")), ("Olga", ("decide", "case", "add", "fetch", "journal"))],
)
def test_each_role_does_what_it_may(small: Desk, people: Path, name: str, allowed: tuple[str, ...]) -> None:
    visit, _ = entered(small, door(users=people), name)
    assert visit.get("/").status_code == 200
    tried = {
        "decide": visit.post("/decide", status="accepted").status_code,
        "case": visit.post("/case/check", text="").status_code,
        "add": visit.post("/reports/add").status_code,
        "fetch": visit.post("/reports/fetch", addresses="").status_code,
        "journal": visit.get("/journal").status_code,
    }
    assert {deed for deed, status in tried.items() if status != 403} == set(allowed)


def test_who_is_taken_out_is_out_at_once(small: Desk, people: Path) -> None:
    visit, _ = entered(small, door(users=people), "Ada")
    assert visit.get("/review").status_code == 200
    remove_user(people, "Ada")
    assert visit.get("/review").status_code == 303


def test_passwords_cannot_be_tried_one_after_the_other(small: Desk, people: Path) -> None:
    way_in = door(users=people)
    for _ in range(TRIES):
        assert entered(small, way_in, "Ada", "wrong wrong wrong")[1] == 403
    assert entered(small, way_in, "Ada")[1] == 429
    assert entered(small, way_in, "Olga")[1] == 303


def test_tries_are_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    tries = Tries()
    for _ in range(TRIES):
        tries.wrong("Ada", "here")
    assert tries.wait("Ada", "here") > 0 and tries.wait("Ada", "elsewhere") == 0
    now[0] = 10_000.0
    assert tries.wait("Ada", "here") == 0


def test_an_old_session_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    sessions = Sessions()
    session = sessions.begin("Ada", "owner")
    session.used = session.started = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    now[0] = 3600.0
    assert sessions.get(session.id) is session
    now[0] = 3600.0 + 9 * 3600.0
    assert sessions.get(session.id) is None


def test_the_file_of_users_holds_no_password_and_is_for_its_owner(people: Path) -> None:
    assert PASSWORD not in people.read_text(encoding="utf-8")
    assert people.stat().st_mode & 0o077 == 0
    assert {user.role for user in read_users(people).values()} == {"reader", "analyst", "owner"}
    assert add_user(people, "Ada", "owner", PASSWORD) is False
    assert UsersFile(people).check("Ada", PASSWORD).role == "owner"  # type: ignore[union-attr]
    for name, password in (("", PASSWORD), ("x" * 99, PASSWORD), ("a\nb\0", PASSWORD), ("Ada", "short")):
        with pytest.raises(RipenessError):
            add_user(people, name, "reader", password)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"version": 1, "users": {"a": {"role": "king", "hash": ""}}}', "\xff"]
)
def test_a_file_that_is_none_of_users_is_said_to_be_so(tmp_path: Path, text: str) -> None:
    file = tmp_path / "users.json"
    file.write_text(text, encoding="latin-1")
    with pytest.raises(RipenessError):
        read_users(file)


# --- forms and headers -----------------------------------------------------------------------------------------------


def test_forms_of_other_sites_are_refused(ada: Visit, small: Desk) -> None:
    id, version = ada.cards()[0]
    fields = {"reading": id, f"seen.{id}": version, "status": "accepted"}
    assert ada.http.post("/decide", data=fields).status_code == 403
    assert ada.post("/decide", {**fields, "csrf": "guess"}).status_code == 403
    assert ada.post("/decide", fields, headers={"origin": "https://evil.example.org"}).status_code == 403
    assert ada.post("/decide", fields, headers={"origin": "null"}).status_code == 403
    assert ada.post("/decide", fields, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert small.view().dossier.decisions == ()
    assert ada.post("/decide", fields, headers={"origin": f"http://127.0.0.1:{PORT}"}).status_code == 303


@pytest.mark.parametrize("host", ["evil.example.org", f"evil.example.org:{PORT}", "127.0.0.1", "127.0.0.1:1", ""])
def test_the_host_is_ours(ada: Visit, host: str) -> None:
    assert ada.get("/", host=host).status_code == 421
    assert ada.get("/static/review.js", host=host).status_code == 421


def test_every_answer_carries_the_headers(ada: Visit) -> None:
    for path in ("/", "/static/review.js", "/nowhere", "/brief.html", "/ready"):
        headers = ada.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"].split("style-src")[0]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "server" not in headers
    assert "unsafe" not in ada.get("/").headers["content-security-policy"]


def test_only_what_pages_do_is_done(ada: Visit) -> None:
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
        assert ada.http.request(method, "/").status_code == 405


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/users.py", "/reports/..%2f..%2fcase.yaml",
     "/reports/%00", "/readings/../../etc/passwd", "/reports/%2fetc%2fpasswd", "/static/brief.html"],
)  # fmt: skip
def test_there_is_no_way_to_other_files(ada: Visit, path: str) -> None:
    answer = ada.get(path)
    assert answer.status_code == 404 and "root:" not in answer.text and "schema" not in answer.text


def test_one_is_sent_only_to_pages_of_ours(ada: Visit) -> None:
    for back in ("https://evil.example.org", "//evil.example.org", "/\\evil.example.org", "javascript:1"):
        assert ada.post("/name", name="Ada", back=back).headers["location"] == "/"


# --- what is sent ----------------------------------------------------------------------------------------------------


def test_too_much_is_refused(ada: Visit) -> None:
    assert ada.post("/case/check", text="x" * (FORM_MOST + 1)).status_code == 413

    def endless():
        for _ in range(40):
            yield b"x" * 100_000

    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert ada.http.post("/case/check", content=endless(), headers=kind).status_code == 413
    many = {f"to.{n}": "x" for n in range(5000)}
    assert ada.post("/decide", many).status_code in (400, 413)


def test_uploads_are_reports_and_stay_where_they_belong(ada: Visit, small: Desk) -> None:
    before = {path.name for path in small.home.rglob("*")}
    for name in ("run.sh", "x.exe", "case.yaml", "x.db", "noending", "archive.warc.gz"):
        assert ada.post("/reports/add", files={"files": (name, b"words")}).status_code == 400
    text = b"Title: A third report\nOutlet: The Norrland Post\nDate: 2025-03-01\n\nAldova rejected the paper.\n"
    answer = ada.post("/reports/add", files={"files": ("../../../evil name.txt", text, "text/plain")})
    assert answer.status_code == 303
    new = {path.name for path in small.home.rglob("*")} - before - {"case.db-wal", "case.db-shm"}
    assert new == {"evil-name.txt"} and not (small.home.parent / "evil name.txt").exists()
    assert "A third report" in ada.text("/reports")
    bad = ada.post("/reports/add", files={"files": ("x.txt", b"\x00\x01\x02", "text/plain")})
    assert bad.status_code == 303 and "Not read:" in ada.text("/reports")


def test_reports_of_attackers_are_shown_as_text(ada: Visit, small: Desk) -> None:
    assert ada.post("/reports/add", files={"files": ("attack.html", ATTACK.encode())}).status_code == 303
    for page in (
        "/",
        "/review",
        "/record",
        "/reports",
        "/reports/attack",
        "/sources",
        "/search?q=script",
        "/positions",
    ):
        html = ada.text(page)
        assert "<script>" not in html and "<svg onload" not in html and "<img" not in html
        assert "window.broken" not in html or "&lt;" in html


@pytest.fixture
def private_server():
    class Secret(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/plain")
            self.end_headers()
            self.wfile.write(b"The secret of the router is told here at length, for all to read.")

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Secret)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


def test_no_private_address_is_fetched_for_somebody_in_a_browser(ada: Visit, private_server: int) -> None:
    addresses = [
        f"http://127.0.0.1:{private_server}/",
        f"http://localhost:{private_server}/",
        f"http://[::1]:{private_server}/",
    ]
    assert fetch(addresses[0]).raw  # for who types it at this machine it is
    for address in (*addresses, "http://169.254.169.254/latest", "file:///etc/passwd", "http://0.0.0.0/"):
        with pytest.raises(ReportError):
            fetch(address, public=True)
    answer = ada.post("/reports/fetch", addresses="\n".join(addresses))
    assert answer.status_code == 303
    page = ada.text("/reports")
    assert page.count("Not read:") == 3 and "secret" not in page


def test_a_case_that_cannot_be_written_to_can_be_looked_at(ada: Visit, small: Desk) -> None:
    store, small.store = small.store, None
    try:
        id, version = ada.cards()[0]
        assert ada.text("/") and ada.text("/reports")
        assert ada.decide(id, version).status_code == 503
        assert ada.get("/search?q=paper").status_code == 503
    finally:
        small.store = store


def test_a_port_that_is_taken_is_said_so() -> None:
    from ripeness.workbench.serving import _socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(RipenessError, match="--port"):
            _socket("127.0.0.1", taken.getsockname()[1])
