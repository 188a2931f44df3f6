"""Sources of bytes: a file, standard input, a member of an archive, each opened at its beginning."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, BinaryIO

from align.errors import InputError
from align.io.limits import CHUNK, LARGEST_FILE, LARGEST_TEXT, read_all, seekable
from align.io.own_errors import no_such_file, open_to_read, reason, standard_input
from align.localization import _

STDIN = "-"
HEAD = CHUNK
"""Bytes at the beginning of a file by which its format and encoding are recognised."""


@dataclass(frozen=True, slots=True)
class ByteSource:
    """A file, opened at its beginning, or what stands for one: standard input, a member of an archive.

    `id` is what its document is called; `name` ends with the suffix of its format: that of `story.txt.gz` is
    `story.txt`.
    """

    id: str
    name: str
    stream: BinaryIO
    _heads: list[bytes] = field(default_factory=list, repr=False, compare=False)

    @property
    def shown(self) -> str:
        """Its name in messages."""
        return _("standard input") if self.id == STDIN else self.id

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix.lower()

    @property
    def head(self) -> bytes:
        """Its first bytes, at most HEAD; reading still begins before them."""
        if not self._heads:
            if self.stream.seekable():
                self._heads.append(self.stream.read(HEAD))
                self.stream.seek(0)
            else:
                self._heads.append(self.stream.peek(HEAD)[:HEAD])  # type: ignore[attr-defined]
        return self._heads[0]

    def data(self, limit: int = LARGEST_TEXT) -> bytes:
        """Read all of it. Raises InputError when it is longer than `limit` bytes or cannot be read to its end."""
        with _readable(self.shown):
            return read_all(self.stream, self.shown, limit)

    def file(self) -> BinaryIO:
        """Make it seekable, all of it. Raises InputError when it is larger than LARGEST_FILE."""
        if not self.stream.seekable():
            return seekable(self.stream, self.shown)
        size = self.stream.seek(0, os.SEEK_END)
        self.stream.seek(0)
        if size > LARGEST_FILE:
            from align.io.limits import too_large

            raise too_large(self.shown, LARGEST_FILE)
        return self.stream

    def inside(self, name: str, stream: IO[bytes]) -> ByteSource:
        """The same document decompressed: its own name and bytes."""
        return replace(self, name=name, stream=stream, _heads=[])  # type: ignore[arg-type]


@contextlib.contextmanager
def opened(name: str) -> Iterator[ByteSource]:
    """Open the file `name`, or standard input, for reading. Raises InputError in one line for what cannot be opened."""
    with contextlib.ExitStack() as stack:
        with _readable(name):
            if name == STDIN:
                stream = seekable(standard_input(), _("standard input"))
            elif Path(name).is_dir():
                raise InputError(_("{name} is a folder", name=name), path=name, hint=_("name a file in it"))
            else:
                stream = stack.enter_context(open_to_read(name, name, CHUNK))
                if not stream.seekable():
                    stream = seekable(stream, name)
        yield ByteSource(name, name, stack.enter_context(stream))


@contextlib.contextmanager
def _readable(name: str) -> Iterator[None]:
    """Turn an error of the operating system about reading `name` into an InputError of one line."""
    try:
        yield
    except FileNotFoundError:
        raise no_such_file(name) from None
    except (io.UnsupportedOperation, ValueError) as error:
        raise InputError(_("cannot read {name}: {error}", name=name, error=error), path=name) from error
    except OSError as error:
        raise InputError(_("cannot read {name}: {reason}", name=name, reason=reason(error)), path=name) from error
