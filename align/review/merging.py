"""Bringing reviewed files home: rows are matched to pairs, edits applied, and nothing a person typed is lost.

What cannot be applied is left over: rows without a pair, broken rows, cells that hold no text, translations that
would stand twice, two reviewers who disagree, texts in unknown columns. Each leftover keeps what was typed and where.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from align.corpus.pair import Pair
from align.corpus.reviewers import reviewed_by
from align.localization import _, language
from align.review.conservation import Stray, TranslationChange, in_use, refused_changes
from align.review.corrections import Corrections, corrections_of
from align.review.decisions import NOTHING, Decision, decide
from align.review.review_options import is_alignment
from align.review.sheet_rows import COMMENTS, REVIEWED, REVIEWER, SheetRow
from align.review.strings import STATUS_WORDS
from align.review.unapplied import UnappliedEdit
from align.review.waiting import Waiting
from align.review.wording import nothing_of

_MAX_RUN = 50_000
"""Pairs of a document among which sentences that were moved are looked for: more are not kept in memory."""


@dataclass(frozen=True, slots=True)
class Change:
    """A pair before and after, and the row that changed it."""

    before: Pair
    after: Pair
    where: str


@dataclass(frozen=True, slots=True)
class Rearrangement:
    """Pairs between which a reviewer has moved texts, those that stand in their place now, and the row that says so."""

    before: tuple[Pair, ...]
    after: tuple[Pair, ...]
    where: str


@dataclass(slots=True)
class MergeResult:
    """What a merge did. Filled while the merged pairs are taken.

    `foreign_units` counts, by file, the units of CAT tools that are of none of the corpus's documents. `reviewer` is
    who changed what no row names another person for, if that is to be kept; `moment` is now.
    """

    pairs: int = 0
    rows: int = 0
    without_row: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    notes: int = 0
    changes: list[Change] = field(default_factory=list)
    rearranged: list[Rearrangement] = field(default_factory=list)
    leftovers: list[UnappliedEdit] = field(default_factory=list)
    foreign_units: Counter[str] = field(default_factory=Counter)
    reviewer: str = ""
    moment: str = ""


Assess = Callable[[list[Pair], Collection[int]], list[Pair]]
"""Gives the pairs of a document, of which those at these indices are new, with scores and flags for the new ones."""


def merge(
    pairs: Iterable[Pair], rows: Iterable[SheetRow], outcome: MergeResult, assess: Assess | None = None
) -> Iterator[Pair]:
    """Apply the decisions of all `rows` to the pairs of a corpus; yields them in its order. Only rows are in memory.

    In an alignment texts may also have moved between rows: where they add up, the borders of the cells are those of the
    new beads. These are given to `assess`; without it they have neither score nor flags.

    A decision is what differs between a row and its own fingerprint, so a sheet may be merged twice, after other
    sheets, or after the corpus was changed. Where two rows of a pair decide differently the pair stays as it is.
    """
    waiting = Waiting(_usable_rows(rows, outcome))
    documents = set()
    for run in _document_runs(pairs):
        documents.add(run[0].doc)
        yield from _merge_run(run, waiting, outcome, assess)
    for row in waiting.rest():
        if row.what == "unit" and row.cells.get("doc") not in documents:
            outcome.foreign_units[row.file] += 1
        elif _has_typed_text(row):
            outcome.leftovers.append(UnappliedEdit(_why_unmatched(row), row))
    outcome.leftovers.sort(key=lambda leftover: (leftover.row.file, leftover.row.sheet, leftover.row.number))


def _usable_rows(rows: Iterable[SheetRow], outcome: MergeResult) -> Iterator[SheetRow]:
    """Pass on the rows that are not broken; the others are left over, and so are texts in unknown columns."""
    for row in rows:
        outcome.rows += 1
        if row.broken:
            outcome.leftovers.append(UnappliedEdit(nothing_of(row, row.broken), row))
            continue
        yield row
        for heading, text in row.extras.items():
            outcome.leftovers.append(
                UnappliedEdit(_("the column {heading!r} is not one of ours", heading=heading), row, text)
            )


def _document_runs(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    """The pairs of a document, or as many as are looked at together."""
    for __, run in itertools.groupby(pairs, key=lambda pair: pair.doc):
        while some := list(itertools.islice(run, _MAX_RUN)):
            yield some


def _merge_run(run: Sequence[Pair], waiting: Waiting, outcome: MergeResult, assess: Assess | None) -> Iterator[Pair]:
    """Apply what their rows decide to the pairs of a document, as far as no sentence is lost or doubled by it."""
    aligned = is_alignment(run)
    corrections = corrections_of(run, waiting) if aligned else Corrections()
    outcome.leftovers.extend(corrections.leftovers)
    verdicts = [
        _combine(pair, [*corrections.rows.get(index, ()), *waiting.take(pair)], source_too=aligned)
        for index, pair in enumerate(run)
    ]
    if any(verdict.decision.target is not None for verdict in verdicts):
        _refuse_broken_moves(verdicts, waiting, corrections)
    done = _apply_all(verdicts, corrections, outcome)
    yield from _numbered(done, run[0].n, assess) if corrections.applied else (pair for pair, __ in done)


def _apply_all(verdicts: Sequence[_Verdict], corrections: Corrections, outcome: MergeResult) -> list[tuple[Pair, bool]]:
    """The pairs of a document as they become, each with whether it is new."""
    done: list[tuple[Pair, bool]] = []
    index = 0
    for correction in [*corrections.applied, None]:
        for verdict in verdicts[index : correction.start if correction else len(verdicts)]:
            outcome.pairs += 1
            outcome.without_row += not verdict.rows
            outcome.leftovers.extend(verdict.leftovers)
            done.append((_apply(verdict, outcome), False))
        if correction is None:
            break
        replaced = verdicts[correction.start : correction.stop]
        outcome.pairs += len(replaced)
        for verdict in replaced:
            outcome.leftovers.extend(verdict.refused(_("another reviewer has moved its texts")).leftovers)
        before = tuple(verdict.pair for verdict in replaced)
        outcome.rearranged.append(Rearrangement(before, correction.pairs, correction.rows[0].where))
        outcome.statuses.update(pair.status for pair in correction.pairs)
        done += [(pair, True) for pair in correction.pairs]
        index = correction.stop
    return done


def _numbered(done: Sequence[tuple[Pair, bool]], first: int, assess: Assess | None) -> Iterator[Pair]:
    """The pairs of a document whose beads have changed, numbered anew from `first`; new ones with scores and flags."""
    pairs = [pair if pair.n == n else replace(pair, n=n) for n, (pair, __) in enumerate(done, first)]
    fresh = [index for index, (__, new) in enumerate(done) if new]
    yield from assess(pairs, fresh) if assess else pairs


def _refuse_broken_moves(verdicts: list[_Verdict], waiting: Waiting, corrections: Corrections) -> None:
    """Replace the verdicts of a document that would lose or double a sentence by refusals."""
    corrected = {index for one in corrections.applied for index in range(one.start, one.stop)}
    changes = []
    for index, verdict in enumerate(verdicts):
        pair, rows = verdict.pair, verdict.rows or waiting.near(verdict.pair)
        after = pair.target if index in corrected else in_use(verdict.merged)
        wanted = pair.target if index in corrected else _wanted(rows)
        # two pairs without a source have not the same one
        changes.append(TranslationChange(pair.id, pair.source or pair.id, pair.target, after, wanted))
    for index, reason in refused_changes(changes, _strays(verdicts, waiting)).items():
        verdicts[index] = verdicts[index].refused(reason)


def _wanted(rows: Sequence[SheetRow]) -> str | None:
    """What stands in a pair's rows, applied or not; None where there are none, or none with a translation's column."""
    finals = [row.cells["final"] for row in rows if "final" in row.cells]
    return "\n".join(finals) if finals else None


def _strays(verdicts: Sequence[_Verdict], waiting: Waiting) -> list[Stray]:
    """The texts that a document's rows hold and that no pair will have."""
    rows = [leftover.row for verdict in verdicts for leftover in verdict.leftovers]
    rows += waiting.added({(row.file, row.sheet) for verdict in verdicts for row in verdict.rows})
    return [Stray(row.called, row.cells.get("final", "")) for row in rows]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What the rows of a pair decide together, and what of them is left over."""

    pair: Pair
    rows: Sequence[SheetRow] = ()
    decision: Decision = NOTHING
    leftovers: tuple[UnappliedEdit, ...] = ()

    @property
    def merged(self) -> Pair:
        return self.decision.applied(self.pair)

    def refused(self, reason: str) -> _Verdict:
        """The same with nothing applied."""
        if self.decision.changes_nothing and self.decision.note is None:
            return _Verdict(self.pair, self.rows, NOTHING, self.leftovers)
        refusals = tuple(UnappliedEdit(nothing_of(row, reason), row) for row in self.rows)
        return _Verdict(self.pair, self.rows, NOTHING, (*self.leftovers, *refusals))


def _combine(pair: Pair, rows: Sequence[SheetRow], source_too: bool) -> _Verdict:
    """Make one verdict of the decisions in a pair's rows: none of them where they disagree; notes of all."""
    decisions = [(row, decide(row, pair, source_too)) for row in rows]
    leftovers = [UnappliedEdit(problem, row) for row, decision in decisions for problem in decision.problems]
    notes = list(dict.fromkeys(decision.note for __, decision in decisions if decision.note is not None))
    deciding = [(row, decision) for row, decision in decisions if not decision.changes_nothing]
    chosen = deciding[0][1] if deciding else NOTHING
    if len({decision.verdict for __, decision in deciding}) > 1:
        chosen = NOTHING
        for row, decision in deciding:
            leftovers.append(UnappliedEdit(_disagreement(decision), row))
    chosen = replace(chosen, note="\n".join(note for note in notes if note) if notes else None)
    return _Verdict(pair, rows, chosen, tuple(leftovers))


