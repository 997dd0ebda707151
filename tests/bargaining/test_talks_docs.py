"""The pages on the Graph Model and on published models: their code runs, and prints what stands below it."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

import pytest

from tests.bargaining.test_deals_docs import BLOCK

PAGES = Path(__file__).parents[2] / "docs" / "talks"


@pytest.mark.skipif(not PAGES.exists(), reason="the documentation is not beside this package")
@pytest.mark.parametrize("page", ["graph-model.md", "classics.md"])
def test_the_page_prints_what_it_shows(page: str) -> None:
    blocks = BLOCK.findall((PAGES / page).read_text(encoding="utf-8"))
    assert [kind for kind, _ in blocks] == ["python", "text"] * (len(blocks) // 2)
    assert len(blocks) >= 6
    names: dict[str, Any] = {}
    for (_, code), (_, shown) in zip(blocks[::2], blocks[1::2], strict=True):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(code, page, "exec"), names)
        assert said.getvalue().strip() == shown.strip()
