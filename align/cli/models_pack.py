"""`align models pack`: a model as a package that pip installs."""

from __future__ import annotations

import click

from align.cli.options import say
from align.cli.visible import visible
from align.localization import _


@click.command()
@click.argument("name")
@click.option(
    "-o", "--output", metavar="DIR", default="dist", show_default=True, help="The folder to write the wheel to."
)
@click.option(
    "--version", metavar="VERSION", default="1.0", show_default=True, help="Of the package: like 1.0, 2026.11."
)
@click.option("--as", "own_name", metavar="NAME", help="What the model is called in the package; else its own name.")
@click.option("--from", "source", metavar="LANG", help="The language it translates from, where it does not say.")
@click.option("--to", "target", metavar="LANG", help="The language it translates into, where it does not say.")
@click.option("--weights", is_flag=True, help="Put the whole checkpoint in, which align adapt can go on from.")
def pack(
    name: str, output: str, version: str, own_name: str | None, source: str | None, target: str | None, weights: bool
) -> None:
    """Make a Python package (a wheel) of a model, for machines that reach a package index and not the hub.

    NAME is a model of this machine: a name that align models list shows, or a checkpoint's folder. The wheel holds the
    converted model with its tokeniser, card and licence, and no code. pip install brings it to any machine that has
    align, which finds it as it finds a fetched model; pip install --upgrade renews it.

    \b
    align models get en-ru
    align models pack en-ru -o dist/
    pip install dist/align_model_en_ru-1.0-py3-none-any.whl
    """
    from dataclasses import replace
    from pathlib import Path

    from align.checkpoints.checkpoint_store import find_named, with_catalogue
    from align.checkpoints.packing import plan_package, write_package
    from align.languages.tags import tag_of_code

    model = with_catalogue(find_named(name))
    model = replace(
        model,
        sources=(tag_of_code(source),) if source else model.sources,
        targets=(tag_of_code(target),) if target else model.targets,
    )
    package = plan_package(model, own_name or model.name, version, weights)
    if not package.has_licence:
        say(_("no licence is known of {name}: ask those who made it before you pass the package on", name=model.name))
    said = _(
        "{package} {version}: {licence}, {size:.0f} MB {form}",
        package=package.name,
        version=version,
        licence=_("licence {licence}", licence=package.licence) if package.has_licence else _("licence not stated"),
        size=package.size / 1e6,
        form=_("with its weights") if weights else _("converted"),
    )
    click.echo(visible(said), err=True)
    click.echo(write_package(package, Path(output).expanduser()))
