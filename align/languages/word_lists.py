"""Word lists as frozen sets, written as running text so that a reviewer can read them."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The blank-separated words of a list."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """The comma-separated names or phrases of a list."""
    return frozenset(" ".join(name.split()) for name in text.split(","))
