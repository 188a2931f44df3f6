"""Review by people: out to a spreadsheet, and safely back."""

from align.review.merging import Change, Leftover, Outcome, merge
from align.review.options import ReviewOptions
from align.review.rows import Row, Table, read_table
from align.review.writing import write_review

__all__ = ["Change", "Leftover", "Outcome", "ReviewOptions", "Row", "Table", "merge", "read_table", "write_review"]
