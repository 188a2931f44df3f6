"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from align.errors import OutputError

STDOUT = "-"


@contextlib.contextmanager
def atomic_output(path: str | Path) -> Iterator[BinaryIO]:
    """Open `path` for writing bytes; `-` is standard output.

    The bytes go to a temporary file beside `path`, which takes its place when the block ends well and is removed when
    it does not. Raises OutputError with one line for a missing folder, a lack of rights, a full disk.
    """
    if str(path) == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(path)
    if path.is_dir():
        raise OutputError(f"{path} is a folder: name a file in it")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:80]}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise output_error(path, error) from error
    done = False
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(name, path)
        done = True
    except OSError as error:
        if error.filename not in (None, name, str(path)):  # somebody else's file: not ours to explain
            raise
        raise output_error(path, error) from error
    finally:
        if not done:
            with contextlib.suppress(OSError):
                os.unlink(name)


def output_error(path: str | Path, error: OSError) -> OutputError:
    """The one line for an operating-system error met while writing `path`."""
    reason = (error.strerror or str(error)).lower()
    return OutputError(f"cannot write {path}: {reason}. Choose another place with -o; nothing was changed there")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
