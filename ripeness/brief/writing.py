"""A composed brief: its parts, and writing it as HTML and JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ripeness.brief.document import document
from ripeness.brief.markdown import markdown
from ripeness.brief.material import Material
from ripeness.brief.page import page
from ripeness.brief.summary import Answer, summary


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
        """The brief as Markdown, with the words of each passage and where they stand."""
        return markdown(self.material)

    def answers(self) -> tuple[Answer, ...]:
        """The first screen: the questions with their answers."""
        return summary(self.material)

    def _repr_html_(self) -> str:
        return self.html()
