"""Takes the pictures of docs/workbench.md anew, of the example. It needs Chromium and the packages of [dev]."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from ripeness.workbench import Desk, Serving
from ripeness.workbench.app import make_app
from ripeness.workbench.serving import _socket, door_for

ROOT = Path(__file__).parents[2]
PICTURES = {
    "review": "/review?kind=move&report=2025-03-19-harbour-wire",
    "deals": "/deals?from=american_paper",
    "what-if": "/what-if?set.now.aid=stopped",
}


def main() -> None:
    """Serve a copy of the example and look at it."""
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case"
        shutil.copytree(ROOT / "examples" / "spring-2025", case, ignore=shutil.ignore_patterns("case.db*", "briefs"))
        desk = Desk(case)
        with _socket("127.0.0.1", 0) as listening, sync_playwright() as drive:
            port = listening.getsockname()[1]
            door = door_for(Serving(port=port, by="Ada Nalyst"), port)
            server = uvicorn.Server(uvicorn.Config(make_app(desk, door), log_level="error", lifespan="off"))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
            thread.start()
            chromium = drive.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = chromium.new_page(viewport={"width": 1240, "height": 820})
            page.goto(f"http://127.0.0.1:{port}/open?token={door.token}")
            for name, address in PICTURES.items():
                page.goto(f"http://127.0.0.1:{port}{address}")
                page.screenshot(path=ROOT / "docs" / "pictures" / f"workbench-{name}.png")
                print(f"docs/pictures/workbench-{name}.png")
            chromium.close()
            server.should_exit = True
            thread.join(10)
        desk.close()


if __name__ == "__main__":
    main()
