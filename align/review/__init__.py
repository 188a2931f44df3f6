"""Review by people: out to a spreadsheet, and safely back."""

from align.review.merging import Change, MergeResult, Rearrangement, merge
from align.review.review_options import ReviewOptions
from align.review.review_selection import ReviewSelection
from align.review.sheet_rows import SheetRow, Table, read_table
from align.review.unapplied import UnappliedEdit
from align.review.write_review import write_review

__all__ = [
    "Change",
    "MergeResult",
    "Rearrangement",
    "ReviewOptions",
    "ReviewSelection",
    "SheetRow",
    "Table",
    "UnappliedEdit",
    "merge",
    "read_table",
    "write_review",
]
