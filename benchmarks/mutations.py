"""Thousands of broken files for every reader, importer and store: each is read or refused in one line, or is a fault.

python benchmarks/mutations.py --cases 500 --keep findings
python benchmarks/mutations.py --only "corpus a.tmx" --cases 100000

Small good files (tests/fuzz/good_files.py) are changed by a seeded generator: bytes, slices and words of the format,
two files in one, elements of XML, values of JSON, parts of archives, cells of databases. What the rooms
(tests/fuzz/rooms.py) make of them is counted. A fault is any error but an AlignError, one of several lines or one that
does not name its file, more than 10 s, or 1 GB more than before. A case is named by its room, the seed and its number,
and comes again: `--only ROOM --case NUMBER`. One that cannot even be broken off ends the run after a minute, with the
line that it is at; its file stays in the temporary folder.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def watched(read: Callable[[Path], object]) -> Callable[[Path], object]:
    """Read, and end the process where foreign code does not come back, and lets no signal through."""

    def reading(path: Path) -> object:
        faulthandler.dump_traceback_later(60, exit=True)
        try:
            return read(path)
        finally:
            faulthandler.cancel_dump_traceback_later()

    return reading


def main() -> int:
    from tests.fuzz.outcomes import case, run_room, timed
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
    counts: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as name, timed():
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
            counts[str(room)] = found = run_room(
                replace(room, read=watched(room.read)), options.seed, cases, folder, options.keep
            )
            print(f"{room!s:34} {', '.join(f'{key} {value}' for key, value in found.items() if value)}", flush=True)
    if options.json is not None:
        options.json.write_text(json.dumps(counts, ensure_ascii=False, indent=1) + "\n", "utf-8")
    total = {key: sum(found[key] for found in counts.values()) for key in ("cases", "taken", "refused", "seconds")}
    faults = sum(fault["count"] for found in counts.values() for fault in found["faults"].values())
    print(f"{len(counts)} rooms, {total}, faults {faults}")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
