"""What is shown of a fit: by the dossier, in a brief, on a terminal."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import jsonschema
import numpy as np
import pytest
from typer.testing import CliRunner

from ripeness.brief.schema import brief_schema
from ripeness.cli import app
from ripeness.dossier import Dossier, open_case
from ripeness.errors import InferenceError
from ripeness.inference import Posterior, Settings, keep
from tests.brief.opened import dossier
from tests.inference.cases import PLAIN, RECORD

QUICK = Settings(draws=500, warmup=500, chains=4, seed=3)
TOLD = "because: {passages: [{report: wire, exact: We will not sign away the far bank}]}"
SAID = RECORD.replace(
    "monitors: observers, trade: open}, because: Test.", f"monitors: observers, trade: open}}, {TOLD}"
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    return dossier(tmp_path_factory.mktemp("case"), (PLAIN, ""), ("\ndeals:\n", f"\n{SAID}deals:\n"))


@pytest.fixture(scope="module")
def found(opened: Dossier) -> Posterior:
    return opened.infer(QUICK)


def test_what_was_fitted_is_read_again(opened: Dossier, found: Posterior) -> None:
    (place,) = (opened.folder.path / "runs").iterdir()
    before = place.stat().st_mtime_ns
    again = open_case(opened.folder.path).infer(QUICK)
    assert place.stat().st_mtime_ns == before
    assert again.run == found.run
    assert np.array_equal(again.parties["kestria"].draws.value, found.parties["kestria"].draws.value)


def test_fighting_on_is_what_the_case_computes(opened: Dossier, found: Posterior) -> None:
    for party, own in found.parties.items():
        prior = next(each.prior for each in own.quantities if each.loc[-1] == "reservation")
        worth = opened.worth.own[opened.game().now, opened.game().parties.index(party)]
        assert prior.mean == pytest.approx(worth, abs=0.02)


def test_a_brief_shows_it_with_the_way_to_passages(opened: Dossier, found: Posterior) -> None:
    brief = opened.brief()
    data = brief.data()
    jsonschema.validate(data, brief_schema())
    told = [item for party in data["preferences"]["parties"] for item in party["evidence"]]
    assert len(told) == len(found.evidence.items)
    passages = [p for item in told for because in item["because"] for p in because["passages"]]
    assert passages and all(opened.report(p["report"]).text[p["start"] : p["end"]] == p["exact"] for p in passages)
    page = brief.html()
    anchors = set(re.findall(r'id="([^"]+)"', page))
    section = page[page.index('id="preferences"') :]
    section = section[: section.index("</section>")]
    links = re.findall(r'href="#([^"]+)"', section)
    assert len(links) > 20 and set(links) <= anchors
    assert "Along the river Sarn" in section and "1 original" in section


def test_a_study_draws_from_the_fit_of_this_record(opened: Dossier, found: Posterior) -> None:
    drawn = opened.study(128)
    assert {each.loc for each in drawn.uncertain.together} == set(found.draws())
    assert "drawn together" in " ".join(drawn.notes)
    assert not opened.study(128, joint={}).uncertain.together


def test_a_brief_says_nothing_of_preferences_that_fit_another_record(opened: Dossier, found: Posterior) -> None:
    file = opened.folder.path / "case.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("answer: accepts", "answer: rejects", 1), "utf-8")
    try:
        changed = open_case(opened.folder.path).brief()
        assert changed.data()["preferences"] is None and 'id="preferences"' not in changed.html()
    finally:
        file.write_text(text, "utf-8")


def test_a_fit_that_cannot_be_kept_is_shown_all_the_same(
    opened: Dossier, found: Posterior, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise InferenceError("the folder cannot be written", "Make it writable")

    monkeypatch.setattr("ripeness.dossier.dossier.keep", refuse)
    monkeypatch.setattr("ripeness.dossier.dossier.fit", lambda *_: found)
    assert "was not kept" in opened.infer(replace(QUICK, seed=99)).notes[-1]


@pytest.fixture
def folder(opened: Dossier, found: Posterior) -> str:
    """The case with a fit of the usual settings, as it were: the command finds it there and need not fit."""
    usual = Settings()
    keep(opened.folder.path, replace(found, settings=usual, run=opened._evidence.run(usual)))
    return str(opened.folder.path)


def test_the_command_prints_both_and_what_each_party_would_say(folder: str) -> None:
    done = CliRunner().invoke(app, ["infer", folder])
    assert done.exit_code == 0, done.output
    for said in ("Kestria", "what the record moved", "before", "after", "What would each party say?", "1 original"):
        assert said in done.output
    assert "Republic of Lorne and ‘The Lorne paper’" in done.output  # no preferences, no evidence


def test_the_command_answers_for_the_deals_that_it_is_asked_about(folder: str) -> None:
    terms = "lorne_paper,trade=closed"
    done = CliRunner().invoke(app, ["infer", folder, "--deal", terms, "--deal", "lorne_paper", "--json"])
    assert done.exit_code == 0, done.output
    answers = json.loads(done.stdout)["answers"]
    assert [each["deal"] for each in answers] == [terms, "lorne_paper"]
    chances = {each["deal"]: {c["party"]: c["mean"] for c in each["chances"]} for each in answers}
    assert chances[terms] != chances["lorne_paper"]
    assert all(0 <= chance <= 1 for each in chances.values() for chance in each.values())


def test_the_command_refuses_what_is_no_chance(folder: str) -> None:
    done = CliRunner().invoke(app, ["infer", folder, "--reliability", "1.2"])
    assert done.exit_code == 2
    assert "no chance" in done.output
