"""One contradiction that several reports tell, or that is found twice, is one, with all its passages on each side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ripeness.claims.contradictions.page import KEY_LINES, Found, Pages
from ripeness.claims.model import Side
from ripeness.reports.model import Passage

# Two sides tell the same if the words that they share are this much of all their words.
SAME = 0.6
# With how many earlier contradictions one is compared: those that share most words with it.
COMPARED = 20
# Denials and readouts are two names of one thing where both find it.
_FAMILY = {"readouts": "denial"}


def joined(pages: Pages, found: Iterable[Found]) -> list[Found]:
    """The contradictions, each once, in the order in which they were first found."""
    rows: list[Found] = []
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    for each in found:
        family = _FAMILY.get(each.kind, each.kind)
        keys = pages.keys_of(each.a.passages[0]) | pages.keys_of(each.b.passages[0])
        near = Counter(at for word in keys for at in index[family, word])
        for at, _ in near.most_common(COMPARED):
            both = next(_one(pages, rows[at], each), None)
            if both is not None:
                rows[at] = both
                break
        else:
            for word in keys:
                if len(index[family, word]) < KEY_LINES:
                    index[family, word].append(len(rows))
            rows.append(each)
    return rows


def _one(pages: Pages, first: Found, second: Found) -> Iterator[Found]:
    """The two as one, if they are."""
    for a, b in ((second.a, second.b), (second.b, second.a)):
        if _same(pages, first.a, a) and _same(pages, first.b, b):
            yield replace(first, a=_with(first.a, a), b=_with(first.b, b))


def _same(pages: Pages, first: Side, second: Side) -> bool:
    if any(
        p.report == q.report and p.start < q.end and q.start < p.end for p in first.passages for q in second.passages
    ):
        return True
    if None not in (first.party, second.party) and first.party != second.party:
        return False
    mine, others = pages.keys_of(first.passages[0]), pages.keys_of(second.passages[0])
    return _numbers(mine) == _numbers(others) and len(mine & others) >= SAME * len(mine | others) > 0


def _numbers(keys: frozenset[str]) -> frozenset[str]:
    return frozenset(each for each in keys if each[0].isdigit())


def _with(first: Side, second: Side) -> Side:
    passages: dict[Passage, None] = dict.fromkeys((*first.passages, *second.passages))
    return replace(
        first, teller=first.teller or second.teller, party=first.party or second.party, passages=tuple(passages)
    )
