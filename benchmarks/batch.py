"""Whole collections: throughput beside the engine alone, memory, interruption, and document alignment.

    python benchmarks/batch.py archive [--documents 5000] [--sentences 3] [--kills 20] [--quick]
    python benchmarks/batch.py matching [--set newstest2019|FOLDER] [--documents 200]

`archive` makes a folder of short documents out of the shared texts, drafts it with `align batch`, and drafts the same
sentences with the engine alone: one process, all cores, nothing but drafting. `align batch` also reads, segments and
checks, and scores every pair unless told not to. Rates are given by the clock and by processor time, since the clock
says little while others use the machine. Then the archive is drafted again and killed at random; the results must be
the same bytes. `matching` shuffles documents whose partners are known, then takes a sixth of either side away (a third
of the documents lose their partner), and counts pairs found rightly. FOLDER holds `en/…` and `ru/…` with the same
names.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data" / "en-ru"
PLAIN = ("--best-of", "1")  # what the engine does alone
os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(ROOT))


def main() -> None:
    options = arguments()
    if options.part == "matching":
        matching(options)
        return
    with tempfile.TemporaryDirectory(prefix="align-batch-") as folder:
        archive(Path(folder), options)


def archive(folder: Path, options: argparse.Namespace) -> None:
    """Throughput, memory and interruption over a synthetic archive."""
    sentences = make_archive(folder / "in", options.documents, options.sentences)
    words = sum(len(sentence.split()) for sentence in sentences)
    print(f"{options.documents:,} documents, {len(sentences):,} sentences, {words:,} words")
    print(f"{'':<38}{'words/s':>9}{'words/CPU s':>13}{'seconds':>9}{'CPU s':>8}")
    engine_alone(sentences[:500])  # the model is converted once
    base = None
    for name, work in (
        ("the engine alone", lambda: engine_alone(sentences)),
        ("align batch --best-of 1 --no-score", lambda: batch(folder / "in", folder / "whole", *PLAIN, "--no-score")),
        ("align batch --best-of 1", lambda: batch(folder / "in", folder / "scored", *PLAIN)),
        ("align batch --best-of 8", lambda: batch(folder / "in", folder / "chosen", "--best-of", "8")),
    ):
        seconds, cpu, peak = measured(work)
        base = base or words / cpu
        memory = f"   peak {peak / 1e6:,.0f} MB in all processes" if name.startswith("align") else ""
        print(
            f"{name:<38}{words / seconds:>9,.0f}{words / cpu:>13,.0f}{seconds:>9.1f}{cpu:>8.1f}"
            f"   {words / cpu / base:.2f} of the engine{memory}"
        )
    killed(folder, options.kills)


def killed(folder: Path, kills: int) -> None:
    """Kill a run at random times, go on each time, and compare the end with an undisturbed run."""
    chance, done = random.Random(3), 0
    started = time.monotonic()
    command = batch_command(folder / "in", folder / "killed", *PLAIN, "--no-score")
    while done < kills:
        process = subprocess.Popen(command, env=fixed_date(), stderr=subprocess.DEVNULL)
        try:
            process.wait(chance.uniform(2, 20))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            done += 1
            continue
        print(f"the run was over after {done} kills")
        break
    subprocess.run(command, env=fixed_date(), check=True, stderr=subprocess.DEVNULL)
    same = fingerprint(folder / "killed") == fingerprint(folder / "whole")
    print(f"killed {done} times, {time.monotonic() - started:.0f} s: {'identical' if same else 'DIFFERENT'}")


def make_archive(folder: Path, documents: int, sentences: int) -> list[str]:
    """So many documents of so many sentences of news, each another mixture; the sentences in order."""
    lines = [line.strip() for line in (SHARED / "newstest2019.en").read_text("utf-8").splitlines() if line.strip()]
    short = [line for line in lines if 3 <= len(line.split()) <= 9 and line[-1] in ".?!"]
    folder.mkdir(parents=True)
    made = []
    for n in range(documents):
        chance = random.Random(n)
        text = [f"{chance.choice(short)[:-1]}, {n + 1} of {documents}." for _ in range(sentences)]
        (folder / f"story-{n:05d}.txt").write_text("\n".join(text) + "\n", "utf-8")
        made += text
    return made


def engine_alone(sentences: list[str]) -> None:
    from align.checkpoints.checkpoint_store import find_model
    from align.translation import open_engine
    from align.translation.engine import Decoding

    engine = open_engine("ctranslate2", find_model("auto", "en", "ru"), "cpu", 0)
    for start in range(0, len(sentences), 4096):
        engine.draft(sentences[start : start + 4096], Decoding())


def batch_command(source: Path, target: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "align", "batch", str(source), "--to", "ru", "-o", str(target), *options]


def fixed_date() -> dict[str, str]:
    return {**os.environ, "SOURCE_DATE_EPOCH": "1795000000", "PYTHONPATH": str(ROOT)}


def batch(source: Path, target: Path, *options: str) -> None:
    subprocess.run(batch_command(source, target, *options), env=fixed_date(), check=True, stderr=subprocess.DEVNULL)


def measured(work: Callable[[], None]) -> tuple[float, float, int]:
    """Seconds by the clock, of the processor (children too), and the most memory that this and its children had."""
    peak = [0]
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.2):
            peak[0] = max(peak[0], memory(os.getpid()) - own)

    own = memory(os.getpid())
    watcher = threading.Thread(target=watch)
    watcher.start()
    started, before = time.monotonic(), processor()
    work()
    seconds, cpu = time.monotonic() - started, processor() - before
    over.set()
    watcher.join()
    return seconds, cpu, peak[0]


def processor() -> float:
    """Processor seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def memory(process: int) -> int:
    """Bytes of memory of a process and its children: proportional set size, shared pages counted once."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        total = sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:  # it has ended
        return 0
    return total + sum(memory(int(child)) for child in children)


def fingerprint(folder: Path) -> str:
    """A hash of everything that a collection's folder holds for its user, seconds aside."""
    digest = hashlib.sha256()
    for part in sorted(folder.glob("part-*")):
        digest.update(part.read_bytes())
    for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        record.pop("seconds", None)
        digest.update(json.dumps(record).encode())
    return digest.hexdigest()


