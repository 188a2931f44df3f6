"""TOML, from the standard library where it has it (Python 3.11) and from tomli in 3.10."""

from __future__ import annotations

import sys
from typing import Any

from align.localization import _

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def parse_toml(text: str) -> dict[str, Any]:
    """Parse a TOML text. Raises ValueError with the position of what is broken."""
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError(_("it is nested too deeply")) from error
