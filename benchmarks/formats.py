"""How fast corpora are written and read, and in how much memory; TMX beside translate-toolkit on the same pairs.

    python benchmarks/formats.py                      # 20,000 pairs in every format, and translate-toolkit's TMX
    python benchmarks/formats.py --pairs 1000000 --only tmx     # is memory flat? (translate-toolkit is left out)

Every figure is one run in a process of its own: seconds by the clock and of the processor (ratios are of the latter,
which minds a busy machine less), and the peak of resident memory above what imports, and up to 100,000 pairs to write,
take.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from align.corpus import Corpus, Pair, Signature, open_writers, read_corpus

_ready: dict[int, list[Pair]] = {}
FORMATS = ("jsonl", "tmx", "tsv", "csv", "xlf", "xlsx")
TOOLKIT_LIMIT = 100_000
READY = 100_000
"""Up to so many pairs are made before the clock starts."""


def pairs(count: int) -> Iterable[Pair]:
    """The pairs to write: ready, if they are not too many."""
    if count > READY:
        return made_up(count)
    if count not in _ready:
        _ready[count] = list(made_up(count))
    return _ready[count]


def made_up(count: int) -> Iterator[Pair]:
    """Pairs of the length and kind of news sentences."""
    for number in range(count):
        yield Pair(
            id=f"story{number // 30}-{number % 30:04d}",
            doc=f"story{number // 30}.txt",
            n=number % 30 + 1,
            source=f'The port of Varna handled {number} tonnes of grain & timber in May, "a record", officials said.',
            target=f"Порт Варны обработал в мае {number} тонн зерна и леса — «рекорд», сообщили чиновники.",
            source_lang="en",
            target_lang="ru",
            source_span=((number, number + 100),),
            score=number % 1000 / 1000,
            logprob=-(number % 300) / 1000,
            flags=("number-mismatch",) if number % 9 == 0 else (),
            model="opus-mt-en-ru",
            created="2026-11-23T10:00:00Z",
        )


def write(path: Path, count: int) -> None:
    """Write `count` pairs with our writer."""
    header = Corpus((), Signature((("align", "bench"),)), "en", "ru", "2026-11-23T10:00:00Z")
    with open_writers([path], header) as out:
        for pair in pairs(count):
            out.write(pair)


def read(path: Path, count: int) -> None:
    """Read them back with our reader, every field."""
    assert sum(1 for pair in read_corpus(path) if pair.source and pair.target) == count


def toolkit_write(path: Path, count: int) -> None:
    """Write source, target and a comment with translate-toolkit."""
    from translate.storage.tmx import tmxfile

    store = tmxfile(sourcelanguage="en", targetlanguage="ru")
    for pair in pairs(count):
        store.addtranslation(pair.source, "en", pair.target, "ru", " ".join(pair.flags))
    with path.open("wb") as stream:
        store.serialize(stream)


def toolkit_read(path: Path, count: int) -> None:
    """Read source and target back with translate-toolkit."""
    from translate.storage.tmx import tmxfile

    with path.open("rb") as stream:
        store = tmxfile(stream, "en", "ru")
    assert sum(1 for unit in store.units if unit.source and unit.target) == count


TASKS: dict[str, Callable[[Path, int], None]] = {
    task.__name__: task for task in (write, read, toolkit_write, toolkit_read)
}


def run(task: str, path: Path, count: int) -> tuple[float, float]:
    """Seconds of processor and megabytes of one task, in a process of its own."""
    command = [sys.executable, __file__, "--task", task, "--path", str(path), "--pairs", str(count)]
    answer = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    size = path.stat().st_size / 1e6
    took = f"{answer['seconds']:8.2f} s, cpu {answer['cpu']:7.2f} s = {answer['cpu'] / count * 1e6:6.1f} us a pair"
    took += f"  {answer['megabytes']:7.1f} MB"
    print(f"{task:14} {path.suffix[1:]:6} {count:>9,} pairs  {took}  file {size:7.1f} MB", flush=True)
    return answer["cpu"], answer["megabytes"]


def measure(task: str, path: Path, count: int) -> None:
    """Do one task here and print what it took as JSON."""
    import lxml.etree  # noqa: F401  what every task needs is not counted

    if task.startswith("toolkit"):
        import translate.storage.tmx  # noqa: F401
    if task.endswith("write"):
        pairs(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, work = time.perf_counter(), time.process_time()
    TASKS[task](path, count)
    seconds, work = time.perf_counter() - start, time.process_time() - work
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "cpu": work, "megabytes": (peak - before) / 1024}))


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--only", choices=FORMATS)
    parser.add_argument("--task", choices=TASKS, help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.task:
        measure(options.task, options.path, options.pairs)
        return
    with tempfile.TemporaryDirectory() as folder:
        ours = {}
        for name in [options.only] if options.only else FORMATS:
            path = Path(folder, f"corpus.{name}")
            ours[name] = [run(task, path, options.pairs)[0] for task in ("write", "read")]
        if "tmx" in ours and options.pairs <= TOOLKIT_LIMIT:
            theirs = Path(folder, "toolkit.tmx")
            seconds = run("toolkit_write", theirs, options.pairs)[0]
            print(f"  writing TMX: {seconds / ours['tmx'][0]:.1f} times translate-toolkit, with 9 fields more a unit")
            both = run("read", theirs, options.pairs)[0], run("toolkit_read", theirs, options.pairs)[0]
            print(f"  reading translate-toolkit's TMX: {both[1] / both[0]:.1f} times translate-toolkit")
            seconds = run("toolkit_read", Path(folder, "corpus.tmx"), options.pairs)[0]
            print(f"  reading our TMX: {seconds / ours['tmx'][1]:.1f} times translate-toolkit, which skips the props")


if __name__ == "__main__":
    main()
