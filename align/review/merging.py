"""Bringing reviewed tables home: rows are matched by id and source, edits applied, and nothing a person typed is lost.

Where the column of the ids was deleted, rows are matched by source, number and document.

What cannot be applied is left over: rows without a pair, broken rows, cells that hold no text, translations that
would stand twice, two reviewers who disagree, texts in columns that are not ours. Each leftover keeps what was typed
and where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from align.corpus.marks import digest, seen
from align.corpus.pair import Pair
from align.review.decisions import Decision, belongs, decide, source_digest
from align.review.rows import COMMENTS, Row
from align.review.shifted import repeated


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a pair, and the row that asked for it."""

    before: Pair
    after: Pair
    where: str


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something that was typed and not applied: why, where, and the text itself."""

    reason: str
    row: Row
    text: str = ""

    def __str__(self) -> str:
        text = self.text or self.row.cells.get("final", "")
        shown = " ".join(text.split())
        shown = f": “{shown[:77]}…”" if len(shown) > 80 else f": “{shown}”" if shown else ""
        return f"{self.row.where} (id {self.row.cells.get('id', '') or 'none'}): {self.reason}{shown}"


@dataclass(slots=True)
class Outcome:
    """What a merge did. Filled while the merged pairs are taken."""

    pairs: int = 0
    rows: int = 0
    without_row: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    notes: int = 0
    changes: list[Change] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)


def merge(pairs: Iterable[Pair], rows: Iterable[Row], outcome: Outcome) -> Iterator[Pair]:
    """The pairs of a corpus, in its order, with the decisions of all `rows`. Only the rows are in memory.

    A decision is what differs between a row and its own mark, so a sheet may be merged twice, after other sheets, or
    after the corpus was changed. Where two rows of a pair decide differently the pair stays as it is.
    """
    waiting = _by_id(rows, outcome)
    nameless = waiting.pop("", [])
    by_source = _by_source(nameless)
    for pair in pairs:
        outcome.pairs += 1
        mine = _take(waiting, pair) or _take_nameless(by_source, pair)
        if mine:
            yield _merged(pair, mine, outcome)
        else:
            outcome.without_row += 1
            yield pair
    for rest in (*waiting.values(), *by_source.values()):
        outcome.leftovers.extend(Leftover(_unmatched(row), row) for row in rest if _typed(row))
    outcome.leftovers.sort(key=lambda leftover: (leftover.row.file, leftover.row.sheet, leftover.row.number))


def _by_id(rows: Iterable[Row], outcome: Outcome) -> dict[str, list[Row]]:
    waiting: dict[str, list[Row]] = {}
    rows = list(rows)
    twice = repeated(rows)
    for place, row in enumerate(rows):
        outcome.rows += 1
        if refused := row.broken or twice.get(place):
            outcome.leftovers.append(Leftover(f"nothing of the row is applied: {refused}", row))
            continue
        waiting.setdefault(seen(row.cells.get("id", "")), []).append(row)
        for heading, text in row.extras.items():
            outcome.leftovers.append(Leftover(f"the column {heading!r} is not one of ours", row, text))
    return waiting


def _take(waiting: dict[str, list[Row]], pair: Pair) -> list[Row]:
    """The rows that show this pair, taken out of those that wait."""
    rows = waiting.get(seen(pair.id), [])
    mine = [row for row in rows if belongs(row, pair)]
    if mine:
        waiting[seen(pair.id)] = [row for row in rows if not any(row is one for one in mine)]
    return mine


def _by_source(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows without an id, as where its column was deleted, by the digest of the source that they show."""
    waiting: dict[str, list[Row]] = {}
    for row in rows:
        waiting.setdefault(source_digest(row), []).append(row)
    return waiting


def _take_nameless(by_source: dict[str, list[Row]], pair: Pair) -> list[Row]:
    """The row without an id that shows this pair: its source, and its number and document where the row has them."""
    if not by_source:
        return []
    rows = by_source.get(digest(pair.source), [])
    for place, row in enumerate(rows):
        if row.cells.get("n", "") in ("", str(pair.n)) and row.cells.get("doc", "") in ("", pair.doc):
            return [rows.pop(place)]
    return []


def _merged(pair: Pair, rows: list[Row], outcome: Outcome) -> Pair:
    decisions = [(row, decide(row, pair)) for row in rows]
    for row, decision in decisions:
        outcome.leftovers.extend(Leftover(problem, row) for problem in decision.problems)
    notes = list(dict.fromkeys(decision.note for _, decision in decisions if decision.note is not None))
    verdicts = {decision.verdict for _, decision in decisions if decision.verdict != (None, None)}
    chosen = Decision()
    if len(verdicts) > 1:
        for row, decision in decisions:
            if decision.verdict != (None, None):
                outcome.leftovers.append(Leftover(f"reviewers disagree ({decision.status or 'text'})", row))
    elif verdicts:
        chosen = next(decision for _, decision in decisions if decision.verdict != (None, None))
    chosen = replace(chosen, note="\n".join(note for note in notes if note) if notes else None)
    merged = chosen.applied(pair)
    if merged != pair:
        outcome.changes.append(Change(pair, merged, rows[0].where))
        outcome.statuses.update([merged.status] if merged.status != pair.status or merged.target != pair.target else [])
        outcome.notes += merged.note != pair.note
    return merged


def _unmatched(row: Row) -> str:
    if not row.cells.get("id"):
        return "a row without an id: it was added in the sheet"
    return "no pair of the corpus has this id and source"


def _typed(row: Row) -> bool:
    """Whether a row holds anything that a person may have typed."""
    return any(row.cells.get(key, "").strip() for key in ("final", "note", "source", "status", COMMENTS))
