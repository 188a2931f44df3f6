"""Writes a corpus for review."""

from __future__ import annotations

from pathlib import Path

from align.corpus.format_options import FormatOptions
from align.corpus.pair import Corpus
from align.errors import UsageError
from align.io.atomic import STDOUT, atomic_output
from align.io.output_folder import output_folder
from align.progress import Warn, ignore
from align.review.delimited import DelimitedWriter
from align.review.review_options import ReviewOptions
from align.review.workbook import Writer


def write_review(
    corpus: Corpus,
    path: str | Path,
    review: ReviewOptions,
    format: str | None = None,
    warn: Warn = ignore,
) -> int:
    """Write a corpus as a review table, XLSX or CSV by the suffix of `path` or by `format`.

    `warn` takes lines on what was left out. Returns the number of pairs. Raises UsageError for another suffix,
    OutputError where writing fails.
    """
    kind = format or ("" if str(path) == STDOUT else Path(path).suffix.lower().lstrip("."))
    if kind not in ("xlsx", "csv"):
        what = f"the suffix of {path}" if kind else str(path)
        hint = "name a file .xlsx or .csv (LibreOffice opens both)"
        raise UsageError(f"{what} does not say what to write", path=path, hint=hint)
    name = "standard output" if str(path) == STDOUT else str(path)
    count = 0
    with output_folder(path), atomic_output(path) as stream:
        make = Writer if kind == "xlsx" else DelimitedWriter
        writer = make(stream, name, corpus, FormatOptions(), review)
        for pair in corpus:
            writer.write(pair)
            count += 1
        for line in writer.close():
            warn(line)
    return count
