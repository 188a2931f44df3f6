"""SQLite files written by align: of a known kind and version, for concurrent programs, with errors of one line."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from align.errors import AlignError, FormatError, InputError, OutputError
from align.io.atomic import new_file
from align.io.sqlite_faults import Fault, fault_of
from align.io.temporary_files import tidy
from align.localization import _

Migration = Callable[[sqlite3.Connection], None]

PATIENCE = 60.0
"""Seconds that a writer waits for another one's transaction to end, which takes about a second."""
CACHE_KIB = 65_536
"""SQLite's page cache in KiB: enough for the inner pages of an index of a million units."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name in messages, the number in its header that identifies it among SQLite files (`PRAGMA
    application_id`), the migrations that make each version (`PRAGMA user_version`) from the one before, and the hint
    for a damaged one (`{path}` is its name). Versions from `readable` on are read as they are, and brought up to date
    only to be written; None is the last one."""

    name: str
    application_id: int
    migrations: Sequence[Migration]
    mend: str
    readable: int | None = None

    @property
    def version(self) -> int:
        """The version that this release writes."""
        return len(self.migrations)


def open_for_writing(path: Path, kind: Kind, patience: float = PATIENCE) -> sqlite3.Connection:
    """Open a file for reading and writing, made or brought up to date if need be.

    It is in WAL mode: readers never wait, writers wait for each other. Raises FormatError for a file that is damaged or
    of another kind or a later version, OutputError for one that cannot be written or stays locked for `patience`
    seconds. Where a new file cannot be made, nothing is left behind.
    """
    with explained(path, kind):
        tidy(path.parent)
        if new := not path.exists():
            _make(path, kind)
        base = sqlite3.connect(path, timeout=patience, isolation_level=None)
        try:
            _check(base, path, kind)
            _into_wal(base, patience)
            base.execute("PRAGMA synchronous = NORMAL")
            base.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            _bring_up_to_date(base, kind)
        except BaseException:
            base.close()
            if new:
                _remove_empty(path)
            raise
    return base


def _make(path: Path, kind: Kind) -> None:
    """Make an empty file of this kind, whole or not at all, even on a full disk or when the run is killed.

    Raises OutputError. Errors of permission are left for SQLite to report.
    """
    with contextlib.suppress(OSError), new_file(path) as part:
        try:
            with contextlib.closing(sqlite3.connect(part, isolation_level=None)) as base:
                base.execute("PRAGMA journal_mode = OFF")
                _bring_up_to_date(base, kind)
                base.execute("PRAGMA journal_mode = WAL")
                base.execute(f"PRAGMA user_version = {kind.version}")  # is there room for the log, too?
        except sqlite3.Error as error:
            raise OutputError(
                _("cannot make {path}: {error}", path=path, error=error), path=path, hint=_("Choose another place")
            ) from error


def _remove_empty(path: Path) -> None:
    """Remove a file that SQLite has begun, where `_make` could not, and in which there is no table yet."""
    with contextlib.suppress(sqlite3.Error, OSError):
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as base:
            empty = not _schema(base)
        if empty:
            for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
                path.with_name(name).unlink(missing_ok=True)


def open_for_reading(path: Path, kind: Kind, patience: float = PATIENCE) -> sqlite3.Connection:
    """Open a file for reading only; its folder may be read-only too.

    A version that this release does not read is brought up to date if the file can be written. Raises InputError where
    there is no file or no right to read it or only such a version, FormatError for one that is damaged, of another
    kind, or of a later version.
    """
    if not path.is_file():
        raise InputError(_("cannot read {path}: there is no such file", path=path), path=path, hint=_("Check the name"))
    with explained(path, kind):
        base = _connect_read_only(path, patience)
        try:
            version = _check(base, path, kind)
            base.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        except BaseException:
            base.close()
            raise
    if version >= (kind.version if kind.readable is None else kind.readable):
        return base
    base.close()
    try:
        open_for_writing(path, kind, patience).close()
    except OutputError as error:
        raise InputError(
            _(
                "{path} is {name} of version {version} and has to be brought to version {current}, "
                "but cannot be written",
                path=path,
                name=_(kind.name),
                version=version,
                current=kind.version,
            ),
            path=path,
            hint=_("copy it to a place where it can"),
        ) from error
    return open_for_reading(path, kind, patience)


def _connect_read_only(path: Path, patience: float) -> sqlite3.Connection:
    """Open a file read-only; as immutable where SQLite cannot create the files that WAL mode needs even for reading."""
    uri = path.resolve().as_uri()
    try:
        base = sqlite3.connect(f"{uri}?mode=ro", uri=True, timeout=patience, isolation_level=None)
        base.execute("PRAGMA user_version; ").fetchone()
        base.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return base
    except sqlite3.OperationalError as error:
        if fault_of(error) is not Fault.UNWRITABLE:
            raise
    return sqlite3.connect(f"{uri}?immutable=1", uri=True, isolation_level=None)


