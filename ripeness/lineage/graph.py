"""From pairs to stories: which reports to compare, what joins them, how many originals remain.

Stories are the connected components of the strong edges alone: each link of a chain has by itself
what merges two reports, and nothing is ever joined through a weak one. One guard is needed: a
round-up holds abridged copies of several unrelated stories and would chain them into one. A report
whose strong abridgements fall into groups that share nothing with each other is taken for a
round-up, and its edges go to review.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ripeness.lineage.cites import find_desks
from ripeness.lineage.components import components, ordered
from ripeness.lineage.edges import (
    VERBATIM_STRONG,
    Compared,
    compare,
    judge,
    passage_of,
    published_later,
    runs_of,
    verbatim,
)
from ripeness.lineage.meaning import SentenceModel
from ripeness.lineage.meaning_pass import with_meaning
from ripeness.lineage.model import Aligned, Desk, Edge, Independent, Lineage
from ripeness.lineage.outlets import canonical
from ripeness.lineage.prose import LONGEST_TEXT, Prose, against_pile, prose
from ripeness.lineage.shingles import ALL_PAIRS_REPORTS, TERM_REPORTS_MOST, Shingle, sharing_pairs
from ripeness.reports.model import Report

Progress = Callable[[int, int], None]  # pairs done, pairs in all

# A four-word run in more reports than this finds no candidates.
RUN_REPORTS_MOST = 150
# Candidates share this many runs, or this many telling words.
RUNS_LEAST = 8
TERMS_LEAST = 8
# A report that cites an outlet tells the story of that outlet's report in the pile if they agree so far:
# half of what merges two reports, for the citation is a second signal. Independent reports of the
# invented events reach .19 where one is very short, but seldom with two sentences.
CITES_COVERAGE = 0.12
CITES_BEADS = 2

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


def find_lineage(
    reports: Sequence[Report], progress: Progress | None = None, model: SentenceModel | None = None
) -> Lineage:
    """Find which of ``reports`` retell which, and how many independent originals stand behind them.

    With a ``model`` (``ripeness.models.Embedder``) paraphrases are found by the meaning of their sentences as well,
    without it by words alone. Neither the order of the reports nor their ids change the stories. ``progress``
    is called with the number of pairs compared and their total. Raises ``ValueError`` if two reports have the
    same id, and what the model raises.
    """
    ids = [report.id for report in reports]
    if len(set(ids)) < len(ids):
        raise ValueError(
            f"report ids must differ: {sorted({i for i in ids if ids.count(i) > 1})} stand twice in the pile"
        )
    pile = [prose(report) for report in reports]
    runs = [runs_of(own) for own in pile]
    close = sharing_pairs(runs, RUN_REPORTS_MOST, RUNS_LEAST)
    copies = components(
        len(pile), [pair for pair in close if verbatim(runs[pair[0]], runs[pair[1]]) >= VERBATIM_STRONG]
    )
    pile = against_pile(pile, copies)
    desks = find_desks(reports)
    citing = _citing_pairs(reports, desks)
    pairs = sorted({*_candidates(pile, close), *ordered(citing)})
    kept: dict[tuple[int, int], Compared] | None = None if model is None else {}
    edges = _edges(pile, runs, pairs, citing, progress, kept)
    if model is not None:
        edges = with_meaning(pile, runs, edges, model, kept or {}, desks)
    edges = _without_roundups(edges)
    place = {name: index for index, name in enumerate(ids)}
    edges = sorted(edges, key=lambda edge: (place[edge.source], place[edge.target]))
    strong = [(place[e.source], place[e.target]) for e in edges if e.strength == "strong"]
    shared = [(place[desk.reports[0]], place[other]) for desk in desks for other in desk.reports[1:]]
    stories = _partition(ids, strong)
    origins = _partition(ids, [(place[e.source], place[e.target]) for e in edges] + shared)
    independent = Independent(len(stories), len(origins), _why(len(ids), len(stories), len(origins), desks))
    return Lineage(tuple(edges), stories, origins, desks, independent, (_means(model), *NOTES, *_cut(pile)))


def _means(model: SentenceModel | None) -> str:
    if model is None:
        return WORDS_ALONE
    return (
        f"Paraphrases were found by words and by the meaning of sentences ({model.version}): a free paraphrase that "
        "leaves out much, adds its own and changes the order can still be missed and count as one more original."
    )


def _candidates(pile: Sequence[Prose], close: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """The pairs that are worth an alignment."""
    count = len(pile)
    if count <= ALL_PAIRS_REPORTS:
        return {(i, j) for i in range(count) for j in range(i + 1, count)}
    telling = [own.telling for own in pile]
    return {*close, *sharing_pairs(telling, TERM_REPORTS_MOST, TERMS_LEAST)}


def _edges(
    pile: Sequence[Prose],
    runs: Sequence[frozenset[Shingle]],
    pairs: Sequence[tuple[int, int]],
    citing: frozenset[tuple[int, int]],
    progress: Progress | None,
    kept: dict[tuple[int, int], Compared] | None,
) -> list[Edge]:
    """The edges by words; ``kept`` takes the pairs that no strong edge joins, for the pass by meaning."""
    edges: list[Edge] = []
    for done, (i, j) in enumerate(pairs, start=1):
        pair = compare(pile[i], pile[j], runs[i], runs[j])
        edge = judge(pair)
        if (i, j) in citing:
            edge = _cited(pair, edge, pile[i].report, pile[j].report)
        elif (j, i) in citing:
            edge = _cited(pair, edge, pile[j].report, pile[i].report)
        if edge is not None:
            edges.append(edge)
        if kept is not None and (edge is None or edge.strength != "strong"):
            kept[i, j] = pair
        if progress is not None:
            progress(done, len(pairs))
    return edges


def _citing_pairs(reports: Sequence[Report], desks: Sequence[Desk]) -> frozenset[tuple[int, int]]:
    """(i, j): report i names the outlet of report j as a source, and did not come out before it."""
    pairs = set()
    for desk in desks:
        rests = {passage.report for passage in desk.passages}
        own = [j for j, r in enumerate(reports) if r.outlet is not None and canonical(r.outlet.value) == desk.outlet]
        for i, report in enumerate(reports):
            if report.id in rests and i not in own:
                pairs.update((i, j) for j in own if published_later(report, reports[j]) is not False)
    return frozenset(pair for pair in pairs if (pair[1], pair[0]) not in pairs)


def _cited(pair: Compared, edge: Edge | None, citing: Report, cited: Report) -> Edge | None:
    """What a citation adds: a direction to an edge that is there, or an edge where the story is the same."""
    outlet = canonical(cited.outlet.value) if cited.outlet else cited.id
    if edge is not None:
        if edge.source != citing.id:
            flipped = tuple(Aligned(both.b, both.a, both.score) for both in edge.aligned)
            edge = replace(edge, source=citing.id, target=cited.id, aligned=flipped)
        rule = f"{edge.rule} {citing.id} names {outlet} as its source."
        if edge.strength == "review":
            return replace(edge, kind="cites", strength="strong", directed=True, rule=rule)
        return replace(edge, directed=True, rule=rule)
    found = pair.alignment
    if found.coverage < CITES_COVERAGE or len(found.beads) < CITES_BEADS:
        return None
    rule = (
        f"{citing.id} names {outlet} as its source, and {cited.id}, published by it, tells the same story "
        f"(mean agreement {found.coverage:.2f}, {len(found.beads)} aligned passages)."
    )
    rows = []
    for bead in found.beads:
        a = passage_of(pair.a, bead.a)
        b = passage_of(pair.b, bead.b)
        rows.append(
            Aligned(a, b, round(bead.score, 4)) if a.report == citing.id else Aligned(b, a, round(bead.score, 4))
        )
    return Edge(citing.id, cited.id, "cites", "review", round(found.coverage, 4), True, rule, tuple(rows))


def _without_roundups(edges: Sequence[Edge]) -> list[Edge]:
    """The edges, those into a round-up of unrelated stories sent to review."""
    linked = {frozenset((edge.source, edge.target)) for edge in edges}
    into: dict[str, list[Edge]] = {}
    for edge in edges:
        if edge.kind == "abridged" and edge.strength == "strong":
            into.setdefault(edge.target, []).append(edge)
    roundups = {target for target, short in into.items() if _groups(short, linked) > 1}
    return [
        replace(
            edge,
            strength="review",
            rule=f"{edge.rule} {edge.target} holds other, unrelated stories as well: a round-up.",
        )
        if edge.strength == "strong" and edge.kind == "abridged" and edge.target in roundups
        else edge
        for edge in edges
    ]


def _groups(short: Sequence[Edge], linked: set[frozenset[str]]) -> int:
    """How many groups the abridgements of one report form that stand apart in it and do not touch otherwise.

    A round-up tells one story after another; two abridgements whose sentences alternate are of one story.
    """
    touching = [
        (i, j)
        for i, one in enumerate(short)
        for j, two in enumerate(short[:i])
        if frozenset((one.source, two.source)) in linked or _overlap(one, two)
    ]
    return len(set(components(len(short), touching)))


def _overlap(one: Edge, two: Edge) -> bool:
    first, second = (
        (min(rows.b.start for rows in edge.aligned), max(rows.b.end for rows in edge.aligned)) for edge in (one, two)
    )
    return first[0] < second[1] and second[0] < first[1]


def _partition(ids: Sequence[str], pairs: Sequence[tuple[int, int]]) -> tuple[tuple[str, ...], ...]:
    groups: dict[int, list[str]] = {}
    for name, group in zip(ids, components(len(ids), pairs), strict=True):
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


def _cut(pile: Sequence[Prose]) -> tuple[str, ...]:
    cut = [own.report.id for own in pile if own.cut]
    if not cut:
        return ()
    return (f"Only the first {LONGEST_TEXT:,} characters were compared of: {', '.join(cut)}.",)
