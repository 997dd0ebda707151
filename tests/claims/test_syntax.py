"""The parser: relations on plain sentences, and what holds for any tokens whatever."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.syntax import FOLDER, measure, readings
from ripeness.claims.syntax import Parse, parse
from ripeness.claims.syntax.kernels import best_tree
from ripeness.claims.syntax.network import Matrix
from ripeness.claims.syntax.treebank import Tree, as_read, direct_speech, is_tree, read_treebank
from ripeness.claims.syntax.units import PLACEHOLDER, units
from ripeness.claims.words import TOKENS_LIMIT, Token, words


def arcs(tokens: list[Token]) -> set[tuple[str, ...]]:
    """(dependent, label, head) by their words; the root's head is ''."""
    (made,) = parse([tokens])
    named = [token.text for token in tokens] + [""]
    return {
        (named[at], label, named[head]) for at, (label, head) in enumerate(zip(made.labels, made.heads, strict=True))
    }


PLAIN = {
    "The minister rejected the plan.": "minister nsubj rejected, plan obj rejected, rejected root ",
    "The plan was rejected by the minister.": "plan nsubj:pass rejected, minister obl:agent rejected",
    "The mediator gave the envoys a draft.": "mediator nsubj gave, envoys iobj gave, draft obj gave",
    "The president said that the army would withdraw.": (
        "president nsubj said, withdraw ccomp said, army nsubj withdraw, would aux withdraw, that mark withdraw"
    ),
    "She promised to release the prisoners.": "release xcomp promised, prisoners obj release",
    "They did not agree.": "not advmod agree, They nsubj agree, did aux agree",
    "They didn't agree.": "didn't aux agree, They nsubj agree",
    "The envoy, who met the general, left on Tuesday.": (
        "met acl:relcl envoy, general obj met, envoy nsubj left, Tuesday obl left"
    ),
    "Troops attacked the town and killed two men.": "killed conj attacked, men obj killed, town obj attacked",
    "If the talks fail, the war will go on.": "fail advcl go, talks nsubj fail, war nsubj go",
    "Norland's foreign minister could accept a 30-day cease-fire.": (
        "minister nsubj accept, could aux accept, cease-fire obj accept, Norland nmod:poss minister"
    ),
    "The general is a hero.": "is cop hero, general nsubj hero",
}
QUOTED = {
    "Q the minister said.": "Q ccomp said, minister nsubj said",
    "Q said the minister.": "Q ccomp said, minister nsubj said",
    "The minister said, Q": "Q ccomp said, minister nsubj said",
}


def wanted(text: str) -> set[tuple[str, ...]]:
    return {tuple(row.split(" ")) for row in text.split(", ")}


@pytest.mark.parametrize("text", PLAIN)
def test_relations_of_plain_sentences(text: str) -> None:
    assert wanted(PLAIN[text]) - arcs(words(text, 0, len(text))) == set()


@pytest.mark.parametrize("text", QUOTED)
def test_a_quotation_is_what_was_said(text: str) -> None:
    tokens = [Token(t.start, t.end, t.text, "quote", 0) if t.text == "Q" else t for t in words(text, 0, len(text))]
    assert wanted(QUOTED[text]) - arcs(tokens) == set()


def test_lemmas_and_tags() -> None:
    text = "The minister’s envoys weren't stopping; negotiations have been agreed, he wrote."
    tokens = words(text, 0, len(text))
    (made,) = parse([tokens])
    found = {token.text: (tag, lemma) for token, tag, lemma in zip(tokens, made.tags, made.lemmas, strict=True)}
    assert found["envoys"] == ("NOUN", "envoy")
    assert found["weren't"] == ("AUX", "be")
    assert found["stopping"] == ("VERB", "stop")
    assert found["agreed"] == ("VERB", "agree")
    assert found["wrote"] == ("VERB", "write")
    assert found["’s"][0] == "PART"


# --- what holds for any tokens -----------------------------------------------------------------

_PIECES = "the The army said cannot didn't 1,000 ... -- they'll ’s 's , . \" ( IRAN 30-day \x00 é 汉 -"
_texts = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(_PIECES.split(" ")), max_size=60).map(" ".join))


