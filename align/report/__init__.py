"""A corpus as one web page: side by side, searchable, with pictures; it needs no network and prints well."""

from align.report.page import write_report

__all__ = ["write_report"]
