"""Studies: each draw is the case with its numbers, whoever solves it; parts are kept whole and not solved twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import ripeness
from ripeness.case.changes import with_numbers
from ripeness.case.model import CaseFile
from ripeness.errors import StudyError
from ripeness.outlook import answers
from ripeness.studies import Study, Workers, keeping, spreading, study
from ripeness.studies.study import answers as asked
from tests.outlook.cases import a_case
from tests.studies.cases import STAKES, uncertain_case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> CaseFile:
    return uncertain_case(tmp_path_factory.mktemp("case"))


@pytest.fixture(scope="module")
def found(case: CaseFile) -> Study:
    return study(case, draws=128)


def solved_by_itself(found: Study, row: int) -> tuple[dict[str, object], CaseFile]:
    """A row of a study, and the case with its numbers."""
    values = found.draws.row(row, named=True)
    return values, with_numbers(found.case, {e.loc: values[f"given.{e.name}"] for e in found.uncertain.drawn})


def test_a_draw_is_the_case_with_its_numbers(found: Study) -> None:
    followed = 0
    for row in range(0, 128, 11):
        values, case = solved_by_itself(found, row)
        whole = answers(case)
        (standing,) = whole.standings
        assert values["settlement.zone"] == pytest.approx(standing.zone.slack, abs=1e-9)
        assert values["settlement.blockers"] == " | ".join(" + ".join(b.parties) for b in standing.zone.blockers)
        best = standing.zone.best
        assert best is not None
        assert {k: values[f"settlement.best.{k}"] for k in best.deal} == dict(best.deal)
        for party in whole.solved.game.parties:
            assert values[f"fighting.{party}"] == pytest.approx(standing.war[party], abs=1e-9)
        if whole.solved.others or values["how"] != "warm":
            continue
        followed += 1  # the talks have one answer, so that the search from anywhere ends at the same one
        assert values["settlement.status"] == standing.status
        assert values["settlement.now"] == pytest.approx(standing.now.slack, abs=1e-7)
        assert values["talks.aldova"] == pytest.approx(standing.value["aldova"], abs=1e-7)
        assert values["deal_by"] == pytest.approx(whole.forecast.deal_by, abs=1e-6)
        chances = {(i, o): c for i, options in whole.forecast.terms.items() for o, c in options.items()}
        assert {key: values[f"agreed.{key[0]}.{key[1]}"] for key in chances} == pytest.approx(chances, abs=1e-6)
    assert followed >= 3


def test_stakes_that_are_drawn_make_other_deals(tmp_path: Path) -> None:
    found = study(uncertain_case(tmp_path, *STAKES), draws=128)
    values, case = solved_by_itself(found, 40)
    (standing,) = answers(case).standings
    assert values["given.preferences.kestria.weights.river_line"] != 50
    assert values["settlement.zone"] == pytest.approx(standing.zone.slack, abs=1e-9)


def test_the_summary_is_that_of_the_rows(found: Study) -> None:
    slack = found.draws["settlement.zone"].to_numpy()
    main = found.main
    assert 0 < main.zone.value < 1  # the case hangs on its numbers
    assert main.zone.value == pytest.approx((slack >= -1e-9).mean())
    by_replicate = (slack >= -1e-9).reshape(8, 16).mean(axis=1)
    assert main.zone.error == pytest.approx(by_replicate.std(ddof=1) / np.sqrt(8))
    assert main.slack is not None and main.slack.quantiles[2] == pytest.approx(np.median(slack))
    assert sum(each.value for each in main.statuses.values()) == pytest.approx(1)
    assert found.outlook is not None
    assert found.outlook.deal_by[-1].mean.value == pytest.approx(np.mean([r[-1] for r in found.draws["deal_by"]]))
    assert f"{main.zone.value:.0%} of 128 draws there is a zone" in found.narration


def test_two_processes_give_the_same_draws(case: CaseFile, found: Study) -> None:
    assert study(case, draws=128, workers=Workers(2)).draws.equals(found.draws)


def test_another_seed_gives_others(case: CaseFile, found: Study) -> None:
    other = study(case, draws=128, seed=1)
    assert not other.draws.equals(found.draws)
    assert other.digest != found.digest
    assert abs(other.main.zone.value - found.main.zone.value) < 0.2


def test_more_draws_keep_the_first(case: CaseFile, found: Study, tmp_path: Path) -> None:
    more = study(case, draws=129, runs=tmp_path)
    assert len(more.draws) == 256
    assert more.draws.filter(more.draws["number"] < 16).equals(found.draws)


def parts(folder: Path) -> list[Path]:
    return sorted(folder.glob("study-*/draws-*.parquet"))


def test_what_was_finished_is_not_solved_again(
    case: CaseFile, found: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class StopError(Exception):
        """As a hand at Ctrl-C."""

    def stop(what: str, done: int, total: int) -> None:
        if done >= 48:
            raise StopError

    with pytest.raises(StopError):
        study(case, draws=128, runs=tmp_path, progress=stop)
    first = {path: path.stat().st_mtime_ns for path in parts(tmp_path)}
    assert len(first) == 3
    solved = counted(monkeypatch)
    again = study(case, draws=128, runs=tmp_path)
    assert again.draws.equals(found.draws)
    assert len(solved) == 5
    assert first.items() <= {path: path.stat().st_mtime_ns for path in parts(tmp_path)}.items()


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts the tasks that are done from now on."""
    done: list[int] = []
    true: Callable[..., object] = spreading.spread

    def counting(*given: object) -> object:
        for k, found in true(*given):  # pyright: ignore
            done.append(k)
            yield k, found

    monkeypatch.setattr(keeping, "spread", counting)
    return done


