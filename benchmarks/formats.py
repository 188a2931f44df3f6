"""How fast corpora are written and read, and in how much memory; TMX beside translate-toolkit on the same pairs.

    python benchmarks/formats.py                                    # 20,000 pairs in every format
    python benchmarks/formats.py --tmx --pairs 1000000              # TMX beside translate-toolkit

`whole` pairs have all that a draft has: document, spans, scores, model, flags, date. `bare` ones have an id and two
texts, which is all that translate-toolkit is given to write. Reading is compared on one and the same file. Every figure
is one run in a process of its own: seconds of the processor, which minds a busy machine less than the clock, and the
peak of resident memory above what imports and the pairs to write (made beforehand) take.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path

from measuring import Row, Stopwatch, peak, run, show

from align.corpus import Corpus, Pair, Signature, open_writers, read_corpus

_ready: dict[tuple[int, bool], list[Pair]] = {}
FORMATS = ("jsonl", "tmx", "tsv", "csv", "xlf", "xlsx")
READY = 100_000
"""So many pairs are made before the clock starts."""


def pairs(count: int, bare: bool) -> Iterable[Pair]:
    """The pairs to write, made beforehand; of more than READY, the same come again."""
    make = bare_pairs if bare else whole_pairs
    size = min(count, READY)
    if (size, bare) not in _ready:
        _ready[size, bare] = list(make(size))
    return islice(cycle(_ready[size, bare]), count)


def texts(number: int) -> tuple[str, str]:
    """A sentence of news and its translation, one in twenty with a character that XML escapes."""
    also = "&" if number % 20 == 0 else "and"
    return (
        f'The port of Varna handled {number} tonnes of grain {also} timber in May, "a record", officials said.',
        f"Порт Варны обработал в мае {number} тонн зерна и леса — «рекорд», сообщили чиновники.",
    )


def bare_pairs(count: int) -> Iterator[Pair]:
    for number in range(count):
        source, target = texts(number)
        yield Pair(f"{number:07d}", "", number + 1, source, target, "en", "ru", origin="tm", status="approved")


def whole_pairs(count: int) -> Iterator[Pair]:
    for number in range(count):
        source, target = texts(number)
        yield Pair(
            id=f"story{number // 30}-{number % 30:04d}",
            doc=f"story{number // 30}.txt",
            n=number % 30 + 1,
            source=source,
            target=target,
            source_lang="en",
            target_lang="ru",
            source_span=((number, number + 100),),
            score=number % 1000 / 1000,
            logprob=-(number % 300) / 1000,
            flags=("number-mismatch",) if number % 9 == 0 else (),
            model="opus-mt-en-ru",
            created="2026-11-23T10:00:00Z",
        )


def write(path: Path, count: int, bare: bool) -> None:
    """Write `count` pairs with our writer."""
    header = Corpus((), Signature((("align", "bench"),)), "en", "ru", "2026-11-23T10:00:00Z")
    with open_writers([path], header) as out:
        for pair in pairs(count, bare):
            out.write(pair)


def read(path: Path, count: int, bare: bool) -> None:
    """Read them back with our reader, every field."""
    assert sum(1 for pair in read_corpus(path) if pair.source and pair.target) == count


def toolkit_write(path: Path, count: int, bare: bool) -> None:
    """Write source and target, and of whole pairs the flags as a comment, with translate-toolkit."""
    from translate.storage.tmx import tmxfile

    store = tmxfile(sourcelanguage="en", targetlanguage="ru")
    for pair in pairs(count, bare):
        store.addtranslation(pair.source, "en", pair.target, "ru", " ".join(pair.flags))
    with path.open("wb") as stream:
        store.serialize(stream)


def toolkit_read(path: Path, count: int, bare: bool) -> None:
    """Read source and target back with translate-toolkit."""
    from translate.storage.tmx import tmxfile

    with path.open("rb") as stream:
        store = tmxfile(stream, "en", "ru")
    assert sum(1 for unit in store.units if unit.source and unit.target) == count


TASKS: dict[str, Callable[[Path, int, bool], None]] = {
    task.__name__: task for task in (write, read, toolkit_write, toolkit_read)
}


def task(name: str, path: Path, count: int, bare: bool = False) -> Row:
    """Seconds of processor and megabytes of one task, in a process of its own."""
    command = [sys.executable, __file__, "--task", name, "--path", str(path), "--pairs", str(count)]
    found: Row = json.loads(run([*command, *(["--bare"] if bare else [])]).output)
    return found


def here(name: str, path: Path, count: int, bare: bool) -> Row:
    """Do one task in this process."""
    import lxml.etree  # noqa: F401  what every task needs is not counted

    if name.startswith("toolkit"):
        import translate.storage.tmx  # noqa: F401
    if name.endswith("write"):
        pairs(count, bare)
    before = peak()
    watch = Stopwatch()
    TASKS[name](path, count, bare)
    seconds = watch.read().processor
    return {"seconds": seconds, "us a pair": seconds / count * 1e6, "MB": peak() - before}


def all_formats(folder: Path, count: int) -> list[Row]:
    rows = []
    for name in FORMATS:
        path = folder / f"corpus.{name}"
        wrote, got = (task(what, path, count) for what in ("write", "read"))
        row: Row = {"format": name, "pairs": count, "file MB": path.stat().st_size / 1e6}
        row |= {f"write {key}": value for key, value in wrote.items() if key != "seconds"}
        rows.append(row | {f"read {key}": value for key, value in got.items() if key != "seconds"})
    return rows


def tmx(folder: Path, count: int) -> list[Row]:
    """Ours beside translate-toolkit's; of a million pairs it would need more memory for whole units than most have."""
    bare, whole, theirs = (folder / f"{name}.tmx" for name in ("bare", "whole", "theirs"))
    named = {
        "writing bare pairs": (("write", bare, True), ("toolkit_write", theirs, True)),
        "reading the file that translate-toolkit wrote": (("read", theirs, True), ("toolkit_read", theirs, True)),
        "reading the file that align wrote of bare pairs": (("read", bare, True), ("toolkit_read", bare, True)),
        "writing whole pairs": (("write", whole, False), ("toolkit_write", folder / "flags.tmx", False)),
        "reading whole pairs; translate-toolkit passes the props over": (
            ("read", whole, False),
            ("toolkit_read", whole, False),
        ),
    }
    rows = []
    for what, (mine, other) in named.items():
        ours = task(mine[0], mine[1], count, mine[2])
        toolkit = None if count > READY and "whole" in what else task(other[0], other[1], count, other[2])
        row: Row = {"TMX": what, "pairs": count, "align us a pair": ours["us a pair"], "align MB": ours["MB"]}
        if toolkit:
            row |= {"translate-toolkit us a pair": toolkit["us a pair"], "translate-toolkit MB": toolkit["MB"]}
            row |= {"times": toolkit["us a pair"] / ours["us a pair"]}
        rows.append(row)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--tmx", action="store_true", help="beside translate-toolkit")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--task", choices=TASKS, help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--bare", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.task:
        print(json.dumps(here(options.task, options.path, options.pairs, options.bare)))
        return
    with tempfile.TemporaryDirectory() as folder:
        rows = tmx(Path(folder), options.pairs) if options.tmx else all_formats(Path(folder), options.pairs)
    show(rows, options.json)


if __name__ == "__main__":
    main()
