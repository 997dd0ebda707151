"""News outlets: a gazetteer of known ones, and how to name one from a domain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_DOMAIN = re.compile(r"(?:https?://)?((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,5}[a-z]{2,24})(?![\w.-]*@)", re.I)
_FRONT = re.compile(r"^(?:www\d?|m|amp|edition|en|eng|english|mobile)\.")


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet of the gazetteer. ``kind``: agency, newspaper, magazine, broadcaster or site."""

    name: str
    kind: str
    short: tuple[str, ...]
    domains: tuple[str, ...]


@cache
def known_outlets() -> tuple[Outlet, ...]:
    """The gazetteer, in the order of its file."""
    text = files("ripeness.lineage").joinpath("data", "outlets.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(
        Outlet(name, kind, tuple(filter(None, short.split("|"))), tuple(filter(None, domains.split("|"))))
        for name, kind, short, domains in rows
    )


@cache
def by_name() -> dict[str, Outlet]:
    """Every name and short form, as written, to its outlet."""
    return {name: outlet for outlet in known_outlets() for name in (outlet.name, *outlet.short)}


@cache
def _by_folded_name() -> dict[str, Outlet]:
    return {_fold(name): outlet for name, outlet in by_name().items()}


@cache
def _by_domain() -> dict[str, Outlet]:
    return {domain: outlet for outlet in known_outlets() for domain in outlet.domains}


def domain_in(text: str) -> str | None:
    """The first domain name in ``text``, without 'www.' and the like; None if there is none."""
    found = _DOMAIN.search(text)
    return _FRONT.sub("", found[1].casefold()) if found else None


def canonical(name: str) -> str:
    """The one name under which an outlet is known here, from a name, a short form or a domain.

    An unknown domain is its own outlet's name; an unknown name loses its quotation marks and a leading 'The'.
    """
    plain = name.strip().strip("\"'“”‘’«»").strip()
    if (known := _by_folded_name().get(_fold(plain))) is not None:
        return known.name
    domain = domain_in(plain) if " " not in plain else None
    if domain is None:
        return re.sub(r"^[Tt]he (?=\S)", "", plain)
    parts = domain.split(".")
    for first in range(len(parts) - 1):
        if (known := _by_domain().get(".".join(parts[first:]))) is not None:
            return known.name
    return domain


def _fold(name: str) -> str:
    return name.casefold().removeprefix("the ")
