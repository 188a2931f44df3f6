"""What is measured of a draft while it is made and chosen, and cannot be seen in it afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Evidence:
    """Measures of a draft, each None where it was not taken.

    `tokens` counts the engine's tokens of the draft, its end included. The others are those of a draft that was chosen
    among candidates: `cosine` is the cosine of its vector and that of the source, `agreement` its mean chrF, from 0 to
    1, with each other candidate as the reference, `coverage` how much of the source has a counterpart in it word by
    word, and `draft_coverage` how much of it has one in the source (see `align.translation.draft_evidence`); `missing`
    and `invented` are the shares of the words of the source and of the draft that the word translations of the
    checkpoint do not explain.
    """

    tokens: int | None = None
    cosine: float | None = None
    agreement: float | None = None
    coverage: float | None = None
    draft_coverage: float | None = None
    missing: float | None = None
    invented: float | None = None

    def to_list(self) -> list[float | None]:
        """The measures in their order, as the cache of drafts keeps them."""
        return list(astuple(self))

    @classmethod
    def parse(cls, values: Any) -> Evidence:
        """Parse what `to_list` gave. Raises ValueError for anything else."""
        if not isinstance(values, Sequence) or isinstance(values, str) or len(values) != len(fields(cls)):
            raise ValueError(values)
        numbers = [value for value in values if value is not None]
        if any(isinstance(value, bool) or not isinstance(value, int | float) for value in numbers):
            raise ValueError(values)
        return cls(*values)
