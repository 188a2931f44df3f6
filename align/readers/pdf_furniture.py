"""Running heads and page numbers: what the pages of a book have in addition to its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from align.readers.pdf_pages import PdfLine, PdfPage

_PAGE_NUMBER = re.compile(
    r"(?:[-–—|\s]*)(?:(?:page|p\.|seite|стр\.|страница)\s*)?(?:\d{1,5}|[ivxlcdm]{1,7})(?:\s*(?:/|of|von|из)\s*\d{1,5})?[-–—|\s]*$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_EDGE = 2
"""Lines at the top and at the bottom of a page among which running heads are looked for."""
_MARGIN = 0.12
"""Part of a page's height, at its top and bottom, in which a line with only a number is the page number."""
_WORDS = 5
"""Most words of a running head that spans the page."""
_OFTEN = 3
"""Pages on which the same line at the same height is a running head."""


def without_furniture(pages: Sequence[PdfPage]) -> Iterator[PdfPage]:
    """Remove running heads, page numbers, and lines without visible text."""
    counts: Counter[tuple[str, int]] = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    for page in pages:
        edges = set(_edges(page))
        kept = [line for line in page.lines if line.text and not (line in edges and _is_furniture(line, page, counts))]
        yield PdfPage(page.height, kept)


def _is_furniture(line: PdfLine, page: PdfPage, counts: Counter[tuple[str, int]]) -> bool:
    if counts[_key(line)] >= _OFTEN and not _is_running_text(line, page):
        return True
    in_margin = not _MARGIN * page.height < line.bottom < (1 - _MARGIN) * page.height
    return in_margin and _PAGE_NUMBER.match(line.text) is not None


def _is_running_text(line: PdfLine, page: PdfPage) -> bool:
    """Whether a line spans the page from edge to edge, as text does and a running head does not."""
    widest = max(other.right - other.left for other in page.lines)
    return line.right - line.left > 0.95 * widest and len(line.text.split()) > _WORDS


def _edges(page: PdfPage) -> list[PdfLine]:
    """The lines at the top and at the bottom of a page."""
    ordered = sorted((line for line in page.lines if line.text), key=lambda line: -line.bottom)
    return ordered[:_EDGE] + ordered[_EDGE:][-_EDGE:]


def _key(line: PdfLine) -> tuple[str, int]:
    """The key that a running head has on every page: its words, without numbers, and its height."""
    return _DIGITS.sub("#", line.text.casefold()), round(line.bottom / 4)
