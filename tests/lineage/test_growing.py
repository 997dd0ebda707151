"""A pile that grows gives what the whole pile gives at once: edge for edge, whatever the batches and their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from benchmarks import lineage_quality as quality
from ripeness.lineage import Growing, cites, citing, find_lineage, growing, prose, reading
from ripeness.lineage.background import Background
from ripeness.lineage.components import components
from ripeness.lineage.edges import VERBATIM_STRONG, compare, judge, verbatim
from ripeness.lineage.pile import Pile, packed
from ripeness.lineage.sharing import pairs_of, sharing_pairs
from ripeness.reports.model import Report
from tests.lineage.conftest import build

Make = Callable[..., Report]
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

VOCABULARY = [f"{a}{b}{c}" for a in ("bra", "cle", "dri", "flo", "gru") for b in "dlmnrt" for c in ("a", "ik", "os")]
# The first two are known for outlets by the pile alone, and one stands in the other.
OUTLETS = ("The Ice Edge", "Velm Courier at The Ice Edge", "Velm Courier", None, None)
CITED = ("Ice Edge", "Velm Courier", "Velm Courier at The Ice Edge")
PHRASE = "As agreed in the third round of talks at Sarrow nothing is agreed until all is agreed by both sides there."


def sentence(number: int) -> str:
    """One of some sentences of ten words."""
    chance = np.random.default_rng(number)
    return " ".join(chance.choice(VOCABULARY, 10)).capitalize() + "."


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Some of a few dozen sentences in a row, so that piles hold copies, abridgements, mixtures and strangers."""
    begin, length = draw(st.integers(0, 30)), draw(st.integers(1, 8))
    lines = [sentence(number) for number in range(begin, begin + length)]
    if draw(st.booleans()):
        lines.append(PHRASE)
    if draw(st.integers(0, 3)) == 0:
        lines.append(f"So much according to the {draw(st.sampled_from(CITED))}.")
    day = draw(st.none() | st.integers(1, 28).map(lambda day: f"2031-05-{day:02}"))
    return build("", " ".join(lines), draw(st.sampled_from(OUTLETS)), day)


