"""A person's work in a file: edits, decisions and notes, in a corpus of any format or in a review table.

Of a corpus each pair that was edited, approved or rejected counts, and each note; what a translation memory approved is
not a person's work on this corpus. Of a review table counts what differs from its rows' own fingerprints, since the
rest stands in the corpus that it was made from; of another workbook, such as a list of terms, every cell; and a
document of a word processor that has no review table is somebody's as a whole.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from align.corpus.fingerprints import PairFingerprint, text_hash
from align.corpus.format_registry import corpus_formats, read_corpus
from align.corpus.pair import Pair
from align.corpus.tm_match import MatchRecord
from align.errors import AlignError
from align.io.spreadsheets import SPREADSHEETS, LockedError, as_text, is_workbook, numbered_rows, open_book
from align.localization import N_, _, ngettext
from align.review.fixes import SheetLine, apply_fixes
from align.review.sheet_rows import COMMENTS, SheetRow, read_table, table_from
from align.review.strings import status_key
from align.review.typed_text import tidied_hash
from align.review.word_files import WORD_SUFFIXES
from align.review.word_rows import CHANGES_ACCEPTED

DECIDED = ("edited", "approved", "rejected")

_COUNTED = {
    "edited": (N_("{n:,} edited", "{n:,} edited"), "{n:,} edited"),
    "approved": (N_("{n:,} approved", "{n:,} approved"), "{n:,} approved"),
    "rejected": (N_("{n:,} rejected", "{n:,} rejected"), "{n:,} rejected"),
    "note": (N_("{n:,} note", "{n:,} notes"), "{n:,} notes"),
    "comment": (N_("{n:,} comment", "{n:,} comments"), "{n:,} comments"),
    "cell": (N_("{n:,} cell", "{n:,} cells"), "{n:,} cells"),
}
"""Items of each kind, one and several."""
_WHOLE = {"locked": N_("what a password hides"), "document": N_("a document that is no review table")}


class WorkItem(NamedTuple):
    """An item of work: its kind (`edited`, `approved`, `rejected`, `note`, `comment`, `cell`), the source that it
    belongs to and what was written or decided, both as hashes."""

    kind: str
    source: str
    what: str


@dataclass(slots=True)
class ReviewerWork:
    """The items of work in a file."""

    items: set[WorkItem] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.items)

    def __str__(self) -> str:
        """`6 edited, 2 approved, 1 note`."""
        counts = Counter(item.kind for item in self.items)
        shown = [ngettext(one, many, counts[kind]) for kind, (one, many) in _COUNTED.items() if counts[kind]]
        return ", ".join([*shown, *(_(whole) for kind, whole in _WHOLE.items() if counts[kind])])

    def lost_in(self, path: Path, name: Path, later: bool = False) -> ReviewerWork:
        """The items that the file `path`, which is to be called `name`, does not hold.

        With `later`, what a person decided for the same source since stands for what was decided before.
        """
        lost = set(self.items)
        decided = set()
        if any(item.kind == "cell" for item in lost):
            with contextlib.suppress(AlignError, OSError):
                lost -= _cells(path, name)
        for item in _contents(path, name):
            lost.discard(item)
            if later and item.kind != "text":
                decided.add(item.source)
            lost.discard(item._replace(kind="edited"))  # an edited text counts as kept whatever its status is now
            lost.discard(item._replace(kind="comment"))  # and a comment as a line of the note
        return ReviewerWork({item for item in lost if item.source not in decided})


def work_in(path: Path) -> ReviewerWork:
    """Find the work in the file at `path`, of a broken one as far as it can be read; none in what is no corpus, no
    review table and no workbook. A file with a password counts as one item: what is in it cannot be known."""
    work = ReviewerWork()
    kind = _kind(path, path)
    with contextlib.suppress(AlignError, OSError):
        if kind == "word":
            return _in_document(path)
        if kind in ("workbook", "csv"):
            try:
                rows = list(read_table(path).rows)
            except LockedError:
                return ReviewerWork({WorkItem("locked", "", "")})
            except AlignError:
                rows = []
            if any(PairFingerprint.parse(row.cells.get("mark", "")) for row in rows):
                return ReviewerWork(set(_of_rows(rows)))
        if kind == "workbook":
            return ReviewerWork(_cells(path, path))
        for pair in _pairs(path, path):
            work.items.update(item for item in _of_pair(pair) if item.kind != "text")
    return work


def _in_document(path: Path) -> ReviewerWork:
    """The work in a document of a word processor: in the rows of its review table and outside it, or all of it."""
    try:
        table = read_table(path)
        rows = list(table.rows)
    except AlignError as error:
        return ReviewerWork({WorkItem("locked" if isinstance(error, LockedError) else "document", "", "")})
    outside = [remark for remark in table.remarks if remark != _(CHANGES_ACCEPTED, name=path)]
    return ReviewerWork({*_of_rows(rows), *(WorkItem("note", "", text_hash(remark)) for remark in outside)})


def _cells(path: Path, name: Path) -> set[WorkItem]:
    """The texts of all cells of a workbook that is, or is to be, called `name`."""
    book = open_book(path.read_bytes(), str(name))
    rows = (row for sheet in book.sheet_names for __, row in numbered_rows(book, sheet, str(name)))
    texts = {as_text(cell)[0] for row in rows for cell in row}
    return {WorkItem("cell", "", text_hash(text)) for text in texts if text.strip()}


def _of_rows(rows: Sequence[SheetRow]) -> Iterator[WorkItem]:
    """The work in the rows of a review table: in an alignment's, what is written between rows, too."""
    for __, group in groupby(rows, key=lambda row: (row.sheet, "fix" in row.cells)):
        sheet = list(group)
        if "fix" not in sheet[0].cells:
            yield from (item for row in sheet for item in _of_row(row))
            continue
        for line in apply_fixes(sheet):
            yield from _of_line(line)