def test_a_half_written_part_is_not_read(
    case: CaseFile, found: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study(case, draws=128, runs=tmp_path)
    broken, beside = parts(tmp_path)[4], parts(tmp_path)[0].parent / ".draws-9-000000.parquet.x7"
    whole = broken.read_bytes()
    broken.write_bytes(whole[: len(whole) // 2])
    beside.write_bytes(whole[:100])
    solved = counted(monkeypatch)
    assert study(case, draws=128, runs=tmp_path).draws.equals(found.draws)
    assert len(solved) == 1 and broken.read_bytes() == whole


def test_a_changed_case_or_version_starts_another_run(
    case: CaseFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    other = uncertain_case(tmp_path / "other", ("discount: 0.95\n", "discount: 0.951\n"))
    first = study(case, draws=128, runs=tmp_path / "runs")
    study(other, draws=128, runs=tmp_path / "runs")
    monkeypatch.setattr(ripeness, "__version__", "0.0.9")
    study(case, draws=128, runs=tmp_path / "runs")
    assert len([*(tmp_path / "runs").iterdir()]) == 3
    manifest = json.loads((tmp_path / "runs" / f"study-{first.digest[:16]}" / "study.json").read_text(encoding="utf-8"))
    assert manifest["seed"] == 0 and manifest["versions"]["numpy"] == np.__version__
    assert manifest.items() >= dict(first.inputs).items()


def test_it_stops_when_the_answer_is_known_well_enough(case: CaseFile, tmp_path: Path) -> None:
    wide = study(case, draws=1024, within=0.2, runs=tmp_path)
    assert wide.reached and len(wide.draws) == 256
    assert all(each.half_width <= 0.2 for _, each in asked(wide))
    narrow = study(case, draws=256, within=1e-6, runs=tmp_path)
    assert narrow.reached is False and len(narrow.draws) == 256
    assert "not all within" in narrow.narration


def test_draws_that_make_no_case_are_counted(case: CaseFile) -> None:
    joint = {("situation", "drift", 1, "moves", "up"): np.array([0.3, 0.99, 0.2, 0.4])}  # and 0.05 down: above 1
    found = study(case, draws=128, joint=joint)
    assert found.how["no case"] == 32 and sum(found.how.values()) == 128
    assert "32 of 128 draws make no case and are not counted" in found.narration
    kept = found.draws.filter(found.draws["how"] != "no case")
    assert found.main.zone.value == pytest.approx((kept["settlement.zone"] >= -1e-9).mean())


def test_talks_that_nobody_leads_are_compared_with_war(tmp_path: Path) -> None:
    alone = uncertain_case(tmp_path, ("    recognition: {lorne: 0.5, aldova: 0.2, kestria: 0.2}\n", ""))
    found = study(alone, draws=128)
    assert found.how == {"war only": 128}
    assert found.outlook is None and found.main.now is None
    assert "compared with fighting on only" in found.narration


def test_answers_that_err_are_followed_too(tmp_path: Path) -> None:
    sharp = [(f"    discount: {d}\n", f"    discount: {d}\n    precision: 60\n") for d in ("0.95", "0.9")]
    sharp.append(("high: 0.98}\n", "high: 0.98}\n    precision: {low: 30, likely: 60, high: 90}\n"))
    found = study(uncertain_case(tmp_path, *sharp), draws=128)
    assert found.draws["erring"].mean() > 0.5
    row = found.draws["erring"].arg_true()[3]
    values, case = solved_by_itself(found, row)
    assert values["deal_by"] == pytest.approx(answers(case).forecast.deal_by, abs=1e-4)


def test_refused_arguments(case: CaseFile, tmp_path: Path) -> None:
    for wrong in ({"draws": 0}, {"within": 0.0}, {"workers": Workers(0)}):
        with pytest.raises(StudyError):
            study(case, **wrong)  # pyright: ignore[reportArgumentType]
    with pytest.raises(StudyError, match="nothing to draw"):
        study(a_case(tmp_path, ("    low: 0.01\n    likely: 0.04\n    high: 0.10\n", "    value: 0.04\n")))


def test_a_missing_library_is_named(case: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "find_spec", lambda name: None)
    with pytest.raises(StudyError, match=r"pip install 'ripeness\[studies\]'"):
        study(case, workers=Workers(2))
    with pytest.raises(StudyError, match=r"pip install 'ripeness\[bulk-ray\]'"):
        study(case, workers=Workers(2, ray="local"))
