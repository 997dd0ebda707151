"""A visit to the workbench without a browser: come in, look at pages, send forms."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from ripeness.workbench import Desk, Door, Serving
from ripeness.workbench.app import make_app
from ripeness.workbench.serving import door_for

ROOT = Path(__file__).parents[2]
PORT = 8484
BASE = f"http://127.0.0.1:{PORT}"


def example(folder: Path) -> Path:
    """A copy of the example case."""
    kept = shutil.ignore_patterns("case.db*", "briefs")
    return Path(shutil.copytree(ROOT / "examples" / "spring-2025", folder, ignore=kept))


def door(**serving: Any) -> Door:
    return door_for(Serving(port=PORT, by="Ada Nalyst", **serving), PORT)


class Visit:
    """One browser, so to speak."""

    def __init__(self, desk: Desk, way_in: Door, name: str = "", base: str = BASE, enter: bool = True) -> None:
        self.door = way_in
        self.http = TestClient(make_app(desk, way_in), base_url=base, follow_redirects=False)  # type: ignore[arg-type]
        if enter:
            assert self.get(f"/open?token={way_in.token}").status_code == 303
            if name:
                self.post("/name", name=name)

    def get(self, path: str, **headers: str) -> Any:
        return self.http.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def text(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
        return answer.text

    @property
    def csrf(self) -> str:
        session = self.door.sessions.get(self.http.cookies.get(self.door.cookie))
        return session.csrf if session else "none"

    def post(
        self,
        path: str,
        fields: Mapping[str, str | Sequence[str]] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        files: Any = None,
        **more: str,
    ) -> Any:
        data = {"csrf": self.csrf, **(fields or {}), **more}
        return self.http.post(path, data=data, headers=dict(headers or {}), files=files)

    def decide(self, id: str, version: int | str, status: str = "accepted", why: str = "Looked.", **to: str) -> Any:
        fields = {f"to.{name}": value for name, value in to.items()}
        return self.post("/decide", {"reading": id, f"seen.{id}": str(version), "status": status, "why": why, **fields})

    def cards(self, path: str = "/review") -> list[tuple[str, str]]:
        """The readings of a page with their versions."""
        return re.findall(
            r'<article class="card [a-z]+" id="([^"]+)" tabindex="-1" data-version="(\d+)"', self.text(path)
        )
