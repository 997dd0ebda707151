"""Whom a speaker speaks for, form by form. Everybody who is quoted, and Kestria, is invented."""

from __future__ import annotations

import pytest

from ripeness.claims import read_statements
from ripeness.claims.officeholders import holders, table_date
from ripeness.claims.parties import gazetteer
from ripeness.claims.standing import person_standing, phrase_standing
from ripeness.claims.statements import read_pile
from ripeness.claims.words import words
from ripeness.reports.model import Found, Report, holds

# Kestria is no listed state: this sentence makes it known.
KESTRIA = "The Republic of Kestria is large."


def party_of(*bodies: str) -> str | None:
    """The party of the last quotation's speaker in a pile about invented Kestria."""
    reports = [Report(f"r{n}", f"r{n}.txt", "", body) for n, body in enumerate([KESTRIA, *bodies])]
    statement = read_statements(reports)[-1]
    assert statement.speaker is not None, statement.rule
    by_id = {r.id: r for r in reports}
    assert all(holds(by_id[p.report], p) for p in statement.speaker.because)
    assert statement.speaker.why
    return statement.speaker.party


def party_of_person(body: str, name: str, published: str | None = None) -> str | None:
    """The party that a person speaks for, from a text that quotes nobody."""
    when = Found(published, "test") if published else None
    pile = read_pile([Report("r", "r.txt", "", body, published=when)])
    return person_standing(pile, name, 0).party


def party_of_phrase(phrase: str) -> str | None:
    pile = read_pile([Report("r", "r.txt", "", phrase)])
    return phrase_standing(pile, 0, words(phrase, 0, len(phrase))).party


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ('Kestrian Foreign Minister Dana Orsel said: "We stay."', "kestria"),
        ('President Dana Orsel of Kestria said: "We stay."', "kestria"),
        ('Kestria\'s prime minister, Dana Orsel, said: "We stay."', "kestria"),
        ('Dana Orsel, the Kestrian ambassador to Aldova, said: "We stay."', "kestria"),
        ('Dana Orsel, deputy chairman of the Kestrian parliament\'s budget committee, said: "We stay."', "kestria"),
        ('Kestrian President Ivo Brask slept. "We stay," said Mr. Brask\'s spokesman, Karl Ruud.', "kestria"),
        ('"We stay," said a senior Kestrian official.', "kestria"),
        ('"We stay," said Kestrian officials.', "kestria"),
        ('"We stay," said the Kestrian foreign ministry.', "kestria"),
        ('Gen. Ivo Brask, commander of the Karsh Liberation Front, said: "We stay."', "karsh-liberation-front"),
        ('The Kestrian foreign ministry met. "We stay," the ministry said.', "kestria"),
    ],
)
def test_officials_speak_for_their_state_or_body(text: str, party: str) -> None:
    assert party_of(text) == party


@pytest.mark.parametrize(
    "text",
    [
        'Dana Orsel, a former Kestrian ambassador, said: "We stay."',
        'Dana Orsel, a former Kestrian official who is now an analyst at the Orly Institute, said: "We stay."',
        'Pro-Kestria political analyst Dana Orsel said: "We stay."',
        'Kestria-based analyst Dana Orsel said: "We stay."',
        'Kestria expert Dana Orsel of the Orly Corporation said: "We stay."',
        'Dana Orsel, director of the Orly Kestria Centre, said: "We stay."',
        'Dana Orsel, a Kestrian writer and political analyst, said: "We stay."',
        'Dana Orsel, a senior fellow at the Kestrian Council on Trade, said: "We stay."',
        'Kestrian opposition leader Dana Orsel said: "We stay."',
        'Dana Orsel, the mayor of a Kestrian town, said: "We stay."',
        '"We stay," said a person close to the Kestrian leadership.',
        '"We stay," said a prominent academic from Kestria.',
        '"We stay," wrote The Kestria Times.',
        '"We stay," said an official familiar with the talks.',
        '"We stay," said Kestrian farmers.',
        '"We stay," said Orly Watch, a rights group in Kestria.',
        'Dana Orsel, who runs a bakery, said: "We stay."',
    ],
)
def test_nobody_else_speaks_for_a_party(text: str) -> None:
    assert party_of(text) is None


def test_the_state_is_learned_from_another_report_of_the_pile() -> None:
    assert party_of("Kestrian President Dana Orsel left on Friday.", 'President Orsel said: "We stay."') == "kestria"


def test_the_own_report_outweighs_the_pile() -> None:
    office, private = "Kestrian President Dana Orsel left.", 'Dana Orsel, a historian, said: "We stay."'
    assert party_of(office, private) is None


