"""Studies in the workbench: started, watched, stopped; what is drawn is kept, and a reader cannot start one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ripeness.workbench import Desk
from tests.outlook.cases import case_text
from tests.studies.cases import RANGES
from tests.workbench.visit import Visit, door

pytestmark = pytest.mark.slow
PATIENCE = 120  # seconds: machines that run tests are busy


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    text = case_text()
    for old, new in RANGES:
        text = text.replace(old, new, 1)
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    opened = Desk(tmp_path)
    yield opened
    opened.close()


def until_ended(visit: Visit) -> dict[str, object]:
    end = time.monotonic() + PATIENCE
    while not (state := visit.get("/studies/state").json())["ready"]:
        assert time.monotonic() < end
        time.sleep(0.05)
    return state


def drawn(desk: Desk) -> int:
    return len(list(desk.home.glob("runs/study-*/draws-*.parquet")))


def test_a_study_is_started_watched_and_shown(desk: Desk) -> None:
    visit = Visit(desk, door(), "Ada Nalyst")
    assert "No study of the case as it stands has been finished" in visit.text("/studies")
    assert visit.post("/studies/start", draws="256", numbers="1").status_code == 303
    assert "Under way" in visit.text("/studies")
    refused = visit.post("/studies/start", draws="256")
    assert refused.status_code == 400 and "a study is under way" in refused.text
    state = until_ended(visit)
    assert state["fault"] is None and state["done"] == state["total"]
    page = visit.text("/studies")
    assert "How far to trust it" in page and "256" in page and "at its default" in page
    assert "How far to trust it" in desk.view().dossier.brief().html()
    changed = desk.text().replace("likely: ", "likely: ", 1) + "\n# a remark changes no number\n"
    desk.save(changed, desk.view().digest, "Ada Nalyst")
    assert "How far to trust it" in visit.text("/studies")


def test_what_was_drawn_by_a_stop_is_kept_and_gone_on_from(desk: Desk) -> None:
    visit = Visit(desk, door(), "Ada Nalyst")
    visit.post("/studies/start", draws="8192")
    end = time.monotonic() + PATIENCE
    while drawn(desk) < 2 and time.monotonic() < end:
        time.sleep(0.02)
    assert visit.post("/studies/stop").status_code == 303
    assert until_ended(visit)["fault"] is None
    kept = drawn(desk)
    assert 2 <= kept < 512
    page = visit.text("/studies")
    assert f">{16 * kept:,}</td>" in page and "goes on from there" in page


def test_why_a_study_ended_early_is_said(desk: Desk) -> None:
    visit = Visit(desk, door(), "Ada Nalyst")
    desk.file.write_text(desk.text().replace("period: month", "period: fortnight"), encoding="utf-8")
    visit.post("/studies/start", draws="256")
    until_ended(visit)
    page = visit.text("/studies")
    assert "ended early" in page and "fortnight" in page


@pytest.mark.parametrize("draws", ["", "0", "257", "-256", "1e9", "256; rm"])
def test_only_what_is_offered_is_drawn(desk: Desk, draws: str) -> None:
    assert Visit(desk, door()).post("/studies/start", draws=draws).status_code == 400
    assert desk.study is None
