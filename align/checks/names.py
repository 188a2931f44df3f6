"""Names: whoever is named in the source should be found in the target, spelled in its alphabet."""

from __future__ import annotations

from align.checks.view import View


def names_missing(view: View) -> str | None:
    return None
