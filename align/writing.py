"""Writes corpora from a script or a notebook: as the commands write them, with no work of people written over."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from align.corpus import format_registry
from align.corpus.pair import Corpus
from align.io.atomic import guarded
from align.progress import Warn, ignore
from align.work_guard import WorkGuard


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
