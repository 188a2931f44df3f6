"""A corpus as one web page: side by side, searchable, with pictures; it needs no network and prints well. As an editor
it lets its pairs be changed, and saves what was decided for `align merge`."""

from align.report.editor_data import EditorFiles
from align.report.page import write_report
from align.report.strings import LANGUAGES

__all__ = ["LANGUAGES", "EditorFiles", "write_report"]
