"""Taking units out of a memory and changing them: all tables and the index of words in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from align.corpus.timestamps import now
from align.errors import UsageError
from align.io.sqlite import explained, transaction
from align.io.xml_text import one_line
from align.languages.normalization import memory_form
from align.memory.concordance import contains
from align.memory.index import tokens
from align.memory.keys import words
from align.memory.memory_store import Memory
from align.memory.schema import MEMORY
from align.memory.unit import TranslationUnit, storable


def select(
    memory: Memory,
    numbers: Sequence[int] = (),
    doc: str = "",
    text: str = "",
    source_lang: str = "",
    target_lang: str = "",
) -> Iterator[TranslationUnit]:
    """The units of these numbers, from the document `doc`, with `text` in their source or translation in any case of
    letters, for these languages: what is given must all hold.

    Raises UsageError for a number that no unit has.
    """
    languages = memory.languages(source_lang, target_lang)
    units = _numbered(memory, numbers) if numbers else memory.units(list(languages))
    pairs = set(languages.values())
    wanted = memory_form(text).casefold()
    for unit in units:
        fits = (unit.source_lang, unit.target_lang) in pairs and (not doc or unit.doc == doc)
        if fits and (not wanted or contains(unit, wanted)):
            yield unit


def _numbered(memory: Memory, numbers: Sequence[int]) -> list[TranslationUnit]:
    found = {number: memory.unit(number) for number in numbers}
    if missing := [number for number, unit in found.items() if unit is None]:
        raise UsageError(
            f"{memory.path} has no unit {missing[0]}: align memory search {memory.path} TEXT shows numbers"
        )
    return [unit for unit in found.values() if unit]


def remove(memory: Memory, units: Iterable[TranslationUnit]) -> int:
    """Take these units out of a memory that was opened to write, all at once: how many were still there as they are
    given. A number that another program has given to another text in the meantime is left alone."""
    with explained(memory.path, MEMORY), transaction(memory.base):
        return take_out(memory, [unit.id for unit in units if _same(memory.unit(unit.id), unit)])


def _same(there: TranslationUnit | None, unit: TranslationUnit) -> bool:
    return there is not None and (there.source, there.target) == (unit.source, unit.target)


def edit(memory: Memory, number: int, target: str) -> tuple[TranslationUnit, TranslationUnit]:
    """Put another translation in the place of a unit's: the unit as it was and as it is. It is edited from now on.

    Where the source has that translation already, both become one unit, which has stood wherever one of them did.
    Raises UsageError for an empty text or a number that no unit has.
    """
    target = storable(one_line(target).strip())
    if not target:
        raise UsageError("the new translation is empty: align memory remove takes a unit out")
    with explained(memory.path, MEMORY), transaction(memory.base):
        (old,) = _numbered(memory, [number])
        if old.target == target:
            return old, old
        kept = _twin(memory, number, target)
        origin = "human" if old.origin == "human" else "post-edited"
        memory.base.execute("PRAGMA secure_delete = ON").fetchone()
        memory.base.execute(
            "UPDATE unit SET target = ?, status = 'edited', origin = ?, created = ? WHERE id = ?",
            (target, origin, now(), kept),
        )
        if kept != number:
            moved = "INSERT OR IGNORE INTO context SELECT ?, before, after FROM context WHERE unit = ?"
            memory.base.execute(moved, (kept, number))
            take_out(memory, [number])
        (new,) = _numbered(memory, [kept])
    return old, new


def _twin(memory: Memory, number: int, target: str) -> int:
    """The unit that has this translation of the same source already, else the unit itself."""
    row = memory.base.execute(
        "SELECT other.id FROM unit JOIN unit AS other ON other.languages = unit.languages AND other.key = unit.key "
        "WHERE unit.id = ? AND other.source = unit.source AND other.target = ?",
        (number, target),
    ).fetchone()
    return int(row[0]) if row else number


def take_out(memory: Memory, numbers: Iterable[int]) -> int:
    """Take units out of every table, in the transaction of the caller: how many were there.

    What SQLite frees is overwritten: `align memory repair` reads free pages, too, and must not bring a unit back. Their
    numbers are used up: a person may have noted one.
    """
    base = memory.base
    base.execute("PRAGMA secure_delete = ON").fetchone()
    counts: Counter[str] = Counter()
    done = highest = 0
    for number in numbers:
        row = base.execute("SELECT languages, CAST(source AS TEXT) FROM unit WHERE id = ?", (number,)).fetchone()
        if row is None:
            continue
        known = words(memory_form(row[1]))
        indexed = tokens(known, row[0], len(known))  # a word goes out of the index by the words that went in
        base.execute(
            "INSERT INTO word_index (word_index, rowid, words) VALUES ('delete', ?, ?)", (number, " ".join(indexed))
        )
        base.execute("DELETE FROM context WHERE unit = ?", (number,))
        base.execute("DELETE FROM unit WHERE id = ?", (number,))
        counts.update(indexed)
        highest = max(highest, number)
        done += 1
    base.executemany("UPDATE word SET units = units - ? WHERE token = ?", [(n, token) for token, n in counts.items()])
    base.executemany("DELETE FROM word WHERE token = ? AND units <= 0", [(token,) for token in counts])
    if highest > base.execute("SELECT coalesce(max(id), 0) FROM unit").fetchone()[0]:
        remembered = (
            "INSERT INTO word VALUES ('', ?) ON CONFLICT (token) DO UPDATE SET units = max(units, excluded.units)"
        )
        base.execute(remembered, (highest,))
    return done
