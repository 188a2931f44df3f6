"""`align models`: the catalogue, the local store, and the one command that uses the network."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from align.cli.models_pack import pack
from align.cli.models_table import LABELS, Row, as_text, print_table
from align.cli.visible import print_json, visible
from align.localization import _

if TYPE_CHECKING:
    from align.checkpoints.catalogue import CatalogueEntry
    from align.checkpoints.checkpoint_store import LocalModel


@click.group()
def models() -> None:
    """List, describe, fetch and pack translation models.

    \b
    align models list --from en --to de
    align models get en-de
    """


@models.command("list")
@click.option("--from", "source", metavar="LANG", help="Only models that translate from this language.")
@click.option("--to", "target", metavar="LANG", help="Only models that translate into this language.")
@click.option("--local", is_flag=True, help="Only models that are on this machine.")
@click.option("--all", "everything", is_flag=True, help="On a terminal: those that can be fetched too.")
@click.option("--json", "as_json", is_flag=True, help="JSON, for machines.")
def list_models(source: str | None, target: str | None, local: bool, everything: bool, as_json: bool) -> None:
    """List the models of this machine, and those of the catalogue that can be fetched; the better one of a pair first.

    A terminal gets those of this machine only, unless languages or --all are given; a pipe gets all.

    \b
    align models list
    align models list --to ru
    align models list --all
    align models list --local --json
    """
    from align.checkpoints.catalogue import catalogue
    from align.languages.tags import best_tag, tag_of_code

    stored = {model.name: model for model in _on_this_machine()}
    entries = [] if local else list(catalogue())
    rows = [_entry_row(entry, stored.get(entry.name), source, target) for entry in entries]
    known = {row["name"] for row in rows}
    rows = [_local_row(model) for model in stored.values() if model.name not in known] + rows
    if source:
        rows = [row for row in rows if best_tag(tag_of_code(source), row["sources"])]
    if target:
        rows = [row for row in rows if best_tag(tag_of_code(target), row["targets"])]
    if as_json:
        print_json(rows)
    elif rows:
        print_table(rows, only_here=not (everything or local or source or target))
    else:
        pair = f"{source or _('any')}-{target or _('any')}"
        if local:
            said = _("no model for {pair} on this machine: align models list shows what can be fetched", pair=pair)
        else:
            said = _("no model for {pair} in the catalogue", pair=pair)
        click.echo(said, err=True)


@models.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="JSON, for machines.")
def info(name: str, as_json: bool) -> None:
    """Describe a model: languages, licence, size, scores, and where it is on this machine.

    NAME is a catalogue name, a hub id, or a checkpoint's folder.

    \b
    align models info en-ru
    """
    from align.checkpoints.catalogue import find_entry
    from align.checkpoints.checkpoint_store import as_folder, open_folder
    from align.errors import ModelError

    if path := as_folder(name):
        row = _local_row(open_folder(path))
    else:
        entry = find_entry(name)
        stored = next((m for m in _on_this_machine() if m.name in (name, entry.name if entry else name)), None)
        if entry is None and stored is None:
            raise ModelError(
                _("no model {name} in the catalogue or on this machine", name=name), hint=_("see align models list")
            )
        row = _entry_row(entry, stored) if entry else _local_row(stored) if stored else {}
        if entry:
            del row["score"]
            row["scores"] = [_score(score) for score in entry.scores]
    if as_json:
        print_json(row)
        return
    labels = {key: _(LABELS[key]) for key in row}
    width = max(map(len, labels.values()))
    for key, label in labels.items():
        for value in row[key] if key == "scores" else [row[key]]:
            click.echo(f"{label:{width}}  {visible(as_text(value))}".rstrip())


@models.command()
@click.argument("name")
@click.option("--revision", metavar="REV", help="A branch, tag or commit of the hub; the newest by default.")
@click.option("--endpoint", metavar="URL", help="Another hub or mirror. [default: $HF_ENDPOINT, else huggingface.co]")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    metavar="SECONDS",
    default=30.0,
    show_default=True,
    help="How long to wait for the hub's next byte.",
)
@click.option("--as", "own_name", metavar="NAME", help="For a folder: the name it gets in the store.")
@click.option("--from", "source", metavar="LANG", help="For a folder: the language it translates from.")
@click.option("--to", "target", metavar="LANG", help="For a folder: the language it translates into.")
def get(
    name: str,
    revision: str | None,
    endpoint: str | None,
    timeout: float,
    own_name: str | None,
    source: str | None,
    target: str | None,
) -> None:
    """Fetch a model from the hub, or copy a folder, into the local store. Nothing else uses the network.

    NAME is a catalogue name, a hub id (OWNER/NAME), or a checkpoint's folder. An interrupted fetch goes on where it
    stopped; checksums are verified; code in a repository is never run.

    \b
    align models get en-ru
    align models get Helsinki-NLP/opus-mt-tc-big-en-zle
    align models get ./adapted --as my-en-ru --from en --to ru
    """
    from align.checkpoints.checkpoint_store import as_folder
    from align.checkpoints.download import carry_out, import_folder, plan_fetch, stored_already

    if folder := as_folder(name):
        path = import_folder(folder, own_name, [source] if source else [], [target] if target else [])
    elif own_name or source or target:
        raise click.UsageError(_("--as, --from and --to are for a folder, and {name} is none.", name=name))
    elif revision is None and (stored := stored_already(name)):
        click.echo(_("{name} is on this machine already; --revision main fetches it anew", name=name), err=True)
        path = stored
    else:
        plan = plan_fetch(name, revision or "main", endpoint, timeout)
        said = _(
            "{model}: licence {licence}, {size:.0f} MB from {hub}",
            model=plan.repository.hub,
            licence=plan.licence,
            size=plan.size / 1e6,
            hub=plan.hub.endpoint,
        )
        click.echo(visible(said), err=True)
        with _progress(plan.name, plan.size) as advance:
            path = carry_out(plan, advance)
    click.echo(path)


def _on_this_machine() -> list[LocalModel]:
    """The models that can be used at once; of several with one name the one that the name stands for."""
    from align.checkpoints.checkpoint_store import bundled_starter, installed_models, open_folder

    found = [*([open_folder(folder)] if (folder := bundled_starter()) else []), *installed_models()]
    return list({model.name: model for model in reversed(found)}.values())[::-1]


def _entry_row(
    entry: CatalogueEntry, stored: LocalModel | None, source: str | None = None, target: str | None = None
) -> Row:
    pairs = list(entry.pairs())
    scored = entry.scores[0] if entry.scores else None
    best = entry.score(source or pairs[0][0], target or pairs[0][1]) or (None if target else scored)
    return {
        "name": entry.name,
        "sources": list(entry.sources),
        "targets": list(entry.targets),
        "licence": entry.licence,
        "megabytes": entry.megabytes,
        "score": _score(best) if best else None,
        "hub": entry.hub,
        "path": str(stored.path) if stored else None,
        "package": (stored.package or None) if stored else None,
    }


def _local_row(model: LocalModel) -> Row:
    size = sum(file.stat().st_size for file in model.path.glob("**/*" if model.package else "*") if file.is_file())
    measured = {key: model.card[key] for key in ("test", "bleu", "chrf") if model.card.get(key)}
    return {
        "name": model.name,
        "sources": list(model.sources),
        "targets": list(model.targets),
        "licence": model.card.get("licence"),
        "megabytes": round(size / 1e6),
        "score": measured or None,
        "hub": model.card.get("hub"),
        "path": str(model.path),
        "package": model.package or None,
    }


def _score(score: Any) -> Row:
    row = {"pair": f"{score.source}-{score.target}", "test": score.test, "bleu": score.bleu, "chrf": score.chrf}
    return {key: value for key, value in row.items() if value is not None}


@contextmanager
def _progress(name: str, size: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda new: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as progress:
        task = progress.add_task(name, total=size)
        yield lambda new: progress.advance(task, new)


models.add_command(pack)
