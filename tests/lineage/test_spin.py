"""Garbled names and tortured phrases: what is repaired, and above all what is left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks import spin as measured
from ripeness.claims.parties import gazetteer as parties
from ripeness.lineage import Aligned, Edge, find_lineage, repairs, resolved_name, tortured
from ripeness.lineage.cites import citations, find_desks
from ripeness.lineage.garbled import find_garbled
from ripeness.lineage.gazetteer import names, set_phrases, states, swaps
from ripeness.lineage.model import Independent, Lineage
from ripeness.lineage.words import stem_of
from ripeness.reports.model import Report, holds

Make = Callable[..., Report]


def names_in(text: str) -> list[tuple[str, str]]:
    return [(text[match.start : match.end], match.name.text) for match in find_garbled(text)]


@pytest.mark.parametrize(
    ("surface", "true"),
    [
        ("White Home", "White House"),
        ("Fox Information", "Fox News"),
        ("Carnegie Russia Eurasia Heart", "Carnegie Russia Eurasia Center"),
        ("Heart for a New American Safety", "Center for a New American Security"),
        ("Supreme Courtroom", "Supreme Court"),
        ("World Financial institution", "World Bank"),
        ("Crimson Cross", "Red Cross"),
        ("Overseas Ministry", "Foreign Ministry"),
        ("New York Instances", "New York Times"),
        ("Washington Submit", "Washington Post"),
        ("Stockholm International Peace Analysis Institute", "Stockholm International Peace Research Institute"),
        ("Brookings Instituton", "Brookings Institution"),
    ],
)
def test_a_known_name_is_found_under_its_garbled_words(surface: str, true: str) -> None:
    assert names_in(f"A clerk who had once worked for the {surface} would not say what was in it.") == [(surface, true)]


@pytest.mark.parametrize(
    "name",
    [
        "White House",  # known as it stands
        "National Safety Council",  # known, and one word away from another
        "Human Rights Committee",
        "Foreign Secretary",
        "Defence Committee",  # close in meaning: another body may well be called so
        "Arab Association",
        "South Bank",
        "Nationwide Safety Council",  # two known names fit
        "Second Deputy Foreign Minister",
        "Green Home",
        "White Home Improvements",  # a longer name
        "School of Overseas Affairs",
        "white home",  # no name
        "Ministry of Defense",  # another spelling, not garbled
        "Monetary Instances",  # no word of the true name is left
        "North Alliance",
        "Eastern Command",
    ],
)
def test_a_name_that_may_stand_for_itself_is_left_alone(name: str) -> None:
    assert names_in(f"A clerk who had once worked for the {name} would not say what was in it.") == []


def test_a_headline_shows_no_names() -> None:
    assert names_in("Town Clerk Wants White Home Painted Before Winter\n") == []


STORY = (
    "The governor of Ostrava province met Lidia Marrok in Quill Hall on Friday to hear her terms for the dam. "
    "She told the Great Weir Company that nobody would drain the upper lake before the thaw. "
    "Colonel Tomas Verhoe, who guards the sluice for the Northern Column, kept his men inside. "
    "A ferry took the last families over to Kharsten in the evening."
)
SPUN = (
    "The governor of Ostrava province met Lidia Marrow in Quill Corridor on Friday to listen to her terms for the dam. "
    "She advised the Nice Weir Company that no person would drain the higher lake earlier than the thaw. "
    "Colonel Tomas Verhow, who guards the sluice for the Northern Pillar, saved his males inside. "
    "A ferry took the final families over to Carsten within the night."
)


def pile(make: Make, told: str, true: str = STORY, directed: bool = True, more: tuple[Report, ...] = ()):
    """Two reports with a strong edge, passage by passage, and the lineage of them and of what else there is."""
    a, b = make("told", told), make("true", true)
    reports = (a, b, *more)
    rows = []
    first = second = 0
    for mine, other in zip(told.split(". "), true.split(". "), strict=True):
        rows.append(Aligned(a.passage(first, first + len(mine)), b.passage(second, second + len(other)), 0.5))
        first, second = first + len(mine) + 2, second + len(other) + 2
    edge = Edge("told", "true", "spun", "strong", 0.5, directed, "", tuple(rows))
    stories = (("told", "true"), *((report.id,) for report in more))
    lineage = Lineage((edge,), stories, stories, (), Independent(len(stories), len(stories), ""), ())
    return reports, lineage


def test_a_sibling_has_the_true_name_in_the_same_place(make: Make) -> None:
    reports, lineage = pile(make, SPUN)
    found = repairs(reports, lineage)
    assert {(repair.surface, repair.resolved) for repair in found} == {
        ("Lidia Marrow", "Lidia Marrok"),
        ("Quill Corridor", "Quill Hall"),
        ("Nice Weir Company", "Great Weir Company"),
        ("Colonel Tomas Verhow", "Colonel Tomas Verhoe"),
        ("Northern Pillar", "Northern Column"),
        ("Carsten", "Kharsten"),
    }
    by_id = {report.id: report for report in reports}
    for repair in found:
        assert repair.how == "sibling" and repair.evidence is not None and 0 < repair.score <= 1
        assert holds(by_id["told"], repair.passage) and repair.passage.exact == repair.surface
        assert holds(by_id["true"], repair.evidence) and repair.evidence.exact == repair.resolved


@pytest.mark.parametrize(
    ("true", "told"),
    [
        ("General Petar Ivanov spoke first", "General Petar Ivanova spoke first"),
        ("the North Gate was shut", "the South Gate was shut"),
        ("the First Deputy Speaker was ill", "the Second Deputy Speaker was ill"),
        ("the Seventh Brigade was relieved", "the Eighth Brigade was relieved"),
        ("the Foreign Minister agreed", "the Prime Minister agreed"),
        ("they had sailed from Slovenia", "they had sailed from Slovakia"),  # two states
        ("the Harbour League objected", "the Harbor League objected"),  # spelling
        ("Ruben Adil of Tarn spoke", "Marta Oskel of Tarn spoke"),  # nothing alike
    ],
)
def test_names_that_only_look_alike_are_two_names(make: Make, true: str, told: str) -> None:
    frame = "When the ferry came in on Friday {} while the crowd on the pier waited in the rain."
    assert repairs(*pile(make, frame.format(told), frame.format(true))) == ()


def test_a_name_that_other_stories_use_is_not_repaired(make: Make) -> None:
    text = "The bishop of {} was received at Quill Corridor with all the honours that such a visit asks for."
    more = tuple(make(f"other{i}", text.format(place)) for i, place in enumerate(("Tarn", "Omo")))
    surfaces = {repair.surface for repair in repairs(*pile(make, SPUN, more=more))}
    assert "Quill Corridor" not in surfaces and "Northern Pillar" in surfaces


def test_without_dates_the_signs_of_spinning_tell_the_garbled_one(make: Make) -> None:
    reports, lineage = pile(make, SPUN, directed=False)
    found = repairs(reports, lineage)
    assert {repair.passage.report for repair in found} == {"told"} and len(found) == 6
    plain = [("Lidia Marrok", "Lidia Marrow")]
    told = STORY.replace(*plain[0])
    assert repairs(*pile(make, told, directed=False)) == ()  # one letter: which of the two is wrong?


def test_a_name_is_repaired_wherever_the_report_has_it(make: Make) -> None:
    told = SPUN.replace("A ferry", "That Marrow had promised it was news. A ferry")
    true = STORY.replace("A ferry", "That she had promised it was news. A ferry")
    found = repairs(*pile(make, told, true))
    assert [r.resolved for r in found if "Marrow" in r.surface] == ["Lidia Marrok", "Marrok"]


def test_the_order_of_the_reports_changes_nothing(make: Make) -> None:
    reports, lineage = pile(make, SPUN)
    assert set(repairs(reports[::-1], lineage)) == set(repairs(reports, lineage))


def test_resolved_name(make: Make) -> None:
    report = make(
        "r", "The adviser, who is a director at the Carnegie Russia Eurasia Heart in Berlin, met the White Home envoy."
    )
    found = repairs([report], find_lineage([report]))
    whole = report.passage(0, len(report.text))
    assert resolved_name(whole, found) == (
        "The adviser, who is a director at the Carnegie Russia Eurasia Center in Berlin, met the White House envoy."
    )
    assert resolved_name(report.passage(0, 11), found) is None
    assert [(r.how, r.evidence, holds(report, r.passage)) for r in found] == [("gazetteer", None, True)] * 2


@pytest.mark.parametrize(
    ("text", "surface", "expected"),
    [
        ("She works at a suppose tank in the capital.", "suppose tank", "think tank"),
        ("Two suppose tanks disagreed.", "suppose tanks", "think tank"),
        ("Nobody dared to open the hearth.", None, None),
        ("They were enjoying for time.", "enjoying for time", "playing for time"),
        ("A navy-aid convoy left.", "navy-aid", "military aid"),
        ("The overseas minister resigned.", "overseas minister", "foreign minister"),
        ("The entrance line has not moved.", "entrance line", "front line"),
        ("Peace discussions and ceasefire negotiations went on.", None, None),
        ("The peace agreement and the atomic weapon were both new.", None, None),
        ("The think tank said so.", None, None),
        ("He took the entrance. Line by line he read.", None, None),
    ],
)
def test_tortured_phrases(make: Make, text: str, surface: str | None, expected: str | None) -> None:
    report = make("r", text)
    hints = tortured(report)
    assert [(hint.surface, hint.expected) for hint in hints] == ([(surface, expected)] if surface else [])
    assert all(holds(report, hint.passage) and hint.passage.exact == hint.surface for hint in hints)


def test_a_garbled_outlet_that_is_cited_is_the_true_desk(make: Make) -> None:
    cited = make(
        "a", "The two ministers quarrelled over the budget, the New York Instances reported on Monday evening."
    )
    spoke = make(
        "b", "The minister denied it all in an interview with Fox Information and then left for his weekend house."
    )
    told = make("c", "He told the Washington Submit that he would not sign, whatever the cabinet made of his reasons.")
    assert [(desk.outlet, desk.reports) for desk in find_desks([cited, spoke, told])] == [
        ("The New York Times", ("a",))
    ]
    assert [citation.passage.exact for citation in citations(cited)] == ["New York Instances reported"]


def test_the_gazetteer_is_clean() -> None:
    texts = [name.text for name in names()]
    assert len(texts) == len(set(texts)) > 1500
    assert all(text == " ".join(text.split()) for text in texts)
    assert all((true,) not in others for true, others in swaps().items())
    assert len(set_phrases()) > 600
    everything = set(states()[0])
    known = {text for party in parties().parties.values() if party.kind == "state" for text in (party.name,)}
    assert known <= everything, known - everything


def test_swaps_are_one_way() -> None:
    assert (stem_of("home"),) in swaps()[stem_of("house")]
    assert (stem_of("information"),) in swaps()[stem_of("news")]
    assert (stem_of("news"),) not in swaps().get(stem_of("information"), ())


@pytest.mark.parametrize("half", ["tune", "held"])
def test_on_the_labelled_reports_every_repair_has_the_word_of_the_original(half: str) -> None:
    rows = measured.labelled(half)
    repaired = [row for row in rows if row.repairs]
    assert sum(len(row.repairs) for row in rows) >= measured.FLOOR[half]
    assert {row.kind for row in repaired} == {"spun"}
    by_sibling = [(each, row.original) for row in repaired for each in row.repairs if each.how == "sibling"]
    assert sum(measured.right(*each) for each in by_sibling) >= measured.RIGHT_LEAST * len(by_sibling)
    assert sum(bool(row.hints) for row in rows if row.kind != "spun") <= measured.FALSE_HINT_REPORTS_MOST


def test_ordinary_texts_are_not_taken_for_spun() -> None:
    texts = list(measured.ordinary())
    if not texts:
        pytest.skip("the reference texts (../shared/reference) are not here")
    found = [hint for text in texts for hint in tortured(Report("r", "r", "", text))]
    assert 1000 * len(found) / len(texts) <= measured.FALSE_HINTS_MOST
