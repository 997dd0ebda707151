"""Judge one pair of reports: is one a copy, an abridgement, a spun version or a paraphrase of the other?

Every threshold of lineage that merges reports stands here. Calibration, read by hand: 186,966 pairs of
612 reports of one summit (many wire copies, no lineage labels) and a set of invented reports (tests/lineage/data)
with known truth. On the summit the words alone decide little, for everybody writes of the same
people, places and background; hence verbatim overlap or *several* aligned sentences are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

import numpy as np

from ripeness.lineage.align import (
    BEAD_LEAST,
    MASS_LEAST,
    MASS_MOST,
    MERGE_DISCOUNT,
    RARITY,
    SHARE_SCORE,
    Alignment,
    Bead,
    beads_of,
    shorter_first,
    side_of,
)
from ripeness.lineage.model import Aligned, Edge, EdgeKind
from ripeness.lineage.prose import Prose
from ripeness.lineage.shingles import VERBATIM_LEAST, containment
from ripeness.lineage.words import NAME_WEIGHT
from ripeness.reports.model import Report

if TYPE_CHECKING:
    from ripeness.lineage.kernels import Limits

# Part of the shorter report's 4-word runs that stands in the longer. Of 14 summit pairs read at .50-.70
# all 14 shared running text of one wire story or one house; of 14 at .35-.50 13 did
# (one met in an aggregator's page), most of them in part: those are for the analyst.
VERBATIM_STRONG = 0.5
VERBATIM_REVIEW = 0.3
# As long as this part of the other, a report is a copy; shorter, it is an abridgement.
COPY_LENGTH = 0.7
# Spread of the words over the shorter report (Alignment.coverage). Invented set: independent reports
# reach .19 (a four-sentence brief against a report of the same event), retellings start at .26; two
# rewrites of one real article reach .23.
COVERAGE_STRONG = 0.22
COVERAGE_REVIEW = 0.20
# Sentences that carry the link: a bead of this score, with at least this much shared weight, half the
# report's mean, and telling words. Before the weight and the words were asked for, three such beads still
# passed summit pairs that shared only page furniture or last week's background. With all of it, 46 strong
# pairs below VERBATIM_STRONG were read (32 of the 98 that share under a quarter of their runs, 14 above): 45 carry one
# newsroom's text, some ten of them in part only (an agency's running log and its main story); 1 is doubtful.
SOLID_SCORE = 0.25
SOLID_WEIGHT = 0.6
SOLID_MASS = 0.5
SOLID_TELLING = 2  # shared words or numbers that are no names: names alone carry nothing
SOLID_STRONG = 4
SOLID_REVIEW = 3
# A very short report may pass with three, if they cover it.
COVERAGE_SHORT = 0.4
SHARE_STRONG = 0.55  # weight of the shorter report in sentences that align well
# A report with this many times the sentences offers every sentence some likeness by chance.
LENGTH_MOST = 8
# Aligned sentences of a spun text keep their words' order (longest common subsequence); invented set:
# spun .46-.58, paraphrase .33-.43.
SPUN_ORDER = 0.45
ORDER_WORDS = 200  # words of a bead in which it is looked for

# Spun text breaks nearly all runs (invented set: .07 remain at most); what keeps this part was edited by hand.
EDITED_RUNS = 0.2

ALIGNED_MOST = 40  # aligned passages kept with an edge
SAME_SHOWN = 2_000  # code points of a text that are kept with an edge between reports of the same text
Strength = Literal["strong", "review"]


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Two reports side by side, ``a`` the shorter."""

    a: Prose
    b: Prose
    alignment: Alignment
    contained: float  # part of a's 4-word runs that stands in b
    runs: int  # how many runs a has
    length: float  # a's runs / b's runs
    solid: int  # beads that carry the link


def verbatim(x: Prose, y: Prose) -> float:
    """The part of the smaller set of runs that stands in the larger; 0 where it is too small to tell.

    From VERBATIM_STRONG on two reports are of one copy group, by which background is counted.
    """
    small, large = sorted((x.runs, y.runs), key=len)
    return containment(small, large) if len(small) >= VERBATIM_LEAST else 0.0


def compare(x: Prose, y: Prose) -> Compared:
    """Measure a pair; symmetric in its arguments. Needs nothing but the two, as they are weighed in their pile."""
    from ripeness.lineage.kernels import compare_two

    a, b = shorter_first(x, y)
    return compared(a, b, *compare_two(side_of(a), side_of(b), limits()))


