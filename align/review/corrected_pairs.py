"""The pairs that a reviewer's cells make of a stretch: texts, spans, ids, and what was decided and noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from align.checks.confidence import CONFIDENCE
from align.corpus.fingerprints import PairFingerprint
from align.corpus.pair import Pair, Status
from align.corpus.side_segments import free_id
from align.review.cell_contents import Cell, contents_of_cells
from align.review.decisions import note_of, status_set
from align.review.fixes import SheetLine
from align.review.sheet_rows import displayed_id
from align.review.unapplied import UnappliedEdit


def corrected_pairs(
    inside: Sequence[Pair], lines: Sequence[SheetLine], taken: set[str]
) -> tuple[tuple[Pair, ...], list[UnappliedEdit]]:
    """Make a pair of each line that has a text; with them come the statuses that are none.

    `inside` are the pairs that had the texts, `taken` the ids of their document, to which new ones are added. A new
    pair is edited, or rejected; it has neither score nor flags yet. Raises MismatchError where the texts do not add up.
    """
    filled = [line for line in lines if not line.empty]
    sources = contents_of_cells(inside, [line.source for line in filled], "source")
    targets = contents_of_cells(inside, [line.target for line in filled], "target")
    by_id = {displayed_id(pair.id): pair for pair in inside}
    owners = _owners(by_id, filled, taken)
    problems: list[UnappliedEdit] = []
    made = []
    for line, source, target, (name, owner) in zip(filled, sources, targets, owners, strict=True):
        pair = owner if name == owner.id and _is_same(owner, source, target) else _bead(owner, source, target)
        status = _status(line, problems)
        if pair is owner and status == "edited":
            status = owner.status
        made.append(replace(pair, id=name, status=status, note=_notes(line, by_id)))
    shown = {row.id for line in lines for row in line.rows}
    notes = [pair.note for name, pair in by_id.items() if name not in shown]  # of rows that were deleted
    notes += [_notes(line, by_id) for line in lines if line.empty]
    made[0] = replace(made[0], note=_together([made[0].note, *notes]))
    return tuple(made), problems


def _owners(by_id: dict[str, Pair], lines: Sequence[SheetLine], taken: set[str]) -> list[tuple[str, Pair]]:
    """For each line the id of its pair, and the pair that it goes on from: that of its row, or of the line before."""
    own = [next((by_id[row.id] for row in line.rows if row.id in by_id), None) for line in lines]
    first = next((pair for pair in own if pair), next(iter(by_id.values())))
    owners: list[tuple[str, Pair]] = []
    used: set[str] = set()
    for pair in own:
        owner = pair or (owners[-1][1] if owners else first)
        fresh = owner.id in used or (pair is None and owner in own)
        name = free_id(owner.id, taken) if fresh else owner.id
        taken.add(name)
        owners.append((name, owner))
        used.add(name)
    return owners


def _bead(owner: Pair, source: Cell, target: Cell) -> Pair:
    """A pair like another one, of these texts, without what the aligner and the checks said of that one."""
    owner = owner.unmeasured()
    extra = {key: value for key, value in owner.extra.items() if key != CONFIDENCE}
    pair = replace(owner, source=source.text, source_span=source.spans, target=target.text, target_span=target.spans)
    return replace(pair, extra=extra)


def _is_same(pair: Pair, source: Cell, target: Cell) -> bool:
    texts = (source.text, target.text) == (pair.source, pair.target)
    return texts and (source.spans, target.spans) == (pair.source_span, pair.target_span)


def _status(line: SheetLine, problems: list[UnappliedEdit]) -> Status:
    """A new bead is edited, unless its reviewer has rejected it."""
    for row in line.rows:
        base = PairFingerprint.parse(row.cells.get("mark", "")) or PairFingerprint.of("", "", "draft", "")
        unclear: list[str] = []
        status = status_set(row, base, unclear)
        problems += [UnappliedEdit(problem, row) for problem in unclear]
        if status == "rejected":
            return status
    return "edited"


def _notes(line: SheetLine, by_id: dict[str, Pair]) -> str:
    """The notes of the rows of a line, as they stand now."""
    notes: list[str] = []
    for row in line.rows:
        pair = by_id.get(row.id) or replace(next(iter(by_id.values())), note="")
        mark = PairFingerprint.parse(row.cells.get("mark", "")) if row.id in by_id else None
        note = note_of(row.cells, mark or PairFingerprint.of("", "", "draft", pair.note), pair)
        notes.append(pair.note if note is None else note)
    return _together(notes)


def _together(notes: Sequence[str]) -> str:
    return "\n".join(dict.fromkeys(filter(None, notes)))
