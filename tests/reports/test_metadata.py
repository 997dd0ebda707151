import pytest

from ripeness.reports import metadata
from ripeness.reports.metadata import Head, from_text, primary_language
from ripeness.reports.published import date_within, iso_date
from ripeness.reports.traced import traced

BODY = "The envoy of Aldova said that the plan would be studied."


def take_header(text: str) -> Head:
    return metadata.take_header(traced(text))


def take_front_matter(text: str) -> Head:
    return metadata.take_front_matter(traced(text))


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
    assert head.text.text == BODY
    assert [drop.rule for drop in head.dropped] == ["header line"] * 4
    found = head.metadata
    assert (found.title.value, found.title.where) == ("Norrland waits", "header line Title")
    assert (found.outlet.value, found.author.value, found.published.value) == ("Kestrel Wire", "Jane Roe", "2025-03-12")


def test_other_keys_belong_to_a_block_that_a_blank_line_ends():
    head = take_header(f"Title: Norrland waits\nOutlet: Kestrel Wire\nNote: Invented.\nDate: 2025-03-12\n\n{BODY}")
    assert head.text.text == BODY
    assert head.metadata.published.value == "2025-03-12"
    assert [drop.text for drop in head.dropped][2] == "Note: Invented."
    unended = take_header(f"Title: Norrland waits\nOutlet: Kestrel Wire\nNote: the envoy left.\n{BODY}")
    assert unended.text.text.startswith("Note: the envoy left.")


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
    assert take_header(text).text.text == text


@pytest.mark.parametrize(
    ("source", "others"),
    [
        ("Original Source: Kestrel Wire", "Date: 2031-06-09"),
        ("Original source: www.kestrelwire.example", "Outlet: Harbour Notes"),
        ("Source: www.kestrelwire.example", "Date: 2031-06-09"),
        ("Source: https://kestrelwire.example/talks", "Date: 2031-06-09"),
        ("Source: kestrelwire.example", "Date: 2031-06-09"),
        ("Source: Kestrel Wire", "Outlet: Harbour Notes"),
        ("Source: Kestrel Wire", "Publication: Harbour Notes"),
    ],
)
def test_where_a_retelling_was_taken_from_stays_and_is_no_outlet(source, others):
    head = take_header(f"Title: Norrland waits\n{source}\n{others}\n\n{BODY}")
    assert head.text.text == f"{source}\n\n{BODY}"
    assert [drop.text for drop in head.dropped] == ["Title: Norrland waits", others]
    assert (head.metadata.outlet.value if head.metadata.outlet else None) == (
        "Harbour Notes" if "Harbour" in others else None
    )


def test_a_source_in_a_header_is_the_outlet_where_nothing_else_is():
    head = take_header(f"Title: Norrland waits\nSource: Kestrel Wire\nDate: 2031-06-09\n\n{BODY}")
    assert head.text.text == BODY
    assert head.metadata.outlet is not None and head.metadata.outlet.value == "Kestrel Wire"


def test_source_lines_alone_are_no_header():
    text = f"Source: www.kestrelwire.example\nOriginal Source: Kestrel Wire\n\n{BODY}"
    assert take_header(text).text.text == text


def test_the_source_of_front_matter_stays_too():
    head = take_front_matter(f"---\ntitle: Norrland waits\nsource: https://kestrelwire.example/a\n---\n\n{BODY}")
    assert head.text.text == f"source: https://kestrelwire.example/a\n\n{BODY}"
    assert head.metadata.outlet is None


def test_an_ambiguous_header_date_is_left_empty():
    assert take_header(f"Title: Norrland waits\nDate: 3/4/2025\n\n{BODY}").metadata.published is None


def test_front_matter():
    head = take_front_matter(
        f'---\ntitle: "Norrland waits"\npublisher: Kestrel Wire\ndate: 2025-03-12\nlang: en-GB\n---\n\n{BODY}'
    )
    assert head.text.text == BODY
    assert (head.metadata.title.value, head.metadata.title.where) == ("Norrland waits", "front matter title")
    assert (head.metadata.outlet.value, head.metadata.published.value, head.metadata.language.value) == (
        "Kestrel Wire",
        "2025-03-12",
        "en",
    )
    assert take_front_matter(f"---\n{BODY}").text.text == f"---\n{BODY}"


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
    assert (found.value, found.where) == ("2025-03-12", "publication line on line 2")


def test_language_by_function_words():
    english = f"{BODY} It was the third plan of the year, and nobody believed that it would hold. " * 2
    french = "Le président a déclaré mardi que les pourparlers de paix avaient repris dans la capitale. " * 4
    assert (found := from_text(english).language) is not None
    assert (found.value, found.where) == ("en", "function words")
    assert from_text(french).language is None
    assert from_text(BODY).language is None
    assert (primary_language("en-GB"), primary_language("english!")) == ("en", None)


def told(text: str, published: str | None = None) -> tuple[str | None, str | None, str | None]:
    found = from_text(text, published)
    title, outlet, day = found.title, found.outlet, found.published
    return title.value if title else None, outlet.value if outlet else None, day.value if day else None


HEADLINE = "Captive swap stalls"