def _disagreement(decision: Decision) -> str:
    if decision.status is None:
        return _("reviewers disagree (text)")
    return _("reviewers disagree ({status})", status=STATUS_WORDS[language()][decision.status])


def _apply(verdict: _Verdict, outcome: MergeResult) -> Pair:
    pair, merged = verdict.pair, verdict.merged
    if merged.status != pair.status or merged.target != pair.target:
        merged = _with_reviewer(merged, verdict.rows, outcome)
    if merged != pair:
        outcome.changes.append(Change(pair, merged, verdict.rows[0].where))
        outcome.statuses.update([merged.status] if merged.status != pair.status or merged.target != pair.target else [])
        outcome.notes += merged.note != pair.note
    return merged


def _with_reviewer(pair: Pair, rows: Sequence[SheetRow], outcome: MergeResult) -> Pair:
    """The pair with who changed it, if a row says that or the merge is one person's."""
    named = next((row.cells for row in rows if row.cells.get(REVIEWER)), None)
    if named is not None:
        return reviewed_by(pair, named[REVIEWER], named.get(REVIEWED, "") or outcome.moment)
    return reviewed_by(pair, outcome.reviewer, outcome.moment) if outcome.reviewer else pair


def _why_unmatched(row: SheetRow) -> str:
    if row.replaces:
        return _("the corpus has no such neighbours, or they are drafts, whose segments stay as they are")
    if not row.cells.get("id"):
        return _("a row without an id: it was added in the sheet")
    return _("no pair of the corpus has this id and source")


def _has_typed_text(row: SheetRow) -> bool:
    """Whether a row holds anything that a person may have typed."""
    return any(row.cells.get(key, "").strip() for key in ("final", "note", "source", "status", COMMENTS))
