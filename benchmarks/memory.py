"""How fast a translation memory is filled and asked, and whether its index loses matches.

    python benchmarks/memory.py [--units 1000000] [--queries 300] [--fuzzy 75] [--folder DIR] [--no-brute-force]

Units are made at run time from the texts in ../shared: the real pairs first, then pairs whose first part is of one
sentence and whose second part of another, so that words are as frequent as in real texts. A third of the queries are
units in which some words were exchanged (5 to 20 %), a third are units with other numbers, a third are news that the
memory has not seen. `found` counts queries with a match of any kind; `recall` is the share of those queries for which
a comparison with every unit finds a fuzzy match at all, for which the index finds one as good. Times are of one
process; `cpu` is what the process itself used, `wall` also what others on the machine took from it.
"""

from __future__ import annotations

import argparse
import lzma
import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "en-ru"


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory() as temporary:
        path = (options.folder or Path(temporary)) / f"memory-{options.units}.sqlite"
        if not path.exists():
            fill(path, options.units)
        queries = make_queries(path, options.units, options.queries)
        ask(path, queries, options.fuzzy, not options.no_brute_force)
        search(path)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--fuzzy", type=int, default=75)
    parser.add_argument("--folder", type=Path, help="keep the memory here, and use it if it is there")
    parser.add_argument("--no-brute-force", action="store_true", help="leave out the comparison with every unit")
    return parser.parse_args()