@pytest.mark.parametrize(
    ("name", "published", "party"),
    [
        ("Joe Biden", "2024-05-20", "united-states"),
        ("Joe Biden", "2025-01-19T22:00:00Z", "united-states"),
        ("Joe Biden", "2025-01-20", None),  # the day of the hand-over settles nothing
        ("Joe Biden", "2025-05-20", None),
        ("Joe Biden", "2025", None),  # a year in which the office changed hands
        ("Joe Biden", None, None),
        ("Donald Trump", "2021-05-20", None),
        ("Donald Trump", "2018-03", "united-states"),
        ("Donald Trump", "2025-05-20", "united-states"),
        ("Donald Trump", None, "united-states"),
        ("Donald Trump", "2031-05-20", None),  # after the table's own date
    ],
)
def test_the_table_of_office_holders_serves_reports_inside_the_term_only(
    name: str, published: str | None, party: str | None
) -> None:
    assert party_of_person(f"{name} arrived, and the band played.", name, published) == party


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("White House envoy Ivo Brask landed.", "united-states"),
        ("Kremlin spokesman Ivo Brask landed.", "russia"),
        ("NATO spokesman Ivo Brask landed.", "nato"),
        ("Ivo Brask, the Kenyan ambassador to Norway, landed.", "kenya"),
        ("Ivo Brask, Kenya's special envoy for Sudan, landed.", "kenya"),
        ("Sudan envoy Ivo Brask landed.", None),
        ("Retired U.S. general Ivo Brask landed.", None),
    ],
)
def test_offices_of_listed_parties(text: str, party: str | None) -> None:
    assert party_of_person(text, "Ivo Brask") == party


@pytest.mark.parametrize(
    ("phrase", "party"),
    [
        ("the Kremlin", "russia"),
        ("the African Union", "african-union"),
        ("the Security Council", "united-nations"),
        ("Beijing's foreign ministry", "china"),
        ("a senior Kenyan official", "kenya"),
        ("two Norwegian diplomats", "norway"),
        ("a person close to the White House", None),
        ("Norwegian fishermen", None),
        ("The Moscow Times", None),
    ],
)
def test_phrases_that_name_listed_parties(phrase: str, party: str | None) -> None:
    assert party_of_phrase(phrase) == party


def test_the_table_names_listed_parties_and_sane_terms() -> None:
    for holder in holders():
        assert holder.party in gazetteer().parties
        assert holder.begins < (holder.ends or table_date()) <= table_date()


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Dana Orsel, deputy chairman of the Kestrian parliament,", "deputy chairman"),
        ("Kestrian Foreign Minister Dana Orsel", "Foreign Minister"),
        ("Dana Orsel, a senior research fellow at the Orly Institute,", "senior research fellow"),
        ("Dana Orsel, deputy chairwoman of the Dockers' Union,", "deputy chairwoman"),
        ("Kestrian army spokesman Major Dana Orsel", "army spokesman"),
        ("Dana Orsel, a former Kestrian ambassador,", "ambassador"),
        ("The Kestrian government's very special envoy for salt, Dana Orsel,", "special envoy"),
    ],
)
def test_a_role_is_the_whole_phrase_of_the_report(text: str, role: str) -> None:
    statement = read_statements([Report("r", "r.txt", "", f'{KESTRIA} {text} said: "We stay."')])[-1]
    assert statement.speaker is not None
    assert statement.speaker.name == "Dana Orsel"
    assert statement.speaker.role is not None
    assert statement.speaker.role.endswith(role)
    assert len(statement.speaker.role.split()) <= 4


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Kestria's ambassador to Norway, Dana Orsel,", "kestria"),
        ("Kestria's deputy defence minister, General Dana Orsel,", "kestria"),
        ("The Kestrian army rested. An army spokesman, Dana Orsel,", "kestria"),
        ("The army of Kestria rested. Army chief General Dana Orsel", "kestria"),
        ("The Kestrian army met the Kenyan army. An army spokesman, Dana Orsel,", None),
        ("President Ivo Brask of Kestria rose. His foreign minister, Dana Orsel,", "kestria"),
        ("President Ivo Brask of Kestria met President Karl Ruud of Kenya. His foreign minister, Dana Orsel,", None),
        ("Dana Orsel, a Western diplomat in Kestria,", None),
        ("Dana Orsel, an official in the Kestrian government,", "kestria"),
    ],
)
def test_whose_office_it_is(text: str, party: str | None) -> None:
    assert party_of(f'{text} said: "We stay."') == party


@pytest.mark.parametrize(
    ("phrase", "party"),
    [
        ("a Western diplomat in Nairobi", None),
        ("a European official in Kenya", None),
        ("the African Union's envoy", "african-union"),
        ("an adviser to the Kenyan president", "kenya"),
        ("the United Nations Security Council", "united-nations"),
    ],
)
def test_a_place_is_no_employer(phrase: str, party: str | None) -> None:
    assert party_of_phrase(phrase) == party


def test_a_general_of_a_movement_is_not_of_the_state_in_its_name() -> None:
    text = "General Ivo Brask of the Kenya Liberation Movement landed."
    assert party_of_person(text, "Ivo Brask") == "kenya-liberation-movement"
