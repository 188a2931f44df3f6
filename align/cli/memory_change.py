"""`align memory remove` and `align memory edit`: correct a memory by hand."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from align.cli.asking import confirmed
from align.cli.memory_table import FROM, MEMORY, TO, in_json, only_pair, print_unit
from align.cli.options import language_codes, refuse_inputs, say
from align.cli.own_file import OwnMemory
from align.cli.visible import print_json
from align.localization import _, ngettext

if TYPE_CHECKING:
    from align.memory import TranslationUnit

SHOWN = 20
"""Units that are shown before the question; `--dry-run` shows all."""


def _parse_numbers(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> list[int]:
    """Parse `12`, `12,13` or `tm-0000012`, as `search` shows and `export` writes them."""
    numbers = []
    for value in (part.strip() for group in values for part in group.split(",")):
        digits = value.removeprefix("tm-")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 19 and int(digits)):
            raise click.BadParameter(_("{value!r} is no number of a unit: align memory search shows them", value=value))
        numbers.append(int(digits))
    return list(dict.fromkeys(numbers))


@click.command(cls=OwnMemory)
@MEMORY
@click.option(
    "--unit",
    "numbers",
    multiple=True,
    callback=_parse_numbers,
    metavar="ID",
    help="Units by the numbers that search shows.",
)
@click.option("--doc", metavar="NAME", help="Units that were first added from this document.")
@click.option("--search", "text", metavar="TEXT", help="Units with TEXT in their source or translation.")
@FROM
@TO
@click.option("-o", "--output", metavar="FILE", help="Write what is removed to FILE: JSONL, TMX …")
@click.option("--dry-run", is_flag=True, help="Show what would be removed, and remove nothing.")
@click.option("--yes", is_flag=True, help="Remove without a question.")
@click.option("--json", "as_json", is_flag=True, help="Print the units as JSON.")
def remove(path: str, output: str | None, dry_run: bool, yes: bool, as_json: bool, **wanted: Any) -> None:
    """Take units out of MEMORY: those that --unit, --doc and --search name, all that are given together.

    They are shown first, and a question is asked. What went can be added again, from the FILE of -o or from the corpora
    that it came from.

    \b
    align memory remove tm.sqlite --search "Порт Южный" --dry-run
    align memory remove tm.sqlite --unit 12 --unit 31 -o removed.jsonl
    align memory remove tm.sqlite --doc port.txt --yes
    """
    from align.errors import InputError
    from align.memory import Memory
    from align.memory.removing import remove as remove_units

    units = _select_units(path, output, **wanted)
    if not units:
        raise InputError(_("{path} has no such unit: nothing was removed", path=path), path=path)
    if dry_run:
        _show(units, len(units), as_json)
        say(
            ngettext(
                "{n:,} unit would be removed from {path}",
                "{n:,} units would be removed from {path}",
                len(units),
                path=path,
            )
        )
        return
    if not yes:
        _show(units, SHOWN, as_json)
        _confirm(path, units, output)
    if output:
        _write_removed(units, output)
    with Memory.open(path, write=True) as opened:
        removed = remove_units(opened, units)
    said = ngettext("{n:,} unit removed from {path}", "{n:,} units removed from {path}", removed, path=path)
    if output:
        command = f"align memory add {path} {output}{_status_option(units)}"
        said = _("{removed}; to have them back: {command}", removed=said, command=command)
    say(said)
    if yes:  # afterwards: who reads the list may have gone
        _show(units, SHOWN, as_json)


def _select_units(
    path: str, output: str | None, numbers: list[int], doc: str | None, text: str | None, source: str, target: str
) -> list[TranslationUnit]:
    from align.errors import UsageError
    from align.memory import Memory
    from align.memory.removing import select

    if any(value is not None and not value.strip() for value in (doc, text)):
        raise UsageError(_("--doc or --search is empty"), hint=_("name a document or a text"))
    if not (numbers or doc or text):
        raise UsageError(_("say what to remove: --unit, --doc or --search"))
    if output == "-":
        raise UsageError("-o -", path=output, hint=_("name a file, which keeps what is removed"))
    if output:
        refuse_inputs([path], [output])
    codes = language_codes(source, target)
    with Memory.open(path) as opened:
        units = list(select(opened, numbers, doc or "", text or "", **codes))
    if output and units:
        found = ((unit.source_lang, unit.target_lang) for unit in units)
        only_pair(path, found, (codes["source_lang"], codes["target_lang"]), _("what is removed"))
    return units


def _show(units: Sequence[TranslationUnit], most: int, as_json: bool) -> None:
    if as_json:
        print_json([in_json(unit) for unit in units])
        return
    for unit in units[:most]:
        print_unit(unit)
    if len(units) > most:
        click.echo("    …  " + _("and {n:,} more; --dry-run shows all", n=len(units) - most) + "\n")


def _confirm(path: str, units: Sequence[TranslationUnit], output: str | None) -> None:
    """Ask the person at the terminal. Raises OutputError unless the answer is yes."""
    from align.cli.visible import one_line
    from align.errors import OutputError

    if not sys.stdin.isatty():
        problem = _("nothing was removed: there is no terminal to ask at")
        raise OutputError(problem, path=path, hint=_("Add --yes, or see with --dry-run"))
    if output:
        question = ngettext(
            "{n:,} unit will be removed from {path}. Go on?",
            "{n:,} units will be removed from {path}. Go on?",
            len(units),
            path=path,
        )
    else:
        question = ngettext(
            "{n:,} unit will be removed from {path} and kept nowhere else (-o FILE keeps them). Go on?",
            "{n:,} units will be removed from {path} and kept nowhere else (-o FILE keeps them). Go on?",
            len(units),
            path=path,
        )
    if not confirmed(one_line(f"align: {question}")):
        raise OutputError(_("nothing was removed"), path=path)


def _write_removed(units: Sequence[TranslationUnit], output: str) -> None:
    from align.corpus import Corpus, write_corpus
    from align.corpus.timestamps import now

    source_lang, target_lang = units[0].source_lang, units[0].target_lang
    corpus = Corpus([unit.pair for unit in units], source_lang=source_lang, target_lang=target_lang, created=now())
    write_corpus(corpus, output, warn=say)


def _status_option(units: Sequence[TranslationUnit]) -> str:
    from align.memory import REVIEWED

    return "" if all(unit.status in REVIEWED for unit in units) else " --status draft,approved,edited"


@click.command(cls=OwnMemory)
@MEMORY
@click.option(
    "--unit", "numbers", multiple=True, required=True, callback=_parse_numbers, metavar="ID", help="The unit."
)
@click.option("--target", "text", required=True, metavar="TEXT", help="Its new translation.")
@click.option("--json", "as_json", is_flag=True, help="Print the unit as JSON.")
def edit(path: str, numbers: list[int], text: str, as_json: bool) -> None:
    """Put another translation in the place of a unit's. It counts as edited, today.

    The number is the one that `align memory search` shows. If the source has the new translation already, both units
    become one.

    \b
    align memory edit tm.sqlite --unit 12 --target "Порт открылся в пятницу."
    """
    from align.difference import difference, wdiff_text
    from align.errors import UsageError
    from align.memory import Memory
    from align.memory.removing import edit as edit_unit

    if len(numbers) > 1:
        raise UsageError(_("--unit names several units"), hint=_("edit them one by one"))
    Memory.open(path).close()  # raises for a missing file, which opening to write would create
    with Memory.open(path, write=True) as opened:
        old, new = edit_unit(opened, numbers[0], text)
    if as_json:
        print_json(in_json(new))
    else:
        print_unit(new, shown={"target": wdiff_text(difference(old.target, new.target))})
    if old == new:
        say(_("unit {id} of {path} has this translation already", id=old.id, path=path))
    else:
        said = _("unit {id} of {path} has a new translation", id=old.id, path=path)
        if old.id != new.id:
            said += _("; it is one with unit {id}, which had this translation already", id=new.id)
        say(said)
