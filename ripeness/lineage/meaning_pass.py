"""The pass by meaning over a pile: which pairs are weighed by their sentences' meaning, and which edges that adds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from ripeness.lineage.cites import mentions
from ripeness.lineage.components import components, ordered
from ripeness.lineage.edges import compare, published_later
from ripeness.lineage.meaning import (
    EVIDENCE_BOUND,
    STORIES_AGREE,
    STORY_LOOK,
    CitedPassage,
    SentenceModel,
    cited_passages,
    judge_meaning,
    vectors_of,
    weigh,
)
from ripeness.lineage.model import Aligned, Desk, Edge
from ripeness.lineage.outlets import canonical
from ripeness.lineage.prose import Prose
from ripeness.lineage.sharing import ALL_PAIRS_REPORTS, TERM_REPORTS_MOST, sharing_pairs
from ripeness.reports.model import Report

# With a model, pairs that share this many: on the tune half of the labelled piles .99 of the pairs of a paraphrase
# or a free retelling with its family do, .88 share 8, and half of all pairs of one negotiation pass.
MEANING_TERMS_LEAST = 5


def with_meaning(
    pile: Sequence[Prose],
    edges: Sequence[Edge],
    model: SentenceModel,
    desks: Sequence[Desk],
) -> list[Edge]:
    """The edges, and those that only the meaning of sentences shows. A strong edge stays as it is."""
    found = {frozenset((edge.source, edge.target)): edge for edge in edges}
    named = _naming(pile)
    place = {own.report.id: index for index, own in enumerate(pile)}
    joined = ordered((place[edge.source], place[edge.target]) for edge in edges)
    pairs = sorted({*_meaning_candidates(pile), *ordered(named), *joined})
    open_pairs = [
        (i, j)
        for i, j in pairs
        if (edge := found.get(frozenset((pile[i].report.id, pile[j].report.id)))) is None or edge.strength != "strong"
    ]
    vectors = vectors_of(pile, (index for pair in open_pairs for index in pair), model)
    by_id = {pile[index].report.id: own for index, own in vectors.items()}
    fresh: list[tuple[float, int, int, Edge]] = []
    evidence = dict.fromkeys(joined, EVIDENCE_BOUND)
    for i, j in open_pairs:
        pair = compare(pile[i], pile[j])
        weighed = weigh(pair, by_id[pair.a.report.id], by_id[pair.b.report.id])
        if weighed is None:
            continue
        evidence[i, j] = weighed.evidence
        if (edge := judge_meaning(pair, weighed)) is not None:
            fresh.append((weighed.evidence, i, j, edge))
    for edge in _citing_by_meaning(pile, named, desks, by_id, _story_numbers(pile, edges)):
        found.setdefault(frozenset((edge.source, edge.target)), edge)
    for edge in _agreeing(pile, fresh, evidence, _story_numbers(pile, found.values())):
        key = frozenset((edge.source, edge.target))
        if key not in found or (edge.strength == "strong" and found[key].strength != "strong"):
            found[key] = edge
    return list(found.values())


def _agreeing(
    pile: Sequence[Prose],
    fresh: Sequence[tuple[float, int, int, Edge]],
    evidence: Mapping[tuple[int, int], float],
    stories: Sequence[int],
) -> list[Edge]:
    """The edges by meaning, best first, those between stories that do not agree as a whole sent to review."""
    groups: dict[int, list[int]] = {}
    for index, story in enumerate(stories):
        groups.setdefault(story, []).append(index)
    story_of = list(stories)
    edges = []
    for _, i, j, edge in sorted(fresh, key=lambda each: (-each[0], *sorted(pile[k].report.text for k in each[1:3]))):
        one, two = story_of[i], story_of[j]
        if edge.strength == "strong" and one != two:
            agreement = _agreement(pile, groups[one], groups[two], evidence)
            if agreement >= STORIES_AGREE:
                groups[one] += groups.pop(two)
                for index in groups[one]:
                    story_of[index] = one
            else:
                rule = (
                    f"{edge.rule} The reports joined to either do not agree as a whole (mean evidence {agreement:.1f})."
                )
                edge = replace(edge, strength="review", rule=rule)
        edges.append(edge)
    return edges


def _agreement(
    pile: Sequence[Prose], one: Sequence[int], two: Sequence[int], evidence: Mapping[tuple[int, int], float]
) -> float:
    """The mean bounded evidence across two stories; a pair that was not worth a comparison speaks against."""
    one, two = (sorted(group, key=lambda k: pile[k].report.text)[:STORY_LOOK] for group in (one, two))
    found = [evidence.get((min(i, j), max(i, j)), -EVIDENCE_BOUND) for i in one for j in two]
    return sum(min(max(each, -EVIDENCE_BOUND), EVIDENCE_BOUND) for each in found) / len(found)


def _story_numbers(pile: Sequence[Prose], edges: Iterable[Edge]) -> list[int]:
    place = {own.report.id: index for index, own in enumerate(pile)}
    return components(len(pile), [(place[e.source], place[e.target]) for e in edges if e.strength == "strong"]).tolist()


def _meaning_candidates(pile: Sequence[Prose]) -> set[tuple[int, int]]:
    """The pairs that are worth a comparison by meaning."""
    count = len(pile)
    if count <= ALL_PAIRS_REPORTS:
        return {(i, j) for i in range(count) for j in range(i + 1, count)}
    return set(sharing_pairs([own.telling_keys for own in pile], TERM_REPORTS_MOST, MEANING_TERMS_LEAST))


def _naming(pile: Sequence[Prose]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """(i, j) -> where report i names the outlet of report j, which is another's and did not come out later."""
    outlets: dict[str, list[int]] = {}
    for j, own in enumerate(pile):
        if own.report.outlet is not None:
            outlets.setdefault(canonical(own.report.outlet.value), []).append(j)
    last = Counter(outlet.rpartition(" ")[2] for outlet in outlets)
    found = {}
    for outlet, published in sorted(outlets.items()):
        alone = last[outlet.rpartition(" ")[2]] == 1
        for i, own in enumerate(pile):
            if i in published or not (places := mentions(own.report, outlet, alone)):
                continue
            for j in published:
                if published_later(own.report, pile[j].report) is not False:
                    found[i, j] = places
    return found


