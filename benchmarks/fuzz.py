"""A long run of coverage-guided fuzzing, by hand: atheris mutates files and keeps what reaches new code.

pip install atheris
python benchmarks/fuzz.py tmx --minutes 30

A finding is an error that is no AlignError (what a user sees in one line), or a file that takes longer than 5 s or more
than 1 GB. libFuzzer prints it and leaves the file in the folder of `--keep`. `ALIGN_FUZZ=100000 pytest tests/fuzz` does
the same without coverage, for every room.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CORPORA = ("jsonl", "tmx", "tsv", "csv", "xliff")
TEXTS = ("beads", "catalogue", "review-csv")
DOCUMENTS = ("txt", "md", "html", "srt", "vtt", "docx", "odt", "epub")
GLOSSARIES = ("tbx",)
HEX = "\\x{:02x}"


def target(name: str) -> tuple[Callable[[bytes], Any], Sequence[bytes], Sequence[str]]:
    """What reads the files of this name, good ones to begin with, and words of the format."""
    from tests.fuzz import test_hostile_documents as documents
    from tests.fuzz import test_hostile_files as files
    from tests.fuzz import test_hostile_glossaries as glossaries

    if name in DOCUMENTS:
        return documents.reads(f"a.{name}"), [documents.KINDS[f"a.{name}"][0]], (*documents.HTML, *documents.CUES)
    if name in GLOSSARIES:
        return glossaries.uses(f".{name}"), [glossaries.V3.encode(), glossaries.MIN.encode()], glossaries.TBX
    seeds, words, read = files.TEXT_CASES[name]
    return read, seeds, words


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("format", choices=[*CORPORA, *TEXTS, *DOCUMENTS, *GLOSSARIES])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument(
        "--keep", type=Path, default=Path("findings"), help="Folder for the files that found something."
    )
    options = parser.parse_args()
    import atheris

    sys.path.insert(0, str(ROOT))
    with atheris.instrument_imports(include=["align"], enable_loader_override=False):
        read, seeds, words = target(options.format)
        for seed in seeds:
            read(seed)
    from align.errors import AlignError

    def one(data: bytes) -> None:
        try:
            read(data)
        except AlignError as error:
            assert str(error) and "\n" not in str(error), "a message is one line"

    options.keep.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds):
            Path(folder, str(number)).write_bytes(seed)
        lines = [f'"{"".join(map(HEX.format, word.encode("utf-8", "surrogatepass")))}"' for word in words if word]
        dictionary = Path(folder).with_suffix(".dict")
        dictionary.write_text("\n".join(lines))
        limits = ["-timeout=5", "-rss_limit_mb=1500", f"-max_total_time={options.minutes * 60:.0f}", "-max_len=20000"]
        atheris.Setup(
            [
                sys.argv[0],
                folder,
                f"-dict={dictionary}",
                f"-artifact_prefix={options.keep}/",
                "-print_final_stats=1",
                *limits,
            ],
            one,
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
