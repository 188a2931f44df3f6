"""How far the rules that `align split --write-srx` writes cut where `align split` cuts.

    python benchmarks/srx.py [--data ../shared/data/segmentation-gold]

Of each gold set: F1 (in %) of the boundaries inside paragraphs that the written rules find, read back by our reader,
against those of `align split`; and of both against the gold.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from segmentation import DATA, SETS, Gold, ours, read_gold

from align.segmentation.srx import SrxFile, spans
from align.segmentation.srx_writing import write_srx

Starts = Sequence[frozenset[int]]


def f1(found: Starts, wanted: Starts) -> float:
    """F1 in % of the offsets in all paragraphs together."""
    right = sum(len(mine & theirs) for mine, theirs in zip(found, wanted, strict=True))
    return 200 * right / max(1, sum(map(len, found)) + sum(map(len, wanted)))


def inner(gold: Sequence[Gold], starts: Sequence[set[int]]) -> Starts:
    """The offsets without those of the paragraphs' own beginnings."""
    return [
        frozenset(start for start in found if one.paragraph[:start].strip())
        for one, found in zip(gold, starts, strict=True)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with the gold sets")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "align.srx"
        with path.open("wb") as stream:
            write_srx(stream)
        file = SrxFile.read(path)
    print(f"{'set':<12} {'agreement':>9} {'align split':>12} {'its SRX':>8}")
    for name in SETS:
        if not (options.data / f"{name}.jsonl").is_file():
            print(f"{name} is not in {options.data}: it is left out", file=sys.stderr)
            continue
        gold, language = read_gold(options.data / f"{name}.jsonl"), name[:2]
        rules, mine = file.rules_for(language), ours(language, "split")
        written = inner(gold, [{start for start, _ in spans(one.paragraph, rules.cuts(one.paragraph))} for one in gold])
        split = inner(gold, [mine(one.paragraph) for one in gold])
        right = [one.boundaries for one in gold]
        print(f"{name:<12} {f1(written, split):9.1f} {f1(split, right):12.1f} {f1(written, right):8.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
