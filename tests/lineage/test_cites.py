"""Citations: what names a source of the report, and what only says where somebody spoke."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ripeness.lineage.cites import LONGEST_TEXT, citations, find_desks
from ripeness.lineage.outlets import by_name, canonical, known_outlets
from ripeness.reports.model import Passage, Report, holds

Make = Callable[..., Report]


@pytest.mark.parametrize(
    ("text", "outlet", "words"),
    [
        ("According to The Guardian, the envoy is leaving.", "The Guardian", "According to The Guardian"),
        ('According to "Le Monde", the envoy is leaving.', "Le Monde", 'According to "Le Monde'),
        ("The envoy is leaving, Reuters reported on Monday.", "Reuters", "Reuters reported"),
        ('"The envoy is leaving," writes the NYT in its headline.', "The New York Times", "writes the NYT"),
        ("The envoy is leaving, as Der Spiegel first reported.", "Der Spiegel", "as Der Spiegel first reported"),
        ("It was first reported by the Financial Times.", "Financial Times", "reported by the Financial Times"),
        ("The state news agency TASS said that the envoy had left.", "TASS", "TASS said"),
        ("Citing the BBC, officials spoke of delay.", "BBC", "Citing the BBC"),
        ("A report in The Economist puts the loss at a tenth.", "The Economist", "report in The Economist puts"),
        ("According to the Norrland Gazette, it is shut.", "Norrland Gazette", "According to the Norrland Gazette"),
        ("The Velm Courier reported that the port is shut.", "Velm Courier", "The Velm Courier reported"),
        ("According to the newspaper Morgenblad, it is shut.", "Morgenblad", "According to the newspaper Morgenblad"),
        ("The daily Veris writes that the port is shut.", "Veris", "Veris writes"),
    ],
)  # fmt: skip
def test_a_citation_is_found_with_its_words(make: Make, text: str, outlet: str, words: str) -> None:
    report = make("r", text)
    found = citations(report)
    assert [(c.outlet, c.passage.exact) for c in found] == [(outlet, words)]
    assert holds(report, found[0].passage)


@pytest.mark.parametrize(
    "text",
    [
        "In an interview with Fox News, the minister of Aldova denied it.",
        "The minister of Aldova told Reuters that she would resign.",
        "She told The Washington Post in Velm that she would resign.",
        "Speaking to CNN, the general refused to comment.",
        "The general appeared on Al Jazeera and said little.",
        "A Reuters reporter asked about grain.",
        "Fox News host Ana Torrel asked about grain.",
        "The Ministry of Foreign Affairs said that the envoy had left.",
        "It was the worst of times, according to her grandmother.",
        "The Independent Electoral Commission said that the vote was fair.",
        "The guardian of the shrine said that pilgrims were few.",
        "Time said to heal all wounds healed none.".replace("Time said", "Time is said"),
        "Photographs by Reuters show the quay.",
        "The newspaper said that the port is shut.",
    ],
)
def test_no_citation(make: Make, text: str) -> None:
    assert citations(make("r", text)) == ()


def test_the_newspaper_is_the_paper_named_last(make: Make) -> None:
    text = (
        "According to Le Monde, the talks are stuck. The newspaper assesses that they will fail.\n"
        "Haaretz reported otherwise. The paper adds that a deal is near, and TASS said nothing. The daily notes a thaw."
    )
    found = [(c.outlet, c.passage.exact) for c in citations(make("r", text))]
    assert ("Le Monde", "The newspaper assesses") in found
    assert ("Haaretz", "The paper adds") in found
    assert ("Haaretz", "The daily notes") in found  # an agency is no daily


def test_a_short_name_stands_for_the_full_one_before_it(make: Make) -> None:
    report = make("r", "According to the Norrland Gazette, it is shut. The Gazette writes that it may open again.")
    assert [citation.outlet for citation in citations(report)] == ["Norrland Gazette", "Norrland Gazette"]


def test_source_lines_name_a_desk_by_domain(make: Make) -> None:
    text = "Talks are stuck in Sarrow.\n\nOriginal Source: www.velm-courier.example\n"
    start = text.index("Original")
    report = make("r", text)
    marked = Report("r", "r.txt", "", text, source_lines=(Passage("r", start, len(text) - 1, text[start:-1]),))
    for one in (report, marked):
        assert [(c.outlet, c.how, c.passage.exact) for c in citations(one)] == [
            ("velm-courier.example", "source line", text[start:-1])
        ]


def test_datelines_and_bylines_credit_an_agency(make: Make) -> None:
    found = citations(make("r", "Port shut\nBy Reuters\nVELM (AP) - The port is shut.\n"))
    assert [(c.outlet, c.how) for c in found] == [("Reuters", "dateline"), ("The Associated Press", "dateline")]


def test_desks_gather_reports_by_outlet(make: Make) -> None:
    reports = [
        make("a", "According to the New York Times, talks are stuck."),
        make("b", "Talks are stuck.\nSource: nytimes.com"),
        make("c", "Talks are stuck at Sarrow.", "nytimes.com"),
        make("d", "The envoy told the New York Times that talks are stuck."),
    ]
    (desk,) = find_desks(reports)
    assert desk.outlet == "The New York Times"
    assert desk.reports == ("a", "b", "c")
    assert desk.how == "cited in the text; source line; published by it"
    assert {p.report for p in desk.passages} == {"a", "b"}


def test_a_paper_that_names_itself_is_no_desk(make: Make) -> None:
    assert find_desks([make("a", "Talks are stuck, CNN reported.", "cnn.com")]) == ()


def test_canonical_names() -> None:
    assert canonical("NYT") == canonical("https://www.nytimes.com/2031/x") == canonical("the new york times")
    assert canonical("edition.cnn.com") == "CNN"
    assert canonical("news.velm.example") == "news.velm.example"
    assert canonical("“The Velm Courier”") == canonical("Velm Courier") == "Velm Courier"


def test_the_gazetteer_is_clean() -> None:
    kinds = {"agency", "newspaper", "magazine", "broadcaster", "site"}
    assert all(outlet.kind in kinds for outlet in known_outlets())
    domains = [domain for outlet in known_outlets() for domain in outlet.domains]
    assert len(domains) == len(set(domains))
    names = [name for outlet in known_outlets() for name in (outlet.name, *outlet.short)]
    assert len(names) == len(set(names)) == len(by_name())


def test_hostile_text_takes_no_long_time(make: Make) -> None:
    for text in (
        "The " * 20_000,
        "A" * 100_000,
        "according to " * 10_000,
        '"' * 50_000,
        "Times of the " * 10_000,
        "a." * 50_000,
    ):
        citations(make("r", text))


# Texts of the greatest length that is searched. What asked for each name about all the others took minutes on them;
# a test that takes as long is seen without a clock.
def test_names_without_a_citing_word_stay_uncited_however_many(make: Make) -> None:
    text = ("Reuters AFP " * 20_000)[:LONGEST_TEXT]
    found = citations(make("r", f"AFP reported this. {text}"))
    assert [(c.outlet, c.passage.exact) for c in found] == [("Agence France-Presse", "AFP reported")]


def test_each_of_many_papers_is_the_one_before_it(make: Make) -> None:
    pair = "Le Monde. The paper says so. Reuters. The daily says so. "
    found = citations(make("r", pair * (LONGEST_TEXT // len(pair))))
    assert {c.outlet for c in found} == {"Le Monde"}
    assert len(found) == LONGEST_TEXT // len(pair) * 2
    assert all(c.passage.exact in ("The paper says", "The daily says") for c in found)


def test_of_many_source_lines_those_with_a_name_count(make: Make) -> None:
    (one,) = citations(make("r", "Source:\n" * 20_000 + "\nSource: Reuters\n"))
    assert (one.outlet, one.how, one.passage.exact) == ("Reuters", "source line", "Source: Reuters")
    lines = "".join(f"Source: Reuters\nThe port {n} is shut.\n" for n in range(4_000))
    found = citations(make("r", lines))
    assert [(c.outlet, c.how) for c in found] == [("Reuters", "source line")] * 4_000


def test_of_names_within_names_the_outermost_counts(make: Make) -> None:
    outlets = ("Norrland Sun", "Greater Norrland Sun", "Greater Norrland Sun Weekly")
    text = "According to the Greater Norrland Sun Weekly, it is shut. According to the Norrland Sun, it is open."
    assert [c.outlet for c in citations(make("r", text), outlets)] == ["Greater Norrland Sun Weekly", "Norrland Sun"]
