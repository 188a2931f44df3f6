"""Word lists as frozen sets, written as running text for readability."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Split a list at whitespace."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """Split a list of names or phrases at its commas."""
    return frozenset(" ".join(name.split()) for name in text.split(","))
