"""Passages in their context: every anchor once, the text unchanged, marked where it is cited."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ripeness.brief.passages import Shelf
from ripeness.dossier import read_reports
from ripeness.reports import Report

TEXT = "One party came to the bridge and waited.\n\nThe other stayed away, and said so twice on the same day.\n"
SIZE = len(TEXT.strip())


def report(folder: Path) -> Report:
    (folder / "r.txt").write_text(TEXT, encoding="utf-8")
    return read_reports(folder / "r.txt")[0]


places = st.tuples(st.integers(0, SIZE - 1), st.integers(1, 40)).map(lambda p: (p[0], min(SIZE, p[0] + p[1])))


@given(cited=st.lists(places, max_size=12))
def test_anchors_nest_and_text_stays(tmp_path_factory, cited: list[tuple[int, int]]) -> None:
    told = report(tmp_path_factory.mktemp("reports"))
    shelf = Shelf([told])
    anchors = {shelf.cite(told.passage(start, end)) for start, end in cited if told.text[start:end].strip()}
    seen: list[str] = []
    for context in shelf.contexts(told.id):
        open_ = 0
        for piece in context.pieces:
            seen += piece.anchors
            open_ += len(piece.anchors) - piece.closed
            assert open_ >= 0 and piece.marked >= bool(open_), "what an anchor spans is marked"
        assert open_ == 0, "every anchor that a paragraph opens is closed in it"
        words = "".join(piece.text for piece in context.pieces)
        assert words in told.text
    assert len(seen) == len(set(seen)) and set(seen) == anchors


def test_an_anchor_spans_its_whole_passage(tmp_path: Path) -> None:
    told = report(tmp_path)
    shelf = Shelf([told])
    start = told.text.index("The other")
    whole = shelf.cite(told.passage(start, start + 30))
    part = shelf.cite(told.passage(start + 4, start + 9))
    (context,) = shelf.contexts(told.id)
    assert [(p.anchors, p.closed) for p in context.pieces] == [((whole,), 0), ((part,), 1), ((), 1), ((), 0)]
