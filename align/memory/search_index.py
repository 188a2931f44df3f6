"""Finds the units that contain a text, in their source or their translation, by an index and not by reading all.

A text falls into pieces by the class of its characters alone, so that the pieces of a text that is searched for are
those of the units that contain it, but for the first and the last, which may go on there:

* a run of letters and digits is a word;
* a run of characters of a script without spaces, or a word of more than `LONGEST` characters, counts as its pairs of
  neighbours, and its last character;
* any other character but white space is a piece of its own.

The table `search_word` has every such piece, `search_index` the units in which it occurs. A word at the edge of the
text that is searched for stands for all words of the memory that contain it, which are looked up first. The index finds
candidates; that a unit has the text is then read in the unit itself, because order and white space are in no index.
"""

from __future__ import annotations

import heapq
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from align.languages.normalization import memory_form
from align.languages.scripts import MEMORY_WORDS

LONGEST = 40
"""Characters of a word that is in the index as one: no language's words are longer, but the codes of machines are."""
MOST_WORDS = 1_000
"""Words that one query of SQLite's full-text index is asked for; with more, another piece of the text chooses."""
READ_FIRST = 4_000
"""Units that are read before the index is asked for a text that is in very many words: most often they have it."""

_UNSPACED = MEMORY_WORDS + "\u1000-\u109f"
_RUN = re.compile(rf"[{_UNSPACED}]+")
_WORD = re.compile(rf"[^\W_{_UNSPACED}]+")
_SIGN = re.compile(rf"_|[^\w\s{_UNSPACED}]")
_PIECE = re.compile(rf"(?P<run>{_RUN.pattern})|(?P<word>{_WORD.pattern})|(?P<sign>{_SIGN.pattern})")
_PLAIN = re.compile(r"\w+|[^\w\s]")
"""The pieces of a text that has no `_` and no script without spaces."""
_RARE = re.compile(rf"[_{_UNSPACED}]")
_LONG = "\ue000"
"""In front of the pairs of a long word, so that they are not taken for words."""


def folded(text: str) -> str:
    """The form in which texts are compared: the memory's normal form, without capitals."""
    return memory_form(text).casefold()


def index_units(base: sqlite3.Connection, units: Iterable[tuple[int, str, str]], known: set[str]) -> None:
    """Add units (number, source, translation) to the index, in the transaction of the caller. `known` are words that
    are in it for certain, which grows."""
    rows, new = [], set()
    for number, source, target in units:
        words = _words(source, target)
        rows.append((number, " ".join(map(_token, words))))
        new.update(words - known)
    base.executemany("INSERT OR IGNORE INTO search_word VALUES (?)", ((word,) for word in sorted(new)))
    base.executemany("INSERT INTO search_index (rowid, words) VALUES (?, ?)", rows)
    if len(known) > 1_000_000:
        known.clear()
    known |= new


def remove_units(base: sqlite3.Connection, units: Iterable[tuple[int, str, str]]) -> None:
    """Take units (number, source, translation) out of the index, by the texts that they had, and the words that no
    other unit has; in the transaction of the caller."""
    words: set[str] = set()
    for number, source, target in units:
        had = _words(source, target)
        content = " ".join(map(_token, had))  # FTS5 deletes by the words that were indexed
        base.execute("INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', ?, ?)", (number, content))
        words |= had
    for word in words:
        found = "SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT 1"
        if not base.execute(found, (_token(word),)).fetchone():
            base.execute("DELETE FROM search_word WHERE word = ?", (word,))


def candidates(base: sqlite3.Connection, text: str) -> Iterator[int]:
    """Give the numbers of the units that may contain the folded `text`, in order: all that do, and some that do not."""
    groups = sorted(_groups(base, text), key=len)
    if not groups:  # nothing but white space
        yield from (number for (number,) in base.execute("SELECT id FROM unit ORDER BY id"))
        return
    if not groups[0]:  # no unit has such a word
        return
    small = [group for group in groups if len(group) <= MOST_WORDS]
    if small:
        yield from _matching(base, " AND ".join(f"({' OR '.join(group)})" for group in small))
        return
    tokens = groups[0]
    last = 0
    for (last,) in base.execute("SELECT id FROM unit ORDER BY id LIMIT ?", (READ_FIRST,)):
        yield last
    parts = (tokens[start : start + MOST_WORDS] for start in range(0, len(tokens), MOST_WORDS))
    for number in heapq.merge(*(_matching(base, " OR ".join(part)) for part in parts)):
        if number > last:
            yield number
            last = number