@st.composite
def _sentences(draw: st.DrawFn) -> list[Token]:
    text = draw(_texts)
    tokens = words(text, 0, len(text))
    masked = draw(st.sets(st.integers(0, max(0, len(tokens) - 1)), max_size=3))
    return [Token(t.start, t.end, t.text, "quote", 0) if at in masked else t for at, t in enumerate(tokens)]


def check(tokens: list[Token], made: Parse) -> None:
    assert len(tokens) == len(made.tags) == len(made.heads) == len(made.labels) == len(made.lemmas)
    if not tokens:
        return
    assert [at for at, head in enumerate(made.heads) if head < 0] == [made.labels.index("root")]
    assert made.labels.count("root") == 1
    assert all(-1 <= head < len(tokens) and head != at for at, head in enumerate(made.heads))
    assert is_tree(made.heads)
    assert all(lemma == lemma.lower() for lemma in made.lemmas)


@given(st.lists(_sentences(), max_size=4))
@settings(max_examples=80, deadline=None)
def test_any_tokens_make_trees_and_the_batch_changes_nothing(sentences: list[list[Token]]) -> None:
    together = parse(sentences)
    assert len(together) == len(sentences)
    for tokens, made in zip(sentences, together, strict=True):
        check(tokens, made)
        assert parse([tokens]) == [made]


def test_a_sentence_of_garbage_is_bounded() -> None:
    text = "x1 , " * (TOKENS_LIMIT + 50) + "-" * 3_000 + "a" * 5_000
    tokens = words(text, 0, len(text))
    check(tokens, parse([tokens])[0])


