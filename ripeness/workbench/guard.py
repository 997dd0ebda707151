"""What every request and every answer passes: the name of the host, the size of what is sent, the headers of safety.

It stands outside the application, so that no page can forget it.
"""

from __future__ import annotations

from typing import Any

from ripeness.workbench.access import Door

FORM_MOST = 3_000_000  # bytes of a form: that of the case file is the largest, with 2,000,000 of text
UPLOAD_MOST = 40_000_000  # bytes of reports in one go
UPLOADS = "/reports/add"

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
# The brief holds its own style and no script: it may be framed here, and is a stranger to this origin.
BRIEF_POLICY = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with 'no-referrer' a browser hides the origin of our own forms too
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}


class TooMuchError(Exception):
    """More was sent than is taken; the application answers it."""


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: Any, door: Door) -> None:
        self.app, self.door = app, door

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on where it may be, and its answer back with the headers."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}

        async def guarded(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": self._with_headers(message.get("headers", []))}
            await send(message)

        refused = self._refused(scope, headers)
        if refused:
            await _plain(guarded, *refused)
            return
        most = UPLOAD_MOST if scope["path"] == UPLOADS else FORM_MOST
        taken = 0

        async def bounded() -> Any:
            nonlocal taken
            message = await receive()
            if message["type"] == "http.request":
                taken += len(message.get("body", b""))
                if taken > most:
                    raise TooMuchError
            return message

        await self.app(scope, bounded, guarded)

    def _refused(self, scope: Any, headers: dict[str, str]) -> tuple[int, str] | None:
        """The answer to a request that is not let through."""
        if headers.get("host", "").lower() not in self.door.hosts:
            return 421, "This server is not asked for under this name. Use the address that 'ripeness serve' printed."
        length = headers.get("content-length", "0")
        most = UPLOAD_MOST if scope["path"] == UPLOADS else FORM_MOST
        if not length.isdecimal() or int(length) > most:
            return 413, f"More than {most:,} bytes are not taken in one go. Send less."
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405, "Only GET, HEAD and POST are answered."
        if scope["method"] == "POST":
            origin = headers.get("origin")
            if origin is not None and origin.lower() not in self.door.origins:
                return 403, "This form was sent from another site."
            if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
                return 403, "This form was sent from another site."
        return None

    def _with_headers(self, headers: Any) -> list[tuple[bytes, bytes]]:
        own = [(bytes(name), bytes(value)) for name, value in headers]
        given = {name.decode("latin-1").lower() for name, _ in own}
        more = HEADERS | ({"strict-transport-security": "max-age=31536000"} if self.door.behind_proxy else {})
        return [*own, *((name.encode(), value.encode()) for name, value in more.items() if name not in given)]


async def _plain(send: Any, status: int, text: str) -> None:
    body = text.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
