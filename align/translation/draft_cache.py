"""The store of drafts: a text that was drafted once, with the same model and options, is not drafted again.

One SQLite file in the user's cache folder, shared by all runs. No run depends on it: one goes on without it where it
cannot be opened, and it may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from align.errors import AlignError, UsageError
from align.io.paths import cache_dir
from align.io.private import cache_folder, close_to_others, private_file, private_folder
from align.io.sqlite import Kind, open_for_writing, transaction
from align.io.sqlite_faults import is_damage
from align.localization import N_, _
from align.progress import Warn
from align.quality.evidence import Evidence
from align.translation.engine import Draft

DEFAULT_MEGABYTES = 512
"""The size to which the store may grow, unless $ALIGN_CACHE_MB is set: about two million drafts of sentences."""
KEPT_SHARE = 0.8
"""The share of that size that is kept when the least recently used drafts are deleted."""
USE_INTERVAL = 24 * 3600
"""Seconds after which another use of a draft is recorded: to record each would cost more than it is worth."""
_PATIENCE = 5.0


def _create_table(base: sqlite3.Connection) -> None:
    base.execute("CREATE TABLE draft (key BLOB PRIMARY KEY, value TEXT NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID")


def _add_evidence(base: sqlite3.Connection) -> None:
    """Keep what was measured of drafts. Those of older versions have NULL here, and are drafted again when needed."""
    base.execute("ALTER TABLE draft ADD COLUMN evidence TEXT")


DRAFTS = Kind(
    name=N_("a cache of drafts"),
    application_id=0x616C6472,  # "aldr"
    migrations=(_create_table, _add_evidence),
    mend=N_("delete it with: align cache clear"),
)


class DraftStore:
    """Drafts by the key of what made them. `open` gives one that works, or None.

    Any error later switches the store off with one warning; the run goes on. Several runs may share a store.
    """

    def __init__(self, path: Path, base: sqlite3.Connection, warn: Warn, limit: int):
        self.path = path
        self._base: sqlite3.Connection | None = base
        self._warn = warn
        self._limit = limit

    @classmethod
    def open(cls, warn: Warn, path: Path | None = None) -> DraftStore | None:
        """Open the user's store, or the one at `path`; a damaged file is renamed and a new one made.

        Where that fails, `warn` gets one line and the result is None. Raises UsageError where $ALIGN_CACHE_MB is no
        number.
        """
        limit = size_limit()
        try:
            if path is None:
                cache_folder()
            path = path or drafts_file()
            private_folder(path.parent)
            close_to_others(path.parent, f"{path.name}*")
            return cls(path, _open_private(path, warn), warn, limit)
        except (AlignError, OSError, sqlite3.Error) as error:
            warn(_("drafts are not kept for another run: {reason}", reason=" ".join(str(error).split())))
            return None

    def get(self, keys: Sequence[bytes]) -> dict[bytes, list[Draft]]:
        """Read the drafts of those keys that the store has."""
        found: dict[bytes, list[Draft]] = {}
        to_touch: list[bytes] = []
        now = int(time.time())
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            parameters = ",".join("?" * len(part))
            query = f"SELECT key, value, evidence, used FROM draft WHERE key IN ({parameters})"
            for key, value, evidence, used in self._read(query, part):
                if drafts := _parse_drafts(value, evidence):
                    found[key] = drafts
                    if not isinstance(used, int) or now - used > USE_INTERVAL:
                        to_touch.append(key)
        self._write("UPDATE draft SET used = ? WHERE key = ?", [(now, key) for key in to_touch])
        return found

    def put(self, drafts: Mapping[bytes, Sequence[Draft]]) -> None:
        """Write drafts, which are safe when it returns, and delete old ones if the store has grown too large."""
        now = int(time.time())
        rows = [(key, _drafts_text(candidates), now, _evidence_text(candidates)) for key, candidates in drafts.items()]
        self._write("INSERT OR REPLACE INTO draft (key, value, used, evidence) VALUES (?, ?, ?, ?)", rows)
        if self._base is not None and (size := self.size()) > self._limit:
            self._make_room(size)

    def size(self) -> int:
        """The bytes in use."""
        used = [int(value) for name in ("page_size", "page_count", "freelist_count") for (value,) in self._pragma(name)]
        return used[0] * (used[1] - used[2]) if len(used) == 3 else 0

    def count(self) -> int:
        """The number of drafts."""
        return next((int(number) for (number,) in self._read("SELECT count(*) FROM draft", ())), 0)

    def close(self) -> None:
        """Close the file."""
        if self._base is not None:
            self._base.close()
        self._base = None

    def _make_room(self, size: int) -> None:
        """Delete the least recently used drafts."""
        share = 1 - KEPT_SHARE * self._limit / size
        self._write(
            "DELETE FROM draft WHERE key IN (SELECT key FROM draft ORDER BY used LIMIT ?)",
            [(int(share * self.count()) + 1,)],
        )

    def _pragma(self, name: str) -> list[Any]:
        return self._read(f"PRAGMA {name}", ())

    def _read(self, query: str, values: Sequence[Any]) -> list[Any]:
        if self._base is None:
            return []
        try:
            return self._base.execute(query, values).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            self._switch_off(error)
            return []

    def _write(self, query: str, rows: Iterable[Sequence[Any]]) -> None:
        rows = list(rows)
        if self._base is None or not rows:
            return
        try:
            with transaction(self._base):
                self._base.executemany(query, rows)
        except sqlite3.Error as error:
            self._switch_off(error)

    def _switch_off(self, error: Exception) -> None:
        """Switch the store off for this run; a damaged file is renamed, so that the next run makes a new one."""
        self.close()
        if not is_damage(error):
            self._warn(_("drafts are not kept any more in this run: {error} in {path}", error=error, path=self.path))
            return
        message = _(
            "drafts are not kept any more in this run: {error} in {path}; the damaged file is now {name}",
            error=error,
            path=self.path,
            name=_set_aside(self.path).name,
        )
        self._warn(message)


def _drafts_text(drafts: Sequence[Draft]) -> str:
    return json.dumps([[draft.text, draft.logprob, draft.hit_limit] for draft in drafts], ensure_ascii=False)


def _evidence_text(drafts: Sequence[Draft]) -> str:
    return json.dumps([draft.evidence.to_list() if draft.evidence else None for draft in drafts])


def _parse_drafts(value: Any, evidence: Any) -> list[Draft]:
    """Parse what `put` has written; nothing for anything else, so that it is drafted again."""
    try:
        measured = [None if values is None else Evidence.parse(values) for values in json.loads(evidence)]
        drafts = [
            Draft(text, logprob, hit_limit, evidence=known)
            for (text, logprob, hit_limit), known in zip(json.loads(value), measured, strict=True)
        ]
    except (ValueError, TypeError, RecursionError):
        return []
    valid = all(isinstance(draft.text, str) and isinstance(draft.logprob, (float, int)) for draft in drafts)
    return drafts if valid else []


def drafts_file() -> Path:
    """The path of the user's store."""
    return cache_dir() / "drafts.sqlite"


