"""A case drafted from reports: valid, nothing anonymous, ranges and named defaults, and honest where it is too thin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ripeness import open_case, read_reports
from ripeness.case.game import game
from ripeness.dossier import Dossier
from ripeness.drafting import DRAFTER, Draft
from ripeness.drafting.vocabulary import default
from ripeness.outlook.worth import worth

SETS = Path(__file__).parents[1] / "data" / "record"
WARS = ("isker-war", "mozambique-rome", "vesmar-docks")  # a war, a real one, a strike


def unwrapped(text: str) -> str:
    """The lines of each paragraph but the first on one line, as a page has them."""
    head, *rest = text.split("\n\n")
    return "\n\n".join([head, *(each.replace("\n", " ").strip() for each in rest)]) + "\n"


MORNING = unwrapped("""Ardal and Brenn trade fire as talks stall
The Harbour Post, 3 May 2031

Ardal attacked the port of Brenn's army at Sollin on Thursday, and Brenn shelled two Ardali towns. Ardal has
attacked the border for months. Brenn attacked an Ardali convoy on Friday.

Ardal's president, Nils Okaro, demanded the withdrawal of Brenni forces from the Sollin valley. Brenn refused
to withdraw its forces from the valley. Brenn's foreign minister, Ana Tavi, demanded security guarantees from
abroad.

The Republic of Cormay proposed a 30-day ceasefire. Ardal rejected the ceasefire. Brenn accepted the
ceasefire. Cormay proposed a summit in its capital.
""")
EVENING = unwrapped("""A second day of guns
The Lakeland Gazette, 4 May 2031

Ardal again demanded the withdrawal of Brenni forces, its defence ministry said. The weather on the coast was
fine, and the ferries ran on time for the first time in weeks. Brenn attacked a depot in Ardal during the
night.
""")


def pile(folder: Path, **texts: str) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


def numbers(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Every number of a drafted case with what stands around it."""
    if isinstance(value, dict):
        if "likely" in value or "value" in value:
            yield value, above
        for item in value.values():
            yield from numbers(item, (*above, value))
    elif isinstance(value, list):
        for item in value:
            yield from numbers(item, (*above, value))


@pytest.fixture(scope="module", params=WARS)
def drafted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    found = read_reports(SETS / request.param / "reports").drafted(tmp_path_factory.mktemp("draft") / "case")
    assert isinstance(found, Dossier)
    return found


def test_it_opens_as_a_case_with_every_passage_in_its_place(drafted: Dossier) -> None:
    again = open_case(drafted.folder.path)
    assert again.case == drafted.case
    sides = [key for key, party in again.case.parties.items() if party.role == "belligerent"]
    assert len(sides) >= 2
    assert set(again.case.tracks["settlement"].consent) == set(sides[:3])
    assert again.zone().reservation.keys() >= set(sides[:3])


def test_no_number_is_anonymous_or_a_bare_point(drafted: Dossier) -> None:
    values = drafted.draft().values
    assert values is not None
    seen = list(numbers(values))
    assert len(seen) > 40
    for number, above in seen:
        because = number.get("because") or next(block["because"] for block in above[::-1] if "because" in block)
        reason = because if isinstance(because, str) else because["reason"]
        named = re.match(
            r"(?:Its role: .*|The record shows no role that it plays\. )?(?:Default|Rule) '(\w[\w ]*)'", reason
        )
        assert named or reason.startswith("How long"), reason
        if "likely" in number:
            assert number["low"] < number["high"]
    assert values["judgement"]["analyst"] == DRAFTER


def test_what_is_asked_of_the_silent_is_not_cheap(drafted: Dossier) -> None:
    """An issue of which a party does not speak weighs for it what it weighs for whoever asks."""
    silent = [
        (party, issue, own)
        for party, preference in drafted.case.preferences.items()
        for issue, own in preference.weights.items()
        if own.because and "'weight of the silent'" in (own.because.reason or "")
    ]
    assert silent
    for party, issue, own in silent:
        others = [each.weights[issue] for key, each in drafted.case.preferences.items() if key != party]
        assert any((own.low, own.likely, own.high) == (each.low, each.likely, each.high) for each in others)


def test_every_position_has_its_passages(drafted: Dossier) -> None:
    assert drafted.case.positions
    for entry in (*drafted.case.positions, *drafted.case.answers):
        assert entry.because.passages


def test_the_draft_is_read_off_as_it_was_written(tmp_path: Path) -> None:
    found = read_reports(pile(tmp_path / "in", a=MORNING, b=EVENING)).drafted(tmp_path / "case")
    assert isinstance(found, Dossier)
    case = found.case
    assert {key: party.role for key, party in case.parties.items() if key in ("ardal", "brenn")} == {
        "ardal": "belligerent",
        "brenn": "belligerent",
    }
    stands = {(p.party, p.issue): (p.wants, p.refuses) for p in case.positions}
    assert stands["ardal", "withdrawal"] == (("full",), ())
    assert stands["brenn", "withdrawal"] == ((), ("full",))
    assert case.deals["halt_ceasefire_30_days"].lasts is not None
    assert {(answer.party, answer.answer) for answer in case.answers} >= {("ardal", "rejects"), ("brenn", "accepts")}
    weight = case.preferences["ardal"].weights["withdrawal"]
    assert weight.because is not None
    assert "on 1 to 2 independent originals" in (weight.because.reason or "")
    assert (weight.low, weight.likely, weight.high) == (5, 30, 80)
    assert len({each.report for each in weight.because.passages}) == 2


