import pytest

from ripeness.reports.metadata import from_text, primary_language, take_front_matter, take_header
from ripeness.reports.published import date_within, iso_date

BODY = "The envoy of Aldova said that the plan would be studied."


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2025-03-12", "2025-03-12"),
        ("2025-03-12T08:30:00Z", "2025-03-12T08:30:00Z"),
        ("2025-03-12T08:30:00.123+02:00", "2025-03-12T08:30:00+02:00"),
        ("March 12, 2025", "2025-03-12"),
        ("Wed., Mar. 12, 2025 at 5:30 p.m. ET", "2025-03-12"),
        ("12th March 2025", "2025-03-12"),
        ("Wed, 12 Mar 2025 10:00:00 GMT", "2025-03-12"),
        ("2025/03/12", "2025-03-12"),
        ("25/03/2025", "2025-03-25"),
        ("3/4/2025", None),
        ("March 12", None),
        ("Tuesday", None),
        ("2025", None),
        ("2025-02-30", None),
        ("March 12, 2025, the day of the call", None),
    ],
)
def test_dates_are_read_or_left(written, iso):
    assert iso_date(written) == iso


def test_a_dateline_with_two_dates_gives_none():
    assert date_within("ARDEN, March 12, 2025") == "2025-03-12"
    assert date_within("from March 12, 2025 to 14 March 2025") is None


def test_a_header_block_is_metadata_and_leaves_the_text():
    head = take_header(f"Title: Norrland waits\nOutlet: Kestrel Wire\nDate: 12 March 2025\nBy: Jane Roe\n\n{BODY}")
    assert head.text == BODY
    assert [drop.rule for drop in head.dropped] == ["header line"] * 4
    found = head.metadata
    assert (found.title.value, found.title.where) == ("Norrland waits", "header line Title")
    assert (found.outlet.value, found.author.value, found.published.value) == ("Kestrel Wire", "Jane Roe", "2025-03-12")


def test_other_keys_belong_to_a_block_that_a_blank_line_ends():
    head = take_header(f"Title: Norrland waits\nOutlet: Kestrel Wire\nNote: Invented.\nDate: 2025-03-12\n\n{BODY}")
    assert head.text == BODY
    assert head.metadata.published.value == "2025-03-12"
    assert [drop.text for drop in head.dropped][2] == "Note: Invented."
    unended = take_header(f"Title: Norrland waits\nOutlet: Kestrel Wire\nNote: the envoy left.\n{BODY}")
    assert unended.text.startswith("Note: the envoy left.")


@pytest.mark.parametrize(
    "text",
    [
        f"Source: www.kestrelwire.example\n\n{BODY}",
        f"Title: only one line\n{BODY}",
        f"Warning: Norrland waits\n\n{BODY}",
        "Title: nothing else\n",
        f"{BODY}\nTitle: not at the top\n",
    ],
)
def test_what_is_no_header_stays(text):
    assert take_header(text).text == text


def test_an_ambiguous_header_date_is_left_empty():
    assert take_header(f"Title: Norrland waits\nDate: 3/4/2025\n\n{BODY}").metadata.published is None


def test_front_matter():
    head = take_front_matter(
        f'---\ntitle: "Norrland waits"\npublisher: Kestrel Wire\ndate: 2025-03-12\nlang: en-GB\n---\n\n{BODY}'
    )
    assert head.text == BODY
    assert (head.metadata.title.value, head.metadata.title.where) == ("Norrland waits", "front matter title")
    assert (head.metadata.outlet.value, head.metadata.published.value, head.metadata.language.value) == (
        "Kestrel Wire",
        "2025-03-12",
        "en",
    )
    assert take_front_matter(f"---\n{BODY}").text == f"---\n{BODY}"


@pytest.mark.parametrize("headline", ["Norrland waits", "Will Norrland wait?", 'Norrland: "No more"'])
def test_the_first_line_is_the_title_where_it_reads_as_one(headline):
    assert (found := from_text(f"{headline}\n{BODY}").title) is not None
    assert (found.value, found.where) == (headline, "first line")


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY}\n{BODY}",
        "Norrland waits",
        "Norrland waits\nAldova too",
        f"By Jane Roe\n{BODY}",
        f"{'word ' * 40}\n{BODY}",
    ],
)
def test_no_title_is_invented(text):
    assert from_text(text).title is None


def test_a_headline_printed_twice_below_a_standfirst_is_the_title():
    found = from_text(f"The plan is dead, and both sides know it.\nNorrland waits\n\nNorrland waits\n{BODY}").title
    assert found is not None
    assert (found.value, found.where) == ("Norrland waits", "line 2, printed again on line 3")


@pytest.mark.parametrize(
    ("line", "outlet", "published"),
    [
        ("ARDEN, March 12, 2025 (Kestrel Wire) - The envoy left.", "Kestrel Wire", "2025-03-12"),
        ("ARDEN (KW) — The envoy left.", "KW", None),
        ("KESTREL WIRE — The envoy left.", "KESTREL WIRE", None),
        ("ARDEN, 12 March 2025 — The envoy left.", None, "2025-03-12"),
        ("ARDEN, March 12 — The envoy left.", None, None),
        ("The envoy (an old hand) said no.", None, None),
        ("Aldova — on March 12, 2025 — left the pact.", None, None),
    ],
)
def test_datelines(line, outlet, published):
    found = from_text(f"Norrland waits\n{line}")
    assert (found.outlet.value if found.outlet else None) == outlet
    assert (found.published.value if found.published else None) == published


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Jane Roe", "Jane Roe"),
        ("By Jane Roe and Ole van Lind, Kestrel Wire", "Jane Roe and Ole van Lind"),
        ("By Jane Roe, Ole Lind and Ada Oke", "Jane Roe, Ole Lind and Ada Oke"),
        ("BY JANE ROE", "JANE ROE"),
        ("By Monday The Envoys", None),
        ("By then it was late.", None),
        ("By Jane Roe said nothing of it.", None),
    ],
)
def test_by_lines(line, author):
    found = from_text(f"Norrland waits\n{line}\n{BODY}").author
    assert (found.value if found else None) == author


def test_a_date_line_near_the_top():
    assert (found := from_text(f"Norrland waits\nPublished: March 12, 2025\n{BODY}").published) is not None
    assert (found.value, found.where) == ("2025-03-12", "date line on line 2")


def test_language_by_function_words():
    english = f"{BODY} It was the third plan of the year, and nobody believed that it would hold. " * 2
    french = "Le président a déclaré mardi que les pourparlers de paix avaient repris dans la capitale. " * 4
    assert (found := from_text(english).language) is not None
    assert (found.value, found.where) == ("en", "function words")
    assert from_text(french).language is None
    assert from_text(BODY).language is None
    assert (primary_language("en-GB"), primary_language("english!")) == ("en", None)