def compared(a: Prose, b: Prose, figure: np.ndarray, bead: np.ndarray, merit: np.ndarray) -> Compared:
    """A pair from what the loops give for it, ``a`` the shorter."""
    from ripeness.lineage import kernels as of

    coverage, unordered, share, total = (float(figure[at]) for at in (of.COVERAGE, of.UNORDERED, of.SHARE, of.TOTAL))
    alignment = Alignment(beads_of(bead, merit), coverage, unordered, share, total)
    length = len(a.runs) / max(1, len(b.runs))
    return Compared(a, b, alignment, float(figure[of.CONTAINED]), len(a.runs), length, int(figure[of.SOLID]))


def limits() -> Limits:
    """The thresholds that the loops need."""
    from ripeness.lineage.kernels import Limits

    return Limits(
        rarity=RARITY,
        bead_least=BEAD_LEAST,
        mass_least=MASS_LEAST,
        mass_most=MASS_MOST,
        merge_discount=MERGE_DISCOUNT,
        share_score=SHARE_SCORE,
        name_weight=float(np.float32(NAME_WEIGHT)),
        runs_least=float(VERBATIM_LEAST),
        solid_score=SOLID_SCORE,
        solid_weight=SOLID_WEIGHT,
        solid_mass=SOLID_MASS,
        solid_telling=float(SOLID_TELLING),
        keep_contained=VERBATIM_REVIEW,
        keep_solid=float(SOLID_REVIEW),
        keep_coverage=COVERAGE_REVIEW,
    )


def judge(pair: Compared) -> Edge | None:
    """The edge between two reports, or None where nothing but the subject is shared."""
    found = _by_runs(pair) or _by_alignment(pair) or _by_some_runs(pair)
    if found is None:
        return _by_whole_text(pair)
    kind, strength, score, rule = found
    source, target, directed, why = direction(pair, kind)
    return Edge(source, target, kind, strength, round(score, 4), directed, f"{rule} {why}", _aligned(pair, source))


def _by_whole_text(pair: Compared) -> Edge | None:
    """Reports of one text are copies, though it has no sentences, or too few, that could be compared."""
    a, b = pair.a.report, pair.b.report
    if not pair.a.same[0] or pair.a.same[0] != pair.b.same[0]:
        return None
    later = published_later(a, b)
    source, target = (a, b) if later else (b, a)  # of two equal texts ``a`` is the one that came first into the pile
    why = "Which retells which, or whether both retell a third, is not known."
    if later is not None:
        why = "By their dates the first named is the later."
    rule = (
        f"The two texts are the same but for capitals and white space, {len(target.text):,} characters of them. {why}"
    )
    one, two = (own.passage(0, min(len(own.text), SAME_SHOWN)) for own in (source, target))
    rows = (Aligned(one, two, 1.0),)
    return Edge(source.id, target.id, "copy", "strong", 1.0, later is not None, rule, rows)


_Found = tuple[EdgeKind, Strength, float, str]


def _by_runs(pair: Compared) -> _Found | None:
    if pair.contained < VERBATIM_STRONG:
        return None
    percent = f"{pair.contained:.0%} of the shorter report's {pair.runs} four-word runs stand in the other"
    if pair.length >= COPY_LENGTH:
        return "copy", "strong", pair.contained, f"{percent}, which is about as long: the same text."
    return (
        "abridged",
        "strong",
        pair.contained,
        f"{percent}, which is longer ({1 / max(pair.length, 0.001):.1f} times).",
    )


def _by_some_runs(pair: Compared) -> _Found | None:
    if pair.contained < VERBATIM_REVIEW:
        return None
    text = (
        f"{pair.contained:.0%} of the shorter report's {pair.runs} four-word runs stand in the other: "
        f"a part is shared word for word, less than the {VERBATIM_STRONG:.0%} that merges two reports."
    )
    return "abridged" if pair.length < COPY_LENGTH else "copy", "review", pair.contained, text


def _by_alignment(pair: Compared) -> _Found | None:
    found = pair.alignment
    if pair.solid < SOLID_REVIEW or found.coverage < COVERAGE_REVIEW:
        return None
    order = word_order(pair)
    spread = order >= SPUN_ORDER or found.share >= SHARE_STRONG  # kept word order is a second signal by itself
    enough = pair.solid >= SOLID_STRONG and found.coverage >= COVERAGE_STRONG and spread
    covered = found.coverage >= COVERAGE_SHORT and found.share >= SHARE_STRONG
    alike = len(pair.b.length) <= LENGTH_MOST * len(pair.a.length)
    strong = alike and (enough or covered)
    text = (
        f"{pair.solid} passages tell the same in the same order (mean agreement {found.coverage:.2f} over the shorter "
        f"report, {found.share:.0%} of it in well-aligned sentences, word order kept {order:.0%}, "
        f"four-word runs shared {pair.contained:.0%})"
    )
    asked = f"agreement {COVERAGE_STRONG}, {SOLID_STRONG} passages, {SHARE_STRONG:.0%} well aligned"
    tail = "." if strong else f"; short of what merges two reports ({asked})."
    return _manner(pair, order), "strong" if strong else "review", found.coverage, text + tail


