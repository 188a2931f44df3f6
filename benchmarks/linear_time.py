"""How time grows with the length of the worst texts, for all that reads, guesses, segments and checks texts.

python benchmarks/linear_time.py            # ten sizes to 20,000 characters: some minutes
python benchmarks/linear_time.py filter --longest 100000

Prints for each kind of work the steepest slope of the logarithm of the time over that of the length, and the text it
was found with. 1 is linear, 2 is a square; texts that take next to no time at the largest size have none.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SIZES = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", nargs="*", help="Parts of the names of what to measure; everything unless given.")
    parser.add_argument("--longest", type=int, default=20_000, help="Characters of the longest text.")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    from tests.fuzz.worst_inputs import STEEPEST, WORK, growth, shapes

    lengths = [options.longest * size // SIZES for size in range(1, SIZES + 1)]
    steep = 0
    for name, work in WORK.items():
        if options.work and not any(part in name for part in options.work):
            continue
        found = max((growth(work, unit, lengths, begins), begins, unit) for begins, unit in shapes())
        steep += found[0] > STEEPEST
        print(f"{name:20} {found[0]:5.2f}  {found[1]!r} and {found[2]!r} again and again", flush=True)
    sys.exit(bool(steep))


if __name__ == "__main__":
    main()
