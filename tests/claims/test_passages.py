"""Every passage of every statement stands at exactly its place, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.claims import parties_named, read_statements
from ripeness.reports.model import Report, holds

PIECES = st.sampled_from(
    [
        '"We stay," ', "“We stay.” ", "said ", "Mira Tallec ", "President Mira Tallec of Aldova ", "he said ", "she ",
        "according to ",
        "The Velm Palace ", ", ", ". ", "\n\n", "\n", "who ", "and ", '"', "“", "”", "'", "’s ", "called it ",
        "a Velmian official ",
        "Ms. Tallec ", "the ", "of ", "(KLF) ", "told ", ": ", "— ", "é́ ", "👩‍🚀 ", "U.S.-Aldova ",
        "was ", "by ", "his statement ", "in what ", "known as ", ", a former general, ", "the Karsh Liberation Front ",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=40), st.lists(PIECES, max_size=15))
def test_all_passages_hold(pieces: list[str], others: list[str]) -> None:
    reports = [Report("a", "a.txt", "", "".join(pieces)), Report("b", "b.txt", "", "".join(others))]
    by_id = {r.id: r for r in reports}
    statements = read_statements(reports)
    for s in statements:
        assert s.content.report == s.report
        passages = [s.content, *([s.cue] if s.cue else [])]
        if s.speaker is not None:
            assert s.speaker.name
            passages += [s.speaker.surface, *s.speaker.because]
        assert all(holds(by_id[p.report], p) for p in passages)
    assert len({s.id for s in statements}) == len(statements)
    for row in parties_named(reports):
        assert row.count >= len(row.first) >= 1
        assert all(holds(by_id[p.report], p) for p in row.first)


@pytest.mark.parametrize(
    "unit", ['"', "“a” said ", "Mira Tallec, ", "a, ", "said ", "Mr. ", "U.", "of the ", "and ", "Aldova ", "'s "]
)
def test_long_lines_of_one_thing_are_read(unit: str) -> None:
    text = unit * (30_000 // len(unit))
    report = Report("long", "long.txt", "", text)
    assert all(holds(report, s.content) for s in read_statements([report]))
