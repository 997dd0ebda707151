"""Reports for the tests of lineage: invented texts from tests/lineage/data."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ripeness.reports.model import Found, Passage, Report

DATA = Path(__file__).parent / "data"
EVENTS = ("harbour", "mines", "ridge", "prisoners")


def build(name: str, text: str, outlet: str | None = None, published: str | None = None) -> Report:
    return Report(
        name,
        f"{name}.txt",
        "",
        text,
        outlet=Found(outlet, "test") if outlet else None,
        published=Found(published, "test") if published else None,
    )


@pytest.fixture(scope="session")
def make() -> Callable[..., Report]:
    """make(id, text, outlet=None, published=None)."""
    return build


@pytest.fixture(scope="session")
def text_of() -> Callable[[str], str]:
    """The text of 'event.kind'."""
    return lambda name: (DATA / f"{name}.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def invented_pile() -> list[Report]:
    """Every invented text, and each original again under another headline as 'event.copy'."""
    reports = [
        build(path.name.removesuffix(".txt"), path.read_text(encoding="utf-8")) for path in sorted(DATA.glob("*.txt"))
    ]
    for event in EVENTS:
        text = (DATA / f"{event}.original.txt").read_text(encoding="utf-8")
        reports.append(build(f"{event}.copy", "The latest from our partners" + text[text.index("\n") :]))
    return reports


@pytest.fixture(scope="session")
def founding_reports() -> list[Report]:
    """The five reports beside the checkout, by number; the test is skipped where they are not."""
    folder = Path(__file__).parents[2].parent / "shared" / "reports"
    if not folder.is_dir():
        pytest.skip("the founding reports (../shared/reports) are not here")
    reports = []
    for path in sorted(folder.glob("*.txt")):
        name, text = path.stem[:3], path.read_text(encoding="utf-8")
        lines = tuple(Passage(name, m.start(), m.end(), m[0]) for m in re.finditer(r"^Original Source:.*$", text, re.M))
        reports.append(Report(name, path.name, "", text, source_lines=lines))
    return reports
