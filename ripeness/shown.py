"""Values that a notebook shows. The rooms that make them say so here; how they look is said above, in the brief's room.

A room never imports one above it, so a value cannot draw itself: it asks whoever has said how (``html.register``), and
``ripeness.brief.notebook`` says it for all of them. See docs/decisions/0017.
"""

from __future__ import annotations

from functools import singledispatch


@singledispatch
def html(value: object) -> str | None:
    """A value as HTML, or None where nobody has said how: a notebook then shows its text."""
    return None


class Shown:
    """A value that a notebook shows as HTML (``_repr_html_`` is what Jupyter and marimo ask for)."""

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        return html(self)