@st.composite
def piles(draw: st.DrawFn) -> list[Report]:
    found = draw(st.lists(reports(), min_size=1, max_size=18))
    return [build(f"r{at}", r.text, r.outlet and r.outlet.value, r.published and r.published.value)
            for at, r in enumerate(found)]  # fmt: skip


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Caps, steps and switches so low that a pile of a dozen reports crosses all of them."""
    monkeypatch.setattr(growing, "ALL_PAIRS_REPORTS", 5)
    monkeypatch.setattr(growing, "RUN_REPORTS_MOST", 4)
    monkeypatch.setattr(growing, "TERM_REPORTS_MOST", 3)
    monkeypatch.setattr(citing, "CITED_REPORTS_MOST", 2)
    monkeypatch.setattr(growing, "INDEX_REPORTS", 7)
    monkeypatch.setattr(growing, "PAIRS_AT_ONCE", 10)
    monkeypatch.setattr(prose, "PILE_FREE", 1)


def batches(pile: Sequence[Report], cuts: Sequence[int]) -> list[Sequence[Report]]:
    bounds = sorted({0, len(pile), *(min(cut, len(pile)) for cut in cuts)})
    return [pile[start:end] for start, end in pairwise(bounds)]


@SLOW
@given(pile=piles(), cuts=st.lists(st.integers(0, 18), max_size=6), look=st.lists(st.booleans(), min_size=8))
def test_in_batches_as_at_once(small_limits: None, pile: list[Report], cuts: list[int], look: list[bool]) -> None:
    own = Growing()
    for batch, looked in zip(batches(pile, cuts), look, strict=False):
        own.add(batch)
        if looked:  # what was judged before must not show later
            assert own.lineage() == find_lineage(pile[: len(own)])
    found = find_lineage(pile)
    for kind in {edge.kind for edge in found.edges} or {"none"}:
        event(f"edges: {kind}")
    assert own.lineage() == found
    assert own.lineage() == found


@settings(SLOW, max_examples=4)
@given(chance=st.randoms(use_true_random=False))
def test_labelled_reports_in_random_batches_and_orders(chance) -> None:
    pile = [report for own in quality.piles()[:2] for report in own.reports]
    chance.shuffle(pile)
    own = Growing()
    for batch in batches(pile, [chance.randint(0, len(pile)) for _ in range(4)]):
        own.add(batch)
        own.lineage()
    found = find_lineage(pile)
    assert len(found.edges) > 50
    assert own.lineage() == found


@pytest.mark.parametrize("count", [151, 300])
def test_a_text_that_very_many_carry_is_one_story(make: Make, count: int) -> None:
    text = " ".join(sentence(number) for number in range(8))
    copies = [make(f"c{at}", text) for at in range(count)]
    assert_one_story(copies)


def test_near_copies_of_very_many_sites_are_one_story(make: Make) -> None:
    text = " ".join(sentence(number) for number in range(8))
    assert_one_story(
        [make(f"c{at}", f"Headline of site {at}\n{text} {sentence(100 + 2 * at)} {sentence(101 + 2 * at)}")
         for at in range(200)]
    )  # fmt: skip


def assert_one_story(copies: list[Report]) -> None:
    found = find_lineage(copies)
    assert found.independent.strict == 1
    own = Growing()
    for batch in batches(copies, [60, 149, 150, 151]):
        own.add(batch)
        assert own.lineage().independent.strict == 1
    assert own.lineage() == found


@pytest.mark.parametrize("text", ["外交部长周一表示，双方已经同意停火！", "قال الوزير لا", "Talks stall"])
def test_one_text_is_one_story_though_it_cannot_be_read(make: Make, text: str, small_limits: None) -> None:
    others = [make(f"o{at}", sentence(at)) for at in range(6)]
    pile = [
        make("a", text),
        *others,
        make("b", f" {text.upper()}\n"),
        make("c", text),
        make("empty", ""),
        make("e", " "),
    ]
    for day in (None, "2031-05-02"):
        pile[0] = make("a", text, None, day)
        pile[-3] = make("c", text, None, day and "2031-05-01")
        found = find_lineage(pile)
        assert found.stories == (("a", "b", "c"), *((other.id,) for other in others), ("empty",), ("e",))
        assert {(edge.kind, edge.strength, edge.score) for edge in found.edges} == {("copy", "strong", 1.0)}
        (edge,) = (edge for edge in found.edges if "b" not in (edge.source, edge.target))
        assert (edge.source, edge.target, edge.directed) == (("a", "c", True) if day else ("c", "a", False))
        assert "the same but for capitals" in edge.rule
        assert edge.aligned[0].a.exact == text
        own = Growing()
        for report in pile:
            own.add([report])
            own.lineage()
        assert own.lineage() == found
    note = next(note for note in found.notes if "No sentence" in note)
    assert note.endswith(": a, b, c, empty, e.")


def test_an_id_that_stands_twice_adds_nothing(make: Make) -> None:
    own = Growing()
    own.add([make("a", "One."), make("b", "Two.")])
    for more in ([make("c", "Three."), make("a", "Four.")], [make("c", "Three."), make("c", "Four.")]):
        with pytest.raises(ValueError, match="stand twice"):
            own.add(more)
    assert len(own) == 2
    own.add([make("c", "Three.")])
    assert own.lineage().stories == (("a",), ("b",), ("c",))


def test_only_pairs_whose_reports_changed_are_judged_again(invented_pile: list[Report]) -> None:
    own = Growing()
    own.add(invented_pile[:-1])
    own.lineage()
    own.add(invented_pile[-1:])
    seen: list[tuple[int, int]] = []
    own.lineage(lambda done, total: seen.append((done, total)))
    assert seen == [(seen[0][1],) * 2]
    assert 0 < seen[0][1] <= len(invented_pile) - 1
    seen.clear()
    own.lineage(lambda done, total: seen.append((done, total)))
    assert seen == []


def test_an_outlet_that_stands_in_the_name_of_a_later_one_is_withdrawn(make: Make) -> None:
    text = " ".join(sentence(number) for number in range(8))
    pile = [
        make("a", text, "Norhaven Sun", "2031-05-02"),
        make("x", f"{text} So much according to the Greater Norhaven Sun.", "Other Paper", "2031-05-02"),
        make("b", " ".join(sentence(number) for number in range(20, 28)), "Greater Norhaven Sun", "2031-05-01"),
    ]
    own = Growing()
    own.add(pile[:2])
    assert "names Norhaven Sun as its source" in own.lineage().edges[0].rule
    own.add(pile[2:])
    found = find_lineage(pile)
    assert own.lineage() == found
    assert [(desk.outlet, desk.reports) for desk in found.desks] == [("Greater Norhaven Sun", ("x", "b"))]
    assert "as its source" not in found.edges[0].rule


MUTUAL = (
    "There the lantern was mortar for us. Then an orchid with fathom to them. At last pigeon is her walnut.",
    "Of mortar he had no lantern. By fathom and our orchid it is. Not walnut but his pigeon were.",
)


@pytest.mark.parametrize("cuts", [[], [46], [47], [46, 47], [45, 46, 47]])
def test_reports_that_cite_each_other_in_different_batches(make: Make, cuts: list[int]) -> None:
    pile = [make(f"o{at}", " ".join(sentence(3 * at + line) for line in range(3))) for at in range(45)]
    pile += [
        make("before", sentence(900), "Norhaven Lantern"),
        make("i", f"{MUTUAL[0]}\nThis is all, according to the Norhaven Lantern, we hear.", "Reuters"),
        make("j", f"{MUTUAL[1]}\nThis is all, according to Reuters, we hear.", "Norhaven Lantern"),
    ]
    own = Growing()
    for batch in batches(pile, cuts):
        own.add(batch)
        own.lineage()
    assert own.lineage() == find_lineage(pile)
    assert (46, 47) not in map(tuple, pairs_of(own._citing.codes()).tolist())
    own.add([make("k", f"{MUTUAL[1]} The end.", "Norhaven Lantern")])
    assert (46, 48) in map(tuple, pairs_of(own._citing.codes()).tolist())


@pytest.mark.parametrize("stop_at", [1, 11])
def test_when_judging_is_broken_off_and_the_pile_grows_nothing_is_left(
    make: Make, small_limits: None, stop_at: int
) -> None:
    def stop(done: int, _: int) -> None:
        if done >= stop_at:
            raise KeyboardInterrupt

    text = " ".join(sentence(number) for number in range(8))
    pile = [make(f"c{at}", f"{text} {PHRASE}" if at % 3 else text) for at in range(4)]
    pile += [make(f"o{at}", f"{sentence(3 * (at // 2))} {sentence(1 + 3 * (at // 2))} {PHRASE}") for at in range(30)]
    pile += [make(f"d{at}", text) for at in range(6)]
    own, broken = Growing(), 0
    for batch in batches(pile, [4, 8, 20, 34, 35]):
        own.add(batch)
        for _ in range(2):
            try:
                own.lineage(stop)
            except KeyboardInterrupt:
                broken += 1
    assert broken
    assert own.lineage() == find_lineage(pile)


def test_when_judging_is_broken_off_it_can_go_on(small_limits: None) -> None:
    pile = [report for own in quality.piles()[:1] for report in own.reports]

    def stop(done: int, _: int) -> None:
        if done:
            raise KeyboardInterrupt

    own = Growing()
    for start in range(0, len(pile), 20):
        own.add(pile[start : start + 20])
        with pytest.raises(KeyboardInterrupt):
            own.lineage(stop)
        if start:
            own.lineage()
    assert own.lineage() == find_lineage(pile)


def test_when_reading_is_broken_off_the_rest_can_be_added(monkeypatch: pytest.MonkeyPatch) -> None:
    pile = [report for own in quality.piles()[:1] for report in own.reports]

    def citations(report: Report) -> tuple[cites.Citation, ...]:
        if report is pile[52]:
            raise OSError("gone")
        return cites.citations(report)

    own = Growing()
    monkeypatch.setattr(reading, "BATCH", 5)
    with monkeypatch.context() as broken:
        broken.setattr(reading, "citations", citations)
        with pytest.raises(OSError, match="gone"):
            own.add(pile)
    assert len(own) == 50
    assert own.lineage() == find_lineage(pile[:50])
    own.add(pile[50:])
    assert own.lineage() == find_lineage(pile)


def test_step_by_step_as_at_once(invented_pile: list[Report]) -> None:
    """The pure functions of each step, called report by report and pair by pair, make the same edges."""
    pile = [prose.prose(report) for report in invented_pile]
    close = sharing_pairs([own.runs for own in pile], growing.RUN_REPORTS_MOST, growing.RUNS_LEAST, stars=True)
    copies = [pair for pair in close if verbatim(*(pile[at] for at in pair)) >= VERBATIM_STRONG]
    counted = holders(invented_pile, components(len(pile), copies).tolist())
    stories = [np.array([len(counted[key]) for key in own.key.tolist()]) for own in pile]
    pile = [prose.in_pile(own, prose.background_level(held)) for own, held in zip(pile, stories, strict=True)]
    edges = [edge for one, two in combinations(pile, 2) if (edge := judge(compare(one, two))) is not None]
    found = find_lineage(invented_pile).edges
    assert len(invented_pile) <= growing.ALL_PAIRS_REPORTS
    assert sorted(edges, key=str) == sorted(found, key=str)
    assert len(edges) > 30


def holders(pile: Sequence[Report], group: Sequence[int]) -> dict[int, set[int]]:
    """The groups that hold each term, by looking."""
    found: dict[int, set[int]] = {}
    for report, own in zip(pile, group, strict=True):
        for key in prose.prose(report).key.tolist():
            found.setdefault(key, set()).add(own)
    return found


@SLOW
@given(
    pile=piles(), joins=st.lists(st.tuples(st.integers(0, 17), st.integers(0, 17)), max_size=12), cut=st.integers(0, 18)
)
def test_background_is_counted_by_group(pile: list[Report], joins: list[tuple[int, int]], cut: int) -> None:
    own, background = Pile(), Background()
    for part, most in ((pile[:cut], len(joins) // 2), (pile[cut:], len(joins))):
        before = [own.prose(report).weight.copy() for report in range(len(own))]
        own.extend(part, packed([prose.prose(report) for report in part]))
        some = [join for join in joins[len(joins) - most :] if max(join) < len(own)]
        group = components(len(own), some)
        stale = background.update(own, group)
        counted = holders(own.reports, group.tolist())
        for report in range(len(own)):
            found = own.prose(report)
            level = prose.background_level(np.array([len(counted[key]) for key in found.key.tolist()], dtype=np.int64))
            assert found.weight.tolist() == prose.in_pile(found, level).weight.tolist()
            if report < len(before) and not stale[report]:
                assert found.weight.tolist() == before[report].tolist()
