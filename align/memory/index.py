"""Finds the units that may be similar to a text: by the words they share, rare words first.

Similarity is counted in edits of words. A unit that is similar to a text of n words by p per cent differs from it in at
most k = (1 - p/100) · n' words, where n' is the longer of both lengths; so of any set of the text's words all but k
must be in the unit. The search takes the k + 1 rarest words, and further ones while they are rare, and asks SQLite's
full-text index for the units that have enough of them: nothing that is similar enough is lost as long as `MAX_HITS` is
not reached (prefix filtering; Chaudhuri, Ganti and Kaushik 2006, Bayardo, Ma and Srikant 2007).

A token of the index is a word in texts of about one length and of one pair of languages: units that are too long or
too short are never read.
"""

from __future__ import annotations

import math
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

CHEAP_HITS = 8_000
"""Hits in the index that are read beyond those needed, so that fewer units have to be compared."""
MAX_HITS = 60_000
"""Hits that are read in the worst case: a text of very common words may then miss a unit that is similar to it."""
MAX_UNITS = 100
"""Units that are read and compared at most: those that share the most words."""


def tokens(words: Iterable[str], languages: int, length: int) -> list[str]:
    """Make the tokens by which a unit of `length` words is found: one for each different word."""
    lengths = length_class(length)
    return [_token(word, languages, lengths) for word in dict.fromkeys(words)]


def length_class(length: int) -> int:
    """The class of a length in words; the lengths of each class are about 40 % longer than those of the one before."""
    return round(3 * math.log(length + 1))


@lru_cache(maxsize=1 << 17)
def _token(word: str, languages: int, lengths: int) -> str:
    """Make a token of 32 bits, in hexadecimal: where two collide, a few units are compared in vain."""
    return format(zlib.crc32(f"{word} {lengths} {languages}".encode("utf-8", "surrogatepass")), "x")


def similar_units(base: sqlite3.Connection, words: Sequence[str], languages: Sequence[int], percent: int) -> list[int]:
    """Find the ids of units that may be similar to a text of these `words` by `percent` or more, the likeliest first.

    `languages` are the ids of the pairs of languages to search.
    """
    if not words:
        return []
    shortest, longest = math.ceil(len(words) * percent / 100), len(words) * 100 // percent
    edits = longest * (100 - percent) // 100
    classes = range(length_class(shortest), length_class(longest) + 1)
    tokens_of = {
        word: [_token(word, pair, lengths) for pair in languages for lengths in classes]
        for word in dict.fromkeys(words)
    }
    hits = _hit_counts(base, [token for group in tokens_of.values() for token in group])
    counts = {word: sum(hits.get(token, 0) for token in group) for word, group in tokens_of.items()}
    chosen: list[str] = []
    total = 0
    for word in sorted(counts, key=counts.__getitem__):
        if total + counts[word] > (CHEAP_HITS if len(chosen) > edits else MAX_HITS) and chosen:
            break
        chosen.append(word)
        total += counts[word]
    needed = max(1, len(chosen) - edits)
    queries = [" OR ".join(token for token in tokens_of[word] if token in hits) for word in chosen if counts[word]]
    if len(queries) < needed:
        return []
    union = " UNION ALL ".join(["SELECT rowid FROM word_index WHERE word_index MATCH ?"] * len(queries))
    found = base.execute(
        f"SELECT rowid FROM ({union}) GROUP BY rowid HAVING count(*) >= ? ORDER BY count(*) DESC, rowid DESC LIMIT ?",
        (*queries, needed, MAX_UNITS),
    )
    return [unit for (unit,) in found]


def _hit_counts(base: sqlite3.Connection, tokens: Sequence[str]) -> dict[str, int]:
    """Count the units in which each token occurs, for those that occur at all."""
    found: dict[str, int] = {}
    for start in range(0, len(tokens), 500):
        part = tokens[start : start + 500]
        parameters = ",".join("?" * len(part))
        for token, units in base.execute(f"SELECT token, units FROM word WHERE token IN ({parameters})", part):
            if not isinstance(units, int):
                raise sqlite3.DatabaseError(f"malformed word {token!r}")
            found[token] = units
    return found
