"""A workbook that XlsxWriter writes: below it a stream that may fail, beside it temporary files that go with it."""

from __future__ import annotations

import io
import shutil
import tempfile
import weakref
from collections.abc import Callable
from typing import Any, BinaryIO

from align.io.own_errors import temporary_error, temporary_errors

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class WorkbookFile:
    """A workbook (`book`) in a stream. Its rows are in temporary files until it is closed, which nobody else can read,
    and which are removed with it when it is given up. Raises OutputError where there is no room for them."""

    def __init__(self, stream: BinaryIO):
        import xlsxwriter

        try:
            folder = tempfile.mkdtemp(prefix="align-")
        except OSError as error:
            raise temporary_error(error) from error
        self._remove_folder = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.book: Any = xlsxwriter.Workbook(_Sink(stream), {**_OPTIONS, "tmpdir": folder})

    def close(self) -> None:
        """Pack the archive. Raises OutputError, or what the stream raises."""
        from xlsxwriter.exceptions import FileCreateError

        try:
            with temporary_errors():
                self.book.close()
        except FileCreateError as error:  # XlsxWriter wraps the system's error in it
            cause = error.args[0] if error.args else error
            found = cause if isinstance(cause, OSError) else OSError(None, str(cause))
            raise temporary_error(found) from error
        finally:
            self._remove_folder()


class _Sink:
    """The stream below a workbook's archive. After a write that failed, or when it was closed under the archive, it
    takes everything and keeps count only: the archive, which nobody closes then, would complain on standard error when
    it is collected."""

    def __init__(self, stream: BinaryIO):
        self._stream = stream
        self._failed = False
        self._at = 0

    def write(self, data: bytes) -> int:
        self._at += len(data)
        self._attempt(lambda: self._stream.write(data))
        return len(data)

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset
        try:
            self._attempt(lambda: self._moved(offset, whence))
        except io.UnsupportedOperation:  # a pipe cannot, and is written to
            self._failed = False
            raise
        return self._at

    def flush(self) -> None:
        self._attempt(self._stream.flush)

    def _moved(self, offset: int, whence: int) -> None:
        self._at = self._stream.seek(offset, whence)

    @property
    def _abandoned(self) -> bool:
        return self._failed or self._stream.closed

    def _attempt(self, act: Callable[[], object]) -> None:
        if self._abandoned:
            return
        try:
            act()
        except BaseException:
            self._failed = True
            raise
