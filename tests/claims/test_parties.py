"""The parties that reports speak of: listed, and learned from the grammar of invented wars."""

from __future__ import annotations

import pytest

from ripeness.claims import Party, parties_named, party
from ripeness.claims.parties import gazetteer
from ripeness.reports.model import Report, holds


def named(*bodies: str) -> dict[str, int]:
    reports = [Report(f"r{n}", f"r{n}.txt", "", body) for n, body in enumerate(bodies)]
    rows = parties_named(reports)
    by_id = {r.id: r for r in reports}
    assert all(holds(by_id[p.report], p) for row in rows for p in row.first)
    return {row.party.id: row.count for row in rows}


def test_listed_parties_are_found_by_name_seat_and_adjective() -> None:
    text = "Russia waited. The Kremlin hoped. Ukrainian negotiators left. NATO and the U.N. watched. The E.U. paid."
    assert named(text) == {"russia": 2, "ukraine": 1, "nato": 1, "united-nations": 1, "european-union": 1}


def test_compounds_name_both_parties() -> None:
    assert named("U.S.-Russia relations thawed.") == {"united-states": 1, "russia": 1}


@pytest.mark.parametrize(
    "text",
    [
        "The Moscow Times and the Times of Israel wrote about it.",
        "A Moscow-based analyst came.",
        "Mr. Jordan met Chad Willow.",
        "They met in Paris and left from Tokyo.",
        "She studied at the University of Kenya.",
        "The Carver Russia Eurasia Trust paid.",
        "A Kenyan singer sang.",
    ],
)
def test_outlets_places_people_and_private_bodies_are_no_parties(text: str) -> None:
    assert named(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("President Mira Tallec of Kestria resigned. Kestria mourned.", "kestria"),
        ("Kestria's foreign ministry closed. Kestria mourned.", "kestria"),
        ("The government of Kestria fell.", "kestria"),
        ("The Republic of Kestria fell.", "kestria"),
        ("The Karsh Liberation Front attacked.", "karsh-liberation-front"),
        ("The rebel group Vanguard of Dawn attacked.", "vanguard"),
        ("The Karsh rebels attacked.", "karsh"),
        ("Shots came from the rebel council.", "rebel-council"),
    ],
)
def test_unlisted_parties_are_learned(text: str, expected: str) -> None:
    assert expected in named(text)


def test_adjectives_and_acronyms_of_learned_parties_count_for_them() -> None:
    text = (
        "President Mira Tallec of Kestria spoke. Kestrian officials nodded. "
        "The People's Army of Karsh listened. The Karsh Liberation Front (KLF) did not. The KLF left."
    )
    found = named(text)
    assert found["kestria"] == 2
    assert found["karsh-liberation-front"] == 3


def test_a_party_by_id() -> None:
    assert party("russia") == Party("russia", "Russia", "state")
    with pytest.raises(KeyError, match="no listed party"):
        party("kestria")


def test_the_gazetteer_holds_the_members_of_the_united_nations() -> None:
    parties = gazetteer().parties.values()
    assert sum(p.kind == "state" for p in parties) >= 193
    assert {p.kind for p in parties} == {"state", "alliance", "international body", "armed group"}


def test_most_named_first() -> None:
    rows = parties_named([Report("r", "r", "", "Kenya and Norway met. Kenya left. Norway and Kenya spoke.")])
    assert [row.party.id for row in rows] == ["kenya", "norway"]
    assert rows[0].reports == ("r",)
