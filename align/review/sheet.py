"""A worksheet that is being filled."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Sheet:
    """A worksheet that is being filled: its next row, and what the summary says of it; `matches` counts pairs
    that a translation memory had something for, `words` those of the sources by status."""

    work: Any
    name: str
    title: str
    row: int = 1
    counts: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    matches: int = 0
