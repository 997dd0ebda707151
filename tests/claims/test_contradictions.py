"""Contradictions: one invented example of each way in which they are told, and near misses that are none."""

from __future__ import annotations

import pytest

from ripeness.claims import Contradiction, concluded, read_record
from ripeness.reports.model import Found, Report, holds
from tests.claims.test_founding_reports import reports as founding


def report(text: str, title: str = "From the strait", number: int = 1) -> Report:
    return Report(f"r{number}", f"r{number}.txt", "", f"{title}\n\n{text}", title=Found(title, "first line"))


def found(*texts: str, title: str = "From the strait") -> tuple[Contradiction, ...]:
    """The contradictions of a pile with these reports; every passage stands where it says."""
    pile = [report(text, title, number) for number, text in enumerate(texts)]
    read = read_record(pile)
    record = concluded(read.record, read.pile)
    by_id = {each.id: each for each in pile}
    for each in record.contradictions:
        for passage in (*each.a.passages, *each.b.passages):
            assert holds(by_id[passage.report], passage)
    return record.contradictions


def sides(each: Contradiction) -> tuple[str, str]:
    return each.a.passages[0].exact, each.b.passages[0].exact


DENIALS = [
    (
        "Madrid said on Tuesday that French fishermen had cut the nets of eleven Spanish boats. The French fisheries "
        "minister, Luc Arnaud, denied it.",
        "had cut the nets",
        "denied it",
    ),
    (
        "Spain claimed that a French drone had struck the bridge at Irun. The French army denied that any of its "
        "drones had been in the air.",
        "a French drone had struck",
        "denied that any of its drones",
    ),
    (
        "Spain's defence ministry said two French frigates had entered its waters. Paris dismissed the charge as a "
        "fabrication.",
        "two French frigates",
        "dismissed the charge",
    ),
    (
        'French officials said the Spanish envoy had walked out of the room. "I did not walk out," the envoy, Pilar '
        "Soto, told reporters.",
        "had walked out of the room",
        "I did not walk out",
    ),
    (
        "Luc Arnaud accused Spain of arresting three sailors. The foreign ministry in Madrid replied that the sailors "
        "had been rescued from a sinking boat.",
        "accused Spain of arresting",
        "the sailors had been rescued",
    ),
    ("France rejected Spain's claim that it had mined the harbour.", "Spain's claim that it had mined", "rejected"),
    (
        "Madrid blamed France for the fire on the trawler. The French navy denied any involvement.",
        "Madrid blamed France",
        "denied any involvement",
    ),
    (
        "Spain said that the two presidents had met at a hunting lodge in January. The Elysee, the seat of the French "
        "president, said that the meeting never took place.",
        "had met at a hunting lodge",
        "the meeting never took place",
    ),
    (
        "Madrid accused France of the leak; Luc Arnaud, the French minister, denied that it came from his people.",
        "accused France of the leak",
        "denied that it came",
    ),
    (
        "Pilar Soto of Spain said two French aircraft had come from the north. The French army denied that any "
        "aircraft had flown over the district of Irun on that day.",
        "two French aircraft",
        "denied that any aircraft",
    ),
    (
        'France accused the Spanish coast guard of ramming a trawler, which Madrid called "a plain invention".',
        "ramming a trawler",
        "a plain invention",
    ),
]


@pytest.mark.parametrize(("text", "claim", "denial"), DENIALS)
def test_a_claim_and_its_denial(text: str, claim: str, denial: str) -> None:
    (each,) = found(text)
    a, b = sides(each)
    assert each.kind == "denial"
    assert claim in a
    assert denial in b
    assert denial not in a


def test_who_tells_each_side() -> None:
    (each,) = found(DENIALS[1][0])
    assert (each.a.party, each.b.party) == ("spain", "france")
    assert each.about == "any of its drones had been in the air"
    assert each.b.teller is not None
    assert each.rule.startswith("'denied'")


READOUTS = [
    (
        "The foreign ministers of France and Spain met in Geneva on Friday. According to the French readout, Spain "
        "accepted inspections of its trawlers. The Spanish readout makes no mention of inspections.",
        "accepted inspections",
        "makes no mention",
    ),
    (
        "After the phone call, Madrid said that President Morel had promised to lift the fish ban. The Elysee said the "
        "president had made no such promise.",
        "had promised to lift",
        "no such promise",
    ),
    (
        "The two delegations met in Geneva. Spain said that they had agreed to swap prisoners. Luc Arnaud, the French "
        "minister, said that prisoners had not been discussed at all.",
        "agreed to swap prisoners",
        "had not been discussed",
    ),
]