def _check(base: sqlite3.Connection, path: Path, kind: Kind) -> int:
    """The version of an open file of this kind; 0 for an empty one.

    Everything is read in one transaction, because another program may be creating the file at this moment.
    """
    base.execute("BEGIN")
    try:
        (identity,) = base.execute("PRAGMA application_id").fetchone()
        (version,) = base.execute("PRAGMA user_version").fetchone()
        schema = _schema(base)
    finally:
        with contextlib.suppress(sqlite3.Error):
            base.execute("ROLLBACK")
    if identity != kind.application_id and (identity or version or schema):
        raise FormatError(
            _("{path} is an SQLite file, but not {name} of align", path=path, name=_(kind.name)),
            path=path,
            hint=_("name another file"),
        )
    if version > kind.version:
        raise FormatError(
            _(
                "{path} was written by a later release of align (version {version} of {name}; this one knows {known})",
                path=path,
                version=version,
                name=_(kind.name),
                known=kind.version,
            ),
            path=path,
            hint=_("upgrade align"),
        )
    _check_schema(schema, _expected(tuple(kind.migrations[:version])))
    return int(version)


def _check_schema(schema: Mapping[str, str], expected: Mapping[str, str]) -> None:
    """Raise sqlite3.DatabaseError unless the tables are those that align makes: in a file made to harm, a view, a
    trigger or a computed column would run its maker's code."""
    for name in expected.keys() | schema.keys():
        if expected.get(name) != schema.get(name):
            raise sqlite3.DatabaseError(f"malformed schema: {name}")  # fault_of reads the word


def _into_wal(base: sqlite3.Connection, patience: float) -> None:
    """Switch a file to WAL mode, for good. SQLite does not wait for another program that is doing the same."""
    end = time.monotonic() + patience
    while base.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            base.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if fault_of(error) is not Fault.LOCKED or time.monotonic() > end:
                raise
            time.sleep(0.01)
        else:
            return  # also where the file system does not support WAL, as some network drives


@lru_cache(maxsize=8)
def _expected(migrations: tuple[Migration, ...]) -> dict[str, str]:
    """The schema that some migrations make."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
        for migration in migrations:
            migration(base)
        return _schema(base)


def _schema(base: sqlite3.Connection) -> dict[str, str]:
    """Tables and indexes by name, each as the SQL that made it, or by its type where SQLite itself made it."""
    rows = base.execute("SELECT name, type, sql FROM sqlite_master").fetchall()
    own = tuple(f"{name}_" for name, __, sql in rows if sql and sql.startswith("CREATE VIRTUAL"))
    return {
        name: type if sql is None or name.startswith(own) else sql
        for name, type, sql in rows
        if not (type == "table" and name.startswith("sqlite_stat"))
    }


def _bring_up_to_date(base: sqlite3.Connection, kind: Kind) -> None:
    """Run the migrations that a file lacks, each in a transaction; another program may be doing the same."""
    while True:
        (version,) = base.execute("PRAGMA user_version").fetchone()
        if version >= kind.version:
            return
        with transaction(base):
            (version,) = base.execute("PRAGMA user_version").fetchone()
            if version < kind.version:
                kind.migrations[version](base)
                base.execute(f"PRAGMA application_id = {kind.application_id}")
                base.execute(f"PRAGMA user_version = {version + 1}")


@contextlib.contextmanager
def transaction(base: sqlite3.Connection) -> Iterator[None]:
    """Write all that the block writes, or nothing. The write lock is taken at once, so that no transaction fails half
    way for a lock that it cannot get."""
    base.execute("BEGIN IMMEDIATE")
    try:
        yield
        base.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            base.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def explained(path: Path, kind: Kind) -> Iterator[None]:
    """Turn an error of SQLite into the one line that says what to do.

    Raises FormatError for a damaged file, OutputError for one that is locked or cannot be written, InputError where the
    disk does not give back what is in it.
    """
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _explanation(error, path, kind) from error


def _explanation(error: Exception, path: Path, kind: Kind) -> AlignError:
    """The line for an error of SQLite about the file at `path`."""
    match fault_of(error):
        case Fault.DAMAGED:
            message = _("{path} is damaged as {name} ({error})", path=path, name=_(kind.name), error=error)
            return FormatError(message, path=path, hint=_(kind.mend, path=path))
        case Fault.LOCKED:
            message = _("{path} is in use by another program that does not let go of it", path=path)
            return OutputError(message, path=path, hint=_("close that program, or wait"))
        case Fault.UNWRITABLE:
            hint = _("Check that the file and its folder are there and yours to write")
            return OutputError(_("cannot write {path}: {error}", path=path, error=error), path=path, hint=hint)
        case Fault.UNREAD:
            hint = _("The file itself may be whole: look after the disk, or copy it to another one")
            return InputError(_("cannot read {path}: {error}", path=path, error=error), path=path, hint=hint)
        case Fault.FULL:
            message = _("cannot write {path}: {error}", path=path, error=error)
            if "I/O" in str(error):  # of which SQLite does not say more
                message = _(
                    "cannot write {path}: {error} (a full or failing disk, a quota, or a limit on the size of files)",
                    path=path,
                    error=error,
                )
            return OutputError(message, path=path, hint=_("What was added before is kept"))
        case Fault.OTHER:
            return OutputError(
                _("cannot write {path}: {error}", path=path, error=error),
                path=path,
                hint=_("What was added before is kept"),
            )
