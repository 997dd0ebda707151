"""What bulk lineage asks of the rest of lineage, on values alone: keys of one report, the edge between two.

All that depends on how a report is held ready for comparison (``Prose``, runs) stands in this module.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

import numpy as np

from ripeness.lineage.cites import OutletNames, citations
from ripeness.lineage.citing import with_citation
from ripeness.lineage.edges import VERBATIM_STRONG, compare, judge, published_later
from ripeness.lineage.model import Aligned, Edge
from ripeness.lineage.outlets import canonical
from ripeness.lineage.prose import Prose, in_pile, prose
from ripeness.lineage.shingles import VERBATIM_LEAST, containment
from ripeness.reports.model import Found, Passage, Report

PACKED = 1  # zlib's level


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


class Ready(NamedTuple):
    """A report ready to be compared, and what it says of outlets."""

    prose: Prose
    outlet: str | None  # by its canonical name
    names: frozenset[str]  # the outlets that it names as its sources


def keys_of(report: Report, outlets: OutletNames) -> dict[str, Any]:
    """What finds the partners of a report, and the report itself held ready, as one row of ``steps.READY``."""
    own = prose(report)
    names = {citation.outlet for citation in citations(report)}
    cites = names
    if told := outlets.in_text(report.text):
        cites = {citation.outlet for citation in citations(report, told)}
    outlet = canonical(report.outlet.value) if report.outlet else None
    ready = Ready(own, outlet, frozenset(names | cites))
    return {
        "outlet": outlet,
        "published": report.published.value if report.published else None,
        "names": sorted(ready.names),
        "cites": sorted(cites),
        "runs": own.runs,
        "terms": own.key,
        "telling": own.telling_keys,
        "same": own.same[own.same > 0],
        "ready": zlib.compress(pickle.dumps(ready, pickle.HIGHEST_PROTOCOL), PACKED),
        "cut": own.cut,
    }


def same_text(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether two reports with these runs are copies of one text, as against the pile they are counted."""
    small, large = sorted((a, b), key=len)
    return len(small) >= VERBATIM_LEAST and containment(small, large) >= VERBATIM_STRONG


def not_earlier(citing: str | None, cited: str | None) -> bool:
    """Whether a report published at ``citing`` may rest on one published at ``cited``."""
    a, b = (Report("", "", "", "", published=_found(when)) for when in (citing, cited))
    return published_later(a, b) is not False


class Levels:
    """The levels of the terms that are background; those of all others are 0."""

    def __init__(self, keys: np.ndarray, levels: np.ndarray) -> None:
        """``keys`` (uint64) are rising, ``levels`` (int8, as ``background_level`` says) parallel to them."""
        self._keys, self._levels = keys, levels

    def unpack(self, packed: bytes) -> Ready:
        """A report that ``keys_of`` packed, its background weighed down."""
        own = cast(Ready, pickle.loads(zlib.decompress(packed)))  # noqa: S301  from this run's own folder
        return own._replace(prose=in_pile(own.prose, self._of(own.prose.key)))

    def _of(self, keys: np.ndarray) -> np.ndarray:
        if not len(self._keys):
            return np.zeros(len(keys), dtype=np.int8)
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return np.where(self._keys[at] == keys, self._levels[at], np.int8(0))


def edge_between(a: Ready, b: Ready) -> Edge | None:
    """The edge between two reports, in the order of the pile."""
    pair = compare(a.prose, b.prose)
    edge = judge(pair)
    forth, back = _cites(a, b), _cites(b, a)
    if forth == back:
        return edge
    citing, cited = (a, b) if forth else (b, a)
    return with_citation(pair, edge, citing.prose.report, cited.prose.report)


def _cites(a: Ready, b: Ready) -> bool:
    if b.outlet is None or b.outlet not in a.names or b.outlet == a.outlet:
        return False
    return published_later(a.prose.report, b.prose.report) is not False


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
