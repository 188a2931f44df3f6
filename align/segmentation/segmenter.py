"""A Document → its Segments: first the kinds of its paragraphs, then the sentences of running text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from align.document import Document, Kind, Segment
from align.errors import UsageError, option_name
from align.io.limits import LONGEST_PARAGRAPH, MOST_SEGMENTS, paragraph_too_long, too_many_segments
from align.languages.tags import primary_subtag
from align.localization import _
from align.segmentation.boundaries import sentences, splitter_name
from align.segmentation.dateline import parse_dateline
from align.segmentation.srx import SrxRules, spans
from align.segmentation.wire import classify_paragraphs
from align.shown_text import ShownText, markup_within

RULES = "wire-1"
"""The version of the rules: raise it whenever a change to them moves a boundary or a kind."""

QUOTES = ("keep", "split")


def split(
    document: Document, *, quotes: str = "split", one_per_line: bool = False, srx: SrxRules | None = None
) -> list[Segment]:
    """Split `document` into its segments, in order; `document.text[s.start:s.end] == s.text` for each.

    `quotes` decides on a quotation of several sentences: `split` cuts it into them, `keep` leaves it whole. `split` is
    the default because CAT tools and the gold of English news cut there (F1 of the boundaries 95.2 % against 90.9,
    `benchmarks/segmentation.py`): a memory of whole quotations finds no match in them. `keep` is for those who want
    both marks of a quotation in one segment. The rules `srx` of an SRX file stand in the place of ours: every paragraph
    is cut by them, headlines and datelines too, and `quotes` means nothing. With `one_per_line` a line is a segment as
    it stands, an empty one too: segment numbers are line numbers. Otherwise no segment is empty. `Segment.paragraph`
    counts the document's paragraphs from 0. Code (in Markdown) is no segment. Raises UsageError for another value of
    `quotes`, InputError for a paragraph or a number of segments that would fill the memory.
    """
    if quotes not in QUOTES:
        raise UsageError(_("{option} is keep or split, not {quotes!r}", option=option_name("quotes"), quotes=quotes))
    if any(p.kind != "code" and p.end - p.start > LONGEST_PARAGRAPH for p in document.paragraphs):
        raise paragraph_too_long(document.id)
    found: list[Segment] = []
    shapes: list[Kind] = ["sentence"] * len(document.paragraphs) if one_per_line else classify_paragraphs(document)
    body_started = False
    for number, (paragraph, kind) in enumerate(zip(document.paragraphs, shapes, strict=True)):
        text = document.text[paragraph.start : paragraph.end]
        if paragraph.kind == "code" or not (text.strip() or one_per_line):
            continue
        shown = ShownText(text, paragraph.start, paragraph.markup)
        if not shown.text.strip():  # a line with nothing but marks
            shown = ShownText(text, paragraph.start, ())
        if one_per_line or kind != "sentence":
            whole: list[tuple[int, int, Kind]] = [(0, len(shown.text), kind)]
            pieces: Iterable[tuple[int, int, Kind]] = whole
            if srx is not None and not one_per_line:
                pieces = ((start, end, kind) for start, end in spans(shown.text, srx.cuts(shown.text)))
        elif srx is not None:
            pieces = _by_rules(shown.text, srx, body_started)
            body_started = True
        else:
            pieces = _running_text(shown.text, document.language, quotes, body_started)
            body_started = True
        found += _segments(document, number, shown, pieces)
        if len(found) > MOST_SEGMENTS:
            raise too_many_segments(document.id)
    return found


def _segments(
    document: Document, number: int, shown: ShownText, pieces: Iterable[tuple[int, int, Kind]]
) -> Iterator[Segment]:
    """Make the segments of paragraph `number` from their spans in what is shown of it, without the whitespace at their
    ends; signs between two of them belong to the second, those at the paragraph's end to the last."""
    paragraph = document.paragraphs[number]
    every = [(*_stripped(shown.text, start, end), kind) for start, end, kind in pieces]
    at = paragraph.start
    for count, (start, end, kind) in enumerate(every, start=1):
        if start == end:  # an empty line of a text that is segmented already
            begin = at = paragraph.start
        elif not shown.markup:
            begin, at = paragraph.start + start, paragraph.start + end
        else:
            begin, stop = shown.span(start, end)
            before = document.text[at:begin]
            begin = at + len(before) - len(before.lstrip())
            at = stop if count < len(every) else paragraph.end
        yield Segment(document.text[begin:at], kind, number, begin, at, markup_within(shown.markup, begin, at))


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The span `start:end` of `text` without the whitespace at its ends."""
    piece = text[start:end]
    first = start + len(piece) - len(piece.lstrip())
    return first, first + len(piece.strip())


def _by_rules(text: str, srx: SrxRules, body_started: bool) -> Iterator[tuple[int, int, Kind]]:
    """Split a paragraph by a user's rules; a dateline is known where it is a segment by itself."""
    opening = _opening(text, body_started)
    for start, end in spans(text, srx.cuts(text)):
        yield start, end, "dateline" if opening and text[:end].strip() == text[:opening].strip() else "sentence"


def _running_text(text: str, language: str | None, quotes: str, body_started: bool) -> Iterator[tuple[int, int, Kind]]:
    """Split a paragraph into its dateline (if any) and sentences."""
    body = _opening(text, body_started)
    if body:
        yield 0, body, "dateline"
    for start, end in sentences(text[body:], language, quotes):
        yield body + start, body + end, "sentence"


def _opening(text: str, body_started: bool) -> int:
    """Where the dateline of a paragraph ends; 0 where it has none.

    A bare `CITY —` is a dateline only where the body opens; with a date or an agency it may stand anywhere, because a
    file can hold more than one story.
    """
    dateline = parse_dateline(text)
    if dateline is None or (body_started and dateline.month is None and dateline.agency is None):
        return 0
    return dateline.end


def splitter_signature(language: str | None) -> str:
    """The splitter for `language` in a corpus signature: `sentencex-1.0.32+wire-1`."""
    return f"{splitter_name(language)}+{RULES}"


def fallback_note(language: str | None) -> str | None:
    """A warning for the user when the splitter is unlikely to support `language`, else None.

    sentencex has rules for the languages with a two-letter code, their own or a relative's, and silently uses those of
    English for the rest.
    """
    code = primary_subtag(language or "en")
    if len(code) == 2:
        return None
    return f"the sentence splitter may not know {language!r}: where it does not, it takes the rules of English"
