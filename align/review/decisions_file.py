"""Reads what the editor page saves: a JSON file of the changes to a corpus, as the rows that a merge takes.

    {"align-decisions": 1, "corpus": "story.jsonl", "saved": "2026-11-27T10:00:00Z", "changes": [
      {"replaces": [{"id": "story-0003", "check": "6b3a…-draft-e3b0…"}],
       "pairs": [{"source": "…", "target": "…", "status": "approved", "note": ""}]}]}

A change names the neighbouring pairs that it replaces, each with its fingerprint as the page showed it, and has the
pairs that stand in their place now. One pair in the place of one is an ordinary row, with that pair's id.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from align.corpus.fields import json_object
from align.corpus.format_registry import open_input
from align.corpus.pair import STATUSES
from align.errors import FormatError
from align.io.limits import read_all
from align.localization import _
from align.review.sheet_rows import SheetRow, Table

SUFFIX = ".json"
KEY, VERSION = "align-decisions", 1


def read_decisions(path: str | Path) -> Table:
    """Read the changes in a decisions file.

    Raises InputError if it cannot be read, FormatError for anything that the editor did not save.
    """
    name = str(path)
    with open_input(path) as stream:
        data = read_all(stream, name)
    try:
        content = json_object(data.decode("utf-8-sig"))
    except ValueError as error:
        raise _broken(name, _("it is no whole JSON file")) from error
    if content.get(KEY) != VERSION:
        problem = (
            _("it has no {key!r}", key=KEY) if KEY not in content else _("it was saved by a newer version of align")
        )
        raise _broken(name, problem)
    try:
        rows = list(_rows(name, content.get("changes")))
    except (KeyError, TypeError, ValueError) as error:
        raise _broken(name, _("a change is incomplete: {error}", error=error)) from error
    return Table(iter(rows))


def _broken(name: str, problem: str) -> FormatError:
    hint = _("Give the file that the editor page saved")
    return FormatError.at(name, None, _("not the decisions of an editor page: {problem}", problem=problem), hint)


def _rows(name: str, changes: Any) -> Iterator[SheetRow]:
    """The rows of the changes. Raises KeyError, TypeError or ValueError for one that is none."""
    for number, change in enumerate(changes if changes == [] else _items(changes), 1):
        replaces = tuple((_text(one, "id"), _text(one, "check")) for one in _items(change["replaces"]))
        pairs = [_cells(one) for one in _items(change["pairs"])]
        if len(replaces) == len(pairs) == 1:
            [(pair_id, check)] = replaces
            yield SheetRow(name, "", number, {"id": pair_id, "mark": check} | pairs[0], what="change")
        else:
            for cells in pairs:
                yield SheetRow(name, "", number, cells, what="change", replaces=replaces)


def _items(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise ValueError(_("a list is empty, or none"))
    return value


def _text(value: Any, key: str) -> str:
    text = value[key]
    if not isinstance(text, str):
        raise TypeError(_("{key} is no text", key=key))
    return text


def _cells(value: Any) -> dict[str, str]:
    """The cells of a pair, by the names that they have in a sheet."""
    status = _text(value, "status")
    if status not in STATUSES:
        raise ValueError(_("{status!r} is no status", status=status[:40]))
    source, target, note = (_text(value, key) for key in ("source", "target", "note"))
    return {"source": source, "final": target, "status": status, "note": note}
