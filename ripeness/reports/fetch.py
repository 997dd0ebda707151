"""One page that the user named by its address: fetched with bounds on size, time and where it may lead.

Only what a person typed is fetched. Nothing here is called for an address that stands in a document.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from ripeness import __version__
from ripeness.errors import ReportError
from ripeness.reports.build import MAX_BYTES

TIMEOUT = 20.0  # seconds for one step of the connection
MAX_SECONDS = 60.0  # for all of it
MAX_REDIRECTS = 5
_LATE = f"it took longer than {MAX_SECONDS:.0f} s"
CHUNK = 64 * 1024

# What a server may call its answer, and the ending that says how it is read.
SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
}
# Addresses of version 6 whose last 32 bits are one of version 4: translated (NAT64), or old forms of writing it.
_HOLDING_IPV4 = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96")))
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stood at ``address``: its bytes and a file name that says how to read them."""

    address: str
    name: str
    raw: bytes


def is_address(text: str) -> bool:
    """Whether ``text`` names a page on the web and not a file."""
    return text.lower().startswith(("http://", "https://"))


def fetch(address: str, public: bool = False) -> Fetched:
    """What stands at ``address``. Raises ReportError where it cannot be had within the bounds.

    A redirect is followed on the same host only. A host that resolves to a private address is refused
    unless ``address`` itself is written with that address or as 'localhost'; with ``public`` then too: for somebody
    who is not at this machine. The connection goes to the address that was checked.
    """
    first = _checked(address, address)
    deadline = time.monotonic() + MAX_SECONDS
    at = address
    for _ in range(MAX_REDIRECTS + 1):
        status, headers, raw = _answer(_checked(at, address), address, deadline, public)
        if status in _REDIRECTS and (target := headers.get("location")):
            at = urljoin(at, target)
            if _checked(at, address).hostname != first.hostname:
                raise _refused(address, f"it leads to another host ({at[:200]})", "Name that address if you want it.")
            if first.scheme == "https" and urlsplit(at).scheme == "http":
                raise _refused(address, "it leads from https to http", "Name that address if you want it.")
            continue
        if status != 200:
            raise _refused(address, f"the server answered {status}", "Open it in a browser and save the page.")
        return Fetched(address, _name(urlsplit(at), headers, address), raw)
    raise _refused(address, f"more than {MAX_REDIRECTS} redirects", "Open it in a browser and save the page.")


def _refused(address: str, seen: str, fix: str) -> ReportError:
    return ReportError(address, seen, "An address is fetched as it was named, on its own host.", fix)


def _checked(text: str, address: str) -> SplitResult:
    """The parts of an address that may be fetched."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise _refused(address, f"no address that can be read ({error})", "Check its spelling.") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise _refused(address, f"no http or https address: {text[:200]}", "Check its spelling.")
    if parts.username is not None or any(ord(character) <= 32 or ord(character) == 127 for character in text):
        raise _refused(address, "it holds a user's name or a space", "Leave that out.")
    return parts


def _places(parts: SplitResult, address: str, public: bool) -> list[str]:
    """The numeric addresses of the host, none of them private unless it was named so and need not be ``public``."""
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(host, parts.port or parts.scheme, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _refused(address, f"the host {host} was not found ({error})", "Check its spelling.") from error
    places = [str(each[4][0]) for each in found]
    if public or (host != "localhost" and host not in places):
        private = [place for place in places if not _is_public(place)]
        if private:
            fix = "Add the page as a file." if public else "Name the address by its number if you mean it."
            raise _refused(address, f"the host {host} stands for a private address ({private[0]})", fix)
    return places


def _is_public(place: str) -> bool:
    number = ipaddress.ip_address(place.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address):
        if any(number in network for network in _HOLDING_IPV4):
            number = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        else:
            number = number.ipv4_mapped or number.sixtofour or number
    return number.is_global and not number.is_multicast and not getattr(number, "is_site_local", False)


def _answer(parts: SplitResult, address: str, deadline: float, public: bool) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body; the connection goes to an address that was checked and to no proxy."""
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    place = _places(parts, address, public)[0]
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    watch: threading.Timer | None = None
    try:
        connected = socket.create_connection((place, port), timeout=TIMEOUT)
        if secure:
            connected = ssl.create_default_context().wrap_socket(connected, server_hostname=host)
        connection.sock = connected
        # Each byte may come within the time of one step: this ends a server that sends them one by one.
        watch = threading.Timer(max(0.0, deadline - time.monotonic()), _hang_up, [connected])
        watch.daemon = True
        watch.start()
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
            f"?{quote(parts.query, safe='/%:@!$&()*+,;=?~-._')}" if parts.query else ""
        )
        headers = {"User-Agent": f"ripeness/{__version__}", "Accept-Encoding": "identity", "Connection": "close"}
        connection.request("GET", target, headers=headers)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        body = _body(answer, address, deadline) if answer.status == 200 else b""
        if time.monotonic() > deadline:  # an answer that was hung up on can look like a whole one
            raise TimeoutError
        return answer.status, found, body
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = time.monotonic() > deadline
        seen = _LATE if late else f"it cannot be fetched ({str(error) or type(error).__name__})"
        raise _refused(address, seen, "Open it in a browser and save the page.") from error
    finally:
        if watch is not None:
            watch.cancel()
        connection.close()


def _hang_up(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _body(answer: http.client.HTTPResponse, address: str, deadline: float) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read1(CHUNK):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            raise _refused(address, f"more than {MAX_BYTES // 1024**2} MB", "Save the article alone.")
        if time.monotonic() > deadline:
            raise _refused(address, _LATE, "Try again, or save the page.")
    if answer.length:
        raise _refused(address, f"the answer broke off, {answer.length} bytes before its end", "Try again.")
    return b"".join(pieces)


def _name(parts: SplitResult, headers: dict[str, str], address: str) -> str:
    """A file name from the last part of the path, with the ending of the content type."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in SUFFIXES:
        fix = "Open it and save it as text or HTML."
        raise _refused(address, f"it is {kind or 'of a kind that the server does not name'}, no text", fix)
    if headers.get("content-encoding", "identity").lower() not in {"", "identity"}:
        raise _refused(address, "the server packed it unasked", "Open it in a browser and save the page.")
    stem = PurePosixPath(unquote(parts.path)).stem or parts.hostname or "page"
    kept = "".join(character if character.isalnum() or character in "-_" else "-" for character in stem).strip("-")
    return (kept[:80] or "page") + SUFFIXES[kind]
