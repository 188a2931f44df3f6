"""The XML inside DOCX and ODT as a tree, to be changed and written again: read as carefully as the stream of events.

The tree is walked for the same listener that reads the stream, so that what is changed is what was read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from align.io.xml_events import Listener, listen

if TYPE_CHECKING:
    from lxml.etree import _Element


class TreeText:
    """A text of a tree: what stands in `element` before its children, or with `tail` what stands behind it."""

    __slots__ = ("element", "tail")

    def __init__(self, element: _Element, tail: bool = False):
        self.element, self.tail = element, tail

    @property
    def text(self) -> str:
        return (self.element.tail if self.tail else self.element.text) or ""

    @text.setter
    def text(self, text: str) -> None:
        if self.tail:
            self.element.tail = text
        else:
            self.element.text = text

    @property
    def parent(self) -> _Element:
        """The element that the text stands in."""
        parent = self.element.getparent() if self.tail else self.element
        assert parent is not None
        return parent


class TreeSign:
    """An element of a tree that stands for characters: a line break, a tabulator."""

    __slots__ = ("element",)

    def __init__(self, element: _Element):
        self.element = element


def parse_tree(chunks: Iterable[bytes], shown: str) -> _Element:
    """Parse the XML of `chunks`, with its comments and processing instructions. Raises InputError as `listen` does."""
    from lxml import etree

    data = b"".join(chunks)
    listen([data], Listener(), shown)
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)


def walk_tree(root: _Element, listener: Listener) -> None:
    """Pass the events of a tree to `listener`, whose `place` is the TreeSign or TreeText each comes from."""
    _walk(root, listener)
    listener.place = None


def _walk(element: Any, listener: Listener) -> None:
    if isinstance(element.tag, str):  # no comment
        listener.place = TreeSign(element)
        listener.start(element.tag, element.attrib)
        if element.text:
            listener.place = TreeText(element)
            listener.data(element.text)
        for child in element:
            _walk(child, listener)
        listener.end(element.tag)
    if element.tail is not None and element.getparent() is not None:
        listener.place = TreeText(element, tail=True)
        listener.data(element.tail)


def tree_bytes(root: _Element) -> bytes:
    """The XML of a tree as it is written into a package."""
    from lxml import etree

    data: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
