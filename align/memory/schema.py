"""The tables of a translation memory.

languages   the pairs of languages in the file
addition    a corpus that was added: name, signature, date
unit        a source and its translation; `key` and `frame`, the key of its template, find it (see align.memory.keys)
context     the neighbours that a unit has had: the keys of the sources before and after it, 0 at the beginning and end
            of a document; a unit may have several contexts
word_index  the units in which a word occurs, one token for a word and a class of lengths (see align.memory.index)
word        the number of units in which such a token occurs; under the empty token, which no word has, the highest
            number of a removed unit, so that no other unit gets it
search_word   the words of all sources and translations (see align.memory.search_index)
search_index  the units in which each of these occurs
"""

from __future__ import annotations

import sqlite3

from align.io.sqlite import Kind
from align.localization import N_

_FIRST = """
CREATE TABLE languages (id INTEGER PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL, UNIQUE (source, target));
CREATE TABLE addition (id INTEGER PRIMARY KEY, name TEXT NOT NULL, signature TEXT NOT NULL, date TEXT NOT NULL);
CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    languages INTEGER NOT NULL REFERENCES languages,
    key INTEGER NOT NULL,
    frame INTEGER,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    doc TEXT NOT NULL,
    n INTEGER NOT NULL,
    kind TEXT NOT NULL,
    origin TEXT NOT NULL,
    status TEXT NOT NULL,
    created TEXT NOT NULL,
    model TEXT NOT NULL,
    note TEXT NOT NULL,
    extra TEXT NOT NULL,
    addition INTEGER NOT NULL REFERENCES addition
);
CREATE INDEX unit_key ON unit (languages, key);
CREATE INDEX unit_frame ON unit (languages, frame) WHERE frame IS NOT NULL;
CREATE TABLE context (
    unit INTEGER NOT NULL REFERENCES unit, before INTEGER NOT NULL, after INTEGER NOT NULL,
    PRIMARY KEY (unit, before, after)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE word_index USING fts5 (words, content = '', detail = none, columnsize = 0, tokenize = 'ascii');
CREATE TABLE word (token TEXT PRIMARY KEY, units INTEGER NOT NULL) WITHOUT ROWID;
"""


_SECOND = """
CREATE TABLE search_word (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE search_index USING fts5 (words, content = '', detail = none, columnsize = 0, tokenize = 'ascii');
"""


def _create_tables(base: sqlite3.Connection) -> None:
    _execute(base, _FIRST)


def _add_search_index(base: sqlite3.Connection) -> None:
    """Make the index by which a text is found within units, of those that are there."""
    from align.memory.search_index import index_units

    _execute(base, _SECOND)
    sides = "coalesce(CAST(source AS TEXT), ''), coalesce(CAST(target AS TEXT), '')"
    rows = base.execute(f"SELECT id, {sides} FROM unit ORDER BY id")
    known: set[str] = set()
    while part := rows.fetchmany(5_000):
        index_units(base, part, known)


def _execute(base: sqlite3.Connection, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            base.execute(statement)


MEMORY = Kind(
    name=N_("a translation memory"),
    application_id=0x616C746D,  # "altm"
    migrations=(_create_tables, _add_search_index),
    mend=N_("save its units with: align memory repair {path} NEW"),
    readable=1,
)
"""Version 1 came with release 0.2. Version 2 has an index of words, by which `align memory search` finds texts. To make
it takes minutes for a million units, so a memory that is only read stays as it is, and is searched by reading all of
it."""
