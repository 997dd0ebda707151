"""Broken cases: each fault is found, with its line, the value, the rule and the fix, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from ripeness.case.folder import open_folder, pin
from ripeness.errors import CaseError
from ripeness.reports import Report
from tests.case.template import TEMPLATE, case_file


def changed(old: str, new: str) -> str:
    assert TEMPLATE.count(old) >= 1, old
    return TEMPLATE.replace(old, new, 1)


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


# What is changed in the template, into what, words of the line that is to be named, and words of the error.
BROKEN = {
    "unknown schema": ("schema: 1", "schema: 7", "schema: 7", "one of 1"),
    "missing key": ("name: The Lower Sarn talks (invented example)\n", "", "schema: 1", "'name' is missing"),
    "unknown key": ("period: month", "period: month\nperoid: week", "peroid", "unknown key 'peroid'"),
    "bad name": ("  lorne:\n    name: Republic", "  Lorne X:\n    name: Republic", "Lorne X", "lower-case letters"),
    "unknown role": ("role: mediator", "role: referee", "referee", "'belligerent'"),
    "text for a number": ("discount: 0.97", "discount: [0.97]", "[0.97]", "A number is a value"),
    "discount of one": ("discount: 0.97", "discount: 1", "discount: 1", "strictly between 0 and 1"),
    "range out of order": ("low: 0.01", "low: 0.9", "aid_stops:", "low <= likely <= high"),
    "range without an end": ("    high: 0.10\n", "", "aid_stops:", "Add high"),
    "chance above one": ("up: 0.30, down", "up: 1.30, down", "up: 1.30", "between 0 and 1"),
    "chances sum above one": ("up: 0.10, down: 0.10", "up: 0.6, down: 0.5", "- variable: front", "sum to at most 1"),
    "unknown assumption": ("stopped: aid_stops", "stopped: aid_stopz", "aid_stopz", "Did you mean 'aid_stops'"),
    "unknown party": ("consent: [aldova, kestria]", "consent: [aldova, kestrai]", "kestrai", "Did you mean 'kestria'"),
    "unknown issue": ("issues: [river_line,", "issues: [river_lin,", "river_lin,", "Did you mean 'river_line'"),
    "unknown option": ("refuses: [present_line]", "refuses: [the_moon]", "the_moon", "an option of 'river_line'"),
    "unknown variable": ("when: {aid: stopped}", "when: {ade: stopped}", "ade: stopped", "Did you mean 'aid'"),
    "unknown value": ("now: level", "now: levle", "levle", "Did you mean 'level'"),
    "unknown track": ("track: settlement", "track: sideshow", "sideshow", "a track"),
    "option without a value": ("trade: {closed: 0, open: 100}", "trade: {closed: 0}", "trade: {closed: 0}", "open"),
    "value above 100": ("river: 70", "river: 170", "river: 170", "between 0 and 100"),
    "recognition above one": ("recognition: {lorne: 0.5", "recognition: {lorne: 0.9", "lorne: 0.9", "at most 1"),
    "no because": ("    because: Its envoy's mandate ends in summer.\n", "", "discount: 0.9\n", "without a because"),
    "nobody behind a reason": (
        "judgement:\n  analyst: Name of the analyst\n  date: 2025-03-01\n", "", "because: Can sustain", "anonymous"),
    "firm about nothing": ("    refuses: [present_line]\n", "", "firm: true", "names what it refuses"),
    "an answer to nothing": (
        "situation:\n", "answers:\n  - {party: kestria, answer: rejects, because: Test.}\n\nsituation:\n",
        "party: kestria, answer", "one to a deal of the case, or to terms"),
    "an answer to an unknown deal": (
        "situation:\n", "answers:\n  - {party: kestria, answer: rejects, deal: x_y, because: T.}\n\nsituation:\n",
        "party: kestria, answer", "a deal of this case"),
    "a priority over itself": (
        "situation:\n", "priorities:\n  - {party: kestria, more: trade, than: trade, because: T.}\n\nsituation:\n",
        "party: kestria, more", "Name two issues"),
    "no flow for a party": (
        "    - party: kestria\n      per_period: -0.008\n      because: The war is on its soil.\n", "",
        "flows:", "no general rule for 'kestria'"),
    "an issue on no track": ("issues: [river_line, monitors, trade]", "issues: [river_line, monitors]", "trade:",
        "on no track"),
    "an end without a value": ("kestria: -0.3, lorne: 0.1", "lorne: 0.1", "lorne: 0.1", "no value for kestria"),
    "steps without order": ("      ordered: true\n      values: {kestria_ahead", "      values: {kestria_ahead",
        "moves: {up: 0.10", "has no order"),
    "a final deal that lasts": ("    on_the_table: true", "    lasts: 2\n    on_the_table: true", "lorne_paper",
        "only an interim one"),
    "a date that is none": ("said: 2025-02", "said: in spring", "in spring", "2025-03-11 or an interval"),
    "a party with nothing at stake": (
        "weights: {river_line: 60, monitors: 15, trade: 25}", "weights: {river_line: 0, monitors: 0, trade: 0}",
        "preferences:", "aldova"),
    "no deal allowed": ("situation:\n", "forbidden:\n  - combination: {trade: [open, closed]}\n    because: None.\n"
        "situation:\n", "preferences:", "deal"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_case_is_told_with_line_value_rule_and_fix(name: str, tmp_path: Path) -> None:
    old, new, place, words = BROKEN[name]
    text = changed(old, new)
    with pytest.raises(CaseError) as caught:
        open_folder(case_file(tmp_path, text))
    said = [problem for problem in caught.value.problems if words in f"{problem.seen} {problem.rule} {problem.fix}"]
    assert said, str(caught.value)
    assert line_of(text, place) in {problem.line for problem in said}, str(caught.value)
    assert all(problem.seen and problem.rule and problem.fix for problem in caught.value.problems)
    assert (tmp_path / "case.yaml").read_text(encoding="utf-8") == text


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = TEMPLATE.replace("now: level", "now: levle").replace("river: 70", "river: 170").replace("role: host", "")
    text = text.replace("issues: [river_line, monitors, trade]", "issues: [river_line, monitors]")
    with pytest.raises(CaseError) as caught:
        open_folder(case_file(tmp_path, text))
    lines = [problem.line or 0 for problem in caught.value.problems]
    assert len(lines) >= 3
    assert lines == sorted(lines)


REPORT = Report(id="wire", file="wire.txt", sha256="0" * 64, text="The envoy left. The envoy came back with a paper.")
BECAUSE = "because: Circulated by the mediator in February."


def with_passage(passage: str) -> str:
    return changed(BECAUSE, f"because: {{passages: [{passage}]}}")


@pytest.mark.parametrize(
    ("passage", "words"),
    [
        ("{report: wire, exact: came back with a papyrus}", "not in the report"),
        ("{report: wire, exact: The envoy}", "2 times"),
        ("{report: wier, exact: The envoy}", "no report 'wier'"),
        ("{report: wire, exact: The envoy, start: 1, end: 10}", "not at 1..10"),
        ("{report: wire, exact: The envoy, start: 0}", "only one of start and end"),
    ],
)
def test_a_passage_that_does_not_stand_is_an_error(tmp_path: Path, passage: str, words: str) -> None:
    folder = case_file(tmp_path, with_passage(passage))
    with pytest.raises(CaseError, match=words):
        open_folder(folder, [REPORT])


def test_pinning_writes_the_places_and_keeps_the_rest(tmp_path: Path) -> None:
    text = with_passage("{report: wire, exact: came back with a paper}")
    folder = open_folder(case_file(tmp_path, text), [REPORT])
    assert pin(folder, [REPORT]) == 1
    again = open_folder(tmp_path, [REPORT])
    evidence = again.case.deals["lorne_paper"].because.passages[0]
    assert REPORT.text[evidence.start : evidence.end] == evidence.exact == "came back with a paper"
    assert pin(again, [REPORT]) == 0
    pinned = (tmp_path / "case.yaml").read_text(encoding="utf-8")
    assert [line for line in pinned.splitlines() if "exact" not in line] == [
        line for line in text.splitlines() if "exact" not in line
    ]
    assert "# Who stands behind every 'because'" in (tmp_path / "case.yaml").read_text(encoding="utf-8")


def test_pinning_leaves_comments_where_they_are(tmp_path: Path) -> None:
    passage = """because:
      passages:
        - report: wire
          exact: came back with a paper

