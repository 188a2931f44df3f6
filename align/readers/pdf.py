"""PDF → paragraphs: lines joined across line ends and pages, without running heads, page numbers and line-end hyphens.

A PDF has characters and coordinates, but no paragraphs. They are inferred as a reader does: a paragraph ends where the
distance to the next line is larger than between lines, where the next line is indented, or where a line ends early
with a full stop; a heading is larger or bolder than the text. Each page is a position of the document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import accumulate, pairwise
from statistics import median

from align.account import Account
from align.document import Document, ParagraphKind, before_line
from align.errors import InputError
from align.io.byte_source import ByteSource
from align.localization import N_, _
from align.readers.blocks import Block, assemble
from align.readers.pdf_furniture import without_furniture
from align.readers.pdf_pages import HYPHEN, PdfLine, PdfPage, pages
from align.readers.read_options import ReadOptions

_TERMINAL = re.compile(r"[.!?…:][\"'”’»)\]]*(?:\d{1,3}|\[\d+\])?$")
_BULLET = re.compile(r"[•●▪■◦‣⁃○]\s+(?=\S)")
_NUMBERED = re.compile(r"(?:\d{1,3}|[a-z])[.)]\s+(?=\S)")
_DASHED = re.compile(r"[–—*-]\s+(?=\S)")
_COMPOUND = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SAME_SIZE = 0.12
"""How much, at most, letters of one paragraph differ in size: a name in monospaced letters may begin a line."""
_HEADING = 1.12
"""How much larger than the text's letters a heading's are."""
_LONGEST_HEADING = 160
_GAP = 1.35
"""How much larger than between two lines the distance between two paragraphs is."""
_LINES_ABOVE = 100
"""Lines of a paragraph whose left edge is looked at: a paragraph is shorter than two pages."""
_INDENT, _HANGING = 0.8, 2.5
"""An indent, and the most by which an item's second line hangs behind its bullet, in letters' heights."""


def read(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the one document of a PDF file. Raises InputError for one that is damaged, locked, empty, or only
    pictures."""
    every = list(pages(source.file(), source.shown))
    if not any(page.lines for page in every):
        raise InputError(
            _("{shown} has pages but no text", shown=source.shown),
            path=source.shown,
            hint=_("it is scanned, and needs OCR first"),
        )
    account = Account()
    for number, page in enumerate(every, start=1):
        if not any(line.text for line in page.lines):
            account.leave_out(N_("pages without text"), f"p. {number}")
    yield assemble(source, _blocks(every, account), account=account)


def _blocks(every: Sequence[PdfPage], account: Account) -> Iterator[Block]:
    shape = _PdfShape(every)
    words = _words(every)
    gathered: list[PdfLine] = []
    numbers: list[int] = []  # of the pages of those lines
    for number, page in enumerate(without_furniture(every, account), start=1):
        right = _right_edge(page.lines)
        for line in page.lines:
            if gathered and not shape.continues(gathered, line, right, page_turned=number != numbers[-1]):
                yield shape.block(gathered, numbers, words)
                gathered, numbers = [], []
            gathered.append(line)
            numbers.append(number)
    if gathered:
        yield shape.block(gathered, numbers, words)


