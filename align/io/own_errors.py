"""Files whose errors say which file they are of.

An OSError that is met while one file is read and another one written has no file's name in it, and an error of the
input must not be reported as one of the output. These raise an AlignError of their own instead, below any buffer.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import re
import select
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, TextIO

from align.errors import InputError, OutputError
from align.localization import N_, _

Explain = Callable[[OSError], Exception]
"""Makes of an error the one that is raised."""


def no_such_file(name: str) -> InputError:
    """The error for a file that is not there; of an address in the web it says that nothing is fetched."""
    if re.match(r"(?i)(https?|ftp|file)://", name):
        hint = _("save the page or file in your browser, and name that file")
        return InputError(
            _("{name} is an address, and align does not use the network", name=name), path=name, hint=hint
        )
    return InputError(_("{name} does not exist", name=name), path=name, hint=_("check the name and the folder"))


class WrittenFile(io.FileIO):
    """An open file to write, by its descriptor; OSError becomes what `explain` makes of it, also when it is closed.

    A pipe that another program has made non-blocking is waited for.
    """

    def __init__(self, handle: int, explain: Explain, closefd: bool = True, mode: str = "wb"):
        self._explain = explain
        super().__init__(handle, mode, closefd=closefd)

    def write(self, data: Any) -> int:
        try:
            while (written := super().write(data)) is None:  # the pipe is full
                _wait_for([], [self])
            return written
        except OSError as error:
            raise self._explain(error) from error

    def close(self) -> None:
        try:
            super().close()
        except OSError as error:
            raise self._explain(error) from error


class ReadFile(io.FileIO):
    """A file to read, by its name or descriptor; OSError while it is read becomes what `explain` makes of it."""

    def __init__(self, file: str | int, explain: Explain, closefd: bool = True):
        self._explain = explain
        super().__init__(file, "rb", closefd=closefd)

    def readinto(self, buffer: Any) -> int:
        try:
            while (size := super().readinto(buffer)) is None:  # nothing in the pipe yet
                _wait_for([self], [])
            return size
        except OSError as error:
            raise self._explain(error) from error

    def readall(self) -> bytes:
        pieces = []
        while piece := self.read(1 << 20):
            pieces.append(piece)
        return b"".join(pieces)

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            return self.readall()
        data = bytearray(size)
        return bytes(data[: self.readinto(data)])


def scratch_file() -> BinaryIO:
    """Make a temporary file without a name, to write and to read; it is gone when it is closed. Raises OutputError,
    also while it is written."""
    try:
        with tempfile.TemporaryFile(buffering=0) as file:
            handle = os.dup(file.fileno())
    except OSError as error:
        raise temporary_error(error) from error
    return io.BufferedRandom(WrittenFile(handle, temporary_error, mode="r+b"))


class ScratchText:
    """A text that is written and then read; what is longer than `most` characters is on the disk. Raises OutputError
    where there is no room for it."""

    def __init__(self, most: int):
        self._most = most
        self._file: TextIO = io.StringIO(newline="")

    def write(self, text: str) -> int:
        if isinstance(self._file, io.StringIO) and self._file.tell() + len(text) > self._most:
            begun = self._file.getvalue()
            self._file = io.TextIOWrapper(scratch_file(), "utf-8", "replace", newline="")
            self._file.write(begun)
        return self._file.write(text)

    def pieces(self) -> Iterator[str]:
        """What was written, from its beginning."""
        self._file.seek(0)
        while piece := self._file.read(1 << 16):
            yield piece

    def __enter__(self) -> ScratchText:
        return self

    def __exit__(self, *raised: object) -> None:
        try:
            self._file.close()
        except OutputError:
            if not any(raised):
                raise


def open_to_read(path: str, shown: str, buffering: int = io.DEFAULT_BUFFER_SIZE) -> BinaryIO:
    """Open a file for reading bytes. Raises OSError where it cannot be opened, and InputError, while it is read, that
    calls it `shown`."""
    return io.BufferedReader(ReadFile(path, lambda error: input_error(shown, error)), buffering)


def standard_input() -> BinaryIO:
    """Standard input, as bytes. Raises InputError where it is closed."""
    if sys.stdin is None:  # as in a service
        raise InputError(_("cannot read standard input: it is closed"), path="-")
    return sys.stdin.buffer


def input_error(shown: str, error: OSError) -> InputError:
    """The one line for an error met while a file that is open is read."""
    return InputError(_("cannot read {shown}: {reason}", shown=shown, reason=reason(error)), path=shown)


def temporary_error(error: OSError) -> OutputError:
    """The one line for a temporary file that cannot be written."""
    folder = tempfile.gettempdir()
    message = _("cannot write temporary files in {folder}: {reason}", folder=folder, reason=reason(error))
    return OutputError(message, path=folder, hint=_("Make room there, or set TMPDIR"))


@contextlib.contextmanager
def temporary_errors() -> Iterator[None]:
    """Around what writes temporary files by itself, and nothing else that can fail: raises OutputError for OSError."""
    try:
        yield
    except OSError as error:
        raise temporary_error(error) from error


def standard_output_error(error: OSError) -> OutputError:
    """The one line for standard output that cannot be written."""
    return OutputError(_("cannot write standard output: {reason}", reason=reason(error)), path="-")


def is_of_system(error: BaseException) -> bool:
    """Whether an error is the disk's or the system's, and says nothing about what a file holds."""
    return isinstance(error, OSError) and error.errno in _OF_SYSTEM


_OF_SYSTEM = frozenset(
    getattr(errno, name)
    for name in ("EIO", "ENOSPC", "EDQUOT", "EFBIG", "EROFS", "ESTALE", "ENODEV", "ENXIO", "EMFILE", "ENFILE", "ENOMEM")
    if hasattr(errno, name)
)


def reason(error: OSError) -> str:
    """What the system says is wrong, for the middle of a line."""
    if error.errno == errno.EBADF:
        return _("it is closed")
    return _((error.strerror or str(error)).lower() or type(error).__name__)


_REASONS = (
    N_("no such file or directory"),
    N_("permission denied"),
    N_("operation not permitted"),
    N_("is a directory"),
    N_("not a directory"),
    N_("directory not empty"),
    N_("file exists"),
    N_("file name too long"),
    N_("file too large"),
    N_("no space left on device"),
    N_("disk quota exceeded"),
    N_("read-only file system"),
    N_("input/output error"),
    N_("too many open files"),
    N_("too many levels of symbolic links"),
    N_("text file busy"),
    N_("device or resource busy"),
    N_("cannot allocate memory"),
    N_("invalid argument"),
    N_("broken pipe"),
    N_("stale file handle"),
    N_("no such device or address"),
)
"""What systems say most, in lower case, for the catalogue; other words of theirs are passed on."""


def _wait_for(read: list[Any], write: list[Any]) -> None:
    if sys.platform == "win32":  # which has no such pipes
        return
    select.select(read, write, [])
