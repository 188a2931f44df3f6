"""Units of a memory on standard output, and what the commands of `align memory` ask in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from align.cli.visible import visible

if TYPE_CHECKING:
    from align.memory import Match, TranslationUnit

MEMORY = click.argument("path", metavar="MEMORY")
FROM = click.option("--from", "source", default="", metavar="LANG", help="Source language.")
TO = click.option("--to", "target", default="", metavar="LANG", help="Target language.")


def one_pair(path: object, there: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The only pair of languages there. Raises InputError where there is none, UsageError where there are several."""
    from align.errors import InputError, UsageError

    pairs = list(there)
    if not pairs:
        raise InputError(f"{path} holds no units of these languages: see align memory stats {path}")
    if len(pairs) > 1:
        told = ", ".join(f"{one}-{other}" for one, other in pairs)
        raise UsageError(f"{path} holds {told}: choose a pair with --from and --to")
    return pairs[0]


def in_json(unit: TranslationUnit) -> dict[str, Any]:
    """A unit as `--json` prints it."""
    from align.corpus.formats.jsonl import pair_to_json

    return {**pair_to_json(unit.pair), "added_from": unit.added_from, "added": unit.date}


def print_matches(found: Sequence[Match], text: str) -> None:
    """Units like `text`, the difference shown, or with it."""
    from align.difference import difference, in_signs

    for match in found:
        unit = match.unit
        differs = 0 < match.percent < 100
        shown = {"source": in_signs(difference(unit.source, text))} if differs else {}
        print_unit(unit, f"{match.percent:>3} %" if match.percent else "    …", shown)


def print_unit(unit: TranslationUnit, mark: str = "    …", shown: Mapping[str, str] = {}) -> None:
    """A unit in three lines, `shown` in place of its source or target."""
    parts = (unit.doc, unit.status, unit.created[:10], unit.added_from, f"unit {unit.id}")
    click.echo(visible(f"{mark}  {unit.source_lang}-{unit.target_lang}  {' · '.join(part for part in parts if part)}"))
    click.echo(visible(f"       {shown.get('source', unit.source)}"))
    click.echo(visible(f"       {shown.get('target', unit.target)}\n"))