def matching(options: argparse.Namespace) -> None:
    """Precision and recall of document alignment on shuffled documents."""
    documents = newstest() if options.set == "newstest2019" else folder_documents(Path(options.set))
    random.Random(1).shuffle(documents)
    documents = documents[: options.documents]
    print(f"{options.set}, {len(documents)} documents a side")
    print(f"{'':<32}{'found':>7}{'precision':>11}{'recall':>8}{'aligner runs':>14}{'CPU s':>8}")
    for name, lost in (("all partners there", 0.0), ("a third without their partner", 1 / 3)):
        print(f"{name:<32}{match_shuffled(documents, lost)}")


def match_shuffled(documents: list[tuple[list[str], list[str]]], lost: float) -> str:
    from align.alignment import document_matching
    from align.document import Segment
    from align.encoders.base import load_encoder

    chance = random.Random(7)
    order = chance.sample(range(len(documents)), len(documents))
    half = int(len(documents) * lost / 2)
    sides = [n for n in range(len(documents)) if n not in set(order[:half])], order[:half] + order[2 * half :]
    chance.shuffle(sides[1])
    runs = itertools.count()
    alignment_score = document_matching.alignment_score

    def counted(*arguments: object) -> float:
        next(runs)
        return alignment_score(*arguments)  # type: ignore[arg-type]

    def read(name: str) -> list[Segment]:
        side, _, number = name.partition(" ")
        return [Segment(text, "sentence", n, 0, 0) for n, text in enumerate(documents[int(number)][int(side)])]

    document_matching.alignment_score = counted  # type: ignore[assignment]
    before = processor()
    found = document_matching.match_documents(
        [f"0 {n}" for n in sides[0]],
        [f"1 {n}" for n in sides[1]],
        read,
        source_lang="en",
        target_lang="ru",
        encoder=load_encoder(),
    )
    document_matching.alignment_score = alignment_score
    right = sum(sides[0][match.source] == sides[1][match.target] for match in found)
    there = len(set(sides[0]) & set(sides[1]))
    precision, recall = right / max(1, len(found)), right / max(1, there)
    return f"{len(found):>7}{precision:>11.3f}{recall:>8.3f}{next(runs):>14}{processor() - before:>8.1f}"


def newstest() -> list[tuple[list[str], list[str]]]:
    """The stories of newstest2019: their sentences in both languages."""
    rows = ((SHARED / f"newstest2019.{suffix}").read_text("utf-8").splitlines() for suffix in ("docids", "en", "ru"))
    stories: dict[str, tuple[list[str], list[str]]] = {}
    for story, source, target in zip(*rows, strict=False):
        sides = stories.setdefault(story, ([], []))
        sides[0].append(source)
        sides[1].append(target)
    return list(stories.values())


def folder_documents(folder: Path) -> list[tuple[list[str], list[str]]]:
    """Documents of a folder with `en/…` and `ru/…`, segmented."""
    from dataclasses import replace

    from align.alignment.file_pairing import by_language
    from align.readers import find_documents, read_document
    from align.segmentation import split

    def segments(name: str, language: str) -> list[str]:
        return [segment.flat for segment in split(replace(read_document(name), language=language))]

    pairs, _ = by_language(find_documents([str(folder)]), "en", "ru")
    return [(segments(source, "en"), segments(target, "ru")) for source, target in pairs]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=["archive", "matching"])
    parser.add_argument("--documents", type=int)
    parser.add_argument("--sentences", type=int, default=3)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--set", default="newstest2019")
    parser.add_argument("--quick", action="store_true", help="200 documents, 3 kills")
    options = parser.parse_args()
    if options.quick:
        options.documents, options.kills = 200, 3
    options.documents = options.documents or (5000 if options.part == "archive" else 1000)
    return options


if __name__ == "__main__":
    main()