def _of_line(line: SheetLine) -> Iterator[WorkItem]:
    """The work in a line of an alignment's sheet: its texts belong together whichever row they were in before."""
    row = line.near
    base = PairFingerprint.parse(row.cells.get("mark", ""))
    texts = [" ".join(text.split()) for text in (line.source, line.target)]
    as_written = base is not None and base.source == text_hash(row.cells.get("source", ""))
    if as_written and line.rows == (row,) and (line.source, line.target) == (row.cells["source"], row.cells["final"]):
        yield from _of_row(row)
        return
    if any(texts):
        yield WorkItem("edited", text_hash(texts[0]), tidied_hash(texts[1]))
    for written in line.rows:
        of_row = (item for item in _of_row(written) if item.kind not in ("edited", "approved"))
        yield from (item._replace(source=text_hash(texts[0])) for item in of_row)


def _of_row(row: SheetRow) -> Iterator[WorkItem]:
    """The work in a row: what differs from its fingerprint, and whatever stands in a row that has none."""
    base, get = PairFingerprint.parse(row.cells.get("mark", "")), row.cells.get
    source = base.source if base else text_hash(get("source", ""))
    before = (base.target, base.status, base.note) if base else (text_hash(""), "draft", text_hash(""))
    final, word, note = get("final", get("draft", "")), get("status", ""), get("note", "")
    if before[0] not in (text_hash(final), tidied_hash(final)):
        yield WorkItem("edited", source, tidied_hash(final))
    status = status_key(word) or word.strip()
    if status and status != before[1]:
        yield WorkItem(status if status in DECIDED else "note", source, text_hash(status))
    if note.strip() and text_hash(note) != before[2]:
        yield WorkItem("note", source, text_hash(note))
    yield from (WorkItem("comment", source, text_hash(line)) for line in get(COMMENTS, "").split("\n") if line.strip())
    yield from (WorkItem("note", source, text_hash(text)) for text in row.extras.values())


def _of_pair(pair: Pair) -> Iterator[WorkItem]:
    """The work in a pair. Its text, with whatever status, is of the kind `text`: nobody's work by itself."""
    source = text_hash(pair.source)
    yield WorkItem("text", source, tidied_hash(pair.target))
    if _decided(pair):
        yield WorkItem(
            pair.status, source, tidied_hash(pair.target) if pair.status == "edited" else text_hash(pair.status)
        )
    if pair.note.strip():
        yield WorkItem("note", source, text_hash(pair.note))


def _decided(pair: Pair) -> bool:
    recalled = pair.status == "approved" and pair.origin == "tm" and MatchRecord.of(pair) is not None
    return pair.status in DECIDED and not recalled


def is_work(pair: Pair) -> bool:
    """Whether a person has worked on a pair of a corpus."""
    return _decided(pair) or bool(pair.note.strip())


def _contents(path: Path, name: Path) -> Iterator[WorkItem]:
    """All that a finished file holds, as far as it can be read."""
    with contextlib.suppress(AlignError, OSError):
        kind = _kind(path, name)
        if kind in ("workbook", "csv", "word"):
            rows = table_from(path.read_bytes(), str(name), kind == "workbook").rows
        else:
            rows = None
        for pair in _pairs(path, name) if rows is None else map(_as_pair, rows):
            yield from _of_pair(pair)
            lines = filter(None, pair.note.split("\n"))
            yield from (WorkItem("note", text_hash(pair.source), text_hash(line)) for line in lines)


def _as_pair(row: SheetRow) -> Pair:
    get = row.cells.get
    status = status_key(get("status", "")) or "draft"
    return Pair("", "", 0, get("source", ""), get("final", ""), "", "", status=status, note=get("note", ""))


def _pairs(path: Path, name: Path) -> Iterator[Pair]:
    """The pairs of a corpus that is, or is to be, called `name`; none of a file that is none."""
    kind = _kind(path, name)
    if kind == "workbook":
        kind = "ods" if name.suffix.lower() == ".ods" else "xlsx"
    if kind:
        yield from read_corpus(path, kind, name=str(name))


def _kind(path: Path, name: Path) -> str:
    """The kind of the file `path`, which is called `name` or is to be: `workbook`, `word`, a corpus format, or "" for
    none of these.

    Where the suffix is unknown, as with `--format`, the beginning of the file decides.
    """
    suffix = name.suffix.lower()
    if suffix in SPREADSHEETS:
        return "workbook"
    if suffix in WORD_SUFFIXES:
        return "word"
    known = next((f for f in corpus_formats().values() if suffix in f.suffixes), None)
    if known:
        return known.name if known.reads and not known.two_files else ""
    try:
        with path.open("rb") as stream:
            start = stream.read(4096)
    except OSError:
        return ""
    if is_workbook(start):
        return "workbook"
    text = start.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    heading = text.partition("\n")[0].lower()
    for tag, kind in (("<tmx", "tmx"), ("<xliff", "xliff")):
        if text.startswith("<") and tag in text:
            return kind
    if start.startswith(b"PAR1"):
        return "parquet"
    if text.startswith("{"):
        return "jsonl"
    if "source" in heading and ("target" in heading or "final" in heading):
        return "tsv" if "\t" in heading else "csv"
    return ""
