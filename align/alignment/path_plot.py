"""A picture of an alignment: the path through both texts, with its uncertain beads and gaps."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from align.alignment.beads import Bead
from align.checks.confidence import UNCERTAIN
from align.errors import MissingExtraError
from align.io.atomic import atomic_output, output_error
from align.localization import _

CONFIRMED, SURE, UNSURE, UNALIGNED = "#10243f", "#4a9ade", "#b3203a", "#f0b73c"
"""Colours of beads, apart in lightness too (L* 14, 62, 39 and 78), for readers who tell red and blue badly and for
grey prints."""
WIDTHS = {CONFIRMED: 4.0, SURE: 1.8, UNSURE: 3.0, UNALIGNED: 1.8}
"""Widths of their lines, in points."""
MOST_DOTS = 120
"""Segments of the longer text up to which the end of every bead is marked with a dot."""


def draw_path(
    beads: Sequence[Bead],
    path: str,
    title: str = "",
    confirmed: Collection[tuple[tuple[int, ...], tuple[int, ...]]] = (),
) -> None:
    """Write a PNG: source segments to the right, target segments upwards, one line a bead, where its segments are.

    Broad dark beads are `confirmed` (by their source and target segments), blue ones sure, red ones uncertain, and the
    yellow steps are segments without a counterpart. Raises MissingExtraError without matplotlib, OutputError when
    `path` cannot be written.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.collections import LineCollection
        from matplotlib.figure import Figure
        from matplotlib.lines import Line2D
    except ImportError:
        raise MissingExtraError("--plot", "plot") from None
    steps_of: dict[str, list[list[tuple[int, int]]]] = {CONFIRMED: [], SURE: [], UNALIGNED: [], UNSURE: []}
    i = j = 0
    width, height = sum(len(bead.source) for bead in beads), sum(len(bead.target) for bead in beads)
    for bead in beads:
        i, j = bead.source[0] if bead.source else i, bead.target[0] if bead.target else j
        step = [(i, j), (i + len(bead.source), j + len(bead.target))]
        i, j = step[1]
        steps_of[CONFIRMED if (bead.source, bead.target) in confirmed else _colour(bead)].append(step)
    figure = Figure(figsize=(8, 8 * min(max(height / max(width, 1), 0.5), 2.0)), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    dots = max(width, height) <= MOST_DOTS
    for colour, steps in steps_of.items():
        axes.add_collection(LineCollection(steps, colors=colour, linewidths=WIDTHS[colour]))
        if dots and steps:
            axes.plot(*zip(*(step[1] for step in steps), strict=True), ".", color=colour, markersize=4)
    axes.set(xlim=(0, max(width, 1)), ylim=(0, max(height, 1)), title=title)
    axes.set(xlabel=_("source segments"), ylabel=_("target segments"))
    axes.grid(alpha=0.25)
    names = {CONFIRMED: _("confirmed")} if confirmed else {}
    names |= {SURE: _("sure"), UNSURE: _("uncertain"), UNALIGNED: _("no counterpart")}
    axes.legend(
        [Line2D([], [], color=colour, linewidth=WIDTHS[colour]) for colour in names],
        [f"{name} ({len(steps_of[colour])})" for colour, name in names.items()],
        loc="upper left",
    )
    try:
        with atomic_output(path) as stream:
            figure.savefig(stream, format="png")
    except OSError as error:
        raise output_error(path, error) from error


def _colour(bead: Bead) -> str:
    if bead.confidence < UNCERTAIN:
        return UNSURE
    return SURE if bead.source and bead.target else UNALIGNED