# A comment between two sections.
assumptions:"""
    text = changed(BECAUSE, passage).replace("\nassumptions:\n  aid_stops", "\n  aid_stops")
    folder = open_folder(case_file(tmp_path, text), [REPORT])
    assert pin(folder, [REPORT]) == 1
    pinned = (tmp_path / "case.yaml").read_text(encoding="utf-8").splitlines()
    assert [line for line in pinned if line.strip() not in ("start: 26", "end: 48")] == text.splitlines()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("discount: 0.97", "discount: 1" + "0" * 400, "below 1e300"),
        ("discount: 0.97", "discount: .nan", "below 1e300"),
        ("discount: 0.97", "discount: {choices: [{value: .inf, weight: 1}]}", "finite"),
        ("as_of: 2025-03-01", "as_of: 2025-02-30", "day is out of range"),
        ("consent: [aldova, kestria]", "consent: [aldova, aldova]", "A party is named once"),
        ("now: level", "now: breakthrough", "holds today"),
        ("  - party: kestria\n    issue: river_line", "  - party: lorne\n    issue: river_line", "in no consent set"),
        ("consent: [aldova, kestria]", "consnet: [aldova, kestria]", "Did you mean 'consent'"),
    ],
)
def test_odd_values_are_told_with_a_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = changed(old, new)
    with pytest.raises(CaseError) as caught:
        open_folder(case_file(tmp_path, text))
    said = [problem for problem in caught.value.problems if words in f"{problem.seen} {problem.rule} {problem.fix}"]
    assert said, str(caught.value)
    assert all(problem.line for problem in said)


def test_a_fault_below_a_merge_key_has_a_line(tmp_path: Path) -> None:
    text = changed("  kestria:\n    name: Kestria\n", "  kestria:\n    <<: {name: Kestria, rôle: x}\n")
    with pytest.raises(CaseError) as caught:
        open_folder(case_file(tmp_path, text))
    assert all(problem.line for problem in caught.value.problems)


def test_a_quorum_is_for_a_track_by_itself(tmp_path: Path) -> None:
    linked = "    issues: [river_line, monitors]\n    quorum: 1\n    because: Test.\n  shop:\n    name: The shop\n"
    linked += "    table: [kestria]\n    consent: [kestria]\n    issues: [trade]\n    linked_to: settlement\n"
    with pytest.raises(CaseError, match="a quorum is for a track by itself"):
        open_folder(case_file(tmp_path, changed("    issues: [river_line, monitors, trade]\n", linked)))


def test_a_misspelt_key_does_not_hide_other_faults(tmp_path: Path) -> None:
    text = changed("period: month", "period: month\nperoid: week").replace("now: level", "now: levle")
    text = text.replace("    on_the_table: true", "    on_the_tabel: true").replace("discount: 0.95", "discount: 1.95")
    with pytest.raises(CaseError) as caught:
        open_folder(case_file(tmp_path, text))
    seen = " ".join(problem.seen for problem in caught.value.problems)
    assert all(word in seen for word in ("peroid", "on_the_tabel", "levle", "1.95")), str(caught.value)
