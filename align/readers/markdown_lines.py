"""The lines of a Markdown text, consumed column by column as the containers of CommonMark (quotations, lists) ask."""

from __future__ import annotations

from collections.abc import Iterator

from align.readers.plain import LINE_BREAK

_TAB = 4


class MarkdownLine:
    """What is left of a line: its next visible character is at `start` of the text, its last one before `end`.

    `indent` counts the columns of blanks in front of `start`, tabs going to the next multiple of four.
    """

    def __init__(self, text: str, begin: int, end: int):
        self.text = text
        self.end = begin + len(text[begin:end].rstrip())
        self.start = begin
        self._from = self._column = 0
        self._skip_blanks()

    @property
    def indent(self) -> int:
        return self._column - self._from

    @property
    def blank(self) -> bool:
        return self.start >= self.end

    @property
    def body(self) -> str:
        """What is left, without the blanks around it."""
        return self.text[self.start : self.end]

    def unindent(self, columns: int) -> None:
        """Consume at most so many columns of blanks."""
        self._from = min(self._column, self._from + columns)

    def consume(self, characters: int) -> None:
        """Consume a marker of so many characters."""
        self.start += characters
        self._column += characters
        self._from = self._column
        self._skip_blanks()

    def _skip_blanks(self) -> None:
        while self.start < self.end and self.text[self.start].isspace():
            self._column += _TAB - self._column % _TAB if self.text[self.start] == "\t" else 1
            self.start += 1


def markdown_lines(text: str) -> Iterator[MarkdownLine]:
    """Iterate over the lines of `text`, empty ones included."""
    at = 0
    for match in LINE_BREAK.finditer(text):
        yield MarkdownLine(text, at, match.start())
        at = match.end()
    if at < len(text):
        yield MarkdownLine(text, at, len(text))
