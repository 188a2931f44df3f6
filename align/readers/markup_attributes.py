"""Counting the attributes of a page's tags before it is parsed: libxml2 compares each attribute of a tag with each.

The page is cut into tags as browsers do it (WHATWG, HTML Standard, 13.2.5), with comments and the contents of scripts
and the like left out, each byte once.
"""

from __future__ import annotations

import re

from align.errors import InputError
from align.io.limits import MOST_ATTRIBUTES
from align.localization import _

_OPENING = re.compile(rb"<(?:(!--)|([!?]|/(?![A-Za-z]))|/?([A-Za-z][^ \t\n\f\r/>]*))")
_ATTRIBUTE = re.compile(
    rb"""[ \t\n\f\r/]*[^ \t\n\f\r/>][^ \t\n\f\r/>=]*
    (?:[ \t\n\f\r]*=[ \t\n\f\r]*(?:"[^"]*"?|'[^']*'?|[^ \t\n\f\r>]*))?""",
    re.VERBOSE,
)
_EMPTY = re.compile(rb"[ \t\n\f\r/]*/>")
_COMMENT_END = re.compile(rb"(?<=<!--)-?>|--!?>")
_RAW = frozenset((b"script", b"style", b"title", b"textarea", b"iframe", b"noembed", b"noframes", b"xmp"))
"""Elements in which a tag is text."""


def check_attributes(data: bytes, shown: str) -> None:
    """Raise InputError for a page with a tag of more than MOST_ATTRIBUTES attributes."""
    at = 0
    while opening := _OPENING.search(data, at):
        at = opening.end()
        if opening[1]:
            end = _COMMENT_END.search(data, at)
            at = end.end() if end else len(data)
        elif opening[2]:
            at = data.find(b">", at) + 1 or len(data)
        else:
            count = 0
            while attribute := _ATTRIBUTE.match(data, at):
                at = attribute.end()
                count += 1
                if count > MOST_ATTRIBUTES:
                    raise InputError(
                        _(
                            "{shown} has a tag with more than {most_attributes} attributes: it is not read",
                            shown=shown,
                            most_attributes=MOST_ATTRIBUTES,
                        ),
                        path=shown,
                        hint=_("save its text in another way"),
                    )
            name = opening[3].lower()
            if name in _RAW and data[opening.start() + 1] != ord("/") and not _EMPTY.match(data, at):
                end = re.compile(rb"</" + name + rb"(?=[ \t\n\f\r/>])", re.IGNORECASE).search(data, at)
                at = end.start() if end else len(data)
