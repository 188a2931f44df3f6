"""Corpora that are read twice: once to learn what is in them, once to write. Never a list of pairs in between.

Files are opened again; standard input is kept in a temporary file. What changed between the readings is an error, not
a wrong corpus.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from align.corpus import Corpus, Pair, Signature, format_of, read_corpus
from align.errors import InputError, OutputError, UsageError
from align.io.atomic import STDOUT


@dataclass(slots=True)
class Inputs:
    """Several corpora, one after another, to be read again and again. Made by `reread`."""

    names: Sequence[str]
    format: str | None = None
    source_lang: str = ""
    target_lang: str = ""
    _kept: str = ""
    _seen: dict[str, _Seen] = field(default_factory=dict)

    def pairs(self) -> Iterator[Pair]:
        """The pairs of all corpora, from the beginning; one file is open at a time.

        Raises InputError for a file that cannot be read, or that has changed since it was read before.
        """
        for name in self.names:
            path = self._kept if name == STDOUT else name
            shown = "standard input" if name == STDOUT else name
            languages = {"source_lang": self.source_lang, "target_lang": self.target_lang}
            corpus = read_corpus(path, self.format, **languages, name=shown)
            before = self._seen.get(name)
            count = 0
            for pair in corpus:
                count += 1
                if before and count > before.count:
                    break
                yield pair
            seen = _Seen(replace(corpus, pairs=()), count, _state(path))
            if before and (before.count, before.state) != (seen.count, seen.state):
                raise InputError(f"{shown} changed while it was read: run this again when nobody writes to it")
            self._seen.setdefault(name, seen)

    def header(self) -> Corpus:
        """What is known of the whole, once the pairs have been read: what the corpora agree on; of several, a list."""
        corpora = {name: self._seen[name].header for name in self.names}
        signatures = {str(corpus.signature) for corpus in corpora.values()}
        languages = {(corpus.source_lang, corpus.target_lang) for corpus in corpora.values() if corpus.source_lang}
        first = corpora[self.names[0]]
        extra = dict(first.extra)
        if len(self.names) > 1:
            extra = {"inputs": [self._about(name) for name in corpora]}
            sources = [source for corpus in corpora.values() for source in listed(corpus.extra, "sources")]
            if sources:
                extra["sources"] = [source for place, source in enumerate(sources) if source not in sources[:place]]
        return Corpus(
            (),
            Signature.parse(signatures.pop()) if len(signatures) == 1 else Signature(),
            *(languages.pop() if len(languages) == 1 else ("", "")),
            created=first.created if len(self.names) == 1 else "",
            extra=extra,
        )

    def _about(self, name: str) -> dict[str, Any]:
        seen = self._seen[name]
        kept = {key: seen.header.extra[key] for key in ("filters",) if key in seen.header.extra}
        return {"name": name, "pairs": seen.count, "signature": str(seen.header.signature), **kept}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a file was like when it was first read to its end."""

    header: Corpus
    count: int
    state: tuple[int, int]


@contextlib.contextmanager
def reread(
    names: Sequence[str], format: str | None = None, *, source_lang: str = "", target_lang: str = ""
) -> Iterator[Inputs]:
    """The corpora of `names` for reading more than once; `-` is standard input, with `format` given.

    Raises UsageError for an unknown format, OutputError when standard input does not fit on the temporary disk.
    """
    for name in names:
        format_of(name, format)
    if names.count(STDOUT) > 1:
        raise UsageError("standard input can be read once: name - once")
    inputs = Inputs(names, format, source_lang, target_lang)
    try:
        if STDOUT in names:
            inputs._kept = _keep_standard_input()
        yield inputs
    finally:
        if inputs._kept:
            os.unlink(inputs._kept)


def listed(extra: Mapping[str, Any], key: str) -> list[Any]:
    """The list under `key` of a header, which anybody may have written: an empty one for anything else."""
    found = extra.get(key)
    return list(found) if isinstance(found, (list, tuple)) else []


def no_room(error: OSError) -> OutputError:
    """The one line for a temporary file that cannot be written."""
    reason = (error.strerror or str(error)).lower()
    where = tempfile.gettempdir()
    return OutputError(f"cannot write temporary files in {where}: {reason}. Make room there, or set TMPDIR")


def _keep_standard_input() -> str:
    handle, path = tempfile.mkstemp(prefix="align-")
    try:
        with os.fdopen(handle, "wb") as stream:
            shutil.copyfileobj(sys.stdin.buffer, stream)
    except BaseException as error:
        os.unlink(path)
        if isinstance(error, OSError):
            raise no_room(error) from error
        raise
    return path


def _state(path: str) -> tuple[int, int]:
    """What changes when a file does; a corpus that is not one file (a Moses pair) has none."""
    try:
        found = Path(path).stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns
