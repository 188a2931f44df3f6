"""Writes a translation into the OpenDocument text that its source was read from (ISO/IEC 26300).

Spans and paragraphs keep their styles. Languages are properties of styles there, so the language of the document's
default style becomes the translation's, and where a style says the source's language it says the translation's; all
else of the package stays byte for byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from align.export.into_source import IntoSource, ReadSource
from align.export.node_edits import EditedPiece, NodeLook, by_node, edited_pieces, node_edits
from align.export.zip_copy import write_zip_copy
from align.io.byte_source import ByteSource
from align.io.xml_events import Listener, local_name
from align.io.xml_trees import TreeSign, TreeText, parse_tree, tree_bytes, walk_tree
from align.io.zip_archives import Zip
from align.languages.office_language import OfficeLanguage, office_language
from align.languages.tags import primary_subtag
from align.readers.odt import read_package
from align.readers.origins import Origin
from align.readers.read_options import ReadOptions

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _STYLE = f"{{{_NAMES}text:1.0}}", f"{{{_NAMES}style:1.0}}"
_OFFICE = f"{{{_NAMES}office:1.0}}"
_FO = f"{{{_NAMES}xsl-fo-compatible:1.0}}"
_BREAKS = frozenset({"line-break", "tab"})
_COLOURS = {"unreviewed": "#ffff00", "untranslated": "#ff99cc"}
_MARK = "Not_20_reviewed_"
"""The beginning of the names of the styles that mark text."""


class OdtSource(ReadSource):
    """An OpenDocument text whose spans are known."""

    def __init__(self, source: ByteSource, options: ReadOptions):
        self._package, self._shown = Zip(source), source.shown
        self._parts: dict[str, _Element] = {}
        self._origins: list[Origin] = []

        def walk(part: str, listener: Listener) -> None:
            self._parts[part] = parse_tree(self._package.stream(part), source.shown)
            walk_tree(self._parts[part], listener)

        self.document = read_package(source, self._package, walk, self._origins)

    def write(self, into: IntoSource, stream: BinaryIO) -> None:
        """Write the document with its translation."""
        (name, content), *_ = self._parts.items()
        edits, into.homeless = node_edits(self.document.text, self._origins, into.wanted, _look, into.dropped)
        marks: set[str] = set()
        signs: list[_Element] = []
        around: list[_Element] = []
        for node, of_node in by_node(edits):
            if isinstance(node, TreeSign):
                signs.append(node.element)
            else:
                _write_text(node, list(edited_pieces(node.text, of_node)), marks)
                around.append(node.parent)
        for sign in signs:
            _remove(sign)
        for element in around:
            _remove_if_empty(element)
        _add_styles(content, marks)
        changed: dict[str, bytes] = {}
        if into.changes:
            language = office_language(into.target_lang)
            _set_language(content, into.source_lang, language)
            if "styles.xml" in self._package:
                styles = parse_tree(self._package.stream("styles.xml"), self._shown)
                if _set_language(styles, into.source_lang, language):
                    changed["styles.xml"] = tree_bytes(styles)
        if edits:
            changed[name] = tree_bytes(content)
        write_zip_copy(self._package, changed, stream)


def source_of(source: ByteSource, options: ReadOptions) -> ReadSource:
    """Read an OpenDocument text that is to be written into. Raises InputError as its reader does."""
    return OdtSource(source, options)


def _look(node: TreeText | TreeSign) -> NodeLook:
    if isinstance(node, TreeSign):
        return NodeLook("break" if local_name(node.element.tag) in _BREAKS else "sign")
    styles: list[str] = []
    link: int | None = None
    around: Any = node.parent
    while around is not None and around.tag not in (f"{_TEXT}p", f"{_TEXT}h"):
        if around.tag == f"{_TEXT}span":
            styles.append(around.get(f"{_TEXT}style-name", ""))
        elif around.tag == f"{_TEXT}a":
            link = id(around)
        around = around.getparent()
    return NodeLook("text", tuple(styles), link)


def _write_text(node: TreeText, pieces: list[EditedPiece], marks: set[str]) -> None:
    """Change a text; what is marked gets a span of its own."""
    if not any(piece.replacement is not None and piece.replacement.marking for piece in pieces):
        node.text = "".join(piece.text for piece in pieces)
        return
    node.text = ""
    parent = node.parent
    at = parent.index(node.element) + 1 if node.tail else 0
    last: _Element | None = None
    for piece in pieces:
        marking = piece.replacement.marking if piece.replacement is not None else ""
        if marking:
            marks.add(marking)
            last = parent.makeelement(f"{_TEXT}span", {f"{_TEXT}style-name": f"{_MARK}{marking}"})
            last.text = piece.text
            parent.insert(at, last)
            at += 1
        elif last is not None:
            last.tail = (last.tail or "") + piece.text
        else:
            node.text += piece.text


def _remove(element: _Element) -> None:
    """Remove a sign; what stands behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _remove_if_empty(element: _Element) -> None:
    """Remove a span or link that has nothing in it any more, and those around it that had nothing else."""
    while element.tag in (f"{_TEXT}span", f"{_TEXT}a") and not len(element) and not element.text:
        parent = element.getparent()
        if parent is None:
            return
        _remove(element)
        element = parent


def _add_styles(content: _Element, marks: set[str]) -> None:
    styles = next(content.iter(f"{_OFFICE}automatic-styles"), None)
    if styles is None or not marks:
        return
    for marking in sorted(marks):
        style = styles.makeelement(f"{_STYLE}style", {f"{_STYLE}name": f"{_MARK}{marking}", f"{_STYLE}family": "text"})
        properties = style.makeelement(f"{_STYLE}text-properties", {f"{_FO}background-color": _COLOURS[marking]})
        style.append(properties)
        styles.append(style)


def _set_language(root: _Element, source_lang: str, language: OfficeLanguage) -> bool:
    """Set the language of default styles, and of those that say the source's; whether there were any."""
    suffix = {"western": "", "asian": "-asian", "complex": "-complex"}[language.group]
    space = _FO if language.group == "western" else _STYLE
    names = (f"{space}language{suffix}", f"{space}country{suffix}")
    changed = False
    for properties in root.iter(f"{_STYLE}text-properties"):
        style = properties.getparent()
        is_default = style is not None and style.tag == f"{_STYLE}default-style"
        says = properties.get(names[0])
        if (is_default and says not in (None, "zxx")) or (says and primary_subtag(says) == primary_subtag(source_lang)):
            properties.set(names[0], language.language)
            properties.set(names[1], language.country or "none")
            changed = True
    if language.right_to_left:
        for properties in root.iter(f"{_STYLE}paragraph-properties"):
            style = properties.getparent()
            if style is not None and style.tag == f"{_STYLE}default-style":
                properties.set(f"{_STYLE}writing-mode", "rl-tb")
                changed = True
    return changed
