"""Runs the commands of tutorial.md in order, in a folder of its own, and writes what they print below them.

``python docs/tutorial.py`` takes some minutes. A command stands in a comment, ``<!-- $ ripeness lineage reports -->``;
``| N`` at its end keeps the first N lines of what it prints. ``<!-- edit FILE: OLD => NEW -->`` changes a case as its
analyst would, and must find OLD there once.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PAGE = Path(__file__).with_suffix(".md")
REPORTS = PAGE.parents[1] / "examples" / "spring-2025" / "reports"
LATER = ("2025-05-17-corvane-business-daily.txt",)  # comes in when the case has been made
RUN = [sys.executable, "-c", "from ripeness.cli import main; main()"]
STEP = re.compile(
    r"<!-- (?:\$ ripeness (?P<command>.+?)(?: \| (?P<lines>\d+))?"
    r"|edit (?P<file>\S+): (?P<old>.+?) => (?P<new>.+?)) -->\n"
    r"(?:```text\n.*?```\n)?",
    re.DOTALL,
)
WIDTH = 118


def main() -> None:
    """Run every step and rewrite the page."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for name, wanted in (("reports", False), ("later", True)):
            (home / name).mkdir()
            for report in sorted(REPORTS.iterdir()):
                if (report.name in LATER) is wanted:
                    shutil.copy(report, home / name)
        PAGE.write_text(STEP.sub(lambda step: _step(step, home), PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def _step(step: re.Match[str], home: Path) -> str:
    comment = step[0].split("-->\n")[0] + "-->\n"
    if step["file"]:
        file = home / step["file"]
        text, old, new = file.read_text(encoding="utf-8"), step["old"].encode().decode("unicode_escape"), step["new"]
        if text.count(old) != 1:
            raise SystemExit(f"{step['file']}: {old!r} stands there {text.count(old)} times")
        file.write_text(text.replace(old, new.encode().decode("unicode_escape")), encoding="utf-8")
        return comment
    print(f"$ ripeness {step['command']}", flush=True)
    done = subprocess.run([*RUN, *shlex.split(step["command"])], cwd=home, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"it ends with {done.returncode}:\n{done.stderr}")
    lines = [line.rstrip() for line in (done.stdout + done.stderr).strip().splitlines()]
    kept = lines[: int(step["lines"])] if step["lines"] else lines
    shown = [line if len(line) <= WIDTH else line[: WIDTH - 1] + "…" for line in kept]
    more = [f"... {len(lines) - len(kept)} more lines"] if len(lines) > len(kept) else []
    return comment + "\n".join(["```text", f"$ ripeness {step['command']}", *shown, *more, "```", ""])


if __name__ == "__main__":
    main()
