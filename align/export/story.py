"""Puts the pairs of a corpus together again as the documents that they were made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from align.corpus.pair import Pair
from align.document import ParagraphKind
from align.export.places import places_of
from align.export.source_files import Place, SourceFiles
from align.languages.scripts import is_unspaced

_NUMBERED = re.compile(r"(.*)-\d+(?:\.\d+)*")
"""An id that `align` gave: `port.2-0007`, or `port.2-0007.2` of what a reviewer divided."""


@dataclass(frozen=True, slots=True)
class StoryParagraph:
    """The pairs of one paragraph, in order; never empty. `number` counts from 1 in the source document."""

    number: int
    pairs: tuple[Pair, ...]
    block: ParagraphKind = "text"

    @property
    def target(self) -> str:
        """Its translation on one line."""
        space = "" if is_unspaced(self.pairs[0].target_lang) else " "
        return space.join(pair.target for pair in self.pairs if pair.target)

    @property
    def source(self) -> str:
        """Its source on one line."""
        space = "" if is_unspaced(self.pairs[0].source_lang) else " "
        return space.join(pair.source for pair in self.pairs if pair.source)


@dataclass(frozen=True, slots=True)
class StoryText:
    """One document of a corpus: its name there, its languages, and its paragraphs."""

    doc: str
    paragraphs: tuple[StoryParagraph, ...]
    source_lang: str = ""
    target_lang: str = ""
    is_divided: bool = True
    """Whether it is known where its paragraphs begin; where not, each pair is one."""

    @property
    def pairs(self) -> list[Pair]:
        """Its pairs in order."""
        return [pair for paragraph in self.paragraphs for pair in paragraph.pairs]


def stories(pairs: Iterable[Pair], folder: str | Path = ".") -> list[StoryText]:
    """The documents of a corpus, in the order in which it has them, each in one target language.

    The pairs of a document stand in the order of their numbers, also where the corpus was sorted otherwise. Where it
    does not say which paragraph a pair stands in, its source file does, if it is still there (as named, or in
    `folder`), or the gaps between the pairs' spans; else each pair is a paragraph.
    """
    groups: dict[tuple[str, str, str], list[Pair]] = {}
    for pair in pairs:
        named = _NUMBERED.fullmatch(pair.id)
        groups.setdefault((pair.doc, named[1] if named else "", pair.target_lang), []).append(pair)
    files = SourceFiles(Path(folder))
    return [_story(doc, in_order(group), files) for (doc, _, _), group in _joined(groups)]


def _joined(
    groups: dict[tuple[str, str, str], list[Pair]],
) -> Iterable[tuple[tuple[str, str, str], list[Pair]]]:
    """The groups, with the pairs that a reviewer added under other ids beside the rest of their document."""
    named = {(doc, lang): (doc, stem, lang) for doc, stem, lang in groups if stem}
    for key in [key for key in groups if not key[1]]:
        if other := named.get((key[0], key[2])):
            groups[other] += groups.pop(key)
    return groups.items()


def in_order(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs of a document in the order of their numbers; as they stand where some have none."""
    return sorted(pairs, key=lambda pair: pair.n) if all(pair.n > 0 for pair in pairs) else list(pairs)


def _story(doc: str, pairs: list[Pair], files: SourceFiles) -> StoryText:
    paragraphs: list[StoryParagraph] = []
    held: list[Pair] = []
    last: Place | None = None
    known = places_of(doc, pairs, files)
    places = known or [Place(number) for number in range(1, len(pairs) + 1)]
    for pair, place in zip(pairs, places, strict=True):
        if last is not None and place.number != last.number:
            paragraphs.append(StoryParagraph(last.number, tuple(held), last.block))
            held = []
        held.append(pair)
        last = place
    if last is not None:
        paragraphs.append(StoryParagraph(last.number, tuple(held), last.block))
    is_divided = known is not None or len(pairs) < 2
    return StoryText(doc, tuple(paragraphs), pairs[0].source_lang, pairs[0].target_lang, is_divided)
