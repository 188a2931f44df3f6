"""The store of drafts: what was drafted once, with the same model and options, is not drafted again.

One SQLite file in the user's cache folder, shared by all runs. Nothing in it is needed: a run goes on without it where
it cannot be had, and it may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from align.errors import AlignError, UsageError
from align.io.paths import cache_dir
from align.io.private import private_file, private_folder
from align.io.sqlite import Kind, is_damage, open_for_writing, transaction
from align.translation.engine import Draft

Say = Callable[[str], None]

MEGABYTES = 512
"""How large the store may grow, unless $ALIGN_CACHE_MB says otherwise: about two million drafts of sentences."""
KEEP = 0.8
"""The share of that size which stays when the oldest drafts make room."""
FRESH = 24 * 3600
"""Seconds after which using a draft again is noted down: noting each use would cost more than it tells."""
_PATIENCE = 5.0


def _first(base: sqlite3.Connection) -> None:
    base.execute("CREATE TABLE draft (key BLOB PRIMARY KEY, value TEXT NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID")


DRAFTS = Kind(
    name="a cache of drafts",
    application_id=0x616C6472,  # "aldr"
    migrations=(_first,),
    mend="delete it with: align cache clear",
)


class DraftStore:
    """Drafts by the key of what made them. `open` gives one that works, or None.

    Whatever goes wrong later switches the store off with one line; the run goes on. Several runs may share a store.
    """

    def __init__(self, path: Path, base: sqlite3.Connection, say: Say, limit: int):
        self.path = path
        self._base: sqlite3.Connection | None = base
        self._say = say
        self._limit = limit

    @classmethod
    def open(cls, say: Say, path: Path | None = None) -> DraftStore | None:
        """Open the user's store, or the one at `path`. A damaged file is set aside and a new one begun."""
        path = path or drafts_file()
        limit = size_limit()
        try:
            private_folder(path.parent)
            return cls(path, _opened(path, say), say, limit)
        except (AlignError, OSError, sqlite3.Error) as error:
            say(f"drafts are not kept for another run: {' '.join(str(error).split())}")
            return None

    def get(self, keys: Sequence[bytes]) -> dict[bytes, list[Draft]]:
        """The drafts that are known, by key."""
        found: dict[bytes, list[Draft]] = {}
        stale: list[bytes] = []
        now = int(time.time())
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            marks = ",".join("?" * len(part))
            for key, value, used in self._rows(f"SELECT key, value, used FROM draft WHERE key IN ({marks})", part):
                if drafts := _drafts(value):
                    found[key] = drafts
                    if not isinstance(used, int) or now - used > FRESH:
                        stale.append(key)
        self._write("UPDATE draft SET used = ? WHERE key = ?", [(now, key) for key in stale])
        return found

    def put(self, drafts: Mapping[bytes, Sequence[Draft]]) -> None:
        """Keep drafts, safe from this moment on, and make room if the store has grown too large."""
        now = int(time.time())
        rows = [
            (
                key,
                json.dumps([[draft.text, draft.logprob, draft.hit_limit] for draft in found], ensure_ascii=False),
                now,
            )
            for key, found in drafts.items()
        ]
        self._write("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", rows)
        if self._base is not None and (size := self.size()) > self._limit:
            self._make_room(size)

    def size(self) -> int:
        """The bytes in use."""
        used = [int(value) for name in ("page_size", "page_count", "freelist_count") for (value,) in self._pragma(name)]
        return used[0] * (used[1] - used[2]) if len(used) == 3 else 0

    def count(self) -> int:
        """The number of drafts."""
        return next((int(number) for (number,) in self._rows("SELECT count(*) FROM draft", ())), 0)

    def close(self) -> None:
        """Let go of the file."""
        if self._base is not None:
            self._base.close()
        self._base = None

    def _make_room(self, size: int) -> None:
        """Forget the drafts that were not used for longest."""
        share = 1 - KEEP * self._limit / size
        self._write(
            "DELETE FROM draft WHERE key IN (SELECT key FROM draft ORDER BY used LIMIT ?)",
            [(int(share * self.count()) + 1,)],
        )

    def _pragma(self, name: str) -> list[Any]:
        return self._rows(f"PRAGMA {name}", ())

    def _rows(self, query: str, values: Sequence[Any]) -> list[Any]:
        if self._base is None:
            return []
        try:
            return self._base.execute(query, values).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            self._give_up(error)
            return []

    def _write(self, query: str, rows: Iterable[Sequence[Any]]) -> None:
        rows = list(rows)
        if self._base is None or not rows:
            return
        try:
            with transaction(self._base):
                self._base.executemany(query, rows)
        except sqlite3.Error as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        """Switch the store off for this run; a damaged file is set aside, so that the next run begins a new one."""
        self.close()
        aside = f"; the damaged file is now {_set_aside(self.path).name}" if is_damage(error) else ""
        self._say(f"drafts are not kept any more in this run: {error} in {self.path}{aside}")


def _drafts(value: Any) -> list[Draft]:
    """What `put` has written; nothing for anything else, so that it is drafted anew."""
    try:
        drafts = [Draft(text, logprob, hit_limit) for text, logprob, hit_limit in json.loads(value)]
    except (ValueError, TypeError, RecursionError):
        return []
    fits = all(isinstance(one.text, str) and isinstance(one.logprob, (float, int)) for one in drafts)
    return drafts if fits else []


def drafts_file() -> Path:
    """Where the user's store is."""
    return cache_dir() / "drafts.sqlite"


def size_limit() -> int:
    """How many bytes the store may have. Raises UsageError where $ALIGN_CACHE_MB is no number."""
    given = os.environ.get("ALIGN_CACHE_MB") or str(MEGABYTES)
    if not given.isdecimal():
        raise UsageError(f"ALIGN_CACHE_MB is {given!r}: set it to a number of megabytes, or unset it")
    return int(given) * 1_000_000


def draft_key(*parts: str) -> bytes:
    """A name for what makes a draft: 16 bytes, by which the same text with the same model and options is found."""
    content = json.dumps(parts).encode()
    return hashlib.blake2b(content, digest_size=16).digest()


def _opened(path: Path, say: Say) -> sqlite3.Connection:
    """The store at `path`, which nobody else may read: its texts may be confidential."""
    try:
        private_file(path)
        return open_for_writing(path, DRAFTS, _PATIENCE)
    except AlignError as error:
        if not (isinstance(error.__cause__, Exception) and is_damage(error.__cause__)):
            raise
    say(f"the cache of drafts was damaged: it is now {_set_aside(path)}, and a new one is begun")
    private_file(path)
    return open_for_writing(path, DRAFTS, _PATIENCE)


def _set_aside(path: Path) -> Path:
    """Move a damaged file, with what SQLite keeps beside it, out of the way; the last damaged one is kept."""
    aside = path.with_name(f"{path.name}.damaged")
    with contextlib.suppress(OSError):
        os.replace(path, aside)
    for suffix in ("-wal", "-shm"):
        with contextlib.suppress(OSError):
            path.with_name(path.name + suffix).unlink()
    return aside
