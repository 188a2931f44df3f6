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
from align.shown_text import Markup

LINE_BREAK = re.compile(r"\r\n|[\r\n\f\v\x85\u2028\u2029]")
_ROW_BREAK = re.compile(r"\r\n|[\r\n]")
_TERMINAL = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_WORD = re.compile(r"\S+")
_QUOTE_MARKS = re.compile(r"[ \t]*(?:>[ \t]?)+")
"""What a line of quoted mail begins with."""
_DIVIDED = re.compile(r"[^\W\d_][-‐\xad]$")
_OPERATOR = re.compile(r">+[^\s>\w\"“«„'‘(\[*-]")
_LIST_ITEM = re.compile(r"(?:[-*•–—]|\d{1,3}[.)])\s")

NARROWEST, NARROW, WIDEST = 25, 40, 120
_SLACK, _NARROW_SLACK = 8, 4
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
    """The span of a line without surrounding whitespace and line break; `indent` counts the characters before it.

    `begin` is where its marks of quoted mail begin, `start` without any; `depth` counts them. Then `indent` counts the
    blanks between them and the text.
    """

    start: int
    end: int
    indent: int
    begin: int
    depth: int = 0


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
    if _is_mail(text, every[:_SAMPLE]):
        every = [_unquoted(text, line) for line in every]
    width = wrap_width(text, every[:_SAMPLE])
    found: list[list[PlainLine]] = []
    first: PlainLine | None = None  # of the paragraph
    previous: PlainLine | None = None
    for line in every:
        if line.start == line.end:
            previous = None
            if line.depth and found and found[-1][-1].depth:
                found[-1].append(line)
            elif line.depth:
                found.append([line])
        elif previous and first and _continues(text, first, previous, line, width):
            found[-1].append(line)
            previous = line
        else:
            found.append([line])
            first = previous = line
    return tuple(_paragraph(of) for of in found)


def _paragraph(of: list[PlainLine]) -> Paragraph:
    """The paragraph of some lines; the marks of quoted mail are its markup."""
    marks = tuple(Markup(line.begin, line.start) for line in of if line.depth)
    return Paragraph(of[0].begin, of[-1].end, markup=marks)


def _is_mail(text: str, every: list[PlainLine]) -> bool:
    """Whether lines one below the other are quoted mail: no operators (`>=`), and not only Python's prompt, `>>>`."""
    marked = [line for line in every if text.startswith(">", line.start)]
    if any(_OPERATOR.match(text, line.start) for line in marked):
        return False
    return any(
        text.startswith(">", a.start)
        and text.startswith(">", b.start)
        and max(a.end - a.start, b.end - b.start) >= NARROWEST
        and not (text.startswith(">>>", a.start) and text.startswith(">>>", b.start))
        for a, b in pairwise(every)
    )


def wrap_width(text: str, every: list[PlainLine]) -> int:
    """The column at which the file was hard-wrapped, or 0 when it was not; one line in ten may be longer."""
    lengths = sorted((line.end - line.start for line in every if line.end > line.start), reverse=True)
    breaks = [(a, b) for a, b in pairwise(every) if a.end > a.start and b.end > b.start and a.depth == b.depth]
    capitals = text[: every[-1].end].isupper() if every else False
    allowed = max(1, len(lengths) // 10)
    for width in sorted(set(lengths[: allowed + 1]), reverse=True):
        if NARROWEST <= width <= WIDEST and _is_wrapped_at(text, breaks, width, capitals):
            return width
    return 0


def _is_wrapped_at(text: str, breaks: list[tuple[PlainLine, PlainLine]], width: int, capitals: bool) -> bool:
    """Whether the line breaks look like wraps at a column, except at ends of paragraphs and before list items.

    Of a narrow column, whose lines are full more often by chance (verse that begins with a small letter), and of a text
    in `capitals`, which does not show where sentences go on, more is asked.
    """
    full = [(above, below) for above, below in breaks if _is_full(text, above, below, width)]
    midway = sum(not _closes(text, above) for above, _ in full)
    small = sum(_begins_mid_sentence(text, below) for _, below in full)
    early = sum(
        not _is_full(text, above, below, width)
        and not _closes(text, above)
        and not _LIST_ITEM.match(text, below.start)
        and not _is_divided(text, above, below)
        for above, below in breaks
    )
    if width < NARROW or capitals:
        small = len(full) if capitals else small
        verse = bool(breaks) and text[breaks[0][0].start].islower()
        if len(full) < 3 or verse or early > 0.2 * len(full):
            return False
        return midway >= 0.6 * len(full) and small >= 0.5 * len(full)
    return bool(full) and early <= 0.6 * len(full) and midway >= 0.6 * len(full) and small >= 0.4 * len(full)


def _continues(text: str, first: PlainLine, above: PlainLine, below: PlainLine, width: int) -> bool:
    """Whether the break between two lines is only a wrap; `width` is the file's column, 0 if it is not hard-wrapped,
    and `first` the first line of the paragraph."""
    if above.depth != below.depth:
        return False
    closed = _closes(text, above)
    midway = _begins_mid_sentence(text, below) and not closed
    item = _LIST_ITEM.match(text, first.start)
    hangs = item is not None and 0 <= below.indent - first.indent - (item.end() - item.start()) <= 1
    if not width:
        return hangs and midway
    full = _is_full(text, above, below, width, slack=0 if closed else None)
    if _LIST_ITEM.match(text, below.start):
        beside = item is not None and below.indent <= first.indent
        if closed or beside or not full:
            return False
    if below.indent > above.indent + 1 and not (hangs and above is first):
        return False
    return full or midway or (hangs and below.indent > first.indent and not closed) or _is_divided(text, above, below)


def _closes(text: str, line: PlainLine) -> bool:
    """Whether a line ends as a sentence or clause does."""
    return _TERMINAL.search(text, max(line.start, line.end - 6), line.end) is not None


def _is_full(text: str, above: PlainLine, below: PlainLine, width: int, slack: int | None = None) -> bool:
    """Whether the first word of `below` had no room at the end of `above`, allowing a ragged edge of `slack`
    characters."""
    if slack is None:
        slack = _SLACK if width >= NARROW else _NARROW_SLACK
    word = _WORD.match(text, below.start)
    return (above.end - above.start) + 1 + (len(word.group()) if word else 0) > width - slack


def _is_divided(text: str, above: PlainLine, below: PlainLine) -> bool:
    """Whether a word is divided between two lines: `con-`, `tainer`."""
    return _DIVIDED.search(text, max(above.start, above.end - 4), above.end) is not None and text[below.start].islower()


def _begins_mid_sentence(text: str, line: PlainLine) -> bool:
    """Whether a line begins as the middle of a sentence does: small letter, or a script without capitals."""
    first = text[line.start]
    return first.islower() or (first.isalpha() and not first.isupper())


def _trim(text: str, start: int, end: int) -> PlainLine:
    piece = text[start:end]
    body = piece.strip()
    if not body:
        return PlainLine(start, start, 0, start)
    indent = len(piece) - len(piece.lstrip())
    return PlainLine(start + indent, start + indent + len(body), indent, start + indent)


def _unquoted(text: str, line: PlainLine) -> PlainLine:
    """The line without its marks of quoted mail."""
    marks = _QUOTE_MARKS.match(text, line.start, line.end)
    if marks is None:
        return line
    inside = _trim(text, marks.end(), line.end)
    return inside._replace(begin=line.start, end=line.end, depth=marks.group().count(">"), start=inside.start)
