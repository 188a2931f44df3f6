"""Zip files, which DOCX, ODT and EPUB are as well, opened with care.

What a header claims is not trusted: sizes and ratios are those of the bytes that come out, all members together, so
that members that overlap are a bomb too (D. Fifield, A better zip bomb, WOOT 2019). Nothing is ever written to disk by
a name from inside; a name that points out of the archive is refused all the same, because no honest program writes one.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from align.errors import InputError
from align.io.byte_source import ByteSource
from align.io.limits import CHUNK, LARGEST_FILE, ExpansionGuard, too_large
from align.io.member_names import zip_names
from align.localization import _

MAX_DIRECTORY_BYTES = 16 << 20
"""Bytes that a central directory may take: about 200,000 names, which zipfile holds as objects of ten times the
size."""
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_ENCRYPTED = 0x1
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    struct.error,
    ValueError,
    OverflowError,
    RuntimeError,
    KeyError,
    IndexError,
)
_UNSAFE = re.compile(r"(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]|^[A-Za-z]:|\0")


class Zip:
    """A zip file's members by name. `stream` and `read` raise InputError for what is broken, locked or a bomb."""

    def __init__(self, source: ByteSource, limit: int | None = LARGEST_FILE):
        self.shown = source.shown
        file = source.file()
        self._size = file.seek(0, io.SEEK_END)
        _check_directory(file, self._size, self.shown)
        try:
            self._zip = zipfile.ZipFile(file)
        except (*_FAULTS, NotImplementedError) as error:
            raise _broken(self.shown) from error
        members = [info for info in self._zip.infolist() if not info.is_dir()]
        self._members = dict(zip(zip_names(members), members, strict=True))
        self._guard = ExpansionGuard(self.shown, limit)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def entries(self) -> Iterator[tuple[str | None, zipfile.ZipInfo]]:
        """All that the archive lists, in its order: the names of its members, None for folders, and what it says of
        them."""
        names = {id(info): name for name, info in self._members.items()}
        for info in self._zip.infolist():
            if info.is_dir() or id(info) in names:
                yield names.get(id(info)), info

    def check_names(self) -> None:
        """Raise InputError when a member's name points out of the archive."""
        for name in self._members:
            if is_unsafe(name):
                raise unsafe_name(self.shown, name)

    def read(self, name: str, limit: int) -> bytes:
        """Read the member `name`, of at most `limit` bytes."""
        data, size = [], 0
        for chunk in self.stream(name):
            size += len(chunk)
            if size > limit:
                raise too_large(f"{self.shown}#{name[:80]}", limit)
            data.append(chunk)
        return b"".join(data)

    def stream(self, name: str) -> Iterator[bytes]:
        """Read the member `name` in chunks."""
        info = self._members.get(name)
        if info is None:
            raise InputError(
                _(
                    "{shown} is damaged: it has no part {name}; save it again where it was made",
                    shown=self.shown,
                    name=name[:80],
                ),
                path=self.shown,
            )
        if info.flag_bits & _ENCRYPTED:
            raise InputError(
                _("{shown} is protected by a password", shown=self.shown),
                path=self.shown,
                hint=_("save it without one"),
            )
        try:
            with self._zip.open(info) as member:
                while chunk := member.read(CHUNK):
                    self._guard.add(len(chunk), self._size)
                    yield chunk
        except NotImplementedError:
            raise InputError(
                _("{shown} is packed in a way that is not read", shown=self.shown),
                path=self.shown,
                hint=_("pack it again as an ordinary zip"),
            ) from None
        except _FAULTS as error:
            raise _broken(self.shown) from error


def names_in(source: ByteSource) -> frozenset[str]:
    """The names of the members of a zip file; the source can be read from its beginning afterwards."""
    names = frozenset(Zip(source))
    source.stream.seek(0)
    return names


def is_unsafe(name: str) -> bool:
    """Whether a member's name leads out of the folder that it would be extracted to."""
    return _UNSAFE.search(name) is not None


def unsafe_name(shown: str, name: str) -> InputError:
    """The error for a member's name that points out of the archive."""
    return InputError(
        _(
            "{shown} holds the unsafe name {name!r}, which points out of it: it is not read",
            shown=shown,
            name=name[:80],
        ),
        path=shown,
    )


def _broken(shown: str) -> InputError:
    return InputError(
        _("{shown} is damaged or cut short", shown=shown),
        path=shown,
        hint=_("fetch it again, or save it again in the program that made it"),
    )


def _check_directory(file: BinaryIO, size: int, shown: str) -> None:
    """Raise InputError when the archive's list of members would fill the memory, or is missing."""
    listed = directory_bytes(file, size)
    if listed is None:
        raise _broken(shown)
    if listed > MAX_DIRECTORY_BYTES:
        raise InputError(
            _("{shown} lists too many files to be read", shown=shown),
            path=shown,
            hint=_("cut it into several archives"),
        )


def directory_bytes(file: BinaryIO, size: int) -> int | None:
    """The size of the list of members that zipfile would read of a file of `size` bytes; None for what is no zip.

    The file is at its beginning afterwards.
    """
    file.seek(max(0, size - (1 << 16) - _END.size - _END64.size - 20))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) < at + _END.size:
        return None
    listed: int = _END.unpack_from(tail, at)[5]
    before = at - 20 - _END64.size
    if before >= 0 and tail.startswith(b"PK\6\6", before):
        listed = max(listed, _END64.unpack_from(tail, before)[8])
    return listed