@pytest.mark.parametrize(("text", "one", "other"), READOUTS)
def test_two_accounts_of_one_meeting(text: str, one: str, other: str) -> None:
    (each,) = found(text)
    a, b = sides(each)
    assert each.kind == "readouts"
    assert one in a
    assert other in b


NUMBERS = [
    ("Police counted 12,000 protesters in Paris; the unions spoke of 60,000.", "12,000", "60,000"),
    (
        "Spain's coast guard said 14 fishermen had drowned. French rescuers put the number of drowned fishermen at "
        "nine.",
        "14 fishermen",
        "nine",
    ),
    (
        "France said that 40 people had been killed in the raid. The Spanish government's figure is 12.",
        "40 people",
        "figure is 12",
    ),
    (
        "The army of France writes that the rebels left one hundred and twenty dead. In the town they speak of "
        "thirty-one.",
        "one hundred and twenty dead",
        "thirty-one",
    ),
    ("The organisers counted 9,000 marchers in Vigo, the police 3,500.", "9,000 marchers", "3,500"),
]


@pytest.mark.parametrize(("text", "one", "other"), NUMBERS)
def test_unequal_figures(text: str, one: str, other: str) -> None:
    (each,) = found(text)
    assert each.kind == "numbers"
    assert one in sides(each)[0]
    assert other in sides(each)[1]


def test_a_figure_that_is_taken_back_is_set_against_where_it_was_told() -> None:
    (each,) = found(
        "France told Spain in April that only some 70,000 prisoners would go home without force.",
        "In July France told Spain that 83,000 of its prisoners were willing to go home, not 70,000.",
    )
    assert each.kind == "numbers"
    assert [p.report for p in (*each.a.passages, *each.b.passages)] == ["r0", "r1"]


HEADLINES = [
    (
        "Spain accepts French fishing proposal",
        "Spain has asked for a week to study the French proposal, its foreign minister said. Spain will decide on "
        "Monday.",
        "study the French proposal",
    ),
    (
        "France rejects Spanish offer",
        "France said it was considering the Spanish offer. Luc Arnaud called it interesting.",
        "considering the Spanish offer",
    ),
    (
        "Draft treaty would halve the French fleet",
        "A draft treaty cuts the French fleet by a third over nine years. Nowhere does it halve anything.",
        "Nowhere does it halve",
    ),
    (
        "Hundreds killed in shelling of Irun",
        "Four people were killed and nine injured when a shell hit the market at Irun, the hospital said.",
        "Four people were killed",
    ),
]


@pytest.mark.parametrize(("title", "text", "body"), HEADLINES)
def test_a_headline_that_its_report_does_not_bear_out(title: str, text: str, body: str) -> None:
    (each,) = found(text, title=title)
    assert each.kind == "headline"
    assert sides(each)[0] == title
    assert each.a.teller is None
    assert body in sides(each)[1]


def test_a_headline_that_its_report_bears_out_is_none() -> None:
    text = "Spain accepted the French proposal on Monday. It had studied the proposal for a week."
    assert found(text, title="Spain accepts French fishing proposal") == ()


CHANGES = [
    (
        "Spain said on Friday that it would open its ports to French trawlers. In March it had ruled out any opening "
        "of its ports.",
        "had ruled out any opening",
        "would open its ports",
    ),
    (
        "The French minister admitted on Sunday that nets had been cut. Last week he had denied it.",
        "had denied it",
        "nets had been cut",
    ),
    (
        "In January Spain had demanded that France pay for the nets. On Friday Spain gave up the demand.",
        "had demanded that France pay",
        "gave up the demand",
    ),
    (
        "France, which refused talks in January, said on Friday that it could accept talks in Geneva.",
        "refused talks in January",
        "could accept talks",
    ),
    (
        "Spain at first refused to talk about the sailors, but later agreed to free them.",
        "at first refused",
        "later agreed",
    ),
    (
        "Spain had asked for the departure of all French trawlers. It now accepts that they stay in the bay.",
        "had asked for the departure",
        "now accepts",
    ),
    (
        "France, which had always insisted that none of its ships was near Vigo, conceded that one had been in the "
        "bay.",
        "had always insisted",
        "conceded that one",
    ),
    (
        "On Monday Spain accepted a common patrol, a thing it had ruled out only a few weeks ago.",
        "ruled out only a few weeks ago",
        "accepted a common patrol",
    ),
    (
        "Madrid no longer insists on an apology. Until now Spain had insisted on an apology from France.",
        "insisted on an apology from France",
        "no longer insists",
    ),
    (
        "In a reversal, Spain said that it would sell gas to France. Spain had refused for a year to sell gas to "
        "France.",
        "refused for a year",
        "In a reversal",
    ),
]


