"""The tables of a translation memory.

languages   the pairs of languages in the file
addition    a corpus that was added: name, signature, date
unit        a source and its translation; `key` and `frame`, the key of its template, find it (see align.memory.keys)
context     the neighbours that a unit has had: the keys of the sources before and after it, 0 at the beginning and end
            of a document; a unit may have several contexts
word_index  the units in which a word occurs, one token for a word and a class of lengths (see align.memory.index)
word        the number of units in which such a token occurs; under the empty token, which no word has, the highest
            number of a removed unit, so that no other unit gets it
"""

from __future__ import annotations

import sqlite3

from align.io.sqlite import Kind

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


def _create_tables(base: sqlite3.Connection) -> None:
    for statement in _FIRST.split(";\n"):
        if statement.strip():
            base.execute(statement)


MEMORY = Kind(
    name="a translation memory",
    application_id=0x616C746D,  # "altm"
    migrations=(_create_tables,),
    mend="save its units with: align memory repair {path} NEW",
)
"""Version 1 came with release 0.2."""
