"""The text of a new project file: every key with a line that explains it; those that are not set as examples, behind
a `#`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from align.localization import N_, _
from align.project.keys import KEYS

_HEAD = (
    N_("The project of this folder: align takes these settings here and in all folders below."),
    N_("An option on the command line wins over its line here; --no-project leaves all of them out."),
    N_("Files are named from this folder. A line that begins with # is an example and does nothing."),
)


def project_text(values: Mapping[str, Any]) -> str:
    """The text of a project file with these values by key, explained in the language of messages."""
    parts = [f"# {_(line)}\n" for line in _HEAD]
    for key in KEYS:
        value, sign = (values[key.name], "") if key.name in values else (key.example, "# ")
        about = f"{_(key.about)} {_(key.note)}" if key.note else _(key.about)
        parts.append(f"\n# {about}\n{sign}{key.name} = {toml_value(value)}\n")
    return "".join(parts)


def toml_value(value: Any) -> str:
    """A value as TOML has it, on one line; one text alone stands for a list of one.

    >>> toml_value(("tm.sqlite",)), toml_value({"ru": "ru-RU"}), toml_value(True)
    ('"tm.sqlite"', '{ ru = "ru-RU" }', 'true')
    """
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {toml_value(one)}" for name, one in value.items()) + " }"
    if isinstance(value, tuple):
        return toml_value(value[0]) if len(value) == 1 else f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, bool | int):
        return json.dumps(value)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
