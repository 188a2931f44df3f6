"""The translation as Markdown (CommonMark): headings, paragraphs and lists; what would be read as markup is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import BinaryIO

from align.export.content import DocumentParagraph, TranslatedDocument
from align.export.plain import marked

_SIGN = re.compile(r"[\\`*\[\]|~]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w{1,32};)")
"""Signs that may be markup wherever they stand."""
_LINK = re.compile(r"(?:https?://|www\.)[^\s*]+")
_BEGINNING = re.compile(r"(?:[#>]|[-+](?=\s)|[-=]+\s*$)")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_CLOSING = re.compile(r"(#+)\s*$")
_PREFIXES = {"title": "# ", "subtitle": "## ", "heading": "## ", "list-item": "- "}


def write(documents: Sequence[TranslatedDocument], stream: BinaryIO) -> None:
    """Write documents in UTF-8, with a rule between two."""
    for number, document in enumerate(documents):
        stream.write(("\n---\n\n" if number else "").encode())
        stream.write("".join(_lines(document)).encode())


def _lines(document: TranslatedDocument) -> Iterator[str]:
    is_markdown = PurePath(document.name.partition("#")[0]).suffix.lower() in (".md", ".markdown")
    before: DocumentParagraph | None = None
    for paragraph in document.paragraphs:
        in_list = before is not None and before.style == paragraph.style == "list-item"
        if before is not None and not in_list:
            yield "\n"
        yield f"{_PREFIXES.get(paragraph.style, '')}{_written(paragraph, is_markdown)}\n"
        before = paragraph


def _written(paragraph: DocumentParagraph, is_markdown: bool) -> str:
    """The text of a paragraph; that of a Markdown source has links and emphasis, which stay."""
    runs = [marked(run, run.text if is_markdown else escaped(run.text)) for run in paragraph.runs]
    text = _beginning("".join(runs))
    if paragraph.style in ("title", "subtitle", "heading"):
        text = _CLOSING.sub(lambda match: "\\#" * len(match[1]), text)
    return text


def escaped(text: str) -> str:
    r"""Escape what Markdown would read as markup within a line; addresses stay as they are.

    >>> escaped("a * b_c _d_ <b> R&D &amp; [1]")
    'a \\* b_c \\_d\\_ \\<b> R&D \\&amp; \\[1\\]'
    """
    pieces: list[str] = []
    at = 0
    for link in _LINK.finditer(text):
        pieces += [_SIGN.sub(r"\\\g<0>", text[at : link.start()]), link.group()]
        at = link.end()
    return "".join([*pieces, _SIGN.sub(r"\\\g<0>", text[at:])])


def _beginning(text: str) -> str:
    """Escape what would begin a heading, a quotation, a rule or a list."""
    if _BEGINNING.match(text):
        return f"\\{text}"
    return _NUMBER.sub(r"\1\\\2", text, count=1) if _NUMBER.match(text) else text
