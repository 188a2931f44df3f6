"""The XML inside DOCX, ODT and EPUB, read as a stream of events: no tree, no DTD, no entities, nothing fetched.

None of these formats allows a document type declaration that means anything, so a file that has one is refused before
an entity could be expanded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from align.errors import InputError
from align.localization import _

DEEPEST = 256
"""Elements inside each other; libxml2's own limit for trees. Tables in tables in text boxes come to 60."""


class Listener:
    """Receives the elements and texts of an XML file; tags are `{namespace}name`. This base class ignores them."""

    place: Any = None
    """Where in its tree the event comes from, when one is walked (`align.io.xml_trees`); None for a stream."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Handle the beginning of an element."""

    def end(self, tag: str) -> None:
        """Handle the end of an element."""

    def data(self, text: str) -> None:
        """Handle a piece of text, not always all that is between two tags."""


class _Target:
    """lxml's parser target: passes events on, and refuses a document type and endless nesting."""

    def __init__(self, listener: Listener, shown: str):
        self._listener, self._shown = listener, shown
        self._depth = 0
        self.data = listener.data

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise InputError(
                _("{shown} is nested deeper than any document is: it is not read", shown=self._shown), path=self._shown
            )
        self._listener.start(tag, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._listener.end(tag)

    def doctype(self, name: str | None, public: str | None, system: str | None) -> None:
        if name in ("html", "package", "container", "ncx"):  # books name a DTD without using it; nobody fetches it
            return
        raise InputError(
            _("{shown} has a document type inside, as files that attack readers do: it is not read", shown=self._shown),
            path=self._shown,
        )

    def close(self) -> None:
        return None


def listen(chunks: Iterable[bytes], listener: Listener, shown: str) -> None:
    """Parse the XML of `chunks` and pass its events to `listener`. Raises InputError for XML that is broken or has a
    DTD."""
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
            _("{shown} is damaged inside", shown=shown), path=shown, hint=_("save it again in the program that made it")
        ) from None


def local_name(tag: str) -> str:
    """A tag or attribute without its namespace."""
    return tag.rpartition("}")[2]


def attribute(attributes: Mapping[str, str], name: str) -> str:
    """The attribute `name` in any namespace; an empty string where there is none."""
    return next((value for key, value in attributes.items() if local_name(key) == name), "")
