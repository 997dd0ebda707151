"""The address that a user names for a language model, and the key that goes with it."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from ripeness.errors import ReaderError

_EXAMPLE = "Name one like https://models.example/v1 or http://127.0.0.1:8080/v1."


@dataclass(frozen=True, slots=True)
class Address:
    """Where the questions go: an OpenAI-compatible base address, without a trailing stroke."""

    url: str
    host: str
    local: bool  # on this machine

    @property
    def where(self) -> str:
        """'on this machine' or not, in words."""
        return "on this machine" if self.local else "on another machine"


def checked_address(url: str, allow_plain_http: bool = False) -> Address:
    """The address, if text may be sent there. Raises ReaderError.

    Plain http is for this machine alone, unless the user allows it: on the way anybody can read it.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ReaderError(f"{url!r} is no address ({error})", _EXAMPLE) from error
    if parts.scheme not in ("http", "https") or not host or port == 0:
        raise ReaderError(f"{url!r} is no address of a server", _EXAMPLE)
    if parts.username is not None or parts.password is not None:
        raise ReaderError("The address holds a user name or a key", "Leave it out, and name a key with --key-from.")
    if parts.query or parts.fragment:
        raise ReaderError(f"The address {parts.scheme}://{host} has a '?' or '#' in it", _EXAMPLE)
    local = _loopback(host)
    if parts.scheme == "http" and not local and not allow_plain_http:
        raise ReaderError(
            f"http://{host} is another machine, and without https anybody on the way can read what is sent",
            "Use https, or say --allow-plain-http if the network is your own.",
        )
    return Address(url.strip().rstrip("/"), host, local)


def key_from(variable: str | None) -> str | None:
    """The key in the environment variable of this name; None if none is named. Raises ReaderError."""
    if variable is None:
        return None
    key = os.environ.get(variable, "").strip()
    if not key:
        raise ReaderError(f"The environment variable {variable} is not set", "Set it, or leave --key-from out.")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ReaderError(f"What the environment variable {variable} holds is no key", "Set it to the key alone.")
    return key


def _loopback(host: str) -> bool:
    """Whether a host is this machine: 'localhost' or a loopback address, written out."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
