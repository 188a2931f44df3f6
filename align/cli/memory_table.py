"""Units of a memory on standard output, and options that the commands of `align memory` share."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from align.cli.figures import counts_in_words, figure
from align.cli.visible import print_lines
from align.localization import N_, _

if TYPE_CHECKING:
    from align.memory import Match, TranslationUnit

MEMORY = click.argument("path", metavar="[MEMORY]", required=False)
"""For a command of the class OwnMemory, which fills it in."""
FROM = click.option("--from", "source", default="", metavar="LANG", help="Source language.")
TO = click.option("--to", "target", default="", metavar="LANG", help="Target language.")


def only_pair(
    path: str | os.PathLike[str], pairs: Iterable[tuple[str, str]], wanted: tuple[str, str] = ("", ""), units: str = ""
) -> tuple[str, str]:
    """The one pair of languages as which the `pairs` of languages in the memory `path`, or in some `units` of it, are
    written: `wanted`, or what is true of all of them.

    Raises InputError where there is none, UsageError where they are several that do not agree.
    """
    from align.errors import InputError, UsageError
    from align.languages.tags import as_asked, primary_subtag, united

    found, name = list(dict.fromkeys(pairs)), units or path
    if not found:
        problem = _("{name} holds no units of these languages", name=name)
        raise InputError(problem, path=path, hint=_("see align memory stats {name}", name=name))
    sides = [united(as_asked(pair[side], wanted[side]) or pair[side] for pair in found) for side in (0, 1)]
    if sides[0] is None or sides[1] is None:
        names = ", ".join(f"{source}-{target}" for source, target in found)
        hint = _("choose a pair with --from and --to")
        bare = [{primary_subtag(pair[side]) for pair in found} for side in (0, 1)]
        if all(len(codes) == 1 for codes in bare) and (bare[0].pop(), bare[1].pop()) != wanted:
            hint += _(" (a language alone, such as en, takes all its regions)")
        raise UsageError(_("{name} holds {names}", name=name, names=names), path=path, hint=hint)
    return sides[0], sides[1]


_COUNTED = {
    "units": N_("units"),
    "languages": N_("languages"),
    "statuses": N_("statuses"),
    "documents": N_("documents"),
    "contexts": N_("contexts"),
    "additions": N_("additions"),
    "last_addition": N_("last addition"),
    "bytes": N_("bytes"),
    "version": N_("version"),
}
"""What `stats` counts, as a terminal shows it."""


def print_counts(counts: Mapping[str, Any]) -> None:
    """Print what is counted in a memory, one thing a line."""
    labels = {name: _(_COUNTED.get(name, name)) for name in counts}
    width = max(14, *map(len, labels.values()))
    for name, value in counts.items():
        shown = counts_in_words(value.items()) if isinstance(value, dict) else value
        click.echo(f"{labels[name]:<{width}} {figure(shown) if isinstance(shown, int) else shown}")


def in_json(unit: TranslationUnit) -> dict[str, Any]:
    """A unit as `--json` prints it."""
    from align.corpus.formats.jsonl import pair_to_json

    return {**pair_to_json(unit.pair), "added_from": unit.added_from, "added": unit.date}


def print_matches(found: Sequence[Match], text: str) -> None:
    """Print units like `text`, with the difference shown, and units that contain it."""
    from align.difference import difference, wdiff_text

    for match in found:
        unit = match.unit
        differs = 0 < match.percent < 100
        shown = {"source": wdiff_text(difference(unit.source, text))} if differs else {}
        print_unit(unit, f"{match.percent:>3} %" if match.percent else "    …", shown)


def print_unit(unit: TranslationUnit, label: str = "    …", shown: Mapping[str, str] = {}) -> None:
    """Print a unit in three lines, with `shown` instead of its source or target."""
    parts = (unit.doc, unit.status, unit.created[:10], unit.added_from, _("unit {id}", id=unit.id))
    said = " · ".join(part for part in parts if part)
    print_lines(f"{label}  {unit.source_lang}-{unit.target_lang}  {said}", 7)
    print_lines(f"       {shown.get('source', unit.source)}", 7)
    print_lines(f"       {shown.get('target', unit.target)}\n", 7)
