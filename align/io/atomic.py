"""Files that appear whole or not at all.

A result grows in a hidden file in the target's folder and takes the target's name by one rename. A run that is killed
leaves such a file behind; the next one that writes to the same folder removes it (see `align.io.temporary_files`).
"""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol

from align.errors import OutputError, option_name
from align.io.own_errors import WrittenFile, reason, standard_output_error
from align.io.temporary_files import create_locked, temporary_name, tidy
from align.localization import _

STDOUT = "-"


class Guard(Protocol):
    """Protects files that are about to be overwritten. Either method raises AlignError to keep one."""

    def begin(self, path: Path) -> object:
        """Look at the file that is at `path`, before anything is made; what it returns is handed to `replacing`."""

    def replacing(self, path: Path, made: Path, seen: object) -> AbstractContextManager[None]:
        """Look at what was `made`, and guard the block in which it replaces `path`, or fails to."""


_guard: ContextVar[Guard | None] = ContextVar("guard", default=None)


@contextlib.contextmanager
def guarded(guard: Guard | None) -> Iterator[None]:
    """Have every `atomic_output` inside the block ask `guard` before it overwrites a file; None asks nobody."""
    token = _guard.set(guard)
    try:
        yield
    finally:
        _guard.reset(token)


@contextlib.contextmanager
def atomic_output(path: str | Path, private: bool = False) -> Iterator[BinaryIO]:
    """Open `path` for writing bytes; `-` is standard output.

    The bytes go to a temporary file in the folder of `path`, which replaces it when the block ends well and is removed
    when it does not. A link is replaced by the file, and what it led to stays as it was; a device or pipe (/dev/null)
    is written to directly, and so is an open file of this program, whatever it leads to (/dev/stdout). A `private` file
    can be read by this user only; another one has the rights of the file that it replaces, or follows the umask. Raises
    OutputError with one line for a missing folder, a lack of rights, a full disk; when only the last step fails, the
    finished file is kept under another name, which the line gives. An existing file is shown to the guard (`guarded`)
    first.
    """
    if str(path) == STDOUT:
        with _standard_output() as stdout:
            yield stdout
        return
    path = Path(path)
    name, done = "", False
    try:
        try:
            mode = _type_and_mode(path)
            if stat.S_ISDIR(mode):
                raise OutputError(_("{path} is a folder", path=path), path=path, hint=_("name a file in it"))
            entry = _open_entry(path)
            guard = _guard.get() if stat.S_ISREG(mode) and path.exists() and not entry else None
            seen = guard.begin(path) if guard else None
            if entry:
                handle = _descriptor(entry)
            elif stat.S_ISREG(mode):
                tidy(path.parent)
                name = temporary_name(path)  # known before there is such a file: an interrupt finds it
                handle = create_locked(name)
            else:
                handle = os.open(path, os.O_WRONLY)
        except OSError as error:
            raise output_error(path, error) from error
        with io.BufferedWriter(WrittenFile(handle, partial(output_error, path))) as stream:
            yield stream
            stream.flush()
            if name:
                _finish(stream.fileno(), name, path, 0o600 if private else stat.S_IMODE(mode) & 0o777)
        if name:
            with guard.replacing(path, Path(name), seen) if guard else contextlib.nullcontext():
                _move_into_place(name, path)
        done = True
    except OSError as error:
        if error.filename not in (None, name, str(path)):  # an error of another file, met inside the block
            raise
        raise output_error(path, error) from error
    finally:
        if name and not done:
            _remove(name)


@contextlib.contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    """Standard output for the block to write to. Raises OutputError where it is closed or full."""
    if sys.stdout is None:  # as in a service
        raise OutputError(_("cannot write standard output: it is closed"), path=STDOUT)
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except OSError as error:
        if error.filename is not None or isinstance(error, BrokenPipeError):
            raise
        raise standard_output_error(error) from error


