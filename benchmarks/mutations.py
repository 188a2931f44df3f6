"""Thousands of broken files for every reader, importer and store: each is read or refused in one line, or is a fault.

python benchmarks/mutations.py --cases 500 --keep findings
python benchmarks/mutations.py --only "corpus a.tmx" --cases 100000

Small good files (tests/fuzz/good_files.py) are changed by a seeded generator: bytes, slices and words of the format, two
files in one, the values of JSON, the parts of zip archives, the cells of databases. What the rooms (tests/fuzz/rooms.py)
make of them is counted. A fault is any error but an AlignError, one that has more lines than one or does not name its
file, more than 10 s, or more than 1 GB more. A case is named by room, seed and number, and comes again: `--case NUMBER`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from align.errors import AlignError

if TYPE_CHECKING:
    from tests.fuzz.rooms import Room

LONGEST, MOST_MEMORY = 10, 1 << 30
"""Seconds and bytes that a case may take."""


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
    except (TooLong, Exception) as error:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/align/" in frame.filename]
        where = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-3:]))
        fault = f"{type(error).__name__} at {where}: {' '.join(str(error).split())[:200]}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if _peak() - before > MOST_MEMORY:
        fault = fault or "more than 1 GB"
    return taken, fault


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


def main() -> int:
    from tests.fuzz.rooms import rooms

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=500, help="Broken files for each room.")
    parser.add_argument("--seed", type=int, default=1, help="Another seed gives other files.")
    parser.add_argument("--only", metavar="TEXT", default="", help="Rooms whose name has it.")
    parser.add_argument("--case", type=int, help="This file alone, with the traceback.")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="Where files that are faults go.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="Where the counts go.")
    options = parser.parse_args()
    if options.keep is not None:
        options.keep.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGALRM, _too_long)
    counts: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder, cases = Path(name, "cases"), range(options.cases)
        folder.mkdir()
        Path(name, "made").mkdir()
        for room in rooms(Path(name, "made")):
            if options.only not in str(room):
                continue
            if options.case is not None:
                (folder / room.name).write_bytes(case(room, options.seed, options.case))
                room.read(folder / room.name)
                continue
            counts[str(room)] = found = run_room(room, options.seed, cases, folder, options.keep)
            print(f"{room!s:34} {', '.join(f'{key} {value}' for key, value in found.items() if value)}", flush=True)
    if options.json is not None:
        options.json.write_text(json.dumps(counts, ensure_ascii=False, indent=1) + "\n", "utf-8")
    total = {key: sum(found[key] for found in counts.values()) for key in ("cases", "taken", "refused", "seconds")}
    faults = sum(fault["count"] for found in counts.values() for fault in found["faults"].values())
    print(f"{len(counts)} rooms, {total}, faults {faults}")
    return int(faults > 0)


def _too_long(*about: object) -> None:
    raise TooLong


if __name__ == "__main__":
    sys.exit(main())
