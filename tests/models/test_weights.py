"""Files of weights that lie: every claim of the header is checked before it is used."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.errors import ModelError
from ripeness.models.minilm_graph import build_graph
from ripeness.models.weights import HEADER_MOST, read_tensors


def packed(header: Any, data: bytes = b"") -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + data


def entry(dtype: Any = "F32", shape: Any = (2, 3), offsets: Any = (0, 24)) -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": offsets}


GOOD = packed({"__metadata__": {"format": "pt"}, "a": entry(), "b": entry("I64", (), (24, 32))}, bytes(32))


def test_a_whole_file() -> None:
    values = np.arange(6, dtype="<f4")
    raw = packed({"b": entry("I64", (1,), (24, 32)), "a": entry()}, values.tobytes() + (7).to_bytes(8, "little"))
    tensors = read_tensors(raw, "file")
    np.testing.assert_array_equal(tensors["a"], values.reshape(2, 3))
    assert tensors["b"].tolist() == [7]
    assert not tensors["a"].flags.writeable


def test_an_array_without_numbers() -> None:
    assert read_tensors(packed({"a": entry("F32", (0, 3), (0, 0))}), "file")["a"].shape == (0, 3)


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (b"", "announce a header"),
        (b"\xff" * 8, "announce a header"),
        (packed({"a": entry()}, bytes(24))[:-1], "24 bytes and to lie at 0 to 24 of 23"),
        ((HEADER_MOST + 1).to_bytes(8, "little") + bytes(HEADER_MOST + 2), "announce a header"),
        (packed(b"{"), "not readable JSON"),
        (packed(b"\xff\xfe{}"), "not readable JSON"),
        (packed(b"[" * 200_000), "not readable JSON"),
        (packed(b'{"a": 1, "a": 2}'), "a key stands twice"),
        (packed([]), "not a JSON object"),
        (packed({"a": 3}), "no type"),
        (packed({"a": entry("F31")}), "no type"),
        (packed({"a": entry(["F32"])}), "no type"),
        (packed({"a": entry(shape=None)}), "no readable shape"),
        (packed({"a": entry(shape=(-2, -3))}), "no readable shape"),
        (packed({"a": entry(shape=(2.0, 3))}), "no readable shape"),
        (packed({"a": entry(shape=(True, 6))}), "no readable shape"),
        (packed({"a": entry(shape=(1,) * 9)}), "no readable shape"),
        (packed({"a": entry(shape=(10**4000,))}), "no readable shape"),
        (packed({"a": entry(offsets=(0,))}), "no readable shape"),
        (packed({"a": entry(shape=(2**62, 2**62))}, bytes(24)), "said to hold"),
        (packed({"a": entry(offsets=(24, 0))}, bytes(24)), "said to hold"),
        (packed({"a": entry(offsets=(0, 20))}, bytes(24)), "said to hold"),
        (packed({"a": entry(), "b": entry()}, bytes(24)), "overlap or leave a gap"),
        (packed({"a": entry(offsets=(8, 32))}, bytes(32)), "overlap or leave a gap"),
        (packed({"a": entry()}, bytes(25)), "1 bytes at its end"),
    ],
)
def test_a_file_that_lies(raw: bytes, seen: str) -> None:
    with pytest.raises(ModelError, match=seen) as caught:
        read_tensors(raw, "weights.safetensors")
    assert str(caught.value).startswith("weights.safetensors: ")
    assert "ripeness models install" in str(caught.value)


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255), st.integers(0, len(GOOD)))
def test_any_damage_is_told_or_harmless(place: int, byte: int, cut: int) -> None:
    raw = bytearray(GOOD)
    raw[place] = byte
    for damaged in (bytes(raw), GOOD[:cut]):
        try:
            tensors = read_tensors(damaged, "file")
        except ModelError:
            continue
        assert sum(array.nbytes for array in tensors.values()) <= len(damaged)


def test_a_graph_of_other_weights_is_refused() -> None:
    pytest.importorskip("onnx")
    with pytest.raises(ModelError, match="is missing"):
        build_graph({})
    words = np.zeros((30_522, 12), np.float32)
    with pytest.raises(ModelError, match=r"is float32 \[30522, 12\], not float32 \[30522, 384\]"):
        build_graph({"embeddings.word_embeddings.weight": words})