@pytest.mark.parametrize(("text", "was", "now"), CHANGES)
def test_a_party_that_says_the_opposite_of_what_it_said(text: str, was: str, now: str) -> None:
    (each,) = found(text)
    assert each.kind == "change"
    assert was in sides(each)[0]
    assert now in sides(each)[1]
    assert each.a.party == each.b.party


NONE = [
    # Different views of what is good, and a refusal.
    "Spain said that the plan was unfair. France said that the plan was a good one.",
    "France said it would not pay. Spain said that France must pay.",
    '"We do not want war," said Luc Arnaud, the French minister. "We want the harbour," said Pilar Soto of Spain.',
    # A hedge against a plain statement.
    "Spain reportedly lost three ships. France said that Spain had lost three ships.",
    "France may accept the proposal, officials said. Spain said France had to accept the proposal.",
    # 'Denied' and 'rejected' that deny nothing.
    "France denied Spain access to the harbour. Spain protested.",
    "Paris rejected the proposal. Madrid had proposed a common patrol.",
    # Figures that can be one, of two days, of two things, and of what the other did.
    "Some 500 people marched in Vigo, the organisers said; the police counted 512.",
    "Spain said that more than 20 people had died. The French hospital put the number of dead at 23.",
    "A draft treaty was signed by France. The mayor had not signed the petition of the bakers.",
    "On Monday the hospital counted 12 dead. On Friday it counted 19 dead.",
    "France freed 14 sailors on Monday. Spain freed nine sailors on Tuesday.",
    "Spain counted 14 breaches of the accord by France; France counted 30.",
    # What both leave out, and what is said again or done as it was said.
    "The joint statement does not mention guarantees, which Spain had demanded up to the last hour.",
    "In March the French had insisted on inspections. They insisted on inspections again on Friday.",
    "Spain had threatened on Monday to close the strait. On Friday Spain closed the strait.",
    # What somebody may do is no claim that he does.
    "France could win more islands. The Spanish minister denied that France had won islands.",
]


@pytest.mark.parametrize("text", NONE)
def test_near_misses(text: str) -> None:
    assert found(text) == ()


def test_a_denial_reaches_a_claim_in_another_report() -> None:
    (each,) = found(
        "A French drone struck the grain silos at Irun on Monday, the Spanish army said.",
        "The foreign ministers meet in Geneva. France denied that a French drone had struck the grain silos at Irun.",
    )
    assert each.kind == "denial"
    assert each.a.passages[0].report == "r0"
    assert each.b.passages[0].report == "r1"


def test_what_several_reports_tell_is_one_contradiction_with_all_passages() -> None:
    text, other = DENIALS[1][0], DENIALS[1][0].replace("Spain claimed", "On Sunday Spain claimed")
    (each,) = found(text, other)
    assert [p.report for p in each.a.passages] == ["r0", "r1"]
    assert [p.report for p in each.b.passages] == ["r0", "r1"]


def test_ids_stay_the_same_when_the_pile_is_read_again() -> None:
    text = " ".join(row[0] for row in (*DENIALS[:2], *NUMBERS[:1]))
    first, second = found(text), found(text)
    assert first == second
    assert len({each.id for each in first}) == len(first) > 1


def test_the_condition_that_one_president_made_and_the_other_denies() -> None:
    """Of the founding reports one has two accounts of a call: the end of aid as a condition, and its denial."""
    read = read_record(founding())
    record = concluded(read.record, read.pile)
    aid = [
        each
        for each in record.contradictions
        if (each.a.party, each.b.party) == ("russia", "united-states")
        and {p.report for p in (*each.a.passages, *each.b.passages)} == {"003"}
        and "intelligence" in each.a.passages[0].exact
        and "denied" in each.b.passages[0].exact
    ]
    assert len(aid) == 1
    assert len(record.contradictions) <= 3