@given(st.integers(1, 7), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_the_best_tree_is_the_best_of_all_projective_trees(size: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(size, size + 1)).astype(np.float32)
    heads = np.full(size, -9, dtype=np.int64)
    best_tree(scores, 0, heads)

    def worth(tree: tuple[int, ...]) -> float:
        return float(sum(scores[at, head + 1] for at, head in enumerate(tree)))

    found = tuple(heads.tolist())
    assert _projective(found)
    assert worth(found) >= max(map(worth, _all_trees(size))) - 1e-4


def _all_trees(size: int) -> list[tuple[int, ...]]:
    if size > 5:  # 7 ** 7 is too many: a sample that is good enough to be beaten
        rng = np.random.default_rng(size)
        drawn = [tuple(int(x) for x in row) for row in rng.integers(-1, size, (4000, size))]
    else:
        drawn = [tuple(int(x) - 1 for x in np.unravel_index(n, (size + 1,) * size)) for n in range((size + 1) ** size)]
    return [tree for tree in drawn if _projective(tree)] or [tuple(range(-1, size - 1))]


def _projective(heads: tuple[int, ...]) -> bool:
    if heads.count(-1) != 1 or any(head == at for at, head in enumerate(heads)) or not is_tree(heads):
        return False
    spans = [(min(at, head), max(at, head)) for at, head in enumerate(heads) if head >= 0]
    crossing = any(a < c < b < d for a, b in spans for c, d in spans)
    root = heads.index(-1)
    return not crossing and not any(a < root < b for a, b in spans)


@given(st.integers(1, 400), st.integers(1, 90), st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_a_product_does_not_depend_on_the_rows_beside_it(rows: int, words_there: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    whole = rng.integers(-127, 128, (rows, 33)).astype(np.int8)
    matrix = Matrix(whole, rng.random(33).astype(np.float32), reach=8.0)
    x = rng.normal(size=(words_there, rows)).astype(np.float32) * 3
    together = matrix.times(x)
    exact = np.clip(np.rint(x * matrix.step), -matrix.most, matrix.most).astype(np.int64) @ whole.astype(np.int64)
    assert np.array_equal(together, exact.astype(np.float32) * matrix.scale)
    assert np.array_equal(together[-1:], matrix.times(x[-1:]))


# --- cutting and putting together --------------------------------------------------------------


def test_units_follow_the_treebank() -> None:
    text = "They cannot pay $1,000 ... and didn't."
    forms = [unit.form for unit in units(words(text, 0, len(text)))]
    assert forms == ["They", "can", "not", "pay", "$", "1,000", "...", "and", "did", "n't", "."]


def test_a_tree_is_read_with_hyphenated_words_in_one() -> None:
    text = 'A cease-fire holds, "we hope".'
    forms = ("A", "cease", "-", "fire", "holds", ",", '"', "we", "hope", '"', ".")
    spans, at = [], 0
    for form in forms:
        start = text.index(form, at)
        at = start + len(form)
        spans.append((start, at))
    tags = ("DET", "VERB", "PUNCT", "NOUN", "VERB", "PUNCT", "PUNCT", "PRON", "VERB", "PUNCT", "PUNCT")
    heads = (3, 3, 3, 4, -1, 8, 8, 8, 4, 8, 4)
    labels = ("det", "compound", "punct", "nsubj", "root", "punct", "punct", "nsubj", "parataxis", "punct", "punct")
    tree = Tree(forms, forms, tags, tags, heads, labels, text, tuple(spans))
    whole = as_read(tree)
    assert whole is not None
    assert whole.forms == ("A", "cease-fire", "holds", ",", '"', "we", "hope", '"', ".")
    assert whole.heads == (1, 2, -1, 6, 6, 6, 2, 6, 2)
    assert whole.tags[1] == "NOUN"
    masked = as_read(tree, mask=True)
    assert masked is not None
    assert masked.forms == ("A", "cease-fire", "holds", ",", PLACEHOLDER, ".")
    assert masked.heads == (1, 2, -1, 4, 2, 2)


def test_direct_speech_is_made_of_indirect_speech() -> None:
    forms = ("She", "said", "that", "they", "agree", ".")
    tags = ("PRON", "VERB", "SCONJ", "PRON", "VERB", "PUNCT")
    lemmas, heads = ("she", "say", "that", "they", "agree", "."), (1, -1, 4, 4, 1, 1)
    tree = Tree(forms, lemmas, tags, tags, heads, ("nsubj", "root", "mark", "nsubj", "ccomp", "punct"))
    made = direct_speech(tree)
    assert [each.forms for each in made] == [
        ("She", "said", PLACEHOLDER, "."),
        (PLACEHOLDER, "She", "said", "."),
        (PLACEHOLDER, "said", "She", "."),
    ]
    assert all(is_tree(each.heads) and each.labels[each.forms.index(PLACEHOLDER)] == "ccomp" for each in made)


def test_nothing_heavy_is_loaded_before_the_first_sentence() -> None:
    code = "import sys, ripeness.claims.syntax; print(*({'numba', 'ripeness.claims.syntax.network'} & {*sys.modules}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_the_weights_have_their_licence_and_card_beside_them() -> None:
    folder = Path(sys.modules[parse.__module__].__file__ or "").parent / "weights"
    assert "Attribution-ShareAlike 4.0" in (folder / "LICENSE").read_text(encoding="utf-8")
    assert "CC BY-SA 4.0" in (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert sum(path.stat().st_size for path in folder.iterdir()) < 12_000_000


# --- the treebank ------------------------------------------------------------------------------

# Measured on the test part of UD English EWT; floors are half a point below (quotations: one).
FLOORS = {
    "gold tokens": {"UPOS": 95.6, "UAS": 87.5, "LAS": 84.8},
    "as read": {"UPOS": 95.4, "UAS": 87.8, "LAS": 85.1},
    "quotations as one word": {"UPOS": 93.7, "UAS": 83.4, "LAS": 80.2},
    "title case": {"UPOS": 95.0, "UAS": 87.5, "LAS": 84.8},
}


@pytest.mark.slow
@pytest.mark.parametrize("reading", FLOORS)
def test_accuracy_on_the_treebank(reading: str) -> None:
    path = FOLDER / "en_ewt-ud-test.conllu"
    if not path.is_file():
        pytest.skip("../shared/reference/ud-ewt is not beside this checkout")
    figures, _ = measure(readings(read_treebank(path))[reading])
    assert {name: figures[name] for name, floor in FLOORS[reading].items() if figures[name] < floor} == {}
