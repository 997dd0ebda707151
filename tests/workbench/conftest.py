from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ripeness.workbench import Desk
from tests.brief.opened import dossier
from tests.workbench.visit import Visit, door, example


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The example, opened; tests of a module share it and what was decided in it."""
    opened = Desk(example(tmp_path_factory.mktemp("example") / "case"))
    yield opened
    opened.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Desk]:
    """A small case of its own for each test."""
    dossier(tmp_path / "case")
    opened = Desk(tmp_path / "case")
    yield opened
    opened.close()


@pytest.fixture
def ada(small: Desk) -> Visit:
    return Visit(small, door(), "Ada")
