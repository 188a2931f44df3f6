"""Training pairs that a model writes: back-translations of the target language, translations of the source language.

The rows are those of a table of pairs (source, target, tag). A text whose draft is no use has an empty side, so that
rows and lines keep step: a run that was broken off goes on after the last whole row, and readers skip such rows.
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
    done: Callable[[int], None] = lambda rows: None,
) -> None:
    """Translate each line of the UTF-8 file `lines` (plain or `.xz`; of a table, its first column) with `model` and add
    a row to `table`; with `back` the line is the row's target and the translation its source.

    Lines that `table` has already are passed over. `done` hears how many rows it has. Raises InputError and OutputError
    for files that cannot be read or written.
    """
    engine = open_engine("ctranslate2", model, "cpu", threads)
    rows = _whole_rows(table)
    try:
        with open_text(lines) as texts, table.open("a", encoding="utf-8") as written:
            waiting = (line.split("\t")[0].strip() for line in texts)
            for _ in islice(waiting, rows):
                pass
            while chunk := list(islice(waiting, CHUNK)):
                for text, made in zip(chunk, _drafts(engine, chunk, Decoding(beam=beam)), strict=True):
                    written.write(f"{made}\t{text}\t{tag}\n" if back else f"{text}\t{made}\t{tag}\n")
                written.flush()
                rows += len(chunk)
                done(rows)
    except UnicodeDecodeError as error:
        raise InputError(f"cannot read {lines}: {error}. It must be text in UTF-8, plain or .xz") from error
    except OSError as error:
        if error.filename == str(lines):
            raise InputError(f"cannot read {lines}: {(error.strerror or str(error)).lower()}") from error
        raise output_error(table, error) from error


def _drafts(engine: Engine, texts: Sequence[str], decoding: Decoding) -> Iterator[str]:
    """The drafts of `texts`, empty where a text is empty or too long, or its draft has no end."""
    counts = engine.count_tokens(texts)
    fit = [bool(text) and tokens <= engine.longest_source for text, tokens in zip(texts, counts, strict=True)]
    drafts = iter(engine.draft([text for text, fits in zip(texts, fit, strict=True) if fits], decoding))
    for fits in fit:
        draft = next(drafts) if fits else None
        yield "" if draft is None or draft.hit_limit else " ".join(draft.text.split())


def _whole_rows(table: Path) -> int:
    """The number of rows of `table`; a last one that is not whole is cut off."""
    if not table.exists():
        return 0
    with table.open("rb+") as stream:
        rows = end = 0
        for row in stream:
            if row.endswith(b"\n"):
                rows, end = rows + 1, end + len(row)
        stream.truncate(end)
    return rows
