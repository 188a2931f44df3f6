"""The data model of a text: a Document, its Paragraphs, and the Segments it is split into.

Offsets count code points of `Document.text`. Of a plain text that is the decoded file unchanged (line breaks
included, byte-order mark removed); of a format with markup, pages or cues it is the extracted text, and
`Document.marks` map it to positions in the file. For every segment
`document.text[segment.start:segment.end] == segment.text`: the original can be rebuilt.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from align.account import Account

Kind = Literal["sentence", "headline", "subheading", "dateline", "byline", "crumb"]
"""The kind of a segment: a sentence of running text, or one of the parts that a wire story or page has around it."""

KINDS: frozenset[str] = frozenset({"sentence", "headline", "subheading", "dateline", "byline", "crumb"})


ParagraphKind = Literal["text", "heading", "list-item", "caption", "cell", "note", "cue", "code"]
"""The kind of a paragraph in the file itself: a table's cell, a footnote, the cues of subtitles … Code is never
segmented."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A span `start:end` of a document's text that belongs together.

    `kind` is that of the file itself (a Markdown heading is a `heading`); what follows from the shape of a wire story
    is decided by the segmenter.
    """

    start: int
    end: int
    kind: ParagraphKind = "text"


@dataclass(frozen=True, slots=True)
class SourcePosition:
    """From offset `start` on, the text is from `place` of the file: `p. 12`, `00:01:02.000`, `chapter3.xhtml`."""

    start: int
    place: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its paragraphs, read from a file or made in memory.

    `id` is its path, `-`, or, of several documents in one file, the file's path and the document's own name or number:
    `news.jsonl#17`. `language` is a BCP-47 code, or None while it is unknown. `marks` stand in order. `account` says
    what the reader of the file left out or changed.
    """

    id: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    language: str | None = None
    encoding: str = "utf-8"
    marks: tuple[SourcePosition, ...] = ()
    account: Account = field(default_factory=Account)

    def place(self, offset: int) -> str | None:
        """The position of the character at `offset` in the file: its page, time code or chapter. None without marks."""
        number = bisect_right(self.marks, offset, key=lambda mark: mark.start)
        return self.marks[number - 1].place if number else None


@dataclass(frozen=True, slots=True)
class Segment:
    """A unit of translation: a sentence, a headline, a dateline …, of paragraph number `paragraph` (from 0)."""

    text: str
    kind: Kind
    paragraph: int
    start: int
    end: int

    @property
    def flat(self) -> str:
        """The text on one line, runs of whitespace as one space, as engines and corpora get it."""
        return " ".join(self.text.split())
