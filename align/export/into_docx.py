"""Writes a translation into the Word document that its source was read from (ECMA-376, Office Open XML).

Runs keep their properties, and get the language of the translation; styles, pictures, headers, settings and every part
without text that was read stay byte for byte. A text box stands twice in its file, for old and for new programs: both
get the translation.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, BinaryIO

from align.export.into_source import IntoSource, ReadSource
from align.export.node_edits import EditedPiece, NodeEdit, NodeLook, by_node, edited_pieces, node_edits
from align.export.zip_copy import write_zip_copy
from align.io.byte_source import ByteSource
from align.io.xml_events import Listener, local_name
from align.io.xml_trees import TreeSign, TreeText, parse_tree, tree_bytes, walk_tree
from align.io.zip_archives import Zip
from align.languages.office_language import OfficeLanguage, office_language
from align.readers.docx import read_package
from align.readers.origins import Origin
from align.readers.read_options import ReadOptions

if TYPE_CHECKING:
    from lxml.etree import _Element

_BREAKS = frozenset({"br", "cr", "tab", "ptab"})
_NO_LOOK = frozenset({"lang", "noProof", "rPrChange", "webHidden"})
"""Properties of runs that cannot be seen."""
_AFTER = {
    "highlight": ("u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl"),
    "rtl": ("cs", "em"),
    "cs": ("em", "lang"),
    "lang": ("eastAsianLayout", "specVanish", "oMath", "rPrChange"),
}
"""What comes after a property of a run in the order of the schema, up to those of the next key."""
_COLOURS = {"unreviewed": "yellow", "untranslated": "magenta"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_EMPTY_PARENTS = frozenset({"hyperlink", "ins", "smartTag", "moveTo"})


class DocxSource(ReadSource):
    """A Word document whose runs are known."""

    def __init__(self, source: ByteSource, options: ReadOptions):
        self._package = Zip(source)
        self._parts: dict[str, _Element] = {}
        self._origins: list[Origin] = []

        def walk(part: str, listener: Listener) -> None:
            self._parts[part] = parse_tree(self._package.stream(part), source.shown)
            walk_tree(self._parts[part], listener)

        self.document = read_package(source, self._package, walk, self._origins)

    def write(self, into: IntoSource, stream: BinaryIO) -> None:
        """Write the document with its translation."""
        twins = [twin for root in self._parts.values() for twin in _twins(root)]
        edits, into.homeless = node_edits(self.document.text, self._origins, into.wanted, _look, into.dropped)
        language = office_language(into.target_lang)
        paragraphs = {}
        for node, of_node in by_node(edits):
            if isinstance(node, TreeSign):
                _remove(node.element)
                continue
            if language.right_to_left and (paragraph := _ancestor(node.element, "p")) is not None:
                paragraphs[id(paragraph)] = paragraph
            _write_text(node, of_node, language)
        for paragraph in paragraphs.values():
            _set_right_to_left(paragraph)
        for fallback, choice in twins:
            fallback[:] = deepcopy(choice)[:]
        changed = {name: tree_bytes(root) for name, root in self._parts.items() if edits}
        write_zip_copy(self._package, changed, stream)


def source_of(source: ByteSource, options: ReadOptions) -> ReadSource:
    """Read a Word document that is to be written into. Raises InputError as its reader does."""
    return DocxSource(source, options)


def _look(node: TreeText | TreeSign) -> NodeLook:
    element = node.element
    if isinstance(node, TreeSign):
        return NodeLook("break" if local_name(element.tag) in _BREAKS else "sign")
    run = _ancestor(element, "r")
    link = _ancestor(element, "hyperlink")
    properties = None if run is None else next((one for one in run if _name(one) == "rPr"), None)
    look = () if properties is None else tuple(_plain(one) for one in properties if _name(one) not in _NO_LOOK)
    return NodeLook("text", look, None if link is None else id(link))


def _plain(element: _Element) -> tuple[object, ...]:
    return (element.tag, *sorted(element.attrib.items()), *(_plain(child) for child in element))


def _name(element: Any) -> str:
    return local_name(element.tag) if isinstance(element.tag, str) else ""


def _ancestor(element: _Element, name: str) -> _Element | None:
    """The nearest element of this name around `element`, in its paragraph."""
    for around in element.iterancestors():
        if _name(around) == name:
            return around
        if _name(around) == "p":
            return None
    return None


def _write_text(node: TreeText, edits: list[NodeEdit], language: OfficeLanguage) -> None:
    """Change the text of a `w:t`; a run whose segments are marked otherwise, or in other languages, is divided."""
    text, run = node.element, _ancestor(node.element, "r")
    pieces = list(_alike(list(edited_pieces(node.text, edits))))
    if run is None:
        node.text = "".join(piece.text for piece in pieces)
        return
    if not pieces:
        run.remove(text)
        _remove_if_empty(run)
        return
    for piece in pieces[:-1]:
        _set(_split_off(run, text), piece, language)
    _set(text, pieces[-1], language)


def _alike(pieces: list[EditedPiece]) -> Any:
    """The pieces, those with the same marking and language as one; what stands between segments goes with them."""
    held: EditedPiece | None = None
    for piece in pieces:
        if held is None:
            held = piece
        elif piece.replacement is None or held.replacement is None or _kind(piece) == _kind(held):
            held = EditedPiece(held.text + piece.text, held.replacement or piece.replacement)
        else:
            yield held
            held = piece
    if held is not None:
        yield held


def _kind(piece: EditedPiece) -> tuple[str, bool]:
    one = piece.replacement
    return ("", True) if one is None else (one.marking, one.same)


def _split_off(run: _Element, text: _Element) -> _Element:
    """A copy of the run before it, with its properties and what stands before its `text`, and a text of its own, which
    is returned."""
    before = run.makeelement(run.tag, dict(run.attrib), run.nsmap)
    properties = next((one for one in run if _name(one) == "rPr"), None)
    if properties is not None:
        before.append(deepcopy(properties))
    for element in [one for one in run if _name(one) != "rPr"]:
        if element is text:
            break
        before.append(element)
    new = before.makeelement(text.tag)
    before.append(new)
    run.addprevious(before)
    return new


def _set(text: _Element, piece: EditedPiece, language: OfficeLanguage) -> None:
    """Set a text of a run, and the properties of its run for it."""
    text.text = piece.text
    if piece.text != piece.text.strip():
        text.set(_SPACE, "preserve")
    one = piece.replacement
    if one is None:
        return
    run = text.getparent()
    assert run is not None
    if not one.same:
        _set_language(run, language)
    if one.marking:
        _property(run, "highlight", {"val": _COLOURS[one.marking]})


def _set_language(run: _Element, language: OfficeLanguage) -> None:
    key = {"western": "val", "asian": "eastAsia", "complex": "bidi"}[language.group]
    _property(run, "lang", {key: language.tag})
    if language.right_to_left:
        _property(run, "rtl", {})


def _property(run: _Element, name: str, values: dict[str, str]) -> None:
    """Set a property of a run, at the place that the schema has for it."""
    space = run.tag[: -len(local_name(run.tag))]
    properties = next((one for one in run if _name(one) == "rPr"), None)
    if properties is None:
        properties = run.makeelement(f"{space}rPr")
        run.insert(0, properties)
    element = next((one for one in properties if _name(one) == name), None)
    if element is None:
        element = run.makeelement(f"{space}{name}")
        after = _after(name)
        place = next(
            (n for n, one in enumerate(properties) if _name(one) in after or not str(one.tag).startswith(space)),
            len(properties),
        )
        properties.insert(place, element)
    for key, value in values.items():
        element.set(f"{space}{key}", value)


def _after(name: str) -> frozenset[str]:
    names: set[str] = set()
    keys = list(_AFTER)
    for key in keys[keys.index(name) :]:
        names.update(_AFTER[key])
    return frozenset(names - {name})


def _set_right_to_left(paragraph: _Element) -> None:
    space = paragraph.tag[: -len(local_name(paragraph.tag))]
    properties = next((one for one in paragraph if _name(one) == "pPr"), None)
    if properties is None:
        properties = paragraph.makeelement(f"{space}pPr")
        paragraph.insert(0, properties)
    if any(_name(one) == "bidi" for one in properties):
        return
    after = ("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap")
    later = (*after, "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle")
    last = (*later, "rPr", "sectPr", "pPrChange")
    place = next((n for n, one in enumerate(properties) if _name(one) in last), len(properties))
    properties.insert(place, paragraph.makeelement(f"{space}bidi"))


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
        _remove_if_empty(parent)


def _remove_if_empty(element: _Element) -> None:
    """Remove a run that has nothing but properties, and a link or insertion without a run."""
    while not any(_name(child) != "rPr" for child in element):
        parent = element.getparent()
        if parent is None or (_name(element) != "r" and _name(element) not in _EMPTY_PARENTS):
            return
        parent.remove(element)
        element = parent


def _twins(root: _Element) -> list[tuple[_Element, _Element]]:
    """The text boxes for old programs, each with the one for new programs that has the same text."""
    found: list[tuple[_Element, _Element]] = []
    for both in root.iter("{*}AlternateContent"):
        choices = [box for one in both if _name(one) == "Choice" for box in one.iter("{*}txbxContent")]
        fallbacks = [box for one in both if _name(one) == "Fallback" for box in one.iter("{*}txbxContent")]
        if len(choices) == len(fallbacks):
            same = zip(fallbacks, choices, strict=True)
            found += [(old, new) for old, new in same if "".join(old.itertext()) == "".join(new.itertext())]
    return found