def size_limit() -> int:
    """The most bytes that the store may have. Raises UsageError where $ALIGN_CACHE_MB is no number."""
    megabytes = os.environ.get("ALIGN_CACHE_MB") or str(DEFAULT_MEGABYTES)
    if not megabytes.isdecimal():
        hint = _("set it to a number of megabytes, or unset it")
        raise UsageError(_("ALIGN_CACHE_MB is {megabytes!r}", megabytes=megabytes), hint=hint)
    return int(megabytes) * 1_000_000


def draft_key(*parts: str) -> bytes:
    """Hash all that makes a draft: 16 bytes, by which the same text with the same model and options is found."""
    content = json.dumps(parts).encode()
    return hashlib.blake2b(content, digest_size=16).digest()


def _open_private(path: Path, warn: Warn) -> sqlite3.Connection:
    """Open the file at `path`, which no other user may read: its texts may be confidential."""
    try:
        private_file(path)
        return open_for_writing(path, DRAFTS, _PATIENCE)
    except AlignError as error:
        if not is_damage(error.__cause__):
            raise
    warn(_("the cache of drafts was damaged: it is now {path}, and a new one is begun", path=_set_aside(path)))
    private_file(path)
    return open_for_writing(path, DRAFTS, _PATIENCE)


def _set_aside(path: Path) -> Path:
    """Rename a damaged file and remove its log; only the last damaged one is kept."""
    damaged = path.with_name(f"{path.name}.damaged")
    with contextlib.suppress(OSError):
        os.replace(path, damaged)
    for suffix in ("-wal", "-shm"):
        with contextlib.suppress(OSError):
            path.with_name(path.name + suffix).unlink()
    return damaged
