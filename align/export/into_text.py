"""Writes a translation into a text whose document is the file itself: plain text and Markdown.

Sentences that go over several lines are wrapped again, at the column of the file, behind the same marks of quotations
and blanks; all else stays character for character.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import BinaryIO

from align.document import Document, Paragraph
from align.export.into_source import IntoSource, ReadSource
from align.export.placing import PlacedTarget
from align.localization import N_, _
from align.readers.plain import LINE_BREAK, WIDEST
from align.shown_text import markup_within

Words = Callable[[PlacedTarget, Paragraph], str]
"""What is written for a segment of a paragraph."""

_QUOTE = re.compile(r"[>\s]+\Z")
_BIG_ENDIAN = {codecs.BOM_UTF16_BE: "utf-16-be", codecs.BOM_UTF32_BE: "utf-32-be"}


class TextSource(ReadSource):
    """A text, its bytes, and what its words are written as. A line may not begin with what `never_first` matches."""

    def __init__(
        self, document: Document, data: bytes, words: Callable[[IntoSource], Words], never_first: str = r"(?!)"
    ):
        self.document = document
        self._data, self._words = data, words
        self._never_first = re.compile(never_first)

    def write(self, into: IntoSource, stream: BinaryIO) -> None:
        """Write the text with its translation."""
        text = "".join(self._pieces(into))
        encoded, remark = encoded_as(text, self.document.encoding, self._data)
        into.notes += [remark] if remark else []
        stream.write(encoded)

    def _pieces(self, into: IntoSource) -> Iterator[str]:
        text, paragraphs = self.document.text, self.document.paragraphs
        words = self._words(into)
        width = self._width()
        at = 0

        def number_of(one: PlacedTarget) -> int:
            return bisect_right(paragraphs, one.start, key=lambda paragraph: paragraph.start) - 1

        for number, alike in groupby(into.wanted, number_of):
            ones = list(alike)
            if all(one.same and not one.marking for one in ones):
                continue
            paragraph = paragraphs[max(0, number)]
            for one in ones:
                self._pass_marks(one, paragraph)
            start, end = ones[0].start, ones[-1].end
            yield text[at:start]
            if any(LINE_BREAK.search(text, one.start, one.end) for one in ones):
                yield self._wrapped(ones, paragraph, words, width)
            else:
                yield "".join(self._spliced(ones, paragraph, words))
            at = end
        yield text[at:]

    def _pass_marks(self, one: PlacedTarget, paragraph: Paragraph) -> None:
        """Leave the marks of a quotation that a segment begins with where they are."""
        for sign in markup_within(paragraph.markup, one.start, one.start + 1):
            if not sign.shown and _QUOTE.match(self.document.text[sign.start : sign.end]):
                one.start = sign.end

    def _spliced(self, ones: Sequence[PlacedTarget], paragraph: Paragraph, words: Words) -> Iterator[str]:
        at = ones[0].start
        for one in ones:
            gap = self.document.text[at : one.start]
            yield gap
            yield _marked(self._text_of(one, paragraph, words), one)
            at = one.end

    def _text_of(self, one: PlacedTarget, paragraph: Paragraph, words: Words) -> str:
        """What is written for a segment. One that stays as it is has its lines joined, but where they break on
        purpose."""
        text = self.document.text
        if not one.same:
            return words(one, paragraph)
        pieces: list[str] = []
        at = one.start
        for line_break in LINE_BREAK.finditer(text, one.start, one.end):
            line = text[at : line_break.start()]
            pieces.append(f"{line}\n" if line.endswith(("  ", "\\")) else f"{line.rstrip()} ")
            at = min(one.end, line_break.end() + len(self._prefix(line_break.end(), paragraph)))
        return "".join(pieces) + text[at : one.end]

    def _width(self) -> int:
        """The length of the longest line that is one of several of its paragraph."""
        text = self.document.text
        longest = 0
        for paragraph in self.document.paragraphs:
            if paragraph.kind != "code" and LINE_BREAK.search(text, paragraph.start, paragraph.end):
                longest = max(longest, *map(len, LINE_BREAK.split(text[paragraph.start : paragraph.end])))
        return min(longest, WIDEST) or WIDEST

    def _wrapped(self, ones: Sequence[PlacedTarget], paragraph: Paragraph, words: Words, width: int) -> str:
        """The segments of a paragraph in lines of `width`."""
        text = self.document.text
        start = ones[0].start
        first_break = LINE_BREAK.search(text, start, ones[-1].end)
        assert first_break is not None
        line_break, prefix = first_break.group(), self._prefix(first_break.end(), paragraph)
        pieces: list[str] = []
        at = start
        for one in ones:
            gap = text[at : one.start]
            pieces.append(" " if LINE_BREAK.search(gap) else gap)
            pieces.append(_marked(self._text_of(one, paragraph, words), one))
            at = one.end
        lines: list[str] = []
        column = start - self._line_start(start)
        for line in LINE_BREAK.split("".join(pieces)):  # a break inside a segment is one that is set on purpose
            words_of_line = line.rstrip(" ")
            found = self._lines(words_of_line, width, column, len(prefix))
            found[-1] += line[len(words_of_line) :]
            lines += found
            column = len(prefix)
        return f"{line_break}{prefix}".join(lines)

    def _lines(self, text: str, width: int, column: int, indent: int) -> list[str]:
        """The words of a text in lines up to `width`; the first begins in `column`, the others behind `indent`."""
        first, *others = text.split(" ")
        lines = [first]
        column += len(first)
        for word in others:
            if column + 1 + len(word) <= width or self._never_first.match(word):
                lines[-1] += f" {word}"
                column += 1 + len(word)
            else:
                lines.append(word)
                column = indent + len(word)
        return lines

    def _line_start(self, offset: int) -> int:
        return max((self.document.text.rfind(sign, 0, offset) + 1 for sign in "\n\r"), default=0)

    def _prefix(self, begin: int, paragraph: Paragraph) -> str:
        """What stands before the text of the line that begins at `begin`: blanks, and marks of quotations."""
        text = self.document.text
        at = begin
        while at < paragraph.end:
            if text[at] in " \t":
                at += 1
                continue
            sign = next(iter(markup_within(paragraph.markup, at, at + 1)), None)
            if sign is None or sign.shown or not _QUOTE.match(text[sign.start : sign.end]):
                break
            at = sign.end
        return text[begin:at]


def _marked(text: str, one: PlacedTarget) -> str:
    before, behind = one.brackets
    return f"{before}{text}{behind}" if text else text


def encoded_as(text: str, encoding: str, data: bytes) -> tuple[bytes, str]:
    """`text` in the encoding and with the byte-order mark of the file that has the bytes `data`; in UTF-8, with a
    remark, where that encoding lacks its characters."""
    for mark, of_mark in _BIG_ENDIAN.items():
        if data.startswith(mark) and encoding in ("utf-16", "utf-32"):
            return mark + text.encode(of_mark), ""
    try:
        return text.encode(encoding), ""
    except UnicodeEncodeError:
        message = N_("written in UTF-8: {encoding}, in which the source is, lacks letters of the translation")
        return text.encode(), _(message, encoding=encoding)
