"""Which units may be similar to a text: the words they share, rare words first.

Similarity is counted in edits of words. A unit that is like a text of n words to p per cent differs from it in at most
k = (1 - p/100) · n' words, where n' is the longer of both lengths; so of any set of the text's words all but k must be
in the unit. The search takes the k + 1 rarest words, and further ones while they are rare, and asks SQLite's full-text
index for the units that have enough of them: nothing that is similar enough is lost as long as `MOST_HITS` is not met
(prefix filtering; Chaudhuri, Ganti and Kaushik 2006, Bayardo, Ma and Srikant 2007).

A token of the index stands for a word in texts of about one length and of one pair of languages: what is too long or
too short is not even looked at.
"""

from __future__ import annotations

import math
import sqlite3
import zlib
from collections.abc import Iterable, Sequence

CHEAP = 8_000
"""Hits in the index that are looked at without need, for the sake of fewer units to compare."""
MOST_HITS = 60_000
"""Hits that are looked at in the worst case: a text of very common words may then miss a unit that is like it."""
MOST_UNITS = 100
"""Units that are read and compared at most: those that share the most words."""


def tokens(words: Iterable[str], languages: int, length: int) -> list[str]:
    """The tokens under which a unit of so many words is found: each word once."""
    return [_token(word, languages, length_class(length)) for word in dict.fromkeys(words)]


def length_class(length: int) -> int:
    """Classes of lengths, each about 40 % longer than the one before."""
    return round(3 * math.log(length + 1))


def _token(word: str, languages: int, lengths: int) -> str:
    """32 bits in hexadecimal: where two tokens collide, a few units are compared for nothing."""
    return format(zlib.crc32(f"{word} {lengths} {languages}".encode("utf-8", "surrogatepass")), "x")


def similar_units(base: sqlite3.Connection, words: Sequence[str], languages: Sequence[int], percent: int) -> list[int]:
    """The ids of units that may be like a text of these `words` to `percent` or more, the likeliest first."""
    if not words:
        return []
    shortest, longest = math.ceil(len(words) * percent / 100), len(words) * 100 // percent
    edits = longest * (100 - percent) // 100
    classes = range(length_class(shortest), length_class(longest) + 1)
    spelt = {
        word: [_token(word, pair, lengths) for pair in languages for lengths in classes]
        for word in dict.fromkeys(words)
    }
    hits = _hits(base, [token for group in spelt.values() for token in group])
    counts = {word: sum(hits.get(token, 0) for token in group) for word, group in spelt.items()}
    chosen: list[str] = []
    total = 0
    for word in sorted(counts, key=counts.__getitem__):
        if total + counts[word] > (CHEAP if len(chosen) > edits else MOST_HITS) and chosen:
            break
        chosen.append(word)
        total += counts[word]
    needed = max(1, len(chosen) - edits)
    queries = [" OR ".join(token for token in spelt[word] if token in hits) for word in chosen if counts[word]]
    if len(queries) < needed:
        return []
    every = " UNION ALL ".join(["SELECT rowid FROM word_index WHERE word_index MATCH ?"] * len(queries))
    found = base.execute(
        f"SELECT rowid FROM ({every}) GROUP BY rowid HAVING count(*) >= ? ORDER BY count(*) DESC, rowid DESC LIMIT ?",
        (*queries, needed, MOST_UNITS),
    )
    return [unit for (unit,) in found]


def _hits(base: sqlite3.Connection, tokens: Sequence[str]) -> dict[str, int]:
    """In how many units each token occurs, for those that occur at all."""
    found: dict[str, int] = {}
    for start in range(0, len(tokens), 500):
        part = tokens[start : start + 500]
        marks = ",".join("?" * len(part))
        found.update(
            base.execute(f"SELECT token, CAST(units AS INTEGER) FROM word WHERE token IN ({marks})", part).fetchall()
        )
    return found
