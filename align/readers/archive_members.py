"""Archives of documents, zip and tar: each member with a known suffix is read as a file would be."""

from __future__ import annotations

import io
import os
import tarfile
import zlib
from collections.abc import Iterator

from align.document import Document
from align.errors import InputError
from align.io.byte_source import ByteSource
from align.io.limits import CHUNK, LARGEST_TEXT, too_large
from align.io.member_names import tar_name
from align.io.zip_archives import Zip, is_unsafe, unsafe_name
from align.localization import N_, _
from align.readers.read_options import ReadOptions

_ARCHIVES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".7z", ".rar")


def read(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the documents of an archive, in its order; the id ends with the member's name: `stories.zip#en/port.txt`.

    Skipped are hidden files, archives in archives, links, and files without a known suffix; the account says which.
    Raises InputError for
    an archive that is broken, a bomb, locked, or holds a name that points out of it, and when it holds no document.
    """
    from align.readers.reading import read_source

    found = False
    members = _zip_members(source, options) if source.head.startswith(b"PK") else _tar_members(source, options)
    for name, data in members:
        found = True
        id = f"{source.id}#{name}"
        try:
            yield from read_source(ByteSource(id, os.path.basename(name), io.BytesIO(data)), options)
        except InputError as error:
            options.fail(id, error)
    if not found and options.only is None:
        raise InputError(
            _("{shown} holds no documents: .txt, .docx, .html and the like", shown=source.shown), path=source.shown
        )


def _is_wanted(name: str, source: ByteSource, options: ReadOptions) -> bool:
    from align.readers.find import is_document

    if not options.wants(f"{source.id}#{name}"):
        return False
    if any(part.startswith(".") or part == "__MACOSX" for part in name.split("/")):
        options.account.leave_out(N_("hidden members"), name, expected=True)
        return False
    if not is_document(name):
        archive = name.lower().endswith(_ARCHIVES)
        options.account.leave_out(N_("archives inside it") if archive else N_("members of other formats"), name)
        return False
    return True


def _zip_members(source: ByteSource, options: ReadOptions) -> Iterator[tuple[str, bytes]]:
    archive = Zip(source, limit=None)
    archive.check_names()
    for name in archive:
        if _is_wanted(name, source, options):
            yield name, archive.read(name, LARGEST_TEXT)


def _tar_members(source: ByteSource, options: ReadOptions) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(fileobj=source.stream, mode="r|", bufsize=CHUNK) as archive:
            for member in archive:
                archive.members.clear()  # type: ignore[attr-defined]  # it would keep every one of millions
                name = tar_name(member)
                if is_unsafe(name):
                    raise unsafe_name(source.shown, name)
                if not member.isreg():
                    if not member.isdir() and options.wants(f"{source.id}#{name}"):
                        options.account.leave_out(N_("links and devices"), name)
                    continue
                if not _is_wanted(name, source, options):
                    continue
                if member.size > LARGEST_TEXT:
                    raise too_large(f"{source.shown}#{name}", LARGEST_TEXT)
                file = archive.extractfile(member)
                data = file.read() if file else b""
                yield name, data
    except (tarfile.TarError, EOFError, OSError, ValueError, zlib.error) as error:
        raise InputError(
            _("{shown} is damaged or cut short", shown=source.shown),
            path=source.shown,
            hint=_("fetch or copy it again"),
        ) from error
