"""The codebook of issues: how its signs are found."""

from __future__ import annotations

from importlib.resources import files

import pytest

from ripeness.claims.issues import codebook, read_codebook

BOOK = """
[[issue]]
id = "boats"
name = "Boats"
group = "sea"
words = ["blue boat*", "row* home", "ferr*", "~pier"]
[issue.options]
short = ["day ferry", "short cross*"]
long = ["long-haul ferry"]

[[issue]]
id = "roads"
name = "Roads"
group = "land"
words = ["road", "pier road"]
"""


@pytest.mark.parametrize(
    ("words", "issue"),
    [
        ("the blue boat", "boats"),
        ("two blue boats there", "boats"),
        ("rowed home", "boats"),
        ("home they rowed", None),
        ("a ferryman", "boats"),
        ("a pier", "boats"),
        ("a pier by the road", "roads"),  # a weak sign does not outweigh a plain one
        ("the pier road", "roads"),
        ("blue", None),
        ("", None),
    ],
)
def test_signs(words: str, issue: str | None) -> None:
    assert read_codebook(BOOK).issue_of(words.split()) == issue


def test_a_weak_sign_counts_a_quarter() -> None:
    found = read_codebook(BOOK).scores(["pier"])
    assert found == {"boats": pytest.approx(0.25)}


@pytest.mark.parametrize(
    ("words", "option"),
    [
        ("a 30-day ferry", "short"),
        ("a 30 day ferry", "short"),
        ("a sunday ferry", None),
        ("short crossings", "short"),
        ("the long-haul ferry", "long"),
        ("the long haul ferry", "long"),
        ("belong haul ferry", None),
    ],
)
def test_options_are_found_like_signs(words: str, option: str | None) -> None:
    assert read_codebook(BOOK).option_of("boats", words.split()) == option
    assert read_codebook(BOOK).option_of("roads", words.split()) is None


@pytest.mark.parametrize("sign", ["stabili?ation", "Boats", "a*b", "*boat", "blue  boat", "", "~~pier", "o.k."])
def test_a_sign_that_could_never_be_found_is_an_error(sign: str) -> None:
    with pytest.raises(ValueError, match="is no sign"):
        read_codebook(BOOK.replace("ferr*", sign))
    with pytest.raises(ValueError, match="is no sign"):
        read_codebook(BOOK.replace("short cross*", sign))


def test_every_sign_of_the_codebook_is_found() -> None:
    book = codebook()
    for row in (*book.stems, *(row for rows in book.words.values() for row in rows)):
        words = [word.removesuffix("*") for word in row.sign]
        assert row.issue in book.scores(words), row
    for issue in book.issues.values():
        for key, signs in issue.options.items():
            assert {book.option_of(issue.id, [w.removesuffix("*") for w in sign]) for sign in signs} == {key}, issue.id


def test_the_codebook_has_no_sign_twice() -> None:
    text = (files("ripeness.claims") / "data" / "issues.toml").read_text(encoding="utf-8")
    book = read_codebook(text)
    rows = [(row.issue, row.sign) for row in (*book.stems, *(row for rows in book.words.values() for row in rows))]
    assert len(rows) == len(set(rows))
