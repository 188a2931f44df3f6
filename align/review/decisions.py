"""A reviewer's decision in a row: read against the row's own fingerprint, so that only what a person changed counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from align.corpus.fingerprints import PairFingerprint, as_displayed, text_hash
from align.corpus.pair import Pair, Status
from align.localization import N_, _, language
from align.review.cell_borders import bare
from align.review.cell_contents import alike, one_line
from align.review.sheet_rows import COMMENTS, SheetRow
from align.review.strings import STATUS_WORDS, status_key, why_no_status
from align.review.typed_text import read_alike, tidied, tidied_hash
from align.review.wording import nothing_of


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to change in a pair; None is no change. `problems` are lines on what could not be taken."""

    target: str | None = None
    status: Status | None = None
    note: str | None = None
    problems: tuple[str, ...] = ()
    source: str | None = None

    @property
    def verdict(self) -> tuple[str | None, str | None, str | None]:
        """What two reviewers must agree on: the texts, as a spreadsheet shows them, and the status."""
        source, target = (None if text is None else as_displayed(text) for text in (self.source, self.target))
        return source, target, self.status

    @property
    def changes_nothing(self) -> bool:
        """Whether neither texts nor status are to change; a note may be."""
        return self.verdict == (None, None, None)

    def applied(self, pair: Pair) -> Pair:
        """The pair with the decision."""
        if self.target is not None:
            pair = pair.reworded(self.target)
        if self.source is not None:
            pair = replace(pair.unmeasured(), source=self.source, logprob=pair.logprob)
        return replace(
            pair,
            status=pair.status if self.status is None else self.status,
            note=pair.note if self.note is None else self.note,
        )


_SOURCE_CHANGED = {
    "row": N_("nothing of the row is applied, as its source was changed too: put the source back and merge again"),
    "unit": N_("nothing of the unit is applied, as its source was changed too: put the source back and merge again"),
    "change": N_(
        "nothing of the change is applied, as its source was changed too: put the source back and merge again"
    ),
}
_SOURCE_UNREADABLE = {
    "row": N_("nothing of the row is applied, as its source is {problem}"),
    "unit": N_("nothing of the unit is applied, as its source is {problem}"),
    "change": N_("nothing of the change is applied, as its source is {problem}"),
}

NOTHING = Decision()
"""Nothing is to change."""


def decide(row: SheetRow, pair: Pair, source_too: bool = False) -> Decision:
    """Find what the row changes in its pair: all that was typed in it, or nothing where its source was changed too.

    With `source_too` a source may be corrected a little, as a translation may be changed at all.
    """
    if source_too and row.what != "unit" and "source" in row.cells and bare(row.cells["source"]) != bare(pair.source):
        return _decide_with_source(row, pair)
    decision = _decide(row, pair)
    if "source" not in row.cells or _same_source(row, pair) or (source_too and row.what != "unit"):
        return decision
    if decision.changes_nothing and decision.note is None and not decision.problems:
        of_sheet = _("the source was changed in the sheet, which has no effect")
        return Decision(
            problems=(of_sheet if row.what == "row" else _("the source was changed in the file, which has no effect"),)
        )
    return Decision(problems=(_(_SOURCE_CHANGED[row.what]),))


def _decide_with_source(row: SheetRow, pair: Pair) -> Decision:
    """Decide on a row of an alignment whose source was typed over: by a small correction, or nothing is applied."""
    mark = PairFingerprint.parse(row.cells.get("mark", ""))
    if "source" in row.problems:
        return Decision(problems=(_(_SOURCE_UNREADABLE[row.what], problem=row.problems["source"]),))
    if mark is not None and mark.source != text_hash(pair.source):
        return Decision(problems=(_("the corpus has another source since this file was written"),))
    if not alike(bare(pair.source), bare(row.cells["source"])):
        reason = _("its source is another text, and only small corrections of one are taken")
        return Decision(problems=(nothing_of(row, reason),))
    decision = _decide(row, pair)
    status: Status = "rejected" if decision.status == "rejected" else "edited"
    source = one_line(row.cells["source"], pair.source_lang)
    return replace(decision, source=source, status=None if status == pair.status else status)


def _same_source(row: SheetRow, pair: Pair) -> bool:
    """Whether a row's source is the pair's; programs may have written its blanks and quotes otherwise."""
    in_row, in_pair = row.cells["source"], pair.source
    return as_displayed(in_row) == as_displayed(in_pair) or read_alike(in_row, in_pair)


