"""What a caller may ask of the aligner."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

from align.errors import UsageError

MAX_BEAD = (2, 12)
"""Least and greatest `max_bead`. A bead has a sentence on each side; of beads of more than 12 sentences no gold set has
any, and time grows with the square (66 shapes at 12)."""
SKIP = (0.0, 1.0)
"""Least and greatest `skip`: a cost in cosine."""


@dataclass(frozen=True, slots=True)
class AlignOptions:
    """Options of `align_segments`.

    `max_bead` is the most sentences of both sides in a bead, 2 to 12. `skip` is the cost of leaving a sentence
    unaligned, in cosine, 0 to 1 (None, the default, is 0.055 where the encoder knows the languages and 0.12
    elsewhere): a higher one makes fewer 1-0 and 0-1 beads. `anchors` are places (source index, target index) where
    beads must begin.

    Raises UsageError for a `max_bead` or `skip` out of range.
    """

    max_bead: int = 6
    skip: float | None = None
    anchors: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if not _is_between(self.max_bead, Integral, MAX_BEAD):
            raise UsageError(f"max_bead is {self.max_bead!r}: it is a whole number from {MAX_BEAD[0]} to {MAX_BEAD[1]}")
        if self.skip is not None and not _is_between(self.skip, Real, SKIP):
            raise UsageError(f"skip is {self.skip!r}: it is a number from {SKIP[0]:g} to {SKIP[1]:g}")

    @property
    def signature(self) -> str:
        """The options that change results, for a corpus's signature."""
        skip = "" if self.skip is None else f",skip{self.skip:g}"
        return f"max{self.max_bead}{skip}" + (f",anchors{len(self.anchors)}" if self.anchors else "")


def _is_between(value: Any, kind: Any, bounds: tuple[float, float]) -> bool:
    """Whether a value is of this kind of number (numpy's own are, too) and in range; NaN is not."""
    return isinstance(value, kind) and bool(bounds[0] <= value <= bounds[1])
