"""Plain text → paragraphs: a line is a paragraph, unless the file is hard-wrapped.

A hard-wrapped file is recognised by how its lines end. A program (or a typist) who wraps at column W breaks a line
where the next word would pass W, so nearly every break satisfies `length + 1 + next word > W`, comes in mid-sentence,
and the next line goes on in small letters. A paragraph a line, a sentence a line, verse and lists do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

from align.document import Document, Paragraph
from align.io.byte_source import ByteSource, opened
from align.io.limits import MOST_PARAGRAPHS, nothing_to_segment, too_long
from align.io.text_encoding import decode
from align.readers.read_options import ReadOptions

LINE_BREAK = re.compile(r"\r\n|[\r\n\f\v\x85\u2028\u2029]")
_ROW_BREAK = re.compile(r"\r\n|[\r\n]")
_TERMINAL = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_WORD = re.compile(r"\S+")
_LIST_ITEM = re.compile(r"(?:[-*•–—]|\d{1,3}[.)])\s")

NARROWEST, WIDEST = 40, 120
_SLACK = 8
_SAMPLE = 4000
"""Lines that show whether a file is hard-wrapped."""

Cutter = Callable[[str], tuple[Paragraph, ...]]
"""Finds the paragraphs of a text."""


def read(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the one document of a plain text."""
    yield read_as(source, options, paragraphs)


def read_as(source: ByteSource, options: ReadOptions, cut: Cutter) -> Document:
    """Read the text of `source` unchanged, cut into paragraphs by `cut`, or into lines if it is segmented already."""
    text, encoding = decode(source.data(), source.shown, options.encoding)
    return as_document(source.id, source.shown, text, encoding, rows if options.one_per_line else cut)


def read_text(path: str | Path, encoding: str | None = None) -> str:
    """Read the file at `path` (`-` is standard input) as text, whatever its suffix: a list of files, for example.

    Raises InputError when it cannot be read, EncodingError when it is not text.
    """
    with opened(str(path)) as source:
        return decode(source.data(), source.shown, encoding)[0]


def as_document(
    id: str,
    shown: str,
    text: str,
    encoding: str,
    cut: Cutter,
    language: str | None = None,
) -> Document:
    """Make a Document of `text`. Raises InputError when it is empty or has too many lines."""
    if has_no_text(text):
        raise nothing_to_segment(shown)
    if next(islice(LINE_BREAK.finditer(text), MOST_PARAGRAPHS, None), None):
        raise too_long(shown)
    if not (paragraphs := cut(text)):  # nothing but Markdown markup
        raise nothing_to_segment(shown)
    return Document(id=id, text=text, paragraphs=paragraphs, language=language, encoding=encoding)


def has_no_text(text: str) -> bool:
    """Whether `text` has no visible characters, but only whitespace, byte-order marks, NULs."""
    return not text.strip("\ufeff\u200b \t\r\n\f\v\x00\xa0") or not text.strip()


class PlainLine(NamedTuple):
    """The span of a line without surrounding whitespace and line break; `indent` counts the characters before it."""

    start: int
    end: int
    indent: int


def lines(text: str, breaks: re.Pattern[str] = LINE_BREAK) -> Iterator[PlainLine]:
    """Iterate over the lines of `text`, empty ones included; a line break at the very end opens no further line."""
    at = 0
    for match in breaks.finditer(text):
        yield _trim(text, at, match.start())
        at = match.end()
    if at < len(text):
        yield _trim(text, at, len(text))


def rows(text: str) -> tuple[Paragraph, ...]:
    """Make every line a paragraph, empty lines as empty paragraphs: paragraph number n is line n + 1 of the file.

    Only LF, CRLF and CR end such a line, as they do for other tools that read line-by-line bitext.
    """
    return tuple(Paragraph(line.start, line.end) for line in lines(text, _ROW_BREAK))


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Find the paragraphs of a plain text: runs of joined lines in a hard-wrapped file, single lines in any other."""
    every = list(lines(text))
    width = wrap_width(text, every[:_SAMPLE])
    found: list[Paragraph] = []
    previous: PlainLine | None = None
    for line in every:
        if line.start == line.end:
            previous = None
        elif width and previous and _continues(text, previous, line, width):
            found[-1] = Paragraph(found[-1].start, line.end)
            previous = line
        else:
            found.append(Paragraph(line.start, line.end))
            previous = line
    return tuple(found)


def wrap_width(text: str, every: list[PlainLine]) -> int:
    """The column at which the file was hard-wrapped, or 0 when it was not; one line in ten may be longer."""
    lengths = sorted((line.end - line.start for line in every if line.end > line.start), reverse=True)
    breaks = [(a, b) for a, b in pairwise(every) if a.end > a.start and b.end > b.start]
    allowed = max(1, len(lengths) // 10)
    for width in sorted(set(lengths[: allowed + 1]), reverse=True):
        if NARROWEST <= width <= WIDEST and _is_wrapped_at(text, breaks, width):
            return width
    return 0


def _is_wrapped_at(text: str, breaks: list[tuple[PlainLine, PlainLine]], width: int) -> bool:
    """Whether the line breaks look like wraps at a column, except at ends of paragraphs and before list items."""
    full = [(above, below) for above, below in breaks if _is_full(text, above, below, width)]
    midway = sum(not _closes(text, above) for above, _ in full)
    small = sum(_begins_mid_sentence(text, below) for _, below in full)
    early = sum(
        not _is_full(text, above, below, width) and not _closes(text, above) and not _LIST_ITEM.match(text, below.start)
        for above, below in breaks
    )
    return bool(full) and early <= 0.6 * len(full) and midway >= 0.6 * len(full) and small >= 0.4 * len(full)


def _continues(text: str, above: PlainLine, below: PlainLine, width: int) -> bool:
    """Whether the break between two lines of a hard-wrapped file is only a wrap."""
    closed = _closes(text, above)
    full = _is_full(text, above, below, width, slack=0 if closed else _SLACK)
    if below.indent > above.indent + 1 or (_LIST_ITEM.match(text, below.start) and (closed or not full)):
        return False
    return full or (_begins_mid_sentence(text, below) and not closed)


def _closes(text: str, line: PlainLine) -> bool:
    """Whether a line ends as a sentence or clause does."""
    return _TERMINAL.search(text, max(line.start, line.end - 6), line.end) is not None


def _is_full(text: str, above: PlainLine, below: PlainLine, width: int, slack: int = _SLACK) -> bool:
    """Whether the first word of `below` had no room at the end of `above`, allowing a ragged edge of `slack`
    characters."""
    word = _WORD.match(text, below.start)
    return (above.end - above.start) + 1 + (len(word.group()) if word else 0) > width - slack


def _begins_mid_sentence(text: str, line: PlainLine) -> bool:
    """Whether a line begins as the middle of a sentence does: small letter, or a script without capitals."""
    first = text[line.start]
    return first.islower() or (first.isalpha() and not first.isupper())


def _trim(text: str, start: int, end: int) -> PlainLine:
    piece = text[start:end]
    body = piece.strip()
    if not body:
        return PlainLine(start, start, 0)
    indent = len(piece) - len(piece.lstrip())
    return PlainLine(start + indent, start + indent + len(body), indent)
