import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.reports import clean
from ripeness.reports.clean import furniture_rule, is_source_line, source_spans
from ripeness.reports.traced import traced

REQUIRED = "Required fields are marked *"
UNPUBLISHED = "Your email address will not be published."


def tidy(text: str) -> str:
    return clean.tidy(traced(text)).text


def without_furniture(text: str) -> tuple[str, list[tuple[str, str]]]:
    cleaned = clean.without_furniture(traced(text))
    return cleaned.text.text, [(drop.text, drop.rule) for drop in cleaned.dropped]


FURNITURE = [
    ("comment form", "Leave a Reply"),
    ("comment form", "Leave a comment Cancel reply"),
    ("comment form", UNPUBLISHED),
    ("comment form", REQUIRED),
    ("comment form", f"{UNPUBLISHED} {REQUIRED}"),
    ("comment form", "0 Comments"),
    ("comment form", "Post Comment"),
    ("comment form", "Name *"),
    ("bare id", "0f8fad5b-d9cb-469f-a165-70867728950e"),
    ("bare id", "9e107d9d372bb6826bd81d3542a419d6"),
    ("bare number", "0"),
    ("bare number", "1,204"),
    ("share bar", "Share this:"),
    ("share bar", "Facebook Twitter Email"),
    ("share bar", "Facebook | X | WhatsApp | Copy link"),
    ("share bar", "Share on LinkedIn"),
    ("cookie note", "We use cookies to improve your experience on this site."),
    ("cookie note", "Accept all cookies"),
    ("related links", "Related articles"),
    ("related links", "Read more: Kestria closes its ports"),
    ("newsletter sign-up", "Sign up for our daily newsletter"),
    ("newsletter sign-up", "Get the best of the week straight to your inbox"),
    ("advertisement", "ADVERTISEMENT"),
    ("advertisement", "Story continues below advertisement"),
    ("pointer to live coverage", "Follow our live coverage of the talks in Arden."),
    ("page navigation", "Skip to content"),
]
PROSE = [
    "Leave a reply on his desk, the envoy told the aide.",
    "Comments by President Tallec moved the markets.",
    "His email address will not be published, the court ruled.",
    "The file 9e107d9d372bb6826bd81d3542a419d6 was leaked.",
    "deadbeefdeadbeefdead is a joke among engineers",
    "In 2019 there were 1,204.",
    "30%",
    "Share the land, or share the war.",
    "Twitter said that it had closed the account.",
    "Print the treaty",
    "We use cookies as bait, the minister joked.",
    "Related attacks were reported in Norrland.",
    "Read more: “There is no plan,” President Tallec said.",
    "Sign up for the army, the governor told them.",
    "Subscribe to the treaty or leave, Kestria said.",
    "The advertisement angered Aldova.",
    "Follow the money, the prosecutor said.",
    "Watch the latest front move and you see why they stall.",
    "Back to top-level talks",
]


@pytest.mark.parametrize(("rule", "line"), FURNITURE)
def test_furniture_is_dropped_with_its_rule(rule, line):
    text, dropped = without_furniture(f"The talks in Arden went on.\n{line}\nNobody left.")
    assert text == "The talks in Arden went on.\nNobody left."
    assert dropped == [(line, rule)]


@pytest.mark.parametrize("line", PROSE)
def test_a_near_miss_stays(line):
    assert furniture_rule(line) is None


def test_bulleted_links_under_a_heading_go_and_what_follows_stays():
    links = "Related stories\n- Kestria closes ports\n- Norrland waits"
    text = f"The talks went on.\n{links}\nThe envoy left.\n- a point of the plan"
    kept, dropped = without_furniture(text)
    assert kept == "The talks went on.\nThe envoy left.\n- a point of the plan"
    assert [rule for _, rule in dropped] == ["related links"] * 3


@pytest.mark.parametrize(
    "line",
    [
        "Original Source: www.kestrelwire.example",
        "Source: Kestrel Wire",
        "This article first appeared in The Arden Post.",
        "Originally published by Kestrel Wire",
    ],
)
def test_source_lines_stay_and_are_found(line):
    text = f"The talks went on.\n\n{line}"
    assert without_furniture(text) == (text, [])
    assert [text[start:end] for start, end in source_spans(text)] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Sources say that the plan is dead.",
        "Source: an aide to the president who spoke at length about the plan and about what it would take to end it.",
        "The article was long.",
    ],
)
def test_prose_about_sources_is_no_source_line(line):
    assert not is_source_line(line)


def test_characters_are_tidied_and_names_keep_their_code_points():
    raw = "\ufeffMira\u00a0Tallec\u200b said:\r\n\u202eno\u202c.\r\r\n\n\n\nCafe\u0301 \u00e9\u00ad.  \x0b"
    assert tidy(raw) == "Mira Tallec said:\nno.\n\nCafe\u0301 \u00e9."


def test_joiners_stay_where_they_are_spelling():
    assert tidy("می\u200cخواهم a\u200cb") == "می\u200cخواهم ab"


@given(st.text(max_size=300))
def test_tidying_and_cleaning_are_done_once(text):
    once = without_furniture(tidy(text))[0]
    assert tidy(once) == once
    assert "\n\n\n" not in once
    assert not any(mark in once for mark in "\r\u200b\ufeff\u202e\u00a0")


@pytest.mark.parametrize(
    "line",
    ["share " * 49, "facebook|" * 33, "we use cookies " + "a" * 280, "get " + "x " * 140, "read more: " + "a" * 280],
)
def test_hostile_lines_end(line):
    furniture_rule(line.strip())
    without_furniture("\n".join([line] * 200))


def test_furniture_beside_an_article_is_listed_once():
    page = (
        "Skip to content\nThe  talks went on.\nLeave a\u00a0Reply\nLeave a Reply\n12\nShare this:\n\nRelated articles"
    )
    known = (clean.Dropped("Share this:", "share bar"),)
    assert [(each.text, each.rule) for each in clean.furniture_beside(page, known)] == [
        ("Skip to content", "page navigation"),
        ("Leave a Reply", "comment form"),
        ("Related articles", "related links"),
    ]
    many = "\n".join(f"Read more: page {number}" for number in range(1000))
    assert len(clean.furniture_beside(many, ())) == clean.MAX_BESIDE


def test_marks_that_hide_text_go():
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "ignore")
    assert tidy(f"The talks{hidden} went\ufff9 on.") == "The talks went on."
