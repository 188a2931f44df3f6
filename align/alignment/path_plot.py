"""A picture of an alignment: the path through both texts, with its uncertain stretches and gaps."""

from __future__ import annotations

from collections.abc import Sequence

from align.alignment.beads import Bead
from align.checks.confidence import UNCERTAIN
from align.errors import MissingExtraError
from align.io.atomic import atomic_output, output_error

SURE, DOUBTFUL, ALONE = "#1f5fa8", "#d1495b", "#e0a030"


def draw(beads: Sequence[Bead], path: str, title: str = "") -> None:
    """Write a PNG: source segments to the right, target segments upwards, one line a bead.

    Blue beads are sure, red ones uncertain, and the yellow steps are segments without a counterpart. Raises
    MissingExtraError without matplotlib, OutputError when `path` cannot be written.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.collections import LineCollection
        from matplotlib.figure import Figure
        from matplotlib.lines import Line2D
    except ImportError:
        raise MissingExtraError("--plot", "plot") from None
    kinds: dict[str, list[list[tuple[int, int]]]] = {SURE: [], ALONE: [], DOUBTFUL: []}
    i = j = 0
    for bead in beads:
        step = [(i, j), (i + len(bead.source), j + len(bead.target))]
        i, j = step[1]
        alone = not (bead.source and bead.target)
        kinds[DOUBTFUL if bead.confidence < UNCERTAIN else ALONE if alone else SURE].append(step)
    figure = Figure(figsize=(8, 8 * min(max(j / max(i, 1), 0.5), 2.0)), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    marks = max(i, j) <= 120
    for colour, steps in kinds.items():
        axes.add_collection(LineCollection(steps, colors=colour, linewidths=3 if colour == DOUBTFUL else 1.8))
        if marks and steps:
            axes.plot(*zip(*(step[1] for step in steps), strict=True), ".", color=colour, markersize=4)
    axes.set(xlim=(0, max(i, 1)), ylim=(0, max(j, 1)), xlabel="source segments", ylabel="target segments", title=title)
    axes.grid(alpha=0.25)
    names = {SURE: "sure", DOUBTFUL: "uncertain", ALONE: "no counterpart"}
    axes.legend(
        [Line2D([], [], color=colour, linewidth=2.5) for colour in names],
        [f"{name} ({len(kinds[colour])})" for colour, name in names.items()],
        loc="upper left",
    )
    try:
        with atomic_output(path) as stream:
            figure.savefig(stream, format="png")
    except OSError as error:
        raise output_error(path, error) from error
