"""Web pages → the main text, found by trafilatura, with its headline, headings, list items, captions and cells.

trafilatura (A. Barbaresi, ACL 2021) distinguishes the story from menus and advertisements. The blocks themselves are
extracted from the page, so that the headline and the captions, which it leaves out, are included. A page without menus,
as an office program or a book archive makes it, is taken whole.
"""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from align.account import Account
from align.document import Document
from align.errors import EncodingError
from align.io.byte_source import ByteSource
from align.io.text_encoding import BYTE_ORDER_MARKS, decode, is_of_files
from align.localization import N_
from align.readers.blocks import Block, assemble
from align.readers.markup import MarkupPiece, markup_pieces, parse_html
from align.readers.markup_places import MarkupPlaces
from align.readers.origins import Origin
from align.readers.read_options import ReadOptions

if TYPE_CHECKING:
    from lxml.etree import _Element

DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})""")
_AS_BROWSERS_DO = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
"""Names of encodings that browsers take for their larger relatives (WHATWG, Encoding Standard, 4.2)."""
_WITHOUT_OPENING = re.compile(rb"<(?:!doctype|html)", re.IGNORECASE)
_TEI = {
    "head": "h2",
    "list": "ul",
    "item": "li",
    "table": "table",
    "row": "tr",
    "cell": "td",
    "quote": "blockquote",
    "lb": "br",
}
"""trafilatura's names of elements, in HTML's."""
_LINKED = 0.2
"""Share of characters in links up to which a page without menus is a text rather than a list of links."""
_SMALL = 0.25
"""Share of the main text's length up to which other blocks of a page are expected: lists of links, advertisements."""
_LONG = 60
"""Characters from which a block is found again in trafilatura's text though it cut the blocks otherwise."""
_MOST_ELEMENTS = 12_000
_MOST_ROWS = 1_000
"""Elements, and rows of tables, of a page up to which the main text is looked for: trafilatura's time grows with their
square. A page with more is a book or a table, and is taken whole but for its menus."""


def read(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the one document of a web page. Raises InputError when there is no text in it, or it is no page at all."""
    text, encoding = decoded_page(source, options)
    yield read_page(source, text, encoding)


def read_page(
    source: ByteSource,
    text: str,
    encoding: str,
    places: MarkupPlaces | None = None,
    origins: list[Origin] | None = None,
) -> Document:
    """Read the document of a page that was decoded. `places` are those of its text; `origins` gets those that were
    read."""
    account = Account()
    root = parse_html(text.encode("utf-8", "replace"), source.shown, account, places=places)
    pieces = main_pieces(root, account, places)
    blocks = [Block(piece.text, piece.kind, origins=piece.origins) for piece in pieces]
    return assemble(source, blocks, _language(root), encoding, account, origins)


def main_pieces(root: _Element, account: Account, places: MarkupPlaces | None = None) -> Sequence[MarkupPiece]:
    """Extract the blocks of a page's main text, in order. `account` counts the others: menus and the like are expected
    to be left out, the rest where it is small beside the text."""
    every = list(markup_pieces(root, account, places=places))
    main = _main(root, every)
    chosen = set(map(id, main))
    others = [piece for piece in every if id(piece) not in chosen]
    if chrome := sum(piece.chrome for piece in others):
        account.leave_out(N_("blocks of menus, sidebars and footers"), count=chrome, expected=True)
    if outside := [piece for piece in others if not piece.chrome]:
        small = sum(len(piece.text) for piece in outside) <= _SMALL * sum(len(piece.text) for piece in main)
        account.leave_out(N_("blocks outside the main text"), count=len(outside), expected=small)
    return main


def _main(root: _Element, every: Sequence[MarkupPiece]) -> Sequence[MarkupPiece]:
    """Those of a page's blocks that are its main text."""
    outside = [piece for piece in every if not piece.chrome]
    size = sum(len(piece.text) for piece in every)
    is_text = len(outside) == len(every) and sum(piece.linked for piece in every) <= _LINKED * size
    if is_text or _count(root) > _MOST_ELEMENTS or _count(root, "tr") > _MOST_ROWS:
        return outside or every
    main = _extracted(root)
    joined = "\n".join(main)
    kept = [n for n, p in enumerate(every) if _key(p.text) in main or (len(p.text) > _LONG and _key(p.text) in joined)]
    if not kept:
        return outside or every
    headlines = [n for n, piece in enumerate(every[: kept[0]]) if piece.tag == "h1"]
    first = headlines[-1] if headlines else kept[0]
    captions = [n for n in range(first, kept[-1]) if every[n].kind == "caption" and not every[n].chrome]
    notes = [n for n, piece in enumerate(every) if piece.note and not piece.chrome]
    return [every[n] for n in sorted({*kept, *captions, *headlines[-1:], *notes})]


def _extracted(root: _Element) -> dict[str, None]:
    """Extract the main text with trafilatura: its blocks as keys."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its complaints are reported by our own errors
    result = trafilatura.bare_extraction(deepcopy(root), include_comments=False, include_formatting=False)
    body = getattr(result, "body", None)
    if body is None:
        return {}
    for element in body.iter(*_TEI):
        element.tag = _TEI[element.tag]  # of others the name may be one that a page can have and XML cannot
    return dict.fromkeys(_key(piece.text) for piece in markup_pieces(body))


def _count(root: _Element, *tags: str) -> int:
    return sum(1 for _ in root.iter(*tags))


def _key(text: str) -> str:
    """A block's text without whitespace, in which the page and trafilatura differ."""
    return "".join(text.split())


def decoded_page(source: ByteSource, options: ReadOptions, data: bytes | None = None) -> tuple[str, str]:
    """Decode a page by the user's encoding, a byte-order mark, as valid UTF-8, by its declaration, or by a guess.

    UTF-8 pages that declare another encoding are more frequent than the other way round.
    """
    data = source.data() if data is None else data
    if options.encoding is not None or any(data.startswith(bom) for bom, _ in BYTE_ORDER_MARKS):
        return decode(data, source.shown, options.encoding)
    data = data.replace(b"\0", b"") if data[:4].count(0) == 0 else data
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    declared = _XML_DECLARED.match(data[:1024]) or DECLARED.search(data[:4096])
    if declared:
        try:
            known = codecs.lookup(declared[1].decode("ascii"))
            encoding = _AS_BROWSERS_DO.get(known.name, known.name)
            if is_of_files(known.name) and not encoding.startswith("utf"):
                return data.decode(encoding, "replace"), encoding
        except (LookupError, UnicodeError):
            pass
    try:
        encoding = decode(_WITHOUT_OPENING.sub(b"", data, count=1), source.shown)[1]
    except EncodingError:
        encoding = "utf-8"
    return data.decode(encoding, "replace"), encoding


def _language(root: _Element) -> str | None:
    """The language that the page declares."""
    for attribute in ("lang", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang"):
        if root.get(attribute):
            return str(root.get(attribute)).strip()
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "content-language":
            return str(meta.get("content") or "").split(",")[0].strip()
    return None
