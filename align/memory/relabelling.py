"""Makes the language codes of a memory uniform: one spelling for a pair of languages, or the codes that a person names.

What came from several tools is kept under several codes by memories of old (`EN-US`, `en_US`), and by all where regions
differ (`en`, `en-US`). Units that say the same in the end become one, with the contexts of both.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, field

from align.io.sqlite import explained, transaction
from align.languages.normalization import memory_forms
from align.languages.tags import as_asked, normal_tag, primary_subtag, serves
from align.memory.index import tokens
from align.memory.keys import template_key, words
from align.memory.memory_store import LanguagePair, Memory
from align.memory.removing import remove_ids
from align.memory.schema import MEMORY
from align.memory.unit import REVIEWED


@dataclass(slots=True)
class Relabelled:
    """The units that got other codes, by their codes before (as they were spelt) and after; `merged` counts those of
    them that became one with a unit that says the same."""

    units: Counter[tuple[LanguagePair, LanguagePair]] = field(default_factory=Counter)
    merged: int = 0

    @property
    def total(self) -> int:
        """How many units got other codes."""
        return self.units.total()


def relabel(memory: Memory, source_lang: str = "", target_lang: str = "", *, dry_run: bool = False) -> Relabelled:
    """Give every unit the usual spelling of its codes; or, to the units that serve the languages named, these codes.

    `en` takes what is of any region; `en-US` takes what says `en`, and not `en-GB`; nothing changes its script. All
    happens in one transaction, in a memory that was opened to write; with `dry_run` nothing does.
    """
    done = Relabelled()
    with explained(memory.path, MEMORY):
        if dry_run:
            memory.all_languages()  # raises for damage
            _count(memory, source_lang, target_lang, done)
            return done
        with transaction(memory.base):
            memory.all_languages()
            for pair, ids in _count(memory, source_lang, target_lang, done).items():
                _give_codes(memory, ids, pair, done)
    return done


def _count(
    memory: Memory, source_lang: str, target_lang: str, done: Relabelled
) -> dict[LanguagePair, dict[int, LanguagePair]]:
    """The rows of language pairs to change or to join, by the codes that they get, as they are spelt now."""
    groups: dict[LanguagePair, dict[int, LanguagePair]] = {}
    for number, source, target in memory.base.execute(
        "SELECT id, source, target FROM languages ORDER BY id"
    ).fetchall():
        pair = _new_pair((source, target), (source_lang, target_lang))
        if pair is not None:
            groups.setdefault(pair, {})[number] = (source, target)
            if (source, target) != pair:
                query = "SELECT count(*) FROM unit WHERE languages = ?"
                (count,) = memory.base.execute(query, (number,)).fetchone()
                if count:
                    done.units[(source, target), pair] += count
    return {pair: ids for pair, ids in groups.items() if set(ids.values()) != {pair}}


def _new_pair(codes: LanguagePair, wanted: LanguagePair) -> LanguagePair | None:
    """The codes that units with these codes get; None where they stay as they are."""
    if not all(not code or serves(own, code) for own, code in zip(codes, wanted, strict=True)):
        return None
    source, target = (as_asked(normal_tag(own), code) for own, code in zip(codes, wanted, strict=True))
    return (source, target) if source is not None and target is not None else None


def _give_codes(memory: Memory, rows: dict[int, LanguagePair], pair: LanguagePair, done: Relabelled) -> None:
    """Rename one of the rows, unless one has the codes already, and move the units of the others there."""
    base = memory.base
    home = next((number for number, codes in rows.items() if codes == pair), min(rows))
    if rows[home] != pair:
        base.execute("UPDATE languages SET source = ?, target = ? WHERE id = ?", (*pair, home))
        if primary_subtag(pair[0]) != rows[home][0].lower()[: len(primary_subtag(pair[0]))]:
            _renew_templates(memory, home, pair[0])
    for number in rows:
        if number != home:
            for (unit,) in base.execute("SELECT id FROM unit WHERE languages = ?", (number,)).fetchall():
                _move(memory, unit, home, pair[0], done)
            base.execute("DELETE FROM languages WHERE id = ?", (number,))


def _renew_templates(memory: Memory, languages: int, source_lang: str) -> None:
    """The months and weekdays of a template are those of its language, which older releases did not know by `rus`."""
    for unit, source in memory.base.execute("SELECT id, source FROM unit WHERE languages = ?", (languages,)).fetchall():
        frame = template_key(memory_forms(_text(source, unit))[0], source_lang)
        memory.base.execute("UPDATE unit SET frame = ? WHERE id = ?", (frame, unit))


def _move(memory: Memory, unit: int, languages: int, source_lang: str, done: Relabelled) -> None:
    """Bring a unit under other languages, or into the unit that has its texts there."""
    base = memory.base
    query = "SELECT languages, key, source, target, status, created FROM unit WHERE id = ?"
    old, key, source, target, status, created = base.execute(query, (unit,)).fetchone()
    twin = base.execute(
        "SELECT id, status, created FROM unit WHERE languages = ? AND key = ? AND source = ? AND target = ?",
        (languages, key, source, target),
    ).fetchone()
    if twin is not None:
        number, its_status, its_created = twin
        better = its_status not in REVIEWED and status in REVIEWED
        newest = max(_text(created, unit), _text(its_created, number))
        update = "UPDATE unit SET status = ?, created = ? WHERE id = ?"
        base.execute(update, (status if better else its_status, newest, number))
        contexts = "INSERT OR IGNORE INTO context SELECT ?, before, after FROM context WHERE unit = ?"
        base.execute(contexts, (number, unit))
        remove_ids(memory, [unit])
        done.merged += 1
        return
    form = memory_forms(_text(source, unit))[0]
    unit_words = words(form)
    before, after = (tokens(unit_words, number, len(unit_words)) for number in (old, languages))
    delete = "INSERT INTO word_index (word_index, rowid, words) VALUES ('delete', ?, ?)"
    base.execute(delete, (unit, " ".join(before)))
    base.execute("INSERT INTO word_index (rowid, words) VALUES (?, ?)", (unit, " ".join(after)))
    base.executemany("UPDATE word SET units = units - 1 WHERE token = ?", [(token,) for token in before])
    base.executemany("DELETE FROM word WHERE token = ? AND units <= 0", [(token,) for token in before])
    more = "INSERT INTO word VALUES (?, 1) ON CONFLICT (token) DO UPDATE SET units = units + 1"
    base.executemany(more, [(token,) for token in after])
    frame = template_key(form, source_lang)
    base.execute("UPDATE unit SET languages = ?, frame = ? WHERE id = ?", (languages, frame, unit))


def _text(value: object, unit: int) -> str:
    if not isinstance(value, str):
        raise sqlite3.DatabaseError(f"malformed unit {unit}")
    return value
