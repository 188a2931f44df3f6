"""The XML inside DOCX, ODT and EPUB, read as a stream of events: no tree, no DTD, no entities, nothing fetched.

None of these formats allows a document type declaration that means anything, so a file that has one is refused before
an entity could be expanded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from align.errors import InputError

DEEPEST = 256
"""Elements inside each other; libxml2's own limit for trees. Tables in tables in text boxes come to 60."""


class Listener:
    """Is told of the elements and texts of an XML file; tags are `{namespace}name`. This one does not care."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """A stretch of text, not always all that stands between two tags."""


class _Target:
    """lxml's parser target: passes events on, and refuses a document type and endless nesting."""

    def __init__(self, listener: Listener, shown: str):
        self._listener, self._shown = listener, shown
        self._depth = 0
        self.data = listener.data

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise InputError(f"{self._shown} is nested deeper than any document is: it is not read", path=self._shown)
        self._listener.start(tag, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._listener.end(tag)

    def doctype(self, name: str | None, public: str | None, system: str | None) -> None:
        if name in ("html", "package", "container", "ncx"):  # books name a DTD without using it; nobody fetches it
            return
        raise InputError(
            f"{self._shown} has a document type inside, as files that attack readers do: it is not read",
            path=self._shown,
        )

    def close(self) -> None:
        return None


def listen(chunks: Iterable[bytes], listener: Listener, shown: str) -> None:
    """Tell `listener` what is in the XML of `chunks`. Raises InputError for XML that is broken or has a DTD."""
    from lxml import etree

    target: Any = _Target(listener, shown)
    parser = etree.XMLParser(
        target=target, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True
    )
    try:
        for chunk in chunks:
            parser.feed(chunk)
        parser.close()
    except etree.XMLSyntaxError:
        raise InputError(
            f"{shown} is damaged inside", path=shown, hint="save it again in the program that made it"
        ) from None


def local(tag: str) -> str:
    """A tag or attribute without its namespace."""
    return tag.rpartition("}")[2]


def attribute(attributes: Mapping[str, str], name: str) -> str:
    """The attribute `name`, of whatever namespace; nothing when it is not there."""
    return next((value for key, value in attributes.items() if local(key) == name), "")
