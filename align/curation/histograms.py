"""The histograms of a datasheet as a picture."""

from __future__ import annotations

from pathlib import Path

from align.curation.statistics import Statistics
from align.errors import MissingExtraError, option_name
from align.io.atomic import atomic_output, output_error

BAR = "#1f5fa8"


def draw(numbers: Statistics, path: str) -> None:
    """Write the histograms of length, ratio and score side by side, as SVG or PNG by the suffix of `path`.

    Raises MissingExtraError without matplotlib, OutputError when `path` cannot be written.
    """
    try:
        from matplotlib import rc_context
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingExtraError(option_name("plot"), "plot") from None
    shown = [
        (title, list(histogram.bars()))
        for title, histogram in (
            ("words of the source", numbers.lengths),
            ("target length : source length", numbers.ratios),
            ("score", numbers.scores),
        )
        if histogram.counts
    ]
    kind = "svg" if Path(path).suffix.lower() == ".svg" else "png"
    with rc_context({"svg.hashsalt": "align"}):  # the same corpus gives the same bytes
        figure = Figure(figsize=(4 * max(len(shown), 1), 3), dpi=120, layout="constrained")
        FigureCanvasAgg(figure)
        for position, (title, bars) in enumerate(shown, 1):
            axes = figure.add_subplot(1, len(shown), position)
            axes.bar(range(len(bars)), [count for _, count in bars], color=BAR)
            axes.set_xticks(range(len(bars)), [name for name, _ in bars], rotation=60, ha="right", fontsize=7)
            axes.set(title=title, ylabel="pairs" if position == 1 else "")
        try:
            with atomic_output(path) as stream:
                figure.savefig(stream, format=kind, metadata={"Date": None} if kind == "svg" else None)
        except OSError as error:
            raise output_error(path, error) from error
