"""Takes back from a memory what a corpus has rejected or edited since it was added.

Which units these are is known only at the end of the corpus: what one pair of it rejects another may approve, in any
order. Until then they are recorded in temporary tables, so that a corpus of any length needs little memory.
"""

from __future__ import annotations

from collections.abc import Sequence

from align.corpus.pair import Pair
from align.memory.memory_store import Memory
from align.memory.removing import remove_ids

_TABLES = (
    "CREATE TEMP TABLE IF NOT EXISTS standing (unit INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE IF NOT EXISTS withdrawn (unit INTEGER PRIMARY KEY, successor INTEGER, new INTEGER)",
    "DELETE FROM standing",
    "DELETE FROM withdrawn",
)
_OLDER = "unit.addition <> :addition AND (:created = '' OR unit.created <= :created)"
"""Units that came with the same corpus stay, and those that were approved later."""
_REJECTED = f"""
INSERT OR IGNORE INTO withdrawn SELECT unit.id, NULL, 0 FROM unit
WHERE languages = :language AND key = :key AND source = :source AND target = :target AND {_OLDER}
"""
_EDITED = f"""
INSERT OR REPLACE INTO withdrawn SELECT unit.id, :successor, :new FROM unit
WHERE languages = :language AND id <> :successor AND key = :key
AND source = :source AND target <> :target AND doc = :doc AND n = :n AND {_OLDER}
"""
_TO_REMOVE = """
SELECT withdrawn.unit, successor, new FROM withdrawn JOIN unit ON unit.id = withdrawn.unit
WHERE withdrawn.unit NOT IN (SELECT unit FROM standing)
"""


class Takeback:
    """A record of the units to take back, for one corpus that is added by one connection."""

    def __init__(self, memory: Memory):
        self._memory = memory
        self._has_units = False
        for statement in _TABLES:
            memory.base.execute(statement)

    def approved(self, unit: int) -> None:
        """Record that the corpus approves a unit that the memory had: it stays, even if another pair rejects it."""
        self._memory.base.execute("INSERT OR IGNORE INTO standing VALUES (?)", (unit,))

    def rejected(self, pair: Pair, key: int, addition: int, languages: Sequence[int]) -> None:
        """Record that the corpus rejects this pair: the unit that has it word for word is to be removed. `languages`
        are the ids of its pair of languages in the file."""
        self._record(_REJECTED, pair, key, addition, languages)

    def edited(self, pair: Pair, key: int, addition: int, languages: Sequence[int], unit: int, new: bool) -> None:
        """Record that the corpus has edited this pair, which is `unit` now: the unit that was added from the same
        position of the document before is to be removed."""
        if pair.doc:
            self._record(_EDITED, pair, key, addition, languages, successor=unit, new=new)

    def _record(
        self, statement: str, pair: Pair, key: int, addition: int, languages: Sequence[int], **more: int
    ) -> None:
        values = {name: getattr(pair, name) for name in ("source", "target", "doc", "n", "created")}
        for language in languages:
            given = {**values, "key": key, "addition": addition, "language": language, **more}
            self._has_units |= self._memory.base.execute(statement, given).rowcount > 0

    def __bool__(self) -> bool:
        return self._has_units

    def finish(self) -> tuple[int, int, int]:
        """Remove the units, in the transaction of the caller: the number of units taken back, of edited pairs new to
        the memory that replaced a unit, and of those that it had already."""
        rows = self._memory.base.execute(_TO_REMOVE).fetchall()
        remove_ids(self._memory, [unit for unit, _, _ in rows])
        successors = {successor: new for _, successor, new in rows if successor is not None}
        new = sum(successors.values())
        return sum(successor is None for _, successor, _ in rows), new, len(successors) - new
