"""Reads the project file.

Nothing in it names an output or a program. Files it names are found from its own folder, so that it means the same
wherever in the project a command runs.
"""

from __future__ import annotations

import difflib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from align.errors import EncodingError, FormatError, InputError, UsageError
from align.io.own_errors import reason
from align.io.toml import parse_toml
from align.localization import _
from align.project.keys import BACKSLASHES, KEYS, Key, key_named

LARGEST = 64 << 10
"""Bytes of a project file; a full one has two thousand."""


@dataclass(frozen=True)
class Project:
    """A project file: its path, the values of the keys that it has, in the file's order, and their lines (from 1)."""

    path: Path
    values: dict[str, Any]
    lines: dict[str, int]

    @property
    def folder(self) -> Path:
        """The folder that its paths begin at."""
        return self.path.parent

    @property
    def shown(self) -> str:
        """Its name from the folder of work: `align.toml`, `../align.toml`."""
        return from_here(self.path)

    def value(self, key: Key) -> Any:
        """The value of a key with files as they are named from the folder of work; None where the file lacks it."""
        value = self.values.get(key.name)
        if value is None or not (key.is_path or key.names):
            return value
        return tuple(self._placed(one, key) for one in value) if key.kind == "texts" else self._placed(value, key)

    def holds(self, path: str | Path) -> bool:
        """Whether a file, links resolved, lies in the project's folder or below it."""
        return Path(path).resolve().is_relative_to(self.folder.resolve())

    def _placed(self, name: str, key: Key) -> str:
        placed = self.folder / _expanded(name)
        if key.names and not placed.is_dir():
            return name
        return from_here(placed)


def read_project(path: Path) -> Project:
    """Read a project file.

    Raises InputError for one that cannot be read or is too large, EncodingError where it is not UTF-8, FormatError
    where it is no TOML, UsageError for a key that there is not and for a value that is none of the key's.
    """
    text = _text(path)
    try:
        given = parse_toml(text)
    except ValueError as error:
        raise _broken(path, text, error) from error
    values, lines = dict[str, Any](), dict[str, int]()
    for name, value in given.items():
        line = _line_of(name, text)
        key = key_named(name)
        if key is None:
            raise UsageError.at(from_here(path), line, _("there is no key {name!r}", name=name[:80]), _nearest(name))
        try:
            values[name] = key.value_of(value)
        except ValueError as error:
            shown = repr(value) if len(repr(value)) < 80 else _("too long to show")
            raise UsageError.at(
                from_here(path), line, _("{name} is {shown}: {error}", name=name, shown=shown, error=error)
            ) from error
        lines[name] = line or 1
    if values.get("from") in values.get("to", ()):
        problem = _("from and to are both {language}", language=values["from"])
        raise UsageError.at(from_here(path), lines["to"], problem, _("there is nothing to translate"))
    return Project(path, values, lines)


def from_here(path: Path) -> str:
    """A path as it is named from the folder of work, where that is no longer than the path itself."""
    try:
        relative = os.path.relpath(path)
    except (OSError, ValueError):  # the folder is gone; another drive
        return str(path)
    return min(relative, str(path), key=len)


def _expanded(name: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError:  # ~ of an unknown user
        return Path(name)


def _text(path: Path) -> str:
    shown = from_here(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise InputError(_("cannot read {name}: {reason}", name=shown, reason=reason(error)), path=path) from error
    if len(data) > LARGEST:
        raise InputError(
            _("{file} is larger than {size} KB", file=shown, size=LARGEST >> 10),
            path=path,
            hint=_("it is no project file of align"),
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise EncodingError.at(shown, line, _("it is not UTF-8"), _("save it as UTF-8")) from error


def _broken(path: Path, text: str, error: ValueError) -> FormatError:
    """The one line for what is no TOML."""
    what = str(error)
    found = re.search(r"\(at line (\d+), column \d+\)", what)
    line = int(found[1]) if found else text.count("\n") + 1 if "at end of document" in what else None
    what = re.sub(r"\s*\(at [^)]*\)", "", what)
    written = text.splitlines()[line - 1] if line and line <= len(text.splitlines()) else ""
    hint = _('texts stand in quotes, as in to = "ru"')
    if "\\" in written:
        hint = _(BACKSLASHES)
    elif "overwrite" in what or "already" in what:
        hint = _("a key stands in one line only")
    what = f"{what[:1].lower()}{what[1:200]}"
    return FormatError.at(from_here(path), line, _("it is no TOML: {reason}", reason=what), hint)


def _line_of(name: str, text: str) -> int | None:
    """The line of a key, or of the table that has its name."""
    pattern = re.compile(rf"""\s*(\[\s*)?["']?{re.escape(name)}["']?\s*[=.\]]""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), None)


def _nearest(name: str) -> str:
    names = [key.name for key in KEYS]
    near = difflib.get_close_matches(name.lower().replace("_", "-"), names, 1)
    return _("Did you mean {near}?", near=near[0]) if near else _("There are {names}", names=", ".join(names))
