"""EPUB 2 and 3 → the book's chapters in the order of its spine, each chapter's file a position of the document.

Chapters are pages without menus, so they are taken whole. The navigation page, covers without text and files outside
the spine are not read. Nothing is fetched, and no name leads out of the archive.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from align.account import Account
from align.document import Document
from align.errors import InputError
from align.io.byte_source import ByteSource
from align.io.limits import LARGEST_PAGE
from align.io.text_encoding import decode
from align.io.xml_events import Listener, attribute, listen, local_name
from align.io.zip_archives import Zip, is_unsafe, unsafe_name
from align.localization import N_, _
from align.readers.blocks import Block, assemble
from align.readers.markup import markup_pieces, parse_html
from align.readers.read_options import ReadOptions

_PAGES = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml"})
_FONTS = (b"http://www.idpf.org/2008/embedding", b"http://ns.adobe.com/pdf/enc#RC")
"""Ways of scrambling fonts, which lock no text."""


def read(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the one document of a book. Raises InputError for one that is damaged, locked, a bomb, or empty."""
    book = Zip(source)
    _refuse_locked(book, source.shown)
    container = _Container()
    listen(book.stream("META-INF/container.xml"), container, source.shown)
    package = _Package()
    listen(book.stream(container.package), package, source.shown)
    folder = posixpath.dirname(container.package)
    account = Account()
    chapters = _chapters(book, folder, package, source.shown, account)
    yield assemble(source, chapters, package.language.strip() or None, account=account)


def _chapters(book: Zip, folder: str, package: _Package, shown: str, account: Account) -> Iterator[Block]:
    seen: set[str] = set()
    for id in sorted(package.navigation):
        account.leave_out(N_("pages of navigation"), package.items[id], expected=True)
    read = {*package.spine, *package.navigation}
    for id in [id for id in package.items if id not in read]:
        account.leave_out(N_("pages outside the reading order"), package.items[id])
    for id in package.spine:
        item = package.items.get(id)
        if item is None or item in seen or id in package.navigation:
            continue
        seen.add(item)
        name = posixpath.normpath(posixpath.join(folder, unquote(item.partition("#")[0])))
        if is_unsafe(name):
            raise unsafe_name(shown, item)
        text, __ = decode_page(book.read(name, LARGEST_PAGE), f"{shown}#{name}")
        if text.strip():
            page = parse_html(text.encode("utf-8", "replace"), f"{shown}#{name}", account, name)
            for piece in markup_pieces(page, account, name):
                yield Block(piece.text, piece.kind, name)


def decode_page(data: bytes, shown: str) -> tuple[str, str]:
    """Decode a chapter: UTF-8 or UTF-16, as the standard asks; broken bytes are replaced."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decode(data, shown)
    return data.decode("utf-8-sig", "replace"), "utf-8"


def _refuse_locked(book: Zip, shown: str) -> None:
    if "META-INF/encryption.xml" in book:
        methods = _Methods()
        listen(book.stream("META-INF/encryption.xml"), methods, shown)
        if any(method.encode() not in _FONTS for method in methods.found):
            raise InputError(_("{shown} is locked by its seller (DRM): it cannot be read", shown=shown), path=shown)


class _Container(Listener):
    """Finds the package document in META-INF/container.xml: the first one is the book."""

    def __init__(self) -> None:
        self.package = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if local_name(tag) == "rootfile" and not self.package:
            self.package = attributes.get("full-path", "")


class _Package(Listener):
    """Reads manifest, spine and language from the package document."""

    def __init__(self) -> None:
        self.items: dict[str, str] = {}
        self.navigation: set[str] = set()
        self.spine: list[str] = []
        self.language = ""
        self._in_language = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = local_name(tag)
        if name == "item" and attributes.get("media-type") in _PAGES:
            id = attributes.get("id", "")
            self.items[id] = attributes.get("href", "")
            if "nav" in attributes.get("properties", "").split():
                self.navigation.add(id)
        elif name == "itemref":
            self.spine.append(attributes.get("idref", ""))
        elif name == "language":
            self._in_language = not self.language

    def end(self, tag: str) -> None:
        self._in_language = False

    def data(self, text: str) -> None:
        if self._in_language:
            self.language += text


class _Methods(Listener):
    """Lists the methods of encryption in META-INF/encryption.xml."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if local_name(tag) == "EncryptionMethod":
            self.found.append(attribute(attributes, "Algorithm"))