class _PdfShape:
    """The usual layout of the document: the size of its letters, the distance of its lines."""

    def __init__(self, every: Sequence[PdfPage]):
        sizes: Counter[float] = Counter()
        steps: list[float] = []
        for page in every:
            for line in page.lines:
                sizes[line.size] += len(line.text)
            steps += [a.bottom - b.bottom for a, b in pairwise(page.lines) if a.size == b.size]
        self.size = max(sizes, key=lambda size: sizes[size])
        ordinary = [step for step in steps if 0.5 * self.size < step < 3 * self.size]
        self.leading = median(ordinary) if ordinary else 1.2 * self.size

    def continues(self, gathered: Sequence[PdfLine], line: PdfLine, right: float, page_turned: bool) -> bool:
        """Whether `line` continues the paragraph of the lines `gathered`; `page_turned` says that it is on another
        page."""
        above = gathered[-1]
        if above.text.endswith(HYPHEN):
            return True
        if abs(above.size - line.size) > _SAME_SIZE * above.size or above.bold != line.bold or _BULLET.match(line.text):
            return False
        step = above.bottom - line.bottom
        early = above.right < right - 4 * above.size
        if page_turned or step < -above.size:  # the next page, or the next column
            return not _TERMINAL.search(above.text) and (line.text[0].islower() or not early)
        if step > _GAP * max(self.leading, above.size) or self._is_indented(gathered, line):
            return False
        closed = _TERMINAL.search(above.text) is not None
        if closed and (early or _NUMBERED.match(line.text) or _DASHED.match(line.text)):
            return False
        return not (above.right < 0.6 * right and not line.text[0].islower())

    def _is_indented(self, gathered: Sequence[PdfLine], line: PdfLine) -> bool:
        """Whether a line begins further in than the second and later lines of the paragraph above it."""
        last = gathered[max(1, len(gathered) - _LINES_ABOVE) :]
        left = min((one.left for one in last), default=gathered[0].left)
        if len(gathered) == 1 and any(marker.match(gathered[0].text) for marker in (_BULLET, _NUMBERED, _DASHED)):
            left += _HANGING * line.size
        same_line = abs(gathered[-1].bottom - line.bottom) < 0.5 * line.size
        return not same_line and line.left > left + _INDENT * line.size

    def block(self, gathered: Sequence[PdfLine], numbers: Sequence[int], words: Set[str]) -> Block:
        """Build the block of the lines of a paragraph, which are on the pages `numbers`."""
        pieces = joined_lines([line.text for line in gathered], words)
        text = "".join(pieces)
        starts = [0, *accumulate(map(len, pieces))]
        kind: ParagraphKind = "text"
        cut = 0
        larger = gathered[0].size > _HEADING * self.size
        bolder = all(line.bold for line in gathered) and not _TERMINAL.search(text)
        if (larger or bolder) and len(text) <= _LONGEST_HEADING:
            kind = "heading"
        elif bullet := _BULLET.match(text):
            kind, cut = "list-item", bullet.end()
        elif _NUMBERED.match(text):
            kind = "list-item"
        turns = [(starts[n] - cut, f"p. {b}") for n, (a, b) in enumerate(pairwise(numbers), start=1) if a != b]
        return Block(text[cut:], kind, f"p. {numbers[0]}", tuple(turns))


def join_lines(lines: Sequence[str], words: Set[str] = frozenset()) -> str:
    """Join the lines of a paragraph; `words` are those of the document, in lower case.

    A hyphen at a line's end is removed where it divides a word: see `before_line`.
    """
    return "".join(joined_lines(lines, words))


def joined_lines(lines: Sequence[str], words: Set[str] = frozenset()) -> list[str]:
    """The lines of a paragraph as they stand on one line: each with the space behind it, or without its hyphen."""
    pieces = [lines[0]]
    for line in lines[1:]:
        joined = before_line(pieces[-1], line, words)
        pieces[-1] = f"{joined[:-1].removesuffix(HYPHEN)} " if joined.endswith(f"{HYPHEN} ") else joined
        pieces.append(line)
    pieces[-1] = pieces[-1].removesuffix(HYPHEN)
    return pieces


def _words(pages: Sequence[PdfPage]) -> Set[str]:
    """The words of a document, and the pairs of words joined by a hyphen, without the halves of words at line ends."""
    found: set[str] = set()
    halved = False
    for page in pages:
        for line in page.lines:
            words = _COMPOUND.findall(line.text.casefold())
            first, halved = int(halved), line.text.endswith((HYPHEN, "-"))
            for word in words[first : len(words) - halved]:
                parts = word.split("-")
                found.update(parts[:1] if len(parts) == 1 else (f"{a}-{b}" for a, b in pairwise(parts)))
    return found


def _right_edge(lines: Sequence[PdfLine]) -> float:
    """The x-coordinate at which full lines of a page end: a tenth of its lines may end further right."""
    edges = sorted(line.right for line in lines)
    return edges[len(edges) * 9 // 10] if edges else 0.0
