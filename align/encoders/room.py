"""Memory for arrays that are needed again and again: new memory costs a tenth of the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import prod

import numpy as np
from numpy.typing import NDArray


class Room:
    """Memory that one thread uses from one block to the next."""

    def __init__(self) -> None:
        self._memory: dict[str, NDArray[np.float32]] = {}

    def of(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Give an array of this shape, with anything in it; it is the caller's until `name` is asked for again."""
        size = prod(shape)
        memory = self._memory.get(name)
        if memory is None or memory.size < size:
            memory = self._memory[name] = np.empty(size, dtype=np.float32)
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
