"""Makes the English→Russian starter from tables of pairs. See README.md; the work is done in align.training."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from align.errors import AlignError, options_called
from align.training import pack as packs
from align.training import preparation, starter
from align.training.recipe import Recipe, read_recipe

CONFIG = Path(__file__).with_name("config.toml")


class Commands(click.Group):
    """Errors of align are one line, as on its own command line."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with options_called(lambda parameter: f"--{parameter}"):
                return super().invoke(ctx)
        except AlignError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands)
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), default=CONFIG, help="The recipe to follow.")
@click.option("--threads", type=click.IntRange(0), default=0, help="Cores to use; 0 leaves it to torch.")
@click.pass_context
def cli(ctx: click.Context, config: Path, threads: int) -> None:
    """prepare, then train as often as you like, then train --cooldown (which exports), then evaluate."""
    import torch

    if threads:
        torch.set_num_threads(threads)
    ctx.obj = read_recipe(config), threads


@cli.command()
@click.pass_obj
def prepare(given: tuple[Recipe, int]) -> None:
    """Filter the pairs, train the vocabulary, encode."""
    click.echo(json.dumps(preparation.prepare(given[0]), indent=2))


@cli.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def pack(given: tuple[Recipe, int], file: Path) -> None:
    """Write all that gpu.py needs of what was prepared to one FILE."""
    packs.write_pack(given[0].work, file)
    click.echo(f"{file}: {file.stat().st_size / 2**20:.1f} MiB")


@cli.command()
@click.option("--seconds", type=float, required=True, help="How long this session is.")
@click.option("--cooldown", is_flag=True, help="Let the rate fall to zero and export; the checkpoint stays as it was.")
@click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", show_default=True)
@click.option("--workers", type=click.IntRange(0), help="Processes that make batches. [default: 8 for a GPU, else 0]")
@click.pass_obj
def train(given: tuple[Recipe, int], seconds: float, cooldown: bool, device: str, workers: int | None) -> None:
    """Train from where the last session stopped. Ctrl-C saves."""
    from align.training.optimisers import chosen_device

    device = chosen_device(device)
    if workers is None:
        workers = 8 if device == "cuda" else 0
    starter.train(given[0], seconds, cooldown, lambda line: click.echo(json.dumps(line)), device, workers)


@cli.command()
@click.pass_obj
def export(given: tuple[Recipe, int]) -> None:
    """Write the model of the last checkpoint, without a cool-down."""
    starter.export(given[0], starter.open_trainer(given[0]))


@cli.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_obj
def join(given: tuple[Recipe, int], folder: Path) -> None:
    """Write the weights in parts that gpu.py left in FOLDER as the recipe's model."""
    starter.join(given[0], folder)


@cli.command()
@click.pass_obj
def words(given: tuple[Recipe, int]) -> None:
    """Learn the word translations that choose among drafts, beside the recipe's model."""
    from align.training.word_translations import make_word_translations

    file = make_word_translations(given[0])
    click.echo(f"{file}: {file.stat().st_size / 2**20:.1f} MiB")


@cli.command()
@click.argument(
    "folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path)
)
@click.pass_obj
def average(given: tuple[Recipe, int], folders: tuple[Path, ...]) -> None:
    """Write the mean of finished models, cool-downs of one trunk, as the recipe's model."""
    starter.average(given[0], folders)


@cli.command()
@click.argument("model", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("lines", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("table", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--tag", required=True, help="What the rows are called in [weights].")
@click.option("--back", is_flag=True, help="The lines are what the model of this recipe writes: translate them back.")
@click.option("--beam", type=click.IntRange(1), default=1, show_default=True)
@click.pass_obj
def generate(given: tuple[Recipe, int], model: Path, lines: Path, table: Path, tag: str, back: bool, beam: int) -> None:
    """Translate LINES (a text, or the first column of a table) with MODEL and add the pairs to TABLE."""
    from align.checkpoints.checkpoint_store import open_folder
    from align.training.generation import generate as make

    make(open_folder(model), lines, table, tag, back, beam, given[1], lambda rows: click.echo(f"{rows:,} rows"))


@cli.command()
@click.argument("source", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("reference", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def evaluate(given: tuple[Recipe, int], source: Path, reference: Path) -> None:
    """Score the exported model on a test set, one segment a line, and note the scores in its align.json."""
    click.echo(json.dumps(starter.evaluate(given[0], source, reference, given[1]), indent=2))


if __name__ == "__main__":
    cli()
