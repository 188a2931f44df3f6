"""The text nouns: a Document, its Paragraphs, and the Segments it is split into.

Offsets count code points of `Document.text`, which is the decoded file as it stands (line ends included, byte-order
mark removed). For every segment
`document.text[segment.start:segment.end] == segment.text`: the original can be rebuilt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["sentence", "headline", "subheading", "dateline", "byline", "crumb"]
"""What a segment is: a sentence of running text, or one of the parts that a wire story or page has around it."""

KINDS: frozenset[str] = frozenset({"sentence", "headline", "subheading", "dateline", "byline", "crumb"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch `start:end` of a document's text that belongs together.

    `kind` is what the file itself says (a Markdown heading is a `heading`); what a wire story's shape says is worked
    out by the segmenter.
    """

    start: int
    end: int
    kind: Literal["text", "heading", "list-item", "code"] = "text"


@dataclass(frozen=True, slots=True)
class Document:
    """A text read from somewhere. `id` is its path or `-`; `language` a BCP-47 code, or None while it is unknown."""

    id: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    language: str | None = None
    encoding: str = "utf-8"


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
        """The text on one line, runs of white space as one blank: what engines and corpora get."""
        return " ".join(self.text.split())
