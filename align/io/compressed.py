"""Compressed files, read as a stream: gzip, bzip2, xz, and zstd where it is installed."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from typing import IO, Any

from align.errors import InputError, MissingExtraError
from align.io.limits import CHUNK, ExpansionGuard
from align.localization import _

_MOST_MEMORY = 256 << 20
"""Bytes that the dictionary of an xz or zstd file may take; `xz -9` asks for 65 MB."""


def unpacked(stream: IO[bytes], packing: str, name: str) -> io.BufferedReader:
    """Decompress `stream`, packed as `packing`: gz, bz2, xz or zst.

    Raises InputError, at once or while the text is read, for a file that is broken, cut short, or a bomb.
    """
    return io.BufferedReader(_Unpacked(stream, packing, name), CHUNK)


class _Unpacked(io.RawIOBase):
    """A raw stream over one or several packed members. No more than is asked for is unpacked at a time."""

    def __init__(self, stream: IO[bytes], packing: str, name: str):
        self._stream, self._name = stream, name
        self._make, self._failure = _decompressor(packing, name)
        self._inflate = self._make()
        self._rest = b""
        self._begun = False
        self._packed = 0
        self._guard = ExpansionGuard(name)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` as far as there is text, so that peeking at the beginning gives all that was asked for."""
        filled = 0
        while filled < len(buffer) and (piece := self._next(len(buffer) - filled)):
            buffer[filled : filled + len(piece)] = piece
            filled += len(piece)
            self._guard.add(len(piece), self._packed)
        return filled

    def _next(self, size: int) -> bytes:
        """Decompress at most `size` bytes of text; none at the end. Raises InputError where the file is broken or ends
        early."""
        while True:
            if self._inflate.eof:
                self._rest = (self._inflate.unused_data or self._rest).lstrip(b"\0")  # padding between members
                self._inflate, self._begun = self._make(), False
            if not self._rest and self._inflate.needs_input:
                self._rest = self._stream.read(CHUNK)
                self._packed += len(self._rest)
                if not self._rest:
                    if self._begun:
                        raise InputError(
                            _("{name} ends in the middle: it was cut short; fetch or copy it again", name=self._name),
                            path=self._name,
                        )
                    return b""
            try:
                piece: bytes = self._inflate.decompress(self._rest, size)
            except (OSError, self._failure) as error:
                raise InputError(
                    _("{name} is a broken compressed file", name=self._name),
                    path=self._name,
                    hint=_("fetch or copy it again"),
                ) from error
            self._begun, self._rest = True, b""
            if piece:
                return piece


def _decompressor(packing: str, name: str) -> tuple[Callable[[], Any], type[Exception]]:
    """The factory of objects like bz2.BZ2Decompressor (`decompress(data, max_length)`, `eof`, `needs_input`,
    `unused_data`), and the exception that these raise besides OSError."""
    if packing == "gz":
        return _Gzip, zlib.error
    if packing == "bz2":
        return bz2.BZ2Decompressor, ValueError
    if packing == "xz":
        return lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY), lzma.LZMAError
    return _zstd(name)


class _Gzip:
    """zlib's decompressor with the interface of bz2's."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._inflate.unconsumed_tail

    def decompress(self, data: bytes, size: int) -> bytes:
        return self._inflate.decompress(self._inflate.unconsumed_tail + data, size)


def _zstd(name: str) -> tuple[Callable[[], Any], type[Exception]]:
    try:
        try:
            from compression import zstd
        except ImportError:
            from backports import zstd
    except ImportError:
        raise MissingExtraError(_("{name} is packed with zstd, which", name=name), "zstd") from None
    options = {zstd.DecompressionParameter.window_log_max: _MOST_MEMORY.bit_length() - 1}
    return lambda: zstd.ZstdDecompressor(options=options), zstd.ZstdError
