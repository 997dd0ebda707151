"""The room of published models: one way in, and a table of numbers that stands in the documentation."""

from __future__ import annotations

import doctest
import os
import pkgutil
from pathlib import Path

import pytest

from ripeness.bargaining import classics
from ripeness.bargaining.classics.catalogue import KNOWN, Known, table
from ripeness.bargaining.talks import Talks

PAGE = Path(__file__).parents[2] / "docs" / "talks" / "classics.md"
OWN = {"catalogue", "pie", "__main__"}  # modules that are no models


def models() -> list[str]:
    return [module.name for module in pkgutil.iter_modules(classics.__path__) if module.name not in OWN]


def test_every_model_can_be_imported_from_the_room_and_stands_in_its_docstring_and_in_the_catalogue() -> None:
    assert sorted(classics.__all__) == sorted([*models(), "pie"])
    lines = (classics.__doc__ or "").splitlines()
    assert {line.split()[0] for line in lines if "  " in line.strip()} >= set(models())
    assert {known.model for known in KNOWN} == set(models())


def test_the_functions_that_the_docstring_names_are_there() -> None:
    model, seen = None, 0
    for line in (classics.__doc__ or "").splitlines():
        cells = [cell.strip() for cell in line.split("  ") if cell.strip()]
        if len(cells) != 4 or cells[0] == "module" or cells[0].startswith("="):
            continue
        model = model if cells[0] == ".." else getattr(classics, cells[0])
        solver = [] if cells[3].startswith("none: ") else [cells[3].split("(")[0]]
        for name in [*cells[2].replace("..", "").split(","), *solver]:
            assert not name.strip() or callable(getattr(model, name.strip())), line
            seen += 1
    assert seen > 35


def test_the_example_of_the_docstring() -> None:
    assert doctest.testmod(classics) == (0, 4)


def test_where_there_is_a_solver_it_is_called_talks() -> None:
    solved = {known.model for known in KNOWN if known.solved is not None}
    for name in models():
        assert hasattr(getattr(classics, name), "talks") == (name in solved - {"ruin"}), name
    assert isinstance(classics.rubinstein.talks(10, (0.9, 0.8)), Talks)


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: f"{known.model}: {known.number}")
def test_the_closed_form_gives_the_number_and_the_solver_comes_to_it(known: Known) -> None:
    assert known.closed() == pytest.approx(known.published, abs=1e-6)
    assert (known.solved is None) == known.why.startswith("outside: ")
    if known.solved is not None:
        assert known.spread > 0
        for parts in known.parts or (1,):
            assert known.solved(parts) == pytest.approx(known.published, abs=known.spread / parts)


@pytest.mark.skipif(not PAGE.exists(), reason="the documentation is not beside this package")
def test_the_table_in_the_documentation_is_what_the_program_prints() -> None:
    page = PAGE.read_text(encoding="utf-8")
    shown = "\n".join(line for line in page.splitlines() if line.startswith("|"))
    printed = table()
    if os.environ.get("RIPENESS_WRITE_DOCS"):
        PAGE.write_text(page.replace(shown, printed), encoding="utf-8")
        shown = printed
    assert shown == printed, "write it anew: RIPENESS_WRITE_DOCS=1 make test"
