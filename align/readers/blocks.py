"""Blocks of text extracted from a format with markup → a Document, with offsets into the extracted text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from align.account import Account
from align.document import Document, Paragraph, ParagraphKind, SourcePosition
from align.errors import InputError
from align.io.byte_source import ByteSource
from align.io.limits import LARGEST_TEXT, MOST_PARAGRAPHS, megabytes, nothing_to_segment, too_long
from align.localization import _
from align.readers.origins import Origin, moved, origins_of_cleaned

GAP = "\n\n"
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_BREAKS = re.compile(r" ?\n ?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\xad\ud800-\udfff\ufeff\ufffe\uffff]")
_VISIBLE = re.compile(r"[^\s\u200b-\u200f\u2028-\u202e\u2060]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")


class Block(NamedTuple):
    """A paragraph of a document with markup. `place` is its position in the file: a page, a chapter, a time code.

    `turns` are offsets of `text` from which it stands in another place: a paragraph that goes on on the next page.
    `origins` are the nodes of the file that `text` stands in, where they are asked for.
    """

    text: str
    kind: ParagraphKind = "text"
    place: str | None = None
    turns: tuple[tuple[int, str], ...] = ()
    origins: tuple[Origin, ...] = ()


def assemble(
    source: ByteSource,
    blocks: Iterable[Block],
    language: str | None = None,
    encoding: str = "utf-8",
    account: Account | None = None,
    origins: list[Origin] | None = None,
) -> Document:
    """Build the Document of `blocks`: their texts, cleaned, with an empty line between two. `account` is what was left
    out of them. `origins`, where given, gets the origins of the whole text.

    A SourcePosition marks each change of place. Raises InputError when they hold no text, or more than the limits of a
    document.
    """
    pieces: list[str] = []
    paragraphs: list[Paragraph] = []
    marks: list[SourcePosition] = []
    at = 0
    for block in blocks:
        text = clean(block.text)
        if not _VISIBLE.search(text):
            continue
        if block.place is not None and (not marks or marks[-1].place != block.place):
            marks.append(SourcePosition(at, block.place))
        marks += [SourcePosition(at + len(clean(block.text[:turn])), place) for turn, place in block.turns]
        paragraphs.append(Paragraph(at, at + len(text), block.kind))
        if origins is not None:
            origins += cleaned_origins(block.text, text, block.origins, at)
        pieces.append(text)
        at += len(text) + len(GAP)
        if at > LARGEST_TEXT:
            raise InputError(
                _("{shown} holds more than {megabytes} of text", shown=source.shown, megabytes=megabytes(LARGEST_TEXT)),
                path=source.shown,
                hint=_("cut it into several"),
            )
        if len(paragraphs) > MOST_PARAGRAPHS:
            raise too_long(source.shown)
    if not paragraphs:
        raise nothing_to_segment(source.shown)
    known = language if language and _LANGUAGE.match(language) else None
    account = account or Account()
    account.read = len(paragraphs)
    return Document(source.id, GAP.join(pieces), tuple(paragraphs), known, encoding, tuple(marks), account)


def clean(text: str) -> str:
    """Collapse spaces, and remove soft hyphens and characters that cannot be printed; line breaks stay."""
    text = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _AROUND_BREAKS.sub("\n", _SPACES.sub(" ", text)).strip()


def cleaned_origins(raw: str, cleaned: str, origins: Sequence[Origin], at: int = 0) -> Iterator[Origin]:
    """The origins of the text that `clean` made of `raw`, counted from `at`; `origins` are those of `raw`."""
    return moved(origins, at) if raw == cleaned else origins_of_cleaned(_places(raw, cleaned), origins, at)


def _places(raw: str, cleaned: str) -> Iterator[tuple[int, int]]:
    """For each character of `cleaned` the span in `raw` that it stands for."""
    at = 0
    for character in cleaned:
        begin = at
        if character.isspace():
            while at < len(raw) and (raw[at].isspace() or _UNPRINTABLE.match(raw[at])):
                at += 1
            yield begin, at
        else:
            at = raw.index(character, at)
            yield at, at + 1
            at += 1
