"""The document formats, each with its suffixes and its reader, and the detection of a file's format.

Suffix and content must agree: what is called `story.txt` and is a web page inside is refused, with the name that would
fit, rather than read as something it was not meant to be. A file whose suffix says nothing, or standard input, is known
by its content.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from align.document import Document
from align.errors import InputError
from align.extensions import with_extensions
from align.io.byte_source import ByteSource
from align.io.limits import LARGEST_TEXT, nothing_to_segment
from align.localization import N_, _
from align.readers.foreign_formats import refuse_binary, refuse_structured, refuse_text, unreadable
from align.readers.read_options import ReadOptions

Reader = Callable[[ByteSource, ReadOptions], Iterator[Document]]


@dataclass(frozen=True, slots=True)
class DocumentFormat:
    """A format of documents: `what` it is in a sentence, and the module whose `read(source, options)` reads it.

    `binary` says that it is recognised by its first bytes: a file with its suffix and other bytes is something else.
    `packs` says that it may come compressed (`.gz`, `.bz2`, `.xz`, `.zst` after its suffix). `archive` says that its
    files hold documents of any format; they are read when they are named, not when a folder has them.
    """

    name: str
    what: str
    suffixes: tuple[str, ...]
    module: str
    binary: bool = False
    packs: bool = True
    archive: bool = False

    def reader(self) -> Reader:
        """Import its module and return the function that reads it."""
        read: Reader = importlib.import_module(self.module).read
        return read


FORMATS: tuple[DocumentFormat, ...] = (
    DocumentFormat("text", N_("a plain text"), (".txt", ".text"), "align.readers.plain"),
    DocumentFormat("markdown", N_("a Markdown text"), (".md", ".markdown"), "align.readers.markdown"),
    DocumentFormat("html", N_("a web page"), (".html", ".htm", ".xhtml"), "align.readers.html"),
    DocumentFormat("docx", N_("a Word document"), (".docx", ".docm"), "align.readers.docx", binary=True, packs=False),
    DocumentFormat("odt", N_("an OpenDocument text"), (".odt",), "align.readers.odt", binary=True, packs=False),
    DocumentFormat("pdf", N_("a PDF file"), (".pdf",), "align.readers.pdf", binary=True, packs=False),
    DocumentFormat("epub", N_("an EPUB book"), (".epub",), "align.readers.epub", binary=True, packs=False),
    DocumentFormat("subtitles", N_("subtitles"), (".srt", ".vtt", ".sbv"), "align.readers.subtitles"),
    DocumentFormat("ass", N_("subtitles of SubStation Alpha"), (".ass", ".ssa"), "align.readers.ass"),
    DocumentFormat("jsonl", N_("a JSONL file"), (".jsonl", ".ndjson"), "align.readers.jsonl_documents"),
    DocumentFormat("json", N_("a JSON file"), (".json",), "align.readers.json_documents"),
    DocumentFormat("eml", N_("an e-mail message"), (".eml",), "align.readers.eml"),
    DocumentFormat("table", N_("a table"), (".csv", ".tsv"), "align.readers.table"),
    DocumentFormat(
        "zip", N_("a zip archive"), (".zip",), "align.readers.archive_members", binary=True, packs=False, archive=True
    ),
    DocumentFormat("tar", N_("a tar archive"), (".tar",), "align.readers.archive_members", binary=True, archive=True),
)
BY_NAME = {format_.name: format_ for format_ in FORMATS}
BY_SUFFIX = {suffix: format_ for format_ in FORMATS for suffix in format_.suffixes}
PACKINGS: dict[str, tuple[bytes, ...]] = {
    "gz": (b"\x1f\x8b\x08",),
    "bz2": tuple(b"BZh%d1AY&SY" % level for level in range(1, 10)),
    "xz": (b"\xfd7zXZ\0",),
    "zst": (b"\x28\xb5\x2f\xfd",),
}
"""Compressions by suffix, with the bytes they begin with."""

_NOT_A_TEXT = N_("an office file, but not a text: save its text as DOCX, ODT or CSV")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_CUES = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:WEBVTT(?:[ \t\r\n]|$)|\s*\d+[ \t]*\r?\n\d\d:\d\d:\d\d,\d{3} --> "
    rb"|\d:\d\d:\d\d\.\d{3},\d:\d\d:\d\d\.\d{3}\r?\n)"
)
_SCRIPT_INFO = re.compile(rb"(?:\xef\xbb\xbf)?(?:;[^\n]*\n|\s)*\[Script Info\]", re.IGNORECASE)
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"[^\"\n]{1,100}\"\s*:")
_ONE_LINE = re.compile(rb"\s*\{[^\n]*\}\s*(?:\n|$)")
_LIST = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*(?:\{\s*\"|\"[^\n]*\"\s*[,\]])")
_HEADERS = re.compile(rb"(?:[A-Z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_OF_MAIL = re.compile(rb"^(?:message-id|mime-version|received):", re.IGNORECASE | re.MULTILINE)
_OFFICE = re.compile(rb"PK\x03\x04.{26}mimetypeapplication/([a-z.+-]+)", re.DOTALL)
_OPENDOCUMENT = "vnd.oasis.opendocument."


def by_suffix(suffix: str) -> DocumentFormat | None:
    """The format of files with a suffix (`.md`), of ours or of an extension; None where there is none."""
    return BY_SUFFIX.get(suffix) or (formats_by_suffix().get(suffix) if suffix else None)


def formats_by_suffix() -> dict[str, DocumentFormat]:
    """The formats of `BY_SUFFIX`, then those that other distributions have registered.

    Raises AlignError for an extension that does not load, or takes a suffix that another format has.
    """
    return with_extensions(BY_SUFFIX, "align.readers", DocumentFormat, lambda added: added.suffixes)


def format_of(source: ByteSource) -> DocumentFormat:
    """The format of `source`, by its suffix and its content. Raises InputError where they contradict each other, or
    for a format that is not read: what it is, and what to save it as."""
    claimed = by_suffix(source.suffix)
    found = _by_content(source, known=claimed is not None and claimed.name != "text")
    if claimed is None:
        if found is None:
            refuse_text(source)
        return found or BY_NAME["text"]
    if claimed.name == "text" and found is None:
        refuse_structured(source)
    if found is None and claimed.binary:
        if not source.head.strip():
            raise nothing_to_segment(source.shown)
        raise InputError(
            _("{shown} is not {what}, or is damaged", shown=source.shown, what=_(claimed.what)),
            path=source.shown,
            hint=_("look at it in the program that made it"),
        )
    if found is not None and found is not claimed:
        better = Path(source.name).stem + found.suffixes[0]
        raise InputError(
            _("{shown} is {what} by its content", shown=source.shown, what=_(found.what)),
            path=source.shown,
            hint=_("rename it to {better}", better=better),
        )
    return claimed


def packing_of(source: ByteSource) -> str | None:
    """Detect the compression of `source` by its content: gz, bz2, xz, zst or None. InputError for a wrong suffix."""
    for packing, signatures in PACKINGS.items():
        if source.head.startswith(signatures):
            return packing
    claimed = source.suffix[1:]
    if claimed in PACKINGS:
        problem = _("{name} is empty", name=source.shown)
        if source.head:
            problem = _("{shown} is not a {packing} file, or is damaged", shown=source.shown, packing=claimed)
        raise InputError(problem, path=source.shown, hint=_("fetch or copy it again"))
    return None


def _by_content(source: ByteSource, known: bool) -> DocumentFormat | None:
    """The format of the first bytes; None for text of no certain format. With a `known` suffix texts are not examined
    for what they might be. Raises InputError for a format that is not read."""
    head = source.head
    refuse_binary(source)
    if head.startswith(_OLE):
        raise unreadable(source, _old_office(source))
    if b"%PDF-" in head[:1024]:
        return BY_NAME["pdf"]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(source)
    if head[257:262] == b"ustar":
        return BY_NAME["tar"]
    if _WEB_PAGE.match(head[:4096]):
        return BY_NAME["html"]
    if not known and _CUES.match(head):
        return BY_NAME["subtitles"]
    if not known and _SCRIPT_INFO.match(head):
        return BY_NAME["ass"]
    if not known and _OBJECT.match(head):
        return BY_NAME["jsonl" if _ONE_LINE.match(head) else "json"]
    if not known and _LIST.match(head):
        return BY_NAME["json"]
    if not known and (headers := _HEADERS.match(head)) and _OF_MAIL.search(headers.group()):
        return BY_NAME["eml"]
    return None


def _zipped(source: ByteSource) -> DocumentFormat:
    """Tell apart the formats that are zip archives inside."""
    from align.io.zip_archives import names_in

    office = _OFFICE.match(source.head)
    if office:
        kind = office[1].decode("ascii")
        if kind.startswith("epub+zip"):
            return BY_NAME["epub"]
        if kind.startswith((f"{_OPENDOCUMENT}text-master", f"{_OPENDOCUMENT}text-web")) or not kind.startswith(
            (f"{_OPENDOCUMENT}text", "vnd.sun.xml.writer")
        ):
            raise unreadable(source, _NOT_A_TEXT)
        return BY_NAME["odt"]
    claimed = by_suffix(source.suffix)
    if claimed and not claimed.binary:
        raise InputError(
            _(
                "{shown} looks like a Word, OpenDocument or zip file, not {what}",
                shown=source.shown,
                what=_(claimed.what),
            ),
            path=source.shown,
            hint=_("rename it to fit"),
        )
    if claimed and claimed.name not in BY_NAME:  # an extension knows what is in its archives
        return claimed
    names = names_in(source)
    if any(name.startswith("word/") for name in names):
        return BY_NAME["docx"]
    if "mimetype" in names and "content.xml" in names:
        return BY_NAME["odt"]
    if "META-INF/container.xml" in names:
        return BY_NAME["epub"]
    if any(name.startswith(("xl/", "ppt/")) for name in names):
        raise unreadable(source, _NOT_A_TEXT)
    return BY_NAME["zip"]


def _old_office(source: ByteSource) -> str:
    """Describe a file in Microsoft's old container; Word locks new documents into one as well."""
    start = source.stream.read(LARGEST_TEXT)
    if "EncryptedPackage".encode("utf-16-le") in start:
        return N_("protected by a password: open it in Word and save it without one")
    return N_("an old Word or Office file: save it as DOCX")
