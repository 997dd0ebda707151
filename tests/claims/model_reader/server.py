"""A language model on this machine, for tests: it speaks the chat completions API and answers what it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    raw: bytes

    @property
    def system(self) -> str:
        return next(m["content"] for m in self.body["messages"] if m["role"] == "system")

    @property
    def message(self) -> str:
        return next(m["content"] for m in self.body["messages"] if m["role"] == "user")


@dataclass(frozen=True)
class Says:
    """One answer: the words of the model, or another status, or none at all until ``hang`` is set."""

    content: Any = None  # a dict is sent as JSON, a string as it is
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    usage: dict[str, int] | None = field(
        default_factory=lambda: {"prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1000}
    )
    raw: bytes | None = None  # in place of a completion
    hang: bool = False
    finish: str = "stop"


class Server(ThreadingHTTPServer):
    """Answers in the order of ``script``; the last one again and again. ``say`` decides by the question instead."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script: list[Says] = []
        self.say: Callable[[Asked], Says] | None = None
        self.asked: list[Asked] = []
        self.released = threading.Event()
        self.lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def next(self, asked: Asked) -> Says:
        with self.lock:
            self.asked.append(asked)
            if self.say is not None:
                return self.say(asked)
            return self.script.pop(0) if len(self.script) > 1 else self.script[0]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: Server  # type: ignore[assignment]

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        asked = Asked(self.path, {k.lower(): v for k, v in self.headers.items()}, json.loads(raw), raw)
        says = self.server.next(asked)
        if says.hang:
            self.server.released.wait(20)
            return
        body = says.raw if says.raw is not None else json.dumps(_completion(asked, says)).encode()
        with suppress(OSError):
            self.send_response(says.status)
            for name, value in {"Content-Type": "application/json", **says.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output clean."""


def _completion(asked: Asked, says: Says) -> dict[str, Any]:
    if says.status != 200:
        return {"error": {"message": "not now", "type": "server_error", "code": None}}
    words = says.content if isinstance(says.content, str) else json.dumps(says.content)
    message: dict[str, Any] = {"role": "assistant", "content": words}
    if asked.body.get("tools"):
        call = {"name": asked.body["tools"][0]["function"]["name"], "arguments": words}
        message = {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "c1", "type": "function", "function": call}],
        }
    return {
        "id": "x",
        "object": "chat.completion",
        "created": 1,
        "model": asked.body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": says.finish}],
        "usage": says.usage,
    }


@contextmanager
def running() -> Iterator[Server]:
    """A server on a free port of this machine."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            server.shutdown()
            thread.join()
