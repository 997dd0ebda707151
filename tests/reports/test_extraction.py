"""The quality gate of reading pages: on 181 labelled pages, where they are beside this checkout."""

import pytest

from benchmarks import extraction

# Measured: F1 .960, coverage .9985.
F1, COVERAGE = 0.95, 0.98


@pytest.fixture(scope="module")
def figures() -> extraction.Figures:
    if not extraction.FOLDER.is_dir():
        pytest.skip("../shared/reference/extraction is not beside this checkout")
    return extraction.measured()


def test_articles_are_told_from_their_pages(figures: extraction.Figures) -> None:
    assert len(figures.pages) == 181
    assert figures.f1 >= F1


def test_words_lead_back_to_the_bytes_of_their_page(figures: extraction.Figures) -> None:
    assert figures.coverage >= COVERAGE
    assert [sentence for page in figures.pages for sentence in page.wrong] == []


def test_the_measure_is_that_of_the_benchmark() -> None:
    page = extraction.Page("k", "a", *extraction.compared("a b c d e", "x a b c d e"), seconds=0.0)
    assert (page.precision, page.recall) == (2 / 3, 1.0)
    assert extraction.compared("", "a") == (0, 0, 1)
    assert extraction.compared("a b", "a b") == (1, 1, 1)


@pytest.mark.parametrize(
    ("words", "markup", "holds"),
    [
        ("the plan", "the <b>pl</b>an", True),
        ("caf\u00e9", "cafe&#x301;", True),
        ("plan the", "the plan", False),
        ("the plan", "the <img alt='plan'>", False),
    ],
)
def test_what_the_bytes_hold_is_judged_without_tags(words, markup, holds) -> None:
    assert extraction.in_order(words, extraction.visible(markup)) == holds
