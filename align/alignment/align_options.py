"""What a caller may ask of the aligner."""

from __future__ import annotations

from dataclasses import dataclass

from align.alignment.beads import Bead
from align.options import check, option


@dataclass(frozen=True, slots=True)
class AlignOptions:
    """Options of `align_segments`.

    `max_bead` is the most sentences of both sides in a bead, 2 to 12: a bead has a sentence on each side, the
    largest of the gold sets have 7, and time grows with the square (66 shapes at 12). `skip` is the cost of leaving
    a sentence unaligned, in cosine, 0 to 1: a higher one makes fewer 1-0 and 0-1 beads. None, the default, is 0.039
    where the encoder knows the languages, and 0.12 elsewhere; where it knows them, each that follows in a run costs a
    tenth of it. `anchors` are places (source index, target index) where beads must begin. `confirmed` beads come out as
    they are, of whatever size, and the rest is aligned around them.

    Raises UsageError for a `max_bead` or `skip` out of range.
    """

    max_bead: int = option(6, "Most segments in a bead.", minimum=2, maximum=12, show_default=True)
    skip: float | None = option(
        None,
        "Cost of a segment left alone; higher: fewer.",
        about="Cost of a segment left unaligned, in cosine; higher: fewer. By default 0.039, or 0.12 for languages that"
        " the encoder does not know",
        metavar="COST",
        minimum=0,
        maximum=1,
    )
    anchors: tuple[tuple[int, int], ...] = ()
    confirmed: tuple[Bead, ...] = ()

    def __post_init__(self) -> None:
        check(self)

    @property
    def signature(self) -> str:
        """The options that change results, for a corpus's signature."""
        skip = "" if self.skip is None else f",skip{self.skip:g}"
        anchors = f",anchors{len(self.anchors)}" if self.anchors else ""
        kept = f",kept{len(self.confirmed)}" if self.confirmed else ""
        return f"max{self.max_bead}{skip}{anchors}{kept}"
