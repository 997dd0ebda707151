"""What must not matter (order, ids, duplicates) and what must (citations, dates, round-ups)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ripeness.lineage import Lineage, citing, find_lineage, growing, prose
from ripeness.lineage.gazetteer import folded
from ripeness.lineage.words import SURFACES_MOST, stem_of
from ripeness.reports.model import Report, holds

Make = Callable[..., Report]
TextOf = Callable[[str], str]
SLOW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def partition(lineage: Lineage, names: dict[str, str] | None = None) -> set[frozenset[str]]:
    return {frozenset((names or {}).get(name, name) for name in story) for story in lineage.stories}


@pytest.fixture(scope="module")
def some(invented_pile: list[Report]) -> list[Report]:
    return [r for r in invented_pile if r.id.startswith(("harbour", "mines"))]


@SLOW
@given(chance=st.randoms(use_true_random=False))
def test_order_and_ids_change_nothing(some: list[Report], chance) -> None:
    before = find_lineage(some)
    shuffled = list(some)
    chance.shuffle(shuffled)
    names = {f"x{index}": report.id for index, report in enumerate(shuffled)}
    renamed = [replace(report, id=name) for name, report in zip(names, shuffled, strict=True)]
    after = find_lineage(renamed)
    assert partition(after, names) == partition(before)
    assert {(frozenset((names[e.source], names[e.target])), e.kind, e.strength, e.score) for e in after.edges} == {
        (frozenset((e.source, e.target)), e.kind, e.strength, e.score) for e in before.edges
    }
    assert [name for story in after.stories for name in story if name == story[0]] == [s[0] for s in after.stories]


@SLOW
@given(which=st.integers(min_value=0, max_value=15))
def test_the_same_report_twice_is_a_copy_and_counts_once(some: list[Report], which: int) -> None:
    twin = replace(some[which % len(some)], id="twin")
    before, after = find_lineage(some), find_lineage([*some, twin])
    edge = next(e for e in after.edges if {e.source, e.target} == {"twin", some[which % len(some)].id})
    assert (edge.kind, edge.strength, edge.directed, edge.score) == ("copy", "strong", False, 1.0)
    assert after.independent.strict == before.independent.strict


def test_stories_and_origins_partition_the_pile_in_its_order(some: list[Report]) -> None:
    lineage = find_lineage(some)
    ids = [report.id for report in some]
    for groups in (lineage.stories, lineage.origins):
        assert sorted(name for group in groups for name in group) == sorted(ids)
        assert [ids.index(group[0]) for group in groups] == sorted(ids.index(group[0]) for group in groups)
        assert all(list(group) == sorted(group, key=ids.index) for group in groups)
    assert lineage.independent.all <= lineage.independent.strict == len(lineage.stories)


def test_an_empty_pile_and_empty_reports(make: Make) -> None:
    assert find_lineage([]).stories == ()
    assert find_lineage([]).independent.strict == 0
    lineage = find_lineage([make("a", ""), make("b", "  \n"), make("c", "Too short.")])
    assert lineage.edges == ()
    assert lineage.independent.strict == 3


def test_an_id_may_stand_only_once(make: Make) -> None:
    with pytest.raises(ValueError, match="'a'"):
        find_lineage([make("a", "One."), make("a", "Two.")])


def test_the_later_copy_retells_the_earlier(make: Make, text_of: TextOf) -> None:
    text = text_of("mines.original")
    edge = find_lineage([make("a", text, None, "2031-05-02"), make("b", text, None, "2031-05-03")]).edges[0]
    assert (edge.source, edge.target, edge.directed) == ("b", "a", True)
    edge = find_lineage([make("a", text, None, "2031-05-03"), make("b", text, None, "2031-05-03T10:00:00")]).edges[0]
    assert not edge.directed


def test_a_short_report_that_came_first_is_not_said_to_retell_the_long_one(make: Make, text_of: TextOf) -> None:
    short = make("short", text_of("ridge.abridged"), None, "2031-10-01")
    long = make("long", text_of("ridge.original"), None, "2031-10-02")
    edge = find_lineage([short, long]).edges[0]
    assert (edge.kind, edge.strength, edge.directed) == ("abridged", "strong", False)


def test_a_citation_gives_a_direction(make: Make, text_of: TextOf) -> None:
    source = make("source", text_of("harbour.original"), "The Aldova Herald")
    telling = make("telling", text_of("harbour.paraphrase") + "\nSo much according to the Aldova Herald.")
    lineage = find_lineage([source, telling])
    edge = lineage.edges[0]
    assert (edge.source, edge.target, edge.directed, edge.strength) == ("telling", "source", True, "strong")
    assert "Aldova Herald" in edge.rule
    desk = lineage.desks[0]
    assert desk.outlet == "Aldova Herald"
    assert desk.reports == ("source", "telling")
    assert "published by it" in desk.how


def test_a_citation_makes_an_edge_strong_and_leaves_it_its_kind(make: Make, text_of: TextOf) -> None:
    source = make("source", text_of("harbour.original"), "The Aldova Herald")
    part = "\n".join([*list(filter(None, text_of("harbour.original").split("\n")))[:3], text_of("mines.other1")])
    (without,) = find_lineage([source, make("part", part)]).edges
    (edge,) = find_lineage([source, make("part", f"{part}\nSo much according to The Aldova Herald.")]).edges
    assert (without.kind, without.strength, without.directed) == ("paraphrase", "review", False)
    assert (edge.kind, edge.strength, edge.directed) == ("paraphrase", "strong", True)
    assert (edge.source, edge.target) == ("part", "source")
    assert "part names Aldova Herald as its source." in edge.rule


def test_citing_an_outlet_on_another_story_makes_no_edge(make: Make, text_of: TextOf) -> None:
    lineage = find_lineage(
        [
            make("source", text_of("mines.original"), "The Aldova Herald"),
            make("other", text_of("ridge.other2") + "\nSalt is dear, according to The Aldova Herald."),
        ]
    )
    assert lineage.edges == ()
    assert (lineage.independent.strict, lineage.independent.all) == (2, 1)


def test_an_outlet_with_many_reports_finds_no_candidates_but_gives_directions(
    make: Make, text_of: TextOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growing, "ALL_PAIRS_REPORTS", 1)
    monkeypatch.setattr(growing, "TERM_REPORTS_MOST", 1)  # telling words find no candidates
    herald = "The Aldova Herald"
    pile = [make("source", text_of("harbour.original"), herald)]
    pile += [make(f"more{at}", text_of(f"{name}.other2"), herald) for at, name in enumerate(("mines", "ridge"))]
    part = "\n".join(filter(None, text_of("harbour.paraphrase").split("\n")[:3]))
    tail = f"\nSo much according to {herald}."
    pile += [make("part", f"{part}\n{text_of('mines.other1')}{tail}"), make("copy", text_of("harbour.original") + tail)]
    for most, kinds in ((3, {"cites", "copy"}), (2, {"copy"})):
        monkeypatch.setattr(citing, "CITED_REPORTS_MOST", most)
        for order in (pile, [*pile[3:], *pile[:3]]):
            edges = [edge for edge in find_lineage(order).edges if edge.target == "source"]
            assert {edge.kind for edge in edges} == kinds
            assert all(edge.directed for edge in edges)


def test_a_round_up_does_not_chain_two_stories(make: Make, text_of: TextOf) -> None:
    lineage = find_lineage(
        [
            make("strike", text_of("mines.original")),
            make("grain", text_of("harbour.original")),
            make(
                "roundup",
                text_of("mines.original") + "\n" + text_of("harbour.original") + "\n" + text_of("ridge.other1"),
            ),
        ]
    )
    assert len(lineage.stories) == 3
    assert {e.strength for e in lineage.edges} == {"review"}
    assert all("roundup may hold several stories, as a round-up does" in e.rule for e in lineage.edges)


def test_shared_names_and_places_link_nobody(make: Make) -> None:
    a = (
        "Mira Tallec toured the cannery at Velm before breakfast. Tobias Renn lost his luggage on the train to Sarrow. "
        "Yusra Adane published a cookery book in Imra. Kell Orsini opened a velodrome near Lissen. "
        "Petra Lindqvist judged a choir contest in Torvald. Corin Vale fell off a horse outside Saint Orlo."
    )
    b = (
        "Dockers in Velm burned an effigy of Mira Tallec. Tobias Renn dined alone by the lake at Sarrow. "
        "Shells hit Imra while Yusra Adane was abroad. Kell Orsini sacked the governor of Lissen for fraud. "
        "Torvald elected Petra Lindqvist to its senate. Saint Orlo buried its abbot, and Corin Vale wept."
    )
    assert find_lineage([make("a", a), make("b", b)]).edges == ()


QUOTES = (
    '"We came to the lake to talk and we leave it having talked, which is more than our fathers managed," Tallec said.',
    '"There will be no settlement that our children have to apologise for in front of other children," Tallec said.',
    '"I will not read you the clauses, for the clauses will be read to parliament before anybody else," Tallec said.',
    '"Ask me again in the spring and I will answer you from the quay with grain dust on my shoes," Tallec said.',
)


def test_the_same_words_of_a_speaker_link_nobody(make: Make) -> None:
    a = [
        "Rain fell on the delegates as umbrellas were handed round.",
        "A brass band packed up its instruments.",
        "Photographers jostled beside the fountain for a better view.",
        "Nobody had slept since Wednesday.",
    ]
    b = [
        "Markets in Norrland opened lower on thin volume.",
        "Bondholders studied the communique for hints.",
        "The crown slipped against its neighbours.",
        "Brokers doubted that insurers would move soon.",
    ]
    reports = [
        make(name, " ".join(x for both in zip(own, QUOTES, strict=True) for x in both))
        for name, own in (("a", a), ("b", b))
    ]
    assert find_lineage(reports).edges == ()


def test_source_lines_and_page_furniture_link_nobody(make: Make) -> None:
    tail = (
        "\nAll rights reserved by the publisher of these pages.\nSign up for the morning newsletter of the house.\n"
        "These pages may not be reproduced in any form without leave of the house.\n"
    )
    a = make("a", "The envoy crossed the frontier at dawn with two suitcases and a violin." + tail)
    b = make("b", "Wheat futures climbed after hail flattened fields around Velm." + tail)
    assert find_lineage([a, b]).edges == ()


def test_transcripts_that_are_all_quotation_can_still_be_copies(make: Make) -> None:
    text = " ".join(quote.replace(" Tallec said.", "") for quote in QUOTES)
    edge = find_lineage([make("a", text), make("b", text)]).edges[0]
    assert (edge.kind, edge.strength) == ("copy", "strong")
    assert edge.aligned
    assert all(holds(make("a", text), both.a) for both in edge.aligned)


def test_progress_counts_up_to_its_total(some: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "PAIRS_AT_ONCE", 50)
    seen: list[tuple[int, int]] = []
    find_lineage(some, lambda done, total: seen.append((done, total)))
    total = len(some) * (len(some) - 1) // 2
    assert seen == [(min(done, total), total) for done in range(50, total + 50, 50)]
    assert len(seen) > 2


def test_a_long_text_is_cut_and_the_notes_say_so(make: Make) -> None:
    text = "A sentence of seven plain words stands here. " * 6_000
    assert any("first 200,000" in note and "long" in note for note in find_lineage([make("long", text)]).notes)


def test_a_report_of_too_many_sentences_is_cut_and_the_notes_say_so(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prose, "SENTENCES_MOST", 40)
    telling = [f"The harbour master counted {n} crates of salt." for n in range(41)]
    whole, over = make("whole", " ".join(telling[:40])), make("over", " ".join(telling))
    told = make("told", " ".join([*telling[:40], *telling[:40], "Salt.", "The end"]))  # told twice is no more
    for report, cut in ((whole, False), (over, True), (told, False)):
        own = prose.prose(report)
        assert (len(own.length), own.cut) == (40, cut)
        assert len(own.sentences) == 40
        assert len(own.terms) == len(own.key)
    assert ["over" in note for note in find_lineage([whole, over]).notes if "sentences at most" in note] == [True]
    assert not any("sentences at most" in note for note in find_lineage([whole, told]).notes)


def test_what_is_kept_of_words_is_bounded() -> None:
    assert stem_of.cache_info().maxsize == folded.cache_info().maxsize == SURFACES_MOST
