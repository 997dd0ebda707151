"""What bulk lineage asks of the rest of lineage, on values alone: keys of one report, the edge between two.

All that depends on how a report is held ready for comparison (``Prose``, runs) stands in this module.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from typing import Any, cast

import numpy as np

from ripeness.lineage.cites import citations
from ripeness.lineage.citing import cited_edge
from ripeness.lineage.edges import VERBATIM_STRONG, compare, judge, published_later, runs_of, verbatim
from ripeness.lineage.model import Aligned, Edge
from ripeness.lineage.outlets import canonical
from ripeness.lineage.prose import LONGEST_TEXT, Prose, background_weight, prose
from ripeness.lineage.shingles import Shingle
from ripeness.reports.model import Found, Passage, Report

HASH_BYTES = 8  # of which 63 bits are used, so that a key is a positive int64
KNOWN_KEYS = 200_000  # hashes that a process remembers
PACKED = 1  # zlib's level: a ready report becomes a fifth of its size


def report_of(row: Mapping[str, Any]) -> Report:
    """The report of a row of numbered reports (``files.REPORTS``); what lineage does not ask for is left empty."""
    return Report(
        row["id"],
        "",
        "",
        row["text"],
        outlet=_found(row["outlet"]),
        published=_found(row["published"]),
        source_lines=tuple(
            Passage(row["id"], line["start"], line["end"], row["text"][line["start"] : line["end"]])
            for line in row["source_lines"] or ()
        ),
    )


def _found(value: str | None) -> Found | None:
    return None if value is None else Found(value, "column")


def keys_of(report: Report, outlets: Iterable[str]) -> dict[str, Any]:
    """What finds the partners of a report, and the report itself held ready, as one row of ``steps.READY``."""
    own = prose(report)
    return {
        "outlet": canonical(report.outlet.value) if report.outlet else None,
        "published": report.published.value if report.published else None,
        "cites": sorted({citation.outlet for citation in citations(report, outlets)}),
        "runs": sorted(_key(" ".join(run)) for run in runs_of(own)),
        "terms": list(own.terms),
        "telling": sorted(_key(term) for term in own.telling),
        "ready": zlib.compress(pickle.dumps(own, pickle.HIGHEST_PROTOCOL), PACKED),
        "cut": len(report.text) > LONGEST_TEXT,
    }


@lru_cache(maxsize=KNOWN_KEYS)
def _key(words: str) -> int:
    """A number for a run or a term, the same in every process."""
    return int.from_bytes(blake2b(words.encode(), digest_size=HASH_BYTES).digest(), "big") >> 1


def same_text(a: frozenset[int], b: frozenset[int]) -> bool:
    """Whether two reports with these runs are copies of one text, as against the pile they are counted."""
    one, other = cast(frozenset[Shingle], a), cast(frozenset[Shingle], b)  # only counted, never looked into
    return verbatim(one, other) >= VERBATIM_STRONG


def not_earlier(citing: str | None, cited: str | None) -> bool:
    """Whether a report published at ``citing`` may rest on one published at ``cited``."""
    a, b = (Report("", "", "", "", published=_found(when)) for when in (citing, cited))
    return published_later(a, b) is not False


Ready = tuple[Prose, frozenset[Shingle]]


def unpacked(packed: bytes, levels: Mapping[str, int]) -> Ready:
    """A report ready to be compared, its background terms weighed down; ``levels`` as ``background_level`` says."""
    own = cast(Prose, pickle.loads(zlib.decompress(packed)))  # noqa: S301  written by keys_of into this run's own folder
    kept = np.array([background_weight(levels.get(term, 0)) for term in own.terms], dtype=np.float32)
    return replace(own, weight=own.weight * kept), runs_of(own)


def edge_between(a: Ready, b: Ready, citing: int | None) -> Edge | None:
    """The edge between two reports in the order of the pile; ``citing``: which, 0 or 1, names the other's outlet."""
    pair = compare(a[0], b[0], a[1], b[1])
    edge = judge(pair)
    if citing is None:
        return edge
    reports = (a[0].report, b[0].report)
    return cited_edge(pair, edge, reports[citing], reports[1 - citing])


def edge_row(edge: Edge) -> dict[str, Any]:
    """An edge as a row of ``steps.EDGE``."""
    return {
        "from": edge.source,
        "to": edge.target,
        "kind": edge.kind,
        "strength": edge.strength,
        "score": edge.score,
        "directed": edge.directed,
        "rule": edge.rule,
        "aligned": [
            {"a": _passage_row(both.a), "b": _passage_row(both.b), "score": both.score} for both in edge.aligned
        ],
    }


def _passage_row(passage: Passage) -> dict[str, Any]:
    return {"start": passage.start, "end": passage.end, "exact": passage.exact}


def edge_of(row: Mapping[str, Any]) -> Edge:
    """The edge of a row, as ``edge_row`` makes it."""
    source, target = row["from"], row["to"]
    return Edge(
        source,
        target,
        row["kind"],
        row["strength"],
        row["score"],
        row["directed"],
        row["rule"],
        tuple(
            Aligned(Passage(source, **both["a"]), Passage(target, **both["b"]), both["score"])
            for both in row["aligned"]
        ),
    )