def _finish(handle: int, name: str, path: Path, mode: int) -> None:
    """See to it that a temporary file is on the disk, with the permissions of the one at `path`."""
    try:
        os.fsync(handle)
        _set_mode(handle, name, mode)
    except OSError as error:
        raise output_error(path, error) from error


def atomic_text(path: str | Path, text: str, private: bool = False) -> None:
    """Write `text` as UTF-8 to `path`, whole or not at all. Raises OutputError as `atomic_output` does."""
    with atomic_output(path, private) as stream:
        stream.write(text.encode())


def atomic_copy(source: str | Path, path: str | Path, private: bool = False) -> None:
    """Copy the content of the file `source` to `path`, whole or not at all. Raises OutputError, or OSError for
    `source`."""
    with open(source, "rb") as content, atomic_output(path, private) as stream:
        shutil.copyfileobj(content, stream, 1 << 20)


def ask_guard(path: str | Path) -> None:
    """Ask the guard about the file that an output will replace, before any of several is written. Raises what the guard
    raises, and OutputError where the file cannot be read."""
    guard = _guard.get()
    if guard is None or is_written_to(path) or not os.path.isfile(path):
        return
    try:
        guard.begin(Path(path))
    except OSError as error:
        raise output_error(path, error) from error


@contextlib.contextmanager
def guarded_removal(path: Path) -> Iterator[None]:
    """Guard a block that removes the file `path`. Raises OutputError where the guard keeps it."""
    guard = _guard.get() if path.is_file() else None
    seen = guard.begin(path) if guard else None
    with guard.replacing(path, Path(os.devnull), seen) if guard else contextlib.nullcontext():
        yield


@contextlib.contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """Make an empty file for the block, or for a library that wants a name, to fill; it takes the place of `path` when
    the block ends well, and is removed when it does not.

    For files of our own folders: unlike `atomic_output` it asks no guard, and raises OSError as it is.
    """
    tidy(path.parent)
    name = temporary_name(path)
    with contextlib.ExitStack() as stack:
        for __ in range(2):  # should an interrupt come in the first
            stack.callback(_remove, name)
        handle = create_locked(name)
        try:
            _set_mode(handle, name, 0o666 & ~_umask())
            yield Path(name)
            os.fsync(handle)
            if sys.platform != "win32":
                os.replace(name, path)  # before the lock goes with the handle
        finally:
            os.close(handle)
        if sys.platform == "win32":  # an open file cannot be renamed
            os.replace(name, path)


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Create an empty file for the block, or for SQLite, to fill by its name. When the block ends well and no file is
    called `path`, it is renamed to that; otherwise it is removed. Raises OSError, also where the disk has no links."""
    tidy(path.parent)
    name = temporary_name(path)
    with contextlib.ExitStack() as stack:
        for __ in range(2):  # should an interrupt come in the first
            stack.callback(_remove, name, f"{name}-wal", f"{name}-shm")
        handle = create_locked(name)
        stack.callback(os.close, handle)
        _set_mode(handle, name, 0o666 & ~_umask())
        yield Path(name)
        os.link(name, path)


def _remove(*names: str) -> None:
    for name in names:
        with contextlib.suppress(OSError):
            os.unlink(name)


def spare_name(path: Path) -> Path:
    """`path` with `.bak` at its end, or with the first of `.bak1`, `.bak2` … that does not exist."""
    return next(
        other for n in itertools.count() if not os.path.lexists(other := path.with_name(f"{path.name}.bak{n or ''}"))
    )


def name_of(path: str | os.PathLike[str]) -> str:
    """A file's name as text for ids: UTF-8, as systems have kept names for decades, whatever the locale says.

    A name in another encoding is decoded by the locale's; bytes that do not fit that either become U+FFFD, since the
    lone surrogates that Python has for them can be written to no file. To open the file, keep the path.
    """
    name = os.fspath(path)
    for encoding in ("utf-8", _locale_encoding()):
        with contextlib.suppress(UnicodeError, LookupError):
            return os.fsencode(name).decode(encoding)
    return re.sub("[\ud800-\udfff]", "\ufffd", name)


def _locale_encoding() -> str:
    """The encoding of the system's locale, also where Python runs in its UTF-8 mode."""
    import locale

    return locale.nl_langinfo(locale.CODESET) if hasattr(locale, "nl_langinfo") else locale.getpreferredencoding(False)


