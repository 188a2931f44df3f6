"""Filling a memory from a corpus: a stream of pairs goes in, in turns that other programs can come between."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any

from align.corpus.pair import Corpus, Pair
from align.corpus.timestamps import now
from align.corpus.tm_match import MATCH
from align.io.sqlite import explained, transaction
from align.languages.normalization import memory_form, memory_key
from align.memory.index import tokens
from align.memory.keys import frame, words
from align.memory.memory_store import Memory
from align.memory.schema import MEMORY
from align.memory.takeback import Takeback
from align.memory.unit import EDGE, REVIEWED, storable
from align.progress import Progress, Silent

_TEXTS = ("source", "target", "doc", "kind", "origin", "status", "created", "model", "note")

_NUMBER = """(SELECT 1 + max(
    coalesce((SELECT max(id) FROM unit), 0), coalesce((SELECT CAST(units AS INTEGER) FROM word WHERE token = ''), 0)
))"""
"""A number that no unit has or had (see `align.memory.schema`)."""
TURN = 5_000
"""Pairs added in one transaction: about a second in which another writer waits."""


@dataclass(slots=True)
class Added:
    """What became of the pairs: new units, units known before, edited pairs that took the place of a unit, and pairs
    left out by reason. `taken_back` counts the units that went because their pair is rejected now."""

    new: int = 0
    known: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    replaced: int = 0
    taken_back: int = 0

    def __add__(self, other: Added) -> Added:
        return Added(
            self.new + other.new,
            self.known + other.known,
            self.left_out + other.left_out,
            self.replaced + other.replaced,
            self.taken_back + other.taken_back,
        )


def add_corpus(
    memory: Memory,
    corpus: Corpus,
    name: str,
    statuses: Collection[str] = REVIEWED,
    progress: Progress | None = None,
) -> Added:
    """Add the pairs of a corpus whose status is among `statuses` to a memory that was opened to write.

    Rejected pairs and pairs with an empty side are never added. A source may have several translations: all are kept.
    A pair that is in the memory word for word only adds the place in which it stood, and takes the later date and a
    review that it has had since. Each turn is kept as it ends: what breaks off can simply be added again.

    At the end, a pair that is rejected now takes its unit back, and an edited one takes the place of the unit that was
    added from its place in its document before; unless the corpus approves the same translation elsewhere, or the unit
    is of a later date (see `align.memory.takeback`).
    """
    progress = progress or Silent()
    filling = _Filling(memory, name, str(corpus.signature))
    stream = _rows(corpus, frozenset(statuses) - {"rejected"}, filling.done)
    while turn := list(islice(stream, TURN)):
        progress.found(len(turn))
        with explained(memory.path, MEMORY), transaction(memory.base):
            filling.add(turn)
        progress.advance(len(turn))
    filling.finish()
    return filling.done


@dataclass(frozen=True, slots=True)
class _UnitRow:
    """A pair on its way into the memory, with all that is worked out before the file is locked."""

    pair: Pair
    key: int
    frame: int | None
    words: list[str]
    context: tuple[int, int] | None


def _rows(pairs: Iterable[Pair], wanted: Collection[str], done: Added) -> Iterator[_UnitRow]:
    """The pairs that are wanted or rejected, each with its neighbours in the stream, whatever these are."""
    before: Pair | None = None
    current: Pair | None = None
    for after in chain(pairs, (None,)):
        if current is not None:
            if reason := _unwanted(current, wanted):
                done.left_out[reason] += 1
            if not reason or reason == "rejected":
                yield _row(before, current, after)
        before, current = current, after


def _unwanted(pair: Pair, wanted: Collection[str]) -> str:
    if pair.status not in wanted:
        return pair.status
    return "" if pair.source.strip() and pair.target.strip() else "empty"


def _row(before: Pair | None, pair: Pair, after: Pair | None) -> _UnitRow:
    text = memory_form(pair.source)
    known = words(text)
    return _UnitRow(
        _storable(pair), memory_key(text), frame(text, pair.source_lang), known, _context(before, pair, after)
    )


def _storable(pair: Pair) -> Pair:
    """The pair as SQLite can hold it: half a character becomes U+FFFD, a number past 64 bits none."""
    texts: dict[str, Any] = {name: storable(getattr(pair, name)) for name in _TEXTS}
    return replace(pair, **texts, n=pair.n if abs(pair.n) < 2**63 else 0)


def _context(before: Pair | None, pair: Pair, after: Pair | None) -> tuple[int, int] | None:
    """The keys of the neighbours in the document. They are known where the numbers of the pairs are consecutive; None
    for a pair of no document, and where a neighbour is missing."""
    if not pair.doc:
        return None
    first = EDGE if pair.n == 1 else _neighbour(before, pair, -1)
    if after is None or after.doc != pair.doc:
        last: int | None = EDGE
    else:
        last = _neighbour(after, pair, 1)
    return None if first is None or last is None else (first, last)


def _neighbour(other: Pair | None, pair: Pair, step: int) -> int | None:
    if other is None or other.doc != pair.doc or other.n != pair.n + step:
        return None
    return memory_key(memory_form(other.source))


class _Filling:
    """A corpus on its way into a memory, turn by turn, and what became of it so far."""

    def __init__(self, memory: Memory, name: str, signature: str):
        self.done = Added()
        self._memory = memory
        self._name, self._signature = name, signature
        self._addition = 0  # none before there is a pair to add
        with explained(memory.path, MEMORY):
            self._takeback = Takeback(memory)

    def add(self, turn: list[_UnitRow]) -> None:
        """Put the pairs of a turn into the tables, in the transaction of the caller."""
        base = self._memory.base
        counts: Counter[str] = Counter()
        indexed: list[tuple[int, str]] = []
        for row in turn:
            if row.pair.status == "rejected":
                self._takeback.rejected(row.pair, row.key, self._addition)
                continue
            self._addition = self._addition or _addition(self._memory, self._name, self._signature)
            languages = _languages(self._memory, row.pair)
            unit = _known(self._memory, languages, row)
            if new := unit is None:
                unit = _insert(self._memory, languages, row, self._addition)
                found = tokens(row.words, languages, len(row.words))
                counts.update(found)
                indexed.append((unit, " ".join(found)))
            self._note(row, unit, new)
            if row.context is not None:
                base.execute("INSERT OR IGNORE INTO context VALUES (?, ?, ?)", (unit, *row.context))
        base.executemany("INSERT INTO word_index (rowid, words) VALUES (?, ?)", indexed)
        base.executemany(
            "INSERT INTO word VALUES (?, ?) ON CONFLICT (token) DO UPDATE SET units = units + excluded.units",
            sorted(counts.items()),
        )

    def _note(self, row: _UnitRow, unit: int, new: bool) -> None:
        self.done.new += new
        self.done.known += not new
        if not new and row.pair.status in REVIEWED:
            self._takeback.approved(unit)
        if row.pair.status == "edited":
            self._takeback.edited(row.pair, row.key, self._addition, unit, new)

    def finish(self) -> None:
        """Take back what the corpus has rejected or edited since."""
        if not self._takeback:
            return
        with explained(self._memory.path, MEMORY), transaction(self._memory.base):
            taken_back, new, known = self._takeback.finish()
        self.done.taken_back = taken_back
        self.done.replaced = new + known
        self.done.new -= new
        self.done.known -= known


def _addition(memory: Memory, name: str, signature: str) -> int:
    cursor = memory.base.execute(
        "INSERT INTO addition (name, signature, date) VALUES (?, ?, ?)", (name, signature, now())
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _languages(memory: Memory, pair: Pair) -> int:
    codes = (pair.source_lang, pair.target_lang)
    find = "SELECT id FROM languages WHERE source = ? AND target = ?"
    row = memory.base.execute(find, codes).fetchone()
    if row is None:
        memory.base.execute("INSERT INTO languages (source, target) VALUES (?, ?)", codes)
        row = memory.base.execute(find, codes).fetchone()
    return int(row[0])


def _known(memory: Memory, languages: int, row: _UnitRow) -> int | None:
    """The unit that holds this pair word for word, brought up to date; None if there is none."""
    pair = row.pair
    found = memory.base.execute(
        "SELECT id, status, created FROM unit WHERE languages = ? AND key = ? AND source = ? AND target = ?",
        (languages, row.key, pair.source, pair.target),
    ).fetchone()
    if found is None:
        return None
    unit, status, created = found
    better = pair.status in REVIEWED and status not in REVIEWED
    if better or pair.created > created:
        memory.base.execute(
            "UPDATE unit SET status = ?, created = ? WHERE id = ?",
            (pair.status if better else status, max(pair.created, created), unit),
        )
    return int(unit)


def _insert(memory: Memory, languages: int, row: _UnitRow, addition: int) -> int:
    pair = row.pair
    extra = {name: value for name, value in pair.extra.items() if name != MATCH}
    cursor = memory.base.execute(
        "INSERT INTO unit (id, languages, key, frame, source, target, doc, n, kind, origin, status, created, model, "
        f"note, extra, addition) VALUES ({_NUMBER}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            languages, row.key, row.frame, pair.source, pair.target, pair.doc, pair.n, pair.kind, pair.origin,
            pair.status, pair.created, pair.model, pair.note, json.dumps(extra) if extra else "", addition,
        ),
    )  # fmt: skip
    assert cursor.lastrowid is not None
    return cursor.lastrowid
