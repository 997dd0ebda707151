"""Movements are parties as states are, learned from what a pile calls them. Every group and person is invented."""

from __future__ import annotations

import pytest

from ripeness.claims import parties_named, read_statements
from ripeness.claims.statements import read_pile
from ripeness.reports.model import Report


def kinds(text: str) -> dict[str, str]:
    return {row.party.id: row.party.kind for row in parties_named([Report("r", "r.txt", "", text)])}


def last(text: str) -> tuple[str, str | None, str | None]:
    speaker = read_statements([Report("r", "r.txt", "", text)])[-1].speaker
    assert speaker is not None
    return speaker.name, speaker.party, speaker.role


@pytest.mark.parametrize(
    "text",
    [
        "The breakaway Orlan Front left the hall.",
        "The rebel Orlan Front rejected the map.",
        "The Orlan Front refused to come, its guns did not; the Orlan Front said so.",
        "The Orlan Front's spokesman came late.",
        "They met the chief negotiator of the Orlan Front.",
        "An Orlan Front commander waved.",
        "Rebel Orlan Front fighters waved.",
    ],
)
def test_a_front_is_known_by_what_it_is_called_and_does(text: str) -> None:
    assert kinds(text) == {"orlan-front": "armed group"}


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Fighters of the Orlan Movement crossed the dam.", "orlan-movement"),
        ("The truce with the Orlan Council held.", "orlan-council"),
        ("General Ivo Brask of the Orlan Coalition slept.", "orlan-coalition"),
        ("The insurgent Orlan Army took the mill.", "orlan-army"),
        ("The guerrillas of the Orlan Workers' Liberation Army slept.", "orlan-workers-liberation-army"),
        ("The rebel Velm People's Council slept.", "velm-people-s-council"),
        ("The Sudan Dawn Movement's fighters slept.", "sudan-dawn-movement"),
        ("The Sudan Liberation Front slept.", "sudan-liberation-front"),
        ("The Free Kenyan Army slept.", "free-kenyan-army"),
    ],
)
def test_names_that_states_and_towns_have_too_need_fighters_or_a_label(text: str, party: str) -> None:
    assert kinds(text) == {party: "armed group"}


@pytest.mark.parametrize(
    "text",
    [
        "The Western Front was quiet, and the Home Front knitted.",
        "They held on along the Orlan Front.",
        "The Labour Movement marched, and the City Council sat.",
        "The Orlan Council cleaned the streets.",
        "The Dockers' Union walked out.",
        "The Velm Army marched past the king.",
    ],
)
def test_other_fronts_councils_and_unions_are_no_parties(text: str) -> None:
    assert kinds(text) == {}


def test_a_union_with_an_envoy_is_a_body() -> None:
    assert kinds("Mediators from the Lakes Community came.") == {"lakes-community": "international body"}
    assert kinds("The Sund Union's envoy came.") == {"sund-union": "international body"}


def test_a_state_in_a_longer_name_is_not_meant() -> None:
    assert kinds("She works for the Kenyan Council on Harbours.") == {}
    assert "kenya" not in kinds("The Kenya Liberation Movement slept.")


def test_a_state_that_is_only_remembered_is_not_listed() -> None:
    assert kinds("Since the breakup of the Soviet Union, Norway has waited.") == {"norway": "state"}
    assert kinds("The Soviet Union answered, and Norway waited.") == {"soviet-union": "state", "norway": "state"}


def test_an_adjective_belongs_to_the_name_in_the_text() -> None:
    assert kinds("Orlanian officials waited. Snow fell in Orlania.") == {"orlania": "state"}
    assert kinds("Orlania said through its deputy foreign minister that it was well.") == {"orlania": "state"}


def test_the_front_is_the_only_front_that_the_report_names() -> None:
    one = 'The rebel Orlan Front left. "We stay," the Front said.'
    two = 'The rebel Orlan Front and the rebel Velm Front left. "We stay," the Front said.'
    assert last(one)[:2] == ("Orlan Front", "orlan-front")
    assert last(two)[1] is None
    rows = parties_named([Report("r", "r.txt", "", "The rebel Orlan Movement left. The movement of goods stopped.")])
    assert [(row.party.id, row.count) for row in rows] == [("orlan-movement", 1)]


def test_short_names_hold_within_their_report() -> None:
    first = Report("a", "a.txt", "", "The rebel Orlan Front left.")
    second = Report("b", "b.txt", "", "The rebel Velm Front left.")
    pile = read_pile([first, second])
    assert [pile.names(n).shorts["Front"].party for n in (0, 1)] == ["orlan-front", "velm-front"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The Orlan Front's spokesman, Ivo Brask,", "spokesman"),
        ("Orlan Front commander Ivo Brask", "commander"),
        ("General Ivo Brask, who commands the Orlan Front,", "General"),
        ("Ivo Brask, chief negotiator of the Orlan Front,", "chief negotiator"),
        ("Brask, political secretary of the Orlan Front,", "political secretary"),
        ("The Orlan Front's negotiator, Colonel Ivo Brask,", "negotiator"),
        ("The rebel Orlan Front came. Ivo Brask, the Front's deputy coordinator,", "deputy coordinator"),
        ("The rebel Orlan Front came. Its deputy commander, Ivo Brask,", "deputy commander"),
    ],
)
def test_a_movement_s_people_speak_for_it(text: str, role: str) -> None:
    assert last(f'{text} said: "We stay."')[1:] == ("orlan-front", role)


def test_a_present_office_outweighs_a_former_job() -> None:
    text = 'Ivo Brask, political secretary of the Orlan Front, came. Brask, a former teacher, said: "We read."'
    assert last(text) == ("Ivo Brask", "orlan-front", "political secretary")


def test_an_adviser_to_a_commander_speaks_for_the_group() -> None:
    text = 'The Orlan Liberation Front (OLF) left. "We stay," said an adviser to the OLF commander.'
    assert last(text) == ("an adviser to the OLF commander", "orlan-liberation-front", "adviser")
