"""The file of a CTranslate2 model, as CTranslate2's `specs/model_spec.py` writes it: binary version 6.

Later versions of CTranslate2 read the formats of earlier ones. What is written depends on nothing but the weights:
neither on the machine nor on the versions of libraries.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

BINARY_VERSION = 6

Array = npt.NDArray[Any]
Value = Callable[[], Array]
"""A variable, computed when it is written."""

_TYPES = ("float32", "int8", "int16", "int32", "float16")
"""The types of variables, by their numbers in the file."""


def write_binary(specification: tuple[str, int], values: Mapping[str, Value], stream: BinaryIO) -> None:
    """Write variables in the order of their names to a file; one that equals an earlier one becomes its alias.

    `specification` is the name of their layout and its revision. Matrices of weights are quantised to int8.
    """
    name, revision = specification
    stream.write(struct.pack("<I", BINARY_VERSION) + _text(name) + struct.pack("<I", revision))
    at, count = stream.tell(), 0
    stream.write(struct.pack("<I", 0))
    aliases: list[tuple[str, str]] = []
    first: dict[tuple[Any, ...], str] = {}
    for name in sorted(values):
        array = values[name]()
        if array.ndim:
            array = np.ascontiguousarray(array)
            key = (array.dtype.name, array.shape, hashlib.sha256(array.data).digest())
            if first.setdefault(key, name) != name:
                aliases.append((name, first[key]))
                continue
        for written, part in _quantised(name, array):
            stream.write(_variable(written, part))
            count += 1
    stream.write(struct.pack("<I", len(aliases)))
    stream.writelines(_text(alias) + _text(original) for alias, original in aliases)
    stream.seek(at)
    stream.write(struct.pack("<I", count))


def _quantised(name: str, array: Array) -> Iterator[tuple[str, Array]]:
    """A matrix of weights as int8, each row by its largest value, with the scales; anything else as it is."""
    if not name.endswith("/weight"):
        yield name, array
        return
    rows = array.astype(np.float32)
    largest = np.amax(np.absolute(rows), axis=1)
    largest[largest == 0] = 127.0
    scale = 127.0 / np.maximum(largest, np.float32(127) / np.finfo(np.float32).max)
    rows *= scale[:, None]
    yield name, np.rint(rows).astype(np.int8)
    yield f"{name}_scale", scale


def _variable(name: str, array: Array) -> bytes:
    sizes = b"".join(struct.pack("<I", size) for size in array.shape)
    kind = struct.pack("<B", _TYPES.index(array.dtype.name))
    data = array.tobytes()
    return _text(name) + struct.pack("<B", array.ndim) + sizes + kind + struct.pack("<I", len(data)) + data


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<H", len(data) + 1) + data + b"\0"
