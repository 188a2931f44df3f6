"""The standard streams of the command line, on their bad days: closed, full, broken, left by their reader."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any

from align.io.own_errors import ReadFile, WrittenFile, input_error, standard_output_error
from align.localization import _

BYTES_OR_BACKSLASHES = "align.bytes-or-backslashes"
"""The error handler for what is no UTF-8; registered by `align.cli`."""


class ReaderGone(Exception):
    """Whoever read our output has stopped (`align split x | head`): that is their right, and no failure."""


class _Output(WrittenFile):
    """Standard output. Its first error is raised, and what is written after that vanishes: it is said already, and
    Python would say it again, with a traceback, when it flushes the stream at the end."""

    def __init__(self, handle: int, closefd: bool = False):
        self._failed = False
        super().__init__(handle, _output_fault, closefd)

    def write(self, data: Any) -> int:
        if self._failed:
            return len(data)
        try:
            return super().write(data)
        except Exception:
            self._failed = True
            raise


def _output_fault(error: OSError) -> Exception:
    return ReaderGone() if isinstance(error, BrokenPipeError) else standard_output_error(error)


class _Messages(io.FileIO):
    """Standard error: the work goes on, whether what it says can be written or not."""

    def write(self, data: Any) -> int:
        with contextlib.suppress(OSError):
            super().write(data)
        return len(data)


def prepare() -> None:
    """Give the program streams that raise an AlignError of one line, in UTF-8, in place of those that Python opened.

    Descriptors 0 to 2 that are closed are opened, on /dev/null: a file of the work must not get one of these numbers,
    under which others write messages. To read or write those streams is still an error.
    """
    for name, flags in (("stdin", os.O_WRONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        stream = getattr(sys, name)
        if stream is None:
            handle = os.open(os.devnull, flags)  # the lowest number that is free
            os.set_inheritable(handle, True)
        elif stream.isatty() and (name == "stdin" or sys.platform == "win32"):  # a console is no file on Windows
            stream.reconfigure(encoding="utf-8", errors=BYTES_OR_BACKSLASHES)
            continue
        else:
            if name != "stdin":
                stream.flush()
            handle = stream.fileno()
        setattr(sys, name, _opened(name, handle))


def _opened(name: str, handle: int) -> io.TextIOWrapper:
    if name == "stdin":
        raw = ReadFile(handle, lambda error: input_error(_("standard input"), error), closefd=False)
        return io.TextIOWrapper(io.BufferedReader(raw), "utf-8", BYTES_OR_BACKSLASHES)
    written = _Output(handle) if name == "stdout" else _Messages(handle, "wb", closefd=False)
    terminal = name == "stderr" or written.isatty()
    return io.TextIOWrapper(
        io.BufferedWriter(written), "utf-8", BYTES_OR_BACKSLASHES, line_buffering=terminal, write_through=terminal
    )


def finish() -> None:
    """Write what is still in the buffer of standard output, as far as the disk. Raises OutputError, ReaderGone."""
    if sys.stdout is None:
        return
    sys.stdout.flush()
    with contextlib.suppress(OSError, ValueError, AttributeError):
        copy = os.dup(sys.stdout.fileno())
        try:
            os.close(copy)  # network disks and quotas tell their errors here
        except OSError as error:
            raise standard_output_error(error) from error
