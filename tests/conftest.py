from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Server, missing, server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server for all tests of a run; they are skipped where there is none."""
    if reason := missing():
        pytest.skip(reason)
    with server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """A place for a store: a file, and then a database, each empty and for one test."""
    if request.param == "sqlite":
        return tmp_path / "case.db"
    return request.getfixturevalue("postgres").address()
