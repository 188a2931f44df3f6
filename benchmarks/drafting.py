"""Words a second of engines on one checkpoint, beam and cores; and whether a draft feels its neighbours.

    python benchmarks/drafting.py [--lines 400] [--beam 4] [--threads 2] [--rounds 3] [--model FOLDER] [--input FILE]

* `align` is our engine, from text to text.
* `Transformers` is the library as most people call it: float32, sorted by length, padded batches of 32, text to text.
* `CTranslate2` is that library bare: tokens made beforehand, sorted by length, no text made of the result. The best of
  three ways to spread it over cores and batches is taken.
* `Argos Translate` has a package made here of the same converted checkpoint. Its sentence splitter would fetch a model;
  in its place stands one that gives the lines as they are, so that splitting costs nothing. It drafts a paragraph at
  a time, once with every line a paragraph, once with ten, on one thread: with two, which is its default on two cores,
  this small model took several times as long.

The engines take turns, `--rounds` times (Transformers once), and the best of each counts. chrF, where a reference is
beside the input, shows that all do the same work. `--neighbours` drafts every text alone and among others, and counts
the drafts that differ.
Peers that are not installed are left out: `python benchmarks/environment.py` installs them, and `peers.py` uses them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measuring import ROOT, SHARED, Row, Spent, Stopwatch, complain, show

NEWS = SHARED / "en-ru" / "newstest2019.en"
Run = Callable[[], list[str]]
"""Drafts all texts; gives them in the order of the input, or nothing where only tokens were asked for."""


def ours(engine: Any, texts: list[str], beam: int) -> Run:
    from align.translation.engine import Decoding

    return lambda: [draft.text for draft in engine.draft(texts, Decoding(beam=beam))]


def bare(engine: Any, texts: list[str], beam: int, threads: int) -> dict[str, Run]:
    """CTranslate2 itself on tokens that are ready and sorted, in three ways."""
    import ctranslate2

    from align.checkpoints.conversion import converted

    rows = sorted(engine.tokeniser.encode(texts), key=len)

    def way(inter: int, size: int, kind: str) -> Run:
        translator = ctranslate2.Translator(
            str(converted(engine.folder)), device="cpu", compute_type="int8", inter_threads=inter,
            intra_threads=threads // inter,
        )  # fmt: skip

        def run() -> list[str]:
            translator.translate_batch(
                rows, beam_size=beam, max_batch_size=size, batch_type=kind, max_decoding_length=256
            )
            return []

        return run

    return {
        f"CTranslate2, {threads} workers, batches of 32": way(threads, 32, "examples"),
        f"CTranslate2, {threads} workers, batches of 2048 tokens": way(threads, 2048, "tokens"),
        f"CTranslate2, {threads} threads a batch of 2048 tokens": way(1, 2048, "tokens"),
    }


def transformers(folder: Path, texts: list[str], beam: int, threads: int) -> Run:
    import torch
    from transformers import MarianMTModel, MarianTokenizer

    torch.set_num_threads(threads)
    # The starter's weights are kept in float16, which Transformers would take as they are: three times slower on a CPU.
    model = MarianMTModel.from_pretrained(folder, local_files_only=True, dtype=torch.float32).eval()
    tokenizer = MarianTokenizer.from_pretrained(folder, local_files_only=True)
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))

    def run() -> list[str]:
        drafts: dict[int, str] = {}
        for start in range(0, len(order), 32):
            places = order[start : start + 32]
            batch = tokenizer([texts[place] for place in places], return_tensors="pt", padding=True)
            with torch.inference_mode():
                rows = model.generate(**batch, num_beams=beam, max_new_tokens=256, max_length=None)
            drafts.update(zip(places, tokenizer.batch_decode(rows, skip_special_tokens=True), strict=True))
        return [drafts[place] for place in range(len(texts))]

    return run


def argos(folder: Path, texts: list[str], beam: int, home: Path) -> dict[str, Run]:
    """Argos Translate with the checkpoint as a package; nothing where it is not installed."""
    os.environ.update({f"XDG_{kind}_HOME": str(home / kind) for kind in ("DATA", "CONFIG", "CACHE")})
    os.environ.update(ARGOS_INTRA_THREADS="1", ARGOS_BEAM_SIZE=str(beam))
    try:
        from argostranslate import package, sbd, translate
    except ImportError:
        complain("Argos Translate is not installed: python benchmarks/environment.py")
        return {}

    class Lines(sbd.ISentenceBoundaryDetectionModel):  # type: ignore[misc]
        def split_sentences(self, text: str) -> list[str]:
            return text.split("\u2029")

    package.install_from_path(argos_package(folder, home))
    # What is returned caches paragraphs; the second round would be free.
    translation = translate.get_translation_from_codes("en", "ru").underlying
    translation.sentencizer = Lines()
    many = ["\u2029".join(texts[start : start + 10]) for start in range(0, len(texts), 10)]
    return {
        "Argos Translate, a line a paragraph": lambda: [translation.translate(text) for text in texts],
        "Argos Translate, ten lines a paragraph": lambda: [translation.translate(text) for text in many],
    }


def argos_package(folder: Path, home: Path) -> Path:
    """The checkpoint, converted as ours is, as an `.argosmodel`: an archive of a folder."""
    from align.checkpoints.conversion import converted

    inside = home / "package" / "translate-en_ru-1_0"
    shutil.copytree(converted(folder), inside / "model")
    shutil.copy(folder / "source.spm", inside / "sentencepiece.model")
    config = json.loads((inside / "model" / "config.json").read_text("utf-8"))
    (inside / "model" / "config.json").write_text(json.dumps({**config, "add_source_eos": True}), "utf-8")
    about = {"package_version": "1.0", "argos_version": "1.9", "from_code": "en", "from_name": "English"}
    about |= {"to_code": "ru", "to_name": "Russian"}
    (inside / "metadata.json").write_text(json.dumps(about), "utf-8")
    archive = shutil.make_archive(str(home / "en_ru"), "zip", inside.parent, inside.name)
    return Path(archive).rename(home / "en_ru.argosmodel")


def best(runs: dict[str, Run], rounds: int) -> dict[str, tuple[Spent, list[str]]]:
    """The shortest time of each after one round to warm up, and the drafts; Transformers, ever so slow, runs once."""
    found: dict[str, tuple[Spent, list[str]]] = {}
    for number in range(rounds + 1):
        for name, run in runs.items():
            if number != 1 and name.startswith("Transformers"):
                continue
            watch = Stopwatch()
            drafts = run()
            spent = watch.read()
            if number and (name not in found or spent.clock < found[name][0].clock):
                found[name] = spent, drafts
    return found


def rates(options: argparse.Namespace, texts: list[str], home: Path) -> list[Row]:
    from align.translation.ctranslate2_engine import CTranslate2Engine

    engine = CTranslate2Engine(options.model, device="cpu", threads=options.threads)
    engine.folder = options.model  # type: ignore[attr-defined]
    runs: dict[str, Run] = {
        "align": ours(engine, texts, options.beam),
        **bare(engine, texts, options.beam, options.threads),
        **argos(options.model, texts, options.beam, home),
        "Transformers, float32": transformers(options.model, texts, options.beam, options.threads),
    }
    found = best(runs, options.rounds)
    words = sum(len(text.split()) for text in texts)
    mine = found["align"][0]
    rows = []
    for name, (spent, drafts) in found.items():
        row: Row = {"engine": name, "words/s": words / spent.clock, "words/s of processor": words / spent.processor}
        rows.append(row | {"align is faster": spent.clock / mine.clock, "chrF": chrf(drafts, options)})
    return rows


def chrf(drafts: list[str], options: argparse.Namespace) -> float | None:
    """Against the Russian side of the input, where there is one."""
    reference = options.input.with_suffix(".ru")
    lines = [line for line in drafts for line in line.split("\u2029")]
    if not reference.exists() or len(lines) != options.lines:
        return None
    import sacrebleu

    wanted = reference.read_text(encoding="utf-8").split("\n")[: len(lines)]
    return float(sacrebleu.corpus_chrf(lines, [wanted]).score)


def neighbours(options: argparse.Namespace, texts: list[str]) -> list[Row]:
    """How many drafts differ when texts are drafted alone and among others."""
    from align.translation.ctranslate2_engine import CTranslate2Engine
    from align.translation.engine import Decoding

    engine = CTranslate2Engine(options.model, device="cpu", threads=options.threads)
    decoding = Decoding(beam=options.beam)
    alone = {text: engine.draft([text], decoding)[0].text for text in texts}
    shuffled = random.Random(1).sample(texts, len(texts))
    padded = engine._translator.translate_batch(
        engine.tokeniser.encode(shuffled), beam_size=options.beam, max_batch_size=32, max_decoding_length=256
    )
    together = {
        "align, batches of one length": [draft.text for draft in engine.draft(shuffled, decoding)],
        "CTranslate2, padded batches of 32": [engine.tokeniser.decode(found.hypotheses[0]) for found in padded],
    }
    return [
        {
            "engine": name,
            "drafts changed": sum(alone[text] != draft for text, draft in zip(shuffled, drafts, strict=True)),
        }
        for name, drafts in together.items()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=400)
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "en-ru-starter")
    parser.add_argument("--input", type=Path, default=NEWS if NEWS.exists() else ROOT / "examples" / "port.txt")
    parser.add_argument("--neighbours", action="store_true", help="only the second table")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(options.threads)
    lines = options.input.read_text(encoding="utf-8").split("\n")[: options.lines]
    texts = [line.strip() for line in lines if line.strip()]
    if options.neighbours:
        show(neighbours(options, texts), options.json)
        return
    with tempfile.TemporaryDirectory() as home:
        show(rates(options, texts, Path(home)), options.json)


if __name__ == "__main__":
    main()
