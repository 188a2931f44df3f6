"""Writes the page in one pass over the corpus, a document in memory at a time."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from align.checks import risk, with_details
from align.corpus.pair import Corpus, Pair, Span
from align.document import document_name
from align.io.atomic import atomic_output
from align.io.own_errors import ScratchText
from align.report.editor_data import EditorData, EditorFiles
from align.report.figures import LEGEND, Band, legend, looks_of, ribbons
from align.report.page_counts import PageCounts, gravity
from align.report.page_head import head_and_foot
from align.report.page_rows import row
from align.report.strings import PageWords

if TYPE_CHECKING:
    from align.glossary import Glossary

WINDOW = 5000
"""Pairs of a document that are in memory at most; a longer one continues under another heading. An editor has each
document whole, since pairs are joined and moved within a document."""

_IN_MEMORY = 8_000_000  # characters of rows; more go to a temporary file


def write_report(
    corpus: Corpus,
    output: str | Path,
    title: str = "",
    *,
    language: str = "en",
    editor: EditorFiles | None = None,
    glossary: Glossary | None = None,
) -> int:
    """Write a corpus as one HTML file and return the number of pairs.

    The page holds everything it needs, fetches nothing and forbids itself to (a content security policy with the
    hashes of its own style and script). Its words are in `language`, `en` or `ru`. With an `editor` the pairs can be
    changed on the page; with a `glossary` the flags about terms name them. Raises OutputError if the file cannot be
    written.
    """
    words = PageWords(language)
    page = _ReportPage(words, editor is not None, glossary)
    with ScratchText(_IN_MEMORY) as rows, ScratchText(_IN_MEMORY) as data:
        edited = EditorData(data, words) if editor else None
        for doc, pairs in groupby(corpus, attrgetter("doc")):
            part = 0
            while window := list(pairs if edited else islice(pairs, WINDOW)):
                part += 1
                bands = page.section(rows, doc, window, part)
                if edited:
                    edited.document(doc, window, bands)
        head, foot = head_and_foot(page.counts, corpus, title or words.text("corpus"), words, edited)
        if edited and editor:
            edited.close(editor)
        before_data, _, after_data = foot.partition(EditorData.PLACE)
        with atomic_output(output) as stream:
            stream.write(head.encode("utf-8", "replace"))
            for block in rows.pieces():
                stream.write(block.encode("utf-8", "replace"))
            stream.write(before_data.encode("utf-8", "replace"))
            for block in data.pieces():
                stream.write(block.encode("utf-8", "replace"))
            stream.write(after_data.encode("utf-8", "replace"))
    return page.counts.pairs


class _ReportPage:
    """Writes the rows and counts what the head of the page shows."""

    def __init__(self, words: PageWords, with_editor: bool, glossary: Glossary | None):
        self.counts = PageCounts()
        self._words = words
        self._with_editor = with_editor
        self._glossary = glossary
        self._named: dict[str, str] = {}

    def section(self, out: ScratchText, doc: str, pairs: Sequence[Pair], part: int) -> list[Band]:
        """Write a document, or a window of a long one: heading, picture, rows. Return the bands of the picture."""
        words, counts = self._words, self.counts
        counts.documents += part == 1
        first = counts.pairs + 1
        bands = _bands(pairs, first)
        name = self._name(doc) or words.text("Pairs")
        parts = f" <small>{escape(words.text('part', n=part))}</small>" if part > 1 else ""
        count = escape(words.text("pairs", n=len(pairs)))
        out.write(f'<section class="doc"><h2 dir="auto">{escape(name)}{parts}<small>{count}</small></h2>\n')
        beginning = counts.documents == 1 and part == 1
        if beginning:
            out.write(legend(LEGEND if self._with_editor else looks_of(bands), words))
        rails = (words.text("ribbon source"), words.text("ribbon target")) if beginning else ("", "")
        out.write(ribbons(bands, *rails, name, words) + "\n")
        for number, (pair, details) in enumerate(with_details(pairs, self._glossary), first):
            out.write(row(pair, number, risk(pair), details, words))
            counts.add(pair)
        out.write("</section>\n")
        return bands

    def _name(self, doc: str) -> str:
        """What a document is called on the page: its name, or its path where another document has that name."""
        name = document_name(doc)
        return name if self._named.setdefault(name, doc) == doc else doc


def _bands(pairs: Sequence[Pair], first: int) -> list[Band]:
    """The spans of the pairs: by their offsets in the documents, or one after the other where these are not known."""
    sources = _spans([(pair.source_span, pair.source) for pair in pairs])
    targets = _spans([(pair.target_span, pair.target) for pair in pairs])
    return [
        Band(number, source, target, gravity(pair), pair.status)
        for number, (pair, source, target) in enumerate(zip(pairs, sources, targets, strict=True), first)
    ]


def _spans(sides: Sequence[tuple[tuple[Span, ...] | None, str]]) -> list[tuple[int, int]]:
    known = all(span is not None and (span or not text) for span, text in sides)
    offset = min((start for span, _ in sides for start, _ in span or ()), default=0) if known else 0
    spans = []
    end = 0
    for span, text in sides:
        if known and span:
            start, end = min(start for start, _ in span) - offset, max(end for _, end in span) - offset
        else:
            start, end = end, end + len(text)
        spans.append((start, end))
    return spans
