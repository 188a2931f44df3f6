"""Text in XML 1.0: the characters that it can hold, written so that a parser returns them unchanged.

The Char production (https://www.w3.org/TR/xml/#charsets) leaves out most control characters, lone surrogates, U+FFFE
and U+FFFF. Characters beyond the Basic Multilingual Plane (emoji) are allowed and kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from align.errors import FormatError
from align.localization import N_, _, ngettext

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ODD = re.compile("[\x00-\x1f\x85\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_UNUSUAL = re.compile("[\x00-\x1f\x85\u2028\u2029&<>\ud800-\udfff\ufffe\uffff]")
_PLACE = re.compile(r", line \d+, column \d+$")
_LINE = re.compile(r"\b(line )(\d+)")
_TOO_LONG = re.compile("XML_PARSE_HUGE|^xmlSAX2.*huge|^Huge input|too big found$")
"""How versions of libxml2 say that a text is longer than they read."""
_BREAK = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]")
_BREAKS = re.compile("(?<! ) *[\t-\r\x1c-\x1f\x85\u2028\u2029][ \t-\r\x1c-\x1f\x85\u2028\u2029]*")


HEADER = N_("the header")
"""The place of what stands in no pair."""


class XmlText:
    """Escapes text for one XML file and counts what XML could not hold (`lost`, first seen in `where`)."""

    def __init__(self) -> None:
        self.lost = 0
        self.where = ""

    def line(self, text: str, where: str) -> str:
        """Write `text` as the content of a one-line element: NFC, line breaks and tabs become one space, then escaped.

        Ordinary and no-break spaces stay as they are: typography is the translator's.
        """
        return _written(one_line(self.legal(text, where)) if _ODD.search(text) else text)

    def lines(self, one: str, other: str, where: str) -> tuple[str, str]:
        """Write two texts as `line` does, in one pass."""
        if _ODD.search(f"{one}{other}"):
            return self.line(one, where), self.line(other, where)
        return _written(one), _written(other)

    def exact(self, text: str, where: str) -> str:
        """Write `text` as element content or a double-quoted attribute that a parser returns unchanged, line breaks
        included."""
        if not _UNUSUAL.search(text) and '"' not in text:
            return text
        text = self.legal(text, where).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return text.replace('"', "&quot;").replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#9;")

    def legal(self, text: str, where: str) -> str:
        """Replace what XML cannot hold: a vertical tab or form feed becomes a line feed, a lone surrogate
        U+FFFD, other characters go. All are counted."""
        return _ILLEGAL.sub(lambda match: self._replacement(match[0], where), text)

    def report(self, name: str) -> list[str]:
        """One line on what was lost in the file `name`, or none; `where` was the id of a pair."""
        if not self.lost:
            return []
        return [
            ngettext(
                "{file}: {n} character that XML cannot hold was dropped or replaced, the first in pair {id}",
                "{file}: {n} characters that XML cannot hold were dropped or replaced, the first in pair {id}",
                self.lost,
                file=name,
                id=_(HEADER) if self.where == HEADER else self.where,
            )
        ]

    def _replacement(self, character: str, where: str) -> str:
        self.lost += 1
        self.where = self.where or where
        if "\ud800" <= character <= "\udfff":
            return "\ufffd"
        return "\n" if character in "\x0b\x0c" else ""


def _written(text: str) -> str:
    """`text` in NFC, and escaped."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


_SAFE = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
    "collect_ids": False,
}
"""Entities are not resolved, no DTD is read, nothing is fetched, and a single text above 10 MB is refused."""


def iterparse(source: Any, events: Sequence[str], tags: Sequence[str]) -> Any:
    """Parse a file that may be hostile: lxml's events for the elements named.

    Give it a `BoundedXml`, which keeps memory flat. Raises lxml's XMLSyntaxError while it is read; see `xml_error`.
    """
    from lxml import etree

    source_until_error = _StopAtError(source)
    source_until_error.parser = etree.iterparse(source_until_error, events=tuple(events), tag=tuple(tags), **_SAFE)
    return source_until_error.parser


class _StopAtError:
    """The bytes that a parser reads, up to an error that ends the document.

    lxml ignores an undefined entity where none is to be resolved. libxml2 has stopped at it, though, and would read
    what follows as a new document.
    """

    def __init__(self, source: Any):
        self._source = source
        self.parser: Any = None

    def read(self, size: int = -1) -> bytes:
        """Read the next bytes. Raises XMLSyntaxError where those before were not well-formed."""
        from lxml import etree

        for fatal in self.parser.error_log.filter_from_fatals():
            raise etree.XMLSyntaxError(fatal.message, fatal.type, fatal.line, fatal.column)
        data: bytes = self._source.read(size)
        return data


def parsed(data: bytes) -> Any:
    """Parse a small XML text that may be hostile: its root element; None where it is not well-formed by itself."""
    from lxml import etree

    try:
        return etree.fromstring(data, _parser())
    except etree.XMLSyntaxError:
        return None


@cache
def _parser() -> Any:
    """Made once: that takes a fifth of the time of reading a short text."""
    from lxml import etree

    return etree.XMLParser(**_SAFE)


def xml_error(name: str, error: Any, shift: Callable[[int], int] = int) -> FormatError:
    """The FormatError for a syntax error that lxml found in the file `name`; `shift` maps its line numbers to the
    file's."""
    line, reason = error.lineno or 1, _PLACE.sub("", error.msg)
    at_line = shift(line)
    if reason.startswith("Excessive depth"):
        return FormatError.at(name, at_line, _("more than 250 elements stand in one another; mend or remove this unit"))
    if "Buffer size limit" in reason:  # which libxml2 looks at after each piece of the file
        return FormatError.at(
            name, at_line, _("a single text here or shortly before is longer than 10 MB; mend or remove it")
        )
    if _TOO_LONG.search(reason):
        return FormatError.at(name, at_line, _("a single text is longer than 10 MB; mend or remove this unit"))
    reason = _LINE.sub(lambda match: f"{match[1]}{shift(int(match[2]))}", reason)
    return FormatError.at(
        name, at_line, _("not well-formed XML: {reason}", reason=" ".join(reason.split())), _("Export the file again")
    )


def is_limit(error: Any) -> bool:
    """Whether a syntax error of lxml is one of its limits: too deep or too long. Such a file is refused, not mended."""
    reason = _PLACE.sub("", error.msg)
    return reason.startswith("Excessive depth") or "Buffer size limit" in reason or bool(_TOO_LONG.search(reason))


def one_line(text: str) -> str:
    """Replace each run of line breaks and tabs, and the spaces around it, by one space; none at the ends.

    >>> one_line("a \\n\\t b\\u00a0c\\n")
    'a b\\xa0c'
    """
    return _BREAKS.sub(" ", text).strip(" ") if _BREAK.search(text) else text


def forget_before(element: Any) -> None:
    """Release all that comes before `element`, to keep memory flat while a large file is parsed.

    Only what is before: lxml parses ahead of its events, so that later siblings are in the tree before their events.
    """
    while (parent := element.getparent()) is not None:
        del parent[: parent.index(element)]
        element = parent
