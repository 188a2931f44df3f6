"""Writes a translation into the web page that its source was read from.

Only the texts that were read change, and the language and direction that the page declares; every other character of
the page stays, with its scripts and faults. Inline elements that lose all their text go.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from align.errors import InputError
from align.export.into_source import IntoSource, ReadSource
from align.export.node_edits import NodeEdit, NodeLook, node_edits
from align.export.placing import PlacedTarget
from align.io.byte_source import ByteSource
from align.io.text_encoding import BYTE_ORDER_MARKS
from align.languages.direction import is_right_to_left
from align.localization import _
from align.readers.html import DECLARED, decoded_page, read_page
from align.readers.markup_places import MarkupPlaces, PageBreak, PageText
from align.readers.origins import Origin
from align.readers.read_options import ReadOptions

if TYPE_CHECKING:
    from lxml.etree import _Element

_INLINE = [
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "big",
    "cite",
    "code",
    "dfn",
    "em",
    "font",
    "i",
    "ins",
    "kbd",
    "mark",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "tt",
    "u",
    "var",
]
_OPENS = re.compile(rf"<({'|'.join(_INLINE)})(?:\s[^<>]*)?>\Z", re.IGNORECASE)
_LONGEST_TAG = 2000
_TITLE = re.compile(r"<title\b[^<>]*>([^<]{1,2000})</title", re.IGNORECASE)
_HTML_TAG = re.compile(r"<html\b[^<>]*>", re.IGNORECASE)
_LANGUAGE = re.compile(r"""(\s(?:xml:)?lang\s*=\s*)(?:"[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)
_DIRECTION = re.compile(r"""\sdir\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)
_LOST = 0.1
"""Share of the segments that may be without a place; of a page with more the rest would be a patchwork."""


class HtmlSource(ReadSource):
    """A web page whose texts' places are known."""

    def __init__(self, source: ByteSource, options: ReadOptions):
        data = source.data()
        self._shown = source.shown
        self._mark = next((mark for mark, __ in BYTE_ORDER_MARKS if data.startswith(mark)), b"")
        self._page, self._encoding = decoded_page(source, options, data)
        self._origins: list[Origin] = []
        self._texts = MarkupPlaces(self._page)
        self.document = read_page(source, self._page, self._encoding, self._texts, self._origins)

    def write(self, into: IntoSource, stream: BinaryIO) -> None:
        """Write the page with its translation. Raises InputError for a page too many of whose texts have no place."""
        edits, into.homeless = node_edits(self.document.text, self._origins, into.wanted, _look, into.dropped)
        if len(into.homeless) > _LOST * max(1, len(into.wanted)):
            raise InputError(
                _(
                    "{shown} is written so that {count:,} of {total:,} segments cannot be found in it",
                    shown=self._shown,
                    count=len(into.homeless),
                    total=len(into.wanted),
                ),
                path=self._shown,
                hint=_("Save the page again with a browser, and use that; or write a new document, without --like"),
            )
        page = "".join(self._pieces(edits))
        if into.changes:
            page = _titled(_declared(page, into.target_lang), into.wanted)
        encoded, remark = self._encoded(page)
        into.notes += [remark] if remark else []
        stream.write(encoded)

    def _pieces(self, edits: list[NodeEdit]) -> Iterator[str]:
        page = self._page
        new: list[tuple[int, int, str]] = []
        for edit in edits:
            if isinstance(edit.node, PageBreak):
                continue
            text = page[edit.begin : edit.stop] if edit.text is None else _escaped(edit.text)
            marking = edit.replacement.marking if text.strip() else ""
            new.append((edit.begin, edit.stop, f'<mark class="{marking}">{text}</mark>' if marking else text))
        empty = self._with_empty_tags([(begin, stop) for begin, stop, text in new if not text])
        at = 0
        for begin, stop, text in sorted([one for one in new if one[2]] + [(*span, "") for span in empty]):
            yield page[at:begin]
            yield text
            at = stop
        yield page[at:]

    def _with_empty_tags(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Spans that become empty, with the inline tags around them that have nothing else."""
        found: list[tuple[int, int]] = []
        for begin, stop in sorted(spans):
            if found and found[-1][1] == begin:
                begin = found.pop()[0]
            while opens := _OPENS.search(self._page, max(0, begin - _LONGEST_TAG), begin):
                closes = re.compile(rf"</{opens[1]}\s*>", re.IGNORECASE).match(self._page, stop)
                if closes is None:
                    break
                begin, stop = opens.start(), closes.end()
                if found and found[-1][1] == begin:
                    begin = found.pop()[0]
            found.append((begin, stop))
        return found

    def _encoded(self, page: str) -> tuple[bytes, str]:
        """The page in its encoding, or, where that lacks letters of the translation, in UTF-8, which it declares."""
        encoding = "utf-8" if self._encoding == "utf-8-sig" else self._encoding
        if self._mark and encoding in ("utf-16", "utf-32"):
            encoding += "-be" if self._mark in (codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE) else "-le"
        try:
            return self._mark + page.encode(encoding), ""
        except UnicodeEncodeError:
            data = page.encode("utf-8", "xmlcharrefreplace")
        declared = DECLARED.search(data[:4096])
        if declared is None:
            return page.encode(encoding, "xmlcharrefreplace"), ""
        remark = _(
            "the page is now in UTF-8: {encoding}, in which it was, lacks letters of the translation",
            encoding=self._encoding,
        )
        return data[: declared.start(1)] + b"utf-8" + data[declared.end(1) :], remark


def source_of(source: ByteSource, options: ReadOptions) -> ReadSource:
    """Read a web page that is to be written into. Raises InputError as its reader does."""
    return HtmlSource(source, options)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _look(node: PageText | PageBreak) -> NodeLook:
    if isinstance(node, PageBreak):
        return NodeLook("break")
    looks: list[tuple[object, ...]] = []
    link: int | None = None
    for element in _and_around(node.element):
        name = element.tag.lower() if isinstance(element.tag, str) else ""
        if name not in _INLINE:
            break
        if name == "a" and element.get("href"):
            link = id(element)
        else:
            looks.append((name, *sorted(element.attrib.items())))
    return NodeLook("text", tuple(looks), link)


def _and_around(element: _Element) -> Iterable[Any]:
    yield element
    yield from element.iterancestors()


def _titled(page: str, wanted: Iterable[PlacedTarget]) -> str:
    """The page with its headline translated in its title, too, which is not read: `Port opens - The Daily News`."""
    found = _TITLE.search(page)
    if found is None:
        return page
    title = html.unescape(found[1])
    for one in wanted:
        words = r"\s+".join(map(re.escape, one.pair.source.split()))
        stands = re.search(rf"(?<!\w){words}(?!\w)", title) if one.target and not one.same else None
        if stands and one.pair.source.count(" "):
            title = title[: stands.start()] + one.target + title[stands.end() :]
            return page[: found.start(1)] + _escaped(title) + page[found.end(1) :]
    return page


def _declared(page: str, language: str) -> str:
    """The page with the language that it now has."""
    found = _HTML_TAG.search(page)
    if found is None:
        return page
    tag = _LANGUAGE.sub(rf'\g<1>"{language}"', found.group())
    if tag == found.group() and not _LANGUAGE.search(tag):
        tag = f'{tag[:5]} lang="{language}"{tag[5:]}'
    tag = _DIRECTION.sub("", tag)
    if is_right_to_left(language):
        tag = f'{tag[:5]} dir="rtl"{tag[5:]}'
    return page[: found.start()] + tag + page[found.end() :]
