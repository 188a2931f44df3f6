"""A worksheet that is written from top to bottom, as a page: headings, texts across, tables. The first sheet is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from align.review.layout import FAINT, FONT, HEADER_FILL, INK, LINE, RULE, count_lines

WIDTHS = (2.5, 40, 13, 11, 11, 11.5, 11.5, 12, 14.5, 14.5, 14.5)
"""Widths of the columns of the page; the first is its margin."""

LYING, UPRIGHT = 800.0, 1600.0
"""Heights in points up to which a page of these widths is printed lying on one sheet, or upright: at 60 % and 55 %."""


class Page:
    """A page with its next row. The workbook keeps no rows in memory: what is written stays above what follows."""

    def __init__(self, book: Any, work: Any):
        self.work = work
        self.row = 0
        self._book = book
        self._looks: dict[str, Any] = {}
        for column, width in enumerate(WIDTHS):
            work.set_column(column, column, width)
        work.hide_gridlines(2)
        work.set_paper(9)
        self._height = 0.0

    def heading(self, text: str) -> None:
        """Write a heading."""
        self.set_height(22)
        self.work.write_string(self.row, 1, text, self.look(size=13, bold=True, color=HEADER_FILL))
        self.row += 1

    def paragraph(self, text: str) -> None:
        """Write a text across the page, as many lines high as it needs."""
        self.across(1, len(WIDTHS) - 1, text, self.look(wrap=True, valign="top"))
        self.set_height(6 + 15 * lines_across(text, 1, len(WIDTHS) - 1))
        self.row += 1

    def set_height(self, points: float) -> None:
        """Give this row a height other than that of a line."""
        self.work.set_row(self.row, points)
        self._height += points - LINE

    def end_of_print(self) -> None:
        """Leave what follows out of print, and have all above it on one page, lying or upright, unless it were too
        small to be read there: then as many pages as are needed."""
        height = self._height + self.row * LINE
        if height <= LYING:
            self.work.set_landscape()
        self.work.print_area(0, 0, max(self.row - 1, 0), len(WIDTHS) - 1)
        self.work.fit_to_pages(1, 1 if height <= UPRIGHT else 0)

    def across(self, first: int, last: int, text: str, look: Any) -> None:
        """Write a text into the columns from `first` to `last` of this row, which become one cell."""
        if first == last:
            self.work.write_string(self.row, first, text, look)
        else:
            self.work.merge_range(self.row, first, self.row, last, text, look)

    def heads(self, texts: Sequence[str]) -> None:
        """Write the headings of a table, a column each."""
        for column, text in enumerate(texts, 1):
            look = self.look(bold=True, color="#FFFFFF", fill=HEADER_FILL, align="left" if column == 1 else "center")
            self.work.write_string(self.row, column, text, look)
        self.row += 1

    def look(
        self,
        size: int = 11,
        bold: bool = False,
        color: str = INK,
        fill: str = "",
        align: str = "left",
        valign: str = "vcenter",
        wrap: bool = False,
        ruled: bool = False,
        top: bool = False,
        underline: bool = False,
        number: str = "",
        indent: int = 0,
    ) -> Any:
        """The format of a cell, made once."""
        key = repr(sorted((name, value) for name, value in locals().items() if name != "self"))
        if key not in self._looks:
            look: dict[str, Any] = {"font_name": FONT, "font_size": size, "bold": bold, "font_color": color}
            look |= {"align": align, "valign": valign, "text_wrap": wrap, "indent": indent}
            look |= {"bg_color": fill} if fill else {}
            look |= {"bottom": 1, "bottom_color": RULE} if ruled else {}
            look |= {"top": 1, "top_color": FAINT} if top else {}
            look |= {"underline": 1} if underline else {}
            look |= {"num_format": number} if number else {}
            self._looks[key] = self._book.add_format(look)
        return self._looks[key]


def lines_across(text: str, first: int, last: int) -> int:
    """The lines that a text takes in the columns from `first` to `last`."""
    return count_lines(text, sum(WIDTHS[first : last + 1]))
