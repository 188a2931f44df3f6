"""What reviewed files do to the beads of a document: where segments were joined, divided or moved, new pairs.

Each stretch of a sheet is applied whole or not at all. A row whose pair has the texts that it shows is no correction;
it is left to the ordinary merge, with its status and its note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from align.corpus.fingerprints import PairFingerprint, text_hash
from align.corpus.pair import Pair
from align.localization import N_, _
from align.review.cell_contents import MismatchError
from align.review.corrected_pairs import corrected_pairs
from align.review.decisions import status_set
from align.review.doubtful_wording import doubtful_wording
from align.review.fixes import SheetLine, fix_key, fix_of, has_bar, why_no_fix
from align.review.rearrangement import Stretch, find_stretches, has_text_of
from align.review.sheet_rows import COMMENTS, SheetRow, displayed_id
from align.review.unapplied import UnappliedEdit
from align.review.waiting import Waiting
from align.review.wording import nothing_of


@dataclass(frozen=True, slots=True)
class Correction:
    """Pairs `start` to `stop` of a document (indices), those that take their place, and the rows that say so."""

    start: int
    stop: int
    pairs: tuple[Pair, ...]
    rows: tuple[SheetRow, ...]

    @property
    def verdict(self) -> tuple[int, int, list[tuple[str, str]]]:
        """What two reviewers must agree on."""
        return self.start, self.stop, [(pair.source, pair.target) for pair in self.pairs]


@dataclass(slots=True)
class Corrections:
    """What is to be done to a document: corrections of its beads; for single pairs, by index, the rows that show them
    though their own id or check does not say so; and what cannot be applied."""

    applied: list[Correction] = field(default_factory=list)
    rows: dict[int, list[SheetRow]] = field(default_factory=dict)
    leftovers: list[UnappliedEdit] = field(default_factory=list)


def corrections_of(pairs: Sequence[Pair], waiting: Waiting) -> Corrections:
    """Find what the waiting rows do to the beads of a document. The rows that are part of it wait no more."""
    found = Corrections()
    homes = {displayed_id(pair.id): index for index, pair in enumerate(pairs)}
    for rows in waiting.sheets_of(homes, pairs[0].doc):
        found.leftovers += _useless_fixes(rows)
        stretches, emptied = find_stretches(pairs, rows, homes)
        for stretch in stretches:
            _take(pairs, stretch, waiting, found)
        moved = [row for row in emptied if row.cells.get("source", "").strip() or row.cells.get("final", "").strip()]
        waiting.matched(moved)
        reason = _("its texts went to other rows, and those of its pair are missing")
        found.leftovers += [UnappliedEdit(reason, row) for row in moved]
    for replaced, rows in waiting.changes_of(homes):
        lines = [SheetLine(row.cells.get("source", ""), row.cells.get("final", ""), (row,), row) for row in rows]
        _take(pairs, Stretch(min(replaced), max(replaced) + 1, tuple(lines)), waiting, found)
    _refuse_disagreements(found)
    return found


def _useless_fixes(rows: Sequence[SheetRow]) -> Iterator[UnappliedEdit]:
    """Leave over the words in the column Fix that are none, and those that need a next row where there is none."""
    for row in rows:
        word = row.cells.get("fix", "").strip()
        if word and fix_key(word) is None:
            yield UnappliedEdit(why_no_fix(word), row, word)
    if rows and fix_of(rows[-1]) in ("join", "exchange"):
        yield UnappliedEdit(_("there is no row after it"), rows[-1], rows[-1].cells["fix"])


def _take(pairs: Sequence[Pair], stretch: Stretch, waiting: Waiting, found: Corrections) -> None:
    """Apply a stretch if its texts add up, or leave its rows over. Rows of a single pair are passed on."""
    inside = pairs[stretch.start : stretch.stop]
    lines = [line for line in stretch.lines if not line.empty]
    rows = _distinct(row for line in stretch.lines for row in (*line.rows, line.near))
    givers = _distinct(row for line in stretch.lines for row in (*line.rows, line.near, *line.givers))
    if not lines:
        return
    if not inside:
        named = [row for row in givers if row.id or has_bar(row)]  # others were added, which the merge says of them
        waiting.matched(named)
        reason = _("its texts are those of no pair, or of one that has another row")
        found.leftovers += [UnappliedEdit(reason, row) for row in named]
        return
    if len(inside) == len(lines) == 1:
        _pass_on(pairs, stretch, lines[0], waiting, found)
        return
    if len(inside) == len(lines) and all(map(has_text_of, lines, inside)):  # it has been applied before
        emptied = tuple(line for line in stretch.lines if line.empty)
        for index, line in enumerate(lines, stretch.start):
            _pass_on(pairs, Stretch(index, index + 1, (line, *emptied)), line, waiting, found)
            emptied = ()
        return
    waiting.matched(rows)
    problem = _problem(inside, rows)
    if not problem:
        try:
            made, problems = corrected_pairs(inside, stretch.lines, {pair.id for pair in pairs})
        except MismatchError as mismatch:
            problem = str(mismatch)
        else:
            found.applied.append(Correction(stretch.start, stretch.stop, made, rows))
            found.leftovers += problems
            return
    reason = _not_applied(rows, problem)
    of_id = {displayed_id(pair.id): pair for pair in inside}
    found.leftovers += [UnappliedEdit(reason, row) for row in givers if _has_changed(row, of_id.get(row.id))]


def _distinct(rows: Iterable[SheetRow]) -> tuple[SheetRow, ...]:
    """Rows, each once: equal ones are two rows."""
    return tuple({id(row): row for row in rows}.values())


def _pass_on(pairs: Sequence[Pair], stretch: Stretch, line: SheetLine, waiting: Waiting, found: Corrections) -> None:
    """Leave the rows of a single pair to the ordinary merge, unless its wording shows that text was lost or doubled."""
    pair = pairs[stretch.start]
    rows = _distinct(row for one in stretch.lines for row in (*one.rows, one.near))
    reason = doubtful_wording(pairs, stretch.start, line)
    if reason:
        waiting.matched(rows)
        found.leftovers += [
            UnappliedEdit(nothing_of(row, reason), row)
            for row in rows
            if _has_changed(row, pair if row.id == displayed_id(pair.id) else None)
        ]
        return
    for row in rows:
        if not _is_plain(row, pair, line):
            waiting.matched([row])
            found.rows.setdefault(stretch.start, []).append(_as_row_of(pair, row, line))


def _is_plain(row: SheetRow, pair: Pair, line: SheetLine) -> bool:
    """Whether a row is the pair's by its id and its check, and shows what its line has."""
    mark = PairFingerprint.parse(row.cells.get("mark", ""))
    texts = row.cells.get("source", line.source), row.cells.get("final", line.target)
    same = row in line.rows and texts == (line.source, line.target)
    return same and row.id == displayed_id(pair.id) and mark is not None and mark.source == text_hash(pair.source)


