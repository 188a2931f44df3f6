"""What an error of SQLite means for the file: that it is broken, or only that it cannot be read or written now.

SQLite's codes tell, not its messages: "disk I/O error" is a disk that fails, a quota, a limit on the size of files, and
also a file that ends too early, of which only the last is damage. https://www.sqlite.org/rescode.html
"""

from __future__ import annotations

import enum
import sqlite3


class Fault(enum.Enum):
    """What is wrong."""

    DAMAGED = enum.auto()
    """The file is broken, or is none of SQLite's."""
    LOCKED = enum.auto()
    """Another program has it."""
    UNWRITABLE = enum.auto()
    """No right to open or write it, or no such folder."""
    UNREAD = enum.auto()
    """The disk does not give back what is in it."""
    FULL = enum.auto()
    """There is no room, or the disk takes nothing."""
    OTHER = enum.auto()


_PRIMARY = {
    5: Fault.LOCKED,  # BUSY
    6: Fault.LOCKED,  # LOCKED
    15: Fault.LOCKED,  # PROTOCOL: the lock of a log in WAL mode
    3: Fault.UNWRITABLE,  # PERM
    8: Fault.UNWRITABLE,  # READONLY
    14: Fault.UNWRITABLE,  # CANTOPEN
    23: Fault.UNWRITABLE,  # AUTH
    10: Fault.FULL,  # IOERR
    13: Fault.FULL,  # FULL
    22: Fault.FULL,  # NOLFS: the file system has no files of this size
    11: Fault.DAMAGED,  # CORRUPT
    18: Fault.DAMAGED,  # TOOBIG: a text longer than SQLite writes
    24: Fault.DAMAGED,  # FORMAT
    26: Fault.DAMAGED,  # NOTADB
}
"""By the lower eight bits of a code."""
_EXTENDED = {
    10 | 2 << 8: Fault.DAMAGED,  # IOERR_SHORT_READ: the file ends before the page that it points to
    10 | 1 << 8: Fault.UNREAD,  # IOERR_READ
    10 | 7 << 8: Fault.UNREAD,  # IOERR_FSTAT
    10 | 33 << 8: Fault.UNREAD,  # IOERR_CORRUPTFS
    10 | 13 << 8: Fault.UNWRITABLE,  # IOERR_ACCESS
    10 | 15 << 8: Fault.LOCKED,  # IOERR_LOCK
    10 | 9 << 8: Fault.LOCKED,  # IOERR_RDLOCK
}
"""By the whole code, where it says more."""
_WORDS = {
    Fault.LOCKED: ("locked", "busy"),
    Fault.FULL: ("full", "disk i/o error"),
    Fault.UNWRITABLE: ("readonly", "unable to open", "permission", "authorization"),
    Fault.DAMAGED: ("malformed", "not a database", "corrupt", "could not decode", "too big"),
}
"""By the message: what Python raises itself has no code, and no error of SQLite has one before Python 3.11."""


def fault_of(error: Exception) -> Fault:
    """What an error of SQLite, or a text in it that is no UTF-8, says about the file."""
    if isinstance(error, UnicodeDecodeError):
        return Fault.DAMAGED
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(code, int):
        return _EXTENDED.get(code) or _PRIMARY.get(code & 0xFF, Fault.OTHER)
    message = str(error).lower()
    return next((fault for fault, words in _WORDS.items() if any(word in message for word in words)), Fault.OTHER)


def is_damage(error: BaseException | None) -> bool:
    """Whether an error says that the file itself is broken."""
    return isinstance(error, (sqlite3.Error, UnicodeDecodeError)) and fault_of(error) is Fault.DAMAGED
