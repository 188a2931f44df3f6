"""`align adapt`: a checkpoint and reviewed pairs in, a checkpoint that translates more like them out."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli.figures import figure
from align.cli.options import say
from align.cli.visible import print_json
from align.localization import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from align.training.adaptation import State
    from align.training.card import AdaptationResult

STATUSES = ("approved", "edited", "draft")


@click.command()
@click.option("--corpus", "corpora", multiple=True, required=True, metavar="FILE", help="Reviewed pairs; repeatable.")
@click.option("--base", default="auto", metavar="MODEL", help="The checkpoint to start from, as --model takes it.")
@click.option("-o", "--output", required=True, metavar="DIR", help="A new folder for the adapted checkpoint.")
@click.option("--from", "source", default="", metavar="LANG", help="Source language, where the corpus leaves it open.")
@click.option("--to", "target", default="", metavar="LANG", help="Target language, where the corpus leaves it open.")
@click.option("--format", "format_", metavar="NAME", help="Format of a corpus whose name does not tell: jsonl, tmx …")
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice(STATUSES),
    help="Learn from pairs of this status; repeatable. [default: approved, edited]",
)
@click.option("--mix", multiple=True, metavar="FILE", help="General pairs to learn besides, against forgetting.")
@click.option("--general", multiple=True, metavar="FILE", help="General pairs to measure forgetting with.")
@click.option("--minutes", type=click.FloatRange(min=0, min_open=True), help="Stop after this time at the latest.")
@click.option("--epochs", type=click.IntRange(1), default=20, show_default=True, help="Passes at most.")
@click.option(
    "--rate", type=click.FloatRange(min=0, min_open=True), help="Learning rate. [default: by the model's width]"
)
@click.option(
    "--retain",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.2,
    show_default=True,
    help="Share of the base's weights in the result: more forgets less and learns less.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed repeats a run.")
@click.option(
    "--device",
    type=click.Choice(["auto", "cpu", "cuda"]),
    default="auto",
    show_default=True,
    help="Where it trains: on a GPU if there is one, always on the CPU, or always on a GPU.",
)
@click.option("--threads", type=click.IntRange(0), default=0, help="Cores to use; 0 is all.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def adapt(
    corpora: tuple[str, ...],
    base: str,
    output: str,
    source: str,
    target: str,
    format_: str | None,
    statuses: tuple[str, ...],
    mix: tuple[str, ...],
    general: tuple[str, ...],
    minutes: float | None,
    epochs: int,
    rate: float | None,
    retain: float,
    seed: int,
    device: str,
    threads: int,
    as_json: bool,
) -> None:
    """Fine-tune a model on the approved and edited pairs of reviewed corpora.

    Some documents are held out: their pairs decide when to stop, and measure what was gained. The new folder is a
    checkpoint for --model, with a model card. Interrupted, the same command goes on.

    \b
    align adapt --corpus reviewed.tmx --base en-ru -o my-model
    align translate story.txt --to ru --model my-model
    """
    from align.corpus.timestamps import now
    from align.errors import MissingPackageError
    from align.training.base import check_base

    check_base(corpora, base, source, target, format_)
    MissingPackageError.unless_installed("align adapt", "torch", "transformers", "sacrebleu")
    from align.training.adaptation import AdaptationOptions, Callbacks
    from align.training.fine_tuning import LEARNED, AdaptationRequest
    from align.training.fine_tuning import adapt as adapt_model
    from align.training.optimisers import chosen_device, fast_precision

    on_device = chosen_device(device)
    request = AdaptationRequest(
        corpora=corpora,
        folder=Path(output).expanduser(),
        base=base,
        source_lang=source,
        target_lang=target,
        statuses=statuses or LEARNED,
        mix=mix,
        general=general,
        format=format_,
        options=AdaptationOptions(
            learning_rate=rate,
            epochs=epochs,
            seconds=minutes * 60 if minutes else None,
            retain=retain,
            seed=seed,
            threads=threads,
            device=on_device,
            precision=fast_precision(on_device),
        ),
    )
    with _bar() as on_progress:
        result = adapt_model(request, now(), Callbacks(on_progress, say))
    if as_json:
        print_json(result.summary())
    else:
        _print_result(result, output)


@contextlib.contextmanager
def _bar() -> Iterator[Callable[[State], None]]:
    """Show a bar with the scores and the time that is left at most, on standard error if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda state: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (
        TextColumn(_("adapting")),
        BarColumn(),
        TextColumn("{task.percentage:.0f}%"),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)

        def on_progress(state: State) -> None:
            progress.update(task, completed=state.step, total=state.steps, description=_describe(state))

        yield on_progress


def _describe(state: State) -> str:
    """`chrF 41.2 → 44.0, at most 3 min left`."""
    text = f"chrF {figure(state.before, '.1f')} → {figure(state.best, '.1f')}"
    if state.seconds_left is None:
        return text
    minutes, seconds = divmod(round(state.seconds_left), 60)
    left = _("at most {n} min left", n=minutes) if minutes else _("at most {n} s left", n=seconds)
    return f"{text}, {left}"


def _print_result(result: AdaptationResult, folder: str) -> None:
    """Print the result on standard output."""
    parts = [(N_("chrF on {n} held-out pairs: {before:.1f} → {after:.1f} (p = {p:.3f})"), result.test)]
    if result.general:
        parts.append((N_("chrF on {n} general pairs: {before:.1f} → {after:.1f} (p = {p:.3f})"), result.general))
    for line, scores in parts:
        click.echo(_(line, n=scores.pairs, before=scores.before, after=scores.after, p=scores.p))
    click.echo(result.verdict())
    click.echo(_("written: {folder} (use it with --model {folder})", folder=folder))
