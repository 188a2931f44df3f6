"""A Document → its Segments: first the shape of the story, then the sentences inside each paragraph of running text."""

from __future__ import annotations

from align.errors import UsageError
from align.segmentation.boundaries import sentences, splitter_name
from align.segmentation.dateline import parse_dateline
from align.segmentation.wire import kinds
from align.text import Document, Segment

RULES = "wire-1"
"""Our rules' version: raise it whenever a change to them moves a boundary or a kind."""

QUOTES = ("keep", "split")


def split(document: Document, *, quotes: str = "keep", one_per_line: bool = False) -> list[Segment]:
    """The segments of `document`, in order, none of them blank, `document.text[s.start:s.end] == s.text` for each.

    `quotes` says what becomes of a quotation that closes a paragraph: `keep` leaves it whole, `split` cuts it into its
    sentences. With `one_per_line` a paragraph is a segment as it stands. `Segment.paragraph` counts the document's
    paragraphs from 0. Code (in Markdown) is no segment. Raises UsageError for another value of `quotes`.
    """
    if quotes not in QUOTES:
        raise UsageError(f"--quotes is keep or split, not {quotes!r}")
    found: list[Segment] = []
    shapes = kinds(document)
    for number, (paragraph, kind) in enumerate(zip(document.paragraphs, shapes, strict=True)):
        text = document.text[paragraph.start : paragraph.end]
        if paragraph.kind == "code" or not text.strip():
            continue
        if one_per_line or kind != "sentence":
            spans = [(0, len(text), kind)]
        else:
            dateline = parse_dateline(text)
            at = dateline.end if dateline else 0
            spans = [(0, at, "dateline")] if dateline else []
            spans += [(s + at, e + at, "sentence") for s, e in sentences(text[at:], document.language, quotes)]
        for start, end, shape in spans:
            piece = text[start:end]
            blanks = len(piece) - len(piece.lstrip())
            body = piece.strip()
            first = paragraph.start + start + blanks
            found.append(Segment(body, shape, number, first, first + len(body)))
    return found


def splitter_signature(language: str | None) -> str:
    """What splits text in `language`, for a corpus signature: `sentencex-1.0.32+wire-1`."""
    return f"{splitter_name(language)}+{RULES}"
