"""Training pairs that a model writes: back-translations of the target language, translations of the source language.

The rows are those of a table of pairs (source, target, tag). A text whose draft is unusable has an empty side, so that
rows and lines correspond: an interrupted run resumes after the last whole row, and readers skip such rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from align.checkpoints.checkpoint_store import LocalModel
from align.errors import InputError
from align.io.atomic import output_error
from align.training.data import open_text
from align.translation import open_engine
from align.translation.engine import Decoding, Engine

CHUNK = 2000
"""Texts between two writings: some seconds of work."""


def generate(
    model: LocalModel,
    lines: Path,
    table: Path,
    tag: str,
    back: bool = False,
    beam: int = 1,
    threads: int = 0,
    on_progress: Callable[[int], None] = lambda rows: None,
) -> None:
    """Translate each line of the UTF-8 file `lines` (plain or `.xz`; of a table, its first column) with `model` and add
    a row to `table`; with `back` the line is the row's target and the translation its source.

    Lines that `table` has already are passed over. `on_progress` gets the number of its rows. Raises InputError and
    OutputError for files that cannot be read or written.
    """
    engine = open_engine("ctranslate2", model, "cpu", threads)
    rows = _count_whole_rows(table)
    try:
        with open_text(lines) as stream, table.open("a", encoding="utf-8") as output:
            texts = (line.split("\t")[0].strip() for line in stream)
            for _ in islice(texts, rows):
                pass
            while chunk := list(islice(texts, CHUNK)):
                for text, draft in zip(chunk, _drafts(engine, chunk, Decoding(beam=beam)), strict=True):
                    output.write(f"{draft}\t{text}\t{tag}\n" if back else f"{text}\t{draft}\t{tag}\n")
                output.flush()
                rows += len(chunk)
                on_progress(rows)
    except UnicodeDecodeError as error:
        hint = "It must be text in UTF-8, plain or .xz"
        raise InputError(f"cannot read {lines}: {error}", path=lines, hint=hint) from error
    except OSError as error:
        if error.filename == str(lines):
            reason = (error.strerror or str(error)).lower()
            raise InputError(f"cannot read {lines}: {reason}", path=lines) from error
        raise output_error(table, error) from error


def _drafts(engine: Engine, texts: Sequence[str], decoding: Decoding) -> Iterator[str]:
    """Draft `texts`; empty where a text is empty or too long, or its draft has no end."""
    counts = engine.count_tokens(texts)
    usable = [bool(text) and tokens <= engine.longest_source for text, tokens in zip(texts, counts, strict=True)]
    drafts = iter(engine.draft([text for text, fits in zip(texts, usable, strict=True) if fits], decoding))
    for fits in usable:
        draft = next(drafts) if fits else None
        yield "" if draft is None or draft.hit_limit else " ".join(draft.text.split())


def _count_whole_rows(table: Path) -> int:
    """Count the rows of `table`, and cut off a last one that is not whole."""
    if not table.exists():
        return 0
    with table.open("rb+") as stream:
        rows = end = 0
        for row in stream:
            if row.endswith(b"\n"):
                rows, end = rows + 1, end + len(row)
        stream.truncate(end)
    return rows
