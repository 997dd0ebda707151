"""The line to the address that the user named: what may go out on it, and how much may come back.

Loaded only where a model is asked: httpx2 comes with the optional packages.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx2

from ripeness import __version__
from ripeness.claims.model_reader.address import Address

# Bytes of an answer: 16,000 tokens of JSON are 100 kB, and some servers send as much thinking again.
MOST_BYTES = 4_000_000
# What HTTP itself needs. The libraries would add the system's name, versions, and what stands in OPENAI_... variables.
_HEADERS = frozenset({"host", "content-length", "content-type", "connection", "accept"})


class Line(httpx2.AsyncBaseTransport):
    """One question's way out: to the named address alone, with the key and no other header that tells of the user.

    ``asked`` says that the question went out, ``read`` how many bytes came back, ``refused`` why they were not read.
    """

    def __init__(self, address: Address, key: str | None) -> None:
        self._address, self._key = address, key
        self._inner = httpx2.AsyncHTTPTransport(trust_env=False)
        self.asked = False
        self.read = 0
        self.refused = ""

    def client(self, timeout: float) -> httpx2.AsyncClient:
        """A client on this line. It follows no redirect and takes no proxy from the environment."""
        return httpx2.AsyncClient(transport=self, timeout=timeout, follow_redirects=False, trust_env=False)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request, if it goes where the user said, and hand on the answer up to the bound."""
        named = urlsplit(self._address.url)
        if (request.url.scheme, request.url.host, request.url.port) != (named.scheme, named.hostname, named.port):
            raise self._refusal(f"a request to {request.url.host}, which was not named")
        headers = {name: value for name, value in request.headers.items() if name.lower() in _HEADERS}
        headers |= {"user-agent": f"ripeness/{__version__}", "accept-encoding": "identity"}
        if self._key is not None:
            headers["authorization"] = f"Bearer {self._key}"
        request.headers = httpx2.Headers(headers)
        self.asked = True
        response = await self._inner.handle_async_request(request)
        if 300 <= response.status_code < 400:
            await response.aclose()
            raise self._refusal(
                f"redirect to {urlsplit(response.headers.get('location', '')).netloc or 'itself'}"[:200]
            )
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise self._refusal("the answer is packed, which was not asked for")
        response.stream = _Bounded(response.stream, self)
        return response

    async def aclose(self) -> None:
        """Close the connection."""
        await self._inner.aclose()

    def _refusal(self, why: str) -> httpx2.TransportError:
        self.refused = why
        return httpx2.ReadError(why)

    def count(self, chunk: bytes) -> None:
        """Note what came back. Raises ReadError beyond the bound."""
        self.read += len(chunk)
        if self.read > MOST_BYTES:
            raise self._refusal(f"the answer is longer than {MOST_BYTES // 1_000_000} MB")


class _Bounded(httpx2.AsyncByteStream):
    """A stream that is counted as it is read."""

    def __init__(self, inner: object, line: Line) -> None:
        self._inner, self._line = inner, line

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._inner:  # pyright: ignore[reportGeneralTypeIssues]
            self._line.count(chunk)
            yield chunk

    async def aclose(self) -> None:
        """Close the stream within."""
        await self._inner.aclose()  # pyright: ignore[reportAttributeAccessIssue]
