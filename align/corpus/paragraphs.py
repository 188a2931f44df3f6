"""Which paragraph of its document a pair stands in: keys of `Pair.extra`, which every corpus format keeps.

With them a translation is put together again as its source was laid out, without the source's file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from align.corpus.pair import Pair
from align.document import ParagraphKind

PARAGRAPH = "paragraph"
"""The key of `Pair.extra` that holds the number of the paragraph in its document, from 1."""
BLOCK = "block"
"""The key of `Pair.extra` that holds the kind of the paragraph in its file, where that is not `text`."""

_BLOCKS: tuple[ParagraphKind, ...] = get_args(ParagraphKind)


def paragraph_record(number: int, kind: ParagraphKind = "text") -> dict[str, Any]:
    """The keys for a pair of paragraph `number`, counted from 0 as `Segment.paragraph` is."""
    record: dict[str, Any] = {PARAGRAPH: number + 1}
    return record if kind == "text" else {**record, BLOCK: kind}


def with_paragraph_of(fresh: Pair, extra: Mapping[str, Any]) -> dict[str, Any]:
    """The keys `extra` of another pair, but with the paragraph of `fresh`."""
    mine = {key: fresh.extra[key] for key in (PARAGRAPH, BLOCK) if key in fresh.extra}
    return {**{key: value for key, value in extra.items() if key not in (PARAGRAPH, BLOCK)}, **mine}


def paragraph_of(pair: Pair) -> int | None:
    """The number of the pair's paragraph in its document, from 1; None where the corpus does not say."""
    number = pair.extra.get(PARAGRAPH)
    return number if isinstance(number, int) and not isinstance(number, bool) and number > 0 else None


def block_of(pair: Pair) -> ParagraphKind:
    """The kind of the pair's paragraph in its file; `text` where the corpus does not say."""
    named = pair.extra.get(BLOCK)
    return next((kind for kind in _BLOCKS if kind == named), "text")


def native_place(extra: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of `Pair.extra` that say where a pair stands, if they are as `paragraph_record` makes them: a format
    that has fields for them writes those. Of other values nothing."""
    number, block = extra.get(PARAGRAPH), extra.get(BLOCK, "text")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 10**9 or block not in _BLOCKS:
        return {}
    made = paragraph_record(number - 1, block)
    return made if BLOCK in made or BLOCK not in extra else {}


def place_from_text(number: str, block: str = "") -> dict[str, Any]:
    """The keys for what `native_place` wrote as texts; nothing where they are something else."""
    if not (number.isascii() and number.isdigit() and 0 < len(number) < 10 and int(number)):
        return {}
    if block and (block == "text" or block not in _BLOCKS):
        return {}
    return {PARAGRAPH: int(number), BLOCK: block} if block else {PARAGRAPH: int(number)}
