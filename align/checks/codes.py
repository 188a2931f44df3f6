"""Checks codes: a placeholder, a tag or a picture of the source is in the target as it is, and as often."""

from __future__ import annotations

import html
import re
from collections import Counter

from align.checks.detail import Details, on_sides
from align.checks.pair_view import PairView
from align.languages.codes import PICTURE, find_codes

_SHAPE = re.compile(r"\s*/?>\Z")


def codes_differ(view: PairView) -> Details | None:
    """A placeholder, tag, entity or picture of the source is not in the target as often; or a placeholder or tag is in
    the target only. Addresses are `latin-missing`'s."""
    source, target = _codes(view.source), _codes(view.target)
    if source == target:
        return None
    missing = [code for code in (source - target).elements() if not _is_written_out(code, view.target)]
    added = [code for code in (target - source).elements() if code[0] in "<{%[" and not PICTURE.match(code)]
    return on_sides(missing, added)


def _codes(text: str) -> Counter[str]:
    codes = Counter(_SHAPE.sub(">", code.text) for code in find_codes(text) if code.role != "address")
    if not text.isascii():
        codes.update(match[0].replace("\ufe0f", "") for match in PICTURE.finditer(text))
    return codes


def _is_written_out(code: str, target: str) -> bool:
    """Whether an entity stands in the target as its character."""
    return code[0] == "&" and html.unescape(code) in target
