"""Markdown → paragraphs: headings, list items, quotations, cells, notes and running text without their markers.

Offsets are those of the file. What stands in a paragraph and is not seen is its markup: the `>` of a quotation's later
lines, references to footnotes, escapes, tags in a block of HTML, crossed-out text. Emphasis, links and other inline
signs stay as they are. Front matter, code, rules, link definitions and comments are paragraphs of the kind `code`: they
stay in the document and are never segmented. See `align.readers.markdown_blocks` for the structure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from align.account import Account
from align.document import Document, Paragraph
from align.io.byte_source import ByteSource
from align.localization import N_
from align.readers.markdown_blocks import MarkdownBlocks
from align.readers.markdown_lines import MarkdownLine, markdown_lines
from align.readers.plain import read_as
from align.readers.read_options import ReadOptions


def read(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the one document of a Markdown text."""
    account = Account()
    document = read_as(source, options, lambda text: _paragraphs(text, account))
    account.read = sum(paragraph.kind != "code" for paragraph in document.paragraphs)
    yield replace(document, account=account)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Find the paragraphs of a Markdown text, in order."""
    return _paragraphs(text, Account())


def _paragraphs(text: str, account: Account) -> tuple[Paragraph, ...]:
    every = list(markdown_lines(text))
    blocks = MarkdownBlocks(text, account)
    first = _front_matter(every)
    if first:
        blocks.found.append(Paragraph(every[0].start, every[first - 1].end, "code"))
        account.leave_out(N_("lines of front matter"), "line 1", first, expected=True)
    blocks.read(islice(every, first, None), first + 1)
    return tuple(blocks.found)


def _front_matter(every: Sequence[MarkdownLine]) -> int:
    """The number of lines of YAML or TOML front matter at the very beginning."""
    if not every or every[0].body not in {"---", "+++"}:
        return 0
    closing = {every[0].body, "..."}
    return next((number + 1 for number, line in enumerate(every[1:], start=1) if line.body in closing), 0)