def _citing_by_meaning(
    pile: Sequence[Prose],
    named: dict[tuple[int, int], list[tuple[int, int]]],
    desks: Sequence[Desk],
    vectors: dict[str, np.ndarray],
    stories: Sequence[int],
) -> list[Edge]:
    """Edges from a report that names an outlet to the report of that outlet which tells what stands at the name.

    One report of each outlet, the best. None merges two stories: what a report cites is a part of it, and the rest is
    its own. A report that is of one story with the cited one is no news.
    """
    sources = {(desk.outlet, passage.report) for desk in desks for passage in desk.passages}
    edges = []
    for i, own in groupby(sorted(named), key=lambda pair: pair[0]):
        best: dict[str, tuple[int, list[CitedPassage]]] = {}
        for _, j in own:
            if pile[i].report.id not in vectors or pile[j].report.id not in vectors or stories[i] == stories[j]:
                continue
            outlet = _outlet(pile[j].report)
            source = (outlet, pile[i].report.id) in sources
            passages = cited_passages(pile[i], pile[j], named[i, j], vectors, source)
            if passages and (outlet not in best or passages[0].score > best[outlet][1][0].score):
                best[outlet] = (j, passages)
        edges += [_cites_edge(pile[i], pile[j], outlet, passages) for outlet, (j, passages) in sorted(best.items())]
    return edges


def _outlet(report: Report) -> str:
    return canonical(report.outlet.value) if report.outlet else ""


def _cites_edge(citing: Prose, cited: Prose, outlet: str, passages: Sequence[CitedPassage]) -> Edge:
    signals = "; ".join(dict.fromkeys(passage.signal for passage in passages if passage.signal))
    first = passages[0]
    rule = (
        f"{citing.report.id} names {outlet}{' as its source' if first.source else ''}, and beside the name tells what "
        f"{cited.report.id}, published by it, tells "
        f"(cosine {first.cosine:.2f}{'; shared besides: ' + signals if signals else ''})."
    )
    rows = tuple(
        Aligned(
            citing.passage((each.citing, each.citing + 1)),
            cited.passage((each.cited, each.cited + 1)),
            round(min(each.cosine, 1.0), 4),
        )
        for each in sorted(passages, key=lambda each: (each.citing, each.cited))
    )
    return Edge(citing.report.id, cited.report.id, "cites", "review", round(first.cosine, 4), True, rule, rows)
