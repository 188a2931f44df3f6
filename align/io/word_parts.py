"""The parts of a Word document's package (ECMA-376 part 2): which one holds the text, and which ones it refers to."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from align.io.xml_events import Listener, attribute, listen, local_name
from align.io.zip_archives import Zip

USUAL = "word/document.xml"


def main_part(package: Zip, shown: str) -> str:
    """The name of the part with the text, from the package's relations: that of Word for the web is `document2.xml`."""
    found = _related(package, "_rels/.rels", "officeDocument", shown)
    return found if found in package else USUAL


def related_part(package: Zip, part: str, kind: str, shown: str) -> str:
    """The name of the part of a kind that `part` refers to, such as its `comments`; "" where there is none."""
    folder, file = posixpath.split(part)
    found = _related(package, f"{folder}/_rels/{file}.rels".lstrip("/"), kind, shown, folder)
    usual = posixpath.join(folder, f"{kind}.xml")
    return found if found in package else usual if usual in package else ""


def _related(package: Zip, relations: str, kind: str, shown: str, folder: str = "") -> str:
    if relations not in package:
        return ""
    links = _Relations(kind)
    listen(package.stream(relations), links, shown)
    if not links.target:
        return ""
    return posixpath.normpath(posixpath.join("/", folder, links.target)).lstrip("/")


class _Relations(Listener):
    """Finds the target of the first relation of a kind."""

    def __init__(self, kind: str) -> None:
        self.target = ""
        self._kind = f"/{kind}"

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        fits = local_name(tag) == "Relationship" and attributes.get("Type", "").endswith(self._kind)
        if fits and attributes.get("TargetMode") != "External" and not self.target:
            self.target = attribute(attributes, "Target")
