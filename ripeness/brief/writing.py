"""A composed brief: its parts, and writing it as HTML and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ripeness.brief.changes import Since, changes_between
from ripeness.brief.document import document
from ripeness.brief.markdown import markdown
from ripeness.brief.material import Material, News
from ripeness.brief.memory import Memory, memory_of
from ripeness.brief.page import page
from ripeness.brief.summary import Answer, summary


def compared(
    material: Material, since: Since, then: Memory, progress: Callable[[int, int], None] | None = None
) -> Material:
    """The material with what has changed since an earlier brief that said ``then``."""
    now = Brief(material).memory()
    talks = material.answers.talks if material.answers else None
    changes = changes_between(since, then, now, material.ledger, talks, progress)
    return replace(material, changes=changes, news=News(since.label, changes.record.reports))


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief, ready to be written. ``material`` is everything that it was made of."""

    material: Material

    def html(self) -> str:
        """The whole brief as one self-contained HTML page, without script."""
        return page(self.material)

    def data(self) -> dict[str, Any]:
        """The brief as JSON-ready values, with the keys of brief.json."""
        return document(self.material)

    def json(self) -> str:
        """``brief.json`` as text."""
        return json.dumps(self.data(), ensure_ascii=False, indent=2) + "\n"

    def markdown(self) -> str:
        """The brief as Markdown: see ``brief.markdown`` for what it leaves to the page."""
        return markdown(self.material)

    def memory(self) -> Memory:
        """What the brief says, as the next one needs it to say what has changed."""
        return memory_of(self.data(), "this brief")

    def answers(self) -> tuple[Answer, ...]:
        """The first screen: the questions with their answers."""
        return summary(self.material)

    def _repr_html_(self) -> str:
        """The page in a frame of its own: neither its style nor its links touch the notebook."""
        from markupsafe import escape

        size = "width: 100%; height: 44rem; border: 1px solid #d5dbe1"
        return f'<iframe title="A brief" sandbox="" style="{size}" srcdoc="{escape(self.html())}"></iframe>'
