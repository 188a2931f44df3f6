"""The learning curve of an adaptation as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from align.errors import MissingExtraError
from align.io.atomic import atomic_output
from align.localization import _
from align.training.adaptation import Round

CURVE = "learning-curve.png"


def draw_curve(rounds: Sequence[Round], path: Path, title: str) -> None:
    """Draw chrF on the development pairs by updates, the base's as a dashed line and the best round as a star, as PNG.

    Raises MissingExtraError without matplotlib.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError(_("the learning-curve picture"), "plot") from error
    figure = Figure(figsize=(7, 4), dpi=130, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    base, last = rounds[0], rounds[-1]
    best = max(rounds, key=lambda round_: round_.chrf)
    axes.plot([r.step for r in rounds], [r.chrf for r in rounds], marker="o", markersize=3.5, color="#1f5fa8")
    axes.axhline(base.chrf, color="#888888", linewidth=1, linestyle="--")
    axes.text(last.step, base.chrf, f"base {base.chrf:.1f}", ha="right", va="bottom", color="#666666")
    axes.plot([best.step], [best.chrf], marker="*", markersize=13, color="#c0392b", linestyle="none")
    axes.annotate(f"{best.chrf:.1f}", (best.step, best.chrf), xytext=(0, 9), textcoords="offset points", ha="center")
    axes.margins(y=0.15)
    axes.set(xlabel="updates", ylabel="chrF on the development pairs", title=title)
    axes.grid(alpha=0.25)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    with atomic_output(path) as stream:
        figure.savefig(stream, format="png")
