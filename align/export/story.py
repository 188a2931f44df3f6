"""Puts the pairs of a corpus together again as the documents that they were made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from align.corpus.pair import Pair
from align.corpus.paragraphs import block_of, paragraph_of
from align.document import ParagraphKind
from align.languages.scripts import is_unspaced


@dataclass(frozen=True, slots=True)
class StoryParagraph:
    """The pairs of one paragraph, in order; never empty. `number` counts from 1 in the source document."""

    number: int
    pairs: tuple[Pair, ...]

    @property
    def block(self) -> ParagraphKind:
        """The kind of the paragraph in its file."""
        return block_of(self.pairs[0])

    @property
    def target(self) -> str:
        """Its translation on one line."""
        space = "" if is_unspaced(self.pairs[0].target_lang) else " "
        return space.join(pair.target for pair in self.pairs if pair.target)


@dataclass(frozen=True, slots=True)
class StoryText:
    """One document of a corpus: its name there, and its paragraphs."""

    doc: str
    paragraphs: tuple[StoryParagraph, ...]


def stories(pairs: Iterable[Pair]) -> Iterator[StoryText]:
    """Yield the documents of a corpus whose pairs stand in its order, as those of `align translate` and `align pair`
    do.

    A pair without a source belongs to the paragraph before it. Where the corpus does not say which paragraph a pair
    stands in, each is a paragraph of its own.
    """
    for doc, its_pairs in groupby(pairs, key=lambda pair: pair.doc):
        paragraphs: list[StoryParagraph] = []
        for pair in its_pairs:
            number = paragraph_of(pair)
            last = paragraphs[-1] if paragraphs else None
            if last is not None and (number == last.number if number is not None else not pair.source):
                paragraphs[-1] = StoryParagraph(last.number, (*last.pairs, pair))
            else:
                paragraphs.append(StoryParagraph(number or (last.number + 1 if last else 1), (pair,)))
        yield StoryText(doc, tuple(paragraphs))
