"""Corpora that are read twice: once to learn what is in them, once to write. Never a list of pairs in between.

Files are opened again; standard input is kept in a temporary file. A file that changes between the two passes is an
error, not a wrong corpus.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from align.account import Account
from align.corpus import Corpus, Pair, Signature, format_of, read_corpus
from align.corpus.pair_languages import united_languages
from align.errors import InputError, UsageError
from align.io.atomic import STDOUT
from align.io.own_errors import standard_input, temporary_error
from align.localization import _
from align.progress import Warn, ignore


@dataclass(slots=True)
class Inputs:
    """Several corpora, one after another, to be read again and again. Made by `reread`."""

    names: Sequence[str]
    format: str | None = None
    source_lang: str = ""
    target_lang: str = ""
    warn: Warn = ignore
    _stdin_copy: str = ""
    _first_reads: dict[str, _FirstRead] = field(default_factory=dict)

    def pairs(self) -> Iterator[Pair]:
        """Read the pairs of all corpora, from the beginning; one file is open at a time.

        Raises InputError for a file that cannot be read, or that has changed since it was read before.
        """
        for name in self.names:
            path = self._stdin_copy if name == STDOUT else name
            shown = _("standard input") if name == STDOUT else name
            before = self._first_reads.get(name)
            corpus = read_corpus(
                path,
                self.format,
                source_lang=self.source_lang,
                target_lang=self.target_lang,
                name=shown,
                warn=ignore if before else self.warn,
            )
            count = 0
            for pair in corpus:
                count += 1
                if before and count > before.count:
                    break
                yield pair
            read = _FirstRead(replace(corpus, pairs=()), count, _file_state(path))
            if before and (before.count, before.state) != (read.count, read.state):
                hint = _("run this again when nobody writes to it")
                raise InputError(_("{name} changed while it was read", name=shown), path=shown, hint=hint)
            self._first_reads.setdefault(name, read)

    def header(self) -> Corpus:
        """The header of the whole, once the pairs have been read: what the corpora agree on, and a list of several."""
        corpora = {name: self._first_reads[name].header for name in self.names}
        signatures = {str(corpus.signature) for corpus in corpora.values()}
        languages = [(corpus.source_lang, corpus.target_lang) for corpus in corpora.values() if corpus.source_lang]
        first = corpora[self.names[0]]
        extra = dict(first.extra)
        if len(self.names) > 1:
            extra = {"inputs": [self._describe_input(name) for name in corpora]}
            sources = [source for corpus in corpora.values() for source in listed(corpus.extra, "sources")]
            if sources:
                extra["sources"] = [source for i, source in enumerate(sources) if source not in sources[:i]]
        return Corpus(
            (),
            Signature.parse(signatures.pop()) if len(signatures) == 1 else Signature(),
            *united_languages(languages),
            created=first.created if len(self.names) == 1 else "",
            extra=extra,
        )

    def account(self, name: str) -> Account:
        """What the reader of a corpus left out or changed, once its pairs have been read."""
        return self._first_reads[name].header.account

    def _describe_input(self, name: str) -> dict[str, Any]:
        read = self._first_reads[name]
        kept = {key: read.header.extra[key] for key in ("filters",) if key in read.header.extra}
        return {"name": name, "pairs": read.count, "signature": str(read.header.signature), **kept}


@dataclass(frozen=True, slots=True)
class _FirstRead:
    """The state of a file when it was first read to its end."""

    header: Corpus
    count: int
    state: tuple[int, int]


@contextlib.contextmanager
def reread(
    names: Sequence[str],
    format: str | None = None,
    *,
    source_lang: str = "",
    target_lang: str = "",
    warn: Warn = ignore,
) -> Iterator[Inputs]:
    """Open the corpora of `names` for reading more than once; `-` is standard input, with `format` given.

    `warn` gets what a reader left out or changed, when a corpus is read for the first time.

    Raises UsageError for an unknown format, OutputError when standard input does not fit on the temporary disk.
    """
    for name in names:
        format_of(name, format)
    if names.count(STDOUT) > 1:
        raise UsageError(_("standard input can be read once"), path=STDOUT, hint=_("name - once"))
    inputs = Inputs(names, format, source_lang, target_lang, warn)
    try:
        if STDOUT in names:
            inputs._stdin_copy = _keep_standard_input()
        yield inputs
    finally:
        if inputs._stdin_copy:
            os.unlink(inputs._stdin_copy)


def listed(extra: Mapping[str, Any], key: str) -> list[Any]:
    """The list under `key` of a header, which anybody may have written: an empty one for anything else."""
    found = extra.get(key)
    return list(found) if isinstance(found, (list, tuple)) else []


def _keep_standard_input() -> str:
    try:
        handle, path = tempfile.mkstemp(prefix="align-")
    except OSError as error:
        raise temporary_error(error) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            shutil.copyfileobj(standard_input(), stream)
    except BaseException as error:
        os.unlink(path)
        if isinstance(error, OSError):
            raise temporary_error(error) from error
        raise
    return path


def _file_state(path: str) -> tuple[int, int]:
    """Size and time of a file, which change with it; a corpus that is not one file (a Moses pair) has none."""
    try:
        found = Path(path).stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns
