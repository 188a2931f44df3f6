"""Inputs as the user names them (files, folders, globs, `-`) → the files to read."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from align.errors import InputError
from align.io.byte_source import STDIN
from align.io.own_errors import no_such_file, reason
from align.localization import _
from align.readers.document_formats import PACKINGS, formats_by_suffix
from align.readers.foreign_formats import OFFICE_SUFFIXES
from align.readers.records import is_corpus


@cache
def suffixes() -> frozenset[str]:
    """The suffixes that are read from a folder, compressed or not; archives must be named.

    A file that is named is read whatever its suffix is. Raises AlignError for an extension that does not load.
    """
    return frozenset(
        suffix + packing
        for suffix, known in formats_by_suffix().items()
        if not known.archive
        for packing in ("", *(f".{packing}" for packing in PACKINGS if known.packs))
    )


def find_documents(inputs: Sequence[str]) -> list[str]:
    """Find the files that `inputs` name, each once, in the order named and in natural order inside a folder or glob.

    A folder gives the files of its subfolders too; left out are hidden files, other formats, archives, and bilingual
    corpora, which are no documents. Documents that are not read, such as RTF, are among the files, so that reading says
    what to do with them. `-` is standard input, `news.jsonl#17` a document in a file. Raises InputError
    naming whatever does not exist or holds no document.
    """
    found: dict[str, None] = {}
    for name in inputs:
        found.update(dict.fromkeys(_expand(name)))
    return list(found)


def located(name: str) -> tuple[str, str | None]:
    """Split a document's id: the file, and the id if it names one document in that file (`news.jsonl#17`)."""
    if name == STDIN or "#" not in name or os.path.lexists(name):
        return name, None
    for match in re.finditer("#", name):
        if Path(name[: match.start()]).is_file():
            return name[: match.start()], name
    return name, None


def natural_key(name: str) -> list[tuple[int, int, str]]:
    """A sort key in which `story 9` comes before `story 10`."""
    cells = re.split(r"(\d+)", name.casefold())
    return [(0, int(cell), "") if cell.isdecimal() else (1, 0, cell) for cell in cells]


def _expand(name: str) -> list[str]:
    if name == STDIN:
        return [name]
    path = Path(name)
    if path.is_dir():
        inside = sorted(_walk(name), key=natural_key)
        if not inside:
            raise InputError(
                _("{name} holds no documents", name=name),
                path=name,
                hint=_("put .txt, .docx or .html files in it, or name the files"),
            )
        return inside
    if path.exists() or located(name)[1]:
        return [name]
    if glob.has_magic(name):
        matches = sorted((m for m in glob.glob(name, recursive=True) if Path(m).is_file()), key=natural_key)
        if not matches:
            raise InputError(
                _("no file matches {name}", name=name),
                path=name,
                hint=_("check the pattern and the folder it starts from"),
            )
        return matches
    raise no_such_file(name)


def _walk(folder: str) -> Iterator[str]:
    for root, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = str(Path(root) / name)
            if name.startswith((".", "~$")):
                continue
            if Path(name).suffix.lower() in OFFICE_SUFFIXES or (is_document(name) and not is_corpus(path)):
                yield path


def is_document(name: str) -> bool:
    """Whether a file has the suffix of a document, compressed or not: `.txt`, `.txt.gz`."""
    every = Path(name.lower()).suffixes
    return "".join(every[-2:] if every and every[-1][1:] in PACKINGS else every[-1:]) in suffixes()


def _refuse(error: OSError) -> None:
    raise InputError(
        _("cannot read {path}: {reason}", path=error.filename, reason=reason(error)),
        path=error.filename,
    ) from error
