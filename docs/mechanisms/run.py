"""Runs what the pages of the mechanisms show, and writes what it prints below it.

``python docs/mechanisms/run.py`` takes some minutes; names of pages (``m02 m19``) run those alone, and ``--check`` only
says which are out of date. On a page

- ``<!-- $ ripeness solve examples/spring-2025 -->`` is a command; what it prints stands in the block below. After a
  ``|`` stand the parts that are kept: each goes from a line that a regular expression finds to the next line that
  begins an entry, or to the one that a second one finds (``first .. second``); what is left out is marked;
- a ``python`` block is run, all of a page with the same names, and what it prints stands in the ``text`` block below.

All of it runs in one folder: a copy of the examples, and ``founding``, a case drafted from the founding reports, which
lie beside the project and not in it. Where they are missing, what is about them is left as it stands.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from ripeness.cli import app

PAGES = Path(__file__).parent
ROOT = PAGES.parents[1]
REPORTS = "../shared/reports"
FOUNDING = (ROOT / REPORTS).resolve()
STEP = re.compile(
    r"<!-- \$ (?P<command>ripeness .+?)(?: \| (?P<parts>.+?))? -->\n(?:```text\n.*?```\n)?"
    r"|```python\n(?P<code>.*?)```\n\n?```text\n(?P<shown>.*?)```\n",
    re.DOTALL,
)
# How a line begins that goes on with no line before it, in what the terminal prints.
ENTRY = r"(?:slack|frontier|offer|interim|stalling|outlook|solved|note|why not|after)\b[^:]{0,20}: |  \S|$"
LEFT_OUT = "[...]"


@contextlib.contextmanager
def workplace() -> Iterator[Path]:
    """A folder of its own with the examples, the founding reports beside it, and the case drafted from them."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        kept = shutil.ignore_patterns("case.db*", "briefs", "runs")
        shutil.copytree(ROOT / "examples", home / "examples", ignore=kept)
        os.chdir(home)
        try:
            if FOUNDING.is_dir():
                (Path(folder) / "shared").symlink_to(FOUNDING.parent)
                printed(f"ripeness draft {REPORTS} --case founding")
            yield home
        finally:
            os.chdir(before)


def printed(command: str) -> str:
    """What a command prints. Raises SystemExit where it fails."""
    done = CliRunner().invoke(app, shlex.split(command)[1:])
    if done.exit_code:
        raise SystemExit(f"{command} ends with {done.exit_code}:\n{done.output}{done.exception or ''}")
    return tidy(done.stdout)


def tidy(text: str) -> str:
    """Text without blanks at the ends of its lines and at its own."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def made(text: str) -> str:
    """A page with everything on it run again, in the folder of ``workplace``."""
    names: dict[str, Any] = {}

    def step(found: re.Match[str]) -> str:
        if not FOUNDING.is_dir() and ("founding" in found[0] or REPORTS in found[0]):
            return found[0]
        if found["command"]:
            shown = parts(printed(found["command"]), found["parts"])
            return f"{found[0].split(' -->')[0]} -->\n```text\n$ {found['command']}\n{shown}\n```\n"
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(found["code"], "page", "exec"), names)
        return f"```python\n{found['code']}```\n\n```text\n{tidy(said.getvalue())}\n```\n"

    return STEP.sub(step, text)


def parts(text: str, wanted: str | None) -> str:
    """The parts of what was printed that a page shows. Raises SystemExit where one is not there."""
    if wanted is None:
        return text
    lines = text.splitlines()
    shown: list[str] = []
    last = 0
    for each in wanted.split(" | "):
        first, _, end = each.partition(" .. ")
        begin = next((k for k in range(last, len(lines)) if re.match(first, lines[k])), None)
        if begin is None:
            raise SystemExit(f"no line is left that begins as {first!r}:\n{text}")
        until = next((k for k in range(begin + 1, len(lines)) if re.match(end or ENTRY, lines[k])), len(lines))
        shown += [*([LEFT_OUT] if begin > last else []), *lines[begin:until]]
        last = until
    return "\n".join([*shown, *([LEFT_OUT] if last < len(lines) else [])])


def main(arguments: Sequence[str]) -> int:
    named = [each for each in arguments if not each.startswith("--")]
    stale = 0
    with workplace():
        for page in sorted(PAGES.glob("m[0-9][0-9]-*.md")):
            if named and page.name[:3] not in named:
                continue
            text = page.read_text(encoding="utf-8")
            new = made(text)
            stale += new != text
            if new != text and "--check" not in arguments:
                page.write_text(new, encoding="utf-8")
            print(f"{page.name}: {'as it runs' if new == text else 'out of date'}", flush=True)
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
