"""From edges to stories: what joins reports, and how many originals remain.

Stories are the connected components of the strong edges alone: each link of a chain has by itself
what merges two reports, and nothing is ever joined through a weak one. One guard is needed: a
round-up holds abridged copies of several unrelated stories and would chain them into one. A report
whose strong abridgements fall into groups that share nothing with each other is taken for a
round-up, and its edges go to review.
"""

from __future__ import annotations

from collections.abc import Sequence

from ripeness.lineage.components import components
from ripeness.lineage.meaning import SentenceModel
from ripeness.lineage.model import Desk, Edge, Independent, Lineage
from ripeness.lineage.prose import LONGEST_TEXT, SENTENCES_MOST
from ripeness.lineage.roundups import without_roundups
from ripeness.reports.model import Report

WORDS_ALONE = (
    "Paraphrases were found by words alone: a free paraphrase in other words and another order can be missed, "
    "and its story is then counted as one more original."
)
NOTES = (
    "Stop words and stems are English; reports in other languages are compared less well, and a translation is not "
    "recognised.",
    "The strict count takes reports that share no strong edge for independent; a common source that neither names "
    "stays unseen.",
)

NAMED_MOST = 20  # reports that a note names


def lineage_of(
    reports: Sequence[Report],
    edges: Sequence[Edge],
    desks: Sequence[Desk],
    cut: Sequence[bool],
    bare: Sequence[bool],
    model: SentenceModel | None,
) -> Lineage:
    """The lineage that ``edges`` make of a pile.

    ``desks`` are those of its reports, ``cut`` whether each one was too long, ``bare`` whether it has no
    sentence that can be compared, ``model`` what edges were found with.
    """
    ids = [report.id for report in reports]
    place = {name: index for index, name in enumerate(ids)}
    edges = sorted(without_roundups(edges), key=lambda edge: (place[edge.source], place[edge.target]))
    strong = [(place[e.source], place[e.target]) for e in edges if e.strength == "strong"]
    shared = [(place[desk.reports[0]], place[other]) for desk in desks for other in desk.reports[1:]]
    stories = _partition(ids, strong)
    origins = _partition(ids, [(place[e.source], place[e.target]) for e in edges] + shared)
    independent = Independent(len(stories), len(origins), _why(len(ids), len(stories), len(origins), desks))
    long, empty = ([name for name, true in zip(ids, each, strict=True) if true] for each in (cut, bare))
    notes = (_means(model), *NOTES, *_cut(long), *_bare(empty))
    return Lineage(tuple(edges), stories, origins, tuple(desks), independent, notes)


def _means(model: SentenceModel | None) -> str:
    if model is None:
        return WORDS_ALONE
    return (
        f"Paraphrases were found by words and by the meaning of sentences ({model.version}): a free paraphrase that "
        "leaves out much, adds its own and changes the order can still be missed and count as one more original."
    )


def _partition(ids: Sequence[str], pairs: Sequence[tuple[int, int]]) -> tuple[tuple[str, ...], ...]:
    groups: dict[int, list[str]] = {}
    for name, group in zip(ids, components(len(ids), pairs).tolist(), strict=True):
        groups.setdefault(group, []).append(name)
    return tuple(tuple(group) for group in groups.values())


def _why(reports: int, strict: int, everything: int, desks: Sequence[Desk]) -> str:
    shared = [desk.outlet for desk in desks if len(desk.reports) > 1]
    head = (
        f"{_count(reports, 'report')}: strong edges leave {_count(strict, 'independent story', 'independent stories')}"
    )
    if everything == strict:
        return f"{head}, and neither weaker edges nor shared desks join any of them."
    desk = f" and shared desks ({', '.join(shared[:5])}{', ...' if len(shared) > 5 else ''})" if shared else ""
    return f"{head}; weaker edges{desk} could bring that down to {everything}."


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _cut(long: Sequence[str]) -> tuple[str, ...]:
    if not long:
        return ()
    most = f"{LONGEST_TEXT:,} characters, and of these {SENTENCES_MOST:,} sentences at most,"
    return (f"Only the first {most} were compared of: {', '.join(long)}.",)


def _bare(empty: Sequence[str]) -> tuple[str, ...]:
    if not empty:
        return ()
    names = ", ".join(empty[:NAMED_MOST]) + (f" and {len(empty) - NAMED_MOST} more" if empty[NAMED_MOST:] else "")
    return (f"No sentence that can be compared, so that nothing but a copy of the whole text is recognised: {names}.",)