def output_error(path: str | Path, error: OSError) -> OutputError:
    """The one line for an operating-system error met while writing `path`."""
    return OutputError(
        _("cannot write {path}: {reason}", path=path, reason=reason(error)),
        path=path,
        hint=_("Choose another place with {option}; nothing was changed there", option=option_name("path")),
    )


def _move_into_place(name: str, path: Path) -> None:
    """Rename the finished file `name` to `path`, or keep it under another name and say so with OutputError."""
    try:
        os.replace(name, path)
    except OSError as error:
        advice = _("close it in other programs, or mend the folder, and rename the new file")
        for number in range(1, 100):
            other = path.with_name(f"{path.stem}.new{'' if number == 1 else number}{path.suffix}")
            if not os.path.lexists(other):
                break
        try:
            _move_or_copy(name, other)
        except OSError:
            raise error from None
        raise OutputError(
            _("cannot replace {path}: {reason}", path=path, reason=reason(error)),
            path=path,
            hint=_("What was made is kept as {other}: {advice}", other=other, advice=advice),
        ) from error


def _move_or_copy(name: str, other: Path) -> None:
    try:
        os.rename(name, other)
    except OSError:
        os.close(
            os.open(other, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        )  # nobody reads it before it has its rights
        try:
            shutil.copyfile(name, other)
            shutil.copymode(name, other)
        except BaseException:
            _remove(str(other))
            raise
        os.unlink(name)


_OPEN_FILES = re.compile(r"/dev/fd|/proc/(?P<process>\d+)/(?:task/\d+/)?fd")
"""The folders in which systems show the open files of a process."""


def _descriptor(entry: str) -> int:
    """A descriptor for the open file behind an `entry`; one of this process is duplicated, and keeps its position."""
    found = _OPEN_FILES.fullmatch(os.path.dirname(entry))
    if found and found["process"] in (None, str(os.getpid())):
        return os.dup(int(os.path.basename(entry)))
    return os.open(entry, os.O_WRONLY | os.O_APPEND)


def is_written_to(path: str | Path) -> bool:
    """Whether an output is a stream that is written to, and no file that is replaced: standard output, a device or
    pipe, or what stands for an open file of a process, as /dev/stdout does."""
    if str(path) == STDOUT or _open_entry(Path(path)):
        return True
    try:
        mode = _type_and_mode(Path(path))
        return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)
    except OSError:
        return False


def _open_entry(path: Path) -> str:
    """The entry for an open file that `path` leads to, by however many links, as /dev/stdout does; else nothing."""
    entry = os.path.abspath(path)
    for __ in range(40):  # as many as systems follow
        entry = os.path.join(os.path.realpath(os.path.dirname(entry)), os.path.basename(entry))
        if _OPEN_FILES.fullmatch(os.path.dirname(entry)):
            return entry
        if not os.path.islink(entry):
            break
        entry = os.path.join(os.path.dirname(entry), os.readlink(entry))
    return ""


def _type_and_mode(path: Path) -> int:
    """The type and permissions (`st_mode`) of the file at `path`, or those that a new one gets. Raises OSError for a
    name that cannot be one, before any work is done."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return stat.S_IFREG | 0o666 & ~_umask()


def _set_mode(handle: int, name: str, mode: int) -> None:
    if sys.platform == "win32":
        os.chmod(name, mode)
    else:
        os.fchmod(handle, mode)  # by descriptor: the name may have become a link in a folder that others can write


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
