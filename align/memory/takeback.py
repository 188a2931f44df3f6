"""What a corpus takes back from a memory: units that it has rejected since, and those that it has edited since.

Which they are is known at the corpus's end only: what one place of it rejects another may approve, in any order. Until
then they are noted in tables of the connection, so that a corpus of any length needs little memory.
"""

from __future__ import annotations

from align.corpus.pair import Pair
from align.memory.memory_store import Memory
from align.memory.removing import take_out

_TABLES = (
    "CREATE TEMP TABLE IF NOT EXISTS standing (unit INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE IF NOT EXISTS withdrawn (unit INTEGER PRIMARY KEY, successor INTEGER, new INTEGER)",
    "DELETE FROM standing",
    "DELETE FROM withdrawn",
)
_OLDER = "unit.addition <> :addition AND (:created = '' OR unit.created <= :created)"
"""What came with the same corpus stays, and what was approved in a later draft."""
_REJECTED = f"""
INSERT OR IGNORE INTO withdrawn SELECT unit.id, NULL, 0 FROM unit JOIN languages ON languages.id = unit.languages
WHERE languages.source = :source_lang AND languages.target = :target_lang
AND unit.key = :key AND unit.source = :source AND unit.target = :target AND {_OLDER}
"""
_EDITED = f"""
INSERT OR REPLACE INTO withdrawn SELECT unit.id, :successor, :new FROM unit
WHERE languages = (SELECT languages FROM unit WHERE id = :successor)
AND key = :key AND source = :source AND target <> :target AND doc = :doc AND n = :n AND {_OLDER}
"""
_GOING = """
SELECT withdrawn.unit, successor, new FROM withdrawn JOIN unit ON unit.id = withdrawn.unit
WHERE withdrawn.unit NOT IN (SELECT unit FROM standing)
"""


class Takeback:
    """Notes for one corpus that is being added by one connection."""

    def __init__(self, memory: Memory):
        self._memory = memory
        self._any = False
        for statement in _TABLES:
            memory.base.execute(statement)

    def approved(self, unit: int) -> None:
        """The corpus approves a unit that was there before: it stays, whatever else the corpus says of it."""
        self._memory.base.execute("INSERT OR IGNORE INTO standing VALUES (?)", (unit,))

    def rejected(self, pair: Pair, key: int, addition: int) -> None:
        """The corpus rejects this pair: the unit that has it word for word is to go."""
        self._note(_REJECTED, pair, key, addition)

    def edited(self, pair: Pair, key: int, addition: int, unit: int, new: bool) -> None:
        """The corpus has edited this pair, which is `unit` now: what was added from its place in its document before is
        to go."""
        if pair.doc:
            self._note(_EDITED, pair, key, addition, successor=unit, new=new)

    def _note(self, statement: str, pair: Pair, key: int, addition: int, **more: int) -> None:
        names = ("source", "target", "source_lang", "target_lang", "doc", "n", "created")
        values = {name: getattr(pair, name) for name in names}
        cursor = self._memory.base.execute(statement, {**values, "key": key, "addition": addition, **more})
        self._any |= cursor.rowcount > 0

    def __bool__(self) -> bool:
        return self._any

    def finish(self) -> tuple[int, int, int]:
        """Take out what is to go, in the transaction of the caller: how many units were taken back, how many edited
        pairs that are new to the memory replaced a unit, and how many that it had already."""
        rows = self._memory.base.execute(_GOING).fetchall()
        take_out(self._memory, [unit for unit, _, _ in rows])
        successors = {successor: new for _, successor, new in rows if successor is not None}
        new = sum(successors.values())
        return sum(successor is None for _, successor, _ in rows), new, len(successors) - new
