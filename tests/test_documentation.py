"""The documentation is true: every command, key and option has its entry, and the README's Python runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from ripeness.brief.schema import brief_schema
from ripeness.case.schema import case_schema
from ripeness.cli import app

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def names(schema: Any) -> set[str]:
    """Every property name that a JSON Schema knows, except those of numbers and their reasons."""
    found: set[str] = set()
    if isinstance(schema, dict):
        found |= set(schema.get("properties", {}))
        for value in schema.values():
            found |= names(value)
    elif isinstance(schema, list):
        for value in schema:
            found |= names(value)
    return found


def test_every_key_of_a_case_is_documented() -> None:
    text = (DOCS / "case.md").read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", text))
    assert names(case_schema()) - words == set()


def test_every_first_key_of_a_brief_is_documented() -> None:
    text = (DOCS / "brief.md").read_text(encoding="utf-8")
    assert {key for key in brief_schema()["properties"] if f"`{key}`" not in text} == set()


def commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with its words, a group before its own commands."""
    for name, command in group.commands.items():
        yield before + name, command
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")


def command_line() -> str:
    """docs/command-line.md as it must be, made from the help texts of the program."""
    root = typer.main.get_command(app)
    parts = [HEAD]
    for name, command in commands(root):
        parts.append(f"## ripeness {name}\n\n{command.help}\n")
        rows = []
        for parameter in command.params:
            call = parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar
            text = getattr(parameter, "help", "") or ""
            rows.append(f"| `{call}` | {text} |")
        parts.append("| | |\n|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


HEAD = """# The command line

Data goes to stdout, everything else to stderr. Exit codes: 0 done; 1 the answer is no where it was asked for (`check`,
`solve --check` and `study --check`); 2 usage or bad input; 130 stopped by hand. With `--json` stdout holds JSON and
nothing else; for `brief` it names a file. What `solve`, `outlook`, `levers`, `map` and `whatif` say is explained in
[Reading the answers](talks/reading.md). This page is made from the program's own help texts.
"""


def test_the_command_line_page_is_made_from_the_help_texts() -> None:
    page = DOCS / "command-line.md"
    if os.environ.get("RIPENESS_WRITE_DOCS"):
        page.write_text(command_line(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == command_line(), "write it anew: RIPENESS_WRITE_DOCS=1 make test"


@pytest.mark.parametrize("page", ["README.md", "docs/getting-started.md"])
def test_the_python_on_the_page_runs(page: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("case.db*", "briefs"))
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert blocks
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(blocks)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert re.search("zone on .Settlement", done.stdout)
