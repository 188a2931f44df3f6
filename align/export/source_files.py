"""The source files of corpora that do not say which paragraphs their pairs stand in."""

from __future__ import annotations

import contextlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from align.corpus.pair import Pair
from align.document import Document, ParagraphKind, file_and_inner, on_one_line
from align.errors import AlignError
from align.shown_text import shown_text


class Place(NamedTuple):
    """The number of a paragraph in its document, from 1, and its kind."""

    number: int
    block: ParagraphKind = "text"


class SourceFiles:
    """Finds documents by the names that corpora have for them: as named, or in `folder`. A file with many documents is
    read once, as their pairs come in its order."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._name = ""
        self._stream: Iterator[Document] = iter(())

    def paragraphs(self, doc: str, pairs: Sequence[Pair]) -> list[Place | None] | None:
        """The paragraph in the source file of each pair that has a source; None where the file is not there, is another
        one by now, or does not agree with the pairs' spans. Pairs without spans are looked for by their words."""
        if not any(pair.source for pair in pairs):
            return None
        document = self._document(doc)
        if document is None:
            return None
        if not all(pair.source_span for pair in pairs if pair.source):
            return _searched(document, pairs)
        starts = [paragraph.start for paragraph in document.paragraphs]
        places: list[Place | None] = []
        for pair in pairs:
            if not (pair.source and pair.source_span):
                places.append(None)
                continue
            numbers = [max(0, bisect_right(starts, start) - 1) for start, _ in pair.source_span]
            if not _agrees(document, numbers, pair):
                return None
            places.append(Place(numbers[0] + 1, document.paragraphs[numbers[0]].kind))
        return places

    def _document(self, doc: str) -> Document | None:
        path = self.file_of(doc)
        if path is None:
            return None
        name = str(path)
        if name != self._name:
            from align.readers import read_documents

            self._name, self._stream = name, read_documents(name)
        with contextlib.suppress(AlignError, OSError):
            for document in self._stream:
                if document.id in (name, name + doc.removeprefix(file_and_inner(doc)[0])):
                    return document
        return None

    def file_of(self, doc: str) -> Path | None:
        """The file of a document, or the one that holds it among others; None where it is not there."""
        for base in (doc, file_and_inner(doc)[0]):
            for path in (Path(base), self._folder / base):
                with contextlib.suppress(OSError, ValueError):
                    if base and path.is_file():
                        return path
        return None


def _searched(document: Document, pairs: Sequence[Pair]) -> list[Place | None] | None:
    """The paragraphs in which the sources of pairs begin, found one behind the other, white space aside; None where one
    is not found."""
    bounds, texts, length = [], [], 0
    for paragraph in document.paragraphs:
        bounds.append(length)
        shown = shown_text(document.text[paragraph.start : paragraph.end], paragraph.start, paragraph.markup)
        texts.append("".join(on_one_line(shown).split()))
        length += len(texts[-1])
    text, at = "".join(texts), 0
    places: list[Place | None] = []
    for pair in pairs:
        words = "".join(pair.source.split())
        if not words:
            places.append(None)
            continue
        if (start := text.find(words, at)) < 0:
            return None
        at = start + len(words)
        number = bisect_right(bounds, start) - 1
        places.append(Place(number + 1, document.paragraphs[number].kind))
    return places


def _agrees(document: Document, numbers: Sequence[int], pair: Pair) -> bool:
    """Whether the spans of a pair, which begin in paragraphs of these numbers, hold its source, white space aside."""
    pieces = []
    for (start, end), number in zip(pair.source_span or (), numbers, strict=True):
        if not 0 <= start <= end <= len(document.text):
            return False
        signs = [sign for sign in document.paragraphs[number].markup if start <= sign.start and sign.end <= end]
        pieces.append(on_one_line(shown_text(document.text[start:end], start, signs)))
    return "".join("".join(pieces).split()) == "".join(pair.source.split())