def _matching(base: sqlite3.Connection, query: str) -> Iterator[int]:
    found = base.execute("SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid", (query,))
    return (number for (number,) in found)


@dataclass(frozen=True, slots=True)
class _QueryPiece:
    """A piece of a text that is searched for; at its edges it may be a part of a longer one."""

    text: str
    kind: str
    begins: bool
    ends: bool


def _groups(base: sqlite3.Connection, text: str) -> list[list[str]]:
    """The tokens of the index of which a unit that contains the folded `text` has one of each list."""
    groups: list[list[str]] = []
    for found in _PIECE.finditer(text):
        piece = _QueryPiece(found[0], str(found.lastgroup), found.start() > 0, found.end() < len(text))
        groups += _groups_of(base, piece)
    return groups


def _groups_of(base: sqlite3.Connection, piece: _QueryPiece) -> list[list[str]]:
    if piece.kind == "sign" or (piece.kind == "word" and piece.begins and piece.ends and len(piece.text) <= LONGEST):
        return [[_token(piece.text)]]
    if piece.kind == "run":
        return _pair_groups(base, piece.text, "", piece.ends)
    if len(piece.text) > LONGEST:
        return _pair_groups(base, piece.text, _LONG, piece.ends)
    return [list(dict.fromkeys(map(_token, _words_with(base, piece))))]


def _pair_groups(base: sqlite3.Connection, text: str, mark: str, ends: bool) -> list[list[str]]:
    """The pairs of neighbours of a run; a single character is the first of a pair, or the last of its run."""
    if len(text) > 1:
        pairs = [[_token(mark + text[at : at + 2])] for at in range(len(text) - 1)]
        return [*pairs, [_token(mark + text[-1])]] if ends else pairs
    return [[_token(mark + text)] if ends else [*map(_token, _select(base, *_beginning_with(text)))]]


def _words_with(base: sqlite3.Connection, piece: _QueryPiece) -> Iterator[str]:
    """The words of the memory that the piece may be a part of: those that begin with it, end with it, or contain it;
    and of long words the first pair of the piece, which all of them have that contain it."""
    text = piece.text
    if piece.begins:
        yield from _select(base, *_beginning_with(text))
    elif piece.ends:
        yield from _select(base, "substr(word, ?) = ?", -len(text), text)
    else:
        yield from _select(base, "instr(word, ?)", text)
    yield from _select(base, *_beginning_with(_LONG + text[:2]))


def _beginning_with(text: str) -> tuple[str, str, str]:
    return "word >= ? AND word < ?", text, text + "\U0010ffff"


def _select(base: sqlite3.Connection, where: str, *values: object) -> Iterator[str]:
    return (word for (word,) in base.execute(f"SELECT CAST(word AS TEXT) FROM search_word WHERE {where}", values))


def _words(*texts: str) -> set[str]:
    """The pieces by which a unit of these texts is found."""
    words: set[str] = set()
    for text in map(folded, texts):
        if _RARE.search(text):
            found = _WORD.findall(text)
            words.update(_SIGN.findall(text))
            for run in _RUN.findall(text):
                words.update(_pairs(run, ""))
        else:
            found = _PLAIN.findall(text)  # the same at once
        words.update(found)
        if found and len(max(found, key=len)) > LONGEST:
            for word in found:
                if len(word) > LONGEST:
                    words.discard(word)
                    words.update(_pairs(word, _LONG))
    return words


def _pairs(run: str, mark: str) -> Sequence[str]:
    return [mark + run[at : at + 2] for at in range(len(run))]


@lru_cache(maxsize=1 << 17)
def _token(word: str) -> str:
    """A token of 32 bits, in hexadecimal: where two collide, a few units are read in vain. What a unit said is not to
    be read in the index when it has been removed."""
    return format(zlib.crc32(word.encode("utf-8", "surrogatepass")), "x")
