"""Memory for arrays that are needed again and again: new memory costs a tenth of the time."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import prod

import numpy as np
from numpy.typing import NDArray


def large_array(*shape: int) -> NDArray[np.float32]:
    """Give zeros in memory of their own: in large pages where there are such, and back with the system when they are
    no longer used. (Of what NumPy allocates in threads the process may keep a hundred megabytes.)"""
    try:
        memory = mmap.mmap(-1, max(1, prod(shape)) * 4)
    except OSError as error:
        raise MemoryError(f"no room for {prod(shape)} numbers") from error
    if hasattr(mmap, "MADV_HUGEPAGE"):
        with suppress(OSError):  # a system without large pages
            memory.madvise(mmap.MADV_HUGEPAGE)
    return np.frombuffer(memory, dtype=np.float32, count=prod(shape)).reshape(shape)


class Room:
    """Memory that one thread uses from one block to the next."""

    def __init__(self) -> None:
        self._memory: dict[str, NDArray[np.float32]] = {}

    def of(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Give an array of this shape, with anything in it; it is the caller's until `name` is asked for again."""
        size = prod(shape)
        memory = self._memory.get(name)
        if memory is None or memory.size < size:
            memory = self._memory[name] = large_array(size)
        return memory[:size].reshape(shape)


class Rooms:
    """Rooms for as many threads as ask at the same time."""

    def __init__(self) -> None:
        self._free: list[Room] = []

    @contextmanager
    def one(self) -> Iterator[Room]:
        """Lend a room."""
        room = self._free.pop() if self._free else Room()
        yield room
        self._free.append(room)
