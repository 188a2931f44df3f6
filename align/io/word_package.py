"""What a Word document has beside its text (ECMA-376 part 2): the types of its parts, relations, properties."""

from __future__ import annotations

import re
from collections.abc import Mapping

from align.io.office_package import XML, content

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
DOCUMENT = f'<w:document {WORD} xmlns:r="{OFFICE}">'
"""The opening tag of the part with the text."""


def word_package(parts: Mapping[str, str], title: str, created: str = "", language: str = "") -> dict[str, str]:
    """The parts around those of a document, by name. `parts` are the others in `word/` by their names without suffix:
    the kind of each, such as `styles`; the relation to one has its name as id. `created` is a date in UTC."""
    package = {
        "document": (f"{OFFICE}/officeDocument", "word/document.xml"),
        "core": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    }
    return {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _relations(package),
        "docProps/core.xml": _properties(title, created, language),
        "word/_rels/document.xml.rels": _relations(
            {name: (f"{OFFICE}/{kind}", f"{name}.xml") for name, kind in parts.items()}
        ),
    }


def _properties(title: str, created: str, language: str) -> str:
    date = f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>' if _DATE.fullmatch(created) else ""
    spoken = f"<dc:language>{content(language)}</dc:language>" if language else ""
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{content(title)}</dc:title>{date}{spoken}</cp:coreProperties>"
    )


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """The relations of a part: id → type and target."""
    inside = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, (kind, target) in targets.items()
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _content_types(parts: Mapping[str, str]) -> str:
    named = {"word/document.xml": f"{_TYPE}.document.main+xml"}
    named |= {f"word/{name}.xml": f"{_TYPE}.{kind}+xml" for name, kind in parts.items()}
    named["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in named.items())
    return (
        f'{XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
