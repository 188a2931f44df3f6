"""Adds a corpus to a memory: a stream of pairs, in transactions between which other programs get their turn."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from align.corpus.format_options import undeclared_languages
from align.corpus.pair import Corpus, Pair
from align.corpus.timestamps import now
from align.corpus.tm_match import MATCH
from align.io.sqlite import explained, transaction
from align.languages.normalization import memory_forms, memory_key
from align.languages.tags import normal_tag
from align.memory.index import tokens
from align.memory.keys import template_key, words
from align.memory.memory_store import Memory
from align.memory.schema import MEMORY
from align.memory.search_index import index_units
from align.memory.takeback import Takeback
from align.memory.unit import DOCUMENT_BOUNDARY, REVIEWED, dated_by_change, storable
from align.progress import Progress, Silent

_TEXTS = ("source", "target", "doc", "kind", "origin", "status", "created", "model", "note")

_UNUSED_ID = """(SELECT 1 + max(
    coalesce((SELECT max(id) FROM unit), 0), coalesce((SELECT CAST(units AS INTEGER) FROM word WHERE token = ''), 0)
))"""
"""A number that no unit has or had (see `align.memory.schema`)."""
TRANSACTION_PAIRS = 5_000
"""Pairs added in one transaction: about a second in which another writer waits."""


@dataclass(slots=True)
class Added:
    """Counts of an addition: new units, units known before, edited pairs that replaced a unit, and pairs left out by
    reason. `taken_back` counts the units that were removed because their pair is rejected now."""

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
    statuses: Collection[str] | None = None,
    progress: Progress | None = None,
) -> Added:
    """Add the pairs of a corpus whose status is among `statuses` to a memory that was opened to write; by default those
    that were reviewed, and those of plain bitext, which says nothing of a review and stays a draft in the memory.

    Rejected pairs and pairs with an empty side are never added. A source may have several translations: all are kept.
    A pair that is in the memory word for word only adds its context to the unit, which takes the later date and the
    review that the pair has had since. Each transaction is complete: what breaks off can simply be added again.

    At the end, the unit of a pair that is rejected now is removed, and an edited pair replaces the unit that was added
    from the same position of its document before; unless the corpus approves the same translation elsewhere, or the
    unit has a later date (see `align.memory.takeback`).
    """
    progress = progress or Silent()
    addition = _Addition(memory, name, str(corpus.signature))
    wanted = None if statuses is None else frozenset(statuses) - {"rejected"}
    rows = _unit_rows(corpus, wanted, addition.done, name)
    while batch := list(islice(rows, TRANSACTION_PAIRS)):
        progress.found(len(batch))
        with explained(memory.path, MEMORY), transaction(memory.base):
            addition.add(batch)
        progress.advance(len(batch))
    addition.finish()
    return addition.done


@dataclass(frozen=True, slots=True)
class _UnitRow:
    """A pair to be added, with all that is computed before the file is locked."""

    pair: Pair
    key: int
    template_key: int | None
    words: list[str]
    context: tuple[int, int] | None


def _unit_rows(pairs: Iterable[Pair], wanted: Collection[str] | None, done: Added, name: str) -> Iterator[_UnitRow]:
    """Select the pairs that are wanted or rejected, each with its neighbours in the stream, whatever their status.

    Raises UsageError for a pair that says no languages: no search would find its unit.
    """
    before: Pair | None = None
    current: Pair | None = None
    for after in chain(pairs, (None,)):
        if current is not None:
            if not (current.source_lang and current.target_lang):
                raise undeclared_languages(name)
            if reason := _reason_to_leave_out(current, wanted):
                done.left_out[reason] += 1
            if not reason or reason == "rejected":
                yield _unit_row(before, current, after)
        before, current = current, after


def _reason_to_leave_out(pair: Pair, wanted: Collection[str] | None) -> str:
    bitext = wanted is None and pair.origin == "unknown" and pair.status == "draft"
    if pair.status not in (REVIEWED if wanted is None else wanted) and not bitext:
        return pair.status
    return "" if pair.source.strip() and pair.target.strip() else "empty"


def _unit_row(before: Pair | None, pair: Pair, after: Pair | None) -> _UnitRow:
    text, key = _normal_key(pair.source)
    return _UnitRow(
        _storable(pair),
        key,
        template_key(text, pair.source_lang),
        words(text),
        _context(before, pair, after),
    )


def _storable(pair: Pair) -> Pair:
    """Make a pair fit for SQLite: a lone surrogate becomes U+FFFD, a position past 64 bits 0."""
    texts: dict[str, Any] = {name: storable(getattr(pair, name)) for name in _TEXTS}
    dated, extra = dated_by_change(texts["created"], pair.extra)
    return replace(pair, **(texts | {"created": dated}), extra=extra, n=pair.n if abs(pair.n) < 2**63 else 0)


def _context(before: Pair | None, pair: Pair, after: Pair | None) -> tuple[int, int] | None:
    """Find the keys of the neighbours in the document. They are known where the positions of the pairs are consecutive;
    None for a pair of no document, and where a neighbour is missing."""
    if not pair.doc:
        return None
    first = DOCUMENT_BOUNDARY if pair.n == 1 else _neighbour_key(before, pair, -1)
    if after is None or after.doc != pair.doc:
        last: int | None = DOCUMENT_BOUNDARY
    else:
        last = _neighbour_key(after, pair, 1)
    return None if first is None or last is None else (first, last)


def _neighbour_key(other: Pair | None, pair: Pair, step: int) -> int | None:
    if other is None or other.doc != pair.doc or other.n != pair.n + step:
        return None
    return _normal_key(other.source)[1]


@lru_cache(maxsize=16)
def _normal_key(source: str) -> tuple[str, int]:
    """The normal form of a source and its key, which each of its neighbours asks for again."""
    text = memory_forms(source)[0]
    return text, memory_key(text)


class _Addition:
    """The addition of one corpus to a memory, batch by batch, and its counts so far."""

    def __init__(self, memory: Memory, name: str, signature: str):
        self.done = Added()
        self._memory = memory
        self._name, self._signature = name, signature
        self._words: set[str] = set()
        self._id = 0  # none before there is a pair to add
        with explained(memory.path, MEMORY):
            self._takeback = Takeback(memory)

    def add(self, batch: list[_UnitRow]) -> None:
        """Insert the pairs of a batch into the tables, in the transaction of the caller."""
        base = self._memory.base
        counts: Counter[str] = Counter()
        indexed: list[tuple[int, str]] = []
        added: list[tuple[int, str, str]] = []
        known: dict[tuple[str, str], list[int]] = {}  # anew for each transaction: another program may write between
        for row in batch:
            codes = (row.pair.source_lang, row.pair.target_lang)
            languages = known.get(codes)
            if languages is None:
                languages = known[codes] = _language_ids(self._memory, row.pair)
            if row.pair.status == "rejected":
                self._takeback.rejected(row.pair, row.key, self._id, languages)
                continue
            self._id = self._id or _insert_addition(self._memory, self._name, self._signature)
            if not languages:
                known.clear()  # another spelling of them may have been looked for before
                languages = known[codes] = [_insert_languages(self._memory, row.pair)]
            unit = _update_known(self._memory, languages, row)
            if new := unit is None:
                unit = _insert_unit(self._memory, languages[0], row, self._id)
                unit_tokens = tokens(row.words, languages[0], len(row.words))
                counts.update(unit_tokens)
                indexed.append((unit, " ".join(unit_tokens)))
                added.append((unit, row.pair.source, row.pair.target))
            self._count(row, unit, new, languages)
            if row.context is not None:
                base.execute("INSERT OR IGNORE INTO context VALUES (?, ?, ?)", (unit, *row.context))
        base.executemany("INSERT INTO word_index (rowid, words) VALUES (?, ?)", indexed)
        index_units(base, added, self._words)
        base.executemany(
            "INSERT INTO word VALUES (?, ?) ON CONFLICT (token) DO UPDATE SET units = units + excluded.units",
            sorted(counts.items()),
        )

    def _count(self, row: _UnitRow, unit: int, new: bool, languages: Sequence[int]) -> None:
        self.done.new += new
        self.done.known += not new
        if not new and row.pair.status in REVIEWED:
            self._takeback.approved(unit)
        if row.pair.status == "edited":
            self._takeback.edited(row.pair, row.key, self._id, languages, unit, new)

    def finish(self) -> None:
        """Remove the units that the corpus has rejected or edited since."""
        if not self._takeback:
            return
        with explained(self._memory.path, MEMORY), transaction(self._memory.base):
            taken_back, new, known = self._takeback.finish()
        self.done.taken_back = taken_back
        self.done.replaced = new + known
        self.done.new -= new
        self.done.known -= known


def _insert_addition(memory: Memory, name: str, signature: str) -> int:
    cursor = memory.base.execute(
        "INSERT INTO addition (name, signature, date) VALUES (?, ?, ?)", (name, signature, now())
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _language_ids(memory: Memory, pair: Pair) -> list[int]:
    """The ids of a pair's languages in the file: the one to write first, then those of other spellings, which files of
    old have; none where they are new to it."""
    codes = (normal_tag(pair.source_lang), normal_tag(pair.target_lang))
    return [number for number, known in memory.all_languages().items() if known == codes]


def _insert_languages(memory: Memory, pair: Pair) -> int:
    codes = (normal_tag(pair.source_lang), normal_tag(pair.target_lang))
    cursor = memory.base.execute("INSERT INTO languages (source, target) VALUES (?, ?)", codes)
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _update_known(memory: Memory, languages: Sequence[int], row: _UnitRow) -> int | None:
    """Bring the unit that has this pair word for word up to date: its id; None if there is none."""
    pair = row.pair
    for language in languages:
        found = memory.base.execute(
            "SELECT id, status, created, extra FROM unit WHERE languages = ? AND key = ? AND source = ? AND target = ?",
            (language, row.key, pair.source, pair.target),
        ).fetchone()
        if found is not None:
            break
    else:
        return None
    unit, status, created, extra = found
    if not (isinstance(status, str) and isinstance(created, str)):
        raise sqlite3.DatabaseError(f"malformed unit {unit}")
    newly_reviewed = pair.status in REVIEWED and status not in REVIEWED
    if newly_reviewed or pair.created > created:
        newer = _extra_text(pair) if pair.created > created else ""
        memory.base.execute(
            "UPDATE unit SET status = ?, created = ?, extra = ? WHERE id = ?",
            (pair.status if newly_reviewed else status, max(pair.created, created), newer or extra, unit),
        )
    return int(unit)


def _insert_unit(memory: Memory, languages: int, row: _UnitRow, addition: int) -> int:
    pair = row.pair
    cursor = memory.base.execute(
        "INSERT INTO unit (id, languages, key, frame, source, target, doc, n, kind, origin, status, created, model, "
        f"note, extra, addition) VALUES ({_UNUSED_ID}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            languages, row.key, row.template_key, pair.source, pair.target, pair.doc, pair.n, pair.kind, pair.origin,
            pair.status, pair.created, pair.model, pair.note, _extra_text(pair), addition,
        ),
    )  # fmt: skip
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _extra_text(pair: Pair) -> str:
    """The unknown keys of a pair as the memory keeps them; an empty string for none."""
    extra = {name: value for name, value in pair.extra.items() if name != MATCH}
    return json.dumps(extra) if extra else ""