def _decide(row: SheetRow, pair: Pair) -> Decision:
    fingerprint = PairFingerprint.parse(row.cells.get("mark", ""))
    # without one the draft's column, or else the pair itself, is taken for how things were
    base = fingerprint or PairFingerprint.of(pair.source, row.cells.get("draft", pair.target), pair.status, pair.note)
    problems: list[str] = []
    status = status_set(row, base, problems)
    if fingerprint is None and "draft" not in row.cells and pair.status != "draft":
        if status == "draft":
            return _decide_against_reviewed(row, pair, note_of(row.cells, base, pair))
        if status == "approved" and row.what == "unit":
            status = None  # all units of a memory are
    target, refused = _target(row, base, pair, status or base.status)
    if refused:
        problems.append(refused)
    if status != "rejected" and (target is not None or refused):
        status = "edited" if target is not None else None  # nobody has approved the text that would stay
    if status is not None and pair.status not in (status, base.status) and target is None:
        words = STATUS_WORDS[language()]
        problems.append(
            _("status {status}: the corpus has {status_now} since", status=words[status], status_now=words[pair.status])
        )
        status = None
    if status == pair.status:
        status = None
    if _draft_typed_over(row):
        draft = " ".join(row.cells["draft"].split())
        problems.append(_("only the final translation is read, and the draft was typed over (“{draft}”)", draft=draft))
    return Decision(target, status, note_of(row.cells, base, pair), tuple(problems))


def _decide_against_reviewed(row: SheetRow, pair: Pair, note: str | None) -> Decision:
    """Decide on a pair that a person has reviewed by a row that is a draft, if nothing shows which text is newer."""
    same = as_displayed(row.cells.get("final", pair.target)) == as_displayed(pair.target)
    problem = _(
        "it is a draft, and the text of the corpus is {status}: set edited to have this one",
        status=STATUS_WORDS[language()][pair.status],
    )
    return Decision(note=note, problems=() if same else (problem,))


def _draft_typed_over(row: SheetRow) -> bool:
    """Whether the column of drafts holds something else than what was written there, and than the final translation."""
    fingerprint, draft = PairFingerprint.parse(row.cells.get("mark", "")), row.cells.get("draft", "")
    return (
        fingerprint is not None
        and bool(draft.strip())
        and text_hash(draft) not in (fingerprint.target, text_hash(row.cells.get("final", "")))
    )


def _target(row: SheetRow, base: PairFingerprint, pair: Pair, status: str) -> tuple[str | None, str]:
    """The new text, or None where the reviewer left it; and why a text that was typed cannot be taken, if so."""
    final = row.cells.get("final")
    if final is None or text_hash(final) == base.target or as_displayed(final) == as_displayed(pair.target):
        return None, ""
    if tidied_hash(final) in (base.target, tidied_hash(pair.target)):
        return None, ""
    if "final" in row.problems:
        return None, _("the final translation is {problem}", problem=row.problems["final"])
    if not final.strip():
        empty = _("the final translation is empty, or a formula without a result; set rejected to drop a pair")
        return None, "" if status == "rejected" else empty
    if text_hash(pair.target) != base.target:
        return None, _("the corpus has another text since this file was written")
    return tidied(final), ""


def status_set(row: SheetRow, base: PairFingerprint, problems: list[str]) -> Status | None:
    """The status that the reviewer set, or None where it is as it was."""
    word = row.cells.get("status", "").strip()
    if not word:
        return None
    status = status_key(word)
    if status is None:
        problems.append(why_no_status(word))
        return None
    return status if status != base.status else None


def note_of(cells: Mapping[str, str], base: PairFingerprint, pair: Pair) -> str | None:
    """The new note, or None where nobody wrote one: what stands in its column, and under it the comments of cells."""
    note = _typed_note(cells, base, pair)
    lines = (pair.note if note is None else note).split("\n")
    fresh = [line for line in cells.get(COMMENTS, "").split("\n") if line.strip() and line not in lines]
    return "\n".join([*filter(None, lines), *fresh]) if fresh else note


def _typed_note(cells: Mapping[str, str], base: PairFingerprint, pair: Pair) -> str | None:
    note = cells.get("note")
    if note is None or text_hash(note) == base.note or as_displayed(note) == as_displayed(pair.note):
        return None
    if text_hash(pair.note) != base.note and pair.note:  # both have written: both stay
        return f"{pair.note}\n{note}" if note else None
    return note
