"""Removes units from a memory and changes them: all tables and the word index in one transaction."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from align.corpus.timestamps import now
from align.errors import UsageError
from align.io.sqlite import explained, transaction
from align.io.xml_text import one_line
from align.languages.normalization import memory_forms
from align.localization import _
from align.memory.concordance import contains
from align.memory.index import tokens
from align.memory.keys import words
from align.memory.memory_store import Memory
from align.memory.schema import MEMORY
from align.memory.search_index import index_units, remove_units
from align.memory.unit import TranslationUnit, storable


def select(
    memory: Memory,
    numbers: Sequence[int] = (),
    doc: str = "",
    text: str = "",
    source_lang: str = "",
    target_lang: str = "",
) -> Iterator[TranslationUnit]:
    """Find the units of these numbers, from the document `doc`, with `text` in their source or translation in upper or
    lower case, for these languages: all that is given must hold.

    Raises UsageError for a number that no unit has.
    """
    languages = memory.languages(source_lang, target_lang)
    units = _units_of(memory, numbers) if numbers else memory.units(list(languages))
    pairs = set(languages.values())
    wanted = memory_forms(text)[0].casefold()
    for unit in units:
        selected = (unit.source_lang, unit.target_lang) in pairs and (not doc or unit.doc == doc)
        if selected and (not wanted or contains(unit, wanted)):
            yield unit


def _units_of(memory: Memory, numbers: Sequence[int]) -> list[TranslationUnit]:
    found = {number: memory.unit(number) for number in numbers}
    if missing := [number for number, unit in found.items() if unit is None]:
        hint = _("align memory search {path} TEXT shows numbers", path=memory.path)
        raise UsageError(
            _("{path} has no unit {number}", path=memory.path, number=missing[0]), path=memory.path, hint=hint
        )
    return [unit for unit in found.values() if unit]


def remove(memory: Memory, units: Iterable[TranslationUnit]) -> int:
    """Remove these units from a memory that was opened to write, all in one transaction: the number of them that the
    memory still had as they are given. A unit whose texts another program has changed in the meantime stays."""
    with explained(memory.path, MEMORY), transaction(memory.base):
        return remove_ids(memory, [unit.id for unit in units if _is_unchanged(memory.unit(unit.id), unit)])


def _is_unchanged(current: TranslationUnit | None, unit: TranslationUnit) -> bool:
    return current is not None and (current.source, current.target) == (unit.source, unit.target)


def edit(memory: Memory, number: int, target: str) -> tuple[TranslationUnit, TranslationUnit]:
    """Change the translation of a unit: the unit as it was and as it is. It is edited from now on.

    Where the source has that translation already, both become one unit with the contexts of both. Raises UsageError for
    an empty text or a number that no unit has.
    """
    target = storable(one_line(target).strip())
    if not target:
        raise UsageError(_("the new translation is empty"), hint=_("align memory remove takes a unit out"))
    with explained(memory.path, MEMORY), transaction(memory.base):
        (old,) = _units_of(memory, [number])
        if old.target == target:
            return old, old
        kept = _unit_with(memory, number, target)
        origin = "human" if old.origin == "human" else "post-edited"
        memory.base.execute("PRAGMA secure_delete = ON").fetchone()
        if kept == number:
            remove_units(memory.base, [(number, old.source, old.target)])
            index_units(memory.base, [(number, old.source, target)], set())
        memory.base.execute(
            "UPDATE unit SET target = ?, status = 'edited', origin = ?, created = ? WHERE id = ?",
            (target, origin, now(), kept),
        )
        if kept != number:
            merge_contexts = "INSERT OR IGNORE INTO context SELECT ?, before, after FROM context WHERE unit = ?"
            memory.base.execute(merge_contexts, (kept, number))
            remove_ids(memory, [number])
        (new,) = _units_of(memory, [kept])
    return old, new


def _unit_with(memory: Memory, number: int, target: str) -> int:
    """Find the unit that has this translation of the same source already, else the unit itself."""
    row = memory.base.execute(
        "SELECT other.id FROM unit JOIN unit AS other ON other.languages = unit.languages AND other.key = unit.key "
        "WHERE unit.id = ? AND other.source = unit.source AND other.target = ?",
        (number, target),
    ).fetchone()
    return int(row[0]) if row else number


def remove_ids(memory: Memory, numbers: Iterable[int]) -> int:
    """Remove units from every table, in the transaction of the caller: the number of those that the memory had.

    What SQLite frees is overwritten: `align memory repair` reads free pages, too, and must not bring a unit back. The
    numbers are not used again: a person may have noted one.
    """
    base = memory.base
    base.execute("PRAGMA secure_delete = ON").fetchone()
    counts: Counter[str] = Counter()
    searched: list[tuple[int, str, str]] = []
    done = highest = 0
    for number in numbers:
        texts = "SELECT languages, source, coalesce(CAST(target AS TEXT), '') FROM unit WHERE id = ?"
        row = base.execute(texts, (number,)).fetchone()
        if row is None:
            continue
        if not isinstance(row[1], str):
            raise sqlite3.DatabaseError(f"malformed unit {number}")
        source_words = words(memory_forms(row[1])[0])
        indexed = tokens(source_words, row[0], len(source_words))  # FTS5 deletes by the words that were indexed
        base.execute(
            "INSERT INTO word_index (word_index, rowid, words) VALUES ('delete', ?, ?)", (number, " ".join(indexed))
        )
        searched.append((number, row[1], row[2]))
        base.execute("DELETE FROM context WHERE unit = ?", (number,))
        base.execute("DELETE FROM unit WHERE id = ?", (number,))
        counts.update(indexed)
        highest = max(highest, number)
        done += 1
    remove_units(base, searched)
    base.executemany("UPDATE word SET units = units - ? WHERE token = ?", [(n, token) for token, n in counts.items()])
    base.executemany("DELETE FROM word WHERE token = ? AND units <= 0", [(token,) for token in counts])
    if highest > base.execute("SELECT coalesce(max(id), 0) FROM unit").fetchone()[0]:
        record_highest = (
            "INSERT INTO word VALUES ('', ?) ON CONFLICT (token) DO UPDATE SET units = max(units, excluded.units)"
        )
        base.execute(record_highest, (highest,))
    return done
