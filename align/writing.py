"""Writes corpora and documents from a script or a notebook: as the commands write them, with no work of people written
over."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from align.corpus import format_registry
from align.corpus.pair import Corpus, Pair
from align.io.atomic import guarded
from align.progress import Warn, ignore
from align.work_guard import DocumentGuard, WorkGuard

if TYPE_CHECKING:
    from align.export.options import Mark, Only


def write_corpus(
    corpus: Corpus,
    path: str | os.PathLike[str],
    format: str | None = None,
    tmx_langs: Mapping[str, str] | None = None,
    warn: Warn = ignore,
    *,
    force: bool = False,
    tmx_for: str = "",
    reviewer: str = "",
) -> int:
    """Write a whole corpus to one file and return the number of pairs. Parameters are those of `open_writers`.

    Raises what `open_writers` raises, and as it does where the file holds a person's work.
    """
    with guarded(WorkGuard(force, warn)):
        return format_registry.write_corpus(
            corpus, os.fspath(path), format, tmx_langs, warn, tmx_for=tmx_for, reviewer=reviewer
        )


@contextmanager
def open_writers(
    outputs: Sequence[str | os.PathLike[str]],
    header: Corpus,
    format: str | None = None,
    tmx_langs: Mapping[str, str] | None = None,
    warn: Warn = ignore,
    *,
    force: bool = False,
    tmx_for: str = "",
    reviewer: str = "",
) -> Iterator[format_registry.Writers]:
    """Write the same pairs to several files in one pass.

    >>> with open_writers(["a.tmx", "a.jsonl"], header) as out:  # doctest: +SKIP
    ...     out.write(pair)

    `header` is a Corpus whose pairs are not touched: signature, languages and date go into the files. `format`
    overrides the suffixes and is needed for `-`. `tmx_langs` gives codes with regions for TMX and XLIFF. `tmx_for`
    names the tool that TMX is for (`omegat`, `trados`, `memoq`, `phrase`, `smartcat`, `wordfast`; `align` for every
    field, `plain` for no properties), `reviewer` the person who reviewed what does not say so itself. Every file
    appears whole when the block ends well, and none appears when it does not. The folder of an output is made if only
    that last level is missing. After the last pair `warn` gets a line on each thing that a format could not hold.

    Raises UsageError for an unknown suffix or an output named twice, OutputError for a file that cannot be written, and
    for one with edits, decisions or notes of people that the new file would not have; with `force` that one is kept
    next to it as NAME.bak.
    """
    with (
        guarded(WorkGuard(force, warn)),
        format_registry.open_writers(
            [os.fspath(path) for path in outputs], header, format, tmx_langs, warn, tmx_for=tmx_for, reviewer=reviewer
        ) as out,
    ):
        yield out


def write_document(
    pairs: Iterable[Pair],
    path: str | os.PathLike[str],
    format: str | None = None,
    *,
    only: Only | None = None,
    mark: Mark = "unreviewed",
    like: str | os.PathLike[str] | None = None,
    bilingual: bool = False,
    typography: bool = False,
    warn: Warn = ignore,
    force: bool = False,
) -> int:
    """Put the translation in `pairs`, a Corpus or a list, together as a document, and return the number of documents.

    The document has the order and the paragraphs of the source. Its format is that of the suffix of `path`, or
    `format`: txt, md, html, docx, odt. Several documents come one after the other, each on a new page, or to a file
    each where `path` has `{doc}` in its name, and one a target language where it has `{lang}`.

    `only`: with `approved` nothing is written unless every segment was approved or edited. `mark` is what is marked in
    the document: all that is not reviewed (`unreviewed`), only places where the source stands because there is no
    translation (`missing`), or nothing (`none`). `like` is the source's own file (DOCX, ODT, HTML, Markdown, text,
    subtitles): the translation goes into it, in its formatting. With `bilingual` the document has source and
    translation side by side (HTML, DOCX). `typography` sets quotes, dashes, spaces and numbers as the target language
    has them. `warn` is called with remarks, one line each.

    Raises UsageError for an unknown suffix, QualityError where `only` refuses, InputError where there is nothing to
    write, and OutputError for a file that cannot be written, or that was changed since it was written here; with
    `force` that one is kept next to it as NAME.bak.
    """
    from align.export import ExportOptions, export_documents

    source = None if like is None else os.fspath(like)
    options = ExportOptions(only=only, mark=mark, like=source, bilingual=bilingual, typography=typography)
    with guarded(DocumentGuard(WorkGuard(force, warn))):
        done = export_documents([(pairs, os.curdir)], os.fspath(path), format, options)
    for line in done.warnings:
        warn(line)
    return done.documents
