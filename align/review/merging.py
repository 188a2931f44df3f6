"""Bringing reviewed files home: rows are matched to pairs, edits applied, and nothing a person typed is lost.

What cannot be applied is left over: rows without a pair, broken rows, cells that hold no text, translations that
would stand twice, two reviewers who disagree, texts in columns that are not ours. Each leftover keeps what was typed
and where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from align.corpus.pair import Pair
from align.review.decisions import Decision, decide
from align.review.rows import COMMENTS, Row
from align.review.shifted import repeated
from align.review.waiting import Waiting


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
    """What a merge did. Filled while the merged pairs are taken.

    `strangers` counts, by file, the units of CAT tools that are of none of the corpus's documents.
    """

    pairs: int = 0
    rows: int = 0
    without_row: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    notes: int = 0
    changes: list[Change] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    strangers: Counter[str] = field(default_factory=Counter)


def merge(pairs: Iterable[Pair], rows: Iterable[Row], outcome: Outcome) -> Iterator[Pair]:
    """The pairs of a corpus, in its order, with the decisions of all `rows`. Only the rows are in memory.

    A decision is what differs between a row and its own mark, so a sheet may be merged twice, after other sheets, or
    after the corpus was changed. Where two rows of a pair decide differently the pair stays as it is.
    """
    waiting = Waiting(_whole(rows, outcome))
    documents = set()
    for pair in pairs:
        outcome.pairs += 1
        documents.add(pair.doc)
        mine = waiting.take(pair)
        if mine:
            yield _merged(pair, mine, outcome)
        else:
            outcome.without_row += 1
            yield pair
    for row in waiting.rest():
        if row.what == "unit" and row.cells.get("doc") not in documents:
            outcome.strangers[row.file] += 1
        elif _typed(row):
            outcome.leftovers.append(Leftover(_unmatched(row), row))
    outcome.leftovers.sort(key=lambda leftover: (leftover.row.file, leftover.row.sheet, leftover.row.number))


def _whole(rows: Iterable[Row], outcome: Outcome) -> Iterator[Row]:
    """The rows of which all can be applied; the others are left over, and so is what stands in columns not ours."""
    rows = list(rows)
    twice = repeated(rows)
    for place, row in enumerate(rows):
        outcome.rows += 1
        if refused := row.broken or twice.get(place):
            outcome.leftovers.append(Leftover(f"nothing of the {row.what} is applied: {refused}", row))
            continue
        yield row
        for heading, text in row.extras.items():
            outcome.leftovers.append(Leftover(f"the column {heading!r} is not one of ours", row, text))


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
