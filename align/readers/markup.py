"""HTML and XHTML → blocks: what a reader of the page would see as a heading, paragraph, list item, caption or cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from align.account import Account
from align.document import ParagraphKind
from align.errors import InputError
from align.io.limits import LARGEST_PAGE, nothing_to_segment, too_large
from align.localization import N_, _
from align.readers.blocks import clean, cleaned_origins
from align.readers.markup_attributes import check_attributes
from align.readers.markup_places import MarkupPlaces, PageBreak
from align.readers.markup_signs import settle_signs
from align.readers.origins import Origin, moved

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_TAGS = 500_000
"""Tags of a page, of which the parser makes an object each."""


def _names(tags: str) -> frozenset[str]:
    return frozenset(tags.split())


_KINDS: dict[str, ParagraphKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list-item"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    **dict.fromkeys(("td", "th"), "cell"),
}
_BLOCKS = _names(
    """address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table
    tbody td tfoot th thead tr ul caption"""
)
_INVISIBLE = _names(
    """area audio base button canvas datalist embed frame frameset head iframe link map math meta noembed noframes
    noscript object option param rp rt script select style svg template textarea title track video"""
)
_CHROME = _names("nav footer aside form menu dialog search")
_CHROME_ROLES = _names("navigation contentinfo complementary search banner menu menubar dialog")
_NOTE = re.compile(r"(?:foot|end|rear)notes?\b")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CODE = re.compile(r"\b(?:code|highlight|source|listing|prettyprint)", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_EMBEDDED = re.compile(rb"""(["'(])data:[^"'()<>]{64,}""")


@dataclass(frozen=True, slots=True)
class MarkupPiece:
    """A block of a page. `tag` made it a block; `chrome` says that it is in a menu, footer or sidebar; `linked`
    counts its characters that are inside links; `note` says that it is in a note, which e-books have in an aside.
    `origins` are the places of its text in the page, where they are asked for."""

    text: str
    kind: ParagraphKind
    tag: str
    chrome: bool = False
    linked: int = 0
    note: bool = False
    origins: tuple[Origin, ...] = ()


def parse_html(
    data: bytes, shown: str, account: Account, place: str = "", places: MarkupPlaces | None = None
) -> _Element:
    """Parse a page in UTF-8, without comments, references to notes and crossed-out text; nothing it refers to is
    fetched. `account` notes what is left out, at `place`; `places` gets the places of its texts.

    Raises InputError for a page that is too large, has too many tags or a tag with too many attributes, or is nested
    deeper than libxml2 allows (256).
    """
    from lxml import etree
    from lxml.html import HTMLParser

    data = _EMBEDDED.sub(rb"\1", data).replace(b"\0", b"")
    if len(data) > LARGEST_PAGE:
        raise too_large(shown, LARGEST_PAGE)
    if data.count(b"<") > MOST_TAGS:
        raise InputError(
            _("{shown} has more than {most_tags:,} tags", shown=shown, most_tags=MOST_TAGS),
            path=shown,
            hint=_("cut it into several pages"),
        )
    check_attributes(data, shown)
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        root = None
    if any("depth" in entry.message for entry in parser.error_log):
        raise InputError(
            _("{shown} is nested deeper than any page should be", shown=shown),
            path=shown,
            hint=_("save it again with another program"),
        )
    if root is None:
        raise nothing_to_segment(shown)
    if places is not None:
        places.note(root)
    settle_signs(root, _BLOCKS, account, place)
    return root


def markup_pieces(
    root: _Element, account: Account | None = None, place: str = "", places: MarkupPlaces | None = None
) -> Iterator[MarkupPiece]:
    """Extract the blocks of a page in order, without empty and invisible ones; `account` counts those that the page
    hides. With `places` they have their origins."""
    walker = _Walker(places)
    walker.walk(root, _Context())
    if account is not None and walker.hidden:
        account.leave_out(N_("hidden blocks"), place, walker.hidden, expected=True)
    return iter(walker.found)


@dataclass(frozen=True, slots=True)
class _Context:
    """Properties of a text that follow from the elements around it."""

    kind: ParagraphKind = "text"
    tag: str = "body"
    chrome: bool = False
    note: bool = False
    linked: bool = False
    verbatim: bool = False


@dataclass(slots=True)
class _Walker:
    places: MarkupPlaces | None = None
    found: list[MarkupPiece] = field(default_factory=list)
    hidden: int = 0
    _text: list[str] = field(default_factory=list)
    _linked: int = 0
    _raw: list[str] = field(default_factory=list)  # where places are asked for: the texts as they stand in the tree
    _origins: list[Origin] = field(default_factory=list)
    _length: int = 0

    def walk(self, element: _Element, context: _Context) -> None:
        """Collect the text in `element`; it is no deeper than the parser allows, which bounds the recursion."""
        name = _name(element)
        if name in _INVISIBLE:
            return
        if _is_hidden(element):
            self.hidden += any(text.strip() for text in element.itertext())
            return
        if name == "br":
            self._text.append("\n")
            self._trace("\n", (Origin(0, 1, PageBreak(), 0, 0, literal=False),))
            return
        inner = _inner(element, name, context)
        if name in _BLOCKS:
            self._flush(context)
        self._add(element, element.text, inner)
        for child in element:
            self.walk(child, inner)
            self._add(child, child.tail, inner, tail=True)
        if name in _BLOCKS:
            self._flush(inner)

    def _add(self, element: _Element, text: str | None, context: _Context, tail: bool = False) -> None:
        if text:
            if self.places is not None:
                self._trace(text, self.places.origins(element, text, tail))
            text = text if context.verbatim else _SPACES.sub(" ", text)
            self._text.append(text)
            self._linked += len(text.strip()) if context.linked else 0

    def _trace(self, text: str, origins: Iterable[Origin]) -> None:
        if self.places is not None:
            self._raw.append(text)
            self._origins += moved(origins, self._length)
            self._length += len(text)

    def _flush(self, context: _Context) -> None:
        text = clean("".join(self._text))
        if text:
            origins = tuple(cleaned_origins("".join(self._raw), text, self._origins)) if self._raw else ()
            where = (context.kind, context.tag, context.chrome, self._linked, context.note)
            self.found.append(MarkupPiece(text, *where, origins))
        self._text.clear()
        self._raw.clear()
        self._origins.clear()
        self._length = 0
        self._linked = 0


def _inner(element: _Element, name: str, context: _Context) -> _Context:
    kind, verbatim = _KINDS.get(name, context.kind), context.verbatim
    if name == "pre":
        verbatim = True
        code = _CODE.search(element.get("class") or "") or any(_name(child) == "code" for child in element)
        kind = "code" if code else kind
    note = _NOTE.search(f"{element.get('epub:type') or ''} {element.get('role') or ''}") is not None
    return _Context(
        kind=kind,
        tag=name if name in _BLOCKS else context.tag,
        chrome=context.chrome or (not note and (name in _CHROME or (element.get("role") or "") in _CHROME_ROLES)),
        note=context.note or note,
        linked=context.linked or name == "a",
        verbatim=verbatim,
    )


def _name(element: Any) -> str:
    """The tag without its namespace, in lower case; `script` for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else "script"


def _is_hidden(element: _Element) -> bool:
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None
