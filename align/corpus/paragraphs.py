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