def _as_row_of(pair: Pair, row: SheetRow, line: SheetLine) -> SheetRow:
    """A row as one of this pair, with only what its reviewer wrote into it; the note of another row is added."""
    mark = PairFingerprint.parse(row.cells.get("mark", ""))
    cells = {"id": pair.id}
    if (row in line.rows or not line.rows) and not has_text_of(line, pair):
        cells |= {"source": line.source, "final": line.target}
    notes = [row.cells.get(COMMENTS, "")]
    if row.cells.get("note") and (mark is None or text_hash(row.cells["note"]) != mark.note):
        if row.id == displayed_id(pair.id):
            cells["note"] = row.cells["note"]
        else:
            notes.insert(0, row.cells["note"])
    if row in line.rows and row.cells.get("status") and (mark is None or status_set(row, mark, []) is not None):
        cells["status"] = row.cells["status"]
    return replace(row, cells=cells | {COMMENTS: "\n".join(filter(None, notes))})


def _problem(pairs: Sequence[Pair], rows: Sequence[SheetRow]) -> str:
    """Why a stretch cannot be taken whatever its texts are."""
    by_id = {displayed_id(pair.id): pair for pair in pairs}
    marks = [(row.id, row.cells.get("mark", "")) for row in rows] + [mark for row in rows for mark in row.replaces]
    for name, check in marks:
        pair, mark = by_id.get(name), PairFingerprint.parse(check)
        if mark and pair and (mark.source, mark.target) != (text_hash(pair.source), text_hash(pair.target)):
            return _("the corpus has other texts since this file was written")
    if any(name not in by_id for row in rows for name, __ in row.replaces):
        return _("the corpus has other segments since this file was written")
    for row in rows:
        if "source" in row.problems:
            return _("the source of {row} is {problem}", row=row.called, problem=row.problems["source"])
        if "final" in row.problems:
            return _("the translation of {row} is {problem}", row=row.called, problem=row.problems["final"])
    return ""


def _has_changed(row: SheetRow, pair: Pair | None) -> bool:
    """Whether a reviewer typed anything in a row that is not applied; `pair` is the one that its id names, if any."""
    mark = PairFingerprint.parse(row.cells.get("mark", ""))
    get = row.cells.get
    if pair is None or mark is None:
        return any(get(key, "").strip() for key in ("source", "final", "note", COMMENTS))
    texts = text_hash(get("source", pair.source)), text_hash(get("final", pair.target)), text_hash(get("note", ""))
    typed = texts != (mark.source, mark.target, mark.note) or status_set(row, mark, []) is not None
    return typed or bool(get("fix", "").strip() or get(COMMENTS, ""))


_ONE_NOT_APPLIED = {
    "row": N_("row {number} is not applied: {problem}"),
    "unit": N_("unit {number} is not applied: {problem}"),
    "change": N_("change {number} is not applied: {problem}"),
}
_SOME_NOT_APPLIED = {
    "row": N_("rows {first}–{last} are not applied: {problem}"),
    "unit": N_("units {first}–{last} are not applied: {problem}"),
    "change": N_("changes {first}–{last} are not applied: {problem}"),
}


def _not_applied(rows: Sequence[SheetRow], problem: str) -> str:
    numbers, what = sorted({row.number for row in rows}), rows[0].what
    if len(numbers) == 1:
        return _(_ONE_NOT_APPLIED[what], number=numbers[0], problem=problem)
    return _(_SOME_NOT_APPLIED[what], first=numbers[0], last=numbers[-1], problem=problem)


def _refuse_disagreements(found: Corrections) -> None:
    """Of the corrections of several files that overlap leave one if they agree, and none if they do not."""
    clusters: list[list[Correction]] = []
    for correction in sorted(found.applied, key=lambda one: (one.start, one.stop)):
        if clusters and max(one.stop for one in clusters[-1]) > correction.start:
            clusters[-1].append(correction)
        else:
            clusters.append([correction])
    found.applied = []
    for cluster in clusters:
        if all(one.verdict == cluster[0].verdict for one in cluster):
            found.applied.append(cluster[0])
            continue
        rows = [row for one in cluster for row in one.rows]
        reason = _("reviewers disagree on where segments belong")
        found.leftovers += [UnappliedEdit(reason, row) for row in rows]