def _manner(pair: Compared, order: float) -> EdgeKind:
    """How an aligned retelling was made, from what it kept."""
    if pair.contained >= EDITED_RUNS:
        return "abridged" if pair.length < COPY_LENGTH else "paraphrase"
    return "spun" if order >= SPUN_ORDER else "paraphrase"


def word_order(pair: Compared) -> float:
    """Mean longest common subsequence of the aligned sentences' words, as a part of the longer: 0..1."""
    from ripeness.lineage.kernels import common_in_order

    begin_a, begin_b = (np.concatenate(([0], np.cumsum(own.length))) for own in (pair.a, pair.b))
    parts = []
    for bead in pair.alignment.beads:
        a = pair.a.word[begin_a[bead.a[0]] : begin_a[bead.a[1]]][:ORDER_WORDS]
        b = pair.b.word[begin_b[bead.b[0]] : begin_b[bead.b[1]]][:ORDER_WORDS]
        parts.append(common_in_order(a, b) / max(len(a), len(b)))
    return sum(parts) / len(parts) if parts else 0.0


def direction(pair: Compared, kind: EdgeKind) -> tuple[str, str, bool, str]:
    """Source, target, whether that is known, and the words that say why."""
    a, b = pair.a.report, pair.b.report
    later = published_later(a, b)
    if kind == "abridged" and later is not False:
        return a.id, b.id, True, "The shorter retells the longer."
    if later is True:
        return a.id, b.id, True, "By their dates the first named is the later."
    if later is False and kind != "abridged":
        return b.id, a.id, True, "By their dates the first named is the later."
    return a.id, b.id, False, "Which retells which, or whether both retell a third, is not known."


def published_later(a: Report, b: Report) -> bool | None:
    """Whether ``a`` came out after ``b``; None where their dates do not tell."""
    if a.published is None or b.published is None:
        return None
    when_a, when_b = _moment(a.published.value), _moment(b.published.value)
    if when_a is None or when_b is None:
        return None
    if isinstance(when_a, datetime) and isinstance(when_b, datetime) and bool(when_a.tzinfo) == bool(when_b.tzinfo):
        return None if when_a == when_b else when_a > when_b
    day_a, day_b = _moment(a.published.value[:10]), _moment(b.published.value[:10])
    if day_a is None or day_b is None or day_a == day_b:
        return None
    return str(day_a) > str(day_b)


def _moment(value: str) -> date | datetime | None:
    try:
        return date.fromisoformat(value) if len(value) <= 10 else datetime.fromisoformat(value)
    except ValueError:
        return None


def _aligned(pair: Compared, source: str) -> tuple[Aligned, ...]:
    """The aligned passages in the order of the text, the weakest left out where there are too many."""
    beads = pair.alignment.beads or _equal_sentences(pair)
    best = sorted(beads, key=lambda bead: (-bead.score, bead.a))[:ALIGNED_MOST]
    flip = source != pair.a.report.id
    rows = []
    for bead in sorted(best, key=lambda bead: bead.a):
        passages = pair.a.passage(bead.a), pair.b.passage(bead.b)
        first, second = reversed(passages) if flip else passages
        rows.append(Aligned(first, second, round(min(bead.score, 1.0), 4)))
    return tuple(rows)


def _equal_sentences(pair: Compared) -> tuple[Bead, ...]:
    """Where no sentence has words of its own (all quotation): sentences with the same words."""
    ours, theirs = ([words.tobytes() for words in sentence_words(own)] for own in (pair.a, pair.b))
    places = {words: index for index, words in reversed(list(enumerate(theirs)))}
    return tuple(
        Bead((i, i + 1), (places[words], places[words] + 1), 1.0, 0.0)
        for i, words in enumerate(ours)
        if words in places
    )


def sentence_words(own: Prose) -> list[np.ndarray]:
    """The words of each sentence."""
    return np.split(own.word, np.cumsum(own.length)[:-1]) if len(own.length) else []
