"""Words a second of the two engines on the same checkpoint, beam and cores; and whether a draft feels its neighbours.

    python benchmarks/drafting.py [--lines 200] [--beam 4] [--threads 2] [--model FOLDER] [--input FILE]

`bare ctranslate2` is the library called once with all texts, tokenised beforehand: the most that our engine could do.
The second table drafts every text alone, then among neighbours, and counts the texts whose draft differs.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEWS = ROOT.parent / "shared" / "data" / "en-ru" / "newstest2019.en"


def main() -> None:
    options = arguments()
    os.environ["OMP_NUM_THREADS"] = str(options.threads)
    from align.translation.ctranslate2_engine import CTranslate2Engine
    from align.translation.engine import Decoding
    from align.translation.transformers_engine import TransformersEngine

    texts = options.input.read_text(encoding="utf-8").split("\n")
    texts = [line.strip() for line in texts if line.strip()][: options.lines]
    words = sum(len(text.split()) for text in texts)
    fast = CTranslate2Engine(options.model, device="cpu", threads=options.threads)
    slow = TransformersEngine(options.model, device="cpu", threads=options.threads)
    decoding = Decoding(beam=options.beam)
    print(f"{len(texts)} lines, {words} words of {options.input.name}; beam {options.beam}, {options.threads} threads")

    reference = words / timed(padded_transformers(slow, texts, options.beam))
    print(f"{'engine':<42}{'words/s':>8}{'ratio':>8}")
    print(f"{'transformers float32, padded batches of 32':<42}{reference:>8.0f}{1.0:>8.1f}")
    runs: list[tuple[str, Callable[[], object]]] = [
        ("transformers float32 (our reference engine)", lambda: slow.draft(texts, decoding)),
        ("ctranslate2 int8 (ours)", lambda: fast.draft(texts, decoding)),
        ("bare ctranslate2 int8, padded batches of 32", bare(fast, texts, options.beam)),
    ]
    for name, run in runs:
        times = [timed(run) for _ in range(1 if "transformers" in name else 4)]
        rate = words / min(times)
        print(f"{name:<42}{rate:>8.0f}{rate / reference:>8.1f}")

    print("\nDrafts that change with their neighbours")
    alone = {text: fast.draft([text], decoding)[0].text for text in texts}
    shuffled = random.Random(1).sample(texts, len(texts))
    ours = [draft.text for draft in fast.draft(shuffled, decoding)]
    padded = bare(fast, shuffled, options.beam)()
    for name, drafts in (("ours, batches of one length", ours), ("bare, padded batches of 32", padded)):
        changed = sum(alone[text] != draft for text, draft in zip(shuffled, drafts, strict=True))
        print(f"{name:<32}{changed}/{len(texts)}")


def bare(engine: object, texts: list[str], beam: int) -> Callable[[], list[str]]:
    """The library itself, on tokens made beforehand."""
    rows = engine.tokeniser.encode(texts)  # type: ignore[attr-defined]

    def run() -> list[str]:
        results = engine._translator.translate_batch(  # type: ignore[attr-defined]
            rows, beam_size=beam, max_batch_size=32, max_decoding_length=256, return_scores=True
        )
        return [engine.tokeniser.decode(result.hypotheses[0]) for result in results]  # type: ignore[attr-defined]

    return run


def padded_transformers(engine: object, texts: list[str], beam: int) -> Callable[[], None]:
    """Transformers as most people call it: sorted by length, padded batches of 32."""
    import torch
    from transformers import MarianTokenizer

    model = engine._model  # type: ignore[attr-defined]
    tokenizer = MarianTokenizer.from_pretrained(model.config._name_or_path, local_files_only=True)
    ordered = sorted(texts, key=len)

    def run() -> None:
        for start in range(0, len(ordered), 32):
            batch = tokenizer(ordered[start : start + 32], return_tensors="pt", padding=True)
            with torch.inference_mode():
                model.generate(**batch, num_beams=beam, max_new_tokens=256, max_length=None)

    return run


def timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "en-ru-starter")
    parser.add_argument("--input", type=Path, default=NEWS if NEWS.exists() else ROOT / "examples" / "port.txt")
    return parser.parse_args()


if __name__ == "__main__":
    main()
