"""Markdown → paragraphs: the block structure of CommonMark 0.31, as far as a translator needs it.

Headings, list items, block quotes and running text are extracted without their markers (`#`, `-`, `>`); inline markup
(links, emphasis) stays as it is. Front matter, code, tables' rules, link definitions and HTML comments are paragraphs
of the kind `code`: they stay in the document and are never segmented. Only a quotation or list item that goes over
several lines keeps the markers of its later lines inside, because offsets are those of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from align.document import Document, Paragraph, ParagraphKind
from align.io.byte_source import ByteSource
from align.readers.plain import PlainLine, lines, read_as
from align.readers.read_options import ReadOptions

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_CLOSING_HASHES = re.compile(r"[ \t]+#+$|^#+$")
_SETEXT = re.compile(r"(?:=+|-+)$")
_RULE = re.compile(r"(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$")
_FENCE = re.compile(r"`{3,}(?=[^`]*$)|~{3,}")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_QUOTE = re.compile(r"(?:>[ \t]?)+[ \t]*")
_TABLE_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?$")
_DEFINITION = re.compile(r"\[[^\]]+\]:[ \t]*\S+")


@dataclass(slots=True)
class _Blocks:
    """The paragraphs found so far.

    `open` says that the last one is running text that the next line may continue, `quoted` that it is in a block quote.
    """

    found: list[Paragraph]
    open: bool = False
    quoted: bool = False

    def add(self, start: int, end: int, kind: ParagraphKind, open: bool = False) -> None:
        if start < end:
            self.found.append(Paragraph(start, end, kind))
            self.open = open
            self.quoted = False

    def extend(self, end: int) -> None:
        last = self.found[-1]
        self.found[-1] = Paragraph(last.start, end, last.kind)

    def retype(self, kind: Literal["heading"]) -> None:
        last = self.found[-1]
        self.found[-1] = Paragraph(last.start, last.end, kind)
        self.open = False


def read(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the one document of a Markdown text."""
    yield read_as(source, options, paragraphs)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Find the paragraphs of a Markdown text, in order."""
    every = list(lines(text))
    blocks = _Blocks([])
    at = _front_matter(text, every, blocks)
    while at < len(every):
        at = _block(text, every, at, blocks)
    return tuple(blocks.found)


def _front_matter(text: str, every: list[PlainLine], blocks: _Blocks) -> int:
    """Consume YAML or TOML front matter at the very beginning; the number of lines consumed."""
    if not every or text[every[0].start : every[0].end] not in {"---", "+++"}:
        return 0
    fence = text[every[0].start : every[0].end]
    for number, line in enumerate(every[1:], start=1):
        if text[line.start : line.end] in {fence, "..."}:
            blocks.add(every[0].start, line.end, "code")
            return number + 1
    return 0


def _block(text: str, every: list[PlainLine], at: int, blocks: _Blocks) -> int:
    """Consume one line, or a fenced block; the number of the next line."""
    line = every[at]
    body = text[line.start : line.end]
    if not body:
        blocks.open = False
        return at + 1
    fence = _FENCE.match(body)
    if fence:
        return _code_until(text, every, at, blocks, re.compile(re.escape(fence.group()) + r"[`~]*$"), first=at + 1)
    if body.startswith("<!--"):
        return _code_until(text, every, at, blocks, re.compile(r".*-->"), first=at)
    if line.indent >= 4 and not blocks.open and not _in_list(blocks):
        blocks.add(line.start, line.end, "code")
        return at + 1
    _line(line, body, blocks)
    return at + 1


def _code_until(
    text: str, every: list[PlainLine], at: int, blocks: _Blocks, closing: re.Pattern[str], first: int
) -> int:
    """Consume the lines up to the one that `closing` matches (or the end of the text) as one block of code."""
    for number in range(first, len(every)):
        if closing.match(text, every[number].start, every[number].end):
            blocks.add(every[at].start, every[number].end, "code")
            return number + 1
    last = next(line for line in reversed(every) if line.end > line.start)
    blocks.add(every[at].start, last.end, "code")
    return len(every)


def _line(line: PlainLine, body: str, blocks: _Blocks) -> None:
    if blocks.open and _SETEXT.match(body) and blocks.found[-1].kind == "text":
        blocks.retype("heading")
        blocks.add(line.start, line.end, "code")
        return
    heading = _HEADING.match(body)
    if heading:
        closing = _CLOSING_HASHES.search(body, heading.end())
        end = line.start + (closing.start() if closing else len(body))
        blocks.add(line.start + heading.end(), end, "heading")
        blocks.open = False
    elif _RULE.match(body) or _TABLE_RULE.match(body) or _DEFINITION.match(body):
        blocks.add(line.start, line.end, "code")
    elif item := _ITEM.match(body):
        blocks.add(line.start + item.end(), line.end, "list-item", open=True)
    elif quote := _QUOTE.match(body):
        _quoted(line, quote.end(), blocks)
    elif body.startswith("|"):
        blocks.add(line.start, line.end, "text")
    elif blocks.open:
        blocks.extend(line.end)
    else:
        blocks.add(line.start, line.end, "text", open=True)


def _quoted(line: PlainLine, marker: int, blocks: _Blocks) -> None:
    """Add a line of a block quote: it continues the quotation above, or opens one; a bare `>` closes it."""
    start = line.start + marker
    if start >= line.end:
        blocks.open = False
    elif blocks.open and blocks.quoted:
        blocks.extend(line.end)
    else:
        blocks.add(start, line.end, "text", open=True)
        blocks.quoted = True


def _in_list(blocks: _Blocks) -> bool:
    return bool(blocks.found) and blocks.found[-1].kind == "list-item"
