"""Number words by language: plain tables, one language a file. `align.checks.lexicon` loads them by language code."""

from __future__ import annotations


def words(line: str) -> list[str]:
    """The words of a line: what keeps the tables readable."""
    return line.split()
