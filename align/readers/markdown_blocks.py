"""The block structure of a Markdown text: CommonMark 0.31, the tables and footnotes of GFM, definition lists, and what
Pandoc, kramdown and documentation tools add around blocks.

As in the specification's appendix, a line first continues the open containers (quotations, list items, notes,
definitions), then opens new ones, and what is left of it belongs to a leaf: a paragraph, heading, table, or code.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from align.account import Account
from align.document import Paragraph, ParagraphKind
from align.localization import N_
from align.readers.markdown_containers import Containers, OpenContainer
from align.readers.markdown_html import CLOSES_VERBATIM, ONE_TAG, OPENS_BLOCK, OPENS_VERBATIM, html_stretches
from align.readers.markdown_inline import Span, inline_markup
from align.readers.markdown_lines import MarkdownLine
from align.readers.markdown_tables import cells, is_barred, is_table_rule
from align.shown_text import shown_text

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_AFTER_HEADING = re.compile(r"(?:(?:[ \t]+|(?<=[ \t]))#+)?(?:[ \t]*\{[#.:][^{}]{0,200}\})?$")
_LONGEST_END = 300
"""Characters at the end of a heading among which its closing marks and attributes are."""
_SETEXT = re.compile(r"(?:=+|-+)$")
_RULE = re.compile(r"(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$")
_FENCE = re.compile(r"`{3,}(?=[^`]*$)|~{3,}")
_TASK = re.compile(r"\[[ xX]\][ \t]+(?=\S)")
_TITLE = r"(?:\"[^\"]*\"|'[^']*'|\([^()]*\))"
_LINK = re.compile(rf"\[(?!\^)[^\[\]]{{1,999}}\]:(?:[ \t]*(?:<[^<>]*>|[^\s<]\S*)(?P<title>[ \t]+{_TITLE})?)?$")
_LINK_TITLE = re.compile(rf"{_TITLE}$")
_AROUND = re.compile(
    r":{3,}(?:[ \t{]|\w|$)|\{:[^{}]*\}$|\*\[[^\]]{1,80}\]:|\[\[?_?toc_?\]?\]$|\[!\w+\]$", re.IGNORECASE
)
"""Fences of divisions, attributes of blocks, abbreviations, the place of a table of contents, kinds of alerts."""
_PICTURES = re.compile(r"(?:\s*!\[\]\([^()]*\))+\s*$")
"""Pictures without a text."""
CODE, LINKS, COMMENTS = N_("lines of code"), N_("link definitions"), N_("comments")


class MarkdownBlocks:
    """Collects the paragraphs of a text from its lines, in order."""

    def __init__(self, text: str, account: Account):
        self.found: list[Paragraph] = []
        self._text, self._account = text, account
        self._containers = Containers(text)
        self._lines: list[Span] = []  # of the open paragraph
        self._html: list[Span] = []  # of the open block of HTML, which `_closing` ends, or else an empty line
        self._fence: list[Span] = []  # of the open block of code
        self._closing: re.Pattern[str] | None = None
        self._in_table = False
        self._untitled = False  # a link definition was the last line, its title may be on this one
        self._first = 1
        self._starts: list[int] = []  # of the lines that are read

    def read(self, lines: Iterable[MarkdownLine], first: int = 1) -> None:
        """Read the lines, of which the first has the number `first` in its file."""
        self._first = first
        for line in lines:
            self._starts.append(line.start)
            self._line(line)
        self._close(0)

    def _line(self, line: MarkdownLine) -> None:
        matched = self._containers.continued(line)
        whole = matched == self._containers.depth
        if whole and self._continues_block(line):
            return
        if self._html or self._fence:
            self._end_leaf()
        opened = False
        while not line.blank and (container := self._opened(line, in_paragraph=whole and not opened)):
            if not opened:
                self._close(matched)
            self._end_leaf()
            opened = True
            self._containers.add(container)
            if container.kind == "box":  # what is left of the line is its title
                self._add([(line.start, line.end)], "text")
                line.start = line.end
        if line.blank:
            self._end_leaf()
            if not opened:
                self._close(matched)
            return
        lazy = not (whole or opened)
        if lazy and self._lines and not self._begins_leaf(line):
            self._lines.append((line.start, line.end))
            return
        if lazy:
            self._close(matched)
        self._leaf(line)

    def _opened(self, line: MarkdownLine, in_paragraph: bool) -> OpenContainer | None:
        """Consume the mark of a container that begins here; `in_paragraph` says that an open paragraph would be
        interrupted."""
        if self._containers.may_define(line):
            return self._containers.definition(line) if self._has_term(in_paragraph) else None
        return self._containers.opened(line, in_paragraph and bool(self._lines))

    def _continues_block(self, line: MarkdownLine) -> bool:
        """Whether the line belongs to an open block of code or HTML."""
        if self._fence:
            opening = _FENCE.match(self._text, *self._fence[0])
            if not line.blank:
                self._fence.append((line.start, line.end))
            assert opening is not None
            mark = opening.group()
            if line.indent < 4 and len(line.body) >= len(mark) and set(line.body) == {mark[0]}:
                self._end_leaf()
            return True
        if self._html and (self._closing or not line.blank):
            if not line.blank:
                self._html.append((line.start, line.end))
            if self._closing and self._closing.search(line.body):
                self._end_leaf()
            return True
        return False

    def _has_term(self, in_paragraph: bool) -> bool:
        """Whether a definition has its term above it, which becomes an item of the list with it."""
        if self._containers.defining:
            return True
        if self._lines:
            if not in_paragraph:
                return False
            lines, self._lines = self._lines, []
            for line in lines:
                self._add([line], "list-item")
            return True
        last = self.found[-1] if self.found else None
        if last is None or last.kind not in ("text", "list-item"):
            return False
        if last.kind == "text":
            self.found[-1] = Paragraph(last.start, last.end, "list-item", last.markup)
        return True

    def _begins_leaf(self, line: MarkdownLine) -> bool:
        """Whether the line begins something that is no paragraph, though the line above it is one."""
        body = line.body
        return line.indent < 4 and bool(
            _HEADING.match(body)
            or _RULE.match(body)
            or _FENCE.match(body)
            or _AROUND.match(body)
            or is_barred(body)
            or body.startswith(("<!--", "<?", "<!"))
            or OPENS_VERBATIM.match(body)
            or OPENS_BLOCK.match(body)
        )

    def _leaf(self, line: MarkdownLine) -> None:
        """Read what is left of a line whose containers are open."""
        body, span = line.body, (line.start, line.end)
        untitled, self._untitled = self._untitled, False
        if line.indent > 3:
            if self._lines:
                self._lines.append(span)
            else:
                self._code([span], CODE)
        elif self._heading(line) or self._begins_code(line) or self._table_line(line):
            pass
        elif not self._lines and (link := _LINK.match(body)):
            self._code([span], LINKS)
            self._untitled = not link["title"]
        elif untitled and not self._lines and (_LINK_TITLE.match(body) or self._is_target(body)):
            self._code([span], None)
        else:
            self._paragraph_line(line)

    def _heading(self, line: MarkdownLine) -> bool:
        """Read a heading, or the line under one."""
        if self._lines and _SETEXT.match(line.body):
            self._end_leaf("heading")
            self._code([(line.start, line.end)], None)
            return True
        heading = _HEADING.match(line.body)
        if heading:
            self._end_leaf()
            start = line.start + heading.end()
            after = _AFTER_HEADING.search(self._text, max(start, line.end - _LONGEST_END), line.end)
            self._add([(start, after.start() if after else line.end)], "heading")
        return heading is not None

    def _begins_code(self, line: MarkdownLine) -> bool:
        """Read a rule, or the first line of a block of code or HTML."""
        body, span = line.body, (line.start, line.end)
        if _RULE.match(body) or _AROUND.match(body):
            self._end_leaf()
            self._code([span], None)
        elif _FENCE.match(body):
            self._end_leaf()
            self._fence = [span]
        elif self._opens_html(line):
            closing = self._closing
            self._end_leaf()
            self._html, self._closing = [span], closing
            if closing and closing.search(body, 2):
                self._end_leaf()
        else:
            return False
        return True

    def _table_line(self, line: MarkdownLine) -> bool:
        """Read a row of a table, or the rule in it."""
        span = (line.start, line.end)
        if is_table_rule(line.body):
            if self._lines and not self._has_header(span):
                return False
            self._code([span], None)
        elif is_barred(line.body) or (self._in_table and not self._lines):
            if self._lines:
                self._end_leaf()
            self._row(span)
        else:
            return False
        self._in_table = True
        return True

    def _paragraph_line(self, line: MarkdownLine) -> None:
        if self._containers.begins_item() and (task := _TASK.match(line.body)):
            line.consume(task.end())
        self._lines.append((line.start, line.end))

    def _is_target(self, body: str) -> bool:
        """Whether a line is the address of the link definition above it, which ended with its colon."""
        last = self.found[-1]
        return self._text[last.start : last.end].endswith("]:") and " " not in body and len(body) > 1

    def _opens_html(self, line: MarkdownLine) -> bool:
        body = line.body
        self._closing = None
        if not body.startswith("<"):
            return False
        for opening, closing in (("<!--", "-->"), ("<?", r"\?>"), ("<![CDATA[", r"\]\]>"), ("<!", ">")):
            if body.startswith(opening):
                self._closing = re.compile(closing)
                return opening != "<!" or body[2:3].isalpha()
        if OPENS_VERBATIM.match(body):
            self._closing = CLOSES_VERBATIM
            return True
        return OPENS_BLOCK.match(body) is not None or (not self._lines and ONE_TAG.match(body) is not None)

    def _has_header(self, rule: Span) -> bool:
        """Whether the last line of the open paragraph is the heading of the table with this rule: it has as many
        cells. Then it is read."""
        header = self._lines[-1]
        if len(cells(self._text, *header)) != len(cells(self._text, *rule)):
            return False
        self._lines.pop()
        self._end_leaf()
        self._row(header)
        return True

    def _row(self, span: Span) -> None:
        for cell in cells(self._text, *span):
            self._add([cell], "cell")

    def _end_leaf(self, kind: ParagraphKind | None = None) -> None:
        """Close the open paragraph, block of code or HTML; the paragraph has `kind`, if it is given."""
        lines, html, fence = self._lines, self._html, self._fence
        self._lines, self._html, self._fence = [], [], []
        self._in_table = False
        if lines:
            self._add(lines, kind or self._containers.kind())
        if fence:
            self._code(fence, CODE)
        if html:
            closing, self._closing = self._closing, None
            if closing and not self._text.startswith("<!--", html[0][0]):
                self._code(html, CODE)
            else:
                for pieces, of in html_stretches(self._text, html, self._containers.kind()):
                    self._stretch(pieces, of)

    def _stretch(self, pieces: list[Span], kind: ParagraphKind) -> None:
        if not pieces:
            return
        if kind == "code":
            comment = self._text.startswith("<!--", pieces[0][0])
            self._code(pieces, COMMENTS if comment else CODE)
        else:
            self._add(pieces, kind, html=True)

    def _add(self, pieces: list[Span], kind: ParagraphKind, html: bool = False) -> None:
        """Add a paragraph of the lines `pieces`, without blanks at its ends; of HTML only what is seen."""
        start, end = pieces[0][0], pieces[-1][1]
        piece = self._text[start:end]
        start, end = end - len(piece.lstrip()), start + len(piece.rstrip())
        if start >= end:
            return
        pieces = [(max(a, start), min(b, end)) for a, b in pieces if b > start and a < end]
        markup = inline_markup(self._text, pieces, self._account, self._place(start), tags_are_signs=html)
        shown = shown_text(self._text[start:end], start, markup)
        if shown.strip() and not _PICTURES.match(shown):
            self.found.append(Paragraph(start, end, kind, markup))
        else:
            self._code([(start, end)], None)

    def _code(self, pieces: list[Span], what: str | None) -> None:
        """Add lines that are no text, which the account calls `what`."""
        self.found.append(Paragraph(pieces[0][0], pieces[-1][1], "code"))
        if what is not None:
            count = len(pieces) if what == CODE else 1
            self._account.leave_out(what, self._place(pieces[0][0]), count, expected=what != COMMENTS)

    def _place(self, offset: int) -> str:
        return f"line {self._first + max(0, bisect_right(self._starts, offset) - 1)}"

    def _close(self, depth: int) -> None:
        """Close the containers from `depth` on, and what is open in them."""
        self._end_leaf()
        self._containers.close(depth)
