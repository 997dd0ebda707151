"""Words that differ between two passages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ripeness.brief.differing import SIGNS_MOST, Run, differing


def marked(runs: tuple[Run, ...]) -> list[str]:
    return [run.text for run in runs if run.differs]


def test_swapped_words_are_marked_whatever_their_case() -> None:
    a, b = differing("The assembly will try prisoners.", "the MEETING will attempt Prisoners")
    assert marked(a) == ["assembly", "try"]
    assert marked(b) == ["MEETING", "attempt"]


def test_words_beside_each_other_are_marked_together() -> None:
    a, b = differing("A special court sat.", "A particular, small courtroom sat.")
    assert marked(a) == ["special court"] and marked(b) == ["particular, small courtroom"]


def test_the_same_words_have_no_mark() -> None:
    assert differing("On 3.5 days’ notice.", "on 3.5 days’ notice") == (
        (Run("On 3.5 days’ notice.", False),),
        (Run("on 3.5 days’ notice", False),),
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_is_lost(a: str, b: str) -> None:
    for text, runs in zip((a, b), differing(a, b), strict=True):
        assert "".join(run.text for run in runs) == text
        assert all(run.text for run in runs)


def test_what_has_no_end_is_cut() -> None:
    for runs in differing("word " * 10_000, "other " * 10_000):
        assert len("".join(run.text for run in runs)) <= SIGNS_MOST
