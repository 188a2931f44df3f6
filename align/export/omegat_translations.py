"""Which translations of a corpus go into which memory of an OmegaT project.

OmegaT knows a translation by its source text: one for all places (the default), and others for single places, which it
knows by the file and the segments before and after (OmegaT, ProjectTMX).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from align.corpus.formats.tmx_units import PROP_KEY
from align.corpus.pair import Pair
from align.export.story import StoryText


def is_reviewed(pair: Pair) -> bool:
    """Whether it is a translation that somebody approved or worded."""
    return bool(pair.source and pair.target) and pair.status in ("approved", "edited")


def is_draft(pair: Pair) -> bool:
    """Whether it is a translation that nobody has seen."""
    return bool(pair.source and pair.target) and pair.status == "draft"


def for_memory(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs for a memory: each source and translation once."""
    return list({(pair.source, pair.target): pair for pair in pairs}.values())


def for_new_project(documents: Sequence[tuple[str, StoryText]]) -> list[Pair]:
    """The reviewed pairs of documents, each with its name in the project, as the translations of the project.

    The first translation of a source is that of all places; another one is for its own place. They have no ids: OmegaT
    would look for that of a segment.
    """
    defaults: dict[str, str] = {}
    chosen: dict[tuple[str, ...], Pair] = {}
    for name, story in documents:
        pairs = [pair for pair in story.pairs if pair.source]
        for number, pair in enumerate(pairs):
            if not is_reviewed(pair):
                continue
            if defaults.setdefault(pair.source, pair.target) == pair.target:
                chosen.setdefault((pair.source,), replace(pair, id=""))
                continue
            before = pairs[number - 1].source if number else ""
            after = pairs[number + 1].source if number + 1 < len(pairs) else ""
            place = {"file": name, "prev": before, "next": after}
            extra = {**pair.extra, **{PROP_KEY + kind: text for kind, text in place.items()}}
            chosen[(pair.source, *place.values())] = replace(pair, id="", extra=extra)
    return list(chosen.values())


def translated_otherwise(pairs: Iterable[Pair], saved: Iterable[Pair]) -> int:
    """How many reviewed pairs have sources that a project translates, and never as they do."""
    known: dict[str, set[str]] = {}
    for pair in saved:
        known.setdefault(pair.source, set()).add(pair.target)
    return sum(pair.source in known and pair.target not in known[pair.source] for pair in pairs if is_reviewed(pair))
