"""Start-up time beside other commands, and the most memory that commands hold as corpora grow.

    python benchmarks/footprint.py [--rounds 5]          # start-up
    python benchmarks/footprint.py --memory [--segments 10000 100000]

Start-up is the whole life of a process: the least of some runs, by the clock and in processor seconds. Memory is the
peak of a process with everything in it; `MB more a 100,000` is the growth between the two sizes. Drafting is measured
with an engine that gives the source back, since a model takes the same memory whatever the text.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from environment import python
from measuring import ROOT, Measured, Row, complain, run, show

STORY = str(ROOT / "examples" / "port.txt")
ALIGN = [sys.executable, "-m", "align"]


def start_up(rounds: int) -> list[Row]:
    beside = Path(sys.executable).parent
    commands: dict[str, Sequence[str]] = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "align --help": [*ALIGN, "--help"],
        "align split port.txt": [*ALIGN, "split", STORY],
        "align check port.jsonl": [*ALIGN, "check", "{corpus}"],
        "python -c 'import align'": [sys.executable, "-c", "import align"],
        "sacrebleu --help": [str(beside / "sacrebleu"), "--help"],
        "po2tmx --help (translate-toolkit)": [str(beside / "po2tmx"), "--help"],
        "ct2-transformers-converter --help": [str(beside / "ct2-transformers-converter"), "--help"],
        "transformers --help": [str(beside / "transformers"), "--help"],
        "argos-translate --help": [str(Path(python()).parent / "argos-translate"), "--help"],
    }
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "port.jsonl")
        corpus.write_text("".join(map(line, range(30))), "utf-8")
        homes = {f"XDG_{kind}_HOME": folder for kind in ("DATA", "CONFIG", "CACHE")}
        for name, command in commands.items():
            if not shutil.which(command[0]):
                complain(f"{name}: not installed")
                continue
            arguments = [str(corpus) if part == "{corpus}" else part for part in command]
            try:
                runs = [run(arguments, PYTHONPATH=str(ROOT), **homes) for _ in range(rounds)]
            except subprocess.CalledProcessError as error:
                complain(f"{name}: {error.stderr.strip().splitlines()[-1]}")
                continue
            clock, processor = (min(found.spent[kind] for found in runs) for kind in (0, 1))
            rows.append({"command": name, "s": clock, "processor s": processor, "MB": runs[0].megabytes})
    return rows


def line(number: int) -> str:
    """A pair in a corpus file."""
    pair = {
        "id": f"story{number // 30}-{number % 30 + 1:04d}",
        "doc": f"story{number // 30}.txt",
        "n": number % 30 + 1,
        "source": f'The port of Varna handled {number} tonnes of grain in May, "a record", officials said.',
        "target": f"Порт Варны обработал в мае {number} тонн зерна — «рекорд», сообщили чиновники.",
        "source_lang": "en",
        "target_lang": "ru",
        "score": 0.8,
        "created": "2026-11-23T10:00:00Z",
    }
    return json.dumps(pair, ensure_ascii=False) + "\n"


def memory(segments: Sequence[int]) -> list[Row]:
    found: dict[str, list[Measured]] = {}
    for count in segments:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            # A line at a time: the peak of a child counts what its parent held when it was made.
            with (folder / "a.jsonl").open("w", encoding="utf-8") as pairs, (folder / "a.txt").open("w") as text:
                for number in range(count):
                    pairs.write(line(number))
                    text.write(json.loads(line(number))["source"] + "\n\n")
            corpus, review = str(folder / "a.jsonl"), str(folder / "a.xlsx")
            commands = {
                "draft, without a model": [sys.executable, __file__, "--echo", str(folder / "a.txt")],
                "align split": [*ALIGN, "split", str(folder / "a.txt"), "-o", str(folder / "a.lines")],
                "align convert to TMX": [*ALIGN, "convert", corpus, str(folder / "a.tmx")],
                "align check": [*ALIGN, "check", corpus],
                "align review": [*ALIGN, "review", corpus, "-o", review],
                "align merge": [*ALIGN, "merge", corpus, review, "-o", str(folder / "b.jsonl")],
                "align report": [*ALIGN, "report", corpus, "-o", str(folder / "a.html")],
            }
            for what, command in commands.items():
                found.setdefault(what, []).append(run(command))
    rows = []
    for what, runs in found.items():
        row: Row = {"command": what}
        row |= {f"MB, {count:,}": one.megabytes for count, one in zip(segments, runs, strict=True)}
        more = (runs[-1].megabytes - runs[0].megabytes) / (segments[-1] - segments[0]) * 100_000
        rows.append(row | {"MB more a 100,000": more, "processor s": runs[-1].spent.processor})
    return rows


class Echo:
    """An engine that gives back what it gets."""

    signature, longest_source = "echo", 240

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def draft(self, texts: Sequence[str], decoding: Any, ready: Callable[[int], None] | None = None) -> list[Any]:
        from align.translation.engine import Draft

        if ready:
            ready(len(texts))
        return [Draft(text, -0.5) for text in texts]

    def candidates(self, texts: Sequence[str], decoding: Any, count: int) -> list[list[Any]]:
        return [[draft] for draft in self.draft(texts, decoding)]


def echo(path: Path) -> None:
    """Read, segment, draft, check and write one text, as `align translate` does."""
    from align.corpus import Corpus, write_corpus
    from align.pipelines.translate import TranslationJob, translate
    from align.readers import read_documents

    job = TranslationJob("en", "ru", Echo(), "echo", "2026-11-23T10:00:00Z")
    pairs = translate(read_documents(path), job)
    write_corpus(Corpus(pairs, source_lang="en", target_lang="ru"), path.with_suffix(".drafted.jsonl"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--segments", type=int, nargs=2, default=[10_000, 100_000])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--echo", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.echo:
        echo(options.echo)
    else:
        show(memory(options.segments) if options.memory else start_up(options.rounds), options.json)


if __name__ == "__main__":
    main()