def search(path: Path) -> None:
    """Time `align memory search` for parts of units, of some letters and of several words, and for what no unit has."""
    from align.memory import Memory
    from align.memory.concordance import look_up

    chance = random.Random(3)
    with Memory.open(path) as memory:
        (count,) = memory.base.execute("SELECT max(id) FROM unit").fetchone()
        asked = {"nowhere": ["zq", "xyzzyx", "—§—", "эюя ъы", "the the the of"]}
        for length in (1, 2, 3, 5, 10, 30):
            sides = (unit.source for number in chance.sample(range(1, count), 20) if (unit := memory.unit(number)))
            asked[f"{length} characters"] = [side[len(side) // 3 :][:length] for side in sides]
        print(f"\n{'search':<18}{'n':>5}{'cpu ms: median':>16}{'max':>7}{'wall ms: max':>14}")
        for kind, wanted in asked.items():
            times = []
            for text in filter(str.strip, wanted):
                wall, cpu = time.perf_counter(), time.process_time()
                look_up(memory, text, "", "", percent=60, limit=10)
                times.append((time.process_time() - cpu, time.perf_counter() - wall))
            cpus = sorted(1000 * cpu for cpu, _ in times)
            slowest = 1000 * max(wall for _, wall in times)
            print(f"{kind:<18}{len(times):>5}{cpus[len(cpus) // 2]:>16.0f}{cpus[-1]:>7.0f}{slowest:>14.0f}")


def texts() -> Iterator[tuple[str, str]]:
    """Real pairs of five to sixty words."""
    with lzma.open(DATA / "train.tsv.xz", "rt", encoding="utf-8") as stream:
        for line in stream:
            source, target = line.rstrip("\n").split("\t")[:2]
            if 5 <= len(source.split()) <= 60:
                yield source, target


def units(count: int) -> Iterator[tuple[str, str]]:
    """Real pairs, then pairs made of two of them."""
    real = list(texts())
    yield from real[:count]
    chance = random.Random(1)
    for _ in range(count - len(real)):
        first, second, cut = chance.choice(real), chance.choice(real), chance.random()
        halves = [spliced(one.split(), other.split(), cut) for one, other in zip(first, second, strict=True)]
        yield halves[0], halves[1]


def spliced(one: list[str], other: list[str], cut: float) -> str:
    return " ".join(one[: int(len(one) * cut) + 1] + other[int(len(other) * cut) :])


def fill(path: Path, count: int) -> None:
    from align.corpus import Corpus, Pair
    from align.memory import Memory, add_corpus

    pairs = (
        Pair(f"{n}", "", n, source, target, "en", "ru", status="approved", created="2026-11-23T10:00:00Z")
        for n, (source, target) in enumerate(units(count), 1)
    )
    wall, cpu = time.perf_counter(), time.process_time()
    with Memory.open(path, write=True) as memory:
        added = add_corpus(memory, Corpus(pairs), "benchmark")
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    size = path.stat().st_size / 1e6
    print(f"adding {count:,} units ({added.known:,} twice): {cpu:.0f} s cpu, {wall:.0f} s wall, {size:.0f} MB on disk")


def make_queries(path: Path, count: int, wanted: int) -> dict[str, list[str]]:
    """Queries of three kinds, see above."""
    from align.memory import Memory

    chance = random.Random(2)
    with Memory.open(path) as memory:
        ids = chance.sample(range(1, count + 1), wanted * 20)
        marks = ",".join(map(str, ids))
        rows = [row for (row,) in memory.base.execute(f"SELECT source FROM unit WHERE id IN ({marks})")]
    numbered = [row for row in rows if any(word.isdigit() for word in row.split())]
    third = wanted // 3
    news = (DATA / "newstest2019.en").read_text(encoding="utf-8").splitlines()
    return {
        "words exchanged": [exchanged(row, chance) for row in chance.sample(rows, third)],
        "other numbers": [renumbered(row, chance) for row in chance.sample(numbered, third)],
        "unseen news": chance.sample(news, third),
    }


def exchanged(text: str, chance: random.Random) -> str:
    words, share = text.split(), chance.choice((0.05, 0.1, 0.15, 0.2))
    return " ".join(chance.choice(words) if chance.random() < share else word for word in words)


def renumbered(text: str, chance: random.Random) -> str:
    return " ".join(str(chance.randint(2, 999)) if word.isdigit() else word for word in text.split())


def ask(path: Path, queries: dict[str, list[str]], fuzzy: int, brute_force: bool) -> None:
    from align.memory import LookupContext, MemoryLookup

    every = BruteForce(path) if brute_force else None
    print(f"\n{'queries':<18}{'n':>5}{'found':>7}{'cpu ms: mean':>14}{'median':>8}{'p95':>7}{'max':>7}", end="")
    print(f"{'wall ms: mean':>15}{'median':>8}" + (f"{'recall':>16}" if every else ""))
    with MemoryLookup.open([path], "en", "ru", fuzzy) as recall:
        for text in queries["unseen news"][:20]:  # a run asks many times: files and tables are warm
            recall.best(LookupContext(text))
        for name, group in queries.items():
            cpu, wall, found = [], [], 0
            for text in group:
                began = time.process_time(), time.perf_counter()
                found += recall.best(LookupContext(text)) is not None
                cpu.append(1000 * (time.process_time() - began[0]))
                wall.append(1000 * (time.perf_counter() - began[1]))
            cpu.sort()
            wall.sort()
            n = len(group)
            print(
                f"{name:<18}{n:>5}{found:>7}{sum(cpu) / n:>14.1f}{cpu[n // 2]:>8.1f}{cpu[int(n * 0.95)]:>7.1f}", end=""
            )
            print(f"{cpu[-1]:>7.1f}{sum(wall) / n:>15.1f}{wall[n // 2]:>8.1f}", end="")
            print(f"{every.recall(recall, group, fuzzy):>16}" if every else "", flush=True)
    print(f"\nmost memory used, with all this: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


class BruteForce:
    """Every source of a memory as a string with a letter for each word, to be compared one by one."""

    def __init__(self, path: Path):
        from align.languages.normalization import memory_form
        from align.memory import Memory
        from align.memory.keys import words

        self._letters: dict[str, str] = {}
        self._words = lambda text: words(memory_form(text))
        with Memory.open(path) as memory:
            self._sources = [self._spell(source) for (source,) in memory.base.execute("SELECT source FROM unit")]

    def recall(self, recall: object, group: list[str], fuzzy: int) -> str:
        """`found/there`: queries whose best fuzzy match in the index is as good as the best of all units."""
        hit = there = 0
        for text in group:
            best = self._best(self._spell(text), fuzzy)
            if best >= fuzzy:
                matches = recall.fuzzy_matches(text, fuzzy)  # type: ignore[attr-defined]
                there += 1
                hit += bool(matches) and matches[0].percent >= best
        return f"{hit}/{there}" + (f" {100 * hit / there:.1f} %" if there else "")

    def _best(self, query: str, fuzzy: int) -> int:
        import numpy
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        best = 0
        for start in range(0, len(self._sources), 100_000):
            part = self._sources[start : start + 100_000]
            allowed = len(query) * (100 - fuzzy) // fuzzy
            edits = process.cdist([query], part, scorer=Levenshtein.distance, score_cutoff=allowed, workers=1)[0]
            longer = numpy.maximum(len(query), numpy.fromiter(map(len, part), dtype=numpy.int64))
            percent = 100 * (longer - edits.astype(numpy.int64)) // numpy.maximum(longer, 1)
            best = max(best, int(numpy.where(edits <= allowed, percent, 0).max()))
        return best

    def _spell(self, text: str) -> str:
        letters = self._letters
        return "".join(letters.setdefault(word, _letter(len(letters))) for word in self._words(text))


def _letter(number: int) -> str:
    """The letter of a number: any code point but those of surrogates."""
    return chr(number + 0x100 if number + 0x100 < 0xD800 else number + 0x900)


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
