PRAGMA application_id = 1634497645;
PRAGMA user_version = 2;
CREATE TABLE addition (id INTEGER PRIMARY KEY, name TEXT NOT NULL, signature TEXT NOT NULL, date TEXT NOT NULL);
CREATE TABLE context (
    unit INTEGER NOT NULL REFERENCES unit, before INTEGER NOT NULL, after INTEGER NOT NULL,
    PRIMARY KEY (unit, before, after)
) WITHOUT ROWID;
CREATE TABLE languages (id INTEGER PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL, UNIQUE (source, target));
CREATE VIRTUAL TABLE search_index USING fts5 (words, content = '', detail = none, columnsize = 0, tokenize = 'ascii');
CREATE TABLE search_word (word TEXT PRIMARY KEY) WITHOUT ROWID;
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
CREATE INDEX unit_frame ON unit (languages, frame) WHERE frame IS NOT NULL;
CREATE INDEX unit_key ON unit (languages, key);
CREATE TABLE word (token TEXT PRIMARY KEY, units INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE word_index USING fts5 (words, content = '', detail = none, columnsize = 0, tokenize = 'ascii');
