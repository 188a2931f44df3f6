"""What the user named → the entries of a plan: documents to draft, or pairs of documents to align."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from align.alignment.file_pairing import by_language, listed_files
from align.batch.plan import PlanEntry
from align.errors import InputError, UsageError
from align.localization import _
from align.readers import find_documents, read_text

How = Literal["draft", "pair"]
_ENOUGH = 0.5
"""Share of the files that must have a counterpart for a collection to be taken for a bilingual one."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The entries, whether they are to be drafted or paired, and lines on what was worked out."""

    how: How
    entries: list[PlanEntry]
    notes: tuple[str, ...] = ()


def find_sources(names: Sequence[str], languages: tuple[str, str], how: How | None = None) -> Sources:
    """The documents `names`, paired by these where they tell their languages.

    `a.en.txt` goes with `a.ru.txt`, `en/a.txt` with `ru/a.txt`. Without `how`, names in which most files have a
    counterpart are a bilingual collection. Raises InputError for a bilingual collection without pairs, UsageError where
    it is not clear which is meant.
    """
    if how == "draft":
        return Sources("draft", [PlanEntry(name) for name in names])
    pairs, unpaired = by_language(names, *languages)
    share = 2 * len(pairs) / len(names)
    if how is None and not pairs:
        return Sources("draft", [PlanEntry(name) for name in names])
    if how is None and share < _ENOUGH:
        raise UsageError(
            _(
                "{n:,} of the {total:,} documents have a translation beside them, such as {name}: say "
                "--pair to align those, or --draft to draft all",
                n=len(pairs),
                total=len(names),
                name=pairs[0][0],
            )
        )
    if not pairs:
        source, target = languages
        raise InputError(
            _(
                "no document has a translation beside it: name them a.{source}.txt and "
                "a.{target}.txt, put them in folders {source}/ and {target}/, give a --list, or let "
                "--match find out",
                source=source,
                target=target,
            )
        )
    notes = [_("documents with their translation beside them, to be aligned: {n:,}", n=len(pairs))]
    if unpaired:
        notes.append(
            _(
                "documents without one, which stay alone: {n:,}, such as {name} (see the manifest)",
                n=len(unpaired),
                name=unpaired[0],
            )
        )
    return Sources("pair", in_order(pairs, unpaired, names), tuple(notes))


def in_order(pairs: Sequence[tuple[str, str]], unpaired: Sequence[str], names: Sequence[str]) -> list[PlanEntry]:
    """Entries for pairs and for unpaired files, in the order in which `names` has their first files."""
    place = {name: number for number, name in enumerate(names)}
    entries = [PlanEntry(source, target) for source, target in pairs] + [
        PlanEntry(name, alone=True) for name in unpaired
    ]
    return sorted(entries, key=lambda entry: place[entry.source])


def listed_sources(list_file: str) -> Sources:
    """The documents in a list: one on each line to draft, or a source, a tab and a target to align."""
    lines = read_text(list_file).splitlines()
    rows = [line for line in lines if line.strip() and not line.startswith("#")]
    if not rows:
        raise InputError(
            _("{path} lists no documents", path=list_file), path=list_file, hint=_("write one on each line")
        )
    if any("\t" in row for row in rows):
        return Sources("pair", [PlanEntry(source, target) for source, target in listed_files(lines, list_file)])
    folder = Path(list_file).parent
    return Sources(
        "draft", [PlanEntry(row if Path(row).exists() else str(folder / row)) for row in map(str.strip, rows)]
    )


def find_names(inputs: Sequence[str], but: Path) -> list[str]:
    """The documents that `inputs` (files, folders, globs) name, without what is in the folder `but`.

    Raises InputError for inputs without documents, UsageError for standard input.
    """
    if "-" in inputs:
        raise UsageError(_("a collection is made of files, and standard input is none: give their names with --list -"))
    inside = os.path.join(os.path.abspath(but), "")
    names = [name for name in find_documents(inputs) if not os.path.abspath(name).startswith(inside)]
    if not names:
        raise InputError(
            _("{names}: what is there is the collection's own; name the documents", names=" ".join(inputs))
        )
    return names
