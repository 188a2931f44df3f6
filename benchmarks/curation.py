"""What `align filter` finds and costs, on noise planted among good pairs; and how fast corpora of any size are built.

    python benchmarks/curation.py                             # precision and recall by reason, on planted noise
    python benchmarks/curation.py --opusfilter VENV/bin/python    # beside OpusFilter, on the same pairs
    python benchmarks/curation.py --pairs 1000000             # seconds and memory of each step (--step sort: of one)
    python benchmarks/curation.py --signatures                # numpy beside rensa, where it is installed

The good pairs are published test sets (newstest); each kind of noise is made at run time from them. Nothing of the
texts is kept. Every time is of a process of its own: seconds by the clock, seconds of the processor, peak memory.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from align.corpus import Corpus, Pair, Signature, open_writers, write_corpus
from align.curation import PRESETS, FilterOptions, filter_corpus, reread

ROOT = Path(__file__).resolve().parents[1]
NEWS = ("wmt-newstest2016", "wmt-newstest2018")
PLANTED = 200
DOCUMENT = 25
HEADER = Corpus((), Signature((("align", "bench"),)), "en", "ru")

Planter = Callable[[Pair, random.Random, list[str]], "tuple[str, str]"]
"""(good pair, generator, sentences in a third language) → the noisy source and target."""


def rows(shared: Path) -> Iterator[tuple[str, str, str]]:
    """Source, target and name of origin of the shared pairs."""
    with lzma.open(shared / "en-ru" / "train.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            source, target, origin = line.rstrip("\n").split("\t")
            yield source, target, origin


def good_pairs(shared: Path) -> list[Pair]:
    """The pairs of the newstest sets, in documents of 25."""
    found = [row for row in rows(shared) if row[2] in NEWS and len(row[0].split()) > 3]
    return [
        Pair(f"good-{n}", f"doc{n // DOCUMENT}", n % DOCUMENT + 1, source, target, "en", "ru", status="approved")
        for n, (source, target, _) in enumerate(found)
    ]


def edited(text: str, rng: random.Random) -> str:
    """One word dropped, doubled, or put in capitals; or another figure or sign at the end."""
    words = text.split()
    place = rng.randrange(len(words))
    kind = rng.randrange(4)
    if kind == 0 and len(words) > 5:
        del words[place]
    elif kind == 1:
        words[place] = words[place].upper()
    elif kind == 2:
        words.insert(place, words[place])
    else:
        words[-1] = words[-1].rstrip(".!?") + rng.choice(["!", "?", "...", " (1)"])
    return " ".join(words)


def near_copy(pair: Pair, rng: random.Random, third: list[str]) -> tuple[str, str]:
    """Both sides with one small edit each."""
    return edited(pair.source, rng), edited(pair.target, rng)


def copy(pair: Pair, rng: random.Random, third: list[str]) -> tuple[str, str]:
    """The same pair with other blanks, a soft hyphen, decomposed letters."""
    import unicodedata

    return pair.source.replace(" ", "  ", 2), unicodedata.normalize("NFD", pair.target[:3]) + "\u00ad" + pair.target[3:]


def truncated(pair: Pair, rng: random.Random, third: list[str]) -> tuple[str, str]:
    """The second half of the target is missing."""
    words = pair.target.split()
    return pair.source, " ".join(words[: len(words) // 2])


def foreign_target(pair: Pair, rng: random.Random, third: list[str]) -> tuple[str, str]:
    """The target is German or French."""
    return pair.source, rng.choice(third)


def foreign_source(pair: Pair, rng: random.Random, third: list[str]) -> tuple[str, str]:
    """The source is German or French."""
    return rng.choice(third), pair.target


def untranslated(pair: Pair, rng: random.Random, third: list[str]) -> tuple[str, str]:
    """The target is the source."""
    return pair.source, pair.source


def wrong_encoding(pair: Pair, rng: random.Random, third: list[str]) -> tuple[str, str]:
    """UTF-8 read as cp1251 or Latin-1, or KOI8 read as cp1251."""
    written, taken = rng.choice([("utf-8", "cp1251"), ("utf-8", "latin-1"), ("koi8-r", "cp1251")])
    return pair.source, pair.target.encode(written, "replace").decode(taken, "replace")


def letters_apart(pair: Pair, rng: random.Random, third: list[str]) -> tuple[str, str]:
    """Blanks between all letters."""
    return pair.source, " ".join("".join(pair.target.split()))


def figures(pair: Pair, rng: random.Random, third: list[str]) -> tuple[str, str]:
    """A row of a table."""
    cells = " | ".join(str(rng.randrange(10_000)) for _ in range(6))
    return cells, cells + " %"


def tagged(pair: Pair, rng: random.Random, third: list[str]) -> tuple[str, str]:
    """Tags and entities left in the text."""
    return f"<p>{pair.source}", f"{pair.target}&nbsp;<br/>"


def paragraphs(pair: Pair, rng: random.Random, third: list[str]) -> tuple[str, str]:
    """Lines that nobody split."""
    times = 2500 // len(pair.source) + 1
    return " ".join([pair.source] * times), " ".join([pair.target] * times)


def empty(pair: Pair, rng: random.Random, third: list[str]) -> tuple[str, str]:
    """One side only."""
    return rng.choice([("", pair.target), (pair.source, " ")])


def boilerplate(pair: Pair, rng: random.Random, third: list[str]) -> tuple[str, str]:
    """What stands on every page of a site; only the year changes."""
    year = rng.randrange(2000, 2027)
    return rng.choice(
        [
            (f"All rights reserved, {year}", f"Все права защищены, {year}"),
            ("Share this story with your friends", "Поделитесь этой новостью с друзьями"),
            (f"Read our news digest of {year}", f"Читайте наш обзор новостей за {year} год"),
        ]
    )


NOISE: dict[Planter, tuple[str, ...]] = {
    copy: ("duplicate",),
    near_copy: ("near-duplicate", "duplicate"),
    boilerplate: ("boilerplate",),
    foreign_target: ("wrong-language",),
    foreign_source: ("wrong-source-language",),
    untranslated: ("untranslated",),
    wrong_encoding: ("garbled", "broken-text", "wrong-language"),
    letters_apart: ("garbled",),
    figures: ("few-letters",),
    tagged: ("markup",),
    paragraphs: ("too-long",),
    empty: ("empty-target", "empty-source"),
    truncated: ("length-ratio", "low-similarity"),
}
"""Kinds of noise, and the flags that are meant for them. `misaligned` is made beside them: it needs a neighbour."""
MISALIGNED = ("low-similarity",)


def planted(good: list[Pair], third: list[str], seed: int) -> list[Pair]:
    """The good pairs, which are approved and stay for their copies, and after them the noise, its kind in the id."""
    rng = random.Random(seed)
    noisy: list[Pair] = []
    for kind in NOISE:
        for n, pair in enumerate(rng.sample(good, PLANTED)):
            source, target = kind(pair, rng, third)
            doc = f"noise{rng.randrange(400)}"
            id_ = f"{kind.__name__}-{n}"
            noisy.append(Pair(id_, doc, n, source, target, "en", "ru"))
    for n, place in enumerate(rng.sample(range(len(good) - 1), PLANTED)):
        texts = good[place].source, good[place + 1].target
        noisy.append(Pair(f"misaligned-{n}", f"noise{rng.randrange(400)}", n, *texts, "en", "ru"))
    noisy.sort(key=lambda pair: pair.doc)
    return good + noisy


def kind_of(pair: Pair) -> str:
    return pair.id.rsplit("-", 1)[0]


def quality(pairs: list[Pair], folder: Path) -> None:
    """Recall by kind of noise, precision by flag, and what the presets keep of the good pairs."""
    from align.encoders.pair_similarity import score_pairs

    path = folder / "planted.jsonl"
    write_corpus(replace(HEADER, pairs=pairs), path)
    meant = {kind.__name__: flags for kind, flags in NOISE.items()} | {"misaligned": MISALIGNED}
    flags: dict[str, set[str]] = {}
    with reread([str(path)]) as inputs:
        for pair, _ in filter_corpus(inputs, FilterOptions(score=score_pairs)).pairs():
            flags[pair.id] = set(pair.flags)
    print(
        f"{len(pairs):,} pairs, {PLANTED} of each kind of noise\n\n{'noise':18}{'found':>8}{'noticed':>9}  meant for it"
    )
    for kind, wanted in meant.items():
        those = [found for id_, found in flags.items() if id_.rsplit("-", 1)[0] == kind]
        hit, noticed = sum(not found.isdisjoint(wanted) for found in those), sum(map(bool, those))
        print(f"{kind:18}{hit / len(those):>8.3f}{noticed / len(those):>9.3f}  {', '.join(wanted)}")
    print(f"\n{'flag':24}{'put':>7}{'precision':>11}{'of good pairs':>15}")
    good = sum(id_.startswith("good-") for id_ in flags)
    for flag, count in Counter(flag for found in flags.values() for flag in found).most_common():
        on_good = sum(flag in found for id_, found in flags.items() if id_.startswith("good-"))
        print(f"{flag:24}{count:>7}{1 - on_good / count:>11.3f}{on_good / good:>15.2%}")
    print(f"\n{'preset':24}{'good kept':>11}{'noise dropped':>15}")
    for name, drop in PRESETS.items():
        gone = {id_ for id_, found in flags.items() if not found.isdisjoint(drop)}
        of_good = sum(id_.startswith("good-") for id_ in gone)
        print(f"{name:24}{1 - of_good / good:>11.3f}{(len(gone) - of_good) / (len(flags) - good):>15.3f}")


OPUSFILTER = """
import sys, time, resource
from opusfilter.opusfilter import OpusFilter
folder = sys.argv[1]
filters = [
    {"LengthFilter": {"unit": "word", "min_length": 1, "max_length": 150}},
    {"LengthRatioFilter": {"unit": "char", "threshold": 3}},
    {"LongWordFilter": {"threshold": 60}},
    {"AlphabetRatioFilter": {"threshold": 0.5}},
    {"HtmlTagFilter": {}},
    {"RepetitionFilter": {}},
    {"SimilarityFilter": {"threshold": 0.9}},
    {"CharacterScoreFilter": {"scripts": ["Latin", "Cyrillic"], "thresholds": [0.5, 0.5]}},
    {"LangidFilter": {"languages": ["en", "ru"], "thresholds": [0.1, 0.1]}},
]
steps = [
    {"type": "remove_duplicates", "parameters": {
        "inputs": ["in.en", "in.ru"], "outputs": ["once.en", "once.ru"], "letters_only": True, "lowercase": True}},
    {"type": "filter", "parameters": {
        "inputs": ["once.en", "once.ru"], "outputs": ["out.en", "out.ru"], "filters": filters}},
]
began = time.process_time()
OpusFilter({"common": {"output_directory": folder}, "steps": steps}).execute_steps(overwrite=True)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print("cpu", time.process_time() - began, "peak", peak)
"""
"""The same questions as ours, asked of OpusFilter: length, ratio, letters, tags, copies, script, language, repeats."""
SAME = "too-long,too-short,length-ratio,few-letters,garbled,markup,untranslated,repetition,empty-target,empty-source"
SAME += ",wrong-language,wrong-source-language,duplicate"


def beside_opusfilter(python: str, pairs: list[Pair], folder: Path) -> None:
    """What both drop of each kind, and the processor's time for it."""
    path = folder / "planted.jsonl"
    write_corpus(replace(HEADER, pairs=pairs), path)
    lines = [(" ".join(pair.source.split()), " ".join(pair.target.split())) for pair in pairs]
    for side, suffix in ((0, "en"), (1, "ru")):
        (folder / f"in.{suffix}").write_text("".join(f"{line[side]}\n" for line in lines), "utf-8")
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    command = [python, "-c", OPUSFILTER, str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        print(f"OpusFilter did not run: {done.stderr.strip().splitlines()[-1]}")
        return
    theirs_stay = Counter(
        zip(*((folder / f"out.{s}").read_text("utf-8").splitlines() for s in ("en", "ru")), strict=True)
    )
    command = ["filter", str(path), "-o", str(folder / "ours.jsonl"), "--drop", SAME]
    ours = step([*command, "--skip", "near-duplicate,boilerplate,low-similarity,partly-untranslated,broken-text"])
    with (folder / "ours.jsonl").open(encoding="utf-8") as stream:
        ours_stay = {json.loads(line).get("id") for line in stream}
    stay: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for pair, line in zip(pairs, lines, strict=True):
        counts = stay[kind_of(pair)]
        counts[0] += 1
        counts[1] += pair.id in ours_stay
        if theirs_stay[line]:
            theirs_stay[line] -= 1
            counts[2] += 1
    print(f"\n{'dropped':18}{'align':>8}{'OpusFilter':>12}")
    for kind, (all_, kept, theirs) in stay.items():
        print(f"{kind:18}{1 - kept / all_:>8.3f}{1 - theirs / all_:>12.3f}")
    cpu = float(done.stdout.split()[1])
    print(f"{'cpu seconds':18}{ours[1]:>8.1f}{cpu:>12.1f}")


def many(shared: Path, count: int) -> Iterator[Pair]:
    """As many pairs as asked: the shared ones, then new ones of two halves each, in documents of 25."""
    texts = [(source, target) for source, target, _ in rows(shared)]
    rng = random.Random(1)
    for n in range(count):
        source, target = texts[n % len(texts)]
        if n >= len(texts):
            other = texts[rng.randrange(len(texts))]
            source, target = (
                " ".join(a.split()[: len(a.split()) // 2 + 1] + b.split()[len(b.split()) // 2 :])
                for a, b in zip((source, target), other, strict=True)
            )
        score = rng.randrange(10_000) / 10_000
        yield Pair(f"p-{n}", f"doc{n // DOCUMENT}", n % DOCUMENT + 1, source, target, "en", "ru", score=score)


def step(arguments: list[str]) -> tuple[float, float, float]:
    """Run an `align` command: seconds by the clock, of the processor, and megabytes at the peak."""
    code = (
        "import resource, sys, time, json\nfrom align.cli import main\nbegan = time.perf_counter()\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "use = resource.getrusage(resource.RUSAGE_SELF)\n"
        "out = [time.perf_counter() - began, use.ru_utime + use.ru_stime, use.ru_maxrss / 1024]\n"
        "print(json.dumps(out), file=sys.stderr)\n"
    )
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"align {' '.join(arguments)} failed: {done.stderr}")
    *said, last = done.stderr.strip().splitlines()
    for line in said:
        print(f"    {line}", flush=True)
    seconds, cpu, peak = json.loads(last)
    return seconds, cpu, peak


def speed(shared: Path, count: int, folder: Path, only: list[str]) -> None:
    """Seconds and memory of each step, or of those whose names begin like one of `only`, on so many pairs."""
    corpus = str(folder / "many.jsonl")
    with open_writers([corpus], HEADER) as out:
        for pair in many(shared, count):
            out.write(pair)
    print(f"{count:,} pairs, {Path(corpus).stat().st_size / 1e6:,.0f} MB of JSONL\n")
    checks = "wrong-language,untranslated,partly-untranslated,repetition,broken-text,length-ratio,low-similarity"
    quick = f"{checks},wrong-source-language,garbled,markup,few-letters,too-short,too-long,empty-target,empty-source"
    steps = {
        "exact duplicates": ["filter", corpus, "--skip", f"{quick},near-duplicate,boilerplate"],
        "near duplicates": ["filter", corpus, "--skip", f"{quick},boilerplate"],
        "sort": ["sort", corpus, "-o", str(folder / "sorted.jsonl")],
        "split": ["convert", corpus, str(folder / "part.jsonl"), "--split", "dev=2000,test=2000"],
        "to Moses": ["convert", corpus, str(folder / "all.moses")],
        "to Parquet": ["convert", corpus, str(folder / "all.parquet")],
        "datasheet": ["datasheet", corpus, "-o", str(folder / "README.md")],
        "filter, everything": ["filter", corpus, "-o", str(folder / "clean.jsonl"), "--preset", "training"],
    }
    for name, arguments in steps.items():
        if only and not name.startswith(tuple(only)):
            continue
        seconds, cpu, peak = step(arguments)
        took = f"{seconds:8.1f} s, cpu {cpu:7.1f} s = {cpu / count * 1e6:6.1f} us a pair  {peak:7.0f} MB"
        print(f"{name:22}{took}", flush=True)


def signing(shared: Path) -> None:
    """Time of a pair's signature in numpy, and in rensa."""
    from itertools import islice

    from align.curation.minhash import BATCH, GRAM, HASHES, signatures

    texts = [f"{source} {target}" for source, target, _ in islice(rows(shared), 20_000)]
    began = time.process_time()
    for start in range(0, len(texts), BATCH):
        signatures(texts[start : start + BATCH])
    ours = time.process_time() - began
    print(f"numpy {ours / len(texts) * 1e6:6.1f} us a pair")
    try:
        from rensa import RMinHash
    except ImportError:
        print("rensa is not installed")
        return
    began = time.process_time()
    for text in texts:
        plain = "".join(filter(str.isalnum, text.lower()))
        sketch = RMinHash(HASHES, 42)
        sketch.update([plain[place : place + GRAM] for place in range(len(plain) - GRAM + 1)])
        sketch.digest()
    theirs = time.process_time() - began
    print(f"rensa {theirs / len(texts) * 1e6:6.1f} us a pair: {theirs / ours:.1f} times as long")


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--pairs", type=int, help="measure the steps on so many pairs")
    parser.add_argument("--step", action="append", default=[], help="measure this one of the steps; repeatable")
    parser.add_argument("--opusfilter", metavar="PYTHON", help="the Python of an environment with OpusFilter")
    parser.add_argument("--signatures", action="store_true", help="measure the signatures only")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not options.shared.is_dir():
        parser.error(f"no data at {options.shared}: name their folder with --shared")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.signatures:
            signing(options.shared)
        elif options.pairs:
            speed(options.shared, options.pairs, folder, options.step)
        else:
            gold = options.shared / "alignment-gold" / "tb_dev"
            files = [path for side in ("src.txt", "tgt.txt") for path in sorted(gold.glob(f"*/{side}"))]
            third = [line for path in files for line in path.read_text("utf-8").splitlines() if len(line.split()) > 5]
            pairs = planted(good_pairs(options.shared), third, options.seed)
            if options.opusfilter:
                beside_opusfilter(options.opusfilter, pairs, folder)
            else:
                quality(pairs, folder)


if __name__ == "__main__":
    main()
