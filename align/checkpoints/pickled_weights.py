"""Reads the tensors of a pickled checkpoint (`pytorch_model.bin`) with NumPy, and runs nothing that is in it.

`torch.save` writes a ZIP archive since PyTorch 1.6, and wrote several pickles in a row before, with the numbers behind
them (torch/serialization.py). Of both kinds only what builds tables of tensors is read: any other name in the pickle is
refused before it is looked up.
"""

from __future__ import annotations

import math
import os
import pickle
import struct
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_MAGIC, _PROTOCOL = 0x1950A86A20F9469CFC6C, 1001
_TYPES: dict[str, np.dtype[Any]] = {
    "FloatStorage": np.dtype("<f4"),
    "HalfStorage": np.dtype("<f2"),
    "DoubleStorage": np.dtype("<f8"),
    "BFloat16Storage": np.dtype("<u2"),
    "LongStorage": np.dtype("<i8"),
    "IntStorage": np.dtype("<i4"),
    "ShortStorage": np.dtype("<i2"),
    "CharStorage": np.dtype("<i1"),
    "ByteStorage": np.dtype("<u1"),
    "BoolStorage": np.dtype("?"),
}
_MAX_TABLE = 64 << 20
"""Bytes of the pickle itself, without the numbers: a checkpoint's has some tens of thousands."""


@dataclass
class Storage:
    """Numbers in a row, which one or more tensors show."""

    kind: str
    size: int
    numbers: Array = field(default_factory=lambda: np.zeros(0))

    def fill(self, stream: IO[bytes], size: int) -> None:
        """Read its numbers from a stream that has `size` bytes. Raises ValueError where it needs others."""
        needed = self.size * _TYPES[self.kind].itemsize
        data = stream.read(needed) if needed <= size else b""
        if len(data) != needed:
            raise ValueError(f"a tensor has {size} bytes, and should have {needed}")
        numbers = np.frombuffer(data, _TYPES[self.kind])
        if self.kind == "BFloat16Storage":
            numbers = (numbers.astype("<u4") << 16).view("<f4")
        self.numbers = numbers


@dataclass(frozen=True)
class Tensor:
    """A view of a storage; `place` tells views of the same numbers."""

    storage: Storage
    offset: int
    sizes: tuple[int, ...]
    strides: tuple[int, ...]

    @property
    def place(self) -> tuple[int, int, tuple[int, ...]]:
        """The same for tensors that share their numbers, as tied embeddings do."""
        return id(self.storage), self.offset, self.sizes

    def array(self) -> Array:
        """Its numbers as an array of its own. Raises ValueError for a view that leads out of the storage: it is looked
        at here since a pickle may change what it has built."""
        numbers = self.storage.numbers
        places = (self.offset, *self.sizes, *self.strides)
        if not all(type(place) is int and place >= 0 for place in places):
            raise ValueError("a tensor has sizes that are none")
        if 0 in self.sizes:
            return np.zeros(self.sizes, numbers.dtype)
        last = sum((size - 1) * stride for size, stride in zip(self.sizes, self.strides, strict=True))
        if math.prod(self.sizes) > len(numbers) or self.offset + last >= len(numbers):
            raise ValueError("a tensor leads out of its numbers")
        strides = tuple(stride * numbers.itemsize for stride in self.strides)
        return np.lib.stride_tricks.as_strided(numbers[self.offset :], self.sizes, strides, writeable=False).copy()


def read_pickled(path: Path) -> dict[str, Tensor]:
    """Read a table of tensors by name.

    Raises any exception for a file that is broken or holds anything else, as unpickling does; OSError of the disk.
    """
    with open(path, "rb") as stream:
        zipped = stream.read(2) == b"PK"
        stream.seek(0)
        state = _unzipped(stream) if zipped else _in_a_row(stream)
    if not isinstance(state, Mapping) or not all(isinstance(value, Tensor) for value in state.values()):
        raise ValueError("it is not a table of tensors")
    return {str(name): tensor for name, tensor in state.items()}


def _unzipped(stream: BinaryIO) -> Any:
    try:
        with zipfile.ZipFile(stream) as archive:
            (name,) = (name for name in archive.namelist() if name.rpartition("/")[2] == "data.pkl")
            top = name.removesuffix("data.pkl")
            if f"{top}byteorder" in archive.namelist() and archive.read(f"{top}byteorder") != b"little":
                raise ValueError("its numbers have their bytes in the other order")
            if archive.getinfo(name).file_size > _MAX_TABLE:
                raise ValueError("its table of tensors is too large")
            with archive.open(name) as pickled:
                unpickler = _Unpickler(pickled)
                state = unpickler.load()
            for key, storage in unpickler.storages.items():
                member = archive.getinfo(f"{top}data/{key}")
                with archive.open(member) as numbers:
                    storage.fill(numbers, member.file_size)
    except (zipfile.BadZipFile, KeyError, NotImplementedError) as error:
        raise ValueError(f"the archive is broken ({error})") from error
    return state


def _in_a_row(stream: BinaryIO) -> Any:
    """What PyTorch wrote before 1.6: magic number, protocol, machine, table, names of storages, and their numbers."""
    magic, protocol = _Unpickler(stream).load(), _Unpickler(stream).load()
    if (magic, protocol) != (_MAGIC, _PROTOCOL):
        raise ValueError("it is no file of PyTorch")
    if not _Unpickler(stream).load().get("little_endian", False):
        raise ValueError("its numbers have their bytes in the other order")
    unpickler = _Unpickler(stream)
    state, names = unpickler.load(), _Unpickler(stream).load()
    length = os.fstat(stream.fileno()).st_size
    for name in names:
        storage = unpickler.storages[name]
        (size,) = struct.unpack("<q", stream.read(8))
        if size != storage.size:
            raise ValueError(f"a tensor has {size} numbers, and should have {storage.size}")
        storage.fill(stream, length - stream.tell())
    if unpickler.storages.keys() - set(names):
        raise ValueError("tensors are missing")
    return state


class _Unpickler(pickle.Unpickler):
    """Builds tables of tensors and nothing else."""

    def __init__(self, stream: Any):
        super().__init__(stream)
        self.storages: dict[str, Storage] = {}

    def find_class(self, module: str, name: str) -> Any:
        known = _KNOWN.get((module, name))
        if known is None and (module != "torch" or name not in _TYPES):
            raise pickle.UnpicklingError(f"it holds {module}.{name}"[:100])
        return known or name

    def persistent_load(self, pid: Any) -> Storage:
        kind, storage_kind, key, _, size, *view = pid
        if kind != "storage" or storage_kind not in _TYPES or any(view) or not 0 <= size < 1 << 40:
            raise pickle.UnpicklingError("it holds something else than tensors")
        return self.storages.setdefault(str(key), Storage(storage_kind, size))


def _tensor(storage: Any, offset: int, sizes: tuple[int, ...], strides: tuple[int, ...], *_: Any) -> Tensor:
    """Stands for `torch._utils._rebuild_tensor_v2`."""
    if not isinstance(storage, Storage):
        raise pickle.UnpicklingError("it holds something else than tensors")
    return Tensor(storage, offset, tuple(sizes), tuple(strides))


def _parameter(data: Any, *_: Any) -> Any:
    """Stands for `torch._utils._rebuild_parameter`."""
    return data


_KNOWN: dict[tuple[str, str], Callable[..., Any]] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch._utils", "_rebuild_tensor_v2"): _tensor,
    ("torch._utils", "_rebuild_parameter"): _parameter,
}
