"""A system that fails at the n-th call, as in SQLite's own tests (https://www.sqlite.org/testing.html#anomaly_testing).

Inside `failing(plan)` every call that changes a disk is counted: files opened to write, writes, closes, fsync, renames,
links, folders made, and statements of SQLite. The `plan` says which one fails, and with which error; what is only
counted works as ever. In this process, so that a run costs milliseconds.
"""

from __future__ import annotations

import builtins
import contextlib
import errno
import io
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from align.io import own_errors

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
SYSTEM_CALLS = ("fsync", "replace", "rename", "link", "mkdir", "fchmod", "ftruncate", "truncate")
SQLITE_ERRORS = {
    errno.ENOSPC: ("database or disk is full", "SQLITE_FULL"),
    errno.EIO: ("disk I/O error", "SQLITE_IOERR_WRITE"),
    errno.EACCES: ("attempt to write a readonly database", "SQLITE_READONLY"),
}


@dataclass
class Plan:
    """Which call fails: number `fails` (none, where it is -1), and with `lasting` all later ones too. `calls` is what
    was called."""

    fails: int = -1
    code: int = errno.ENOSPC
    lasting: bool = False
    calls: list[str] = field(default_factory=list)

    def fails_now(self, call: str) -> bool:
        self.calls.append(call)
        number = len(self.calls) - 1
        return self.fails >= 0 and (number == self.fails or (self.lasting and number > self.fails))

    def error(self, *names: object) -> OSError:
        given = [os.fspath(name) if isinstance(name, os.PathLike) else name for name in names]
        if len(given) == 2:
            return OSError(self.code, os.strerror(self.code), given[0], None, given[1])
        return OSError(self.code, os.strerror(self.code), *given)


class _Raw(io.FileIO):
    """A file whose writes and end may fail. As on a full disk, there is still room for a half of what is written."""

    def __init__(self, *given: Any, **named: Any):
        self._fails: OSError | None = None
        super().__init__(*given, **named)

    def write(self, data: Any) -> int:
        if self._fails:
            error, self._fails = self._fails, None
            raise error
        if not _plan or not _plan[-1].fails_now("write"):
            return super().write(data)
        half = memoryview(data)[: len(data) // 2]
        if not half:
            raise _plan[-1].error()
        self._fails = _plan[-1].error()  # in the next call
        return super().write(half)

    def truncate(self, size: int | None = None) -> int:
        if _plan and _plan[-1].fails_now("ftruncate"):
            raise _plan[-1].error()
        return super().truncate(size)

    def close(self) -> None:
        closing = not self.closed and self.writable() and self.closefd
        super().close()
        if closing and _plan and _plan[-1].fails_now("close"):
            raise _plan[-1].error()


class _Connection(sqlite3.Connection):
    """A connection whose statements may fail."""

    def execute(self, *given: Any) -> sqlite3.Cursor:
        self._maybe_fail(given[0])
        return super().execute(*given)

    def executemany(self, *given: Any) -> sqlite3.Cursor:
        self._maybe_fail(given[0])
        return super().executemany(*given)

    def _maybe_fail(self, statement: str) -> None:
        if statement.strip().split(" ", 1)[0].upper() in ("SELECT", "ROLLBACK") or not _plan:
            return
        if _plan[-1].fails_now("sqlite"):
            message, name = SQLITE_ERRORS[_plan[-1].code]
            error = sqlite3.OperationalError(message)
            if sys.version_info >= (3, 11):
                error.sqlite_errorcode = getattr(sqlite3, name)
            raise error


_plan: list[Plan] = []
own_errors.WrittenFile.__bases__ = (_Raw,)  # which counts nothing outside `failing`


@contextlib.contextmanager
def failing(plan: Plan) -> Iterator[list[object]]:
    """Follow the plan inside the block; a list of what Python then complains about on its own ("Exception ignored")."""
    complaints: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        for name in SYSTEM_CALLS:
            patch.setattr(os, name, _call(plan, name, getattr(os, name)))
        patch.setattr(os, "open", _open_number(plan, os.open))
        opened = _open_file(plan, io.open)
        patch.setattr(io, "open", opened)
        patch.setattr(builtins, "open", opened)
        connect = sqlite3.connect
        patch.setattr(sqlite3, "connect", lambda *given, **named: connect(*given, **{"factory": _Connection, **named}))
        patch.setattr(sys, "unraisablehook", complaints.append)
        _plan.append(plan)
        try:
            yield complaints
        finally:
            _plan.pop()


def _call(plan: Plan, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def call(*given: Any, **named: Any) -> Any:
        if plan.fails_now(name):
            raise plan.error(*[path for path in given if isinstance(path, (str, Path))][:2])
        return real(*given, **named)

    return call


def _open_number(plan: Plan, real: Callable[..., int]) -> Callable[..., int]:
    def call(path: Any, flags: int, *given: Any, **named: Any) -> int:
        if flags & WRITING and path != os.devnull and plan.fails_now("open"):
            raise plan.error(path)
        return real(path, flags, *given, **named)

    return call


def _open_file(plan: Plan, real: Callable[..., Any]) -> Callable[..., Any]:
    def call(file: Any, mode: str = "r", buffering: int = -1, *given: Any, **named: Any) -> Any:
        if not set(mode) & set("wxa+"):
            return real(file, mode, buffering, *given, **named)
        opener, closefd = named.pop("opener", None), named.pop("closefd", True)
        if opener is None and not isinstance(file, int) and plan.fails_now("open"):
            raise plan.error(file)
        raw = _Raw(file, mode.replace("b", "").replace("t", ""), closefd=closefd, opener=opener)
        if buffering == 0:
            return raw
        binary: Any = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return binary if "b" in mode else io.TextIOWrapper(binary, *given, **named)

    return call
