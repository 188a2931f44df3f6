"""Writes a corpus for review."""

from __future__ import annotations

import itertools
from pathlib import Path

from align.corpus.format_options import FormatOptions
from align.corpus.pair import Corpus
from align.errors import UsageError
from align.io.atomic import STDOUT, atomic_output
from align.io.output_folder import output_folder
from align.localization import _
from align.progress import Warn, ignore
from align.review.delimited import DelimitedWriter
from align.review.explained_rows import chosen_rows
from align.review.review_options import KEPT_BACK, ReviewOptions
from align.review.review_selection import ReviewSelection
from align.review.word_table import WordWriter
from align.review.workbook import Writer

_WRITERS: dict[str, type[Writer | WordWriter | DelimitedWriter]] = {
    "xlsx": Writer,
    "docx": WordWriter,
    "csv": DelimitedWriter,
}


def write_review(
    corpus: Corpus,
    path: str | Path,
    review: ReviewOptions,
    format: str | None = None,
    warn: Warn = ignore,
    selection: ReviewSelection | None = None,
) -> int:
    """Write a corpus, or the pairs of it that `selection` chooses, as a review table, XLSX, DOCX or CSV by the suffix
    of `path` or by `format`. All pairs decide what kind of sheet it is.

    `warn` takes lines on what was left out. Returns the number of pairs. Raises UsageError for another suffix,
    InputError where the selection leaves nothing, OutputError where writing fails.
    """
    kind = format or ("" if str(path) == STDOUT else Path(path).suffix.lower().lstrip("."))
    if kind not in _WRITERS:
        problem = _("{path} does not say what to write", path=path)
        if kind:
            problem = _("the suffix of {path} does not say what to write", path=path)
        hint = _("name a file .xlsx, .docx or .csv (LibreOffice opens them all)")
        raise UsageError(problem, path=path, hint=hint)
    name = _("standard output") if str(path) == STDOUT else str(path)
    selection = selection or ReviewSelection()
    pairs = iter(corpus)
    first = list(itertools.islice(pairs, KEPT_BACK))
    review = review.of(first)
    rows = chosen_rows(itertools.chain(first, pairs), selection, review)
    head = list(itertools.islice(rows, 1))
    if selection and not head:
        raise selection.nothing_left(name)
    if review.by_risk and not review.sorted_by_risk:
        warn(
            _("an alignment stays in the order of its texts; --doubtful writes the doubtful rows and their neighbours")
        )
    count = 0
    with output_folder(path), atomic_output(path) as stream:
        writer = _WRITERS[kind](stream, name, corpus, FormatOptions(), review)
        for pair, after_gap, found in itertools.chain(head, rows):
            writer.write(pair, after_gap, found)
            count += 1
        for line in writer.close():
            warn(line)
    return count
