import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.reports.masthead import PublicationLine, publication_line, surface
from ripeness.reports.names import is_outlet
from ripeness.reports.published import dated_line

OUTLETS = [
    "Wharfside Daily",
    "The Lantern Review",
    "ALDER BAY POST",
    "Nile Courier",
    "The Cataract Gazette",
    "The Alder Sun",
    "Radio Norrland",
    "Voice of Kestria",
    "Norrland News Service",
    "La Gaceta de Arden",
    "La Prensa",
    "Le Monde",
    "Reuters",
    "The Guardian",
    "kestrel-wire.example",
]
NO_OUTLETS = [
    "Arden",
    "Port Alder",
    "Mira Tallec",
    "President Mira Tallec",
    "World News",
    "Press Review",
    "Staff and agencies",
    "Letter from Port Alder",
    "Dispatch from Port Alder",
    "Rebels Seize Alder Post",
    "Alder Bay Border Post",
    "He wrote to the Alder Post",
    "Norrland Ministry Press Office",
    "Sources: Wharfside Daily",
    "The Daily",
    "The",
    "News",
    "",
]


@pytest.mark.parametrize("name", OUTLETS)
@pytest.mark.parametrize(
    ("form", "date"),
    [
        ("{}, 9 June 2031", "2031-06-09"),
        ("{} | Monday, June 9, 2031", "2031-06-09"),
        ("{} — 2031-06-09", "2031-06-09"),
        ("{} · 9th June 2031", "2031-06-09"),
        ("{} - June 9, 2031", "2031-06-09"),
        ("{} – 25/6/2031", "2031-06-25"),
        ("{} (9 June 2031)", "2031-06-09"),
        ("9 June 2031 — {}", "2031-06-09"),
        ("**{}**, 9 June 2031", "2031-06-09"),
        ("_{} | 9 June 2031_", "2031-06-09"),
        ("{}, 9 June 2031.", "2031-06-09"),
        ("By Jane Roe, {}, 9 June 2031", "2031-06-09"),
        ("{}, Port Alder, 9 June 2031", "2031-06-09"),
        ("{}, 9 June 2031 (updated 10 June 2031)", "2031-06-09"),
        # What could mean two days, has no year or is no day stays empty: the line is a masthead all the same.
        ("{} | 3/4/2031", None),
        ("{}, 9 June", None),
        ("{}, 31 February 2031", None),
    ],
)
def test_mastheads(name, form, date):
    assert publication_line(form.format(name)) == PublicationLine("masthead line", name, date)


@pytest.mark.parametrize("name", NO_OUTLETS)
def test_what_is_no_outlet_gives_none(name):
    assert not is_outlet(name)
    read = publication_line(f"{name}, 9 June 2031")
    assert read is None or read.outlet is None


@pytest.mark.parametrize(
    ("line", "kind", "date"),
    [
        ("9 June 2031", "date line", "2031-06-09"),
        ("Monday, June 9, 2031 at 3:04 pm", "date line", "2031-06-09"),
        ("Posted by admin on June 9, 2031", "publication line", "2031-06-09"),
        ("Posted on June 9, 2031 by admin", "publication line", "2031-06-09"),
        ("Published: Monday, 9 June 2031, 3:04 pm", "publication line", "2031-06-09"),
        ("Published June 9, 2031 | Updated June 10, 2031", "publication line", "2031-06-09"),
        ("Published by The Lantern Review on 9 June 2031", "publication line", "2031-06-09"),
        ("Last updated on 9 June 2031", "update line", "2031-06-09"),
        ("*Staff and agencies, 9 June 2031*", "publication line", "2031-06-09"),
        ("Our correspondent in Arden, 9 June 2031", "publication line", "2031-06-09"),
        ("By Jane Roe, Ole Lind and Ada Oke | 9 June 2031", "publication line", "2031-06-09"),
        ("9 June 2031 | By Jane Roe", "publication line", "2031-06-09"),
        ("World News | 9 June 2031", "publication line", "2031-06-09"),
        ("Letter from Port Alder, 9 June 2031", "place and date line", "2031-06-09"),
        ("Arden, 9 June 2031", "place and date line", "2031-06-09"),
    ],
)
def test_lines_with_a_date_and_no_outlet(line, kind, date):
    assert publication_line(line) == PublicationLine(kind, None, date)


@pytest.mark.parametrize(
    "line",
    [
        "The Daily, 9 June 2031, was the last of its kind",
        "The truce was signed on 9 June 2031",
        "The truce was signed on Monday, 9 June 2031.",
        "He wrote to the Alder Post, 9 June 2031",
        "Rebels Seize Alder Post, 9 June 2031",
        "REBELS SEIZE ALDER POST, 9 JUNE 2031",
        "Ceasefire Agreement, 4 June 2031",
        "Agreement between Aldova and Norrland, 4 June 2031",
        "President Mira Tallec, 4 June 2031",
        "Mira Tallec, President of Aldova, 4 June 2031",
        "4 June 2031 — Talks open",
        "4 June 2031 — Ceasefire",
        "4 June 2031 — Arden",
        "Photo: the bridge at Arden, 3 June 2031",
        "Sources: Wharfside Daily, 9 June 2031",
        "(Wharfside Daily, 9 June 2031)",
        "Wharfside Daily 9 June 2031",
        "Wharfside Daily, Lantern Review, 9 June 2031",
        "Wharfside Daily",
        "Posted by the rebels on 9 June 2031",
        "Timeline: 9 June 2031",
        "Arden, 9 June",
        "Wharfside Daily, " + "Arden, " * 40 + "9 June 2031",
    ],
)
def test_a_near_miss_is_no_publication_line(line):
    assert publication_line(line) is None


def test_a_dash_signs_at_the_end_only():
    signed = "— Wharfside Daily, 9 June 2031"
    assert publication_line(signed) is None
    assert publication_line(signed, sign_off=True) == PublicationLine("masthead line", "Wharfside Daily", "2031-06-09")


def test_a_line_is_parted_at_its_date():
    parts = dated_line("ALDER BAY POST | Thursday, June 5, 2031")
    assert parts is not None and (parts.before, parts.date, parts.after) == ("ALDER BAY POST |", "2031-06-05", "")
    parts = dated_line("5 June 2031 - Arden")
    assert parts is not None and (parts.before, parts.date, parts.after) == ("", "2031-06-05", "- Arden")
    assert dated_line("On 5 June 2031 they met") is None


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("# Norrland waits", "Norrland waits"),
        ("***Norrland waits***", "Norrland waits"),
        ("_Norrland waits_", "Norrland waits"),
        ("#norrland waits", "#norrland waits"),
        ("*Norrland* and *Aldova*", "*Norrland* and *Aldova*"),
        ("**", "**"),
    ],
)
def test_marks_around_a_whole_line_go(line, bare):
    assert surface(line) == bare


@given(st.text(st.sampled_from("Aa9 ,|—-*#.:()June2031by/"), max_size=250) | st.text(max_size=250))
def test_any_line_is_read_or_left(line):
    read = publication_line(line)
    assert read is None or read.outlet is None or read.outlet in line.replace("*", "")


@pytest.mark.parametrize("piece", ["a ", ", ", "— ", "1 may ", "Staff ", "By A ", "*", "(", "9 June 2031 ", " "])
def test_hostile_lines_end(piece):
    for line in (piece * 200, (piece * 200)[:110] + ", 9 June 2031", piece * 100_000):
        publication_line(line, sign_off=True)
