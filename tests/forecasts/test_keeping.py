"""A case's forecasts from end to end: the model's and a person's, baselines, proposals, how they come out, scores."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from ripeness.brief.schema import brief_schema
from ripeness.claims import Move, Telling
from ripeness.dossier import Dossier, open_case
from ripeness.errors import RipenessError
from ripeness.forecasts import Recorded, proposals
from ripeness.forecasts.baselines import LAST_TIME_SURE, NAMES, baselines, mean_terms
from ripeness.forecasts.questions import Question, asked, model_says
from ripeness.outlook.whatif import answers
from ripeness.reports import Passage
from tests.brief.opened import dossier
from tests.forecasts.made import forecast, kept
from tests.outlook.cases import a_case


@pytest.fixture
def opened(tmp_path: Path) -> Dossier:
    return dossier(tmp_path / "case")


# --- what the model says ------------------------------------------------------------------------------


def test_the_model_says_what_its_outlook_says(tmp_path: Path) -> None:
    talks = answers(a_case(tmp_path))
    said = {
        (each.question.kind, each.question.due): each.chance for each in model_says(talks, ["2025-04-01", "2025-09-01"])
    }
    assert said["deal", "2025-04-01"] == talks.forecast.deal_by[0]
    assert said["deal", "2025-09-01"] == talks.forecast.deal_by[5]
    assert said["truce", "2025-09-01"] == talks.forecast.truce_by[5]


def test_a_day_beyond_the_outlook_is_looked_at_too(tmp_path: Path) -> None:
    talks = answers(a_case(tmp_path), periods=6)
    (far,) = [e for e in model_says(talks, ["2027-03-01"]) if e.question.kind == "deal"]
    assert far.chance == answers(a_case(tmp_path), periods=24).forecast.deal_by[-1]
    with pytest.raises(RipenessError, match="at most 600"):
        model_says(talks, ["2100-01-01"])


@pytest.mark.parametrize("due", ["2025-03-01", "2024-12-31"])
def test_what_is_past_in_the_case_is_not_forecast(opened: Dossier, due: str) -> None:
    with pytest.raises(RipenessError, match=r"not later than the day of the case \(2025-03-01\).*--by"):
        opened.model_forecasts(due)
    with pytest.raises(RipenessError, match="not later"):
        opened.record_forecast(due, question="Will it?", chance=0.5, name="Ada")
    assert opened.forecast_records().kept == ()


def test_an_answer_is_forecast_of_those_who_have_not_offered_or_answered(tmp_path: Path) -> None:
    def asked_of(*changes: tuple[str, str]) -> list[str]:
        said = model_says(answers(a_case(tmp_path, *changes)), ["2025-09-01"])
        return [each.question.terms["party"] for each in said if each.question.kind == "answer"]

    assert asked_of() == ["aldova", "kestria"]
    answer = "  - {party: aldova, answer: rejects, deal: lorne_paper, on: 2025-02-25, because: Test.}\n"
    assert asked_of(("\nassumptions:\n", f"\nanswers:\n{answer}assumptions:\n")) == ["kestria"]


def test_with_a_precision_answers_may_err(tmp_path: Path) -> None:
    sharp = ("    because: Can sustain", "    precision: 40\n    because: Can sustain")
    said = {
        e.question.terms.get("party"): e.chance for e in model_says(answers(a_case(tmp_path, sharp)), ["2025-09-01"])
    }
    assert 0 < said["aldova"] < 1 and said["kestria"] in (0.0, 1.0)


# --- baselines ----------------------------------------------------------------------------------------


def test_the_base_rate_begins_at_a_half_and_follows_laplace() -> None:
    question = asked("Will it?", "2030-06-30")
    first = baselines(question, [])
    assert {name: each["chance"] for name, each in first.items()} == dict.fromkeys(NAMES, 0.5)
    earlier = [(forecast(str(k), question=f"Q{k}"), "yes" if k < 3 else "no") for k in range(4)]
    later = baselines(question, earlier)
    assert later["base rate"]["chance"] == pytest.approx(4 / 6)
    assert later["as last time"]["chance"] == pytest.approx(1 - LAST_TIME_SURE)


def test_the_same_event_counts_once_and_other_kinds_do_not() -> None:
    question = asked("Will it?", "2030-06-30")
    same = [(forecast("a"), "yes"), (forecast("b", maker="Ben"), "yes")]
    other = [(forecast("c", kind="deal", terms={"agenda": "x"}), "no")]
    assert baselines(question, [*same, *other])["base rate"]["chance"] == pytest.approx(2 / 3)


def test_the_weighted_mean_of_ordered_options_by_hand(tmp_path: Path) -> None:
    """Aldova: the present line, 60 of 100 points; Kestria: the old border, 50 of 100. Mean place 0.6 x 2 / 1.1."""
    case = a_case(tmp_path)
    found = mean_terms(case, ["aldova", "kestria"], ["river_line", "monitors", "trade"])
    assert found == {"river_line": "river", "monitors": "force", "trade": "open"}
    talks = answers(case)
    made = baselines(Question("deal", "?", "2025-09-01", {"agenda": "settlement"}), [], talks)["weighted mean"]
    assert made["chance"] in (0.0, 0.5, 1.0) and "weighted mean" in made["how"]


# --- keeping and coming out ---------------------------------------------------------------------------


def test_forecasts_are_kept_with_all_that_they_rest_on(opened: Dossier) -> None:
    said = [each for each in opened.model_forecasts("2025-09-01") if 0 < each.chance < 1]  # no certainty is kept
    made = opened.record_forecast("2025-09-01")
    assert [(each.question, each.chance) for each in made] == [(e.question.words, e.chance) for e in said]
    assert opened.record_forecast("2025-09-01") == ()  # once from the same inputs
    (person,) = opened.record_forecast("2025-09-01", about="deal", chance=0.25, name=" Ada  Nalyst ")
    (deal,) = [each for each in made if each.kind == "deal"]
    assert (person.question, person.maker, person.source) == (deal.question, "Ada Nalyst", "person")
    assert person.event == deal.event and person.id != deal.id
    assert deal.inputs == opened.brief().material.digest()
    assert {each.maker for each in made} == {"the model"} and all(set(each.baselines) == set(NAMES) for each in made)
    assert [k.forecast.id for k in open_case(opened.folder.path).forecast_records().kept] == [
        *(each.id for each in made), person.id,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({"question": "Will it?", "chance": 1.2, "name": "Ada"}, "between 0 and 1"),
        ({"question": "Will it?", "chance": float("nan"), "name": "Ada"}, "between 0 and 1"),
        ({"question": "Will it?", "chance": 0.2, "name": "  "}, "anonymously"),
        ({"question": "Will it?", "chance": 0.2, "name": "the model"}, "no name of a person"),
        ({"question": " ", "chance": 0.2, "name": "Ada"}, "1 to 400"),
        ({"question": "Will \x1b[31m it?", "chance": 0.2, "name": "Ada"}, "1 to 400"),
        ({"about": "peace", "chance": 0.2, "name": "Ada"}, "nothing that this case forecasts.*deal"),
        ({"chance": 0.2, "name": "Ada"}, "one question"),
    ],
)
def test_what_cannot_be_kept(opened: Dossier, fields: dict, seen: str) -> None:
    with pytest.raises(RipenessError, match=seen):
        opened.record_forecast("2025-09-01", **fields)
    assert opened.forecast_records().kept == ()


def test_the_last_who_says_how_it_came_out_holds(opened: Dossier) -> None:
    (made,) = opened.record_forecast("2025-09-01", question="Will it?", chance=0.25, name="Ada")
    opened.resolve(made.id[:5], "no", name="Ada", because="Nothing came.")
    opened.resolve(made.id, "yes", name="Ben", because="It did.")
    (found,) = opened.forecast_records().kept
    assert [each.outcome for each in found.said] == ["no", "yes"] and found.outcome == "yes"
    assert opened.scores().rows[0].score.brier == pytest.approx(0.75**2)
    opened.resolve(made.id, "void", name="Ben", because="The question was not clear.")
    assert opened.scores().rows == () and opened.scores().voids == 1
    (second,) = opened.record_forecast("2025-10-01", question="Will it?", chance=0.25, name="Ada")
    assert second.baselines["base rate"]["chance"] == 0.5  # a void says nothing


@pytest.mark.parametrize(
    ("outcome", "name", "because", "seen"),
    [("maybe", "Ada", "x", "yes, no or void"), ("yes", "", "x", "anonymously"), ("yes", "Ada", " ", "--because")],
)
def test_what_cannot_be_said_of_it(opened: Dossier, outcome: str, name: str, because: str, seen: str) -> None:
    (made,) = opened.record_forecast("2025-09-01", question="Will it?", chance=0.25, name="Ada")
    with pytest.raises(RipenessError, match=seen):
        opened.resolve(made.id, outcome, name=name, because=because)
    with pytest.raises(RipenessError, match="no such forecast"):
        opened.resolve("f-zzz", "yes", name="Ada", because="x")


def test_words_that_show_it_must_stand_in_a_report(opened: Dossier) -> None:
    from ripeness.case.numbers import Evidence

    (made,) = opened.record_forecast("2025-09-01", question="Will it?", chance=0.25, name="Ada")
    with pytest.raises(RipenessError, match="words"):
        opened.resolve(made.id, "yes", name="A", because="x", evidence=[Evidence("wire", "words that are not there")])
    done = opened.resolve(
        made.id,
        "yes",
        name="A",
        because="x",
        evidence=[Evidence("wire", "The Lorne paper was circulated on Thursday.")],
    )
    (passage,) = done.passages
    assert opened.report("wire").text[passage["start"] : passage["end"]] == passage["exact"]
    page = opened.brief().html()
    section = page[page.index('id="forecasts"') : page.index('id="assumptions"')]
    assert "The Lorne paper was circulated on Thursday." in section


# --- proposals ----------------------------------------------------------------------------------------


def move(id: str, actors: tuple[str, ...], kind: str = "accept", issue: str | None = "territory", **fields) -> Move:
    telling = Telling(Passage("r", 0, 4, "said"), None, None, "by hand")
    made = Move(id, kind, actors, ("lorne",), issue, None, "done", "said", None, "2025-04-02", None, (telling,))  # type: ignore[arg-type]
    return replace(made, **fields)


def recorded(case, *moves: Move) -> Recorded:
    issues = {"river_line": "territory", "monitors": "monitoring", "trade": "trade"}
    return Recorded(case, moves, lambda party: party if party in case.parties else None, issues)


DEAL = {"kind": "deal", "terms": {"agenda": "settlement"}, "as_of": "2025-03-01", "due": "2025-09-01"}
ANSWER = {**DEAL, "kind": "answer", "terms": {"deal": "lorne_paper", "party": "aldova"}}
BEFORE, AFTER = date(2025, 6, 1), date(2025, 9, 2)


def test_a_yes_of_all_whose_consent_counts_is_proposed_with_its_words(tmp_path: Path) -> None:
    case = a_case(tmp_path)
    both = move("m-1", ("aldova",)), move("m-2", ("kestria",), happened="2025-05-03")
    (found,) = proposals([kept(None, **DEAL)], recorded(case, *both), BEFORE)
    assert found.outcome == "yes" and len(found.passages) == 2
    assert not proposals([kept(None, **DEAL)], recorded(case, both[0]), BEFORE)  # one of two
    assert not proposals([kept("no", **DEAL)], recorded(case, *both), BEFORE)  # it has come out


@pytest.mark.parametrize(
    "fields",
    [
        {"happened": "2025-02-28"}, {"happened": "2025-09-02"}, {"happened": "2025"}, {"happened": ""},
        {"modality": "may"}, {"modality": "denied"}, {"kind": "study"}, {"issue": "prisoners"}, {"issue": None},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_yes_in_time_is_not_proposed(tmp_path: Path, fields: dict) -> None:
    both = move("m-1", ("aldova", "kestria")), move("m-2", ("aldova", "kestria"), **fields)
    assert proposals([kept(None, **DEAL)], recorded(a_case(tmp_path), both[0]), BEFORE)
    assert not proposals([kept(None, **DEAL)], recorded(a_case(tmp_path), both[1]), BEFORE)


def test_a_truce_is_told_by_its_issue(tmp_path: Path) -> None:
    truce = {**DEAL, "kind": "truce"}
    agreed = move("m-1", ("aldova", "kestria"), kind="halt", issue="ceasefire", modality="agreed")
    (found,) = proposals([kept(None, **truce)], recorded(a_case(tmp_path), agreed), BEFORE)
    assert found.outcome == "yes"
    assert not proposals([kept(None, **DEAL)], recorded(a_case(tmp_path), agreed), BEFORE)


def test_when_the_date_has_passed_with_nothing_recorded(tmp_path: Path) -> None:
    case = a_case(tmp_path)
    every = [kept(None, id="d", **DEAL), kept(None, id="a", **ANSWER), kept(None, id="q", due="2025-09-01")]
    assert proposals(every, recorded(case), date(2025, 9, 1)) == ()  # its last day is not over
    found = {each.forecast: each.outcome for each in proposals(every, recorded(case), AFTER)}
    assert found == {"d": "no", "a": "void", "q": None}


def test_an_answer_is_the_first_that_is_told(tmp_path: Path) -> None:
    no = move("m-1", ("aldova",), kind="reject", happened="2025-04-01")
    yes = move("m-2", ("aldova",), kind="accept", happened="2025-05-01")
    (found,) = proposals([kept(None, **ANSWER)], recorded(a_case(tmp_path), yes, no), BEFORE)
    assert found.outcome == "no" and len(found.passages) == 1
    stranger = move("m-3", ("kestria",), kind="accept")
    assert not proposals([kept(None, **ANSWER)], recorded(a_case(tmp_path), stranger), BEFORE)


def test_proposals_are_never_scored(opened: Dossier) -> None:
    opened.record_forecast("2025-03-20")
    book = opened.forecast_records()
    assert book.proposals and book.scores.rows == ()
    assert all(each.forecast.hindsight for each in book.kept)


# --- in the brief -------------------------------------------------------------------------------------


def test_the_brief_has_them_and_hostile_words_are_text(opened: Dossier, capsys: pytest.CaptureFixture[str]) -> None:
    from ripeness.terminal import print_book, print_scores

    assert 'id="forecasts"' not in opened.brief().html()
    bad = "Will <script>alert(1)</script> [bold]it[/bold] hold?"
    (made,) = opened.record_forecast("2099-09-01", question=bad, chance=0.25, name="<i>Ada</i>")
    opened.record_forecast("2025-09-01")
    opened.resolve(made.id, "no", name="<i>Ada</i>", because="<img src=x>")
    brief = opened.brief()
    page = brief.html()
    assert "<script>" not in page and "<img" not in page and "<i>Ada" not in page
    assert "Will &lt;script&gt;" in page
    data = json.loads(brief.json())
    jsonschema.validate(data, brief_schema())
    assert data["forecasts"]["kept"][0]["outcome"] == "no"
    print_book(opened.forecast_records())
    print_scores(opened.scores())
    printed = capsys.readouterr().out
    assert "[bold]it[/bold]" in printed.replace("\n", " ")


def test_the_digest_of_a_brief_is_that_of_its_inputs_alone(opened: Dossier) -> None:
    before = opened.brief().material.digest()
    opened.record_forecast("2025-09-01")
    assert open_case(opened.folder.path).brief().material.digest() == before
