"""A hub on this machine, for tests: it serves what it is told to, well or badly."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ripeness.models import Model


class Hub(ThreadingHTTPServer):
    """``files`` by path; ``redirects`` by path; ``cut`` bytes are sent and then the connection ends."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.files: dict[str, bytes] = {}
        self.redirects: dict[str, str] = {}
        self.cut: int | None = None
        self.says_length = True
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some tests are about."""

    def hold(self, model: Model, contents: dict[str, bytes]) -> None:
        self.files = {f"/{model.hub.path}/{name}": raw for name, raw in contents.items()}


class _Answer(BaseHTTPRequestHandler):
    server: Hub  # type: ignore[assignment]

    def do_GET(self) -> None:
        hub = self.server
        hub.asked.append(self.path)
        if self.path in hub.redirects:
            self.send_response(302)
            self.send_header("Location", hub.redirects[self.path])
            self.end_headers()
            return
        if self.path not in hub.files:
            self.send_error(404)
            return
        body = hub.files[self.path]
        self.send_response(200)
        if hub.says_length:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: hub.cut])

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output clean."""


@contextmanager
def running() -> Iterator[Hub]:
    """A hub on a free port of this machine."""
    with Hub() as hub:
        thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield hub
        finally:
            hub.shutdown()
            thread.join()
