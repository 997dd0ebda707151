"""The terminal, and how rows of names and numbers are written on it."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.markup import escape as _escape

from ripeness.brief.voice import signed
from ripeness.case.model import CaseFile


def console(width: int = 120) -> Console:
    """A console as wide as the terminal, or of ``width`` columns where there is none."""
    made = Console(highlight=False)
    return made if made.is_terminal else Console(highlight=False, width=width)


def escape(text: str) -> str:
    """Text as it is to be read: no markup, and no control characters, with which a report could rewrite the screen."""
    return _escape(printable(text))


def printable(text: str) -> str:
    """Text without control characters, as it stands otherwise."""
    return "".join(sign if sign in "\n\t" or sign.isprintable() or sign == "\u00ad" else "\ufffd" for sign in text)


def gains(case: CaseFile, by_party: Mapping[str, float], parties: tuple[str, ...]) -> str:
    """'Russia +0.02, Ukraine −0.01'."""
    return ", ".join(f"{case.parties[party].name} {signed(by_party[party])}" for party in parties if party in by_party)
