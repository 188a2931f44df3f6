"""Formats that are not read: what each is, and what to do, so that none is taken for a text.

A file that is called by its suffix is known by that; another one, or standard input, by its beginning.
"""

from __future__ import annotations

import re

from align.errors import InputError
from align.io.byte_source import ByteSource
from align.localization import N_, _

_PICTURE = N_("a picture: its text must be recognised (OCR) and saved first")
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", N_("an RTF file: save it as DOCX")),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"7z\xbc\xaf", N_("a 7z archive: unpack it, or pack it again as zip")),
    (b"Rar!", N_("a RAR archive: unpack it, or pack it again as zip")),
    (b"\x7fELF", N_("a program, not a document: name another file")),
)
_XML = N_("an XML file, not a document: save its text as HTML, DOCX or plain text")
_SETTINGS = N_(
    "a file of a program's settings or messages, not a document: "
    "name a document, or have a localisation tool make XLIFF of it and read that with align convert"
)
_PO = N_(
    "a PO file of a program's messages, not a document: "
    "name a document, or have a localisation tool make XLIFF of it and read that with align convert"
)
_YAML = N_("a YAML file, not a document: save its text as plain text, or as JSON")
_LATEX = N_("a LaTeX source, not a document: name the PDF that is made of it, or convert it to DOCX (pandoc)")
_MAILBOX = N_("a mailbox of many messages: save those that are wanted as EML")
_BITEXT = N_("a bilingual corpus, not a document: align convert and align check read it")
_TIMED_TEXT = N_("subtitles in TTML: save them as SRT or VTT")
_OTHER_TIMED_TEXT = N_("subtitles of a format that is not read: save them as SRT or VTT")
_MARKUP = N_("a text with markup that is not read: convert it to DOCX, HTML or Markdown (pandoc)")
_DRAWING = N_("a drawing (SVG), not a document: save its text as plain text")
_BY_SUFFIX: dict[str, str] = {
    **dict.fromkeys((".po", ".pot"), _PO),
    **dict.fromkeys((".yaml", ".yml"), _YAML),
    **dict.fromkeys((".xml", ".dita", ".dbk"), _XML),
    **dict.fromkeys((".tmx", ".xlf", ".xliff", ".sdlxliff", ".mqxliff"), _BITEXT),
    **dict.fromkeys((".ttml", ".dfxp"), _TIMED_TEXT),
    **dict.fromkeys((".sub", ".smi", ".sami", ".lrc", ".stl"), _OTHER_TIMED_TEXT),
    **dict.fromkeys((".rst", ".adoc", ".asciidoc", ".org", ".wiki", ".mediawiki", ".textile", ".typ"), _MARKUP),
    **dict.fromkeys((".tex", ".ltx"), _LATEX),
    **dict.fromkeys((".properties", ".strings", ".ini", ".toml", ".arb", ".resx"), _SETTINGS),
    ".svg": _DRAWING,
    ".tbx": N_("a glossary, not a document: align glossary reads it"),
    ".mbox": _MAILBOX,
    ".rtf": N_("an RTF file: save it as DOCX"),
    ".doc": N_("an old Word file: save it as DOCX"),
    ".pages": N_("a Pages document: export it as DOCX"),
    ".ppt": N_("a presentation: save its text as DOCX"),
    ".pptx": N_("a presentation: save its text as DOCX"),
    ".mobi": N_("a Kindle book: convert it to EPUB"),
}
OFFICE_SUFFIXES = frozenset({".rtf", ".doc", ".pages", ".ppt", ".pptx", ".mobi"})
"""Those of the suffixes that are documents to a person, who will miss them where a folder is read without them."""

_COMMENT, _SUBSET = r"<!--(?:(?!-->).)*-->", r"\[(?:(?!\]\s*>).)*\]\s*"  # each with one end, or many take for ever
_PROLOGUE = rf"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:{_COMMENT}\s*|<!doctype[^>\[]*(?:{_SUBSET})?>\s*)*"
_XML_ROOTS: tuple[tuple[str, str], ...] = (
    (r"<(?:tmx|xliff)\b", _BITEXT),
    (r"<tt\b", _TIMED_TEXT),
    (r"<svg\b", _DRAWING),
    (r"<(?:martif|tbx)\b", _BY_SUFFIX[".tbx"]),
)
_TEXT_FORMATS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    *((re.compile((_PROLOGUE + root).encode(), re.IGNORECASE | re.DOTALL), what) for root, what in _XML_ROOTS),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\b", re.IGNORECASE), _XML),
    (re.compile(rb'(?:\xef\xbb\xbf)?(?:#[^\n]*\n|\s)*msgid "'), _PO),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:%[^\n]*\n\s*)*\\documentclass\b"), _LATEX),
    (re.compile(rb"(?:\xef\xbb\xbf)?From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) "), _MAILBOX),
    (re.compile(rb"(?:\xef\xbb\xbf)?%YAML "), _YAML),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<SAMI\b", re.IGNORECASE), _OTHER_TIMED_TEXT),
    (re.compile(rb"(?:\xef\xbb\xbf)?(?:\{\d{1,7}\}\{\d{1,7}\}[^\n]*\n){2}"), _OTHER_TIMED_TEXT),
    (re.compile(rb"(?:\xef\xbb\xbf)?(?:\[[a-z]{2,6}:[^\n]*\n)*(?:\[\d\d:\d\d\.\d\d\][^\n]*\n){2}"), _OTHER_TIMED_TEXT),
)
"""The beginnings of texts with a structure that would be segmented, drafted and written as if it were prose."""


def refuse_binary(source: ByteSource) -> None:
    """Raise InputError for a format that is known by its first bytes, whatever the file is called."""
    for signature, advice in _SIGNATURES:
        if source.head.startswith(signature):
            raise unreadable(source, advice)


def refuse_text(source: ByteSource) -> None:
    """Raise InputError for a text format that is not read, by the file's suffix or else its beginning.

    For files whose suffix is none of a format that is read.
    """
    if advice := _BY_SUFFIX.get(source.suffix):
        raise unreadable(source, advice)
    refuse_structured(source)


def refuse_structured(source: ByteSource) -> None:
    """Raise InputError for a text whose beginning shows that it is no prose."""
    head = _as_bytes_of_text(source.head[:8192])
    for beginning, advice in _TEXT_FORMATS:
        if beginning.match(head):
            raise unreadable(source, advice)


def unreadable(source: ByteSource, advice: str) -> InputError:
    """The error for a file of a format that is not read; `advice` is what it is, a colon, and what to do."""
    what, __, hint = _(advice).partition(": ")
    return InputError(_("{shown} is {what}", shown=source.shown, what=what), path=source.shown, hint=hint)


def _as_bytes_of_text(head: bytes) -> bytes:
    """The beginning of a text as single bytes, also of one in UTF-16."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:4]:
        return head.lstrip(b"\xff\xfe").replace(b"\0", b"")
    return head
