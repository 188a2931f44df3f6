"""The limit of a cell, and rows of which nothing can be relied on (edits: `align.corpus.fingerprints`)."""

from __future__ import annotations

from collections.abc import Iterable

LIMIT = 32_767
"""UTF-16 code units that a cell of Excel holds."""


def too_long(text: str) -> bool:
    """Whether a text does not fit into a cell. Excel counts UTF-16 code units: an emoji is two."""
    return 2 * len(text) > LIMIT and len(text.encode("utf-16-le", "surrogatepass")) > 2 * LIMIT


class BrokenRow(list[str]):
    """The cells of a row of which nothing can be relied on, and why."""

    def __init__(self, cells: Iterable[str], reason: str):
        super().__init__(cells)
        self.reason = reason
