"""What a room makes of a broken file: it is read, refused in one line that names it, or the room has a fault."""

from __future__ import annotations

import random
import re
import resource
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from align.errors import AlignError
from tests.fuzz.mutations import Make

LONGEST, MOST_MEMORY = 10, 1 << 30
"""Seconds and bytes that a case may take."""

Read = Callable[[Path], object]


@dataclass(frozen=True)
class Room:
    """`kind` groups rooms; `name` is that of the file; `cost` says how many times as long a case takes as most."""

    kind: str
    name: str
    make: Make
    read: Read
    cost: float = 1

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class TooLong(BaseException):
    """A case took longer than any may."""


def fault_of(room: Room, path: Path) -> tuple[bool, str]:
    """Whether the room takes the file, and what is wrong with how it does or does not; "" for nothing."""
    before = _peak()
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    taken, fault = False, ""
    try:
        room.read(path)
        taken = True
    except AlignError as error:
        line = str(error)
        if not line or "\n" in line or "\r" in line:
            fault = f"a message of no or more lines: {line!r}"
        elif error.path is None and str(path) not in line and room.kind not in ("beads", "catalogue"):
            fault = f"no file is named: {line!r}"
    except (TooLong, Exception) as error:  # noqa: BLE001  any of them is what is looked for
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/align/" in frame.filename]
        where = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-3:]))
        fault = f"{type(error).__name__} at {where}: {' '.join(str(error).split())[:200]}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if _peak() - before > MOST_MEMORY:
        fault = fault or "more than 1 GB"
    return taken, fault


@contextmanager
def timed() -> Iterator[None]:
    """Inside the block a case that takes too long is broken off, and is a fault."""
    old = signal.signal(signal.SIGALRM, _too_long)
    try:
        yield
    finally:
        signal.signal(signal.SIGALRM, old)


def _too_long(*about: object) -> None:
    raise TooLong


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def case(room: Room, seed: int, number: int) -> bytes:
    """The broken file of this number."""
    return room.make(random.Random(f"{room} {seed} {number}"))


def run_room(room: Room, seed: int, numbers: range, folder: Path, keep: Path | None = None) -> dict[str, Any]:
    """Put the files of these numbers before a room. Returns what came of them; the faults with one number each."""
    path = folder / room.name
    taken, faults, slowest = 0, Counter[str](), 0.0
    first: dict[str, int] = {}
    began = time.perf_counter()
    for number in numbers:
        path.write_bytes(case(room, seed, number))
        before = time.perf_counter()
        works, fault = fault_of(room, path)
        slowest = max(slowest, time.perf_counter() - before)
        taken += works and not fault
        if fault:
            kind = re.sub(r":(?! )[^<:]*$|(?<=: ).*", "", fault) if " at " in fault else fault[:60]
            faults[kind] += 1
            if kind not in first:
                first[kind] = number
                print(f"  FAULT {room}, case {number}: {fault}", flush=True)
                if keep is not None:
                    (keep / f"{room.kind}-{number}-{room.name}").write_bytes(path.read_bytes())
    return {
        "cases": len(numbers),
        "taken": taken,
        "refused": len(numbers) - taken - faults.total(),
        "faults": {kind: {"count": count, "first": first[kind]} for kind, count in faults.items()},
        "seconds": round(time.perf_counter() - began, 1),
        "slowest": round(slowest, 2),
        "peak_mb": _peak() >> 20,
    }
