import socket
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ripeness.case import new_case
from ripeness.cli import app
from ripeness.dossier import add_to_case, read_reports
from ripeness.errors import ReportError
from ripeness.reports import fetch as module
from ripeness.reports.fetch import fetch, is_address

PAGE = b"<html><body><p>The talks in Arden went on.</p></body></html>"
HTML = {"Content-Type": "text/html; charset=utf-8"}


@contextmanager
def server(answers):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            status, headers, body = answers[self.path]
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    asked = []
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_port}", asked
    finally:
        running.shutdown()
        running.server_close()


def test_a_named_page_is_fetched_and_redirects_stay_on_its_host():
    with server(
        {"/old": (302, {"Location": "/news/talks.php?a=1"}, b""), "/news/talks.php?a=1": (200, HTML, PAGE)}
    ) as (
        home,
        asked,
    ):
        found = fetch(f"{home}/old")
    assert (found.raw, found.name, found.address) == (PAGE, "talks.html", f"{home}/old")
    assert asked == ["/old", "/news/talks.php?a=1"]


REFUSED = {
    "other host": ((302, {"Location": "http://localhost:1/"}, b""), "another host"),
    "other scheme": ((302, {"Location": "file:///etc/hostname"}, b""), "no http or https"),
    "loop": ((302, {"Location": "/"}, b""), "redirects"),
    "missing": ((404, HTML, b"no"), "answered 404"),
    "picture": ((200, {"Content-Type": "image/png"}, b"x"), "image/png"),
    "nameless": ((200, {}, b"x"), "does not name"),
    "packed": ((200, {**HTML, "Content-Encoding": "gzip"}, b"x"), "packed"),
    "large": ((200, HTML, b"a" * 2000), "more than"),
    "cut": ((200, {**HTML, "Content-Length": "900"}, b"a"), "broke off"),
}


@pytest.mark.parametrize(("answer", "seen"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_says_why(monkeypatch, answer, seen):
    monkeypatch.setattr(module, "MAX_BYTES", 1000)
    with server({"/": answer}) as (home, _), pytest.raises(ReportError) as caught:
        fetch(f"{home}/")
    assert seen in caught.value.seen and caught.value.fix


def test_a_name_that_stands_for_a_private_address_is_not_asked(monkeypatch):
    monkeypatch.setattr(module.socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("10.0.0.1", 80))])
    monkeypatch.setattr(module.socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    with pytest.raises(ReportError, match="private address"):
        fetch("http://wire.example/")


def test_an_endless_answer_ends(monkeypatch):
    monkeypatch.setattr(module, "MAX_SECONDS", -1.0)
    with server({"/": (200, HTML, PAGE)}) as (home, _), pytest.raises(ReportError, match="took longer"):
        fetch(home)


def test_a_server_that_drips_is_left(monkeypatch):
    monkeypatch.setattr(module, "MAX_SECONDS", 0.5)
    listening = socket.create_server(("127.0.0.1", 0))

    def drip():
        with suppress(OSError):
            connected, _ = listening.accept()
            connected.sendall(b"HTTP/1.1 200 OK\r\n")
            for _ in range(200):
                connected.sendall(b"X")
                time.sleep(0.05)

    threading.Thread(target=drip, daemon=True).start()
    with listening, pytest.raises(ReportError, match="took longer"):
        fetch(f"http://127.0.0.1:{listening.getsockname()[1]}/")


@pytest.mark.parametrize("address", ["http://", "http://a b/", "http://u:p@wire.example/", "http://[::1", "ftp://x/"])
def test_odd_addresses_are_refused(address):
    with pytest.raises(ReportError):
        fetch(address)


def test_files_are_no_addresses():
    assert is_address("HTTPS://wire.example/a") and not is_address("reports/a.txt") and not is_address("http.txt")


def test_a_case_keeps_a_fetched_page_and_a_pile_names_its_address(tmp_path):
    case = new_case(tmp_path / "case").parent
    with server({"/talks": (200, HTML, PAGE), "/none": (404, HTML, b"")}) as (home, asked):
        pile = read_reports([], addresses=[f"{home}/talks", f"{home}/none", f"{home}/talks"])
        assert asked == ["/talks", "/none"]
        added, _ = add_to_case(case, [], addresses=[f"{home}/talks"])
        again, _ = add_to_case(case, [], addresses=[f"{home}/talks"])
    (report,) = pile
    assert (report.id, report.file, report.text) == ("talks", f"{home}/talks", "The talks in Arden went on.")
    assert report.address is not None and report.address.value == f"{home}/talks"
    assert [failure.file for failure in pile.failures] == [f"{home}/none"]
    (new,) = added.new
    assert new.address == report.address and Path(new.file) == case / "reports" / "talks.html"
    assert (again.new, again.known) == ((), (new,))


def test_the_command_line_fetches_what_it_names_and_no_link_in_it(tmp_path, monkeypatch):
    page = PAGE.replace(b"</p>", b'</p><a href="/next">on</a><img src="/picture.png">')
    monkeypatch.chdir(tmp_path)
    with server({"/talks": (200, HTML, page)}) as (home, asked):
        done = CliRunner().invoke(app, ["record", "--json", f"{home}/talks"])
    assert (done.exit_code, asked) == (0, ["/talks"])


@pytest.mark.parametrize(
    "place",
    [
        "64:ff9b::7f00:1",
        "::7f00:1",
        "::ffff:0:10.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "fec0::1",
        "fe80::1%1",
        "::1",
    ],
)
def test_a_private_address_is_known_in_every_dress(place):
    assert not module._is_public(place)
    assert all(map(module._is_public, ("93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822")))
