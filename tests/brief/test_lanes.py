"""The lineage drawn: where marks stand, that names never touch, and what is left out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.brief.lanes import NARROW, ROW, ROWS_MOST, WIDE, Format, Lanes, cut, lanes, lines, said, width_of
from ripeness.lineage import Lineage
from ripeness.lineage.tree import origins_of
from ripeness.reports import Report
from tests.property.lineages import desk, edge, lineages, linked, report


def picture(reports: list[Report], lineage: Lineage, form: Format = WIDE) -> Lanes:
    return lanes(origins_of(lineage, reports), {each.id: each for each in reports}, form)


@settings(deadline=None)
@given(lineages(), st.sampled_from([WIDE, NARROW]))
def test_marks_stand_in_the_plot_and_names_in_rows_of_their_own(
    pile: tuple[list[Report], Lineage], form: Format
) -> None:
    drawn = picture(*pile, form)
    assert sum(row.shape not in ("", "unseen") for row in drawn.rows) == len(pile[0])
    assert all(b.y - a.y >= ROW for a, b in pairwise(drawn.rows))
    assert all(form.plot[0] < row.x < form.plot[1] for row in drawn.rows)
    assert all(0 < row.y < drawn.height for row in drawn.rows)
    for row in drawn.rows:
        room = form.names[1] - form.names[0] - row.indent
        assert width_of(row.name, form.size) + width_of(row.more, form.size) <= room
        undated = row.date in ("undated", "", "2031-02")
        if drawn.gutter:
            assert (drawn.gutter[0] < row.x < drawn.gutter[1]) or not undated
        else:
            assert not undated


def test_a_lane_over_time() -> None:
    a, b = report("a", "Weir Post", "2031-02-01"), report("b", "CNA", "2031-02-03")
    c, d = report("c", "Reed", "2031-02-03"), report("d", None, "2031-02-11", title="A title")
    edges = [edge(b, a, "copy"), edge(c, b, "spun", directed=False), edge(d, a, "paraphrase", "review")]
    drawn = picture([a, b, c, d], linked([a, b, c, d], edges))
    head, copy, spun, paraphrase = drawn.rows
    assert [row.shape for row in drawn.rows] == ["head", "copy", "spun", "paraphrase"]
    assert (head.name, head.number, copy.number) == ("Weir Post", 1, None)
    assert (paraphrase.name, paraphrase.more, paraphrase.date) == ("", "A title", "2031-02-11")
    assert head.x < copy.x < spun.x < paraphrase.x  # the same day, set to the right
    assert head.link is None and copy.link and spun.link and paraphrase.link
    assert copy.link.arrow and not copy.link.dotted
    assert spun.link.arrow is None
    assert paraphrase.link.arrow and paraphrase.link.dotted and paraphrase.review
    assert copy.link.path.startswith(f"M{head.x:.1f},") and f"V{copy.y:.1f}" in copy.link.path
    assert drawn.gutter is None
    assert lines(drawn) == {"ordered", "unordered", "review"}


def test_days_stand_in_proportion() -> None:
    pile = [report(f"r{day}", None, f"2031-02-{day:02}") for day in (1, 11, 21)]
    x = {row.date: row.x for row in picture(pile, linked(pile, [])).rows}
    assert x["2031-02-11"] - x["2031-02-01"] == pytest.approx(x["2031-02-21"] - x["2031-02-11"])


def test_an_unseen_original_heads_its_lane_in_the_gutter() -> None:
    a, b = report("a", "Weir Post", "2031-02-01"), report("b")
    drawn = picture([a, b], linked([a, b], [], [desk("Sarn Wire", [a])]))
    unseen, naming, undated = drawn.rows
    assert (unseen.shape, unseen.name, unseen.more, unseen.number) == ("unseen", "Sarn Wire", "not in the pile", 1)
    assert naming.number is None and naming.link and naming.link.arrow
    assert drawn.gutter and unseen.x < drawn.gutter[1] < naming.x and undated.x < drawn.gutter[1]
    assert "1 is not in the pile (Sarn Wire)" in said(origins_of(linked([a, b], [], [desk("Sarn Wire", [a])]), [a, b]))


def test_a_pile_without_dates_is_one_gutter() -> None:
    pile = [report("a"), report("b")]
    drawn = picture(pile, linked(pile, [edge(pile[0], pile[1], directed=False)]))
    assert drawn.gutter == WIDE.plot and drawn.ticks == ()
    assert drawn.rows[0].x < drawn.rows[1].x


def test_an_undated_retelling_hangs_to_the_left() -> None:
    a, b = report("a", None, "2031-02-01"), report("b")
    drawn = picture([a, b], linked([a, b], [edge(b, a, "abridged")]))
    assert drawn.rows[1].x < drawn.rows[0].x and drawn.rows[1].link and drawn.rows[1].link.arrow


def test_a_large_pile_is_bounded_and_says_what_is_left_out() -> None:
    many = [report(f"m{k:03}", "Weir Post", "2031-02-02") for k in range(100)]
    head = report("head", "CNA", "2031-02-01")
    alone = [report(f"s{k:03}", None, "2031-02-09") for k in range(100)]
    pile = [head, *many, *alone]
    drawn = picture(pile, linked(pile, [edge(each, head, "copy") for each in many]))
    marks = sum(bool(row.shape) for row in drawn.rows)
    assert marks == ROWS_MOST
    assert drawn.left_out[1] == len(pile) - marks
    assert 0 < drawn.left_out[0] < 100
    assert [row.more for row in drawn.rows if not row.shape] == ["and 69 more in the table"]


@pytest.mark.parametrize("form", [WIDE, NARROW])
@pytest.mark.parametrize("days", [0, 1, 3, 9, 30, 100, 400, 3_000, 40_000, 700_000])
def test_ticks_do_not_touch(days: int, form: Format) -> None:
    first = date(1931, 2, 3)
    pile = [report(f"r{k}", None, str(first + timedelta(days=days * k))) for k in range(2)]
    ticks = picture(pile, linked(pile, []), form).ticks
    named = [(x, words) for x, words in ticks if words]
    assert named and all(form.plot[0] <= x <= form.plot[1] for x, _ in ticks)
    ends = [x + width_of(words, form.size * 0.92) for x, words in named]
    assert all(end < x for end, (x, _) in zip(ends, named[1:], strict=False)) and ends[-1] <= form.width


@given(st.text(max_size=80), st.floats(20, 400))
def test_cut_words_fit(text: str, room: float) -> None:
    shown = cut(text, room, 12)
    assert width_of(shown, 12) <= room + 1e-9
    assert "\n" not in shown
