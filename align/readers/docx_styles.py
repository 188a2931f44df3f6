"""The styles of a DOCX file: what kind of paragraph each makes, and which raise or lower their characters."""

from __future__ import annotations

import re
from collections.abc import Mapping

from align.document import ParagraphKind
from align.io.xml_events import Listener, attribute, local_name
from align.readers.style_kinds import inherited_kind

SCRIPTS = {"superscript": 1, "subscript": -1}
"""Values of `w:vertAlign`: raised and lowered."""
_HEADING_STYLE = re.compile(r"(?:heading \d|title|subtitle)$", re.IGNORECASE)


class DocxStyles(Listener):
    """Maps paragraph styles to kinds: those that are named in English in every language's Word, and the styles based on
    them."""

    def __init__(self) -> None:
        self.scripts: dict[str, int] = {}
        """Styles of characters that raise (1) or lower (-1) them."""
        self._own: dict[str, ParagraphKind | None] = {}
        self._base: dict[str, str] = {}
        self._id = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name, value = local_name(tag), attribute(attributes, "val")
        if name == "style":
            self._id = attribute(attributes, "styleId")
        elif name == "name" and self._id:
            self._own[self._id] = _kind_of_style(value)
        elif name == "basedOn" and self._id:
            self._base[self._id] = value
        elif name == "outlineLvl" and self._id and value in "012345678" and value:
            self._own[self._id] = "heading"
        elif name == "vertAlign" and self._id:
            self.scripts[self._id] = SCRIPTS.get(value, 0)

    def end(self, tag: str) -> None:
        if local_name(tag) == "style":
            self._id = ""

    def kinds(self) -> dict[str, ParagraphKind]:
        """Kind by the style's id; a style without one inherits that of the style it is based on."""
        known: dict[str, ParagraphKind | None] = {}
        found = {id: inherited_kind(id, self._own.get, self._base, known) for id in self._own}
        return {id: kind for id, kind in found.items() if kind}


def _kind_of_style(name: str) -> ParagraphKind | None:
    folded = name.casefold()
    if _HEADING_STYLE.match(folded):
        return "heading"
    if folded == "caption":
        return "caption"
    if folded.startswith("list ") and folded != "list paragraph":
        return "list-item"
    return "code" if re.match(r"toc \d|html preformatted|plain code|source code", folded) else None