@pytest.mark.parametrize(
    ("line", "outlet", "published"),
    [
        ("Wharfside Daily, 9 June 2031", "Wharfside Daily", "2031-06-09"),
        ("ALDER BAY POST | Thursday, June 5, 2031", "ALDER BAY POST", "2031-06-05"),
        ("Posted by admin on June 5, 2031", None, "2031-06-05"),
        ("Letter from Port Alder, 7 March 2031", None, "2031-03-07"),
    ],
)
def test_a_masthead_above_or_below_the_headline(line, outlet, published):
    assert told(f"{line}\n{HEADLINE}\n\n{BODY}") == (
        HEADLINE,
        outlet,
        published if not line.startswith("Letter") else None,  # a place and a date count right above the prose
    )
    assert told(f"{HEADLINE}\n{line}\n\n{BODY}") == (HEADLINE, outlet, published)
    assert told(f"{line}\n\n{BODY}") == (None, outlet, published)


def test_where_a_masthead_and_the_headline_below_it_were_found():
    found = from_text(f"Wharfside Daily, 9 June 2031\n{HEADLINE}\n{BODY}")
    assert found.title is not None and found.title.where == "line 2"
    assert found.outlet is not None and found.outlet.where == "masthead line on line 1"


@pytest.mark.parametrize("sign_off", ["Wharfside Daily, 9 June 2031", "— Wharfside Daily, 9 June 2031"])
def test_a_sign_off_tells_what_the_head_does_not(sign_off):
    found = from_text(f"{HEADLINE}\n{BODY}\n{sign_off}\nTags: talks")
    assert found.outlet is not None and found.published is not None
    assert (found.outlet.value, found.published.value) == ("Wharfside Daily", "2031-06-09")
    assert found.outlet.where == "sign-off on line 3"
    assert told(f"{HEADLINE}\n9 June 2031\n{BODY}\n{sign_off}") == (HEADLINE, "Wharfside Daily", "2031-06-09")
    # Signed with another day, it names what was retold.
    assert told(f"{HEADLINE}\n10 June 2031\n{BODY}\n{sign_off}") == (HEADLINE, None, "2031-06-10")


def test_a_date_or_a_place_at_the_end_is_no_sign_off():
    for end in ("9 June 2031", "Arden, 9 June 2031"):
        assert told(f"{HEADLINE}\n{BODY}\n{end}") == (HEADLINE, None, None)


def test_a_masthead_of_another_day_than_the_header_is_not_this_reports():
    text = f"Wharfside Daily, 9 June 2031\n{BODY}"
    assert told(text, "2031-06-09T08:00:00Z")[1] == "Wharfside Daily"
    assert told(text, "2031-06-11")[1] is None


def test_a_publication_line_outranks_the_dateline():
    inner = "PORT ALDER, 3 June 2031 — The envoy of Aldova left the talks early."
    assert told(f"{HEADLINE}\n4 June 2031\n\n{inner}") == (HEADLINE, None, "2031-06-04")
    assert told(f"{HEADLINE}\n{inner}") == (HEADLINE, None, "2031-06-03")
    assert told(f"{HEADLINE}\n{inner.replace(' 2031', '')}") == (HEADLINE, None, None)
    assert told(f"{HEADLINE}\nWharfside Daily, 4 June 2031\nARDEN (Kestrel Wire) - {BODY}")[1] == "Wharfside Daily"


def test_lines_that_disagree_give_nothing():
    digest = f"Wharfside Daily, 9 June 2031\n{BODY}\nThe Lantern Review, 8 June 2031\n{BODY}"
    assert told(digest) == (None, None, None)
    chronicle = f"{HEADLINE}\n4 June 2031\n{BODY}\n5 June 2031\n{BODY}"
    assert told(chronicle) == (HEADLINE, None, None)


def test_an_update_counts_where_nothing_else_is_said():
    assert told(f"{HEADLINE}\nUpdated on 6 June 2031\n{BODY}")[2] == "2031-06-06"
    assert told(f"{HEADLINE}\nUpdated on 6 June 2031\nPosted on 5 June 2031\n{BODY}")[2] == "2031-06-05"


def test_an_epigraph_and_a_caption_give_no_date():
    for line in ("Ada Lind, 4 June 2031", "— Wharfside Daily, 4 June 2031"):
        assert told(f"{HEADLINE}\n“Bridges are patient.”\n{line}\n{BODY}") == (HEADLINE, None, None)
    assert told(f"{HEADLINE}\nThe bridge at Arden, 3 June 2031\n{BODY}") == (HEADLINE, None, None)


@pytest.mark.parametrize("line", ["# Captive swap stalls", "## Captive swap stalls ##", "**Captive swap stalls**"])
def test_a_title_loses_its_marks(line):
    assert told(f"{line}\n{BODY}")[0] == HEADLINE
    assert told(f"{line}\n{HEADLINE}\n{BODY}")[0] == HEADLINE


@pytest.mark.parametrize("line", ["#swap stalls again", "5 * 3 is no truce *"])
def test_other_marks_belong_to_a_title(line):
    assert told(f"{line}\n{BODY}")[0] == line


@pytest.mark.parametrize(
    ("dateline", "outlet"),
    [
        ("OSTERHAVEN (Harrow Wire) -- ", "Harrow Wire"),
        ("OSTERHAVEN (Marchmont Wire) - ", "Marchmont Wire"),
        ("OSTERHAVEN (June 20) -- ", None),
        ("OSTERHAVEN (Tuesday) - ", None),
    ],
)
def test_a_date_in_brackets_is_no_agency(dateline, outlet):
    found = from_text(f"Talks resume\n\n{dateline}{BODY}").outlet
    assert (found.value if found else None) == outlet