def test_a_retelling_changes_no_number_and_an_independent_report_does(tmp_path: Path) -> None:
    copied = MORNING.replace("The Harbour Post", "The Sentinel").replace("trade fire as talks stall", "trade fire")
    one = read_reports(pile(tmp_path / "one", a=MORNING)).draft().values
    twice = read_reports(pile(tmp_path / "twice", a=MORNING, c=copied)).draft().values
    two = read_reports(pile(tmp_path / "two", a=MORNING, b=EVENING)).draft().values
    assert one and twice and two

    def sizes(values: dict[str, Any]) -> list[Any]:
        return [{key: each[key] for key in each if key != "because"} for each, _ in numbers(values["preferences"])]

    assert sizes(twice) == sizes(one)
    assert sizes(two) != sizes(one)


def test_what_is_too_thin_for_a_case_says_so(tmp_path: Path) -> None:
    found = read_reports(pile(tmp_path / "in", a="Rain\n\nIt rained in Sollin all day, and nobody said a word.\n"))
    made = found.drafted(tmp_path / "case")
    assert isinstance(made, Draft)
    assert made.values is None
    assert "too thin" in made.thin
    assert not (tmp_path / "case").exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    reports = read_reports(pile(tmp_path / "in", a=MORNING))
    reports.drafted(tmp_path / "case")
    before = (tmp_path / "case" / "case.yaml").read_text()
    with pytest.raises(Exception, match="already there"):
        reports.drafted(tmp_path / "case")
    assert (tmp_path / "case" / "case.yaml").read_text() == before


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    hostile = MORNING.replace("the Sollin valley", 'the Sollin "valley": {a: &x [*x]} # !!python/object')
    found = read_reports(pile(tmp_path / "in", a=hostile)).drafted(tmp_path / "case")
    assert isinstance(found, Dossier)
    assert open_case(tmp_path / "case").case == found.case


def test_defaults_are_ordered_and_wide() -> None:
    from ripeness.drafting.vocabulary import _table

    for name in _table("defaults"):
        low, likely, high = default(name).range
        assert low <= likely <= high
        assert low < high


def drafted_with(folder: Path, more: str) -> Any:
    """The case of the morning's report and one more."""
    found = read_reports(pile(folder / "in", a=MORNING, b=f"More\nThe Lakeland Gazette, 5 May 2031\n\n{more}\n"))
    made = found.drafted(folder / "case")
    assert isinstance(made, Dossier)
    return made.case


def test_a_yes_on_a_condition_is_no_yes(tmp_path: Path) -> None:
    case = drafted_with(tmp_path, "Ardal could accept the 30-day ceasefire if arms deliveries to Brenn stopped.")
    answers = [each.answer for each in case.answers if each.party == "ardal"]
    assert answers
    assert "accepts" not in answers


def test_a_call_for_any_halt_offers_none_in_particular(tmp_path: Path) -> None:
    case = drafted_with(tmp_path, "The European Union demanded an immediate ceasefire. The European Union met Brenn.")
    assert "european_union" not in case.deals["halt_ceasefire_30_days"].offered_by


def test_what_others_call_unacceptable_makes_no_firm_refusal(tmp_path: Path) -> None:
    case = drafted_with(tmp_path, "Ardal called Brenn's refusal to withdraw its forces unacceptable.")
    assert not any(each.firm for each in case.positions)


def test_what_one_says_of_the_others_confidence_is_not_its_own(tmp_path: Path) -> None:
    case = drafted_with(tmp_path, "Brenn's foreign minister, Ana Tavi, said that Ardal believes time is on its side.")
    assert not any(rules[0].because and rules[0].because.passages for rules in case.beliefs.values())


def test_more_of_one_side_does_not_turn_the_front_round(tmp_path: Path) -> None:
    one = read_reports(pile(tmp_path / "one", a=MORNING)).draft().values
    more = "Ardal attacked a depot. Ardal attacked a bridge. Ardal attacked a ferry. Ardal attacked a mill.\n"
    two = read_reports(pile(tmp_path / "two", a=MORNING, b=f"More\nThe Gazette, 5 May 2031\n\n{more}")).draft().values
    assert one
    assert two
    for values in (one, two):
        assert list(values["situation"]["variables"]["front"]["values"]) == list(
            one["situation"]["variables"]["front"]["values"]
        )


def test_the_end_of_aid_is_felt_by_both_sides(tmp_path: Path) -> None:
    """Belief follows: with aid stopped, fighting on is worth less to who receives it and more to the other side."""
    told = "The European Union sent arms to Brenn. The European Union met Brenn. The European Union met Ardal."
    case = drafted_with(tmp_path, told)
    assert case.situation.variables["aid"].now == "flowing"
    made = game(case)
    own = worth(made).own
    today = made.states[made.now]
    other = tuple("stopped" if name == "flowing" else name for name in today)
    assert other != today
    then = list(made.states).index(other)
    gain = {party: own[then, k] - own[made.now, k] for k, party in enumerate(made.parties)}
    assert gain["brenn"] < -0.01
    assert gain["ardal"] > 0.01
