"""Running heads and page numbers: what the pages of a book have in addition to its text.

A running head is known by what it repeats (its words at one height, whatever numbers and dates are in it), by a number
that counts the pages (`Politics | 3`, `4 | Chapter Two`), and by the distance to the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from align.account import Account
from align.localization import N_
from align.readers.pdf_pages import PdfLine, PdfPage

_PAGE_NUMBER = re.compile(
    r"(?:[-–—|\s]*)(?:(?:page|p\.|seite|стр\.|страница)\s*)?(?:\d{1,5}|[ivxlcdm]{1,7})(?:\s*(?:/|of|von|из)\s*\d{1,5})?[-–—|\s]*$",
    re.IGNORECASE,
)
_DATE_WORD = re.compile(
    r"\b(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|январ[ья]|феврал[ья]|марта?|апрел[ья]|ма[йя]|июн[ья]|июл[ья]|августа?|сентябр[ья]|октябр[ья]|ноябр[ья]|декабр[ья])\b"
)
_NUMBER = re.compile(r"\d+|^[ivxlcdm]{1,7}\b|\b[ivxlcdm]{1,7}$")
_NUMBERS = re.compile(r"#(?:[\s,./:–—-]*#)*(?:st|nd|rd|th)?")
_COUNT_BEFORE = re.compile(r"(\d{1,5}|[ivxlcdm]{1,7})\s?[|·•–—/]\s?\S")
_COUNT_BEHIND = re.compile(r"[^\s|·•–—/-][\s|·•–—/-]{1,5}(\d{1,5}|[ivxlcdm]{1,7})$")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_LONGEST_COUNT = 14  # characters, with what parts it from the words
_EDGE = 2
"""Lines at the top and at the bottom of a page among which running heads are looked for."""
_MARGIN, _HEAD = 0.12, 0.15
"""Parts of a page's height, at its top and bottom, in which a line with only a number is the page number, and in which
a line apart from the text is a head."""
_WORDS = 5
"""Most words of a running head that spans the page and is not apart from the text."""
_APART = 1.6
"""How much larger than between two lines the distance between a head and the text is."""
_OFTEN, _OFTEN_APART = 3, 2
"""Pages on which the same line at the same height is a running head, and if it is apart from the text."""
_LARGER = 1.05
"""How much larger than the text's letters those of a head on two pages only may be: a title repeats, too."""


def without_furniture(pages: Sequence[PdfPage], account: Account) -> Iterator[PdfPage]:
    """Remove running heads, page numbers, and lines without visible text; `account` counts them."""
    furniture = _Furniture(pages)
    for number, page in enumerate(pages):
        edges, apart = set(_edges(page)), set(_apart(page, furniture.leading))
        kept = [
            line
            for line in page.lines
            if line.text and not (line in edges and furniture.has(line, number, page, line in apart))
        ]
        if gone := sum(bool(line.text) for line in page.lines) - len(kept):
            account.leave_out(N_("running heads and page numbers"), f"p. {number + 1}", gone, expected=True)
        yield PdfPage(page.height, kept)


class _Furniture:
    """What repeats on the pages of a document: lines by their words and height, and numbers that count the pages."""

    def __init__(self, pages: Sequence[PdfPage]):
        steps = [a.bottom - b.bottom for page in pages for a, b in pairwise(page.lines) if a.size == b.size]
        ordinary = [step for step in steps if step > 0]
        sizes = Counter(line.size for page in pages for line in page.lines for _ in line.text.split())
        self.size = max(sizes, key=lambda size: sizes[size], default=0.0)
        self.leading = median(ordinary) if ordinary else 1.2 * self.size
        self.counts: Counter[tuple[str, int]] = Counter()
        offsets: Counter[int] = Counter()
        for number, page in enumerate(pages):
            self.counts.update({_key(line) for line in _edges(page)})
            offsets.update(
                {count - number for line in _apart(page, self.leading) if (count := _count(line)) is not None}
            )
        common = [offset for offset, often in offsets.items() if often > 1 and 2 * often >= len(pages)]
        self.offset = max(common, key=lambda offset: offsets[offset], default=None)

    def has(self, line: PdfLine, number: int, page: PdfPage, apart: bool) -> bool:
        """Whether a line at the edge of page `number`, which may be `apart` from the text, is a head or a page
        number."""
        often = self.counts[_key(line)]
        if often >= _OFTEN and (apart or not _is_running_text(line, page)):
            return True
        small = line.size <= _LARGER * self.size and not _is_sentence(line)
        if apart and small and often >= _OFTEN_APART:
            return True
        count = _count(line)
        if apart and small and count is not None and self.offset == count - number:
            return True
        in_margin = not _MARGIN * page.height < line.bottom < (1 - _MARGIN) * page.height
        return in_margin and _PAGE_NUMBER.match(line.text) is not None


def _is_running_text(line: PdfLine, page: PdfPage) -> bool:
    """Whether a line spans the page from edge to edge, as text does and a running head does not."""
    widest = max(other.right - other.left for other in page.lines)
    return line.right - line.left > 0.95 * widest and len(line.text.split()) > _WORDS


def _is_sentence(line: PdfLine) -> bool:
    return line.text.endswith((".", "!", "?")) and len(line.text.split()) > _WORDS


def _ordered(page: PdfPage) -> list[PdfLine]:
    return sorted((line for line in page.lines if line.text), key=lambda line: -line.bottom)


def _edges(page: PdfPage) -> list[PdfLine]:
    """The lines at the top and at the bottom of a page."""
    ordered = _ordered(page)
    return ordered[:_EDGE] + ordered[_EDGE:][-_EDGE:]


def _apart(page: PdfPage, leading: float) -> list[PdfLine]:
    """Those of the lines at the edges that a gap parts from the text."""
    ordered = _ordered(page)
    top = [line for line in _above_gap(ordered, leading) if line.bottom > (1 - _HEAD) * page.height]
    return top + [line for line in _above_gap(ordered[::-1], leading) if line.bottom < _HEAD * page.height]


def _above_gap(ordered: Sequence[PdfLine], leading: float) -> Sequence[PdfLine]:
    """The first lines of `ordered`, _EDGE at most, that end in a gap; none when there is none."""
    for number, (one, other) in enumerate(pairwise(ordered[: _EDGE + 1]), start=1):
        if abs(one.bottom - other.bottom) > _APART * leading:
            return ordered[:number]
    return ordered[:0]


def _count(line: PdfLine) -> int | None:
    """The number at the beginning or the end of a line that could count the pages, Arabic or Roman."""
    text = line.text.casefold()
    match = _COUNT_BEFORE.match(text) or _COUNT_BEHIND.search(text, max(0, len(text) - _LONGEST_COUNT))
    written = match[1] if match else None
    if written is None or written.isdecimal():
        return int(written) if written else None
    values = [_ROMAN[letter] for letter in written]
    return sum(-a if a < b else a for a, b in pairwise([*values, 0]))


def _key(line: PdfLine) -> tuple[str, int]:
    """The key that a running head has on every page: its words, without numbers and dates, and its height."""
    words = _NUMBER.sub("#", _DATE_WORD.sub("#", line.text.casefold()))
    return _NUMBERS.sub("#", words), round(line.bottom / 4)
