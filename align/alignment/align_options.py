"""What a caller may ask of the aligner."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AlignOptions:
    """Options of `align_segments`.

    `max_bead` is the most sentences of both sides in a bead. `skip` is the cost of leaving a sentence
    unaligned, in cosine (None, the default, is 0.055 where the encoder knows the languages and 0.12
    elsewhere): a higher one makes fewer 1-0 and 0-1 beads. `anchors` are places (source index, target index) where
    beads must begin.
    """

    max_bead: int = 6
    skip: float | None = None
    anchors: tuple[tuple[int, int], ...] = ()

    @property
    def signature(self) -> str:
        """The options that change results, for a corpus's signature."""
        skip = "" if self.skip is None else f",skip{self.skip:g}"
        return f"max{self.max_bead}{skip}" + (f",anchors{len(self.anchors)}" if self.anchors else "")
