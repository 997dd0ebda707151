"""A study that was asked for in the workbench: drawn by a process of its own, so that pages stay quick meanwhile.

What is drawn is kept part by part below the case's ``runs/``: stopped or killed, the same study goes on from there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, cast

import ripeness
from ripeness.dossier import open_case
from ripeness.errors import RipenessError

STOP_SECONDS = 10  # until a process that was asked to stop is killed
STORE = "RIPENESS_STORE"  # in the environment: where the store of a case is
FAULT_MOST = 2_000  # signs of what a process said that failed for reasons that are not ours


@dataclass(frozen=True, slots=True)
class Asked:
    """What a study is asked for: so many draws; and the answer without each origin, with each number at its default."""

    draws: int
    origins: bool = False
    numbers: bool = False


class Running:
    """A study under way: ``what`` is done now, ``done`` of ``total`` of it; ``fault`` says why it failed."""

    def __init__(self, home: Path, asked: Asked, store: str | Path | None = None) -> None:
        """``store`` as in ``open_case``. The process is told of it by its environment: it may have a password."""
        self.asked = asked
        self.what, self.done, self.total = "opening the case", 0, 0
        self.fault: str | None = None
        self.stopped = False
        given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        path = [str(Path(ripeness.__file__).parents[1]), *filter(None, given)]
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(path), STORE: str(store or "")}
        self._process = subprocess.Popen(  # noqa: S603  (this interpreter, this module)
            [sys.executable, "-P", "-c", f"from {__name__} import draw; draw()", str(home), json.dumps(asdict(asked))],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=env,
            encoding="utf-8",
            start_new_session=True,  # a Ctrl-C at the server's terminal is the server's
        )
        self._follower = threading.Thread(target=self._follow, daemon=True)
        self._follower.start()

    @property
    def going(self) -> bool:
        """Whether it has not ended yet."""
        return self._follower.is_alive()

    def stop(self) -> None:
        """End it; what is drawn by then is kept."""
        if self._process.poll() is None:
            self.stopped = True
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._follower.join(STOP_SECONDS)

    def _follow(self) -> None:
        out, err = cast(IO[str], self._process.stdout), cast(IO[str], self._process.stderr)
        heard: list[str] = []
        listening = threading.Thread(target=lambda: heard.extend(err), daemon=True)
        listening.start()
        for line in out:
            told = json.loads(line)
            if "fault" in told:
                self.fault = told["fault"]
            else:
                self.what, self.done, self.total = told["what"], told["done"], told["total"]
        code = self._process.wait()
        listening.join(STOP_SECONDS)
        if code and not self.fault and not self.stopped:
            said = "".join(heard)[-FAULT_MOST:].strip()
            self.fault = f"The process that drew ended with code {code}. {said}"


def draw() -> None:
    """Be that process: draw the case at the first argument as the second says; each step is a line on stdout."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library writes there is no line of ours
    home, asked = Path(sys.argv[1]), Asked(**json.loads(sys.argv[2]))

    store = os.environ.get(STORE) or None

    def told(**line: object) -> None:
        print(json.dumps(line), file=out, flush=True)

    try:
        opened = open_case(home, lambda what, done, total: told(what=what, done=done, total=total), store)
        found = opened.study(asked.draws)
        if asked.origins:
            opened.drop_origins(found)
        if asked.numbers:
            opened.drop_assumptions(found)
    except RipenessError as error:
        told(fault=str(error))
        raise SystemExit(1) from None
