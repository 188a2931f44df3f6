"""Drafts of each band, wherever its limits are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from align.checks import BANDS, Band, band
from align.corpus import Pair
from align.quality import QUALITY


def estimated(quality: Any, n: int = 1, **fields: Any) -> Pair:
    """A machine's draft with this estimated quality."""
    extra = {**fields.pop("extra", {}), QUALITY: quality}
    texts = {"source": f"Ship {n} came in.", "target": f"Судно {n} пришло.", "source_lang": "en", "target_lang": "ru"}
    return Pair(**{"id": f"port-{n:04d}", "doc": "port.txt", "n": n, **texts, **fields, "extra": extra})


def quality_of(wanted: Band) -> float:
    """A quality, in the middle of those that a sound draft of this band has."""
    fitting = [step / 100 for step in range(101) if band(estimated(step / 100)) == wanted]
    return fitting[len(fitting) // 2]


def draft(wanted: Band, n: int = 1, **fields: Any) -> Pair:
    """A draft of this band; a flag of the severity error makes of one that is likely usable one that needs work."""
    return estimated(quality_of(wanted), n, **fields)


def story() -> list[Pair]:
    """A dateline, a draft of each band, a translation that a person has approved, and one of a memory."""
    dateline = replace(draft("usable", 1, kind="dateline", origin="rule", score=1.0), extra={})
    drafts = [
        draft(name, n, score=0.99, flags=flags) for n, (name, flags) in enumerate(zip(BANDS, FLAGS, strict=True), 2)
    ]
    return [
        dateline,
        *drafts,
        draft("wrong", 5, status="approved", score=0.9),
        replace(draft("work", 6, origin="tm", status="draft"), extra={}),
    ]


FLAGS: tuple[tuple[str, ...], ...] = ((), ("length-ratio",), ())
"""The flags of the drafts in `story`."""
